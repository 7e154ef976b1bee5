"""A cluster of OpenSearch as wp8 talks to it: one request at a time, its failures in one line each.

A search waits three seconds at most for an answer to begin, twice: the second time another node is
asked.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from wp8.errors import ClusterError, EngineError, IndexMissingError, PartialAnswerError
from wp8.index.opensearch.place import BOUNDS, KEY, PASSWORD, PORTS, USER, authorization
from wp8.index.opensearch.shape import count, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opensearchpy.exceptions import TransportError
    from opensearchpy.transport import Transport

    from wp8.index.opensearch.place import Bounds, Place
    from wp8.index.opensearch.shape import Shape

    Answer = dict[str, Any]

AUTHORITY: Final = "WP8_OPENSEARCH_CA"

SECONDS: Final = 3
# Requests of one push that are under way.
AT_ONCE: Final = 4
_UNKNOWN: Final = 401
_FORBIDDEN: Final = 403
_MISSING: Final = 404
_ELSEWHERE: Final = range(300, 400)
# A bulk request that finds the queues of the cluster full, and one sent to a shard that is moving.
BUSY: Final = (429, 503)
_UNABLE: Final = (*BUSY, 502, 504)


class Cluster:
    """The connection to a cluster; `notify` is told when an answer is not of all shards."""

    def __init__(
        self, place: Place, notify: Callable[[str], None], bounds: Bounds = BOUNDS
    ) -> None:
        self.place = place
        self._notify = notify
        self._said: set[str] = set()
        self._bounds = bounds
        self._transport = _transport(place, bounds)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, Any] | None = None,
        *,
        seconds: float = SECONDS,
        may_be_missing: bool = False,
        shape: Shape = dict,
    ) -> Answer:
        """Return the cluster's answer, parsed; an empty one of what may be missing, if it is.

        Raises:
            ClusterError: If there is none, if it is a refusal, or has not this shape.
            IndexMissingError: If there is no such index.
        """
        with self._named():
            answer: object = self._transport.perform_request(
                method, path, params, body, seconds, (_MISSING,) if may_be_missing else ()
            )
        if may_be_missing and isinstance(answer, dict) and answer.get("status") == _MISSING:
            return {}
        found: Answer = self.shaped(answer, shape)
        return found

    def search(self, path: str, body: Mapping[str, Any], shape: Shape) -> Answer:
        """Return the answer to a search, which is one of all shards, or said not to be.

        Raises:
            ClusterError: If it has not this shape.
            PartialAnswerError: If it is not of all shards and may not be partial.
        """
        return self.checked(self.ask("POST", path, body), shape)

    def checked(self, answer: Answer, shape: Shape) -> Answer:
        """Return an answer, which is of all shards, or said not to be.

        Raises:
            ClusterError: If it has not this shape.
            PartialAnswerError: If it is not of all shards and may not be partial.
        """
        if answer.get("_shards") is None:
            raise PartialAnswerError(f"{self.place}: no shard answered", hint="try again later")
        shards = self.shaped(answer["_shards"], {"successful": count, "total": count})
        if shards["successful"] < shards["total"]:
            self.partial(f"{shards['successful']} of {shards['total']} shards answered")
        elif answer.get("timed_out"):
            self.partial("not all shards answered in time")
        found: Answer = self.shaped(answer, shape)
        return found

    def shaped(self, value: Any, shape: Shape) -> Any:  # noqa: ANN401 - of that shape
        """Return `value`, a part of an answer.

        Raises:
            ClusterError: If it has not this shape.
        """
        if not fits(value, shape):
            raise self._stranger()
        return value

    def partial(self, message: str) -> None:
        """Say that an answer is not the whole.

        Raises:
            PartialAnswerError: If it may not be partial.
        """
        if not self.place.allow_partial:
            hint = "try again; --allow-partial shows what was found all the same"
            raise PartialAnswerError(f"{self.place}: {message}", hint=hint)
        if message not in self._said:
            self._said.add(message)
            self._notify(f"{self.place}: {message}: what follows is not the whole")

    def close(self) -> None:
        """End the connection."""
        self._transport.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Raise what the client raises in a `with` as an error of wp8's."""
        from opensearchpy import exceptions

        from wp8.index.opensearch.connection import AnswerTooLargeError

        try:
            yield
        except AnswerTooLargeError as error:
            message = f"an answer has more than {self._bounds.size:,} bytes, the most that is read"
            raise ClusterError(f"{self.place}: {message}") from error
        except exceptions.SSLError as error:
            raise ClusterError(
                f"{self.place.urls[0]}: its certificate cannot be trusted: {_reason(error)}",
                hint=f"{AUTHORITY} names the file of the authority that signed it",
            ) from error
        except exceptions.ConnectionTimeout as error:
            raise ClusterError(
                f"{self.place.urls[0]}: the cluster does not answer in time", hint="try again later"
            ) from error
        except exceptions.ConnectionError as error:
            raise ClusterError(
                f"{self.place.urls[0]}: the cluster does not answer: {_reason(error)}",
                hint="is it running, and is the address right?",
            ) from error
        except exceptions.SerializationError as error:
            raise self._stranger() from error
        except exceptions.TransportError as error:
            raise self._refusal(error) from error

    def _stranger(self) -> ClusterError:
        message = f"{self.place.urls[0]}: what answers there is not OpenSearch"
        return ClusterError(message, hint="is the address right?")

    def _refusal(self, error: TransportError) -> ClusterError | IndexMissingError:
        """Return the error for a request that the cluster has refused."""
        place, status = str(self.place), error.status_code
        if status == _UNKNOWN:
            hint = f"{USER} and {PASSWORD}, {KEY}, or ~/.netrc say who asks"
            if self.place.of_manifest:
                hint = "~/.netrc says who asks; what the environment says is sent only to --url"
            return ClusterError(f"{place}: the cluster does not know who asks", hint=hint)
        if status == _FORBIDDEN:
            hint = "ask who runs the cluster for the right to it"
            return ClusterError(f"{place}: the cluster does not permit that", hint=hint)
        if status == _MISSING and "index_not_found" in str(error.error):
            hint = "wp8 push makes it"
            return IndexMissingError(f"{place}: the cluster has no such index", hint=hint)
        if status in BUSY:
            # All shards failed, or the cluster has nobody to lead it.
            return PartialAnswerError(
                f"{place}: the cluster is there, but no shard answered ({_cause(error)})",
                hint="try again later",
            )
        message = f"{place}: the cluster answers {status}: {_cause(error)}"
        if status in _ELSEWHERE:
            return ClusterError(message, hint="wp8 goes nowhere else: name the address itself")
        return ClusterError(message)


