"""How rich the vocabulary of each document is, and what documents share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.frequency import per_thousand_of
from wp8.analysis.counts.lists.frequency_list import frequency_list, joined, numbers_in
from wp8.analysis.counts.lists.keys import Forms
from wp8.analysis.counts.lists.listing import ALL
from wp8.analysis.measures.lexical_diversity import DIVERSITY, recurrences_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.lists.frequency_list import Frequency
    from wp8.analysis.counts.lists.listing import Listing
    from wp8.analysis.counts.population import Population


USUAL: Final = ("tokens", "types", "hapaxes", "ttr", "sttr", "mattr")


def richness(
    population: Population,
    *,
    segment: int,
    window: int,
    measures: Sequence[str] = (),
    groups: Iterable[tuple[str, Population]] | None = None,
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

    def row(label: str, words: Sequence[int], counts: Iterable[int], own: Sequence[int]) -> Any:  # noqa: ANN401 - made here
        known = {"items": words, "recurrences": own, **lengths}
        return columns.row((label, *_figures([*counts], known, columns)))

    rows = []
    start = 0
    for label, part in population.each_document() if groups is None else groups:
        end = start + part.size
        own = recurrences[start:end] if groups is None else recurrences_in(part.words, window)
        rows.append(row(label, part.words, Counter(part.words).values(), own))
        start = end
    whole = []
    if len(rows) > 1:
        counts = filter(None, population.frequencies)
        whole.append(row("", population.words, counts, recurrences))
    return Measured((*whole, *columns.ranked(rows)), columns)


def _figures(counts: Sequence[int], known: Mapping[str, Any], columns: Columns) -> Figures:
    """Return what the row of a text has besides its name; `counts` are those of its types."""
    own = {"tokens": sum(counts), "types": len(counts), "hapaxes": counts.count(1)}
    return columns.figures(own, {**known, "types": len(counts)})


def shared(population: Population, listing: Listing = ALL) -> Sequence[Frequency]:
    """Return the items and n-grams that every document has, the most frequent first."""
    documents = len({*population.heads.documents})
    return frequency_list(population, listing, documents)


def unique(population: Population, document: str, listing: Listing = ALL) -> list[Frequency]:
    """Return the items and n-grams that only `document` has, the most frequent first."""
    part = next((part for name, part in population.each_document() if name == document), None)
    if not part:
        return []
    forms = Forms(population.items)
    own, whole = (numbers_in(each, listing, forms) for each in (part, population))
    alone = {forms.of(key) for key, (number, in_all) in joined(own, whole) if number == in_all}
    return [
        row._replace(per_thousand=per_thousand_of(row.frequency, population.size))
        for row in frequency_list(part, listing)
        if row.form in alone
    ]
