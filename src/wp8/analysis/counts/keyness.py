"""Words more frequent in one part of a corpus than in another."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.lists.frequency_list import joined, numbers_in
from wp8.analysis.counts.lists.keys import Forms
from wp8.analysis.counts.lists.listing import Listing
from wp8.analysis.counts.lists.runs import NUMBER, Filed, Runs, in_bytes
from wp8.analysis.counts.table import row_of
from wp8.analysis.measures.keyness import CRITICAL_VALUES, KEYNESS, log_likelihood, p_class
from wp8.results import ByColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Population
    from wp8.analysis.measures.family import Measure

# Fewer occurrences on both sides together than this say little.
SMALL: Final = 5
ALPHA: Final = 0.05


USUAL: Final = (
    *("form", "direction", "target_frequency", "reference_frequency"),
    *("target_per_thousand", "reference_per_thousand"),
    *("log_likelihood", "log_likelihood_four_cell", "p"),
    *("log_ratio", "log_ratio_conservative", "small"),
    *("log_ratio_lower", "log_ratio_upper"),
)
# What of them a person reads unless told.
IN_TEXT: Final = (
    *("form", "direction", "target_frequency", "reference_frequency"),
    *("target_per_thousand", "reference_per_thousand", "log_likelihood", "p"),
    *("log_ratio", "log_ratio_lower", "log_ratio_upper", "log_ratio_conservative", "small"),
)
RANKED_BY: Final = ("log_ratio_conservative", "log_likelihood")
NOTES: Final = {
    **dict.fromkeys(
        ("target_per_thousand", "reference_per_thousand"), "1000 · frequency / running words"
    ),
    "p": "class of log_likelihood for one test, not corrected for their number: "
    + ", ".join(f"{p} from {least}" for p, least in reversed(CRITICAL_VALUES.items())),
    "small": f"fewer than {SMALL} occurrences on both sides together",
}


class Side(NamedTuple):
    """One side of a comparison, of `size` running words.

    `numbers` gives the keys of its n-grams, of at most `longest` of the `items`, in order, each
    with its frequency.
    """

    items: Sequence[str]
    longest: int
    numbers: Callable[[Forms], Iterator[tuple[bytes, int]]]
    size: int


def side(population: Population, lengths: range) -> Side:
    """Return a population as a side, its items being words or n-grams of these lengths."""
    numbers = partial(numbers_in, population, Listing(lengths))
    return Side(population.items, lengths[-1], numbers, population.size)


def side_of(counts: Mapping[str, int], size: int) -> Side:
    """Return as a side how often each word or n-gram occurs in so many running words."""
    grams = [(form.split(" "), number) for form, number in counts.items()]
    items = [*{item for gram, _ in grams for item in gram}]

    def numbers(forms: Forms) -> Iterator[tuple[bytes, int]]:
        ranks = dict(zip(items, in_bytes(forms.ranks(items)), strict=True))
        return iter(sorted((b"".join(map(ranks.__getitem__, gram)), n) for gram, n in grams))

    return Side(items, max((len(gram) for gram, _ in grams), default=1), numbers, size)


def keyness(
    target: Side,
    reference: Side,
    *,
    least: int = 1,
    without: Set[str] = frozenset(),
    measures: Sequence[str] = (),
) -> Measured:
    """Return the items of both sides, the keyest of the target first, of the reference last.

    `direction` is + where an item is relatively more frequent in the target, - where it is in the
    reference, = where it is in neither. `p` is the class of G² over two cells, for one test. The
    interval of the Log Ratio, and with it `log_ratio_conservative`, which is 0 where the counts
    are compatible with no difference, is corrected by Bonferroni for the number of rows.

    Items are ordered by the first of `measures`, which are added to the usual ones, and then by
    the conservative Log Ratio and by G² with the direction's sign.

    Args:
        target: What is described.
        reference: What it is compared with.
        least: What occurs less often, on both sides together, is neither tested nor listed.
        without: Words that are left out likewise, and n-grams that have one of them.
        measures: Measures besides the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(KEYNESS, USUAL, measures, NOTES)
    sizes = target.size, reference.size
    if not all(sizes):
        return Measured((), columns)
    forms = Forms(target.items, reference.items)
    longest = max(target.longest, reference.longest)
    # Most words are rare, and have the same counts as many others.
    number_of: dict[tuple[int, int], int] = {}

    def tested() -> Iterator[bytes]:
        sides = (_padded(each.numbers(forms), longest) for each in (target, reference))
        for key, pair in joined(*sides):
            if sum(pair) >= least and (not without or without.isdisjoint(forms.of(key).split(" "))):
                number = number_of.setdefault(pair, len(number_of))
                yield key + number.to_bytes(NUMBER, "big")

    rows = Filed(longest + 1, tested())
    if not number_of:
        return Measured((), columns)
    compared = [_compared(pair, sizes, len(rows), columns) for pair in number_of]
    measured = (*columns.asked[:1], *(KEYNESS[name] for name in RANKED_BY))
    ranks = [
        tuple(_rank(dict(zip(columns.names[1:], figures, strict=True)), measured))
        for figures in compared
    ]
    place_of = {rank: place for place, rank in enumerate(sorted({*ranks}))}
    places = in_bytes(map(place_of.__getitem__, ranks))
    ranked = Runs(NUMBER * (longest + 2))
    for block in rows.rows():
        ranked.add([places[int.from_bytes(row[-NUMBER:], "big")] + row for row in block])
    filed = Filed(longest + 2, ranked.in_order())
    cells = [filed.column(forms.named, *range(1, longest + 1))]
    for figures in zip(*compared, strict=True):
        cells.append(filed.column(partial(map, figures.__getitem__), longest + 1))
    return Measured(ByColumn(cells, partial(row_of, columns.names)), columns)


def _padded(numbers: Iterator[tuple[bytes, int]], longest: int) -> Iterator[tuple[bytes, int]]:
    """Yield keys with their numbers, each of as many bytes as the longest has."""
    width = NUMBER * longest
    return ((key.ljust(width, b"\0"), number) for key, number in numbers)


def _rank(row: Mapping[str, Any], measures: Iterable[Measure]) -> list[float]:
    """Return by each measure how far a row is from the target's side; what has no value is far."""
    toward = -1 if row["direction"] == "-" else 1
    values = ((row[measure.name], measure.directed) for measure in measures)
    return [
        -toward * inf if value is None else -value if directed else -toward * value
        for value, directed in values
    ]


def _compared(
    counts: tuple[int, int], sizes: tuple[int, int], types: int, columns: Columns
) -> Figures:
    """Return what a keyword has besides its item."""
    sides = {
        "target": counts[0],
        "target_size": sizes[0],
        "reference": counts[1],
        "reference_size": sizes[1],
    }
    here, there = counts[0] * sizes[1], counts[1] * sizes[0]
    own = {
        "direction": "+" if here > there else "-" if here < there else "=",
        "target_frequency": counts[0],
        "reference_frequency": counts[1],
        "target_per_thousand": 1000 * counts[0] / sizes[0],
        "reference_per_thousand": 1000 * counts[1] / sizes[1],
        "p": p_class(g2=log_likelihood(**sides)),
        "small": sum(counts) < SMALL,
    }
    return columns.figures(own, {**sides, "alpha": ALPHA, "tests": types})
