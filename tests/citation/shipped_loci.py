"""Loci of the corpus that is shipped, by their address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.citation.loci import Loci, words_in
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.query.address import Addresses

if TYPE_CHECKING:
    from wp8.citation.locus import Locus

CORPUS: Final = load_corpus(Path(__file__).parents[2] / "corpus")
_BACKEND: Final = MemoryBackend(read_records(CORPUS))
_ADDRESSES: Final = Addresses(_BACKEND)
_LOCI: Final = Loci(CORPUS, _BACKEND)


def locus(address: str, words: str = "") -> Locus:
    """Return the locus that `address` names, with the words in it that are quoted."""
    records = _BACKEND.records(_ADDRESSES.resolve(address))
    return _LOCI.locus(records, words_in(records, words) if words else None)
