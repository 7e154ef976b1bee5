"""How often each document has each form, as a sparse matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.analysis.counts.table import Table
from wp8.errors import ExportError
from wp8.export.matrix import write_matrix

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table(
    *("frequency", ("form",), [], {}, {}),
    by_group={"a": {"the plan": 2}, "b": {}, "c": {"계획": 7, "the plan": 1}},
    stamp="wp8:0123456789ab:frequency --match '*\n*'",
)


def test_a_matrix_has_documents_by_forms_and_their_names_beside_it(tmp_path: Path) -> None:
    write_matrix(str(tmp_path / "counts.mtx"), TABLE)

    assert {path.name: path.read_text("utf-8").splitlines() for path in tmp_path.iterdir()} == {
        "counts.mtx": [
            "%%MatrixMarket matrix coordinate integer general",
            "% wp8:0123456789ab:frequency --match '* *'",
            *("3 2 3", "1 2 2", "3 1 7", "3 2 1"),
        ],
        "counts.mtx.rows": ["a", "b", "c"],
        "counts.mtx.columns": ["계획", "the plan"],
    }


def test_a_matrix_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write_matrix(str(tmp_path / "absent" / "counts.mtx"), TABLE)
