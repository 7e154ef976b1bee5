"""Opening a corpus: built once, never stale, and in memory where there is no disk."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from wp8.api import Corpus
from wp8.corpus.digest import Memo
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import reader
from wp8.corpus.records import stream_records
from wp8.errors import CorpusError, IndexStoreError, IndexUntrustedError
from wp8.index.scan.backend import MemoryBackend
from wp8.index.segments.segments import SegmentedBackend
from wp8.index.whoosh.backend import WhooshBackend
from wp8.workspace.building import build, read
from wp8.workspace.place import kept_beside, lexemes_beside
from wp8.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from wp8.corpus import document
    from wp8.files import Kept
    from wp8.model import Record
    from wp8.workspace.session import Session

    Unread = Callable[[document.Document, CorpusError], None]

IDS = (
    "harbor:1 harbor:2 harbor:3 harbor:4 report:h1 report:1 report:n1 report:h2 report:2 report:3"
).split()
BUILT = "built the index: 10 records of 2 documents"


@contextmanager
def opened(place: Settings, notify: Callable[[str], None]) -> Iterator[Session]:
    """Open the corpus of `place`, and close it at the end."""
    with Corpus(place, notify) as corpus:
        yield corpus.open()


@pytest.fixture
def place(mini_corpus: Path, tmp_path: Path) -> Settings:
    """Return a copy of the mini corpus, and a folder without an index."""
    corpus = tmp_path / "corpus"
    shutil.copytree(mini_corpus, corpus)
    return Settings(str(corpus), str(tmp_path / "index"))


def visit(place: Settings) -> tuple[list[str], list[str]]:
    """Return the ids that an opened corpus has, and what was said on the way."""
    said: list[str] = []
    with opened(place, said.append) as session:
        return list(session.backend.ids()), said


def test_the_first_opening_builds_and_the_second_does_not(place: Settings) -> None:
    assert visit(place) == (IDS, [BUILT])
    assert visit(place) == (IDS, [])


def test_a_session_names_the_corpus_and_the_digest_of_its_bytes(place: Settings) -> None:
    digest = load_corpus(Path(place.corpus)).digest

    for _ in ("built", "found"):
        with opened(place, lambda _: None) as session:
            assert session.corpus == {"name": "mini", "digest": digest}


def test_a_change_of_what_records_are_made_of_gets_an_index_of_its_own(place: Settings) -> None:
    visit(place)
    source, manifest = Path(place.corpus, "harbor.txt"), Path(place.corpus, "corpus.toml")
    source.write_text(f"{source.read_text()}\n# one line more\n")
    assert visit(place)[1] == ["built the index: 11 records of 2 documents"]
    manifest.write_text(manifest.read_text().replace('language = "en"', 'language = "gd"', 1))
    assert visit(place)[1] == [
        "making the dictionary of gd: it takes seconds, and is kept",
        "built the index: 11 records of 2 documents",
    ]


def test_a_dictionary_is_made_in_a_process_of_its_own(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DefaultDictionaryFactory, "get_dictionary", None)

    rows = lexemes_beside(place, lambda _: None).of("gd", ["taighean"])

    assert rows == {"taighean": ["taigh", "gd.x:taigh"]}


def test_what_is_said_of_works_and_names_needs_no_new_index(place: Settings) -> None:
    with opened(place, lambda _: None) as session:
        before = session.digest
    manifest = Path(place.corpus, "corpus.toml")
    said = manifest.read_text().replace('author = "Nobody"', 'author = "Ann Roe"\nvolume = 2')
    manifest.write_text(f'{said}\n[document.fields]\ngenre = "report"\n')
    group = '[[group]]\nforms = ["coast", "shore"]\nrests_on = "harbor:4 has coast"\n'
    Path(place.corpus, "glossary.toml").write_text(group)

    for _ in ("read", "known"):
        assert visit(place) == (IDS, [])
        with opened(place, lambda _: None) as session:
            assert session.digest != before
            assert session.glossary == (("coast", "shore"),)


def test_a_change_that_leaves_size_and_time_as_they_were_is_noticed(place: Settings) -> None:
    path = Path(place.corpus, "harbor.txt")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    visit(place)
    path.write_text(path.read_text().replace("coast", "shore"))
    os.utime(path, ns=times)

    assert visit(place)[1] == [BUILT]


def test_a_corpus_that_is_put_back_has_its_old_index(place: Settings) -> None:
    visit(place)
    path = Path(place.corpus, "harbor.txt")
    old = path.read_text()
    path.write_text("Another.\n")
    visit(place)
    path.write_text(old)

    told = "1 number of harbor is not of the same text now: wp8 docs changes harbor"
    assert visit(place) == (IDS, [told])
    assert visit(place) == (IDS, [])


def test_a_moved_corpus_has_its_old_index(place: Settings) -> None:
    visit(place)
    moved = Path(place.corpus).rename(f"{place.corpus}-moved")

    assert visit(place._replace(corpus=str(moved))) == (IDS, [])


def test_where_no_index_can_be_the_records_are_searched_in_memory(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise IndexStoreError("cannot write the index: the disk is full")

    monkeypatch.setattr("wp8.index.store.store.IndexStore.build", full)
    said: list[str] = []

    with opened(place, said.append) as session:
        assert isinstance(session.backend, MemoryBackend)
        assert list(session.backend.ids()) == IDS
    assert said == ["cannot write the index: the disk is full: searching without an index"]


def test_an_index_that_is_not_trusted_is_not_worked_around(place: Settings) -> None:
    visit(place)
    Path(place.index_root).chmod(0o777)

    with pytest.raises(IndexUntrustedError):
        visit(place)


def test_a_folder_that_is_not_trusted_is_not_worked_around_before_the_first_build(
    place: Settings,
) -> None:
    Path(place.index_root).mkdir()
    Path(place.index_root).chmod(0o777)

    with pytest.raises(IndexUntrustedError):
        visit(place)


def test_the_backend_is_closed_whatever_happens(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    close = WhooshBackend.close
    monkeypatch.setattr(
        "wp8.index.whoosh.backend.WhooshBackend.close",
        lambda backend: closed.append("closed") or close(backend),  # type: ignore[func-returns-value]
    )

    with pytest.raises(RuntimeError), opened(place, lambda _: None):
        raise RuntimeError

    assert closed == ["closed"]


def test_build_passes_each_record_on_and_says_what_it_made(place: Settings) -> None:
    passed: list[str] = []

    def progress(records: Iterable[Record], sizes: Mapping[str, int]) -> Iterator[Record]:
        assert sizes == {
            name.partition(".")[0]: Path(place.corpus, name).stat().st_size
            for name in ("harbor.txt", "report.md")
        }
        for record in records:
            passed.append(record.id)
            yield record

    built = build(place, progress)

    assert (built.corpus.name, built.records, passed) == ("mini", 10, IDS)
    assert Path(built.folder, "CURRENT").is_file()


def test_a_corpus_that_changes_while_it_is_read_is_read_again(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(place.corpus, "harbor.txt")

    def changing(
        corpus: document.Corpus, unread: Unread, kept: Collection[str], receive: None
    ) -> Iterator[Record]:
        path.write_text("Changed.\n")
        yield from stream_records(corpus, unread, kept, receive)

    monkeypatch.setattr("wp8.workspace.building.stream_records", changing)

    corpus, records = read(place)

    assert records[0].text == "Changed."
    assert corpus.digest == load_corpus(Path(place.corpus)).digest


def test_a_corpus_that_never_stops_changing_is_an_error(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(place.corpus, "harbor.txt")

    def changing(
        corpus: document.Corpus, unread: Unread, kept: Collection[str], receive: None
    ) -> Iterator[Record]:
        yield from stream_records(corpus, unread, kept, receive)
        path.write_text(f"{time.time_ns()}\n")

    monkeypatch.setattr("wp8.workspace.building.stream_records", changing)

    with pytest.raises(CorpusError, match="changes while it is read"):
        read(place)


def changing(
    act: Callable[[], object], place: Settings, *, times: int = 1
) -> tuple[document.Corpus, int]:
    """Build, and `act` so many times when the first record has been read."""
    acts = iter([act] * times)

    def progress(records: Iterable[Record], _: Mapping[str, int]) -> Iterator[Record]:
        for number, record in enumerate(records):
            if number == 0:
                next(acts, lambda: None)()
            yield record

    built = build(place, progress)
    return built.corpus, built.records


def replaced(path: Path, old: str, new: str) -> None:
    """Replace a file by one of the same size and times."""
    stat = path.stat()
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("harbor.txt", "coast", "shore"),  # has been read
        ("report.md", "plan", "PLAN"),  # is to be read
        ("corpus.toml", "mini", "MINI"),
    ],
)
def test_a_corpus_that_changes_during_a_build_is_read_again(
    place: Settings, name: str, old: str, new: str
) -> None:
    corpus, number = changing(lambda: replaced(Path(place.corpus, name), old, new), place)

    assert (corpus.digest, number) == (load_corpus(Path(place.corpus)).digest, 10)
    assert visit(place) == (IDS, [])
    assert len(list(Path(place.index_root).glob("*/CURRENT"))) == 1
    with opened(place, lambda _: None) as session:
        texts = [record.text for record in session.backend.records(IDS)]
    assert texts == [record.text for record in read(place)[1]]


def test_a_source_that_is_another_only_while_it_is_read_is_not_indexed(place: Settings) -> None:
    path = Path(place.corpus, "report.md")

    def progress(records: Iterable[Record], _: Mapping[str, int]) -> Iterator[Record]:
        for record in records:
            if record.id == "harbor:1" and not builds:
                replaced(path, "plan", "PLAN")
            if record.id == "report:1":
                builds.append(record.text)
                replaced(path, "PLAN", "plan")
            yield record

    builds: list[str] = []
    build(place, progress)

    assert ["PLAN" in text for text in builds] == [True, False]
    with opened(place, lambda _: None) as session:
        assert "PLAN" not in session.backend.records(["report:1"])[0].text


def test_a_build_of_a_corpus_that_never_stops_changing_leaves_the_old_index(
    place: Settings,
) -> None:
    visit(place)
    (pointer,) = Path(place.index_root).glob("*/CURRENT")
    before = pointer.read_text()
    path = Path(place.corpus, "harbor.txt")

    with pytest.raises(CorpusError, match="changes while it is read"):
        changing(lambda: path.write_text(f"{time.time_ns()}\n"), place, times=3)

    assert pointer.read_text() == before
    assert [p for p in Path(place.index_root).glob("*/*") if p.is_dir()] == [
        pointer.parent / before
    ]


@pytest.mark.parametrize("name", ["with blanks", 'it\'s "quoted"', "a\nb", "caf\udce9", "-x"])
def test_an_index_may_be_anywhere(place: Settings, tmp_path: Path, name: str) -> None:
    odd = place._replace(index_root=str(tmp_path / name))

    assert visit(odd) == (IDS, [BUILT])
    assert visit(odd) == (IDS, [])


def test_what_a_killed_writer_left_is_removed_by_the_next_build(place: Settings) -> None:
    visit(place)
    root = Path(place.index_root)
    for name in ("lexemes.de.0123456789abcdef.tmp", "corpus-0.stamp.fedcba9876543210.tmp"):
        (root / name).touch()
    (root / "notes.tmp").touch()

    build(place)

    assert [path.name for path in root.glob("*.tmp")] == ["notes.tmp"]


def added_to(place: Settings, text: str, name: str = "harbor.txt") -> None:
    """Add a paragraph to a document."""
    path = Path(place.corpus, name)
    path.write_text(f"{path.read_text()}\n\n{text}\n")


def segments_of(place: Settings) -> list[list[str]]:
    """Return the ids that each segment of the newest index has."""
    with opened(place, lambda _: None) as session:
        backend = session.backend
        segments = backend.segments if isinstance(backend, SegmentedBackend) else [backend]
        return [list(segment.ids()) for segment in segments]


@pytest.fixture
def large(place: Settings) -> Settings:
    """A corpus of tantivy's whose report is too large to be written again with another document."""
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    for number in range(600):
        added_to(place, f"Paragraph {number} of many.", "report.md")
    return place._replace(engine="tantivy")


