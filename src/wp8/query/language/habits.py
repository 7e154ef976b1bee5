"""How other tools have a query written, and how one writes it here.

What can only be meant in one way the parser reads (`!x`, `a | b`); here is what it reads as words.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import QueryError
from wp8.query.language.parser import MAX_BETWEEN, of_one_word, parse
from wp8.words.tokens import FUNCTION_WORDS, PARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPERATORS: Final = ("AND", "OR", "NOT")
_SMALL: Final = tuple(map(str.lower, _OPERATORS))
_PAIR: Final = 2
_EXCLUDED: Final = re.compile(
    r"""(?<! \S) (?P<sign> NOT\s+ | [-!])
        (?P<words> \w[^\s"()|:*~/]* (?:\s+ (?! (?:AND|OR|NOT)\b) \w[^\s"()|:*~/]*)+) (?! \S)""",
    re.VERBOSE,
)
_PART: Final = re.compile(r'(?:"[^"]*"|\S)+')
_NEAR: Final = re.compile(r"NEAR|(?:NEAR|near|ADJ|adj)/?(\d+)|[Ww]/(\d+)")
_NEAR_OF: Final = re.compile(r"(?i:near)\(\s*(?P<words>[^(),]+?)\s*(?:,\s*(?P<between>\d+)\s*)?\)")
# `gr[ae]y`, `[a-z]+`, `plan{1,2}`, `^The`, `Party$`: but `[O]ur`, `party[1]` and `US$` are words.
_GREP: Final = re.compile(
    r"""(?<![^\s(!-]) (?![!-]) (?= \S{0,60}? (?: \w (?!\[\d+\](?!\S)) \[[^\s\[\]]{2,}\]
                             | \[[^\s\[\]]{2,}\] [\w*+?{]
                             | \w \{\d{0,3},?\d{0,3}\} )
                      | \^[\w\[(] | \S{0,60}[^\W\dA-Z_]\$(?![^\s)]) )
        (?: [^\s"/:()] | \([^\s"()]*\) )+ (?![^\s)])""",
    re.VERBOSE,
)
# `author: Kim` is two words, for so does a text that is pasted begin: `Note: this`.
_BLANK_IN_FIELD: Final = re.compile(
    r"(?<!\S)(author|title|date|year|type|language|kind|section|doc):\s+(?=[\w\"><(])"
)
# That of FTS5 and of Web of Science, near enough.
_BETWEEN: Final = 10
_CQL: Final = re.compile(
    r"""\s*(?: \[ \s* (?P<name>\w+) \s* !?= \s* "(?P<value>[^"]*)" (?:\s*%\w+)? \s* \]
             | \[ \s* \] (?: \{ (?:\d+,)? (?P<most>\d+) \} | (?P<perhaps>\?) )?
             | "(?P<word>[^"]+)" ) \s*""",
    re.VERBOSE,
)


class Habit(NamedTuple):
    """What in a query is written as elsewhere, and the query as one writes it here."""

    reason: str
    query: str


def habit(query: str) -> Habit | None:
    """Return what of `query` other tools would read otherwise; None if nothing."""
    found = (
        _cql(query)
        or _patterns(query)
        or _grep(query)
        or _near(query)
        or _fields(query)
        or _small_operators(query)
    )
    names = _excluded_names(found.query if found else query)
    if found and names:
        return Habit(f"{found.reason}; {names.reason}", names.query)
    return found or names


def _patterns(query: str) -> Habit | None:
    """Return a pattern with blanks in it as a pattern for each word."""
    words = query.strip()[1:-1].split()
    is_one = re.fullmatch(r"/[^/]+\s[^/]+/", query.strip())
    if not is_one or any(word.count("(") != word.count(")") for word in words):
        return None
    written = " ".join(f"/{word}/" if re.search(r"\W", word) else word for word in words)
    return Habit("a pattern is of one word", written)


def _grep(query: str) -> Habit | None:
    """Return patterns that are written as grep has them between slashes."""
    written = _GREP.sub(lambda match: f"/{of_one_word(match[0])}/", query)
    if written == query or query.count('"') > 1:
        return None
    is_of_line = re.search(r"(?<!\S)\^|\$(?!\S)", query)
    of_line = "; where a paragraph begins or ends cannot be asked" if is_of_line else ""
    return Habit(f"a pattern is of one word, between slashes{of_line}", written)


