"""Entries for BibTeX and biblatex, and the command that cites one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.item import description
from wp8.citation.locus import place
from wp8.citation.reference import located
from wp8.citation.text import address, one_line
from wp8.corpus.item.dates import exact, is_date, readable, text
from wp8.corpus.item.names import is_in_east_asian, whole
from wp8.words.language_names import babel_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wp8.citation.locus import Locus, Place
    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

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
# From one to the other.
_DASH: Final = re.compile(r"\s*[-–]+\s*")
_AND: Final = re.compile(r"\band\b", re.IGNORECASE)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Entries, by the kinds of work; any other of BibTeX is `misc`.
_ARTICLE: Final = (
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "review",
    "review-book",
)
_BIBTEX: Final = {
    **dict.fromkeys(_ARTICLE, "article"),
    "book": "book",
    "chapter": "incollection",
    "classic": "book",
    "paper-conference": "inproceedings",
    "report": "techreport",
}
BIBLATEX: Final = {
    **_BIBTEX,
    "article": "online",
    "bill": "legislation",
    "broadcast": "video",
    **dict.fromkeys(("collection", "document", "event", "hearing", "interview"), "misc"),
    "dataset": "dataset",
    **dict.fromkeys(("manuscript", "speech"), "unpublished"),
    "pamphlet": "booklet",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "image",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "map": "image",
    "motion_picture": "movie",
    "musical_score": "music",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "report",
    "software": "software",
    "song": "music",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "online",
}
_INSTITUTIONAL: Final = ("report", "techreport", "thesis")
_PUBLISHED: Final = (
    "article",
    "book",
    "incollection",
    "inproceedings",
    "inreference",
    "periodical",
)
_NAMES: Final = ("author", "editor", "translator")
# What both formats call as much.
_TEXTS: Final = {
    "volume": "volume",
    "edition": "edition",
    "collection-title": "series",
    "chapter-number": "chapter",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "note": "note",
}
_BIBLATEX_TEXTS: Final = {
    **_TEXTS,
    "title-short": "shorttitle",
    "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal",
    "version": "version",
    "event-title": "eventtitle",
    "event-place": "venue",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "keyword": "keywords",
    "abstract": "abstract",
    "annote": "annotation",
    "call-number": "library",
}
_BIBLATEX_DATES: Final = {"original-date": "origdate", "accessed": "urldate"}


def escaped(text: str) -> str:
    """Return `text` on one line with no character that acts in TeX."""
    return "".join(_ESCAPED.get(character, character) for character in one_line(text))


def autocite(locus: Locus) -> str:
    """Return the biblatex command; a bare number is a paragraph, if the entry says so."""
    where = place(locus)
    is_bare = where.label == "paragraph" and _counts_paragraphs(locus.document)
    return _autocite(locus, where.locator.replace("-", "--") if is_bare else _words(where))


def mla_autocite(locus: Locus) -> str:
    """Return the command for biblatex-mla, which passes over what an entry says of pagination."""
    where = place(locus)
    words = _words(where)
    return _autocite(
        locus, words.replace("para", "par", 1) if where.label == "paragraph" else words
    )


def _counts_paragraphs(document: Document) -> bool:
    """Return whether the entry says so: biblatex-mla would call its pages paragraphs, if any."""
    return "page" not in document.stated


def _words(where: Place) -> str:
    return escaped(located(where, dash="--")).replace(". ", ".~")


def _autocite(locus: Locus, numbers: str) -> str:
    return f"\\autocite{f'[{numbers}]' if numbers else ''}{{{locus.key}}}"


def biblatex(document: Document, key: str) -> str:
    """Return a document as an entry for biblatex, UTF-8."""
    kind = BIBLATEX.get(document.type, "misc")
    work = document.item
    when = "date" if is_date(document.date) else "year"
    on = document.stated.get("event-date", document.date if document.type == "speech" else "")
    dates = {name: document.stated.get(field, "") for field, name in _BIBLATEX_DATES.items()}
    fields = {
        **_names(work, (*_NAMES, "container-author")),
        "title": _title(document),
        **_container(work, kind, "journaltitle"),
        _publisher(kind): escaped(document.publisher),
        "location": escaped(str(work.get("publisher-place", ""))),
        when: document.date if when == "date" else escaped(document.date),
        **{name: text(said) for name, said in {"eventdate": on, **dates}.items() if _is_date(said)},
        **_texts(work, _BIBLATEX_TEXTS),
        "type": escaped(str(work.get("genre", ""))) if kind in _INSTITUTIONAL else "",
        "url": _url(document),
        **_language(document.stated_language),
        "pagination": "paragraph" if _counts_paragraphs(document) else "",
    }
    return _entry(kind, key, fields)


def bibtex(document: Document, key: str) -> str:
    """Return a document as an entry for plain BibTeX, UTF-8."""
    kind = _BIBTEX.get(document.type, "misc")
    work = document.item
    year, month, day = [*exact(document.date), None, None, None][:3]
    fields = {
        **_names(work, _NAMES[:2]),
        "title": _title(document),
        **_container(work, kind, "journal"),
        _publisher(kind): escaped(document.publisher),
        "address": escaped(str(work.get("publisher-place", ""))),
        "year": f"{year:04}" if year else _dashes(escaped(readable(document.date))),
        "month": _MONTHS[month - 1] if month else "",
        "day": str(day or ""),
        **_texts(work, _TEXTS),
        "language": escaped(document.stated_language),
        "url": _url(document),
    }
    return _entry(kind, key, fields)


def _language(stated: str) -> dict[str, str]:
    """Return babel's name of a language, or what is stated of one that babel does not know."""
    known = babel_name(stated)
    return {"langid": known} if known else {"language": escaped(stated)}


