"""Where the sentences of a text are: rules of Unicode, and abbreviations by language.

The rules are those of UAX 29 for sentences, but that a stop of ASCII needs a blank after it, and no
small letter begins a sentence. What abbreviations and ordinals there are is told by the language
(`abbreviations.txt`; docs/decisions/0033).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.model import CELL_SEPARATOR
from wp8.words.lexeme import ENGLISH, primary_language
from wp8.words.tokens import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# Unicode's STerm but for those of ASCII: they end a sentence with no blank after them.
_FULL: Final = (
    "\u0589\u061d\u061e\u061f\u06d4\u0700\u0701\u0702\u07f9\u0964\u0965\u104a\u104b\u1362\u1367"
    "\u1368\u166e\u17d4\u17d5\u1803\u1809\u1944\u1945\u1b5a\u1b5b\u1c3b\u1c3c\u1c7e\u1c7f\u203c"
    "\u203d\u2047\u2048\u2049\u3002\ua4ff\ua60e\ua60f\ua8ce\ua8cf\ua9c8\ua9c9\uabeb\ufe52\ufe56"
    "\ufe57\uff01\uff0e\uff1f\uff61"
)
_QUOTES: Final = "\"'\u2018-\u201f\u2039\u203a\u00ab\u00bb"
_CLOSING: Final = (
    ")\\]}\u2019\u201d\u203a\u00bb\u3009\u300b\u300d\u300f\u3011\u3015\uff09\uff3d\uff5d"
)
_SIGNS: Final = f".!?\u2026{_FULL}"
# Greek has its own.
_QUESTION_MARKS: Final = {"el": ";\u037e", "grc": ";\u037e"}
# What may stand before the first letter of a sentence.
_BEFORE: Final = re.compile(rf"[^\w,;:\u3001\uff0c\uff1b\uff1a\u060c{_SIGNS}]*")
_WORD: Final = re.compile(r"[^\W_]+")
# What a full stop may be of: looked for so far back.
_LAST: Final = re.compile(r"[^\s/()\[\]{}<>\"\u2018\u201a-\u201f\u2010-\u2015\u00ab\u00bb-]+\Z")
_LONGEST: Final = 24
_ENUMERATION: Final = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLCDM]+|[^\W\d_])")
_ROMAN: Final = re.compile(r"[IVXLC]+")
# A stop of ASCII between Han or kana is one of theirs.
_AMID_HAN: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff][.!?][\u3041-\u30ff\u3400-\u9fff]")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
# What is elided before an abbreviation is no part of it: dell'art., d'A. Dumas.
_APOSTROPHE: Final = re.compile("['\u2019]")
# Marks of Indic vowels stand after a letter, and are none.
_DOTTED: Final = re.compile(r"([^\W\d_]{1,2}[^\w.]?)(\.[^\W\d_]{1,2}[^\w.]?)+")
_ITEM: Final = re.compile(r"[^\W\d_]\)")
_UNIT: Final = re.compile(r"\d\s?[^\W\d_]\Z")
# Where a stop after a number makes it an ordinal, or a day of a date.
_ORDINALS: Final = frozenset(
    "bs cs da de et eu fi fo hbs hu is ko lb lt lv nb nn pl sk sl tr".split()
)
_DIGITS_OF_AN_ORDINAL: Final = 2

# A language in each line: its tag, and its abbreviations, each with its mark if it has one.
_ABBREVIATIONS: Final = Path(__file__).with_name("abbreviations.txt")
_OPENERS: Final = Path(__file__).with_name("function_words.txt")
_BEFORE_FIGURES: Final = "#"
_BEFORE_NAMES: Final = "~"
_ENDING: Final = "-"
# What so many languages have is one in a text of which the language is not known, too.
_MANY_LANGUAGES: Final = 3
_MARKS: Final = _BEFORE_FIGURES + _BEFORE_NAMES


class _Language(NamedTuple):
    """What tells the sentences of a language.

    `abbreviations` have no mark if no sentence ends with them; or that none does before a figure,
    or where a word follows that is not among the `openers`: function words, which are no names.
    One that begins with a hyphen is the end of compounds, and is among the `endings`: Hauptstr.
    """

    abbreviations: Mapping[str, str]
    endings: tuple[str, ...]
    openers: Collection[str]
    has_ordinals: bool
    stop: re.Pattern[str]

    def mark(self, word: str) -> str | None:
        """Return the mark of a word, or of one that it ends like; None if it is none of them."""
        own = self.abbreviations.get(word)
        if own is not None or not word.endswith(self.endings):
            return own
        endings = (f"{_ENDING}{word[place:]}" for place in range(1, len(word)))
        known = map(self.abbreviations.get, endings)
        return next((mark for mark in known if mark is not None), None)


def sentences(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sentences of `text`, in order.

    Only blanks stand outside of them. A cell of a table is a sentence, or several.

    Args:
        text: The text of a record.
        language: Its BCP 47 tag; where it is empty, English abbreviations count, and those that
            several languages have.
    """
    known = _language(primary_language(language))
    begin = 0
    for cell in text.split(CELL_SEPARATOR):
        end = begin + len(cell)
        yield from _in_cell(text, begin, end, known)
        begin = end + len(CELL_SEPARATOR)


