"""What the bytes of Rich Text Format stand for: by the font, by the document, by name."""

from __future__ import annotations

from typing import Final

# Of Windows: what is said of a document that says nothing.
USUAL: Final = "cp1252"
# Other names of Python for code pages that have no number there, or another one.
_NAMED: Final = {
    **{708: "iso8859_6", 709: "iso8859_6", 819: "latin_1", 1361: "johab"},
    **{10000: "mac_roman", 10001: "shift_jis", 10002: "big5", 10003: "euc_kr", 10006: "mac_greek"},
    **{10007: "mac_cyrillic", 10008: "gb2312", 10029: "mac_latin2", 10081: "mac_turkish"},
    **{20866: "koi8_r", 21866: "koi8_u", 20932: "euc_jp", 51932: "euc_jp", 51949: "euc_kr"},
    **{936: "gbk", 54936: "gb18030", 65001: "utf_8"},
}
_OF_CHARSETS: Final = {
    **{0: 1252, 77: 10000, 78: 10001, 79: 10003, 80: 10008, 81: 10002, 85: 10006, 86: 10081},
    **{88: 10029, 89: 10007, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253},
    **{162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250},
    **{254: 437, 255: 850},
}
# The character sets that a document may name in one word, before code pages had numbers.
OF_WORDS: Final = {"ansi": USUAL, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
CHARACTERS: Final = {
    **{"tab": " ", "line": " ", "lbr": " ", "emspace": "\u2003", "enspace": "\u2002"},
    **{"qmspace": "\u2005", "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022"},
    **{"lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d"},
    **{"zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f"},
    **{"~": "\xa0", "_": "\u2011", "-": "\xad"},
}


def of_number(number: int) -> str:
    """Return the codec of a code page, or nothing if there is none."""
    from codecs import lookup

    name = _NAMED.get(number, f"cp{number}")
    try:
        lookup(name)
    except LookupError:
        return ""
    return name


def of_charset(number: int) -> str:
    """Return the codec of a font's character set; nothing if it is what the document says."""
    return of_number(_OF_CHARSETS[number]) if number in _OF_CHARSETS else ""
