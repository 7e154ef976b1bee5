"""The paragraphs and block quotations of a Markdown draft, without its code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.draft.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_NOTE: Final = re.compile(r"\[\^[^\]\s]+\]:\s*")
# A line that says whose words a block quotation is.
_ATTRIBUTION: Final = re.compile(r"^[ \t]*(?:—|―|–|--)[ \t]*\S.*\Z", re.MULTILINE | re.DOTALL)
_LINE_ENDS: Final = ("softbreak", "hardbreak")
_SHOWN: Final = ("text", "text_special", "entity")


def markdown_blocks(text: str) -> list[Block]:
    """Return the paragraphs, headings, cells, notes and block quotations of a Markdown text."""
    from markdown_it import MarkdownIt

    # A note (`[^1]: See "x"`) is no definition of a link.
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    return list(_blocks(parser.parse(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth = 0
    quoted: list[Block] = []
    in_note = False
    for token in tokens:
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "blockquote_close" and not depth and quoted:
            yield Block("\n".join(block.text for block in quoted), quoted[0].where, quoted=True)
            quoted = []
        line = token.map[0] + 1 if token.map else 0
        if token.type == "inline":
            text = "".join(map(_shown, token.children or ()))
            note = _NOTE.match(text)
            in_note = note is not None
            text = text[note.end() :] if note else text
            text = _ATTRIBUTION.sub("", text) if depth else text
            block = Block(text, line)
            if not depth:
                yield block
            elif text.strip():
                quoted.append(block)
        elif token.type == "code_block" and in_note:
            # The indented paragraphs of a note look like code.
            yield Block(token.content, line)


def _shown(token: Token) -> str:
    if token.type in _LINE_ENDS:
        return "\n"
    if token.type in _SHOWN:
        return token.content
    # Code, pictures and HTML are no words of the draft, but part words.
    return " " if token.content else ""
