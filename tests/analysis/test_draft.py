"""What a draft quotes, where it does, and whether the corpus has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_sources import docx, pandoc, pdf

from wp8.analysis.passages.draft import Paragraph, check, quoted_matter, read_draft
from wp8.analysis.passages.locate import Locator
from wp8.errors import CorpusError, Wp8Error
from wp8.extras import to_install
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The old harbor was closed in winter, and the fishing fleet lay idle for eleven weeks."
RECORD = Record("a:1", "a", "paragraph", "", 1, 1, TEXT, "a.txt", (1, 1))


def draft(folder: Path, name: str, content: str | bytes) -> list[Paragraph]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_draft(str(path))


def quoted(paragraphs: list[Paragraph]) -> list[tuple[str, str]]:
    return [(each.where, each.text) for each in quoted_matter(paragraphs)]


def verdicts(text: str, *, short_ones: bool = False) -> list[tuple[str, str]]:
    paragraphs = [Paragraph(text, ((0, "1"),))]
    found = check(paragraphs, Locator(MemoryBackend([RECORD])), file="a.txt", short_ones=short_ones)
    return [(checked.text, checked.verdict) for checked in found]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('He says "the fleet lay idle".', [("1", "the fleet lay idle")]),
        ("He says “the fleet lay idle.”", [("1", "the fleet lay idle.")]),
        ("He says 'the men's fleet'.", [("1", "the men's fleet")]),
        ("He says ‘the fleet’.", [("1", "the fleet")]),
        ("He says “the ‘old’ harbor”.", [("1", "the ‘old’ harbor")]),
        ("The men's boats and the masters' boats.", []),
        ("Two lines\nbefore “a quotation\nthat goes on”.", [("2", "a quotation that goes on")]),
        ("*See* “the *old* harbor”.", [("1", "the old harbor")]),
        ("| a | b |\n| --- | --- |\n| “in a cell” | x |", [("3", "in a cell")]),
        ("> The fleet\n> lay idle.\n\nOn.", [("1", "The fleet lay idle.")]),
        ("> One.\n>\n> Two.\n> — The Author, 1921", [("1", "One. Two.")]),
        ("- > in a list\n\n> apart", [("1", "in a list"), ("3", "apart")]),
        ('```\nprint("no quotation")\n```', []),
        ('    print("no quotation")', []),
        ('Type `say "no quotation"`.', []),
        ('Text.[^1]\n\n[^1]: See "the note".', [("3", "the note")]),
        ('[^1]: See "title".\n\n    And "its second".', [("1", "title"), ("3", "its second")]),
        ("“”, \"\", “…”", []),
    ],
)  # fmt: skip
def test_what_a_markdown_draft_quotes(
    source: str, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert quoted(draft(tmp_path, "a.md", source)) == found


def test_a_line_of_a_text_is_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    source = "One.\n\n\n“Two,\nthree” and\n  “four”.\n"

    assert quoted(draft(tmp_path, "a.txt", source)) == [("4", "Two, three"), ("6", "four")]


def test_a_quotation_is_verbatim_or_differs_or_is_not_in_the_corpus() -> None:
    source = (
        "“the fishing fleet lay idle” “the fishing fleet was idle for eleven weeks” "
        "“we know nothing of the sea”"
    )

    assert [verdict for _, verdict in verdicts(source)] == [
        "verbatim",
        "differs",
        "not in the corpus",
    ]


def test_one_or_two_words_that_the_corpus_lacks_are_listed_only_if_asked_for() -> None:
    source = "The “so-called” council met in the “old harbor”."

    assert verdicts(source) == [("old harbor", "verbatim")]
    assert verdicts(source, short_ones=True) == [
        ("so-called", "not in the corpus"),
        ("old harbor", "verbatim"),
    ]


def test_a_quotation_too_long_to_locate_is_an_error_that_names_its_line() -> None:
    paragraphs = [Paragraph("word " * 1001, ((0, "7"),), is_quoted=True)]

    with pytest.raises(Wp8Error, match=r"a\.md:7: a quotation of 1,001 words"):
        check(paragraphs, Locator(MemoryBackend([RECORD])), file="a.md")


def test_a_draft_of_another_kind_is_an_error_that_names_the_kinds(tmp_path: Path) -> None:
    (tmp_path / "draft.xyz").touch()
    with pytest.raises(CorpusError, match=r"draft\.xyz: its name does not tell") as caught:
        read_draft(str(tmp_path / "draft.xyz"))

    assert caught.value.hint == (
        "wp8 knows .docx, .epub, .html, .htm, .xhtml, .md, .markdown, .odt, .pdf, .rtf, .tei, "
        ".xml, .txt, .adoc, .asciidoc, .dbk, .docbook, .fb2, .ipynb, .jats, .nxml, .latex, .tex, "
        ".mediawiki, .wiki, .org, .rst, .typ, .csv, .jsonl, .ndjson, .tsv, .tab; "
        "save it as one of these"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.md", None, "there is no such file"),
        ("a.txt", b"\xff\xff", "is not UTF-8"),
        ("a.docx", b"no archive", "is no zip file"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_an_error(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(CorpusError, match=message):
        read_draft(str(tmp_path / name))


def test_front_matter_quotes_nothing(tmp_path: Path) -> None:
    source = '---\ntitle: "The harbor in winter"\n---\n“The fleet”.\n'

    assert quoted(draft(tmp_path, "a.md", source)) == [("4", "The fleet")]


def test_a_quotation_goes_on_in_the_next_paragraph_past_a_note(tmp_path: Path) -> None:
    source = "He: “One[^1] and\n\n“two.”\n\n[^1]: See “three”.\n"

    assert quoted(draft(tmp_path, "a.md", source)) == [
        ("1", "One and"),
        ("3", "two."),
        ("5", "three"),
    ]


@pytest.mark.parametrize("format_", ["docx", "odt", "epub", "html", "rtf"])
def test_a_draft_may_be_in_any_format_of_a_source(format_: str, tmp_path: Path) -> None:
    paragraphs = draft(tmp_path, f"a.{format_}", pandoc(format_))

    found = {(each.text, each.is_quoted) for each in paragraphs}
    assert {("The quoted paragraph.", format_ != "rtf"), ("End.", False)} <= found


def styled(text: str, name: str = "") -> str:
    style = f'<w:pStyle w:val="{name.replace(" ", "")}"/>' if name else ""
    return f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


STYLES = {
    "word/styles.xml": '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
    'main"><w:style w:type="paragraph" w:styleId="IntenseQuote"><w:name w:val="Intense Quote"/>'
    "</w:style></w:styles>",
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="s" Target="styles.xml" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
}


def test_a_paragraph_in_the_style_of_a_quotation_is_one_by_itself(tmp_path: Path) -> None:
    body = (
        styled("Before, “in marks”.")
        + "<w:p/>"
        + styled("We won.", "Intense Quote")
        + styled("They lost.", "Intense Quote")
    )

    assert quoted(draft(tmp_path, "a.docx", docx(body, **STYLES))) == [
        ("paragraph 1", "in marks"),
        ("paragraph 2", "We won."),
        ("paragraph 3", "They lost."),
    ]


def test_inserted_words_of_a_word_draft_count_and_deleted_ones_do_not(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>“We </w:t></w:r>"
        '<w:ins w:id="1" w:author="A"><w:r><w:t>surely </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>never </w:delText></w:r></w:del>'
        "<w:r><w:t>won”.</w:t></w:r></w:p>"
    )

    assert quoted(draft(tmp_path, "a.docx", docx(body))) == [("paragraph 1", "We surely won")]


def test_the_notes_of_a_word_draft_have_their_numbers(tmp_path: Path) -> None:
    paragraphs = draft(tmp_path, "a.docx", pandoc("docx"))

    assert [(each.where(0), each.text) for each in paragraphs][-2:] == [
        ("note 1", "A note of one and two paragraphs."),
        ("note 2", "In a cell."),
    ]


def test_a_quotation_of_a_pdf_has_its_page(tmp_path: Path) -> None:
    pages = [[(72.0, 700.0, 12.0, "Nothing here.")], [(72.0, 700.0, 12.0, 'He: "the fleet".')]]

    assert quoted(draft(tmp_path, "a.pdf", pdf(pages))) == [("page 2", "the fleet")]


def test_without_the_converter_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(CorpusError, match="to read it takes pypandoc-binary") as caught:
        draft(tmp_path, "a.docx", docx())

    assert caught.value.hint == (
        f"it comes with the extra wp8[convert]; install it: {to_install('pypandoc-binary')}"
    )
