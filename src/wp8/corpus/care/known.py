"""What a corpus has already: by the bytes of its files, and by the words of their texts.

What is found out of a file is kept from one time to the next. That of a file that has vanished is
what it is known by where it is found again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from wp8.corpus.fingerprint import sum_of
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from wp8.corpus.readers.block import Block
    from wp8.files import Kept

# Blanks, and signs of ASCII, of Latin-1, of all scripts and of Chinese; marks of letters are none.
_BETWEEN: Final = r"[\s!-/:-@\[-`{-~\x80-\xbf\u2000-\u206f\u3000-\u303f]+"


class Content(NamedTuple):
    """The SHA-256 of a file; of one that was added a digest of its words, and whence it was copied.

    These are empty where they are not known.
    """

    own: str
    words: str = ""
    origin: str = ""


_COLUMNS: Final = ("file", *Content._fields)


def known_contents(kept: Kept) -> dict[str, Content]:
    """Return what is known of files, by their names."""
    with suppress(ValueError, TypeError, KeyError):
        found = json.loads(kept.read() or b"")
        files, *columns = (found[name] for name in _COLUMNS)
        known = map(Content._make, zip_longest(*columns, fillvalue=""))
        return dict(zip(files, known, strict=True))
    return {}


def keep_contents(kept: Kept, contents: Mapping[str, Content]) -> None:
    """Keep what is known of files."""
    columns = (list(contents), *zip(*contents.values(), strict=True))
    said = (column if any(column) else () for column in columns)
    kept.write(json.dumps(dict(zip(_COLUMNS, said, strict=False))).encode())


def still_known(
    contents: Mapping[str, Content], files: Iterable[str], sums: Mapping[str, str]
) -> dict[str, Content]:
    """Return what is known of `files` where `sums` has the SHA-256 of those that are there."""
    found = {}
    unknown = Content("")
    for file in files:
        before, own = contents.get(file, unknown), sums.get(file, "")
        if own and own != before.own:
            found[file] = Content(own, "", before.origin)
        elif before.own:
            found[file] = before
    return found


class KnownFiles:
    """The `files` of documents in the corpus `folder`, and those that are added to them.

    Only those are read that are as long as one that is asked for. `contents` is what is known of
    them from before, which holds as long as they are what they were.
    """

    def __init__(self, folder: Path, files: Iterable[str], contents: Mapping[str, Content]) -> None:
        self._folder = folder
        self._files = dict.fromkeys(files)
        self._by_size: dict[int, list[str]] = {}
        self._by_sum: dict[str, str] = {}
        self._by_words = {known.words: file for file, known in contents.items() if known.words}
        self._by_origin = {known.origin: file for file, known in contents.items() if known.origin}
        self.contents = dict(contents)
        for file in self._files:
            with suppress(OSError):
                self._by_size.setdefault((folder / file).stat().st_size, []).append(file)

    def with_bytes(self, content: bytes) -> str:
        """Return the file that has these bytes, nothing if none has."""
        for file in self._by_size.pop(len(content), ()):
            with suppress(CorpusError):
                self._by_sum.setdefault(sum_of(source_bytes(self._folder / file)), file)
        return self._by_sum.get(sum_of(content), "")

    def with_words(self, words: str) -> str:
        """Return the file whose text has these words, as `words_of` makes them of it, if known."""
        file = self._by_words.get(words, "") if words else ""
        if file not in self._files:
            return ""
        own = self.contents[file].own
        if self._by_sum.get(own) == file:
            return file
        try:
            return file if sum_of(source_bytes(self._folder / file)) == own else ""
        except CorpusError:
            return ""

    def copied_from(self, origin: Path) -> str:
        """Return the file that is a copy of this one, as it is or as it was; nothing if none is."""
        file = self._by_origin.get(os.path.realpath(origin), "")
        return file if file in self._files else ""

    def add(self, file: str, content: bytes, words: str, origin: Path | None) -> None:
        """Take account of a file with this content that will be there, copied or not."""
        own = sum_of(content)
        self._files[file] = None
        self._by_sum.setdefault(own, file)
        self.contents[file] = Content(own, words, os.path.realpath(origin) if origin else "")
        self._by_words.setdefault(words, file)


def words_of(blocks: Iterable[Block]) -> str:
    """Return a digest of the words of a text, whatever stands between them; nothing of none.

    Notes stand behind the rest, wherever a format has them.
    """
    texts: Mapping[bool, list[str]] = {False: [], True: []}
    for block in blocks:
        if words := re.sub(_BETWEEN, "", normalize("NFKC", block.text).casefold()):
            texts[block.kind == "note"].append(words)
    letters = "".join(texts[False] + texts[True])
    return hashlib.sha256(letters.encode(errors="replace")).hexdigest() if letters else ""
