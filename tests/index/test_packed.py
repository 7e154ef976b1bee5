"""Postings in bytes, and records in batches of several processes."""

from __future__ import annotations

import zlib
from array import array
from contextlib import closing
from dataclasses import replace
from json import loads
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.build import batch, record_writer
from wp8.index.build.batch import batches, capitals
from wp8.index.build.postings_writer import PostingsWriter
from wp8.index.engines import named_engine
from wp8.index.packed import HEAD, NONE, Postings, occurrence, stored, unpack
from wp8.model import RECORD_FIELDS, Quote, Record, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CORPUS = Path(__file__).parents[2] / "corpus"
# Tantivy names its files by chance, and writes the names into its own list of them.
OF_CHANCE = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", ".json", ".lock")
NUMBERS = st.integers(0, 3) | st.integers(0, 2**32 - 1)
OCCURRENCES = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=9)


def of(occurrences: Iterable[tuple[int, int]]) -> array[int]:
    return array("Q", [occurrence(record, position) for record, position in occurrences])


def pairs(postings: Postings) -> list[tuple[int, int]]:
    return list(zip(postings.records, postings.places, strict=True))


def pack(occurrences: array[int], at_once: int = 2) -> bytes:
    """Return the bytes that a writer makes of occurrences, which it takes some at once."""
    with closing(PostingsWriter(gettempdir())) as writer:
        for start in range(0, len(occurrences), at_once):
            writer.add(occurrences[start : start + at_once])
        return b"".join(writer.content())


def test_postings_are_written_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    occurrences = of([(number, 7 * number) for number in range(100)])
    whole = pack(occurrences)
    monkeypatch.setattr("wp8.index.build.postings_writer._PART", 12)

    assert pack(occurrences) == whole


@given(OCCURRENCES.filter(bool))
def test_postings_come_back_from_their_bytes(occurrences: list[tuple[int, int]]) -> None:
    packed = pack(of(sorted(occurrences)))

    assert pairs(unpack(packed)) == sorted(occurrences)


@given(OCCURRENCES, st.integers(1, 9))
def test_postings_are_read_where_they_are_stored(
    occurrences: list[tuple[int, int]], stretch: int
) -> None:
    packed = pack(of(sorted(occurrences)))
    file = b"before" + packed + b"after"

    found = stored(lambda start, size: file[start : start + size], 6, 6 + len(packed))

    assert pairs(found) == sorted(occurrences)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wp8.index.packed._STRETCH", stretch)
        for record in {7, *(n for n, _ in occurrences)}:
            expected = [at for n, at in sorted(occurrences) if n == record]
            assert list(found.positions(record)) == expected


@pytest.mark.parametrize(
    ("highest", "size"), [(255, 2), (256, 3), (65535, 3), (65536, 5), (2**32 - 1, 5)]
)
def test_an_array_is_as_wide_as_its_highest_number(highest: int, size: int) -> None:
    assert len(pack(of([(highest, 0)]))) == HEAD + size
    assert len(pack(of([(0, 0), (1, highest)]))) == HEAD + 2 * size


def test_positions_are_those_of_one_record() -> None:
    postings = unpack(pack(of([(1, 4), (3, 0), (3, 7), (9, 2)])))

    assert [list(postings.positions(record)) for record in (0, 1, 2, 3, 9, 10)] == [
        [],
        [4],
        [],
        [0, 7],
        [2],
        [],
    ]
    assert list(NONE.positions(0)) == []


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(CORPUS))


