"""How a language and a lexeme are written in an index.

A lexeme is `en.nv:plan`: a language, the kinds of word that it is there, its dictionary form. Two
are one if they have language and dictionary form in common, and one of their kinds.
"""

from __future__ import annotations

from typing import Final

# What simplemma calls a language that has another name, or is one of several to it.
_NAMES: Final = {"no": "nb", "bs": "hbs", "hr": "hbs", "sh": "hbs", "sr": "hbs"}
_UNKNOWN: Final = ("", "und")
_LONGEST: Final = 3


def language_of(tag: str) -> str:
    """Return the language of a BCP 47 tag, or nothing where it names none: `en` of `en-GB`."""
    name = tag.replace("_", "-").partition("-")[0].lower()
    is_language = name.isascii() and (name.isalpha() and len(name) <= _LONGEST)
    return _NAMES.get(name, name) if is_language and name not in _UNKNOWN else ""


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
    language, _, base = parts(lexeme)
    return f"{language}:{base}"
