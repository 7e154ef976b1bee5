"""What tantivy's strings tell of words near each other is what `matching` finds in each record."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.index.engines import named_engine
from wp8.index.stored_backend import StoredBackend
from wp8.index.tantivy import term_characters
from wp8.index.tantivy.term_characters import SINGLE
from wp8.model import Record
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.tree import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wp8.index.algebra import Query

pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")

WORDS = "abcd"
JOINTS = (" ", " ", " ", " ", "-", "'", " x ", " y y ")
CELLS = "\t"


def texts() -> Iterator[str]:
    """Yield texts of a few words, some joined; every seventh has cells of a table."""
    rng = random.Random(21)
    for number in range(700):
        joints = JOINTS if number % 7 else (*JOINTS, CELLS)
        yield "".join(rng.choice(WORDS) + rng.choice(joints) for _ in range(rng.randint(0, 14)))


RECORDS = [
    Record(f"a:{number}", "a", "paragraph", "", number, None, text, "a.txt", (1, 1))
    for number, text in enumerate(texts(), 1)
]
VIEWS = [TextView(record) for record in RECORDS]


@pytest.fixture(scope="module", params=[SINGLE, 5], ids=["one character", "x has two"])
def query(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Query]:
    folder: Path = tmp_path_factory.mktemp("near")
    engine = named_engine("tantivy", None, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(term_characters, "SINGLE", request.param)
        engine.build(str(folder), iter(RECORDS))
        backend = engine.open(str(folder))
        assert isinstance(backend, StoredBackend)
        yield backend.query()
        backend.close()


def near(words: list[str], distance: int) -> Phrase:
    """Return the phrase of some words, a slot each; of four, two are in one."""
    own = [words[:2], *([word] for word in words[2:])] if len(words) > 3 else [[w] for w in words]
    return Phrase(tuple(tuple((word,) for word in slot) for slot in own), distance)


@settings(max_examples=40)
@given(words=st.lists(st.sampled_from(WORDS), min_size=2, unique=True), distance=st.integers(0, 6))
def test_near_is_counted_as_matching_counts_it(
    query: Query, words: list[str], distance: int
) -> None:
    phrase = near(words, distance)
    told = dict(query.near(phrase) or ())
    unknown = {number for number, counts in told.items() if counts is None}
    assert unknown <= {n for n, record in enumerate(RECORDS) if CELLS in record.text}
    found = {number: match(phrase, view) for number, view in enumerate(VIEWS)}
    assert {number: counts for number, counts in told.items() if counts} == {
        number: (matched.frequencies[0][1], len(matched.stretches))
        for number, matched in found.items()
        if matched and number not in unknown
    }
    assert unknown >= {n for n, matched in found.items() if matched} - told.keys()


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase(((("a",),), (("a",),)), 2),
        Phrase(((("a", "b"),), (("c",),)), 2),
        Phrase(((("a",),), (("b",),)), 2, layer="only"),
    ],
)
def test_only_matching_tells_of_what_is_no_token_of_one_slot(query: Query, phrase: Phrase) -> None:
    assert query.near(phrase) is None
