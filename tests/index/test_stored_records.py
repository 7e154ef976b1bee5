"""The ids of many records are numbers until somebody goes over them."""

from __future__ import annotations

import pickle
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.index.engines import named_engine
from wp8.index.stored_backend import StoredBackend
from wp8.index.stored_records import Ids, Lines, runs
from wp8.model import Named, Record

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.lists(
    st.text(st.characters(exclude_characters="\n", codec="utf-8")), min_size=1, max_size=40
)
NUMBERS = st.lists(st.integers(0, 30), max_size=20)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(LINES, st.data())
def test_lines_in_bytes_are_those_of_a_list(lines: list[str], data: st.DataObject) -> None:
    held = Lines("".join(["\n", *(f"{line}\n" for line in lines)]).encode())
    places = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=20))
    start, end, step = (data.draw(st.integers(-50, 50)) for _ in range(3))
    asked = slice(start, end, step or None)

    assert [*held] == lines
    assert held[asked] == lines[asked]
    assert [held[place - len(lines)] for place in places] == [lines[place] for place in places]
    assert [held.place(line) for line in lines] == [lines.index(line) for line in lines]
    ids = Ids(places, held)
    assert [*ids] == [*Named(places, lines)] == [lines[place] for place in places]
    assert ids[asked] == [*ids][asked]
    assert type(pickle.loads(pickle.dumps(ids))) is list
    with pytest.raises(IndexError):
        held[len(lines)]


def test_no_lines_are_none() -> None:
    assert [*Lines(b"\n")] == []
    with pytest.raises(KeyError):
        Lines(b"\n").place("")


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(NUMBERS | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda each: range(*each)))
def test_numbers_in_a_row_are_as_few_stretches_as_can_be(numbers: list[int] | range) -> None:
    found = [*runs(numbers)]

    assert [*chain.from_iterable(found)] == [*numbers]
    assert len(found) == sum(
        place == 0 or number != numbers[place - 1] + 1 for place, number in enumerate(numbers)
    )


def test_no_table_of_all_ids_is_made_to_count_or_to_read_in_order(tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    records = [
        Record(f"{d}:{n}", d, "paragraph", "", n, n, f"plan {n}", "a.txt", (n, n))
        for d in map("d{}".format, range(40))
        for n in range(1, 51)
    ]
    engine = named_engine("tantivy")
    engine.build(str(tmp_path), iter(records))
    backend = engine.open(str(tmp_path))
    assert isinstance(backend, StoredBackend)
    ids = backend.ids()

    assert [*backend.running(ids).counts] == [*backend.running([*ids][:50]).counts] * 40
    assert [*backend.heads(ids).documents] == [record.document for record in records]
    assert backend.records(ids[100:200]) == backend.records([*ids[100:200]]) == records[100:200]
    assert "numbers" not in vars(backend.stored)
    assert [each.id for each in backend.records([*ids][::-3])] == [*ids][::-3]
    assert "numbers" in vars(backend.stored)
    backend.close()
