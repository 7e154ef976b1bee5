"""Numbers that live through a new edition: the ledger, `@EDITION`, and `wp8 docs changes`."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

import wp8
from wp8.corpus.digest import LEDGER
from wp8.corpus.editions.ledger import digests, editions

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

OLD = ["The harbor froze in the winter.", "The council wrote a letter.", "No bread came by rail."]
NEW = ["A new opening.", OLD[0], "The council wrote a long letter."]
FIRST = "3eaffeea"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder, OLD)
    (folder / "b.txt").write_text("Another document.\n")
    return folder


@pytest.fixture
def run(run_wp8: Runner, own: Path, tmp_path: Path) -> Runner:
    runner = run_wp8.having(WP8_CORPUS=str(own), WP8_INDEX=str(tmp_path / "index"))
    assert runner("init", str(own)).exit_code == 0
    assert runner("reindex").exit_code == 0
    return runner


def write(own: Path, texts: list[str]) -> None:
    (own / "a.txt").write_text("\n\n".join(texts) + "\n")


def today() -> str:
    return date.today().isoformat()


def test_nothing_is_kept_until_a_text_is_another(run: Runner, own: Path) -> None:
    text = (own / "corpus.toml").read_text()
    (own / "corpus.toml").write_text(text.replace('file = "a.txt"', 'file = "a.txt"\nrights = "x"'))
    write(own, [text.replace(" ", "  ") for text in OLD])

    run("reindex")

    assert not (own / LEDGER).exists()
    done = run("docs", "changes")
    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == "wp8: no number has changed since the edition before\n"


@pytest.mark.parametrize("command", [("update",), ("reindex",), ("search", "harbor")])
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_whatever_builds_the_index_keeps_the_numbers_of_before(
    run: Runner, own: Path, command: tuple[str, ...], engine: str
) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy")
    run = run.having(WP8_ENGINE=engine)
    run("reindex")
    write(own, NEW)

    told = run(*command)
    kept = editions(own)

    assert told.exit_code == 0
    assert "wp8: 3 numbers of a are not of the same text now: wp8 docs changes a\n" in told.stderr
    assert [(each.document, each.edition, each.until) for each in kept] == [("a", FIRST, today())]
    assert [*kept[0].texts] == ["1", "2", "3"]
    assert kept[0].became == {"2": ("3",)}
    assert run("update").stdout == ""


def test_a_number_of_an_edition_is_found_by_every_command(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")
    edition = f"the edition until {today()} ({FIRST})"

    shown = run("show", f"a:1@{FIRST}")
    altered = run("show", "paragraph", f"a:2@{FIRST}")
    gone = run("show", f"a:1,3@{FIRST}")
    cited = run("cite", f"a:2@{FIRST}", "--style", "plain", "--edition")
    like = run("similar", f"a:2@{FIRST}")
    now = cited.stdout.split("edition ")[1][:8]

    assert (shown.stdout, shown.exit_code) == (f"a:2\t{OLD[0]}\n", 0)
    assert shown.stderr == f"wp8: a:1 in {edition} is a:2 now\n"
    assert (altered.stdout, altered.stderr) == (
        f"a:3\t{NEW[2]}\n",
        f"wp8: a:2 in {edition} is a:3 now, with its text altered\n",
    )
    assert (gone.stdout, gone.exit_code) == ("", 2)
    assert gone.stderr == (
        f"wp8: a:1 in {edition} is a:2 now\n"
        f"wp8: what was a:3 in {edition} is not there any more\n"
        "     it stood after what is a:3 now\n"
    )
    assert cited.stdout.endswith(f"para. 3 (wp8 numbering, edition {now})\n")
    assert run("show", f"a:3@{now}").stderr == ""
    assert ":similar a:3 #" in like.stderr


def test_a_number_that_was_another_paragraph_s_is_remarked_upon(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")
    edition = f"the edition until {today()} ({FIRST})"

    assert run("show", "a:1").stderr == (
        f"wp8: a:1 was another paragraph in {edition}, which is a:2 now\n"
    )
    assert run("show", "a:1-3").stderr == (
        f"wp8: 3 of these numbers of a were other paragraphs in {edition}: wp8 docs changes a\n"
    )
    assert [run("show", *each).stderr for each in (["a"], ["b:1"], ["contents"])] == ["", "", ""]


def test_old_and_new_numbers_are_listed(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")

    listed = run("docs", "changes")
    found = json.loads(run("docs", "changes", f"a@{FIRST}", "--json").stdout)
    viewed = run.having(NO_COLOR="1").on_terminal("docs", "changes", "a")

    assert listed.exit_code == 0
    assert listed.stdout == (
        "new\t-\ta:1\n"
        f"renumbered\ta:1@{FIRST}\ta:2\n"
        f"altered\ta:2@{FIRST}\ta:3\n"
        f"gone\ta:3@{FIRST}\t-\n"
    )
    assert found["changes"][2] == {
        "document": "a",
        "edition": FIRST,
        "until": today(),
        "change": "altered",
        "old": f"a:2@{FIRST}",
        "new": ["a:3"],
    }
    assert [line.split() for line in viewed.lines] == [
        [*f"a since the edition until {today()} ({FIRST})".split()],
        ["-", "new:", "a:1"],
        ["1", "renumbered:", "a:2"],
        ["2", "altered:", "a:3"],
        ["3", "gone"],
    ]
    assert run("docs", "changes", "b").exit_code == 1
    assert run("docs", "changes", "c").stderr == (
        "wp8: the corpus has no document c\n     wp8 docs lists the documents\n"
    )


def test_numbers_in_a_row_are_one_line_on_a_terminal(run: Runner, own: Path) -> None:
    write(own, ["New.", *OLD])
    run("update")

    lines = run.on_terminal("docs", "changes").lines

    assert [line.split() for line in lines[1:]] == [
        ["-", "new:", "a:1"],
        ["1-3", "renumbered:", "a:2-4"],
    ]


def test_what_is_changed_back_is_the_edition_that_it_was(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")
    write(own, OLD)

    told = run("update")

    assert "3 numbers of a are not of the same text now" in told.stderr
    assert editions(own)[0].edition == FIRST
    assert run("show", f"a:1@{FIRST}").stdout == f"a:1\t{OLD[0]}\n"
    assert run("show", f"a:2@{editions(own)[1].edition}").stdout == f"a:1\t{OLD[0]}\n"


def test_the_ledger_is_no_document(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")

    assert run("update", "--yes").stdout == ""
    assert re.findall("file = .*", (own / "corpus.toml").read_text()) == [
        'file = "a.txt"',
        'file = "b.txt"',
    ]


def test_where_the_ledger_cannot_be_written_that_is_said(run: Runner, own: Path) -> None:
    (own / LEDGER).mkdir()
    write(own, NEW)

    told = run("search", "harbor", "--ids")

    assert (told.stdout, told.exit_code) == ("a:2\n", 0)
    assert (
        f"numbers of the edition before are not kept: {own / LEDGER}: is not a file" in told.stderr
    )
    shown = run("show", "a:1")
    assert (shown.stdout, shown.exit_code) == (f"a:1\t{NEW[0]}\n", 0)
    assert shown.stderr.startswith(f"wp8: earlier editions are not known: {own / LEDGER}: is not a")


def test_a_citation_of_an_edition_has_it_in_every_style_that_remarks(
    run: Runner, own: Path
) -> None:
    cited = run("cite", "a:1", "--edition", "--style", "ris", "--style", "csl-citation").stdout

    assert cited.count(f"wp8 numbering, edition {FIRST}") == 2


def test_a_document_keeps_its_editions_under_another_id(run: Runner, own: Path) -> None:
    write(own, NEW)
    run("update")

    run("docs", "rename", "a", "letter")

    assert run("show", f"letter:1@{FIRST}").stdout == f"letter:2\t{OLD[0]}\n"
    assert run("docs", "changes").stdout.splitlines()[0] == "new\t-\tletter:1"


def test_a_newer_copy_of_a_file_is_another_edition(run: Runner, own: Path, tmp_path: Path) -> None:
    write(tmp_path, NEW)

    assert run("add", str(tmp_path / "a.txt"), "--replace").exit_code == 0
    assert run("search", "harbor").exit_code == 0

    assert [each.edition for each in editions(own)] == [FIRST]


@pytest.mark.parametrize("cut_off", ["note_editions", "remember_index"])
def test_what_is_cut_off_after_a_build_is_done_by_the_next(
    run: Runner, own: Path, monkeypatch: pytest.MonkeyPatch, cut_off: str
) -> None:
    index = run.environment["WP8_INDEX"]
    write(own, NEW)
    with monkeypatch.context() as patched, wp8.open(str(own), index=f"{index}2") as corpus:
        corpus.reindex()
        write(own, OLD)
        patched.setattr(f"wp8.workspace.building.{cut_off}", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.reindex()

    with wp8.open(str(own), index=f"{index}2") as corpus:
        write(own, ["Newest.", *OLD])
        corpus.reindex()
        last = editions(own)[-1]
        now = [record.id for record in corpus.show(f"a:2@{last.edition}")]

    assert (last.texts["1"], now) == (digests({"1": NEW[0]})["1"], ["a:2"])


def killed(*_: object) -> None:
    raise KeyboardInterrupt
