"""What a Word document shows from parts of their own: diagrams, titles of charts, documents."""

from __future__ import annotations

from itertools import groupby
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from wp8.corpus.readers import layout_of, reader
from wp8.corpus.readers.archive import SPLIT, content, part
from wp8.errors import UnreadableError
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zipfile import ZipFile

    from wp8.corpus.readers.block import Block

    ReadDocument = Callable[[bytes], Iterable[Block]]

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Which attribute of what names the part.
_NAMED_BY: Final = {"relIds": "dm", "chart": "id", "altChunk": "id"}
_MIME: Final = (".mht", ".mhtml")
_MOST_DOCUMENTS: Final = 100


class Embedded:
    """The parts that the part `name` of `archive` refers to.

    Documents are read only if there is what reads those of Word.
    """

    def __init__(self, archive: ZipFile, name: str, read: ReadDocument | None = None) -> None:
        folder, _, file = name.rpartition("/")
        relations = part(archive, join(folder, "_rels", f"{file}.rels"))
        self._archive = archive
        self._read = read
        self._left = _MOST_DOCUMENTS
        self._targets = {
            relation.get("Id", ""): normpath(join(folder, relation.get("Target", ""))).lstrip("/")
            for relation in (relations if relations is not None else ())
        }

    def box(self, element: Element) -> Element | None:
        """Return what is shown in the place of `element`, as a text box; None if it is nothing.

        Raises:
            UnreadableError: A document in it cannot be read, or there are too many.
        """
        kind = _local(element.tag)
        if kind == "textpath":
            return _box([_paragraph(element.get("string", ""))])
        key = _NAMED_BY.get(kind)
        ids = (id_ for name, id_ in element.items() if key and _local(name) == key)
        target = self._targets.get(next(ids, ""), "")
        if not target or target not in self._archive.namelist():
            return None
        return _box(_of_blocks(self._blocks(target)) if kind == "altChunk" else self._drawn(target))

    def _drawn(self, target: str) -> Iterator[Element]:
        root = part(self._archive, target)
        for element in root.iter() if root is not None else ():
            if _local(element.tag) == "p":
                texts = (each.text or "" for each in element.iter() if _local(each.tag) == "t")
                yield _paragraph("".join(texts))

    def _blocks(self, target: str) -> Iterable[Block]:
        if self._read is None:
            return ()
        self._left -= 1
        if self._left < 0:
            message = f"has more than {_MOST_DOCUMENTS} documents within it"
            raise UnreadableError(message, hint=SPLIT)
        source = content(self._archive, target)
        layout = layout_of(target)
        if target.endswith(_MIME):
            source, layout = _page(source), "html"
        if layout == "docx":
            return self._read(source)
        if layout in ("html", "rtf"):
            return reader(layout)(source)
        return reader("text")(source.decode("utf-8-sig", "replace")) if layout == "text" else ()


def _page(source: bytes) -> bytes:
    """Return the first page in a message of MIME."""
    from email import message_from_bytes

    pages = (
        each.get_payload(decode=True)
        for each in message_from_bytes(source).walk()
        if each.get_content_type() == "text/html"
    )
    page = next(pages, b"")
    return page if isinstance(page, bytes) else b""


def _of_blocks(blocks: Iterable[Block]) -> Iterator[Element]:
    for table, together in groupby(blocks, lambda block: block.table):
        if table is None:
            yield from (_paragraph(block.text) for block in together)
        else:
            made = Element(f"{_WORD}tbl")
            for block in together:
                row = SubElement(made, f"{_WORD}tr")
                for text in block.text.split(CELL_SEPARATOR):
                    SubElement(row, f"{_WORD}tc").append(_paragraph(text))
            yield made


def _box(blocks: Iterable[Element]) -> Element:
    box = Element(f"{_WORD}txbxContent")
    box.extend(blocks)
    return box


def _paragraph(text: str) -> Element:
    paragraph = Element(f"{_WORD}p")
    SubElement(SubElement(paragraph, f"{_WORD}r"), f"{_WORD}t").text = text
    return paragraph


def _local(name: str) -> str:
    return name.rpartition("}")[2]
