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
    SCRIPT,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.receipts.written import Piece

_FRONT: Final = re.compile(
    r"---[ \t]*\n(?=\S)(?s:.{0,30000}?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
    r"|\+\+\+[ \t]*\n(?s:.{0,30000}?\n)\+\+\+[ \t]*(?:\n|\Z)"
    r"|(?:%.*(?:\n[ \t]+\S.*)*(?:\n|\Z)){1,3}"
)
_LINES: Final = (
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|link|main|nav|ol|p|pre|section|"
    "summary|table|tbody|td|tfoot|th|thead|title|tr|ul|br"
)
_QUOTED: Final = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_ADDRESS: Final = r"(?:<[^<>\n]*>|(?:[^()\s\\]|\\.|\((?:[^()\s]|\([^()\s]*\))*\))*)"
_PATTERNS: Final = {
    # As it is written.
    "fence": (
        r"^[ \t>]*(?P<ticks>`{3,}|~{3,})(?P<language>[^`\n]*)\n"
        r"(?P<code>(?s:.*?))(?:^[ \t>]*(?P=ticks)|\Z)"
    ),
    "span": (
        r"(?<!`)(?P<tick>`{1,2})(?!`)(?P<within>(?:[^`\n]|\n(?!\s*\n))*?[^`\n])(?P=tick)(?!`)"
    ),
    "hidden": r"<!--|%%|<(?P<element>script|style|template|noscript)\b[^<>]*>",
    "line": rf"</?(?:{_LINES})(?:\s[^<>]*)?/?>",
    "tag": r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<[!?][^<>]*>",
    "target": (rf"\]\(\s*{_ADDRESS}(?:\s+{_QUOTED})?\s*\)|\]\[[^\[\]]*\]|\[\[[^\[\]|\n]*\|"),
    "definition": (
        r"^[ \t>]*\[(?!\^)[^\[\]]*\]:[ \t]*\n?[ \t]*\S+"
        rf"(?:[ \t]*\n?[ \t]*{_QUOTED})?[ \t]*$"
    ),
    "mark": r"\[\^[^\s\[\]]+\]:?",
    "image": r"!\[\[[^\[\]\n]*\]\]|!\[(?P<alt>[^\[\]]*)(?=\])",
    "number": r"^[ \t>*+-]*[0-9]{1,9}[.)](?=\s)",
    "address": r"<(?=[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>)|(?<=[^\s<>])>(?=\w)",
    "attributes": r"\{[#.:=][^{}\n]*\}|[ \t]\^[A-Za-z0-9-]+[ \t]*$|^[ \t>]*\[![\w-]+\]",
    "entity": r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    "joint": r"(?<=\w)(?:[*~=]+|\\\n?)(?=\w)",
}
_KINDS: Final = {
    "tag": MARKUP,
    "target": LINK,
    "definition": LINK,
    "mark": MARK,
    "image": ALTERNATIVE,
    "number": NUMBER,
    "attributes": MARKUP,
}
_ENDINGS: Final = {"<!--": "-->", "%%": "%%"}
_TOKEN: Final = re.compile(
    "|".join(f"(?P<is_{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.M | re.I
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
        name = next(n for n in _PATTERNS if found[f"is_{n}"] is not None)
        if name == "hidden":
            kind = SCRIPT if found["element"] else COMMENT
            ending = f"</{found['element']}>" if found["element"] else _ENDINGS[found[0]]
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


def _shown(found: re.Match[str], name: str) -> Iterator[Piece]:
    """Yield what must be in the records of a piece with signs of its own."""
    if name == "fence":
        yield found["language"], MARKUP
        yield f"{END}{found['code']}{END}", ""
    elif name == "span":
        yield "", JOINT
        yield found["within"], ""
        yield "", JOINT
    elif name == "entity":
        yield unescape(found[0]), ""
    else:
        yield found[0], JOINT
