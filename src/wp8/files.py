"""Files that are written whole or not at all, and folders that one changes at a time."""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from wp8.errors import Wp8Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike
    from typing import Protocol

    class Kept(Protocol):
        """A file that is kept from one run to the next."""

        def read(self) -> bytes | None:
            """Return its content, or None where it is missing or not to be believed."""

        def write(self, content: bytes) -> None:
            """Put another content in its place; where that cannot be, do without."""


UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

# Random digits tell apart those who write at once.
_DIGITS: Final = 16
_ENDING: Final = ".tmp"
_UNFINISHED: Final = rf".+\.[0-9a-f]{{{_DIGITS}}}\{_ENDING}"
# How often somebody is asked for a lock before it is said that one waits, and after how long.
_TRIALS: Final = 20
_PAUSE: Final = 0.05


def unicode_text(content: bytes, errors: str = "strict") -> str:
    """Return the text of what is in UTF-8, or in UTF-16 with its mark before it.

    Raises:
        UnicodeDecodeError: It is neither, and `errors` are strict.
    """
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", errors)
    # Not utf-8-sig, which counts places from behind the mark.
    return content.decode("utf-8", errors).removeprefix("\ufeff")


def regular_bytes(path: str | PathLike[str], most: int) -> bytes | None:
    """Return the first bytes of a file, `most` of them and one; None if it is no regular file.

    Raises:
        OSError: It cannot be read.
        ValueError: No file can have that name.
    """
    # Without waiting for whoever may write into a FIFO.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            is_regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return file.read(most + 1) if is_regular else None
    except IsADirectoryError:
        return None


def write_whole(
    path: str | PathLike[str],
    content: bytes,
    *,
    mode: int = 0o600,
    rights: int | None = None,
    lasting: bool = False,
) -> None:
    """Put a file with `content` at `path`, all of it at once or not at all; by default, a private.

    Of `mode` it has what the user's umask allows, or just the `rights` that are given. One that is
    `lasting` is on the disk on return.

    Raises:
        OSError: It cannot be written; what was there is unchanged.
    """
    temporary = f"{os.fspath(path)}.{os.urandom(_DIGITS // 2).hex()}{_ENDING}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if rights is not None:
                os.chmod(temporary, rights)
            if lasting:
                file.flush()
                os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    if lasting:
        sync(os.path.dirname(path) or os.curdir)


def remove_unfinished(folder: str | PathLike[str], before: float) -> None:
    """Remove from `folder` what writers left that were killed, if it is older than `before`.

    Raises:
        OSError: It cannot be listed, or a file cannot be removed.
    """
    is_unfinished = re.compile(_UNFINISHED).fullmatch
    for name in os.listdir(folder):
        if name.endswith(_ENDING) and is_unfinished(name):
            path = os.path.join(folder, name)
            if os.stat(path).st_mtime < before:
                os.unlink(path)


def sync(place: str) -> None:
    """Have what is in a file, or the names that are in a folder, on the disk on return.

    Raises:
        OSError: It cannot be synced.
    """
    if sys.platform != "win32":
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def locked(path: str | PathLike[str], waiting: Callable[[], object]) -> Iterator[int]:
    """Hold the lock that is the file at `path`, made if need be; yield its descriptor.

    `waiting` is called where another process keeps it for longer than a second. The file may be
    removed by who holds it, and the kernel lets go of it for one that is killed.

    Raises:
        OSError: The file cannot be made, or not be locked.
    """
    descriptor = _locked(path, waiting)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(path: str | PathLike[str], waiting: Callable[[], object]) -> int:
    while True:
        descriptor = open_lock(path, 0o666)
        try:
            _take(descriptor, waiting)
            # Whoever held it may have removed the file meanwhile.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def open_lock(path: str | PathLike[str], mode: int) -> int:
    """Return a descriptor of the file at `path`, which is no link; it is made if need be.

    Raises:
        OSError: It is a link, or cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(path, flags, mode)


def _take(descriptor: int, waiting: Callable[[], object]) -> None:
    if sys.platform == "win32":
        return
    import fcntl
    import time

    for _ in range(_TRIALS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            return
    waiting()
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def no_room(error: OSError) -> Wp8Error:
    """Return what says that a temporary file could not be written, and where that would be."""
    from tempfile import gettempdir

    try:
        folder = f"the folder for temporary files, {gettempdir()}"
    except OSError:
        folder = "a folder for temporary files"
    return Wp8Error(
        f"cannot write to {folder}: {error.strerror or error}",
        hint="make room there, or set TMPDIR to another folder",
    )
