"""The schema of a Whoosh index: field types and filters of Whoosh's own, and nothing of wp8's.

Who knows Whoosh and not wp8 reads it, and what such a program types goes through `analyzer`.
"""

from __future__ import annotations

import re
from itertools import chain, groupby, starmap
from typing import TYPE_CHECKING, Final
from unicodedata import category

from whoosh.analysis import (
    CharsetFilter,
    IDTokenizer,
    LowercaseFilter,
    RegexTokenizer,
    SubstitutionFilter,
)
from whoosh.columns import NumericColumn, RefBytesColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from wp8.model import RECORD_FIELDS
from wp8.words.characters import SYLLABLES
from wp8.words.tokens import FIGURES, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.analysis import Analyzer

_LETTER: Final = r"[^\W_]"
_SYLLABLE: Final = f"(?!\\d)[{''.join(f'{first}-{last}' for first, last in SYLLABLES)}]"
_INITIAL: Final = r"[\u1100-\u115f][\u1160-\u11ff]*"
# Where letters and marks are: in the first plane, without Han and Hangul.
_MARKS: Final = frozenset(("Mn", "Mc", "Me", "Cf"))
_WRITTEN: Final = ((0x80, 0x3400), (0xA4D0, 0xAC00), (0xF900, 0x10000))

# What is stored of a record and can be searched; the rest of it is only stored.
_SEARCHED: Final = (
    "id",
    "document",
    "kind",
    "section",
    "section_id",
    "language",
    "speaker",
    "text",
)


def schema() -> Schema:
    """Return the fields of an index.

    `note` has the number of a note. `marks` has what the tokens of `text` are beside words, at
    their positions: joints, signs before them, capitals, acronyms, quoted matter. `length` counts
    the tokens of `text`.
    """
    return Schema(
        id=ID(stored=True, unique=True, sortable=True),
        document=ID(stored=True, sortable=True),
        kind=ID(stored=True, sortable=RefBytesColumn()),
        section=ID(stored=True, analyzer=_label_analyzer()),
        section_id=ID(stored=True, analyzer=_label_analyzer()),
        language=ID(stored=True),
        note=ID(),
        speaker=ID(stored=True, analyzer=_label_analyzer()),
        text=TEXT(analyzer=analyzer(), stored=True),
        marks=TEXT(analyzer=RegexTokenizer(r"\S+")),
        length=COLUMN(NumericColumn("I")),
        **{name: STORED() for name in RECORD_FIELDS if name not in _SEARCHED},
    )


def analyzer() -> Analyzer:
    """Return what makes of a text the tokens that `tokenize` makes of it."""
    return (
        RegexTokenizer(_pattern())
        | SubstitutionFilter(r"(?<=[A-Za-z])\.", "")
        | LowercaseFilter()
        | CharsetFilter(_folding())
    )


def _pattern() -> re.Pattern[str]:
    """Return the pattern of a token: each syllable is one, and the 19 of COVID-19.

    Other than `tokenize`, it takes such a number after any word that ends in a letter, and letters
    only as they are mostly encoded.
    """
    on_letters = f"[{''.join(_marks())}]"
    goes_on = rf"{_LETTER}|{on_letters}|\.\d|[ ,'\u2019\u00a0\u202f]\d{{3}}(?![A-Za-z0-9])"
    name_number = rf"(?:(?<=[^\W\d_])|(?<={on_letters}))[-\u2010\u2011]\d{{1,3}}(?!{goes_on})"
    syllable = rf"(?={_LETTER})(?:{_INITIAL}|{_SYLLABLE}){on_letters}*"
    letter = f"(?:(?!{_SYLLABLE}){_LETTER})"
    run = f"{letter}+(?:{on_letters}+{letter}*)*"
    return re.compile(f"{name_number}|{syllable}|{FIGURES}{run}", re.VERBOSE)


def _written() -> Iterator[str]:
    return map(chr, chain.from_iterable(starmap(range, _WRITTEN)))


def _marks() -> Iterator[str]:
    """Yield what stands on letters, in ranges of a class of characters."""
    for is_mark, group in groupby(_written(), lambda c: category(c) in _MARKS):
        if is_mark:
            first, *others = group
            yield f"{first}-{others[-1]}" if others else first


def _folding() -> dict[int, str]:
    """Return what stands in a token for each character that is not itself there."""
    folded = {c: normalize(c) for c in _written() if _is_in_words(c) and c == c.lower()}
    parts = dict.fromkeys(" ,'\u2019\u00a0\u202f", "") | dict.fromkeys("\u2010\u2011", "-")
    return {ord(c): norm for c, norm in (folded | parts).items() if norm != c}


def _is_in_words(character: str) -> bool:
    return character.isalnum() or category(character) in _MARKS


def _label_analyzer() -> Analyzer:
    """Return what makes of a label what filters compare: `Part 3` is `part3`."""
    return IDTokenizer() | SubstitutionFilter(r"\s+", "") | LowercaseFilter()
