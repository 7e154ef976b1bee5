"""How records get to a cluster: in batches, several at once, each answer checked item by item.

A record has its id there too: to send it twice changes nothing. The index is named by the digest
of the corpus, so that what a push left unfinished is a beginning for the next one, which sends
what is not there yet, or not so. An index is known as whole, and gets the alias, only after
everything was counted.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import ClusterError
from wp8.index.forms import Capitals, grouped
from wp8.index.opensearch_client import BUSY
from wp8.index.opensearch_schema import (
    CHECK,
    FACET,
    IS,
    NUMBER,
    OLDEST,
    SCHEMA_VERSION,
    TOKEN,
    WORD,
    Facts,
    document,
    index_name,
    records_index,
    term,
    words_index,
    words_name,
)
from wp8.record_view import facets
from wp8.text import TOKENIZER_VERSION, index_terms, is_word_term, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from wp8.index.forms import Lexemes
    from wp8.index.opensearch_client import Cluster
    from wp8.model import Record

_BATCH: Final = 1_000_000
_AT_ONCE: Final = 4
# A cluster that is busy, or that loses a node, gets so long to take a batch.
_SECONDS: Final = 60
_PAUSE: Final = 0.5
_REFUSED: Final = 400


class Shape(NamedTuple):
    """Of how many shards an index is made, and how many copies it gets of each."""

    shards: int
    replicas: int


class Push:
    """A push of one corpus into the index of its digest."""

    def __init__(self, cluster: Cluster, digest: str, shape: Shape) -> None:
        self._cluster = cluster
        self._digest = digest
        self._shape = shape
        self.index = index_name(cluster.place.name, digest)

    def found(self) -> Facts | None:
        """Return the facts of the index, if it is there and whole."""
        self._check_version()
        answer = self._cluster.ask("GET", f"/{self.index}", may_be_missing=True)
        mappings = answer.get(self.index, {}).get("mappings", {})
        return Facts.from_meta(mappings.get("_meta", {}))

    def load(
        self, corpus: str, records: Iterable[Record], unread: Sequence[str], lexemes: Lexemes
    ) -> Facts:
        """Send `records` and the words they have; return what the index then knows of itself.

        `unread` is complete once all records have been taken.

        Raises:
            ClusterError: If the cluster does not take them. What it has taken stays there.
        """
        goes_on = self._begun()
        counts = _Counts()
        _send(self._cluster, self.index, counts.documents(records), goes_on=goes_on)
        words = words_name(self.index)
        self._cluster.ask("DELETE", f"/{words}", may_be_missing=True, seconds=_SECONDS)
        self._cluster.ask("PUT", f"/{words}", words_index(), seconds=_SECONDS)
        _send(self._cluster, words, counts.entries(lexemes), goes_on=False)
        self._settle(self.index, counts.records)
        self._settle(words, counts.words)
        return Facts(
            corpus=corpus,
            digest=self._digest,
            schema=SCHEMA_VERSION,
            tokenizer=TOKENIZER_VERSION,
            records=counts.records,
            documents=len(counts.places),
            tokens=counts.tokens,
            unread=tuple(unread),
        )

    def publish(self, facts: Facts) -> str:
        """Mark the index as whole, and let the alias stand for it; return for what it stood."""
        self._cluster.ask("PUT", f"/{self.index}/_mapping", {"_meta": facts.as_meta()})
        return self.switch()

    def switch(self) -> str:
        """Let the alias stand for the index, in one step; return for what it stood before."""
        alias = self._cluster.place.name
        before = ", ".join(self._cluster.ask("GET", f"/_alias/{alias}", may_be_missing=True))
        actions: list[Any] = [{"add": {"index": self.index, "alias": alias}}]
        if before and before != self.index:
            actions.insert(0, {"remove": {"index": "*", "alias": alias}})
        self._cluster.ask("POST", "/_aliases", {"actions": actions}, seconds=_SECONDS)
        return before

    def _check_version(self) -> None:
        """See to it that the cluster is one of OpenSearch, and new enough.

        Raises:
            ClusterError: If it is not.
        """
        answer = self._cluster.ask("GET", "/")
        version = answer.get("version", {}) if isinstance(answer, dict) else {}
        number = str(version.get("number", "?"))
        is_new = tuple(map(int, re.findall(r"\d+", number)[:2])) >= OLDEST
        if version.get("distribution") != "opensearch" or not is_new:
            oldest = ".".join(map(str, OLDEST))
            message = f"{self._cluster.place}: the cluster has version {number}"
            raise ClusterError(message, hint=f"wp8 needs OpenSearch {oldest} or later")

    def _begun(self) -> bool:
        """Make the index of records, or return that it is there to be gone on with."""
        if self._cluster.ask("GET", f"/{self.index}/_settings", may_be_missing=True) == {}:
            body = records_index(self._shape.shards)
            self._cluster.ask("PUT", f"/{self.index}", body, seconds=_SECONDS)
            return False
        self._cluster.ask("POST", f"/{self.index}/_refresh", seconds=_SECONDS)
        return True

    def _settle(self, name: str, expected: int) -> None:
        """End the loading of an index: what it has is counted, and gets its copies.

        Raises:
            ClusterError: If it has not what was sent.
        """
        settings = {"refresh_interval": None, "number_of_replicas": self._shape.replicas}
        self._cluster.ask("PUT", f"/{name}/_settings", {"index": settings}, seconds=_SECONDS)
        self._cluster.ask("POST", f"/{name}/_refresh", seconds=_SECONDS)
        answer = self._cluster.ask("GET", f"/{name}/_count", seconds=_SECONDS)
        self._cluster.check(answer)
        if answer["count"] != expected:
            message = f"{name}: has {answer['count']:,} of {expected:,}"
            raise ClusterError(message, hint="remove that index and push again")


class _Item(NamedTuple):
    """What is sent under an id: a line of JSON, its place in the order of all, its check."""

    id: str
    line: str
    number: int = 0
    check: int = 0


class _Counts:
    """What has to be known of all records: their words, and how many there are."""

    def __init__(self) -> None:
        self.records = self.tokens = self.words = 0
        self.places: dict[str, int] = {}
        self._frequency: Counter[str] = Counter()
        self._most: dict[str, int] = {}
        self._facets: dict[str, None] = {}
        self._capitals = Capitals()

    def documents(self, records: Iterable[Record]) -> Iterator[_Item]:
        """Yield what the index holds of each record."""
        for number, record in enumerate(records):
            tokens = list(tokenize(record.text))
            place = self.places.setdefault(record.document, len(self.places))
            self._count(record, tokens)
            line = json.dumps(document(record, number, place, tokens), ensure_ascii=False)
            check = zlib.crc32(line.encode("utf-8", "replace"))
            yield _Item(record.id, f'{{"{CHECK}":{check},{line[1:]}', number, check)

    def _count(self, record: Record, tokens: Sequence[Any]) -> None:
        self.records += 1
        self.tokens += len(tokens)
        self._capitals.note(tokens)
        self._facets.update(dict.fromkeys(facets(record)))
        own = Counter(term for term, _ in index_terms(tokens, record.quoted))
        self._frequency.update(own.keys())
        for each, number in own.items():
            if number > 1 and number > self._most.get(each, 1):
                self._most[each] = number

    def entries(self, lexemes: Lexemes) -> Iterator[_Item]:
        """Yield what the index of words holds: of tokens, marks, lexemes and facets."""
        of_token, of_lexeme = grouped(self._capitals, lexemes)
        names = self._capitals.names()
        for word in dict.fromkeys((*sorted(self._frequency), *of_lexeme)):
            entry: dict[str, Any] = {WORD: word}
            if word in self._frequency:
                entry |= {"frequency": self._frequency[word], "most": self._most.get(word, 1)}
                entry |= {IS: TOKEN} if is_word_term(word) else {}
            entry |= {"lexemes": of_token[word]} if word in of_token else {}
            entry |= {"forms": of_lexeme[word]} if word in of_lexeme else {}
            entry |= {"name": True} if word in names else {}
            yield self._entry(word, entry)
        for facet in self._facets:
            yield self._entry(facet, {WORD: facet, IS: FACET})

    def _entry(self, word: str, entry: Mapping[str, Any]) -> _Item:
        self.words += 1
        return _Item(term(word), json.dumps(entry, ensure_ascii=False))


def _send(cluster: Cluster, index: str, items: Iterable[_Item], *, goes_on: bool) -> None:
    """Send all items, several batches at once; of an index that goes on, only what it lacks."""
    from concurrent.futures import ThreadPoolExecutor

    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        try:
            for batch in _batches(items):
                if len(under_way) > _AT_ONCE:
                    under_way.popleft().result()
                send = _completed if goes_on else _sent
                under_way.append(threads.submit(send, cluster, index, batch))
            while under_way:
                under_way.popleft().result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Yield the items in batches of about as many characters."""
    batch: list[_Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.line)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _completed(cluster: Cluster, index: str, batch: Sequence[_Item]) -> None:
    """Send a batch unless the index has all of it, as it is."""
    numbers = {"gte": batch[0].number, "lte": batch[-1].number}
    checks = {"checks": {"sum": {"field": CHECK}}}
    asked = {"query": {"range": {NUMBER: numbers}}, "track_total_hits": True, "aggs": checks}
    answer = cluster.ask("POST", f"/{index}/_search", {**asked, "size": 0}, seconds=_SECONDS)
    found = (answer["hits"]["total"]["value"], answer["aggregations"]["checks"]["value"])
    if found != (len(batch), sum(item.check for item in batch)):
        _sent(cluster, index, batch)


