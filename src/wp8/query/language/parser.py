"""From what is typed to a tree. Typed text is data: it gives a tree or a `QueryError`.

alternatives = all { "OR" all }
all          = part { ["AND"] part }
part         = "NOT" part | "-" part | "(" alternatives ")" | leaf
leaf         = "phrase" [~N] | word [~N] | wild*card | /regex/ | field:value
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.errors import QueryError
from wp8.query.language.leaves import LeafReader, has_token, shortened
from wp8.query.tree import And, Not, Or, Run, is_grounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.query.tree import Node

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50
EXAMPLE: Final = 'for example: wp8 search "self-reliance"'

_OPERATORS: Final = ("AND", "OR", "NOT")


def parse(query: str) -> Node:
    """Return the tree of `query`, its leaves as typed.

    Raises:
        QuerySyntaxError: With the position where `query` cannot be read as a query.
        QueryError: If `query` is empty, too long, or has nothing that a text could have.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(
            f"the query has {len(query):,} characters; at most {MAX_LENGTH:,} are read",
            hint="to find a long passage, search for one sentence of it in quotation marks",
        )
    # Control characters separate words, as blanks do.
    readable = "".join(c if c >= " " and c != "\x7f" else " " for c in query).rstrip()
    # After the last of several words, a question mark ends a question.
    if " " in readable.strip() and has_token(question := readable.rstrip("?")):
        readable = question
    return _Parser(readable).parse()


class _Parser(LeafReader):
    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.depth = 0

    def parse(self) -> Node:
        self.skip_blanks()
        if not self.query:
            raise QueryError("the query is empty", hint=EXAMPLE)
        tree = self.alternatives()
        if self.place < len(self.query):
            without = f"{self.query[: self.place]}{self.query[self.place + 1 :]}"
            self.fail("this parenthesis was never opened", hint=f"without it: {without.strip()}")
        if tree is None:
            raise QueryError(
                f"there is no letter or digit to search for in {shortened(self.query.strip())}",
                hint=EXAMPLE,
            )
        if not is_grounded(tree):
            self.fail(
                "a query that only excludes finds nothing",
                at=len(self.query) - len(self.query.lstrip()),
                hint="say first what to find, as in: power NOT abuse",
            )
        return tree

    def operator(self, *names: str) -> str | None:
        """Read one of the operators `names` if it stands here as a word of its own."""
        self.skip_blanks()
        for name in names:
            end = self.place + len(name)
            if self.query.startswith(name, self.place) and self.is_word_end(end):
                self.place = end
                return name
        return None

    def alternatives(self) -> Node | None:
        children = [self.all()]
        while operator := self.operator("OR"):
            children.append(self.operand(operator, children[-1]))
        present = [child for child in children if child is not None]
        return Or(tuple(present)) if len(present) > 1 else next(iter(present), None)

    def operand(self, operator: str, left: Node | None) -> Node | None:
        """Read what stands after a binary operator; both its sides must be there."""
        at = self.place - len(operator)
        right = self.all() if operator == "OR" else self.part()
        if left is None or right is None:
            side = "before" if left is None else "after"
            self.fail(
                f"{operator} has nothing {side} it",
                at=at,
                hint=f"write a word on both sides, as in: party {operator} state;"
                f' to find the word itself, write it small: "{operator.lower()}"',
            )
        return right

    def all(self) -> Node | None:
        """Read parts up to an OR, a closing parenthesis or the end."""
        groups: list[list[Node]] = [[]]
        while True:
            if operator := self.operator("AND"):
                left = groups[-1][-1] if groups[-1] else None
                right = self.operand(operator, left)
                groups.append([right] if right else [])
                continue
            self.skip_blanks()
            before = self.place
            if self.place == len(self.query) or self.at(")") or self.operator("OR"):
                self.place = before
                break
            part = self.part()
            if part is not None:
                groups[-1].append(part)
        runs = [Run(tuple(group)) if len(group) > 1 else group[0] for group in groups if group]
        return And(tuple(runs)) if len(runs) > 1 else next(iter(runs), None)

    def part(self) -> Node | None:
        self.skip_blanks()
        at = self.place
        if operator := self.operator(*_OPERATORS):
            if operator != "NOT":
                self.place = at
                return None
            return self.excluded(at)
        if self.at("-") and self.query[self.place + 1 : self.place + 2].strip(" )"):
            self.place += 1
            return self.excluded(at)
        if self.at("("):
            return self.parenthesis()
        if self.at(")"):
            return None
        return self.leaf()

    def excluded(self, at: int) -> Node | None:
        child = self.nested(self.part)
        if child is None and self.query[at] == "N":
            self.fail(
                "NOT has nothing after it",
                at=at,
                hint='write a word after it, as in: power NOT abuse; to find the word, write "not"',
            )
        return None if child is None else Not(child)

    def nested(self, read: Callable[[], Node | None]) -> Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(
                f"more than {MAX_DEPTH} operators or parentheses within each other",
                hint="write the query with fewer",
            )
        node = read()
        self.depth -= 1
        return node

    def parenthesis(self) -> Node | None:
        opened = self.place
        self.place += 1
        node = self.nested(self.alternatives)
        if not self.at(")"):
            self.fail(
                "this parenthesis is never closed",
                at=opened,
                hint=self.closed(")"),
            )
        self.place += 1
        return node
