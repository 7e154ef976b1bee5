"""Where each shell looks for completion scripts, and the script of wp8 put there."""

from __future__ import annotations

import os
import shlex
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import CompletionError
from wp8.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

# A script of wp8's has it, whatever its version.
_MARK: Final = "_WP8_COMPLETE"
_PATIENCE: Final = 10


class _Shell(NamedTuple):
    """Where the files of completion are below a folder of the user's, named by a variable.

    A shell that looks there says something to `question`; `line` in its file `rc` makes it look.
    """

    variable: str
    default: str
    place: str
    question: str = ""
    rc: str = ""
    line: str = ""


_SHELLS: Final = {
    "bash": _Shell(
        "XDG_DATA_HOME",
        "~/.local/share",
        "bash-completion/completions/wp8",
        # What loads scripts on demand, in old versions and new ones.
        "declare -F _comp_load __load_completion",
        "~/.bashrc",
        "source {file}",
    ),
    "zsh": _Shell(
        "XDG_DATA_HOME",
        "~/.local/share",
        "zsh/site-functions/_wp8",
        "(( $fpath[(Ie){folder}] )) && (( $+functions[compdef] )) && print yes",
        "~/.zshrc",
        "fpath=({folder} $fpath); autoload -U compinit; compinit",
    ),
    "fish": _Shell("XDG_CONFIG_HOME", "~/.config", "fish/completions/wp8.fish"),
}


def install(shell: str, script: str) -> Iterator[str]:
    """Put the script where a shell looks for it; yield what was done, and what is left to do.

    No file of a shell's own is changed.

    Raises:
        CompletionError: The place has a script that is not wp8's, or cannot be written.
    """
    own = _SHELLS[shell]
    file = _folder(own) / own.place
    named = shlex.quote(str(file))
    if _written(file) == script:
        yield f"{file} is there already"
    else:
        _write(file, script)
        yield f"wrote {file}; to undo it: rm {named}"
    places = {"folder": shlex.quote(str(file.parent)), "file": named}
    if not own.question or _says(shell, own.question.format(**places)):
        yield f"{shell} completes wp8 in windows that you open from now on"
    else:
        yield f"{shell} does not look there yet; add to {own.rc}: {own.line.format(**places)}"


def _folder(shell: _Shell) -> Path:
    said = Path(os.environ.get(shell.variable, ""))
    return said if said.is_absolute() else Path(shell.default).expanduser()


def _written(file: Path) -> str | None:
    """Return the script that is there, or None.

    Raises:
        CompletionError: It is not wp8's, or cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CompletionError(f"{file}: cannot be read ({error.strerror})") from error
    if _MARK not in text:
        raise CompletionError(f"{file} is there, and is not wp8's", hint="move it away first")
    return text


def _write(file: Path, script: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, script.encode(), mode=0o666)
    except OSError as error:
        raise CompletionError(f"{file}: cannot be written ({error.strerror})") from error


def _says(shell: str, question: str) -> bool:
    """Return whether a shell, started as its user starts it, says anything."""
    with suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(
            [shell, "-i", "-c", question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            start_new_session=True,
        )
        return bool(asked.stdout.strip())
    return False
