"""How far a build is."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from wp8.corpus.readers import PAGES_READ
from wp8.model import Record
from wp8.render import progress
from wp8.render.progress import _Passed, building, reading, working

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager


def record(document: str, text: str) -> Record:
    return Record(f"{document}:1", document, "paragraph", "", 1, 1, text, "a", (1, 1))


@pytest.mark.parametrize("shown", [building, reading])
def test_who_waits_hears_of_the_pages_that_are_read(
    shown: Callable[[], AbstractContextManager[object]],
) -> None:
    with shown():
        assert len(PAGES_READ) == 1

    assert PAGES_READ == []


def test_what_has_passed_is_counted_in_documents_paragraphs_and_bytes() -> None:
    passed = _Passed({"a": 10, "b": 1000, "c": 2990})
    seen = []
    for each in (record("a", "four"), record("a", "제8차 and more"), record("b", "제8차")):
        passed.add(each)
        seen.append((str(passed), passed.bytes))

    assert seen == [
        ("1 of 3 documents, 1 paragraphs", 4),
        # No document counts for more than it is.
        ("1 of 3 documents, 2 paragraphs", 10),
        ("2 of 3 documents, 3 paragraphs", 17),
    ]
    assert re.fullmatch(r"\d+\.\d MB/s, \d+:\d\d:\d\d left", passed.pace())


@pytest.mark.parametrize(("works", "is_shown"), [((1, 1), False), ((1, 3, 1), True)])
def test_a_work_of_many_parts_is_shown_while_they_pass_and_its_bar_is_taken_away(
    works: tuple[int, ...], is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StringIO()
    terminal = Console(file=file, force_terminal=True, width=60, legacy_windows=False)
    monkeypatch.setattr(progress, "stderr_console", lambda: terminal)
    with working() as stage:
        for number in works:
            assert [*stage(f"Weighing {number}", range(number))] == [*range(number)]
    written = file.getvalue()

    assert ("Weighing 1" in written) is is_shown
    # The cursor is there again, and the line is empty.
    assert written.endswith("\x1b[?25h\r\x1b[1A\x1b[2K") is is_shown
    assert bool(written) is is_shown
