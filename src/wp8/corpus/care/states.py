"""How each document of a corpus stands to the index: what is new, changed, missing, unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError, SourceMissingError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wp8.corpus.document import Corpus, Document

State = Literal["indexed", "new", "changed", "missing", "unread"]
STATES: Final[tuple[State, ...]] = ("indexed", "new", "changed", "missing", "unread")


class Indexed(NamedTuple):
    """What the last index of a corpus was made of, by the ids of documents.

    `keys` has the key of each source that could be opened, `unread` why one has no records.
    """

    keys: Mapping[str, str]
    unread: Mapping[str, str]


class Standing(NamedTuple):
    """A document and how it stands.

    It is `indexed` as its source is now; `new`, not in the index yet; `changed` since it was
    indexed; `missing`, its file is gone; or `unread`, and then `why` says for which reason.
    """

    document: Document
    state: State
    why: str = ""


def standings(corpus: Corpus, indexed: Indexed) -> Iterator[Standing]:
    """Yield how each document of `corpus` stands, in their order.

    No source is opened but what could not be when the corpus was loaded.
    """
    for document in corpus.documents:
        key = corpus.keys.get(document.id)
        if key is None:
            yield _unopened(corpus, document)
        elif document.id not in indexed.keys:
            yield Standing(document, "new")
        elif key != indexed.keys[document.id]:
            yield Standing(document, "changed")
        elif why := indexed.unread.get(document.id):
            yield Standing(document, "unread", why.removeprefix(f"{document.file}: "))
        else:
            yield Standing(document, "indexed")


def left(corpus: Corpus, indexed: Indexed) -> Collection[str]:
    """Return the ids that the index has and the manifest does not any more."""
    own = {document.id for document in corpus.documents}
    return [id_ for id_ in indexed.keys if id_ not in own]


def _unopened(corpus: Corpus, document: Document) -> Standing:
    path = corpus.folder / document.file
    try:
        source_bytes(path)
    except SourceMissingError:
        return Standing(document, "missing")
    except CorpusError as error:
        return Standing(document, "unread", error.message.removeprefix(f"{path}: "))
    # It can be read by now.
    return Standing(document, "new")
