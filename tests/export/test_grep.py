"""`--format grep`: where words stand in their files, as editors read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from made_sources import pdf

import wp8
from wp8.corpus.places import Places
from wp8.export import grep

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

MARKDOWN: Final = """\
---
title: Of plans
---

# The *first* plan

A [plan](http://a.org/plan) of **the** harbor[^1] and
its plans. 계획 and a plan.

| a | plan |
|---|------|
| b | plan |

[^1]: A note on a plan.
"""
WHERE: Final = [
    "a.md:5:15:The first plan",
    "a.md:7:4:A plan of the",
    "a.md:8:5:and its plans. 계획 and",
    "a.md:8:25:and a plan",
    "a.md:14:19:on a plan",
    "a.md:10:7:a|plan",
    "a.md:12:7:b|plan",
    "c.csv:3:16:a “second” plan",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a corpus of a text with marks, a table, a PDF and an old encoding."""
    folder = tmp_path_factory.mktemp("grep")
    (folder / "a.md").write_bytes(MARKDOWN.replace("\n", "\r\n").encode("utf-8-sig"))
    (folder / "b.pdf").write_bytes(pdf([[(72.0, 700.0, 12.0, "No line of a proposal.")]]))
    (folder / "c.csv").write_text('id,text\nrow,"One ""row"" is first,\na “second” plan"\n')
    (folder / "d.txt").write_text("첫째 줄\n\n둘째 줄과 약속\n", "cp949")
    documents = [("a.md", 'language = "en"'), ("b.pdf", ""), ("d.txt", 'encoding = "cp949"')]
    (folder / "corpus.toml").write_text(
        'name = "t"\n[[document]]\nfiles = "c.csv"\n'
        + "".join(
            f'[[document]]\nid = "{file[0]}"\ntitle = "T"\nfile = "{file}"\n{more}\n'
            for file, more in documents
        )
    )
    return folder


@pytest.fixture(scope="module")
def run(run_wp8: Runner, folder: Path) -> Runner:
    """Return what runs wp8 on the corpus."""
    return run_wp8.having(WP8_CORPUS=str(folder))


def test_a_concordance_leads_to_line_and_column_in_bytes(run: Runner, folder: Path) -> None:
    line = ("concordance", "plan", "--window", "2", "--format", "grep")
    done = run(*line, cwd=folder)

    assert sorted(done.stdout.splitlines()) == sorted(WHERE)
    assert run(*line).stdout == done.stdout.replace("a.md:", f"{folder}/a.md:").replace(
        "c.csv:", f"{folder}/c.csv:"
    )


def test_a_hit_is_a_line_at_its_first_match(run: Runner, folder: Path) -> None:
    done = run("search", "약속", "--format", "grep", "--mark", "[", "]", cwd=folder)

    assert done.stdout == "d.txt:3:15:둘째 줄과 [약속]\n"


def test_where_a_file_has_no_lines_the_id_stands_and_it_is_said(run: Runner, folder: Path) -> None:
    done = run("search", "proposal", "--format", "grep", cwd=folder)

    assert done.stdout == "b.pdf: b:1, page 1\tNo line of a proposal.\n"
    assert (
        done.stderr == "wp8: 1 of 1 without a line: pdf files have none; wp8 open ID opens them\n"
    )


def test_a_table_leads_to_no_place(run: Runner) -> None:
    done = run("search", "plan", "--by", "document", "--format", "grep")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert "a table leads to no places in files" in done.stderr


@pytest.mark.parametrize("query", ["self-reliance", "조선로동당", '"five-year plan"'])
def test_every_word_of_the_corpus_stands_where_it_is_said_to(run_wp8: Runner, query: str) -> None:
    with wp8.open(index=run_wp8.environment["WP8_INDEX"]) as corpus:
        found = list(grep.of_concordance(corpus.concordance(query)))
        lines = grep.lines(found, corpus.sources)

    assert lines
    for line in lines:
        path, row, column = line.place.path, line.place.line, line.place.column
        source = path.read_bytes().split(b"\n")[row - 1][column - 1 :].decode()
        word = re.match(r"\w+", line.found.record.text[line.found.offset :])
        assert word
        assert source.startswith(word[0])


def test_a_source_that_is_gone_has_the_first_line_of_the_record(
    run_wp8: Runner, tmp_path: Path
) -> None:
    with wp8.open(index=run_wp8.environment["WP8_INDEX"]) as corpus:
        record, sources = corpus.show("speech:12")[0], corpus.sources
    shutil.copytree(sources.folder, tmp_path / "copy")
    (tmp_path / "copy" / record.file).unlink()
    moved = Places(wp8.Corpus(corpus.settings._replace(corpus=str(tmp_path / "copy"))).sources)

    assert (moved.of(record, 9).line, moved.of(record, 9).column) == (record.lines[0], 1)


def test_vim_reads_the_lines(run: Runner, folder: Path, tmp_path: Path) -> None:
    if not (vim := shutil.which("vim")):
        pytest.skip("there is no vim")
    hits, out = tmp_path / "hits", tmp_path / "out"
    hits.write_text(run("search", "약속", "--format", "grep").stdout)
    where = '[bufname("%")] + map(getqflist(), {_, e -> e.lnum . " " . e.col})'
    writes = f'call writefile({where}, "{out}")'
    command = [vim, "-u", "NONE", "-N", "-es", "-q", str(hits), "-c", writes, "-c", "q"]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=True)

    assert out.read_text() == f"{folder}/d.txt\n3 15\n"
