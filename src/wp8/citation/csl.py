"""The forms that CSL's styles make: what each is given, and what it cannot know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.item import description, item
from wp8.citation.locus import heading, opening, place, span
from wp8.citation.pandoc import Request
from wp8.citation.reference import located
from wp8.corpus.item.fields import FIELDS, NAMES
from wp8.corpus.item.names import is_family_first, is_in_east_asian, short, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.citation.locus import Locus, Place
    from wp8.corpus.item.names import Name

_CHICAGO: Final = "chicago-notes-bibliography"
# Chicago's style lists no document of which it does not know the type.
_LISTED: Final = "pamphlet"
_APA: Final = "apa"
_APOSTROPHE: Final = re.compile(r"(?<=\w)'")
_MLA: Final = "modern-language-association"
# A longer heading is shortened, as APA advises.
_WORDS_OF_HEADING: Final = 5


def chicago_note(locus: Locus) -> Request:
    """Return a footnote in Chicago style; a counted paragraph is told by its first words too."""
    where = place(locus)
    work = _chicago(locus)
    suffix = _suffix(where)
    if where.is_counted:
        suffix += f" ({locus.numbering}), beginning “{_nested(opening(locus.records[0]))}”"
    return Request(_CHICAGO, work, suffix)


def chicago_bibliography(locus: Locus) -> Request:
    """Return the entry in a bibliography in Chicago style."""
    work = _chicago(locus)
    if work["type"] == "document":
        work["type"] = _LISTED
    if "issued" not in work and "publisher" not in work:
        work["issued"] = {"literal": "N.d."}
    return Request(_CHICAGO, work, is_entry=True)


def _chicago(locus: Locus) -> dict[str, Any]:
    # The day of a speech is its date already: it would be printed twice.
    work = _with_names(_item(locus), _whole) | {"event-date": {}}
    if description(locus.document):
        return work | {"genre": f"[{work['genre']}]"}
    return work | ({"type": _LISTED} if work["type"] == "document" else {})


def apa_text(locus: Locus) -> Request:
    """Return a citation in the text in APA style: paragraphs by heading, if there are headings."""
    return Request(_APA, _apa(locus), _apa_place(locus))


def apa_reference(locus: Locus) -> Request:
    """Return the entry in a reference list in APA style."""
    return Request(_APA, _apa(locus), is_entry=True)


def _apa(locus: Locus) -> dict[str, Any]:
    work = _with_names(_item(locus), lambda name: {**name, "static-ordering": False})
    # The style prints a date in words twice.
    if in_words := work.get("issued", {}).get("literal"):
        work = work | {"issued": {}, "status": in_words}
    speech = {"genre": "Speech"} if work["type"] == "speech" and "genre" not in work else {}
    return work | speech | {"event-date": {}}


def _apa_place(locus: Locus) -> str:
    where, above = place(locus), heading(locus)
    paragraphs = [r for r in locus.records if r.kind == "paragraph"]
    if where.label == "paragraph" and above:
        numbers = span(paragraphs[0].number_in_section, paragraphs[-1].number_in_section)
        counted = located(where._replace(locator=numbers))
        return f", “{_nested(_short(above))}” section, {counted}"
    if where.label == "section" and above:
        return f", “{_nested(_short(above))}” section"
    if where.label == "part" and paragraphs:
        where = where._replace(
            label="paragraph", locator=span(paragraphs[0].number, paragraphs[-1].number)
        )
    if where.label in ("page", "paragraph", "note"):
        return _suffix(where)
    # The style writes no other part with a capital, as APA does: Table 1, Abstract.
    words = located(where)
    return f", {words[:1].upper()}{words[1:]}" if words else ""


def mla_text(locus: Locus) -> Request:
    """Return a citation in the text in MLA style."""
    where = place(locus)
    work = _with_names(_item(locus), lambda name: {"family": short(name)})
    remark = f", {locus.numbering}" if where.is_counted else ""
    return Request(_MLA, work, _suffix(where) + remark)


def mla_reference(locus: Locus) -> Request:
    """Return the entry in a list of works cited in MLA style."""
    work = _with_names(_item(locus), _whole)
    return Request(_MLA, work, is_entry=True)


def _item(locus: Locus) -> dict[str, Any]:
    work = item(locus.document, locus.key)
    del work["custom"]
    # The styles give words of English titles capitals, and take for English what says nothing.
    work["language"] = locus.document.language or "und"
    printed = ("title", "genre", "publisher")
    return work | {name: _curled(work[name]) for name in printed if name in work}


def _curled(text: str) -> str:
    """Return `text` with its apostrophes as a processor of CSL sets them."""
    return _APOSTROPHE.sub("’", text)


def _with_names(
    work: dict[str, Any], family_first: Callable[[Name], dict[str, Any]]
) -> dict[str, Any]:
    """Return `work` with the names whose family stands first as `family_first` writes them.

    In Han, kana and Hangul there is no blank in them, and they have no initials.
    """
    return work | {
        field: [
            _whole(name)
            if is_in_east_asian(name)
            else family_first(name)
            if is_family_first(name)
            else name
            for name in those
        ]
        for field, those in work.items()
        if FIELDS.get(field) == NAMES
    }


def _whole(name: Name) -> dict[str, Any]:
    """Return a name as it is: no style puts a comma into it."""
    return {"literal": whole(name)}


def _suffix(where: Place) -> str:
    """Return a place as a suffix from which pandoc reads the locator; what has a name has none."""
    if where.locator.startswith("“"):
        return f", {located(where)}"
    locator = located(where._replace(rest=""), dash="-") if where.label else ""
    rest = f", {where.rest}" if where.rest else ""
    return f", {{{locator}}}{rest}" if locator else rest


def _short(text: str) -> str:
    """Return the first words of a heading, if it is long, and no function word at their end."""
    words = text.split()
    if len(words) <= _WORDS_OF_HEADING:
        return text
    words = words[:_WORDS_OF_HEADING]
    while len(words) > 1 and words[-1].islower():
        words.pop()
    return " ".join(words).rstrip(",;:")


def _nested(text: str) -> str:
    """Return `text` with its double quotation marks single and closed, to stand between others."""
    text += "”" if text.count("“") > text.count("”") else '"' if text.count('"') % 2 else ""
    parts = _curled(text).replace("“", "‘").replace("”", "’").split('"')
    return "".join(
        part if place == 0 else f"{'‘' if place % 2 else '’'}{part}"
        for place, part in enumerate(parts)
    )
