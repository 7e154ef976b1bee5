"""A memo of a corpus: its name, digest, engine and glossary, by the stat of its files, as in git.

With it a search need not read and hash the corpus, nor parse its manifest. It has the SHA-256 of
each source too, so that of a changed corpus only the files are read that have changed.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from wp8.corpus.document import Corpus
    from wp8.files import Kept

    # Whether a file in a folder, by its name there, has a SHA-256.
    HasSum = Callable[[str | PathLike[str], str, str], bool]

MANIFEST: Final = "corpus.toml"
GLOSSARY: Final = "glossary.toml"
# Of earlier editions: not one of the sources, and no part of any digest.
LEDGER: Final = "wp8-editions.jsonl"

# Stands before the digest of the names in a folder, which is no digest of bytes.
IN_FOLDER: Final = "/"

_HEADER: Final = "wp8 stamp 8"
_ABSENT: Final = "-"
# A file may change twice within one tick of its file system's clock and keep its stat.
_FRESH_NANOSECONDS: Final = 2_000_000_000


class Known(NamedTuple):
    """What is known of a corpus without reading it.

    `made_of` changes with what its records are made of, and nothing else. `glossary` has the forms
    of each group; `engine` is empty where the manifest names none; `size` is the number of bytes of
    the sources.
    """

    name: str
    digest: str
    made_of: str
    glossary: tuple[tuple[str, ...], ...]
    engine: str
    size: int


def has_ledger(folder: str | PathLike[str]) -> bool:
    """Return whether the corpus in `folder` has a ledger of earlier editions."""
    return os.path.lexists(os.path.join(folder, LEDGER))


class Memo:
    """What `stamp` knows of the corpus in `folder`, each file of which is looked at once.

    `since` is a moment before the first was, in ns.
    """

    def __init__(self, folder: str | PathLike[str], stamp: Kept | None = None) -> None:
        self.since = time.time_ns()
        self._folder = os.fspath(folder)
        self._stamp = stamp
        self._made, self._described, self._files = 0, [""] * 6, list[str]()
        self._looked: dict[str, tuple[str, str]] = {}
        self._noted: dict[str, tuple[str, str]] | None = None
        if stamp:
            with suppress(ValueError):
                made, *lines = _stamped(folder, stamp)
                self._made, self._described, self._files = int(made), lines[:6], lines[6:]

    def look(self, name: str) -> tuple[str, str]:
        """Return the line for the stat of a file, and what is noted of one that is as it was.

        Of what was changed shortly before the stamp was made, nothing is known. Errors as of
        `stat_line`.
        """
        found = self._looked.get(name)
        if found is None:
            if self._noted is None:
                files = (each.partition(" ") for each in self._files)
                self._noted = {line.split(" ", 4)[-1]: (line, own) for own, _, line in files}
            line, newest = stat_line(self._folder, name)
            before, own = self._noted.get(name, ("", ""))
            is_as_it_was = line == before and not is_racy(newest, self._made)
            found = self._looked[name] = line, own if is_as_it_was else ""
        return found

    def known(self, has_sum: HasSum = lambda *_: False) -> Known | None:
        """Return what the stamp knows of the corpus, if it still vouches for it.

        None if the stamp is missing, or if a file of the corpus has another stat than the stamp
        has, or was changed too shortly before the stamp was made. But a file that `has_sum` says to
        have the same bytes all the same, or a folder with the same names, is as it was: the stamp
        gets its stat, and is of now.
        """
        try:
            name, digest, made_of, engine, size, glossary = self._described
            is_known, is_untouched = self._look_at_all(has_sum)
        except (OSError, ValueError):
            return None
        if not is_known or list(self._looked)[:2] != [MANIFEST, GLOSSARY]:
            return None
        if not is_untouched:
            lines = (f"{own} {line}" for line, own in self._looked.values())
            self._write(self.since, [*self._described, *lines])
        groups = tuple(tuple(group.split("\t")) for group in glossary.split("\t\t") if group)
        return Known(name, digest, made_of, groups, engine, int(size))

    def _look_at_all(self, has_sum: HasSum) -> tuple[bool, bool]:
        """Look at all files that the stamp knows.

        Return whether all have the bytes that they had, and whether they have the same stat too.
        Once one has other bytes, those of another that was touched are left to who reads it.

        Raises:
            OSError: One cannot be looked at.
            ValueError: One is of another Python.
        """
        folder, looked, latest = self._folder, self._looked, self._made - _FRESH_NANOSECONDS
        is_known = is_untouched = True
        for line in self._files:
            own, _, _, _, _, name = line.split(" ", 5)
            if _is_away(name) and os.path.dirname(os.path.dirname(name)) not in sys.path:
                raise ValueError(name)  # a package for sources
            now, newest = stat_line(folder, name)
            if newest > latest or f"{own} {now}" != line:
                is_untouched = False
                is_known = is_known and own != _ABSENT and has_sum(folder, name, own)
                own = own if is_known else ""
            looked[name] = now, own
        self._noted = {}
        return is_known, is_untouched

    def remember(self, corpus: Corpus) -> None:
        """Write the stamp, from which `known` tells of `corpus`, unless it does already.

        Nothing is written if not all files could be looked at, or if the stamp cannot be written.
        What was too fresh when the corpus was loaded is looked at again.
        """
        since, files = corpus.seen
        if not files:
            return
        # The stats were taken before the bytes were read: whatever has changed the corpus since
        # then gives another stat.
        described = _described(corpus)
        lines = [f"{own or _ABSENT} {line}" for line, own in files.values()]
        is_known = (described, lines) == (self._described, self._files)
        if not is_known or is_racy(max(changed(line) for line, _ in files.values()), self._made):
            self._write(since, [*described, *lines])

    def _write(self, since: int, lines: list[str]) -> None:
        place = os.path.abspath(self._folder)
        content = "".join(f"{line}\n" for line in (_HEADER, str(since), place, *lines))
        if self._stamp and content.count("\n") == len(lines) + 3:
            with suppress(ValueError):
                self._stamp.write(os.fsencode(content))


def _stamped(folder: str | PathLike[str], stamp: Kept) -> list[str]:
    """Return the lines of a stamp of the corpus in `folder`: when it was made, and what it knows.

    Raises:
        ValueError: It is none, or of another folder.
    """
    header, made, place, *lines, _ = os.fsdecode(stamp.read() or b"").split("\n")
    if (header, place) != (_HEADER, os.path.abspath(folder)):
        raise ValueError(header)
    return [made, *lines]


def _described(corpus: Corpus) -> list[str]:
    """Return what is known of a corpus, a line each."""
    glossary = "\t\t".join("\t".join(group.forms) for group in corpus.glossary)
    known = (corpus.name, corpus.digest, corpus.made_of, corpus.engine, str(corpus.size))
    return [*known, glossary]


def stat_line(folder: str | PathLike[str], name: str) -> tuple[str, int]:
    """Return the line for the stat of a file, which it is known by, and when it was changed in ns.

    Raises:
        OSError: It cannot be looked at, though it may be there.
    """
    try:
        # As os.path.join, which takes as long as to look.
        stat = os.stat(name if _is_away(name) else f"{folder}{os.sep}{name}")
    except FileNotFoundError:
        return f"{_ABSENT} {_ABSENT} {_ABSENT} {_ABSENT} {name}", 0
    modified, inode_changed = stat.st_mtime_ns, stat.st_ctime_ns
    line = f"{stat.st_size} {modified} {inode_changed} {stat.st_ino} {name}"
    return line, modified if modified > inode_changed else inode_changed


def _is_away(name: str) -> bool:
    """Return whether a file is named by an absolute path: one that begins with a root or a drive.

    Few do, and to ask `isabs` of all takes half as long as to look.
    """
    return (name[:1] == os.sep or name[1:2] == ":") and os.path.isabs(name)


def changed(line: str) -> int:
    """Return when a file was changed, in ns, as the line for its stat says."""
    _, modified, inode_changed, _ = line.split(" ", 3)
    return 0 if modified == _ABSENT else max(int(modified), int(inode_changed))


def is_of_bytes(own: str) -> bool:
    """Return whether what is noted of a file is the SHA-256 of its bytes."""
    return own[:1] not in ("", _ABSENT, IN_FOLDER)


def is_racy(newest: int, made: int) -> bool:
    """Return whether what was changed at `newest` may have changed again at `made`, both in ns."""
    return newest > made - _FRESH_NANOSECONDS
