"""Stamps: written, read, and told from each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.errors import StampError
from wp8.stamp import Stamp, changes, checksum, read_stamp

DIGEST = "0123456789abcdef" * 4
THEN = Stamp(f"sha256:{DIGEST}", ("frequency", "plan"), 5, "00ff00ff")


def test_a_stamp_names_corpus_command_and_result() -> None:
    assert str(THEN) == f"wp8:sha256:{DIGEST}:frequency plan #5-00ff00ff"
    assert THEN.short() == "wp8:0123456789ab:frequency plan #5-00ff00ff"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"])), min_size=1))
def test_a_stamp_is_read_as_it_was_written(command: list[str]) -> None:
    written = Stamp(DIGEST, tuple(command), 0, "12345678")

    assert read_stamp(str(written)) == written


def test_a_stamp_may_be_broken_over_lines_and_shortened() -> None:
    assert read_stamp(" wp8:0123456789ab:search\n   'a plan'\n") == Stamp(
        "0123456789ab", ("search", "a plan")
    )


@pytest.mark.parametrize(
    "text", ["", "plan", "wp8:", "wp8:0123:search x", "wp8:0123456789ab:", "wp8:xyzxyzxyz:search a"]
)
def test_what_is_no_stamp_is_said_to_be_none(text: str) -> None:
    with pytest.raises(StampError, match="no stamp"):
        read_stamp(text)


def test_a_command_that_cannot_be_read_is_named() -> None:
    with pytest.raises(StampError, match="No closing quotation"):
        read_stamp("wp8:0123456789ab:search 'plan")


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
            ["the corpus is another: 0123456789ab then, ff23456789ab now"],
        ),
    ],
)
def test_what_changed_is_said(now: Stamp, said: list[str]) -> None:
    assert list(changes(read_stamp(str(THEN)), now)) == said
    assert list(changes(read_stamp(THEN.short()), now)) == said


def test_a_checksum_tells_rows_apart_but_not_the_last_digits_of_a_logarithm() -> None:
    rows = [("plan", 3, 0.1, None), ("god", 1, 1.5, True)]

    assert checksum(rows) == checksum([("plan", 3, 0.1 + 1e-15, None), ("god", 1, 1.5, True)])
    others = [
        [],
        rows[:1],
        rows[::-1],
        [("plan", 4, 0.1, None), rows[1]],
        [("plan", 3, 0.2, None), rows[1]],
        [("plans", 3, 0.1, None), rows[1]],
    ]
    assert len({checksum(rows), *map(checksum, others)}) == 7
