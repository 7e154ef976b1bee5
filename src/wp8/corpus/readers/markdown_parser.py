"""The parser of Markdown: CommonMark with tables, strikethrough and notes, and no text lost.

Where CommonMark would take what is text for a mark of its own and drop it, the rules here do not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import escape, newline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_DEEPEST: Final = 60
_TOO_DEEP: Final = "has parts too deeply within each other"
_LABEL: Final = r"\[\^(?P<label>[^\s\[\]]+)\]"
_MARK: Final = re.compile(_LABEL)
_NOTE: Final = re.compile(rf"{_LABEL}:(?P<text>.*)")
# A word alone is no address: `[Applause]: prolonged` is text.
_ADDRESS: Final = re.compile(r"\[(?!\^)[^\[\]]*\]:\s*(?:<|\S*[/#@.:])")


class Parsed(NamedTuple):
    """The tokens of a text, and its inline notes by their ids."""

    tokens: list[Token]
    inline_notes: dict[int, Token]


def parse(text: str) -> Parsed:
    """Return the tokens of `text`; a line break has its offset in its paragraph as `meta["at"]`.

    Raises:
        UnreadableError: It has quotations or lists too deeply within each other.
    """
    env: dict[str, Any] = {}
    try:
        tokens = _parser().parse(text, env)
    except RecursionError:
        raise UnreadableError(_TOO_DEEP) from None
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise UnreadableError(_TOO_DEEP)
    notes = env.get("footnotes", {}).get("list", {})
    return Parsed(
        tokens,
        {
            id_: Token("inline", "", 0, content=note["content"], children=note["tokens"])
            for id_, note in notes.items()
        },
    )


def heading(text: str) -> Token | None:
    """Return the first heading of `text`, parsed, if there is one."""
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    _parser().block.parse(text, _parser(), env, tokens)
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            return _parser().parseInline(following.content, env)[0]
    return None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    footnote_plugin(parser, move_to_end=False)
    paragraph = {"alt": ["paragraph", "reference"]}
    parser.block.ruler.at("footnote_def", _note, paragraph)
    parser.block.ruler.at("reference", _link_definition)
    parser.block.ruler.at("table", _whole_table, paragraph)
    parser.inline.ruler.disable("footnote_ref")
    parser.inline.ruler.before("link", "mark", _mark)
    parser.inline.ruler.before("emphasis", "times", _times)
    parser.inline.ruler.at("newline", _placed(newline))
    parser.inline.ruler.at("escape", _placed(escape))
    return parser


def _line(state: StateBlock, number: int) -> str:
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]]


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note has text, on its line or indented below: a label above a text is a mark."""
    found = _NOTE.match(_line(state, start))
    if found is None:
        return False
    below = start + 1
    goes_on = below < end and not state.isEmpty(below)
    is_indented = goes_on and state.sCount[below] - state.blkIndent >= 4
    return bool(found["text"].strip() or is_indented) and footnote_def(state, start, end, silent)


def _link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    lines = "\n".join(_line(state, number) for number in range(start, min(start + 2, end)))
    return _ADDRESS.match(lines) is not None and reference(state, start, end, silent)


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A row may have more cells than the header."""
    before = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    whole: list[Token] = []
    cells = 0
    for token in state.tokens[before:]:
        if token.type == "tr_open" and token.map:
            cells = 0
            line = token.map[0]
        elif token.type == "inline":
            cells += 1
        elif token.type == "tr_close":
            for text in _cells(_line(state, line))[cells:]:
                inline = Token("inline", "", 0, map=[line, line + 1], content=text, children=[])
                whole += [Token("td_open", "td", 1), inline, Token("td_close", "td", -1)]
        whole.append(token)
    state.tokens[before:] = whole
    return True


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    return [cell.strip() for cell in cells[not cells[0] : len(cells) - (not cells[-1])]]


def _mark(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None or f":{found['label']}" not in state.env.get("footnotes", {}).get("refs", ()):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found["label"]}
    state.pos = found.end()
    return True


def _times(state: StateInline, silent: bool) -> bool:
    """An asterisk between figures multiplies."""
    place, text = state.pos, state.src
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    if text[place] != "*" or len(around) != 2 or not around.isdecimal():
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _placed(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def placed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        done = rule(state, silent)
        if done and not silent and state.tokens and state.tokens[-1].tag == "br":
            state.tokens[-1].meta.setdefault("at", start)
        return done

    return placed
