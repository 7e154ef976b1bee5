"""How rich the vocabulary of each document is, and what documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.frequency import ALL, counts_of, frequency_list
from wp8.analysis.measures.lexical_diversity import DIVERSITY, recurrences_in

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.frequency import Frequency, Listing
    from wp8.analysis.counts.population import Population


USUAL: Final = ("tokens", "types", "hapaxes", "ttr", "sttr", "mattr")


def richness(
    population: Population,
    *,
    segment: int,
    window: int,
    measures: Sequence[str] = (),
    groups: Mapping[str, Population] | None = None,
) -> Measured:
    """Return the richness of the whole population, and of each document or group if there are more.

    They keep their order, or else have that of the first of `measures`, which are added to the
    usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(DIVERSITY, ("document" if groups is None else "group", *USUAL), measures)
    recurrences = recurrences_in(population.words, window)
    lengths = {"segment": segment, "window": window}

    def row(label: str, part: Population, own: Sequence[int]) -> Any:  # noqa: ANN401 - made here
        known = {"items": part.words, "recurrences": own, **lengths}
        return columns.row((label, *_figures(part.frequencies, known, columns)))

    rows = []
    start = 0
    parts = population.by_document() if groups is None else groups
    for label, part in parts.items():
        own = recurrences[start : start + part.size]
        rows.append(row(label, part, own if groups is None else recurrences_in(part.words, window)))
        start += part.size
    whole = [row("", population, recurrences)] if len(parts) > 1 else []
    return Measured((*whole, *columns.ranked(rows)), columns)


def _figures(counts: Counter[int], known: Mapping[str, Any], columns: Columns) -> Figures:
    """Return what the row of a text has besides its name."""
    own = {
        "tokens": counts.total(),
        "types": len(counts),
        "hapaxes": sum(number == 1 for number in counts.values()),
    }
    return columns.figures(own, {**known, "types": len(counts)})


def shared(population: Population, listing: Listing = ALL) -> Sequence[Frequency]:
    """Return the items and n-grams that every document has, the most frequent first."""
    documents = len({*population.heads.documents})
    return frequency_list(population, listing, documents)


def unique(population: Population, document: str, listing: Listing = ALL) -> list[Frequency]:
    """Return the items and n-grams that only `document` has, the most frequent first."""
    part = population.by_document().get(document)
    own = counts_of(part, listing) if part else {}
    return [row for row in frequency_list(population, listing, 1) if row.form in own]
