"""The pager: it has the first page before the rest is made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.text import Text

import wp8
from wp8.render.console import print_view
from wp8.render.terminal import Look
from wp8.workspace.settings import settings as settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

LOOK: Final = Look(colored=False, mark=None, corpus=wp8.Corpus(settings_of()))


def test_what_nobody_reads_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    number = 100_000
    made = 0

    def views() -> Iterator[Text]:
        nonlocal made
        for _ in range(number):
            made += 1
            yield Text("a line of the plan " * 4)

    monkeypatch.setenv("WP8_PAGER", f"{sys.executable} -c 'input()'")
    print_view(views(), LOOK, pager=True)

    # What a pipe holds, and no more.
    assert made < number / 10