def test_processes_give_the_same_files_as_one(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    folders = [tmp_path / name for name in ("one", "parts", "two")]
    for folder in folders:
        folder.mkdir()
    named_engine("tantivy", jobs=1).build(str(folders[0]), records)
    monkeypatch.setattr(batch, "SIZE", 16)
    monkeypatch.setattr("wp8.index.build.record_writer.BLOCK", 16)
    named_engine("tantivy", jobs=1).build(str(folders[1]), records)
    named_engine("tantivy", jobs=2).build(str(folders[2]), records)

    one, parts, two = map(own_files, folders)
    assert two == parts
    # Terms get their characters batch by batch.
    of_batches = {"records", "blocks", "token_strings", "token_starts", "tokens", "characters"}
    for name in of_batches & one.keys():
        del one[name], parts[name]
    assert one == parts


def own_files(folder: Path) -> dict[str, bytes]:
    """Return the content of the files whose names and content are not of chance."""
    files = (file for file in folder.iterdir() if file.suffix not in OF_CHANCE)
    return {file.name: file.read_bytes() for file in files}


def test_records_of_any_script_are_stored_without_escapes(records: list[Record]) -> None:
    (block,) = record_writer.stored([replace(records[0], text="당의 결정, 港")]).blocks

    assert "당의 결정, 港".encode() in zlib.decompress(block)


def test_batches_keep_the_order(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SIZE", 7)

    for jobs in (1, 2):
        found = list(batches(iter(records), jobs, ids))
        assert [id_ for _, own in found for id_ in own] == [record.id for record in records]
        assert [first for first, _ in found] == list(range(0, len(records), 7))
    assert list(batches([], 2, ids)) == []


def test_a_batch_ends_with_the_record_that_has_its_characters(
    records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "TEXT", 100)
    texts = ["a" * 50] * 3 + ["b" * 300] + ["c"] * 3
    made = [replace(records[0], text=text) for text in texts]

    found = list(batches(made, 1, lambda first, own: (first, [r.text[0] for r in own])))

    assert found == [(0, ["a", "a"]), (2, ["a", "b"]), (4, ["c", "c", "c"])]


def test_a_block_ends_with_the_record_that_has_its_characters(
    records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_writer, "TEXT", 100)
    monkeypatch.setattr(record_writer, "BLOCK", 3)
    made = [replace(records[0], text=text) for text in ["a" * 50] * 3 + ["b" * 300] + ["c"] * 4]

    stored = record_writer.stored(made)

    assert stored.begins == [0, 2, 4, 7]
    lines = [zlib.decompress(block).split(b"\n") for block in stored.blocks]
    assert [len(own) for own in lines] == [2, 2, 3, 1]
    assert [record_of(loads(line)) for own in lines for line in own] == made


def test_a_record_is_read_from_the_block_that_has_it(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SIZE", 7)
    monkeypatch.setattr(record_writer, "BLOCK", 3)
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    engine = named_engine("tantivy", jobs=1)
    engine.build(str(tmp_path), records)

    with closing(engine.open(str(tmp_path))) as backend:
        assert backend.records([record.id for record in records]) == records
        assert [*map(backend.stored.record, range(len(records)))] == records  # type: ignore[attr-defined]


def test_of_a_block_only_the_records_are_made_that_are_asked_for(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    engine = named_engine("tantivy", jobs=1)
    engine.build(str(tmp_path), records)
    made: list[Record] = []

    def counted(values: Iterable[Any]) -> Record:
        made.append(record_of(values))
        return made[-1]

    monkeypatch.setattr("wp8.index.stored_records.record_of", counted)
    asked = [record.id for record in records[::-2]]

    with closing(engine.open(str(tmp_path))) as backend:
        (one,) = backend.records([records[5].id])
        assert made == [one] == [records[5]]
        many = backend.records(asked)
    assert (len(many), len(made)) == (len(asked), 1)
    # Of what was read by then, after the index is closed.
    assert [*many] == [*many] == records[::-2]


def test_what_a_record_is_by_default_is_not_written(records: list[Record]) -> None:
    least = Record("a:1", "a", "paragraph", "", 1, None, "x\n\u2028\ud800", "a.txt", (1, 1))
    made = [least, replace(least, speaker="A", quotes=(Quote("title", 0, 1),)), least]
    (block,) = record_writer.stored(made).blocks

    lines = zlib.decompress(block).split(b"\n")

    first = [*map(loads, (line.decode(errors="surrogatepass") for line in lines))]
    assert first[0] == ["a:1", "a", "paragraph", "", 1, None, "x\n\u2028\ud800", "a.txt", [1, 1]]
    assert [len(values) for values in first] == [9, RECORD_FIELDS.index("speaker") + 1, 9]
    assert [*map(record_of, first)] == made


def ids(first: int, records: Sequence[Record]) -> tuple[int, list[str]]:
    return first, [record.id for record in records]


def test_a_full_memory_of_chunks_begins_anew(
    records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = vars(capitals(records))
    monkeypatch.setattr("wp8.index.build.chunks._MOST", 100)

    for _ in range(2):
        assert vars(capitals(records)) == expected
