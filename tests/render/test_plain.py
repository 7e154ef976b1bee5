"""Results for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.contents import Contents, Entry
from wp8.model import Hit, Record
from wp8.query.explain import Explanation, Part
from wp8.query.language.expand import Reading
from wp8.render.plain import contents_lines, explanation_lines, hit_lines, record_lines
from wp8.render.terminal import Look
from wp8.results import Records, SearchResult

if TYPE_CHECKING:
    from wp8.corpus.document import Corpus


def record(id_: str, text: str) -> Record:
    """Return a paragraph of this id and text."""
    return Record(
        id=id_,
        document=id_.partition(":")[0],
        kind="paragraph",
        section="",
        number=1,
        number_in_section=1,
        text=text,
        file="a.txt",
        lines=(1, 1),
    )


ONE, TWO, THREE = (record(f"a:{number}", f"text {number}") for number in (1, 2, 3))
ALONE = Hit(TWO, 1.0, ((0, 4),))
AMONG_OTHERS = Hit(TWO, 1.0, ((5, 6),), (ONE,), (THREE,))


class NoSources:
    """A corpus whose titles no line needs."""

    folder = ""

    def titles(self) -> dict[str, str]:
        """Fail: to load them takes time."""
        raise AssertionError

    def line(self, command: str) -> str:
        """Fail: no line of text says it."""
        raise AssertionError(command)

    @property
    def sources(self) -> Corpus:
        """Fail: to load them takes time."""
        raise AssertionError


LOOK = Look(colored=False, mark=None, corpus=NoSources())


def lines_of(*hits: Hit, mark: tuple[str, str] | None = None, color: bool = False) -> list[str]:
    """Return the lines of these hits."""
    look = LOOK._replace(colored=color, mark=mark)
    return list(hit_lines(SearchResult("q", hits, len(hits), 0, {}), look))


def test_a_hit_is_a_line_of_its_id_and_its_text() -> None:
    assert lines_of(ALONE) == ["a:2\ttext 2\n"]


def test_matches_are_marked_on_request() -> None:
    assert lines_of(ALONE, mark=("<", ">")) == ["a:2\t<text> 2\n"]


def test_marks_may_be_empty_on_one_side() -> None:
    assert lines_of(ALONE, mark=("*", "")) == ["a:2\t*text 2\n"]


def test_colour_is_of_the_id_and_the_matches() -> None:
    assert lines_of(ALONE, color=True) == ["\x1b[1;35ma:2\x1b[0m\t\x1b[1;4;31mtext\x1b[0m 2\n"]


def test_a_mark_takes_the_place_of_the_colour_of_matches() -> None:
    assert lines_of(ALONE, mark=("<", ">"), color=True) == ["\x1b[1;35ma:2\x1b[0m\t<text> 2\n"]


def test_groups_are_parted_by_a_line_and_their_neighbours_told_by_a_sign() -> None:
    assert lines_of(AMONG_OTHERS, ALONE, mark=("<", ">")) == [
        "a:1-\ttext 1\n",
        "a:2\ttext <2>\n",
        "a:3-\ttext 3\n",
        "--\n",
        "a:2\t<text> 2\n",
    ]
    assert "--\n" not in lines_of(ALONE, ALONE)


def test_a_text_is_one_line_and_harmless() -> None:
    lines = list(record_lines(Records([record("a:1", "name\tpost\x1b[31m\nnext")]), LOOK))

    assert lines == ["a:1\tname|post␛[31m next\n"]


def test_contents_are_three_cells_a_line() -> None:
    entries = [Entry("a", "a:1-2", "A \x1b title", 0), Entry("a:n1", "a:n1", "note", 2)]

    assert list(contents_lines(Contents(entries), LOOK)) == [
        "a\ta:1-2\tA ␛ title\n",
        "a:n1\ta:n1\tnote\n",
    ]


def test_an_explanation_is_the_query_as_read_and_each_part() -> None:
    explanation = Explanation(
        "a AND b*",
        "a AND (b|ba)",
        (Part("b*", 3, 5),),
        (Reading("b*", "words that match", ("b", "ba")), Reading("a", "as it stands", ())),
    )

    assert list(explanation_lines(explanation)) == [
        "query     a AND b*\n",
        "searched  a AND (b|ba)\n",
        "  b*: 3 paragraphs, 5 occurrences\n",
        "  b*, words that match: b, ba\n",
        "  a, as it stands\n",
    ]
