"""Lists of frequencies have the same columns, of however many documents."""

from __future__ import annotations

import os
import sys
import tempfile
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, combinations, pairwise
from random import Random
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.counts.keyness import Side, keyness, side
from wp8.analysis.counts.lists import by_group, runs
from wp8.analysis.counts.lists.by_group import listed_by
from wp8.analysis.counts.lists.frequency_list import Frequency, first_of, frequency_list
from wp8.analysis.counts.lists.listing import Listing
from wp8.analysis.counts.lists.runs import Filed, in_bytes
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.vocabulary import richness, shared, unique
from wp8.errors import Wp8Error
from wp8.model import Record
from wp8.query.fields.groups import Groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
    from pathlib import Path


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
        st.sampled_from("def"),
        st.lists(st.lists(st.sampled_from("abc")).map(" ".join), max_size=3),
    ),
    max_size=6,
).map(
    lambda said: population(
        [
            Record(f"{of}:{n}", of, "paragraph", "", n, n, " | ".join(text), "a.txt", (1, 1))
            for n, (of, text) in enumerate(said)
        ],
        form,
    )
)
# Runs of three rows, and blocks of two.
SORTED_BY = st.sampled_from([{}, {"AT_ONCE": 3, "_BLOCK": 2}])
AUTHORS = Groups("author", {"d": ["x"], "e": ["y", "x"]}, {"y": 0, "x": 1})
NAMED = {"d": ["x"], "e": ["y", "x"], "f": ["no author"]}


def grams_of(words: Sequence[str], listing: Listing) -> Iterator[str]:
    """Yield the n-grams of words that follow each other, as they are defined."""
    for length in listing.lengths:
        for gap in range(1, length - 1) if listing.gap and not listing.skip else (None,):
            free: dict[str, int] = {}
            for places in combinations(range(len(words)), length):
                items = ["*" if n == gap else words[place] for n, place in enumerate(places)]
                is_near = places[-1] - places[0] < length + listing.skip
                if is_near and (listing.skip or places[0] >= free.get(" ".join(items), 0)):
                    yield " ".join(items)
                    free[" ".join(items)] = places[0] + length


def counted(words: Population, listing: Listing) -> list[tuple[str, Counter[str]]]:
    """Return the document of each record, and how often that has which n-grams."""
    own = ([[words.items[n] for n in each] for each in record] for record in words.by_record())
    grams = (Counter(chain.from_iterable(grams_of(e, listing) for e in each)) for each in own)
    return [*zip(words.heads.documents, grams, strict=True)]


