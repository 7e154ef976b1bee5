"""The layout `pdf`: pages of pieces of text, read by PDFium in a process of its own."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers import PAGES_READ
from wp8.corpus.readers.pdf.page.geometry import Page
from wp8.corpus.readers.pdf.pages import MOST_PAGES
from wp8.corpus.readers.pdf.process import answers
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.block import Block, Found
    from wp8.corpus.readers.pdf.layout import LeftOut

_OCR: Final = "ocrmypdf in.pdf out.pdf"


class Reading(NamedTuple):
    """What was read of a PDF: its blocks, what is in none of them, and how it is made."""

    blocks: list[Block]
    left_out: list[LeftOut]
    pages: Pages
    columns: int


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, tables and notes of `source`, each with its pages.

    Raises:
        UnreadableError: It is no PDF, encrypted, damaged, without text, or takes too much.
    """
    yield from reading(source).blocks


# To read pages is slow, and who reads one document asks for its receipt before the next.
@lru_cache(maxsize=1)
def reading(source: bytes) -> Reading:
    """Return the blocks of `source`, and what of its text is in none of them.

    Raises:
        UnreadableError: It is no PDF, encrypted, damaged, without text, or takes too much.
    """
    from wp8.corpus.readers.pdf.labels import labels
    from wp8.corpus.readers.pdf.layout import Layout

    pages = Pages(source)
    pages.refuse_without_text()
    layout = Layout(pages, pages.outline)
    blocks = layout.blocks()
    called = labels([page.label for page in pages], layout.numbers)
    return Reading(
        [_labelled(block, called) for block in blocks], layout.left_out, pages, layout.columns
    )


def _labelled(block: Block, labels: Sequence[str]) -> Block:
    first, last = (labels[page - 1] for page in block.pages or ())
    return replace(block, page_labels=(first, last)) if first and last else block


def handed_on(source: bytes) -> Reading:
    """Return what `read` made last, if it was of `source`, and keep it no longer.

    Raises:
        UnreadableError: As `read`.
    """
    found = reading(source)
    reading.cache_clear()
    return found


def find(source: bytes) -> Found:
    """Return what the document information of `source` says; its date is that of the file."""
    info = json.loads(next(answers(source, "info")))
    return {key.lower(): said for key, said in info.items() if said}


class Pages:
    """The pages of a PDF, which can be gone through more than once.

    Raises:
        UnreadableError: It is no PDF, encrypted, damaged, or takes too much.
    """

    def __init__(self, source: bytes) -> None:
        lines = answers(source, "pages")
        whole = json.loads(next(lines))
        if whole["pages"] > MOST_PAGES:
            raise UnreadableError(f"has more than {MOST_PAGES:,} pages", hint="split it")
        self.language: str = whole["language"]
        self.title: str = whole["title"]
        self.outline: list[tuple[int, str]] = [(page, title) for page, title in whole["outline"]]
        # A book of a thousand pages takes some megabytes so.
        self._packed: list[bytes] = []
        for line in lines:
            self._packed.append(zlib.compress(line, 1))
            for hear in PAGES_READ:
                hear(len(self._packed), whole["pages"])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Page]:
        """Yield the pages from first to last."""
        for packed in self._packed:
            yield Page.of(json.loads(zlib.decompress(packed)))

    def doubts(self) -> Iterator[str]:
        """Yield what of their text is not certain."""
        from wp8.corpus.readers.pdf.doubts import doubts

        return doubts(self, self.language, self.title)

    def refuse_without_text(self) -> None:
        """Raise UnreadableError if no page has text, and say what they have."""
        pictures = fields = 0
        for page in self:
            if page.pieces:
                return
            pictures += page.pictures
            fields += page.fields
        if fields:
            raise UnreadableError(
                "holds only fields of a form", hint="print it to a PDF, with its text"
            )
        if pictures:
            raise UnreadableError("holds only pictures", hint=_OCR)
        raise UnreadableError("has no text")
