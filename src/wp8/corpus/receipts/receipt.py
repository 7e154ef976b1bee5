"""What became of the text of each document: in its records, left out on purpose, or unexplained."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from wp8.corpus.readers.bounds import in_time
from wp8.corpus.receipts.coarse import COARSE, coarse_difference
from wp8.corpus.receipts.comparison import Difference, difference
from wp8.corpus.receipts.sources import written
from wp8.corpus.receipts.words import beginning
from wp8.corpus.receipts.written import JOINT, OF_WEIGHT, READING, Written
from wp8.errors import UnreadableError
from wp8.numbers import and_more, numbered
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document
    from wp8.corpus.readers.block import Block, Text
    from wp8.corpus.receipts.comparison import Run

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
        remarks = [remark for remark in self.remarks if remark != COARSE]
        return "; ".join([*remarks, *self.unexplained, *_left_out(weighty)])

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
    document: Document, source: bytes | Text, blocks: Iterable[Block], ids: Sequence[str] = ()
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
    remarks, reason = text.remarks, text.not_compared
    if not reason:
        try:
            with in_time(sum(len(piece) for piece, _ in text.pieces)):
                found = list(_differences(text, blocks, ids))
        except UnreadableError as error:
            reason = error.message
    if reason:
        remarks = (*remarks, f"{_NOT_COMPARED}{reason}")
        return Receipt(document.id, document.file, remarks=remarks)

    def passages(runs: Callable[[Difference], Iterable[Run]]) -> tuple[Passage, ...]:
        return tuple(
            Passage(len(run), beginning(run), "".join(ids[place : place + 1]))
            for each, ids in found
            for place, run in runs(each)
        )

    return Receipt(
        document.id,
        document.file,
        passages(lambda each: each.lost),
        passages(lambda each: each.doubled),
        passages(lambda each: each.unfounded),
        dict(found[0][0].left_out),
        tuple(remarks),
    )


def _differences(
    text: Written, blocks: Iterable[Block], ids: Sequence[str]
) -> Iterator[tuple[Difference, list[str]]]:
    """Yield how the text differs from the records with these ids, and how the readings beside do.

    With each come the ids of the records that were compared.
    """
    named = [(block, ids[place] if place < len(ids) else "") for place, block in enumerate(blocks)]
    flow = [piece for piece in text.pieces if piece[1] != READING]
    readings = (((piece, ""), ("", JOINT)) for piece, kind in text.pieces if kind == READING)
    for own, is_beside in ((flow, False), ([*chain.from_iterable(readings)], True)):
        side = [(block.text, id_) for block, id_ in named if (block.kind == "reading") is is_beside]
        texts = [each for each, _ in side]
        found = (
            coarse_difference(own, texts)
            if text.is_coarse
            else difference(own, texts, is_ordered=text.is_ordered)
        )
        yield found, [id_ for _, id_ in side]


def _left_out(kinds: Mapping[str, int]) -> Iterator[str]:
    if kinds:
        total = numbered(sum(kinds.values()), "word")
        yield f"left out: {total} ({', '.join(f'{kind} {n:,}' for kind, n in kinds.items())})"
