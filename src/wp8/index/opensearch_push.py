"""How a corpus gets to a cluster.

A record has its id there too: to send it twice changes nothing. The index is named by the digest
of the corpus, so that what a push left unfinished is a beginning for the next one, which sends
what is not there yet, or not so. An index is known as whole, and gets the alias, only after
everything was counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import ClusterError, CorpusChangedError
from wp8.index.opensearch_batch import Totals
from wp8.index.opensearch_bulk import SECONDS, send
from wp8.index.opensearch_schema import (
    OLDEST,
    SCHEMA_VERSION,
    Facts,
    index_name,
    records_index,
    words_index,
    words_name,
)
from wp8.index.opensearch_vocabulary import blocks
from wp8.text import TOKENIZER_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.index.forms import Lexemes
    from wp8.index.opensearch_client import Cluster
    from wp8.model import Record

# The first two numbers of a version.
_PAIR: Final = 2


class Shape(NamedTuple):
    """Of how many shards an index is made, and how many copies it gets of each."""

    shards: int
    replicas: int


class Push:
    """A push of one corpus into the index of its digest, prepared by at most `jobs` processes."""

    def __init__(self, cluster: Cluster, digest: str, shape: Shape, jobs: int = 1) -> None:
        self._cluster = cluster
        self._digest = digest
        self._shape = shape
        self._jobs = jobs
        self.index = index_name(cluster.place.name, digest)

    def found(self) -> Facts | None:
        """Return the facts of the index, if it is there and whole.

        Raises:
            ClusterError: If the cluster does not answer, or is of a version that wp8 is not for.
        """
        self._check_version()
        answer = self._cluster.ask("GET", f"/{self.index}", may_be_missing=True)
        return Facts.of(answer.get(self.index, {}))

    def load(self, corpus: str, records: Iterable[Record], lexemes: Lexemes) -> Facts:
        """Send `records` and the words they have; return what the index then knows of itself.

        Raises:
            ClusterError: If the cluster does not take them. What it has taken stays there.
            CorpusChangedError: If the records end so. What the cluster has taken is removed.
        """
        goes_on = self._begun()
        totals = Totals()
        try:
            send(self._cluster, self.index, totals.batches(records, self._jobs), goes_on=goes_on)
        except CorpusChangedError:
            self._cluster.ask("DELETE", f"/{self.index}", seconds=SECONDS)
            raise
        words = words_name(self.index)
        self._cluster.ask("DELETE", f"/{words}", may_be_missing=True, seconds=SECONDS)
        self._cluster.ask("PUT", f"/{words}", words_index(), seconds=SECONDS)
        items = list(blocks(totals, lexemes))
        send(self._cluster, words, [(0, items)])
        self._settle(self.index, totals.records)
        self._settle(words, len(items))
        return Facts(
            corpus=corpus,
            digest=self._digest,
            schema=SCHEMA_VERSION,
            tokenizer=TOKENIZER_VERSION,
            records=totals.records,
            documents=len(totals.places),
            tokens=totals.tokens,
        )

    def publish(self, facts: Facts) -> str:
        """Mark the index as whole, and let the alias stand for it; return for what it stood."""
        meta = {"_meta": facts.as_meta()}
        self._cluster.ask("PUT", f"/{self.index}/_mapping", meta, seconds=SECONDS)
        return self.switch()

    def switch(self) -> str:
        """Let the alias stand for the index, in one step; return for what it stood before."""
        alias = self._cluster.place.name
        before = ", ".join(self._cluster.ask("GET", f"/_alias/{alias}", may_be_missing=True))
        actions: list[Any] = [{"add": {"index": self.index, "alias": alias}}]
        if before and before != self.index:
            actions.insert(0, {"remove": {"index": "*", "alias": alias}})
        self._cluster.ask("POST", "/_aliases", {"actions": actions}, seconds=SECONDS)
        return before

    def _check_version(self) -> None:
        """See to it that the cluster is one of OpenSearch, and new enough.

        Raises:
            ClusterError: If it is not.
        """
        version = self._cluster.ask("GET", "/").get("version", {})
        number = str(version.get("number", "unknown"))
        is_new = tuple(map(int, re.findall(r"\d+", number)[:_PAIR])) >= OLDEST
        if version.get("distribution") != "opensearch" or not is_new:
            oldest = ".".join(map(str, OLDEST))
            message = f"{self._cluster.place}: the version of that server is {number}"
            raise ClusterError(message, hint=f"wp8 needs OpenSearch {oldest} or later")

    def _begun(self) -> bool:
        """Make the index of records, or return that it is there to be gone on with."""
        if self._cluster.ask("GET", f"/{self.index}/_settings", may_be_missing=True):
            self._cluster.ask("POST", f"/{self.index}/_refresh", seconds=SECONDS)
            return True
        body = records_index(self._shape.shards)
        self._cluster.ask("PUT", f"/{self.index}", body, seconds=SECONDS)
        return False

    def _settle(self, name: str, expected: int) -> None:
        """End the loading of an index: what it has is counted, and gets its copies.

        Raises:
            ClusterError: If it has not what was sent.
        """
        settings = {"refresh_interval": None, "number_of_replicas": self._shape.replicas}
        self._cluster.ask("PUT", f"/{name}/_settings", {"index": settings}, seconds=SECONDS)
        self._cluster.ask("POST", f"/{name}/_refresh", seconds=SECONDS)
        answer = self._cluster.ask("GET", f"/{name}/_count", seconds=SECONDS)
        self._cluster.check(answer)
        if answer["count"] != expected:
            message = f"{name}: has {answer['count']:,} of {expected:,}"
            raise ClusterError(message, hint="remove that index and push again")
