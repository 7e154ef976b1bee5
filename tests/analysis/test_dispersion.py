"""Over which parts of a corpus words are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

import wp8
from wp8.analysis.counts.dispersion import PARTS, dispersion
from wp8.analysis.counts.population import form, population
from wp8.model import Record

if TYPE_CHECKING:
    from conftest import Runner


def record(name: str, section: str, text: str) -> Record:
    document, number = name.split(":")
    place = int(number)
    return Record(name, document, "paragraph", section, place, place, text, "a.txt", (1, 1))


# Of 4, 2, 2 and 8 words in sections of 6, 2 and 8, in documents of 8 and 8.
RECORDS: Final = [
    record("a:1", "I", "the plan a plan"),
    record("a:2", "I", "a plan"),
    record("a:3", "II", "no word"),
    record("b:1", "I", "no plan of b is a great word"),
]


def spread(parts: str, *measures: str) -> Any:  # noqa: ANN401 - a row
    words = population(RECORDS, form)
    found = {"plan": words.occurrences_of(("plan",))}
    (row,) = dispersion(words, found, parts=parts, measures=measures).rows
    return row


@pytest.mark.parametrize(
    ("parts", "range_", "number", "dp", "smallest"),
    [
        # v = 2/4 1/4 0 1/4, s = 4/16 2/16 2/16 8/16
        ("paragraph", 3, 4, 6 / 16, 2 / 16),
        # v = 3/4 0 1/4, s = 6/16 2/16 8/16
        ("section", 2, 3, 6 / 16, 2 / 16),
        # v = 3/4 1/4, s = 8/16 8/16
        ("document", 2, 2, 4 / 16, 8 / 16),
    ],
)
def test_words_are_spread_over_paragraphs_sections_or_documents(
    parts: str, range_: int, number: int, dp: float, smallest: float
) -> None:
    row = spread(parts)

    assert (row.frequency, row.range, row.parts) == (4, range_, number)
    assert row.dp == pytest.approx(dp)
    assert row.dp_norm == pytest.approx(dp / (1 - smallest))


def test_the_distances_of_a_word_are_the_same_over_whatever_parts() -> None:
    assert len({(row.arf, row.ald) for row in (spread(parts, "ald") for parts in PARTS)}) == 1


def test_parts_are_asked_for_and_said(run_mini: Runner) -> None:
    environment = run_mini.environment
    with wp8.open(environment["WP8_CORPUS"], index=environment["WP8_INDEX"]) as corpus:
        by_paragraph = corpus.dispersion("plan")
        by_document = corpus.dispersion("plan", parts="document")

    assert by_paragraph.parameters["parts"] == "paragraph"
    assert "--parts" not in by_paragraph.stamp
    assert by_document.parameters["parts"] == "document"
    assert "dispersion plan --parts document #1-" in by_document.stamp
    assert (by_document[0].range, by_document[0].parts) == (2, 2)
