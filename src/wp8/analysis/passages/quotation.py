"""A quotation as it is typed, and the marks that its editor left in it: ellipses and brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from wp8.words.tokens import HYPHEN, tokenize

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

# How the words before and after a place hang together: words may be left out at an ellipsis, and
# around brackets, where an editor's words stand for them.
Break = Literal["ellipsis", "bracket"]

_DOTS: Final = r"(?:…|⋯|\.(?:\s?\.){2,})"
_MARK: Final = re.compile(
    rf"""
      (?P<ellipsis> \[\s*{_DOTS}\s*\] | \(\s*{_DOTS}\s*\) | {_DOTS} )
    | (?P<capital>  \[[^\W\d_]\](?=\w) )
    | (?P<changed>  (?<=\w)\[(?!sic\])[^\W\d_]+\] | \[[^\W\d_]+\](?=\w) )
    | (?P<bracket>  \[[^\[\]]*\] )
    | (?P<raised>   [\u00b9\u00b2\u00b3\u2070-\u2079]+ )
    """,
    re.VERBOSE,
)


class Piece(NamedTuple):
    """A token of a quotation: the norms it may be read as, its half-open span.

    `misspelt` says that its readings are words that it is a slip of the pen for; `editorial`,
    that it is the editor's, in brackets.
    """

    readings: tuple[str, ...]
    start: int
    end: int
    editorial: bool = False
    misspelt: bool = False


class Quotation(NamedTuple):
    """The pieces of a quotation and, by the number of the piece that follows, its breaks."""

    text: str
    pieces: tuple[Piece, ...]
    breaks: Mapping[int, Break]

    def parts(self) -> Iterator[range]:
        """Yield the numbers of the pieces between two ellipses."""
        places = sorted(at for at, kind in self.breaks.items() if kind == "ellipsis")
        ends = [*places, len(self.pieces)]
        for start, end in zip([0, *places], ends, strict=True):
            if start < end:
                yield range(start, end)


def read_quotation(text: str) -> Quotation:
    """Return the words of a quotation, those in brackets as the editor's; `[T]he` is one word."""
    clean, origins, marks = _without_marks(text)
    pieces: list[Piece] = []
    breaks: dict[int, Break] = {}
    for token in tokenize(clean):
        while marks and marks[0].end <= token.start:
            mark = marks.pop(0)
            if breaks.get(len(pieces)) != "ellipsis":
                breaks[len(pieces)] = mark.kind
        editorial = bool(marks) and marks[0].start < token.end and marks[0].kind == "bracket"
        start, end = origins[token.start], origins[token.end - 1] + 1
        pieces.append(Piece((token.norm.lstrip(HYPHEN),), start, end, editorial))
        if editorial:
            breaks.setdefault(len(pieces) - 1, "bracket")
            breaks.setdefault(len(pieces), "bracket")
    if all(piece.editorial for piece in pieces):
        # Brackets around the whole are no editor's.
        return Quotation(text, tuple(p._replace(editorial=False) for p in pieces), {})
    inner = {at: kind for at, kind in breaks.items() if 0 < at < len(pieces)}
    return Quotation(text, tuple(pieces), inner)


class _Mark(NamedTuple):
    """A mark of an editor's, and what it spans of the words; an ellipsis spans nothing."""

    kind: Break
    start: int
    end: int


def _without_marks(text: str) -> tuple[str, list[int], list[_Mark]]:
    """Return a quotation without its editor's marks, where each character stood, and the marks."""
    clean: list[str] = []
    origins: list[int] = []
    marks: list[_Mark] = []

    def keep(start: int, end: int) -> None:
        clean.extend(text[start:end])
        origins.extend(range(start, end))

    place = 0
    for match in _MARK.finditer(text):
        keep(place, match.start())
        place, start = match.end(), len(clean)
        if match.lastgroup in ("capital", "changed", "bracket"):
            keep(match.start() + 1, match.end() - 1)
        if match.lastgroup in ("changed", "bracket"):
            marks.append(_Mark("bracket", start, len(clean)))
        if match.lastgroup in ("ellipsis", "bracket"):
            # No word goes on across it.
            clean.append(" ")
            origins.append(match.end() - 1)
        if match.lastgroup == "ellipsis":
            marks.append(_Mark("ellipsis", len(clean), len(clean)))
    keep(place, len(text))
    return "".join(clean), origins, marks


def fitted(
    quotation: Quotation, vocabulary: Container[str], bigrams: Container[tuple[str, str]]
) -> Quotation:
    """Return a quotation with its words divided as the corpus divides them.

    A hyphen at the end of a line, or one put in or left out (`consoli- dating`, `nation-wide`,
    `selfreliance`), makes other tokens of the same word.
    """
    pieces: list[Piece] = []
    moved: dict[int, Break] = {}
    for place, piece in enumerate(quotation.pieces):
        if place in quotation.breaks:
            moved[len(pieces)] = quotation.breaks[place]
        elif pieces and pieces[-1].editorial == piece.editorial:
            joined = pieces[-1].readings[0] + piece.readings[0]
            gap = quotation.text[pieces[-1].end : piece.start]
            pair = (pieces[-1].readings[0], piece.readings[0])
            unknown = not (pair[0] in vocabulary and pair[1] in vocabulary)
            if joined in vocabulary and pair not in bigrams and (unknown or HYPHEN in gap):
                pieces[-1] = pieces[-1]._replace(readings=(joined,), end=piece.end)
                continue
        pieces += _divided(piece, vocabulary, bigrams)
    return Quotation(quotation.text, tuple(pieces), moved)


def _divided(
    piece: Piece, vocabulary: Container[str], bigrams: Container[tuple[str, str]]
) -> list[Piece]:
    norm = piece.readings[0]
    if norm in vocabulary or len(norm) != piece.end - piece.start:
        return [piece]
    for cut in range(2, len(norm) - 1):
        if (norm[:cut], norm[cut:]) in bigrams:
            middle = piece.start + cut
            return [
                piece._replace(readings=(norm[:cut],), end=middle),
                piece._replace(readings=(norm[cut:],), start=middle),
            ]
    return [piece]
