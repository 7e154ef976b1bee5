"""The schema of a Whoosh index: field types and filters of Whoosh's own, and nothing of wp8's.

Who knows Whoosh and not wp8 reads it, and what such a program types goes through `analyzer`.
"""

from __future__ import annotations

import re
from itertools import chain, starmap
from typing import TYPE_CHECKING, Final

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
from wp8.words.tokens import RUN, SYLLABLES, normalize

if TYPE_CHECKING:
    from whoosh.analysis import Analyzer

_LETTER: Final = r"[^\W_]"
_ON_LETTERS: Final = r"[\u0300-\u036f\u200b-\u200d\u00ad\ufeff]"
_SYLLABLE: Final = f"[{''.join(f'{first}-{last}' for first, last in SYLLABLES)}]"
_INITIAL: Final = r"[\u1100-\u115f][\u1160-\u11ff]*"
# Where letters and marks are that are folded: of the first plane, without Han and Hangul.
_FOLDED: Final = ((0x80, 0x2010), (0x2070, 0x2190), (0x2460, 0x3400), (0xF900, 0x10000))

# What is stored of a record and can be searched; the rest of it is only stored.
_SEARCHED: Final = ("id", "document", "kind", "section", "language", "text")


def schema() -> Schema:
    """Return the fields of an index.

    `note` has the number of a note. `marks` has what the tokens of `text` are beside words, at
    their positions: their joints, acronyms, quoted matter. `length` counts the tokens of `text`.
    """
    return Schema(
        id=ID(stored=True, unique=True, sortable=True),
        document=ID(stored=True, sortable=True),
        kind=ID(stored=True, sortable=RefBytesColumn()),
        section=ID(stored=True, analyzer=_section_analyzer()),
        language=ID(stored=True),
        note=ID(),
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
    """Return the pattern of a token: `RUN`, in which each syllable is one, and the 19 of COVID-19.

    Other than `tokenize`, it finds an acronym right after a syllable too, and such a number after
    any word that ends in a letter.
    """
    goes_on = rf"{_LETTER}|{_ON_LETTERS}|\.\d|[ ,\u00a0\u202f]\d{{3}}(?![A-Za-z0-9])"
    name_number = rf"(?:(?<=[^\W\d_])|(?<={_ON_LETTERS}))[-\u2010\u2011]\d{{1,3}}(?!{goes_on})"
    syllable = rf"(?={_LETTER})(?:{_INITIAL}|{_SYLLABLE}){_ON_LETTERS}*"
    others = RUN.pattern.replace(_LETTER, f"(?:(?!{_SYLLABLE}){_LETTER})")
    return re.compile(f"{name_number}|{syllable}|{others}", RUN.flags)


def _folding() -> dict[int, str]:
    """Return what stands in a token for each character that is not itself there."""
    characters = map(chr, chain.from_iterable(starmap(range, _FOLDED)))
    within = re.compile(f"{_LETTER}|{_ON_LETTERS}").match
    folded = {c: normalize(c) for c in characters if within(c) and c == c.lower()}
    parts = dict.fromkeys(" ,\u00a0\u202f", "") | dict.fromkeys("\u2010\u2011", "-")
    return {ord(c): norm for c, norm in (folded | parts).items() if norm != c}


def _section_analyzer() -> Analyzer:
    """Return what makes of a section's label what filters compare: `Part 3` is `part3`."""
    return IDTokenizer() | SubstitutionFilter(r"\s+", "") | LowercaseFilter()
