"""The layouts that pandoc reads: their text, what they say of themselves, what is left out."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers import CONVERTED, finder, reader
from wp8.corpus.readers.pandoc import cited
from wp8.corpus.readers.pandoc.xml_head import head_fields
from wp8.corpus.receipts.coarse import COARSE, coarse_difference
from wp8.corpus.receipts.lightly_marked import pieces
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.receipts.sources import written
from wp8.corpus.records import read_document
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

XML = '<?xml version="1.0"?>'
# One document in each format: a heading "Harbour", the paragraph "Old ships.", a second "Salt.".
SOURCES = {
    "asciidoc": "= The Quay\nAnn Poe\n\n== Harbour\n\nOld _ships_.\n\nSalt.\n",
    "docbook": f"{XML}<article><info><title>The Quay</title><author><personname>Ann Poe"
    "</personname></author></info><section><title>Harbour</title><para>Old "
    "<emphasis>ships</emphasis>.</para><para>Salt.</para></section></article>",
    "fb2": f'{XML}<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description>'
    "<title-info><author><first-name>Ann</first-name><last-name>Poe</last-name></author>"
    "<book-title>The Quay</book-title></title-info></description><body><section><title><p>Harbour"
    "</p></title><p>Old <emphasis>ships</emphasis>.</p><p>Salt.</p></section></body></FictionBook>",
    "ipynb": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": '
    '"markdown", "metadata": {}, "source": ["# Harbour\\n\\nOld *ships*.\\n\\nSalt."]}]}',
    "jats": f"{XML}<article><front><article-meta><title-group><article-title>The Quay"
    "</article-title></title-group><contrib-group><contrib contrib-type='author'><name><surname>Poe"
    "</surname><given-names>Ann</given-names></name></contrib></contrib-group></article-meta>"
    "</front><body><sec><title>Harbour</title><p>Old <italic>ships</italic>.</p><p>Salt.</p></sec>"
    "</body></article>",
    "latex": r"\documentclass{article}\title{The Quay}\author{Ann Poe}\begin{document}\maketitle"
    "\n\\section{Harbour}\nOld \\emph{ships}.\n\nSalt.\n\\end{document}",
    "mediawiki": "== Harbour ==\nOld ''ships''.\n\nSalt.\n",
    "org": "#+TITLE: The Quay\n#+AUTHOR: Ann Poe\n* Harbour\nOld /ships/.\n\nSalt.\n",
    "rst": "Harbour\n=======\n\nOld *ships*.\n\nSalt.\n",
    "typst": '#set document(title: "The Quay", author: "Ann Poe")\n'
    "= Harbour\nOld _ships_.\n\nSalt.\n",
}


@pytest.mark.parametrize("layout", CONVERTED)
def test_a_document_has_its_headings_and_paragraphs(layout: str) -> None:
    found = [(block.kind, block.text) for block in reader(layout)(SOURCES[layout])]

    wanted = [("heading", "Harbour"), ("paragraph", "Old ships."), ("paragraph", "Salt.")]
    assert [(kind, text) for kind, text in found if kind in ("heading", "paragraph")] == wanted
    heads = [("title", "The Quay"), ("imprint", "Ann Poe")]
    assert [one for one in found if one not in wanted] == [one for one in heads if one in found]


@pytest.mark.parametrize("layout", CONVERTED)
def test_a_document_says_its_title_and_author_or_else_its_first_heading(layout: str) -> None:
    has_head = layout not in ("ipynb", "mediawiki", "rst")
    found = finder(layout)(SOURCES[layout])

    author = {"given": "Ann", "family": "Poe"} if layout in ("fb2", "jats") else "Ann Poe"
    assert found == ({"title": "The Quay", "author": author} if has_head else {"title": "Harbour"})


def test_several_authors_a_date_and_a_language_are_fields_of_the_work() -> None:
    text = "= The Quay\nAnn Poe; Bo Lee\nv1.0, 2020-01-02\n:lang: en\n\nSalt.\n"

    assert finder("asciidoc")(text) == {
        "title": "The Quay",
        "author": ["Ann Poe", "Bo Lee"],
        "issued": "2020-01-02",
        "language": "en",
    }


PARTED = {"given": "Ann", "family": "Poe"}, {"given": "Bo", "family": "Lee"}
TWO = ["Ann Poe", "Bo Lee"]


@pytest.mark.parametrize(
    ("layout", "text", "found"),
    [
        ("asciidoc", "= T\nAnn Poe <a@b.org>; Bo Lee\n\nx", {"author": TWO}),
        (
            "ipynb",
            '{"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": {"title": "T", '
            '"authors": [{"name": "Ann Poe"}, {"name": "Bo Lee"}]}}',
            {"author": TWO},
        ),
        (
            "latex",
            r"\title{T}\author{Ann Poe\\ Quay \& Sons \and Bo Lee}\date{\today}\maketitle x",
            {"author": TWO, "affiliation": "Quay & Sons"},
        ),
        (
            "latex",
            r"\title{T}\author{Poe and Sons Ltd}\maketitle x",
            {"author": "Poe and Sons Ltd"},
        ),
        (
            "org",
            "#+TITLE: T\n#+AUTHOR: Ann Poe\n#+AUTHOR: Bo Lee\n#+DATE: <2020-05-03 Sun>\n\nx",
            {"author": TWO, "issued": "2020-05-03"},
        ),
        ("rst", "T\n=\n\n:Authors: - Ann Poe\n          - Bo Lee\n\nx", {"author": TWO}),
        (
            "rst",
            "T\n=\n\n:Author: Ann Poe\n:Date: 3 May 2020\n\nx",
            {"author": TWO[0], "issued": "3 May 2020"},
        ),
        (
            "typst",
            '#set document(title: "T", author: ("Ann Poe", "Bo Lee"), date: datetime.today())\nx',
            {"author": TWO},
        ),
        ("typst", '#set document(title: "T", date: auto)\nx', {}),
        (
            "docbook",
            "<book xmlns='http://docbook.org/ns/docbook' xml:lang='de'><info><title>T</title>"
            "<authorgroup><author><personname><firstname>Ann</firstname><surname>Poe</surname>"
            "</personname><affiliation><orgname>Quay</orgname></affiliation></author><author>"
            "<personname>Bo Lee</personname></author><author><orgname>Salt and Sons</orgname>"
            "</author></authorgroup><othercredit class='translator'><personname>Cy Fox</personname>"
            "</othercredit><editor><personname><givenname>Di</givenname><surname>Orr</surname>"
            "<lineage>Jr.</lineage></personname></editor><date>2021</date><pubdate>2020-05-03"
            "</pubdate><publisher><publishername>Press</publishername><address><city>Hull</city>"
            "</address></publisher><edition>2</edition><biblioid class='doi'>10.1234/x</biblioid>"
            "<isbn>0-306-40615-2</isbn></info><chapter><info><author><personname>No One"
            "</personname></author></info><title>C</title><para>x</para></chapter></book>",
            {
                "author": [PARTED[0], "Bo Lee", "Salt and Sons"],
                "translator": "Cy Fox",
                "editor": {"given": "Di", "family": "Orr", "suffix": "Jr."},
                "affiliation": "Quay",
                "issued": "2020-05-03",
                "publisher": "Press",
                "publisher-place": "Hull",
                "edition": "2",
                "DOI": "10.1234/x",
                "ISBN": "0-306-40615-2",
                "language": "de",
            },
        ),
        (
            "jats",
            "<article xml:lang='en'><front><journal-meta><journal-title-group><journal-title>Quays"
            "</journal-title></journal-title-group><issn>1234-5678</issn><publisher>"
            "<publisher-name>Press</publisher-name></publisher></journal-meta><article-meta>"
            "<article-id pub-id-type='doi'>10.1234/x</article-id><article-id pub-id-type='pmid'>9"
            "</article-id><title-group><article-title>T</article-title></title-group>"
            "<contrib-group><contrib contrib-type='author'><name><surname>Poe</surname>"
            "<given-names>Ann</given-names></name><aff><label>1</label>Quay, Hull</aff>"
            "</contrib><contrib contrib-type='author'><name name-style='eastern'><surname>Kim"
            "</surname><given-names>Bo</given-names></name></contrib><contrib><collab>Salt and Sons"
            "</collab></contrib><contrib contrib-type='editor'><string-name>Cy Fox</string-name>"
            "</contrib><contrib contrib-type='reader'><string-name>No One</string-name></contrib>"
            "</contrib-group><pub-date><year>2020</year></pub-date><volume>7</volume>"
            "<issue>2</issue><fpage>10</fpage><lpage>12</lpage></article-meta></front>"
            "<body><p>x</p></body></article>",
            {
                "author": [
                    PARTED[0],
                    {"given": "Bo", "family": "Kim", "static-ordering": True},
                    "Salt and Sons",
                ],
                "editor": "Cy Fox",
                "affiliation": "Quay, Hull",
                "issued": "2020",
                "container-title": "Quays",
                "type": "article-journal",
                "ISSN": "1234-5678",
                "publisher": "Press",
                "volume": "7",
                "issue": "2",
                "page": "10-12",
                "DOI": "10.1234/x",
                "PMID": "9",
                "language": "en",
            },
        ),
        (
            "fb2",
            "<FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0'><description>"
            "<title-info><author><first-name>Ann</first-name><last-name>Poe</last-name></author>"
            "<author><nickname>Quayle</nickname></author><book-title>T</book-title>"
            "<date value='1869-01-01'>1869</date><lang>ru</lang><translator><first-name>Bo"
            "</first-name><last-name>Lee</last-name></translator><sequence name='Salt' number='3'/>"
            "</title-info><document-info><author><nickname>scan</nickname></author><date>2007"
            "</date></document-info><publish-info><publisher>Press</publisher><city>Hull</city>"
            "<year>1970</year></publish-info></description><body><section><p>x</p></section></body>"
            "</FictionBook>",
            {
                "author": [PARTED[0], "Quayle"],
                "translator": PARTED[1],
                "issued": "1970",
                "original-date": "1869",
                "language": "ru",
                "collection-title": "Salt",
                "collection-number": "3",
                "publisher": "Press",
                "publisher-place": "Hull",
            },
        ),
    ],
)
def test_a_head_has_several_names_in_their_parts_and_what_else_is_of_the_work(
    layout: str, text: str, found: dict[str, object]
) -> None:
    assert finder(layout)(text) == {"title": "T", **found}


def test_a_head_in_xml_may_be_cut_off_or_name_entities_of_its_ancestors() -> None:
    jats = SOURCES["jats"].replace("Poe", "P&ouml;e")
    assert head_fields("jats", jats)["author"] == {"given": "Ann", "family": "Pöe"}
    assert head_fields("jats", jats[:200]) == head_fields("org", jats) == {}


@pytest.mark.parametrize(
    ("layout", "line", "said"),
    [
        ("asciidoc", "include::secret.txt[]", "include::secret.txt[]"),
        ("latex", r"\input{secret.txt}", "secret.txt"),
        ("rst", ".. include:: secret.txt", "secret.txt"),
        ("rst", ".. csv-table::\n   :file: secret.txt", ":file: secret.txt"),
        ("typst", '#include "secret.txt"', '#include "secret.txt"'),
    ],
)
def test_what_a_document_names_is_not_read_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, line: str, said: str
) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    monkeypatch.chdir(tmp_path)
    text = f"Before.\n\n{line}\n\nAfter.\n"

    assert [block.text for block in reader(layout)(text)] == ["Before.", "After."]
    remarks = [f"names other files, which are not read: {said}", COARSE]
    assert written(layout, text).remarks == remarks


def test_commands_and_markup_that_have_no_text_for_pandoc_are_counted() -> None:
    latex = r"a \quay{b} c \quay[x]{d}\begin{dock}e\end{dock}"
    rst = "a\n\n.. raw:: html\n\n   <b>x</b>\n"

    preamble = f"\\quay{{of the class}}\n\\begin{{document}}\n{latex}\n\\end{{document}}"

    assert written("latex", latex).remarks == [r"\quay: 2 left out", COARSE]
    assert written("latex", preamble).remarks == [r"\quay: 2 left out", COARSE]
    assert written("rst", rst).remarks == ["raw html: 1 left out", COARSE]


MARKED_UP = {
    "asciidoc": "// gone\n:colour: red\n\n[quote#salt]\nOld *ships*, H~2~O.{colour}\n\n"
    "link:/q[Salt] here",
    "latex": r"\documentclass{gone}\begin{document}%gone\nOld \emph{ships} \label{gone}, "
    r"H\textsubscript{2}O, caf\'{e}.\index{gone!{salt{y}}} $x^{salt}$\end{document}gone",
    "mediawiki": "<!-- gone -->Old ''ships'' [[Quay of gone|Quay]] {{gone}} &ouml; H<sub>2</sub>O",
    "org": "#+OPTIONS: gone\n* TODO Old ships :gone:\n:PROPERTIES:\n:gone: x\n:END:\n"
    "[[gone][Quay]]",
    "rst": ".. gone\n   gone too\n\n.. note:: Old ships\n\nSalt `Quay <gone>`_ H\\ :sub:`2`\\ O.",
    "typst": '#set text(lang: "gone")\n= Old _ships_ <gone>\n// gone\nSalt #emph[here].',
}


@pytest.mark.parametrize("layout", MARKED_UP)
def test_of_what_has_signs_for_markup_the_words_are_compared(layout: str) -> None:
    text = MARKED_UP[layout].replace("\\n", "\n") if layout == "latex" else MARKED_UP[layout]
    document, found = Document("x", "x", layout, "X"), list(reader(layout)(text))
    without = [replace(block, text=block.text.replace("ships", "cargo")) for block in found]

    clean, changed = (receipt(document, text, blocks) for blocks in (found, without))

    assert (clean.is_clean, clean.passages["lost"]) == (True, ())
    assert [passage.text for passage in changed.lost] == ["ships"]
    assert [passage.text for passage in changed.unfounded] == ["cargo"]


# What opens something in one of the formats, and is never closed.
OPENED = (
    *(
        "\\[",
        "$$",
        "\\begin{math}",
        "\\ref[",
        "\\label{",
        "{{",
        "[[",
        "[[File",
        "<!--",
        "image:[",
        "a:",
    ),
    *(
        "<<",
        "(((",
        "[.x",
        "/*",
        "#a(",
        "{{{",
        "[fn:",
        "<2020-01-01 ",
        "`<",
        ".. a\n",
        ":a:",
        "|a ",
        "#let x",
    ),
    *("#+begin_comment\n", "////\n"),
)


@pytest.mark.slow
@pytest.mark.parametrize("layout", MARKED_UP)
def test_what_is_opened_and_never_closed_takes_no_time(layout: str) -> None:
    began = time.process_time()
    for opened in OPENED:
        text = opened * (20_000 // len(opened))
        assert "".join(piece for piece, _ in pieces(layout, text)) == text

    # Where each sign is looked for its end by itself, one of them takes as long.
    assert time.process_time() - began < 5


def test_a_word_that_is_no_longer_than_a_command_is_not_missed() -> None:
    found = coarse_difference([("one two Three four", "")], ["four five 5"])

    assert (found.lost, found.unfounded) == ([(1, ["three"])], [(0, ["five"])])


def test_pandoc_reads_a_source_once_for_its_text_and_its_receipt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran = Mock(wraps=subprocess.Popen)
    monkeypatch.setattr(subprocess, "Popen", ran)
    text = "= Harbour\n\nShips that are read once.\n"

    finder("asciidoc")(text)
    blocks = list(reader("asciidoc")(text))
    assert receipt(Document("x", "x", "asciidoc", "X"), text, blocks).is_clean
    assert ran.call_count == 1


DOCBOOK = (
    f"{XML}<article><info><title>T</title><author><personname><firstname>Ann</firstname>"
    "<surname>Poe</surname></personname></author></info><section><title>Quay</title>"
    "<subtitle>Of ships</subtitle><procedure><title>To <emphasis>land</emphasis></title><step>"
    "<para>Row.</para></step></procedure><table><caption>Fish</caption><thead><th>Kind</th>"
    "</thead><tfoot><tr><td>All the fish</td></tr></tfoot><tbody><tr><td>cod</td></tr></tbody>"
    "</table><mediaobject><imageobject><imagedata fileref='a.png'/></imageobject><caption><para>A "
    "boat."
    "</para></caption></mediaobject></section></article>"
)
FB2 = (
    f'{XML}<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section>'
    "<p>One.</p>Bare.<table><tr><th>Kind</th><th>Price</th></tr><tr><td>cod</td><td>2</td></tr>"
    "</table></section></body></FictionBook>"
)


@pytest.mark.parametrize(
    ("layout", "text", "shown"),
    [
        ("docbook", DOCBOOK, ["T", "Ann Poe", "Quay", "Of ships", "To land", "Row.", "Fish"]),
        ("fb2", FB2, ["One.", "Bare.", "Kind Price", "cod 2"]),
    ],
)
def test_what_pandoc_would_drop_of_xml_is_read(layout: str, text: str, shown: list[str]) -> None:
    found = list(reader(layout)(text))

    assert [block.text for block in found][: len(shown)] == shown
    assert receipt(Document("x", "x", layout, "X"), text, found).unexplained == []


def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    declared = SOURCES["fb2"].replace("?>", ' encoding="windows-1251"?>', 1)
    (tmp_path / "x").write_bytes(declared.replace("Salt", "Соль").encode("cp1251"))
    document = Document("x", "x", "fb2", "X")

    records = read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert records[-1].text == "Соль."


def test_what_is_not_in_its_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{")
    document = Document("x", "x", "ipynb", "X")

    with pytest.raises(CorpusError, match="pandoc cannot read it as ipynb"):
        read_document(Corpus("x", tmp_path, (document,), ""), document)


@pytest.mark.parametrize(
    ("layout", "text", "reason"),
    [
        ("typst", "#let x = (", "(line 3, column 1): unexpected end of input"),
        (
            "latex",
            "\\begin{document}\\begin{itemize}",
            "Error at (line 2, column 2): unexpected end of input expecting \\end{document}",
        ),
    ],
)
def test_why_pandoc_cannot_read_a_text_is_a_line(layout: str, text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        list(reader(layout)(text))

    assert raised.value.message == f"pandoc cannot read it as {layout}: {reason}"


def test_a_complaint_does_not_say_where_in_its_program_pandoc_was(tmp_path: Path) -> None:
    style = tmp_path / "absent.csl"
    with pytest.raises(UnreadableError) as raised:
        cited(b'{"pandoc-api-version": [1, 23], "meta": {}, "blocks": []}', str(style))

    assert raised.value.message == (
        f"pandoc cannot read it as json: {style}: withBinaryFile: does not exist "
        "(No such file or directory)"
    )
