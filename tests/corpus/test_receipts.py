"""Receipts: every word of a source is in its records, or is said to be missing, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import SOURCE, pandoc, pdf

from wp8.corpus.document import Document
from wp8.corpus.readers import LAYOUTS, reader
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.receipts.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wp8.corpus.readers.block import Block
    from wp8.corpus.receipts.receipt import Passage, Receipt

PAGES: Final = [
    [
        (50.0, 700.0, 10.0, "The first of the pages has a line,"),
        (50.0, 688.0, 10.0, "and one that goes on."),
    ],
    [(50.0, 700.0, 10.0, "Another page is here.")],
]
# A source of each layout.
SOURCES: Final[dict[str, Callable[[], bytes | str]]] = {
    "docx": lambda: pandoc("docx"),
    "docx-text": lambda: "A line[footnoteRef:1] of it.[1:  The note.]\n\tone\n\ttwo\nMore text.\n",
    "epub": lambda: pandoc("epub"),
    "html": lambda: pandoc("html"),
    "markdown": lambda: SOURCE,
    "odt": lambda: pandoc("odt"),
    "paged-markdown": lambda: "# Title *of* it\n\nThe text is set in\n\nlines of _words_.\n",
    "pdf": lambda: pdf(PAGES),
    "rtf": lambda: pandoc("rtf"),
    "text": lambda: "The first paragraph\nhas lines.\n\nThe second one.\n",
}
# Of no source.
NEW: Final = "zyxwv"


@cache
def source(layout: str) -> bytes | str:
    return SOURCES[layout]()


@cache
def read(layout: str) -> list[Block]:
    return list(reader(layout)(source(layout)))


def taken(layout: str, given: bytes | str, blocks: Sequence[Block]) -> Receipt:
    ids = [f"d:{place}" for place in range(len(blocks))]
    return receipt(Document("d", "file", layout, "Title"), given, blocks, ids)


def said(passages: Sequence[Passage]) -> list[tuple[int, str]]:
    return [(each.words, each.text) for each in passages]


def test_there_is_a_source_of_every_layout() -> None:
    assert set(SOURCES) == set(LAYOUTS)


@pytest.mark.parametrize("layout", SOURCES)
def test_what_is_read_as_it_is_written_is_clean(layout: str) -> None:
    found = taken(layout, source(layout), read(layout))

    assert found.unexplained == []
    assert found.is_clean
    assert found.line == ""


@pytest.mark.parametrize("layout", SOURCES)
@given(data=st.data())
def test_a_word_that_is_dropped_doubled_or_put_in_is_named(
    layout: str, data: st.DataObject
) -> None:
    blocks = read(layout)
    whole = [word for block in blocks for word in words(block.text)]
    places = [
        (number, place)
        for number, block in enumerate(blocks)
        for place, word in enumerate(words(block.text))
        if whole.count(word) == 1
    ]
    number, place = data.draw(st.sampled_from(places))
    own = words(blocks[number].text)
    what = data.draw(st.sampled_from(["lost", "doubled", "out of nothing"]))
    new = {"lost": [], "doubled": [own[place]] * 2, "out of nothing": [own[place], NEW]}[what]
    changed = [*own[:place], *new, *own[place + 1 :]]
    blocks = [
        *blocks[:number],
        replace(blocks[number], text=" ".join(changed)),
        *blocks[number + 1 :],
    ]
    found = taken(layout, source(layout), blocks)

    word = NEW if what == "out of nothing" else own[place]
    assert {name: said(passages) for name, passages in found.passages.items()} == {
        "lost": [],
        "doubled": [],
        "out of nothing": [],
        what: [(1, word)],
    }
