"""What a token is and what a word is: the one definition, for texts and for queries.

A token is what is indexed and compared: a run of letters or digits, a number, a dotted acronym,
or one syllable of Hangul (one character of Han, of kana, of a script of Southeast Asia without
blanks), each with all the marks on it. A word is what is counted: tokens that stand together with
their hyphens and apostrophes (`self-reliance`, `people's`), or without a blank (a Hangul eojeol).
"""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from wp8.model import CELL_SEPARATOR
from wp8.words.characters import LETTERS, folded, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Part of every index's name: raise it when a text would give other tokens than before.
TOKENIZER_VERSION: Final = 7
# Raise it when a word has other lexemes than before: `wp8.words.lexemes`.
LEXEMES_VERSION: Final = 9

# No phrase and no proximity reaches over the positions left free between two table cells.
CELL_GAP: Final = 1000

# What may stand between the groups of a number's figures.
_SEPARATORS: Final = " ,'\u2019\u00a0\u202f"
FIGURES: Final = rf"""
      (?P<acronym> (?<![A-Za-z]) [A-Za-z] (?:\.[A-Za-z])+ (?![A-Za-z]) \.? (?![A-Za-z]) )
    | (?P<number>  (?<![A-Za-z0-9]) (?<!\d[.,])
                   \d{{1,3}} (?: (?P<separator>[{_SEPARATORS}]) \d{{3}} )
                   (?: (?P=separator) \d{{3}} )* (?: \.\d+ )? (?![A-Za-z0-9]) )
    | (?P<decimal> (?<![A-Za-z0-9]) (?<!\d\.) \d+\.\d+ (?!\.?[A-Za-z0-9]) )
    | """
# A token of a text that is its own skeleton.
RUN: Final = re.compile(FIGURES + r"[^\W_]+", re.VERBOSE)


@cache
def _run() -> re.Pattern[str]:
    """Return the pattern of a token in the skeleton of any text."""
    return re.compile(FIGURES + LETTERS, re.VERBOSE)


_NUMBER_SEPARATORS = dict.fromkeys(map(ord, _SEPARATORS))

# How a token stands to the one before it: joined into one word by a hyphen or an apostrophe,
# glued without either (two syllables of an eojeol, a figure and its 년), or apart.
HYPHEN: Final = "-"
APOSTROPHE: Final = "'"
GLUED: Final = "+"
APART: Final = ""
JOINTS: Final = (HYPHEN, APOSTROPHE, GLUED)
JOINT_OF_GAP = {
    "": GLUED,
    **dict.fromkeys("-\u2010\u2011\u058a\u05be", HYPHEN),
    **dict.fromkeys("'\u2019\u2018\u05f3\u05f4", APOSTROPHE),
}

# What stands between two tokens that is no blank and no joint: a comma alone, or anything else.
COMMA: Final = ","
BREAK: Final = ";"
SIGNS: Final = (COMMA, BREAK)
_COMMAS: Final = frozenset(",\u060c\u3001\uff0c")
# The signs that a rule knows, within a token or between two: all others are as good as one another.
RULED: Final = frozenset("".join((".", _SEPARATORS, CELL_SEPARATOR, *JOINT_OF_GAP, *_COMMAS)))
_INVISIBLE: Final = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF))
# What an apostrophe ties to an English word and has no content: 's, n't, we're.
TIED: Final = frozenset("s t d m re ve ll".split())
# The term of a capital with nothing but a blank or a joint between it and another before it, or
# particles.
GOES_ON: Final = "="
# Those of names, in small letters between two capitals: Ludwig van Beethoven.
PARTICLES: Final = frozenset(
    "af al av bin d da de del della den der des di du el ibn la le ten ter van vom von y zu zum "
    "zur".split()
)
# Consonants after which an apostrophe says that they are breathed: P'yŏngyang.
BREATHED: Final = frozenset(("p", "t", "k", "ch", "ts"))

# A number of up to three digits that a hyphen ties to a word (COVID-19) is part of that name,
# not a number of its own: its norm keeps the hyphen.
_NAME_NUMBER = re.compile(r"\d{1,3}")

