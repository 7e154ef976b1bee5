"""A corpus of one's own that processes change: which documents it has, and which are found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

import wp8
from wp8.corpus.digest import MANIFEST
from wp8.corpus.manifest import load_corpus
from wp8.workspace.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WP8: Final = (sys.executable, "-m", "wp8")
# In every document that these attacks make.
WORD: Final = "paragraph"


class Own(NamedTuple):
    """A corpus and the folder of its indexes."""

    corpus: Path
    indexes: Path
    engine: str = "whoosh"

    @property
    def where(self) -> tuple[str, ...]:
        """The options of a command that works on it."""
        index = ("--index", str(self.indexes), "--engine", self.engine)
        return ("--corpus", str(self.corpus), *index)

    def texts(self) -> list[str]:
        """Return the text of each document; there are none where there is no corpus."""
        if not (self.corpus / MANIFEST).exists():
            return []
        documents = load_corpus(self.corpus).documents
        return sorted((self.corpus / document.file).read_text() for document in documents)

    def found(self) -> list[str]:
        """Return the texts of the documents that a search finds.

        Where wp8 says that it does not search one, the search is after the `wp8 reindex` that
        docs/corpora.md names for that.
        """
        said: list[str] = []
        where = settings(str(self.corpus), str(self.indexes), self.engine)
        with wp8.Corpus(where, said.append) as opened:
            found = opened.search(WORD)
            if any(line.startswith("not searched") for line in said):
                opened.reindex()
                found = opened.search(WORD)
            return sorted(f"{hit.text}\n" for hit in found)

    def left(self) -> list[str]:
        """Return what lies in the folder that is no part of the corpus."""
        known = {MANIFEST, *(document.file for document in load_corpus(self.corpus).documents)}
        return sorted(path.name for path in self.corpus.iterdir() if path.name not in known)


def written(folder: Path, names: Iterable[str]) -> list[Path]:
    """Return a file of each of these names, which has one paragraph that no other has."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in names]
    for file in files:
        file.write_text(f"The {WORD} of {folder.name} {file.stem}.\n")
    return files
