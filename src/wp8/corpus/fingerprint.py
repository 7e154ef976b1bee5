"""The digests of a corpus and of its sources, made of its files as they are read."""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import (
    GLOSSARY,
    IN_FOLDER,
    MANIFEST,
    changed,
    is_of_bytes,
    is_racy,
    stat_line,
)
from wp8.corpus.document import NOTHING_SEEN, Seen
from wp8.corpus.metadata.described import Looked
from wp8.corpus.patterns import sum_of_names
from wp8.corpus.readers import PACKAGES
from wp8.corpus.readers.packages import package_files, package_version, packages
from wp8.corpus.source import is_inside, source_bytes
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from os import PathLike

    from wp8.corpus.digest import Memo
    from wp8.corpus.document import Document

_SAID: Final = attrgetter(
    "id", "file", "layout", "language", "encoding", "file_part", "text_column"
)

# Bytes of a SHA-256.
_SIZE: Final = hashlib.sha256().digest_size


class Fingerprint:
    """The SHA-256 of those of the manifest, of the glossary if there is one, and of the sources.

    A source that cannot be read counts by the reason why, and so does a package that reads some.
    What `memo` knows need not be read. `keys` has the `source_key` of each document whose source
    could be read, by its id, `size` the number of bytes of these.
    """

    def __init__(self, folder: Path, memo: Memo) -> None:
        self._folder = folder
        self._memo = memo
        self._digest: list[str] = []
        self._made_of = hashlib.sha256()
        self._files: dict[str, tuple[str, str]] = {}
        self._folders: list[str] = []
        self._sums: dict[str, tuple[str, str]] = {}
        self._is_all_seen = True
        self.keys = Keys()
        self.size = 0
        self._manifest, self._glossary = self.look(MANIFEST), self.look(GLOSSARY)

    def look(self, name: str) -> str:
        """Take account of what a file or a folder is before it is read; return a line for it.

        It is looked at once.
        """
        found = self._files.get(name)
        if found is None:
            line, _ = self._look(name)
            self._is_all_seen = self._is_all_seen and bool(line)
            found = self._files[name] = line, ""
        return found[0]

    def _look(self, name: str) -> tuple[str, str]:
        """Return the line for a file, and its SHA-256 if it is known; nothing if that cannot be."""
        try:
            line, own = self._memo.look(name)
        except (OSError, ValueError):
            return "", ""
        return line, own if is_of_bytes(own) else ""

    def enter(self, name: str) -> None:
        """Take account of what a folder is before it is listed."""
        self._folders.append(name)
        self.look(name)

    def listed(self, name: str, own: str) -> None:
        """Take account of what was listed in a folder, as `sum_of_names` has it."""
        self._files[name] = self.look(name), own

    def looked(self, manifest: bytes) -> Looked | None:
        """Return what was looked at for `manifest`; None if that is more than folders."""
        if not self._is_all_seen or any(is_of_bytes(own) for _, own in self._files.values()):
            return None
        folders = [self._files[name] for name in self._folders]
        return Looked(sum_of(manifest), self._memo.since, folders)

    def has_still(self, looked: Looked) -> bool:
        """Return whether all folders that were looked at are as they were, and look at them."""
        return all(self._has_still(line, own, looked.since) for line, own in looked.folders)

    def _has_still(self, line: str, own: str, since: int) -> bool:
        name = line.split(" ", 4)[-1]
        now = self.look(name)
        self.listed(name, own)
        is_same = now == line and not is_racy(changed(line), since)
        if is_same or not own:
            return is_same
        is_noted = now and self._memo.look(name)[1] == own
        return is_noted or has_sum(self._folder, name, own)

    def unknown(self, files: Iterable[str]) -> Iterator[str]:
        """Yield those of `files` that have to be read."""
        return (file for file in files if not self._look(file)[1])

    def read(self, name: str) -> bytes:
        """Return the bytes of a file that the manifest names beside the sources.

        Raises:
            CorpusError: It cannot be read.
        """
        line = self.look(name)
        content = source_bytes(self._folder / name)
        self._update(name, line, sum_of(content))
        return content

    def seen(self) -> Seen:
        """Return the files as they were before they were read."""
        return Seen(self._memo.since, self._files) if self._is_all_seen else NOTHING_SEEN

    def digest(self, manifest: bytes, documents: Sequence[Document]) -> str:
        """Return the digest of `documents`, of which `manifest` tells."""
        self._update(MANIFEST, self._manifest, sum_of(manifest))
        if (self._folder / GLOSSARY).exists():
            glossary = source_bytes(self._folder / GLOSSARY)
            self._update(GLOSSARY, self._glossary, sum_of(glossary))
        try:
            for file in package_files(documents):
                self.look(file)
        except UnreadableError:
            self._is_all_seen = False
        for document in documents:
            self._add(document)
        for package in packages(documents):
            self._digest += (package, package_version(package))
        return f"sha256:{_sum_of_lines(self._digest)}"

    def made_of(self) -> str:
        """Return the digest of what the records are made of, once all sources are accounted for."""
        return self._made_of.hexdigest()

    def _add(self, document: Document) -> None:
        """Take account of the source of a document, in their order: once, of one in many parts."""
        found = self._sums.get(document.file)
        if found is None:
            found = self._sums[document.file] = self._source(document.file)
        own, reason = found
        if own:
            made_of = source_key(document, own)
            self.keys.add(document.id, made_of)
        else:
            made_of = f"{document.id}\0{document.file}\0{reason}"
        self._made_of.update(os.fsencode(f"{made_of}\0"))

    def _source(self, file: str) -> tuple[str, str]:
        """Take account of a source; return its SHA-256, or nothing, and why it cannot be read."""
        line, own = self._look(file)
        if not own:
            self.look(file)
            try:
                own = sum_of(source_bytes(self._folder / file))
            except CorpusError as error:
                reason = error.message.removeprefix(f"{self._folder / file}: ")
                self._digest += (file, "-", reason)
                return "", reason
        self._update(file, line, own)
        size = line.partition(" ")[0]
        self.size += int(size) if size.isdecimal() else 0
        return own, ""

    def _update(self, name: str, line: str, own: str) -> None:
        self._files[name] = line, own
        self._digest += (name, own)


