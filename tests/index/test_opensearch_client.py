"""How wp8 talks to a cluster: who asks, whom it trusts, what it says of what is wrong."""

from __future__ import annotations

import base64
import json
import os
import shutil
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from errno import ECONNREFUSED
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wp8.errors import ClusterError, IndexMissingError, PartialAnswerError, Wp8Error
from wp8.index.opensearch.client import Cluster
from wp8.index.opensearch.place import Place, urls
from wp8.workspace.cluster import place
from wp8.workspace.settings import Settings

pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")

from wp8.index.opensearch.backend import ClusterBackend, opened
from wp8.index.opensearch.push import Push, Shape
from wp8.index.opensearch.schema import SCHEMA_VERSION, Facts
from wp8.index.versions import MADE_BY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Runner

    Reply = Callable[[str, str], tuple[int, object]]


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the environment name nobody who asks."""
    for name in ("USER", "PASSWORD", "KEY", "CA"):
        monkeypatch.delenv(f"WP8_OPENSEARCH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


class Server:
    """A server that answers as `reply` says to a method and a path; it notes who asked."""

    def __init__(self, reply: Reply, certificate: Path | None = None) -> None:
        self.authorizations: list[str | None] = []
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_any(self) -> None:
                length = int(self.headers.get("content-length", 0))
                self.rfile.read(length)
                server.authorizations.append(self.headers.get("authorization"))
                server.asked.append(f"{self.command} {self.path}")
                status, content = reply(self.command, self.path)
                is_text = isinstance(content, str)
                body = (content if isinstance(content, str) else json.dumps(content)).encode()
                self.send_response(status)
                self.send_header("content-type", "text/html" if is_text else "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815 - the names are http's

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_suffix(".key"))
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._http.server_port}"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve until the end."""
        thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield self
        self._http.shutdown()
        self._http.server_close()
        thread.join()


@contextmanager
def answering(status: int, content: object) -> Iterator[Cluster]:
    """The connection to a server that answers the same to everything."""
    with Server(lambda _, __: (status, content)).running() as server:
        cluster = Cluster(Place((server.url,), "ours"), pytest.fail)
        yield cluster
        cluster.close()


def refusal(status: int, content: object) -> Wp8Error:
    with answering(status, content) as cluster, pytest.raises(Wp8Error) as caught:
        opened(cluster)
    error: Wp8Error = caught.value
    return error


def told(url: str, monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ClusterError):
        Cluster(Place(urls(url), "ours"), pytest.fail).ask("GET", "/")


def basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def test_user_and_password_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _, __: (401, {})).running() as server:
        who = {"WP8_OPENSEARCH_USER": "ann", "WP8_OPENSEARCH_PASSWORD": "se:cret"}
        told(server.url, monkeypatch, **who)

    assert server.authorizations == [basic("ann", "se:cret")]


def test_a_key_comes_before_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _, __: (401, {})).running() as server:
        who = {"WP8_OPENSEARCH_USER": "ann", "WP8_OPENSEARCH_KEY": "k1"}
        told(server.url, monkeypatch, **who)

    assert server.authorizations == ["Bearer k1"]


def test_else_netrc_says_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login bob password p2\n")
    (tmp_path / "netrc").chmod(0o600)
    with Server(lambda _, __: (401, {})).running() as server:
        told(server.url, monkeypatch)

    assert server.authorizations == [basic("bob", "p2")]


def test_the_default_entry_of_netrc_goes_to_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "machine example.org login a password b"
    (tmp_path / "netrc").write_text(f"{other}\ndefault login c password d\n")
    (tmp_path / "netrc").chmod(0o600)
    with Server(lambda _, __: (401, {})).running() as server:
        told(server.url, monkeypatch)

    assert server.authorizations == [None]


