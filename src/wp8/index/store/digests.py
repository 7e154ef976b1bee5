"""The digests of the files of a folder, by which it is told that they are as they were written.

A file DIGESTS has the format, and a line `size digests name` for each file: the SHA-256 of each of
its pages. Of a folder in it, which has such a file itself, there is a line for that.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING, Final

from wp8.errors import IndexStoreError
from wp8.index.store.trust import (
    damage,
    open_private,
    require_private,
    require_private_folder,
    write_private,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO

DIGESTS: Final = "DIGESTS"
SEAL: Final = "SEAL"
PAGE: Final = 1 << 16
DIGEST_SIZE: Final = 32

_FORMAT: Final = b"wp8-index 2\n"


def write_digests(folder: str) -> bytes:
    """Write the digests of the files in `folder`, and have all on the disk and 0600 on return.

    Returns:
        The content of the file with the digests.

    Raises:
        IndexStoreError: There is something else than a file or a folder with digests.
        OSError: A file cannot be read or synced, or the digests cannot be written.
    """
    from wp8.index.store.threads import each

    lines: dict[str, bytes] = {}

    def sync(name: str) -> None:
        path = os.path.join(folder, name)
        os.chmod(path, 0o600)
        with open(path, "r+b", buffering=0) as file:
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
            digests = _digests(_pages(file)).hex()
            lines[name] = os.fsencode(f"{size} {digests} {name}\n")

    each(sync, map(_listable, list(os.scandir(folder))))
    listing = b"".join([_FORMAT, *(lines[name] for name in sorted(lines))])
    write_private(os.path.join(folder, DIGESTS), listing)
    return listing


def _listable(entry: os.DirEntry[str]) -> str:
    """Return the name of what stands for `entry` in the digests of its folder."""
    if entry.is_file(follow_symlinks=False):
        return entry.name
    inner = os.path.join(entry.path, DIGESTS)
    if entry.is_dir(follow_symlinks=False) and os.path.isfile(inner):
        return f"{entry.name}/{DIGESTS}"
    raise IndexStoreError(f"{entry.path} is not a file: an engine writes plain files only")


def listed(folder: str, listing: bytes | None = None) -> Iterator[tuple[int, bytes, str]]:
    """Yield size, digests and name of each file that is listed, by default in the folder's DIGESTS.

    Raises:
        IndexDamagedError: It is no such list.
        OSError: It cannot be read.
    """
    if listing is None:
        with open_private(os.path.join(folder, DIGESTS)) as file:
            listing = file.read()
    if not listing.startswith(_FORMAT):
        raise damage(folder, f"{DIGESTS} is of another format")
    try:
        for line in listing.removeprefix(_FORMAT).splitlines():
            size, digests, name = line.split(b" ", 2)
            yield int(size), bytes.fromhex(digests.decode()), os.fsdecode(name)
    except ValueError:
        raise damage(folder, f"{DIGESTS} is not as it was written") from None


def is_page(content: bytes | memoryview, digest: bytes) -> bool:
    """Return whether the content of a page has this digest."""
    from hashlib import sha256

    return sha256(content).digest() == digest


def verify(folder: str, listing: bytes, later: Callable[[str], bool] | None = None) -> None:
    """Check that the files in `folder` are those of `listing`, and as they were.

    Of a file of which `later`, asked with its name, says that its pages are checked as they are
    read, only the size is checked. What is not listed is no part of the index, and may not be
    there; hidden files, which file managers make, are passed over.

    Raises:
        IndexDamagedError: A file is missing, altered, unreadable or too much.
        IndexUntrustedError: Somebody else could have written the folder or a file.
    """
    try:
        if later:
            for check in _checks(folder, listing, later):
                check()
        else:
            from wp8.index.store.threads import each

            each(lambda check: check(), _checks(folder, listing, lambda _: False))
    except OSError as error:
        raise damage(folder, f"{error.filename or folder}: {error.strerror}") from error


def _checks(
    folder: str, listing: bytes, later: Callable[[str], bool]
) -> Iterator[Callable[[], None]]:
    """Yield what checks each file that is to be read, once it is found to be private."""
    require_private_folder(folder)
    rows = list(listed(folder, listing))
    known = {DIGESTS, SEAL, *(name.partition("/")[0] for _, _, name in rows)}
    for name in os.listdir(folder):
        if name not in known and not name.startswith("."):
            raise damage(folder, f"{name} is no part of it")
    for size, digests, name in rows:
        inner, is_inner, _ = name.partition("/")
        if is_inner:
            inner_folder = os.path.join(folder, inner)
            require_private_folder(inner_folder)
            with open_private(os.path.join(folder, name)) as file:
                content = file.read()
            starts = range(0, len(content), PAGE)
            if _digests(content[start : start + PAGE] for start in starts) != digests:
                raise damage(folder, f"{name} is not as it was written")
            yield from _checks(inner_folder, content, later)
        elif later(name):
            yield partial(_check_size, folder, name, size)
        else:
            yield partial(_check, folder, name, digests)


def _check_size(folder: str, name: str, size: int) -> None:
    path = os.path.join(folder, name)
    status = os.lstat(path)
    require_private(path, status)
    if not stat.S_ISREG(status.st_mode) or status.st_size != size:
        raise damage(folder, f"{name} is not as it was written")


def _check(folder: str, name: str, digests: bytes) -> None:
    with open_private(os.path.join(folder, name)) as file:
        if _digests(_pages(file)) != digests:
            raise damage(folder, f"{name} is not as it was written")


def _pages(file: FileIO) -> Iterator[bytes]:
    return iter(lambda: file.read(PAGE), b"")


def _digests(pages: Iterable[bytes]) -> bytes:
    from hashlib import sha256

    return b"".join(sha256(page).digest() for page in pages)
