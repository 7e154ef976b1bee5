"""A file that is kept beside the indexes: a cache too, and believed only under the same seal."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from wp8.errors import IndexStoreError
from wp8.files import write_whole
from wp8.index.store.seal import SEAL_SIZE, is_seal, seal, users_key
from wp8.index.store.trust import open_private, require_private_folder

if TYPE_CHECKING:
    from os import PathLike


class SealedFile:
    """The file at `path`, sealed with the key that the user has in the folder `state`.

    One that is missing, altered, of another user or machine, under another name than it was
    written, or that somebody else could have written, is none; so is any where there is no key.
    """

    def __init__(self, path: str | PathLike[str], state: str | PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._state = os.fspath(state)
        self._name = os.path.basename(self._path)

    def read(self) -> bytes | None:
        """Return its content, or None where it is none."""
        with suppress(OSError, IndexStoreError):
            with open_private(self._path) as file:
                sealed = file.read()
            key = users_key(self._state)
            content, own = sealed[:-SEAL_SIZE], sealed[-SEAL_SIZE:]
            if is_seal(own, self._name, key, content):
                return content
        return None

    def write(self, content: bytes) -> None:
        """Put another content in its place; where that cannot be, do without."""
        with suppress(OSError, IndexStoreError):
            require_private_folder(os.path.realpath(os.path.dirname(self._path)))
            key = users_key(self._state)
            write_whole(self._path, content + seal(self._name, key, content))