def test_an_address_that_comes_with_a_corpus_is_told_what_netrc_says_of_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WP8_OPENSEARCH_KEY", "k1")
    with Server(lambda _, __: (401, {})).running() as server:
        (tmp_path / "corpus.toml").write_text(f'name = "x"\nurl = "{server.url}"\n')
        of_manifest, typed = (
            Settings(str(tmp_path), ""),
            Settings(str(tmp_path), "", "", server.url),
        )
        hints = []
        for settings in (of_manifest, typed, of_manifest):
            with pytest.raises(ClusterError) as caught:
                Cluster(place(settings, "x"), pytest.fail).ask("GET", "/")
            hints.append(caught.value.hint)
            (tmp_path / "netrc").write_text("machine 127.0.0.1 login bob password p2\n")
            (tmp_path / "netrc").chmod(0o600)

    assert server.authorizations == [None, "Bearer k1", basic("bob", "p2")]
    assert hints[0] == "~/.netrc says who asks; what the environment says is sent only to --url"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "no address of a cluster is given"),
        ("search.example.org:9200", "the address of the cluster is not one"),
        ("ftp://search.example.org", "the address of the cluster is not one"),
        ("https://", "the address of the cluster is not one"),
        ("https://search.example.org:x", "the address of the cluster is not one"),
        ("https://[::1", "the address of the cluster is not one"),
        ("https://search.example.org/?a=b", "the address of the cluster is not one"),
        ("http://[::1", "the address of the cluster is not one"),
        ("http://[fe80::1%eth0]", "the address of the cluster is not one"),
        ("http://[::zz]", "the address of the cluster is not one"),
        ("http://a:99999", "the address of the cluster is not one"),
        ("http://a:0", "the address of the cluster is not one"),
        ("http://:9200", "the address of the cluster is not one"),
        ("file:///etc/hosts", "the address of the cluster is not one"),
        ("//search.example.org", "the address of the cluster is not one"),
        ("http://a\x1b[2J", "the address of the cluster is not one"),
        ("http://a\0", "the address of the cluster is not one"),
        ("http://a\udcff", "the address of the cluster is not one"),
        ("http://a/\udcff", "the address of the cluster is not one"),
        ("http://a/\x7f", "the address of the cluster is not one"),
        ("http://a\\b", "the address of the cluster is not one"),
        ("http://a%00b", "the address of the cluster is not one"),
        ("http://a..b", "the address of the cluster is not one"),
        ("http://ä..b", "the address of the cluster is not one"),
        ("http://xn--\u0130\u202e.example", "the address of the cluster is not one"),
        (f"http://{'a' * 64}.example", "the address of the cluster is not one"),
        (f"http://a/{'b' * 500}", "the address of the cluster is not one"),
        ("http://a " * 65, "more than 64 addresses of a cluster are given"),
        ("https://ann:secret@search.example.org", "the address of search.example.org has a user"),
    ],
)
def test_what_is_no_address_is_refused(url: str, message: str) -> None:
    with pytest.raises(ClusterError) as caught:
        urls(url)

    assert caught.value.message.startswith(message)
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


def test_an_address_has_one_form() -> None:
    typed = (
        "HTTPS://Search.Example.ORG:443/a/ http://[0:0::1]:9200, https://suche.müller.example:92"
    )

    assert urls(typed) == (
        "https://search.example.org/a",
        "http://[::1]:9200",
        "https://suche.xn--mller-kva.example:92",
    )


PIECES = ("//", "[", "]", "::1", ":", "@", "/", "a.b", "ä", "%", ":92")


@given(
    st.sampled_from(("http://", "https://", "https://a", "")),
    st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=()), max_size=6),
)
@example("https://", ["ä", ".b", ":92", "/"])
@example("http://", ["\u2024"])
def test_of_any_text_the_addresses_are_some_that_the_client_takes(
    scheme: str, rest: list[str]
) -> None:
    found: tuple[str, ...] = ()
    with suppress(ClusterError):
        found = urls(scheme + "".join(rest))
    for url in found:
        assert urls(url) == (url,)
        assert url.isascii()
        assert url.isprintable()
        Cluster(Place((url,), "ours"), pytest.fail).close()


