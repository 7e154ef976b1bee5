"""The text of a page whose encoding may be any that the web has, and what was not certain of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.packages import package_folder

if TYPE_CHECKING:
    from webencodings import Encoding

_BYTE_ORDERS: Final = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DECLARED: Final = re.compile(
    rb"""\A\s{0,99}<\?xml[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})"""
    rb"""|<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.I,
)
# Some stand behind long scripts.
_HEAD: Final = 2**20
_UTF_8: Final = "utf-8"
# Browsers read what is called the one as the other.
_WIDER: Final = {"gbk": "gb18030"}
# What browsers refuse to read.
_REFUSED: Final = "replacement"
_SUPPOSED: Final = "windows-1252"
_ESCAPE: Final = b"\x1b"
_REPLACED: Final = "\ufffd"


class Decoded(NamedTuple):
    """The text of a page, and a remark on each thing of its encoding that was not certain."""

    text: str
    remarks: tuple[str, ...] = ()


def decoded_page(source: bytes) -> Decoded:
    """Return the text of a page: UTF-8 if it is that, else as it declares, else windows-1252.

    A byte that the encoding does not have becomes U+FFFD.

    Raises:
        UnreadableError: The package that knows the names of encodings is missing.
    """
    if order := _BYTE_ORDERS.get(source[:2]):
        return _replacing(source, source.decode(order, "replace"), order)
    # The encoding of Japanese mail is of 7 bits: it is UTF-8 to look at.
    declared = _declared(source) if _ESCAPE in source else None
    if not (declared and declared.name == "iso-2022-jp"):
        try:
            return Decoded(source.decode().removeprefix("\ufeff"))
        except UnicodeDecodeError:
            pass
    declared = declared or _declared(source)
    if declared is None:
        text = source.decode("cp1252", "replace")
        found = _replacing(source, text, _SUPPOSED)
        said = f"is not UTF-8 and declares no encoding that there is: read as {_SUPPOSED}"
        return found._replace(remarks=(said, *found.remarks))
    text = source.decode(_WIDER.get(declared.name, declared.codec_info.name), "replace")
    return _replacing(source, text, declared.name)


def _replacing(source: bytes, text: str, encoding: str) -> Decoded:
    text = text.removeprefix("\ufeff")
    # What the author wrote is none of them.
    own = source.count(_REPLACED.encode()) if encoding == _UTF_8 else 0
    if (number := text.count(_REPLACED) - own) <= 0:
        return Decoded(text)
    broken = f"{number} broken byte{'s' * (number > 1)}"
    return Decoded(text, (f"has {broken} for {encoding}, shown as {_REPLACED}",))


def _declared(source: bytes) -> Encoding | None:
    """Return the encoding that a page declares, None if it declares none that there is."""
    found = _DECLARED.search(source, 0, _HEAD)
    if found is None:
        return None
    package_folder("webencodings")
    from webencodings import lookup

    label = (found[1] or found[2]).decode("ascii", "replace")
    # What a declaration in one-byte signs calls UTF-16 is UTF-8.
    encoding = lookup(_UTF_8 if label.lower().startswith("utf-16") else label)
    return encoding if encoding and encoding.name != _REFUSED else None
