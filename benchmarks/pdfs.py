"""Hold what wp8 reads of the PDFs of a folder to what pdftotext (poppler-utils) reads of them.

    python benchmarks/pdfs.py FOLDER

Of each file: its pages, the most columns of a page, how many of pdftotext's words wp8 has or names
as left out (recall), how many of wp8's words pdftotext has (precision), how many of those in
headings and paragraphs are in its order (the longest common subsequence of a page), the share of
paragraphs that end within a sentence, and seconds of the processor. Then the same for all files of
as many columns.

pdftotext is no judge of a page of which it has two orders, its own and (-raw) the file's: those
pages stand apart, as their number and how many words wp8 has in the better of the two. Nor is there
an order of figures and single letters, which are of formulas and drawings, or of captions. In
Arabic pdftotext has lam and alef the wrong way round where they are drawn as one.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.readers.block import ends_sentence
from wp8.corpus.readers.pdf import reading
from wp8.errors import Wp8Error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.readers.block import Block

# Where there are no blanks, a character is one.
_WORD = re.compile(r"[\u2e80-\ud7ff]|[^\W\d_\u2e80-\ud7ff]+|\d+")
# As it is when combining marks are gone.
_LAM_ALEF = re.compile("[\u0644\u0627]{2,}")
_LINE_END = re.compile(r"[-\u00ad\u2010]\n\s*(?=[^\W\d_])")
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011](?=\w)")
# Shorter ones are headings, cells, words of drawings.
_FEWEST_OF_PARAGRAPH = 13
# Notes and the rows of tables have no one place among the words of a page.
_IN_FLOW = ("heading", "paragraph", "contents_line")
_CAPTION = re.compile(r"(?:fig(?:\.|ures?)|table|tab\.)\s*[0-9ivx]", re.IGNORECASE)
# Less of its words in one order, and it is not one.
_AGREED = 0.98
# Fewer words are a picture with a caption.
_FEWEST_WORDS = 50


class Figures(NamedTuple):
    """What was measured of a file."""

    name: str
    pages: int
    columns: int
    words: int
    recall: float
    precision: float
    order: float
    unsure: int
    unsure_order: float
    cut: float
    seconds: float


def main() -> None:
    """Print the figures of each PDF below the folder that is named, and their means."""
    measured: dict[int, list[Figures]] = defaultdict(list)
    for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
        try:
            figures = _figures(path)
        except Wp8Error as error:
            print(f"{path.name}: {error}")
            continue
        if figures.words < _FEWEST_WORDS:
            print(f"{path.name}: {figures.words} words")
            continue
        measured[figures.columns].append(figures)
        print(_row(figures), flush=True)
    for columns, found in sorted(measured.items()):
        print(_row(_mean(f"{len(found)} of {columns} columns", found)))
    print(_row(_mean("all", [figures for found in measured.values() for figures in found])))


def _figures(path: Path) -> Figures:
    before = _seconds()
    read = reading(path.read_bytes())
    seconds = _seconds() - before
    theirs = _theirs(path)
    ours = _words("\n".join(block.text for block in read.blocks))
    left_out = _words("\n".join(each.text for each in read.left_out))
    orders = list(_orders(path, read.blocks))
    sure_pages = [found for found, is_sure in orders if is_sure]
    unsure_pages = [found for found, is_sure in orders if not is_sure]
    both = Counter(theirs) & (Counter(ours) + Counter(left_out))
    sure = Counter(ours) & Counter(theirs)
    running = [block.text for block in read.blocks if block.kind == "paragraph"]
    running = [text for text in running if len(text.split()) >= _FEWEST_OF_PARAGRAPH]
    return Figures(
        path.name,
        len(read.pages),
        read.columns,
        len(theirs),
        both.total() / max(1, len(theirs)),
        sure.total() / max(1, len(ours)),
        _share(sure_pages),
        len(unsure_pages),
        _share(unsure_pages),
        sum(not ends_sentence(text) for text in running) / max(1, len(running)),
        seconds,
    )


def _orders(path: Path, blocks: Sequence[Block]) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield of each page how many words are in order, of how many; and if its order is known."""
    flow: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        if block.pages and block.kind in _IN_FLOW and not _CAPTION.match(block.text):
            words = _of_text(_words(block.text))
            for page in range(block.pages[0], block.pages[1] + 1):
                flow[page] += words
    read, raw = _pages(path), _pages(path, "-raw")
    for page, theirs in enumerate(zip(read, raw, strict=True), start=1):
        one, other = (_of_text(_words(text)) for text in theirs)
        is_sure = _common(one, other) >= _AGREED * len(one)
        shared = (Counter(flow[page]) & Counter(one)).total()
        common = max(_common(flow[page], one), 0 if is_sure else _common(flow[page], other))
        yield (min(common, shared), shared), is_sure


def _share(pages: Sequence[tuple[int, int]]) -> float:
    common, shared = (sum(numbers) for numbers in zip(*pages, strict=True)) if pages else (0, 0)
    return common / shared if shared else 1.0


def _theirs(path: Path) -> list[str]:
    return _words("\n".join(_pages(path)))


def _pages(path: Path, *options: str) -> list[str]:
    command = ["pdftotext", *options, str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout
    return [_LINE_END.sub("", page) for page in text.decode("utf-8", "replace").split("\f")]


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKD", _HYPHEN.sub("", text).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _WORD.findall(_LAM_ALEF.sub(lambda found: "".join(sorted(found[0])), text))


def _of_text(words: Iterable[str]) -> list[str]:
    """Return the words that have an order: figures and letters by themselves are of formulas."""
    return [word for word in words if word > "\u2e7f" or (len(word) > 1 and not word.isdecimal())]


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the length of the longest common subsequence (Hyyrö 2004: one bit for each word)."""
    places: dict[str, int] = defaultdict(int)
    for place, word in enumerate(theirs):
        places[word] |= 1 << place
    every = (1 << len(theirs)) - 1
    rows = every
    for word in ours:
        met = rows & places.get(word, 0)
        rows = ((rows + met) | (rows - met)) & every
    return len(theirs) - rows.bit_count()


def _seconds() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def _mean(name: str, found: Sequence[Figures]) -> Figures:
    return Figures(
        name,
        sum(figures.pages for figures in found),
        max(figures.columns for figures in found),
        sum(figures.words for figures in found),
        mean(figures.recall for figures in found),
        mean(figures.precision for figures in found),
        mean(figures.order for figures in found),
        sum(figures.unsure for figures in found),
        mean(figures.unsure_order for figures in found),
        mean(figures.cut for figures in found),
        sum(figures.seconds for figures in found),
    )


def _row(figures: Figures) -> str:
    shown = " ".join(
        f"{value:5}" if isinstance(value, int) else f"{value:6.3f}" for value in figures[4:-1]
    )
    numbers = f"{figures.pages:5} {figures.columns:3} {figures.words:7}"
    return f"{figures.name[:44]:44} {numbers} {shown} {figures.seconds:7.2f}"


if __name__ == "__main__":
    main()
