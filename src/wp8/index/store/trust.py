"""What may be opened: files that only this user can write, and that are as they were written.

A sealed folder has a file CHECKSUMS: the format, a line `crc32 size name` for each file, and the
CRC-32 of all that. Of a folder in it, which is sealed itself, there is a line for its CHECKSUMS.
"""
# pathlib costs a cold search 4 ms:

from __future__ import annotations

import errno
import os
import stat
import sys
import zlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from wp8.errors import IndexDamagedError, IndexStoreError, IndexUntrustedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO

ANOTHER_FOLDER: Final = "choose another folder with --index DIR or WP8_INDEX"

_SUPERUSER = 0
CHECKSUMS: Final = "CHECKSUMS"
# What an engine that reads only parts of files checks them by: pages.py.
PAGES: Final = "PAGES"
_FORMAT = b"wp8-index 1\n"
_SEAL_LENGTH = len(b"00000000\n")
_CHUNK = 1 << 17


def require_safe_ancestors(folder: str) -> None:
    """Check that no other user can put something else in the place of `folder`, a real path.

    Ancestors that do not exist yet are passed over.

    Raises:
        IndexUntrustedError: An ancestor is another user's, or others can write it.
        OSError: An ancestor cannot be looked at.
    """
    if sys.platform == "win32":
        return
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        with suppress(FileNotFoundError):
            status = os.lstat(folder)
            if status.st_uid != _SUPERUSER:
                _require_own(folder, status)
            if _others_can_write(status) and not status.st_mode & stat.S_ISVTX:
                raise _writable_by_others(folder, f"chmod go-w {folder}")


def require_private_folder(folder: str) -> None:
    """Check that `folder` is a real folder of this user's that nobody else can write.

    Raises:
        IndexUntrustedError: It is a link, another user's, or others can write it.
        OSError: It is missing, not a folder, or cannot be looked at.
    """
    status = os.lstat(folder)
    _require_private(folder, status, f"chmod 700 {folder}")
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)


def open_private(path: str) -> FileIO:
    """Return the file at `path` opened for reading, once it is found to be private.

    Raises:
        IndexUntrustedError: It is a link, another user's, or others can write it.
        OSError: It is missing, not a regular file, or cannot be opened.
    """
    status = os.lstat(path)
    _require_private(path, status, f"chmod 600 {path}")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", path)
    return open(path, "rb", buffering=0)


def make_private_folder(folder: str) -> None:
    """Make `folder` and its missing parents, each 0700; leave what exists.

    Raises:
        OSError: One of them cannot be made.
    """
    parent = os.path.dirname(folder)
    if parent != folder and not os.path.isdir(parent):
        make_private_folder(parent)
    with suppress(FileExistsError):
        os.mkdir(folder, stat.S_IRWXU)


def write_private(path: str, content: bytes) -> None:
    """Write `content` to a new file at `path`, 0600, and have it on the disk on return.

    Raises:
        OSError: The file exists or cannot be written.
    """
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def seal(folder: str) -> None:
    """Write the list of the files in `folder`, and have all on the disk and 0600 on return.

    Raises:
        IndexStoreError: There is something else than a file or a folder that is sealed.
        OSError: A file cannot be read or synced, or the list cannot be written.
    """
    from wp8.index.store.threads import each

    lines: dict[str, bytes] = {}

    def sync(name: str) -> None:
        path = os.path.join(folder, name)
        os.chmod(path, 0o600)
        with open(path, "r+b", buffering=0) as file:
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
            lines[name] = os.fsencode(f"{_checksum(file):08x} {size} {name}\n")

    each(sync, map(_sealable, list(os.scandir(folder))))
    listing = b"".join([_FORMAT, *(lines[name] for name in sorted(lines))])
    checksum = f"{zlib.crc32(listing):08x}\n".encode()
    write_private(os.path.join(folder, CHECKSUMS), listing + checksum)


def _sealable(entry: os.DirEntry[str]) -> str:
    """Return the name of what stands for `entry` in the list of its folder."""
    if entry.is_file(follow_symlinks=False):
        return entry.name
    listing = os.path.join(entry.path, CHECKSUMS)
    if entry.is_dir(follow_symlinks=False) and os.path.isfile(listing):
        return f"{entry.name}/{CHECKSUMS}"
    raise IndexStoreError(f"{entry.path} is not a file: an engine writes plain files only")


