"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike


def write_whole(path: str | PathLike[str], content: bytes, *, mode: int = 0o600) -> None:
    """Put a file with `content` at `path`, all of it at once or not at all; by default, a private.

    Raises:
        OSError: It cannot be written; what was there is unchanged.
    """
    temporary = f"{os.fspath(path)}.{os.urandom(8).hex()}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
