"""One reader per layout of a source: its text in, its blocks in reading order out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.docx_text import read_docx_text
from wp8.corpus.readers.markdown import read_markdown
from wp8.corpus.readers.paged_markdown import read_paged_markdown
from wp8.corpus.readers.plain_text import read_plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wp8.corpus.readers.block import Block

READERS: Final[Mapping[str, Callable[[str], Iterator[Block]]]] = {
    "docx-text": read_docx_text,
    "markdown": read_markdown,
    "paged-markdown": read_paged_markdown,
    "text": read_plain_text,
}
