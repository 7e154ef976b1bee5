"""The seal of what is kept: it was written by this user, under this name.

It is an HMAC, made with a key that only the user has, of a name and a content. The name of an
index has the digest of the corpus and the versions; its content are the digests of its files.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import Final

from wp8.errors import IndexDamagedError, IndexKeyError
from wp8.files import sync
from wp8.index.store.digests import DIGESTS, SEAL
from wp8.index.store.trust import (
    damage,
    make_private_folder,
    open_private,
    write_private,
)

_KEY: Final = "index.key"
_KEY_SIZE: Final = 32
# As hexadecimal digits, on a line.
SEAL_SIZE: Final = 65


def users_key(folder: str) -> bytes:
    """Return the key of this user in `folder`; it is made there if there is none.

    Raises:
        IndexKeyError: It can neither be read nor made, or others could read or write it.
    """
    path = os.path.join(folder, _KEY)
    if not os.path.isabs(folder):
        raise _no_key(path, "you have no home folder")
    try:
        if not os.path.lexists(path):
            _make_key(path)
        status = os.lstat(path)
        is_private = sys.platform == "win32" or (
            status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        )
        if not stat.S_ISREG(status.st_mode) or not is_private:
            raise _no_key(path, "it is not a file that only you can read")
        with open(path, "rb", buffering=0) as file:
            key = file.read(_KEY_SIZE + 1)
    except OSError as error:
        raise _no_key(error.filename or path, str(error.strerror)) from error
    if len(key) != _KEY_SIZE:
        raise _no_key(path, "it is no key")
    return key


def _make_key(path: str) -> None:
    """Make a key, all of it at once, unless another process is faster."""
    folder = os.path.dirname(path)
    make_private_folder(folder)
    temporary = f"{path}.{os.urandom(8).hex()}.tmp"
    try:
        write_private(temporary, os.urandom(_KEY_SIZE))
        with suppress(FileExistsError):
            os.link(temporary, path)
        sync(folder)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _no_key(path: str, reason: str) -> IndexKeyError:
    message = f"no key can be kept that an index is sealed with: {path}: {reason}"
    return IndexKeyError(message, hint="remove what is there, or let its folder be written by you")


def write_seal(folder: str, name: str, key: bytes, listing: bytes) -> None:
    """Write the seal of the index `name` in `folder`; `listing` has the digests of its files.

    Raises:
        OSError: It cannot be written.
    """
    write_private(os.path.join(folder, SEAL), seal(name, key, listing))


def sealed_listing(folder: str, name: str, key: bytes) -> bytes:
    """Return the digests of the files of the index `name` in `folder`, once its seal is checked.

    Raises:
        IndexDamagedError: There is no seal, or that of another user, machine, corpus or version.
        IndexUntrustedError: Somebody else could have written it.
    """
    try:
        with open_private(os.path.join(folder, SEAL)) as file:
            own = file.read()
        with open_private(os.path.join(folder, DIGESTS)) as file:
            listing = file.read()
    except OSError as error:
        raise damage(folder, f"{error.filename or folder}: {error.strerror}") from error
    if not is_seal(own, name, key, listing):
        message = f"the index in {folder} does not carry your seal for this corpus"
        raise IndexDamagedError(message, hint="wp8 reindex builds it anew")
    return listing


def seal(name: str, key: bytes, content: bytes) -> bytes:
    """Return the seal of `content` under `name`, on a line."""
    from hmac import digest

    return digest(key, os.fsencode(name) + b"\n" + content, "sha256").hex().encode() + b"\n"


def is_seal(own: bytes, name: str, key: bytes, content: bytes) -> bool:
    """Return whether `own` is the seal of `content` under `name`."""
    from hmac import compare_digest

    return compare_digest(own, seal(name, key, content))
