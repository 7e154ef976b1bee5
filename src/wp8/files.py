"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from os import PathLike


# Random digits tell apart those who write at once.
_DIGITS: Final = 16
_SUFFIX: Final = ".tmp"


def write_whole(path: str | PathLike[str], content: bytes, *, mode: int = 0o600) -> None:
    """Put a file with `content` at `path`, all of it at once or not at all; by default, a private.

    Raises:
        OSError: It cannot be written; what was there is unchanged.
    """
    temporary = f"{os.fspath(path)}.{os.urandom(_DIGITS // 2).hex()}{_SUFFIX}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def remove_unfinished(folder: str, before: float) -> None:
    """Remove from `folder` what writers left that were killed, if it is older than `before`.

    Raises:
        OSError: It cannot be listed, or a file cannot be removed.
    """
    for entry in os.scandir(folder):
        stem = entry.name.removesuffix(_SUFFIX)
        digits = stem.rpartition(".")[2]
        is_unfinished = stem != entry.name and len(digits) == _DIGITS
        if is_unfinished and digits.isalnum() and entry.stat().st_mtime < before:
            os.unlink(entry.path)
