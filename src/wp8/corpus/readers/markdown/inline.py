"""What stands in a line of Markdown beyond CommonMark: signs of pandoc's, Obsidian's, Hugo's.

None of it is a sign where a text says it literally: `x[[1]]`, `100%%`, `$5 and $10`, `2^3^4`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown_it.rules_inline import StateInline

    Rule = Callable[[StateInline, bool], bool]

# `{#id .class key=value}`, `{-}`, `{=html}`, or kramdown's `{: .class}`, `{:toc}`.
ATTRIBUTES: Final = re.compile(
    r"\{:?(?>\s*(?:[#.][\w:.-]+|[\w:-]+=(?:\"[^\"]*\"|'[^']*'|[^\s{}\"']+)|-(?=[\s}])|=\w+))++\s*\}"
    r"|\{:toc\}|\{::/?[a-z]*\s*/?\}|\{:/[a-z]*\}"
)
# Pages of their own, which a wiki shows by their names, and pictures by nothing.
_WIKI: Final = re.compile(
    r"(?:(?<![A-Za-z0-9_\[\])])|(?<=\]\]))(?P<embed>!?)"
    r"\[\[(?P<target>[^\s\[\]|\\][^\[\]|\n\\]*)(?:\\?\|(?P<shown>[^\[\]\n]*))?\]\](?![(\]]|\[(?!\[))"
)
_SIZE: Final = re.compile(r"\s*(?:\d+(?:x\d+)?)?\s*")
_COMMENT: Final = re.compile(
    r"(?<![%A-Za-z0-9])%%(?!%)(?P<said>(?>(?:[^%]|%(?!%))+))%%(?![%A-Za-z0-9])"
)
_MATH: Final = re.compile(
    r"\$\$(?P<shown>(?>(?:[^$\\]|\\.)+))\$\$(?:[ \t]*\{#[\w:.-]+\})?"
    r"|(?<![\w$\\])\$(?P<within>(?![\s$])(?>(?:[^$\\]|\\.)+)(?<!\s))\$(?![\w$])",
    re.DOTALL,
)
_IS_MATH: Final = re.compile(r"[\\^_={}<>+*/|]|\A\S+\Z")
_PAIRED: Final[Mapping[str, re.Pattern[str]]] = {
    "=": re.compile(
        r"(?<![=A-Za-z0-9])==(?![\s=])(?P<within>(?>(?:[^=]|=(?!=))+))(?<!\s)==(?![=A-Za-z0-9])"
    ),
    "^": re.compile(r"(?:(?<!\w)|(?=\^[^\s^]+\^(?!\w)))\^(?P<within>(?=[^^]*\w)[^\s^\[\]{}\\]+)\^"),
    "~": re.compile(
        r"(?<=[A-Za-z\u0370-\u03ff)\]*_])~(?P<within>[\w,.+*()\u2212-]+)~(?!~)", re.ASCII
    ),
}
_ROLE: Final = re.compile(r"\{[a-z][\w:.-]*\}(?P<ticks>`+)(?P<shown>[^`]+)(?P=ticks)")
_ROLE_TARGET: Final = re.compile(r"\s+<[^<>]*>\s*\Z")
# An address that a template makes.
_TEMPLATED: Final = re.compile(
    r"\((?=[^\n]*?(?:\{\{|\{%))(?>(?:[^\s(){}]|\{\{[^{}]*\}\}|\{%[^{}]*%\})+)"
    r"(?:\s+\"[^\"]*\")?\s*\)"
)
_TAG: Final = re.compile(
    r"\{\{(?:<(?!/\*)(?P<said>[^{}]*)>|%(?!/\*)[^{}]*%|#\w+[^{}]*)\}\}"
    r"|\{%-?\s+comment\s+-?%\}(?>(?:(?!\{%-?\s+(?:end)?comment\b).)*)"
    r"\{%-?\s+endcomment\s+-?%\}|\{%-?\s+\w(?>(?:[^%{}]|%(?!\}))*)%\}",
    re.DOTALL,
)
_CAPTION: Final = re.compile(r"\b(?:caption|title)=\"([^\"]*)\"")
_HAS_ATTRIBUTES: Final = frozenset(("link_close", "span_close", "image", "code_inline"))


def dialects(state: StateInline, silent: bool) -> bool:
    """Take the sign at the place of `state`, if it is one; a rule of markdown-it."""
    rule = _RULES.get(state.src[state.pos])
    return rule is not None and rule(state, silent)


def has_spans(text: str) -> bool:
    """Return whether there may be attributes of a text in brackets, or an address of a template."""
    return any(sign in text for sign in ("]{", "{{", "{%"))


def _bracket(state: StateInline, silent: bool) -> bool:
    return _wiki(state, silent) or _span(state, silent)


def _wiki(state: StateInline, silent: bool) -> bool:
    found = _WIKI.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    shown = found["shown"] or ""
    if found["embed"]:
        shown = "" if _SIZE.fullmatch(shown.rpartition("|")[2]) else shown
    elif not shown.strip():
        parts = (part.strip() for part in found["target"].split("#"))
        shown = " > ".join(part for part in parts if part and part[0] != "^")
    return _put(state, silent, shown, found.end())


def _span(state: StateInline, silent: bool) -> bool:
    """A text in brackets that attributes follow, or an address that a template makes."""
    start = state.pos + (state.src[state.pos] == "!")
    if state.src[start : start + 1] != "[" or not state.env["has_spans"]:
        return False
    end = state.md.helpers.parseLinkLabel(state, start)
    if end < 0:
        return False
    for pattern in (ATTRIBUTES, _TEMPLATED):
        if after := pattern.match(state.src, end + 1, state.posMax):
            return _nested(state, silent, start + 1, end, after.end())
    return False


def _paired(state: StateInline, silent: bool) -> bool:
    found = _PAIRED[state.src[state.pos]].match(state.src, state.pos, state.posMax)
    return found is not None and _nested(state, silent, *found.span("within"), found.end())


def _comment(state: StateInline, silent: bool) -> bool:
    """A comment has blanks at both its ends, or at none: `%%d and %%s` is text."""
    found = _COMMENT.match(state.src, state.pos, state.posMax)
    if found is None or found["said"][0].isspace() != found["said"][-1].isspace():
        return False
    return _put(state, silent, "", found.end())


def _math(state: StateInline, silent: bool) -> bool:
    found = _MATH.match(state.src, state.pos, state.posMax)
    if found is None or not (found["shown"] or _IS_MATH.search(found["within"])):
        return False
    shown = found["shown"] or found["within"].strip("`")
    return _put(state, silent, shown, found.end(), "code_inline")


def _brace(state: StateInline, silent: bool) -> bool:
    """Attributes of what stands before, the name of a role, or a tag of a template."""
    if tag := _TAG.match(state.src, state.pos, state.posMax):
        said = tag["said"] or ""
        return _put(state, silent, " ".join(_CAPTION.findall(said)), tag.end())
    if role := _ROLE.match(state.src, state.pos, state.posMax):
        return _put(state, silent, _ROLE_TARGET.sub("", role["shown"]), role.end())
    attributes = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if attributes is None:
        return False
    stands_after = not state.pending and state.tokens[-1:]
    is_of = stands_after and stands_after[0].type in _HAS_ATTRIBUTES
    if (
        is_of
        or attributes[0][1] == ":"
        or (silent and state.src[: state.pos][-1:] in {")", "]", "`"})
    ):
        return _put(state, silent, "", attributes.end())
    return False


def _put(state: StateInline, silent: bool, shown: str, end: int, kind: str = "shown") -> bool:
    """Add `shown` in the place of what goes to `end`."""
    if not silent:
        state.push(kind, "", 0).content = shown
    state.pos = end
    return True


def _nested(state: StateInline, silent: bool, start: int, stop: int, end: int) -> bool:
    """Take what stands from `start` to `stop`, and go on at `end`."""
    if not silent:
        after = state.posMax
        state.pos, state.posMax = start, stop
        state.push("span_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = after
    state.pos = end
    return True


_RULES: Final[Mapping[str, Rule]] = {
    "[": _bracket,
    "!": _bracket,
    "=": _paired,
    "^": _paired,
    "~": _paired,
    "%": _comment,
    "$": _math,
    "{": _brace,
}
