"""Quoted passages as a document of Word, read back by pandoc."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZipFile

import pypandoc
import pytest

import wp8
from wp8.citation.pandoc import Text
from wp8.citation.styles import Apparatus
from wp8.errors import ExportError, UnknownNameError
from wp8.export.excerpts.docx import docx
from wp8.export.excerpts.excerpt import Excerpt, excerpt
from wp8.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Runner

FIRST: Final = (
    "Kim Jong Un, “Concluding Speech at the Eighth Congress of the Workers’ Party of Korea,” "
    "Foreign Languages Publishing House, January 12, 2021, para. 12 (wp8 numbering), "
    "beginning “I am fully aware of how.”"
)
AGAIN: Final = (
    "Kim Jong Un, “Concluding Speech at the Eighth Congress of the Workers’ Party of Korea,” "
    "para. 13 (wp8 numbering), beginning “The Eighth Central Committee of the.”"
)
HOSTILE: Final = "*a* _b_ [^1] @key <b>c</b> $x^2$ `d` \\e # - 1. ![f](g) {.h} \ud800\uffff\x1b[31m"
# A style of CSL that wp8 knows nothing of.
OWN: Final = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>Own</title><id>own</id><updated>2026-11-30T00:00:00Z</updated></info>
<citation><layout suffix="."><group delimiter="; "><names variable="author"><name form="short"/>
</names><text variable="locator"/></group></layout></citation>
<bibliography><layout suffix="."><text variable="title"/></layout></bibliography>
</style>
"""
ITS_PICTURE: Final = HOSTILE.replace("\ud800\uffff\x1b", "\ufffd\ufffd␛")


@pytest.fixture(scope="module")
def corpus(run_wp8: Runner) -> Iterator[wp8.Corpus]:
    with wp8.open(index=run_wp8.environment["WP8_INDEX"]) as opened:
        yield opened


class Read:
    """A document as pandoc reads it: its blocks and notes as texts, and what is bold."""

    def __init__(self, document: bytes, file: Path) -> None:
        file.write_bytes(document)
        command = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "json", str(file)]
        done = subprocess.run(command, capture_output=True, check=True)
        self.notes: list[str] = []
        self.bold: list[str] = []
        self.blocks = [(b["t"], self.text(b)) for b in json.loads(done.stdout)["blocks"]]

    def text(self, node: Any) -> str:  # noqa: ANN401 - a node, or what is in one
        """Return the text of a node, or of what is in one."""
        if isinstance(node, list):
            return "".join(map(self.text, node))
        if not isinstance(node, dict):
            return ""
        kind, content = node["t"], node.get("c", "")
        if kind in ("Space", "SoftBreak"):
            return " "
        if kind == "Quoted":
            signs = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return signs[0] + self.text(content[1]) + signs[1]
        text = content if isinstance(content, str) else self.text(content)
        if kind == "Note":
            self.notes.append(text)
            return f"[{len(self.notes)}]"
        if kind == "Strong":
            self.bold.append(text)
        return text


def test_a_passage_is_quoted_with_a_footnote_and_stands_in_a_bibliography(
    corpus: wp8.Corpus, tmp_path: Path
) -> None:
    records = corpus.show("speech:12-13")
    read = Read(corpus.docx(records), tmp_path / "a.docx")

    texts = [record.text for record in records]
    assert read.notes == [FIRST, AGAIN]
    assert read.blocks == [
        ("BlockQuote", f"{texts[0]}[1]{texts[1]}[2]"),
        ("Header", "Bibliography"),
        (
            "Para",
            "Kim Jong Un. “Concluding Speech at the Eighth Congress of the Workers’ Party of "
            "Korea.” Foreign Languages Publishing House, January 12, 2021.",
        ),
    ]


def test_a_style_of_csl_in_a_file_has_footnotes_if_it_is_for_notes(
    corpus: wp8.Corpus, tmp_path: Path
) -> None:
    (tmp_path / "own.csl").write_text(OWN)
    document = corpus.docx(corpus.show("speech:12-13"), csl=str(tmp_path / "own.csl"))
    read = Read(document, tmp_path / "a.docx")

    assert read.notes == ["Kim; 12 (wp8 numbering).", "Kim; 13 (wp8 numbering)."]
    assert read.blocks[1:] == [
        ("Header", "Bibliography"),
        ("Para", "Concluding speech at the Eighth Congress of the Workers’ Party of Korea."),
    ]


@pytest.mark.slow
def test_what_is_kept_has_its_note_and_tags_below_and_other_styles_cite_in_the_text(
    run_wp8: Runner, tmp_path: Path
) -> None:
    run = run_wp8.having(XDG_STATE_HOME=str(tmp_path / "state"), WP8_INDEX=str(tmp_path / "index"))
    file = tmp_path / "kept.docx"
    run("keep", "speech:12-13", "--note", "one *two*\n\nthree", "--tag", "plan", "--tag", "god")
    done = run("kept", "--format", "docx", "--style", "apa", "--output", str(file))

    read = Read(file.read_bytes(), tmp_path / "again.docx")
    assert (done.stdout, done.stderr, done.exit_code, read.notes) == ("", "", 0, [])
    quotation, *rest = read.blocks
    assert quotation[1].endswith(
        "of all the Party's organizations and members. (Kim, 2021, paras. 12–13)"
    )
    assert rest == [
        ("Para", "one *two*"),
        ("Para", "three"),
        ("Para", "Tags: plan, god"),
        ("Header", "Reference list"),
        (
            "Para",
            "Kim, J. U. (2021, January 12). Concluding speech at the Eighth Congress of the "
            "Workers’ Party of Korea [Speech]. Foreign Languages Publishing House.",
        ),
    ]


