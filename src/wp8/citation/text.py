"""What every written form does to a text, and to an address."""

from __future__ import annotations

import re
from typing import Final

from wp8.model import seen

# Kinds of addresses that lead to a text; of others, a program that opens one may run it.
_SCHEMES: Final = frozenset("http https ftp ftps sftp file doi urn hdl ark info isbn".split())
_SCHEME: Final = re.compile("([^:/?#]*):")


def one_line(text: str) -> str:
    """Return `text` on one line, each run of blanks one blank, without what cannot be seen."""
    return " ".join(seen(text).split())


def address(url: str) -> str:
    """Return `url` on one line, or nothing if it is of a kind that leads to no text."""
    line = one_line(url)
    # A browser passes over blanks in an address.
    scheme = _SCHEME.match("".join(line.split()))
    return "" if scheme and scheme[1].casefold() not in _SCHEMES else line