def verify(folder: str, later: Callable[[str, int], bool] | None = None) -> None:
    """Check that each file that `seal` listed is as it was, for an engine may unpickle it.

    A file of which `later`, asked with its name and size, says that it is checked as it is read,
    but for that of the pages, is checked for its size alone.

    Raises:
        IndexDamagedError: A file is missing, altered or unreadable, or the list is.
        IndexUntrustedError: Somebody else could have written the folder or a file.
    """
    try:
        if later:
            for check in _checks(folder, later):
                check()
        else:
            from wp8.index.store.threads import each

            each(lambda check: check(), _checks(folder, lambda _name, _size: False))
    except OSError as error:
        raise damage(folder, f"{error.filename or folder}: {error.strerror}") from error


def _checks(folder: str, later: Callable[[str, int], bool]) -> Iterator[Callable[[], None]]:
    """Yield what checks each file that is to be read, once it is found to be private."""
    require_private_folder(folder)
    for checksum, size, name in listed(folder):
        inner, _, listing = name.partition("/")
        if listing:
            require_private_folder(os.path.join(folder, inner))
        is_read = listing or name == PAGES or not later(name, size)
        expected = checksum if is_read else None
        yield partial(_check, folder, name, size, expected)
        if listing:
            yield from _checks(os.path.join(folder, inner), later)


def _check(folder: str, name: str, size: int, checksum: int | None) -> None:
    with open_private(os.path.join(folder, name)) as file:
        same = os.fstat(file.fileno()).st_size == size
        if not same or (checksum is not None and _checksum(file) != checksum):
            raise damage(folder, f"{name} is not as it was written")


def damage(place: str, reason: str) -> IndexDamagedError:
    """Return the error that says what is wrong with the index in `place`."""
    message = f"the index in {place} is damaged: {reason}"
    return IndexDamagedError(message, hint="wp8 reindex builds it anew")


def listed(folder: str) -> Iterator[tuple[int, int, str]]:
    """Yield checksum, size and name of each file of a sealed folder.

    Raises:
        IndexDamagedError: The list is not as it was written.
        OSError: It cannot be read.
    """
    with open_private(os.path.join(folder, CHECKSUMS)) as file:
        content = file.read()
    listing, seal = content[:-_SEAL_LENGTH], content[-_SEAL_LENGTH:]
    if not listing.startswith(_FORMAT):
        raise damage(folder, f"{CHECKSUMS} is of another format")
    if seal != f"{zlib.crc32(listing):08x}\n".encode():
        raise damage(folder, f"{CHECKSUMS} is not as it was written")
    for line in listing.removeprefix(_FORMAT).splitlines():
        checksum, size, name = line.split(b" ", 2)
        yield int(checksum, 16), int(size), os.fsdecode(name)


def _checksum(file: FileIO) -> int:
    checksum = 0
    while chunk := file.read(_CHUNK):
        checksum = zlib.crc32(chunk, checksum)
    return checksum


def _require_private(path: str, status: os.stat_result, remedy: str) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise IndexUntrustedError(
            f"{path} is a symbolic link: its index is not trusted", hint=ANOTHER_FOLDER
        )
    if sys.platform == "win32":
        return
    _require_own(path, status)
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _writable_by_others(path, remedy)


def _require_own(path: str, status: os.stat_result) -> None:
    if status.st_uid != os.geteuid():
        raise IndexUntrustedError(
            f"{path} belongs to another user (uid {status.st_uid}): its index is not trusted",
            hint=ANOTHER_FOLDER,
        )


def _writable_by_others(path: str, remedy: str) -> IndexUntrustedError:
    return IndexUntrustedError(
        f"{path} can be written by other users: its index is not trusted",
        hint=f"{remedy}, or {ANOTHER_FOLDER}",
    )


def _others_can_write(status: os.stat_result) -> bool:
    if status.st_mode & stat.S_IWOTH:
        return True
    return bool(status.st_mode & stat.S_IWGRP) and not _is_own_group(status.st_gid)


def _is_own_group(gid: int) -> bool:
    """Return whether the group is this user's own, with nobody else in it.

    Where every user has such a group the umask is 002, and ~/.cache is 0775.
    """
    import grp  # only for a folder that its group can write
    import pwd

    try:
        user, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(gid)
    except KeyError:
        return False
    return group.gr_name == user.pw_name and set(group.gr_mem) <= {user.pw_name}
