"""Receipts for a terminal and for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.render.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.receipts.receipt import Audit
    from wp8.render.terminal import Look


def receipt_lines(audit: Audit, _: Look) -> Iterator[str]:
    """Yield a line for each document, and under it one for each passage that is unexplained."""
    for receipt in audit.receipts:
        yield f"{printable(receipt.document)}\t{printable(receipt.whole)}\n"
        for what, passages in receipt.passages.items():
            for words, text, place in passages:
                yield f"    {what}\t{words}\t{printable(place)}\t{printable(text)}\n"
