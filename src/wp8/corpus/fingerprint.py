"""The digests of a corpus and of its sources, made of its files as they are read."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.packages import package_version, packages
from wp8.corpus.readers import PACKAGES
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wp8.document import Document


class Fingerprint:
    """The SHA-256 of the manifest, of the glossary if there is one, and of the sources.

    A source that cannot be read counts by the reason why, and so does a package that reads some.
    `keys` has the `source_key` of each document whose source could be read, by its id.
    """

    def __init__(self, folder: Path, manifest: bytes) -> None:
        self._folder = folder
        self._digest = hashlib.sha256()
        self.keys: dict[str, str] = {}
        self._update(MANIFEST, manifest)
        if (folder / GLOSSARY).exists():
            self._update(GLOSSARY, source_bytes(folder / GLOSSARY))

    def add(self, document: Document) -> None:
        """Take account of the source of a document, in their order."""
        path = self._folder / document.file
        try:
            content = source_bytes(path)
        except CorpusError as error:
            reason = error.message.removeprefix(f"{path}: ")
            self._digest.update(os.fsencode(f"{document.file}\0-\0{reason}\0"))
        else:
            self._update(document.file, content)
            self.keys[document.id] = source_key(document, content)

    def digest(self, documents: Iterable[Document]) -> str:
        """Return the digest of `documents`, once each has been added."""
        digest = self._digest.copy()
        for package in packages(documents):
            digest.update(f"{package}\0{package_version(package)}\0".encode())
        return f"sha256:{digest.hexdigest()}"

    def _update(self, name: str, content: bytes) -> None:
        # With its length, no byte can pass from one file to the next unseen.
        self._digest.update(os.fsencode(f"{name}\0{len(content)}\0"))
        self._digest.update(content)


def source_key(document: Document, content: bytes) -> str:
    """Return the digest of all that the records of a document are made of: they change with it."""
    package = PACKAGES.get(document.layout)
    version = package_version(package) if package else ""
    made_of = f"{document.id}\0{document.file}\0{document.layout}\0{version}\0"
    return hashlib.sha256(os.fsencode(made_of) + content).hexdigest()
