"""An entry of a bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(NamedTuple):
    """A work in a bibliography: its key, its fields as CSL-JSON has them, and its files."""

    key: str
    fields: Mapping[str, Any]
    files: tuple[str, ...] = ()
