"""Whatever characters a source has, none is taken for a sign that a reader sets in a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sources import docx, pdf_file, zipped

from wp8.corpus.document import Document
from wp8.corpus.readers import LAYOUTS, reader
from wp8.corpus.readers.block import SIGNS
from wp8.corpus.receipts.comparison import difference
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.source import readable

if TYPE_CHECKING:
    from collections.abc import Callable

# Unicode's noncharacters, which a program may use as signs of its own, those alone that XML may
# have; and what is for private use, as fonts of medieval letters and of old Hangul do.
NO_CHARACTERS: Final = (*map(chr, range(0xFDD0, 0xFDF0)), "\U0001fffe", "\U0010ffff")
PRIVATE: Final = ("\ue000", "\ue010", "\ue024", "\uf8ff", "\U000f0000", "\U0010fffd")
TEXTS: Final = st.text(("a", "b", *NO_CHARACTERS, *PRIVATE), min_size=1, max_size=8)
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns"


def paragraphs(before: str, after: str) -> Callable[[list[str]], str]:
    return lambda texts: "".join(f"{before}{text}{after}" for text in texts)


def lines(texts: list[str]) -> str:
    return "\n\n".join(texts)


def of_writer(texts: list[str]) -> bytes:
    spaces = f"xmlns:office='{OFFICE}:office:1.0' xmlns:text='{OFFICE}:text:1.0'"
    body = f"<office:body><office:text>{paragraphs('<text:p>', '</text:p>')(texts)}"
    content = f"<office:document-content {spaces}>{body}</office:text></office:body>"
    return zipped({"content.xml": f"{content}</office:document-content>"})


def of_rich_text(texts: list[str]) -> bytes:
    def units(text: str) -> str:
        halves = text.encode("utf-16-le")
        pairs = zip(halves[::2], halves[1::2], strict=True)
        return "".join(rf"\u{low + 256 * high}?" for low, high in pairs)

    return (r"{\rtf1 " + "".join(rf"{units(text)}\par " for text in texts) + "}").encode()


def book(texts: list[str]) -> bytes:
    page = paragraphs("<p>", "</p>")(texts)
    return zipped(
        {
            "META-INF/container.xml": "<container><rootfile full-path='b.opf'/></container>",
            "b.opf": "<package><item id='c' href='c.xhtml'/><spine><itemref idref='c'/></spine>"
            "</package>",
            "c.xhtml": f"<?xml version='1.0' encoding='utf-8'?><html><body>{page}</body></html>",
        }
    )


def drawn(*texts: str) -> bytes:
    """Return a PDF with a line for each text, in a font that says which characters it draws."""
    codes = {char: code for code, char in enumerate(sorted(set("".join(texts))), start=1)}
    units = (
        (code, char.encode("utf-16-be", "surrogatepass").hex()) for char, code in codes.items()
    )
    said = "".join(f"<{code:02X}> <{unit}>\n" for code, unit in units)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n"
        f"<00> <FF>\nendcodespacerange\n{len(codes)} beginbfchar\n{said}endbfchar\nendcmap end end"
    )
    strings = ("".join(f"{codes[char]:02X}" for char in text) for text in texts)
    shown = "".join(
        f"BT /F1 10 Tf 50 {750 - 40 * place} Td <{string}> Tj ET\n"
        for place, string in enumerate(strings)
    )
    return pdf_file(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
            f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
            "<< >>",
        ]
    )


def wiki(texts: list[str]) -> str:
    return json.dumps(
        {
            "cells": [{"cell_type": "markdown", "metadata": {}, "source": [lines(texts)]}],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


WRITTEN: Final[dict[str, Callable[[list[str]], str | bytes]]] = {
    **dict.fromkeys(LAYOUTS, lines),
    "csv": lambda texts: paragraphs("", "\n")(["text", *texts]),
    "docbook": lambda texts: f"<article>{paragraphs('<para>', '</para>')(texts)}</article>",
    "docx": lambda texts: docx(paragraphs("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")(texts)),
    "epub": book,
    "fb2": lambda texts: (
        "<FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0'><body><section>"
        f"{paragraphs('<p>', '</p>')(texts)}</section></body></FictionBook>"
    ),
    "html": lambda texts: paragraphs("<p>", "</p>")(texts).encode(),
    "ipynb": wiki,
    "jats": lambda texts: f"<article><body>{paragraphs('<p>', '</p>')(texts)}</body></article>",
    "jsonl": lambda texts: "".join(json.dumps({"text": text}) + "\n" for text in texts),
    "odt": of_writer,
    "paged-markdown": lambda texts: lines([f"# {text}" for text in texts]),
    "rtf": of_rich_text,
    "tei": lambda texts: (
        f"<TEI><text><body>{paragraphs('<p>', '</p>')(texts)}</body></text></TEI>".encode()
    ),
    "tsv": lambda texts: paragraphs("", "\n")(["text", *texts]),
}


# The lines of a page of PDF are told by their places, and by their words.
@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "pdf"])
@given(st.lists(TEXTS, min_size=15, max_size=15))
@settings(max_examples=3)
def test_what_a_source_has_is_in_its_records(layout: str, texts: list[str]) -> None:
    source = WRITTEN[layout](texts)
    blocks = list(reader(layout)(source))

    assert [block.text for block in blocks] == texts
    assert receipt(Document("d", "f", layout, "T"), source, blocks).is_clean


def test_what_a_pdf_has_is_in_its_records() -> None:
    texts = [f"{char}Line{char} of {char}{place}." for place, char in enumerate(NO_CHARACTERS[:9])]

    blocks = list(reader("pdf")(drawn(*texts)))

    assert [(block.text, block.marks) for block in blocks] == [(text, ()) for text in texts]


def test_half_a_character_is_no_sign() -> None:
    text = f"one {SIGNS} two"
    source = text.encode("utf-7", "surrogatepass")

    replaced = text.replace(SIGNS, "\ufffd" * len(SIGNS))
    assert readable(source, "markdown", "a.md", "utf-7") == replaced
    assert [block.text for block in reader("pdf")(drawn(text))] == [replaced]


def test_a_receipt_knows_its_own_signs_from_the_words_of_a_source() -> None:
    common = [f"common {place} of both" for place in range(3)]

    found = difference([(f"{text}\x1e", "") for text in ("lost", *common)], ["\ufdd11", *common])

    assert [words for _, words in found.lost] == [["lost"]]
    assert [words for _, words in found.unfounded] == [["\ufdd11"]]
