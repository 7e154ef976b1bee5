"""The XML of a part, given to what takes its elements and its text as they come."""

from __future__ import annotations

from contextlib import suppress


def fed(source: bytes, target: object) -> None:
    """Give `target` what `source` holds, up to where it is damaged."""
    from xml.etree.ElementTree import ParseError, XMLParser

    parser = XMLParser(target=target)
    # An encoding that there is not, and one that the parser does not know.
    with suppress(ParseError, LookupError, ValueError):
        parser.feed(source)
        parser.close()
