"""The headers of TEI: what the manifest states, and how the text was encoded."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.dates import is_date, readable, text
from wp8.corpus.item.fields import DATE, FIELDS
from wp8.corpus.item.names import is_family_first, is_in_east_asian, whole
from wp8.export.tei.markup import KOREAN, element, start_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.document import Document

# How what wp8 calls speech:12, paper:II.3, paper:n7, paper:t1.5 and paper:h2 is found.
_REFERENCES: Final = """\
<refsDecl>
  <citeStructure unit="document" match="/tei:teiCorpus/tei:TEI" use="@xml:id">
    <citeStructure unit="paragraph" delim=":" match="tei:text/tei:body//tei:p[@n]" use="@n">
      <desc>The numbers are counted by wp8; the sources have none.</desc>
    </citeStructure>
    <citeStructure unit="section" delim=":" use="@n"
      match="tei:text/tei:body/tei:div[@n][not(starts-with(@n, '§'))]">
      <citeStructure unit="paragraph" delim="." match=".//tei:p[@n]" use="position()"/>
    </citeStructure>
    <citeStructure unit="section" delim=":" use="@n"
      match="tei:text/tei:body/tei:div[starts-with(@n, '§')]">
      <citeStructure unit="paragraph" delim="/" match=".//tei:p[@n]" use="position()"/>
      <desc>Sections called after their headings, by a number or the first words of these.</desc>
    </citeStructure>
    <citeStructure unit="note" delim=":" match="tei:text//tei:note[@place='bottom']"
      use="concat('n', @n)"/>
    <citeStructure unit="table" delim=":" match="tei:text//tei:table" use="concat('t', @n)">
      <citeStructure unit="row" delim="." match="tei:row" use="@n"/>
    </citeStructure>
    <citeStructure unit="record" delim=":" match="tei:text//*[@xml:id][@source]"
      use="substring-after(@xml:id, '.')">
      <desc>Headings, titles, captions and whatever else has a letter and a number.</desc>
    </citeStructure>
  </citeStructure>
</refsDecl>
"""

_PRACTICE: Final = """\
<editorialDecl>
  <segmentation>
    <p>Each record of wp8 is an element with @xml:id, @n and @source. The @source names the file
      and, after RFC 5147, the lines that the record was made from: #line=30,33 are lines 31 to 33;
      then, after RFC 8118, the first and the last page that it stands on: #page=12. Where a page
      ends within a record is not known. In a row of a table, @role tells the cells that are fields
      of the record.</p>
    <p>A section is a div. Its @n is what the section is cited by, a term of an index what it is
      called, if that is something else.</p>
    <p>A note stands where its mark stood. Where a note is called again, ptr points to it; since
      only the order of such marks is known, ptr stands at the next mark, or at the end. A note of
      type reading is how the ruby texts of what it ends are read, with tabs between them.</p>
    <p>In paragraphs and notes a sentence is s, with its number there. Where words are elements,
      w has the lemma, and pc is a sign. What quoted matter or a note cuts is in parts.</p>
  </segmentation>
  <quotation marks="all">
    <p>Quotation marks are kept in the text, outside the element: quote is a passage, title a title,
      q of type slogan a slogan or a term, any phrase of a few words. A rule told them apart.</p>
  </quotation>
  <normalization>
    <p>Spelling and spacing are the source's. Paragraphs that a page break cut are joined, marks of
      layout left out. U+FFFD stands for each control character, and for each that turns the order
      of reading.</p>
  </normalization>
  <interpretation>
    <p>Hangul is taken to be Korean: in text of another language it is marked as foreign, and where
      all letters of a record are Hangul, its @xml:lang says so.</p>
  </interpretation>
</editorialDecl>
"""

UNKNOWN: Final = "und"
_FAMILY: Final = ("non-dropping-particle", "family", "suffix")
_GIVEN: Final = ("given", "dropping-particle")
_PARTS: Final = {
    "family": "surname",
    "given": "forename",
    **dict.fromkeys(("dropping-particle", "non-dropping-particle"), "nameLink"),
    "suffix": "genName",
}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE: Final = re.compile(r"(?!-?0000)-?[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_IN_JOURNALS: Final = (
    *("article-journal", "article-magazine", "article-newspaper", "review", "review-book"),
)


def language_of(document: Document) -> str:
    """Return the language that the manifest states if it is a tag that XML takes, or `und`."""
    return document.stated_language if _LANGUAGE.fullmatch(document.stated_language) else UNKNOWN


def corpus_header(corpus: Mapping[str, str], version: str) -> Iterator[str]:
    """Yield the lines of the header that holds for all documents of the corpus."""
    name = corpus["name"]
    about = f"The documents of the corpus {name}, each described in its own header."
    digest = f"The digest of the corpus is {corpus['digest']}."
    yield "<teiHeader>\n<fileDesc>\n"
    yield f"<titleStmt>{element('title', name)}</titleStmt>\n"
    yield f"<publicationStmt>{element('p', f'Written by wp8 {version}.')}</publicationStmt>\n"
    yield f"<sourceDesc>{element('p', about)}</sourceDesc>\n"
    yield "</fileDesc>\n<encodingDesc>\n<appInfo>\n"
    yield start_tag("application", {"ident": "wp8", "version": version}) + "\n"
    yield f"{element('label', f'wp8 {version}')}\n"
    yield f"{element('p', digest)}\n"
    yield f"</application>\n</appInfo>\n{_REFERENCES}{_PRACTICE}"
    yield "</encodingDesc>\n</teiHeader>\n"


def document_header(
    document: Document, corpus: Mapping[str, str], *, has_korean: bool
) -> Iterator[str]:
    """Yield the lines of a document's own header: what the manifest states of it, no more."""
    persons = list(_persons(document))
    yield "<teiHeader>\n<fileDesc>\n<titleStmt>\n"
    yield from (f"{part}\n" for part in (_title(document), *persons))
    yield f"</titleStmt>\n<publicationStmt>\n{element('authority', corpus['name'])}\n"
    yield f"{element('idno', document.id, type='wp8')}\n"
    if document.rights:
        yield f"<availability>{element('p', document.rights)}</availability>\n"
    yield "</publicationStmt>\n<sourceDesc>\n<bibl>\n"
    yield from (f"{part}\n" for part in (_title(document), *persons, *_imprint(document)))
    # XML has no place for bytes that are not UTF-8, which a name may have.
    file = os.fsencode(document.file).decode(errors="replace")
    yield f"{element('idno', file, type='file')}\n"
    if document.source:
        yield f"{element('note', document.source)}\n"
    yield "</bibl>\n</sourceDesc>\n</fileDesc>\n"
    yield from _languages(document, has_korean=has_korean)
    # What of it TEI has elements for, they have too.
    described = json.dumps(_described(document), ensure_ascii=False)
    yield f"{element('xenoData', described, type='csl-json')}\n</teiHeader>\n"


