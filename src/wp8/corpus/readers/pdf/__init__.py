"""The layout `pdf`: pages of lines, read by PDFium in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.bounds import (
    PATIENCE,
    bounded,
    given,
    is_out_of_time,
    memory_within,
    seconds_within,
)
from wp8.corpus.readers.packages import package_folder
from wp8.corpus.readers.pdf.pages import MEMORY, MOST_PAGES
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block, Found

# Of the processor.
SECONDS: Final = 120
_OCR: Final = "recognize its text first, for example with ocrmypdf"
_PASSWORD: Final = "password"


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings and paragraphs of `source`, each with its pages.

    Raises:
        UnreadableError: It is no PDF, encrypted, damaged, without text, or takes too much.
    """
    from wp8.corpus.readers.pdf.furniture import PageLine
    from wp8.corpus.readers.pdf.layout import page_blocks

    pages = _pages(source)["pages"]
    if len(pages) > MOST_PAGES:
        raise UnreadableError(f"has more than {MOST_PAGES:,} pages", hint="split it")
    if not any(pages):
        raise UnreadableError("has no text, only pictures of it", hint=_OCR)
    return page_blocks([[PageLine(*line) for line in page] for page in pages])


def texts(source: bytes) -> list[str]:
    """Return all characters of each page of `source`, from the pass that `read` made last.

    Raises:
        UnreadableError: As `read`.
    """
    found: list[str] = _pages(source)["texts"]
    _pages.cache_clear()
    return found


def find(source: bytes) -> Found:
    """Return what the document information of `source` says; its date is that of the file."""
    info = _answer(source, "info")["info"]
    return {key.lower(): said for key, said in info.items() if said}


# To read pages is slow, and who reads one document asks for its texts before the next.
@lru_cache(maxsize=1)
def _pages(source: bytes) -> Any:  # noqa: ANN401 - JSON
    return _answer(source, "pages")


def _answer(source: bytes, asked: str) -> Any:  # noqa: ANN401 - JSON
    package_folder("pypdfium2")
    if not source[:1024].lstrip().startswith(b"%PDF"):
        raise UnreadableError("is no PDF", hint="is it what its name says?")
    # Without the folder in which wp8 runs: what is there is not wp8's.
    command = [sys.executable, "-P", "-m", "wp8.corpus.readers.pdf", asked]
    seconds = seconds_within(SECONDS)
    with given(source) as file:
        try:
            done = subprocess.run(
                bounded(command, seconds),
                stdin=file,
                capture_output=True,
                timeout=seconds * PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_long(seconds) from error
    if is_out_of_time(done.returncode):
        raise _too_long(seconds)
    if done.returncode and memory_within(MEMORY) < MEMORY:
        raise UnreadableError("takes more memory to read than there may be", hint="see: ulimit -v")
    if done.returncode:
        raise UnreadableError("is damaged, or takes too much memory to read")
    answer = json.loads(done.stdout)
    reason = answer.get("error", "")
    if _PASSWORD in reason.lower():
        raise UnreadableError("is encrypted", hint="save it without a password")
    if reason:
        raise UnreadableError("is damaged", hint="make or fetch it again")
    return answer


def _too_long(seconds: int) -> UnreadableError:
    return UnreadableError(f"takes more than {seconds} seconds to read")
