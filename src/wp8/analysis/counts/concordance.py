"""Every occurrence of a query with the words around it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar, get_args

from wp8.analysis.counts.table import ADJACENT, AS_WRITTEN
from wp8.errors import QueryError, UnknownNameError
from wp8.query.language.parser import parse
from wp8.query.record_view import TextView
from wp8.query.search import resolve
from wp8.results import ByColumn, Remade
from wp8.words.tokens import normalize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.query.record_view import Stretch
    from wp8.query.search import Question
    from wp8.words.tokens import Word

    # Where a node stands: the id of a record, and a stretch of positions there.
    Place = tuple[str, Stretch]

T = TypeVar("T")

# So many records are read at once.
_AT_ONCE: Final = 500
# More lines are made when they are written, not before.
_MANY: Final = 10_000

SortKey = Literal["document", "frequency", "L1", "L2", "L3", "R1", "R2", "R3"]
SORT_KEYS: Final[tuple[SortKey, ...]] = get_args(SortKey)


class ConcordanceLine(NamedTuple):
    """An occurrence: its record, its half-open span in the record's text, and its neighbours.

    `left` and `right` are the text on either side, as far as it is shown; `left_words` and
    `right_words` are the norms of the words there, in reading order.
    """

    record: Record
    span: tuple[int, int]
    left: str
    node: str
    right: str
    left_words: tuple[str, ...]
    right_words: tuple[str, ...]


def sort_keys(names: Sequence[str]) -> tuple[SortKey, ...]:
    """Return the keys that are named one by one, or with commas between.

    Raises:
        UnknownNameError: If there is no such key.
    """
    named = [name for each in names for name in each.split(",")]
    for name in named:
        if name not in SORT_KEYS:
            raise UnknownNameError(
                f"there is no sort key {name[:20]}", hint=f"the keys are {', '.join(SORT_KEYS)}"
            )
    return tuple(key for name in named for key in SORT_KEYS if key == name)


def nodes_of(
    asked: Question, backend: Backend, *, lemma: bool = False
) -> tuple[Mapping[str, Sequence[Stretch]], dict[str, object]]:
    """Return the stretches of positions of a question by record id, and which forms they are of.

    With `lemma` it is a word or a phrase, and whole words count by their lemmas; without, a query.

    Raises:
        QueryError: If it cannot be read, or is to be of lemmas and has operators.
        UnknownNameError: If the scope or a field names what the corpus does not have.
    """
    if not lemma:
        tree = resolve(parse(asked.query), asked, backend)
        forms = AS_WRITTEN if asked.exact else "other forms of the words too"
        return dict(backend.occurrences(tree)), {"forms": forms, "occurrences": ADJACENT}
    from wp8.analysis.counts.counting import Counting, has_operators

    if asked.exact or has_operators(asked.query):
        hint = "a query finds the forms of its words by itself"
        raise QueryError("lemmas are of words or phrases, and not as written", hint=hint)
    facets = (facet.partition(":") for facet in backend.vocabulary.facets())
    kinds = asked.scope.kinds or tuple(value for name, _, value in facets if name == "kind")
    counting = Counting(backend, asked.scope._replace(kinds=kinds), lemma=True)
    forms = "of the same lemmas"
    lemmatizer = counting.parameters()["lemmatizer"]
    return dict(counting.item_stretches(asked.query)), {"forms": forms, "lemmatizer": lemmatizer}


def concordance(
    nodes: Iterable[tuple[Record, Sequence[Stretch]]], *, window: int | None
) -> Iterator[ConcordanceLine]:
    """Yield a line for each of the `nodes`, which are stretches of positions in their records.

    `window` is the number of running words on either side of those that a node is in, which are
    there whole, or None for the rest of the sentence.
    No line reaches beyond its record.
    """
    for record, stretches in nodes:
        view = TextView(record)
        running = list(words(view.tokens))
        ends = [word.tokens[-1].position for word in running]
        around = _Sentences(record)
        for stretch, (start, end) in zip(stretches, view.spans(stretches), strict=True):
            own = bisect_left(ends, stretch[0])
            after = bisect_left(running, stretch[1], own, key=attrgetter("position"))
            if window is None:
                first, last = around.of(start, end)
                left = bisect_left(running, first, 0, own, key=_start)
                right = bisect_right(running, last, after, key=_end)
            else:
                left, right = max(own - window, 0), after + window
                shown = running[left:right]
                first, last = _start(shown[0]), _end(shown[-1])
            yield ConcordanceLine(
                record,
                (start, end),
                record.text[first:start],
                record.text[start:end],
                record.text[end:last],
                tuple(word.norm for word in running[left:own]),
                tuple(word.norm for word in running[after:right]),
            )


def _start(word: Word) -> int:
    return word.tokens[0].start


def _end(word: Word) -> int:
    return word.tokens[-1].end


class _Sentences:
    """The sentences of a record's text, which is read when they are first asked for."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def _spans(self) -> Sequence[tuple[int, int]]:
        from wp8.words.sentences import sentences

        return list(sentences(self._record.text, self._record.language))

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentence of a span, or of all that it reaches into."""
        first = bisect_right(self._spans, start, key=itemgetter(1))
        last = bisect_left(self._spans, end, key=itemgetter(0)) - 1
        return self._spans[first][0], self._spans[last][1]


def lines_at(
    places: Sequence[Place], backend: Backend, keys: Sequence[SortKey], *, window: int | None
) -> Sequence[ConcordanceLine]:
    """Return the lines of `places`, which are in reading order, sorted by `keys`.

    Those of very many are made whenever somebody goes over them, if they are to stay in order.
    """

    def lines() -> Iterator[ConcordanceLine]:
        return concordance(nodes_at(places, backend), window=window)

    if len(places) > _MANY and set(keys) == {"document"}:
        return Remade(len(places), lines)
    return arranged(lines(), keys)


def arranged(lines: Iterable[ConcordanceLine], keys: Sequence[SortKey]) -> list[ConcordanceLine]:
    """Return `lines` sorted by `keys`, the first one first; equal lines in the order they come.

    L1 is the word directly to the left, R2 the second to the right; `frequency` puts the lines of
    the most frequent node first; `document` is the order they come in.
    """
    found = list(lines)
    frequencies = Counter(normalize(line.node) for line in found)

    def value(line: ConcordanceLine, key: SortKey) -> tuple[int, str]:
        if key == "frequency":
            node = normalize(line.node)
            return (-frequencies[node], node)
        if key == "document":
            return (0, "")
        side = line.left_words[::-1] if key[0] == "L" else line.right_words
        place = int(key[1:]) - 1
        return (1, side[place]) if place < len(side) else (0, "")

    return sorted(found, key=lambda line: [value(line, key) for key in keys])


def nodes_at(places: Iterable[Place], backend: Backend) -> Iterator[tuple[Record, list[Stretch]]]:
    """Yield the records of `places`, which are in reading order, each with its stretches."""
    by_record = groupby(places, itemgetter(0))
    while found := {i: [stretch for _, stretch in own] for i, own in islice(by_record, _AT_ONCE)}:
        yield from zip(backend.records(found), found.values(), strict=True)


def where_they_stand(places: Sequence[Place]) -> ByColumn:
    """Return a row for each of `places`: the id of the record, where it starts and ends there."""
    starts, ends = (array("I", [stretch[side] for _, stretch in places]) for side in range(2))
    return ByColumn(([id_ for id_, _ in places], starts, ends))


def sampled(places: Sequence[T], *, number: int, seed: int) -> list[T]:
    """Return `number` of `places` chosen at random by `seed`, in their order; all if fewer."""
    import random

    if number >= len(places):
        return list(places)
    chosen = random.Random(seed).sample(range(len(places)), number)
    return [places[at] for at in sorted(chosen)]
