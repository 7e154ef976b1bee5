"""Lists of frequencies have the same columns, of however many documents."""

from __future__ import annotations

import pytest

from wp8.analysis.counts.frequency import Frequency, Listing, frequency_list
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


@pytest.mark.parametrize("number", [1, 2, 20, 21, 300])
def test_a_word_has_its_frequency_its_documents_and_its_passages(number: int) -> None:
    words = of_documents(number)
    size = 3 * number
    plan = Frequency("plan", 2 * number, 2000 * number / size, number, number)
    own = Frequency("own0", 1, 1000 / size, 1, 1)

    assert frequency_list(words)[:2] == [plan, own]
    assert shared(words, Listing((1,)))[:1] == [plan]
    assert unique(words, "d0", Listing((1,)))[-1:] == [own]
    assert len(unique(words, "d0", Listing((1, 2)))) == (2 if number > 1 else 4)


def test_a_range_counts_passages_and_texts_documents() -> None:
    records = [
        Record(f"{document}:{n}", document, "paragraph", "", n, n, text, "a.txt", (1, 1))
        for document, n, text in (("a", 1, "x x y"), ("b", 1, "x"), ("a", 2, "y x y x"))
    ]

    assert frequency_list(population(records, form), Listing((1, 2))) == [
        Frequency("x", 5, 625.0, 2, 3),
        Frequency("y", 3, 375.0, 1, 2),
        Frequency("x y", 2, 250.0, 1, 2),
        Frequency("y x", 2, 250.0, 1, 1),
        Frequency("x x", 1, 125.0, 1, 1),
    ]
