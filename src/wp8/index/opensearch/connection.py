"""The connection to one node, which may be anybody: an answer is bounded in time, size and depth.

It follows no redirection and unpacks nothing: it asks for neither.
"""

from __future__ import annotations

import time
from functools import partial
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from opensearchpy import Urllib3HttpConnection, exceptions
from opensearchpy.serializer import JSONSerializer
from urllib3.exceptions import ReadTimeoutError, SSLError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from socket import socket

    from urllib3.connection import HTTPConnection

    from wp8.index.opensearch.place import Bounds

_FINE: Final = range(200, 300)


class AnswerTooLargeError(Exception):
    """An answer of more bytes than are read."""


class Json(JSONSerializer):
    """JSON as a cluster writes it."""

    def loads(self, s: str) -> Any:  # noqa: ANN401 - whatever it says
        """Return what `s` says.

        Raises:
            SerializationError: If it is no JSON, or nested deeper than Python counts.
        """
        try:
            return super().loads(s)
        except RecursionError as error:
            raise exceptions.SerializationError("nested too deep", error) from error


class Connection(Urllib3HttpConnection):
    """A connection whose answers are within `bounds`."""

    def __init__(self, *, bounds: Bounds, **options: Any) -> None:  # noqa: ANN401 - the client's
        self._bounds = bounds
        super().__init__(**options)

    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        pool: Any = self.pool
        pool.ConnectionCls = partial(_bounded, pool.ConnectionCls, self._bounds)

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, str], str]:
        """Return the status, the headers and the text of an answer.

        Raises:
            TransportError: If there is none, or if it is a refusal.
            SerializationError: If it is no text.
            AnswerTooLargeError: If it is not within the bounds.
        """
        pool: Any = self.pool
        target = f"{self.url_prefix}{url}{'?' if params else ''}{urlencode(params or {})}"
        try:
            answer = pool.urlopen(
                method,
                target,
                body,
                {**self.headers, **(headers or {})},
                timeout=timeout or self.timeout,
                retries=False,
                decode_content=False,
            )
            text = answer.data.decode("utf-8", "surrogatepass")
        except AnswerTooLargeError:
            raise
        except UnicodeDecodeError as error:
            raise exceptions.SerializationError("no text", error) from error
        except SSLError as error:
            raise exceptions.SSLError("N/A", str(error), error) from error
        except ReadTimeoutError as error:
            raise exceptions.ConnectionTimeout("TIMEOUT", str(error), error) from error
        except Exception as error:
            raise exceptions.ConnectionError("N/A", str(error), error) from error
        if answer.status not in _FINE and answer.status not in ignore:
            raise exceptions.TransportError(answer.status, *_refusal(text))
        return answer.status, answer.headers, text


def _refusal(text: str) -> tuple[object, object]:
    """Return what a refusal says is wrong: its `error`, and all of it if it is JSON."""
    try:
        described = Json().loads(text)
    except exceptions.SerializationError:
        return text, None
    error = described.get("error", text) if isinstance(described, dict) else text
    return error, described


def _bounded(
    kind: Callable[..., HTTPConnection], bounds: Bounds, **options: object
) -> HTTPConnection:
    made = kind(**options)
    made.response_class = partial(_Answer, bounds)  # type: ignore[assignment]
    return made


class _Answer(HTTPResponse):
    """An answer of which status, headers and content come from one bounded stream."""

    def __init__(self, bounds: Bounds, sock: socket, method: str) -> None:
        super().__init__(sock, method=method)
        self.fp = BufferedReader(_Stream(self.fp.detach(), sock, bounds))


class _Stream(RawIOBase):
    """What a socket gives, which waits for each piece as it would, and for all within bounds."""

    def __init__(self, raw: RawIOBase, sock: socket, bounds: Bounds) -> None:
        self._raw = raw
        self._socket = sock
        self._patience = sock.gettimeout() or bounds.seconds
        self._left = bounds.size
        self._end = time.monotonic() + max(bounds.seconds, self._patience)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as RawIOBase has it
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._socket.settimeout(min(seconds, self._patience))
        number: int | None = self._raw.readinto(buffer)
        self._left -= number or 0
        if self._left < 0:
            raise AnswerTooLargeError
        return number

    def close(self) -> None:
        self._raw.close()
        super().close()
