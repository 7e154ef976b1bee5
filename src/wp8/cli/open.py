"""`wp8 open`: the source of a record, in the program that the user has for it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.completion import complete_address
from wp8.cli.options import corpus_options, notify
from wp8.errors import ExitCode, ProgramError, SourceMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wp8.api import Corpus
    from wp8.corpus.places import Place

    # Makes the arguments of a program of a file and a number: a line or a page.
    Arguments = Callable[[str, int], Sequence[str]]


def _plus(file: str, line: int) -> Sequence[str]:
    return f"+{line}", file


def _colon(file: str, line: int) -> Sequence[str]:
    return (f"{file}:{line}",)


def _goto(file: str, line: int) -> Sequence[str]:
    return "--goto", f"{file}:{line}"


def _line(file: str, line: int) -> Sequence[str]:
    return "--line", str(line), file


# How an editor is told of a line, by what its program is called.
EDITORS: Final[dict[str, Arguments]] = {
    **dict.fromkeys("vi vim nvim gvim view nvi vis kak nano pico micro".split(), _plus),
    **dict.fromkeys("emacs emacsclient mg joe ne mcedit gedit pluma xed bbedit".split(), _plus),
    **dict.fromkeys("code code-insiders codium cursor windsurf positron".split(), _goto),
    **dict.fromkeys("subl sublime_text hx helix zed zeditor".split(), _colon),
    **dict.fromkeys("kate kwrite mate idea pycharm".split(), _line),
}


def _page(file: str, page: int) -> Sequence[str]:
    return f"--page={page}", file


def _page_index(file: str, page: int) -> Sequence[str]:
    return f"--page-index={page}", file


def _page_short(file: str, page: int) -> Sequence[str]:
    return "-p", str(page), file


def _page_behind(file: str, page: int) -> Sequence[str]:
    return file, str(page)


def _url(file: str, page: int) -> Sequence[str]:
    return (f"{Path(file).as_uri()}#page={page}",)


# How what shows a PDF is told of a page.
VIEWERS: Final[dict[str, Arguments]] = {
    "zathura": _page,
    "okular": _page_short,
    "mupdf": _page_behind,
    **dict.fromkeys("evince atril xreader".split(), _page_index),
    **dict.fromkeys("firefox google-chrome chromium brave-browser microsoft-edge".split(), _url),
}
# What has the desktop open a file.
_OPENER: Final = "open" if sys.platform == "darwin" else "xdg-open"


@click.command("open")
@click.argument("address", metavar="ID", shell_complete=complete_address)
@corpus_options
def command(address: str, corpus: Corpus) -> ExitCode:
    r"""Open the source of a paragraph where it stands, in your own program for it.

    A text opens in $VISUAL or $EDITOR, at the line; a PDF in its viewer, at the page; anything else
    as the desktop opens it. In a pipe, or where there is no such program, the place is printed.

    \b
    Examples:
      wp8 open speech:12
      wp8 open paper:n7
      EDITOR='code --wait' wp8 open paper:II.3
    """
    open_source(corpus, address)
    return ExitCode.OK


def open_source(corpus: Corpus, address: str) -> None:
    """Open the source of what an address names; print the place where that cannot be.

    Raises:
        UnknownNameError: The address names nothing.
        SourceMissingError: The source is not there.
        ProgramError: The program for it cannot be run, or fails.
    """
    place = corpus.place(address)
    if not place.path.is_file():
        raise SourceMissingError(f"{place.path}: there is no such file")
    if place.part:
        notify(f"{address} is of {place.part}, a part of {place.path.name}")
    program = _program(place) if sys.stdin.isatty() and sys.stdout.isatty() else None
    if program is None:
        from wp8.render.terminal import write

        write([f"{_said(place)}\n"])
    else:
        _run(program)


def _said(place: Place) -> str:
    """Return a place as programs take it: the file, with its line, or its page after a tab."""
    from wp8.render.terminal import printable

    path = printable(str(place.path))
    if place.line:
        return f"{path}:{place.line}"
    return f"{path}\tpage {place.page}" if place.page else path


def _program(place: Place) -> Sequence[str] | None:
    """Return the command that opens a place, or None where there is no program for it."""
    file = str(place.path)
    if place.is_text:
        editor = _split(os.environ.get("VISUAL") or os.environ.get("EDITOR", ""))
        return editor and _told(editor, EDITORS, file, "line", place.line)
    if place.page and (viewer := _viewer()):
        return _told([viewer], VIEWERS, file, "page", place.page)
    return _told([_OPENER], {}, file, "page", place.page) if shutil.which(_OPENER) else None


def _split(editor: str) -> list[str] | None:
    """Return the words of a command as a shell would; None where there are none."""
    try:
        return shlex.split(editor) or None
    except ValueError as error:
        raise ProgramError(f"{editor}: is no command ({error})", hint="see $EDITOR") from error


def _viewer() -> str | None:
    """Return what the desktop shows PDFs with, if a page can be told to it."""
    asked = "xdg-mime", "query", "default", "application/pdf"
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return None
    name = answer.stdout.strip().lower()
    return next((v for v in VIEWERS if v in name and shutil.which(v)), None)


def _told(
    program: Sequence[str], known: Mapping[str, Arguments], file: str, what: str, number: int
) -> Sequence[str]:
    """Return a command that opens a file at a number; if it cannot be told, it is said here."""
    name = Path(program[0]).stem
    if number and name in known:
        return *program, *known[name](file, number)
    if number:
        notify(f"{what} {number} of {file}")
    return *program, file


def _run(command: Sequence[str]) -> None:
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        message = f"{command[0]}: cannot be run ({error.strerror})"
        raise ProgramError(message, hint="$VISUAL or $EDITOR names your editor") from error
    if code:
        raise ProgramError(f"{command[0]} ended with the exit code {code}")
