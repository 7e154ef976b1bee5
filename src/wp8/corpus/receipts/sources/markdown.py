"""The text of the layout `markdown`: what stands between the signs of its markup."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    COMMENT,
    END,
    JOINT,
    LINK,
    MARK,
    MARKUP,
    METADATA,
    NUMBER,
    READING,
    SCRIPT,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.receipts.written import Piece

_FRONT: Final = re.compile(
    r"---[ \t]*\n(?=\S)(?s:.{0,30000}?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
    r"|\+\+\+[ \t]*\n(?s:.{0,30000}?\n)\+\+\+[ \t]*(?:\n|\Z)"
    r"|\{[ \t]*\n(?s:.{0,30000}?\n)\}[ \t]*(?:\n|\Z)"
    r"|(?:%.*(?:\n[ \t]+\S.*)*(?:\n|\Z)){1,3}"
)
_LINES: Final = (
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|link|main|nav|ol|p|pre|section|"
    "summary|table|tbody|td|tfoot|th|thead|title|tr|ul|br"
)
_QUOTED: Final = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_ADDRESS: Final = r"(?:<[^<>\n]*>|(?:[^()\s\\]|\\.|\((?:[^()\s]|\([^()\s]*\))*\))*)"
# Of a directive, below its name.
_OPTIONS: Final = r"(?:\n[ \t>]*:[\w-]+:.*)*"
_LETTER: Final = r"[^\W_]|[^\x00-\x7f]"
# What begins a line, and what stands within one; of each, what comes first is tried first.
_OF_LINES: Final = {
    "grid": r"^[ \t>]*\+(?:[-=:]+\+)+[ \t]*(?:\n[ \t>]*[+|].*)+",
    # As it is written.
    "fence": (
        r"^[ \t>]*(?P<ticks>`{3,}|~{3,})"
        rf"(?P<language>\{{[\w:-]+\}}[^`\n]*{_OPTIONS}|[^`\n]*)\n"
        r"(?P<code>(?s:.*?))(?:^[ \t>]*(?P=ticks)|\Z)"
    ),
    "definition": (
        r"^[ \t>]*\[(?!\^)[^\[\]]*\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|\S+)"
        rf"(?:[ \t]*\n?[ \t]*{_QUOTED})?[ \t]*$"
    ),
    "number": r"^[ \t>*+-]*[0-9]{1,9}[.)](?=\s)",
    "division": (
        r"^[ \t>]*:{3,}[ \t]*(?P<division>\{[^{}]*\}|[\w-]+)?"
        rf"(?P<title>[^\n]*)(?P<options>{_OPTIONS})"
    ),
    "head": (
        r"^[ \t>]*\[![A-Za-z][^\[\]\n]*\]|^[ \t>*+-]*\[[xX]\](?=\s)|^[ \t>]*Table:(?=\s)"
        r"|^[ \t>]*\(\w[\w .:-]*\)=|^[ \t]*\\(?:newpage|pagebreak|clearpage|tableofcontents)[ \t]*$"
    ),
}
_WITHIN: Final = {
    "pre": r"<pre\b[^<>]*>(?P<inside>(?s:.{0,30000}?))</pre>",
    "span": (
        r"(?<!`)(?P<tick>`{1,2})(?!`)(?P<within>"
        r"(?:[^`\n]|(?!(?P=tick)(?!`))(?>`+)|\n(?!\s*\n)){0,2000}?[^`\n])(?P=tick)(?!`)"
    ),
    "role": r"\{[a-z][\w:.-]*\}(?P<ticks_>`+)(?P<shown>[^`<]+)(?P<to><[^<>`]*>\s*)?(?P=ticks_)",
    "hidden": (
        r"<!--|%%|\{::comment\}|\{%-?\s+comment\b[^%{}]*%\}"
        r"|<(?P<element>script|style|template|noscript)\b[^<>]*>"
    ),
    "template": r"\{\{(?:<(?!/\*)[^{}]*>|%(?!/\*)[^{}]*%|#\w+[^{}]*)\}\}|\{%-?\s[^%{}]*%\}",
    "bracket": r"<rp\b[^<>]*>[^<]*",
    "ruby": r"<rtc?\b[^<>]*>(?P<reading>(?:[^<|\n]|\n(?!\n))*)",
    "line": rf"</?(?:{_LINES})(?:\s[^<>]*)?/?>",
    "tag": (
        r"</?[A-Za-z][A-Za-z0-9-]*(?:\s(?>(?:[^<>\"]|\"[^\"]{0,2000}\"){0,500}))?/?>|<[!?][^<>]*>"
    ),
    "target": (
        rf"\]\(\s*{_ADDRESS}(?:\s+{_QUOTED})?\s*\)|\]\[[^\[\]]*\]|\[\[[^\[\]|\n]*\|"
        r"|\]\((?>(?:[^\s(){}]|\{\{[^{}]*\}\}|\{%[^{}]*%\})+)(?:\s+\"[^\"]*\")?\s*\)"
        r"|#\^[\w-]+(?=[|\]])"
    ),
    "mark": r"\[\^[^\s\[\]]+\]:?",
    "image": r"!\[\[[^\[\]\n]*\]\]|!\[(?P<alt>[^\[\]]*)(?=\])",
    "address": r"<(?=[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>)|(?<=[^\s<>])>(?=\w)",
    "attributes": (
        r"\{:?\s*(?:[#.:=/-]|[\w:-]+=)(?:[^{}]|\{\{[^{}]*\}\}){0,2000}\}"
        r"|\^(?<=[ \t\n]\^)[A-Za-z0-9-]+[ \t]*$|\[_?TOC_?\]"
    ),
    "entity": r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    "joint": rf"(?<={_LETTER})(?:(?:[*~=_^]|\[#?|\](?![\[(]))+|\\\n?)(?={_LETTER})",
}
_KINDS: Final = {
    "tag": MARKUP,
    "target": LINK,
    "definition": LINK,
    "mark": MARK,
    "image": ALTERNATIVE,
    "number": NUMBER,
    "attributes": MARKUP,
    "head": MARKUP,
    "template": MARKUP,
    "bracket": MARKUP,
}
_ENDINGS: Final = {"<!": "-->", "%%": "%%", "{:": "{:/", "{%": "endcomment"}
_OF_FILES: Final = frozenset(("{figure}", "{image}", "{include}", "{literalinclude}"))
_EDGE: Final = re.compile(r"^[ \t>]*\+[-=:+]+\+[ \t]*$", re.M)


def _any(patterns: Mapping[str, str]) -> str:
    return "|".join(f"(?P<is_{name}>{pattern})" for name, pattern in patterns.items())


# Most characters of a text begin nothing, which is soon told.
_TOKEN: Final = re.compile(
    rf"^(?:{_any(_OF_LINES)})|(?=[`<>\[\]{{}}%#!&*~=_^\\])(?:{_any(_WITHIN)})", re.M | re.I
)


def written(text: str) -> Written:
    """Return the text of a Markdown document, its markup set apart.

    What may be markup and may be text, since it is not well-formed, is of the kind that it has
    as markup: it need not be in the records, and may.
    """
    front = _FRONT.match(text)
    start = front.end() if front else 0
    return Written([(text[:start], METADATA), *_pieces(text, start)])


def _pieces(text: str, place: int) -> Iterator[Piece]:
    without_end: set[str] = set()
    while found := _TOKEN.search(text, place):
        yield text[place : found.start()].replace("\n\n", END), ""
        place = found.end()
        name = str(found.lastgroup).removeprefix("is_")
        if name == "hidden":
            kind = SCRIPT if found["element"] else COMMENT
            ending = f"</{found['element']}>" if found["element"] else _ENDINGS[found[0][:2]]
            end = -1 if ending in without_end else text.find(ending, place)
            if end < 0:
                without_end.add(ending)
                yield found[0], MARKUP if found["element"] else ""
            else:
                place = end + len(ending)
                yield "", JOINT
                yield text[found.end() : end], kind
                yield "", JOINT
        elif name == "line":
            yield END, ""
            yield found[0], MARKUP
        elif name in _KINDS:
            yield found[0], _KINDS[name]
        else:
            yield from _shown(found, name)
    yield text[place:].replace("\n\n", END), ""


def _gridded(table: str) -> Iterator[Piece]:
    """Yield the cells of a table in a grid, each of which may go over several lines."""
    for row in _EDGE.split(table):
        lines = [re.split(r"(?<!\\)\|", line) for line in row.strip().splitlines()]
        is_even = len({len(line) for line in lines}) == 1
        for cell in zip(*lines, strict=True) if is_even else [[row]]:
            yield from _pieces("\n".join(cell), 0)
            yield END, ""


def _shown(found: re.Match[str], name: str) -> Iterator[Piece]:
    """Yield what must be in the records of a piece with signs of its own."""
    if name == "grid":
        yield from _gridded(found[0])
    elif name in ("fence", "pre"):
        # Directives hold Markdown, and what is shown as it is has tags.
        language = (found["language"] or "") if name == "fence" else "{pre}"
        code = found["code"] or found["inside"] or ""
        yield language, MARKUP
        yield END, ""
        yield from _pieces(code, 0) if language.startswith("{") else [(code, "")]
        yield END, ""
    elif name == "division":
        is_of_file = (found["division"] or "") in _OF_FILES
        yield found["division"] or "", MARKUP
        yield from [(found["title"], LINK)] if is_of_file else _pieces(found["title"], 0)
        yield f"{found['options']}{END}", MARKUP
    elif name == "role":
        yield found["shown"], ""
        yield found["to"] or "", LINK
    elif name == "span":
        yield "", JOINT
        yield found["within"], ""
        yield "", JOINT
    elif name == "ruby":
        yield unescape(found["reading"]), READING
    elif name == "entity":
        # In code it is as it is written.
        shown = unescape(found[0])
        yield shown, ""
        yield "" if shown.isalnum() else found[0], MARKUP
    else:
        yield found[0], JOINT