def _described(document: Document) -> dict[str, Any]:
    """Return all that is said of a document: the work as an item of CSL-JSON, and the rest.

    A date that CSL cannot say is in EDTF.
    """
    item = document.item
    for field, stated in document.stated.items():
        if FIELDS[field] == DATE and field in item and text(item[field]) != text(stated):
            item[field] = text(stated)
    said = {
        "title": document.title,
        "title_supplied": document.title_supplied,
        "language": document.language,
        "language_guessed": document.language_guessed,
        "affiliation": document.affiliation,
        "rights": document.rights,
        "date_in_words": document.date_in_words,
        "item": item,
        "fields": dict(document.fields),
    }
    return {key: value for key, value in said.items() if value}


def _languages(document: Document, *, has_korean: bool) -> Iterator[str]:
    known = language_of(document)
    tags = dict.fromkeys([known] * (known != UNKNOWN) + [KOREAN] * has_korean)
    uses = [element("language", tag, ident=tag) for tag in tags]
    stated = element("p", document.stated_language) if document.stated_language else ""
    if content := "".join(uses) or stated:
        yield f"<profileDesc><langUsage>{content}</langUsage></profileDesc>\n"


def _title(document: Document) -> str:
    if not document.title_supplied:
        return element("title", document.title)
    return f"<title>{element('supplied', document.title)}</title>"


def _persons(document: Document) -> Iterator[str]:
    """Yield who made the work; whose the affiliation is, is known of a sole author."""
    work = document.item
    authors = work.get("author", [])
    for author in authors:
        of_one = document.affiliation if len(authors) == 1 else ""
        affiliation = element("affiliation", of_one) if of_one else ""
        yield f"<author>{_name(author)}{affiliation}</author>"
    for role, opening in (("editor", "<editor>"), ("translator", '<editor role="translator">')):
        yield from (f"{opening}{_name(person)}</editor>" for person in work.get(role, []))


def _name(person: Mapping[str, Any]) -> str:
    """Return a name with its parts, in the order in which they are written."""
    if "literal" in person:
        return element("name", whole(person))
    is_together = is_in_east_asian(person)
    order = [*_FAMILY, *_GIVEN] if is_together or is_family_first(person) else [*_GIVEN, *_FAMILY]
    parts = [element(_PARTS[part], str(person[part])) for part in order if person.get(part)]
    return f"<persName>{('' if is_together else ' ').join(parts)}</persName>"


def _imprint(document: Document) -> Iterator[str]:
    work = document.item
    if container := work.get("container-title"):
        yield element("title", container, level="j" if document.type in _IN_JOURNALS else "m")
    if document.publisher:
        yield element("publisher", document.publisher)
    if place := work.get("publisher-place"):
        yield element("pubPlace", place)
    if document.date_in_words:
        yield element("date", document.date_in_words, type="issued")
    if document.date:
        yield element("date", readable(document.date), **_machine_readable(document.date))
    for unit in ("volume", "issue", "page"):
        if unit in work:
            yield element("biblScope", work[unit], unit=unit)
    for kind in ("DOI", "ISBN", "ISSN"):
        if kind in work:
            yield element("idno", work[kind], type=kind)
    if document.affiliation and len(work.get("author", [])) != 1:
        yield element("note", document.affiliation)


def _machine_readable(stated: str) -> dict[str, str]:
    """Return a date as XML Schema has it, by TEI's attributes; none if it is not one."""
    if not is_date(stated):
        return {}
    sides = [_side(side.rstrip("?~%")) for side in stated.split("/")]
    if len(sides) == 1:
        return {"when": sides[0]} if sides[0] else {}
    return {name: side for name, side in zip(("from", "to"), sides, strict=True) if side}


def _side(edtf: str) -> str:
    """Return one side of a date, as far as XML Schema has it."""
    return edtf if _DATE.fullmatch(edtf) else ""