def _is_date(said: object) -> bool:
    return is_date(text(said))


def _texts(work: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    pages = escaped(str(work.get("page", "")))
    number = next(
        (work[name] for name in ("issue", "number", "collection-number") if name in work), ""
    )
    texts = {name: escaped(str(work[field])) for field, name in names.items() if field in work}
    return {"number": escaped(str(number)), "pages": _dashes(pages), **texts}


def _dashes(numbers: str) -> str:
    return _DASH.sub("--", numbers)


def _container(work: Mapping[str, Any], kind: str, journal: str) -> dict[str, str]:
    """Return what the work stands in: a journal, a book, a site."""
    title = escaped(str(work.get("container-title", "")))
    if kind in ("article", "periodical"):
        return {journal: title}
    # The capitals of a book are its own, as in every other entry.
    return {"organization": title} if kind == "online" else {"booktitle": title and f"{{{title}}}"}


def _publisher(kind: str) -> str:
    if kind in _INSTITUTIONAL:
        return "institution"
    return "publisher" if kind in _PUBLISHED else "howpublished"


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [
        # The months are macros.
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _names(work: Mapping[str, Any], fields: Iterable[str]) -> dict[str, str]:
    called = {"container-author": "bookauthor"}
    return {
        called.get(field, field): " and ".join(map(_name, work.get(field, ()))) for field in fields
    }


def _name(name: Name) -> str:
    """Return a name; what is no family and given name, or has no blank between, is in braces."""
    if not name.get("given") or is_in_east_asian(name):
        return f"{{{escaped(whole(name))}}}"
    particles = (name.get(f"{kind}dropping-particle") for kind in ("", "non-"))
    family = " ".join(filter(None, (*particles, name.get("family"))))
    return ", ".join(map(_part, filter(None, (family, name.get("suffix"), name["given"]))))


def _part(part: str) -> str:
    is_plain = _PLAIN_NAME.fullmatch(part) and not _AND.search(part)
    return escaped(part) if is_plain else f"{{{escaped(part)}}}"


def _title(document: Document) -> str:
    """Return the title, those capitals in braces that a style must not make small."""
    if description(document):
        return f"{{[{escaped(description(document))}]}}"
    if "title" not in document.stated:
        return f"{{{escaped(document.title)}}}"
    first, *words = one_line(document.stated["title"]).split(" ")
    protected = [escaped(first[:1]) + _protected(first[1:]), *map(_protected, words)]
    return " ".join(protected)


def _protected(word: str) -> str:
    return f"{{{escaped(word)}}}" if word.lower() != word else escaped(word)


def _url(document: Document) -> str:
    return "".join(_IN_URL.get(character, character) for character in address(document.url))
