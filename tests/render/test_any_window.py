"""Every view in windows of 40 to 200 columns: all is there, or is said to be left out."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import wp8
from wp8.analysis.counts.frequency import GroupFrequency
from wp8.analysis.counts.table import Table
from wp8.corpus.document import Group
from wp8.corpus.editions.past import NumberChange, NumberChanges
from wp8.corpus.glossary import Glossary
from wp8.export.counts import shown
from wp8.render.concordance import concordance_view
from wp8.render.console import WIDEST, theme
from wp8.render.passages.views import checked_view, kept_view, located_view, parallels_view
from wp8.render.reading.page import records_view
from wp8.render.tables import dispersion_view, heading, table_view
from wp8.render.terminal import Look
from wp8.render.themes import DEFAULT
from wp8.render.views import (
    audit_view,
    contents_view,
    documents_view,
    glossary_view,
    number_changes_view,
    result_view,
    similar_view,
)
from wp8.render.writer import RESULTS
from wp8.words.characters import has_no_blanks
from wp8.workspace.settings import settings as settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from wp8.analysis.counts.similar import SimilarRecords
    from wp8.analysis.counts.table import Concordance, Dispersion
    from wp8.analysis.passages.draft import CheckedDraft
    from wp8.analysis.passages.located import Locations
    from wp8.analysis.passages.parallels import Parallels
    from wp8.corpus.basket.kept import Kept
    from wp8.corpus.care.documents import Documents
    from wp8.corpus.contents import Contents
    from wp8.corpus.receipts.receipt import Audit
    from wp8.results import Records, SearchResult

WIDTHS: Final = st.integers(40, 200)
SIZES: Final = (1, 5, 21, 300)
STAMP: Final = f"wp8:sha256:{0:064}:frequency"
# A heading longer than the narrowest window, and forms of other scripts.
SECTION: Final = "A heading as long as one that a chapter of a book may well have, I think"
# Marks that are nothing leave the words of a match as they are.
LOOK: Final = Look(colored=False, mark=("", ""), corpus=wp8.Corpus(settings_of()))
OTHERS: Final = "السَّلَامُ عَلَيْكُم 조선로동당 和平 중앙위원회"


def on_screen(views: Iterable[RenderableType], width: int) -> str:
    """Return what a window of `width` columns shows, no line of which is wider."""
    styles = theme(DEFAULT)
    console = Console(file=StringIO(), width=width, color_system=None, theme=styles)
    with console.capture() as captured:
        for view in views:
            console.print(view)
    lines = captured.get().splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    return captured.get()


def whole(text: str) -> Iterator[str]:
    """Yield what no end of a line may break: words, or characters of scripts without blanks."""
    for word in text.split():
        yield from word if has_no_blanks(word) else (word,)


def missing(texts: Iterable[str], screen: str) -> list[str]:
    """Return which words of `texts` the screen has not as often as they have.

    One that is wider than the window may be broken.
    """
    width = max(map(cell_len, screen.splitlines()))
    lacking = Counter(chain.from_iterable(map(whole, texts))) - Counter(whole(screen))
    squeezed = "".join(screen.split())
    return [word for word in lacking if cell_len(word) <= width or word not in squeezed]


def assert_has_all(table: Table, screen: str) -> None:
    """Assert that every cell of a table is on the screen, or in a column that is left out."""
    table = table.as_text()
    said = re.search(r"^(\d+) columns? left out", screen, re.M)
    kept = len(table.columns) - (int(said[1]) if said else 0)
    cells = [shown(cell) for row in table.cells for cell in row[:kept]]
    names = [re.split(r"[\s_/-]+", heading(column)) for column in table.columns[:kept]]

    assert missing(cells, screen) == []
    assert [part for name in names for part in name if part not in screen] == []


WORDS: Final = st.one_of(
    st.text(st.sampled_from("abcdefg'-"), min_size=1, max_size=30),
    st.text(st.sampled_from("和平中央委員會"), min_size=1, max_size=30),
    st.text(st.sampled_from("조선로동당"), min_size=1, max_size=15),
    st.sampled_from(OTHERS.split()),
)
TEXTS: Final = st.lists(WORDS, max_size=8).map(" ".join)
FIGURES: Final = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.none(), st.booleans()
)
COLUMNS: Final = st.one_of(
    st.from_regex(r"[a-z]{1,12}([-_][a-z]{1,12}){0,5}(_per_thousand)?", fullmatch=True), WORDS
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a table of any columns: texts, and figures."""
    names = draw(st.lists(COLUMNS, min_size=1, max_size=24, unique=True))
    kinds = [draw(st.sampled_from([TEXTS, FIGURES])) for _ in names]
    rows = draw(st.lists(st.tuples(*kinds), min_size=1, max_size=3))
    return Table("frequency", tuple(names), rows, {"counted": "words"}, {}, stamp=STAMP)