def summed(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


@given(SAID, LISTINGS, st.none() | st.integers(0, 20), st.none() | st.integers(1, 2), SORTED_BY)
def test_a_list_has_what_is_counted_text_by_text(
    words: Population,
    listing: Listing,
    limit: int | None,
    texts: int | None,
    sorted_by: dict[str, int],
) -> None:
    records = counted(words, listing)
    whole = summed(own for _, own in records)
    listed = sorted(listing.kept(whole), key=lambda gram: (-whole[gram], gram))
    spread = {
        g: ({d for d, own in records if own[g]}, sum(g in own for _, own in records))
        for g in listed
    }
    rows = [
        Frequency(
            gram,
            whole[gram],
            1000 * whole[gram] / words.size,
            len(spread[gram][0]),
            spread[gram][1],
        )
        for gram in listed
        if whole[gram] >= listing.least and texts in (None, len(spread[gram][0]))
    ]
    with patch.dict(vars(runs), sorted_by):
        first = first_of(words, listing, limit, texts)
        alone = unique(words, "d", listing)

    assert ([*first.rows], first.total) == (rows[:limit], len(rows))
    if texts == 1:
        assert alone == [row for row in rows if spread[row.form][0] == {"d"}]


@given(SAID, LISTINGS, st.sampled_from([0, 20]), SORTED_BY)
def test_a_group_has_what_its_records_have(
    words: Population, listing: Listing, most: int, sorted_by: dict[str, int]
) -> None:
    records = counted(words, listing)
    with patch.dict(vars(runs), sorted_by), patch.object(by_group, "MOST_COLUMNS", most):
        rows = frequency_list(words, listing)
        columns, found, groups = listed_by(words, listing, AUTHORS)
    names = [g for g in ("y", "x", "no author") if any(g in NAMED[d] for d, _ in records)]
    own = {name: summed(each for d, each in records if name in NAMED[d]) for name in names}
    in_order = {
        name: dict(
            sorted(((r.form, n[r.form]) for r in rows if n[r.form]), key=lambda each: -each[1])
        )
        for name, n in own.items()
    }

    assert {name: [*each.items()] for name, each in groups.items()} == {
        name: [*each.items()] for name, each in in_order.items()
    }
    if columns[:2] == ("form", "group"):
        assert [row[:3] for row in found] == [
            (gram, name, number) for name, each in in_order.items() for gram, number in each.items()
        ]
    else:
        assert [(row[:5], row[5::2]) for row in found] == [
            (row, tuple(own[name][row.form] for name in names)) for row in rows
        ]


@given(SAID, SAID, st.sampled_from([range(1, 2), range(1, 3), range(2, 4)]), SORTED_BY)
def test_sides_are_compared_by_what_each_has(
    one: Population, other: Population, lengths: range, sorted_by: dict[str, int]
) -> None:
    target, reference = (
        summed(own for _, own in counted(words, Listing(lengths))) for words in (one, other)
    )
    with patch.dict(vars(runs), sorted_by):
        rows = [*keyness(side(one, lengths), side(other, lengths)).rows]

    assert [(r.form, r.target_frequency, r.reference_frequency) for r in sorted(rows)] == [
        (gram, target[gram], reference[gram])
        for gram in sorted({*target, *reference})
        if one.size and other.size
    ]
    assert all(a.form < b.form for a, b in pairwise(rows) if a[2:4] == b[2:4])


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


TRIGRAMS = Listing((3,))
BY_DOCUMENT = Groups("document", {}, {})


def halves(words: Population) -> Iterator[Side]:
    for half in (words.heads.ids[::2], words.heads.ids[1::2]):
        yield side(words.of({*half}), range(3, 4))


@pytest.fixture(scope="module")
def many_words() -> Population:
    drawn = Random(7).choices([f"w{n}" for n in range(3_000)], k=30_000)
    texts = [(f"d{n // 75}", n, " ".join(drawn[n * 100 : n * 100 + 100])) for n in range(300)]
    records = [
        Record(f"{of}:{n}", of, "paragraph", f"{n % 50}", n, n, text, "a", (1, 1))
        for of, n, text in texts
    ]
    return population(records, form)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("listed", "total"),
    [
        (lambda words: first_of(words, Listing(range(3, 6)), 20).rows, 20),
        (lambda words: first_of(words, Listing(range(3, 6))).rows, 87_300),
        (lambda words: listed_by(words, TRIGRAMS, BY_DOCUMENT).rows, 29_400),
        (lambda words: listed_by(words, TRIGRAMS, Groups("section", {}, {})).rows, 29_400),
        (lambda words: keyness(*halves(words)).rows, 29_400),
    ],
)
def test_a_list_of_many_n_grams_holds_few_of_them(
    listed: Callable[[Population], Sized], total: int, many_words: Population
) -> None:
    with patch.dict(vars(runs), {"AT_ONCE": 1 << 12}):
        tracemalloc.start()
        found = listed(many_words)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert len(found) == total
    assert peak < 5 * 1024 * 1024


def test_numbers_in_a_file_are_read_by_threads_at_once() -> None:
    with patch.object(runs, "_SMALL", 1):
        filed = Filed(1, in_bytes(range(500)))
    column = filed.column(iter, 0)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads, patch.object(runs, "_TOGETHER", 2):
            read = [*threads.map(lambda _: [*column] == [*range(500)], range(100))]
    finally:
        sys.setswitchinterval(interval)

    assert read == [True] * 100


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_whoever_reads_numbers_leaves_the_place_in_the_file_to_forked_processes() -> None:
    file = SpooledTemporaryFile(1)  # noqa: SIM115 - closed with what it holds
    with (
        patch.object(runs, "_SMALL", 1),
        patch.object(runs, "SpooledTemporaryFile", lambda _: file),
    ):
        filed = Filed(1, in_bytes(range(500)))
        place = os.lseek(file.fileno(), 7, os.SEEK_SET)

        assert [*filed.column(iter, 0)] == [*range(500)]
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == place


def test_a_list_for_which_there_is_no_room_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    monkeypatch.setattr(runs, "_SMALL", 1)

    with pytest.raises(Wp8Error, match=f"temporary files, {tmp_path / 'gone'}: No such file"):
        frequency_list(of_documents(2))
