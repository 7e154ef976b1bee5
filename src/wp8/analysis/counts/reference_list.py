"""A list of words with their frequencies in another corpus, as a side of a comparison."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.source import decoded, source_bytes
from wp8.errors import CorpusError, QueryError
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# What other programs head their columns with; of several, the first of these that there is.
_FORMS: Final = ("form", "word", "type", "token", "item", "lemma")
_FREQUENCIES: Final = ("frequency", "freq", "count")
_COLUMNS: Final = 2
# In a list with tabs a quotation mark is a form like any other.
_DIALECTS: Final[Sequence[Mapping[str, Any]]] = (
    {"delimiter": "\t", "quoting": csv.QUOTE_NONE},
    {"delimiter": ";", "strict": True},
    {"delimiter": ",", "strict": True},
)
# No corpus has as many words as need more digits.
_FREQUENCY: Final = re.compile("[0-9]{1,15}")
_LONGEST_SHOWN: Final = 20
_A_ROW: Final = (
    "a row is a form, a tab or a comma, and a number in digits alone: the,6187267; of more "
    "columns, a heading names these two: word, freq"
)


class ReferenceList(NamedTuple):
    """How often a corpus of `size` words has each form, and what a table says of the list."""

    counts: Mapping[str, int]
    size: int
    parameters: Mapping[str, object]


def read_list(
    file: str, items: Callable[[str], Sequence[str]], *, size: int | None, lengths: range
) -> ReferenceList:
    """Return the words, or the n-grams of these lengths, of a list of forms with frequencies.

    The list is a table in UTF-8 of two columns, form and frequency, with tabs, semicolons or
    commas between; its first row may be a heading, and of more columns has to name them: `word`,
    `freq`. Forms that count as the same are added up.

    Args:
        file: Where the list is.
        items: Gives what the words of a form count as.
        size: The number of words of the list's corpus; by default, the sum of the frequencies.
        lengths: The lengths of the n-grams; 1 for single words.

    Raises:
        CorpusError: It cannot be read, or is no such table; the message names the line.
        QueryError: The size is not given for n-grams, or is less than the frequencies' sum.
    """
    source = source_bytes(Path(file))
    by_length: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for form, frequency in _rows(decoded(source, file), file):
        own = items(form)
        by_length[len(own)][" ".join(own)] += frequency
    without_words = by_length.pop(0, Counter()).total()
    sums = {length: counts.total() for length, counts in by_length.items()}
    total = sum(sums.values())
    if not total:
        raise CorpusError(f"{file}: has no word with a frequency", hint=_A_ROW)
    if size is None and lengths != range(1, 2):
        raise QueryError(
            "the sum of frequencies of n-grams is no number of words",
            hint="say how many words the corpus of the list has: --reference-size N",
        )
    if size is not None and size < max(sums.values()):
        raise QueryError(
            f"{file}: its words are {max(sums.values()):,}, more than the size of {size:,}",
            hint="--reference-size is the number of words of the list's corpus",
        )
    chosen = Counter[str]()
    for length in lengths:
        chosen.update(by_length[length])
    parameters = {
        "reference_list": file,
        "reference_list_sha256": sha256(source).hexdigest(),
        "reference_size": total if size is None else size,
        "reference_size_is": "the sum of the list" if size is None else "as given",
        "list_without_words": without_words,
        "list_of_other_lengths": total - chosen.total(),
    }
    told = {name: value for name, value in parameters.items() if value}
    return ReferenceList(chosen, total if size is None else size, told)


def _rows(text: str, file: str) -> Iterator[tuple[str, int]]:
    """Yield each form of a list with its frequency.

    Raises:
        CorpusError: A row is not what it should be.
    """
    line, is_first = 1, True
    try:
        layout = _layout(text)
        reader = csv.reader(StringIO(text), **layout.dialect)
        for cells in reader:
            if any(map(str.strip, cells)):
                if "\n" in "".join(cells):
                    raise csv.Error("a quotation mark is never closed")
                if len(cells) != layout.width:
                    raise csv.Error(f"{numbered(len(cells), 'column')}, not {layout.width}")
                number = cells[layout.frequency].strip()
                if _FREQUENCY.fullmatch(number):
                    yield cells[layout.form], int(number)
                elif not is_first or not number[:1].isalpha():
                    raise csv.Error(f"{number[:_LONGEST_SHOWN]!r} is no frequency")
                is_first = False
            line = reader.line_num + 1
    except csv.Error as error:
        raise CorpusError(f"{file}:{line}: {error}", hint=_A_ROW) from None


class _Layout(NamedTuple):
    """How the rows of a list are written, and where in them form and frequency stand."""

    dialect: Mapping[str, Any]
    form: int
    frequency: int
    width: int


def _layout(text: str) -> _Layout:
    """Return the layout of a list, which its first row tells.

    Raises:
        csv.Error: It does not.
    """
    first = next((line for line in text.split("\n") if line.strip()), "")
    for dialect in _DIALECTS:
        (cells,) = csv.reader([first], **{**dialect, "strict": False})
        names = [cell.strip().casefold() for cell in cells]
        form, frequency = (
            next((names.index(each) for each in known if each in names), None)
            for known in (_FORMS, _FREQUENCIES)
        )
        if form is not None and frequency is not None:
            return _Layout(dialect, form, frequency, len(cells))
        if len(cells) == _COLUMNS:
            return _Layout(dialect, 0, 1, len(cells))
    raise csv.Error("there are no two columns, form and frequency")
