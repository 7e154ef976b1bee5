"""Mutated documents of all formats: each is read, or refused in a line, within bounds."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import wp8
from attacks.mutations import mutated, zip_mutated
from attacks.rounds import Outcome, forked
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import pandoc as by_pandoc
from wp8.corpus.readers.pdf import process as by_pdfium
from wp8.corpus.readers.pdf.pages import MEMORY
from wp8.corpus.records import read_document

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from made_sources import SOURCE, pandoc, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from attacks.rounds import Ended

ZIPPED: Final = (".docx", ".odt", ".epub")
LINES: Final = [(72.0, 700.0 - 20 * n, 12.0, f"Line {n} of some words.") for n in range(20)]
# What other processes may take is bounded; wp8 reads a title and the text, each by one.
SECONDS: Final = 2 * max(by_pandoc.SECONDS, by_pdfium.SECONDS)
LONGEST_LINE: Final = 1_000


def seeds() -> dict[str, bytes]:
    """Return a document for each suffix."""
    made = {f".{name}": pandoc(name) for name in ("docx", "odt", "epub", "html", "rtf")}
    text = SOURCE.encode()
    return {**made, ".pdf": pdf([LINES, LINES]), ".md": text, ".txt": text}


def documents(folder: Path, rounds: Iterator[Random]) -> Iterator[Outcome]:
    """Make a corpus of one mutated document a round, and read it."""
    sources = seeds()
    corpus, temporary = folder / "corpus", folder / "temporary"
    temporary.mkdir()
    for chance in rounds:
        suffix = chance.choice(list(sources))
        is_zip = suffix in ZIPPED and chance.randrange(4)
        how, content = (zip_mutated if is_zip else mutated)(sources[suffix], chance)
        given = folder / f"given{suffix}"
        given.write_bytes(content)
        done = forked(partial(read, corpus, given, temporary))
        yield Outcome(f"{suffix} {how}", done.wrong or wrong(done, temporary), done.seconds)
        for each in (corpus, temporary):
            shutil.rmtree(each, ignore_errors=True)
        temporary.mkdir()


def read(corpus: Path, given: Path, temporary: Path) -> Iterator[object]:
    """Yield how many records a document has, or what is said of it."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
    try:
        wp8.new_corpus(str(corpus), str(given))
        loaded = load_corpus(corpus)
        (document,) = loaded.documents
        yield len(read_document(loaded, document))
    except wp8.Wp8Error as error:
        yield str(error)


def wrong(done: Ended, temporary: Path) -> str:
    """Return what is wrong with what came of a document."""
    (answer,) = done.answers
    if isinstance(answer, str) and ("\n" in answer or len(answer) > LONGEST_LINE):
        return f"not one line: {answer}"
    if done.seconds > SECONDS or done.bytes > MEMORY:
        return f"takes {done.seconds:.0f} s, {done.bytes:,} bytes"
    left = [path.name for path in temporary.iterdir()]
    return f"left behind: {left}" if left else ""
