"""What makes and opens the files of an index, for type checkers and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.index.stored_backend import SegmentBackend
    from wp8.model import Record
    from wp8.query.backend import Backend


class Engine(Protocol):
    """What makes and opens the files of an index."""

    @property
    def name(self) -> str:
        """The engine's name, which is part of an index's name."""

    @property
    def version(self) -> str:
        """The version of its fields, likewise."""

    def checks(self, name: str) -> bool:
        """Return whether it reads a file by `Files` alone, which checks what is read."""

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""

    def open(self, folder: str) -> Backend:
        """Return the backend over the files that `build` wrote."""


class StoredEngine(Engine, Protocol):
    """One of wp8's engines over files."""

    @property
    def keeps_segments(self) -> bool:
        """Whether it is a `SegmentEngine`; another builds all anew after any change."""


class SegmentEngine(StoredEngine, Protocol):
    """An engine whose indexes can be segments of one, so that only what has changed is written."""

    def open(self, folder: str) -> SegmentBackend:
        """Return the backend over the files that `build` wrote."""
