r"""A pattern as it is typed, read into a tree: what is between the slashes of /plan(s|ned)/.

choice = row ("|" row)*
row    = (atom [repeat])*
atom   = letter | "." | "\d" | "\w" | "\s" | "[" ["^"] members "]" | "(" ["?:"] choice ")"
repeat = "*" | "+" | "?" | "{2}" | "{2,}" | "{,5}" | "{2,5}"
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from wp8.errors import QueryError
from wp8.query.language.automaton import ANY_LETTER, Choice, Letters, Repeat, Row
from wp8.words.tokens import normalize

if TYPE_CHECKING:
    from typing import NoReturn

    from wp8.query.language.automaton import Node

_DEEPEST: Final = 50


def _is_of_words(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


_KINDS: Final = {
    f"\\{name.upper() if negated else name}": Letters(kinds=(is_kind,), negated=negated)
    for name, is_kind in (("d", str.isdecimal), ("w", _is_of_words), ("s", str.isspace))
    for negated in (False, True)
}
_COUNTS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_REPEAT: Final = re.compile(r"[*+?]|\{(?=,?[0-9])([0-9]{,9})(?:(,)([0-9]{,9}))?\}")
_GROUP: Final = re.compile(r"\((?:\?:|(?!\?))")
_CLASS: Final = re.compile(r"\[(\^?+)(\]?+(?:\\.|[^\]\\])*)\]")
_MEMBER: Final = re.compile(r"(\\?.)(?:-(\\?.))?")

# What begins so, what is wrong with it, and what to type instead: the first that fits.
_REFUSED: Final = (
    (r"\(\?<?[=!]", "looks around", "write out what may stand there: /plan(s|ned)/"),
    (r"\\[1-9gk]|\(\?P[=>]", "refers back", "write out what it may be: /(abab|cdcd)/"),
    (r"\(\?(?:P?<|>|')", "is not known", "type ( alone"),
    (r"\(\?.?", "is not known", "leave it out: case and accents make no difference"),
    (
        r"\\[bBAzZ]|\^|\$",
        "is not needed: whole words match",
        "leave it out; /plan.*/ is what begins with plan",
    ),
    (r"\\[pP]|\[:", "is not known", r"type \w for a letter or digit, [a-z] for those of a range"),
    (r"\\[A-Za-z0-9]", "is not known", r"known are \d \w \s and, for any other, \D \W \S"),
    (r"\\", "stands before nothing", r"type \\ for the sign itself"),
    (r"\[", "is never closed", r"type \[ for the sign itself"),
    (r"\)", "closes nothing", r"type \) for the sign itself"),
    (r"\{", "begins no count", "as in a{2}, a{2,} or a{2,5}"),
)


def read_pattern(text: str) -> Node:
    """Return the tree of a pattern; its letters are as those of words are compared.

    Raises:
        QueryError: If it is none, or has what patterns elsewhere have and those of wp8 have not.
    """
    reader = _Reader(unicodedata.normalize("NFC", text))
    node = reader.choice()
    if reader.place < len(reader.text):
        reader.refuse(reader.place)
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self._depth = 0

    def choice(self) -> Node:
        branches = [self._row()]
        while self.text.startswith("|", self.place):
            self.place += 1
            branches.append(self._row())
        return Choice(tuple(branches)) if len(branches) > 1 else branches[0]

    def refuse(self, place: int) -> NoReturn:
        """Say what is at `place` and not known."""
        for begins, fault, instead in _REFUSED:
            if match := re.compile(begins).match(self.text, place):
                self._fail(f"{match[0]} {fault}", instead)
        instead = "type .* for any letters, .? for one or none"
        self._fail(f"{self.text[place]} repeats nothing", instead)

    def _row(self) -> Node:
        parts: list[Node] = [""]
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            part = self._repeated(self._atom())
            if isinstance(part, str) and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        return Row(tuple(parts)) if len(parts) > 1 else parts[0]

    def _repeated(self, part: Node) -> Node:
        repeat = _REPEAT.match(self.text, self.place)
        if not repeat:
            return part
        self.place = repeat.end()
        if second := _REPEAT.match(self.text, self.place):
            instead = f"type {repeat[0]} alone, or ( ) around what {second[0]} repeats"
            self._fail(f"{repeat[0]}{second[0]} repeats twice", instead)
        least, comma, most = repeat.groups()
        if repeat[0] in _COUNTS:
            counts = _COUNTS[repeat[0]]
        elif comma:
            counts = (int(least or 0), int(most) if most else None)
        else:
            counts = (int(least), int(least))
        if counts[1] is not None and counts[0] > counts[1]:
            self._fail(f"{repeat[0]} counts down", f"type {{{most},{least}}}")
        return Repeat(part, *counts) if part and counts[1] != 0 else ""

    def _atom(self) -> Node:
        at = self.place
        sign = self.text[at]
        if sign == ".":
            self.place += 1
            return ANY_LETTER
        if kind := _KINDS.get(self.text[at : at + 2]):
            self.place += 2
            return kind
        if group := _GROUP.match(self.text, at):
            return self._group(group)
        if letters := _CLASS.match(self.text, at):
            return self._letters(letters)
        if sign in "([*+?{^$":
            self.refuse(at)
        self.place += 2 if sign == "\\" else 1
        return normalize(self._plain(at, self.text[at : self.place]))

    def _group(self, opening: re.Match[str]) -> Node:
        self.place = opening.end()
        self._depth += 1
        if self._depth > _DEEPEST:
            self._fail(f"more than {_DEEPEST} groups within each other", "take out parentheses")
        inside = self.choice()
        if self.place == len(self.text):
            self._fail("( is never closed", r"close it, or type \( for the sign itself")
        self.place += 1
        self._depth -= 1
        return inside

    def _letters(self, typed: re.Match[str]) -> Node:
        """Return a class; a member that is compared as more than one letter (ß) is a branch."""
        self.place = typed.end()
        negated = bool(typed[1])
        spans, kinds, longer = [], [], []
        for member in _MEMBER.finditer(self.text, *typed.span(2)):
            if kind := _KINDS.get(member[1]):
                kinds.append(kind.has)
                if member[2]:
                    self._fail(f"{member[0]} is no range", r"type \- for the sign itself")
                continue
            first = self._plain(member.start(1), member[1])
            if member[2]:
                last = self._plain(member.start(2), member[2])
                if first > last:
                    self._fail(f"{member[0]} is no range", f"type {last}-{first}")
                spans.append((first, last))
            elif len(norm := normalize(first)) == 1:
                spans.append((norm, norm))
            elif norm and not negated:
                longer.append(norm)
        letters = Letters(tuple(spans), tuple(kinds), negated)
        return Choice((letters, *longer)) if longer else letters

    def _plain(self, at: int, typed: str) -> str:
        """Return the sign that `typed` stands for, with a backslash before it or without."""
        sign = typed[-1]
        if typed in ("\\", "[") or (len(typed) > 1 and sign.isascii() and sign.isalnum()):
            self.refuse(at)
        return sign

    def _fail(self, reason: str, hint: str) -> NoReturn:
        raise QueryError(f"/{self.text}/ is not a pattern: {reason}", hint=hint)
