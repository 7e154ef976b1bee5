"""How a corpus gets to a cluster.

A record has its id there too: to send it twice changes nothing. The index is named by the digest
of the texts, so that what a push left unfinished is a beginning for the next one, which sends
what is not there yet, or not so. An index is known as whole, and gets the alias, only after
everything was counted.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import ClusterError, CorpusChangedError
from wp8.index.opensearch.batch import Totals
from wp8.index.opensearch.bulk import SECONDS, send
from wp8.index.opensearch.schema import (
    OLDEST,
    SCHEMA_VERSION,
    Facts,
    index_name,
    records_index,
    words_index,
    words_name,
)
from wp8.index.opensearch.shape import count
from wp8.index.opensearch.words import blocks
from wp8.index.versions import MADE_BY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wp8.index.opensearch.client import Cluster
    from wp8.model import Record
    from wp8.words.lexemes import Lexemes

# The first two numbers of a version.
_PAIR: Final = 2
_LONGEST: Final = 40


class Shape(NamedTuple):
    """Of how many shards an index is made, and how many copies it gets of each."""

    shards: int
    replicas: int


class Push:
    """A push of one corpus into the index of its texts, prepared by at most `jobs` processes.

    `digests` are that of the corpus and that of its texts.
    """

    def __init__(
        self, cluster: Cluster, digests: tuple[str, str], shape: Shape, jobs: int = 1
    ) -> None:
        self._cluster = cluster
        self._digests = digests
        self._shape = shape
        self._jobs = jobs
        self.index = index_name(cluster.place.name, digests[1])
        self._words = words_name(self.index)
        self._ask = partial(cluster.ask, seconds=SECONDS)

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
        from concurrent.futures import ThreadPoolExecutor

        totals = Totals()
        # The cluster makes and settles an index while words and records are prepared here.
        with ThreadPoolExecutor(1) as meanwhile:
            begun, named = meanwhile.submit(self._begun), meanwhile.submit(self._begun_words)
            batches = totals.batches(records, self._jobs)
            try:
                send(self._cluster, self.index, batches, goes_on=begun.result)
            except CorpusChangedError:
                meanwhile.submit(self._remove).result()
                raise
            settled = meanwhile.submit(self._settle, self.index, totals.records)
            named.result()
            number = send(self._cluster, self._words, blocks(totals, lexemes))
            self._settle(self._words, number)
            settled.result()
        return Facts(
            corpus=corpus,
            digest=self._digests[0],
            made_of=self._digests[1],
            schema=SCHEMA_VERSION,
            made_by=MADE_BY,
            records=totals.records,
            documents=len(totals.places),
            tokens=totals.tokens,
        )

    def publish(self, facts: Facts) -> str:
        """Mark the index as whole, and let the alias stand for it; return for what it stood."""
        meta = {"_meta": facts.as_meta()}
        self._ask("PUT", f"/{self.index}/_mapping", meta)
        return self.switch()

    def switch(self) -> str:
        """Let the alias stand for the index, in one step; return for what it stood before."""
        alias = self._cluster.place.name
        before = ", ".join(self._ask("GET", f"/_alias/{alias}", may_be_missing=True))
        actions: list[Any] = [{"add": {"index": self.index, "alias": alias}}]
        if before and before != self.index:
            actions.insert(0, {"remove": {"index": "*", "alias": alias}})
        self._ask("POST", "/_aliases", {"actions": actions})
        return before

    def _check_version(self) -> None:
        """See to it that the cluster is one of OpenSearch, and new enough.

        Raises:
            ClusterError: If it is not.
        """
        said = self._cluster.ask("GET", "/").get("version")
        version = said if isinstance(said, dict) else {}
        number = str(version.get("number", "unknown"))[:_LONGEST]
        is_new = tuple(map(int, re.findall(r"\d+", number)[:_PAIR])) >= OLDEST
        if version.get("distribution") != "opensearch" or not is_new:
            oldest = ".".join(map(str, OLDEST))
            message = f"{self._cluster.place}: the version of that server is {number}"
            raise ClusterError(message, hint=f"wp8 needs OpenSearch {oldest} or later")

    def _begun(self) -> bool:
        """Make the index of records, or return that it is there to be gone on with."""
        if self._ask("GET", f"/{self.index}/_settings", may_be_missing=True):
            self._ask("POST", f"/{self.index}/_refresh")
            return True
        self._make(self.index, records_index(self._shape.shards))
        return False

    def _begun_words(self) -> None:
        """Make the index of words anew."""
        self._ask("DELETE", f"/{self._words}", may_be_missing=True)
        self._make(self._words, words_index())

    def _make(self, name: str, body: Mapping[str, Any]) -> None:
        try:
            self._ask("PUT", f"/{name}", body)
        except ClusterError:
            # A node that made it may have gone before it could say so.
            if not self._ask("GET", f"/{name}/_settings", may_be_missing=True):
                raise

    def _remove(self) -> None:
        for name in (self.index, self._words):
            self._ask("DELETE", f"/{name}", may_be_missing=True)

    def _settle(self, name: str, expected: int) -> None:
        """End the loading of an index: what it has is counted, and gets its copies.

        Raises:
            ClusterError: If it has not what was sent.
        """
        settings = {"refresh_interval": None, "number_of_replicas": self._shape.replicas}
        self._ask("PUT", f"/{name}/_settings", {"index": settings})
        self._ask("POST", f"/{name}/_refresh")
        answer = self._cluster.checked(self._ask("GET", f"/{name}/_count"), {"count": count})
        if answer["count"] != expected:
            message = f"{name}: has {answer['count']:,} of {expected:,}"
            raise ClusterError(message, hint="remove that index and push again")
