"""The files of a corpus folder that a pattern of the manifest names."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import GLOSSARY, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FIGURES: Final = re.compile(r"([0-9]+)")
_ANY_DEPTH: Final = "**"


def matching_files(folder: Path, pattern: str) -> tuple[list[str], list[str]]:
    """Return the files under `folder` that `pattern` names, in natural order of their paths.

    With them come the folders that were listed to find them; all are relative to `folder`. As in
    a shell, a pattern's `*` finds no hidden name; `**` is any folders, links to folders excepted.
    """
    *steps, last = PurePosixPath(pattern).parts
    folders = [""]
    listed: dict[str, None] = {}
    for step in steps:
        found: dict[str, None] = {}
        for place in folders:
            found |= dict.fromkeys(_folders(folder, place, step, listed))
        folders = list(found)
    files = [
        os.path.join(place, entry.name)
        for place in folders
        for entry in _entries(folder, place, listed)
        if _matches(entry.name, last) and not entry.is_dir()
    ]
    sources = set(files).difference((MANIFEST, GLOSSARY))
    return sorted(sources, key=_natural), list(listed)


def _folders(folder: Path, place: str, step: str, listed: dict[str, None]) -> Iterator[str]:
    if step == _ANY_DEPTH:
        waiting = [place]
        while waiting:
            yield (place := waiting.pop())
            waiting += (
                os.path.join(place, entry.name)
                for entry in _entries(folder, place, listed)
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            )
        return
    for entry in _entries(folder, place, listed):
        if entry.is_dir() and _matches(entry.name, step):
            yield os.path.join(place, entry.name)


def _entries(folder: Path, place: str, listed: dict[str, None]) -> list[os.DirEntry[str]]:
    listed[place] = None
    try:
        with os.scandir(folder / place) as entries:
            return list(entries)
    except OSError:
        return []


def _matches(name: str, pattern: str) -> bool:
    hidden = name.startswith(".") and not pattern.startswith(".")
    return not hidden and fnmatchcase(name, pattern)


def _natural(path: str) -> tuple[list[tuple[int, str]], str]:
    """Return a key that sorts `part10` after `part9`."""
    pieces = _FIGURES.split(path.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces], path
