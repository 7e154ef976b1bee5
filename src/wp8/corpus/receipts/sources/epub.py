"""The text of the layout `epub`: that of the pages of its spine, in order."""

from __future__ import annotations

import re
from html import unescape
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from unicodedata import normalize
from urllib.parse import unquote

from wp8.corpus.readers.archive import content, opened
from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.receipts.sources.html import Page
from wp8.corpus.receipts.written import UNLISTED, Written
from wp8.numbers import and_more, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

_PLACE: Final = re.compile(r"<(?:\w+:)?rootfile\s[^>]*?full-path\s*=\s*[\"']([^\"']*)")
_ENTRY: Final = re.compile(r"<!--.*?-->|<(?:\w+:)?(item|itemref)\s([^>]*)>", re.DOTALL)
_SAID: Final = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PAGES: Final = ("application/xhtml+xml", "image/svg+xml", "text/html", "text/x-oeb1-document")


def written(source: bytes) -> Written:
    """Return the text of a book; what it lacks, and what is not certain of its encodings."""
    page, rest = Page(), Page()
    remarks: list[str] = []
    with opened(source) as archive:
        spine, others, missing = _names(archive)
        if missing:
            remarks.append(f"lacks {numbered(len(missing), 'chapter')}: {and_more(missing)}")
        for name in spine:
            text, uncertain = decoded_page(content(archive, name))
            remarks += (f"{name} {remark}" for remark in uncertain)
            page.take(text)
        for name in others:
            rest.take(decoded_page(content(archive, name)).text)
    unlisted = [(text, kind or UNLISTED) for text, kind in rest.pieces() if text.strip()]
    return Written([*page.pieces(), *unlisted], remarks)


def _names(archive: ZipFile) -> tuple[list[str], list[str], list[str]]:
    """Return the names of the pages in the spine, of others, and of those that are not there."""
    place = _PLACE.search(_text(archive, "META-INF/container.xml"))
    path = unescape(place[1]) if place else ""
    folder = path.rpartition("/")[0]
    known = {normalize("NFC", name): name for name in archive.namelist()}
    pages: dict[str, str] = {}
    order: list[str] = []
    for tag, said in _entries(_text(archive, path)):
        if tag == "itemref":
            order.append(said.get("idref", ""))
        elif said.get("media-type", _PAGES[0]) in _PAGES:
            name = normpath(join(folder, unquote(said.get("href", ""))))
            pages[said.get("id", "")] = normalize("NFC", name)
    spine = [pages[id_] for id_ in dict.fromkeys(order) if id_ in pages]
    others = [name for name in dict.fromkeys(pages.values()) if name not in spine]
    missing = [name for name in spine if name not in known]
    return (
        [known[n] for n in spine if n in known],
        [known[n] for n in others if n in known],
        missing,
    )


def _entries(package: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag, said in _ENTRY.findall(package):
        if tag:
            given = _SAID.findall(said)
            yield tag, {name: unescape(one or other) for name, one, other in given}


def _text(archive: ZipFile, name: str) -> str:
    return decoded_page(content(archive, name)).text if name in archive.namelist() else ""
