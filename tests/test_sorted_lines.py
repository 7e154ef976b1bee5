"""Sorted lines, found by their beginnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.words.sorted_lines import SortedLines, write_lines

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


@given(st.dictionaries(KEYS, st.none() | st.text("xy ", max_size=2)), KEYS)
def test_keys_are_found_by_how_they_begin(table: dict[str, str | None], beginning: str) -> None:
    rows = (key if (more := table[key]) is None else f"{key}\t{more}" for key in sorted(table))
    lines = SortedLines("".join(f"{row}\n" for row in rows).encode())

    assert lines.starting(beginning) == [key for key in sorted(table) if key.startswith(beginning)]


@given(st.dictionaries(KEYS, st.text("xy ")), st.dictionaries(KEYS, st.none() | st.text("xy ")))
def test_changed_lines_are_those_of_the_changed_table(
    table: dict[str, str], changes: dict[str, str | None]
) -> None:
    def written(table: dict[str, str | None]) -> bytes:
        rows = sorted((key, value) for key, value in table.items() if value is not None)
        return "".join(f"{key}\t{value}\n" for key, value in rows).encode()

    rows = {key: None if value is None else f"{key}\t{value}" for key, value in changes.items()}

    assert SortedLines(written({**table})).changed(rows) == written({**table, **changes})


@given(st.sets(KEYS), st.sets(KEYS), st.sets(KEYS))
def test_lines_that_are_keys_alone_come_and_go(
    keys: set[str], come: set[str], gone: set[str]
) -> None:
    lines = SortedLines("".join(f"{key}\n" for key in sorted(keys)).encode())
    changed = lines.changed({**dict.fromkeys(gone), **{key: key for key in come}})

    assert changed.decode() == "".join(f"{key}\n" for key in sorted(keys - gone | come))


def test_lines_are_written_as_they_are_read(tmp_path: Path) -> None:
    write_lines(str(tmp_path / "lines"), ["a", "가"])

    assert list(SortedLines((tmp_path / "lines").read_bytes())) == ["a", "가"]