def _transport(place: Place, bounds: Bounds) -> Transport:
    """Return the client's transport to the nodes of a cluster.

    Raises:
        EngineError: If the client is not installed.
    """
    try:
        from opensearchpy import OpenSearch
    except ImportError as error:
        from wp8.extras import to_install

        raise EngineError(
            "the engine opensearch needs opensearch-py, which comes with wp8[opensearch]",
            hint=f"install it: {to_install('opensearch-py')}",
        ) from error
    import logging

    from wp8.index.opensearch.connection import Connection, Json

    # What it logs, wp8 says by itself, in one line.
    logging.getLogger("opensearch").disabled = True
    authority = _authority()
    once: dict[str, Any] = {"max_retries": 1, "retry_on_timeout": True, "retry_on_status": _UNABLE}
    return OpenSearch(
        [_node(url, authority, of_manifest=place.of_manifest) for url in place.urls],
        connection_class=Connection,
        serializer=Json(),
        bounds=bounds,
        timeout=SECONDS,
        pool_maxsize=AT_ONCE,
        **once,
    ).transport


def _node(url: str, authority: str, *, of_manifest: bool) -> dict[str, Any]:
    """Return how the client gets to the node at `url`, one that `urls` has returned."""
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    node: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "use_ssl": is_secure,
        "url_prefix": parts.path,
    }
    if header := authorization(parts.hostname or "", of_manifest=of_manifest):
        node["headers"] = {"authorization": header}
    if is_secure and authority:
        node["ca_certs"] = authority
    return node


def _authority() -> str:
    """Return the file of the authority that is trusted, if one is named.

    Raises:
        ClusterError: If it is not there.
    """
    path = os.environ.get(AUTHORITY, "")
    if path and not os.path.isfile(path):
        raise ClusterError(f"{AUTHORITY}: there is no file {path}")
    return path


def _reason(error: TransportError) -> str:
    """Return the innermost reason of a failed connection, in a few words."""
    inner = getattr(error, "info", None) or error
    inner = getattr(inner, "reason", inner)
    text = str(inner.args[-1] if getattr(inner, "args", None) else inner)
    words = text.rpartition(": ")[2].strip("()'\r\n ").split()
    return " ".join(words) or type(inner).__name__


def _cause(error: TransportError) -> str:
    """Return the cause that the cluster gives for a refusal."""
    described: Any = error.error
    if isinstance(described, dict):
        causes = described.get("root_cause")
        first = causes[0] if isinstance(causes, list) and causes else None
        described = first if isinstance(first, dict) else described
        described = described.get("reason") or described.get("type")
    # What else it may be says nothing to a person.
    return " ".join(described.split()) if isinstance(described, str) else "no reason given"
