"""What the headers of sources say of a work, in each format."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from made_sources import CORE, docx, pdf, zipped

from wp8.corpus.care.additions import new_corpus
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import finder
from wp8.corpus.titles import of_document, one_line

if TYPE_CHECKING:
    from pathlib import Path

# Web pages


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<meta name=author content='Ann Roe'><meta name=author content='Bo Poe'>",
         {"author": ["Ann Roe", "Bo Poe"]}),
        ("<meta name=author content='Ann Roe'><meta name='dc.creator' content='Roe, Ann'>",
         {"author": "Roe, Ann"}),
        ("<meta name='DC.creator' content='A'><meta name='DCTERMS.creator' content='A'>"
         "<meta name='dcterms.issued' content='1921'><meta name='dc.publisher' content='P &amp; Q'>"
         "<meta name='dc.identifier' content='doi:10.5555/x'>"
         "<meta name='dc.identifier' content='urn:isbn:978-0-306-40615-7'>"
         "<meta name='dc.rights' content='Free'><meta name='dcterms.modified' content='2020'>",
         {"author": "A", "issued": "1921", "publisher": "P & Q", "DOI": "10.5555/x",
          "ISBN": "978-0-306-40615-7", "rights": "Free"}),
        ("<meta name=citation_title content='On Seas'><meta name=citation_editor content='Fox, Cy'>"
         "<meta name=citation_author content='Roe, Ann'><meta name=citation_author "
         "content='Poe, Bo'>"
         "<meta name=citation_journal_title content='Seas'><meta name=citation_volume content=3>"
         "<meta name=citation_issue content=2><meta name=citation_firstpage content=12>"
         "<meta name=citation_lastpage content=34><meta name=citation_publication_date "
         "content='1921/01/12'><meta name=citation_doi content='https://doi.org/10.5555/x'>"
         "<meta name=citation_issn content='1234-5679'><title>On Seas | Seas.org</title>",
         {"title": "On Seas", "author": ["Roe, Ann", "Poe, Bo"], "editor": "Fox, Cy",
          "type": "article-journal", "container-title": "Seas", "volume": "3", "issue": "2",
          "page": "12-34", "issued": "1921/01/12", "DOI": "10.5555/x", "ISSN": "1234-5679"}),
        ("<meta name=citation_dissertation_institution content='A School'>",
         {"publisher": "A School", "type": "thesis"}),
        ("<meta property='article:author' content='https://example.org/ann'>"
         "<meta property='article:author' content='Ann Roe'>"
         "<meta property='article:published_time' content='1921-01-12T10:00:00Z'>"
         "<meta property='article:modified_time' content='2020-01-12T10:00:00Z'>"
         "<meta property='og:url' content='https://example.org/a'>",
         {"author": "Ann Roe", "issued": "1921-01-12T10:00:00Z", "URL": "https://example.org/a"}),
        ("<title>On Seas | Sea.org</title><meta property='og:title' content='On Seas'>"
         "<link rel=canonical href='https://example.org/s'>",
         {"title": "On Seas", "URL": "https://example.org/s"}),
        ("<link href='/s' rel='canonical'></head><h1>On <em>Seas</em>\n and quays</h1>",
         {"title": "On Seas and quays"}),
        ("<meta name=bepress_citation_author content='Roe, Ann'><meta name=citation_online_date "
         "content=1921><meta name=citation_conference content=Quays>"
         "<meta name=citation_public_url content='https://example.org/s'>",
         {"author": "Roe, Ann", "issued": "1921", "container-title": "Quays",
          "URL": "https://example.org/s"}),
        ("<title>On Seas | Sea.org</title><meta name=author content=desk>"
         "<script type='application/ld+json'>{\"@type\": \"BreadcrumbList\"}</script>"
         "<script type='application/ld+json'>"
         '{"@graph": [{"@type": "WebSite", "name": "S"}, {"@type": ["NewsArticle"], '
         '"headline": "On Seas", "author": [{"name": "Ann Roe"}, {"givenName": "Bo", '
         '"familyName": "Poe"}], "datePublished": "2021-01-12T10:00", "dateModified": "2022", '
         '"publisher": {"name": "The Sea"}, "inLanguage": "en"}]}</script>',
         {"title": "On Seas", "author": ["Ann Roe", {"given": "Bo", "family": "Poe"}],
          "issued": "2021-01-12", "container-title": "The Sea", "language": "en",
          "type": "article-newspaper"}),
        ("<script type='application/ld+json'>{\"@type\": \"Report\", \"name\": \"On Seas\", "
         "\"author\": {\"@id\": 1}, \"editor\": \"https://example.org\", \"publisher\": \"Press\", "
         "\"datePublished\": 7}</script>",
         {"title": "On Seas", "publisher": "Press", "type": "report"}),
        ("<script type='application/ld+json'>{\"@type\": [" + 3_000 * "[" + "</script>"
         "<script type='application/ld+json'>{no</script>", {}),
    ],
)  # fmt: skip
def test_a_web_page_says_of_a_work_what_its_head_has_names_for(
    head: str, found: dict[str, Any]
) -> None:
    assert finder("html")(head.encode()) == found


# E-books

OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{}</metadata></package>'
)


def book(metadata: str) -> bytes:
    """Return an e-book of which its package document says this."""
    return zipped(
        {"META-INF/container.xml": "<a full-path='b.opf'/>", "b.opf": OPF.format(metadata)}
    )


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ('<dc:creator opf:role="aut" opf:file-as="Roe, Ann">Ann Roe</dc:creator>'
         '<dc:creator opf:file-as="Poe, Bo">Bo Poe</dc:creator>'
         '<dc:creator opf:role="edt">Cy Fox</dc:creator>'
         '<dc:contributor opf:role="trl" opf:file-as="Hay, Di">Di Hay</dc:contributor>'
         '<dc:contributor opf:role="bkp">a program</dc:contributor>',
         {"author": [{"name": "Ann Roe", "family": "Roe"}, {"name": "Bo Poe", "family": "Poe"}],
          "editor": "Cy Fox", "translator": {"name": "Di Hay", "family": "Hay"}}),
        ('<dc:title>On Seas</dc:title><dc:title>A subtitle</dc:title><dc:language>en</dc:language>'
         '<dc:creator id="a">Kim Jong Un</dc:creator><meta refines="#a" property="role">aut</meta>'
         '<meta refines="#a" property="file-as">Kim, Jong Un</meta>'
         '<meta property="belongs-to-collection">The Seas</meta>'
         '<dc:publisher>A Press</dc:publisher><dc:rights>Free</dc:rights>'
         '<dc:identifier>urn:isbn:9780306406157</dc:identifier>'
         '<dc:identifier>urn:uuid:1</dc:identifier>',
         {"title": "On Seas", "language": "en", "publisher": "A Press", "rights": "Free",
          "author": {"name": "Kim Jong Un", "family": "Kim"}, "collection-title": "The Seas",
          "ISBN": "9780306406157"}),
        ('<dc:creator opf:file-as="ROE, ANN">Ann Roe</dc:creator>',
         {"author": {"name": "Ann Roe", "family": "Roe"}}),
        ('<dc:creator opf:file-as="Roe, Ann">A. R.</dc:creator>', {"author": "Roe, Ann"}),
        ('<dc:creator opf:file-as="ナツメ, ソウセキ">夏目漱石</dc:creator>',
         {"author": "夏目漱石"}),
        ('<dc:creator opf:file-as="夏目, 漱石">夏目漱石</dc:creator>',
         {"author": {"name": "夏目漱石", "family": "夏目"}}),
        ('<dc:title id="s">Quays</dc:title><meta refines="#s" property="title-type">subtitle</meta>'
         '<dc:title id="m">Seas</dc:title><meta refines="#m" property="title-type">main</meta>'
         '<meta id="c" property="belongs-to-collection">Salt</meta>'
         '<meta refines="#c" property="group-position">3</meta>',
         {"title": "Seas", "collection-title": "Salt", "collection-number": "3"}),
        ('<meta name="calibre:series" content="Salt"/><meta name="calibre:series_index" '
         'content="2.0"/><dc:date>0101-01-01T00:00:00+00:00</dc:date>',
         {"collection-title": "Salt", "collection-number": "2"}),
        ('<dc:creator opf:file-as="Sea Union">The Sea Union</dc:creator>',
         {"author": "The Sea Union"}),
        ('<dc:date opf:event="modification">2020</dc:date>', {}),
        ('<dc:date opf:event="modification">2020</dc:date><dc:date>1999</dc:date>'
         '<dc:date opf:event="publication">2001-05</dc:date>'
         '<dc:date opf:event="original-publication">1848</dc:date>',
         {"issued": "2001-05", "original-date": "1848"}),
        ('<dc:date opf:event="original-publication">1848</dc:date>', {"issued": "1848"}),
        ('<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>', {}),
    ],
)  # fmt: skip
def test_an_e_book_says_who_did_what_and_when(metadata: str, found: dict[str, Any]) -> None:
    assert finder("epub")(book(metadata)) == found


# Documents


def test_when_a_document_was_saved_is_not_the_date_of_its_work() -> None:
    meta = (
        '<a xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
        "<meta:creation-date>2020-01-12T10:00:00</meta:creation-date><dc:date>2021-01-12</dc:date>"
        "<meta:initial-creator>Ann; Bo</meta:initial-creator><dc:creator>Cy</dc:creator>{}</a>"
    )
    named = '<meta:user-defined meta:name="Publication date">May 1921</meta:user-defined>'
    own = (
        '<a xmlns:vt="b"><property name="Date completed"><vt:filetime>1921-05-01T00:00:00Z'
        "</vt:filetime></property><property name='Status'><vt:lpwstr>draft</vt:lpwstr></property>"
        "<property name='DOI'><vt:lpwstr>10.5555/x</vt:lpwstr></property></a>"
    )
    info = "/Author (N. N.) /CreationDate (D:20200112103000Z)"
    rtf = rb"{\rtf1{\info{\author X}{\creatim\yr2020\mo1\dy2}}}"

    assert finder("odt")(zipped({"meta.xml": meta.format("")})) == {"author": "Ann; Bo"}
    assert finder("odt")(zipped({"meta.xml": meta.format(named)})) == {
        **{"author": "Ann; Bo", "issued": "May 1921"},
    }
    assert "created" in CORE
    assert "issued" not in finder("docx")(docx())
    assert finder("docx")(zipped({"docProps/core.xml": CORE, "docProps/custom.xml": own})) == {
        "title": "Core & title",
        "author": "Core Author",
        "language": "ko",
        "issued": "1921-05-01T00:00:00Z",
        "DOI": "10.5555/x",
    }
    assert finder("pdf")(pdf([[]], info)) == {"author": "N. N."}
    assert finder("rtf")(rtf) == {"author": "X"}


def test_a_document_says_what_else_it_has_fields_for() -> None:
    meta = (
        '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:publisher>Press</dc:publisher>'
        "<dc:source>A box</dc:source><dc:rights>Free</dc:rights>"
        "<dc:identifier>doi:10.5555/x</dc:identifier></a>"
    )
    core = CORE.replace(
        "<dc:title>", "<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:title>"
    )
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\upr{\author ?}{\*\ud{\author \u37329?}}}}{\*\userprops"
        rb"{\propname Publisher}\proptype30{\staticval Pr\'e9s}{\propname Date}\proptype30"
        rb"{\staticval May 1921}}x}"
    )

    assert finder("odt")(zipped({"meta.xml": meta})) == {
        **{"publisher": "Press", "source": "A box", "rights": "Free", "DOI": "10.5555/x"},
    }
    assert finder("docx")(docx(**{"docProps/core.xml": core}))["ISBN"] == "9780306406157"
    assert finder("rtf")(rtf) == {"author": "金", "publisher": "Prés", "issued": "May 1921"}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {"title": "Microsoft Word - a.doc", "author": "Unknown", "language": "und"},
            ("", "", {}),
        ),
        ({"title": "Document1", "author": "python-docx", "language": "deu"}, ("", "de", {})),
        ({"language": "German"}, ("", "de", {})),
        (
            {"title": "Document of 1921", "author": ["User", "Ann Roe"], "language": "mul"},
            ("Document of 1921", "mul", {"author": ["User", "Ann Roe"]}),
        ),
    ],
)
def test_what_programs_fill_in_says_nothing(
    found: dict[str, Any], said: tuple[str, str, dict[str, Any]]
) -> None:
    made = of_document(found)

    assert (made["title"], made["language"], made["stated"]) == said


# What a corpus has of it

MARKDOWN = """\
---
title: infra\xadstructure \u202ea\u2060b
author:
  - {given: Ann, family: Roe, affiliation: A School}
  - name: The Sea
