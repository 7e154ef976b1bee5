"""The catalogue of a corpus, kept beside its indexes: made anew when the corpus is another."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING

from wp8.errors import CorpusChangedError
from wp8.workspace.place import kept_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wp8.corpus.document import Corpus
    from wp8.query.backend import Backend
    from wp8.query.fields.catalogue import Catalogue
    from wp8.workspace.settings import Notify, Settings


def catalogue_of(
    settings: Settings,
    digest: str,
    loaded: Corpus | None,
    backend: Backend,
    notify: Notify,
    glossary: Sequence[Sequence[str]],
) -> Callable[[], Catalogue]:
    """Return what gives the catalogue of the corpus with this digest; it is read at the first call.

    `loaded` is that corpus, if it was loaded.
    What gives it raises CorpusError if the corpus cannot be read.
    """

    @cache
    def catalogue() -> Catalogue:
        from wp8.query.fields.catalogue import Catalogue

        content = _content(settings, digest, loaded)
        languages = cache(partial(_languages, backend))
        return Catalogue(content, notify, languages, _dated, glossary)

    return catalogue


def _dated(typed: str) -> str:
    from wp8.corpus.item.dates import text  # most queries have no date in words

    return text(typed)


def _content(settings: Settings, digest: str, loaded: Corpus | None) -> str:
    from zlib import crc32

    from wp8.query.fields.catalogue import is_of

    place = crc32(os.fsencode(os.path.abspath(settings.corpus)))
    kept = kept_beside(settings, f"corpus-{place:08x}.catalogue")
    content = (kept.read() or b"").decode(errors="replace")
    if is_of(content, digest):
        return content
    made = _made(settings, loaded).encode(errors="replace")
    kept.write(made)
    content = made.decode()
    if not is_of(content, digest):
        message = f"{settings.corpus}: the corpus was changed since it was opened"
        raise CorpusChangedError(message, hint="try again")
    return content


def _made(settings: Settings, loaded: Corpus | None) -> str:
    """Return the content of the catalogue of the corpus: as it was loaded, or as it is now."""
    from wp8.citation.item import keys
    from wp8.corpus.metadata.values import columns
    from wp8.query.fields.catalogue import written
    from wp8.workspace.sources import titled

    corpus = titled(settings, loaded)
    documents = corpus.documents
    said = columns(documents, keys(documents))
    ids = [document.id for document in documents]
    return written(corpus.digest, ids, corpus.subcorpora, said)


def _languages(backend: Backend) -> Mapping[str, str]:
    """Return the languages that the texts of documents are in, as their records tell."""
    from wp8.query.tree import Filter

    found = {}
    for facet in backend.vocabulary.facets():
        field, _, language = facet.partition(":")
        if field == "language":
            having = backend.search(Filter((facet,)), limit=0).counts
            found.update(dict.fromkeys(having, language))
    return found
