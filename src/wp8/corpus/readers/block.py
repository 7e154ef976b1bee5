"""What readers make of a source: blocks, and the lines they are made of."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SENTENCE_ENDS: Final = (".", "!", "?", "…", ":", ";")
_CLOSERS: Final = "\"'”’»)]"
_OPENERS: Final = "\"'“‘«(["

# Signs that a reader sets in a text until it is a block's. They are halves of characters, which no
# text has that was decoded: a line of contents begins, a note is called, and what ruby.py says.
CONTENTS_LINE, CALL, BASE, READING, END = SIGNS = "\udc00\udc01\udc02\udc03\udc04"

# Characters of a text of which lines are made at once.
_PART: Final = 1 << 16

_Label = TypeVar("_Label", int, str)

# What a source says of itself, by the names of CSL's fields and `affiliation` and `rights`, each as
# a person writes it in a manifest. With `title_supplied`, the title is a sentence of the text.
Found = dict[str, Any]


class Line(NamedTuple):
    """A line of a source, and its number from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A record before it is numbered within its document.

    `marks` are the notes that the block cites: (note number, offset in `text`), in order. `number`
    is the source's own, for a note, or the row's within `table`, where row 0 is the header. A
    source without lines has the ordinals of its own blocks in `lines`. A heading may have a
    `level`, from 1.

    A draft is checked by three more: `breaks` is where in `text` a further line of the source
    begins, (offset, line), in order; `code` are the spans of it that are code; `quotation` is the
    number of the block quotation that it stands in.
    """

    kind: str
    text: str
    lines: tuple[int, int]
    section: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    number: int | None = None
    table: int | None = None
    group: str | None = None
    name: str | None = None
    position: str | None = None
    speaker: str | None = None
    pages: tuple[int, int] | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    quotation: int | None = None
    page_labels: tuple[str, str] | None = None
    level: int | None = None


class Part(NamedTuple):
    """One of the documents of a source: what it is called in it.

    `has_name` if that is the source's own, and not its number; `said` gives what is said of it,
    `blocks` its blocks. The `sum` changes with these; there is none where only that of the whole
    source does.
    """

    name: str
    has_name: bool
    said: Callable[[], Found]
    blocks: Callable[[], Iterable[Block]]
    sum: str = ""


def are_names(own: Iterable[str]) -> bool:
    """Return whether the parts of a source are called as each says: all do, and all otherwise.

    If not, they are called by their numbers from 1.
    """
    number, known = 0, set[str]()
    for number, name in enumerate(own, start=1):  # noqa: B007 - the last is how many there are
        known.update({name} if name else ())
    return len(known) == number


class InPieces:
    """A long text that is held packed, in pieces: between them stands the end of a line."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._packed: list[bytes] = []
        self._length = -1
        for piece in pieces:
            self._packed.append(zlib.compress(piece.encode(), 1))
            self._length += len(piece) + 1

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        return (zlib.decompress(piece).decode() for piece in self._packed)


Text = str | InPieces


def in_pieces(text: Text | bytes) -> Iterable[str]:
    """Return `text`, or what is in UTF-8, in pieces: between them stands the end of a line."""
    return text if isinstance(text, InPieces) else _cut(text)


def _cut(text: str | bytes) -> Iterator[str]:
    start, size = 0, len(text)
    while start <= size:
        at = start + _PART
        end = text.find(b"\n", at) if isinstance(text, bytes) else text.find("\n", at)
        end = size if end < 0 else end
        piece = text[start:end]
        yield piece.decode() if isinstance(piece, bytes) else piece
        start = end + 1


def numbered_lines(text: Text) -> Iterator[Line]:
    """Yield the lines of `text`, whose line ends are all newlines."""
    # Not splitlines: it would also cut at form feeds and other control characters.
    number = 0
    # Not all lines at once: beside a long text they would be another, and more.
    for piece in in_pieces(text):
        for number, line in enumerate(piece.split("\n"), start=number + 1):  # noqa: B020
            yield Line(number, line)


def blank_line_groups(text: Text) -> Iterator[list[Line]]:
    """Yield the runs of lines that blank lines set apart."""
    run: list[Line] = []
    for line in numbered_lines(text):
        if line.text and not line.text.isspace():
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def joined(lines: Iterable[Line]) -> str:
    """Return the text of `lines` as one line, with one space where they meet."""
    return " ".join(filter(None, (line.text.strip() for line in lines)))


def breaks(lines: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """Return where in the text of `lines`, `joined`, each but the first begins."""
    if len(lines) == 1:
        return ()
    found: list[tuple[int, int]] = []
    size = 0
    for line in lines:
        if text := line.text.strip():
            found.append((size, line.number))
            size += len(text) + 1
    return tuple(found[1:])


def extent(lines: list[Line]) -> tuple[int, int]:
    """Return the numbers of the first and the last of `lines`."""
    return lines[0].number, lines[-1].number


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends in closing punctuation, be it inside quotes or brackets."""
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def first_letter(text: str) -> str:
    """Return the first character of `text` after any opening quotes and brackets, or ""."""
    return text.lstrip(_OPENERS)[:1]


def without_artefacts(
    text: str, artefacts: Iterable[tuple[int, int, _Label | None]]
) -> tuple[str, list[tuple[_Label, int]]]:
    """Return `text` without the spans `artefacts` (start, end, label) and stripped.

    With it comes, for each span that has a label, the offset in the new text where it stood.
    """
    kept: list[str] = []
    places: list[tuple[_Label, int]] = []
    size = end = 0
    for start, stop, label in artefacts:
        kept.append(text[end:start])
        size += start - end
        end = stop
        if label is not None:
            places.append((label, size))
    whole = "".join([*kept, text[end:]])
    bare = whole.strip()
    lead = len(whole) - len(whole.lstrip())
    return bare, [(label, min(max(at - lead, 0), len(bare))) for label, at in places]
