"""Long results: what is made, or read in parts, whenever somebody goes over it."""

from __future__ import annotations

import json
import pickle
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import pytest

from wp8.export import json_text
from wp8.export.json_text import json_object, json_object_with, json_rows
from wp8.model import Record
from wp8.results import ByColumn, Remade, Streamed, by_document, row_by_row
from wp8.stamp import checksum

if TYPE_CHECKING:
    from collections.abc import Iterator


def record(id_: str) -> Record:
    return Record(id_, id_[0], "paragraph", "", 1, None, "text", "a.txt", (1, 1))


WHOLE: Final = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "made", [Remade(5, lambda: iter(WHOLE)), Streamed(WHOLE, list, 2)], ids=["remade", "streamed"]
)
@pytest.mark.parametrize(
    "place", [slice(None), slice(1, 4), slice(-2, None), slice(None, None, -1), slice(4, 1)]
)
def test_what_is_not_kept_is_as_a_list_of_it(made: Remade, place: slice) -> None:
    assert (len(made), [*made], [*made]) == (5, WHOLE, WHOLE)
    assert made == WHOLE
    assert made[place] == WHOLE[place]
    assert [made[at] for at in range(-5, 5)] == [*WHOLE, *WHOLE]
    assert pickle.loads(pickle.dumps(made)) == WHOLE
    with pytest.raises(IndexError):
        made[5]


def test_those_up_to_one_asked_for_by_its_place_are_made_once() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            yield number

    remade = Remade(5, numbers)

    assert [remade[at] for at in (0, 1, 0, 2, 3, 1)] == [0, 1, 0, 2, 3, 1]
    assert made == [0, 1, 2, 3]


def test_one_that_could_not_be_made_is_asked_for_again() -> None:
    failing = [OSError()]

    def numbers() -> Iterator[int]:
        yield 0
        if failing:
            raise failing.pop()
        yield 1

    remade = Remade(2, numbers)

    with pytest.raises(OSError):  # noqa: PT011 - that one
        remade[1]
    assert (remade[1], remade[0]) == (1, 0)


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
