"""The lexemes of words, by language: what tells that two words are forms of one.

English has rules and a list of words (`wp8.words.english`), other languages have simplemma's
dictionaries. A language that has neither, and a text whose language nobody named, has no forms.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from wp8.words.english.endings import regular_bases
from wp8.words.english.lexemes import English, is_english
from wp8.words.english.spelling import american
from wp8.words.lexeme import ENGLISH, NOUN, WITH_CAPITAL_NOUNS, written
from wp8.words.tokens import FUNCTION_WORDS, LEXEMES_VERSION, TOKENIZER_VERSION, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.files import Kept

__all__ = [
    "Lexemes",
    "american",
    "english",
    "is_english",
    "is_plural",
    "is_regular",
    "lemmatizer",
    "spelled",
]

_SIMPLEMMA: Final = "simplemma 2.0.0"
_HEADER: Final = f"wp8 lexemes {TOKENIZER_VERSION}.{LEXEMES_VERSION}, {_SIMPLEMMA}\n".encode()
# A dictionary tells no kinds of words apart, but by a capital.
_ANY: Final = "x"
_IN_NO_TOKEN: Final = frozenset(" -'\u2019.\t|")
# The ends of a singular and of its plural, where simplemma often gives them two lemmas.
_WITH_S: Final = (("", "s"),)
_PLURALS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "es": _WITH_S,
    "fr": _WITH_S,
    "it": (("ca", "che"), ("ga", "ghe"), ("a", "e")),
    "pt": _WITH_S,
}
_SHORTEST_SINGULAR: Final = 4
# Letters that a word has in common with its lemma.
_STEM: Final = 3
# To find so many words one by one takes less than to read a list.
_FEW: Final = 700
# Words of a dictionary that are folded at once, and shares of it that are sorted one by one.
_AT_ONCE: Final = 1 << 14
_SHARES: Final = 1 << 5


def english(word: str) -> list[str]:
    """Return the lexemes of a word if it is an English one."""
    return Lexemes().of(ENGLISH, (word,))[word][1:]


def spelled(word: str) -> str:
    """Return the spelling that stands for all of an English word."""
    return English().spelled(word)


def lemmatizer(languages: Collection[str]) -> str:
    """Return what gives the lemmas of texts in these languages, and its version."""
    others = sorted({*languages} - {ENGLISH})
    named = [f"wp8 {LEXEMES_VERSION} ({ENGLISH})"] if ENGLISH in languages else []
    if others:
        known = list(filter(_is_supported, others))
        named += [f"{_SIMPLEMMA} ({', '.join(known)})"] if known else []
    return ", ".join(named) or "none: the language of no text has one"


def is_regular(word: str, base: str) -> bool:
    """Return whether `word` is made from `base` by an ending, not by another vowel."""
    stem = base.rstrip("ey")
    return len(stem) > 1 and american(word).startswith(american(stem))


def is_plural(word: str, base: str) -> bool:
    """Return whether `word` is, by rule, the plural of a noun `base`; a function word is none."""
    kinds = {base: NOUN}
    regular = regular_bases(word, lambda other: kinds.get(other, ""))
    return word not in FUNCTION_WORDS and bool(regular)


class Lexemes:
    """The lexemes of words, and the words of lexemes.

    `kept` gives the file of a name in which the dictionary of a language is kept, for whose making
    simplemma's is read: it takes seconds, before which `tell` gets the language. `run` calls a
    function with an argument, where what that takes of memory is no burden.
    """

    def __init__(
        self,
        kept: Callable[[str], Kept] | None = None,
        tell: Callable[[str], object] = lambda _: None,
        run: Callable[[Callable[[str], bytes], str], bytes] = lambda made, of: made(of),
    ) -> None:
        self._kept = kept
        self._tell = tell
        self._run = run
        self._dictionaries: dict[str, bytes] = {}

    def knows(self, language: str) -> bool:
        """Return whether words of a language have lexemes."""
        return language == ENGLISH or any(True for _ in self._paradigms(language))

    def of(self, language: str, words: Collection[str]) -> dict[str, list[str]]:
        """Return for each of `words` that the language knows its lemma, and then its lexemes."""
        if language == ENGLISH:
            lexemes = English(is_much_asked=len(words) > _FEW).lexemes
            found = ((word, lexemes(word)) for word in words)
            return {
                word: [lemma, *[written(ENGLISH, own, base) for base, own in kinds.items()]]
                for word, (lemma, kinds) in found
            }
        kinds: dict[str, dict[str, str]] = {}
        wanted = set(words)
        for kind, base, forms in self._paradigms(language):
            for form in wanted.intersection(forms):
                own = kinds.setdefault(form, {})
                own[base] = own.get(base, "") + kind
        unchanged = _function_words(language)
        rows = {}
        for form, own in kinds.items():
            # What is a dictionary form is its own lemma, but for nouns.
            lemma = form if own.get(form, NOUN) != NOUN else next(iter(own))
            bases = {} if form in unchanged else own
            rows[form] = [lemma, *(written(language, own[base], base) for base in bases)]
        return rows

    def others(self, language: str, bases: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield each word that is a form of one of `bases`, with the lexeme that it has there.

        Of English there are none: which they are is told by rules.
        """
        if language != ENGLISH:
            unchanged = _function_words(language)
            for kind, base, forms in self._paradigms(language):
                if base in bases:
                    lexeme = written(language, kind, base)
                    yield from ((form, lexeme) for form in forms if form not in unchanged)

    def _paradigms(self, language: str) -> Iterator[tuple[str, str, list[str]]]:
        """Yield each dictionary form of a language after its kind, and with all forms of it.

        Nouns come last, those with most forms first.
        """
        if language not in self._dictionaries:
            self._dictionaries[language] = self._dictionary(language)
        for line in BytesIO(self._dictionaries[language]):
            kind, *forms = line.decode()[:-1].split(" ")
            yield kind, forms[0], forms

    def make(self, languages: Iterable[str]) -> None:
        """Make the dictionaries of languages that are not kept yet, where they can be kept."""
        for language in {*languages} - {ENGLISH, ""}:
            if self._kept:
                self._dictionary(language)

    def _dictionary(self, language: str) -> bytes:
        """Return for each dictionary form of a language a line of its kind, of it and of others."""
        file = self._kept(f"lexemes.{language}") if self._kept and language else None
        content = (file.read() if file else None) or b""
        if not content.startswith(_HEADER):
            if not _is_supported(language):
                return b""
            self._tell(language)
            lines = self._run(_made, language)
            if file:
                file.write(_HEADER + lines)
            return lines
        return content[len(_HEADER) :]


