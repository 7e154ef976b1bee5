"""How rich the vocabulary of each document is, and what documents share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.frequency import ALL, counts_of, frequency_list
from wp8.analysis.measures.lexical_diversity import DIVERSITY, recurrences_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.frequency import Frequency, Listing
    from wp8.analysis.counts.population import Population


USUAL: Final = ("document", "tokens", "types", "hapaxes", "ttr", "sttr", "mattr")


def richness(
    population: Population, *, segment: int, window: int, measures: Sequence[str] = ()
) -> Measured:
    """Return the richness of the whole population, and of each document if there are more.

    Documents are in reading order, or else in that of the first of `measures`, which are added to
    the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(DIVERSITY, USUAL, measures)
    recurrences = recurrences_in(population.words, window)
    documents = population.by_document()
    lengths = {"segment": segment, "window": window}
    rows = []
    start = 0
    for name, part in documents.items():
        own = recurrences[start : start + part.size]
        known = {"items": part.words, "recurrences": own, **lengths}
        rows.append(columns.row((name, *_figures(part.frequencies, known, columns))))
        start += part.size
    ranked = columns.ranked(rows)
    if len(documents) <= 1:
        return Measured(ranked, columns)
    frequencies: Counter[int] = Counter()
    for part in documents.values():
        frequencies.update(part.frequencies)
    known = {"items": population.words, "recurrences": recurrences, **lengths}
    whole = columns.row(("", *_figures(frequencies, known, columns)))
    return Measured((whole, *ranked), columns)


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
