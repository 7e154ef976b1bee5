"""The store: what is built is what is opened.

A tiny engine, and what the other tests of the store need of it, stands here too.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

import wp8
from wp8.errors import IndexMissingError, IndexStoreError
from wp8.index.store.store import IndexStore, index_name
from wp8.index.versions import MADE_BY
from wp8.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wp8.query.backend import Backend

NAME = f"{'0' * 32}-lines-1-t1"


class LinesBackend:
    """The lines of both files, side by side."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines


class LinesEngine:
    """Writes the ids to one file and the texts to another, a line at a time."""

    name = "lines"
    version = "1"

    def __init__(self, pause: Callable[[], None] = lambda: None) -> None:
        self.pause = pause

    def checks(self, _name: str) -> bool:
        """Return that it does not."""
        return False

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write the records, with a pause after each."""
        count = 0
        with Path(folder, "ids").open("w") as ids, Path(folder, "texts").open("w") as texts:
            for record in records:
                count += 1
                for file, line in ((ids, record.id), (texts, record.text)):
                    file.write(f"{line}\n")
                    file.flush()
                self.pause()
        return count

    def open(self, folder: str) -> Backend:
        """Return the lines."""
        ids, texts = [Path(folder, name).read_text().splitlines() for name in ("ids", "texts")]
        lines = [f"{id_} {text}" for id_, text in zip(ids, texts, strict=True)]
        return cast("Backend", LinesBackend(lines))


def edition(number: int, size: int = 20) -> Iterator[Record]:
    """Yield records that tell their edition."""
    for i in range(1, size + 1):
        yield Record(
            f"doc:{i}", "doc", "paragraph", "", i, None, f"ed. {number}", "doc.txt", (i, i)
        )


def opened_edition(store: IndexStore, name: str = NAME) -> int:
    """Return the number of the edition that `store` opens, which must be whole."""
    lines = cast("LinesBackend", store.open(name)).lines
    number = int(lines[0].rpartition(" ")[2])
    assert lines == [f"{record.id} {record.text}" for record in edition(number, len(lines))]
    return number


def files_of(store: IndexStore, name: str = NAME) -> list[str]:
    """Return every path under the index's folder, the generation's name put as `*`."""
    place = Path(store.place(name))
    paths = (str(path.relative_to(place)) for path in place.rglob("*"))
    return sorted(re.sub("[0-9a-f]{16}", "*", path) for path in paths)


WHOLE = ["*", "*/DIGESTS", "*/SEAL", "*/ids", "*/texts", "CURRENT"]


class Child:
    """A forked process that does `act`; `outcome` is "done" or the error it ended with."""

    def __init__(self, act: Callable[[], object], *, user: int | None = None) -> None:
        self._report, report = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            signal.alarm(60)
            os.write(report, _outcome(act, user).encode())
            os._exit(0)
        os.close(report)

    def kill(self) -> None:
        """Kill it as `kill -9` does."""
        os.kill(self.pid, signal.SIGKILL)

    def outcome(self) -> str:
        """Wait for its end and return what it came to."""
        with open(self._report, encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            text = file.read()
        os.waitpid(self.pid, 0)
        return text or "killed"


def _outcome(act: Callable[[], object], user: int | None) -> str:
    try:
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        act()
    except IndexStoreError as error:
        return f"{type(error).__name__}: {error}"
    except BaseException as error:  # noqa: BLE001 - a forked child must not return to pytest
        return "KeyboardInterrupt" if type(error) is KeyboardInterrupt else traceback.format_exc()
    return "done"


def lines_store(folder: Path, pause: Callable[[], None] = lambda: None) -> IndexStore:
    return IndexStore(folder / "index", LinesEngine(pause), folder / "state")


def test_what_is_built_is_opened(tmp_path: Path) -> None:
    store = lines_store(tmp_path)

    assert store.build(NAME, edition(1)) == 20

    assert opened_edition(store) == 1
    assert files_of(store) == WHOLE


def test_a_build_replaces_the_old_index(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1, size=30))

    assert store.build(NAME, edition(2, size=5)) == 5

    assert opened_edition(store) == 2
    assert files_of(store) == WHOLE


def test_an_index_of_no_records_can_be_built(tmp_path: Path) -> None:
    store = lines_store(tmp_path)

    assert store.build(NAME, []) == 0

    assert cast("LinesBackend", store.open(NAME)).lines == []


def test_an_index_that_was_not_built_is_missing(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    with pytest.raises(IndexMissingError, match="there is no index in "):
        store.open(NAME)
    store.build(NAME, edition(1))

    for use in (store.open, store.check, store.size):
        with pytest.raises(IndexMissingError, match="there is no index in "):
            use(NAME.replace("0", "1"))


def test_check_and_size_do_not_open_the_index(tmp_path: Path) -> None:
    class Unopenable(LinesEngine):
        def open(self, folder: str) -> Backend:
            raise AssertionError(folder)

    store = IndexStore(tmp_path / "index", Unopenable(), tmp_path / "state")
    store.build(NAME, edition(1))

    store.check(NAME)

    generation = next(path for path in Path(store.place(NAME)).iterdir() if path.is_dir())
    assert store.size(NAME) == sum(path.stat().st_size for path in generation.iterdir())


def test_a_root_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")

    IndexStore(tmp_path / "link", LinesEngine(), tmp_path / "state").build(NAME, edition(1))

    assert (
        opened_edition(IndexStore(str(tmp_path / "real"), LinesEngine(), tmp_path / "state")) == 1
    )


def test_an_engine_may_write_only_files(tmp_path: Path) -> None:
    class Nested(LinesEngine):
        def build(self, folder: str, records: Iterable[Record]) -> int:
            Path(folder, "segments").mkdir()
            return super().build(folder, records)

    store = IndexStore(tmp_path / "index", Nested(), tmp_path / "state")

    with pytest.raises(IndexStoreError, match="segments is not a file"):
        store.build(NAME, edition(1))

    assert files_of(store) == []


@pytest.mark.parametrize("error", [ValueError("bad"), OSError("bad"), KeyboardInterrupt()])
def test_what_the_records_raise_goes_through(tmp_path: Path, error: BaseException) -> None:
    def failing() -> Iterator[Record]:
        yield from edition(2, size=3)
        raise error

    store = lines_store(tmp_path)
    store.build(NAME, edition(1))

    with pytest.raises(type(error)) as raised:
        store.build(NAME, failing())

    assert raised.value is error
    assert opened_edition(store) == 1
    assert files_of(store) == WHOLE


def test_a_ctrl_c_after_the_swap_leaves_the_new_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    replace = os.replace

    def interrupted(source: str, target: str) -> None:
        replace(source, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.build(NAME, edition(2))

    assert opened_edition(store) == 2
    assert files_of(store) == WHOLE


def test_an_index_is_named_after_corpus_engine_and_tokenizer() -> None:
    engine = LinesEngine()
    digest = "0123456789abcdef" * 4
    assert index_name(digest, engine) == f"{digest}-lines-1-t{MADE_BY}"

    engine.version = "2.0+git/1 b"
    assert index_name("f" * 64, engine) == f"{'f' * 64}-lines-2.0_git_1_b-t{MADE_BY}"


def test_importing_the_store_imports_nothing_slow() -> None:
    code = "import sys, wp8.index.store.store; print(*sys.modules)"
    source = Path(wp8.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-Sc", code],
        env={"PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    slow = {"pathlib", "hashlib", "json", "tempfile", "shutil", "random", "dataclasses", "whoosh"}
    assert slow & set(done.stdout.split()) == set()
