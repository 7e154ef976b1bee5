"""`wp8 update`: what has changed in a corpus folder is told for what it is, and followed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wp8
from wp8.corpus.manifest import load_corpus
from wp8.corpus.metadata.tables import Tables
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from conftest import Runner

PLAN = (
    "changed\tb\tb.md\n"
    "renamed\tc\tsub/moved.md\tc.md\n"
    "gone\td\td.md\n"
    "new\te\te.md\n"
    "copy\ta\tsub/a.md\thas the same bytes as a.md\n"
    "copy\ta\tz.txt\thas the same text as a.md\n"
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for name in "abcd":
        (folder / f"{name}.md").write_text(f"# {name}\n\nThe text of {name}.\n")
    return folder


@pytest.fixture
def run(run_wp8: Runner, own: Path) -> Runner:
    runner = run_wp8.having(WP8_CORPUS=str(own))
    assert runner("init", str(own)).exit_code == 0
    text = (own / "corpus.toml").read_text()
    edited = text.replace(
        'title = "c"\n', 'title = "c"\ndate = "1921"\n[document.fields]\nx = "y"\n'
    )
    (own / "corpus.toml").write_text(f"# mine\n{edited}\n# the end\n")
    assert runner("reindex").exit_code == 0
    return runner


def change(own: Path) -> None:
    """Let one file of each kind be what it was not."""
    (own / "sub").mkdir()
    (own / "b.md").write_text("# b\n\nAnother text.\n")
    (own / "c.md").rename(own / "sub" / "moved.md")
    (own / "d.md").unlink()
    (own / "e.md").write_text("# e\n\nThe text of e.\n")
    (own / "sub" / "a.md").write_bytes((own / "a.md").read_bytes())
    (own / "z.txt").write_text("A\n\nthe text\nof a\n")


def described(own: Path) -> list[tuple[str, str]]:
    return [(document.id, document.file) for document in load_corpus(own).documents]


def test_hints_name_the_corpus_that_the_command_line_names(run: Runner, own: Path) -> None:
    folder = own.rename(own.with_name("my own"))
    on = ("--corpus", str(folder))
    run("reindex", *on)
    (folder / "d.md").unlink()

    assert (
        f"wp8: d.md is not there any more; wp8 update --corpus '{folder}' follows it if it was "
        f"renamed, wp8 docs rm d --corpus '{folder}' takes it out\n"
    ) in run("search", "nowhere", *on).stderr
    assert run("update", *on).stderr == (
        f"wp8: nothing was changed\n     wp8 update --yes --corpus '{folder}' changes corpus.toml "
        "and the index\n"
    )
    assert f"to take it out: wp8 docs rm d --corpus '{folder}'" in run("reindex", *on).stderr
    removed = run("docs", "rm", "a", *on)
    assert f"a.md; wp8 update --corpus '{folder}' would add it again\n" in removed.stderr


def test_each_change_is_told_for_what_it_is_and_followed(run: Runner, own: Path) -> None:
    change(own)
    before = (own / "corpus.toml").read_bytes()

    told = run("update")
    kept = (own / "corpus.toml").read_bytes()
    done = run("update", "--yes")
    again = run("update")

    assert (told.stdout, told.exit_code, kept) == (PLAN, 1, before)
    assert told.stderr == (
        "wp8: nothing was changed\n     wp8 update --yes changes corpus.toml and the index\n"
    )
    assert (done.stdout, done.exit_code) == (PLAN, 0)
    assert done.stderr == (
        "wp8: taken out of corpus.toml:\n"
        '     [[document]]\n     id = "d"\n     file = "d.md"\n     title = "d"\n'
        "wp8: 1 number of b is not of the same text now: wp8 docs changes b\n"
        "wp8: the index has 8 records of 4 documents\n"
    )
    assert described(own) == [("a", "a.md"), ("b", "b.md"), ("c", "sub/moved.md"), ("e", "e.md")]
    text = (own / "corpus.toml").read_text()
    assert text.startswith("# mine\n")
    assert "# the end\n" in text
    assert tomllib.loads(text)["document"][2] == {
        "id": "c", "file": "sub/moved.md", "title": "c", "date": "1921", "fields": {"x": "y"},
    }  # fmt: skip
    assert (again.exit_code, again.stdout) == (0, "".join(PLAN.splitlines(keepends=True)[-2:]))
    found = run("search", "text", "--sort", "document")
    assert found.stdout.splitlines() == [
        "a:1\tThe text of a.", "b:1\tAnother text.", "c:1\tThe text of c.", "e:1\tThe text of e.",
    ]  # fmt: skip
    assert found.stderr == ""


def test_a_renamed_file_is_known_again_after_a_search_has_missed_it(run: Runner, own: Path) -> None:
    (own / "c.md").rename(own / "moved.md")
    assert run("search", "text").stderr.startswith("wp8: built the index: 6 records of 3 documents")

    assert run("update", "--yes").stdout == "renamed\tc\tmoved.md\tc.md\n"
    assert run("search", "c").stdout == "c:1\tThe text of c.\nc:h1\tc\n"


def test_a_renamed_file_is_known_again_in_a_folder_that_was_moved(run: Runner, own: Path) -> None:
    """The index of before answers there too: nothing is built from which its files are known."""
    folder = own.rename(own.with_name("moved"))
    moved = run.having(WP8_CORPUS=str(folder), WP8_INDEX=run.environment["WP8_INDEX"])
    assert moved("search", "text", "--count").stderr == ""

    (folder / "c.md").rename(folder / "other.md")

    assert moved("update", "--yes").stdout == "renamed\tc\tother.md\tc.md\n"


def test_a_corpus_that_is_as_it_once_was_has_that_index_for_its_last(
    run: Runner, own: Path
) -> None:
    manifest = (own / "corpus.toml").read_text()
    (own / "e.md").write_text("# e\n\nThe text of e.\n")
    run("update", "--yes")
    (own / "e.md").unlink()
    (own / "corpus.toml").write_text(manifest)

    assert run("search", "text", "--count") == ("4\n", "", 0)
    assert run("show", "paragraph", "", env={"_WP8_COMPLETE": "bash"}).stdout.split()[1:] == [
        *"abcd"
    ]
    assert run("update").stdout == ""


def test_of_two_copies_of_a_vanished_file_one_is_the_renamed(run: Runner, own: Path) -> None:
    (own / "c.md").rename(own / "m10.md")
    (own / "m9.md").write_bytes((own / "m10.md").read_bytes())

    assert run("update", "--yes").stdout == (
        "renamed\tc\tm9.md\tc.md\ncopy\tc\tm10.md\thas the same bytes as m9.md\n"
    )


def test_a_file_that_is_read_otherwise_under_its_new_name_is_another(
    run: Runner, own: Path
) -> None:
    (own / "c.md").rename(own / "c.txt")

    assert run("update").stdout == "gone\tc\tc.md\nnew\tc\tc.txt\n"


def test_on_a_terminal_one_is_asked_once(run: Runner, own: Path) -> None:
    (own / "e.md").write_text("# e\n\nThe text of e.\n")

    no = run.on_terminal("update", stderr_too=True, typed=b"\n")
    before = described(own)
    yes = run.on_terminal("update", stderr_too=True, typed=b"y\n")

    assert (no.exit_code, yes.exit_code) == (1, 0)
    for screen in (no, yes):
        assert "     let it? [y/N] " in screen.text
    assert described(own) == [*before, ("e", "e.md")]


def test_without_a_change_no_index_is_built(run: Runner) -> None:
    done = run("update")

    assert (done.stdout, done.stderr, done.exit_code) == ("", "wp8: no file has changed\n", 0)
    generations = set(Path(run.environment["WP8_INDEX"]).glob("*/*"))
    run("update", "--yes")
    assert set(Path(run.environment["WP8_INDEX"]).glob("*/*")) == generations


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_done(run: Runner, own: Path) -> None:
    (own / "bad.docx").write_bytes(b"no zip")
    (own / "e.md").write_text("# e\n\nThe text of e.\n")

    done = run("update", "--yes")

    assert (done.exit_code, done.stdout) == (
        2,
        "new\te\te.md\nunread\t\tbad.docx\tis no zip file, or is damaged\n",
    )
    assert described(own)[-1] == ("e", "e.md")


def test_where_all_files_are_gone_nothing_is_taken_out(run: Runner, own: Path) -> None:
    before = (own / "corpus.toml").read_bytes()
    for name in "abcd":
        (own / f"{name}.md").unlink()

    done = run("update", "--yes")

    assert done.exit_code == 2
    assert done.stderr.startswith(f"wp8: {own}: none of its files is there\n")
    assert (own / "corpus.toml").read_bytes() == before


def test_files_that_a_pattern_names_need_no_change_of_the_manifest(
    run_wp8: Runner, own: Path
) -> None:
    (own / "corpus.toml").write_text('name = "x"\n[[document]]\nfiles = "*.md"\n')
    run = run_wp8.having(WP8_CORPUS=str(own))
    run("reindex")
    (own / "a.md").unlink()
    (own / "e.md").write_text("# e\n\nThe text of e.\n")

    done = run("update")

    assert (done.exit_code, done.stdout) == (0, "new\te\te.md\ngone\ta\n")
    assert done.stderr == "wp8: the index has 8 records of 4 documents\n"


def test_line_ends_of_a_manifest_stay_what_they_are(run: Runner, own: Path) -> None:
    text = (own / "corpus.toml").read_text().replace("\n", "\r\n")
    (own / "corpus.toml").write_bytes(text.encode())
    change(own)

    assert run("update", "--yes").exit_code == 0
    content = (own / "corpus.toml").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")


def test_a_manifest_that_was_changed_meanwhile_is_left(run: Runner, own: Path) -> None:
    change(own)
    with wp8.open(str(own), index=run.environment["WP8_INDEX"]) as corpus:
        changes = corpus.changes()
        text = f"{(own / 'corpus.toml').read_text()}# more\n"
        (own / "corpus.toml").write_text(text)

        with pytest.raises(CorpusError, match="was changed meanwhile"):
            corpus.update(changes)
    assert (own / "corpus.toml").read_text() == text


def test_the_library_does_the_same(run: Runner, own: Path) -> None:
    with wp8.open(str(own), index=run.environment["WP8_INDEX"]) as corpus:
        change(own)
        changes, removed, built = corpus.update()

        assert [each.what for each in changes] == [
            "changed", "renamed", "gone", "new", "copy", "copy",
        ]  # fmt: skip
        assert [each.document.id for each in removed] == ["d"]
        assert built is not None
        assert corpus.search("text").total == 4
        assert len(corpus.changes()) == 2


def test_the_corpus_of_wp8_is_left_alone(run_wp8: Runner) -> None:
    done = run_wp8("update", "--yes")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "this corpus is wp8's own" in done.stderr


def test_a_changed_file_costs_no_reading_of_the_manifest(
    run: Runner, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def noting(source: bytes, where: object, _: object) -> Tables:
        read.append(where)
        return Tables(tomllib.loads(source.decode()))

    with wp8.open(str(own), index=run.environment["WP8_INDEX"]) as corpus:
        (own / "b.md").write_text("# b\n\nAnother text.\n")
        monkeypatch.setattr("wp8.corpus.manifest.manifest_tables", noting)
        changes = corpus.changes()
        corpus.update(changes)

    assert [(each.what, each.document) for each in changes] == [("changed", "b")]
    assert read == []
    (own / "corpus.toml").write_text((own / "corpus.toml").read_text() + "# a line\n")
    with wp8.open(str(own), index=run.environment["WP8_INDEX"]) as corpus:
        (own / "b.md").write_text("# b\n\nA third text.\n")
        corpus.update(corpus.changes())
    assert read == [own / "corpus.toml"]
