"""A file that somebody has named for results: it gets all of them or stays as it was."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from wp8.errors import ExportError
from wp8.files import write_whole

if TYPE_CHECKING:
    from os import PathLike

_NEW: Final = stat.S_IFREG | 0o666


def write_file(path: str | PathLike[str], content: str | bytes) -> None:
    """Put a content into the file at `path`, all of it or nothing; links and rights stay.

    Raises:
        ExportError: It cannot be written, or is something else than a file.
    """
    place = os.path.realpath(path)
    try:
        mode = os.lstat(place).st_mode if os.path.lexists(place) else _NEW
        if not stat.S_ISREG(mode):
            raise ExportError(f"{path}: is not a file")
        whole = content if isinstance(content, bytes) else content.encode(errors="replace")
        write_whole(place, whole, mode=stat.S_IMODE(mode), lasting=True)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror})") from error
