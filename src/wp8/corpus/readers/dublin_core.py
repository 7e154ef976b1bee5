"""What the elements of Dublin Core say, which web pages, e-books and documents share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Each element that is a field, and which. Its other dates are not those of the work.
ELEMENTS: Final[Mapping[str, str]] = {
    "title": "title",
    "creator": "author",
    "date": "issued",
    "issued": "issued",
    "publisher": "publisher",
    "language": "language",
    "rights": "rights",
    "source": "source",
}
_DOI: Final = re.compile(
    r"(?:doi:\s?|urn:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.ASCII | re.IGNORECASE
)
_ISBN: Final = re.compile(
    r"(?:(?:urn:isbn:|isbn[:\s]\s?)([\dXx -]{10,17})|(97[89][\d -]{10,14}))",
    re.ASCII | re.IGNORECASE,
)
_DIGITS: Final = (10, 13)


def identified(texts: Iterable[str]) -> dict[str, str]:
    """Return the DOI and the ISBN among identifiers."""
    found: dict[str, str] = {}
    for text in texts:
        if doi := _DOI.fullmatch(text.strip()):
            found.setdefault("DOI", doi[1])
        elif isbn := _ISBN.fullmatch(text.strip()):
            number = (isbn[1] or isbn[2]).strip()
            if len(re.sub("[ -]", "", number)) in _DIGITS:
                found.setdefault("ISBN", number)
    return found
