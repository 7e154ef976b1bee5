"""How a language and a lexeme are written in an index.

A lexeme is `en.nv:plan`: a language, the kinds of word that it is there, its dictionary form. Two
are one if they have language and dictionary form in common, and one of their kinds. `en.:but` has
no kinds: `but` stands in English texts, and has no other form there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ENGLISH: Final = "en"
# The kind of word that a noun is.
NOUN: Final = "n"
# Those in which every noun is written with a capital: there it tells nouns from other words.
WITH_CAPITAL_NOUNS: Final = ("de", "lb")

# What simplemma calls a language that has another name, or is one of several to it.
_NAMES: Final = {"no": "nb", "bs": "hbs", "hr": "hbs", "sh": "hbs", "sr": "hbs"}
_UNKNOWN: Final = "und"
_LENGTHS: Final = (2, 3)


@lru_cache(256)
def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag, or nothing where it names none: `en` of `en-GB`."""
    name = tag.replace("_", "-").partition("-")[0].lower()
    is_language = name.isascii() and name.isalpha() and len(name) in _LENGTHS
    return _NAMES.get(name, name) if is_language and name != _UNKNOWN else ""


def written(language: str, kinds: str, base: str) -> str:
    """Return a lexeme as it is written."""
    return f"{language}.{kinds}:{base}"


def parts(lexeme: str) -> tuple[str, str, str]:
    """Return the language of a lexeme, its kinds, and its dictionary form."""
    head, _, base = lexeme.partition(":")
    language, _, kinds = head.partition(".")
    return language, kinds, base


def key(lexeme: str) -> str:
    """Return what a lexeme is but for its kinds: `en:plan`."""
    return key_and_kinds(lexeme)[0]


def key_and_kinds(lexeme: str) -> tuple[str, str]:
    """Return what a lexeme is but for its kinds, and these."""
    language, kinds, base = parts(lexeme)
    return f"{language}:{base}", kinds


def lemma_of(row: Sequence[str], word: str) -> str:
    """Return the lemma that the row of `word` tells.

    A row has lexemes, and before them the lemma where it is not the dictionary form of the first.
    """
    if not row:
        return word
    return parts(row[0])[2] if ":" in row[0] else row[0]


def lexemes_in(row: Sequence[str]) -> Sequence[str]:
    """Return the lexemes in a row."""
    return row[1:] if row and ":" not in row[0] else row


def languages_in(row: Sequence[str]) -> set[str]:
    """Return the languages of the lexemes in a row."""
    return {parts(lexeme)[0] for lexeme in lexemes_in(row)}


def row_of(lemma: str, lexemes: Iterable[str]) -> list[str]:
    """Return the row of a word that has this lemma and these lexemes."""
    row = list(lexemes)
    if len(row) > 1:
        row.sort(key=lambda lexeme: parts(lexeme)[2] != lemma)
    return row if row and row[0].partition(":")[2] == lemma else [lemma, *row]
