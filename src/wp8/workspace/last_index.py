"""Which index of a corpus was built last, and of which missing files its user was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.workspace.sources import kept_of, last

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.index.segments.indexer import Lack
    from wp8.workspace.settings import Settings


def remember_index(
    settings: Settings, name: str, documents: Iterable[str], lacks: Iterable[Lack]
) -> None:
    """Remember that the last index of the corpus is that of this name, and lacks these.

    The corpus had `documents` then.
    """
    kept_of(settings, "index").write("\n".join((name, *documents)).encode())
    missing = {lack.document for lack in lacks if lack.is_missing}
    told = kept_of(settings, "told")
    before = set((told.read() or b"").decode().split())
    if before - missing:
        told.write("\n".join(sorted(before & missing)).encode())


def last_index(settings: Settings) -> str:
    """Return the name of the index of the corpus that was built last, nothing if none is known."""
    return last(settings)[0]


def untold(settings: Settings, missing: Iterable[Lack]) -> list[Lack]:
    """Return those of missing documents that the user has not been told of; he is from now on."""
    told = kept_of(settings, "told")
    before = set((told.read() or b"").decode().split())
    fresh = [lack for lack in missing if lack.document not in before]
    if fresh:
        told.write("\n".join(sorted(before.union(lack.document for lack in fresh))).encode())
    return fresh
