"""What the head of a web page says: in its `meta` elements, its title, its language."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.dublin_core import ELEMENTS, identified
from wp8.corpus.readers.html.linked_data import linked_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.readers.block import Found

# Where the title and the like are to stand.
_HEAD: Final = 64 * 2**10
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})</title", re.I)
_HEADING: Final = re.compile(r"<h1[^>]{0,200}>(.{0,1000}?)</h1", re.I | re.S)
_TAG: Final = re.compile(r"<[^<>]*>")
_CANONICAL: Final = re.compile(r"""<link\s(?=[^>]{0,500}rel=["']?canonical)([^>]{1,1000})>""", re.I)
_LANGUAGE: Final = re.compile(r"""<html[^>]{0,500}?\slang=["']?([\w-]{1,20})""", re.I)
_META: Final = re.compile(r"<meta\s([^>]{1,2000})>", re.I)
_ATTRIBUTE: Final = re.compile(r"""([\w:.-]{1,40})\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_IDENTIFIER: Final = "identifier"
# In the order in which they are believed: what libraries read, Dublin Core, what is for the web.
_LIBRARY: Final = {
    "citation_title": "title",
    "citation_author": "author",
    "citation_authors": "author",
    "citation_editor": "editor",
    "citation_translator": "translator",
    "citation_publication_date": "issued",
    "citation_date": "issued",
    "citation_year": "issued",
    "citation_online_date": "issued",
    "citation_journal_title": "container-title",
    "citation_inbook_title": "container-title",
    "citation_book_title": "container-title",
    "citation_conference_title": "container-title",
    "citation_conference": "container-title",
    "citation_journal_abbrev": "container-title-short",
    "citation_series_title": "collection-title",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_doi": "DOI",
    "citation_isbn": "ISBN",
    "citation_issn": "ISSN",
    "citation_pmid": "PMID",
    "citation_pmcid": "PMCID",
    "citation_public_url": "URL",
    "citation_fulltext_html_url": "URL",
    "citation_publisher": "publisher",
    "citation_dissertation_institution": "publisher",
    "citation_technical_report_institution": "publisher",
    "citation_technical_report_number": "number",
    "citation_language": "language",
    "citation_author_institution": "affiliation",
}
_DUBLIN_CORE: Final = {
    f"{prefix}{name}": field
    for prefix in ("dc.", "dcterms.", "dc:", "dcterms:")
    for name, field in {**ELEMENTS, _IDENTIFIER: _IDENTIFIER}.items()
}
_WEB: Final = {
    "author": "author",
    "article:author": "author",
    "book:author": "author",
    "date": "issued",
    "article:published_time": "issued",
    "book:release_date": "issued",
    "book:isbn": "ISBN",
    "og:url": "URL",
    "og:title": "title",
    "twitter:title": "title",
}
_PAGES: Final = ("citation_firstpage", "citation_lastpage")
# What a work is that says where it stands.
_TYPES: Final = {
    "citation_journal_title": "article-journal",
    "citation_conference_title": "paper-conference",
    "citation_inbook_title": "chapter",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
}
_SEVERAL: Final = ("author", "editor", "translator", _IDENTIFIER)


def head_fields(page: str) -> Found:
    """Return what the head of `page` says; for a title, its first heading will do."""
    head = page.replace("\0", "")[:_HEAD]
    meta: dict[str, dict[str, None]] = {}
    for name, said in _said(head):
        meta.setdefault(name, {})[said] = None
    library, core, web = (_of_group(meta, group) for group in (_LIBRARY, _DUBLIN_CORE, _WEB))
    found = {**core, **library}
    identifiers = identified(found.pop(_IDENTIFIER, []))
    language = _LANGUAGE.search(head)
    address = _CANONICAL.search(head)
    pages = [next(iter(meta[name])) for name in _PAGES if name in meta]
    stated: Found = {
        "page": "-".join(dict.fromkeys(pages)),
        "type": next((type_ for name, type_ in _TYPES.items() if name in meta), ""),
        "language": language[1] if language else "",
    }
    made: Found = {
        **identifiers,
        "title": next(filter(None, map(_text, (_TITLE.search(head), _HEADING.search(head)))), ""),
        "URL": _given(address[1]).get("href", "") if address else "",
        **_each_or_one(web),
        **linked_fields(head),
        **_each_or_one(found),
        **{field: said for field, said in stated.items() if said},
    }
    if isinstance(made.get("DOI"), str):
        made |= identified([made["DOI"]])
    if not made["URL"].startswith(("http://", "https://")):
        del made["URL"]
    return {field: said for field, said in made.items() if said}


def _text(found: re.Match[str] | None) -> str:
    return " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""


def _each_or_one(found: Mapping[str, list[str]]) -> Found:
    """Return what is said of each field: a list of that which may be several, if it is."""
    return {
        field: list(said) if field in _SEVERAL and len(said) > 1 else said[0]
        for field, said in found.items()
    }


def _said(head: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each `meta` that says something."""
    for element in _META.finditer(head):
        given = _given(element[1])
        name = (given.get("name") or given.get("property") or "").lower()
        said = " ".join(unescape(given.get("content", "")).split())
        if name and said:
            yield name.removeprefix("bepress_"), said


def _given(attributes: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(attributes)
    return {each[1].lower(): each[2] or each[3] or each[4] or "" for each in found}


def _of_group(
    meta: Mapping[str, dict[str, None]], group: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return what is said by the names of a group, by field: each once, in its order."""
    found: dict[str, dict[str, None]] = {}
    for name, field in group.items():
        # Where an author is the address of a page, nobody is named.
        said = [s for s in meta.get(name, {}) if field != "author" or "://" not in s]
        if said and (field in _SEVERAL or field not in found):
            found.setdefault(field, {}).update(dict.fromkeys(said))
    return {field: list(said) for field, said in found.items()}
