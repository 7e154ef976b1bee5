"""How items get to a cluster: in batches, several at once, each answer checked item by item."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import ClusterError
from wp8.index.opensearch.client import AT_ONCE, BUSY
from wp8.index.opensearch.schema import CHECK, NUMBER
from wp8.index.opensearch.shape import count, fits, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from wp8.index.opensearch.client import Cluster
    from wp8.index.opensearch.shape import Shape

# A cluster that is busy, or that loses a node, gets so long to take a batch.
SECONDS: Final = 60
_PAUSE: Final = 0.5
_REFUSED: Final = 400

_ITEM: Final[Shape] = {"index": {"status": count}}
_SUMS: Final[Shape] = {
    "hits": {"total": {"value": count}},
    "aggregations": {"checks": {"value": number}},
}


class Lines(NamedTuple):
    """A batch as it is sent: two lines for each of a number of items, its id and its content.

    `first` is the number of the first; `checks` is the sum of what tells each from another.
    """

    first: int
    number: int
    checks: int
    body: bytes


def item(id_: str, content: str) -> str:
    """Return the two lines that send `content`, a line of JSON, under an id."""
    return f'{{"index":{{"_id":{json.dumps(id_)}}}}}\n{content}\n'


def send(
    cluster: Cluster,
    index: str,
    batches: Iterable[Lines],
    *,
    goes_on: Callable[[], bool] = lambda: False,
) -> int:
    """Send batches of items, several at once; return the number of items.

    `goes_on` is asked before anything is sent, perhaps by several threads: of an index that goes
    on, only those batches are sent that it has not, or not so.

    Raises:
        ClusterError: If the cluster refuses one, or does not take all in time.
    """
    from concurrent.futures import ThreadPoolExecutor

    def act(lines: Lines) -> None:
        if not (goes_on() and _has(cluster, index, lines)):
            _send(cluster, index, lines)

    sent = 0
    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for lines in batches:
                if len(under_way) == 2 * AT_ONCE:
                    under_way.popleft().result()
                under_way.append(threads.submit(act, lines))
                sent += lines.number
            while under_way:
                under_way.popleft().result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return sent


def _has(cluster: Cluster, index: str, lines: Lines) -> bool:
    """Return whether the index has all of a batch, as it is."""
    numbers = {"gte": lines.first, "lt": lines.first + lines.number}
    checks = {"checks": {"sum": {"field": CHECK}}}
    asked = {"query": {"range": {NUMBER: numbers}}, "track_total_hits": True, "aggs": checks}
    path, body = f"/{index}/_search", {**asked, "size": 0}
    answer = cluster.ask("POST", path, body, seconds=SECONDS, shape=_SUMS)
    found = (answer["hits"]["total"]["value"], answer["aggregations"]["checks"]["value"])
    return found == (lines.number, lines.checks)


def _send(cluster: Cluster, index: str, lines: Lines) -> None:
    """Send a batch until each of its items is there.

    Raises:
        ClusterError: If the cluster refuses one, or does not take all in time.
    """
    end = time.monotonic() + SECONDS
    body, number = lines.body, lines.number
    while True:
        reason = f"{index}: the cluster is busy, or lacks a shard"
        try:
            refused = _once(cluster, index, body, number)
        except _RefusedError:
            raise
        except ClusterError as error:
            reason = error.message
        else:
            if not refused:
                return
            body, number = _chosen(body, refused), len(refused)
        if time.monotonic() > end:
            raise ClusterError(reason, hint="push again: it goes on where it was cut")
        time.sleep(_PAUSE)


class _RefusedError(ClusterError):
    """An item that the cluster will never take."""


def _once(cluster: Cluster, index: str, body: bytes, number: int) -> Sequence[int]:
    """Send items once; return the places of those that the cluster could not take now.

    Raises:
        ClusterError: If it does not answer.
        _RefusedError: If it will never take one.
    """
    # A shard that is not there is waited for here, not there.
    params = {"timeout": "1s", "filter_path": "errors,items.*.status,items.*.error.reason"}
    path, shape = f"/{index}/_bulk", {"items": [_ITEM]}
    answer = cluster.ask("POST", path, body, params, seconds=SECONDS, shape=shape)
    done = [each["index"] for each in answer["items"]]
    if len(done) != number:
        raise _RefusedError(f"{index}: the cluster has not answered for each item")
    busy = []
    for place, each in enumerate(done):
        if each["status"] in BUSY:
            busy.append(place)
        elif each["status"] >= _REFUSED:
            has_reason = fits(each, {"error": {"reason": str}})
            reason = each["error"]["reason"] if has_reason else "no reason given"
            id_ = json.loads(_chosen(body, [place]).partition(b"\n")[0])["index"]["_id"]
            raise _RefusedError(f"{index}: the cluster refuses {id_}: {reason}")
    return busy


def _chosen(body: bytes, places: Sequence[int]) -> bytes:
    """Return the lines of the items at these places."""
    lines = body.split(b"\n")
    return b"".join([b"%b\n%b\n" % (lines[2 * p], lines[2 * p + 1]) for p in places])
