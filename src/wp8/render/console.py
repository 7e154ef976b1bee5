"""Rich on stdout: the console, the pager, and a pipe that closes early."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

# A line longer than this is hard to read, however wide the window.
WIDEST = 100


class _Stdout(Console):
    """A console that leaves a closed pipe to `main`."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def stdout_console(*, colored: bool) -> Console:
    """Return a console for views on stdout: no markup, no guessed highlights."""
    return _Stdout(
        file=sys.stdout,
        force_terminal=colored,
        no_color=not colored,
        color_system="standard" if colored else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def print_view(views: Iterable[RenderableType], *, colored: bool, pager: bool) -> None:
    """Write `views` to the terminal, in a pager if they fill more than the screen."""
    console = stdout_console(colored=colored)
    with console.capture() as captured:
        for view in views:
            console.print(view)
    text = captured.get()
    if not (pager and text.count("\n") >= console.height and _page(text)):
        sys.stdout.write(text)


def _page(text: str) -> bool:
    """Show `text` in the user's pager, as git does; return whether there was one."""
    import shlex
    import subprocess

    command = os.environ.get("WP8_PAGER", os.environ.get("PAGER", "less"))
    if command in ("", "cat"):
        return False
    environment = {"LESS": "FRX", "LV": "-c"} | dict(os.environ)
    try:
        process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, env=environment)
    except (OSError, ValueError):
        return False
    try:
        process.communicate(text.encode("utf-8", "replace"))
    except KeyboardInterrupt:
        # Ctrl-C is the pager's while it runs.
        process.wait()
    return True
