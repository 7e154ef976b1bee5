"""A corpus may name a cluster, and its user says once whether it leads there."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wp8
from wp8.errors import ClusterError
from wp8.workspace.approval import require_approval
from wp8.workspace.settings import Settings

pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conftest import Runner

NAMED = "the corpus names this cluster, and you have not approved it: name it by --url or WP8_URL"
BOB = "Basic Ym9iOnAy"


@contextmanager
def cluster() -> Iterator[tuple[str, list[str | None]]]:
    """Yield the address of one that knows nobody, and who has asked it."""
    who: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            who.append(self.headers.get("authorization"))
            self.send_response(401)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", who
        server.shutdown()
        thread.join()


@pytest.fixture
def run(run_wp8: Runner, tmp_path: Path) -> Runner:
    """What runs wp8 for somebody who has approved nothing, and has a password for 127.0.0.1."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login bob password p2\n")
    netrc.chmod(0o600)
    return run_wp8.having(XDG_STATE_HOME=str(tmp_path / "state"), NETRC=str(netrc))


def strangers(mini_corpus: Path, folder: Path, *urls: str) -> str:
    """Return a folder with a corpus that names a cluster."""
    if not folder.exists():
        shutil.copytree(mini_corpus, folder)
    manifest = (mini_corpus / "corpus.toml").read_text("utf-8")
    place = f'engine = "opensearch"\nurl = "{",".join(urls)}"\n'
    (folder / "corpus.toml").write_text(f"{place}{manifest}", encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    "command", ["search plan", "show contents", "frequency", "push", "search --explain plan"]
)
def test_without_a_terminal_a_manifest_leads_nowhere(
    run: Runner, mini_corpus: Path, tmp_path: Path, command: str
) -> None:
    with cluster() as (url, who):
        folder = strangers(mini_corpus, tmp_path / "corpus", url)
        refused = run(*command.split(), "--corpus", folder, stdin="y\n")
        named = run(*command.split(), "--corpus", folder, "--url", url)

    assert refused == ("", f"wp8: {url}: {NAMED}\n", 2)
    assert "the cluster does not know who asks" in named.stderr
    assert who == [BOB]


def test_info_says_that_nobody_has_approved_it(
    run: Runner, mini_corpus: Path, tmp_path: Path
) -> None:
    with cluster() as (url, who):
        info = run("info", "--corpus", strangers(mini_corpus, tmp_path / "corpus", url))

    assert (info.exit_code, info.stderr, who) == (0, "", [])
    assert f"{url}: {NAMED}" in " ".join(info.stdout.split())


def test_who_is_asked_once_answers_for_this_folder_and_this_address(
    run: Runner, mini_corpus: Path, tmp_path: Path
) -> None:
    with cluster() as (url, who), cluster() as (changed, others):
        folder = strangers(mini_corpus, tmp_path / "corpus", url)
        search = ("search", "plan", "--corpus", folder)
        screen = run.on_terminal(*search, stderr_too=True, typed=b"y\n", width=500)
        run(*search)
        run("search", "plan", "--corpus", f"{folder}/../corpus")
        elsewhere = run(*search[:-1], strangers(mini_corpus, tmp_path / "other", url))
        strangers(mini_corpus, tmp_path / "corpus", changed)
        at_another = run(*search)

    kept = tmp_path / "state" / "wp8" / "clusters.json"
    assert f"wp8: the corpus in {os.path.realpath(folder)} is on the cluster {url}" in screen.lines
    assert screen.text.count("[y/N]") == 1
    assert who == [BOB] * 3
    assert elsewhere == ("", f"wp8: {url}: {NAMED}\n", 2)
    assert at_another == ("", f"wp8: {changed}: {NAMED}\n", 2)
    assert others == []
    assert json.loads(kept.read_bytes()) == [[os.path.realpath(folder), url]]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_push_asks_before_it_shows_how_far_it_is(
    run: Runner, mini_corpus: Path, tmp_path: Path
) -> None:
    with cluster() as (url, who):
        folder = strangers(mini_corpus, tmp_path / "corpus", url)
        screen = run.on_terminal("push", "--corpus", folder, stderr_too=True, typed=b"yes\n")

    assert who == [BOB]
    assert "Sending" not in screen.text


