"""Formulas of Word as lines of text, much as Word itself writes them in a line (UnicodeMath)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

# What stands between the parts of a form, which follow each other so; an empty one is left out.
_FORMS: Final = {
    "f": (("num", ""), ("den", "/")),
    "sSup": (("e", ""), ("sup", "^")),
    "sSub": (("e", ""), ("sub", "_")),
    "sSubSup": (("e", ""), ("sub", "_"), ("sup", "^")),
    "sPre": (("sub", "_"), ("sup", "^"), ("e", " ")),
    "rad": (("deg", ""), ("e", "√")),
    "nary": (("sub", "_"), ("sup", "^"), ("e", " ")),
    "func": (("fName", ""), ("e", " ")),
    "limLow": (("e", ""), ("lim", "_")),
    "limUpp": (("e", ""), ("lim", "^")),
}
_INDEX: Final = re.compile(r"[_^](?:[^\W_]+|\([^()]*\))$")
_SPACED: Final = frozenset(("oMathPara", "m", "mr", "eqArr"))
_LEFT_OUT: Final = frozenset(("del", "moveFrom", "instrText", "delText"))


def linear(formula: Element) -> str:
    """Return the text of a formula in a line."""
    name = _name(formula)
    if name == "t":
        return formula.text or ""
    if name in _LEFT_OUT or name.endswith("Pr"):
        return ""
    if name == "d":
        inner = _property(formula, "sepChr", "|").join(_texts(formula))
        return _property(formula, "begChr", "(") + inner + _property(formula, "endChr", ")")
    if form := _FORMS.get(name):
        parts = {_name(part): linear(part) for part in formula}
        sign = _property(formula, "chr", "∫") if name == "nary" else ""
        shown = (mark + _one(parts[part], mark) for part, mark in form if parts.get(part))
        return sign + "".join(shown)
    if name in _SPACED:
        return " ".join(_texts(formula))
    return "".join(_parted(formula))


def _parted(formula: Element) -> Iterator[str]:
    """Yield the texts of what follows each other; after an index, a blank sets a letter apart."""
    before = ""
    for child in formula:
        text = linear(child)
        is_within = text[:1].isalnum() and _INDEX.search(before) is not None
        yield " " * is_within + text
        before = text or before


def _texts(elements: Iterable[Element]) -> list[str]:
    return [text for text in map(linear, elements) if text]


def _one(text: str, mark: str) -> str:
    """Return an operand, in brackets if a blank does not set it apart and it is no single word."""
    return text if mark == " " or text.replace(".", "").isalnum() else f"({text})"


def _property(formula: Element, name: str, default: str) -> str:
    """Return what the properties of a formula say of one of its signs."""
    for properties in formula:
        for said in properties if _name(properties).endswith("Pr") else ():
            if _name(said) == name:
                values = [value for key, value in said.items() if key.endswith("}val")]
                return "".join(values[:1])
    return default


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
