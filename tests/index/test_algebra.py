"""How few records `matching` looks at: none where sets and counts of leaves tell the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wp8.index import algebra, evaluate
from wp8.index.algebra import Leaves, leaves_apart
from wp8.index.engines import ENGINES, named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.matching import match
from wp8.query.tree import And, Filter, Maybe, Not, Or, Phrase, Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wp8.query.backend import Backend
    from wp8.query.matching import Match
    from wp8.query.record_view import View
    from wp8.query.tree import Node

    Asked = tuple[Backend, list[Node]]

# Record n has the words that divide it, apart: a12 has w1 w2 w3 w4 w6 w12, each before an x.
NUMBERS = range(1, 121)
TEXTS = [" x ".join(f"w{d}" for d in range(1, n + 1) if n % d == 0) for n in NUMBERS]
RECORDS = [
    Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a.txt", (1, 1))
    for n, text in zip(NUMBERS, TEXTS, strict=True)
]
ORACLE = MemoryBackend(RECORDS)


def word(*tokens: object) -> Phrase:
    return Phrase((tuple((f"w{token}",) for token in tokens),))


def row(*tokens: str) -> Phrase:
    return Phrase(((tokens,),))


@pytest.fixture(scope="module", params=ENGINES)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Backend]:
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    folder: Path = tmp_path_factory.mktemp(request.param)
    engine = named_engine(request.param)
    engine.build(str(folder), iter(RECORDS))
    backend = engine.open(str(folder))
    yield backend
    backend.close()


@pytest.fixture
def asked(opened: Backend, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """An index, and the trees that `matching` was asked for, a record each."""
    trees: list[Node] = []

    def noted(tree: Node, view: View) -> Match | None:
        trees.append(tree)
        return match(tree, view)

    monkeypatch.setattr(algebra, "match", noted)
    return opened, trees


def having(*numbers: int) -> int:
    return sum(all(n % number == 0 for number in numbers) for n in NUMBERS)


TREES = st.recursive(
    st.lists(st.integers(1, 130), min_size=1, max_size=3).map(lambda numbers: word(*numbers))
    | st.just(Filter(("kind:paragraph",))),
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Run, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_of_words_under_any_operators_no_record_is_matched(asked: Asked, tree: Node) -> None:
    backend, trees = asked

    assert backend.search(tree) == ORACLE.search(tree)
    assert trees == []


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Or(tuple(word(n) for n in range(1, 129))), 0),
        (And((word(1), *(Not(word(n)) for n in range(2, 82)))), 0),
        (And((word(1), Not(Or((word(2), row("w3", "x")))))), 0),
        # An x stands fifteen times in the last, more often than a term of an index tells.
        (Or((row("x"), word(5))), 0),
        (And((row("x"), word(5), Not(word(7)))), 0),
        # Words together: a word and the x after it, in all but the record that it ends.
        (Run((word(2), row("x"))), having(2) - 1),
        (Run((word(7), Maybe(row("x")), word(5))), having(7, 5)),
        # A phrase, and a word of it: where both are.
        (Or((row("w5", "x"), word(5), word(2))), having(5) - 1),
        # Two words for one: a sign may stand between them, before all else is told.
        (Or((And((word(5), word(50))), row("x", "w5"))), having(5) + having(50)),
        # Of spellings of several tokens, where those of one follow each other.
        (Phrase(((("w5", "w10"), ("w7", "x")),)), having(7) - 1),
    ],
)
def test_the_records_are_matched_where_words_meet(asked: Asked, tree: Node, expected: int) -> None:
    backend, trees = asked

    assert backend.search(tree) == ORACLE.search(tree)
    assert len(trees) == expected


def test_filters_narrow_the_leaves_that_are_counted_at_once() -> None:
    heading, note = Filter(("kind:heading",)), Filter(("kind:note", "kind:title"))
    words = And((word(1), word(2)))
    either = Filter((*heading.facets, *note.facets))

    assert leaves_apart(And((words, heading, Not(Or((heading, note)))))) == Leaves(
        [word(1), word(2)], all_of=True, without=[either], within=[heading]
    )
    assert leaves_apart(And((heading, note))) is None
    assert leaves_apart(Or((word(1), heading))) is None


def test_where_parts_of_a_run_meet_is_counted_without_a_view(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend, trees = asked
    run = Run((word(2), word(3), word(4)))
    expected = ORACLE.search(run)
    monkeypatch.setattr(algebra, "_follow", None)

    assert backend.search(run) == expected
    assert trees == []


def test_of_a_record_that_is_matched_no_branch_is_read_that_it_does_not_answer(
    asked: Asked,
) -> None:
    backend, trees = asked
    runs = [Run((row("x"), word(n))) for n in range(61, 121)]

    assert backend.search(Or(tuple(runs))) == ORACLE.search(Or(tuple(runs)))
    assert sorted(map(str, trees)) == sorted(map(str, runs))


def test_who_wants_the_first_record_reads_no_more(
    opened: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Node] = []

    def noted(tree: Node, view: View) -> Match | None:
        read.append(tree)
        return match(tree, view)

    monkeypatch.setattr(evaluate, "match", noted)
    near = Phrase(((("w1",),), (("w2",),)), distance=1)

    id_, _ = next(iter(opened.occurrences(near)))

    assert (id_, len(read)) == ("a:2", 1)


def test_the_records_of_a_page_are_found_without_a_table_of_all(tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    from wp8.index.tantivy.backend import TantivyEngine

    engine = TantivyEngine()
    engine.build(str(tmp_path), iter(RECORDS))
    backend = engine.open(str(tmp_path))

    found = backend.records(backend.search(word(1), limit=50).ids)

    assert len(found) == 50
    assert "numbers" not in vars(backend.stored)
    backend.close()
