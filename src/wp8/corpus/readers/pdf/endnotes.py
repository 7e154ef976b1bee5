"""Notes at the end of a text: paragraphs that are counted through, as its raised figures are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Line
    from wp8.corpus.readers.pdf.paragraphs import Paragraph

_NUMBER: Final = re.compile(r"([0-9]{1,3})(?:[.)]\s?|\s|(?=[^\W\d_]))")
_FEWEST: Final = 3
# Of the notes, that are cited: else it is a list.
_MOST: Final = 0.8
# One mark may have been lost.
_STEP: Final = 2


def with_endnotes(
    paragraphs: Sequence[Paragraph], notes: list[Note]
) -> tuple[list[Paragraph], list[Note]]:
    """Return `paragraphs` without the endnotes that they cite, and `notes` with these.

    A mark that cites one has its place among the notes then.
    """
    marks = list(_marks(paragraphs))
    cited = {int(line.notes[place]) for line, place in marks}
    chain = max(_chains(paragraphs), key=len, default=[])
    numbers = range(1, len(chain) + 1)
    if len(chain) < _FEWEST or len(cited.intersection(numbers)) < _MOST * len(chain):
        return list(paragraphs), notes
    last = 0
    for line, place in marks:
        number = int(line.notes[place])
        if last < number <= min(last + _STEP, len(chain)):
            line.notes[place] = len(notes) + number - 1
            last = number
    found = [Note(str(n), chain[n - 1].pages[0], chain[n - 1].lines) for n in numbers]
    taken = set(map(id, chain))
    return [each for each in paragraphs if id(each) not in taken], [*notes, *found]


def _marks(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Line, int]]:
    """Yield where a figure is raised that cites no note of its page."""
    for paragraph in paragraphs:
        for line in paragraph.lines:
            for place, note in enumerate(line.notes):
                if isinstance(note, str):
                    yield line, place


def _chains(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs that are numbered from 1 on, one after the other."""
    chain: list[Paragraph] = []
    for paragraph in paragraphs:
        found = _NUMBER.match(paragraph.lines[0].text)
        number = int(found[1]) if found and not paragraph.is_heading else 0
        if number == 1:
            yield chain
            chain = [paragraph]
        elif chain and number == len(chain) + 1:
            chain.append(paragraph)
    yield chain
