import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.digest import (
    LEDGER,
    Known,
    Memo,
    stat_line,
)
from wp8.corpus.document import NOTHING_SEEN, Corpus, Document
from wp8.corpus.fingerprint import Fingerprint, Keys, has_sum, seen_again, sum_of
from wp8.corpus.manifest import load_corpus
from wp8.corpus.metadata.described import Described, Looked, keep_description, kept_description
from wp8.corpus.metadata.tables import Tables, manifest_tables
from wp8.corpus.readers.packages import package_version
from wp8.corpus.source import toml_table
from wp8.errors import CorpusError
from wp8.index.store.sealed_file import SealedFile

MINI = Path(__file__).parents[1] / "mini_corpus"
MINUTE = 60_000_000_000


@pytest.fixture
def corpus_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus that was copied a minute ago: no test can set a file's ctime, so the clock moves."""
    folder = tmp_path / "corpus"
    shutil.copytree(MINI, folder)
    later = time.time_ns() + MINUTE
    monkeypatch.setattr("wp8.corpus.fingerprint.time.time_ns", lambda: later)
    return folder


@pytest.fixture
def stamp(corpus_folder: Path, tmp_path: Path) -> Path:
    stamp = tmp_path / "stamp"
    Memo(corpus_folder, kept(stamp)).remember(load_corpus(corpus_folder))
    return stamp


def kept(path: Path) -> SealedFile:
    return SealedFile(path, path.parent / "state")


def rewrite(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def reseal(stamp: Path, lines: list[str]) -> None:
    kept(stamp).write("".join(f"{line}\n" for line in lines).encode())


def replace_by_a_copy(path: Path) -> None:
    copy = path.with_suffix(".copy")
    shutil.copy2(path, copy)
    copy.replace(path)


def change_within_size_and_mtime(path: Path) -> None:
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"good", b"evil"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_remembered_digest_is_known(corpus_folder: Path, stamp: Path) -> None:
    corpus = load_corpus(corpus_folder)
    sources = (corpus_folder / "harbor.txt", corpus_folder / "report.md")
    size = sum(source.stat().st_size for source in sources)

    assert corpus.size == size
    assert Memo(corpus_folder, kept(stamp)).known() == Known(
        "mini", corpus.digest, corpus.made_of, (), "", size
    )


def test_the_engine_of_the_manifest_is_known(corpus_folder: Path, tmp_path: Path) -> None:
    manifest = corpus_folder / "corpus.toml"
    rewrite(manifest, f'engine = "tantivy"\n{manifest.read_text(encoding="utf-8")}')
    Memo(corpus_folder, kept(tmp_path / "stamp")).remember(load_corpus(corpus_folder))
    known = Memo(corpus_folder, kept(tmp_path / "stamp")).known()

    assert known is not None
    assert known.engine == "tantivy"


def test_a_stamp_is_private_and_the_only_file_left(corpus_folder: Path, stamp: Path) -> None:
    assert stamp.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in stamp.parent.iterdir()) == ["corpus", "stamp", "state"]


def test_a_stamp_is_plain_text(corpus_folder: Path, stamp: Path) -> None:
    lines = stamp.read_text(encoding="utf-8").splitlines()
    stat = (corpus_folder / "harbor.txt").stat()

    assert lines[0] == "wp8 stamp 8"
    assert lines[2:4] == [str(corpus_folder), "mini"]
    assert [line.split(" ")[-1] for line in lines[9:-1]] == [
        "corpus.toml",
        "glossary.toml",
        "harbor.txt",
        "report.md",
    ]
    own = hashlib.sha256((corpus_folder / "harbor.txt").read_bytes()).hexdigest()
    assert lines[10] == "- - - - - glossary.toml"
    assert lines[11] == (
        f"{own} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} harbor.txt"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: rewrite(folder / "harbor.txt", "Other."),
        lambda folder: rewrite(folder / "glossary.toml", ""),
        lambda folder: (folder / "corpus.toml").touch(),
        lambda folder: (folder / "report.md").unlink(),
        lambda folder: replace_by_a_copy(folder / "report.md"),
        lambda folder: change_within_size_and_mtime(folder / "harbor.txt"),
        shutil.rmtree,
    ],
    ids=["source", "glossary", "manifest", "removed", "inode", "ctime", "folder"],
)
def test_a_changed_corpus_is_not_known(
    corpus_folder: Path, stamp: Path, change: Callable[[Path], object]
) -> None:
    change(corpus_folder)

    assert Memo(corpus_folder, kept(stamp)).known() is None


