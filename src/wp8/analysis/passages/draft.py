"""Every quotation of a draft, and its place in the corpus."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple

from wp8.analysis.passages.locate import LONGEST, words_of
from wp8.corpus.quotations import quotations
from wp8.draft.blocks import DraftError
from wp8.results import Result
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.analysis.passages.locate import Locator
    from wp8.analysis.passages.located import Located
    from wp8.draft.blocks import Block

Verdict = Literal["verbatim", "differs", "not in the corpus"]
VERDICTS: Final[tuple[Verdict, ...]] = ("verbatim", "differs", "not in the corpus")

# Quotation marks around fewer words may be a writer's distance, not a quotation.
SHORTEST: Final = 3
# Straight single marks, where they can only be quotation marks.
_SINGLE: Final = re.compile(r"(?<![\w'’])'(?=\w)|(?<=[\w.,!?…])'(?![\w'])")


class Quoted(NamedTuple):
    """What a draft quotes, and where: a line (`12`), or `paragraph 3`, `footnote 2`."""

    text: str
    where: str


class Checked(NamedTuple):
    """A quotation of a draft, its places in the corpus, the best first, or what is nearest."""

    file: str
    where: str
    text: str
    located: Sequence[Located]
    nearest: Located | None

    @property
    def verdict(self) -> Verdict:
        """Whether the corpus has it, word for word or not."""
        if not self.located:
            return "not in the corpus"
        return "verbatim" if self.located[0].verbatim else "differs"


@dataclass(frozen=True, repr=False)
class CheckedDraft(Result[Checked]):
    """The quotations of a draft, each with its places in the corpus."""

    ROWS: ClassVar[str] = "quotations"

    quotations: Sequence[Checked]

    @property
    def total(self) -> int:
        """The number of quotations."""
        return len(self.quotations)


def check(
    blocks: Sequence[Block], locator: Locator, *, file: str, short_ones: bool = False
) -> list[Checked]:
    """Return the quotations of a draft, each with its places in the corpus.

    One of fewer words than `SHORTEST` is left out if the corpus does not have it, unless
    `short_ones` are asked for.

    Raises:
        DraftError: If a quotation is longer than can be located.
    """
    found = []
    for text, where in quoted_matter(blocks):
        if (number := words_of(text)) > LONGEST:
            raise DraftError(
                f"{file}:{where}: a quotation of {number:,} words, more than {LONGEST:,}"
            )
        located = locator.locate(text)
        if located or short_ones or _size(text) >= SHORTEST:
            nearest = None if located else locator.nearest(text)
            found.append(Checked(file, where, text, located, nearest))
    return found


def quoted_matter(blocks: Sequence[Block]) -> Iterator[Quoted]:
    """Yield what a draft quotes: block quotations, and what stands in quotation marks.

    A quotation in a quotation is a part of it.
    """
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.quoted:
            yield Quoted(block.text, str(block.where))
            continue
        text = _with_single_marks(block.text)
        after = _with_single_marks(following.text) if following else ""
        last = 0
        for quote in quotations(text, after):
            if quote.start >= last and _size(text[quote.start : quote.end]):
                last = quote.end
                yield Quoted(block.text[quote.start : quote.end], _where(block, quote.start))


def _with_single_marks(text: str) -> str:
    """Return a text with straight single quotation marks curly; apostrophes stay."""
    return _SINGLE.sub(
        lambda mark: "‘" if text[mark.end() : mark.end() + 1].isalnum() else "’", text
    )


def _where(block: Block, start: int) -> str:
    if isinstance(block.where, str):
        return block.where
    return str(block.where + block.text.count("\n", 0, start))


def _size(text: str) -> int:
    return sum(1 for _ in words(tokenize(text)))