@pytest.mark.slow
def test_matches_are_bold_and_a_stamp_stands_at_the_end(corpus: wp8.Corpus, tmp_path: Path) -> None:
    hits = corpus.search("cement", limit=1)
    lines = corpus.concordance("cement", limit=2)

    for result, bold in ((hits, ["cement"]), (lines, ["cement", "cement"])):
        read = Read(corpus.docx(result), tmp_path / "a.docx")
        assert (read.bold, len(read.notes)) == (bold, len(bold))
        assert read.blocks[-1] == ("Para", f"stamp: {result.stamp}")


def test_no_sign_of_a_text_is_markup_and_the_same_gives_the_same_bytes(tmp_path: Path) -> None:
    beside = Apparatus([Text(HOSTILE, ((0, 3),))], True, "Works", [Text(HOSTILE)])
    given = [Excerpt(("a:1",), [[(HOSTILE, False)]], "en", HOSTILE, [HOSTILE])]
    document = docx(given, beside, [HOSTILE])

    read = Read(document, tmp_path / "a.docx")
    assert read.notes == [ITS_PICTURE]
    assert [text for _, text in read.blocks] == [
        f"{ITS_PICTURE}[1]",
        *[ITS_PICTURE] * 2,
        "Works",
        *[ITS_PICTURE] * 2,
    ]
    assert docx(given, beside, [HOSTILE]) == document


def test_who_speaks_stands_before_what_is_said() -> None:
    record = Record("a:1", "a", "paragraph", "", 1, 1, "I froze.", "a", (1, 1), speaker="ANNA")

    pieces = [("ANNA: ", False), ("I ", False), ("froze", True), (".", False)]
    assert excerpt(record, [(2, 7)]) == Excerpt(("a:1",), [pieces])


def test_a_row_has_its_cells_apart_and_verse_its_lines() -> None:
    from wp8.export.excerpts.docx import _inlines

    assert _inlines("a\tb\nc") == [
        {"t": "Str", "c": "a | b"},
        {"t": "LineBreak"},
        {"t": "Str", "c": "c"},
    ]


def test_what_runs_from_the_right_does_so_and_its_note_does_not() -> None:
    beside = Apparatus([Text("A Book, 1.")], True, "Works", ())
    given = [Excerpt(("a:1",), [[("«הנמל קפא», ", False), ("הנמל", True)]], "he")]
    parts = ZipFile(BytesIO(docx(given, beside, ())))

    texts, notes = (parts.read(f"word/{name}.xml") for name in ("document", "footnotes"))
    assert (texts.count(b"<w:bidi "), texts.count(b"<w:rtl ")) == (1, 2)
    assert b'<w:r><w:t xml:space="preserve">A Book, 1.</w:t></w:r>' in notes


def test_what_has_no_passages_is_no_document(corpus: wp8.Corpus) -> None:
    with pytest.raises(ExportError, match="docx is for passages that are quoted"):
        corpus.docx(corpus.contents())
    with pytest.raises(UnknownNameError, match="no text is cited in the style plain"):
        corpus.docx(corpus.show("speech:12"), style="plain")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "docx"], "--format docx is for a file: name it by --output FILE"),
        (["--style", "apa"], "--style is for --format docx"),
        (["--csl", "a.csl"], "--csl is for --format docx"),
        (
            ["--style", "apa", "--csl", "a.csl"],
            "--style and --csl are two styles: give one",
        ),
    ],
)
def test_a_document_is_for_a_file_and_a_style_for_a_document(
    run_wp8: Runner, words: list[str], said: str
) -> None:
    result = run_wp8("show", "speech:12", *words)

    assert (result.stdout, result.stderr.splitlines()[0]) == ("", f"wp8: {said}")
    assert result.exit_code == 2


def test_without_pandoc_it_is_said_what_is_missing(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "pypandoc.py").write_text("raise ImportError('no pypandoc')\n")
    run = run_wp8.having(PYTHONPATH=f"{tmp_path}:{run_wp8.environment['PYTHONPATH']}")
    file = tmp_path / "a.docx"
    result = run("show", "speech:12", "--format", "docx", "--output", str(file))

    line = "wp8: docx cannot be written: it needs pandoc, which comes with the extra wp8[cite]"
    assert result.stderr.splitlines()[0] == line
    assert not file.exists()


def test_a_search_without_a_hit_leaves_a_file_as_it_was(run_wp8: Runner, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    result = run_wp8("search", "nowhereatall", "--format", "docx", "--output", str(file))

    assert (result.exit_code, file.exists()) == (1, False)
