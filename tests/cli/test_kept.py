"""`wp8 keep` and `wp8 kept`: what a user keeps, and what becomes of it when the texts change."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.basket.basket import SCHEMA
from wp8.corpus.digest import LEDGER

if TYPE_CHECKING:
    from conftest import Runner

OLD = ["The harbor froze in the winter.", "The council wrote a letter.", "No bread came by rail."]
NEW = ["A new opening.", OLD[0], "The council wrote a long letter."]
PLAIN = "The harbor froze in the winter., paras. 2–3 (wp8 numbering)"
SHIPPED = Path(__file__).parents[2] / "corpus"
DAY = date.today().isoformat()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder, OLD)
    (folder / "b.txt").write_text("Another document.\n")
    return folder


@pytest.fixture
def run(run_wp8: Runner, own: Path, tmp_path: Path) -> Runner:
    runner = run_wp8.having(
        WP8_CORPUS=str(own),
        WP8_INDEX=str(tmp_path / "index"),
        XDG_STATE_HOME=str(tmp_path / "state"),
    )
    assert runner("init", str(own)).exit_code == 0
    assert runner("reindex").exit_code == 0
    return runner


def write(own: Path, texts: list[str]) -> None:
    (own / "a.txt").write_text("\n\n".join(texts) + "\n")


def kept(run: Runner, *options: str) -> list[list[str]]:
    """Return of each passage that is kept its address, text, note and tags."""
    return [line.split("\t")[:4] for line in run("kept", *options).stdout.splitlines()]


def basket(run: Runner, tmp_path: Path) -> Path:
    run("keep", "a:1")
    (file,) = (tmp_path / "state" / "wp8" / "kept").iterdir()
    return file


def test_what_is_kept_is_listed_as_it_was_kept_with_note_and_tags(run: Runner) -> None:
    said = run("keep", "b:1", "a:2-3", "--note", "read *this* again", "--tag", "rail")
    piped = run("keep", "-", "--tag", "ice", stdin=run("search", "harbor", "--ids").stdout)

    assert said == ("b:1\na:2-3\n", "wp8: kept: 2 passages; to see all: wp8 kept\n", 0)
    assert piped.stdout == "a:1\n"
    assert kept(run) == [
        ["b:1", "Another document.", "read *this* again", "rail"],
        ["a:2-3", f"{OLD[1]} {OLD[2]}", "read *this* again", "rail"],
        ["a:1", OLD[0], "-", "ice"],
    ]
    assert [address for address, *_ in kept(run, "--tag", "ice")] == ["a:1"]
    assert run("kept", "--tag", "fish").stderr == (
        "wp8: nothing is kept with the tag 'fish'\n     tags: rail, ice\n"
    )


def test_what_is_kept_again_has_the_new_note_and_more_tags(run: Runner) -> None:
    run("keep", "a:1", "a:2", "--note", "first", "--tag", "ice")
    run("keep", "a:1", "--tag", "harbor")
    run("keep", "a:2", "--note", "second")

    assert kept(run) == [
        ["a:1", OLD[0], "first", "ice, harbor"],
        ["a:2", OLD[1], "second", "ice"],
    ]


def test_json_has_all_that_is_known_of_it_and_a_citation_in_a_style(run: Runner) -> None:
    run("keep", "a:2-3", "--note", "a\nb", "--tag", "x", "--tag", "y")

    found = json.loads(run("kept", "--json", "--style", "link").stdout)
    assert (found["schema"], found["kept"]) == (
        "wp8.kept/1",
        [
            {
                "address": "a:2-3",
                "ids": ["a:2", "a:3"],
                "text": f"{OLD[1]}\n{OLD[2]}",
                "note": "a\nb",
                "tags": ["x", "y"],
                "kept": DAY,
                "change": None,
                "was": None,
                "citation": json.loads(run("cite", "a:2-3", "--style", "link", "--json").stdout)[
                    "rows"
                ][0]["text"],
            }
        ],
    )
    assert run("kept").stdout.rstrip("\n").split("\t")[4] == PLAIN


def test_what_moved_is_followed_and_what_is_lost_is_said(run: Runner, own: Path) -> None:
    run("keep", "a:1", "a:2", "a:3", "b", "--note", "mine")
    write(own, NEW)
    run("docs", "rm", "b")
    run("reindex")

    listed = run("kept")
    assert [line.split("\t")[:3] for line in listed.stdout.splitlines()] == [
        ["a:2", OLD[0], "mine"],
        ["a:3", NEW[2], "mine"],
        ["a:3@3eaffeea", OLD[2], "mine"],
        ["b@a9887d6e", "Another document.", "mine"],
    ]
    assert listed.stderr.splitlines() == [
        f"wp8: a:1, kept on {DAY}, is a:2 now",
        f"wp8: a:2, kept on {DAY}, has another text now: a:3",
        f"wp8: a:3, kept on {DAY}, is not in the corpus any more",
        f"wp8: b, kept on {DAY}, is not in the corpus any more",
    ]
    changes = [each["change"] for each in json.loads(run("kept", "--json").stdout)["kept"]]
    assert changes == ["renumbered", "altered", "gone", "gone"]

    run("keep", "a:2", "--tag", "seen")
    assert run("kept", "--tag", "seen").stderr == ""
    assert kept(run, "--tag", "seen") == [["a:2", OLD[0], "mine", "seen"]]


def test_an_address_of_another_edition_or_in_capitals_is_kept_as_it_is_now(
    run: Runner, own: Path
) -> None:
    write(own, NEW)
    run("reindex")

    assert run("keep", "A:1", "a:1-2@3eaffeea").stdout == "a:1\na:2-3\n"
    assert run("kept").stderr == ""
    assert [address for address, *_ in kept(run)] == ["a:1", "a:2-3"]


def test_without_a_ledger_it_is_found_by_its_text(run: Runner, own: Path) -> None:
    run("keep", "a:1-2")
    write(own, ["A new opening.", *OLD])
    run("reindex")
    (own / LEDGER).unlink()

    listed = run("kept")
    assert listed.stdout.split("\t")[0] == "a:2-3"
    assert listed.stderr == f"wp8: a:1-2, kept on {DAY}, is a:2-3 now\n"


def test_a_document_that_is_renamed_takes_with_it_what_is_kept(run: Runner) -> None:
    run("keep", "a:1", "b")
    run("docs", "rename", "b", "other")
    run("reindex")

    listed = run("kept")
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["a:1", "other"]
    assert listed.stderr == ""


def test_what_is_kept_no_more_is_printed_and_an_address_now_goes_before_one_of_before(
    run: Runner, own: Path
) -> None:
    run("keep", "a:1", "a:2", "b", "--note", "mine")
    write(own, ["A new opening.", *OLD])
    run("reindex")
    refused = run("kept", "rm", "b", "a:4")
    removed = run("kept", "rm", "a:2")

    assert refused.stderr == (
        "wp8: a:4 is not kept\n     what is kept, and under which addresses: wp8 kept\n"
    )
    assert removed.stdout == f"a:2\t{OLD[0]}\tmine\t-\t-\n"
    assert [address for address, *_ in kept(run)] == ["a:3", "b"]
    assert run("kept", "rm", "-", stdin=run("kept").stdout).exit_code == 0
    assert run("kept") == ("", "wp8: nothing is kept: wp8 keep ID... keeps a passage\n", 1)


def test_a_basket_is_private_and_is_the_corpus_s_own(run: Runner, tmp_path: Path) -> None:
    file = basket(run, tmp_path)

    assert [stat.S_IMODE(each.stat().st_mode) for each in (file, file.parent)] == [0o600, 0o700]
    assert json.loads(file.read_text())["schema"] == SCHEMA == "wp8.basket/1"
    assert run("kept", "--corpus", str(SHIPPED)).exit_code == 1


def test_what_was_kept_of_a_corpus_that_has_moved_is_said_to_be_left_behind(
    run: Runner, own: Path, tmp_path: Path
) -> None:
    file = basket(run, tmp_path)
    moved = own.rename(tmp_path / "moved")
    left = run("kept", "--corpus", str(moved))

    lines = left.stderr.splitlines()
    words = f"what was kept of {own}, which is not there any more, is in {file}"
    assert (lines[-2].partition(": if")[0], left.exit_code) == (f"wp8: {words}", 1)
    file.rename(lines[-2].rpartition(" to ")[2])
    assert run("kept", "--corpus", str(moved)).stdout.startswith(f"a:1\t{OLD[0]}\t")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "what was kept cannot be read: this is no basket of wp8"),
        ('{"schema": "wp8.basket/1", "kept": [{}]}', "this is no basket of wp8"),
        ('{"schema": "wp8.basket/2"}', "has the form 'wp8.basket/2', not wp8.basket/1"),
    ],
)
def test_a_damaged_basket_is_named_in_a_line_and_stays(
    run: Runner, tmp_path: Path, content: str, said: str
) -> None:
    file = basket(run, tmp_path)
    file.write_text(content)

    for command in (["kept"], ["keep", "a:2"], ["kept", "rm", "a:1"]):
        result = run(*command)
        line, hint = result.stderr.splitlines()
        assert line.startswith(f"wp8: {file}: ")
        assert said in line
        assert hint
        assert result.exit_code == 2
    assert file.read_text() == content


@pytest.mark.slow
def test_those_who_keep_at_once_lose_nothing(run: Runner) -> None:
    tags = [f"t{number}" for number in range(8)]
    writers = [run.start("keep", "a:1", "b:1", "--tag", tag) for tag in tags]

    assert [writer.communicate()[0] for writer in writers] == [b"a:1\nb:1\n"] * len(tags)
    assert [sorted(tags.split(", ")) for *_, tags in kept(run)] == [tags, tags]


def test_a_shell_is_offered_what_is_kept_and_its_tags(run: Runner) -> None:
    run("keep", "a:1", "--tag", "ice")

    asked = [["kept", "rm", "a"], ["kept", "--tag", "i"], ["keep", "b", "--tag", "ic"]]
    offers = [run(*words, env={"_WP8_COMPLETE": "bash"}).stdout.split("\n")[1] for words in asked]
    assert offers == ["a:1", "ice", "ice"]
