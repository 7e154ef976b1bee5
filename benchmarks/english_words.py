"""Makes the list of English words that wp8 has its forms from, of the files of WordNet 3.0.

    python benchmarks/english_words.py /usr/share/wordnet > src/wp8/words/english/words
    python benchmarks/english_words.py /usr/share/wordnet --acronyms

The files are those of the Debian package wordnet-base. What a line of the list says stands in
`src/wp8/words/english/README.md`; the acronyms stand in `src/wp8/words/tokens.py`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.words.english.endings import (
    ADJECTIVE,
    ADVERB,
    FIRST,
    NOUN,
    ONLY,
    STRONG,
    VERB,
    regular_bases,
)
from wp8.words.english.spelling import american
from wp8.words.tokens import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES: Final = {"noun": NOUN, "verb": VERB, "adj": ADJECTIVE, "adv": ADVERB}
# The first of its kinds that WordNet's keys of senses name by a number.
_KINDS: Final = {"1": NOUN, "2": VERB, "3": ADJECTIVE, "4": ADVERB, "5": ADJECTIVE}
_WORD: Final = re.compile(r"[a-z]+")
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
# So many times as often as the word it would be a form of stands one that has grown away from it
# (evening, even), if it is found so often at all.
_TIMES: Final = 5
_OFTEN: Final = 8
# So often a word has to stand in WordNet's texts to be known as an adjective.
_SEEN: Final = 3
# Endings of plurals that came with their words.
_FOREIGN: Final = tuple(
    pair.split(":")
    for pair in "a:um a:on ae:a i:us i:o ices:ex ices:ix ata:a es:is eaux:eau".split()
)
# What differs between two spellings of a word: without it they are the same letters. Two words of
# one meaning that are the same so are spellings of one.
_SPELLED: Final = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"(?<=gr)ey", "ay"),
        (r"(?<=k)ey$", "y"),
        (r"^en(?=[a-z]{3})", "in"),
        (r"^des", "dis"),
        (r"^sc(?=e)", "sk"),
        (r"^(?:ts|tz|cz)", "z"),
        (r"oeu", "eu"),
        (r"[ao]e(?!$)", "e"),
        (r"ough(?=n)", "o"),
        (r"ough", "ow"),
        (r"augh", "af"),
        (r"gh(?=u)", "g"),
        (r"gau", "ga"),
        (r"oul(?=[dt])", "ol"),
        (r"oust", "ust"),
        (r"our", "or"),
        (r"ph", "f"),
        (r"xion", "ction"),
        (r"(?<=dg)e(?=ment)|(?<=ag)e(?=ing|ism|ist)|(?<=el)le(?=ry)", ""),
        (r"que?$", "k"),
        (r"iu(?=m$)", "u"),
        (r"(?<=[bcdghkptvw])re(?=$|s$|d$)|(?<=t)re", "er"),
        (r"c(?=[eiy])", "s"),
        (r"c?k|c(?!h)", "k"),
        (r"y", "i"),
        (r"z", "s"),
        (r"(?<=x)e$|(?<=[a-z]{4}[b-df-hj-np-tv-z])e$", ""),
        (r"([b-df-hj-np-tv-z])\1", r"\1"),
    )
)
# Beyond these letters, and what has the same ones but is another word.
_PAIRS: Final = tuple(
    pair.split(":")
    for pair in "kerb:curb gaol:jail storey:story pyjama:pajama artefact:artifact".split()
)
_OTHERS: Final = frozenset(
    "barque canvass casino cat chilly chorale coss diverse ensure envoi glassed glaze grille "
    "groyne hogg humus jak kat mac mack masque pallet porc premiere prise sac sacque spic spick "
    "toilette yack".split()
)


class WordNet:
    """What the files of WordNet say: the kinds of each word, how often it is each, exceptions."""

    def __init__(self, folder: Path) -> None:
        self.kinds: dict[str, set[str]] = {}
        self.often = Counter[tuple[str, str]]()
        self.irregular: dict[str, list[tuple[str, str]]] = {}
        self.names: set[str] = set()
        self._spellings: dict[str, set[str]] = {}
        self._plurals: set[tuple[str, str]] = set()
        for name, kind in _FILES.items():
            self.names |= _proper(folder / f"data.{name}")
            for word in _first_words(folder / f"index.{name}"):
                if _WORD.fullmatch(word):
                    self.kinds.setdefault(word, set()).add(kind)
        for line in (folder / "cntlist.rev").read_text().splitlines():
            key, _, count = line.split()
            word, _, sense = key.partition("%")
            self.often[word, _KINDS[sense[0]]] += int(count)
            if sense.startswith("1:") and _WORD.fullmatch(word):
                self.kinds.setdefault(word, set()).add(NOUN)
        for name, kind in _FILES.items():
            for line in (folder / f"{name}.exc").read_text().splitlines():
                word, *bases = line.split()
                for base in bases:
                    # Deeper is of deep.
                    if name == "adv" and base.endswith("ly"):
                        continue
                    if word != base and _WORD.fullmatch(word) and kind in self._kinds_of(base):
                        self.irregular.setdefault(word, []).append((kind, base))
        self._compare(folder)

        strong = {
            base
            for word, bases in self.irregular.items()
            for kind, base in bases
            if kind == VERB and not word.endswith(("ed", "ing", "s"))
        }
        for word in strong:
            self.kinds[word].add(STRONG)

    def all_of(self, word: str) -> int:
        """Return how often a word stands in WordNet's texts."""
        return sum(self.often[word, kind] for kind in _FILES.values())

    def _kinds_of(self, word: str) -> str:
        kinds = self.kinds.get(word, set())
        hidden = VERB if STRONG in kinds else ""
        return "" if word in FUNCTION_WORDS else "".join(sorted(kinds.difference(hidden)))

    def line(self, word: str) -> str:
        """Return what the list says of a word."""
        kinds = self._kinds_of(word)
        regular = regular_bases(word, self._kinds_of)
        irregular = [
            (kind, base)
            for kind, base in self.irregular.get(word, ())
            if (kind, base) not in regular
            and (
                self.often[base, kind]
                or not kinds
                or not self.all_of(word)
                or (word, base) in self._plurals
            )
        ]
        if not self.all_of(word):
            # Lied is of lie, as if the song were not.
            weak = regular_bases(word, lambda base: self._kinds_of(base).lower())
            irregular += [each for each in weak if each not in (*irregular, *regular)]
        bases = [*irregular, *regular]
        first = sorted(bases, key=lambda each: -self.often[each[::-1]])
        written = irregular if first == bases else first
        marks = ""
        if kinds and bases:
            own = self.all_of(word)
            is_grown = own >= _OFTEN and all(self._is_apart(word, *base) for base in bases)
            is_other = is_grown or any(
                all(is_so(word, *base) for base in bases) for is_so in (self._is_name, self._has)
            )
            if not irregular and is_other:
                marks, written = ONLY, []
            elif own > max(self.often[base, kind] for kind, base in bases):
                marks = FIRST
        rest = [f"{kind}:{base}" for kind, base in written]
        known = (each for each in self._spellings.get(word, ()) if each in self.kinds)
        spelling = american(min(known, key=lambda each: (-self.all_of(each), each), default=word))
        rest += [spelling] * (spelling != american(word))
        return f"{word}\t{kinds}{marks} {' '.join(rest)}".rstrip(" ")

    def _compare(self, folder: Path) -> None:
        """Take words of one meaning as spellings, or one as the plural of the other."""
        for one, other in _PAIRS:
            self._join(one, other)
        for name in _FILES:
            for words in _synonyms(folder / f"data.{name}"):
                for one, other in permutations(sorted(filter(_WORD.fullmatch, set(words))), 2):
                    if _letters(one) == _letters(other) and _OTHERS.isdisjoint((one, other)):
                        self._join(one, other)
                    if name == "noun" and _is_plural(one, other):
                        self._plurals.add((one, other))
        for word, base in sorted(self._plurals):
            known = self.irregular.setdefault(word, [])
            known += [(NOUN, base)] * ((NOUN, base) not in known)

    def _join(self, one: str, other: str) -> None:
        """Take two words as spellings of one."""
        joined = self._spellings.get(one, {one}) | self._spellings.get(other, {other})
        self._spellings.update(dict.fromkeys(joined, joined))

    def acronyms(self, folder: Path) -> Iterator[str]:
        """Yield the acronyms, in small letters, that are also a noun which stands in the texts."""
        for forms in _synonyms(folder / "data.noun"):
            for form in filter(_ACRONYM.fullmatch, forms):
                word = form.lower()
                if word not in FUNCTION_WORDS and any(_spells(word, each) for each in forms):
                    namesakes = [(NOUN, word), *regular_bases(word, self._kinds_of)]
                    if any(
                        kind == NOUN and base not in self.names and self.often[base, NOUN]
                        for kind, base in namesakes
                    ):
                        yield word

    def _has(self, word: str, kind: str, base: str) -> bool:
        """Return whether a word says who has a thing, and not what was done: spirited, detailed."""
        is_thing = self.often[base, NOUN] and not self.often[base, VERB]
        return bool(is_thing and kind == VERB and self.often[word, ADJECTIVE] >= _SEEN)

    def _is_name(self, word: str, _: str, base: str) -> bool:
        """Return whether a word is a name beside another, and not of a people: Adams, Adam."""
        return {word, base} <= self.names and ADJECTIVE not in self.kinds[base]

    def _is_apart(self, word: str, kind: str, base: str) -> bool:
        """Return whether a word has grown away from the one that it looks a form of.

        A plural is apart from what is mostly no noun (goods, good), all others are from what is
        much rarer (evening, even).
        """
        if kind == NOUN:
            return _TIMES * self.often[base, NOUN] < self.all_of(base)
        return self.all_of(word) > _TIMES * self.often[base, kind]