@pytest.mark.parametrize("width", [40, 41, 60])
def test_no_comma_stands_alone_after_a_name_as_wide_as_the_window(width: int) -> None:
    documents = ", ".join(letter * width for letter in "ab")
    table = Table("frequency", ("form",), [("plan",)], {"documents": documents}, {}, stamp=STAMP)
    lines = on_screen(table_view(table, LOOK), width).splitlines()

    assert ["a" * (width - 1), "a,"] == [line for line in lines if line.startswith("a")]


def test_in_a_wide_window_text_is_no_wider_than_is_readable() -> None:
    said = {"counted": "words " * 60}
    table = Table("frequency", ("form", "section"), [("plan", SECTION * 3)], said, {}, stamp=STAMP)
    above, below = on_screen(table_view(table, LOOK), 200).split("\n\n")

    assert max(map(cell_len, above.splitlines())) == len("plan  ") + 72
    assert 90 < max(map(cell_len, below.splitlines())) <= WIDEST


def list_of(documents: int) -> Table:
    """Return a list of frequencies with two columns for each of so many documents."""
    columns = ["form", "frequency", "per_thousand"]
    for number in range(documents):
        columns += [f"letter{number}", f"letter{number}_per_thousand"]
    row = ("self-reliance", *(1000.5 + number for number in range(len(columns) - 1)))
    return Table("frequency", tuple(columns), [row], {"counted": "words"}, {}, stamp=STAMP)


NAMES: Final = tuple("a" * length for length in (1, 6, 7, 9, 10))
EMPTY: Final = Table("frequency", NAMES, [("",) * 5] * 2, {}, {}, stamp=STAMP)
WIDE: Final = Table("frequency", ("form", "document"), [("plan", "d" * 40)], {}, {}, stamp=STAMP)


@settings(max_examples=60)
@given(tables(), WIDTHS)
@example(list_of(11), 80)
@example(list_of(200), 40)
@example(EMPTY, 40)
@example(WIDE, 40)
def test_a_table_has_every_figure_and_every_word_whole(table: Table, width: int) -> None:
    assert_has_all(table, on_screen(table_view(table, LOOK), width))


@pytest.mark.parametrize(
    ("documents", "width", "left_out"),
    [
        (5, 80, None),
        (20, 80, None),
        (20, 40, "26 columns left out (letter7, letter7 ‰,"),
    ],
)
def test_columns_are_left_out_only_where_there_are_very_many(
    documents: int, width: int, left_out: str | None
) -> None:
    screen = on_screen(table_view(list_of(documents), LOOK), width)
    said = [line.strip() for line in screen.splitlines() if "left out" in line]

    assert said == ([left_out] if left_out else [])


