"""What a token is and what a word is: the one definition, for texts and for queries.

A token is what is indexed and compared: a run of letters or digits, a number, a dotted acronym,
or one syllable of Hangul (one character of Han or kana). A word is what is counted: tokens that
stand together with their hyphens and apostrophes (`self-reliance`, `people's`), or a Hangul eojeol.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Part of every index's name: raise it when a text would give other tokens than before.
TOKENIZER_VERSION: Final = 1

# No phrase and no proximity reaches over the positions left free between two table cells.
CELL_GAP: Final = 1000

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_SYLLABLES = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_LETTER = rf"[^\W_{_SYLLABLES}]"
_TOKEN = re.compile(
    rf"""
      (?P<acronym> (?<!{_LETTER}) [A-Za-z] (?:\.[A-Za-z])+ (?!{_LETTER}) \.? (?!{_LETTER}) )
    | (?P<number>  (?<!{_LETTER}) (?<!\d[.,])
                   \d{{1,3}} (?: (?P<separator>[ ,\u00a0\u2009\u202f]) \d{{3}} )
                   (?: (?P=separator) \d{{3}} )* (?: \.\d+ )? (?!{_LETTER})
                 | (?<!{_LETTER}) (?<!\d\.) \d+\.\d+ (?!\.?{_LETTER}) )
    | [\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]? | [{_SYLLABLES}]
    | {_LETTER}+ (?: [{_MARKS}]+ {_LETTER}* )*
    """,
    re.VERBOSE,
)
_NUMBER_SEPARATORS = {ord(c): None for c in " ,\u00a0\u2009\u202f"}
_MARK_DELETION = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

# How a token stands to the one before it: joined into one word by a hyphen or an apostrophe,
# glued without either (two syllables of an eojeol, a figure and its 년), or apart.
HYPHEN: Final = "-"
APOSTROPHE: Final = "'"
GLUED: Final = "+"
APART: Final = ""
JOINTS: Final = (HYPHEN, APOSTROPHE, GLUED)
_JOINT_OF_GAP = {
    "": GLUED,
    **dict.fromkeys("-\u2010\u2011", HYPHEN),
    **dict.fromkeys("'\u2019\u02bc\u2018", APOSTROPHE),
}

# A number of up to three digits that a hyphen ties to a word (COVID-19) is part of that name,
# not a number of its own: its norm keeps the hyphen.
_NAME_NUMBER = re.compile(r"\d{1,3}")

ACRONYM_MARK: Final = "^"
# English function words that are written like an acronym: US, IT, WHO.
NAMESAKES: Final = frozenset(
    "a am an and are as at be but by can do for he her him his how i if in is it its may me my no "
    "nor not of off on one or our out she so than that the them then they this to up us was we "
    "were what when who why will with you your".split()
)


class Token(NamedTuple):
    """A token of a text: its norm, its half-open span in code points, its place.

    `position` counts tokens from 0, with a gap between table cells; `joint` is one of `JOINTS`
    or `APART`; `acronym` says that a function word is written as an acronym (US, U.S.).
    """

    norm: str
    start: int
    end: int
    position: int
    joint: str
    acronym: bool


def normalize(form: str) -> str:
    """Return `form` as it is compared: case and accents folded, NFC, invisible marks dropped."""
    if form.isascii():
        return form.lower()
    letters = unicodedata.normalize("NFKD", form).translate(_MARK_DELETION)
    bare = "".join(c for c in letters if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare.casefold())


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order; `text[t.start:t.end]` normalizes to `t.norm`."""
    shouted = text.isupper()
    position = 0
    end = 0
    previous = ""
    for match in _TOKEN.finditer(text):
        start = match.start()
        gap = text[end:start]
        joint = _JOINT_OF_GAP.get(gap, APART) if position else APART
        if CELL_SEPARATOR in gap and position:
            position += CELL_GAP
        form = match.group()
        end = match.end()
        kind = match.lastgroup
        norm = normalize(form)
        if kind == "acronym":
            norm = norm.replace(".", "")
        elif kind is not None:
            norm = norm.translate(_NUMBER_SEPARATORS)
        elif joint == HYPHEN and previous.isalpha() and _NAME_NUMBER.fullmatch(norm):
            norm = HYPHEN + norm
        acronym = norm in NAMESAKES and (kind == "acronym" or _is_capitals(form, shouted=shouted))
        yield Token(norm, start, end, position, joint, acronym)
        previous = norm
        position += 1


def _is_capitals(form: str, *, shouted: bool) -> bool:
    return len(form) > 1 and form.isupper() and not shouted


def index_terms(tokens: Iterable[Token]) -> Iterator[tuple[str, int]]:
    """Yield what an index holds of `tokens`: terms with their positions, in order.

    Beside the norm of each token, its joint is a term (exact words are told by it), and an
    acronym that looks like a function word is a term of its own (`^us`).
    """
    for token in tokens:
        yield token.norm, token.position
        if token.joint:
            yield token.joint, token.position
        if token.acronym:
            yield ACRONYM_MARK + token.norm, token.position


def is_word_term(term: str) -> bool:
    """Return whether an index term is a token's norm, not a joint or an acronym's mark."""
    return term[0] not in "-'+^" or (term[0] == HYPHEN and len(term) > 1)
