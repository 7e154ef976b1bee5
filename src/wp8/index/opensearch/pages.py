"""All hits of a search, page by page: a point in time, and after each page the next.

An index does not change: it is named by what it holds. So where a node goes, and its points in
time with it, the search goes on at the same place without one.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.index.opensearch.client import Cluster

# As many hits as a cluster gives at once by default.
MOST: Final = 10_000
_KEPT: Final = "1m"


def pages(
    cluster: Cluster, index: str, body: Mapping[str, Any], size: int = MOST
) -> Iterator[Sequence[Any]]:
    """Yield the hits of a search whose order leaves no two equal, `size` at a time.

    Raises:
        PartialAnswerError: If an answer is not of all shards and may not be partial.
    """
    asked: dict[str, Any] = {**body, "size": size, "track_total_hits": False}
    with ExitStack() as closing:
        point = ""
        while True:
            hits = _hits(cluster, index, asked, point)
            yield hits
            if len(hits) < size:
                return
            asked["search_after"] = hits[-1]["sort"]
            # A small answer needs no point in time, and without one the next page is the same.
            if not point:
                with suppress(ClusterError):
                    point = closing.enter_context(_point_in_time(cluster, index))


def _hits(cluster: Cluster, index: str, asked: Mapping[str, Any], point: str) -> Sequence[Any]:
    if point:
        with suppress(ClusterError):
            answer = cluster.ask("POST", "/_search", {**asked, "pit": {"id": point}})
            if answer["_shards"]["successful"] == answer["_shards"]["total"]:
                return _of(answer)
    return _of(cluster.search(f"/{index}/_search", asked))


def _of(answer: Mapping[str, Any]) -> Sequence[Any]:
    hits: Sequence[Any] = answer["hits"]["hits"]
    return hits


@contextmanager
def _point_in_time(cluster: Cluster, index: str) -> Iterator[str]:
    params = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
    path = f"/{index}/_search/point_in_time"
    point: str = cluster.ask("POST", path, params=params)["pit_id"]
    try:
        yield point
    finally:
        with suppress(ClusterError):
            cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [point]})
