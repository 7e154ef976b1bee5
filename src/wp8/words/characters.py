"""What a character is: to the rules of a token, and to who compares words.

The rules are told by Unicode's properties and by how readers type; decision 21 says which marks
make another letter and which do not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# What `skeleton` has for the characters that a rule of a token is about. They are of the Private
# Use Area, so that no text means anything by them.
_MARK: Final = "\ue000"
_FORMAT: Final = "\ue001"
_NIKHAHIT: Final = "\ue002"
_STACKER: Final = "\ue003"
_NO_WIDTH: Final = "\ue004"
_MIDDLE_DOT: Final = "\ue005"
_ALONE: Final = "\ue010"
_SARA_AA: Final = "\ue011"
_HO: Final = "\ue012"
_NO_OR_MO: Final = "\ue013"
_INITIAL: Final = "\ue020"
_VOWEL: Final = "\ue021"
_FINAL: Final = "\ue022"
_OPEN: Final = "\ue023"
_CLOSED: Final = "\ue024"
_UNKNOWN: Final = "\ufffd"

# What a word is made of in a skeleton.
OF_WORDS: Final = rf"(?:[^\W_]|[{_MARK}-{_CLOSED}])"
# A run of letters and digits with what is on them, or a character that is a token of its own.
LETTERS: Final = rf"""
      [^\W_]+ (?: (?: [{_MARK}-{_NO_WIDTH}]+ | (?<=[Ll]){_MIDDLE_DOT}(?=[Ll]) ) [^\W_]* )*
    | (?: [{_ALONE}{_SARA_AA}{_NO_OR_MO}] | {_HO}{_NO_OR_MO}?
        | {_INITIAL}*+ (?: [{_OPEN}{_VOWEL}]{_VOWEL}*{_FINAL}* | {_CLOSED}{_FINAL}* )
        | {_INITIAL}+ | {_FINAL}+ )
      (?: [{_MARK}{_FORMAT}] | {_NIKHAHIT}{_SARA_AA}? | {_STACKER}[{_ALONE}-{_NO_OR_MO}]? )*
