"""What a reader of a PDF should know of its text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.corpus.readers.pdf.page.geometry import Page

# Shares of the characters of a file.
_MUCH: Final = 0.5
_SOME: Final = 0.1
_LITTLE: Final = 0.01
_MOST_NAMED: Final = 5
_ENOUGH_WORDS: Final = 2_000
# What the letters of a language are, by the first words of their names. Word says of all that they
# are English.
_SCRIPTS: Final = {
    **dict.fromkeys(("be", "bg", "mk", "ru", "uk"), ("CYRILLIC",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("ARABIC",)),
    **dict.fromkeys(("cs", "da", "de", "es", "fr", "it", "nl", "pl", "pt", "tr"), ("LATIN",)),
    "el": ("GREEK",),
    "he": ("HEBREW",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "ko": ("HANGUL", "CJK"),
    "zh": ("CJK",),
}
# Scripts of which one may be the title and another the text.
_BESIDE: Final = {
    "CJK": ("HIRAGANA", "KATAKANA", "HANGUL"),
    "HANGUL": ("CJK",),
    "HIRAGANA": ("KATAKANA", "CJK"),
    "KATAKANA": ("HIRAGANA", "CJK"),
}


def doubts(pages: Iterable[Page], language: str, title: str) -> Iterator[str]:
    """Yield what is to be said of `pages`, whose file says what its language and title are."""
    letters = invisible = unknown = unread = 0
    empty: list[int] = []
    words: list[str] = []
    for number, page in enumerate(pages, start=1):
        pieces = [*page.pieces, *(piece for group in page.turned for piece in group)]
        letters += sum(len(piece.text) for piece in pieces)
        invisible += page.invisible
        unknown += page.unknown
        unread += page.unread
        if page.pictures and not pieces:
            empty.append(number)
        words.extend(piece.text for piece in islice(pieces, _ENOUGH_WORDS - len(words)))
    if invisible > _MUCH * letters:
        yield "its text was recognized in pictures (OCR): look at the pages before you quote"
    if empty:
        shown = ", ".join(map(str, empty[:_MOST_NAMED]))
        more = f" and {len(empty) - _MOST_NAMED} more" if len(empty) > _MOST_NAMED else ""
        yield f"only pictures on page {shown}{more}: ocrmypdf --skip-text in.pdf out.pdf"
    if unknown > _LITTLE * letters:
        yield f"{unknown:,} of its {letters:,} signs stand for no letter that is known"
    if unread:
        yield f"{numbered(unread, 'line')} could not be read: the file does not have their letters"
    expected = _SCRIPTS.get(language.partition("-")[0].lower()) or _script_of_title(title)
    scripts = _scripts(words)
    found, _ = max(scripts.items(), key=itemgetter(1), default=("", 0))
    fitting = sum(scripts[script] for script in expected)
    if expected and fitting < _SOME * scripts.total():
        yield f"its letters are {found.title()}, not {expected[0].title()}: is it what you see?"


def _script_of_title(title: str) -> tuple[str, ...]:
    """Return the script of a title; one in Latin letters may be the name of a file."""
    script = next(iter(_scripts([title])), "LATIN")
    return () if script == "LATIN" else (script, *_BESIDE.get(script, ()))


def _scripts(words: Iterable[str]) -> Counter[str]:
    names = (unicodedata.name(c, "") for word in words for c in word if c.isalpha())
    return Counter(name.split()[0] for name in names if name)
