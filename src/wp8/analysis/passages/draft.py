"""Every quotation of a draft, and its place in the corpus."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple

from wp8.analysis.passages.locate import LONGEST, words_of
from wp8.corpus.quotations import quotations
from wp8.corpus.readers import has_lines, told_layout
from wp8.corpus.records import blocks_of
from wp8.corpus.source import source_bytes
from wp8.errors import Wp8Error
from wp8.results import Result
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.passages.locate import Locator
    from wp8.analysis.passages.located import Located
    from wp8.corpus.readers.block import Block

Verdict = Literal["verbatim", "differs", "not in the corpus"]
VERDICTS: Final[tuple[Verdict, ...]] = ("verbatim", "differs", "not in the corpus")

# Quotation marks around fewer words may be a writer's distance, not a quotation.
SHORTEST: Final = 3
# Straight single marks, where they can only be quotation marks.
_SINGLE: Final = re.compile(r"(?<![\w'’])'(?=\w)|(?<=[\w.,!?…])'(?![\w'])")
# What says, at the start of a line, whose words a block quotation is.
_ATTRIBUTION: Final = re.compile(r"(?:—|―|–|--)[ \t]*\S")


class Paragraph(NamedTuple):
    """A paragraph of a draft, or a whole block quotation.

    `places` says where the text from an offset on is: a line (`12`), or `paragraph 3`, `note 2`,
    `page 4`. `unquoted` are the spans of it that are code.
    """

    text: str
    places: tuple[tuple[int, str], ...]
    is_quoted: bool = False
    unquoted: tuple[tuple[int, int], ...] = ()

    @property
    def prose(self) -> str:
        """The text with blanks in the place of code."""
        kept: list[str] = []
        done = 0
        for start, end in self.unquoted:
            kept += [self.text[done:start], " " * (end - start)]
            done = end
        return "".join([*kept, self.text[done:]])

    def where(self, offset: int) -> str:
        """Return where the text at `offset` is."""
        return self.places[bisect_right(self.places, offset, key=itemgetter(0)) - 1][1]


class Quoted(NamedTuple):
    """What a draft quotes, and where."""

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
    def quotation(self) -> str:
        """The words that are quoted."""
        return self.text

    @property
    def places(self) -> Sequence[Located]:
        """Where the corpus has them."""
        return self.located

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


def read_draft(file: str) -> list[Paragraph]:
    """Return the paragraphs of a draft, in order, its notes among them or after them.

    Raises:
        CorpusError: It is in no format that sources are in, or cannot be read as what it says.
    """
    source = source_bytes(Path(file))
    layout = told_layout(file)
    read = blocks_of(source, layout, Path(file))
    blocks = [block for block in read if block.kind != "reading"]
    if not has_lines(layout):
        blocks.sort(key=lambda block: block.kind == "note")
    else:
        blocks.sort(key=lambda block: block.lines)
    together: dict[tuple[bool, int], list[tuple[Block, str]]] = {}
    for number, block in enumerate(blocks, start=1):
        is_quoted = block.quotation is not None
        own = (is_quoted, block.quotation if block.quotation is not None else number)
        where = str(block.lines[0])
        if block.pages:
            where = f"page {block.pages[0]}"
        elif not has_lines(layout):
            where = f"note {block.number}" if block.kind == "note" else f"paragraph {number}"
        together.setdefault(own, []).append((block, where))
    found = (_paragraph(blocks, is_quoted=own[0]) for own, blocks in together.items())
    return [paragraph for paragraph in found if paragraph.prose.strip()]


def _paragraph(blocks: Iterable[tuple[Block, str]], *, is_quoted: bool) -> Paragraph:
    """Return what `blocks` are together, without whom they quote."""
    text = ""
    places: list[tuple[int, str]] = []
    code: list[tuple[int, int]] = []
    for block, where in blocks:
        begins = (0, *(offset for offset, _ in block.breaks))
        attributed = (at for at in begins if is_quoted and _ATTRIBUTION.match(block.text, at))
        own = block.text[: next(attributed, None)].rstrip()
        if not own:
            continue
        start = len(text) + bool(text)
        text = f"{text} {own}" if text else own
        places.append((start, where))
        places += [(start + offset, str(line)) for offset, line in block.breaks]
        code += [(start + first, start + last) for first, last in block.code if last <= len(own)]
    return Paragraph(text, tuple(places), is_quoted, tuple(code))


def check(
    draft: Sequence[Paragraph], locator: Locator, *, file: str, short_ones: bool = False
) -> list[Checked]:
    """Return the quotations of a draft, each with its places in the corpus.

    One of fewer words than `SHORTEST` is left out if the corpus does not have it, unless
    `short_ones` are asked for.

    Raises:
        Wp8Error: If a quotation is longer than can be located.
    """
    found = []
    for text, where in quoted_matter(draft):
        if (number := words_of(text)) > LONGEST:
            raise Wp8Error(
                f"{file}:{where}: a quotation of {number:,} words, more than {LONGEST:,}"
            )
        located = locator.locate(text)
        if located or short_ones or _size(text) >= SHORTEST:
            nearest = None if located else locator.nearest(text)
            found.append(Checked(file, where, text, located, nearest))
    return found


def quoted_matter(draft: Sequence[Paragraph]) -> Iterator[Quoted]:
    """Yield what a draft quotes: block quotations, and what stands in quotation marks.

    A quotation in a quotation is a part of it.
    """
    for paragraph, following in zip_longest(draft, draft[1:]):
        if paragraph.is_quoted:
            yield Quoted(paragraph.text, paragraph.where(0))
            continue
        text = _with_single_marks(paragraph.prose)
        after = _with_single_marks(following.prose) if following else ""
        last = 0
        for quote in quotations(text, after):
            if quote.start >= last and _size(text[quote.start : quote.end]):
                last = quote.end
                quoted = paragraph.text[quote.start : quote.end]
                yield Quoted(quoted, paragraph.where(quote.start))


def _with_single_marks(text: str) -> str:
    """Return a text with straight single quotation marks curly; apostrophes stay."""
    return _SINGLE.sub(
        lambda mark: "‘" if text[mark.end() : mark.end() + 1].isalnum() else "’", text
    )


def _size(text: str) -> int:
    return sum(1 for _ in words(tokenize(text)))
