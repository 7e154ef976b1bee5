"""What a manifest was found to say, kept from one time to the next, so that it is not read again.

It holds as long as the manifest has the same bytes, and the folders that its patterns look into
have the stat that they had, or the same names in them. Of one that has changed, a table that it had
before still describes the same document. Where it rests on the content of another file, nothing is
kept.
"""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.document import Document, of_columns
from wp8.corpus.metadata.tables import separate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.files import Kept

# Raise it when a manifest is read as something else; with other fields it is another by itself.
_VERSION: Final = 6
_HEADER: Final = ["wp8 described", _VERSION, *Document.__match_args__]


class Described(NamedTuple):
    """What a manifest says: the name, the documents, the engine, and the queries by subcorpora.

    `doubts` are of what may not be meant so, by the ids of documents; `tables` is the text of the
    table of each document, `joined`, empty where it has none of its own, or where none has.
    """

    name: str
    documents: Sequence[Document]
    engine: str
    subcorpora: Mapping[str, str]
    doubts: Mapping[str, Sequence[str]]
    tables: str

    @property
    def by_tables(self) -> dict[str, Document]:
        """The documents by the texts of their tables."""
        if not self.tables:
            return {}
        pairs = zip(separate(self.tables), self.documents, strict=True)
        return {text: document for text, document in pairs if text}


class Looked(NamedTuple):
    """What a manifest is read from: the SHA-256 of its bytes, and folders.

    Of each there is a line for its stat and the sum of the names in it, nothing where it has none.
    They were looked at after `since`, in ns.
    """

    own: str
    since: int
    folders: Sequence[Sequence[str]]


def kept_description(kept: Kept) -> tuple[Looked, Described] | None:
    """Return what is kept of a manifest, and what it was read from; None if nothing is."""
    with suppress(ValueError, TypeError):
        said, _, tables = (kept.read() or b"").decode().partition("\n")
        header, looked, name, columns, engine, subcorpora, doubts = json.loads(said)
        if header == _HEADER:
            documents = of_columns(dict(zip(Document.__match_args__, columns, strict=True)))
            described = Described(name, documents, engine, subcorpora, doubts, tables)
            return Looked(*looked), described
    return None


def keep_description(kept: Kept, looked: Looked, described: Described) -> None:
    """Keep what a manifest says, unless it says what does not come back as it was."""
    name, documents, *others, tables = described
    columns = [*map(_column, Document.__match_args__, repeat(documents))]
    with suppress(ValueError, TypeError):
        # TOML has nothing else that comes back as another.
        content = json.dumps([_HEADER, looked, name, columns, *others], allow_nan=False)
        kept.write(f"{content}\n{tables}".encode())


def _column(name: str, documents: Sequence[Document]) -> list[Any]:
    """Return the values of a field, or one where it is that of all."""
    values = list(map(attrgetter(name), documents))
    first = values[0]
    is_one = values.count(first) == len(values)
    # 1 is equal to True.
    is_one = is_one and ({*map(type, values)} == {str} or len({*map(repr, values)}) == 1)
    return values[:1] if is_one else values
