"""How documents stand to the index, and what is said of one whose file is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wp8.api import Corpus
from wp8.corpus.care.states import left, standings
from wp8.errors import IndexStoreError
from wp8.workspace.building import build
from wp8.workspace.indexed import last_indexed
from wp8.workspace.settings import Settings, unheard
from wp8.workspace.sources import load

DOCUMENT = '\n[[document]]\nid = "{0}"\nfile = "{0}.txt"\ntitle = "{0}"\n'


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"The tide takes {name}.\n")
    manifest = 'name = "tides"\n' + "".join(map(DOCUMENT.format, "abc"))
    (folder / "corpus.toml").write_text(manifest)
    return Settings(str(folder), str(tmp_path / "index"))


def states(place: Settings) -> dict[str, str]:
    """Return how each document stands, and why."""
    corpus = load(place)
    found = standings(corpus, last_indexed(place, corpus))
    return {each.document.id: f"{each.state} {each.why}".strip() for each in found}


def said(place: Settings) -> list[str]:
    """Return what is said when the corpus is opened."""
    lines: list[str] = []
    with Corpus(place, lines.append) as corpus:
        corpus.open()
    return lines


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_documents_are_new_indexed_changed_missing_or_unread(place: Settings, engine: str) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy")
    place = place._replace(engine=engine)
    folder = Path(place.corpus)
    assert states(place) == dict.fromkeys("abc", "new")

    (folder / "c.txt").write_text(" ")
    build(place)
    assert states(place) == {"a": "indexed", "b": "indexed", "c": "unread has no text"}

    with (folder / "corpus.toml").open("a") as manifest:
        manifest.write(DOCUMENT.format("d") + DOCUMENT.format("e"))
    (folder / "a.txt").write_text("The tide is out.\n")
    (folder / "b.txt").unlink()
    (folder / "c.txt").unlink()
    (folder / "d.txt").write_text("The tide is in.\n")
    (folder / "e.txt").mkdir()
    assert states(place) == {
        "a": "changed",
        "b": "missing",
        "c": "missing",
        "d": "new",
        "e": "unread is not a file",
    }

    build(place)
    indexed = {"a": "indexed", "b": "missing", "c": "missing", "d": "indexed"}
    assert states(place) == indexed | {"e": "unread is not a file"}


def test_what_the_manifest_does_not_name_any_more_is_left_in_the_index(place: Settings) -> None:
    build(place)
    manifest = Path(place.corpus, "corpus.toml")
    manifest.write_text(manifest.read_text().replace(DOCUMENT.format("b"), ""))
    corpus = load(place)

    assert left(corpus, last_indexed(place, corpus)) == ["b"]


def test_no_source_is_opened_whose_stat_is_unchanged(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(place.corpus)
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    monkeypatch.setattr("wp8.corpus.digest._FRESH_NANOSECONDS", -(10**18))
    build(place)
    read: list[str] = []

    def watched(path: Path) -> bytes:
        read.append(path.name)
        return path.read_bytes()

    for module in ("corpus.fingerprint", "corpus.titles", "corpus.care.states"):
        monkeypatch.setattr(f"wp8.{module}.source_bytes", watched)
    (folder / "b.txt").write_text("The tide is out.\n")

    assert states(place) == {"a": "indexed", "b": "changed", "c": "indexed"}
    assert read == ["b.txt"]


MISSING = (
    "{0}.txt is not there any more; wp8 update follows it if it was renamed, "
    "wp8 docs rm {0} takes it out"
)
GONE = MISSING.format("a")


def test_a_missing_file_is_named_once(place: Settings) -> None:
    build(place)
    Path(place.corpus, "a.txt").unlink()

    assert said(place) == ["built the index: 2 records of 2 documents", GONE]
    assert said(place) == []


def test_a_file_that_is_missing_again_is_named_again(place: Settings) -> None:
    path = Path(place.corpus, "a.txt")
    for _ in range(2):
        path.unlink()
        assert said(place)[-1:] == [GONE]
        path.write_text("The tide takes a.\n")
        build(place)


def test_another_file_that_is_missing_is_named_alone(place: Settings) -> None:
    Path(place.corpus, "a.txt").unlink()
    said(place)
    Path(place.corpus, "b.txt").unlink()

    assert said(place)[1:] == [MISSING.format("b")]


def test_who_is_not_told_is_told_later(place: Settings) -> None:
    Path(place.corpus, "a.txt").unlink()
    with Corpus(place, unheard) as corpus:
        corpus.open()

    assert said(place) == [GONE]
    assert said(place) == []


def test_where_no_index_can_be_written_it_is_named_each_time(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise IndexStoreError("cannot write the index: the disk is full")

    monkeypatch.setattr("wp8.index.store.store.IndexStore.build", full)
    Path(place.corpus, "a.txt").unlink()

    assert said(place)[-1] == said(place)[-1] == GONE


def test_of_many_missing_files_a_few_are_named(place: Settings) -> None:
    folder = Path(place.corpus)
    names = [f"n{number}" for number in range(6)]
    with (folder / "corpus.toml").open("a") as manifest:
        manifest.writelines(map(DOCUMENT.format, names))

    assert said(place)[1:] == [
        "6 files are not there any more: n0.txt, n1.txt, n2.txt, n3.txt, n4.txt and 1 more; "
        "wp8 update follows them if they were renamed, wp8 docs rm ID... takes them out "
        "(wp8 docs lists them)"
    ]
    for name in "ab":
        (folder / f"{name}.txt").unlink()
    assert said(place)[1:] == [
        "2 files are not there any more: a.txt, b.txt; "
        "wp8 update follows them if they were renamed, wp8 docs rm a b takes them out"
    ]