def _function_words(language: str) -> frozenset[str]:
    # A search needs none.
    from wp8.words.languages import function_words

    return function_words(language)


def _is_supported(language: str) -> bool:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return language in SUPPORTED_LANGUAGES


def _made(language: str) -> bytes:
    """Return the lines of a dictionary made of simplemma's, with case and accents folded."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    lemmas = {lemma: _last(dictionary, lemma) for lemma in {*dictionary.values()}}
    bases = dict(zip(lemmas, _folded(lemmas.values()), strict=True))
    has_nouns = language in WITH_CAPITAL_NOUNS
    pairs = chain(dictionary.items(), _of_one_word(language, dictionary, lemmas))
    # A million forms, packed: as strings in sets they would take twenty times the memory.
    shares = [_Packed() for _ in range(_SHARES)]
    while some := list(islice(pairs, _AT_ONCE)):
        for word, (_, lemma) in zip(_folded(word for word, _ in some), some, strict=True):
            base = bases[lemma]
            if _IN_NO_TOKEN.isdisjoint(word + base):
                kind = NOUN if has_nouns and lemmas[lemma][0].isupper() else _ANY
                shares[hash(base) % _SHARES].add(f"{kind} {base} {word}\n".encode())
    del dictionary, lemmas, bases, pairs
    # Bytes of UTF-8 stand in the order of code points.
    lines: list[tuple[bool, int, bytes, bytes]] = []
    while shares:
        paradigms: dict[bytes, set[bytes]] = {}
        for pair in shares.pop().content().split(b"\n")[:-1]:
            paradigm, _, form = pair.rpartition(b" ")
            paradigms.setdefault(paradigm, set()).add(form)
        for paradigm, forms in paradigms.items():
            name, first = paradigm.split(b" ")
            is_noun = name == NOUN.encode()
            if others := forms - {first}:
                line = b" ".join((paradigm, *sorted(others)))
                lines.append((is_noun, -len(forms) * is_noun, first, line))
    lines.sort()
    return b"".join(line + b"\n" for *_, line in lines)


class _Packed:
    """Bytes that are added to, and held packed."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(1)
        self._packed: list[bytes] = []
        self._coming = bytearray()

    def add(self, content: bytes) -> None:
        """Add some bytes."""
        self._coming += content
        if len(self._coming) > _AT_ONCE:
            self._packed.append(self._packer.compress(self._coming))
            self._coming.clear()

    def content(self) -> bytes:
        """Return all bytes; none can be added from then on."""
        last = self._packer.compress(self._coming) + self._packer.flush()
        return zlib.decompress(b"".join([*self._packed, last]))


def _of_one_word(
    language: str, dictionary: Mapping[str, str], lemmas: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield further words and their lemmas: singulars and plurals to which simplemma gives two.

    A singular that is its own lemma is a form of that of its plural (blanche, as blanches, of
    blanc). A plural is a form of that of its singular, if this has a plural that is: égales, of
    égaler, is of égal too.
    """
    endings = _PLURALS.get(language, ())
    for word, lemma in dictionary.items() if endings else ():
        plural = _plural(word, endings)
        other = dictionary.get(plural, plural)
        is_one = lemmas.get(other) == lemmas[lemma]
        if is_one or other == plural or len(word) < _SHORTEST_SINGULAR:
            continue
        if normalize(other[:_STEM]) != normalize(word[:_STEM]):
            continue
        if lemma == word:
            yield word, other
        elif dictionary.get(_plural(lemma, endings)) == lemma != _plural(lemma, endings):
            yield plural, lemma


def _plural(word: str, endings: Sequence[tuple[str, str]]) -> str:
    """Return the plural of a singular, or a word itself that is none."""
    for singular, plural in endings:
        if word.endswith(singular):
            return word.removesuffix(singular) + plural
    return word


def _last(dictionary: Mapping[str, str], lemma: str) -> str:
    """Return the lemma of a lemma, or of its lemma: of abandonné, which abandonnés is of."""
    seen = {lemma: None}
    while (following := dictionary.get(lemma, lemma)) not in seen:
        seen[following] = None
        lemma = following
    return lemma


def _folded(words: Iterable[str]) -> list[str]:
    """Return the norms of words: of all at once, character by character."""
    text = "\n".join(words)
    return text.translate({ord(letter): normalize(letter) for letter in set(text) - {"\n"}}).split(
        "\n"
    )