def _first_words(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [line.partition(" ")[0] for line in lines if not line.startswith(" ")]


def _proper(path: Path) -> set[str]:
    """Return the words that have a capital in all their senses."""
    capital: set[str] = set()
    small: set[str] = set()
    for words in _synonyms(path):
        for word in words:
            (small if word.islower() else capital).add(word.lower())
    return capital - small


def _synonyms(path: Path) -> Iterator[list[str]]:
    """Yield the words of each meaning, as they are written."""
    for line in path.read_text().splitlines():
        if not line.startswith(" "):
            fields = line.split(" ")
            words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            yield [word.partition("(")[0] for word in words]


def _letters(word: str) -> str:
    """Return what two spellings of a word have in common."""
    for pattern, written in _SPELLED:
        word = pattern.sub(written, word)
    return word


def _is_plural(word: str, base: str) -> bool:
    """Return whether a word is another with the ending of a plural that came with it."""
    stems = (word.removesuffix(many) + one for many, one in _FOREIGN if word.endswith(many))
    return len(word) > len("alga") and base in stems


def _spells(acronym: str, name: str) -> bool:
    """Return whether a name of several words has the letters of an acronym, the first first."""
    letters = iter(name.lower())
    is_long = "_" in name or "-" in name
    return is_long and name[0].lower() == acronym[0] and all(each in letters for each in acronym)


def main() -> None:
    """Write the list to the standard output, or with `--acronyms` those in one line."""
    folder, *options = sys.argv[1:]
    found = WordNet(Path(folder))
    if options == ["--acronyms"]:
        sys.stdout.write(f"{' '.join(sorted(set(found.acronyms(Path(folder)))))}\n")
        return
    for word in sorted(found.kinds.keys() | found.irregular.keys()):
        if word not in FUNCTION_WORDS:
            sys.stdout.write(f"{found.line(word)}\n")


if __name__ == "__main__":
    main()
