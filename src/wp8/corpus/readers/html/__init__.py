"""The layout `html`: a web page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Found
from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.readers.html.tree import parsed
from wp8.corpus.readers.html.walk import page_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

# Where the title and the like are to stand.
_HEAD: Final = 64 * 2**10
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})</title", re.I)
_HEADING: Final = re.compile(r"<h1[^>]{0,200}>([^<]{0,1000})</h1", re.I)
_LANGUAGE: Final = re.compile(r"""<html[^>]{0,500}?\slang=["']?([\w-]{1,20})""", re.I)
_META: Final = re.compile(r"<meta\s([^>]{1,2000})>", re.I)
_ATTRIBUTE: Final = re.compile(r"""([\w:.-]{1,40})\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_AUTHORS: Final = ("author", "dc.creator", "dcterms.creator", "article:author")
_DATES: Final = ("date", "dc.date", "dcterms.date", "article:published_time")


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes, table rows and menu lines of `source`."""
    page, _ = parsed(decoded_page(source).text)
    return page_blocks([("", page)])


def find(source: bytes) -> Found:
    """Return what the head of `source` says; for a title, its first heading will do."""
    head = decoded_page(source).text.replace("\0", "")[:_HEAD]
    meta: dict[str, str] = {}
    for element in _META.finditer(head):
        given = {a[1].lower(): a[2] or a[3] or a[4] or "" for a in _ATTRIBUTE.finditer(element[1])}
        name = (given.get("name") or given.get("property") or "").lower()
        meta.setdefault(name, unescape(given.get("content", "")))
    title = _TITLE.search(head) or _HEADING.search(head)
    language = _LANGUAGE.search(head)
    return Found(
        title=unescape(title[1]).strip() if title else "",
        author=next((meta[name] for name in _AUTHORS if meta.get(name)), ""),
        date=next((meta[name] for name in _DATES if meta.get(name)), "")[: len("2021-01-12")],
        language=language[1] if language else "",
    )
