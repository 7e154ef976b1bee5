"""What an index on OpenSearch holds: its fields, its documents, and how it is named.

Two indices make one of wp8's. The records: their tokens in the one positional field, made by
`text` and only split at blanks by the cluster; the marks beside tokens, which have no positions
there; what filters, order and scores need; the record itself, stored. And the words, with all that
a vocabulary is asked for.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import ClusterError
from wp8.index.opensearch.shape import count, fits, maybe
from wp8.index.versions import MADE_BY
from wp8.query.ranking import WEIGHTS
from wp8.words.tokens import CELL_GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wp8.index.opensearch.shape import Shape


# Raise it when the fields, or what is put into them, change.
SCHEMA_VERSION: Final = "6"
# What wp8 asks of a cluster is there from here on.
OLDEST: Final = (2, 4)

TOKENS: Final = "tokens"
MARKS: Final = "marks"
FACETS: Final = "facets"
NUMBER: Final = "number"
DOCUMENT: Final = "document"
PLACE: Final = "place"
KIND: Final = "kind"
LENGTH: Final = "length"
RECORD: Final = "record"
CHECK: Final = "check"

# A block of words or of facets, with what is known of each.
WORDS: Final = "words"
FIRST: Final = "first"
ENTRIES: Final = "entries"

# The score of a term or a phrase is the number of its occurrences: what is made of it is wp8's.
_SIMILARITY: Final = "frequency"
_COUNTED: Final = {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
# The cluster splits a token of more than 255 characters.
_LONGEST: Final = 200
_HASHED: Final = "="
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_FIGURES: Final = 16
_META: Final = "wp8"

_SPAN: Final[Shape] = (count, count)
_QUOTE: Final[Shape] = (str, count, count)
_TEXTS: Final[Shape] = [str]
_FACTS: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("corpus", "digest", "made_of", "schema", "made_by"), str),
    **dict.fromkeys(("records", "documents", "tokens"), count),
    "unread": _TEXTS,
}
# Of `RECORD_FIELDS`, one after the other.
STORED_RECORD: Final[Shape] = (
    *(str, str, lambda kind: isinstance(kind, str) and kind in WEIGHTS, str, count, maybe(count)),
    *(str, str, _SPAN, _TEXTS, maybe(str), maybe(count), *(maybe(str),) * 3),
    *([_QUOTE], maybe(_SPAN), str, str, maybe(str), maybe((str, str))),
)


class Facts(NamedTuple):
    """What an index knows of itself: it is the `_meta` of the records' mapping.

    `digest` is that of the corpus as it was first pushed, `made_of` that of what is indexed.
    `unread` has a line for each source that could not be read.
    """

    corpus: str
    digest: str
    made_of: str
    schema: str
    made_by: str
    records: int
    documents: int
    tokens: int
    unread: tuple[str, ...] = ()

    @property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        return self.tokens / max(1, self.records)

    def as_meta(self) -> dict[str, Any]:
        """Return the facts as a mapping keeps them."""
        return {_META: self._asdict()}

    @classmethod
    def of(cls, described: Any) -> Facts | None:  # noqa: ANN401 - whatever the cluster says
        """Return the facts of an index as the cluster describes it, if they are of this version."""
        if not fits(described, {"mappings": {"_meta": {_META: _FACTS}}}):
            return None
        told = described["mappings"]["_meta"][_META]
        facts = cls(*(told[name] for name in _FACTS))
        version = (facts.schema, facts.made_by)
        return facts if version == (SCHEMA_VERSION, MADE_BY) else None


def index_name(alias: str, digest: str) -> str:
    """Return the name of the index of texts with this digest; searchers know the alias."""
    figures = digest.removeprefix("sha256:")[:_FIGURES]
    return f"{alias}-{figures}-{SCHEMA_VERSION}.{MADE_BY}"


def words_name(name: str) -> str:
    """Return the name of the index of the words of the index `name`."""
    return f"{name}-words"


def alias_name(given: str, corpus: str) -> str:
    """Return the name that a manifest gives an index, or else one made of the corpus's name.

    Raises:
        ClusterError: If it is no name that a cluster takes.
    """
    name = given or "wp8-" + re.sub(r"[^a-z0-9]+", "-", corpus.lower()).strip("-")
    if not _NAME.fullmatch(name) or name == "wp8-":
        hint = 'write small letters, digits, - and _ in corpus.toml, as in: index = "archive"'
        raise ClusterError(f"{name!r} is no name for an index on a cluster", hint=hint)
    return name


def records_index(shards: int) -> dict[str, Any]:
    """Return the settings and fields of the index of records, as it is while it is filled."""
    positional = {
        "type": "text",
        "analyzer": "whitespace",
        "similarity": _SIMILARITY,
        "norms": False,
        "position_increment_gap": CELL_GAP,
    }
    counted = {key: value for key, value in positional.items() if "gap" not in key}
    fields = {
        TOKENS: positional,
        MARKS: counted | {"index_options": "freqs"},
        FACETS: {"type": "keyword", "doc_values": False},
        NUMBER: {"type": "long"},
        DOCUMENT: {"type": "keyword"},
        PLACE: {"type": "integer"},
        KIND: {"type": "keyword"},
        LENGTH: {"type": "integer"},
        RECORD: {"type": "object", "enabled": False},
        CHECK: {"type": "long"},
    }
    # The tokens are in the record already: its text gives them.
    source = {"excludes": [TOKENS, MARKS]}
    settings = _loading(shards) | {"similarity": {_SIMILARITY: _COUNTED}}
    return {
        "settings": settings,
        "mappings": {"dynamic": False, "_source": source, "properties": fields},
    }


def words_index() -> dict[str, Any]:
    """Return the settings and fields of the index of words, as it is while it is filled."""
    fields = {
        KIND: {"type": "keyword"},
        FIRST: {"type": "keyword"},
        ENTRIES: {"type": "object", "enabled": False},
    }
    return {"settings": _loading(1), "mappings": {"dynamic": False, "properties": fields}}


def _loading(shards: int) -> dict[str, Any]:
    return {"number_of_shards": shards, "number_of_replicas": 0, "refresh_interval": "-1"}


def term(norm: str) -> str:
    """Return a norm as the cluster holds it: itself, unless it is long or would be split."""
    if len(norm) <= _LONGEST and (norm.isalnum() or not any(map(str.isspace, norm))):
        return norm
    return _HASHED + sha256(norm.encode("utf-8", "surrogatepass")).hexdigest()