ACRONYM_MARK: Final = "^"
# The term of an acronym that is written with points: U.S., and not US.
DOTTED: Final = "."
# The terms of a token in quoted matter, and of the first there.
QUOTED: Final = '"'
QUOTE_BEGINS: Final = '""'
_NOWHERE: Final = (sys.maxsize, sys.maxsize)
# Short English function words: with points between their letters they are acronyms (a.m., U.S.).
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
# Those that with a capital begin a name where they begin no sentence: and Will Smith.
BEGINNERS: Final = FUNCTION_WORDS - {"a", "the", "i"}
# Those with which a question begins, or asks for one thing more: when and where.
QUESTION_WORDS: Final = frozenset("what who whom whose when where why how which".split())


# Acronyms that in small letters are another word, a name or a part of one: UN, and Kim Jong Un. So
# they are told apart wherever they are in capitals. First those of WordNet that are a noun too
# (`benchmarks/english_words.py --acronyms`; its licence is in `english/README.md`). Then the three
# function words that are meant, and, chosen for wp8 from what texts on politics, economy and
# history abbreviate, what WordNet has with a namesake that is rare or a name, and what it lacks.
ACRONYMS: Final = frozenset(
    (
        "ab abs ace aids amp atm ban bar bin cat core era ice ma mat mls os pa pet pie pin ram "
        "salt sec shape sob sod "
        "us it who "
        "ad ai au cad cis doe dos eta eu ida ira led ngo pow sam seal uk un vat wasp "
        "apt bis bit bop cap car care cop cow dac dot isis kia mad mia mod moe nam ned nice oda "
        "pap pen rand sap sat start swat trips"
    ).split()
)
# Whose capitals, amid others, are emphasis: GIVE IT TO US.
_EMPHATIC: Final = FUNCTION_WORDS - ACRONYMS
# So many words in capitals beside an acronym are emphasis, or a heading, and not US GDP.
_RUN_OF_CAPITALS: Final = 2
# Words of a run are looked for so far.
_BESIDE: Final = 40


class Token(NamedTuple):
    """A token of a text: its norm, its half-open span in code points, its place.

    `position` counts tokens from 0, with a gap between table cells; `joint` is one of `JOINTS`
    or `APART`; `capital` says that its first letter is one, `acronym` is `ACRONYM_MARK` or `DOTTED`
    if what could be another word is an acronym (US, U.S.); `sign` is one of `SIGNS` if one stands
    before it.
    """

    norm: str
    start: int
    end: int
    position: int
    joint: str
    capital: bool
    acronym: str
    sign: str


def normalize(form: str) -> str:
    """Return `form` as it is compared: case and marks folded, NFC, invisible signs dropped."""
    return form.lower() if form.isascii() else folded(form)


class _Norms(dict[str, str]):
    """The norms of characters: of a script without blanks, most tokens are one."""

    def __missing__(self, character: str) -> str:
        norm = self[character] = normalize(character)
        return norm


_NORMS: Final = _Norms()


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
    is_initial = False
    seen = text if text.isascii() else skeleton(text)
    for match in (RUN if seen is text else _run()).finditer(seen):
        start, kind = match.start(), match.lastgroup
        form = match[0] if seen is text else text[start : match.end()]
        if len(form) == 1:
            norm = _NORMS[form]
        else:
            norm = form.lower() if kind is None and form.isascii() else _norm(form, kind)
        gap = seen[end:start]
        joint = sign = APART
        if position and gap != " ":
            joint = JOINT_OF_GAP.get(gap, APART)
            sign = APART if joint else sign_of(text[end:start], is_initial=is_initial)
            if CELL_SEPARATOR in gap:
                position += CELL_GAP
        if not norm:
            continue
        end = start + len(form)
        if joint == HYPHEN and _has_no_figure(previous) and _NAME_NUMBER.fullmatch(norm):
            norm = HYPHEN + norm
        acronym = ""
        if kind == "acronym":
            acronym = DOTTED if norm in NAMESAKES or norm in ACRONYMS else ""
        elif norm in ACRONYMS and form.isupper() and not shouted:
            acronym = "" if _is_emphatic(text, start, end) else ACRONYM_MARK
        # A third of the time that Token() takes.
        yield _new(Token, (norm, start, end, position, joint, form[0].isupper(), acronym, sign))
        previous = norm
        is_initial = len(form) == 1 and form.isupper()
        position += 1


