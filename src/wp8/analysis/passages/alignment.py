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
_NEVER: Final = float("inf")
# The share of words that may differ where the best place is looked for first.
_DIFFER: Final = 1 / 256


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
    return _laid(quotation, words, least, lowest=least)


def best_alignment(quotation: Quotation, words: Sequence[str], *, least: float) -> Alignment | None:
    """Return the best place of `quotation` in `words`, sooner than `alignments` of any score.

    The more alike the two are, the sooner. Of a score below `least` it may be another, or None.
    """
    # Words that the text has not so often differ, wherever the quotation is laid.
    plain = [p.readings[0] for p in quotation.pieces if len(p.readings) == 1 and not p.editorial]
    missing = Counter(plain) - Counter(words)
    missed = size(missing.elements()) / _own(quotation)
    most = 1 - least
    if missed > most + _ROUNDED:
        return None
    differ = max(missed, _DIFFER)
    while differ < most:
        found = _laid(quotation, words, 1 - differ, lowest=0)
        if found and found[0].score >= 1 - differ:
            return found[0]
        differ *= 2
    found = _laid(quotation, words, least, lowest=0)
    return found[0] if found else None


def _laid(
    quotation: Quotation, words: Sequence[str], least: float, *, lowest: float
) -> list[Alignment]:
    """Return the places of a quotation that do not cost too much for a score of `least`.

    Those of a score below `lowest` are none, and bar none.
    """
    most = _most(quotation, words, least)
    costs, choices = _table(quotation, words, most)
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
        if alignment.score < lowest:
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


def _table(
    quotation: Quotation, words: Sequence[str], most: float
) -> tuple[list[float], list[tuple[int, bytearray]]]:
    """Return the cost of ending the quotation after each word, and the choices that led there.

    Of what costs more than `most` less is told. Each word of the quotation that stands on none
    costs something, so what stands too far to the left or to the right is not looked at (Ukkonen
    1985); choices are those from a place on.
    """
    number = len(words)
    alone = int(most / _INSERTED) + sum(piece.editorial for piece in quotation.pieces)
    right = number - len(quotation.pieces) + alone
    row = [0.0] * (number + 1)
    choices = [(0, bytearray())]
    for at, piece in enumerate(quotation.pieces, 1):
        low, high = max(0, at - alone), min(number, at + right)
        if high < low:
            return [_NEVER] * (number + 1), []
        same = _SLIP if piece.misspelt else 0.0
        other = len(quotation.pieces) + _CHANGE if piece.editorial else _REPLACED
        inserted = _EDITORIAL if piece.editorial else _INSERTED
        left_out = _LEFT_OUT.get(quotation.breaks.get(at, ""), _CHANGE)
        longer = min(left_out, _LONGER)
        readings = piece.readings
        below = [_NEVER] * low
        choice = bytearray()
        left = gap = _NEVER
        if not low:
            left = row[0] + inserted
            gap = left + _CHANGE
            below.append(left)
            choice.append(_UP)
        first = max(low, 1)
        diagonal = row[first - 1]
        for word, up in zip(words[first - 1 : high], row[first : high + 1], strict=True):
            best, way = diagonal + (same if word in readings else other), _DIAGONAL
            diagonal = up
            if up + inserted < best:
                best, way = up + inserted, _UP
            opened = left + left_out
            gap += longer
            if gap < opened:
                still = _STILL_LEFT
            else:
                gap = opened
                still = 0
            if gap < best:
                best, way = gap, _LEFT
            choice.append(way | still)
            below.append(best)
            left = best
        below += [_NEVER] * (number - high)
        row = below
        choices.append((low, choice))
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


def _path(
    choices: Sequence[tuple[int, bytearray]], end: int
) -> list[tuple[int | None, int | None]]:
    """Return which piece stands on which word, from the first piece to the word before `end`."""
    piece, word = len(choices) - 1, end
    path: list[tuple[int | None, int | None]] = []
    still_left = False
    while piece:
        low, row = choices[piece]
        choice = row[word - low]
        way = _LEFT if still_left else choice & ~_STILL_LEFT
        still_left = way == _LEFT and bool(choice & _STILL_LEFT)
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
