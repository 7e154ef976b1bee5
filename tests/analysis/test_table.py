"""Tables of counts: rows under named columns."""

from __future__ import annotations

import pytest

from wp8.analysis.counts.table import Table
from wp8.errors import UnknownNameError

TABLE = Table(
    "frequency",
    ("form", "frequency", "share"),
    [("b", 2, 0.5), ("c", 1, None), ("a", 2, 0.25), ("d", 1, 0.75)],
    {},
    {},
)


@pytest.mark.parametrize(
    ("column", "forms"), [("form", "abcd"), ("frequency", "bacd"), ("share", "dbac")]
)
def test_figures_are_sorted_from_high_to_low_and_texts_from_a_to_z(column: str, forms: str) -> None:
    assert [row.form for row in TABLE.sorted_by(column)] == [*forms]


def test_a_column_that_there_is_not_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="the table has no column texts") as error:
        TABLE.sorted_by("texts")

    assert error.value.hint == "it has form, frequency, share"
