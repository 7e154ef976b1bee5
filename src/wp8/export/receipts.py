"""The layout of receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.layout import Layout
from wp8.export.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.corpus.receipts.receipt import Audit, Passage


class Receipts(Layout["Audit"]):
    """What became of the text of documents."""

    schema, rows = "wp8.receipts/1", "receipts"

    def about(self, result: Audit) -> Mapping[str, Any]:
        """Return the corpus, and why documents of it could not be read."""
        return {"corpus": dict(result.corpus), "unread": list(result.unread)}

    def fields(self, result: Audit) -> Iterator[Mapping[str, Any]]:
        """Yield each receipt."""
        for receipt in result.receipts:
            yield {
                "document": receipt.document,
                "file": receipt.file,
                "is_clean": receipt.is_clean,
                "lost": _passages(receipt.lost),
                "doubled": _passages(receipt.doubled),
                "unfounded": _passages(receipt.unfounded),
                "left_out": dict(receipt.left_out),
                "remarks": list(receipt.remarks),
            }

    def cells(self, result: Audit) -> Iterator[Sequence[object]]:
        """Yield a row for each receipt: numbers of words, and what is unexplained in words."""
        yield [
            "document",
            "file",
            "lost",
            "doubled",
            "unfounded",
            "left_out",
            "unexplained",
            "remarks",
        ]
        for receipt in result.receipts:
            numbers = (
                sum(each.words for each in passages) for passages in receipt.passages.values()
            )
            yield [
                *(receipt.document, receipt.file, *numbers, sum(receipt.left_out.values())),
                *("; ".join(receipt.unexplained), "; ".join(receipt.remarks)),
            ]

    def markdown(self, result: Audit) -> Iterator[str]:
        """Yield a list of the receipts."""
        for receipt in result.receipts:
            yield f"- `{receipt.document}` {escaped(receipt.whole)}\n"


def _passages(passages: Sequence[Passage]) -> list[dict[str, object]]:
    return [passage._asdict() for passage in passages]