@pytest.mark.parametrize("key", ["k1\n", "k1\r\nx: y", "clé", "k\udcff"])
def test_a_key_that_cannot_be_sent_is_not_shown(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WP8_OPENSEARCH_KEY", key)

    with pytest.raises(ClusterError) as caught:
        Cluster(Place(("https://127.0.0.1:9",), "ours"), pytest.fail)

    assert caught.value.message == (
        "WP8_OPENSEARCH_KEY: a key has only letters, digits and signs of ASCII"
    )


def test_a_password_may_have_any_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _, __: (401, {})).running() as server:
        who = {"WP8_OPENSEARCH_USER": "ann", "WP8_OPENSEARCH_PASSWORD": "пароль"}
        told(server.url, monkeypatch, **who)

    assert server.authorizations == [basic("ann", "пароль")]


def test_a_netrc_that_cannot_be_read_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_bytes(b"machine 127.0.0.1 login \xff password p")
    (tmp_path / "netrc").chmod(0o600)
    with Server(lambda _, __: (401, {})).running() as server:
        told(server.url, monkeypatch)

    assert server.authorizations == [None]


def test_no_password_is_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WP8_OPENSEARCH_USER", "ann")

    assert urls("https://a.example, http://localhost:9200") == (
        "https://a.example",
        "http://localhost:9200",
    )
    with pytest.raises(ClusterError) as caught:
        urls("http://search.example.org")
    assert caught.value.message == (
        "http://search.example.org: a password would be sent unencrypted"
    )


@pytest.mark.parametrize(
    ("status", "content", "kind", "message"),
    [
        (401, {"status": 401}, ClusterError, "the cluster does not know who asks"),
        (403, {"status": 403}, ClusterError, "the cluster does not permit that"),
        (
            404,
            {"error": {"type": "index_not_found_exception"}, "status": 404},
            IndexMissingError,
            "the cluster has no such index",
        ),
        (
            503,
            {"error": {"type": "x", "reason": "no\nleader"}, "status": 503},
            PartialAnswerError,
            "the cluster is there, but no shard answered (no leader)",
        ),
        (
            500,
            {"error": {"root_cause": [{"reason": "out of heap"}]}, "status": 500},
            ClusterError,
            "the cluster answers 500: out of heap",
        ),
        (500, {"error": "plain", "status": 500}, ClusterError, "the cluster answers 500: plain"),
        (
            200,
            {"ours": 1},
            IndexMissingError,
            "that index is not one that this version of wp8 has pushed whole",
        ),
        (
            200,
            {"ours": {"mappings": {}}},
            IndexMissingError,
            "that index is not one that this version of wp8 has pushed whole",
        ),
        (
            200,
            {"ours": {"mappings": {"_meta": {"wp8": {"schema": "0"}}}}},
            IndexMissingError,
            "that index is not one that this version of wp8 has pushed whole",
        ),
        (
            200,
            {"a": {"mappings": {}}, "b": {"mappings": {}}},
            IndexMissingError,
            "that name stands for several indices",
        ),
    ],
)
def test_a_refusal_is_one_line_that_names_the_index(
    status: int, content: object, kind: type[Wp8Error], message: str
) -> None:
    error = refusal(status, content)

    assert type(error) is kind
    assert error.message.endswith(f"/ours: {message}")
    assert "\n" not in error.message


@pytest.mark.parametrize("content", ["<html>welcome</html>", "null", "7", [], 7, None])
def test_what_is_not_opensearch_is_said_to_be_none(content: object) -> None:
    error = refusal(200, content)

    assert error.message.endswith(": what answers there is not OpenSearch")


@pytest.mark.parametrize(
    "version",
    [
        {"number": "8.1.0"},
        {"number": "2.3.0", "distribution": "opensearch"},
        {"distribution": "opensearch"},
    ],
)
def test_nothing_is_pushed_to_another_server_or_version(version: dict[str, str]) -> None:
    with answering(200, {"version": version}) as cluster, pytest.raises(ClusterError) as caught:
        Push(cluster, ("sha256:0", "sha256:0"), Shape(1, 0)).found()

    number = version.get("number", "unknown")
    assert caught.value.message.endswith(f"/ours: the version of that server is {number}")


NOTHING_ANSWERS = {"error": {"type": "search_phase_execution_exception"}, "status": 503}


