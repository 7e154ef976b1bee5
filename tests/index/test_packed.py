"""Postings in bytes, in runs, and in batches of several processes."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index import batch, runs
from wp8.index.batch import batches
from wp8.index.packed import HEAD, NONE, Collector, Postings, pack, records_in, unpack
from wp8.index.runs import Runs
from wp8.index.whoosh_backend import WhooshEngine

if TYPE_CHECKING:
    from wp8.model import Record

CORPUS = Path(__file__).parents[2] / "corpus"
OCCURRENCES = st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=9)


def postings_of(occurrences: list[tuple[int, int]]) -> Postings:
    return Postings(
        array("I", [r for r, _ in occurrences]), array("I", [p for _, p in occurrences])
    )


def pairs(postings: Postings) -> list[tuple[int, int]]:
    return list(zip(postings.records, postings.places, strict=True))


@given(OCCURRENCES)
def test_postings_come_back_from_their_bytes(occurrences: list[tuple[int, int]]) -> None:
    packed = pack(postings_of(sorted(occurrences)))

    assert pairs(unpack(packed)) == sorted(occurrences)
    assert records_in(packed[:HEAD]) == len({record for record, _ in occurrences})


@pytest.mark.parametrize(
    ("highest", "size"), [(255, 2), (256, 3), (65535, 3), (65536, 5), (2**32 - 1, 5)]
)
def test_an_array_is_as_wide_as_its_highest_number(highest: int, size: int) -> None:
    assert len(pack(postings_of([(highest, 0)]))) == HEAD + size


def test_positions_are_those_of_one_record() -> None:
    postings = postings_of([(1, 4), (3, 0), (3, 7), (9, 2)])

    assert [list(postings.positions(record)) for record in (0, 1, 2, 3, 9, 10)] == [
        [],
        [4],
        [],
        [0, 7],
        [2],
        [],
    ]
    assert list(NONE.positions(0)) == []


TEXTS = st.lists(st.text("abc ", max_size=12), max_size=20)


@given(TEXTS, st.integers(1, 5), st.integers(1, 9))
def test_runs_are_one_index_however_much_is_held(texts: list[str], size: int, held: int) -> None:
    whole = Collector()
    for number, text in enumerate(texts):
        whole.add(number, ((word, place) for place, word in enumerate(text.split())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "HELD", held)
        found = Runs("/tmp")
        for start in range(0, len(texts), size):
            part = Collector()
            for number, text in enumerate(texts[start : start + size]):
                part.add(number, ((word, place) for place, word in enumerate(text.split())))
            found.add(part.postings, start)
        packed = list(found.packed())

    assert packed == [(term, pack(whole.postings[term])) for term in sorted(whole.postings)]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(CORPUS))


def test_processes_give_the_same_files_as_one(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("one", "parts", "two")]
    for folder in folders:
        folder.mkdir()
    WhooshEngine().build(str(folders[0]), records)
    monkeypatch.setattr(batch, "SIZE", 256 // 16)
    monkeypatch.setattr("wp8.index.word_file._BLOCK", 16)
    WhooshEngine().build(str(folders[1]), records)
    WhooshEngine(jobs=2).build(str(folders[2]), records)

    one, parts, two = ({f.name: f.read_bytes() for f in folder.iterdir()} for folder in folders)
    assert two == parts
    del one["words"], one["word-blocks"], parts["words"], parts["word-blocks"]
    assert one == parts


def test_batches_keep_the_order(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SIZE", 7)

    for jobs in (1, 2):
        found = [record.id for taken, _ in batches(iter(records), jobs) for record in taken]
        assert found == [record.id for record in records]
    assert list(batches([], 2)) == []
