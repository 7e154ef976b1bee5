"""The lexemes of an English word: what tells that two words are forms of one.

simplemma gives the dictionary form. Where a form can belong to two words (a `building`, or
`building` of `build`) it gives one of them; the rules below add the other, if simplemma itself
knows it from another form. British and American spellings are one.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from wp8.words.sorted_lines import SortedLines
from wp8.words.tokens import FUNCTION_WORDS, LEXEMES_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from wp8.files import Kept

_HEADER: Final = f"wp8 lexemes {LEXEMES_VERSION}, simplemma 2.0.0\n".encode()
# What the file of a memo is called.
MEMO: Final = "lexemes.memo"
# To find so many words one by one takes less than to read all.
_FEW: Final = 1000

_SPELLINGS: Final = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{3})our(?=$|s$|ed$|ing$|able$|ite$|ful$|less$|ly$|hood$|ers?$)", "or"),
        (r"(?<=[a-z]{3})is(?=e$|ation$)", "iz"),
        (r"(?<=[a-z]{3}[ly])s(?=e$)", "z"),
        (r"(?<=[a-z]{2})tre$", "ter"),
        (r"(?<=[a-z]{2})tr(?=ed$|ing$)", "ter"),
        (r"(?<=[a-z]{3}en)ce$", "se"),
        (r"(?<=[a-z]{3}og)ue$", ""),
        (r"(?<=[a-z]{3}am)me$", ""),
        (r"(?<=[a-z]{3}l)l(?=$|ment$|ful$)", ""),
    )
)
_BRITISH: Final = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))
# Forms that are words of their own too, and that simplemma knows as those alone.
_IRREGULAR: Final = dict(
    pair.split(":")
    for pair in (
        "won:win felt:feel left:leave thought:think rose:rise bound:bind ground:grind shot:shoot "
        "wound:wind bore:bear born:bear lives:life halves:half bases:basis worse:bad data:datum "
        "criteria:criterion met:meet fell:fall spoke:speak drove:drive broke:break held:hold "
        "saw:see found:find lay:lie"
    ).split()
)
_SHORTEST_STEM: Final = 3
_ORDINAL: Final = re.compile(r".+th")


@cache
def _lemmatize() -> Callable[[str], str]:
    from simplemma import lemmatize

    return lambda word: lemmatize(word, lang="en").lower()


def lexemes(word: str) -> tuple[str, ...]:
    """Return the lexemes that the norm `word` may be a form of, its lemma first, itself among them.

    Two words are forms of one if they have a lexeme in common. A word that is not of Latin
    letters alone, and a function word, has only itself.
    """
    if not (word.isascii() and word.isalpha()) or word in FUNCTION_WORDS:
        return (word,)
    lemma = _lemmatize()(word)
    bases = [*_bases(word, lemma), *filter(None, (_IRREGULAR.get(word),))]
    is_ordinal = bool(_ORDINAL.fullmatch(word)) and word.startswith(lemma)
    if is_ordinal or lemma in FUNCTION_WORDS:
        lemma = word
    # simplemma has a rare verb for some: develope, of developed.
    first = next((base for base in bases if f"{base}e" == lemma), lemma)
    return tuple(dict.fromkeys((first, *sorted(map(american, {word, lemma, *bases})))))


def is_regular(word: str, lexeme: str) -> bool:
    """Return whether `word` is made from `lexeme` by an ending, not by another vowel."""
    stem = lexeme.rstrip("ey")
    return len(stem) > 1 and american(word).startswith(stem)


def american(word: str) -> str:
    """Return `word` with the American one of its spellings: `labour` is `labor`."""
    if not _BRITISH.search(word):
        return word
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def _bases(word: str, lemma: str) -> Iterator[str]:
    """Yield the words that `word` regularly derives from, which `lemma` leaves out."""
    if word.endswith("ing"):
        stems = _stems(word[:-3])
        verbs = [base for base in stems if _inflects(base, "ed")]
        # An irregular verb has no such form: built, drew.
        yield from verbs or (base for base in stems if _inflects(base, "s"))
    elif word.endswith("ed") and lemma != word:
        yield from (base for base in _stems(word[:-2]) if _inflects(base, "ing"))
    elif word.endswith("es") and lemma != word and word[-3] in "sxzho" and _inflects(word[:-2], ""):
        yield word[:-2]


def _stems(stem: str) -> Collection[str]:
    if len(stem) < _SHORTEST_STEM or not set(stem) & set("aeiouy"):
        return ()
    doubled = stem[-1] == stem[-2] and stem[-1] not in "aeiou"
    return (stem, f"{stem}e", stem[:-1]) if doubled else (stem, f"{stem}e")


def _inflects(base: str, ending: str) -> bool:
    """Return whether simplemma knows `base` as the dictionary form of `base` with `ending`."""
    stem = base[:-1] if ending in ("ed", "ing") and base.endswith("e") else base
    return _lemmatize()(stem + ending) == base


class Memo:
    """The lexemes of words looked up before, in a file: to load simplemma takes 0.2 s."""

    def __init__(self, file: Kept) -> None:
        self._file = file
        self._asked = 0
        self._found: dict[str, str] = {}

    @cached_property
    def _lines(self) -> SortedLines:
        content = self._file.read() or b""
        is_of_this_version = content.startswith(_HEADER)
        return SortedLines(content.removeprefix(_HEADER) if is_of_this_version else b"")

    @cached_property
    def _table(self) -> dict[str, str]:
        return dict(line.split("\t") for line in self._lines)

    def __call__(self, word: str) -> tuple[str, ...]:
        """Return the lexemes of `word`."""
        self._asked += 1
        known = self._lines if self._asked <= _FEW else self._table
        found = self._found.get(word) or known.get(word)
        if found is None:
            self._found[word] = found = " ".join(lexemes(word))
        return tuple(found.split(" "))

    def save(self) -> None:
        """Write what was looked up for the next time; where that cannot be, do without."""
        if not self._found:
            return
        rows = {word: f"{word}\t{found}" for word, found in self._found.items()}
        self._file.write(_HEADER + self._lines.changed(rows))
