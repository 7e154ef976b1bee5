"""The files of a corpus folder that a pattern of the manifest names."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import GLOSSARY, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FIGURES: Final = re.compile(r"([0-9]+)")
_ANY_DEPTH: Final = "**"


def matching_files(folder: Path, pattern: str, look: Callable[[str], object]) -> list[str]:
    """Return the files under `folder` that `pattern` names, in natural order of their paths.

    They are relative to `folder`; `look` gets the paths of the folders, each before it is listed.
    As in a shell, `*` finds no hidden name; `**` is any folders, links to folders excepted.
    """
    *steps, last = PurePosixPath(pattern).parts
    folders = [""]
    for step in steps:
        found: dict[str, None] = {}
        for place in folders:
            found |= dict.fromkeys(_folders(folder, place, step, look))
        folders = list(found)
    files = [
        os.path.join(place, entry.name)
        for place in folders
        for entry in _entries(folder, place, look)
        if _matches(entry.name, last) and not entry.is_dir()
    ]
    return sorted(set(files).difference((MANIFEST, GLOSSARY)), key=_natural)


def _folders(folder: Path, place: str, step: str, look: Callable[[str], object]) -> Iterator[str]:
    if step == _ANY_DEPTH:
        waiting = [place]
        while waiting:
            yield (place := waiting.pop())
            waiting += (
                os.path.join(place, entry.name)
                for entry in _entries(folder, place, look)
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            )
        return
    for entry in _entries(folder, place, look):
        if entry.is_dir() and _matches(entry.name, step):
            yield os.path.join(place, entry.name)


def _entries(folder: Path, place: str, look: Callable[[str], object]) -> list[os.DirEntry[str]]:
    look(place)
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
