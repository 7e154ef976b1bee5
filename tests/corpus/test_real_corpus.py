"""The two sources of the shipped corpus: counts and loci checked by hand, and nothing lost."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.model import Record

FOLDER = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(FOLDER))


@pytest.fixture(scope="module")
def by_id(records: list[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        ("speech.md", "af6b056536d5efd27eb0543977d73f7f6cb61c1e307e269620d21387c7203dab"),
        ("paper.txt", "351f73fccc72918fba6e59638a1215d345ec5f59175476603d049228c12c1aab"),
    ],
)
def test_the_sources_are_the_originals_byte_for_byte(file: str, digest: str) -> None:
    assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == digest


def test_the_records_of_each_kind_are_as_many_as_counted_by_hand(records: list[Record]) -> None:
    assert Counter((record.document, record.kind) for record in records) == {
        ("speech", "title"): 8,
        ("speech", "imprint"): 6,
        ("speech", "salutation"): 4,
        ("speech", "paragraph"): 87,
        ("speech", "colophon"): 1,
        ("paper", "abstract"): 1,
        ("paper", "heading"): 5,
        ("paper", "paragraph"): 33,
        ("paper", "note"): 19,
        ("paper", "table_caption"): 2,
        ("paper", "table_row"): 19,
        ("paper", "source_note"): 1,
        ("paper", "author_note"): 1,
    }


def test_ids_are_unique_and_paragraphs_are_numbered_without_a_gap(records: list[Record]) -> None:
    ids = [record.id for record in records]
    numbered = [record.id for record in records if record.kind == "paragraph"]

    assert len(set(ids)) == len(ids)
    assert numbered == [
        *(f"speech:{number}" for number in range(1, 88)),
        *(f"paper:{number}" for number in range(1, 34)),
    ]


def test_sections_have_the_paragraphs_counted_by_hand(records: list[Record]) -> None:
    sections = Counter((r.document, r.section) for r in records if r.kind == "paragraph")

    assert sections == {
        ("speech", "Part 1"): 9,
        ("speech", "Part 2"): 4,
        ("speech", "Part 3"): 70,
        ("speech", "Part 4"): 4,
        ("paper", ""): 1,
        ("paper", "I"): 6,
        ("paper", "II"): 7,
        ("paper", "III"): 6,
        ("paper", "IV"): 9,
        ("paper", "V"): 4,
    }


@pytest.mark.parametrize(
    ("record_id", "lines", "start", "end"),
    [
        ("speech:1", (25, 25), "At this Congress, the eighth", "in-depth discussions of it."),
        ("speech:4", (31, 33), "Additionally, active", "decisions of the Party Congress."),
        ("speech:13", (53, 53), "The Eighth Central Committee", "organizations and members."),
        ("speech:21", (71, 73), "In the ideals of", "open up a way ahead."),
        ("speech:42", (115, 117), "The success or failure", "economic management is improved."),
        ("speech:47", (127, 129), "The Cabinet and", "cooperation in production."),
        ("speech:52", (139, 141), "We must lay", "of cities and counties."),
        ("speech:66", (169, 171), "We must establish", "a militant party."),
        ("speech:70", (179, 181), "Officials, the commanding", "the advancing ranks."),
        ("speech:80", (201, 203), "The heaviest duties", "all the delegates here."),
        ("speech:84", (213, 215), "We must ready ourselves", "our socialist cause."),
        ("speech:87", (221, 221), "Let us all fight on", "for our great people."),
        ("speech:s4", (211, 211), "Dear delegates,", "Dear delegates,"),
        ("speech:b6", (17, 17), "January 12, Juche 110", "(2021)"),
        ("speech:i6", (21, 21), "Juche 110 (2021)", "(2021)"),
        ("speech:e1", (227, 227), "Published by", "Juche 110 (2021)"),
        ("paper:a1", (1, 1), "[Abstract] In January 2021", "the next five years."),
        ("paper:1", (2, 2), "The 8th Congress of", "the next five years."),
        ("paper:h2", (98, 98), "II. Fully Summarize", "the Self-Reliance Policy"),
        ("paper:14", (110, 110), "In order to implement", "economic development."),
        ("paper:t1.15", (70, 72), "O Su Yong\tChief of the Second", "Commission of the WPK"),
        ("paper:r1", (91, 91), "Source: 《Rodong Shinmun》reported", "January 11, 2021"),
        ("paper:n8", (101, 101), "[North Korea] Foreign Investment", "2018, p. 18."),
        ("paper:n10", (107, 108), "“On Report Made by", "getArticlePage.kcmsf."),
        ("paper:w1", (141, 141), "(Li Chengri is", "Strategy, CASS)"),
    ],
)
def test_a_record_stands_where_the_source_has_it(
    by_id: dict[str, Record], record_id: str, lines: tuple[int, int], start: str, end: str
) -> None:
    record = by_id[record_id]

    assert record.lines == lines
    assert record.text.startswith(start)
    assert record.text.endswith(end)


def test_the_nine_cuts_are_the_only_joins_of_the_speech(records: list[Record]) -> None:
    joins = [r.lines for r in records if r.document == "speech" and r.lines[0] != r.lines[1]]

    assert joins == [
        (31, 33),
        (71, 73),
        (115, 117),
        (127, 129),
        (139, 141),
        (169, 171),
        (179, 181),
        (201, 203),
        (213, 215),
    ]


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        (1, "jongilism”", "; and "),
        (2, "e restored", ". All "),
        (3, "f the WPK.", " The r"),
        (4, "he Party”.", " These"),
        (5, " climate.”", ""),
        (6, " industry.", " All o"),
        (7, "jectives.”", " He al"),
        (8, "14 in 2017", ", whic"),
        (9, "supporting", ", comb"),
        (10, "elopment.”", " The e"),
        (11, "rovisions.", " In th"),
        (12, "f cadres.”", " Kim T"),
        (13, "f the WPK.", " This "),
        (14, "d possess.", " There"),
        (15, "stigation.", " In Se"),
        (16, "struction.", " The c"),
        (17, "its core.”", " In Ma"),
        (18, "of the WPK", ". The "),
        (19, "K in 2016.", " The 7"),
    ],
)
def test_a_note_knows_where_its_mark_stood(
    by_id: dict[str, Record], number: int, before: str, after: str
) -> None:
    note = by_id[f"paper:n{number}"]
    citing = by_id[note.cited_by or ""]

    assert note.id in citing.notes
    assert note.cited_at is not None
    assert citing.text[: note.cited_at].endswith(before)
    assert citing.text[note.cited_at :][:6] == after


def test_equal_notes_stay_apart(by_id: dict[str, Record]) -> None:
    texts = [by_id[f"paper:n{number}"].text for number in range(1, 20)]

    assert texts[4] == texts[9] == texts[15] == texts[16]
    assert len(set(texts)) == 16


def test_the_group_of_the_table_is_carried_down(records: list[Record]) -> None:
    rows = [record for record in records if record.kind == "table_row"]

    assert Counter(row.group for row in rows) == {
        "Members of the Standing Committee of the Political Bureau": 5,
        "Members of the Political Bureau": 14,
    }
    assert [row.number for row in rows] == list(range(1, 20))
    assert rows[4].text == "Kim Tok-Hun\tPremier of North Korea"
    assert [row.number for row in rows if row.text.startswith("Members of")] == [1, 6]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_character_of_the_speech_is_in_one_record_in_order(records: list[Record]) -> None:
    source = (FOLDER / "speech.md").read_text(encoding="utf-8")
    without_marks = re.sub(r"^#+|\*\*", "", source, flags=re.MULTILINE)

    assert bare("".join(r.text for r in records if r.document == "speech")) == bare(without_marks)


def test_every_character_of_the_paper_is_in_one_record_in_order(records: list[Record]) -> None:
    source = (FOLDER / "paper.txt").read_text(encoding="utf-8")
    # The brackets of [Abstract] and of [North Korea] stay, those around a note go.
    source = re.sub(r"\[footnoteRef:\d+\]|\[bookmark: \w+\]|\[\d+:", "", source)
    without_marks = re.sub(r"(?<=[.)])\][ ]*(?=\n|  )", "", source)

    assert bare("".join(r.text for r in records if r.document == "paper")) == bare(without_marks)


def test_the_lines_of_a_record_lead_back_to_its_text(records: list[Record]) -> None:
    sources = {
        file: (FOLDER / file).read_text(encoding="utf-8").split("\n")
        for file in ("speech.md", "paper.txt")
    }
    for record in records:
        first, last = record.lines
        lines = "\n".join(sources[record.file][first - 1 : last])
        assert bare(record.text) in bare(re.sub(r"\[footnoteRef:\d+\]|\*\*", "", lines)), record.id


def test_records_stand_in_the_order_of_their_lines(records: list[Record]) -> None:
    for document in ("speech", "paper"):
        lines = [record.lines for record in records if record.document == document]
        assert lines == sorted(lines)
