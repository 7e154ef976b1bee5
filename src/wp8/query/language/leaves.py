"""The leaves of a query as typed: words, phrases, wildcards, patterns, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.errors import QueryError
from wp8.query.language.cursor import QUOTES, Cursor
from wp8.query.tree import Field, Typed
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from wp8.query.tree import Node

MAX_EDITS: Final = 2
MAX_BETWEEN: Final = 99
MAX_LEAVES: Final = 256
FIELDS: Final = {
    "doc": "document",
    "document": "document",
    "kind": "kind",
    "section": "section",
    "note": "note",
}

_SHOWN: Final = 60
_SINGLE_QUOTES: Final = "'‘’"


class LeafReader(Cursor):
    """Reads the leaf that stands at the cursor; a leaf without anything to search for is None."""

    def __init__(self, query: str) -> None:
        """Begin at the start of `query`."""
        super().__init__(query)
        self.leaves = 0
        # Up to here, no single quotation mark closes another.
        self.unclosed = 0

    def leaf(self) -> Node | None:
        """Read the leaf that stands here."""
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            self.fail(
                f"more than {MAX_LEAVES} words",
                hint="to find a long passage, search for one sentence of it in quotation marks",
            )
        if self.at(QUOTES):
            return self._quoted()
        return self._single_quoted() or self._regex() or self._field() or self._word()

    def closed(self, mark: str) -> str:
        """Return the hint that shows the query with what is open closed at its end, if it works."""
        from wp8.query.language.parser import parse

        closed = self.query.strip() + mark
        closed += ")" * (closed.count("(") - closed.count(")"))
        try:
            parse(closed)
        except QueryError:
            return "close it, or leave it out"
        return f"closed at the end: {shortened(closed)}"

    def _quoted(self) -> Node | None:
        opened = self.place
        text = self._inside_quotes()
        if text is None:
            self.fail("this quotation mark is never closed", at=opened, hint=self.closed('"'))
        return self._phrase(text)

    def _inside_quotes(self) -> str | None:
        closing = self.place + 1
        while closing < len(self.query) and self.query[closing] not in QUOTES:
            closing += 1
        if closing == len(self.query):
            return None
        text = self.query[self.place + 1 : closing]
        self.place = closing + 1
        return text

    def _single_quoted(self) -> Node | None:
        """Read 'a phrase' in single quotation marks; an apostrophe opens none."""
        if not self.at(_SINGLE_QUOTES) or self.place < self.unclosed:
            return None
        closing = self.place
        for closing in range(self.place + 1, len(self.query)):
            character = self.query[closing]
            if character in QUOTES:
                break
            ends = self.is_word_end(closing + 1) or self.query[closing + 1] == "~"
            if character in _SINGLE_QUOTES and ends and closing > self.place + 1:
                text = self.query[self.place + 1 : closing]
                self.place = closing + 1
                return self._phrase(text)
        self.unclosed = closing
        return None

    def _phrase(self, text: str) -> Node | None:
        text = " ".join(text.split())
        distance = None
        if self.at("~"):
            at = self.place
            self.place += 1
            distance = self._number(at, MAX_BETWEEN, f'"{text}"~5', "words between")
        return Typed("phrase", text, distance) if has_token(text) else None

    def _number(self, at: int, most: int, example: str, what: str) -> int:
        digits = ""
        while self.at("0123456789"):
            digits += self.query[self.place]
            self.place += 1
        if not digits or len(digits) > len(str(most)) or int(digits) > most:
            self.fail(
                f"~ takes a number of {what}, at most {most}", at=at, hint=f"as in: {example}"
            )
        return int(digits)

    def _regex(self) -> Node | None:
        if not self.at("/"):
            return None
        closing = self.place + 1
        while closing < len(self.query) and not self.query[closing].isspace():
            if self.query[closing] == "/" and self.is_word_end(closing + 1):
                pattern = self.query[self.place + 1 : closing]
                if not pattern:
                    return None
                self.place = closing + 1
                return Typed("regex", pattern)
            closing += 1
        return None

    def _field(self) -> Node | None:
        end = self.word_end()
        name, colon, value = self.query[self.place : end].partition(":")
        at = self.place
        after = at + len(name) + 1
        quoted = after < len(self.query) and self.query[after] in QUOTES
        if not colon or not name.isalpha() or value.startswith("/") or not (value or quoted):
            return None
        if name.casefold() not in FIELDS:
            from wp8.query.language.suggest import nearest

            close = nearest(name.casefold(), FIELDS)
            self.fail(
                f"there is no field {shortened(name)}",
                hint=(f"did you mean {close[0]}? " if close else "")
                + "the fields are doc, kind, section, note; "
                f'to find the text itself, quote it: "{shortened(f"{name}:{value}")}"',
            )
        self.place = after if quoted else end
        if quoted:
            text = self._inside_quotes()
            if text is None:
                self.fail("this quotation mark is never closed", at=after, hint="close it")
            value = text
        return Field(FIELDS[name.casefold()], value.strip())

    def _word(self) -> Node | None:
        at = self.place
        self.place = self.word_end()
        # A number with a blank for its thousands (10 000) is one word, as in a text.
        while (
            self.query[at : at + 1].isdigit() and self.query[self.place : self.place + 1].isspace()
        ):
            end = self.word_end(self.place + 1)
            if not is_one_token(self.query[at:end]):
                break
            self.place = end
        text = self.query[at : self.place]
        body, tilde, digits = text.rpartition("~")
        if tilde and body and (not digits or digits.isdecimal()):
            self.place = at + len(body) + 1
            distance = (
                self._number(at + len(body), MAX_EDITS, f"{body}~1", "edits") if digits else 1
            )
            return Typed("fuzzy", body, distance) if has_token(body) else None
        return self._plain(text, at)

    def _plain(self, text: str, at: int) -> Node | None:
        if "*" in text or "?" in text:
            if not has_token(text):
                self.fail(
                    f"{shortened(text)} would match every word",
                    at=at,
                    hint="give at least one letter, as in: revolution*",
                )
            return Typed("wildcard", text)
        return Typed("word", text) if has_token(text) else None


def has_token(text: str) -> bool:
    """Return whether `text` has anything that a text is searched by."""
    return next(tokenize(text), None) is not None


def is_one_token(text: str) -> bool:
    """Return whether the whole of `text` is one token."""
    return [(token.start, token.end) for token in tokenize(text)] == [(0, len(text))]


def shortened(text: str) -> str:
    """Return `text` as a message shows it: its beginning, if it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