editor: Bo Poe; Fox, Cy
date: c. 1848
original-date: 1914-1918
container-title: Seas
page: 12-34
doi: 10.5555/x
---

Text.
"""
SAID = {
    "author": ["Roe, Ann", "The Sea"],
    "editor": ["Bo Poe", "Fox, Cy"],
    "container-title": "Seas",
    "page": "12-34",
    "DOI": "10.5555/x",
    "original-date": "1914/1918",
}


def test_what_a_source_says_stands_in_the_manifest_as_a_person_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    new_corpus(tmp_path / "own", [str(tmp_path / "a.md")], lambda _: None)

    (table,) = tomllib.loads((tmp_path / "own" / "corpus.toml").read_text("utf-8"))["document"]

    own = {"id": "a", "file": "a.md", "title": "infrastructure ab", "affiliation": "A School"}
    assert table == {**own, **SAID, "date": "1848~"}
    (document,) = load_corpus(tmp_path / "own").documents
    assert document.item["issued"] == {"date-parts": [[1848]], "circa": True}


def test_a_manifest_for_many_wins_over_what_each_source_says(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    manifest = 'name = "x"\n[[document]]\nfiles = "*.md"\nauthor = "All"\npage = 7\n'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")

    (document,) = load_corpus(tmp_path).documents

    assert (document.title, document.title_supplied) == ("infrastructure ab", False)
    assert document.stated == {**SAID, "issued": "1848~", "author": "All", "page": 7}


def test_a_title_of_a_name_or_a_sentence_is_supplied(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("word " * 60)
    (tmp_path / "c.txt").write_text("It was so.")
    made = new_corpus(tmp_path / "own", [str(tmp_path / f"{n}.txt") for n in ("a b", "c")], print)

    documents = load_corpus(tmp_path / "own").documents

    assert [(d.title, d.title_supplied) for d in documents] == [("a b", True), ("It was so.", True)]
    assert [addition.has_title_of_name for addition in made] == [True, False]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ufeffinfra\xadstructure", "infrastructure"),
        ("a\u200db\u2060c \u202ed\u202c", "abc d"),
        ("a\tb\x1bc\u2028d\x85e\u00a0f", "a b c d e f"),
        (" " * 400 + "a", ""),
    ],
)
def test_a_line_has_no_blank_where_a_sign_is_not_seen(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_slip_in_a_date_is_told(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\ndate = "2021-13-45"\n'
        'original-date = "in 1921"\nauthor = "Ann Roe"\nfamily_name = "Roe"\n'
        'editor = [{ name = "Kim Il", family = "Kim" }, "Fox, Cy"]\n'
    )

    assert list(load_corpus(tmp_path).doubts) == [
        "document 'a': '2021-13-45' is no date: one is written as "
        '"2021-01-12", "1914/1918" or "1848~"',
    ]


def test_what_a_source_calls_a_key_is_none_of_a_bibliography(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\ntitle: A\nkey: page\ncitation-key: page\n---\nWords.\n")
    (tmp_path / "corpus.toml").write_text('name = "x"\n[[document]]\nfiles = "*.md"\n')

    assert [one.stated for one in load_corpus(tmp_path).documents] == [{}, {}]
