"""A place in a query, and what can be told of it."""

from __future__ import annotations

from typing import Final, NoReturn

from wp8.errors import QuerySyntaxError

QUOTES: Final = '"“”„‟＂'


class Cursor:
    """A query as typed and the place up to which it is read."""

    def __init__(self, query: str) -> None:
        self.query = query.rstrip()
        self.place = 0

    def fail(self, message: str, *, hint: str, at: int | None = None) -> NoReturn:
        """Raise a `QuerySyntaxError` that points to `at`, by default to here."""
        position = self.place if at is None else at
        raise QuerySyntaxError(message, query=self.query, position=position, hint=hint)

    def skip_blanks(self) -> None:
        """Go on to the next character that is not a blank."""
        while self.place < len(self.query) and self.query[self.place].isspace():
            self.place += 1

    def at(self, characters: str) -> bool:
        """Return whether one of `characters` stands here."""
        return self.place < len(self.query) and self.query[self.place] in characters

    def is_word_end(self, place: int) -> bool:
        """Return whether a word that reaches up to `place` ends there."""
        rest = self.query[place : place + 1]
        return not rest or rest.isspace() or rest in "()" or rest in QUOTES

    def word_end(self, begin: int | None = None) -> int:
        """Return where the word ends that begins at `begin`, by default here."""
        end = self.place if begin is None else begin
        while not self.is_word_end(end):
            end += 1
        return end
