"""The lexemes of words, by language: what tells that two words are forms of one.

English has rules and a list of words (`wp8.words.english`), other languages have simplemma's
dictionaries. A language that has neither, and a text whose language nobody named, has no forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.words.english.spelling import american
from wp8.words.lexeme import ENGLISH, written
from wp8.words.tokens import LEXEMES_VERSION, TOKENIZER_VERSION, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from wp8.files import Kept

__all__ = ["Lexemes", "american", "english", "is_english", "is_regular", "lemmatizer"]

_SIMPLEMMA: Final = "simplemma 2.0.0"
_HEADER: Final = f"wp8 lexemes {TOKENIZER_VERSION}.{LEXEMES_VERSION}, {_SIMPLEMMA}\n".encode()
# A dictionary tells no kinds of words apart.
_ANY: Final = "x"
_IN_NO_TOKEN: Final = frozenset(" -'\u2019.\t")
# To find so many words one by one takes less than to read a list.
_FEW: Final = 300


def english(word: str) -> list[str]:
    """Return the lexemes of a word if it is an English one."""
    return Lexemes().of(ENGLISH, (word,))[word][1:]


def is_english(word: str) -> bool:
    """Return whether English has `word`, or what it is a form of; of a function word, not."""
    from wp8.words.english.lexemes import UNKNOWN, English

    return any(kind != UNKNOWN for kind in English().lexemes(word).kinds.values())


def lemmatizer(languages: Collection[str]) -> str:
    """Return what gives the lemmas of texts in these languages, and its version."""
    others = sorted({*languages} - {ENGLISH})
    named = [f"wp8 {LEXEMES_VERSION} ({ENGLISH})"] if ENGLISH in languages else []
    if others:
        from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

        known = [language for language in others if language in SUPPORTED_LANGUAGES]
        named += [f"{_SIMPLEMMA} ({', '.join(known)})"] if known else []
    return ", ".join(named) or "none: the language of no text has one"


def is_regular(word: str, base: str) -> bool:
    """Return whether `word` is made from `base` by an ending, not by another vowel."""
    stem = base.rstrip("ey")
    return len(stem) > 1 and american(word).startswith(american(stem))


class Lexemes:
    """The lexemes of words, and the words of lexemes.

    `kept` gives the file of a name in which the dictionary of a language is kept, for whose making
    simplemma's is read: it takes seconds.
    """

    def __init__(self, kept: Callable[[str], Kept] | None = None) -> None:
        self._kept = kept
        self._dictionaries: dict[str, list[str]] = {}

    def of(self, language: str, words: Collection[str]) -> dict[str, list[str]]:
        """Return for each of `words` that the language knows its lemma, and then its lexemes."""
        if language == ENGLISH:
            from wp8.words.english.lexemes import English

            lexemes = English(is_much_asked=len(words) > _FEW).lexemes
            found = ((word, lexemes(word)) for word in words)
            return {
                word: [lemma, *(written(ENGLISH, own, base) for base, own in kinds.items())]
                for word, (lemma, kinds) in found
            }
        rows: dict[str, list[str]] = {}
        wanted = set(words)
        for base, forms in self._paradigms(language):
            for form in wanted.intersection(forms):
                row = rows.setdefault(form, [base])
                # What is a dictionary form is its own lemma.
                row[0] = form if form == base else row[0]
                row.append(written(language, _ANY, base))
        return rows

    def others(self, language: str, bases: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield each word that is a form of one of `bases`, with the lexeme that it has there.

        Of English there are none: which they are is told by rules.
        """
        if language != ENGLISH:
            for base, forms in self._paradigms(language):
                if base in bases:
                    yield from ((form, written(language, _ANY, base)) for form in forms)

    def _paradigms(self, language: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each dictionary form of a language, and all forms of it."""
        if language not in self._dictionaries:
            self._dictionaries[language] = self._dictionary(language)
        for line in self._dictionaries[language]:
            forms = line.split(" ")
            yield forms[0], forms

    def _dictionary(self, language: str) -> list[str]:
        """Return for each dictionary form of a language a line that begins with it."""
        file = self._kept(f"lexemes.{language}") if self._kept and language else None
        content = (file.read() if file else None) or b""
        if not content.startswith(_HEADER):
            lines = "".join(f"{line}\n" for line in _made(language))
            if not lines:
                return []
            content = _HEADER + lines.encode()
            if file:
                file.write(content)
        return content[len(_HEADER) :].decode().split("\n")[:-1]


def _made(language: str) -> Iterator[str]:
    """Yield the lines of a dictionary made of simplemma's, in which case and accents are folded."""
    from simplemma.strategies.dictionaries.dictionary_factory import (
        SUPPORTED_LANGUAGES,
        DefaultDictionaryFactory,
    )

    if language not in SUPPORTED_LANGUAGES:
        return
    dictionary = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    words = _folded(dictionary)
    lemmas = _folded(map(dictionary.__getitem__, dictionary))
    paradigms: dict[str, set[str]] = {}
    for word, lemma in zip(words, lemmas, strict=True):
        if word != lemma and _IN_NO_TOKEN.isdisjoint(word + lemma):
            paradigms.setdefault(lemma, set()).add(word)
    for lemma in sorted(paradigms):
        yield " ".join((lemma, *sorted(paradigms[lemma])))


def _folded(words: Iterable[str]) -> list[str]:
    """Return the norms of words: of all at once, character by character."""
    text = "\n".join(words)
    return text.translate({ord(letter): normalize(letter) for letter in set(text) - {"\n"}}).split(
        "\n"
    )
