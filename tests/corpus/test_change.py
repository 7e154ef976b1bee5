"""A corpus of one's own is changed by one at a time, and wholly or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from wp8.analysis.passages.draft import read_draft
from wp8.corpus.care.additions import add, new_corpus
from wp8.corpus.care.known import Content
from wp8.corpus.care.states import Indexed
from wp8.corpus.care.updates import changes_of, follow_changes
from wp8.corpus.change import JOURNAL
from wp8.corpus.fingerprint import sum_of
from wp8.corpus.manifest import load_corpus
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

# What of the system a change of a corpus calls, in which the order of things matters.
CALLS = ("open", "replace", "fsync", "unlink", "truncate", "fdopen", "mkdir")
DONE, SURVIVED = 0, 3
OLD, NEW = ("first.md",), ("second.md", "third.txt")


def silent(_: str) -> None:
    """Tell nobody."""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in (*OLD, *NEW, "later.md"):
        (folder / name).write_text(f"Text of {name}.")
    return folder


def own(tmp_path: Path, files: Path) -> Path:
    folder = tmp_path / "own"
    new_corpus(folder, [str(files / name) for name in OLD], silent)
    return folder


def state(folder: Path) -> tuple[str, ...]:
    """Return the files of the documents of a corpus, none if there is none: each is whole."""
    if not (folder / "corpus.toml").exists():
        return ()
    names = tuple(document.file for document in load_corpus(folder).documents)
    assert [(folder / name).read_text() for name in names] == [f"Text of {n}." for n in names]
    return names


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fail_at(number: int, kind: str, is_after: bool) -> Callable[[], bool]:
    """Let the call of this number to the system fail, before it is done or after.

    Return what says whether there was one.
    """
    left = number

    def failing(call: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            result = call(*arguments, **named) if left or is_after else None
            if left:
                return result
            if kind == "kill":
                os._exit(9)
            raise KeyboardInterrupt if kind == "interrupt" else OSError(28, "No space left")

        return called

    for name in CALLS:
        setattr(os, name, failing(getattr(os, name)))
    return lambda: left <= 0


def in_a_fork(work: Callable[[], object], number: int, kind: str, is_after: bool) -> int:
    """Do `work`, in which a call fails, in a process of its own; return its exit code.

    It is DONE where there was no such call, SURVIVED where the work is done all the same.
    """
    child = os.fork()
    if child == 0:
        try:
            has_failed = fail_at(number, kind, is_after)
            work()
            os._exit(SURVIVED if has_failed() else DONE)
        except (KeyboardInterrupt, CorpusError):
            os._exit(1)
        except BaseException:  # noqa: BLE001 - the process of the tests must not go on twice
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.parametrize("is_new", [False, True], ids=["add", "init"])
@pytest.mark.parametrize(
    ("kind", "is_after", "code"),
    [
        ("error", False, 1),
        ("interrupt", False, 1),
        ("interrupt", True, 1),
        # After one call is before the next.
        ("kill", False, 9),
    ],
)
def test_whatever_call_fails_a_corpus_is_as_before_or_as_after(
    tmp_path: Path, files: Path, kind: str, is_after: bool, code: int, is_new: bool
) -> None:
    seen = set()
    codes = set()
    before = () if is_new else OLD
    given = [str(files / name) for name in NEW]
    # A file that cannot be read is left out.
    of_one = [(*before, name) for name in NEW] if kind == "error" else []
    for number in range(1, 200):
        place = tmp_path / str(number)
        folder = place / "own" if is_new else own(place, files)

        def work(folder: Path = folder) -> None:
            (new_corpus if is_new else add)(folder, given, silent)

        codes.add(ended := in_a_fork(work, number, kind, is_after))
        now = state(folder)
        seen.add(now)
        assert now in (before, (*before, *NEW), *of_one), number
        if now:
            add(folder, [str(files / "later.md")], silent)
        else:
            new_corpus(folder, [str(files / "later.md")], silent)
        assert state(folder) == (*now, "later.md"), number
        assert names(folder) == {"corpus.toml", *now, "later.md"}, number
        if ended == DONE:
            break

    assert number > 20
    assert codes - {SURVIVED} == {DONE, code}
    assert seen == {before, (*before, *NEW), *of_one}


@pytest.mark.slow
@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("kind", ["error", "interrupt", "kill"])
def test_whatever_call_fails_of_an_update_the_manifest_says_all_of_it_or_nothing(
    tmp_path: Path, files: Path, kind: str, is_after: bool
) -> None:
    seen = set()
    for number in range(1, 100):
        place = tmp_path / str(number)
        folder = own(place, files)
        add(folder, [str(files / name) for name in NEW], silent)
        contents = {name: Content(sum_of((folder / name).read_bytes())) for name in (*OLD, *NEW)}
        (folder / "first.md").rename(folder / "moved.md")
        (folder / "second.md").unlink()
        (folder / "later.md").write_text("Text of later.md.")
        manifest = (folder / "corpus.toml").read_bytes()
        found = changes_of(load_corpus(folder), manifest, Indexed({}, {}), contents)

        ended = in_a_fork(partial(follow_changes, folder, found, silent), number, kind, is_after)

        described = {d.id: d.file for d in load_corpus(folder).documents}
        seen.add(tuple(described.items()))
        assert (folder / "corpus.toml").read_bytes() == manifest or described == {
            "first": "moved.md", "third": "third.txt", "later": "later.md",
        }  # fmt: skip
        add(folder, [str(folder / "moved.md")], silent)
        assert names(folder) == {"corpus.toml", "moved.md", "third.txt", "later.md"}
        if ended == DONE:
            break

    assert number > 10
    assert len(seen) == 2


@pytest.mark.slow
def test_six_at_once_add_six_documents(run_wp8: Runner, tmp_path: Path, files: Path) -> None:
    folder = own(tmp_path, files)
    writers = []
    for number in range(6):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "same.md").write_text(f"Text {number}.")
        given = (str(tmp_path / str(number) / "same.md"), "--anyway", "--corpus", str(folder))
        writers.append(run_wp8.start("add", *given))

    assert [process.wait() for process in writers] == [0] * 6
    for process in writers:
        process.communicate()
    documents = load_corpus(folder).documents
    assert {d.id for d in documents} == {"first", "same", *(f"same-{n}" for n in range(2, 7))}
    texts = {(folder / d.file).read_text() for d in documents}
    assert texts == {"Text of first.md.", *(f"Text {n}." for n in range(6))}
    assert JOURNAL not in names(folder)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_who_has_to_wait_says_so_and_goes_on(run_wp8: Runner, tmp_path: Path, files: Path) -> None:
    folder = own(tmp_path, files)
    with (folder / JOURNAL).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = run_wp8.start("add", str(files / "later.md"), "--corpus", str(folder))
        assert process.stderr is not None
        said = process.stderr.readline().decode()

        assert said == (
            f"wp8: {folder}/corpus.toml: another wp8 is changing it: waiting for that\n"
        )
        assert state(folder) == OLD
    process.communicate()
    assert (process.returncode, state(folder)) == (0, (*OLD, "later.md"))


def test_what_a_journal_names_is_taken_away_only_if_it_is_a_copy_and_unlisted(
    tmp_path: Path, files: Path
) -> None:
    folder = own(tmp_path, files)
    (tmp_path / "outside.md").write_text("Text.")
    for name in ("left.md", "edited.md"):
        (folder / name).write_text("Text.")
    sums = {text: hashlib.sha256(text.encode()).hexdigest() for text in ("Text.", "Other.")}
    first = hashlib.sha256((folder / "first.md").read_bytes()).hexdigest()
    (folder / JOURNAL).write_text(
        f"{sums['Text.']} left.md\n{sums['Other.']} edited.md\n{first} first.md\n"
        f"{sums['Text.']} ../outside.md\n{sums['Text.']} ..\n{sums['Text.']}\n\ngarbage"
    )

    add(folder, [str(files / "later.md")], silent)

    assert names(folder) == {"corpus.toml", "first.md", "edited.md", "later.md"}
    assert (tmp_path / "outside.md").read_text() == "Text."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_a_lock_that_is_no_file_is_an_error(tmp_path: Path, files: Path) -> None:
    folder = own(tmp_path, files)
    os.mkfifo(folder / JOURNAL)

    with pytest.raises(CorpusError, match="is not a file"):
        add(folder, [str(files / "later.md")], silent)
    assert state(folder) == OLD


def test_a_corpus_whose_manifest_is_a_link_is_changed_where_it_leads(
    tmp_path: Path, files: Path
) -> None:
    folder = own(tmp_path, files)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "corpus.toml").rename(elsewhere / "real.toml")
    (folder / "corpus.toml").symlink_to(elsewhere / "real.toml")

    add(folder, [str(files / "later.md")], silent)

    assert (folder / "corpus.toml").is_symlink()
    assert state(folder) == (*OLD, "later.md")
    assert names(elsewhere) == {"real.toml"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_nobody_waits_for_a_fifo_that_is_to_be_added_or_read(tmp_path: Path, files: Path) -> None:
    folder = own(tmp_path, files)
    os.mkfifo(files / "fifo.md")

    added = add(folder, [str(files / "fifo.md")], silent)
    assert [(each.file, each.reason) for each in added.refused] == [
        (str(files / "fifo.md"), "is not a file")
    ]
    with pytest.raises(CorpusError, match="is not a file"):
        read_draft(str(files / "fifo.md"))
    assert state(folder) == OLD
