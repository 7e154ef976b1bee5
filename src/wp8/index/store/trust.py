"""What may be opened: files and folders that only this user can write."""
# pathlib costs a cold search 4 ms:

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from wp8.errors import IndexDamagedError, IndexUntrustedError

if TYPE_CHECKING:
    from io import FileIO

ANOTHER_FOLDER: Final = "choose another folder with --index DIR or WP8_INDEX"

_SUPERUSER = 0


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
    require_private(folder, status)
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)


def require_private(path: str, status: os.stat_result) -> None:
    """Check that what is at `path` is no link, and that nobody else can write it.

    Raises:
        IndexUntrustedError: It is a link, another user's, or others can write it.
    """
    if stat.S_ISLNK(status.st_mode):
        raise IndexUntrustedError(
            f"{path} is a symbolic link: its index is not trusted", hint=ANOTHER_FOLDER
        )
    if sys.platform == "win32":
        return
    _require_own(path, status)
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        mode = 700 if stat.S_ISDIR(status.st_mode) else 600
        raise _writable_by_others(path, f"chmod {mode} {path}")


def open_private(path: str) -> FileIO:
    """Return the file at `path` opened for reading, once it is found to be private.

    Raises:
        IndexUntrustedError: It is a link, another user's, or others can write it.
        OSError: It is missing, not a regular file, or cannot be opened.
    """
    status = os.lstat(path)
    require_private(path, status)
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


def damage(place: str, reason: str) -> IndexDamagedError:
    """Return the error that says what is wrong with the index in `place`."""
    message = f"the index in {place} is damaged: {reason}"
    return IndexDamagedError(message, hint="wp8 reindex builds it anew")


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