class Keys(Mapping[str, str]):
    """The `source_key` of documents by their ids, in order, held as bytes: there may be many.

    Who asks for them in order has no table of them made.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._ends = array("Q", (0,))
        self._keys = bytearray()
        self._next = 0

    def add(self, document: str, key: str) -> None:
        """Take the key of a document, which is a SHA-256: that of the next."""
        self._ids += document.encode()
        self._ends.append(len(self._ids))
        self._keys += bytes.fromhex(key)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self._id, range(len(self)))

    def __getitem__(self, document: str) -> str:
        likely = (at for at in (self._next, 0) if at < len(self) and self._id(at) == document)
        at = next(likely, -1)
        if at < 0:
            at = self._places[document]
        self._next = at + 1
        return self._key(at)

    def _id(self, at: int) -> str:
        return self._ids[self._ends[at] : self._ends[at + 1]].decode()

    def _key(self, at: int) -> str:
        return self._keys[_SIZE * at : _SIZE * (at + 1)].hex()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {document: at for at, document in enumerate(self)}


def seen_again(folder: Path, seen: Seen, unread: Collection[str] = ()) -> Seen:
    """Return what was seen as it is seen now, if no file has changed; otherwise nothing.

    Nothing too where that takes more to tell. The files `unread` are not looked at: where there are
    some, it is returned as it was seen.
    """
    since, path = time.time_ns(), os.fspath(folder)
    try:
        same = all(
            name in unread or _is_same(path, name, line, own, seen.since)
            for name, (line, own) in seen.files.items()
        )
    except (OSError, ValueError, CorpusError):
        return NOTHING_SEEN
    return Seen(seen.since if unread else since, seen.files) if same else NOTHING_SEEN


def _is_same(folder: str, name: str, line: str, own: str, since: int) -> bool:
    now, newest = stat_line(folder, name)
    if now != line:
        return False
    # It may have been changed since, and have the same stat.
    return not is_racy(newest, since) or own == _sum_now(Path(folder, name), own)


def has_sum(folder: str | PathLike[str], name: str, own: str) -> bool:
    """Return whether the file of this name in `folder` can be read there and has a SHA-256.

    Of a folder, whether what is in it has the sum that `sum_of_names` makes.
    """
    try:
        return is_inside(Path(folder), name) and _sum_now(Path(folder, name), own) == own
    except (OSError, CorpusError):
        return False


def _sum_now(path: Path, own: str) -> str:
    """Return the sum that is now in the place of `own`."""
    if own.startswith(IN_FOLDER):
        with os.scandir(path) as entries:
            return sum_of_names(entries)
    return sum_of(source_bytes(path))


def sum_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes of a file."""
    return hashlib.sha256(content).hexdigest()


def _sum_of_lines(lines: Iterable[str]) -> str:
    """Return the SHA-256 of texts, each with a zero behind it."""
    return sum_of(os.fsencode("\0".join((*lines, ""))))


def source_key(document: Document, own: str) -> str:
    """Return the digest of all that the records of a document are made of: they change with it.

    `own` is the SHA-256 of its source, in the place of which a part may have its own.
    """
    package = PACKAGES.get(document.layout)
    version = package_version(package) if package else ""
    speaker = document.speaker if document.fields else ""
    own = document.part_sum or own
    return sum_of(os.fsencode("\0".join((*_SAID(document), speaker, version, own))))
