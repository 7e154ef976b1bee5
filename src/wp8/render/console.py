"""Rich: the console whose texts pass the gate, the pager, and a pipe that closes early."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from rich.console import Console
from rich.segment import Segment
from rich.theme import Theme

from wp8.model import visible
from wp8.render.terminal import Gated, use_color, write
from wp8.render.themes import BAR, DEFAULT, HEADING, QUIET, STYLES, style

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Write `views` to the terminal, in a pager if they fill more than the screen."""
    console = stdout_console(look)
    with console.capture() as captured:
        for view in views:
            console.print(view)
    text = captured.get()
    if not (pager and text.count("\n") >= console.height and _page(text)):
        write([Gated(text)])


def _page(text: str) -> bool:
    """Show `text` in the user's pager, as git does; return whether there was one."""
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
        text = _LINK.sub("", text)
    try:
        process.communicate(text.encode("utf-8", "replace"))
    except KeyboardInterrupt:
        # Ctrl-C is the pager's while it runs.
        process.wait()
    return True


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
