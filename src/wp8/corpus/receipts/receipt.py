"""What became of the text of each document: in its records, left out on purpose, or unexplained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from wp8.corpus.readers.bounds import in_time
from wp8.corpus.receipts.comparison import difference
from wp8.corpus.receipts.sources import written
from wp8.corpus.receipts.words import beginning
from wp8.corpus.receipts.written import OF_WEIGHT, Written
from wp8.errors import UnreadableError
from wp8.numbers import and_more, numbered
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document
    from wp8.corpus.readers.block import Block

# So many beginnings of what is unexplained are named in a line.
_NAMED: Final = 2
_NOT_COMPARED: Final = "not compared: "


class Passage(NamedTuple):
    """So many words, with the first of them, and the record that they are in or follow."""

    words: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the words of one document's text.

    `left_out` counts those that are in no record on purpose, by kind. Unexplained are those that
    are `lost`, those that stand once more in the records than in the text (`doubled`), and those
    that do not stand in it (`unfounded`). `remarks` say what was not certain of the source.
    """

    document: str
    file: str
    lost: Sequence[Passage] = ()
    doubled: Sequence[Passage] = ()
    unfounded: Sequence[Passage] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: Sequence[str] = ()

    @property
    def passages(self) -> dict[str, Sequence[Passage]]:
        """What is unexplained, by what became of it."""
        return {"lost": self.lost, "doubled": self.doubled, "out of nothing": self.unfounded}

    @property
    def is_clean(self) -> bool:
        """Whether every word is explained."""
        return not any(self.passages.values())

    @property
    def unexplained(self) -> list[str]:
        """What is unexplained, in words, each with its first beginnings."""
        return [
            f"{numbered(sum(each.words for each in passages), 'word')} {what}: "
            + and_more([f"“{each.text}”" for each in passages], _NAMED)
            for what, passages in self.passages.items()
            if passages
        ]

    @property
    def line(self) -> str:
        """What who adds the document should know, in words: nothing if all is as it should be."""
        weighty = {kind: n for kind, n in self.left_out.items() if kind in OF_WEIGHT}
        return "; ".join([*self.remarks, *self.unexplained, *_left_out(weighty)])

    @property
    def whole(self) -> str:
        """All that the receipt says, in words."""
        is_compared = not any(remark.startswith(_NOT_COMPARED) for remark in self.remarks)
        said = self.unexplained or ["every word is in its records"] * is_compared
        return "; ".join([*said, *_left_out(self.left_out), *self.remarks])


@dataclass(frozen=True, repr=False)
class Audit(Result[Receipt]):
    """The receipts of documents, in the order of the corpus; why others are `unread`."""

    ROWS: ClassVar[str] = "receipts"

    receipts: Sequence[Receipt]
    unread: Sequence[str] = ()


def receipt(
    document: Document, source: bytes | str, blocks: Iterable[Block], ids: Sequence[str] = ()
) -> Receipt:
    """Return the receipt of a document whose reader made `blocks` of `source`.

    `ids` are those of the records that the blocks became.
    """
    try:
        with in_time(len(source)):
            text = written(document.layout, source)
            text = text._replace(pieces=list(text.pieces))
    except UnreadableError as error:
        # In a part that the reader does not need, or it takes too long.
        text = Written((), not_compared=error.message)
    return compared(document, text, blocks, ids)


def compared(
    document: Document, text: Written, blocks: Iterable[Block], ids: Sequence[str] = ()
) -> Receipt:
    """Return the receipt of a document that has this `text`, of which `blocks` were made."""
    pieces, remarks, is_ordered, reason = text
    if not reason:
        try:
            with in_time(sum(len(piece) for piece, _ in pieces)):
                texts = [block.text for block in blocks]
                found = difference(pieces, texts, is_ordered=is_ordered)
        except UnreadableError as error:
            reason = error.message
    if reason:
        remarks = (*remarks, f"{_NOT_COMPARED}{reason}")
        return Receipt(document.id, document.file, remarks=remarks)

    def passages(runs: Iterable[tuple[int, Sequence[str]]]) -> tuple[Passage, ...]:
        return tuple(
            Passage(len(run), beginning(run), ids[place] if place < len(ids) else "")
            for place, run in runs
        )

    return Receipt(
        document.id,
        document.file,
        passages(found.lost),
        passages(found.doubled),
        passages(found.unfounded),
        dict(found.left_out),
        tuple(remarks),
    )


def _left_out(kinds: Mapping[str, int]) -> Iterator[str]:
    if kinds:
        total = numbered(sum(kinds.values()), "word")
        yield f"left out: {total} ({', '.join(f'{kind} {n:,}' for kind, n in kinds.items())})"
