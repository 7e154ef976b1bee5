"""A locus in each style, letter by letter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from shipped_loci import locus

from wp8.citation.locus import Locus
from wp8.citation.pandoc import Request, answers, has_pandoc
from wp8.citation.reference import reference
from wp8.citation.styles import STYLES, cite
from wp8.corpus.document import Document
from wp8.corpus.readers.block import Block
from wp8.corpus.records import numbered
from wp8.errors import ExportError

pytestmark = pytest.mark.slow

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
    (citation,) = cite([("", cited)], [style])
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
    assert {written(locus(a), style) for a in ADDRESSES if "speech" in a} == {speech}
    assert {written(locus(a), style) for a in ADDRESSES if "paper" in a} == {paper}


def test_the_title_of_a_reference_in_apa_style_is_in_italics() -> None:
    (citation,) = cite([("speech:12", locus("speech:12"))], ["apa-reference"])

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
    assert raised.value.hint == "install it: python -m pip install pypandoc-binary"
    assert not has_pandoc()


def test_what_looks_like_markup_is_text() -> None:
    title = "<b>A</b> *b* $x$ [c](d) “e” -- @f"
    item = {"id": "k", "type": "book", "title": title, "author": [{"literal": "N"}]}

    (entry,) = answers([Request("apa", item, is_entry=True)])

    assert entry.text == f"N. (n.d.). {title}."


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

    together = [citation.text for citation in cite(loci, styles)]

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
        return [written(locus, style) for locus in loci]

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
