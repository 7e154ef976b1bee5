"""Twelve kinds of work in five styles, by the rules of their manuals."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest

from wp8.citation.locus import Locus
from wp8.citation.styles import cite, named_styles
from wp8.corpus.document import Document
from wp8.model import Record

pytestmark = pytest.mark.slow

# A work and a style, the rule of the manual in other words, and the citation that follows it.
TABLE: Final = list(
    csv.DictReader(
        Path(__file__).with_name("manuals.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)

EDITORS: Final = ["Poe, Bo", "Fox, Cy"]
COUNCIL: Final = {"literal": "World Sea Council"}
# Title, language, what is said of the work.
WORKS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "book": ("Salt and Sea: A History", "en", {
        "type": "book", "title": "Salt and sea: A history", "author": "Roe, Ann", "issued": "2004",
        "publisher": "Harbor Press", "publisher-place": "Ghent", "edition": 2}),
    "edited": ("Ports of the North", "en", {
        "type": "book", "editor": EDITORS, "issued": "1999", "publisher": "Harbor Press"}),
    "chapter": ("Songs of the Quay", "en", {
        "type": "chapter", "title": "Songs of the quay", "author": "Seo, Min S.",
        "container-title": "Ports of the North", "editor": EDITORS, "page": "12-34",
        "issued": "1999", "publisher": "Harbor Press"}),
    "article": ("The Eighth Congress", "en", {
        "type": "article-journal", "author": ["Brandt, Emil", "Roe, Ann"],
        "container-title": "Review of Seas", "volume": 61, "issue": 2, "page": "249-278",
        "issued": "2021-03", "DOI": "10.5555/example.1"}),
    "news": ("Harbor Opens Again", "en", {
        "type": "article-newspaper", "title": "Harbor opens again", "author": "Brandt, Emil",
        "container-title": "The Morning Post", "issued": "2021-05-04",
        "URL": "https://example.org/harbor"}),
    "thesis": ("La Mer et le Sel", "fr", {
        "type": "thesis", "author": {"name": "Jean de La Tour", "family": "de La Tour"},
        "issued": "1999", "publisher": "University of Ghent", "genre": "PhD diss."}),
    "report": ("World Harbor Report", "en", {
        "type": "report", "title": "World harbor report", "author": COUNCIL, "issued": "2019",
        "publisher": "World Sea Council", "number": "7", "genre": "Report"}),
    "letter": ("Letter to Di Hay", "en", {
        "type": "personal_communication", "author": "Lindt, Clara", "recipient": "Hay, Di",
        "issued": "1917-12-24"}),
    "speech": ("Opening Speech at the Harbor Congress", "en", {
        "type": "speech", "title": "Opening speech at the Harbor Congress",
        "author": {"name": "Kim Jong Un", "family": "Kim"}, "issued": "2021-01-05",
        "event-title": "Harbor Congress", "event-place": "Pyongyang",
        "URL": "https://example.org/speech"}),
    "korean": ("바다와 소금", "ko", {
        "type": "book", "author": {"name": "김정은", "family": "김"}, "issued": "2018",
        "publisher": "항구출판사"}),
    "untitled": ("[Diary of a harbor master]", "en", {"type": "manuscript", "author": "Fox, Cy"}),
    "web": ("How to Read a Tide Table", "en", {
        "type": "webpage", "title": "How to read a tide table",
        "author": {"literal": "Harbor Office"}, "container-title": "Tides Today",
        "issued": "2020-02-03", "URL": "https://example.org/tides"}),
}  # fmt: skip
# A style of CSL that wp8 knows nothing of.
OWN: Final = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Own</title><id>own</id><updated>2026-11-30T00:00:00Z</updated></info>
<macro name="names"><names variable="author"><name initialize-with="." and="symbol"
 name-as-sort-order="all"/><substitute><names variable="editor"/></substitute></names></macro>
<citation><layout prefix="[" suffix="]"><text macro="names"/></layout></citation>
<bibliography><layout suffix="."><group delimiter=". "><text macro="names"/>
<text variable="title" font-style="italic"/><text variable="container-title"/>
<date variable="issued" form="numeric" date-parts="year"/></group></layout></bibliography>
</style>
"""


def cited(kind: str, path: Path) -> dict[str, str]:
    """Return a work in each style, with stars around what is in italics."""
    title, language, stated = WORKS[kind]
    supplied = title.startswith("[")
    document = Document(kind, "a", "text", title, supplied, language, stated=stated)
    record = Record(f"{kind}:1", kind, "paragraph", "", 1, None, "Words.", "a", (1, 1))
    locus = Locus("c", document, "k", [record], [record])
    names = ("apa-reference", "chicago-note", "author-date-reference", "mla-reference")
    styles = named_styles(names, [str(path)], lambda _: None)
    found = {}
    for citation in cite([("", locus)], styles):
        text = citation.text
        for start, end in sorted(citation.italics, reverse=True):
            text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
        found[citation.style] = text
    return found


@pytest.mark.parametrize("kind", WORKS)
def test_a_kind_of_work_is_cited_by_the_rules_of_the_manuals(kind: str, tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(OWN)
    found = cited(kind, tmp_path / "own.csl")
    expected = {row["style"]: row["citation"] for row in TABLE if row["work"] == kind}

    assert {style: found[style] for style in expected} == expected


def test_sixty_citations_are_in_the_table_each_with_its_rule() -> None:
    assert len({(row["work"], row["style"]) for row in TABLE if row["rule"]}) == len(TABLE) == 60
    assert {row["work"] for row in TABLE} == set(WORKS)
