"""The layout of records that are like another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.counts import footnotes, footnotes_in_markdown, rests_on
from wp8.export.layout import Layout
from wp8.export.markdown import escaped, markdown
from wp8.export.records import COLUMNS, record_cells, record_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.similar import SimilarRecords


class LikeRecords(Layout["SimilarRecords"]):
    """Records that are like another."""

    schema, rows = "wp8.similar/1", "similar"

    def about(self, result: SimilarRecords) -> Mapping[str, Any]:
        """Return what the likeness rests on, and how many records are like."""
        return {"corpus": dict(result.corpus), **rests_on(result), "total": result.total}

    def fields(self, result: SimilarRecords) -> Iterator[Mapping[str, Any]]:
        """Yield each record with its likeness and the words that tie it."""
        for record, score, words in result.similar:
            yield record_fields(record) | {"score": round(score, 4), "words": list(words)}

    def cells(self, result: SimilarRecords) -> Iterator[Sequence[object]]:
        """Yield a row for each record."""
        yield [*COLUMNS, "score", "words"]
        for record, score, words in result.similar:
            yield [*record_cells(record), round(score, 4), " ".join(words)]

    def markdown(self, result: SimilarRecords) -> Iterator[str]:
        """Yield each record under its id, its likeness and what ties it, and what that rests on."""
        for record, score, words in result.similar:
            yield from markdown([(record, ())])
            yield f"{score:.2f} {escaped(', '.join(words))}\n\n"
        yield from footnotes_in_markdown(result)

    def footnotes(self, result: SimilarRecords) -> Iterator[str]:
        """Yield what the likeness rests on."""
        return footnotes(result)

    def footnotes_in_text(self, result: SimilarRecords) -> Iterator[str]:
        """Yield the same."""
        return footnotes(result)
