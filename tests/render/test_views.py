"""The views of records and hits, at a fixed width."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from wp8.corpus.contents import Contents, Entry
from wp8.corpus.document import Group
from wp8.corpus.glossary import Glossary
from wp8.model import Hit, Record
from wp8.render.console import theme
from wp8.render.reading.page import records_view
from wp8.render.snippet import sentences, snippet
from wp8.render.terminal import Look
from wp8.render.themes import DEFAULT
from wp8.render.views import LONGEST, contents_view, glossary_view, result_view, summary
from wp8.results import Found, Records, SearchResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from wp8.corpus.document import Corpus


class Sources:
    """What knows the documents of the tiny corpus."""

    folder = "/texts"

    def titles(self) -> dict[str, str]:
        """Return the titles of its documents."""
        return {"a": "[A] text"}

    def line(self, command: str) -> str:
        """Return the command line of a command on them."""
        return f"wp8 {command}"

    @property
    def sources(self) -> Corpus:
        """Tell that the manifest was read."""
        raise AssertionError("no link of wp8's own needs the manifest")


LOOK = Look(colored=False, mark=None, corpus=Sources())


def result_of(query: str, hit: Hit, counts: dict[str, tuple[int, int]]) -> SearchResult:
    """Return a result of one hit, and of more that are counted."""
    documents = {name: Found(*count) for name, count in counts.items()}
    total, occurrences = (sum(each) for each in zip(*counts.values(), strict=True))
    corpus = {"name": "tiny", "digest": f"sha256:{0:064}"}
    command = ("search", query)
    return SearchResult(
        query, (hit,), total, occurrences, documents, command=command, corpus=corpus
    )


def record(text: str, **fields: object) -> Record:
    """Return a paragraph of this text, with some of its fields as given."""
    values: dict[str, Any] = {
        "id": "a:1",
        "document": "a",
        "kind": "paragraph",
        "section": "II",
        "number": 1,
        "number_in_section": 3,
        "text": text,
        "file": "a b.txt",
        "lines": (4, 6),
        **fields,
    }
    return Record(**values)


def rendered(views: Iterable[RenderableType], *, width: int = 80, colored: bool = False) -> str:
    """Return what a terminal of `width` columns would get."""
    console = Console(
        file=StringIO(),
        width=width,
        theme=theme(DEFAULT),
        force_terminal=colored,
        color_system="standard" if colored else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for view in views:
            console.print(view)
    return captured.get()


def lines(views: Iterable[RenderableType], *, width: int = 80) -> list[str]:
    """Return the lines that a terminal of `width` columns would show."""
    return [line.rstrip() for line in rendered(views, width=width).splitlines()]


def found(
    text: str, *highlights: tuple[int, int], mark: tuple[str, str] | None = None
) -> list[str]:
    """Return the lines of the text of a hit with these highlights."""
    hit = Hit(record(text), 1.0, highlights)
    result = result_of("q", hit, {"a": (1, len(highlights))})
    shown = result_view(result, LOOK._replace(mark=mark))
    return lines(shown, width=2 * LONGEST)[1:-3]


def hit_view(text: str, **fields: object) -> Iterable[RenderableType]:
    """Return the view of a search that finds a record of this text."""
    hit = Hit(record(text, **fields), 1.0, ())
    return result_view(result_of("q", hit, {"a": (1, 0)}), LOOK)


HEADS: dict[str, dict[str, object]] = {
    "a:1  Section II, paragraph 3 · [A] text": {},
    "a:1  Part 2, paragraph 3 · [A] text": {"section": "Part 2"},
    "a:1  Section II, paragraph 3 · 1 note · [A] text": {"notes": ("a:n1",)},
    "a:1  Section II, paragraph 3 · 2 notes · [A] text": {"notes": ("a:n1", "a:n2")},
    "a:n1  note to a:1 · [A] text": {"id": "a:n1", "kind": "note", "cited_by": "a:1"},
    "a:1  Section II, paragraph 3 · pp. iv–v (4–5 of the file) · [A] text": {
        "pages": (4, 5),
        "page_labels": ("iv", "v"),
    },
    "a:1  Section II, paragraph 3 · p. 4 · [A] text": {"pages": (4, 4), "page_labels": ("4", "4")},
    "a:h1  Section II, heading · [A] text": {"id": "a:h1", "kind": "heading"},
    "a:t1.2  table row, [Leaders] · [A] text": {
        "id": "a:t1.2",
        "kind": "table_row",
        "section": "",
        "group": "[Leaders]",
    },
}


@pytest.mark.parametrize("head", HEADS)
def test_a_head_says_where_a_record_stands(head: str) -> None:
    assert lines(hit_view("The text.", **HEADS[head]))[:3] == [head, "  The text.", ""]


def test_neighbours_stand_about_the_hit_in_order() -> None:
    before, after = record("Before.", id="a:1"), record("After.", id="a:3")
    hit = Hit(record("The hit.", id="a:2"), 1.0, ((4, 7),), (before,), (after,))
    shown = result_view(result_of("hit", hit, {"a": (1, 1)}), LOOK)

    texts = [line for line in lines(shown) if line.startswith("  ")]
    assert texts == ["  Before.", "  The >>hit<<.", "  After."]


def test_the_summary_counts_all_that_is_found_shown_or_not() -> None:
    hit = Hit(record("The hit."), 1.0, ((4, 7),))
    result = result_of("hit", hit, {"a": (700, 800), "b": (534, 878)})

    assert lines([summary(result)]) == [
        "1,234 paragraphs · 1,678 occurrences  (a 700 · 800, b 534 · 878)"
    ]


def test_the_summary_of_many_documents_names_those_with_most() -> None:
    hit = Hit(record("The hit."), 1.0, ((4, 7),))
    counts = {f"letter{n}": (n % 4 + 1, n) for n in range(1, 301)}

    assert " ".join(lines([summary(result_of("hit", hit, counts))])) == (
        "750 paragraphs · 45,150 occurrences  (letter299 4 · 299, letter295 4 · 295, letter291 "
        "4 · 291, letter287 4 · 287, letter283 4 · 283 and 295 more)"
    )


def test_a_long_title_is_not_cut() -> None:
    assert lines(hit_view("The text.", section="Of the harbor"), width=24)[:4] == [
        "a:1  Of the harbor,",
        "    paragraph 3 · [A]",
        "    text",
        "  The text.",
    ]


def test_a_section_that_is_called_as_its_document_or_as_the_record_is_not_named_twice() -> None:
    assert lines(hit_view("The text.", section="[A] text"))[0] == "a:1  paragraph 3 · [A] text"
    assert lines(hit_view("Of it", section="Of it"))[0] == "a:1  paragraph 3 · [A] text"


def test_a_title_is_said_once_for_a_run_of_hits_and_not_of_neighbours() -> None:
    texts = "one", "two", "three", "four"
    records = [record(text, id=f"a:{n}", number=n) for n, text in enumerate(texts, 1)]
    hits = [Hit(records[1], 1.0, (), before=(records[0],)), Hit(records[3], 1.0, ())]
    result = result_of("q", hits[0], {"a": (2, 2)})
    result = replace(result, hits=tuple(hits))

    assert lines(result_view(result, LOOK))[::3][:3] == [
        "a:1  Section II, paragraph 3",
        "a:2  Section II, paragraph 3 · [A] text",
        "a:4  Section II, paragraph 3",
    ]


def test_a_text_with_markup_is_shown_as_it_is() -> None:
    text = "See [bold]this[/bold], [/x], :smile: and [sic]."

    assert found(text, (10, 14)) == ["  See [bold]>>this<<[/bold], [/x], :smile: and [sic]."]


def test_marks_are_those_asked_for() -> None:
    assert found("the plan", (4, 8), mark=("[", "]")) == ["  the [plan]"]


def test_a_link_leads_to_the_line_of_the_source() -> None:
    output = rendered(
        records_view(Records([record("The text.")]), LOOK._replace(colored=True, link="")),
        colored=True,
    )

    assert ";file:///texts/a%20b.txt#L4\x1b\\" in output
    assert "\x1b" not in rendered(records_view(Records([record("The text.")]), LOOK))


@given(
    st.text(st.sampled_from("ab 한국 文.\t[]\x1b"), min_size=1, max_size=120), st.integers(12, 120)
)
def test_no_line_is_wider_than_the_window(text: str, width: int) -> None:
    shown = records_view(Records([record(text)]), LOOK)

    assert all(cell_len(line) <= width for line in rendered(shown, width=width).splitlines())


def test_the_contents_are_a_table_and_a_way_on() -> None:
    entries = [
        Entry("a", "a:1-20", "[A] text", 0),
        Entry("a:II", "a:1-9", "The heading", 1),
        Entry("a:n1-n3", "a:n1-n3", "note", 2),
    ]

    assert lines(contents_view(Contents(entries), LOOK)) == [
        "",
        "a        [A] text  a:1-20",
        "a:II     The heading  a:1-9",
        "a:n1-n3  note",
        "",
        "Read on: wp8 show a    wp8 show paragraph ID[-ID]",
    ]


def test_a_glossary_is_set_to_the_window_what_a_group_rests_on_below_it() -> None:
    groups = Glossary([Group(("Rodong Sinmun", "로동신문"), "the name of [a] paper")])

    assert lines(glossary_view(groups, LOOK), width=18) == [
        "Rodong Sinmun |",
        "    로동신문",
        "  the name of [a]",
        "  paper",
        "",
    ]
    assert "\x1b[36mRodong Sinmun\x1b[0m\x1b[2m | \x1b[0m" in rendered(
        glossary_view(groups, LOOK), colored=True
    )


def test_a_long_address_has_its_label_below() -> None:
    entries = [
        Entry("a", "a:1-20", "[A] text", 0),
        Entry("a:a-very-long-heading", "a:1-9", "A very long heading", 1),
    ]

    assert lines(contents_view(Contents(entries), LOOK), width=36)[1:4] == [
        "a  [A] text  a:1-20",
        "a:a-very-long-heading",
        "   A very long heading  a:1-9",
    ]


LONG = "The first sentence is here. " + "Another is not of interest. " * 30
LAST = "The last one has the plan."


def test_a_short_text_is_shown_whole() -> None:
    text = "One. Two has the plan. Three."

    assert found(text, (17, 21)) == ["  One. Two has the >>plan<<. Three."]


def test_of_a_long_text_the_sentences_with_a_match_are_shown() -> None:
    text = LONG + LAST
    place = len(LONG) + LAST.index("plan")

    assert found(text, (4, 9), (place, place + 4)) == [
        "  The >>first<< sentence is here. … The last one has the >>plan<<."
    ]


def test_what_is_left_out_at_an_end_is_shown_by_dots() -> None:
    text = "Nothing. " + LONG

    assert found(text, (13, 18)) == ["  … The >>first<< sentence is here. …"]


def test_a_match_across_sentences_is_marked_in_a_long_text() -> None:
    place = LONG.index("here")

    assert found(LONG, (place, place + len("here. Another"))) == [
        "  The first sentence is >>here. Another<< is not of interest. …"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One. ", "Two."]),
        ("The U.S. ships came. They left.", ["The U.S. ships came. ", "They left."]),
        ("See p. 18 and No. 42. Then go.", ["See p. 18 and No. 42. ", "Then go."]),
        ("“Is it?” “Yes.” So.", ["“Is it?” ", "“Yes.” ", "So."]),
        ("회의는 끝났다. 당은 갔다.", ["회의는 끝났다. ", "당은 갔다."]),
        ("No end", ["No end"]),
        ("", [""]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(st.sampled_from('aB .!?”"(U1한\n')))
def test_the_sentences_of_a_text_are_all_of_it(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text


@given(
    st.text(st.sampled_from("aB. "), min_size=1, max_size=80),
    st.lists(st.integers(0, 80), max_size=6),
)
def test_a_snippet_has_every_match(text: str, places: list[int]) -> None:
    places = sorted({min(place, len(text)) for place in places})
    highlights = [s for s in zip(places[::2], places[1::2], strict=False) if s[0] < s[1]]

    shown = snippet(text, highlights, longest=10)

    covered = {place for start, end in shown for place in range(start, end)}
    assert {place for start, end in highlights for place in range(start, end)} <= covered
    assert shown == sorted(shown)
    assert len(covered) == sum(end - start for start, end in shown)
