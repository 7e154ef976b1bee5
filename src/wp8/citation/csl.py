"""The forms that CSL's styles make: what each is given, and what it cannot know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.citation.item import description, item
from wp8.citation.locus import heading, opening, place, span
from wp8.citation.pandoc import Place, Request, Sheet, answers, sheet, shipped
from wp8.citation.reference import located
from wp8.corpus.item.fields import FIELDS, NAMES
from wp8.corpus.item.names import is_family_first, is_in_east_asian, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wp8.citation.locus import Locus
    from wp8.citation.locus import Place as Where
    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

# Chicago's styles list no document of which they do not know the type.
_LISTED: Final = "pamphlet"
_LETTER: Final = "personal_communication"
_APOSTROPHE: Final = re.compile(r"(?<=\w)'")
# A longer heading is shortened, as APA advises.
_WORDS_OF_HEADING: Final = 5


class Form(NamedTuple):
    """What a style of CSL writes: the item it is given of a document, and of a place in it.

    Without a place it is an entry of a bibliography. `tells_apart` says that works beside it which
    could be taken for it change it.
    """

    sheet: Sheet
    item: Callable[[Document, str], dict[str, Any]]
    place: Callable[[Locus], Place] | None = None
    tells_apart: bool = False

    def request(self, locus: Locus) -> Request:
        """Return what is asked of the style."""
        return Request(
            self.sheet,
            self.item(locus.document, locus.key),
            self.place(locus) if self.place else None,
            [self.item(*other) for other in locus.alike] if self.tells_apart else [],
        )

    def given(self, document: Document, key: str) -> dict[str, Any]:
        """Return the item without fields that say nothing."""
        return {name: value for name, value in self.item(document, key).items() if value}


def form_of(path: str) -> tuple[Form, Form]:
    """Return the forms in the text, or in a note, and in a bibliography of a style in a file.

    Where it has given names in full, names that have the family first are whole.

    Raises:
        CorpusError: It cannot be read.
        ExportError: It is no style, or stands for another, or pandoc cannot cite by it.
    """
    own, style = sheet(path)
    person = {"family": "Family", "given": "Given"}
    probe = {"id": "probe", "type": "book", "title": "T", "author": [person], "issued": "1921"}
    tried = answers([Request(own, probe, Place("")), Request(own, probe)])
    cited, listed = (_with_whole_names if "Given" in text.text else _plain for text in tried)

    def told(locus: Locus) -> Place:
        said = locus.numbering
        return _told(place(locus), f" ({said})" if own.is_in_notes else f", {said}")

    is_alone = "subsequent-author-substitute" in style
    return Form(own, cited, told, not own.is_in_notes), Form(own, listed, None, not is_alone)


def _plain(document: Document, key: str) -> dict[str, Any]:
    return _with_names(document, key, _inverted)


def _with_whole_names(document: Document, key: str) -> dict[str, Any]:
    return _with_names(document, key, _whole)


def _with_names(
    document: Document, key: str, family_first: Callable[[Name], Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the item with the names whose family stands first as `family_first` writes them.

    In Han, kana and Hangul there is no blank in them, and they have no initials.
    """
    work = item(document, key, with_order=True)
    del work["custom"], work["citation-key"]
    # The styles give words of English titles capitals, and take for English what says nothing.
    work["language"] = document.language or "und"
    printed = ("title", "genre", "publisher")
    work |= {name: _curled(work[name]) for name in printed if name in work}
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


def _untitled(document: Document, work: dict[str, Any], genre: str) -> dict[str, Any]:
    """Return `work`, one without a title with its description where the styles look for it."""
    return work | {"title": "", "genre": genre} if description(document) else work


def _chicago(document: Document, key: str, *, in_text: bool = False) -> dict[str, Any]:
    work = _plain(document, key) if in_text else _with_whole_names(document, key)
    # The day of a speech is its date already: it would be printed twice.
    work = _untitled(document, work, str(work.get("title"))) | {"event-date": {}}
    # A letter is known by who wrote it to whom.
    work |= {"title": ""} if _is_to_somebody(work) else {}
    is_listed = work["type"] != "document" or description(document)
    return work if is_listed else work | {"type": _LISTED}


def _chicago_entry(document: Document, key: str) -> dict[str, Any]:
    work = _chicago(document, key)
    if work["type"] == "document":
        work["type"] = _LISTED
    if "issued" not in work and "publisher" not in work:
        work["issued"] = {"literal": "N.d."}
    return work


def _chicago_text(document: Document, key: str) -> dict[str, Any]:
    return _chicago(document, key, in_text=True)


def _chicago_reference(document: Document, key: str) -> dict[str, Any]:
    return _chicago(document, key)


