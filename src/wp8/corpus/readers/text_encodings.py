"""Encodings of text: which there are, and which one a text looks like that is no UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import Final

# What Python has beside them, for names and for programs.
_OTHERS: Final = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})""")
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
# Of letters that ASCII has besides, and of those that it has not; the rest are of several bytes.
_LATIN: Final = frozenset(("cp1250", "cp1252", "cp1254"))
_OF_ONE_BYTE: Final = frozenset("cp1251 koi8-r cp866 cp1253 cp1255 cp1256 tis-620".split())
_SAMPLE: Final = 2**16
_LEAST: Final = 0.5


def is_encoding(name: str) -> bool:
    """Return whether there is an encoding of text of this name."""
    try:
        "".encode(name)
        return codecs.lookup(name).name not in _OTHERS
    except (LookupError, ValueError):
        return False


def declared_encoding(source: bytes) -> str:
    """Return the encoding that what is XML declares, nothing if it declares none.

    What begins with a mark is in the encoding of that.
    """
    declared = _DECLARED.match(source)
    return declared[1].decode() if declared else ""


def looks_like(source: bytes) -> str:
    """Return the encoding that `source` looks like, nothing where it looks like none."""
    half = len(source) / 2
    for name, zeros in (("utf-16-le", source[1::2]), ("utf-16-be", source[::2])):
        if zeros.count(0) > half * _LEAST:
            return name
    # A line of its own ends no letter in the middle.
    sample = source[: source.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    found = {
        name: min(1, _likeness(sample, name, letters) / share)
        for name, letters, share in _ENCODINGS
    }
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _LEAST else ""


def _likeness(sample: bytes, name: str, letters: str) -> float:
    """Return how many of what is not ASCII are `letters`, none where `sample` cannot be so read."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0
    others = [char for char in text.lower() if not char.isascii()]
    of_ascii = sum(char.isascii() and char.isalpha() for char in text)
    is_another = (name in _LATIN and len(others) > of_ascii) or (
        name in _OF_ONE_BYTE and len(others) < of_ascii
    )
    return 0 if is_another or not others else sum(map(letters.count, others)) / len(others)
