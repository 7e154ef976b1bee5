"""Encodings of text: which there are, and which one a text looks like that is no UTF-8."""

from __future__ import annotations

import codecs
from typing import Final

# What Python has beside them, for names and for programs.
_OTHERS: Final = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
)
# Each encoding, under a name that iconv knows too, the letters that most of a text in it are of,
# and their share among the letters that are not of ASCII.
_CYRILLIC: Final = "оеаинтсрвлкмдпуыіґїё"
_ENCODINGS: Final = (
    ("cp949", "이다는에의가을를고하지은로한사서기도나", 0.3),
    ("shift_jis", "のにはをたがでてとしれさいるなんくもっ、。", 0.4),
    ("euc-jp", "のにはをたがでてとしれさいるなんくもっ、。", 0.4),
    ("gb18030", "的一是不了在人有我他这中大来上国。", 0.2),
    ("big5", "的一是不了在人有我他這中大來上國。", 0.2),
    ("cp1251", _CYRILLIC, 0.8),
    ("koi8-r", _CYRILLIC, 0.8),
    ("cp866", _CYRILLIC, 0.8),
    ("cp1253", "αοιετνσηρκπςμλάέίόή", 0.8),
    ("cp1255", "יוהלאתרמבשנדכםפ", 0.7),
    ("cp1256", "اليمونتربةعدسفهك", 0.7),
    ("tis-620", "านรอกเงมยลวดท่้", 0.6),
    ("cp1250", "ěščřžýáíéůúňťďąęłńóśźżőűöüăâîșț“”„–", 0.9),
    ("cp1254", "ığşİöüçĞŞÖÜÇ’“”", 0.9),
    ("cp1252", "éèàùâêîôûçëïäöüßñáíóúãõåæøœÉÀÄÖÜ’‘“”«»–—", 0.9),
)
# Of one byte a letter, and those that ASCII has besides: a text in them has more of the latter.
_LATIN: Final = frozenset(("cp1250", "cp1252", "cp1254"))
_SAMPLE: Final = 2**16
_LEAST: Final = 0.5


def is_encoding(name: str) -> bool:
    """Return whether there is an encoding of text of this name."""
    try:
        "".encode(name)
        return codecs.lookup(name).name not in _OTHERS
    except (LookupError, ValueError):
        return False


def looks_like(source: bytes) -> str:
    """Return the encoding that `source` looks like, nothing where it looks like none."""
    half = len(source) / 2
    for name, zeros in (("utf-16-le", source[1::2]), ("utf-16-be", source[::2])):
        if zeros.count(0) > half * _LEAST:
            return name
    # A line of its own ends no letter in the middle.
    sample = source[: source.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    found = {name: _likeness(sample, name, letters) / share for name, letters, share in _ENCODINGS}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _LEAST else ""


def _likeness(sample: bytes, name: str, letters: str) -> float:
    """Return how many of what is not ASCII are `letters`, none where `sample` cannot be so read."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0
    others = [char for char in text if not char.isascii()]
    if not others or (name in _LATIN and len(others) * 2 > len(text)):
        return 0
    return sum(char in letters for char in map(str.lower, others)) / len(others)
