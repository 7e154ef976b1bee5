"""How items get to a cluster: in batches, several at once, each answer checked item by item."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from wp8.errors import ClusterError
from wp8.index.opensearch_client import AT_ONCE, BUSY
from wp8.index.opensearch_schema import CHECK, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from wp8.index.opensearch_batch import Item
    from wp8.index.opensearch_client import Cluster

# A cluster that is busy, or that loses a node, gets so long to take a batch.
SECONDS: Final = 60
_PAUSE: Final = 0.5
_REFUSED: Final = 400


def send(
    cluster: Cluster,
    index: str,
    batches: Iterable[tuple[int, Sequence[Item]]],
    *,
    goes_on: bool = False,
) -> None:
    """Send batches of items, several at once, each with the number of its first.

    Of an index that goes on, only those are sent that it has not, or not so.

    Raises:
        ClusterError: If the cluster refuses one, or does not take all in time.
    """
    from concurrent.futures import ThreadPoolExecutor

    under_way: deque[Future[None]] = deque()
    act: Callable[[Cluster, str, int, Sequence[Item]], None] = _complete if goes_on else _send
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for first, items in batches:
                if len(under_way) == 2 * AT_ONCE:
                    under_way.popleft().result()
                under_way.append(threads.submit(act, cluster, index, first, items))
            while under_way:
                under_way.popleft().result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _complete(cluster: Cluster, index: str, first: int, items: Sequence[Item]) -> None:
    """Send a batch unless the index has all of it, as it is."""
    numbers = {"gte": first, "lt": first + len(items)}
    checks = {"checks": {"sum": {"field": CHECK}}}
    asked = {"query": {"range": {NUMBER: numbers}}, "track_total_hits": True, "aggs": checks}
    answer = cluster.ask("POST", f"/{index}/_search", {**asked, "size": 0}, seconds=SECONDS)
    found = (answer["hits"]["total"]["value"], answer["aggregations"]["checks"]["value"])
    if found != (len(items), sum(item.check for item in items)):
        _send(cluster, index, first, items)


def _send(cluster: Cluster, index: str, _: int, items: Sequence[Item]) -> None:
    """Send a batch until each of its items is there.

    Raises:
        ClusterError: If the cluster refuses one, or does not take all in time.
    """
    end = time.monotonic() + SECONDS
    rest = items
    while True:
        reason = f"{index}: the cluster is busy, or lacks a shard"
        try:
            rest = _once(cluster, index, rest)
        except _RefusedError:
            raise
        except ClusterError as error:
            reason = error.message
        if not rest:
            return
        if time.monotonic() > end:
            raise ClusterError(reason, hint="push again: it goes on where it was cut")
        time.sleep(_PAUSE)


class _RefusedError(ClusterError):
    """An item that the cluster will never take."""


def _once(cluster: Cluster, index: str, items: Sequence[Item]) -> Sequence[Item]:
    """Send items once; return those that the cluster could not take now.

    Raises:
        ClusterError: If it does not answer.
        _RefusedError: If it will never take one.
    """
    lines = (f'{{"index":{{"_id":{json.dumps(item.id)}}}}}\n{item.line}\n' for item in items)
    body = "".join(lines).encode("utf-8", "replace")
    # A shard that is not there is waited for here, not there.
    params = {"timeout": "1s", "filter_path": "errors,items.*.status,items.*.error.reason"}
    answer = cluster.ask("POST", f"/{index}/_bulk", body, params, seconds=SECONDS)
    done = [item["index"] for item in answer.get("items", ())]
    if len(done) != len(items):
        raise _RefusedError(f"{index}: the cluster has not answered for each item")
    for item, each in zip(items, done, strict=True):
        if each["status"] >= _REFUSED and each["status"] not in BUSY:
            reason = each.get("error", {}).get("reason", "no reason given")
            raise _RefusedError(f"{index}: the cluster refuses {item.id}: {reason}")
    return [item for item, each in zip(items, done, strict=True) if each["status"] in BUSY]
