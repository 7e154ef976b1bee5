"""How the markup of a source is gone through, for several formats."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def fed(source: bytes, target: object) -> None:
    """Give `target` what `source` holds, up to where it is damaged."""
    from xml.etree.ElementTree import ParseError, XMLParser

    parser = XMLParser(target=target)
    # An encoding that there is not, and one that the parser does not know.
    with suppress(ParseError, LookupError, ValueError):
        parser.feed(source)
        parser.close()


def one_of(names: Iterable[str]) -> str:
    """Return a pattern of names, each of which is looked at only after its first letter."""
    groups = groupby(sorted(names, key=lambda name: (name[0], -len(name))), key=itemgetter(0))
    return "|".join(
        f"{re.escape(first)}(?:{'|'.join(re.escape(name[1:]) for name in own)})"
        for first, own in groups
    )