def letter(number: int) -> str:
    """Return a letter that has words of all letters, and words of its own."""
    own = " ".join(f"word{number}x{place}" for place in range(12))
    return (
        f"# Letter {number}\n\nPeace to the house and its self-reliance, {own}.\n\n"
        f"## {SECTION}\n\nPeace, peace: {OTHERS}. {'The boat is late. ' * (number % 40)}\n"
    )


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, wp8.Corpus]]:
    """Yield a corpus of each size, opened."""
    opened = {}
    for size in SIZES:
        folder = tmp_path_factory.mktemp(f"letters{size}")
        manifest = ['name = "letters"']
        for number in range(1, size + 1):
            (folder / f"{number}.md").write_text(letter(number), encoding="utf-8")
            manifest.append(
                f'[[document]]\nid = "letter{number}"\nfile = "{number}.md"\n'
                f'layout = "markdown"\ntitle = "Letter {number} to the people at home"\n'
            )
        (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
        (folder / "corpus.toml").write_text("\n".join(manifest), encoding="utf-8")
        opened[size] = wp8.open(str(folder), index=str(tmp_path_factory.mktemp("index")))
    yield opened
    for corpus in opened.values():
        corpus.close()


def has_records(found: Records, screen: str) -> None:
    (record,) = found
    assert missing([f"{record.id} {record.text} {SECTION}, Letter 1 to the people"], screen) == []


def has_hits(found: SearchResult, screen: str) -> None:
    documents = sorted(found.documents.items(), key=lambda each: each[1], reverse=True)[:5]
    more = len(found.documents) - 5
    said = " ".join(screen.split())

    assert missing([text for hit in found for text in (hit.id, hit.text)], screen) == []
    assert all(f"{name} {own.total} · {own.occurrences}" in said for name, own in documents)
    assert (f"and {more} more)" in said) == (more > 0)


def has_likeness(found: SimilarRecords, screen: str) -> None:
    tied = [f"{each.score:.2f} {', '.join(each.words)} {each.text}" for each in found]

    assert missing([*tied, *found.formulas.values()], screen) == []


def has_contents(found: Contents, screen: str) -> None:
    assert missing([f"{entry.address} {entry.label}" for entry in found], screen) == []


def has_bars(table: Table, screen: str) -> None:
    """Assert that all of the table is there, and a bar for each figure but 0 or no bar at all."""
    assert_has_all(table, screen)
    shares = sum(bool(row[4]) for row in table.cells)

    assert len(re.findall("[█▏▎▍▌▋▊▉]+", screen)) in (0, shares)


def has_lines(table: Concordance, screen: str) -> None:
    texts = ["".join(row[1:4]) for row in table.cells]
    is_said = "words that do not fit the window are left out" in " ".join(screen.split())

    assert missing([row[0] for row in table.cells], screen) == []
    assert screen.count("self-reliance") == len(table) + table.stamp.count("self-reliance")
    assert is_said == bool(missing(texts, screen))


def has_places(table: Dispersion, screen: str) -> None:
    assert_has_all(table, screen)
    most = sorted((len(each.positions) for each in table.places), reverse=True)
    said = [f"{len(most) - 5} more documents with {sum(most[5:])} occurrences:"] * (len(most) > 5)
    drawn = re.findall(r"^letter\d+, [\d,]+ words$", screen.replace(" \n", "\n"), re.M)

    assert len(drawn) == min(5, len(most))
    assert re.findall(r"\d+ more documents with \d+ occurrences:", screen) == said


def has_pairs(found: Parallels, screen: str) -> None:
    assert missing([each.text for each in found if each.verbatim], screen) == []
    assert missing([f"{each.score:.2f}" for each in found], screen) == []


def has_citations(found: Locations, screen: str) -> None:
    texts = [f"{each.score:.2f} {each.text} {each.citation}" for each in found]

    assert missing(texts, screen) == []


def has_quotations(found: CheckedDraft, screen: str) -> None:
    assert missing([each.text for each in found], screen) == []
    assert "".join(screen.split()).count(f"{found[0].file}:{found[0].where}") == len(found) == 3


def has_receipts(found: Audit, screen: str) -> None:
    said = [f"{each.document} {each.whole}" for each in found]

    assert missing(said, screen) == []


def has_documents(found: Documents, screen: str) -> None:
    said = [f"{each.id} {each.title} {each.words} words · {each.state}" for each in found]

    assert missing(said, screen) == []


def has_groups(found: Glossary, screen: str) -> None:
    said = [f"{' | '.join(group.forms)} {group.rests_on}" for group in found]

    assert missing(said, screen) == []


def renumbered(corpus: wp8.Corpus) -> NumberChanges:
    """Return what became of two numbers of each document, as after a paragraph at its head."""
    found = []
    for each in corpus.documents():
        about = (each.id, "a1b2c3d4", "2026-11-20")
        ids = [f"{each.id}:{number}" for number in (1, 2, 7, 8, 9)]
        found.append(NumberChange(*about, "renumbered", ids[0], (ids[1],)))
        found.append(NumberChange(*about, "altered", ids[2], tuple(ids[3:])))
    return NumberChanges(found)


def has_changes(found: NumberChanges, screen: str) -> None:
    said = [f"{each.old.partition(':')[2]} {each.change}: {' '.join(each.new)}" for each in found]

    assert missing(said, screen) == []
    assert screen.count("a1b2c3d4") == len(found) / 2


def kept(corpus: wp8.Corpus) -> Kept:
    """Return what is kept of a corpus once something is."""
    corpus.keep("letter1:1-2", note=f"what of {SECTION}?", tag=["boat", "和平"])
    return corpus.kept()


def has_kept(found: Kept, screen: str) -> None:
    (each,) = found
    said = [each.address, *each.tags, each.kept, each.text, each.note, each.citation]

    assert missing(said, screen) == []


DRAFT: Final = f"He wrote “Peace to the house and its”, “{SECTION}”, “nobody wrote this of me”.\n"
# A question, its view, and what asserts that the view has all of the answer.
QUESTIONS: Final[dict[str, tuple[Any, Any, Any]]] = {
    "frequency": (lambda c: c.frequency(limit=9), table_view, assert_has_all),
    "frequency of": (lambda c: c.frequency("peace", limit=9), table_view, assert_has_all),
    "frequency by": (lambda c: c.frequency("peace", by="document"), table_view, has_bars),
    "collocates": (lambda c: c.collocates("peace", limit=9), table_view, assert_has_all),
    "keyness": (
        lambda c: c.keyness(target="doc:letter1", reference="boat", limit=5),
        table_view,
        assert_has_all,
    ),
    "vocabulary": (lambda c: c.vocabulary(limit=9), table_view, assert_has_all),
    "dispersion": (lambda c: c.dispersion("peace"), dispersion_view, has_places),
    "concordance": (lambda c: c.concordance("self-reliance", limit=9), concordance_view, has_lines),
    "search": (lambda c: c.search("self-reliance", limit=3), result_view, has_hits),
    "show": (lambda c: c.show("letter1:2"), records_view, has_records),
    "contents": (lambda c: c.contents(), contents_view, has_contents),
    "audit": (lambda c: c.audit(), audit_view, has_receipts),
    "docs": (lambda c: c.documents(), documents_view, has_documents),
    "docs changes": (renumbered, number_changes_view, has_changes),
    "glossary": (
        lambda _: Glossary([Group((SECTION, *NAMES, OTHERS), SECTION)] * 2),
        glossary_view,
        has_groups,
    ),
    "similar": (lambda c: c.similar("letter1:2"), similar_view, has_likeness),
    "parallels": (lambda c: c.parallels(within=True, limit=9), parallels_view, has_pairs),
    "kept": (kept, kept_view, has_kept),
    "locate": (lambda c: c.locate("Peace to the house", limit=2), located_view, has_citations),
    "draft": (
        lambda c: c.check_draft(f"{c.settings.corpus}/draft.md"),
        checked_view,
        has_quotations,
    ),
}


BY_YEAR: Final = Table(
    "frequency",
    GroupFrequency._fields,
    [
        GroupFrequency("peace", "", 30, 2000, 15.0, 2, 2),
        GroupFrequency("peace", "1950", 30, 1000, 30.0, 1, 1),
        GroupFrequency("peace", "1951", 0, 1000, 0.0, 0, 1),
        GroupFrequency("boat", "", 1, 2000, 0.5, 1, 2),
        GroupFrequency("boat", "1950", 0, 1000, 0.0, 0, 1),
        GroupFrequency("boat", "1951", 1, 1000, 1.0, 1, 1),
    ],
    {"by": "year"},
    {},
)


def test_a_figure_by_a_group_has_a_bar_beside_it() -> None:
    lines = on_screen(table_view(BY_YEAR, LOOK), 80).splitlines()[2:8]

    assert [re.sub(r" +", " ", line.strip()) for line in lines] == [
        "peace (all) 30 2,000 15.00 ████ 2 2",
        "peace 1950 30 1,000 30.00 ████████ 1 1",
        "peace 1951 0 1,000 0.00 0 1",
        "boat (all) 1 2,000 0.50 ████ 1 2",
        "boat 1950 0 1,000 0.00 0 1",
        "boat 1951 1 1,000 1.00 ████████ 1 1",
    ]


def test_bars_take_no_room_from_figures() -> None:
    narrow = on_screen(table_view(BY_YEAR, LOOK), 60)

    assert "█" not in narrow
    assert len(narrow.splitlines()) == len(on_screen(table_view(BY_YEAR, LOOK), 80).splitlines())


def test_every_view_is_looked_at() -> None:
    views = {f"{v.__module__}:{v.__name__}" for _, v, _ in QUESTIONS.values()}

    assert views == {f"wp8.render.{shown.view}" for shown in RESULTS.values() if shown.view}


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_view_has_all_that_it_is_of(question: str, corpora: dict[int, wp8.Corpus]) -> None:
    ask, view, has = QUESTIONS[question]
    found = {size: ask(corpus) for size, corpus in corpora.items()}

    @settings(max_examples=12)
    @given(st.sampled_from(SIZES), WIDTHS)
    @example(300, 40)
    @example(5, 60)
    def all_is_there(size: int, width: int) -> None:
        look = LOOK._replace(corpus=corpora[size])
        has(found[size], on_screen(view(found[size], look), width))

    all_is_there()
