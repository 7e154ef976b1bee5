"""What a token is and what a word is: the one definition, for texts and for queries.

A token is what is indexed and compared: a run of letters or digits, a number, a dotted acronym,
or one syllable of Hangul (one character of Han or kana). A word is what is counted: tokens that
stand together with their hyphens and apostrophes (`self-reliance`, `people's`), or a Hangul eojeol.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Part of every index's name: raise it when a text would give other tokens than before.
TOKENIZER_VERSION: Final = 1
# Raise it when a word has other lexemes than before: `wp8.words.lexemes`.
LEXEMES_VERSION: Final = 4

# No phrase and no proximity reaches over the positions left free between two table cells.
CELL_GAP: Final = 1000

# A token, but that syllables stand for themselves in it.
# Classes of more than two ranges take a millisecond each to compile, at every start: so the runs
# are found by cheap classes, and those with syllables are split character by character.
RUN = re.compile(
    r"""
      (?P<acronym> (?<![A-Za-z]) [A-Za-z] (?:\.[A-Za-z])+ (?![A-Za-z]) \.? (?![A-Za-z]) )
    | (?P<number>  (?<![A-Za-z0-9]) (?<!\d[.,])
                   \d{1,3} (?: (?P<separator>[ ,\u00a0\u202f]) \d{3} )
                   (?: (?P=separator) \d{3} )* (?: \.\d+ )? (?![A-Za-z0-9]) )
    | (?P<decimal> (?<![A-Za-z0-9]) (?<!\d\.) \d+\.\d+ (?!\.?[A-Za-z0-9]) )
    | [^\W_]+ (?: (?:[\u0300-\u036f\u200b-\u200d]|[\u00ad\ufeff])+ [^\W_]* )*
    """,
    re.VERBOSE,
)
FIRST_SYLLABLE: Final = "\u1100"
_LAST_INITIAL: Final = "\u115f"
_LAST_JAMO: Final = "\u11ff"
_FIRST_KANA: Final = "\u3040"
SYLLABLES: Final = (
    ("\uac00", "\ud7a3"),
    ("\u1100", "\u11ff"),
    ("\u3040", "\u30ff"),
    ("\u3130", "\u318f"),
    ("\u3400", "\u9fff"),
    ("\uf900", "\ufaff"),
)
_NUMBER_SEPARATORS = dict.fromkeys(map(ord, " ,\u00a0\u202f"))
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF))

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
# The terms of a token in quoted matter, and of the first there.
QUOTED: Final = '"'
QUOTE_BEGINS: Final = '""'
_NOWHERE: Final = (sys.maxsize, sys.maxsize)
# English function words that are written like an acronym: US, IT, WHO.
NAMESAKES: Final = frozenset(
    "a am an and are as at be but by can do for he her him his how i if in is it its may me my no "
    "nor not of off on one or our out she so than that the them then they this to up us was we "
    "were what when who why will with you your".split()
)


# Words that carry grammar, not content: they have no other forms here, do not decide which
# records answer a question, and are no parts of names. A phrase of them is a phrase all the same.
FUNCTION_WORDS: Final = NAMESAKES | frozenset(
    "about after again against all also although among any because been before being between "
    "both cannot could did does done down during each either else ever every few from had has "
    "have having here hers herself himself into itself just many mine more most much must "
    "myself neither nothing only onto other others ours ourselves over own same several shall "
    "should since some such their theirs themselves there these those though through thus too "
    "toward towards under until upon very were whatever whether which while whom whose within "
    "without would yet yours yourself".split()
)
# Those with which a question begins, or asks for one thing more: when and where.
QUESTION_WORDS: Final = frozenset("what who whom whose when where why how which".split())


class Token(NamedTuple):
    """A token of a text: its norm, its half-open span in code points, its place.

    `position` counts tokens from 0, with a gap between table cells; `joint` is one of `JOINTS`
    or `APART`; `capital` says that its first letter is one, `acronym` that a function word is
    written as an acronym (US, U.S.).
    """

    norm: str
    start: int
    end: int
    position: int
    joint: str
    capital: bool
    acronym: bool


def normalize(form: str) -> str:
    """Return `form` as it is compared: case and accents folded, NFC, invisible marks dropped."""
    if form.isascii():
        return form.lower()
    letters = unicodedata.normalize("NFKD", form).translate(_INVISIBLE)
    bare = "".join(c for c in letters if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare.casefold())


def tokenize(text: str, *, shouted: bool | None = None) -> Iterator[Token]:
    """Yield the tokens of `text` in order; `text[t.start:t.end]` normalizes to `t.norm`.

    Args:
        text: Any text; it is not changed.
        shouted: Whether capitals make no acronym; by default, in a text all of capitals.
    """
    if shouted is None:
        shouted = text.isupper()
    position = end = 0
    previous = ""
    for start, form, kind in _forms(text):
        norm = form.lower() if kind is None and form.isascii() else _norm(form, kind)
        gap = text[end:start]
        joint = APART
        if position and gap != " ":
            joint = _JOINT_OF_GAP.get(gap, APART)
            if CELL_SEPARATOR in gap:
                position += CELL_GAP
        if not norm:
            continue
        end = start + len(form)
        if joint == HYPHEN and previous.isalpha() and _NAME_NUMBER.fullmatch(norm):
            norm = HYPHEN + norm
        acronym = norm in NAMESAKES and (
            kind == "acronym" or (len(form) > 1 and form.isupper() and not shouted)
        )
        # A third of the time that Token() takes.
        yield _new(Token, (norm, start, end, position, joint, form[0].isupper(), acronym))
        previous = norm
        position += 1


_new = tuple.__new__


def _forms(text: str) -> Iterable[tuple[int, str, str | None]]:
    """Return where each token starts, its form, and its kind if it is an acronym or a number."""
    if not _may_have_syllables(text):
        return [(match.start(), match[0], match.lastgroup) for match in RUN.finditer(text)]
    return _forms_among_syllables(text)


def _forms_among_syllables(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Yield the forms of a text as `_forms` does, the runs with syllables in pieces."""
    place = 0
    while match := RUN.search(text, place):
        form, place = match.group(), match.end()
        if match.lastgroup or form.isascii() or max(form) < FIRST_SYLLABLE:
            yield match.start(), form, match.lastgroup
            continue
        for start, piece in _pieces(form):
            # A number may go on where a run ends: 제10,000호.
            if start and start + len(piece) == len(form) and piece.isdecimal():
                place = match.start() + start
                break
            yield match.start() + start, piece, None