_new = tuple.__new__


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return where each of the tokens that `tokenize` yields begins and ends, sooner than it."""
    if text.isascii():
        return [match.span() for match in RUN.finditer(text)]
    seen = skeleton(text)
    found = (RUN if seen is text else _run()).finditer(seen)
    return [match.span() for match in found if _norm(text[slice(*match.span())], match.lastgroup)]


def norms_within(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the norm and the span of each token of a stretch that begins and ends with one.

    They are those that `tokenize` yields of all of `text`, where a number in a name (COVID-19) is
    a number.
    """
    seen = text if text.isascii() else skeleton(text)
    for match in (RUN if seen is text else _run()).finditer(seen, start):
        first, last = match.span()
        if last > end:
            return
        form, kind = text[first:last], match.lastgroup
        norm = form.lower() if kind is None and form.isascii() else _norm(form, kind)
        if norm:
            yield norm, first, last


def _is_emphatic(text: str, start: int, end: int) -> bool:
    """Return whether what stands between two offsets is in capitals since those beside it are."""
    before = text[max(0, start - _BESIDE) : start].split()[::-1]
    after = text[end : end + _BESIDE].split()
    if start > _BESIDE:
        del before[-1:]
    if end + _BESIDE < len(text):
        del after[-1:]
    run = [
        *_run_of_capitals(before, 0, is_apart=text[start - 1 : start].isspace()),
        *_run_of_capitals(after, -1, is_apart=text[end : end + 1].isspace()),
    ]
    return len(run) >= _RUN_OF_CAPITALS or any(word.lower() in _EMPHATIC for word in run)


def _run_of_capitals(words: list[str], edge: int, *, is_apart: bool) -> Iterable[str]:
    """Return the words in capitals beside an acronym; the first may hang on it (EU-US)."""
    if words and not is_apart:
        words = words[1:] if words[0][edge].isalnum() else []
    return takewhile(_is_in_capitals, words)


def _is_in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word[0].isalnum() and word[-1].isalnum()


def sign_of(gap: str, *, is_initial: bool = False) -> str:
    """Return which of `SIGNS` stands in what is between two tokens, or `APART`.

    The stop after the initial of a name is none.
    """
    if is_initial and gap[0] == ".":
        gap = gap[1:]
    signs = gap.translate(_INVISIBLE).strip()
    if not signs:
        return APART
    return COMMA if signs in _COMMAS else BREAK


def going_on(tokens: Iterable[Token]) -> Iterator[tuple[bool, bool]]:
    """Yield of each token whether it goes on with the capitals before it, and whether it is one.

    So do the parts of a name; what a hyphen ties to a capital, or the apostrophe of its breath, is
    like one. A particle can only go on, and so can a function word where a sentence begins.
    """
    was_capital = was_high = False
    before, norm = -1, ""
    for token in tokens:
        is_joined = token.joint == HYPHEN or (token.joint == APOSTROPHE and norm in BREATHED)
        is_tied = was_capital and is_joined
        is_within = before >= 0 and token.position == before + 1 and not token.sign
        may_go_on = token.capital or is_particle(token)
        goes_on = is_tied or (was_high and is_within and may_go_on)
        was_capital = token.capital or is_tied
        norm = token.norm
        may_begin = norm not in FUNCTION_WORDS or (is_within and norm in BEGINNERS)
        was_high = goes_on or (token.capital and may_begin)
        before = token.position
        yield goes_on, was_high


def is_breath(token: Token, after: Token) -> bool:
    """Return whether an apostrophe after a token says that it is breathed."""
    return after.joint == APOSTROPHE and token.norm in BREATHED


def is_particle(token: Token) -> bool:
    """Return whether a token is a particle of a name if one stands before it."""
    return token.norm in PARTICLES and token.joint == APART and not token.capital


def _has_no_figure(norm: str) -> bool:
    return norm.isalpha() or not any(map(str.isnumeric, norm))


