"""The digests of a corpus and of its sources, made of its files as they are read."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from wp8.corpus.digest import GLOSSARY, MANIFEST, stat_line
from wp8.corpus.packages import package_version, packages
from wp8.corpus.readers import PACKAGES
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from wp8.document import Document


class Fingerprint:
    """The SHA-256 of those of the manifest, of the glossary if there is one, and of the sources.

    A source that cannot be read counts by the reason why, and so does a package that reads some.
    `known` has the SHA-256 of files by their stats, which need not be read, `sums` those of all.
    `keys` has the `source_key` of each document whose source could be read, by its id.
    """

    def __init__(self, folder: Path, manifest: bytes, known: Mapping[str, str]) -> None:
        self._folder = folder
        self._known = known
        self._digest = hashlib.sha256()
        self.keys: dict[str, str] = {}
        self.sums: dict[str, str] = {}
        self._update(MANIFEST, sum_of(manifest))
        if (folder / GLOSSARY).exists():
            self._update(GLOSSARY, sum_of(source_bytes(folder / GLOSSARY)))

    def add(self, document: Document) -> None:
        """Take account of the source of a document, in their order."""
        path = self._folder / document.file
        try:
            own = self._known_sum(path, document.file) or sum_of(source_bytes(path))
        except CorpusError as error:
            reason = error.message.removeprefix(f"{path}: ")
            self._digest.update(os.fsencode(f"{document.file}\0-\0{reason}\0"))
        else:
            self._update(document.file, own)
            self.keys[document.id] = source_key(document, own)

    def _known_sum(self, path: Path, name: str) -> str | None:
        if not self._known:
            return None
        try:
            return self._known.get(stat_line(path, name)[0])
        except (OSError, ValueError):
            return None

    def digest(self, documents: Iterable[Document]) -> str:
        """Return the digest of `documents`, once each has been added."""
        digest = self._digest.copy()
        for package in packages(documents):
            digest.update(f"{package}\0{package_version(package)}\0".encode())
        return f"sha256:{digest.hexdigest()}"

    def _update(self, name: str, own: str) -> None:
        self.sums[name] = own
        self._digest.update(os.fsencode(f"{name}\0{own}\0"))


def sum_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes of a file."""
    return hashlib.sha256(content).hexdigest()


def source_key(document: Document, own: str) -> str:
    """Return the digest of all that the records of a document are made of: they change with it.

    `own` is the SHA-256 of its source.
    """
    package = PACKAGES.get(document.layout)
    version = package_version(package) if package else ""
    made_of = f"{document.id}\0{document.file}\0{document.layout}\0{version}\0{own}"
    return sum_of(os.fsencode(made_of))