def _fields(query: str) -> Habit | None:
    """Return `query` with no blank between a field and its value."""
    written = _BLANK_IN_FIELD.sub(r"\1:", query)
    return Habit("a field has no blank before its value", written) if written != query else None


def _small_operators(query: str) -> Habit | None:
    """Return `query` with its operators in capitals, if they may be meant.

    Among other function words they belong to a sentence.
    """
    parts = _PART.findall(query)
    small = [part for part in parts if part in ("or", "not")]
    others = FUNCTION_WORDS.difference(_SMALL).intersection(map(str.casefold, parts))
    if not small or others or query.rstrip().endswith("?") or not _stand_between(parts):
        return None
    named = " and ".join(dict.fromkeys(small))
    read = "is a word" if len(set(small)) == 1 else "are words"
    capitals = (part.upper() if part in _SMALL else part for part in parts)
    return Habit(f"{named} in small letters {read}, no operator", " ".join(capitals))


def _excluded_names(query: str) -> Habit | None:
    """Return `query` with what has capitals after a NOT in brackets: NOT (Kim Jong Un).

    In a query that is all of capitals they say nothing.
    """
    written = query if query.isupper() else _EXCLUDED.sub(_bracketed, query)
    with suppress(QueryError):
        if parse(written) != parse(query):
            return Habit("of a name, NOT leaves out one word", written)
    return None


def _bracketed(match: re.Match[str]) -> str:
    """Return what is left out with its first words in brackets, as far as they are a name."""
    words = match["words"].split()
    name = list(takewhile(lambda word: word in PARTICLES or word[0].isupper(), words))
    while name and not name[-1][0].isupper():
        name.pop()
    if len(name) < _PAIR or not name[0][0].isupper():
        return match[0]
    return " ".join((f"{match['sign']}({' '.join(name)})", *words[len(name) :]))


def _stand_between(parts: Sequence[str]) -> bool:
    """Return whether every operator has a word on both its sides, or is a not after another."""
    roles = [part.upper() if part in _SMALL or part in _OPERATORS else "" for part in parts]
    return not (roles[0] or roles[-1]) and all(
        not (first and second) or (first != "NOT" and second == "NOT")
        for first, second in pairwise(roles)
    )


def _near(query: str) -> Habit | None:
    """Return `query` with its words that are to stand near each other in quotation marks."""
    found = _NEAR_OF.sub(
        lambda match: _within(match["words"].split(), match["between"] or ""), query
    )
    parts = _PART.findall(found)
    place = 1
    while place < len(parts) - 1:
        match = _NEAR.fullmatch(parts[place])
        sides = parts[place - 1], parts[place + 1]
        if match and all(side.isalnum() for side in sides):
            parts[place - 1 : place + 2] = [_within(sides, match[1] or match[2] or "")]
        else:
            place += 1
    written = " ".join(parts)
    if written == " ".join(_PART.findall(query)):
        return None
    return Habit("words near each other stand in quotation marks", written)


def _within(words: Sequence[str], between: str) -> str:
    number = int(between) if between and len(between) < len(str(MAX_BETWEEN)) + 1 else _BETWEEN
    return f'"{" ".join(words).replace(chr(34), "")}"~{min(number, MAX_BETWEEN)}'


def _cql(query: str) -> Habit | None:
    """Return a query of CQL as words, or words in a row."""
    words: list[str] = []
    has_bracket = False
    place = between = 0
    while place < len(query):
        match = _CQL.match(query, place)
        if not match:
            return None
        place = match.end()
        has_bracket |= not match["word"]
        if word := match["word"] or match["value"]:
            words.append(word.replace(".*", "*"))
        elif match["value"] is None:
            between += int(match["most"] or 1)
    if not words or not has_bracket:
        return None
    reason = "this is CQL; here a word alone has its forms, words in quotation marks are as written"
    if len(words) == 1 and words[0].replace("*", "").isalnum():
        return Habit(reason, words[0])
    row = f'"{" ".join(words)}"'
    return Habit(reason, f"{row}~{min(between, MAX_BETWEEN)}" if between else row)