def _pieces(form: str) -> Iterator[tuple[int, str]]:
    """Yield each syllable or ideograph of a run with the marks on it, and what is between."""
    place = 0
    while place < len(form):
        end = place + 1
        if _stands_alone(form[place]):
            if form[place] <= _LAST_INITIAL:
                while end < len(form) and _LAST_INITIAL < form[end] <= _LAST_JAMO:
                    end += 1
            while end < len(form) and not form[end].isalnum():
                end += 1
        else:
            while end < len(form) and not _stands_alone(form[end]):
                end += 1
        yield place, form[place:end]
        place = end


def _may_have_syllables(text: str) -> bool:
    """Return whether a text may have Hangul, kana or Han; it saves a look at each word."""
    return not text.isascii() and any(
        character >= _FIRST_KANA or FIRST_SYLLABLE <= character <= _LAST_JAMO
        for character in set(text)
    )


def _stands_alone(character: str) -> bool:
    """Return whether a character is a token of its own: Hangul, kana, Han, or a Hangul initial."""
    return character >= FIRST_SYLLABLE and any(a <= character <= b for a, b in SYLLABLES)


def _norm(form: str, kind: str | None) -> str:
    norm = normalize(form)
    if kind == "acronym":
        return norm.replace(".", "")
    return norm.translate(_NUMBER_SEPARATORS) if kind == "number" else norm


def index_terms(
    tokens: Iterable[Token], quoted: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[str, int]]:
    """Yield what an index holds of `tokens`: terms with their positions, in order.

    Beside the norm of each token, its joint is a term (exact words are told by it), an acronym
    that looks like a function word is a term of its own (`^us`), and so is that a token stands in
    quoted matter, or begins it. `quoted` has the spans of quoted matter, in order, apart.
    """
    spans = iter((*quoted, _NOWHERE))
    start, end = next(spans)
    before = 0
    for token in tokens:
        while token.start >= end:
            start, end = next(spans)
        if token.start >= start:
            yield QUOTED, token.position
            if before <= start:
                yield QUOTE_BEGINS, token.position
        before = token.end
        yield token.norm, token.position
        if token.joint:
            yield token.joint, token.position
        if token.acronym:
            yield ACRONYM_MARK + token.norm, token.position


def is_word_term(term: str) -> bool:
    """Return whether an index term is a token's norm, not a joint or an acronym's mark."""
    return term[0] not in "-'+^\"" or (term[0] == HYPHEN and len(term) > 1)


class Word(NamedTuple):
    """A running word: its norm, with its hyphens and apostrophes, and its tokens.

    An acronym that looks like a function word is in capitals: US, and us.
    """

    norm: str
    tokens: tuple[Token, ...]

    @property
    def position(self) -> int:
        """The position of its first token."""
        return self.tokens[0].position


def words(tokens: Iterable[Token]) -> Iterator[Word]:
    """Yield the running words that `tokens` make: `self-reliance` is one, an eojeol is one."""
    known = list(tokens)
    starts = [place for place, token in enumerate(known) if token.joint == APART or not place]
    for norm, (start, end) in zip(word_norms(known), pairwise([*starts, len(known)]), strict=True):
        yield Word(norm, tuple(known[start:end]))


def word_norms(tokens: Iterable[Token]) -> list[str]:
    """Return the norms of the running words that `tokens` make."""
    norms: list[str] = []
    for token in tokens:
        # The acronym US is not the word us.
        part = token.norm.upper() if token.acronym else token.norm.lstrip(HYPHEN)
        if token.joint == APART or not norms:
            norms.append(part)
        else:
            norms[-1] += token.joint.strip(GLUED) + part
    return norms