"""

# Scripts whose characters are tokens of their own: those of East Asia, and those of Southeast Asia
# that are written without blanks.
SYLLABLES: Final = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1100", "\u11ff"),
    ("\u1780", "\u17ff"),
    ("\u1950", "\u1aaf"),
    ("\u3005", "\u3007"),
    ("\u3040", "\u30ff"),
    ("\u3130", "\u318f"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u9fff"),
    ("\ua960", "\ua97f"),
    ("\ua9e0", "\ua9ff"),
    ("\uaa60", "\uaadf"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uffdc"),
    ("\U0001aff0", "\U0001b16f"),
    ("\U00020000", "\U0003ffff"),
)
_FIRST_ALONE: Final = SYLLABLES[0][0]
_JAMO: Final = (
    ("\u1100", "\u115f", _INITIAL),
    ("\u1160", "\u11a7", _VOWEL),
    ("\u11a8", "\u11ff", _FINAL),
    ("\ua960", "\ua97f", _INITIAL),
    ("\ud7b0", "\ud7ca", _VOWEL),
    ("\ud7cb", "\ud7ff", _FINAL),
)
_FIRST_SYLLABLE: Final = "\uac00"
_LAST_SYLLABLE: Final = "\ud7a3"
_FINALS: Final = 28

# Of Thai and Lao, sara am is a nikhahit and a sara aa, and ho before no or mo is one letter with
# it; marks of Khmer, Burmese and Tai Tham write the next letter below; Armenian ones stand within a
# word for what other scripts write at its end.
_SEEN_AS: Final = {
    "\u00b7": _MIDDLE_DOT,
    "\u02bc": "'",
    **dict.fromkeys("\u055b\u055c\u055e\u0e33\u0eb3\uff9e\uff9f", _MARK),
    **dict.fromkeys("\u0e4d\u0ecd", _NIKHAHIT),
    **dict.fromkeys("\u0e32\u0eb2", _SARA_AA),
    "\u0eab": _HO,
    **dict.fromkeys("\u0e99\u0ea1", _NO_OR_MO),
    **dict.fromkeys("\u1039\u17d2\u1a60", _STACKER),
    "\u200b": _NO_WIDTH,
}
# What is typed for the sign of an acronym stands before its last letter; before more, it quotes.
_GERSHAYIM: Final = '(?<=[א-ת])"(?=[א-ת](?![\\w"]))'
# Another width or font of a character.
_OTHER_SHAPES: Final = ("<wide>", "<font>", "<small>")
_SIGNS: Final = frozenset(".'-")
# They stand before a number, and are a part of it.
_BEFORE_NUMBERS: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2")

# Marks that make no other letter, and what no reader types.
_FOLDED_RANGES: Final = (
    ("\u02b9", "\u02bb"),
    ("\u02bd", "\u02c1"),
    ("\u0300", "\u074f"),
    ("\u0890", "\u08ff"),
    ("\u180b", "\u180f"),
    ("\u1ab0", "\u1aff"),
    ("\u1dc0", "\u1dff"),
    ("\u20d0", "\u20ff"),
    ("\u2de0", "\u2dff"),
    ("\u302a", "\u302f"),
    ("\ua66f", "\ua69f"),
    ("\ufb1e", "\ufb1e"),
    ("\ufe00", "\ufe2f"),
    ("\U000e0100", "\U000e01ef"),
)
_FOLDED_SIGNS: Final = frozenset("\u00b7\u02bc\u055b\u055c\u055e\u0640")
# Letters of alphabets of their own, though Unicode composes them of a letter and such a mark.
_OTHER_LETTERS: Final = frozenset("йїўѓќؤئ")
_AS_TYPED: Final = {
    "\u0131": "i",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    # Alef with a wasla; heh with a hamza, of Persian.
    "\u0671": "\u0627",
    "\u06c0": "\u0647",
}
_LATIN: Final = "LATIN SMALL LETTER "


def skeleton(text: str) -> str:
    """Return `text` as the rules of a token see it, character for character.

    Marks, and characters that are tokens of their own, are there by what they are; letters of full
    width, and of mathematics, are those of ASCII, and so are all figures.
    """
    text = with_gershayim(text)
    characters = set(text)
    seen = _SEEN.__getitem__
    return text if set(map(seen, characters)) == characters else "".join(map(seen, text))


def with_gershayim(text: str) -> str:
    """Return `text` with the sign of Hebrew acronyms for a quotation mark that is typed for it.

    It is as long as `text`: צה"ל is צה״ל.
    """
    return text if text.isascii() or '"' not in text else re.sub(_GERSHAYIM, "״", text)


def has_syllables(text: str) -> bool:
    """Return whether a character of `text` is a token of its own, as of Hangul, Han, kana, Thai."""
    return not text.isascii() and any(map(_stands_alone, text))


def has_no_blanks(text: str) -> bool:
    """Return whether `text` has of a script without blanks between words, as Han, kana, Thai."""
    return not text.isascii() and any(
        _stands_alone(character) and "HANGUL" not in unicodedata.name(character, "")
        for character in set(text)
    )


def in_other_kana(word: str) -> list[str]:
    """Return `word` in hiragana and in katakana, as it is not; nothing if it is not all kana."""
    hiragana = (*range(0x3041, 0x3097), 0x309D, 0x309E)
    to_katakana = {code: code + 0x60 for code in hiragana}
    to_hiragana = {other: code for code, other in to_katakana.items()}
    if not {*map(ord, word)} <= {*to_katakana, *to_hiragana, 0x30FC}:
        return []
    spellings = (word.translate(to) for to in (to_hiragana, to_katakana))
    return [spelling for spelling in spellings if spelling != word]


def _stands_alone(character: str) -> bool:
    return (
        character >= _FIRST_ALONE
        and any(first <= character <= last for first, last in SYLLABLES)
        and character.isalnum()
        and not character.isdecimal()
    )


def folded(form: str) -> str:
    """Return `form` as it is compared: case and marks folded, in NFC, invisible signs dropped."""
    composed = unicodedata.normalize("NFKC", form)
    return unicodedata.normalize("NFC", composed.translate(_FOLDED))


class _Seen(dict[str, str]):
    """What `skeleton` has for characters."""

    def __missing__(self, character: str) -> str:
        seen = self[character] = _seen(character)
        return seen


class _Folded(dict[int, str]):
    """What `folded` has for the code points of composed characters."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


_SEEN: Final = _Seen()
_FOLDED: Final = _Folded()


def _seen(character: str) -> str:
    if character.isascii():
        return character
    if known := _SEEN_AS.get(character):
        return known
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.decomposition(character).startswith(_OTHER_SHAPES):
        plain = unicodedata.normalize("NFKC", character)
        return plain if plain.isascii() and (plain.isalnum() or plain in _SIGNS) else character
    if _stands_alone(character):
        return _seen_alone(character)
    category = unicodedata.category(character)
    if category[0] == "M":
        return _MARK
    if category == "Cf" and character not in _BEFORE_NUMBERS:
        return _FORMAT
    return _UNKNOWN if category == "Co" else character


def _seen_alone(character: str) -> str:
    if _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE:
        return _CLOSED if (ord(character) - ord(_FIRST_SYLLABLE)) % _FINALS else _OPEN
    return next((jamo for first, last, jamo in _JAMO if first <= character <= last), _ALONE)


def _fold(character: str) -> str:
    if character.casefold() in _OTHER_LETTERS:
        return character.casefold()
    letters = unicodedata.normalize("NFD", character)
    small = "".join(letter for letter in letters if not _is_dropped(letter)).casefold()
    return "".join(map(_as_typed, small))


def _is_dropped(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf" or character in _FOLDED_SIGNS:
        return True
    is_sign = category[0] == "M" or category in ("Lm", "Sk")
    return is_sign and any(first <= character <= last for first, last in _FOLDED_RANGES)


def _as_typed(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain, _, stroke = unicodedata.name(letter, "").removeprefix(_LATIN).partition(" WITH ")
    return plain.lower() if stroke and len(plain) == 1 else _AS_TYPED.get(letter, letter)
