"""Where a quotation stands, what differs, and what an editor may do to it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wp8.analysis.passages import alignment
from wp8.analysis.passages.locate import Locator, locate
from wp8.analysis.passages.located import Located, Passage, Run
from wp8.analysis.passages.quotation import read_quotation
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record

HARBOR = (
    "The old harbor was closed in winter, and the fishing fleet lay idle for eleven weeks.",
    "No ship entered or left. Merchants sold their furniture to feed the children of the town.",
    "In spring the ice broke – a well-known sight – and the “first ship” brought 10 000 sacks.",
    "조선로동당 제 8 차대회에서 총비서를 선거하였 다.",
)


def record(number: int, text: str, kind: str = "paragraph") -> Record:
    letter = "n" if kind == "note" else ""
    return Record(f"a:{letter}{number}", "a", kind, "", number, number, text, "a.txt", (1, 1))


RECORDS = [record(number, text) for number, text in enumerate(HARBOR, 1)]
BACKEND = MemoryBackend(RECORDS)


def only(quotation: str, records: list[Record] = RECORDS) -> Located:
    (located,) = locate(quotation, MemoryBackend(records))
    return located


def passage_text(located: Located, records: list[Record] = RECORDS) -> str:
    texts = {record.id: record.text for record in records}
    return "\n".join(texts[id_][start:end] for id_, start, end in located.passages)


def changes(located: Located) -> list[Run]:
    return [run for run in located.runs if run.kind != "equal"]


@pytest.mark.parametrize(
    "quotation",
    [
        "the fishing fleet lay idle",
        "The fishing fleet lay idle.",
        "“the fishing fleet lay idle,”",
        "the  fishing\nfleet\tlay idle",
        "the fish-\ning fleet lay idle",
        "the fishing fleet lay-idle",
        "[T]he fishing fleet lay idle",
        "… the fishing fleet lay idle …",
        "[the fishing fleet lay idle]",
    ],
)
def test_what_an_editor_or_a_printer_does_leaves_a_quotation_verbatim(quotation: str) -> None:
    located = only(quotation)

    assert (passage_text(located), located.verbatim, located.score) == (
        "the fishing fleet lay idle",
        True,
        1.0,
    )
    assert located.remarks == ()


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("a wellknown sight", "a well-known sight"),
        ("a well known sight", "a well-known sight"),
        ('the "first ship" brought 10,000 sacks', "the “first ship” brought 10 000 sacks"),
        ("the ice broke—a well-known sight", "the ice broke – a well-known sight"),
        ("조선로동당 제8차대회에서", "조선로동당 제 8 차대회에서"),
        ("총비서를 선거하였다", "총비서를 선거하였 다"),
    ],
)
def test_hyphens_dashes_quotation_marks_and_blanks_do_not_count(
    quotation: str, passage: str
) -> None:
    located = only(quotation)

    assert (passage_text(located), located.verbatim) == (passage, True)


@pytest.mark.parametrize(
    ("quotation", "remarks"),
    [
        ("closed in Winter, and the fishing fleet", ("capitals",)),
        ("closed in winter and the fishing fleet", ("punctuation",)),
        ("Closed in winter, and the fishing fleet;", ()),
        ("closed … And the fishing fleet lay idle", ()),
    ],
)
def test_capitals_and_punctuation_within_are_said_and_no_more(
    quotation: str, remarks: tuple[str, ...]
) -> None:
    located = only(quotation)

    assert (located.verbatim, located.remarks) == (True, remarks)


@pytest.mark.parametrize(
    ("quotation", "change", "score"),
    [
        (
            "the fishing fleet stood idle for eleven weeks",
            Run("replaced", "lay ", "stood "),
            1 - 1 / 8,
        ),
        (
            "the fishing fleet idle for eleven weeks",
            Run("deleted", "lay ", ""),
            1 - 1 / 7,
        ),
        (
            "the whole fishing fleet lay idle for eleven weeks",
            Run("inserted", "", "whole "),
            1 - 1 / 9,
        ),
        (
            "the fishing flet lay idle for eleven weeks",
            Run("replaced", "fleet ", "flet "),
            1 - 0.5 / 8,
        ),
        (
            "Merchants sold their furniture to the children of the town",
            Run("deleted", "feed ", ""),
            1 - 1 / 10,
        ),
        (
            "The old harbor was closed, and the fishing fleet lay idle",
            Run("deleted", "in winter, ", ""),
            1 - 1.2 / 11,
        ),
    ],
)
def test_a_small_mistake_is_found_and_shown(quotation: str, change: Run, score: float) -> None:
    located = only(quotation)

    assert changes(located) == [change]
    assert located.score == pytest.approx(score)
    assert not located.verbatim


def test_the_texts_of_the_runs_make_the_passage() -> None:
    located = only("The [whole] “harbor was … the fleet stayed idle for eleven weeks”")

    assert "".join(run.text for run in located.runs) == passage_text(located)


def test_brackets_are_the_editors_and_what_they_replace_is_left_out() -> None:
    located = only("Merchants sold [all] their furniture to feed [them]")

    assert located.verbatim
    assert [run.kind for run in changes(located)] == ["editorial", "editorial"]
    assert passage_text(located) == "Merchants sold their furniture to feed"


def test_brackets_of_the_text_itself_are_equal() -> None:
    north = [record(1, "[North Korea] Foreign Investment Committee, ed. Investment Guide")]

    assert only("[North Korea] Foreign Investment Committee", north).passages == (
        Passage("a:1", 1, 42),
    )


def test_an_ellipsis_leaves_words_out_in_order() -> None:
    located = only("The old harbor was closed [...] for eleven weeks")

    assert located.verbatim
    assert changes(located) == [Run("omitted", "in winter, and the fishing fleet lay idle ", "")]
    assert locate("for eleven weeks … The old harbor was closed", BACKEND) == []


def test_a_quotation_runs_over_two_paragraphs() -> None:
    located = only("lay idle for eleven weeks. No ship entered or left.")

    assert located.verbatim
    assert located.passages == (Passage("a:1", 59, 84), Passage("a:2", 0, 23))


def test_a_note_between_two_paragraphs_is_passed_over() -> None:
    records = [RECORDS[0], record(1, "See the town's books.", "note"), RECORDS[1]]

    located = only("lay idle for eleven weeks. No ship entered or left", records)
    assert [passage.id for passage in located.passages] == ["a:1", "a:2"]


def test_every_place_of_a_quotation_is_given_in_reading_order() -> None:
    records = [record(1, "Long live the town. Long live the town."), record(2, "the town")]

    assert [located.passages[0] for located in locate("the town", MemoryBackend(records))] == [
        Passage("a:1", 10, 18),
        Passage("a:1", 30, 38),
        Passage("a:2", 0, 8),
    ]


@pytest.mark.parametrize(
    "quotation",
    ["", "…", "[]", "?!", "harbour master", "the fleet", "eleven ships", "the … of … town", "\x00"],
)
def test_what_the_texts_do_not_have_is_not_found(quotation: str) -> None:
    assert locate(quotation, BACKEND) == []


def test_the_nearest_passage_of_what_is_not_found() -> None:
    nearest = Locator(BACKEND).nearest("the fishing fleet lay at anchor for a month")

    assert nearest is not None
    assert passage_text(nearest).startswith("the fishing fleet lay")
    assert Locator(BACKEND).nearest("an entirely different sentence about trains") is None


DRAWN = st.lists(st.sampled_from("a b c the 조 선".split()), min_size=1, max_size=30)
QUOTED = st.lists(st.sampled_from("a b c the 조선 … [d] [b] […] (sic)".split()), max_size=14)


@given(DRAWN, QUOTED.map(" ".join), st.sampled_from([0.0, 0.5, 0.7, 0.9, 1.0]))
def test_no_place_is_passed_over_that_has_the_score(
    words: list[str], text: str, least: float
) -> None:
    quotation = read_quotation(text)
    assume(any(not piece.editorial for piece in quotation.pieces))
    found = alignment.alignments(quotation, words, least=least)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_most", lambda *_: 1e9)

        assert alignment.alignments(quotation, words, least=least) == found
        every = alignment.alignments(quotation, words, least=0)
    best = alignment.best_alignment(quotation, words, least=least)
    if every and every[0].score >= least:
        assert best == every[0]
    else:
        assert best is None or best.score < least