@pytest.mark.parametrize("typed", [b"n\n", b"\n", b"\x04", b"yonder\n"])
def test_who_does_not_say_yes_goes_nowhere_and_is_asked_again(
    run: Runner, mini_corpus: Path, tmp_path: Path, typed: bytes
) -> None:
    with cluster() as (url, who):
        folder = strangers(mini_corpus, tmp_path / "corpus", url)
        search = ("search", "plan", "--corpus", folder)
        screens = [run.on_terminal(*search, stderr_too=True, typed=typed) for _ in range(2)]

    assert who == []
    assert [(screen.text.count("[y/N]"), screen.exit_code) for screen in screens] == [(1, 2)] * 2


def test_nothing_in_the_question_acts_on_the_terminal(
    run: Runner, mini_corpus: Path, tmp_path: Path
) -> None:
    with cluster() as (url, _):
        folder = strangers(mini_corpus, tmp_path / "a\x1b[2J\u202eb\nwp8: c", url)
        screen = run.on_terminal("push", "--corpus", folder, stderr_too=True, typed=b"n\n")

    assert screen.exit_code == 2
    assert not set("\x1b\u202e") & set(screen.text)
    assert any("/a␛[2J�b wp8: c is on the cluster" in line for line in screen.lines)


def test_a_library_asks_nobody(
    mini_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with cluster() as (url, who), pytest.raises(ClusterError) as caught:
        wp8.open(strangers(mini_corpus, tmp_path / "corpus", url))

    assert caught.value.message == f"{url}: {NAMED}"
    assert who == []


class Asked:
    """Somebody who agrees to all, and what that is."""

    def __init__(self) -> None:
        self.of: list[str] = []

    def __call__(self, _: str, addresses: Sequence[str]) -> bool:
        """Agree."""
        self.of += addresses
        return True


def test_of_several_addresses_those_are_asked_for_that_are_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    asked = Asked()
    settings = Settings(str(tmp_path), "", approve=asked)
    for addresses in (["https://a", "https://b"], ["https://b"], ["https://c", "https://a"]):
        require_approval(settings, addresses, pytest.fail)

    assert asked.of == ["https://a", "https://b", "https://c"]


@pytest.mark.parametrize("kept", [b"", b"{}", b"7", b"\xff", b"[" * 100_000, b'[["a"], 7]'])
def test_what_is_kept_and_is_no_approval_approves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = tmp_path / "wp8" / "clusters.json"
    path.parent.mkdir()
    path.write_bytes(kept)
    path.chmod(0o600)
    asked = Asked()
    for _ in range(2):
        require_approval(Settings(str(tmp_path), "", approve=asked), ["https://a"], pytest.fail)

    assert asked.of == ["https://a"]


@pytest.mark.parametrize("of", ["others", "a-link", "a-fifo"])
def test_what_others_may_have_kept_approves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = tmp_path / "wp8" / "clusters.json"
    path.parent.mkdir()
    approvals = json.dumps([[os.path.realpath(tmp_path), "https://a"]])
    match of:
        case "others":
            path.write_text(approvals)
            path.chmod(0o666)
        case "a-link":
            (tmp_path / "there").write_text(approvals)
            path.symlink_to(tmp_path / "there")
        case "a-fifo":
            os.mkfifo(path)

    with pytest.raises(ClusterError):
        require_approval(Settings(str(tmp_path), ""), ["https://a"], pytest.fail)


def test_who_has_no_home_keeps_nothing_where_a_stranger_could(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wp8.workspace.approval.state_folder", lambda: "state")
    Path("state").mkdir()
    kept = Path("state", "clusters.json")
    kept.write_text(json.dumps([[os.path.realpath(tmp_path), "https://a"]]))
    kept.chmod(0o600)

    with pytest.raises(ClusterError):
        require_approval(Settings(str(tmp_path), ""), ["https://a"], pytest.fail)


def test_what_cannot_be_kept_is_said_and_holds_this_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "wp8").write_text("not a folder")
    said: list[str] = []
    require_approval(Settings(str(tmp_path), "", approve=Asked()), ["https://a"], said.append)

    (line,) = said
    assert line.startswith(f"cannot remember it: {tmp_path}")
    assert line.endswith("Not a directory")
