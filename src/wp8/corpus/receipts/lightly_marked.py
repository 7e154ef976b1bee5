"""The text of the layouts that are text with signs for pandoc: what stands beside the signs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from wp8.corpus.receipts.written import MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.corpus.receipts.written import Piece

_BRACES: Final = r"(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"
_BRACKETS: Final = r"\[[^\[\]]{0,500}\]"
_PARENTHESES: Final = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_NO_TEXT_IN_LATEX: Final = (
    r"(?:page|auto|[cCv])?ref|eqref|label|\w*cite\w*|input|include\w*|usepackage|documentclass|\w*index\w*"
    r"|bibliography\w*|url|[vh]space|set\w+|addto\w+|(?:re)?new\w+|provide\w+|def|let|hypersetup"
    r"|\w*pagestyle|addcontentsline|\w*color\w*|fontsize|selectlanguage|hyper\w+|href|\w*skip"
)
_FORMULAS_OF_LATEX: Final = r"comment|equation|align|gather|multline|displaymath|math|tikz\w+|array"
_ADMONITIONS: Final = "attention|caution|danger|error|hint|important|note|tip|warning"
# What opens a stretch without text, and what closes it.
_STRETCHES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "asciidoc": ((r"^/{4,}$", r"^/{4,}$"),),
    "latex": (
        (r"\$\$", r"\$\$"),
        (r"\\\[", r"\\\]"),
        (r"\\\(", r"\\\)"),
        (
            rf"\\begin\{{(?:{_FORMULAS_OF_LATEX})\*?\}}",
            rf"\\end\{{(?:{_FORMULAS_OF_LATEX})\*?\}}",
        ),
    ),
    "mediawiki": ((r"<!--", r"-->"), (r"<math>", r"</math>")),
    "org": ((r"^[ \t]*#\+(?i:begin_(?:comment|export))\b", r"^[ \t]*#\+(?i:end_)"),),
    "rst": (),
    "typst": ((r"/\*", r"\*/"),),
}
# What is markup, or may be: each is tried where the one before does not match.
_MARKUP: Final[Mapping[str, tuple[str, ...]]] = {
    "asciidoc": (
        r"^//(?!//).*",
        r"^:[\w!-]+:.*|^(?:ifn?def|endif|ifeval|include)::.*|^\[[^\n]*\][ \t]*$",
        r"\b(?:image|icon|video|audio|stem|latexmath|pass|indexterm2?)::?[^\s\[]{0,500}\[[^\]]{0,500}\]",
        r"\b[a-z]+::?[^\s\[]{0,500}(?=\[)|<<[^,<>]*(?:>>|,)|\[\[[^\[\]]*\]\]|\{[\w-]+\}",
        r"\(\(\([^()]*\)\)\)",
        r"\[[.#%\w][^\[\]\n]*\](?=[#*_`])|\b(?:window|role|opts)=[^\],=]*",
    ),
    "latex": (
        r"\A(?s:.*?)\\begin\{document\}|\\end\{document\}(?s:.*)|(?<!\\)%.*",
        r"(?<!\\)\$(?:[^$\\]|\\.)*\$",
        rf"\\(?:begin|end){_BRACES}(?:{_BRACKETS})*{_BRACES}*",
        rf"\\(?:{_NO_TEXT_IN_LATEX})\b\*?\s*(?:{_BRACKETS}|{_BRACES}|\\\w+)*",
        rf"\\[A-Za-z@]+\*?(?:{_BRACKETS})?",
    ),
    "mediawiki": (
        r"\{\{(?:[^{}]|\{\{[^{}]*\}\})*\}\}",
        r"\[\[(?:File|Image|Category)[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]",
        r"\[\[[^\[\]|\n]*\||\[\w+:\S+|</?\w+[^<>]*>|__[A-Z]+__",
        r"^(?:\{\||\|-|\|\+).*|^[|!][^|\n\[]*\|(?!\|)",
    ),
    "org": (
        r"^[ \t]*#\+(?i:caption|title|subtitle|author)\b(?:\[.*?\])?:",
        r"^[ \t]*#\+.*|^[ \t]*#(?: .*)?$",
        r"^[ \t]*:[\w@#%+-]+:.*|[ \t]:[\w@#%:]+:[ \t]*$|^\*+ +(?:TODO|DONE|COMMENT)\b",
        r"^[ \t]*(?:DEADLINE|SCHEDULED|CLOSED|CLOCK):.*|<<<?[^<>\n]*>>>?",
        r"\{\{\{[^{}\n]*\}\}\}|@@[^@\n]*@@",
        r"\[\[[^\[\]\n]*\](?:\]|(?=\[))|\[fn:[^\[\]:\n]*:?|[<\[]\d{4}-\d\d-[^<>\[\]\n]*[>\]]|\\[A-Za-z]+",
        r"\bsrc_\w+(?:\[[^\[\]\n]*\])?|\[cite[^\[\]]*\]",
    ),
    "rst": (
        rf"^[ \t]*\.\. (?:{_ADMONITIONS})::|^[ \t]*\.\. (?:\|[^|\n]*\| )?[\w:+-]+::.*"
        r"(?:\n[ \t]+:[\w-]+:.*)*",
        r"^[ \t]*\.\. (?:\[[^\]\n]*\]|_[^\n]*:(?:[ \t].*)?$)",
        r"^([ \t]*)\.\.(?: .*)?(?:\n(?:\1[ \t]+.*)?)*",
        r":[\w:.+-]{1,60}:(?=`)|<[^<>]{0,500}>(?=`)|\\ |^[ \t]*__ .*|^[ \t]*:[^:\n`]+:(?=\s)",
        r"\|[\w .-]+\|_?|\[[#\w*]+\]_",
    ),
    "typst": (
        r"//.*|\$[^$]*\$",
        rf"#(?:set|show|let|import|include)\b[^\n({{]*(?:{_PARENTHESES}|{_BRACES})*.*",
        rf"#[\w.-]+(?:{_PARENTHESES})*|#{_BRACES}|<[\w:.-]+>|@[\w:.-]+",
    ),
}
LIGHTLY_MARKED: Final = frozenset(_MARKUP)


@cache
def _patterns(layout: str) -> tuple[re.Pattern[str], list[re.Pattern[str]]]:
    """Return what finds markup, a stretch that opens in a group of its own; what closes each."""
    opening = [f"(?P<s{n}>{opens})" for n, (opens, _) in enumerate(_STRETCHES[layout])]
    found = "|".join([*opening, *(f"(?:{each})" for each in _MARKUP[layout])])
    closing = [re.compile(closes, re.M) for _, closes in _STRETCHES[layout]]
    return re.compile(found, re.M), closing


def pieces(layout: str, text: str) -> Iterator[Piece]:
    """Yield the text of a document, what may be markup in it apart."""
    markup, closing = _patterns(layout)
    without_end: set[int] = set()
    place = 0
    while found := markup.search(text, place):
        yield text[place : found.start()], ""
        place = found.end()
        name = found.lastgroup or ""
        number = int(name[1:]) if name else -1
        if name and number not in without_end:
            end = closing[number].search(text, place)
            if end:
                place = end.end()
            else:
                without_end.add(number)
        yield text[found.start() : place], MARKUP
    yield text[place:], ""
