"""The text of the layouts that are text with signs for pandoc: what stands beside the signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.receipts.written import MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.receipts.written import Piece

_BRACES: Final = r"(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"
_PARENTHESES: Final = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_NO_TEXT_IN_LATEX: Final = (
    r"(?:page|auto|[cCv])?ref|eqref|label|\w*cite\w*|input|include\w*|usepackage|documentclass|\w*index\w*"
    r"|bibliography\w*|url|[vh]space|set\w+|addto\w+|(?:re)?new\w+|provide\w+|def|let|hypersetup"
    r"|\w*pagestyle|addcontentsline|\w*color\w*|fontsize|selectlanguage|hyper\w+|href|\w*skip"
)
_FORMULAS_OF_LATEX: Final = r"comment|equation|align|gather|multline|displaymath|math|tikz\w+|array"
_ADMONITIONS: Final = "attention|caution|danger|error|hint|important|note|tip|warning"
# What is markup, or may be: each is tried where the one before does not match.
_MARKUP: Final[Mapping[str, tuple[str, ...]]] = {
    "asciidoc": (
        r"^/{4,}\n(?s:.{0,50000}?)^/{4,}$|^//.*",
        r"^:[\w!-]+:.*|^(?:ifn?def|endif|ifeval|include)::.*|^\[[^\n]*\][ \t]*$",
        r"\b(?:image|icon|video|audio|stem|latexmath|pass|indexterm2?)::?[^\s\[]*\[[^\]]*\]",
        r"\b[a-z]+::?[^\s\[]*(?=\[)|<<[^,>]*(?:>>|,)|\[\[[^\]]*\]\]|\{[\w-]+\}|\(\(\([^)]*\)\)\)",
        r"\[[.#%\w][^\]\n]*\](?=[#*_`])|\b(?:window|role|opts)=[^\],]*",
    ),
    "latex": (
        r"\A(?s:.*?)\\begin\{document\}|\\end\{document\}(?s:.*)|(?<!\\)%.*",
        rf"\\begin\{{((?:{_FORMULAS_OF_LATEX})\*?)\}}(?s:.*?)\\end\{{\1\}}",
        r"\$\$(?s:.*?)\$\$|(?<!\\)\$(?:[^$\\]|\\.)*\$|\\\[(?s:.*?)\\\]|\\\((?s:.*?)\\\)",
        rf"\\(?:begin|end){_BRACES}(?:\[[^\]]*\])*{_BRACES}*",
        rf"\\(?:{_NO_TEXT_IN_LATEX})\b\*?\s*(?:\[[^\]]*\]|{_BRACES}|\\\w+)*",
        r"\\[A-Za-z@]+\*?(?:\[[^\]]*\])?",
    ),
    "mediawiki": (
        r"<!--(?s:.*?)-->|\{\{(?:[^{}]|\{\{[^{}]*\}\})*\}\}|<math>(?s:.*?)</math>",
        r"\[\[(?:File|Image|Category)[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]",
        r"\[\[[^\]|\n]*\||\[\w+:\S+|</?\w+[^<>]*>|__[A-Z]+__",
        r"^(?:\{\||\|-|\|\+).*|^[|!][^|\n\[]*\|(?!\|)",
    ),
    "org": (
        r"^[ \t]*#\+begin_(comment|export)\b(?si:.*?)^[ \t]*#\+end_\1.*",
        r"^[ \t]*#\+(?i:caption|title|subtitle|author)\b(?:\[.*?\])?:",
        r"^[ \t]*#\+.*|^[ \t]*#(?: .*)?$",
        r"^[ \t]*:[\w@#%+-]+:.*|[ \t]:[\w@#%:]+:[ \t]*$|^\*+ +(?:TODO|DONE|COMMENT)\b",
        r"^[ \t]*(?:DEADLINE|SCHEDULED|CLOSED|CLOCK):.*|<<<?[^<>\n]*>>>?|\{\{\{.*?\}\}\}|@@.*?@@",
        r"\[\[[^\]\n]*\](?:\]|(?=\[))|\[fn:[^\]:\n]*:?|[<\[]\d{4}-\d\d-[^>\]\n]*[>\]]|\\[A-Za-z]+",
        r"\bsrc_\w+(?:\[.*?\])?|\[cite[^\]]*\]",
    ),
    "rst": (
        rf"^[ \t]*\.\. (?:{_ADMONITIONS})::|^[ \t]*\.\. (?:\|[^|\n]*\| )?[\w:+-]+::.*"
        r"(?:\n[ \t]+:[\w-]+:.*)*",
        r"^[ \t]*\.\. (?:\[[^\]\n]*\]|_[^\n]*:(?:[ \t].*)?$)",
        r"^([ \t]*)\.\.(?: .*)?(?:\n(?:\1[ \t]+.*)?)*",
        r":[\w:.+-]+:(?=`)|<[^<>]{0,500}>(?=`)|\\ |^[ \t]*__ .*|^[ \t]*:[^:\n`]+:(?=\s)",
        r"\|[\w .-]+\|_?|\[[#\w*]+\]_",
    ),
    "typst": (
        r"/\*(?s:.*?)\*/|//.*|\$[^$]*\$",
        rf"#(?:set|show|let|import|include)\b[^\n({{]*(?:{_PARENTHESES}|{_BRACES})*.*",
        rf"#[\w.-]+(?:{_PARENTHESES})*|#{_BRACES}|<[\w:.-]+>|@[\w:.-]+",
    ),
}
LIGHTLY_MARKED: Final = frozenset(_MARKUP)
_PATTERNS: Final = {
    layout: re.compile("|".join(f"(?:{each})" for each in own), re.M)
    for layout, own in _MARKUP.items()
}


def pieces(layout: str, text: str) -> Iterator[Piece]:
    """Yield the text of a document, what may be markup in it apart."""
    place = 0
    for found in _PATTERNS[layout].finditer(text):
        yield text[place : found.start()], ""
        yield found[0], MARKUP
        place = found.end()
    yield text[place:], ""
