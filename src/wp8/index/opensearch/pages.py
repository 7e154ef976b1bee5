"""All hits of a search, page by page: a point in time, and after each page the next.

An index does not change: it is named by what it holds. So where a node goes, and its points in
time with it, the search goes on at the same place without one.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import ClusterError
from wp8.index.opensearch.shape import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.index.opensearch.client import Cluster
    from wp8.index.opensearch.shape import Shape

# As many hits as a cluster gives at once by default.
MOST: Final = 10_000
_KEPT: Final = "1m"


def pages(
    cluster: Cluster, index: str, body: Mapping[str, Any], hit: Shape, size: int = MOST
) -> Iterator[Sequence[Any]]:
    """Yield the hits of a search whose order leaves no two equal, `size` at a time.

    Raises:
        ClusterError: If one has not the shape `hit`, with what it is sorted by.
        PartialAnswerError: If an answer is not of all shards and may not be partial.
    """
    asked: dict[str, Any] = {**body, "size": size, "track_total_hits": False}
    shape = hits_of(hit)
    with ExitStack() as closing:
        point = ""
        while True:
            hits = _hits(cluster, index, asked, shape, point)
            yield hits
            if len(hits) < size:
                return
            asked["search_after"] = hits[-1]["sort"]
            # A small answer needs no point in time, and without one the next page is the same.
            if not point:
                with suppress(ClusterError):
                    point = closing.enter_context(_point_in_time(cluster, index))


def hits_of(hit: Shape) -> Shape:
    """Return the shape of the answer to a search whose hits have the shape `hit`."""
    return {"hits": {"hits": [hit]}}


def _hits(
    cluster: Cluster, index: str, asked: Mapping[str, Any], shape: Shape, point: str
) -> Sequence[Any]:
    hits: Sequence[Any]
    if point:
        with suppress(ClusterError):
            whole = {"_shards": {"successful": count, "total": count}}
            within = {**asked, "pit": {"id": point}}
            answer = cluster.ask("POST", "/_search", within, shape=whole)
            if answer["_shards"]["successful"] == answer["_shards"]["total"]:
                hits = cluster.shaped(answer, shape)["hits"]["hits"]
                return hits
    hits = cluster.search(f"/{index}/_search", asked, shape)["hits"]["hits"]
    return hits


@contextmanager
def _point_in_time(cluster: Cluster, index: str) -> Iterator[str]:
    params = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
    path = f"/{index}/_search/point_in_time"
    point: str = cluster.ask("POST", path, params=params, shape={"pit_id": str})["pit_id"]
    try:
        yield point
    finally:
        with suppress(ClusterError):
            cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [point]})
