"""The paragraphs of a draft, from a file of text, Markdown or Word."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from wp8.errors import Wp8Error

# No draft of a person is longer; what is read is held in memory.
LARGEST: Final = 20_000_000
_SUFFIXES: Final = (".md", ".markdown", ".txt", ".docx")


class Block(NamedTuple):
    """A paragraph of a draft: its text, where it is, and whether the whole of it is quoted.

    `where` is the number of its first line, or words for a place that has no line.
    """

    text: str
    where: int | str
    quoted: bool = False


class DraftError(Wp8Error):
    """A draft that cannot be read as what its name says it is."""


def read_blocks(path: str) -> list[Block]:
    """Return the paragraphs of a draft, in order, its notes among them.

    Raises:
        DraftError: If it is of another kind, unreadable, too large, or not what it says.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise DraftError(f"{path}: is not {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}")
    try:
        content = _content(Path(path))
    except OSError as error:
        raise DraftError(f"{path}: cannot be read ({error.strerror})") from error
    if suffix == ".docx":
        from wp8.draft.docx import docx_blocks

        return docx_blocks(content, path)
    text = _text(content, path)
    if suffix == ".txt":
        return text_blocks(text)
    from wp8.draft.markdown import markdown_blocks

    return markdown_blocks(text)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DraftError(f"{path}: is larger than {LARGEST:,} bytes")
    return content


def _text(content: bytes, path: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{path}: is not UTF-8 (at byte {error.start})", hint="save the file as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a plain text, which blank lines set apart."""
    blocks: list[Block] = []
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            blocks.append(Block("\n".join(lines), number - len(lines)))
            lines = []
    return blocks
