"""A locus in each style, letter by letter."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from shipped_loci import CORPUS, locus

from wp8.citation.loci import Loci
from wp8.citation.locus import Locus
from wp8.citation.pandoc import Place, Request, answers, has_pandoc, shipped
from wp8.citation.reference import reference
from wp8.citation.styles import STYLES, cite, named_styles
from wp8.corpus.document import Document
from wp8.corpus.readers.block import Block
from wp8.corpus.records import numbered
from wp8.errors import ExportError, UnknownNameError, Wp8Error
from wp8.extras import to_install
from wp8.index.scan.backend import MemoryBackend

if TYPE_CHECKING:
    from collections.abc import Collection

pytestmark = [pytest.mark.slow, pytest.mark.long]

SPEECH = "Kim Jong Un, “Concluding Speech at the Eighth Congress of the Workers’ Party of Korea,”"
PRINTED = "Foreign Languages Publishing House, January 12, 2021"
PAPER = "Li Chengri, [Analysis of the Eighth Congress of the Workers’ Party of Korea], n.d."
ADDRESSES = (
    *("speech:12", "speech:12-14", "speech:s2", "speech:part3", "speech"),
    *("paper:II.3", "paper:8-9", "paper:2-9", "paper:1", "paper:n7", "paper:n7-n9"),
    *("paper:t1.5", "paper:t1.2-t1.4", "paper:t1", "paper:II", "paper:a1", "paper:w1", "paper"),
)


def written(cited: Locus, style: str) -> str:
    """Return the text of a locus in a style."""
    (citation,) = cite([("", cited)], {style: STYLES[style]})
    return citation.text


@pytest.mark.parametrize(
    ("address", "note"),
    [
        (
            "speech:12",
            f"{SPEECH} {PRINTED}, para. 12 (wp8 numbering), beginning “I am fully aware of how.”",
        ),
        (
            "speech:12-14",
            f"{SPEECH} {PRINTED}, paras. 12–14 (wp8 numbering), "
            "beginning “I am fully aware of how.”",
        ),
        (
            "speech:20",
            f"{SPEECH} {PRINTED}, para. 20 (wp8 numbering), "
            "beginning “The ideal of ‘The people are’.”",
        ),
        (
            "speech:part3",
            f"{SPEECH} {PRINTED}, pt. 3 (wp8 numbering), beginning “Dear delegates.”",
        ),
        ("speech", f"{SPEECH} {PRINTED}."),
        (
            "paper:II.3",
            f"{PAPER}, para. 10 (wp8 numbering), beginning “In December 2019, the 5th Plenary.”",
        ),
        ("paper:n7", f"{PAPER}, n. 7."),
        ("paper:n7-n9", f"{PAPER}, nn. 7–9."),
        ("paper:t1.5", f"{PAPER}, table 1, row 5 (wp8 numbering), beginning “Kim Tok-Hun.”"),
        ("paper:t1", f"{PAPER}, table 1."),
        ("paper:II", f"{PAPER}, sec. II."),
        ("paper:a1", f"{PAPER}, abstract."),
        ("paper", PAPER),
    ],
)
def test_a_footnote_in_chicago_style(address: str, note: str) -> None:
    assert written(locus(address), "chicago-note") == note


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("speech:12", "(Kim, 2021, para. 12)"),
        ("speech:12-14", "(Kim, 2021, paras. 12–14)"),
        ("speech:part3", "(Kim, 2021, paras. 14–83)"),
        ("speech", "(Kim, 2021)"),
        ("paper:1", "(Li, n.d., para. 1)"),
        ("paper:II.3", "(Li, n.d., “Fully Summarize the Achievements” section, para. 3)"),
        ("paper:8-9", "(Li, n.d., “Fully Summarize the Achievements” section, paras. 1–2)"),
        ("paper:33", "(Li, n.d., “Conclusion” section, para. 4)"),
        ("paper:2-9", "(Li, n.d., paras. 2–9)"),
        ("paper:n7", "(Li, n.d., Note 7)"),
        ("paper:t1.5", "(Li, n.d., Table 1, row 5)"),
        ("paper:II", "(Li, n.d., “Fully Summarize the Achievements” section)"),
        ("paper:a1", "(Li, n.d., Abstract)"),
        ("paper", "(Li, n.d.)"),
    ],
)
def test_apa_counts_paragraphs_under_the_heading(address: str, cited: str) -> None:
    assert written(locus(address), "apa-text") == cited


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("speech:12", "(Kim, par. 12, wp8 numbering)"),
        ("speech:12-14", "(Kim, pars. 12–14, wp8 numbering)"),
        ("speech", "(Kim)"),
        ("paper:n7", "(Li, n. 7)"),
        ("paper:t1.5", "(Li, table 1, row 5, wp8 numbering)"),
        ("paper:II", "(Li, sec. II)"),
        ("paper", "(Li)"),
    ],
)
def test_mla_in_the_text(address: str, cited: str) -> None:
    assert written(locus(address), "mla-text") == cited


@pytest.mark.parametrize(
    ("style", "speech", "paper"),
    [
        (
            "chicago-bibliography",
            "Kim Jong Un. “Concluding Speech at the Eighth Congress of the Workers’ Party of "
            "Korea.” Foreign Languages Publishing House, January 12, 2021.",
            "Li Chengri. [Analysis of the Eighth Congress of the Workers’ Party of Korea]. N.d.",
        ),
        (
            "apa-reference",
            "Kim, J. U. (2021, January 12). Concluding speech at the Eighth Congress of the "
            "Workers’ Party of Korea [Speech]. Foreign Languages Publishing House.",
            "Li, C. (n.d.). [Analysis of the Eighth Congress of the Workers’ Party of Korea].",
        ),
        (
            "mla-reference",
            "Kim Jong Un. “Concluding Speech at the Eighth Congress of the Workers’ Party of "
            "Korea.” Foreign Languages Publishing House, 12 Jan. 2021.",
            "Li Chengri. Analysis of the Eighth Congress of the Workers’ Party of Korea.",
        ),
    ],
)
def test_an_entry_in_a_bibliography_is_the_document_whatever_is_cited_of_it(
    style: str, speech: str, paper: str
) -> None:
    entries = cite([(a, locus(a)) for a in ADDRESSES], {style: STYLES[style]})

    assert {entry.text for entry in entries if "speech" in entry.address} == {speech}
    assert {entry.text for entry in entries if "paper" in entry.address} == {paper}


def test_the_title_of_a_reference_in_apa_style_is_in_italics() -> None:
    (citation,) = cite(
        [("speech:12", locus("speech:12"))], {"apa-reference": STYLES["apa-reference"]}
    )

    assert [citation.text[start:end] for start, end in citation.italics] == [
        "Concluding speech at the Eighth Congress of the Workers’ Party of Korea"
    ]


@pytest.mark.parametrize(
    ("address", "pandoc", "autocite"),
    [
        ("speech:12", "[@kim2021, para. 12]", r"\autocite[12]{kim2021}"),
        ("speech:12-14", "[@kim2021, paras. 12-14]", r"\autocite[12--14]{kim2021}"),
        ("speech", "[@kim2021]", r"\autocite{kim2021}"),
        ("speech:s2", "[@kim2021, salutation 2]", r"\autocite[salutation 2]{kim2021}"),
        ("paper:n7", "[@li-nd, n. 7]", r"\autocite[n.~7]{li-nd}"),
        ("paper:n7-n9", "[@li-nd, nn. 7-9]", r"\autocite[nn.~7--9]{li-nd}"),
        ("paper:t1.5", "[@li-nd, table 1, row 5]", r"\autocite[table 1, row 5]{li-nd}"),
        ("paper:II", "[@li-nd, sec. II]", r"\autocite[sec.~II]{li-nd}"),
    ],
)
def test_a_key_with_a_place_for_pandoc_and_for_biblatex(
    address: str, pandoc: str, autocite: str
) -> None:
    assert written(locus(address), "pandoc") == pandoc
    assert written(locus(address), "autocite") == autocite


@pytest.mark.parametrize(
    ("address", "words", "urn"),
    [
        ("speech", "", "urn:cts:wp8:wp8.speech.en:"),
        ("speech:12", "", "urn:cts:wp8:wp8.speech.en:12"),
        ("speech:12-14", "", "urn:cts:wp8:wp8.speech.en:12-14"),
        ("speech:part3", "", "urn:cts:wp8:wp8.speech.en:14-83"),
        ("paper:n7", "", "urn:cts:wp8:wp8.paper.en:n7"),
        ("paper:t1.5", "", "urn:cts:wp8:wp8.paper.en:t1.5"),
        ("speech:55", "cement", "urn:cts:wp8:wp8.speech.en:55@cement[1]"),
        ("speech:20", "Self-reliance", "urn:cts:wp8:wp8.speech.en:20@self[1]-20@reliance[1]"),
        ("speech:19", "the people are god", "urn:cts:wp8:wp8.speech.en:19@The[2]-19@god[1]"),
    ],
)
def test_a_urn_has_no_hyphen_that_is_not_syntax(address: str, words: str, urn: str) -> None:
    assert written(locus(address, words), "cts") == urn


@pytest.mark.parametrize(
    ("address", "words", "link"),
    [
        ("speech", "", "speech.md"),
        (
            "speech:54",
            "",
            "speech.md#:~:text=We%20intend%20from%20now%20on,"
            "local%20people%27s%20standard%20of%20living.",
        ),
        ("speech:s2", "", "speech.md#:~:text=revolution.-,Dear%20delegates%2C,-At"),
        ("speech:55", "10 000 tons of cement", "speech.md#:~:text=10%20000%20tons%20of%20cement"),
        (
            "speech:86",
            "single hearted unity",
            "speech.md#:~:text=the-,single%2Dhearted%20unity,-of",
        ),
        ("paper:t1.5", "", "paper.txt#:~:text=Army-,Kim%20Tok%2DHun,Premier%20of%20North%20Korea"),
    ],
)
def test_a_link_names_the_words_and_what_is_around_them_where_they_repeat(
    address: str, words: str, link: str
) -> None:
    assert written(locus(address, words), "link") == link


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("speech:12", "(2021), para. 12 (wp8 numbering)"),
        ("paper:n7", ", n. 7"),
        ("paper:t1.5", ", table 1, row 5 (wp8 numbering)"),
        ("paper:a1", ", abstract"),
        ("paper:w1", ", author’s note"),
    ],
)
def test_a_reference_needs_no_library(
    monkeypatch: pytest.MonkeyPatch, address: str, plain: str
) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    cited = locus(address)
    (record,) = cited.records

    line = reference(cited.document, record)

    assert line == written(cited, "plain")
    assert line.startswith(f"{cited.document.author}, {cited.document.title}")
    assert line.endswith(plain)


def test_without_pandoc_the_extra_is_named_and_the_other_styles_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    cited = locus("paper:26")

    for name, style in STYLES.items():
        if not style.needs_pandoc:
            assert written(cited, name)
    with pytest.raises(ExportError) as raised:
        written(cited, "chicago-note")
    assert "wp8[cite]" in raised.value.message
    assert raised.value.hint == f"install it: {to_install('pypandoc-binary')}"
    assert not has_pandoc()


def test_what_looks_like_markup_is_text() -> None:
    title = "<b>A</b> *b* $x$ [c](d) “e” -- @f"
    item = {"id": "k", "type": "book", "title": title, "author": [{"literal": "N"}]}

    (entry,) = answers([Request(shipped("apa"), item)])

    assert entry.text == f"N. (n.d.). {title}."


def test_what_is_said_beside_a_locator_stands_there_whatever_a_title_has() -> None:
    item = {"id": "k", "type": "book", "title": "Ships\U0010fffd sail"}

    (citation,) = answers([Request(shipped("apa"), item, Place("", ", beside"))])

    assert citation.text == "(Ships\ufffd Sail, n.d., beside)"


@pytest.mark.parametrize(
    ("manifest", "chicago", "apa", "mla"),
    [
        (
            {"author": "Writer, Anna B.", "issued": "1921-01"},
            "Writer, Anna B. The Letter. 1921.",
            "Writer, A. B. (1921, January). The Letter.",
            "Writer, Anna B. “The Letter.” Jan. 1921.",
        ),
        (
            {"issued": "2021-13-45"},
            "The Letter. 2021-13-45.",
            "The Letter. (2021-13-45).",
            "“The Letter.” 2021-13-45.",
        ),
        (
            {"author": "The Society", "issued": "in the war", "publisher": "A Press"},
            "The Society. The Letter. A Press, in the war.",
            "The Society. (in the war). The Letter. A Press.",
            "The Society. “The Letter.” A Press, in the war.",
        ),
        (
            {
                "type": "chapter",
                "author": ["Roe, Ann", {"name": "Kim Jong Un", "family": "Kim"}],
                "editor": ["Poe, Bo", "Fox, Cy"],
                "translator": "Hay, Di",
                "container-title": "A Book of Seas",
                "page": "12-34",
                "publisher": "A Press",
                "issued": "1914/1918",
                "DOI": "10.5555/x",
            },
            "Roe, Ann, and Kim Jong Un. “The Letter.” In A Book of Seas, edited by Bo Poe "
            "and Cy Fox, translated by Di Hay. A Press, 1914–1918. https://doi.org/10.5555/x.",
            "Roe, A., & Kim, J. U. (1914–1918). The Letter (D. Hay, Trans.). In B. Poe & C. Fox "
            "(Eds.), A Book of Seas (pp. 12–34). A Press. https://doi.org/10.5555/x",
            "Roe, Ann, and Kim Jong Un. “The Letter.” A Book of Seas, edited by Bo Poe "
            "and Cy Fox, translated by Di Hay, A Press, 1914–1918, pp. 12–34, https://doi.org/10.5555/x.",
        ),
        (
            {"type": "book", "editor": ["Poe, Bo", "Fox, Cy"], "issued": "c. 1848"},
            "Poe, Bo, and Cy Fox, eds. The Letter. [1848?].",
            "Poe, B., & Fox, C. (Eds.). (ca. 1848). The Letter.",
            "Poe, Bo, and Cy Fox, editors. The Letter. [1848?].",
        ),
        (
            {"type": "book", "author": {"name": "김정은", "family": "김"}, "issued": 2021},
            "김정은. The Letter. 2021.",
            "김정은. (2021). The Letter.",
            "김정은. The Letter. 2021.",
        ),
    ],
)
def test_a_document_of_another_corpus(
    manifest: dict[str, Any], chicago: str, apa: str, mla: str
) -> None:
    cited = locus("speech")
    document = Document(id="a", file="a", layout="text", title="The Letter", stated=manifest)
    other = type(cited)("mine", document, "key", cited.flow, cited.records)

    styles = ("chicago-bibliography", "apa-reference", "mla-reference")
    assert [written(other, style) for style in styles] == [chicago, apa, mla]


def test_a_document_that_states_next_to_nothing_is_cited_by_its_title() -> None:
    cited = locus("speech:12")
    document = Document(id="a", file="a", layout="text", title="The Letter")
    other = type(cited)("mine", document, "key", cited.flow, cited.records)

    styles = ("chicago-note", "apa-text", "mla-text", "plain", "pandoc")
    assert [written(other, style) for style in styles] == [
        "The Letter (n.d.), para. 12 (wp8 numbering), beginning “I am fully aware of how.”",
        "(The Letter, n.d., para. 12)",
        "(“The Letter,” par. 12, wp8 numbering)",
        "The Letter, para. 12 (wp8 numbering)",
        "[@key, para. 12]",
    ]


@pytest.mark.parametrize(
    ("language", "guessed", "title"),
    [
        ("", False, "Die Häuser am Hafen"),
        ("de", True, "Die Häuser am Hafen"),
        ("en", True, "Die Häuser Am Hafen"),
    ],
)
def test_only_an_english_title_is_given_capitals(language: str, guessed: bool, title: str) -> None:
    cited = locus("speech:12")
    name = "Die Häuser am Hafen"
    document = Document("a", "a", "text", name, language=language, language_guessed=guessed)
    other = type(cited)("mine", document, "key", cited.flow, cited.records)

    assert [written(other, style) for style in ("apa-text", "mla-text", "mla-reference")] == [
        f"({title}, n.d., para. 12)",
        f"(“{title},” par. 12, wp8 numbering)",
        f"“{title}.”",
    ]


def test_many_citations_at_once_are_what_each_is_alone() -> None:
    loci = [(address, locus(address)) for address in ADDRESSES]
    styles = ["chicago-note", "apa-text", "apa-reference", "mla-text", "chicago-bibliography"]

    together = [citation.text for citation in cite(loci, {name: STYLES[name] for name in styles})]

    # Of each locus one, and each style in turn: alone it is a process of pandoc's.
    for number, (_, cited) in enumerate(loci):
        style = number % len(styles)
        assert together[number * len(styles) + style] == written(cited, styles[style])


HEADINGS = (
    *("Chapter 3", "The 8th Congress", "Plan for 2021", "14:30", "제1장", "pp. 12-14", "{a} 5"),
    *("5", "vol. 2", "4.13 Losses of 2021"),
)


def test_no_figure_of_a_heading_is_a_page() -> None:
    document = Document("a", "a", "markdown", "The Letter")
    blocks = [
        block
        for heading in HEADINGS
        for block in (
            Block("heading", heading, (1, 1), heading),
            Block("paragraph", "One.", (2, 2), heading),
        )
    ]
    flow = list(numbered(document, blocks, Path("a")))
    sections = [
        Locus("mine", document, "key", flow, flow[n : n + 2]) for n in range(0, len(flow), 2)
    ]
    paragraphs = [Locus("mine", document, "key", flow, [record]) for record in flow[1::2]]

    def cited(loci: list[Locus], style: str) -> list[str]:
        return [each.text for each in cite([("", locus) for locus in loci], {style: STYLES[style]})]

    assert cited(paragraphs, "apa-text") == [
        f"(The Letter, n.d., “{heading}” section, para. 1)" for heading in HEADINGS
    ]
    assert cited(sections, "apa-text") == [
        f"(The Letter, n.d., “{heading}” section)" for heading in HEADINGS
    ]
    *named, _, _, _ = HEADINGS
    assert cited(sections, "mla-text") == [
        *(f"(“The Letter,” sec. “{heading}”)" for heading in named),
        *("(“The Letter,” sec. 5)", "(“The Letter,” sec. “vol. 2”)", "(“The Letter,” sec. 4.13)"),
    ]
    assert cited(sections, "chicago-note") == [
        *(f"The Letter (n.d.), sec. “{heading}.”" for heading in named),
        *("The Letter (n.d.), sec. 5.", "The Letter (n.d.), sec. “vol. 2.”"),
        "The Letter (n.d.), sec. 4.13.",
    ]


ALIKE: dict[str, dict[str, Any]] = {
    "opening": {"issued": "2021-01-05", "author": {"name": "Kim Jong Un", "family": "Kim"}},
    "closing": {"issued": "2021-01-12", "author": {"name": "Kim Jong Un", "family": "Kim"}},
    "sister": {"issued": "2021-03-16", "author": {"name": "Kim Yo Jong", "family": "Kim"}},
    "book": {"issued": "2021", "author": "Roe, Ann"},
}


def beside(id_: str, among: Collection[str] | None = None) -> Locus:
    """Return the second paragraph of one of four speeches, with those it could be taken for."""
    cited = locus("speech:12")
    documents = tuple(
        Document(own, own, "text", f"The {own}", stated={"type": "speech", **stated})
        for own, stated in ALIKE.items()
    )
    records = [
        replace(record, document=id_, id=f"{id_}:12", section="", section_id="")
        for record in cited.records
    ]
    rest = replace(cited.flow[0], document=id_, id=f"{id_}:1")
    corpus = replace(CORPUS, documents=documents)
    return Loci(corpus, MemoryBackend([rest, *records]), among).locus(records)


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        # APA 7, 8.19: letters, by date within a year; 8.20: initials of those who share a name.
        ("apa-text", ["(J. U. Kim, 2021a, para. 12)", "(J. U. Kim, 2021b, para. 12)",
                      "(Y. J. Kim, 2021, para. 12)", "(Roe, 2021, para. 12)"]),
        ("apa-reference", ["Kim, J. U. (2021a, January 5). The opening [Speech].",
                           "Kim, J. U. (2021b, January 12). The closing [Speech].",
                           "Kim, Y. J. (2021, March 16). The sister [Speech].",
                           "Roe, A. (2021). The book [Speech]."]),
        # Chicago 18, 13.114: letters, by title within a year.
        ("author-date-text", ["(J. U. Kim 2021b, para. 12, wp8 numbering)",
                              "(J. U. Kim 2021a, para. 12, wp8 numbering)",
                              "(Y. J. Kim 2021, para. 12, wp8 numbering)",
                              "(Roe 2021, para. 12, wp8 numbering)"]),
        ("author-date-reference", ["Kim Jong Un. 2021b. “The opening.” January 5.",
                                   "Kim Jong Un. 2021a. “The closing.” January 12.",
                                   "Kim Yo Jong. 2021. “The sister.” March 16.",
                                   "Roe, Ann. 2021. “The book.”"]),
        # MLA 9, 6.6: a short title; 6.7: initials.
        ("mla-text", ["(J. U. Kim, “The opening,” par. 12, wp8 numbering)",
                      "(J. U. Kim, “The closing,” par. 12, wp8 numbering)",
                      "(Y. J. Kim, par. 12, wp8 numbering)", "(Roe, par. 12, wp8 numbering)"]),
        ("mla-reference", ["Kim Jong Un. “The opening.” 5 Jan. 2021.",
                           "Kim Jong Un. “The closing.” 12 Jan. 2021.",
                           "Kim Yo Jong. “The sister.” 16 Mar. 2021.",
                           "Roe, Ann. “The book.” 2021."]),
    ],
)  # fmt: skip
def test_works_that_could_be_taken_for_one_another_are_told_apart(
    style: str, cited: list[str]
) -> None:
    together = cite([(id_, beside(id_)) for id_ in ALIKE], {style: STYLES[style]})

    assert [citation.text for citation in together] == cited


def test_works_are_told_apart_from_those_alone_that_stand_beside_them() -> None:
    among = ["kim2021-opening", "roe2021-book"]

    assert written(beside("opening", among), "apa-text") == "(Kim, 2021, para. 12)"
    assert written(beside("closing", among), "apa-text") == "(Kim, 2021b, para. 12)"
    assert written(beside("sister", []), "mla-text") == "(Kim, par. 12, wp8 numbering)"
    with pytest.raises(UnknownNameError) as caught:
        beside("sister", ["kim2021-openings"])
    assert caught.value.message == "no document is cited as kim2021-openings"


def test_of_works_of_other_years_one_of_each_name_stands_beside_a_work() -> None:
    said = {
        "one": ("Kim, Ann", "2021"),
        "same": ("Kim, Ann", "2021-03"),
        "old": ("Kim, Ann", "1950"),
        "older": ("Kim, Ann", "1949"),
        "undated": ("Kim, Ann", ""),
        "her": ("Kim, Bo", "1950"),
        "hers": ("Kim, Bo", "1948"),
        "other": ("Roe, Ann", "2021"),
    }
    documents = tuple(
        Document(own, own, "text", own, stated={"author": author, "issued": date})
        for own, (author, date) in said.items()
    )
    record = replace(locus("speech:12").records[0], document="one", id="one:12")
    loci = Loci(replace(CORPUS, documents=documents), MemoryBackend([record]))

    alike = [document.id for document, _ in loci.locus([record]).alike]
    assert alike == ["same", "old", "undated", "her"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("speech:12", "para. 12 (wp8 numbering), beginning “I am fully aware of how,”"),
        ("paper:t1.5", "table 1, row 5 (wp8 numbering), beginning “Kim Tok-Hun,”"),
        ("paper:II", "sec. II,"),
    ],
)
def test_what_is_said_of_a_number_stands_beside_it(address: str, said: str) -> None:
    cited = locus(address)
    stated = {"type": "speech", "issued": "2021", "URL": "https://example.org/a"}
    there = replace(cited, document=Document("a", "a", "text", "The Letter", stated=stated))

    note = f"“The Letter,” 2021, {said} https://example.org/a."
    assert written(there, "chicago-note") == note


def in_style_of(path: Path, cited: Locus) -> list[str]:
    """Return a locus in the text and its document in the bibliography of a style in a file."""
    styles = named_styles([], [str(path)], lambda _: None)
    return [citation.text for citation in cite([("", cited)], styles)]


def test_a_style_in_a_file_is_cited_by() -> None:
    folder = Path(shipped("apa").file).parent

    assert in_style_of(folder / "apa.csl", beside("opening")) == [
        "(J. U. Kim, 2021a, para. 12, wp8 numbering)",
        "Kim, J. U. (2021a, January 5). The opening.",
    ]
    assert in_style_of(folder / "chicago-notes-bibliography.csl", beside("opening"))[0] == (
        "Kim Jong Un, “The opening,” January 5, 2021, para. 12 (wp8 numbering)."
    )
    assert list(named_styles(["cts"], [str(folder / "apa.csl")], lambda _: None)) == [
        *("apa-text", "apa-reference", "cts")
    ]


CSL = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
LINK = "http://www.zotero.org/styles/nature"


@pytest.mark.parametrize(
    ("style", "message"),
    [
        ("", "FILE: is no style of CSL: no element found: line 1, column 0"),
        ("<style/>", "FILE: is no style of CSL: its <style> is not one of CSL"),
        ("<html/>", "FILE: is no style of CSL: its root is <html>"),
        (f"{CSL}<info/></style>", "FILE: has no citations"),
        (" " * 2**20 + "<style/>", "FILE: is no style of CSL: it is too large"),
        (
            f'{CSL}<info><link rel="independent-parent" href="{LINK}"/></info></style>',
            "FILE: has no citations, but stands for another style",
        ),
        (
            f'{CSL}<info/><macro name="a"><text macro="a"/></macro><citation><layout>'
            '<text macro="a"/></layout></citation></style>',
            "a.csl: no style to cite by: takes pandoc more than 512MB of memory",
        ),
        (
            f"{CSL}<info/><citation/></style>",
            "a.csl: no style to cite by: pandoc cannot read it as json: CiteprocParseError: "
            "No layout element present in citation",
        ),
    ],
)
def test_a_style_that_nobody_can_cite_by_is_one_line(
    tmp_path: Path, style: str, message: str
) -> None:
    path = tmp_path / "a.csl"
    path.write_text(style)

    with pytest.raises(ExportError) as caught:
        named_styles([], [str(path)], lambda _: None)
    assert caught.value.message == message.replace("FILE", str(path))


@pytest.mark.parametrize("name", ["absent.csl", ".", "broken.csl"])
def test_who_has_no_style_hears_where_styles_are(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.csl").write_text("<style")

    with pytest.raises(Wp8Error) as caught:
        named_styles([], [str(tmp_path / name)], lambda _: None)
    assert caught.value.hint == (
        "styles are at github.com/citation-style-language/styles and zotero.org/styles"
    )


def test_a_number_says_that_it_is_a_paragraph_where_the_entry_has_pages() -> None:
    cited = locus("speech:12-14")
    stated = {"type": "article-journal", "page": "12-34"}
    paged = replace(cited, document=Document("a", "a", "text", "The Letter", stated=stated))

    assert written(cited, "autocite") == r"\autocite[12--14]{kim2021}"
    assert written(paged, "autocite") == r"\autocite[paras.~12--14]{kim2021}"
    assert written(cited, "autocite-mla") == r"\autocite[pars.~12--14]{kim2021}"
    assert written(paged, "autocite-mla") == r"\autocite[pars.~12--14]{kim2021}"
    assert written(locus("paper:n7"), "autocite-mla") == r"\autocite[n.~7]{li-nd}"


@pytest.mark.parametrize(
    ("style", "one", "several", "own"),
    [
        ("plain", "The Letter, p. iv", "The Letter, pp. iv–5", "The Letter, p. A‑1"),
        ("chicago-note", "The Letter (n.d.), iv.", "The Letter (n.d.), iv–5.", None),
        ("apa-text", "(The Letter, n.d., p. iv)", "(The Letter, n.d., pp. iv–5)", None),
        ("mla-text", "(“The Letter” iv)", "(“The Letter” iv–5)", None),
        ("pandoc", "[@key, p. iv]", "[@key, pp. iv-5]", "[@key, p. A‑1]"),
        ("autocite", "\\autocite[p.~iv]{key}", "\\autocite[pp.~iv--5]{key}", None),
    ],
)
def test_what_stands_on_pages_with_numbers_is_cited_by_these(
    style: str, one: str, several: str, own: str | None
) -> None:
    document = Document("a", "a", "pdf", "The Letter")
    blocks = [
        Block("paragraph", "One.", (n, n), pages=(n, n), page_labels=labels)
        for n, labels in enumerate((("iv", "iv"), ("iv", "5"), ("A-1", "A-1"), ("6", "6")), start=1)
    ]
    flow = list(numbered(document, blocks, Path("a")))
    loci = [Locus("mine", document, "key", flow, [record]) for record in flow]

    assert written(loci[0], style) == one
    assert written(loci[1], style) == several
    assert own is None or written(loci[2], style) == own


def test_who_stands_beside_a_work_is_told_by_one_look_at_each_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    class Key(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            compared.append(other)
            return super().__eq__(other)

    documents = tuple(Document(f"d{place}", "f", "text", "t") for place in range(300))
    own = {document.id: Key(f"{document.id}-nd") for document in documents}
    monkeypatch.setattr("wp8.citation.loci.keys", lambda _: own)
    record = replace(locus("speech:12").records[0], document="d0", id="d0:12")
    loci = Loci(replace(CORPUS, documents=documents), MemoryBackend([record]))

    assert len(loci.locus([record]).alike) == 299
    assert not compared
