"""Word files: what counts as their text, and what is refused."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from wp8.draft.blocks import LARGEST, Block, DraftError
from wp8.draft.docx import docx_blocks

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(body: str, *, notes: str = "", root: str = "document", head: str = "") -> bytes:
    names = f'xmlns:w="{W}" xmlns:mc="{MC}"'
    files = {"word/document.xml": f"{head}<w:{root} {names}><w:body>{body}</w:body></w:{root}>"}
    if notes:
        files["word/footnotes.xml"] = f"<w:footnotes {names}>{notes}</w:footnotes>"
    return archive(files)


def archive(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_are_numbered_and_empty_ones_are_not() -> None:
    body = paragraph(run("One, "), run("two.")) + paragraph() + paragraph(run("Three."))

    assert docx_blocks(docx(body), "a.docx") == [
        Block("One, two.", "paragraph 1"),
        Block("Three.", "paragraph 2"),
    ]


def test_inserted_words_count_and_deleted_ones_do_not() -> None:
    body = paragraph(
        run("We "),
        f"<w:ins>{run('surely ')}</w:ins>",
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('here ')}</w:moveFrom>",
        f"<w:moveTo>{run('there ')}</w:moveTo>",
        run("won."),
    )

    assert docx_blocks(docx(body), "a.docx") == [Block("We surely there won.", "paragraph 1")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent>"
    body = paragraph(
        run("Out"),
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>",
    )

    assert [block.text for block in docx_blocks(docx(body), "a.docx")] == ["In a box.", "Out"]


def test_notes_are_numbered_and_their_separator_is_not() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{paragraph()}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph(run("See one."))}{paragraph(run("And on."))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("See two."))}</w:footnote>'
    )

    assert docx_blocks(docx(paragraph(run("A")), notes=notes), "a.docx")[1:] == [
        Block("See one.", "footnote 1"),
        Block("And on.", "footnote 1"),
        Block("See two.", "footnote 2"),
    ]


def test_a_paragraph_in_the_style_of_a_quotation_is_quoted() -> None:
    assert docx_blocks(docx(paragraph(run("We won."), style="Quote")), "a.docx") == [
        Block("We won.", "paragraph 1", quoted=True)
    ]


def test_a_strict_document_is_read_like_any_other() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = (
        f'<w:document xmlns:w="{strict}"><w:body>{paragraph(run("We won."))}</w:body></w:document>'
    )

    assert docx_blocks(archive({"word/document.xml": xml}), "a.docx") == [
        Block("We won.", "paragraph 1")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a Word file"),
        (b"PK\x03\x04 cut off", "is not a Word file"),
        (archive({"content.xml": "<x/>"}), "is not a Word file"),
        (docx("<w:p>"), "is damaged"),
        (docx("<w:p>" * 201 + "</w:p>" * 201), "is nested deeper than 200 elements"),
        (
            docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head='<!DOCTYPE x [<!ENTITY a "ha">]>'),
            "declares entities",
        ),
        (
            docx(paragraph(run("ha " * (LARGEST // 3 + 1)))),
            r"word/document\.xml is larger than 20,000,000 bytes unpacked",
        ),
    ],
    ids=["empty", "cut off", "another archive", "no XML", "deep", "entities", "bomb"],
)
def test_what_is_no_word_file_or_made_to_do_harm_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(DraftError, match=message):
        docx_blocks(content, "a.docx")


def test_a_damaged_archive_is_refused_wherever_the_damage_is() -> None:
    whole = docx(paragraph(run("We won. " * 50)))
    read = docx_blocks(whole, "a.docx")

    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        with suppress(DraftError):
            assert docx_blocks(bytes(damaged), "a.docx") == read