def _sent(cluster: Cluster, index: str, batch: Sequence[_Item]) -> None:
    """Send a batch until each of its items is there.

    Raises:
        ClusterError: If the cluster refuses one, or does not take all in time.
    """
    end = time.monotonic() + _SECONDS
    rest = list(batch)
    while True:
        try:
            rest = _rest(cluster, index, rest)
        except ClusterError as error:
            if time.monotonic() > end:
                raise
            reason = error.message
        else:
            if not rest:
                return
            reason = f"{index}: the cluster is busy, or has lost a shard"
        if time.monotonic() > end:
            raise ClusterError(reason, hint="push again: it goes on where it was cut")
        time.sleep(_PAUSE)


def _rest(cluster: Cluster, index: str, items: Sequence[_Item]) -> list[_Item]:
    """Send items once; return those that the cluster could not take now.

    Raises:
        ClusterError: If it will never take one.
    """
    lines = (f'{{"index":{{"_id":{json.dumps(item.id)}}}}}\n{item.line}\n' for item in items)
    body = "".join(lines).encode("utf-8", "replace")
    params = {"timeout": "5s", "filter_path": "errors,items.*.status,items.*.error.reason"}
    answer = cluster.ask("POST", f"/{index}/_bulk", body, params, seconds=_SECONDS)
    if len(answer["items"]) != len(items):
        raise ClusterError(f"{index}: the cluster has not answered for each item")
    if not answer["errors"]:
        return []
    rest = []
    for item, done in zip(items, answer["items"], strict=True):
        status = done["index"]["status"]
        if status in BUSY:
            rest.append(item)
        elif status >= _REFUSED:
            reason = done["index"].get("error", {}).get("reason", "")
            raise ClusterError(f"{index}: the cluster refuses {item.id}: {reason}")
    return rest
