"""Blocks of Markdown beyond CommonMark: divisions, directives, line blocks, comments, callouts."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from wp8.corpus.readers.markdown.inline import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.rules_block import StateBlock

_DIVISION: Final = re.compile(r":{3,}(?:[ \t]*(?P<kind>\{[^{}]*\}|[\w-]+)(?P<title>.*?))?[ \t]*:*")
_DIRECTIVE: Final = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<kind>\{[\w:-]+\})[ \t]*(?P<title>.*)")
_TITLE: Final = re.compile(r"\btitle=\"([^\"]*)\"")
_OPTION: Final = re.compile(r":[\w-]+:(?:[ \t].*)?")
# Directives that hold Markdown; what others hold is code, or is no text.
_OF_TEXT: Final = frozenset(
    "{admonition} {attention} {caution} {danger} {dropdown} {epigraph} {error} {figure} {hint} "
    "{important} {list-table} {margin} {note} {pull-quote} {seealso} {sidebar} {tab-item} {table} "
    "{tip} {topic} {warning}".split()
)
_OF_FILES: Final = frozenset(("{figure}", "{image}", "{include}", "{literalinclude}"))
_COMMENT: Final = {
    "%%": (re.compile(r"%%(?!%)(?!.*%%).*"), re.compile(r"(?:.*[^%])?%%\s*")),
    "{%": (re.compile(r"\{%-?\s+comment\s.*"), re.compile(r".*\{%-?\s+endcomment\s+-?%\}\s*")),
    "{:": (re.compile(r"\{::comment\}.*"), re.compile(r".*\{:/(?:comment)?\}\s*")),
}
_CODE: Final = {
    "{%": (re.compile(r"\{%-?\s+highlight\b.*%\}"), re.compile(r"\{%-?\s+endhighlight\s+-?%\}\s*")),
    "{{": (
        re.compile(r"\{\{[<%]\s+highlight\b.*"),
        re.compile(r"\{\{[<%]\s+/highlight\s+[>%]\}\}\s*"),
    ),
}
_ENVIRONMENT: Final = re.compile(r"\\begin\{(?P<name>[A-Za-z]+\*?)\}.*")
_MOST_OF_TEX: Final = 200
_VERSE: Final = re.compile(r"\|(?: [^|]*)?")
_CALLOUT: Final = re.compile(r"\[![A-Za-z][\w -]*(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>.*)")
_TASK: Final = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_CAPTION: Final = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")
_BLOCK_ID: Final = re.compile(r"(?:^|[ \t\n])\^(?=[\d-]*[A-Za-z]|\d{6}\Z)[A-Za-z0-9-]{3,}\Z")
_TARGET: Final = re.compile(rf"(?:\(\w[\w .:-]*\)=|{ATTRIBUTES.pattern})[ \t]*(?:\n|\Z)")
_NO_TEXT: Final = re.compile(
    r"\[TOC\]|\[\[_?TOC_?\]\]|\\(?:newpage|pagebreak|clearpage|tableofcontents)", re.IGNORECASE
)


def line_of(state: StateBlock, number: int) -> str:
    """Return a line without what indents it."""
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]]


def is_outside(state: StateBlock, number: int) -> bool:
    """Return whether a line is indented less than what it would have to stand in."""
    return state.sCount[number] < state.blkIndent and not state.isEmpty(number)


def put(state: StateBlock, lines: Sequence[str], start: int, kind: str = "paragraph") -> None:
    """Add `lines`, the first of which is the source's line `start`, as a paragraph."""
    extent = [start, start + len(lines)]
    state.push(f"{kind}_open", "p", 1).map = extent
    inline = state.push("inline", "", 0)
    inline.map, inline.content, inline.children = extent, "\n".join(lines), []
    state.push(f"{kind}_close", "p", -1)


