"""The files of a corpus folder: which a pattern of the manifest names, and which stay inside."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import suppress
from fnmatch import translate
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import GLOSSARY, IN_FOLDER, LEDGER, MANIFEST
from wp8.words.characters import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_FIGURES: Final = re.compile(r"\d+")
_ANY_DEPTH: Final = "**"


class Files:
    """The files of a corpus folder, each folder of which is listed once for all patterns.

    `look` gets the paths of the folders, relative to `folder`, each before it is listed, and
    `listed` the same with what `sum_of_names` makes of it. `unlisted` has those that cannot be, and
    why.
    """

    def __init__(
        self,
        folder: Path,
        look: Callable[[str], object] = lambda _: None,
        listed: Callable[[str, str], object] = lambda *_: None,
    ) -> None:
        self._folder = folder
        self._look = look
        self._note = listed
        self.unlisted: dict[str, str] = {}
        self._listed: dict[str, list[os.DirEntry[str]]] = {}

    def matching(self, pattern: str) -> list[str]:
        """Return the files that `pattern` names, relative, in natural order of their paths.

        As in a shell, `*` finds no hidden name; `**` is any folders, links to folders excepted.
        One folder under several names, which are links, is one.
        """
        *steps, last = PurePosixPath(pattern).parts
        folders = [""]
        for step, before in zip(steps, ("", *steps), strict=False):
            if step == _ANY_DEPTH:
                # Any folders of any folders are no others.
                folders = folders if before == step else self._below(folders)
            else:
                folders = self._inside(folders, step)
        matches = _matcher(last)
        keys: dict[str, str] = {}
        for place in folders:
            inside = f"{place}{os.sep}" if place else ""
            key = natural(inside)
            for entry in self._entries(place):
                if matches(entry.name) and not is_folder(entry):
                    keys[inside + entry.name] = key + natural(entry.name)
        files = sorted(keys.keys() - {MANIFEST, GLOSSARY, LEDGER})
        return sorted(files, key=keys.__getitem__)

    def _below(self, places: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        waiting = list(places)
        while waiting:
            if (place := waiting.pop()) not in found:
                found[place] = None
                waiting += (
                    os.path.join(place, entry.name)
                    for entry in self._entries(place)
                    if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
                )
        return list(found)

    def _inside(self, places: Iterable[str], step: str) -> list[str]:
        found: dict[tuple[int, int], str] = {}
        matches = _matcher(step)
        for place in places:
            for entry in self._entries(place):
                if matches(entry.name) and is_folder(entry):
                    with suppress(OSError):
                        status = os.stat(entry.path)
                        inside = os.path.join(place, entry.name)
                        found.setdefault((status.st_dev, status.st_ino), inside)
        return list(found.values())

    def _entries(self, place: str) -> list[os.DirEntry[str]]:
        if place not in self._listed:
            self._look(place)
            self._listed[place] = []
            try:
                with os.scandir(self._folder / place) as entries:
                    self._listed[place] = found = sorted(entries, key=_links_last)
                self._note(place, sum_of_names(found))
            except OSError as error:
                self.unlisted[place] = str(error.strerror)
        return self._listed[place]


class Inside:
    """Which files stay in a folder, links followed; each folder below it is looked at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fspath(folder)
        self._known: dict[str, bool] = {}

    def has(self, file: str) -> bool:
        """Return whether the relative path `file` stays in the folder."""
        if os.path.isabs(file) or (".." in file and ".." in PurePath(file).parts):
            return False
        place = os.path.join(self._folder, file)
        with suppress(OSError, ValueError):
            if not stat.S_ISLNK(os.lstat(place).st_mode):
                return self._leads_inside(os.path.dirname(place))
        with suppress(OSError, ValueError):
            return self._leads_inside(place)
        return False

    def _leads_inside(self, path: str) -> bool:
        if path not in self._known:
            inside, place = os.path.realpath(self._folder), os.path.realpath(path)
            # A link that is left leads round.
            is_below = f"{place}{os.sep}".startswith(f"{inside.rstrip(os.sep)}{os.sep}")
            self._known[path] = is_below and not os.path.islink(place)
        return self._known[path]


def sum_of_names(entries: Iterable[os.DirEntry[str]]) -> str:
    """Return a digest of the names in a folder, and of which are folders; nothing if one is a link.

    The ledger, which wp8 writes itself, is left out: no pattern finds it.
    """
    names = []
    for entry in entries:
        if entry.is_symlink():
            return ""
        if entry.name != LEDGER:
            names.append(f"{entry.name}{os.sep}" if entry.is_dir() else entry.name)
    return IN_FOLDER + hashlib.sha256(os.fsencode("\0".join(sorted(names)))).hexdigest()


def is_folder(entry: os.DirEntry[str] | Path) -> bool:
    """Return whether a name leads to a folder."""
    try:
        return entry.is_dir()
    except OSError:
        # Links that lead round, or through too many others.
        return False


def _links_last(entry: os.DirEntry[str]) -> tuple[bool, str]:
    return entry.is_symlink(), entry.name


def _matcher(pattern: str) -> Callable[[str], object]:
    """Return what says whether a name is one that `pattern` means; hidden ones only if it is."""
    visible = "" if pattern.startswith(".") else r"(?!\.)"
    return re.compile(visible + translate(pattern)).match


def natural(path: str) -> str:
    """Return a key that sorts `part10` after `part9`; joined, those of names are one of a path."""
    return _FIGURES.sub(_by_size, path.casefold())


def _by_size(figures: re.Match[str]) -> str:
    """Return figures with their number before them, and before that what no name has."""
    number = folded(figures[0]).lstrip("0")
    return f"\0{chr(len(number))}{number}"
