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
from markdown_it.rules_inline import escape, html_inline, newline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from wp8.corpus.readers.markdown import blocks, tables
from wp8.corpus.readers.markdown.html import closed, is_text
from wp8.corpus.readers.markdown.inline import dialects, has_spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    InlineRule = Callable[[StateInline, bool], bool]

# Quotations and lists deeper within each other are text; what the parser finds deeper, it drops.
_DEEPEST: Final = 24
_NEVER_REACHED: Final = _DEEPEST + 4
_INDENT: Final = 4
_LABEL: Final = r"\[\^(?P<label>[^\s\[\]]+)\]"
_ABOUT: Final = re.compile(r"\n~\s+\d")
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
    env = _env(text)
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
    env = _env(text)
    _parser().block.parse(text, _parser(), env, tokens)
    for token, following in pairwise(blocks.trimmed(tokens)):
        if token.type == "heading_open":
            return _parser().parseInline(following.content, env)[0]
    return None


def _env(text: str) -> dict[str, Any]:
    return {"closed": closed(text), "has_spans": has_spans(text)}


@cache
def _parser() -> MarkdownIt:
    options = {"maxNesting": _NEVER_REACHED}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    footnote_plugin(parser, move_to_end=False)
    deflist_plugin(parser)
    # What each ends without a blank line before it, as the parser has it.
    ends_paragraph: RuleOptionsType = {"alt": ["paragraph", "reference"]}
    ends_quotation: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    ends_list: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.at("footnote_def", _shallow(_note), ends_paragraph)
    parser.block.ruler.at("reference", _link_definition)
    parser.block.ruler.at("table", _whole_table, ends_paragraph)
    parser.block.ruler.at("list", _shallow(list_block), ends_quotation)
    parser.block.ruler.at("blockquote", _shallow(blockquote), ends_list)
    (definitions,) = (
        rule for rule in parser.block.ruler.getRules("") if rule.__name__ == "deflist"
    )
    parser.block.ruler.at("deflist", _shallow(_definitions(definitions)), ends_quotation)
    parser.block.ruler.before("table", "columns", tables.columns)
    parser.block.ruler.before("table", "grid", tables.grid)
    parser.block.ruler.before("fence", "directive", _shallow(blocks.directive), ends_list)
    parser.block.ruler.before("fence", "highlighted", blocks.highlighted, ends_list)
    parser.block.ruler.before("fence", "environment", blocks.environment, ends_list)
    parser.block.ruler.before("fence", "comment", blocks.comment, ends_list)
    parser.block.ruler.before("fence", "division", blocks.division, ends_list)
    parser.block.ruler.before("paragraph", "line_block", blocks.line_block)
    parser.core.ruler.after("block", "trimmed", _trim)
    parser.inline.ruler.disable("footnote_ref")
    parser.inline.ruler.before("link", "mark", _mark)
    parser.inline.ruler.before("strikethrough", "dialects", dialects)
    parser.inline.ruler.before("emphasis", "times", _times)
    parser.inline.ruler.at("html_inline", _html)
    parser.inline.ruler.at("newline", _placed(newline))
    parser.inline.ruler.at("escape", _placed(escape))
    return parser


def _shallow(rule: BlockRule) -> BlockRule:
    def shallow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return (silent or state.level < _DEEPEST) and rule(state, start, end, silent)

    return shallow


def _definitions(rule: BlockRule) -> BlockRule:
    """What `~` sets before a number is about that number, and no definition."""

    def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        below = "\n".join(
            blocks.line_of(state, number) for number in range(start, min(start + 3, end))
        )
        return not _ABOUT.search(below) and rule(state, start, end, silent)

    return definitions


def _trim(state: StateCore) -> None:
    state.tokens = list(blocks.trimmed(state.tokens))


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note has text, on its line or indented below: a label above a text is a mark."""
    found = _NOTE.match(blocks.line_of(state, start))
    if found is None:
        return False
    below = start + 1
    goes_on = below < end and not state.isEmpty(below)
    is_indented = goes_on and state.sCount[below] - state.sCount[start] >= _INDENT
    return bool(found["text"].strip() or is_indented) and footnote_def(state, start, end, silent)


def _link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    lines = "\n".join(blocks.line_of(state, number) for number in range(start, min(start + 2, end)))
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
            for text in _cells(blocks.line_of(state, line))[cells:]:
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


def _html(state: StateInline, silent: bool) -> bool:
    """What has the form of a tag, but is none, is text: `<laughter>`."""
    done = html_inline(state, silent)
    if done and not silent and is_text(state.tokens[-1].content, state.env["closed"]):
        state.tokens[-1].type = "text"
    return done


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
