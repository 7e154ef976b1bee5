"""Where a passage stands, and how the words of a quotation of it differ from its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from wp8.analysis.passages.alignment import CHANGES
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.analysis.passages.alignment import Alignment, RunKind, Step
    from wp8.analysis.passages.quotation import Quotation

_OPENING: Final = "([{“‘\"'《〈「『«"
_DASHES: Final = "-\u2010\u2011\u2012–—―"
_QUOTES: Final = "\"'“”‘’„«»「」《》〈〉"
# What does not count as punctuation that differs.
_IGNORED: Final = dict.fromkeys(map(ord, _DASHES + _QUOTES + "()[]"))


class Passage(NamedTuple):
    """A part of a record's text: the record's id and a half-open span."""

    id: str
    start: int
    end: int


class Run(NamedTuple):
    """Words in a row that are equal, or differ: as the text has them, as the quotation has them.

    `deleted` words are the text's alone, `inserted` ones the quotation's; `omitted` ones are left
    out at an ellipsis or around brackets, `editorial` ones stand in brackets.
    """

    kind: RunKind
    text: str
    quoted: str


class Located(NamedTuple):
    """A place of a quotation: its passages, one for each record, and what differs.

    It is `verbatim` if the words are the same in the same order, but for what the editor marked;
    `remarks` names what else is not the same: capitals, punctuation. The texts of `runs` make the
    passage. `citation` says where it stands in words, once it has been looked up.
    """

    passages: tuple[Passage, ...]
    score: float
    verbatim: bool
    remarks: tuple[str, ...]
    runs: tuple[Run, ...]
    citation: str = ""

    @property
    def diff(self) -> tuple[Run, ...]:
        """The runs, which are a word diff."""
        return self.runs

    @property
    def text(self) -> str:
        """The passage as the text has it."""
        return "".join(run.text for run in self.runs).rstrip()


@dataclass(frozen=True, repr=False)
class Locations(Result[Located]):
    """The places of a quotation, the best first, of `total`."""

    ROWS: ClassVar[str] = "places"

    quotation: str
    places: Sequence[Located]
    total: int


class Written(NamedTuple):
    """A text and the spans of its words."""

    text: str
    spans: Sequence[tuple[int, int]]

    def form(self, number: int) -> str:
        """Return a word as it is written."""
        start, end = self.spans[number]
        return self.text[start:end]

    def between(self, number: int) -> str:
        """Return what stands between a word and the next."""
        return self.text[self.spans[number][1] : self.spans[number + 1][0]]

    def stretch(self, first: int, last: int) -> str:
        """Return words in a row with what stands behind each, up to the word after the last."""
        end = self._begin(last + 1) if last + 1 < len(self.spans) else len(self.text)
        return self.text[self._begin(first) : end]

    def only(self, first: int, last: int) -> Written:
        """Return the text from one word to another, without what stands before and behind."""
        start, end = self.spans[first][0], self.spans[last][1]
        spans = [(a - start, b - start) for a, b in self.spans[first : last + 1]]
        return Written(self.text[start:end], spans)

    def _begin(self, number: int) -> int:
        start = self.spans[number][0]
        floor = self.spans[number - 1][1] if number else 0
        while start > floor and self.text[start - 1] in _OPENING:
            start -= 1
        return start


def runs(alignment: Alignment, quotation: Quotation, written: Written) -> tuple[Run, ...]:
    """Return the runs of words that an alignment makes."""
    quoted = Written(quotation.text, [(piece.start, piece.end) for piece in quotation.pieces])
    first = alignment.words[0]
    passage = written.only(first, alignment.words[-1])
    found = []
    for _, group in groupby(alignment.steps, key=_sameness):
        steps = list(group)
        own = [step.word - first for step in steps if step.word is not None]
        others = [step.quoted for step in steps if step.quoted is not None]
        text = passage.stretch(own[0], own[-1]) if own else ""
        other = quoted.stretch(others[0], others[-1]) if others else ""
        found.append(Run(_kind(steps, own, others), text, other))
    return tuple(found)


def _sameness(step: Step) -> str:
    return "changed" if step.kind in CHANGES else step.kind


def _kind(steps: Sequence[Step], own: Sequence[int], others: Sequence[int]) -> RunKind:
    kind = steps[0].kind
    if kind == "slip" or (kind in CHANGES and own and others):
        return "replaced"
    if kind in CHANGES:
        return "deleted" if own else "inserted"
    return kind


def remarks(alignment: Alignment, quotation: Quotation, written: Written) -> Iterator[str]:
    """Yield what differs beside the words: capitals within, punctuation within.

    The first letter of the quotation and of what follows an ellipsis may have another case; what
    stands before the first word and after the last, quotation marks, hyphens, dashes, brackets,
    blanks and line ends are not compared.
    """
    quoted = Written(quotation.text, [(piece.start, piece.end) for piece in quotation.pieces])
    equal = [
        (step.quoted, step.word)
        for step in alignment.steps
        if step.kind == "equal" and step.quoted is not None and step.word is not None
    ]
    if any(
        i and i not in quotation.breaks and _differ(quoted.form(i), written.form(j), _capitals)
        for i, j in equal
    ):
        yield "capitals"
    if any(
        after == (i + 1, j + 1)
        and i + 1 not in quotation.breaks
        and _differ(quoted.between(i), written.between(j), _punctuation)
        for (i, j), after in pairwise(equal)
    ):
        yield "punctuation"


def _differ(one: str, other: str, told: Callable[[str], str]) -> bool:
    """Return whether of two texts, most of which are the same, something is told that is not."""
    return one != other and told(one) != told(other)


def _capitals(form: str) -> str:
    return "".join(c for c in form if c.isupper())


def _punctuation(between: str) -> str:
    return "".join(between.translate(_IGNORED).split())