def _norm(form: str, kind: str | None) -> str:
    norm = normalize(form)
    if kind == "acronym":
        return norm.replace(".", "")
    return norm.translate(_NUMBER_SEPARATORS) if kind == "number" else norm


def index_terms(
    tokens: Iterable[Token], quoted: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[str, int]]:
    """Yield what an index holds of `tokens`: terms with their positions, in order.

    Beside the norm of each token, its joint is a term (exact words are told by it), or the sign
    before it; an acronym that could be another word is a term of its own (`^us`), and so is that it
    has points, that a token goes on with a capital, stands in quoted matter, or begins it. `quoted`
    has the spans of quoted matter, in order, apart.
    """
    spans = iter((*quoted, _NOWHERE))
    start, end = next(spans)
    before = 0
    known = list(tokens)
    for token, (goes_on, _) in zip(known, going_on(known), strict=True):
        while token.start >= end:
            start, end = next(spans)
        if token.start >= start:
            yield QUOTED, token.position
            if before <= start:
                yield QUOTE_BEGINS, token.position
        before = token.end
        yield token.norm, token.position
        if token.joint or token.sign:
            yield token.joint or token.sign, token.position
        if goes_on:
            yield GOES_ON, token.position
        if token.acronym:
            yield ACRONYM_MARK + token.norm, token.position
        if token.acronym == DOTTED:
            yield DOTTED, token.position


def is_word_term(term: str) -> bool:
    """Return whether an index term is a token's norm, not what it is beside."""
    return term[0] not in "-'+,;=^.\"" or (term[0] == HYPHEN and len(term) > 1)


class Word(NamedTuple):
    """A running word: its norm, with its hyphens and apostrophes, and its tokens.

    An acronym that could be another word is in capitals: US or U.S., and us.
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


# What counts as one running word: a word, or each of its tokens.
Unit = Literal["word", "token"]
# What a text is read as: as what is counted; as the norms of its tokens; as those of its tokens but
# what an apostrophe ties to a word.
Norms = Literal[Unit, "norm", "untied"]


def units(tokens: Iterable[Token], unit: Unit) -> Iterator[Word]:
    """Yield the running words that `tokens` make, or each token as one."""
    if unit == "word":
        return words(tokens)
    return (Word(_counted(token), (token,)) for token in tokens)


def unit_norms(text: str, unit: Unit) -> list[str]:
    """Return the norms of the units of what is typed; capitals alone do not make them shouted."""
    return [word.norm for word in units(tokenize(text, shouted=False), unit)]


def token_norms(tokens: Iterable[Token]) -> list[str]:
    """Return the norms of `tokens`."""
    return [token.norm for token in tokens]


def word_norms(tokens: Iterable[Token]) -> list[str]:
    """Return the norms of the running words that `tokens` make."""
    norms: list[str] = []
    for token in tokens:
        if token.joint == APART or not norms:
            norms.append(_counted(token))
        else:
            norms[-1] += token.joint.strip(GLUED) + _counted(token)
    return norms


def norms_of(tokens: Iterable[Token], norms: Norms) -> list[str]:
    """Return what `tokens` are read as."""
    if norms == "word":
        return word_norms(tokens)
    if norms == "token":
        return [*map(_counted, tokens)]
    return token_norms(tokens) if norms == "norm" else [*untied(tokens)]


def _counted(token: Token) -> str:
    """Return what a token counts as: the acronym US is not the word us."""
    return acronym_form(token.norm, token.acronym) if token.acronym else token.norm.lstrip(HYPHEN)


def tokens_of(word: str) -> list[Token]:
    """Return the tokens of a running word by its norm; of ½, whose norm is of two, one."""
    tokens = list(tokenize(word, shouted=False))
    if word_norms(tokens) == [word]:
        return tokens
    return [Token(word, 0, len(word), 0, APART, capital=False, acronym="", sign="")]


def untied(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the norms of tokens but of what an apostrophe ties to a word, which has no content."""
    return (t.norm for t in tokens if t.joint != APOSTROPHE or t.norm not in TIED)


def acronym_form(norm: str, mark: str) -> str:
    """Return an acronym as it is counted, with points if it is written so."""
    letters = norm.upper()
    return "".join(f"{letter}." for letter in letters) if mark == DOTTED else letters