def test_a_glossary_is_covered_and_missed_when_it_goes(corpus_folder: Path, tmp_path: Path) -> None:
    glossary = corpus_folder / "glossary.toml"
    rewrite(glossary, "")
    Memo(corpus_folder, kept(tmp_path / "stamp")).remember(load_corpus(corpus_folder))
    known = Memo(corpus_folder, kept(tmp_path / "stamp")).known()
    glossary.unlink()

    assert known is not None
    assert Memo(corpus_folder, kept(tmp_path / "stamp")).known() is None


def test_the_stamp_of_another_folder_is_not_trusted(corpus_folder: Path, stamp: Path) -> None:
    other = corpus_folder.with_name("other")
    corpus_folder.rename(other)

    assert Memo(other, kept(stamp)).known() is None


def test_fresh_files_are_looked_at_again(tmp_path: Path) -> None:
    folder, stamp = tmp_path / "corpus", kept(tmp_path / "stamp")
    shutil.copytree(MINI, folder)
    Memo(folder, stamp).remember(load_corpus(folder))
    known = Memo(folder, stamp).known(has_sum)

    assert known is not None
    assert Memo(folder, stamp).known() is None
    change_within_size_and_mtime(folder / "harbor.txt")
    assert Memo(folder, stamp).known(has_sum) is None


def test_a_touched_file_is_looked_at_once(corpus_folder: Path, stamp: Path) -> None:
    known = Memo(corpus_folder, kept(stamp)).known()
    os.utime(corpus_folder / "harbor.txt", ns=(0, 0))
    asked: list[str] = []

    def looked(folder: str | os.PathLike[str], name: str, own: str) -> bool:
        asked.append(name)
        return has_sum(folder, name, own)

    assert Memo(corpus_folder, kept(stamp)).known(looked) == known
    assert Memo(corpus_folder, kept(stamp)).known(looked) == known
    assert asked == ["harbor.txt"]


def test_a_folder_is_as_it_was_as_long_as_it_has_the_same_names(
    corpus_folder: Path, tmp_path: Path, read: list[bytes]
) -> None:
    (corpus_folder / "corpus.toml").write_bytes(b'name = "x"\n' + MATCHED)
    stamp, described = kept(tmp_path / "stamp"), kept(tmp_path / "described")

    def loaded() -> Corpus:
        return load_corpus(corpus_folder, titles=False, kept=described)

    def is_known(*changes: Callable[[], object]) -> tuple[bool, int]:
        """Return whether the corpus is known after changes, and how many manifests are read."""
        Memo(corpus_folder, stamp).remember(loaded())
        read.clear()
        for change in changes:
            change()
        known = Memo(corpus_folder, stamp).known(has_sum)
        return known is not None, len(loaded().documents) and len(read)

    pier = corpus_folder / "pier.txt"
    copied = partial(replace_by_a_copy, corpus_folder / "report.md")
    assert is_known() == (True, 0)
    assert is_known((corpus_folder / LEDGER).touch) == (True, 0)
    assert is_known(copied) == (True, 0)
    assert is_known(pier.touch) == (False, 1)
    assert is_known(pier.unlink, pier.mkdir) == (False, 1)
    assert is_known(pier.rmdir, partial(pier.symlink_to, "harbor.txt")) == (False, 1)
    assert is_known(copied) == (False, 1)


def test_a_folder_among_the_files_of_a_manifest_is_no_source_that_is_known(
    corpus_folder: Path, tmp_path: Path
) -> None:
    (corpus_folder / "in").mkdir()
    shutil.copy(corpus_folder / "harbor.txt", corpus_folder / "in")
    named = b'[[document]]\nid = "x"\nfile = "in"\ntitle = "T"\nlayout = "text"\n'
    (corpus_folder / "corpus.toml").write_bytes(
        b'name = "x"\n[[document]]\nfiles = "in/*.txt"\n' + named
    )
    Memo(corpus_folder, kept(tmp_path / "stamp")).remember(load_corpus(corpus_folder))

    memo = Memo(corpus_folder, kept(tmp_path / "stamp"))
    assert memo.look("in")[1].startswith("/")
    unknown = Fingerprint(corpus_folder, memo).unknown(["in", "in/harbor.txt"])
    assert list(unknown) == ["in"]


