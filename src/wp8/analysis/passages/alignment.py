"""A quotation laid along a text, word by word, at the least cost: where it stands, what differs."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from wp8.words.characters import has_syllables
from wp8.words.tokens import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.passages.quotation import Quotation

RunKind = Literal["equal", "replaced", "inserted", "deleted", "omitted", "editorial"]
StepKind = RunKind | Literal["slip"]

# What it costs to lay one word on another or on none. A slip of the pen is half a change. What an
# editor marked is almost free: the little it costs makes the nearest place the best. Words of the
# text that are passed over in a row without a mark are one change that grows.
_CHANGE: Final = 1.0
_SLIP: Final = 0.5
_LONGER: Final = 0.2
_LEFT_OUT: Final = {"ellipsis": 0.001, "bracket": 0.05}
_EDITORIAL: Final = 0.1
# Brackets stand for at most so many words of the text.
MOST_REPLACED: Final = 8
# What an apostrophe cuts off is no content.
_WITHOUT_CONTENT: Final = FUNCTION_WORDS | {"s", "t"}
_DIAGONAL, _UP, _LEFT = range(3)
_STILL_LEFT: Final = 4
# Of changes that cost the same, the one that leaves more words equal is the better.
_REPLACED: Final = 1.05
_INSERTED: Final = 1.02
# Sums of such costs are as exact as this.
_ROUNDED: Final = 1e-6


CHANGES: Final = ("replaced", "inserted", "deleted", "slip")


class Step(NamedTuple):
    """A word of a quotation on a word of the text, by their numbers; one of them may be none."""

    kind: StepKind
    quoted: int | None
    word: int | None


class Alignment(NamedTuple):
    """The steps of a quotation along a text, and its score.

    The score is 1 - e / n: n is the number of words of the quotation, without those in brackets;
    e is the number of words replaced, inserted or deleted, where a slip of the pen counts as half
    a word, and words of the text that are deleted in a row as one for the first and a fifth for
    each more. What an editor marked does not count; a syllable of Hangul is half a word. The score
    is 1 if the words are the same, and at least 0.
    """

    steps: tuple[Step, ...]
    score: float

    @property
    def verbatim(self) -> bool:
        """Whether the words are the same in the same order."""
        return not any(step.kind in CHANGES for step in self.steps)

    @property
    def words(self) -> list[int]:
        """The numbers of the words of the text that it covers, first to last."""
        return [step.word for step in self.steps if step.word is not None]


def alignments(quotation: Quotation, words: Sequence[str], *, least: float) -> list[Alignment]:
    """Return the places of `quotation` in `words` whose score is `least` or more, best first.

    The whole of the quotation is laid along any stretch of the text (Sellers 1980); no two of
    the places returned overlap.
    """
    costs, choices = _table(quotation, words)
    most = _most(quotation, words, least)
    ends = sorted((cost, end) for end, cost in enumerate(costs) if end and cost <= most)
    taken: set[int] = set()
    found = []
    for _, end in ends:
        if end - 1 in taken:
            continue
        alignment = _scored(quotation, words, _path(choices, end))
        covered = alignment.words
        if not covered or taken.intersection(range(covered[0], covered[-1] + 1)):
            continue
        if alignment.score < least:
            continue
        taken.update(range(covered[0], covered[-1] + 1))
        found.append(alignment)
    return sorted(found, key=lambda alignment: -alignment.score)


def within_owners(
    alignment: Alignment, quotation: Quotation, words: Sequence[str], owners: Sequence[int]
) -> Alignment:
    """Return an alignment without the words of a record that has none of the quotation's words.

    `owners` has, for each word of the text, the number of its record.
    """
    own = {
        owners[step.word]
        for step in alignment.steps
        if step.kind == "equal" and step.word is not None
    }
    steps: list[Step] = []
    for step in alignment.steps:
        if step.word is None or owners[step.word] in own:
            steps.append(step)
        elif step.quoted is not None:
            steps.append(Step("inserted", step.quoted, None))
    return Alignment(tuple(steps), score(quotation, words, steps))


def content(norms: Sequence[str]) -> list[str]:
    """Return those of `norms` that are no function words."""
    return [norm for norm in norms if norm not in _WITHOUT_CONTENT]


def _table(quotation: Quotation, words: Sequence[str]) -> tuple[list[float], list[bytearray]]:
    """Return the cost of ending the quotation after each word, and the choices that led there."""
    row = [0.0] * (len(words) + 1)
    choices = [bytearray(len(words) + 1)]
    for number, piece in enumerate(quotation.pieces, 1):
        same = _SLIP if piece.misspelt else 0.0
        other = len(quotation.pieces) + _CHANGE if piece.editorial else _REPLACED
        alone = _EDITORIAL if piece.editorial else _INSERTED
        left_out = _LEFT_OUT.get(quotation.breaks.get(number, ""), _CHANGE)
        readings = piece.readings
        left = row[0] + alone
        gap = left + _CHANGE
        below, choice = [left], bytearray([_UP]) + bytearray(len(words))
        for place, word in enumerate(words, 1):
            best, way = row[place - 1] + (same if word in readings else other), _DIAGONAL
            if row[place] + alone < best:
                best, way = row[place] + alone, _UP
            opened = left + left_out
            gap += min(left_out, _LONGER)
            longer = _STILL_LEFT if gap < opened else 0
            gap = min(gap, opened)
            if gap < best:
                best, way = gap, _LEFT
            choice[place] = way | longer
            below.append(best)
            left = best
        row = below
        choices.append(choice)
    return row, choices


def _most(quotation: Quotation, words: Sequence[str], least: float) -> float:
    """Return the most that a place can cost whose score is `least`."""
    lightest = min(map(weight, chain(words, (p.readings[0] for p in quotation.pieces))), default=1)
    changes = _REPLACED * _own(quotation) * (1 - least) / lightest
    # What an editor marked costs little, but has no part in the score.
    editorial = _EDITORIAL * sum(piece.editorial for piece in quotation.pieces)
    marks = Counter(quotation.breaks.values())
    brackets = _LEFT_OUT["bracket"] * (1 + MOST_REPLACED) * marks["bracket"]
    ellipses = _LEFT_OUT["ellipsis"] * (1 + len(words)) * marks["ellipsis"]
    return changes + editorial + brackets + ellipses + _ROUNDED


def _path(choices: Sequence[bytearray], end: int) -> list[tuple[int | None, int | None]]:
    """Return which piece stands on which word, from the first piece to the word before `end`."""
    piece, word = len(choices) - 1, end
    path: list[tuple[int | None, int | None]] = []
    still_left = False
    while piece:
        way = _LEFT if still_left else choices[piece][word] & ~_STILL_LEFT
        still_left = way == _LEFT and bool(choices[piece][word] & _STILL_LEFT)
        piece -= way != _LEFT
        word -= way != _UP
        path.append((None if way == _LEFT else piece, None if way == _UP else word))
    return path[::-1]


def _scored(
    quotation: Quotation, words: Sequence[str], path: Sequence[tuple[int | None, int | None]]
) -> Alignment:
    steps = tuple(_marked_steps(quotation, words, path))
    return Alignment(steps, score(quotation, words, steps))


def score(quotation: Quotation, words: Sequence[str], steps: Sequence[Step]) -> float:
    """Return the score of steps, as `Alignment` defines it."""
    edits = 0.0
    before: StepKind = "equal"
    for kind, piece, word in steps:
        if kind in CHANGES:
            norm = words[word] if piece is None and word is not None else ""
            norm = norm if piece is None else quotation.pieces[piece].readings[0]
            edits += _cost(kind, before) * weight(norm)
        before = kind
    return max(0.0, 1 - edits / _own(quotation))


def _own(quotation: Quotation) -> float:
    """Return how many words a quotation has, without those in brackets."""
    return size(piece.readings[0] for piece in quotation.pieces if not piece.editorial)


def _cost(kind: StepKind, before: StepKind) -> float:
    if kind == "deleted" and before == "deleted":
        return _LONGER
    return _SLIP if kind == "slip" else _CHANGE


def weight(norm: str) -> float:
    """Return how much of a word a token is worth: a syllable of Hangul is half of one."""
    return 0.5 if has_syllables(norm) else 1


def size(norms: Iterable[str]) -> float:
    """Return how many words `norms` are worth."""
    return sum(map(weight, norms))


def _marked_steps(
    quotation: Quotation, words: Sequence[str], path: Sequence[tuple[int | None, int | None]]
) -> Iterator[Step]:
    """Yield the steps of a path; what is left out is omitted where a mark says so."""
    done = 0
    in_brackets = 0
    for piece, word in path:
        kind: StepKind
        if piece is None:
            mark = quotation.breaks.get(done)
            in_brackets += mark == "bracket"
            marked = mark == "ellipsis" or (mark and in_brackets <= MOST_REPLACED)
            kind = "omitted" if marked else "deleted"
        else:
            done = piece + 1
            kind = _kind(quotation, piece, None if word is None else words[word])
            in_brackets = in_brackets if quotation.pieces[piece].editorial else 0
        yield Step(kind, piece, word)


def _kind(quotation: Quotation, number: int, word: str | None) -> StepKind:
    piece = quotation.pieces[number]
    if word is None:
        return "editorial" if piece.editorial else "inserted"
    if word in piece.readings:
        return "slip" if piece.misspelt else "equal"
    return "replaced"
