from pathlib import Path

import pytest

from wp8.corpus.contents import Entry, contents
from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
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
        Entry("report:Report", "report:1", "Report", 1),
        Entry("report:Words", "report:2-3", "Words", 1),
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
