"""The parser of Markdown: CommonMark with tables, strikethrough and notes, and no text lost.

Where CommonMark would take what is text for a mark of its own and drop it, the rules here do not.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, list_block, reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import escape, newline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    InlineRule = Callable[[StateInline, bool], bool]

# Quotations and lists deeper within each other are text; what the parser finds deeper, it drops.
_DEEPEST: Final = 24
_NEVER_REACHED: Final = _DEEPEST + 4
_INDENT: Final = 4
_LABEL: Final = r"\[\^(?P<label>[^\s\[\]]+)\]"
_TIMES: Final = re.compile(r"(?<=\d)\*(?=\d)")
_MARK: Final = re.compile(_LABEL)
_NOTE: Final = re.compile(rf"{_LABEL}:(?P<text>.*)")
# A word alone is no address: `[Applause]: prolonged` is text.
_ADDRESS: Final = re.compile(r"\[(?!\^)[^\[\]]*\]:\s*(?:<|\S*[/#@.:])")


class Parsed(NamedTuple):
    """The tokens of a text, and its inline notes by their ids."""

    tokens: list[Token]
    inline_notes: dict[int, Token]


def parse(text: str) -> Parsed:
    """Return the tokens of `text`; a line break has its offset in its paragraph as `meta["at"]`."""
    env: dict[str, Any] = {}
    tokens = _parser().parse(text, env)
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
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            return _parser().parseInline(following.content, env)[0]
    return None


@cache
def _parser() -> MarkdownIt:
    options = {"maxNesting": _NEVER_REACHED}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    footnote_plugin(parser, move_to_end=False)
    # What each ends without a blank line before it, as the parser has it.
    ends_paragraph: RuleOptionsType = {"alt": ["paragraph", "reference"]}
    ends_quotation: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    ends_list: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.at("footnote_def", _shallow(_note), ends_paragraph)
    parser.block.ruler.at("reference", _link_definition)
    parser.block.ruler.at("table", _whole_table, ends_paragraph)
    parser.block.ruler.at("list", _shallow(list_block), ends_quotation)
    parser.block.ruler.at("blockquote", _shallow(blockquote), ends_list)
    parser.inline.ruler.disable("footnote_ref")
    parser.inline.ruler.before("link", "mark", _mark)
    parser.inline.ruler.before("emphasis", "times", _times)
    parser.inline.ruler.at("newline", _placed(newline))
    parser.inline.ruler.at("escape", _placed(escape))
    return parser


def _line(state: StateBlock, number: int) -> str:
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]]


def _shallow(rule: BlockRule) -> BlockRule:
    def shallow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return (silent or state.level < _DEEPEST) and rule(state, start, end, silent)

    return shallow


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note has text, on its line or indented below: a label above a text is a mark."""
    found = _NOTE.match(_line(state, start))
    if found is None:
        return False
    below = start + 1
    goes_on = below < end and not state.isEmpty(below)
    is_indented = goes_on and state.sCount[below] - state.sCount[start] >= _INDENT
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
    if not _TIMES.match(state.src, state.pos):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _placed(rule: InlineRule) -> InlineRule:
    def placed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        done = rule(state, silent)
        if done and not silent and state.tokens and state.tokens[-1].tag == "br":
            state.tokens[-1].meta.setdefault("at", start)
        return done

    return placed
