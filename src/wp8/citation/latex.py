"""Entries for BibTeX and biblatex, and the command that cites one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.citation.item import date_parts, description, is_family_first, names
from wp8.citation.locus import place
from wp8.citation.reference import located
from wp8.citation.text import address, one_line

if TYPE_CHECKING:
    from wp8.citation.locus import Locus
    from wp8.corpus.document import Document

# A brace that is escaped by a backslash still counts as a brace in a .bib file.
_ESCAPED: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_IN_URL: Final = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
_PLAIN_NAME: Final = re.compile(r"[^\W\d_][\w.'’ -]*")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LANGUAGES: Final = {"en": "english", "ko": "korean", "de": "german", "fr": "french"}
_BIBLATEX: Final = {
    "book": "book",
    "pamphlet": "booklet",
    "speech": "unpublished",
    "webpage": "online",
}


def escaped(text: str) -> str:
    """Return `text` on one line with no character that acts in TeX."""
    return "".join(_ESCAPED.get(character, character) for character in one_line(text))


def autocite(locus: Locus) -> str:
    """Return the biblatex command; a bare number is a paragraph, as the entry's pagination says."""
    where = place(locus)
    words = escaped(located(where, dash="--")).replace(". ", ".~")
    numbers = where.locator.replace("-", "--") if where.label == "paragraph" else words
    return f"\\autocite{f'[{numbers}]' if numbers else ''}{{{locus.key}}}"


def biblatex(document: Document, key: str) -> str:
    """Return a document as an entry for biblatex, UTF-8."""
    kind = _BIBLATEX.get(document.type, "misc")
    when = "date" if date_parts(document) else "year"
    fields = {
        "author": _author(document),
        "title": _title(document),
        "publisher" if kind == "book" else "howpublished": escaped(document.publisher),
        "location": escaped(document.country),
        when: escaped(document.date),
        "eventdate": document.date if document.type == "speech" and when == "date" else "",
        "url": _url(document),
        "langid": _LANGUAGES.get(document.stated_language, ""),
        "pagination": "paragraph",
    }
    return _entry(kind, key, fields)


def bibtex(document: Document, key: str) -> str:
    """Return a document as an entry for plain BibTeX, UTF-8."""
    kind = "book" if document.type == "book" else "misc"
    year, month, day = [*date_parts(document), None, None, None][:3]
    fields = {
        "author": _author(document),
        "title": _title(document),
        "publisher" if kind == "book" else "howpublished": escaped(document.publisher),
        "address": escaped(document.country),
        "year": f"{year:04}" if year else escaped(document.date) or "n.d.",
        "month": _MONTHS[month - 1] if month else "",
        "day": str(day or ""),
        "url": _url(document),
    }
    return _entry(kind, key, fields)


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [
        # The months are macros.
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _author(document: Document) -> str:
    """Return the author; one whose family name is written first keeps it there, in braces."""
    family, given = names(document)
    plain = all(_PLAIN_NAME.fullmatch(name) and " and " not in name for name in (family, given))
    if given and plain and not is_family_first(document):
        return f"{escaped(family)}, {escaped(given)}"
    return f"{{{escaped(document.author)}}}" if document.author else ""


def _title(document: Document) -> str:
    """Return the title, those capitals in braces that a style must not make small."""
    if description(document):
        return f"{{[{escaped(description(document))}]}}"
    if not document.title_in_sentence_case:
        return f"{{{escaped(document.title)}}}"
    first, *words = one_line(document.title_in_sentence_case).split(" ")
    protected = [escaped(first[:1]) + _protected(first[1:]), *map(_protected, words)]
    return " ".join(protected)


def _protected(word: str) -> str:
    return f"{{{escaped(word)}}}" if word.lower() != word else escaped(word)


def _url(document: Document) -> str:
    return "".join(_IN_URL.get(character, character) for character in address(document.url))
