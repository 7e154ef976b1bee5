"""Stamps: written, read, and told from each other."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.errors import StampError
from wp8.results import ByColumn, by_column
from wp8.stamp import Stamp, changes, checksum, read_stamp, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGEST = "0123456789abcdef" * 4
THEN = Stamp(f"sha256:{DIGEST}", ("frequency", "plan"), 5, "00ff00ff")


def test_a_stamp_names_corpus_command_and_result() -> None:
    assert str(THEN) == f"wp8:sha256:{DIGEST}:frequency plan #5-3-00ff00ff"
    assert THEN.short() == "wp8:0123456789ab:frequency plan #5-3-00ff00ff"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"])), min_size=1))
def test_a_stamp_is_read_as_it_was_written(command: list[str]) -> None:
    written = Stamp(DIGEST, tuple(command), 0, "12345678")

    assert read_stamp(str(written)) == written


def test_a_stamp_may_be_broken_over_lines_and_shortened() -> None:
    assert read_stamp(" wp8:0123456789ab:search\n   'a plan'\n") == Stamp(
        "0123456789ab", ("search", "a plan")
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "plan", "wp8:", "wp8:0123:search x", "wp8:0123456789ab:", "wp8:xyzxyzxyz:search a"),
        "wp8:0123456789ab: #5-3-00ff00ff",
    ],
)
def test_what_is_no_stamp_is_said_to_be_none(text: str) -> None:
    with pytest.raises(StampError, match="no stamp"):
        read_stamp(text)


def test_a_command_that_cannot_be_read_is_named() -> None:
    with pytest.raises(StampError, match="No closing quotation"):
        read_stamp("wp8:0123456789ab:search 'plan")


@pytest.mark.parametrize(
    "end", ["#", "#5", "#5-2-", "#5-2-00ff0", "#5-2-00ff00fg", "#5-00ff00ff x"]
)
def test_a_stamp_whose_end_is_cut_off_or_wrong_is_none(end: str) -> None:
    with pytest.raises(StampError, match="the end of this stamp"):
        read_stamp(f"wp8:0123456789ab:frequency plan {end}")


@pytest.mark.parametrize("digest", [f"sha256:{DIGEST}", "0123456789ab"])
@pytest.mark.parametrize("command", ["frequency", "search 'a plan'", "search 'plan"])
@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("3-fed10e5f", "older form, which wp8 no longer checks: run its command again"),
        ("3-12345678", "older form, which wp8 no longer checks: run its command again"),
        ("3-2-fed10e5f", "older form, which wp8 no longer checks: run its command again"),
        ("3-4-fed10e5f", "newer form (4; this wp8 makes 3): check it with the wp8 that made it"),
        ("3-10-fed10e5f12", "newer form (10; this wp8 makes 3): check it with the wp8 that"),
    ],
)
def test_a_stamp_of_another_form_is_told_so(
    digest: str, command: str, result: str, said: str
) -> None:
    with pytest.raises(StampError, match=re.escape(said)) as error:
        read_stamp(f"wp8:{digest}:{command} #{result}")

    assert error.value.hint is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (THEN, []),
        (THEN._replace(rows=6, checksum="00000000"), ["the result has 6 rows now, 5 then"]),
        (
            THEN._replace(checksum="00000000"),
            ["the result has as many rows, but other words or figures"],
        ),
        (
            THEN._replace(digest="sha256:ff" + DIGEST[2:]),
            ["the corpus is another: 0123456789ab then, ff23456789ab now; the result is the same"],
        ),
    ],
)
def test_what_changed_is_said(now: Stamp, said: list[str]) -> None:
    assert list(changes(read_stamp(str(THEN)), now)) == said
    assert list(changes(read_stamp(THEN.short()), now)) == said


def test_the_same_result_of_another_corpus_is_told_from_one_that_is_not_known() -> None:
    then, now = read_stamp(str(THEN)), THEN._replace(digest="sha256:ff" + DIGEST[2:])
    another = "the corpus is another: 0123456789ab then, ff23456789ab now"

    assert list(changes(then, now)) == [f"{another}; the result is the same"]
    assert next(changes(then, now._replace(rows=6))) == another
    assert list(changes(then._replace(rows=None, checksum=None), now)) == [another]


def checked(rows: Sequence[Sequence[object]]) -> str:
    return checksum(by_column(rows))


def test_the_checksum_is_that_of_the_columns_as_json() -> None:
    rows = [("plan", 3, 0.1 + 0.2, None, (1, 2)), ("gód\x7f", 1, 1.5, True, (3, 40))]
    columns = '["plan", "gód\\u007f"][3, 1][0.3, 1.5][null, true][[1, 2], [3, 40]]'

    assert checked(rows) == f"{crc32(columns.encode()):08x}"
    assert checked([]) == checked(ByColumn([[], []])) == "00000000"


def test_figures_without_digits_are_those_of_json() -> None:
    column = [math.inf, -math.inf, math.nan, None]

    assert checksum([column]) == f"{crc32(json.dumps(column).encode()):08x}"


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3)), min_size=1))
def test_rows_kept_by_column_are_those_rows(rows: list[tuple[str, int]]) -> None:
    kept = ByColumn(by_column(rows))

    assert kept == rows
    assert repr(kept) == repr(rows)
    assert (len(kept), kept[-1], kept[1:]) == (len(rows), rows[-1], rows[1:])
    assert checked(kept) == checked(rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(1,)], [(1.0,)]),
        ([(1,)], [(True,)]),
        ([(0,)], [(False,)]),
        ([(1.0,), (2,)], [(1,), (2.0,)]),
        ([(1.0,), (1.0,), (1,)], [(1.0,), (1.0,), (1.0,)]),
        ([(0,)], [(None,)]),
        ([("1",)], [(1,)]),
        ([("null",)], [(None,)]),
        ([("a", "b")], [("b", "a")]),
        ([("a", "")], [("", "a")]),
        ([("a\nb",)], [("a",), ("b",)]),
        ([("a", "b")], [("a",), ("b",)]),
        ([('a", "b',)], [("a",), ("b",)]),
        ([((1, 2),)], [((2, 1),)]),
        ([("\ud800",)], [("?",)]),
        # Two figures changed by the same amount; two exchanged.
        ([("god", 1), ("party", 3), ("plan", 6)], [("god", 1), ("party", 4), ("plan", 5)]),
        ([("god", 0.5), ("plan", 2.5)], [("god", 2.5), ("plan", 0.5)]),
        ([(0.123456,)], [(0.123457,)]),
    ],
)
def test_a_checksum_tells_tables_apart(
    one: list[tuple[object, ...]], other: list[tuple[object, ...]]
) -> None:
    assert checked(one) != checked(other)


def test_a_checksum_has_no_more_of_a_figure_than_json_prints() -> None:
    assert checked([(0.1 + 0.2, 0.0)]) == checked([(0.3, -1e-9)]) == checked([(0.3, -0.0)])


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(-9, 9).map(lambda figure: round(figure, 2)),
    st.text(max_size=3),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[object]]:
    """Draw a table whose columns are of one kind or of many."""
    kinds = st.sampled_from(
        [st.floats(-2, 2).map(round), st.floats(-1, 1), st.integers(0, 3), CELLS]
    )
    columns = draw(st.lists(kinds, min_size=1, max_size=4))
    rows = st.tuples(*columns).map(list)
    return draw(st.lists(rows, min_size=1, max_size=8))


def printed(rows: list[list[object]]) -> str:
    return json.dumps([[rounded(cell) for cell in row] for row in rows])


@given(rows=tables(), cell=CELLS, data=st.data())
def test_any_change_of_a_cell_changes_the_checksum(
    rows: list[list[object]], cell: object, data: st.DataObject
) -> None:
    changed = [list(row) for row in rows]
    row = data.draw(st.sampled_from(changed))
    row[data.draw(st.integers(0, len(row) - 1))] = cell

    assert (checked(changed) == checked(rows)) == (printed(changed) == printed(rows))


@given(rows=tables(), data=st.data())
def test_any_other_order_of_rows_or_columns_changes_the_checksum(
    rows: list[list[object]], data: st.DataObject
) -> None:
    moved = data.draw(st.permutations(rows))
    order = data.draw(st.permutations(range(len(rows[0]))))
    turned = [[row[place] for place in order] for row in rows]

    for other in (moved, turned):
        assert (checked(other) == checked(rows)) == (printed(other) == printed(rows))


def test_digests_that_begin_alike_are_told_apart() -> None:
    then = THEN._replace(digest=DIGEST[:12])
    now = THEN._replace(digest=f"sha256:{DIGEST[:9]}{'f' * 55}")

    (changed,) = changes(then, now)
    assert changed.startswith("the corpus is another: 0123456789ab then")
    assert list(changes(then, THEN)) == []
