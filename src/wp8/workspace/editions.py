"""The editions that a new index supersedes, noted in the ledger of a corpus."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wp8.corpus.editions.ledger import superseded, texts_of
from wp8.corpus.editions.past import renumbered
from wp8.corpus.editions.written import note
from wp8.errors import CorpusError, EngineError, IndexStoreError
from wp8.index.segments.indexer import noted
from wp8.numbers import NAMED, numbered
from wp8.query.tree import Filter
from wp8.workspace.last_index import last_index
from wp8.workspace.place import store_of
from wp8.workspace.settings import is_shipped, unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.document import Corpus
    from wp8.corpus.editions.ledger import Edition
    from wp8.query.backend import Backend
    from wp8.workspace.settings import Settings


def note_editions(settings: Settings, corpus: Corpus, name: str) -> list[str]:
    """Note which editions of documents the index `name` supersedes; return what has changed so.

    They are those of the index that was the last before it, where that can be opened. Where the
    ledger cannot be written, that is said, and nothing is noted.
    """
    last = last_index(settings)
    if last in ("", name) or is_shipped(settings.corpus):
        return []
    numbers: dict[str, int] = {}
    try:
        found = list(_superseded(settings, corpus, last, name, numbers))
        if found:
            note(Path(settings.corpus), found, unheard)
    except (EngineError, IndexStoreError):
        return []
    except CorpusError as error:
        return [f"the numbers of the edition before are not kept: {error.message}"]
    changed = [document for document, number in numbers.items() if number]
    if not changed:
        return []
    documents = changed[0] if len(changed) == 1 else f"{len(changed):,} documents"
    named = " ".join(["docs changes", *(changed if len(changed) <= NAMED else ())])
    told = settings.line(named)
    total = sum(numbers.values())
    are = "is" if total == 1 else "are"
    return [f"{numbered(total, 'number')} of {documents} {are} not of the same text now: {told}"]


def _superseded(
    settings: Settings, corpus: Corpus, last: str, name: str, numbers: dict[str, int]
) -> Iterator[Edition]:
    """Yield the editions of the index `last` that are others in the index `name`.

    `numbers` gets, by documents, how many of their numbers do not name the same paragraphs.

    Raises:
        EngineError: Its engine is not there.
        IndexStoreError: It is not there, or is of another version.
    """
    store = store_of(settings, last)
    keys, _ = store.use(last, noted)
    changed = {id_ for id_, _ in corpus.keys.items() - keys.items() if id_ in keys}
    if not changed:
        return
    today = date.today().isoformat()
    with closing(store.open(last)) as before, closing(store_of(settings, name).open(name)) as after:
        ids, new_ids = _ids(before, changed), _ids(after, changed)
        for document in ids.keys() & new_ids.keys():
            old = texts_of(before.records(ids[document]))
            new = texts_of(after.records(new_ids[document]))
            if edition := superseded(document, old, new, today):
                numbers[document] = renumbered(edition, new)
                yield edition


def _ids(backend: Backend, documents: set[str]) -> dict[str, list[str]]:
    """Return the ids of the records of each of the documents that has some."""
    found: dict[str, list[str]] = {}
    chosen = Filter(tuple(f"document:{document}" for document in documents))
    for id_ in backend.search(chosen, order="document").ids:
        found.setdefault(id_.partition(":")[0], []).append(id_)
    return found
