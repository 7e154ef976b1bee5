"""The generations of an index: which of them is in use, and which are dead."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Final

from wp8.errors import IndexStoreError
from wp8.files import sync
from wp8.index.store.trust import damage, open_private, write_private

# The file that names the generation in use.
CURRENT: Final = "CURRENT"

_GENERATION: Final = re.compile(r"[0-9a-f]{16}")


def current(place: str) -> str:
    """Return the name of the generation in use.

    Raises:
        IndexDamagedError: CURRENT names none.
        OSError: It is missing.
    """
    try:
        with open_private(os.path.join(place, CURRENT)) as file:
            generation = file.read().decode("ascii", "replace")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise damage(place, f"{CURRENT}: {error.strerror}") from error
    if not _GENERATION.fullmatch(generation):
        raise damage(place, f"{CURRENT} names no generation")
    return generation


def current_or_none(place: str) -> str | None:
    """Return the name of the generation in use, if it can be told."""
    try:
        return current(place)
    except (OSError, IndexStoreError):
        return None


def publish(place: str, generation: str) -> None:
    """Put a generation in use, for good on return."""
    folder = os.path.join(place, generation)
    pointer = os.path.join(folder, CURRENT)
    write_private(pointer, generation.encode())
    sync(folder)
    sync(place)
    os.replace(pointer, os.path.join(place, CURRENT))
    # The old generation may not be gone from the disk before CURRENT has left it.
    sync(place)


def is_folder(entry: os.DirEntry[str], pattern: re.Pattern[str]) -> bool:
    """Return whether `entry` is a folder whose name is of `pattern`."""
    return bool(pattern.fullmatch(entry.name)) and entry.is_dir(follow_symlinks=False)


def build_time(place: str) -> float:
    """Return when the generation in use was put in use."""
    try:
        return os.lstat(os.path.join(place, CURRENT)).st_mtime
    except OSError:
        return 0.0


def remove_generations(place: str, dead_before: float) -> None:
    """Remove the generations that are not in use, and not younger."""
    import shutil

    with suppress(OSError, IndexStoreError):
        in_use = current(place) if os.path.lexists(os.path.join(place, CURRENT)) else None
        for entry in [e for e in os.scandir(place) if is_folder(e, _GENERATION)]:
            if entry.name != in_use and entry.stat().st_mtime < dead_before:
                shutil.rmtree(entry.path, ignore_errors=True)


def remove_index(place: str, dead_before: float) -> None:
    """Remove an index, but for generations that are younger."""
    with suppress(OSError):
        os.unlink(os.path.join(place, CURRENT))
    remove_generations(place, dead_before)
    with suppress(OSError):
        os.rmdir(place)
