"""Rich: the console whose texts pass the gate, the pager, and a pipe that closes early."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Final, NoReturn

from rich.console import Console
from rich.segment import Segment
from rich.theme import Theme

from wp8.model import visible
from wp8.render.terminal import Gated, use_color, write
from wp8.render.themes import BAR, DEFAULT, HEADING, QUIET, STYLES, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from subprocess import Popen

    from rich.console import ConsoleOptions, RenderableType

    from wp8.render.terminal import Look

# How Rich writes the beginning of a link, and its end.
_LINK: Final = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")
# From this version on, less passes links on.
_LESS: Final = 581
# A line longer than this is hard to read, however wide the window.
WIDEST = 100
# What Rich draws by itself, and which role it then has.
_OF_RICH: Final = {"bar.back": QUIET, "table.header": HEADING} | dict.fromkeys(
    ("bar.complete", "bar.finished", "bar.pulse"), BAR
)


def theme(name: str) -> Theme:
    """Return the styles of a theme of wp8's, each under the name of its role."""
    roles = {role: role for role in STYLES} | _OF_RICH
    return Theme({own: style(role, name) for own, role in roles.items()})


class Screen(Console):
    """A console on which no text acts, and that leaves a closed pipe to `main`."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the segments of `renderable`: what acts is Rich's own, or visible."""
        for text, own, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), own, control)

    def on_broken_pipe(self) -> NoReturn:
        """Raise it."""
        raise BrokenPipeError


def stdout_console(look: Look) -> Console:
    """Return a console for views on stdout: no markup, no guessed highlights."""
    return Screen(
        file=sys.stdout,
        force_terminal=look.colored,
        no_color=not look.colored,
        color_system="256" if look.colored else None,
        theme=theme(look.theme),
        markup=False,
        emoji=False,
        highlight=False,
    )


def stderr_console() -> Console:
    """Return a console for what moves on stderr, in the colours of the terminal if it has any."""
    colored = use_color("auto", sys.stderr)
    return Screen(stderr=True, color_system="256" if colored else None, theme=theme(DEFAULT))


def print_view(views: Iterable[RenderableType], look: Look, *, pager: bool) -> None:
    """Write `views` to the terminal, in a pager if they fill more than the screen.

    The first screenful is written before the rest is made.
    """
    console = stdout_console(look)
    texts = _printed(views, console)
    screen: list[str] = []
    lines = 0
    for text in texts:
        screen.append(text)
        lines += text.count("\n")
        if lines >= console.height:
            break
    whole = chain(screen, texts)
    if not (pager and lines >= console.height and _page(whole)):
        write(map(Gated, whole))


def _printed(views: Iterable[RenderableType], console: Console) -> Iterator[str]:
    """Yield each of `views` as the console prints it."""
    for view in views:
        with console.capture() as captured:
            console.print(view)
        yield captured.get()


def _page(texts: Iterable[str]) -> bool:
    """Show `texts` in the user's pager, as git does; return whether there was one."""
    command = os.environ.get("WP8_PAGER", os.environ.get("PAGER", "less"))
    if command in ("", "cat"):
        return False
    import shlex
    import subprocess

    environment = {"LESS": "FRX", "LV": "-c"} | dict(os.environ)
    try:
        words = shlex.split(command)
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except (OSError, ValueError):
        return False
    if not _passes_links(words[0]):
        texts = (_LINK.sub("", text) for text in texts)
    assert process.stdin
    try:
        # Who has read enough leaves the pager before the end, and Ctrl-C is the pager's.
        with suppress(BrokenPipeError, KeyboardInterrupt), process.stdin as pages:
            for text in texts:
                pages.write(text.encode("utf-8", "replace"))
                pages.flush()
    finally:
        _wait(process)
    return True


def _wait(process: Popen[bytes]) -> None:
    """Wait for a pager to be left, whatever is typed in it."""
    while process.returncode is None:
        with suppress(KeyboardInterrupt):
            process.wait()


def _passes_links(pager: str) -> bool:
    """Return whether a pager passes links on to the terminal: others show them as text."""
    import subprocess

    if os.path.basename(pager) != "less":  # noqa: PTH119 - a name that may be no path
        return False
    try:
        said = subprocess.run([pager, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    version = re.match(r"less (\d+)", said.stdout)
    return version is not None and int(version[1]) >= _LESS
