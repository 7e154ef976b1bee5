"""Sorted lines, found by their beginnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.index.sorted_lines import SortedLines, write_lines

if TYPE_CHECKING:
    from pathlib import Path

KEYS = st.text("ab가-\U0001f600", min_size=1, max_size=4)


@given(st.dictionaries(KEYS, st.text("xy ", max_size=4)), KEYS)
def test_a_line_is_found_by_its_key(table: dict[str, str], key: str) -> None:
    lines = SortedLines("".join(f"{k}\t{table[k]}\n" for k in sorted(table)).encode())

    assert {k: lines.get(k) for k in [*table, key]} == {k: table.get(k) for k in [*table, key]}


@given(st.sets(KEYS), KEYS)
def test_lines_are_found_by_how_they_begin(keys: set[str], beginning: str) -> None:
    lines = SortedLines("".join(f"{key}\n" for key in sorted(keys)).encode())

    assert list(lines) == sorted(keys)
    assert lines.starting(beginning) == [key for key in sorted(keys) if key.startswith(beginning)]
    assert [lines.has(key) for key in (*keys, beginning)] == [
        *(True for _ in keys),
        beginning in keys,
    ]


def test_lines_are_written_as_they_are_read(tmp_path: Path) -> None:
    write_lines(str(tmp_path / "lines"), ["a", "가"])

    assert list(SortedLines((tmp_path / "lines").read_bytes())) == ["a", "가"]
