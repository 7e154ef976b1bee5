"""The engine of a cluster: OpenSearch finds records, counts and orders what it can tell exactly.

Its analyzers, scores and highlighters are not used: terms come from `text`, answers from
`matching`, the order from `ranking`. What the cluster cannot tell, `matching` tells of each record
that may be an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.errors import IndexMissingError, PartialAnswerError
from wp8.index.opensearch.counting import counted
from wp8.index.opensearch.pages import MOST, pages
from wp8.index.opensearch.query import query
from wp8.index.opensearch.schema import (
    DOCUMENT,
    NUMBER,
    PLACE,
    RECORD,
    STORED_RECORD,
    Facts,
    words_name,
)
from wp8.index.opensearch.shape import count, number
from wp8.index.opensearch.vocabulary import ClusterVocabulary
from wp8.index.text_backend import TextBackend, answers
from wp8.model import Named, record_of
from wp8.query.matching import match
from wp8.query.page import Order, Page, page
from wp8.query.ranking import Ranking
from wp8.query.record_view import TextView
from wp8.query.tree import Phrase, asks_for_sentences, leaves, without_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.opensearch.client import Cluster
    from wp8.index.opensearch.counting import Counted
    from wp8.index.opensearch.shape import Shape
    from wp8.model import Record
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node

# Records are larger than ids.
_FEW: Final = 1000
_PUSH: Final = "wp8 push makes it"

_STORED: Final[dict[str, Shape]] = {"_source": {RECORD: STORED_RECORD}}
_IN_ORDER: Final[dict[str, Shape]] = {"sort": (number,)}
_SCORED: Final[Shape] = {"_id": str, "sort": (number, number)}
_HEALTH: Final[Shape] = {
    "status": str,
    "active_shards": count,
    "active_primary_shards": count,
    "number_of_data_nodes": count,
}


class ClusterBackend(TextBackend):
    """An opened index on a cluster; `index` is what its alias stands for now."""

    def __init__(self, cluster: Cluster, index: str, facts: Facts) -> None:
        self._cluster = cluster
        self._index = index
        self.facts = facts
        self.vocabulary = ClusterVocabulary(cluster, words_name(index))

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""
        phrases = [leaf for leaf in leaves(tree) if isinstance(leaf, Phrase)]
        self.vocabulary.fetch(
            token for phrase in phrases for slot in phrase.slots for row in slot for token in row
        )
        ranking = Ranking(
            self.vocabulary, records=self.facts.records, mean_length=self.facts.mean_length
        )
        plan = counted(tree, self.vocabulary.most)
        if plan is not None:
            return self._counted(plan, ranking, offset, limit, order)
        texts = ((record, TextView(record)) for record in self._candidates(tree))
        return page(answers(tree, texts, ranking), limit=limit, offset=offset, order=order)

    def _counted(
        self, plan: Counted, ranking: Ranking, offset: int, limit: int | None, order: Order
    ) -> Page:
        """Return a page of what the cluster counts and orders by itself."""
        by_score = {"_script": {"type": "number", "order": "desc", "script": plan.score(ranking)}}
        sort: list[Any] = [by_score, {NUMBER: "asc"}]
        if order == "document":
            sort.reverse()
        body: dict[str, Any] = {
            "query": plan.query(),
            "sort": sort,
            "track_scores": True,
            "_source": False,
        }
        end = None if limit is None else offset + limit
        # A page that one answer can hold comes with the counts.
        is_short = end is not None and end <= MOST
        counts, shown = self._counts(body, plan, end if end is not None and is_short else 0)
        if not is_short:
            shown = self._shown(body, end)
        column = sort.index(by_score)
        ids = [hit["_id"] for hit in shown[offset:end]]
        scores = [hit["sort"][column] for hit in shown[offset:end]]
        return Page(ids, scores, sum(hits for hits, _ in counts.values()), counts)

    def _shown(self, body: Mapping[str, Any], end: int | None) -> Sequence[Any]:
        """Return the hits of a search up to `end`."""
        shown: list[Any] = []
        for hits in pages(self._cluster, self._index, body, _SCORED):
            shown += hits
            if end is not None and len(shown) >= end:
                break
        return shown

    def _counts(
        self, body: Mapping[str, Any], plan: Counted, size: int
    ) -> tuple[dict[str, tuple[int, int]], Sequence[Any]]:
        """Return the numbers of hits and of occurrences by document, and the first `size` hits."""
        sources = [{name: {"terms": {"field": name}}} for name in (PLACE, DOCUMENT)]
        by_document: dict[str, Any] = {"composite": {"size": MOST, "sources": sources}}
        bucket: dict[str, Shape] = {"key": {PLACE: number, DOCUMENT: str}, "doc_count": count}
        if plan.leaves:
            by_document["aggs"] = {"occurrences": {"sum": {"script": plan.occurrences()}}}
            bucket["occurrences"] = {"value": number}
        asked = {**body, "size": size, "track_total_hits": False, "aggs": {"d": by_document}}
        shape: Shape = {
            "hits": {"hits": [_SCORED]},
            "aggregations": {"d": {"buckets": [bucket]}},
        }
        counts = {}
        shown: list[Any] = []
        while True:
            answer = self._cluster.search(f"/{self._index}/_search", asked, shape)
            shown += answer["hits"]["hits"]
            buckets = answer["aggregations"]["d"]["buckets"]
            for found in buckets:
                times = int(found["occurrences"]["value"]) if plan.leaves else 0
                counts[found["key"][DOCUMENT]] = (found["doc_count"], times)
            if len(buckets) < MOST:
                return counts, shown
            last = buckets[-1]["key"]
            by_document["composite"]["after"] = {name: last[name] for name in (PLACE, DOCUMENT)}
            asked["size"] = 0

    def _candidates(self, tree: Node) -> Iterator[Record]:
        """Yield the records that may answer a tree, in reading order."""
        asked = without_sentences(tree) if asks_for_sentences(tree) else tree
        return self._records(query(asked) if asked else {"match_all": {}})

    def _records(self, asked: Mapping[str, Any]) -> Iterator[Record]:
        """Yield the records that a query finds, in reading order."""
        body = {"query": asked, "sort": [{NUMBER: "asc"}], "_source": [RECORD]}
        for hits in pages(self._cluster, self._index, body, _STORED | _IN_ORDER, _FEW):
            yield from (record_of(hit["_source"][RECORD]) for hit in hits)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""
        wanted = list(ids)
        if "" in wanted:
            raise KeyError("")
        found: list[Record] = []
        for start in range(0, len(wanted), _FEW):
            found += self._named(wanted[start : start + _FEW])
        return found

    def _named(self, ids: Sequence[str]) -> Iterator[Record]:
        body = {"ids": ids}
        params = {"_source_includes": RECORD}
        shape = {"docs": (dict,) * len(ids)}
        answer = self._cluster.ask("POST", f"/{self._index}/_mget", body, params, shape=shape)
        for id_, found in zip(ids, answer["docs"], strict=True):
            if "error" in found:
                message = f"{self._cluster.place}: the record {id_} cannot be had now"
                raise PartialAnswerError(message, hint="try again later")
            if not self._cluster.shaped(found, {"found": bool})["found"]:
                raise KeyError(id_)
            yield record_of(self._cluster.shaped(found, _STORED)["_source"][RECORD])

    def occurrences(self, tree: Node) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """Yield the ids of the records in which `tree` has a place, with its stretches there."""
        for record in self._candidates(tree):
            found = match(tree, TextView(record))
            if found is not None and found.stretches:
                yield record.id, found.stretches

    def ids(self) -> Named:
        """Return the ids of all records in reading order."""
        body = {"query": {"match_all": {}}, "sort": [{NUMBER: "asc"}], "_source": False}
        found = pages(self._cluster, self._index, body, {"_id": str} | _IN_ORDER)
        ids = [hit["_id"] for hits in found for hit in hits]
        return Named(range(len(ids)), ids)

    def state(self) -> str:
        """Return in words what the cluster says of the index's health."""
        health = self._cluster.ask("GET", f"/_cluster/health/{self._index}", shape=_HEALTH)
        copies = health["active_shards"] - health["active_primary_shards"]
        return (
            f"{health['status']}: {health['active_primary_shards']} shards with {copies} copies "
            f"on {health['number_of_data_nodes']} nodes, {self.facts.records:,} records"
        )

    def close(self) -> None:
        """End the connection."""
        self._cluster.close()


def opened(cluster: Cluster) -> ClusterBackend:
    """Return the backend over the index that the cluster's place names.

    Raises:
        ClusterError: If the cluster does not answer.
        IndexMissingError: If there is no such index, or it is not one that wp8 has pushed whole.
    """
    place = cluster.place
    answer = cluster.ask("GET", f"/{place.name}")
    if len(answer) != 1:
        raise IndexMissingError(f"{place}: that name stands for several indices", hint=_PUSH)
    ((index, described),) = answer.items()
    facts = Facts.of(described)
    if facts is None:
        message = f"{place}: that index is not one that this version of wp8 has pushed whole"
        raise IndexMissingError(message, hint=_PUSH)
    return ClusterBackend(cluster, index, facts)