def division(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """The line where a division begins or ends is no text, but for a title that is shown."""
    found = _DIVISION.fullmatch(line_of(state, start))
    if found is None or state.is_code_block(start):
        return False
    if not silent:
        state.line = _titled(state, start, found)
    return True


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence of which MyST makes more than code."""
    found = _DIRECTIVE.fullmatch(line_of(state, start))
    if found is None or found["kind"] not in _OF_TEXT or state.is_code_block(start):
        return False
    fence = re.compile(rf"{found['fence']}+\s*")
    close = start + 1
    while (
        close < end and not is_outside(state, close) and not fence.fullmatch(line_of(state, close))
    ):
        close += 1
    if not silent:
        state.push("division_open", "div", 1)
        first = _titled(state, start, found)
        after = state.lineMax
        state.lineMax = close
        state.md.block.tokenize(state, first, close)
        state.lineMax = after
        state.push("division_close", "div", -1)
        state.line = close + (close < end and not is_outside(state, close))
    return True


def _titled(state: StateBlock, start: int, found: re.Match[str]) -> int:
    """Add the title that the head of a division has; return the line after its options."""
    kind = found["kind"] or ""
    title = "" if kind in _OF_FILES else (found["title"] or "").strip()
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1]
    if ".callout" in kind and (quarto := _TITLE.search(kind)):
        title = quarto[1]
    if title and not ATTRIBUTES.fullmatch(title):
        put(state, [title], start)
    below = range(start + 1, state.lineMax if re.fullmatch(r"\{[\w:-]+\}", kind) else start + 1)
    return (
        start + 1 + sum(1 for _ in takewhile(lambda n: _OPTION.fullmatch(line_of(state, n)), below))
    )


def comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that are a comment, if it has an end."""
    last = _closing(state, start, end, _COMMENT)
    if last is not None and not silent:
        state.line = last + 1
    return last is not None


def highlighted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code between tags of Jekyll's or Hugo's."""
    last = _closing(state, start, end, _CODE)
    if last is not None and not silent:
        code = state.push("fence", "code", 0)
        code.map = [start, last + 1]
        code.content = state.getLines(start + 1, last, state.sCount[start], True)
        state.line = last + 1
    return last is not None


def environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What TeX sets by itself, with its signs as they are."""
    found = _ENVIRONMENT.match(line_of(state, start))
    if found is None or state.is_code_block(start):
        return False
    name = found["name"]
    signs = {"\\b": (_ENVIRONMENT, re.compile(rf".*\\end\{{{re.escape(name)}\}}\s*"))}
    last = _closing(state, start, min(end, start + _MOST_OF_TEX), signs)
    if last is not None and not silent:
        code = state.push("code_block", "code", 0)
        code.map = [start, last + 1]
        code.content = state.getLines(start, last + 1, state.sCount[start], True)
        state.line = last + 1
    return last is not None


def _closing(
    state: StateBlock, start: int, end: int, signs: Mapping[str, tuple[re.Pattern[str], ...]]
) -> int | None:
    """Return the line that ends what begins with the line `start`, if it does and has an end."""
    line = line_of(state, start)
    if line[:2] not in signs or state.is_code_block(start):
        return None
    opens, closes = signs[line[:2]]
    if closes.fullmatch(line, 2):
        return start
    # What has no end from one line has none from those below.
    open_ = state.env.setdefault("open", set())
    if not opens.fullmatch(line) or (closes, end) in open_:
        return None
    for number in range(start + 1, end):
        if is_outside(state, number):
            return None
        if closes.fullmatch(line_of(state, number)):
            return number
    open_.add((closes, end))
    return None


def line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that begin with a bar are verses."""
    if silent or state.is_code_block(start):
        return False
    lines: list[str] = []
    for number in range(start, end):
        line = line_of(state, number)
        goes_on = lines and state.sCount[number] > state.blkIndent and line
        is_verse = _VERSE.fullmatch(line) or (goes_on and "|" not in line)
        if not is_verse or is_outside(state, number):
            break
        lines.append(line.removeprefix("|").strip())
    if len(lines) < 2:  # noqa: PLR2004
        return False
    put(state, lines, start)
    state.line = start + len(lines)
    return True


def trimmed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield `tokens` without signs at the ends of their texts; titles of callouts stand apart."""
    for place, token in enumerate(tokens):
        before, around, after = (
            tokens[at].type if 0 <= at < len(tokens) else ""
            for at in (place - 1, place - 2, place + 2)
        )
        if token.type == "fence" and token.info.strip() == "{=html}":
            token.type = "html_block"
            token.map = token.map and [token.map[0] + 1, token.map[1]]
        elif token.type == "inline" and before == "heading_open":
            token.content = _without_attributes(token.content)
        elif token.type == "inline" and before == "paragraph_open":
            if around == "table_close" or after == "table_open":
                if caption := _CAPTION.match(token.content):
                    token.content = _without_attributes(token.content[caption.end() :])
                    token.meta["kind"] = "table_caption"
            elif around == "blockquote_open" and (callout := _CALLOUT.match(token.content)):
                yield from _callout(token, callout)
                continue
            _trim(token, is_item=around == "list_item_open")
        yield token


def _callout(token: Token, found: re.Match[str]) -> Iterator[Token]:
    """Yield the title of a callout, then its text, or what of them there is."""
    assert token.map
    first, last = token.map
    rest = token.content[found.end() + 1 :]
    if found["title"]:
        yield Token("inline", "", 0, content=found["title"], map=[first, first + 1], children=[])
    if found["title"] and rest:
        yield Token("paragraph_close", "p", -1)
        yield Token("paragraph_open", "p", 1)
    if rest:
        token.content, token.map = rest, [first + 1, last]
        yield token


def _trim(token: Token, *, is_item: bool) -> None:
    if target := _TARGET.match(token.content):
        token.content = token.content[target.end() :]
        token.map = token.map and [min(token.map[0] + 1, token.map[1] - 1), token.map[1]]
    if is_item and (task := _TASK.match(token.content)):
        token.content = token.content[task.end() :]
    token.content = _BLOCK_ID.sub("", token.content)
    if _NO_TEXT.fullmatch(token.content):
        token.content = ""


def _without_attributes(text: str) -> str:
    start = text.rfind("{")
    found = start >= 0 and ATTRIBUTES.fullmatch(text, start)
    return text[:start].rstrip() if found else text
