"""The ledger of a corpus folder, written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.corpus.change import changing
from wp8.corpus.digest import LEDGER
from wp8.corpus.editions.ledger import SCHEMA, edition_of, editions, lines
from wp8.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wp8.corpus.editions.ledger import Edition

_PUBLIC: Final = 0o666


def note(folder: Path, new: Iterable[Edition], notify: Callable[[str], object]) -> None:
    """Put editions at the end of the ledger of `folder`; one that is in it already, no more before.

    Where another wp8 is changing the corpus, this one waits, and says so by `notify`.

    Raises:
        CorpusError: It cannot be read or written; what was there is unchanged.
    """
    added = {(each.document, each.edition): each for each in new}
    with changing(folder, notify):
        _write(folder, lambda key: key not in added, added.values())


def rename(folder: Path, old: str, new: str, notify: Callable[[str], object]) -> None:
    """Let the editions of a document be of its `new` id in the ledger of `folder`; as `note`."""
    renamed = [each._replace(document=new) for each in editions(folder, old)]
    if renamed:
        with changing(folder, notify):
            _write(folder, lambda key: key[0] != old, renamed)


def _write(
    folder: Path, is_kept: Callable[[tuple[str, str]], bool], added: Iterable[Edition]
) -> None:
    place = Path(os.path.realpath(folder / LEDGER))
    kept = [line for line in lines(folder) if is_kept(_key(line))]
    mode = place.stat().st_mode & 0o777 if place.exists() else None
    content = b"".join(line + b"\n" for line in (*kept, *map(_line, added)))
    write_whole(place, content, mode=_PUBLIC, rights=mode, lasting=True)


def _line(edition: Edition) -> bytes:
    fields = {"schema": SCHEMA, **edition._asdict()}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _key(line: bytes) -> tuple[str, str]:
    edition = edition_of(line)
    return (edition.document, edition.edition) if edition else ("", "")
