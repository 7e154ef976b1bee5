from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.contents import Entry, contents
from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.names import SectionIds
from wp8.corpus.readers.block import Block
from wp8.corpus.records import numbered, read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.query.address import Addresses

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests" / "mini_corpus"


def entries(folder: Path) -> list[Entry]:
    corpus = load_corpus(folder)
    return list(contents(corpus.documents, read_records(corpus)))


def test_the_contents_are_documents_sections_and_the_other_kinds() -> None:
    assert entries(MINI) == [
        Entry("harbor", "harbor:1-4", "The Harbor", 0),
        Entry("harbor:1-4", "harbor:1-4", "(before the first section)", 1),
        Entry("report", "report:1-3", "[A report]", 0),
        Entry("report:§report", "report:1", "Report", 1),
        Entry("report:§words", "report:2-3", "Words", 1),
        Entry("report:h1-h2", "report:h1-h2", "heading", 2),
        Entry("report:n1", "report:n1", "note", 2),
    ]


def test_the_speech_has_four_parts() -> None:
    speech = [entry for entry in entries(ROOT / "corpus") if entry.address.startswith("speech")]

    assert [(entry.address, entry.ids, entry.label) for entry in speech[1:]] == [
        ("speech:part1", "speech:1-9", "Part 1"),
        ("speech:part2", "speech:10-13", "Part 2"),
        ("speech:part3", "speech:14-83", "Part 3"),
        ("speech:part4", "speech:84-87", "Part 4"),
        ("speech:b1-b8", "speech:b1-b8", "title"),
        ("speech:i1-i6", "speech:i1-i6", "imprint"),
        ("speech:s1-s4", "speech:s1-s4", "salutation"),
        ("speech:e1", "speech:e1", "colophon"),
    ]


def test_the_paper_has_five_sections_under_their_headings() -> None:
    paper = [entry for entry in entries(ROOT / "corpus") if entry.address.startswith("paper:")]

    assert [(entry.address, entry.ids) for entry in paper if entry.depth == 1] == [
        ("paper:1", "paper:1"),
        ("paper:I", "paper:2-7"),
        ("paper:II", "paper:8-14"),
        ("paper:III", "paper:15-20"),
        ("paper:IV", "paper:21-29"),
        ("paper:V", "paper:30-33"),
    ]
    assert paper[0].label == "(before the first section)"
    assert paper[5].label == "V. Conclusion"


@pytest.mark.parametrize("folder", [MINI, ROOT / "corpus"], ids=["mini", "real"])
def test_every_address_of_a_document_or_a_section_names_its_paragraphs(folder: Path) -> None:
    addresses = Addresses(MemoryBackend(read_records(load_corpus(folder))))

    for entry in entries(folder):
        if entry.depth < 2:
            paragraphs = list(addresses.resolve(entry.ids))
            named = addresses.resolve(entry.address)
            assert [id_ for id_ in named if id_.partition(":")[2].isdigit()] == paragraphs


def test_a_document_without_records_is_listed() -> None:
    document = Document(id="a", file="a.txt", layout="text", title="A")

    assert list(contents([document], [])) == [Entry("a", "", "A", 0)]


HEADINGS = st.one_of(
    st.sampled_from(
        [
            *("1.", "4.13.8 Losses", "14:30", "Results, and discussion", "Smith v. Jones", "sec1"),
            *(
                "Chapter 3",
                "The 8th Congress",
                "제1장",
                "II",
                "part 1",
                "n1",
                "2",
                "1-2",
                "§ 5 Ports",
            ),
            *("…", "a/b", "x" * 200, "हिन्दी", "Two  words", "tWO WORDS", "~2", "1/2"),
        ]
    ),
    st.text("ab1./-~§:,'\" é한", min_size=1, max_size=30).filter(str.strip),
)


@given(st.lists(HEADINGS, min_size=1, max_size=6))
def test_every_address_that_is_printed_names_what_stands_under_it(headings: list[str]) -> None:
    blocks = [
        block
        for heading in map(str.strip, headings)
        for block in (
            Block("heading", heading, (1, 1), heading),
            *(Block("paragraph", text, (2, 2), heading) for text in ("One.", "Two.")),
        )
    ]
    document = Document(id="a", file="a.md", layout="markdown", title="A")
    records = list(numbered(document, blocks, Path("a.md")))
    addresses = Addresses(MemoryBackend(records))
    sections = [entry for entry in contents([document], records) if entry.depth == 1]

    assert [entry.ids for entry in sections] == [
        f"a:{2 * place + 1}-{2 * place + 2}" for place in range(len(headings))
    ]
    for number, entry in enumerate(sections):
        own = records[3 * number : 3 * number + 3]
        typed = entry.address.replace("§", "sec") if "§1" in entry.address else entry.address
        assert list(addresses.resolve(typed)) == [record.id for record in own]
        assert list(addresses.resolve(f"{entry.address}/2")) == [own[2].id]
        assert "," not in entry.address.partition(":")[2]


def test_a_section_is_called_by_its_own_number_or_its_first_words() -> None:
    ids = SectionIds()
    found = [
        ids.of(Block("heading", heading, (1, 1), heading))
        for heading in (
            *("1. Introduction", "4.13.8 Losses", "§ 5 Ports", "14:30", "3rd party", "1,000 words"),
            *("Results, and discussion", "제1장 총칙", "हिन्दी भाषा", "…", "RESULTS AND DISCUSSION"),
            "Further consolidate and strengthen",
        )
    ]

    assert found == [
        *("§1", "§4.13.8", "§5", "§14-30", "§3rd-party", "§1-000-words", "§results-and-discussion"),
        *("§제1장-총칙", "§हिन्दी-भाषा", "§section", "§results-and-discussion~2"),
        "§further-consolidate-and",
    ]