def test_a_file_that_was_as_fresh_as_the_stamp_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, stamp = tmp_path / "corpus", kept(tmp_path / "stamp")
    shutil.copytree(MINI, folder)
    Memo(folder, stamp).remember(load_corpus(folder))
    asked: list[str] = []

    def told(folder: str | os.PathLike[str], name: str, own: str) -> bool:
        asked.append(name)
        return has_sum(folder, name, own)

    later = time.time_ns() + MINUTE
    monkeypatch.setattr("wp8.corpus.digest.time.time_ns", lambda: later)
    known = Memo(folder, stamp).known(told)
    assert sorted(asked) == ["corpus.toml", "harbor.txt", "report.md"]
    assert known
    assert Memo(folder, stamp).known(told) == known
    assert len(asked) == 3


def test_what_a_package_of_another_python_read_is_not_known(
    corpus_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "package" / "__init__.py"
    package.parent.mkdir(parents=True)
    package.touch()
    corpus, stamp = load_corpus(corpus_folder), kept(tmp_path / "stamp")
    line, _ = stat_line(corpus_folder, str(package))
    seen = corpus.seen._replace(files={**corpus.seen.files, str(package): (line, "")})
    Memo(corpus_folder, stamp).remember(replace(corpus, seen=seen))

    assert Memo(corpus_folder, stamp).known() is None
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert Memo(corpus_folder, stamp).known() is not None


def test_a_file_with_the_same_bytes_outside_is_not_the_same(
    corpus_folder: Path, stamp: Path
) -> None:
    path = corpus_folder / "harbor.txt"
    outside = path.rename(corpus_folder.with_name("harbor.txt"))
    path.symlink_to(outside)

    assert Memo(corpus_folder, kept(stamp)).known(has_sum) is None


def test_a_stamp_as_fresh_as_its_files_is_not_trusted(corpus_folder: Path, stamp: Path) -> None:
    lines = stamp.read_text(encoding="utf-8").splitlines()[:-1]
    newest = max(path.stat().st_ctime_ns for path in corpus_folder.iterdir())
    lines[1] = str(newest + 2_000_000_000)
    reseal(stamp, lines)
    trusted = Memo(corpus_folder, kept(stamp)).known()
    lines[1] = str(newest + 1_999_999_999)
    reseal(stamp, lines)

    assert trusted is not None
    assert Memo(corpus_folder, kept(stamp)).known() is None


@pytest.mark.parametrize("name", ["corpus.toml", "glossary.toml", "harbor.txt"])
def test_what_changes_while_it_is_read_is_not_known(
    corpus_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rewrite(corpus_folder / "glossary.toml", '[[group]]\nforms = ["a good", "b"]\nrests_on = "x"\n')

    def changed_first(path: Path) -> bytes:
        if path.name == name:
            change_within_size_and_mtime(path)
        return path.read_bytes()

    for module in ("manifest", "fingerprint"):
        monkeypatch.setattr(f"wp8.corpus.{module}.source_bytes", changed_first)
    Memo(corpus_folder, kept(tmp_path / "stamp")).remember(load_corpus(corpus_folder))

    assert Memo(corpus_folder, kept(tmp_path / "stamp")).known() is None


def test_what_is_known_already_is_not_written_again(corpus_folder: Path, stamp: Path) -> None:
    written = stamp.stat().st_ino
    Memo(corpus_folder, kept(stamp)).remember(load_corpus(corpus_folder))
    again = stamp.stat().st_ino
    (corpus_folder / "harbor.txt").touch()
    Memo(corpus_folder, kept(stamp)).remember(load_corpus(corpus_folder))

    assert again == written != stamp.stat().st_ino


def test_any_cut_or_altered_stamp_is_none_and_never_an_error(
    corpus_folder: Path, stamp: Path
) -> None:
    whole = stamp.read_bytes()
    for place in range(0, len(whole), 7):
        stamp.write_bytes(whole[:place])
        assert Memo(corpus_folder, kept(stamp)).known() is None
    altered = whole.replace(b"harbor.txt", b"har\0bor.txt")
    for wrong in (b"", b"\n" * 50, b"\xff\0" * 9, whole + b"\n", altered):
        stamp.write_bytes(wrong)
        assert Memo(corpus_folder, kept(stamp)).known() is None


def test_a_flipped_bit_anywhere_in_a_stamp_is_noticed(corpus_folder: Path, stamp: Path) -> None:
    whole = stamp.read_bytes()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1 << place % 8
        stamp.write_bytes(altered)
        assert Memo(corpus_folder, kept(stamp)).known() is None


def test_a_stamp_of_another_version_is_not_trusted(corpus_folder: Path, stamp: Path) -> None:
    lines = stamp.read_text(encoding="utf-8").splitlines()[:-1]
    for other in ("wp8 stamp 7", "wp8 stamp 9", "wp8 stamp 80"):
        reseal(stamp, [other, *lines[1:]])
        assert Memo(corpus_folder, kept(stamp)).known() is None


def test_a_missing_stamp_and_a_folder_in_its_place_are_none(
    corpus_folder: Path, tmp_path: Path
) -> None:
    assert Memo(corpus_folder, kept(tmp_path / "none")).known() is None
    assert Memo(corpus_folder, kept(tmp_path)).known() is None


def test_a_stamp_that_cannot_be_written_is_given_up(corpus_folder: Path, tmp_path: Path) -> None:
    Memo(corpus_folder, kept(tmp_path / "no" / "stamp")).remember(load_corpus(corpus_folder))
    (tmp_path / "taken").mkdir()
    Memo(corpus_folder, kept(tmp_path / "taken")).remember(load_corpus(corpus_folder))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "state", "taken"]


def test_asking_for_a_digest_imports_nothing_heavy() -> None:
    code = "import sys, wp8.corpus.digest; print(*sys.modules)"
    # Where coverage is measured, what measures it is imported too.
    environment = {n: v for n, v in os.environ.items() if not n.startswith("COVERAGE_")}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )
    imported = set(result.stdout.decode().split())

    assert {name for name in imported if name.startswith("wp8")} == {
        "wp8",
        "wp8.corpus",
        "wp8.corpus.digest",
    }
    assert imported.isdisjoint({"hashlib", "tomllib", "json", "dataclasses", "tempfile"})


