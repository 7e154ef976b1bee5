"""Lists of all words or n-grams with their frequencies in groups of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.frequency import per_thousand_of
from wp8.analysis.counts.lists.frequency_list import Frequency, List, Rows, columns_of, number_in
from wp8.analysis.counts.lists.keys import Grouped
from wp8.analysis.counts.lists.runs import NUMBER, Filed, Runs
from wp8.results import ByColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.analysis.counts.lists.keys import Part
    from wp8.analysis.counts.lists.listing import Listing
    from wp8.analysis.counts.population import Population
    from wp8.query.fields.groups import Groups

# A table with columns for more groups is read by nobody.
MOST_COLUMNS: Final = 20


class ByGroup(NamedTuple):
    """The columns of a list by groups and its rows; how often each group has which forms."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    groups: Mapping[str, Mapping[str, int]]


def listed_by(population: Population, listing: Listing, groups: Groups) -> ByGroup:
    """Return how often each group of records has each item or n-gram that is listed.

    Few groups have two columns each, beside those of the list. Of more, each row has one form in
    one group that has it, the group's most frequent first.

    Raises:
        QueryError: If the listing has a pattern that is none.
    """
    grouped = Grouped.of(population, groups)
    own = List(population, listing)
    named = [name for group in grouped.names for name in (group, f"{group}_per_thousand")]
    columns = (*Frequency._fields, *named)
    if len(grouped.names) <= MOST_COLUMNS and len(set(columns)) == len(columns):
        return ByGroup(columns, *_side_by_side(own, grouped))
    name = "document" if groups.by == "document" else "group"
    columns = ("form", name, "frequency", "words", "per_thousand")
    return ByGroup(columns, *_one_after_the_other(own, grouped))


def _side_by_side(
    own: List, grouped: Grouped
) -> tuple[Sequence[tuple[Any, ...]], Mapping[str, Mapping[str, int]]]:
    """Return the rows of a list with two columns for each group, and what the groups have."""
    rows = Rows(own.counted)

    def parts() -> Iterator[Part]:
        for part in own.parts():
            rows.add(part)
            yield part

    numbers = Runs(own.counted.width + 3 * NUMBER)
    for found in own.counted.in_groups(parts(), grouped):
        numbers.add(map(b"".join, map(itemgetter(2, 3, 0, 1), found)))
    begins = itemgetter(slice(NUMBER + own.counted.width))

    def wide() -> Iterator[bytes]:
        by_key = groupby(numbers.in_order(), begins)
        for row, (_, of_groups) in zip(rows.in_order(), by_key, strict=True):
            # How a 0 is written.
            cells = bytearray(b"\xff" * (NUMBER * len(grouped.names)))
            for each in of_groups:
                at = NUMBER * int.from_bytes(each[-2 * NUMBER : -NUMBER], "big")
                cells[at : at + NUMBER] = each[-NUMBER:]
            yield row + cells

    first = own.places[-1] + 3
    filed = Filed(first + len(grouped.names), wide())
    columns = columns_of(filed, own.forms, own.places, own.size)
    for field, size in enumerate(grouped.sizes, start=first):
        share = partial(per_thousand_of, size=size)
        columns.append(filed.column(partial(map, number_in), field))
        columns.append(filed.column(_shares(share), field))

    def those_of(group: int) -> dict[str, int]:
        there = zip(columns[0], columns[len(Frequency._fields) + 2 * group], strict=True)
        return dict(sorted((each for each in there if each[1]), key=lambda each: -each[1]))

    return ByColumn(columns), _Groups(grouped.names, those_of)


def _shares(share: Callable[[int], float]) -> Callable[[Sequence[int]], Iterator[float]]:
    return lambda numbers: map(share, map(number_in, numbers))


def _one_after_the_other(
    own: List, grouped: Grouped
) -> tuple[Sequence[tuple[Any, ...]], Mapping[str, Mapping[str, int]]]:
    """Return a row for each form in each group that has it, and what the groups have."""
    runs = Runs(own.counted.width + 3 * NUMBER)
    for found in own.counted.in_groups(own.parts(), grouped):
        runs.add(map(b"".join, found))
    filed = Filed(own.places[-1] + 3, runs.in_order())
    sizes = grouped.sizes

    def shares(groups: Sequence[int], numbers: Sequence[int]) -> Iterator[float]:
        return map(per_thousand_of, map(number_in, numbers), map(sizes.__getitem__, groups))

    forms = filed.column(own.forms.named, *(place + 2 for place in own.places))
    numbers = filed.column(partial(map, number_in), 1)
    columns = (
        forms,
        filed.column(partial(map, grouped.names.__getitem__), 0),
        numbers,
        filed.column(partial(map, sizes.__getitem__), 0),
        filed.column(shares, 0, 1),
    )
    lengths = Counter(filed.column(iter, 0))
    begun = [*accumulate(map(lengths.__getitem__, range(len(sizes))), initial=0)]

    def those_of(group: int) -> dict[str, int]:
        rows = slice(*begun[group : group + 2])
        return dict(zip(forms[rows], numbers[rows], strict=True))

    return ByColumn(columns), _Groups(grouped.names, those_of)


class _Groups(Mapping[str, Mapping[str, int]]):
    """How often each group has which forms: told whenever somebody asks."""

    def __init__(self, names: Sequence[str], those_of: Callable[[int], dict[str, int]]) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._those_of = those_of

    def __getitem__(self, name: str) -> Mapping[str, int]:
        return self._those_of(self._places[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)
