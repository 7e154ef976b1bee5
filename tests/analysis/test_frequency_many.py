"""Lists of frequencies over many documents have no columns for each of them."""

from __future__ import annotations

import pytest

from wp8.analysis.counts.frequency import MOST_DOCUMENTS, Frequency, Share, Shares, frequency_list
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.vocabulary import shared, unique
from wp8.model import Record


def of_documents(number: int) -> Population:
    """Return `number` documents that say `plan` twice each, and each its own name once."""
    records = [
        Record(f"d{i}:1", f"d{i}", "paragraph", "", 1, 1, f"plan plan own{i}", "a.txt", (1, 1))
        for i in range(number)
    ]
    return population(records, form)


@pytest.mark.parametrize("more", [0, 1])
def test_more_documents_than_a_table_has_room_for_are_counted_as_one(more: int) -> None:
    number = MOST_DOCUMENTS + more
    plan = frequency_list(of_documents(number), lengths=(1,))[0]

    assert (plan.form, plan.frequency) == ("plan", 2 * number)
    assert len(plan.shares.documents) == (0 if more else number)


def test_what_all_or_one_of_many_documents_have_is_listed_once() -> None:
    number = MOST_DOCUMENTS + 5
    words = of_documents(number)
    size = 3 * number

    assert shared(words, lengths=(1,)) == [
        Frequency("plan", Shares(Share(2 * number, 2000 * number / size), {}))
    ]
    assert unique(words, "d3", lengths=(1,)) == [
        Frequency("own3", Shares(Share(1, 1000 / size), {}))
    ]