def test_a_source_that_has_not_changed_is_not_read_for_the_digest(
    corpus_folder: Path, stamp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(corpus_folder / "harbor.txt", "Other.")
    expected = load_corpus(corpus_folder)
    read: list[str] = []

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return path.read_bytes()

    monkeypatch.setattr("wp8.corpus.fingerprint.source_bytes", noted)
    corpus = load_corpus(corpus_folder, titles=False, memo=Memo(corpus_folder, kept(stamp)))

    assert read == ["harbor.txt"]
    assert (corpus.digest, corpus.keys) == (expected.digest, expected.keys)


def test_each_file_of_a_changed_corpus_is_looked_at_once(
    corpus_folder: Path, stamp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(corpus_folder / "report.md", "Other.")
    expected = load_corpus(corpus_folder, titles=False)
    looked: list[str] = []

    def noted(folder: str | os.PathLike[str], name: str) -> tuple[str, int]:
        looked.append(name)
        return stat_line(folder, name)

    monkeypatch.setattr("wp8.corpus.digest.stat_line", noted)
    memo = Memo(corpus_folder, kept(stamp))

    assert memo.known(has_sum) is None
    assert load_corpus(corpus_folder, titles=False, memo=memo) == expected
    assert sorted(looked) == ["corpus.toml", "glossary.toml", "harbor.txt", "report.md"]


def test_a_source_that_was_as_fresh_as_its_stamp_is_read_again(
    corpus_folder: Path, stamp: Path
) -> None:
    lines = stamp.read_text(encoding="utf-8").splitlines()[:-1]
    changed = (corpus_folder / "harbor.txt").stat().st_mtime_ns
    reseal(stamp, [lines[0], str(changed + 1), *lines[2:]])

    assert Memo(corpus_folder, kept(stamp)).look("harbor.txt")[1] == ""


def test_a_damaged_stamp_knows_no_source(corpus_folder: Path, stamp: Path) -> None:
    stamp.write_bytes(stamp.read_bytes().replace(b"harbor", b"hidden"))

    assert Memo(corpus_folder, kept(stamp)).look("harbor.txt")[1] == ""
    assert Memo(corpus_folder, kept(stamp.with_name("none"))).look("harbor.txt")[1] == ""


def test_files_that_nobody_touched_are_seen_again(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(MINI, folder)
    seen = load_corpus(folder).seen

    again = seen_again(folder, seen)
    assert again.files == seen.files
    assert again.since > seen.since
    (folder / "harbor.txt").touch()
    assert seen_again(folder, seen) == NOTHING_SEEN


def test_a_file_that_was_not_read_is_not_looked_at_again(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(MINI, folder)
    seen = load_corpus(folder).seen
    (folder / "harbor.txt").touch()

    assert seen_again(folder, seen, {"harbor.txt"}) == seen
    assert seen_again(folder, seen, {"report.md"}) == NOTHING_SEEN


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The manifests that are read."""
    manifests: list[bytes] = []

    def noted(manifest: bytes, where: object, known: Mapping[str, Document]) -> Tables:
        manifests.append(manifest)
        return manifest_tables(manifest, where, known)

    monkeypatch.setattr("wp8.corpus.manifest.manifest_tables", noted)
    return manifests


LISTED = b"".join(
    b'[[document]]\nid = "%s"\nfile = "%s.txt"\ntitle = "T"\nissued = 1962\n' % (name, name)
    for name in (b"a", b"b")
)
MATCHED = b'[[document]]\nfiles = "*.txt"\nauthor = ["A B"]\n[document.fields]\nspeaker = "C"\n'


@pytest.mark.parametrize("documents", [LISTED, MATCHED])
def test_a_manifest_that_is_as_it_was_is_not_read_again(
    documents: bytes, corpus_folder: Path, tmp_path: Path, read: list[bytes]
) -> None:
    for name in "ab":
        (corpus_folder / f"{name}.txt").write_bytes(b"One word.\n")
    manifest = b'name = "x"\n' + documents
    (corpus_folder / "corpus.toml").write_bytes(manifest)

    def loaded() -> Corpus:
        corpus = load_corpus(corpus_folder, titles=False, kept=kept(tmp_path / "described"))
        number = len(read)
        assert corpus == replace(load_corpus(corpus_folder, titles=False), seen=corpus.seen)
        del read[number:]
        return corpus

    first = loaded()
    assert loaded() == first
    (corpus_folder / "a.txt").write_bytes(b"Another word.\n")
    assert loaded().documents == first.documents
    assert read == [manifest]
    (corpus_folder / "corpus.toml").write_bytes(manifest + b"\n")
    assert loaded().documents == first.documents
    assert read == [manifest, manifest + b"\n"]


VALUES = st.sampled_from(["", "a", 1, True, 1.0, ["a"]])


@given(st.lists(st.tuples(st.booleans(), st.dictionaries(st.just("n"), VALUES)), min_size=1))
def test_what_a_manifest_was_found_to_say_comes_back_as_it_was(
    said: list[tuple[bool, dict[str, Any]]],
) -> None:
    documents = [
        Document(f"d{number}", "f", "text", "", title_supplied=supplied, stated=stated)
        for number, (supplied, stated) in enumerate(said)
    ]

    class Memory:
        content: bytes | None = None

        def read(self) -> bytes | None:
            return self.content

        def write(self, content: bytes) -> None:
            self.content = content

    memory = Memory()
    keep_description(memory, Looked("", 0, []), Described("x", documents, "", {}, {}, ""))
    found = kept_description(memory)
    assert found
    assert repr(found[1].documents) == repr(documents)


def test_of_a_changed_manifest_only_the_tables_are_read_that_have_changed(
    corpus_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described, stamp = kept(tmp_path / "described"), kept(tmp_path / "stamp")
    read: list[str] = []

    def noted(source: bytes, where: object) -> dict[str, Any]:
        read.append(source.decode().strip())
        return toml_table(source, where)

    def table(name: str) -> str:
        (corpus_folder / f"{name}.txt").write_text(f"One word {name}.\n")
        said = f'title = "T"\ndate = "2021-13-4{ord(name) % 10}"\nauthor = ["A", \'B\']'
        return f'[[document]]\nid = "{name}"\nfile = "{name}.txt"\n{said}'

    def loaded(*parts: str) -> list[str]:
        (corpus_folder / "corpus.toml").write_text("\n\n".join(('name = "x"', *parts)) + "\n")
        read.clear()
        memo = Memo(corpus_folder, stamp)
        corpus = load_corpus(corpus_folder, titles=False, memo=memo, kept=described)
        parsed = [each for each in read if each in parts]
        memo.remember(corpus)
        bare = load_corpus(corpus_folder, titles=False)
        assert repr(corpus.documents) == repr(bare.documents)
        assert (corpus.digest, corpus.keys) == (bare.digest, bare.keys)
        assert (corpus.doubts, corpus.subcorpora) == (bare.doubts, bare.subcorpora)
        return parsed

    a, b, c, d = map(table, "abcd")
    fields = f'{d}\n[document.fields]\ngenre = "letter"'
    late = f'{c}\n[subcorpora]\nlate = "date:1945.."'
    monkeypatch.setattr("wp8.corpus.metadata.tables.toml_table", noted)
    assert loaded(a, b, late) == [a, b, late]
    # What says more than a document is read each time; so is what was the last.
    assert loaded(a, fields, b, late) == [fields, late]
    assert loaded(a, fields, b) == [b]
    assert loaded(fields, c, a) == [c, a]
    assert loaded(fields, c, '[[document]]\nfiles = "b.*"', a) == []
    # Where a source is not known to be where it was, its table is read.
    os.utime(corpus_folder / "c.txt", ns=(MINUTE, MINUTE))
    assert loaded(fields, c, a) == [c]


def test_the_version_of_a_package_is_looked_up_once_for_all_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    installed = metadata.version

    def noted(package: str) -> str:
        asked.append(package)
        return installed(package)

    monkeypatch.setattr("importlib.metadata.version", noted)
    package_version.cache_clear()
    for name in "abc":
        (tmp_path / f"{name}.html").write_text(f"<p>One word {name}.</p>")
    (tmp_path / "corpus.toml").write_text('name = "x"\n[[document]]\nfiles = "*.html"\n')
    assert len(load_corpus(tmp_path).keys) == 3
    assert asked == ["webencodings"]


def test_a_manifest_is_read_again_where_a_folder_of_its_patterns_has_changed(
    corpus_folder: Path, tmp_path: Path, read: list[bytes]
) -> None:
    (corpus_folder / "corpus.toml").write_bytes(b'name = "x"\n' + MATCHED)

    def ids() -> list[str]:
        corpus = load_corpus(corpus_folder, titles=False, kept=kept(tmp_path / "described"))
        return [document.id for document in corpus.documents]

    assert [ids(), ids()] == [["harbor"], ["harbor"]]
    (corpus_folder / "pier.txt").write_bytes(b"One word.\n")
    assert [ids(), ids()] == [["harbor", "pier"], ["harbor", "pier"]]
    assert len(read) == 2


def test_a_source_that_has_become_a_link_out_of_the_folder_is_refused(
    corpus_folder: Path, tmp_path: Path
) -> None:
    described, stamp = kept(tmp_path / "described"), kept(tmp_path / "stamp")
    Memo(corpus_folder, stamp).remember(load_corpus(corpus_folder, kept=described))
    (tmp_path / "other.txt").write_bytes(b"One word.\n")
    (corpus_folder / "harbor.txt").unlink()
    (corpus_folder / "harbor.txt").symlink_to(tmp_path / "other.txt")

    with pytest.raises(CorpusError, match=r"'harbor\.txt' leaves the folder"):
        load_corpus(corpus_folder, memo=Memo(corpus_folder, stamp), kept=described)


def test_a_fresh_file_that_changes_within_its_stat_is_not_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(MINI, folder)
    seen = load_corpus(folder).seen
    stats = {name: line for name, (line, _) in seen.files.items()}
    path = folder / "harbor.txt"
    path.write_bytes(path.read_bytes().replace(b"good", b"evil"))
    now = time.time_ns()
    monkeypatch.setattr("wp8.corpus.fingerprint.stat_line", lambda _, name: (stats[name], now))

    assert seen_again(folder, seen) == NOTHING_SEEN


def test_the_keys_of_documents_are_a_mapping_that_is_read_in_order() -> None:
    known = {f"d{n}": sum_of(b"%d" % n) for n in range(5)}
    keys = Keys()
    for document, key in known.items():
        keys.add(document, key)

    assert [*keys.items()] == [*keys.items()] == [*known.items()]
    assert [*keys.values()] == [*known.values()]
    assert [keys.get(document) for document in known] == [*known.values()]
    assert "_places" not in vars(keys)
    assert {document: keys[document] for document in reversed(known)} == known
    assert "d5" not in keys
    assert "d2" in keys
    assert dict(keys) == known == keys
