"""What is made of one record grows with its length, and not with the square of it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from counted_steps import steps

from wp8.analysis.counts.concordance import concordance
from wp8.analysis.passages.locate import locate
from wp8.corpus.quotations import quotations
from wp8.index.scan.backend import MemoryBackend
from wp8.index.whoosh.writer import write_index
from wp8.model import Record
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.tree import InSentence, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wp8.query.tree import Node

THE: Phrase = Phrase(((("the",),),))
SHORT, LONG = 200, 400


def record(text: str) -> Record:
    return Record(
        *("d:1", "d", "paragraph", "", 1, 1, text, "d.txt", (1, 1)), quotes=quotations(text, "")
    )


def stood(tree: Node, text: str) -> Callable[[], object]:
    view = TextView(record(text))
    # What a view has is made when it is first asked for.
    match(tree, view)
    return lambda: match(tree, view)


def lined_up(text: str, window: int | None) -> Callable[[], object]:
    made = record(text)
    found = match(THE, TextView(made))
    assert found
    return lambda: list(concordance([(made, found.stretches)], window=window))


def located(text: str) -> Callable[[], object]:
    backend = MemoryBackend([record(text)])
    return lambda: locate("the", backend)


@pytest.mark.parametrize(
    "work",
    [
        lambda n: lined_up("Of the plan. " * n, 3),
        lambda n: lined_up("Of the plan. " * n, None),
        lambda n: located("Of the plan. " * n),
        lambda n: stood(Phrase(((("of",),), (("the",),)), distance=3), "of the plan " * n),
        lambda n: stood(replace(THE, layer="only"), "“Of the plan,” he said. " * n),
    ],
    ids=["lines", "lines of sentences", "places", "near", "quoted"],
)
def test_a_record_twice_as_long_takes_twice_the_steps(
    work: Callable[[int], Callable[[], object]],
) -> None:
    short, long = map(work, (SHORT, LONG))
    # What is made once, however much is read.
    short()

    assert steps(long) < 2.2 * steps(short)


def test_sentences_ask_a_record_once_for_what_it_has() -> None:
    asked = []

    class Asked(TextView):
        def places(self, words: frozenset[str]) -> Sequence[int]:
            asked.append(words)
            return super().places(words)

        def positions(self, term: str) -> Sequence[int]:
            asked.append(frozenset([term]))
            return super().positions(term)

    assert match(InSentence((THE,)), Asked(record("Of the plan. " * SHORT)))
    assert asked == [frozenset(["the"])]


@pytest.mark.slow
def test_whoosh_is_given_a_word_of_a_record_in_linear_time(tmp_path: Path) -> None:
    # Of the processor alone, and both texts too long to be remembered: what grows with the square
    # takes 16 times as much.
    def cost(size: int) -> float:
        long = record("the " * size)
        took = []
        for number in range(3):
            folder = tmp_path / f"{size}-{number}"
            folder.mkdir()
            begun = time.process_time()
            write_index(str(folder), [long])
            took.append(time.process_time() - begun)
        return min(took)

    assert cost(80_000) < 8 * cost(20_000)
