"""Lists of frequencies have the same columns, of however many documents."""

from __future__ import annotations

import tracemalloc
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.counts import frequency
from wp8.analysis.counts.frequency import (
    Frequency,
    Listing,
    counts_of,
    first_of,
    frequency_list,
)
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.vocabulary import richness, shared, unique
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


LISTINGS = st.builds(
    Listing,
    st.sampled_from([range(1, 2), range(1, 3), range(2, 5), range(3, 6), range(9, 10)]),
    least=st.integers(1, 3),
    match=st.sampled_from(["", "", "a*", "* b"]),
    without=st.sampled_from([frozenset[str](), frozenset("a")]),
) | st.builds(
    Listing,
    st.sampled_from([range(3, 4), range(3, 6)]),
    gap=st.sampled_from([True, False]),
    skip=st.integers(0, 2),
    match=st.sampled_from(["", "a * *"]),
)
SAID = st.lists(
    st.tuples(
        st.sampled_from("de"),
        st.lists(st.lists(st.sampled_from("abc")).map(" ".join), max_size=3),
    ),
    max_size=5,
)
LIMITS = st.none() | st.integers(0, 20)


@given(SAID, LISTINGS, LIMITS, st.none() | st.integers(1, 2), st.sampled_from([3, 1 << 16]))
def test_a_list_has_what_is_counted_text_by_text(
    said: list[tuple[str, list[str]]],
    listing: Listing,
    limit: int | None,
    texts: int | None,
    at_once: int,
) -> None:
    words = population(
        [
            Record(f"{of}:{n}", of, "paragraph", "", n, n, " | ".join(text), "a.txt", (1, 1))
            for n, (of, text) in enumerate(said)
        ],
        form,
    )
    documents = [counts_of(part, listing) for _, part in words.each_document()]
    records = [counts_of(words.of({id_}), listing) for id_ in words.heads.ids]
    whole = counts_of(words, listing)
    spread = {
        gram: (number, sum(gram in d for d in documents), sum(gram in r for r in records))
        for gram, number in whole.items()
    }
    listed = sorted(listing.kept(spread), key=lambda gram: (-whole[gram], gram))
    rows = [
        Frequency(gram, number, 1000 * number / words.size, in_texts, in_records)
        for gram, (number, in_texts, in_records) in ((gram, spread[gram]) for gram in listed)
        if number >= listing.least and texts in (None, in_texts)
    ]
    with patch.object(frequency, "_SORTED", at_once):
        first = first_of(words, listing, limit, texts)

    assert ([*first.rows], first.total) == (rows[:limit], len(rows))


def test_a_vocabulary_of_many_documents_holds_the_words_of_one_at_a_time() -> None:
    drawn = Random(7).choices([f"w{n}" for n in range(5_000)], k=100_000)
    records = [
        Record(f"d{n}:1", f"d{n}", "paragraph", "", 1, 1, " ".join(drawn[n : n + 400]), "a", (1, 1))
        for n in range(0, len(drawn), 400)
    ]
    words = population(records, form)
    tracemalloc.start()
    found = richness(words, segment=100, window=100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (len(found.rows), found.rows[0].tokens) == (251, 100_000)
    assert peak < 2 * 1024 * 1024


@pytest.mark.slow
@pytest.mark.parametrize("limit", [20, None])
def test_a_list_of_many_n_grams_holds_few_of_them(limit: int | None) -> None:
    drawn = Random(7).choices([f"w{n}" for n in range(20_000)], k=200_000)
    records = [
        Record(f"a:{n}", "a", "paragraph", "", n, n, " ".join(drawn[n : n + 100]), "a", (1, 1))
        for n in range(0, len(drawn), 100)
    ]
    words = population(records, form)
    tracemalloc.start()
    first = first_of(words, Listing(range(3, 6)), limit)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    total = 3 * 200_000 - 2_000 * (2 + 3 + 4)
    assert (len(first.rows), first.total) == (limit or total, total)
    assert peak < 40 * 1024 * 1024
