"""The layout `tei`: what of an edition is text, in which order, under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.corpus.document import Document
from wp8.corpus.readers import finder, reader
from wp8.corpus.receipts.receipt import receipt
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from wp8.corpus.readers.block import Block

UNDECLARED = "names an entity that it does not declare"
OTHER = "is not in the encoding that it declares"
OPEN = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def tei(body: str, header: str = "", front: str = "") -> bytes:
    """Return an edition with this between the tags of its body."""
    text = f"<text>{front}<body>{body}</body></text>"
    return f"{OPEN}<teiHeader>{header}</teiHeader>{text}</TEI>".encode()


def blocks(body: str, front: str = "") -> list[Block]:
    return list(reader("tei")(tei(body, front=front)))


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def test_divisions_are_sections_by_their_headings_or_what_they_are() -> None:
    found = blocks(
        "<p>Before.</p><div><head>Of  Rivers<note>A note.</note></head><p>One.</p></div>"
        '<div type="chapter" n="2"><p>Two.</p><div><p>Three.</p></div></div>'
    )

    assert [(block.kind, block.section, block.text) for block in found] == [
        ("paragraph", "", "Before."),
        ("heading", "Of Rivers", "Of Rivers"),
        ("note", "Of Rivers", "A note."),
        ("paragraph", "Of Rivers", "One."),
        ("paragraph", "chapter 2", "Two."),
        ("paragraph", "chapter 2", "Three."),
    ]


def test_sections_that_are_called_the_same_have_the_names_of_those_around_them() -> None:
    scene = "<div><head>Scene 1</head><p>x</p></div>"
    found = blocks(f"<div><head>Act 1</head>{scene}</div><div><head>Act 2</head>{scene}</div>")

    assert [block.section for block in found if block.kind == "paragraph"] == [
        "Act 1 / Scene 1",
        "Act 2 / Scene 1",
    ]


def test_a_part_that_is_cited_by_numbers_has_them_all() -> None:
    part = '<div type="textpart" subtype="{}" n="{}">{}</div>'
    chapter = part.format("chapter", 2, "<head>Of kings</head><p>x</p>")
    found = blocks(f'<div type="edition" n="urn:cts:a">{part.format("book", 1, chapter)}</div>')

    assert [(block.kind, block.section) for block in found] == [
        ("heading", "1.2"),
        ("paragraph", "1.2"),
    ]


def test_a_speech_has_its_speaker_and_a_stage_direction_none() -> None:
    found = blocks(
        "<sp><speaker>ANNA.</speaker><stage>Sits.</stage>"
        "<p>Who <stage>aside</stage> is it?</p></sp>"
        '<stage>Exit.</stage><u who="#b">Well.</u>'
    )

    assert [(block.speaker, block.text) for block in found] == [
        (None, "Sits."),
        ("ANNA", "Who aside is it?"),
        (None, "Exit."),
        ("b", "Well."),
    ]


def test_a_stanza_or_the_verses_of_a_speech_are_one_paragraph() -> None:
    verses = "<l>Grey the sea</l>\n <l>and <hi>cold</hi></l><note>N.</note>\n<l>tonight</l>"
    found = blocks(f"<lg><head>Song</head>{verses}</lg><sp><speaker>B</speaker>{verses}</sp>")

    assert [(block.kind, block.section, block.text, block.marks) for block in found] == [
        ("heading", "Song", "Song", ()),
        ("paragraph", "Song", "Grey the sea / and cold / tonight", ((1, 23),)),
        ("note", "Song", "N.", ()),
        ("paragraph", "", "Grey the sea / and cold / tonight", ((2, 23),)),
        ("note", "", "N.", ()),
    ]


def test_a_verse_of_which_nothing_is_read_ends_nothing() -> None:
    gone = "<l><del>x</del></l>"

    assert texts(f"<lg>{gone}<l>Grey</l>{gone}\n{gone}<l>sea</l>{gone}</lg>") == ["Grey / sea"]


def test_verses_in_no_stanza_are_paragraphs_each() -> None:
    assert texts('<div n="1"><l>Sing</l><l>the wrath</l></div>') == ["Sing", "the wrath"]


def test_verse_that_is_quoted_within_a_paragraph_divides_it() -> None:
    found = blocks("<p>He sang: <q><l>Grey</l><l>sea</l></q> and went.</p><q><p>All.</p></q>")

    assert [(block.text, block.quotation) for block in found] == [
        ("He sang:", None),
        ("Grey / sea", 1),
        ("and went.", None),
        ("All.", 2),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<choice><sic>teh</sic><corr>the</corr></choice> sea", "the sea"),
        ("<choice><orig>vp</orig><reg>up</reg></choice>", "up"),
        ("<choice><abbr>Dr</abbr><expan>Doctor</expan></choice>", "Doctor"),
        ("<expan>D<ex>octo</ex>r</expan>", "Doctor"),
        ("<choice><unclear>one</unclear><unclear>two</unclear></choice>", "one"),
        ("<app><rdg>ship</rdg><lem>boat</lem></app>", "boat"),
        ("<subst><del>old</del><add>new</add></subst>", "new"),
        ("a<gap reason='lost'/>b", "a[…]b"),
        ("in<lb break='no'/>\n land", "inland"),
        ("in-<lb/>\n<fw>ii</fw><pb/>land", "inland"),
        ("Mid-<lb/>West", "Mid- West"),
        ("one<lb/>two", "one two"),
        ("<foreign xml:lang='ko'>로동</foreign> <w>is</w><pc>.</pc>", "로동 is."),
        ("sea <figure><figDesc>A map</figDesc></figure>shore", "sea shore"),
    ],
)
def test_of_readings_side_by_side_the_editors_is_read(written: str, read: str) -> None:
    assert texts(f"<p>{written}</p>") == [read]


def test_notes_keep_their_numbers_if_all_have_one_and_are_counted_otherwise() -> None:
    body = '<p>A<note n="7">x</note> b<ref target="#z">*</ref>.</p><note n="{}" xml:id="z">y</note>'

    own, counted = (blocks(body.format(n)) for n in ("9", "*"))

    assert [(block.kind, block.text, block.number, block.marks) for block in own] == [
        ("paragraph", "A b.", None, ((7, 1), (9, 3))),
        ("note", "x", 7, ()),
        ("note", "y", 9, ()),
    ]
    assert [block.number for block in counted] == [None, 1, 2]


def test_a_note_that_names_its_anchor_is_called_there() -> None:
    (paragraph, note) = blocks('<p>A<anchor xml:id="k"/> b</p><note target="#k">x</note>')

    assert (paragraph.marks, note.number) == (((1, 1),), 1)


def test_a_table_has_its_caption_and_rows_with_a_place_for_each_cell() -> None:
    found = blocks(
        '<table><head>Fish</head><row role="label"><cell>Kind</cell><cell>Price</cell></row>'
        '<row><cell rows="2">cod</cell><cell>1</cell></row><row><cell>2</cell></row>'
        '<row><cell cols="2">sum</cell></row></table>'
    )

    assert [(block.kind, block.table, block.number, block.text) for block in found] == [
        ("table_caption", None, None, "Fish"),
        ("table_caption", 1, 0, "Kind\tPrice"),
        ("table_row", 1, 1, "cod\t1"),
        ("table_row", 1, 2, "\t2"),
        ("table_row", 1, 3, "sum\t"),
    ]


def test_items_of_lists_and_lines_of_contents_are_blocks() -> None:
    inner = "<item>Rope <list><item>thin</item></list></item>"
    listed = f"<list><head>Cargo</head><item>Salt</item>{inner}</list>"
    found = blocks(f'{listed}<div type="contents">{listed}</div>')

    kinds = ["heading", "paragraph", "paragraph", "paragraph"]
    assert [block.text for block in found] == ["Cargo", "Salt", "Rope", "thin"] * 2
    assert [block.kind for block in found] == kinds + ["heading"] + ["contents_line"] * 3


def test_a_block_knows_its_pages_and_its_lines() -> None:
    found = blocks(
        '<p>No page.</p>\n<pb n="12"/><p>One\n<pb n="[13]"/>two.</p><pb n="xiv"/><p>Three.</p>'
    )

    assert [(block.pages, block.lines) for block in found] == [
        (None, (1, 1)),
        ((12, 13), (2, 3)),
        (None, (3, 3)),
    ]


def test_a_title_page_and_a_salutation_are_no_running_text() -> None:
    front = (
        "<front><titlePage><docTitle><titlePart>The Harbour</titlePart></docTitle>"
        "<byline>by <docAuthor>Ann Poe</docAuthor></byline><docImprint>Oslo, 1901</docImprint>"
        '</titlePage><div type="abstract"><p>In short.</p></div></front>'
    )
    found = blocks(
        "<opener><dateline>Oslo</dateline><salute>Dear all</salute></opener><p>x</p>", front
    )

    assert [(block.kind, block.text) for block in found] == [
        ("title", "The Harbour"),
        ("title", "by Ann Poe"),
        ("imprint", "Oslo, 1901"),
        ("abstract", "In short."),
        ("paragraph", "Oslo"),
        ("salutation", "Dear all"),
        ("paragraph", "x"),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            '<fileDesc><titleStmt><title type="sub">s</title><title>The  Harbour</title><author>'
            "<persName><forename>Ann</forename> <surname>Poe</surname></persName></author>"
            "<author>Lee, Bo</author></titleStmt><publicationStmt><date>2020</date>"
            '</publicationStmt><sourceDesc><bibl><date when="1901-05"/></bibl></sourceDesc>'
            '</fileDesc><profileDesc><langUsage><language ident="en"/></langUsage></profileDesc>',
            {
                "title": "The Harbour",
                "author": [{"given": "Ann", "family": "Poe"}, "Lee, Bo"],
                "issued": "1901-05",
                "language": "en",
            },
        ),
        (
            "<fileDesc><titleStmt><title><supplied>T</supplied></title></titleStmt><sourceDesc>"
            "<p><date>n. p., May 1911</date></p></sourceDesc></fileDesc><profileDesc><creation>"
            '<date>lost</date></creation><langUsage><language ident="german"/></langUsage>'
            "</profileDesc>",
            {"title": "T", "title_supplied": True, "issued": "1911"},
        ),
        ("", {}),
    ],
)
def test_the_header_says_title_authors_date_and_language(
    header: str, found: dict[str, object]
) -> None:
    assert finder("tei")(tei("<p>x</p>", header)) == found


def test_the_header_says_who_made_a_work_where_and_in_what() -> None:
    header = (
        "<fileDesc><titleStmt><title>Salt</title><author>Ann Poe<affiliation>The Quay</affiliation>"
        '</author><editor role="translator">Lee, Bo</editor><editor role="encoder">X</editor>'
        "<editor><persName><forename>Cy</forename><nameLink>van</nameLink><surname>Roe</surname>"
        "</persName></editor></titleStmt><publicationStmt><publisher>Text Centre</publisher>"
        '<date when="2020"/><availability><licence>Free</licence></availability></publicationStmt>'
        '<sourceDesc><biblStruct><analytic><title level="a">Salt</title></analytic><monogr>'
        '<title level="m">Of Cargo</title><imprint><publisher>Quay</publisher><pubPlace>Oslo'
        '</pubPlace><date notBefore="1901" notAfter="1903"/><biblScope unit="vol.">2</biblScope>'
        '<biblScope unit="page">3-9</biblScope></imprint></monogr><idno type="isbn">0306406152'
        "</idno></biblStruct></sourceDesc></fileDesc>"
    )

    assert finder("tei")(tei("<p>x</p>", header)) == {
        "title": "Salt",
        "issued": "1901/1903",
        "author": ["Ann Poe"],
        "affiliation": "The Quay",
        "translator": ["Lee, Bo"],
        "editor": [{"given": "Cy", "non-dropping-particle": "van", "family": "Roe"}],
        "publisher": "Quay",
        "publisher-place": "Oslo",
        "container-title": "Of Cargo",
        "volume": "2",
        "page": "3-9",
        "ISBN": "0306406152",
        "rights": "Free",
    }


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ('<date when="1901">c. 1901</date>', "1901~"),
        ('<date when="1901">In 1901</date>', "1901"),
        ('<date when="--05-12">12 May</date><date from="1901"/>', "1901/.."),
        ("<date>1920s</date>", "192X"),
        ("<date>Oslo 1901-05</date>", "1901-05"),
    ],
)
def test_a_date_is_in_edtf_whether_figures_or_words_state_it(date: str, issued: str) -> None:
    header = f"<fileDesc><sourceDesc><p>{date}</p></sourceDesc></fileDesc>"

    assert finder("tei")(tei("<p>x</p>", header)) == {"issued": issued}


def test_the_language_of_the_text_goes_before_that_of_the_file() -> None:
    source = f'{OPEN[:-1]} xml:lang="en"><text xml:lang="grc"><body><p>x</p></body></text></TEI>'

    assert finder("tei")(source.encode()) == {"language": "grc"}


def test_who_says_that_the_language_is_not_known_is_believed() -> None:
    header = "<profileDesc><langUsage><language ident='ko'/></langUsage></profileDesc>"
    source = tei("<p>x</p>", header).decode()

    assert finder("tei")(source.encode()) == {"language": "ko"}
    unknown = source.replace(OPEN, f'{OPEN[:-1]} xml:lang="und">')
    assert finder("tei")(unknown.encode()) == {}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"<TEI><text>", "line 1: is not well-formed: no element found"),
        (b"<book/>", "is no TEI: its root is <book>"),
        (b'<!DOCTYPE TEI [<!ENTITY a "b">]><TEI>&a;</TEI>', "declares entities"),
        (b'<!DOCTYPE TEI SYSTEM "x"><TEI>&no;</TEI>', f"line 1: {UNDECLARED}: &no;"),
        (b"<TEI>" + b"<p>" * 200, "has parts too deeply within each other"),
        (b'<?xml version="1.0" encoding="punycode"?><TEI/>', f"{OTHER}, punycode"),
        (b'<?xml version="1.0" encoding="cp949"?><TEI>\xff</TEI>', f"{OTHER}, cp949"),
    ],
)
def test_what_is_no_tei_or_a_danger_is_refused(source: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reader("tei")(source)

    assert caught.value.message == said


def test_an_entity_that_nobody_knows_may_stand_in_a_header() -> None:
    header = "<fileDesc><titleStmt><title>Salt</title>&quay;</titleStmt></fileDesc>"
    source = tei("<p>Rope.</p>", header).replace(b"<TEI", b'<!DOCTYPE TEI SYSTEM "x.dtd"><TEI', 1)
    document, found = Document("x", "x", "tei", "X"), list(reader("tei")(source))

    assert ([block.text for block in found], finder("tei")(source)) == (
        ["Rope."],
        {"title": "Salt"},
    )
    assert receipt(document, source, found).whole == (
        "every word is in its records; left out: 1 word (metadata 1)"
    )


def test_nothing_that_a_document_type_names_is_read_and_its_characters_are_known() -> None:
    text = "<text><body><p>caf&eacute;&mdash;bar</p></body></text>"
    inside = '<!ENTITY % a "INCLUDE"><!ENTITY % b SYSTEM "http://localhost:1/b.dtd">%b;'
    source = f'<!DOCTYPE TEI SYSTEM "file:///nowhere.dtd" [{inside}]>{OPEN}{text}</TEI>'

    assert [block.text for block in reader("tei")(source.encode())] == ["café—bar"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "cp1252", "cp949"])
def test_tei_is_in_the_encoding_that_it_declares(encoding: str) -> None:
    text = "로동" if encoding == "cp949" else "§"
    source = f'<?xml version="1.0" encoding="{encoding}"?><TEI><text><p>{text}</p></text></TEI>'

    assert [block.text for block in reader("tei")(source.encode(encoding))] == [text]
