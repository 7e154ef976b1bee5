"""The ledger of a corpus folder: which texts the numbers of earlier editions had.

It is a file of JSON Lines, a line for each document and edition that another has superseded. An
edition is named by what it has, so that it has one name everywhere: by the first digits of the
SHA-256 of the ids and texts of the document.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from wp8.corpus.digest import LEDGER
from wp8.corpus.editions.alignment import alike, same
from wp8.corpus.source import source_bytes
from wp8.errors import SourceMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from wp8.model import Record

SCHEMA: Final = "wp8.edition/1"
_DIGITS_OF_NAME: Final = 8
_DIGITS_OF_TEXT: Final = 12


class Edition(NamedTuple):
    """An edition of a document that was superseded on the day `until`, by that of another name.

    `texts` has the digests of its texts by their ids in the document, in reading order; `became`
    the ids in the next edition of those that it does not have as they were, but altered, divided
    or joined.
    """

    document: str
    edition: str
    until: str
    followed_by: str
    texts: dict[str, str]
    became: dict[str, tuple[str, ...]]

    @property
    def named(self) -> str:
        """The edition as a person is told of it."""
        return f"the edition until {self.until} ({self.edition})"


def texts_of(records: Iterable[Record]) -> dict[str, str]:
    """Return the texts of the records of a document by their ids in it, whatever their blanks."""
    return {record.id.partition(":")[2]: bare(record.text) for record in records}


def bare(text: str) -> str:
    """Return a text as it is compared: in NFC, and with one blank for each run of blanks."""
    return " ".join(normalize("NFC", text).split())


def digests(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of texts as an edition has them."""
    return {id_: _digest(text)[:_DIGITS_OF_TEXT] for id_, text in texts.items()}


def edition_name(own: Mapping[str, str]) -> str:
    """Return the name of the edition whose texts have these digests by their ids."""
    return _digest("".join(f"{id_} {each}\n" for id_, each in own.items()))[:_DIGITS_OF_NAME]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def superseded(
    document: str, old: Mapping[str, str], new: Mapping[str, str], until: str
) -> Edition | None:
    """Return the edition of a document with `old` texts, which one with `new` has superseded.

    None if they are the same.
    """
    before, after = digests(old), digests(new)
    if list(before.items()) == list(after.items()):
        return None
    became = alike(old, new, same(before, after))
    return Edition(document, edition_name(before), until, edition_name(after), before, became)


def editions(folder: Path, document: str = "") -> list[Edition]:
    """Return the editions in the ledger of `folder`, in the order in which they were superseded.

    They are those of a `document`, or of all. What is no edition is passed over.

    Raises:
        CorpusError: It cannot be read.
    """
    wanted = json.dumps(document).encode() if document else b""
    found = (edition_of(line) for line in lines(folder) if wanted in line)
    return [each for each in found if each and document in ("", each.document)]


def lines(folder: Path) -> Iterator[bytes]:
    """Yield the lines of the ledger of `folder`, none if it has no ledger.

    Raises:
        CorpusError: It cannot be read.
    """
    with suppress(SourceMissingError):
        yield from filter(None, source_bytes(folder / LEDGER).split(b"\n"))


def edition_of(line: bytes) -> Edition | None:
    """Return the edition of a line, or None if it is none: anybody may have written it."""
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        said = json.loads(line)
        texts, became = said["texts"], said["became"]
        edition = Edition(
            said["document"],
            said["edition"],
            said["until"],
            said["followed_by"],
            {id_: digest + "" for id_, digest in texts.items()},
            {id_: tuple(each + "" for each in those) for id_, those in became.items()},
        )
        if said["schema"] == SCHEMA and all(isinstance(each, str) for each in edition[:4]):
            return edition
    return None
