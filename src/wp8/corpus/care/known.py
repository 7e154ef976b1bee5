"""What a corpus has already: by the bytes of its files, and by the words of their texts.

What is found out of a file is kept from one time to the next, a line for each: `sum words file`.
That of a file that has vanished is what it is known by where it is found again.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
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

_HEADER: Final = "wp8 files 1"
_UNKNOWN: Final = "-"
# Blanks, and signs of ASCII, of Latin-1, of all scripts and of Chinese; marks of letters are none.
_BETWEEN: Final = re.compile(r"[\s!-/:-@\[-`{-~\x80-\xbf\u2000-\u206f\u3000-\u303f]+")


class Content(NamedTuple):
    """The SHA-256 of a file, and a digest of its words, which is empty where it is not known."""

    own: str
    words: str = ""


def known_contents(kept: Kept) -> dict[str, Content]:
    """Return what is known of files, by their names."""
    header, *lines = (kept.read() or b"").decode(errors="surrogateescape").split("\n")
    found = (line.split(" ", 2) for line in lines if line and header == _HEADER)
    return {file: Content(own, words.strip(_UNKNOWN)) for own, words, file in found}


def keep_contents(kept: Kept, contents: Mapping[str, Content]) -> None:
    """Keep what is known of files."""
    lines = (
        f"{own} {words or _UNKNOWN} {file}\n"
        for file, (own, words) in contents.items()
        if "\n" not in file
    )
    kept.write(f"{_HEADER}\n{''.join(lines)}".encode(errors="surrogateescape"))


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
        file = self._by_words.get(words, "")
        if file not in self._files:
            return ""
        own = self.contents[file].own
        if self._by_sum.get(own) == file:
            return file
        try:
            return file if sum_of(source_bytes(self._folder / file)) == own else ""
        except CorpusError:
            return ""

    def add(self, file: str, content: bytes, words: str) -> None:
        """Take account of a file with this content that will be there."""
        own = sum_of(content)
        self._files[file] = None
        self._by_sum.setdefault(own, file)
        self.contents[file] = Content(own, words)
        if words:
            self._by_words[words] = file


def words_of(blocks: Iterable[Block]) -> str:
    """Return a digest of the words of a text, whatever stands between them; nothing of none.

    Notes stand behind the rest, wherever a format has them.
    """
    texts: Mapping[bool, list[str]] = {False: [], True: []}
    for block in blocks:
        if words := _BETWEEN.sub("", normalize("NFKC", block.text).casefold()):
            texts[block.kind == "note"].append(words)
    letters = "".join(texts[False] + texts[True])
    return hashlib.sha256(letters.encode(errors="replace")).hexdigest() if letters else ""
