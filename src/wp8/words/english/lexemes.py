"""The lexemes of an English word, and its lemma.

A lexeme is a word as one part of speech, so that two words are not forms of one over a third:
`goods` is no form of `better`, nor `meetings` of `met`.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.words.english.endings import FIRST, ONLY, VERB, regular_bases, stems
from wp8.words.english.spelling import american
from wp8.words.sorted_lines import SortedLines
from wp8.words.tokens import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

# The kind of a word that no dictionary knows.
UNKNOWN: Final = "x"
_LIST: Final = "words"
_SHORTEST_GUESSED: Final = 3

# Function words have no other form in a search, but a lemma: verbs their first form, a personal
# pronoun its nominative. `her`, which is a possessive too, and all possessives are their own.
_LEMMAS: Final = {
    form: lemma
    for lemma, forms in (
        ("be", "am are is was were been being"),
        ("have", "has had having"),
        ("do", "does did done doing"),
        ("a", "an"),
        ("i", "me"),
        ("he", "him"),
        ("we", "us"),
        ("they", "them"),
        ("who", "whom"),
        ("this", "these"),
        ("that", "those"),
        ("other", "others"),
    )
    for form in forms.split()
}
# Prepositions that hardly are verbs any more: of those of Quirk et al., A Comprehensive Grammar of
# the English Language (1985), 9.8.
_PREPOSITIONS: Final = frozenset("according barring concerning notwithstanding pending".split())


class Lexemes(NamedTuple):
    """The lemma of a word, and its lexemes: of each base the kinds that it is there."""

    lemma: str
    kinds: dict[str, str]


def is_english(word: str) -> bool:
    """Return whether English has `word`, or what it is a form of; of a function word, not."""
    return any(kind != UNKNOWN for kind in English().lexemes(word).kinds.values())


class English:
    """The forms of English words; `is_much_asked` where the list is better read as a whole."""

    def __init__(self, *, is_much_asked: bool = False) -> None:
        content = _content()
        self._entries: dict[str, _Entry] = {}
        if is_much_asked:
            self._line: Callable[[str], str | None] = dict(
                line.split("\t") for line in content.decode().split("\n")[:-1]
            ).get
        else:
            self._line = SortedLines(content).get

    def lexemes(self, word: str) -> Lexemes:
        """Return the lemma and the lexemes of the norm `word`; a function word has none."""
        if word in FUNCTION_WORDS or not (word.isascii() and word.isalpha()):
            return Lexemes(_LEMMAS.get(word, word), {})
        own, marks, listed, _ = self._entry(word)
        if not own and (spelled := american(word)) != word:
            own, marks, listed, _ = self._entry(spelled)
        if word in _PREPOSITIONS:
            return Lexemes(word, {word: VERB})
        bases = [*listed]
        if ONLY not in marks:
            bases += [each for each in regular_bases(word, self._kinds) if each not in listed]
        lemma = word if FIRST in marks or not bases else bases[0][1]
        if not bases and not own:
            own = UNKNOWN
            bases = [(UNKNOWN, base) for base in _guessed(word)]
        if not bases:
            return Lexemes(lemma, {self.spelled(word): own.lower()})
        kinds: dict[str, str] = {}
        for kind, base in (*((kind, word) for kind in own.lower()), *bases):
            spelled = self.spelled(base)
            if kind not in kinds.get(spelled, ""):
                kinds[spelled] = kinds.get(spelled, "") + kind
        return Lexemes(lemma, kinds)

    def spelled(self, word: str) -> str:
        """Return the spelling of a word that stands for all."""
        regular = american(word)
        spelling = self._entry(word).spelling
        if not spelling and regular != word:
            spelling = self._entry(regular).spelling
        return spelling or regular

    def _entry(self, word: str) -> _Entry:
        """Return what the list says of a word."""
        if entry := self._entries.get(word):
            return entry
        entry = self._entries[word] = _UNLISTED if not (line := self._line(word)) else _read(line)
        return entry

    def _kinds(self, word: str) -> str:
        return "" if word in FUNCTION_WORDS else self._entry(word).kinds


class _Entry(NamedTuple):
    """What the list says of a word.

    That is its kinds, its marks, the words it is a form of, and its spelling that stands for all,
    if that is another than the American one.
    """

    kinds: str = ""
    marks: str = ""
    bases: tuple[tuple[str, str], ...] = ()
    spelling: str = ""


_UNLISTED: Final = _Entry()


def _read(line: str) -> _Entry:
    kinds, _, rest = line.partition(" ")
    own = kinds.rstrip(ONLY + FIRST)
    if not rest:
        return _Entry(own, kinds[len(own) :])
    pairs = [each.rpartition(":") for each in rest.split()]
    bases = tuple((kind, base) for kind, _, base in pairs if kind)
    spelling = next((base for kind, _, base in pairs if not kind), "")
    return _Entry(own, kinds[len(own) :], bases, spelling)


def _guessed(word: str) -> list[str]:
    """Return what a word that nobody knows may be a form of."""
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found = [word[:-1]]
    elif word.endswith("ing"):
        found = [*stems(word[:-3])]
    elif word.endswith("ed"):
        found = [*stems(word[:-2])]
    else:
        found = []
    return [base for base in found if len(base) >= _SHORTEST_GUESSED]


@cache
def _content() -> bytes:
    with open(os.path.join(os.path.dirname(__file__), _LIST), "rb") as file:
        return file.read()
