"""Long results: what is made whenever somebody goes over it, in pieces."""

from __future__ import annotations

import json
import pickle
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from wp8.export import json_text
from wp8.export.json_text import json_object, json_object_with, json_rows
from wp8.model import Record
from wp8.results import ByColumn, Stretches, by_document, row_by_row
from wp8.stamp import checksum

if TYPE_CHECKING:
    from collections.abc import Iterator


def record(id_: str) -> Record:
    return Record(id_, id_[0], "paragraph", "", 1, None, "text", "a.txt", (1, 1))


@pytest.mark.parametrize(
    "place", [slice(None), slice(1, 4), slice(-2, None), slice(None, None, -1)]
)
def test_stretches_are_as_a_list_of_them(place: slice) -> None:
    whole = [1, 2, 3, 4, 5]
    stretches = Stretches([(2, lambda: whole[:2]), (0, list), (3, lambda: iter(whole[2:]))])

    assert (len(stretches), [*stretches], [*stretches]) == (5, whole, whole)
    assert stretches[place] == whole[place]
    assert [stretches[at] for at in range(-5, 5)] == [*whole, *whole]
    assert pickle.loads(pickle.dumps(stretches)) == whole
    with pytest.raises(IndexError):
        stretches[5]


def test_those_up_to_one_asked_for_by_its_place_are_made_once() -> None:
    made: list[int] = []

    def numbers(*some: int) -> Iterator[int]:
        for number in some:
            made.append(number)
            yield number

    stretches = Stretches([(3, lambda: numbers(0, 1, 2)), (2, lambda: numbers(3, 4))])

    assert [stretches[at] for at in (0, 1, 0, 2, 3, 4, 3)] == [0, 1, 0, 2, 3, 4, 3]
    assert made == [0, 1, 2, 3, 4]


def test_one_that_could_not_be_made_is_asked_for_again() -> None:
    failing = [OSError()]

    def numbers() -> Iterator[int]:
        yield 0
        if failing:
            raise failing.pop()
        yield 1

    stretches = Stretches([(2, numbers)])

    with pytest.raises(OSError):  # noqa: PT011 - that one
        stretches[1]
    assert (stretches[1], stretches[0]) == (1, 0)


def test_records_come_by_document_also_where_one_has_none() -> None:
    records = [record(id_) for id_ in ("a:1", "a:2", "c:1")]
    found = by_document("abcd", records)

    assert [[*map(attrgetter("id"), own)] for own in found] == [["a:1", "a:2"], [], ["c:1"], []]


@pytest.mark.parametrize("ids", [("b:1", "a:1"), ("a:1", "z:1"), ("a:1", "b:1", "a:2")])
def test_no_record_is_lost_for_its_place(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="are not in the order of the documents"):
        [*by_document("ab", map(record, ids))]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_an_object_in_pieces_is_that_made_at_once(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "_AT_ONCE", 2)
    rows = [{"id": n, "text": "a\nb [\n]", "none": [], "some": [{"n": n}]} for n in range(number)]
    pieces = json_object_with("wp8.some/1", {"total": number}, "rows", json_rows(rows))

    assert "".join(pieces) == json_object("wp8.some/1", {"total": number, "rows": rows})


def test_a_checksum_is_that_of_columns_as_json_whatever_is_summed_up_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = (["a", 'b"', "c", "d", "e"], [1, 1.0, None, 2.5, 3], [1, 1, 2, 2, 2])
    once = checksum(columns)
    monkeypatch.setattr("wp8.stamp._AT_ONCE", 2)

    assert checksum(columns) == once
    assert json.dumps([*row_by_row(ByColumn(columns))][1]) == '["b\\"", 1.0, 1]'
