"""What answers may be anybody: whatever it says is bounded, and what is wrong is one line."""

from __future__ import annotations

import gzip
import json
import socketserver
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from wp8.errors import ClusterError, Wp8Error

pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")

from wp8.index.opensearch.client import Cluster
from wp8.index.opensearch.place import Bounds, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Send = Callable[[bytes], None]
    Speech = Callable[[Send], None]

SHORT = Bounds(seconds=0.2, size=100_000)
FINE = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
DEEP = b"[" * 50_000


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing name who asks."""
    for name in ("USER", "PASSWORD", "KEY"):
        monkeypatch.delenv(f"WP8_OPENSEARCH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@contextmanager
def speaking(speech: Speech) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a server that says what `speech` sends, and what it was told."""
    told: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while (line := self.rfile.readline()).strip():
                told.append(line)
            with suppress(OSError):  # nobody listens any more
                speech(self.request.sendall)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", told
        server.shutdown()
        thread.join()


def saying(head: bytes, body: bytes = b"") -> Speech:
    """Return the speech of an answer whose length is said."""
    return lambda send: send(head + b"content-length: %d\r\n\r\n" % len(body) + body)


def dripping(start: bytes) -> Speech:
    """Return the speech that begins so and goes on, a byte now and then, for ever."""

    def speech(send: Send) -> None:
        send(start)
        while True:
            time.sleep(0.02)
            send(b" ")

    return speech


def endless(start: bytes, rest: bytes) -> Speech:
    """Return the speech that begins so and goes on for ever."""

    def speech(send: Send) -> None:
        send(start)
        while True:
            send(rest)

    return speech


def refusal(speech: Speech) -> tuple[str, str]:
    """Return what is said of an answer, after the address, and what to do next."""
    with speaking(speech) as (url, _), pytest.raises(Wp8Error) as caught:
        Cluster(Place((url,), "ours"), pytest.fail, SHORT).ask("GET", "/", seconds=0.2)
    error: Wp8Error = caught.value
    assert type(error) is ClusterError
    assert "\n" not in error.message
    return error.message.removeprefix(url), str(error.hint)


@pytest.mark.parametrize(
    "speech",
    [
        dripping(b""),
        dripping(b"HTTP/1.1 200 OK\r\nx: "),
        dripping(FINE + b"content-length: 1000\r\n\r\n{"),
        dripping(FINE + b"transfer-encoding: chunked\r\n\r\n5"),
        lambda _: time.sleep(1),
    ],
    ids=["status", "header", "body", "chunk", "silence"],
)
def test_an_answer_that_drips_is_not_waited_for(speech: Speech) -> None:
    assert refusal(speech) == (": the cluster does not answer in time", "try again later")


@pytest.mark.parametrize(
    "speech",
    [
        endless(FINE + b"\r\n", b" " * 10_000),
        endless(FINE + b"transfer-encoding: chunked\r\n\r\n", b"a\r\n0123456789\r\n" * 1000),
        endless(FINE + b"transfer-encoding: chunked\r\n\r\n0\r\n", b"trailer: x\r\n" * 1000),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    ],
    ids=["body", "chunks", "trailers", "continue"],
)
def test_an_answer_that_does_not_end_is_not_read_on(speech: Speech) -> None:
    message = "/ours: an answer has more than 100,000 bytes, the most that is read"
    assert refusal(speech) == (message, "None")


def test_an_answer_of_as_many_bytes_as_are_read_is_read() -> None:
    head = FINE + b"connection: close\r\n\r\n"
    body = b'{"a": "%s"}' % (b"b" * (SHORT.size - len(head) - 9))
    with speaking(lambda send: send(head + body)) as (url, _):
        answer = Cluster(Place((url,), "ours"), pytest.fail, SHORT).ask("GET", "/")

    assert answer == json.loads(body)
    assert "more than 100,000 bytes" in refusal(lambda send: send(head + body + b" "))[0]


@pytest.mark.parametrize(
    ("speech", "reason"),
    [
        (endless(FINE, b"x: y\r\n" * 100), "got more than 100 headers"),
        (endless(FINE, b"x" * 10_000), "got more than 65536 bytes when reading header line"),
        (lambda send: send(b"SSH-2.0-OpenSSH_9.6\r\n"), "SSH-2.0-OpenSSH_9.6"),
    ],
    ids=["headers", "line", "protocol"],
)
def test_what_is_no_http_is_no_answer(speech: Speech, reason: str) -> None:
    message, hint = refusal(speech)

    assert message == f": the cluster does not answer: {reason}"
    assert hint == "is it running, and is the address right?"


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        b'{"a":' + DEEP,
        b'{"a":' * 10_000,
        b'{"a": %s}' % (b"1" * 5000),
        b'{"a": "\xff"}',
        b'{"a": 1',
        b"",
    ],
    ids=["list", "in-table", "tables", "digits", "bytes", "cut", "empty"],
)
def test_what_is_no_json_or_nested_too_deep_is_not_opensearch(body: bytes) -> None:
    assert refusal(saying(FINE, body)) == (
        ": what answers there is not OpenSearch",
        "is the address right?",
    )


@pytest.mark.parametrize("coding", ["gzip", "deflate, gzip"])
def test_nothing_is_unpacked(coding: str) -> None:
    packed = gzip.compress(b'{"version": {"number": "2.19.1"}}')
    head = FINE + f"content-encoding: {coding}\r\n".encode()

    assert refusal(saying(head, packed))[0] == ": what answers there is not OpenSearch"


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"[1, 2]", "[1, 2]"),
        (b"7", "7"),
        (b'{"error": [1]}', "no reason given"),
        (b'{"error": {"root_cause": 7, "reason": "no\\nroom"}}', "no room"),
        (b'{"error": {"root_cause": [7], "type": {"a": 1}}}', "no reason given"),
        (b'{"error": {"root_cause": [{"type": "full"}]}}', "full"),
        (b'{"error": %s' % DEEP, f'{{"error": {"[" * 1000}'),
    ],
)
def test_a_refusal_may_say_anything(body: bytes, cause: str) -> None:
    said = Wp8Error(f"/ours: the cluster answers 500: {cause}").message
    message, hint = refusal(saying(b"HTTP/1.1 500 No\r\n", body))

    assert message[:300] == said[:300]
    assert hint == "None"


def test_a_warning_of_the_server_is_not_written_anywhere() -> None:
    head = FINE + b'warning: 299 - "\x1b[2J"\r\n'
    with speaking(saying(head, b'{"a": 1}')) as (url, _), warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = Cluster(Place((url,), "ours"), pytest.fail).ask("GET", "/")

    assert answer == {"a": 1}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_led_elsewhere(status: int, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login bob password p2\n")
    (tmp_path / "netrc").chmod(0o600)
    with speaking(saying(FINE, b'{"a": 1}')) as (other, told):
        head = f"HTTP/1.1 {status} Elsewhere\r\nlocation: {other}/\r\n".encode()
        said = refusal(saying(head, b"moved"))

    assert told == []
    assert said == (
        f"/ours: the cluster answers {status}: moved",
        "wp8 goes nowhere else: name the address itself",
    )
