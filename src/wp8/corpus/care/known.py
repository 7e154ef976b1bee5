"""What a corpus has already: by the bytes of its files, and by the words of their texts."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from wp8.corpus.fingerprint import sum_of
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from wp8.corpus.readers.block import Block
    from wp8.files import Kept

_HEADER: Final = "wp8 words 1"
_BETWEEN: Final = re.compile(r"[\W_]+")


class KnownFiles:
    """The files of documents in the corpus `folder`, and those that are added to them.

    Only those are read that are as long as one that is asked for. `kept` has the words of files
    that were added before, as long as they are what they were.
    """

    def __init__(self, folder: Path, files: Iterable[str], kept: Kept | None) -> None:
        self._folder = folder
        self._files = dict.fromkeys(files)
        self._kept = kept
        self._by_size: dict[int, list[str]] = {}
        self._by_sum: dict[str, str] = {}
        self._by_words = _read(kept)
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
        file, own = self._by_words.get(words, ("", ""))
        if file not in self._files or self._by_sum.get(own) == file:
            return file if file in self._files else ""
        try:
            return file if sum_of(source_bytes(self._folder / file)) == own else ""
        except CorpusError:
            return ""

    def add(self, file: str, content: bytes, words: str) -> None:
        """Take account of a file with this content that will be there."""
        own = sum_of(content)
        self._files[file] = None
        self._by_sum.setdefault(own, file)
        if words:
            self._by_words[words] = file, own

    def keep(self) -> None:
        """Keep for the next time whose words are known."""
        if self._kept:
            lines = (f"{words} {own} {file}\n" for words, (file, own) in self._by_words.items())
            self._kept.write(f"{_HEADER}\n{''.join(lines)}".encode(errors="surrogateescape"))


def _read(kept: Kept | None) -> dict[str, tuple[str, str]]:
    content = (kept and kept.read()) or b""
    header, *lines = content.decode(errors="surrogateescape").split("\n")
    if header != _HEADER:
        return {}
    found = (line.split(" ", 2) for line in lines if line)
    return {words: (file, own) for words, own, file in found}


def words_of(blocks: Iterable[Block]) -> str:
    """Return a digest of the words of a text, whatever stands between them; nothing of none.

    Notes stand behind the rest, wherever a format has them.
    """
    texts: Mapping[bool, list[str]] = {False: [], True: []}
    for block in blocks:
        if words := _BETWEEN.sub("", block.text.casefold()):
            texts[block.kind == "note"].append(words)
    letters = "".join(texts[False] + texts[True])
    return hashlib.sha256(letters.encode(errors="replace")).hexdigest() if letters else ""
