"""The characters of terms: one for each, or two for those that come when all single ones are gone.

The two are of planes of Unicode that no single one is of, the first of one, the second of the
other: so any string tells where a term begins, and the bytes of a term stand for nothing else.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little

if TYPE_CHECKING:
    from collections.abc import Sequence

# No character of an end of a line or of a tab.
_FIRST: Final = 0x21
_SURROGATES: Final = range(0xD800, 0xE000)
# From here on two characters stand for one term.
_PAIRS: Final = 0xF0000
_SECONDS: Final = 0x100000
_PLANE: Final = 0x10000
# The planes of both.
_PLANES: Final = frozenset((_PAIRS >> 16, _SECONDS >> 16))
# What begins a term of two characters, for expressions of Python and of tantivy.
BEGINS_PAIR: Final = f"[{chr(_PAIRS)}-{chr(_SECONDS - 1)}]"
_PAIR: Final = re.compile(BEGINS_PAIR)
_TERM: Final = re.compile(f"(?s){BEGINS_PAIR}?.")

# The number of terms with one character.
SINGLE: Final = _PAIRS - len(_SURROGATES) - _FIRST


def nth_character(number: int) -> str:
    """Return the character of the term with this number, from 0; or its two from `SINGLE` on."""
    if number >= SINGLE:
        first, second = divmod(number - SINGLE, _PLANE)
        return chr(_PAIRS + first) + chr(_SECONDS + second)
    point = _FIRST + number
    return chr(point + len(_SURROGATES) if point >= _SURROGATES.start else point)


def terms_in(string: str) -> Sequence[str]:
    """Return the characters of each term of a string."""
    return _TERM.findall(string) if _has_pairs(string) else string


def numbers_in(string: str) -> array[int]:
    """Return a number for each term of a string, another for each: of a character its code point.

    The numbers of those with two characters come after them.
    """
    encoded = string.encode("utf-32-le")
    points = from_little("I", encoded)
    # Sooner than the highest of the characters is found.
    if _PLANES.isdisjoint(encoded[2::4]):
        return points
    numbers = array("I")
    done = 0
    for pair in _PAIR.finditer(string):
        place = pair.start()
        numbers += points[done:place]
        first, second = points[place], points[place + 1]
        numbers.append(_PAIRS + (first - _PAIRS) * _PLANE + second - _SECONDS)
        done = place + 2
    return numbers + points[done:]


def _has_pairs(string: str) -> bool:
    return max(string, default="") >= chr(_PAIRS)