def test_only_a_changed_document_is_indexed_again(large: Settings) -> None:
    visit(large)
    added_to(large, "One more.")

    assert visit(large)[1] == ["built the index: 611 records of 2 documents"]
    earlier, new = segments_of(large)
    assert (len(earlier), new) == (610, [*IDS[:4], "harbor:5"])


def test_whoosh_builds_a_changed_corpus_anew(large: Settings) -> None:
    of_whoosh = large._replace(engine="whoosh")
    visit(of_whoosh)
    added_to(large, "One more.")

    assert visit(of_whoosh)[1] == ["built the index: 611 records of 2 documents"]
    assert [len(ids) for ids in segments_of(of_whoosh)] == [611]
    assert list(Path(large.index_root).rglob("SOURCES")) == []


def test_the_sources_that_did_not_change_are_not_parsed(
    large: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(large)
    added_to(large, "One more.")
    parsed: list[str] = []

    def noted(layout: str) -> object:
        parsed.append(layout)
        return reader(layout)

    monkeypatch.setattr("wp8.corpus.records.reader", noted)

    visit(large)

    assert parsed == ["text"]


def test_small_segments_are_written_again_with_what_is_new(large: Settings) -> None:
    visit(large)
    for number in range(4):
        added_to(large, f"Addition {number}.")
        visit(large)

    assert [len(ids) for ids in segments_of(large)] == [610, 8]


def test_a_document_that_is_taken_out_is_not_found_any_more(large: Settings) -> None:
    visit(large)
    manifest = Path(large.corpus, "corpus.toml")
    first = manifest.read_text().index("[[document]]")
    second = manifest.read_text().index("[[document]]", first + 1)
    manifest.write_text(manifest.read_text()[:first] + manifest.read_text()[second:])

    ids, said = visit(large)

    assert (len(ids), {id_.partition(":")[0] for id_ in ids}) == (606, {"report"})
    assert said == ["built the index: 606 records of 1 document"]


def test_a_rebuild_of_an_unchanged_corpus_is_of_its_sources_alone(large: Settings) -> None:
    visit(large)
    added_to(large, "One more.")
    visit(large)
    build(large)

    assert [len(ids) for ids in segments_of(large)] == [611]


def test_a_damaged_index_is_not_built_upon(large: Settings) -> None:
    visit(large)
    (damaged,) = Path(large.index_root).glob("*-*/*/records")
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    added_to(large, "One more.")
    visit(large)

    assert [len(ids) for ids in segments_of(large)] == [611]


def test_a_segment_that_is_damaged_later_is_written_anew(large: Settings) -> None:
    visit(large)
    added_to(large, "One more.")
    visit(large)
    for damaged in Path(large.index_root).glob("*-*/*/0/meta.json"):
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")

    ids, said = visit(large)

    assert len(ids) == 611
    assert "is not as it was written: building it again" in said[0]
    assert [len(own) for own in segments_of(large)] == [611]


def test_a_source_that_could_not_be_read_is_read_as_soon_as_it_can_be(large: Settings) -> None:
    harbor = Path(large.corpus, "harbor.txt")
    text = harbor.read_text()
    harbor.write_bytes(b"\xff")
    assert len(visit(large)[0]) == 606
    harbor.write_text(text)

    assert len(visit(large)[0]) == 610


def test_the_first_build_remembers_the_sources_that_it_read(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr("wp8.corpus.fingerprint.time.time_ns", lambda: later)
    build(place)

    (stamp,) = Path(place.index_root).glob("corpus-*.stamp")
    memo = Memo(place.corpus, kept_beside(place, stamp.name))
    assert all(memo.look(name)[1] for name in ("corpus.toml", "harbor.txt", "report.md"))


def test_a_changed_corpus_is_loaded_once_and_a_touched_one_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    source = tmp_path / "corpus" / "a.txt"
    source.write_text("One word.\n", encoding="utf-8")
    manifest = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    (tmp_path / "corpus" / "corpus.toml").write_text(manifest, encoding="utf-8")
    loaded: list[Path] = []

    def noted(folder: Path, *, titles: bool, memo: Memo, kept: Kept) -> document.Corpus:
        loaded.append(folder)
        return load_corpus(folder, titles=titles, memo=memo, kept=kept)

    def loads() -> int:
        loaded.clear()
        with opened(Settings(str(tmp_path / "corpus"), str(tmp_path / "index")), print):
            return len(loaded)

    monkeypatch.setattr("wp8.corpus.manifest.load_corpus", noted)
    assert [loads(), loads()] == [1, 0]
    source.write_text("Another word.\n", encoding="utf-8")
    assert [loads(), loads()] == [1, 0]
    os.utime(source, ns=(0, 0))
    assert [loads(), loads()] == [0, 0]
