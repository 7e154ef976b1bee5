"""What an index lacks: it is kept beside the index's files, and sealed with them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from wp8.index.trust import open_private, write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.index.backend import Backend, Engine
    from wp8.model import Record

_FILE: Final = "UNREAD"


class Incomplete:
    """An engine that builds an index without the sources that could not be read, and names them.

    `unread` has a line for each of them, once the records have been read: the lines to keep, or
    those that an opening has found.
    """

    def __init__(self, engine: Engine, unread: Sequence[str] = ()) -> None:
        self._engine = engine
        self.unread = unread
        self.name = engine.name
        self.version = engine.version
        self.checked_up_to = engine.checked_up_to

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""
        number = self._engine.build(folder, records)
        if self.unread:
            content = "\n".join(self.unread).encode("utf-8", "surrogateescape")
            write_private(os.path.join(folder, _FILE), content)
        return number

    def open(self, folder: str) -> Backend:
        """Return the backend over the files that `build` wrote."""
        try:
            with open_private(os.path.join(folder, _FILE)) as file:
                self.unread = tuple(file.read().decode("utf-8", "surrogateescape").split("\n"))
        except FileNotFoundError:
            self.unread = ()
        return self._engine.open(folder)