def _in_cell(text: str, begin: int, end: int, language: _Language) -> Iterator[tuple[int, int]]:
    start = read = _after_blanks(text, begin, end)
    has_word = False
    for stop in language.stop.finditer(text, start, end):
        has_word = has_word or _WORD.search(text, read, stop.start()) is not None
        read = stop.end()
        if has_word and _ends(text, start, end, stop, language):
            yield start, read
            start = read = _after_blanks(text, read, end)
            has_word = False
    last = len(text[start:end].rstrip())
    if last:
        yield start, start + last


def _after_blanks(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _ends(text: str, start: int, end: int, stop: re.Match[str], language: _Language) -> bool:
    """Return whether the sentence that begins at `start` ends with `stop`, and another follows."""
    after = stop.end()
    before = _BEFORE.match(text, after, end)
    place = before.end() if before else end
    first = text[place] if place < end else ""
    if not first.isalnum():
        return False
    is_full = stop["stop"][-1] in _FULL or _AMID_HAN.match(text, stop.start() - 1) is not None
    if not text[after].isspace():
        # What was said goes on with that it was said.
        return is_full and not (stop["closing"] and _is_kana_or_hangul(first))
    if is_full or (_is_small(first) and not _ITEM.match(text, place)):
        return is_full
    return stop["stop"] != "." or _is_full_stop(text, start, stop.start(), place, language)


def _is_full_stop(text: str, start: int, stop: int, place: int, language: _Language) -> bool:
    """Return whether the point at `stop` is no abbreviation's; what follows begins at `place`."""
    last = _LAST.search(text, max(start, stop - _LONGEST), stop)
    following = _WORD.match(text, place)
    if last is None or following is None:
        return True
    word, is_figure = last[0], following[0][0].isdecimal()
    elided = _APOSTROPHE.split(word)[-1]
    if elided.lower() in language.abbreviations or (len(elided) == 1 and elided.isupper()):
        word = elided
    is_small, word = word.islower(), word.lower()
    if stop - start <= _LONGEST and _ENUMERATION.fullmatch(text, start, stop):
        return False
    if word.isdecimal():
        is_ordinal = is_figure or len(word) <= _DIGITS_OF_AN_ORDINAL
        return not (language.has_ordinals and is_ordinal)
    opens = following[0].lower() in language.openers and not _INITIAL.match(text, place)
    if (mark := language.mark(word)) is not None:
        before_number = is_figure or _ROMAN.fullmatch(following[0])
        return opens if mark == _BEFORE_NAMES else mark == _BEFORE_FIGURES and not before_number
    if sum(map(str.isalpha, word)) == 1 or _DOTTED.fullmatch(word):
        ends_a_figure = _UNIT.search(text, max(start, stop - _LONGEST), stop)
        return not is_figure and (opens or (ends_a_figure is not None and is_small))
    return not (language.has_ordinals and _ROMAN.fullmatch(last[0]))


def _is_small(letter: str) -> bool:
    """Return whether a letter begins no sentence; those of Georgian have capitals for emphasis."""
    return letter.islower() and letter.title() != letter


def _is_kana_or_hangul(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7a3"


def _stop(signs: str) -> re.Pattern[str]:
    """Return the pattern of a stop, and of what closes with it.

    That are marks, with a blank before them or not, and the numbers of notes.
    """
    return re.compile(
        rf"(?P<stop>[{signs}]+)"
        rf"(?P<closing>(?:(?<=[{_FULL}])[{_CLOSING}\"]+|(?<![{_FULL}])[{_CLOSING}{_QUOTES}]+)?"
        rf"(?:\s?\[\d{{1,3}}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]+)*(?:\s+[{_CLOSING}]+(?!\w))?)"
    )


@cache
def _language(language: str) -> _Language:
    """Return what tells the sentences of a language; of none, what tells those of many."""
    lines = map(str.split, _ABBREVIATIONS.read_text("utf-8").splitlines())
    of_each = [(primary_language(name), words) for name, *words in lines]
    of_many = Counter(word for _, words in of_each for word in words)
    own = [w for name, words in of_each if name == (language or ENGLISH) for w in words]
    if not language:
        own += [word for word, number in of_many.items() if number >= _MANY_LANGUAGES]
    abbreviations = {word.rstrip(_MARKS): word[len(word.rstrip(_MARKS)) :] for word in own}
    openers: Collection[str] = FUNCTION_WORDS
    if language and language != ENGLISH:
        lines = map(str.split, _OPENERS.read_text("utf-8").splitlines())
        openers = {w for name, *words in lines if primary_language(name) == language for w in words}
    stop = _stop(_SIGNS + _QUESTION_MARKS.get(language, ""))
    endings = tuple(word.removeprefix(_ENDING) for word in abbreviations if word[0] == _ENDING)
    return _Language(abbreviations, endings, openers, language in _ORDINALS, stop)