@pytest.mark.parametrize("allow_partial", [False, True])
@pytest.mark.parametrize(
    ("ask", "content", "message"),
    [
        (
            lambda backend: backend.vocabulary.frequency("plan"),
            {"responses": [NOTHING_ANSWERS]},
            "no shard answered",
        ),
        (
            lambda backend: backend.records(["a:1"]),
            {"docs": [{"_id": "a:1", "error": {}}]},
            "the record a:1 cannot be had now",
        ),
    ],
)
def test_words_and_records_are_had_whole_or_not_at_all(
    ask: Callable[[ClusterBackend], object], content: object, message: str, allow_partial: bool
) -> None:
    facts = Facts("ours", "sha256:0", "sha256:0", SCHEMA_VERSION, MADE_BY, 1, 1, 1)
    described = {"ours-1": {"mappings": {"_meta": facts.as_meta()}}}

    def reply(_: str, path: str) -> tuple[int, object]:
        return 200, described if path == "/ours" else content

    with Server(reply).running() as server:
        backend = opened(Cluster(Place((server.url,), "ours", allow_partial), pytest.fail))
        with pytest.raises(PartialAnswerError) as caught:
            ask(backend)

    assert caught.value.message.endswith(f"/ours: {message}")


def test_a_node_that_is_busy_is_asked_twice() -> None:
    answers = iter([(429, {}), (200, {"version": {"number": "2.19.1"}})])
    with Server(lambda _, __: next(answers)).running() as server:
        cluster = Cluster(Place((server.url,), "ours"), pytest.fail)
        assert cluster.ask("GET", "/") == {"version": {"number": "2.19.1"}}
        cluster.close()


@pytest.mark.slow
def test_a_cluster_that_hangs_is_asked_twice(
    run_wp8: Runner, mini_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = threading.Event()

    def reply(_: str, __: str) -> tuple[int, object]:
        awake.wait()
        return 200, {}

    with Server(reply).running() as server:
        place = ("--corpus", str(mini_corpus), "--engine", "opensearch", "--url", server.url)
        result = run_wp8("search", "plan", *place)
        awake.set()

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.splitlines() == [
        f"wp8: {server.url}: the cluster does not answer in time",
        "     try again later",
    ]
    assert server.asked == ["GET /wp8-mini"] * 2


def test_a_cluster_that_is_not_there_is_one_line(run_wp8: Runner, mini_corpus: Path) -> None:
    with socket() as deaf:  # nobody else can listen at its port, and neither does it
        deaf.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        place = ("--corpus", str(mini_corpus), "--engine", "opensearch", "--url", url)
        result = run_wp8("search", "plan", *place)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == (
        f"wp8: {url}: the cluster does not answer: "
        f"[Errno {ECONNREFUSED}] {os.strerror(ECONNREFUSED)}\n"
        "     is it running, and is the address right?\n"
    )


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself; its key stands beside it."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    path = tmp_path / "server.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=wp8 -addext"
    files = ["-out", str(path), "-keyout", str(path.with_suffix(".key"))]
    subprocess.run(
        [*command.split(), "subjectAltName=IP:127.0.0.1", *files], check=True, capture_output=True
    )
    return path


def test_a_certificate_has_to_be_one_that_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: dict[str, object] = {"version": {}}
    with Server(lambda _, __: (200, answer), certificate).running() as server:
        place = Place(urls(server.url), "ours")
        with pytest.raises(ClusterError) as caught:
            Cluster(place, pytest.fail).ask("GET", "/")
        monkeypatch.setenv("WP8_OPENSEARCH_CA", str(certificate))
        trusted: Any = Cluster(place, pytest.fail).ask("GET", "/")

    assert caught.value.message.startswith(f"{server.url}: its certificate cannot be trusted: ")
    assert caught.value.hint == "WP8_OPENSEARCH_CA names the file of the authority that signed it"
    assert trusted == answer


def test_an_authority_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent.pem")
    monkeypatch.setenv("WP8_OPENSEARCH_CA", absent)

    with pytest.raises(ClusterError) as caught:
        Cluster(Place(("https://127.0.0.1:9",), "ours"), pytest.fail)

    assert caught.value.message == f"WP8_OPENSEARCH_CA: there is no file {absent}"
