"""Names and compounds: solid, open or hyphened, as the corpus writes them or as they are typed."""

from __future__ import annotations

from itertools import pairwise, takewhile
from operator import or_
from typing import TYPE_CHECKING, Final

from wp8.words.tokens import (
    ACRONYM_MARK,
    APOSTROPHE,
    BREATHED,
    DOTTED,
    FUNCTION_WORDS,
    HYPHEN,
    is_breath,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.query.backend import Vocabulary
    from wp8.query.tree import Alternative, Slot
    from wp8.words.tokens import Token

# Words of a name that may be written as one: Ri Pyong Chol, Ri Pyongchol.
LONGEST_NAME: Final = 3

# What somebody is called before the name, and is no part of it.
TITLES: Final = frozenset(
    "president chancellor minister premier king queen prince princess emperor pope bishop sir lord "
    "lady dame mr mrs ms dr prof professor general colonel major captain admiral marshal secretary "
    "senator governor judge chairman comrade saint herr frau monsieur madame senor senora don dona "
    "prasident kanzler bundeskanzler bundesprasident konig kaiser".split()
)

# Letters of a whole name that may be written as one.
_LONGEST_SOLID: Final = 40
_SHORTEST_PART: Final = 2
_VOWELS: Final = frozenset("aeiouy")
_PAIR: Final = 2
_LONG_PART: Final = 5
POSSESSIVE: Final = "s"
_AFTER_LETTER: Final = 3
# Letters that are words, or what an apostrophe leaves of one: don't, Party's, l'art.
_CONTRACTED: Final = frozenset("aidmstlnoy")
# Those with which names begin: O'Brien, N'Diaye.
_ELIDED: Final = frozenset("dlmno")


class Names:
    """What the vocabulary of a corpus knows of words written as one or apart."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        # Whether the query is all of capitals, which then say nothing.
        self.shouted = False
        self._apart: dict[str, Sequence[Alternative]] = {}
        self._spelled: dict[str, Sequence[Alternative]] = {}

    def plain(self, token: Token) -> Alternative:
        """Return what a typed token looks for as it stands."""
        if token.acronym and self.is_acronym(token):
            return (ACRONYM_MARK + token.norm,)
        return (token.norm,)

    def is_acronym(self, token: Token) -> bool:
        """Return whether what could be another word means the acronym: capitals that say it."""
        return token.acronym == DOTTED or (bool(token.acronym) and not self.shouted)

    def apart(self, norm: str) -> Sequence[Alternative]:
        """Return `norm` as two tokens of the corpus, none of them a function word.

        Or as three, where an apostrophe writes a breath: Hsiao-p'ing.
        """
        if norm not in self._apart:
            self._apart[norm] = tuple(self._pairs(norm))
        return self._apart[norm]

    def _pairs(self, norm: str) -> Iterator[Alternative]:
        if norm in FUNCTION_WORDS or not norm.islower():
            return
        for place in range(1, len(norm)):
            first, second = norm[:place], norm[place:]
            if first not in self.vocabulary:
                continue
            if second.isdigit() and not first[-1].isdigit():
                second = HYPHEN + second
            is_long = len(first) >= _LONG_PART and second not in FUNCTION_WORDS
            after_name = second == POSSESSIVE or is_long or self.vocabulary.is_name(first)
            before = _is_part(first) or (_is_letter(first) and len(second) >= _AFTER_LETTER)
            before = before or (first in _ELIDED and self.vocabulary.is_name(second))
            parts = before and (_is_part(second) or after_name)
            if parts and second in self.vocabulary:
                yield first, second
            for breath in BREATHED if second not in self.vocabulary else ():
                rest = second.removeprefix(breath)
                is_there = breath in self.vocabulary and rest in self.vocabulary
                if rest != second and before and is_there:
                    yield first, breath, rest

    def parts(self, norm: str) -> Iterator[Alternative]:
        """Yield `norm`, which no text has, as tokens of which one at least always has a capital."""
        if len(norm) <= _LONGEST_SOLID and norm.islower() and norm not in self.vocabulary:
            for parts in self._splits(norm, LONGEST_NAME + 1):
                if len(parts) > 1 and any(map(self.vocabulary.is_capital, parts)):
                    yield parts

    def _splits(self, norm: str, most: int) -> Iterator[Alternative]:
        """Yield `norm` as at most so many tokens of the corpus."""
        if norm in self.vocabulary and self._may_be_part(norm):
            yield (norm,)
        for end in range(1, len(norm) if most > 1 else 1):
            if norm[:end] in self.vocabulary and self._may_be_part(norm[:end]):
                for others in self._splits(norm[end:], most - 1):
                    yield norm[:end], *others

    def _may_be_part(self, norm: str) -> bool:
        return _is_part(norm) or self.vocabulary.is_name(norm)

    def joined(self, tokens: Sequence[Token], *, quoted: bool = False) -> Iterator[Slot]:
        """Yield the slots of tokens in a row; those that the corpus writes as one share one.

        Outside quotes, a token may have another spelling; a name may be written apart.
        """
        place = 0
        while place < len(tokens):
            initials = 0
            if not quoted and _is_initial(tokens[place]):
                initials = sum(1 for _ in takewhile(_is_initial, tokens[place:]))
            if initials > 1:
                letters = tuple(token.norm for token in tokens[place : place + initials])
                yield letters, ("".join(letters),)
                place += initials
                continue
            name = self.solid(tokens[place : place + LONGEST_NAME])
            if name:
                length, solid = name
                parts = tuple(token.norm for token in tokens[place : place + length])
                yield parts, ((parts[0], solid) if solid.startswith(HYPHEN) else (solid,))
                place += length
                continue
            token = tokens[place]
            place += 1
            if quoted:
                yield self.quoted(token)
                continue
            is_known = token.norm in self.vocabulary
            is_capital = self.vocabulary.is_capital(token.norm)
            apart = self.apart(token.norm) if is_capital and is_known else ()
            spellings = () if is_known else self._spellings(token.norm)
            if not is_known or _may_be_initials(token):
                spellings = (*spellings, *_initials(token.norm))
            yield (*self.quoted(token), *apart, *spellings)

    def quoted(self, token: Token) -> Slot:
        """Return what a token in quotation marks may be written as."""
        bare = ((token.norm[1:],),) if token.norm.startswith(HYPHEN) else ()
        apart = self.apart(token.norm) if token.norm not in self.vocabulary else ()
        return (self.plain(token), *bare, *apart)

    def solid(self, tokens: Sequence[Token]) -> tuple[int, str] | None:
        """Return how many of `tokens` from the first on the corpus writes as one word, and it."""
        for length in range(len(tokens), 1, -1):
            parts = [token.norm for token in tokens[:length]]
            solid = "".join(parts)
            if len(parts) == _PAIR and parts[1].isdigit() and _is_part(parts[0]):
                solid = HYPHEN + parts[1]
                if solid in self.vocabulary:
                    return length, solid
            elif solid in self.vocabulary:
                # An apostrophe after a consonant writes how it is breathed: P'yŏngyang.
                breathed = [is_breath(*pair) for pair in pairwise(tokens[:length])]
                may_be_short = [breathed[0] or _is_letter(parts[0]), *breathed[1:], False]
                if all(map(or_, may_be_short, map(_is_part, parts))):
                    return length, solid
        return None

    def _spellings(self, norm: str) -> Sequence[Alternative]:
        """Return the British and American spellings of a member of a compound."""
        if norm not in self._spelled:
            forms = [form for form in self.vocabulary.forms(norm) if form != norm]
            if forms:
                from wp8.words.lexemes import american

                forms = [form for form in forms if american(form)[-2:] == american(norm)[-2:]]
            self._spelled[norm] = [(form,) for form in forms]
        return self._spelled[norm]

    def is_name(self, alternative: Alternative) -> bool:
        """Return whether the first token is a part of names, and the others occur."""
        first, *others = alternative
        rest = all(token in self.vocabulary for token in others)
        return self.vocabulary.is_name(first) and rest


def is_genitive(tokens: Sequence[Token]) -> bool:
    """Return whether a word that was typed ends in the `s` of a genitive."""
    return len(tokens) > 1 and tokens[-1].norm == POSSESSIVE and tokens[-1].joint == APOSTROPHE


def _is_initial(token: Token) -> bool:
    return len(token.norm) == 1 and token.capital


def _may_be_initials(token: Token) -> bool:
    """Return whether a token has points, or letters that nobody can speak: JRR."""
    return token.end - token.start > len(token.norm) or _VOWELS.isdisjoint(token.norm)


def _initials(norm: str) -> Iterator[Alternative]:
    """Yield the letters of a short word, each by itself."""
    if 1 < len(norm) <= LONGEST_NAME and norm.islower():
        yield tuple(norm)


def _is_letter(norm: str) -> bool:
    """Return whether `norm` is a letter that words are compounded with: e-mail, x-ray."""
    return len(norm) == 1 and norm.islower() and norm not in _CONTRACTED


def _is_part(norm: str) -> bool:
    """Return whether `norm` can be a part of a name."""
    return len(norm.lstrip(HYPHEN)) >= _SHORTEST_PART and norm not in FUNCTION_WORDS