def _apa(document: Document, key: str) -> dict[str, Any]:
    work = _plain(document, key)
    work = _untitled(document, work, _curled(description(document)))
    # The style prints a date in words twice.
    if in_words := work.get("issued", {}).get("literal"):
        work = work | {"issued": {}, "status": in_words}
    speech = {"genre": "Speech"} if work["type"] == "speech" and "genre" not in work else {}
    once = {"publisher": ""} if _is_by_its_publisher(work) else {}
    return work | speech | once | {"event-date": {}}


def _mla_text(document: Document, key: str) -> dict[str, Any]:
    return _mla(document, _plain(document, key))


def _mla_reference(document: Document, key: str) -> dict[str, Any]:
    work = _with_whole_names(document, key)
    # The style dates a speech by its day only.
    on = {"event-date": work.get("issued", {})} if work["type"] == "speech" else {}
    return _mla(document, on | work)


def _mla(document: Document, work: dict[str, Any]) -> dict[str, Any]:
    """Return `work` as MLA has it: by its title, if its publisher wrote it.

    What a letter is called describes it.
    """
    work = _untitled(document, work, _curled(description(document)))
    work |= {"title": "", "genre": work["title"]} if _is_to_somebody(work) else {}
    return work | ({"author": []} if _is_by_its_publisher(work) else {})


def _is_to_somebody(work: Mapping[str, Any]) -> bool:
    return "recipient" in work and work["type"] == _LETTER


def _is_by_its_publisher(work: Mapping[str, Any]) -> bool:
    return [{"literal": work.get("publisher")}] == work.get("author")


def _in_note(locus: Locus) -> Place:
    """Return a place in a footnote; a counted paragraph is told by its first words too."""
    where = place(locus)
    if not where.is_counted:
        return _told(where)
    return _told(where, f" ({locus.numbering}), beginning “{_nested(opening(locus.records[0]))}”")


def _in_text(locus: Locus) -> Place:
    return _told(place(locus), f", {locus.numbering}")


def _under_heading(locus: Locus) -> Place:
    """Return a place as APA has it: paragraphs by heading, if there are headings."""
    where, above = place(locus), heading(locus)
    paragraphs = [r for r in locus.records if r.kind == "paragraph"]
    if where.label == "paragraph" and above:
        numbers = span(paragraphs[0].number_in_section, paragraphs[-1].number_in_section)
        counted = located(where._replace(locator=numbers))
        return Place("", f", “{_nested(_short(above))}” section, {counted}")
    if where.label == "section" and above:
        return Place("", f", “{_nested(_short(above))}” section")
    if where.label == "part" and paragraphs:
        where = where._replace(
            label="paragraph", locator=span(paragraphs[0].number, paragraphs[-1].number)
        )
    # The style writes no other part with a capital, as APA does: Table 1, Abstract.
    if where.label not in ("page", "paragraph", "note"):
        words = located(where)
        return Place("", f", {words[:1].upper()}{words[1:]}" if words else "")
    return _told(where)


def _told(where: Where, remark: str = "") -> Place:
    """Return where something stands, with a remark on its number; what has a name has no locator.

    What belongs to the number stands beside it, whatever follows.
    """
    remark = remark if where.is_counted else ""
    if not where.label or where.locator.startswith("“"):
        words = located(where)
        return Place("", f", {words}{remark}" if words else "")
    rest = f", {where.rest}" if where.rest else ""
    return Place(located(where._replace(rest=""), dash="-"), f"{rest}{remark}")


def _curled(text: str) -> str:
    """Return `text` with its apostrophes as a processor of CSL sets them."""
    return _APOSTROPHE.sub("’", text)


def _inverted(name: Name) -> dict[str, Any]:
    """Return a name as a style has it that sets a comma and initials, as APA does."""
    return {part: said for part, said in name.items() if part != "static-ordering"}


def _whole(name: Name) -> dict[str, Any]:
    """Return a name as it is: no style puts a comma into it."""
    return {"literal": whole(name)}


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


_NOTES: Final = shipped("chicago-notes-bibliography", is_in_notes=True)
_AUTHOR_DATE: Final = shipped("chicago-author-date")
_APA: Final = shipped("apa")
_MLA: Final = shipped("modern-language-association")

CHICAGO_NOTE: Final = Form(_NOTES, _chicago, _in_note)
CHICAGO_BIBLIOGRAPHY: Final = Form(_NOTES, _chicago_entry)
AUTHOR_DATE_TEXT: Final = Form(_AUTHOR_DATE, _chicago_text, _in_text, tells_apart=True)
AUTHOR_DATE_REFERENCE: Final = Form(_AUTHOR_DATE, _chicago_reference, tells_apart=True)
APA_TEXT: Final = Form(_APA, _apa, _under_heading, tells_apart=True)
APA_REFERENCE: Final = Form(_APA, _apa, tells_apart=True)
MLA_TEXT: Final = Form(_MLA, _mla_text, _in_text, tells_apart=True)
# It has a dash for the name of an author who stands above already.
MLA_REFERENCE: Final = Form(_MLA, _mla_reference)
