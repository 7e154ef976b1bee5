"""Words matched letter by letter: in time linear in the words, whatever the pattern.

A pattern is a tree. A string in it stands for its letters in a row, "" for none.
"""

from __future__ import annotations

from functools import reduce
from itertools import compress, groupby
from operator import getitem, or_
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from wp8.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A step for each letter of a pattern, branch and repeat: what a word takes is in proportion. A
# pattern without repeats has as many as it is long.
MOST_STEPS: Final = 1000
# Where a word may be in a pattern can be as many sets of steps as there are.
MOST_STATES: Final = 10_000


class Letters(NamedTuple):
    """One letter of a class: within a span, of a kind; or, negated, any other."""

    spans: tuple[tuple[str, str], ...] = ()
    kinds: tuple[Callable[[str], bool], ...] = ()
    negated: bool = False

    def has(self, letter: str) -> bool:
        """Return whether `letter`, which is a small one if it can be, is of the class."""
        capital = letter.upper()
        found = any(kind(letter) for kind in self.kinds) or any(
            first <= letter <= last or first <= capital <= last for first, last in self.spans
        )
        return found != self.negated


class Row(NamedTuple):
    """Parts one after the other."""

    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One of its branches."""

    branches: tuple[Node, ...]


class Repeat(NamedTuple):
    """A part that is not "", from `least` to `most` times; None is without end."""

    part: Node
    least: int = 0
    most: int | None = None


Node: TypeAlias = "str | Letters | Row | Choice | Repeat"
ANY_LETTER: Final = Letters(negated=True)


def beginning(node: Node) -> str:
    """Return the letters that every word begins with that `node` matches."""
    letters = ""
    for part in node.parts if isinstance(node, Row) else (node,):
        if not isinstance(part, str):
            break
        letters += part
    return letters


def letters_in(node: Node) -> str:
    """Return letters in a row that every word has which `node` matches, the most that are told."""
    parts = groupby(node.parts if isinstance(node, Row) else (node,), lambda p: isinstance(p, str))
    rows = ("".join(map(str, row)) for is_row, row in parts if is_row)
    return max(rows, key=len, default="")


class Automaton:
    """A pattern as steps, made into states when a word comes to them; a set of steps is an int.

    Raises:
        QueryError: If the pattern takes too many steps.
    """

    def __init__(self, node: Node) -> None:
        # Of each step, what a letter has to be and where it leads; without a letter, at once.
        # The first is the end of a word.
        self._tests: list[Callable[[str], bool] | None] = [None]
        self._after: list[list[int]] = [[]]
        begin = self._enter(node, 0)
        self._ways = [
            self._reached(*after) if test else 0
            for test, after in zip(self._tests, self._after, strict=True)
        ]
        self._steps_of: dict[str, int] = {}
        self.states: dict[int, _State] = {}
        self.start = self._state(self._reached(begin))

    def among(self, words: Iterable[str]) -> Iterator[str]:
        """Yield those of `words` that match from their first letter to their last.

        Raises:
            QueryError: If the words come to too many states.
        """
        return (word for word in words if reduce(getitem, word, self.start).is_end)

    def after(self, steps: int, letter: str) -> _State:
        """Return the state to which `letter` leads from `steps`."""
        if letter not in self._steps_of:
            self._steps_of[letter] = sum(
                1 << step for step, test in enumerate(self._tests) if test and test(letter)
            )
        taken = map("1".__eq__, reversed(f"{steps & self._steps_of[letter]:b}"))
        return self._state(reduce(or_, compress(self._ways, taken), 0))

    def _state(self, steps: int) -> _State:
        if steps not in self.states:
            if len(self.states) == MOST_STATES:
                raise QueryError(
                    "the pattern leaves open too much at once",
                    hint="make its repeats smaller, or begin it with letters",
                )
            self.states[steps] = _State(self, steps)
        return self.states[steps]

    def _reached(self, step: int) -> int:
        """Return the steps with a letter, and the end, that are reached at once from `step`."""
        reached, fresh = {step}, [step]
        for each in fresh:
            if self._tests[each] is None:
                new = [after for after in self._after[each] if after not in reached]
                reached.update(new)
                fresh.extend(new)
        return sum(1 << each for each in reached if self._tests[each] or not each)

    def _enter(self, node: Node, after: int) -> int:
        """Return the step that `node` begins with if it leads to `after`."""
        if isinstance(node, str):
            for letter in reversed(node):
                after = self._step(letter.__eq__, after)
            return after
        if isinstance(node, Letters):
            return self._step(node.has, after)
        if isinstance(node, Row):
            for part in reversed(node.parts):
                after = self._enter(part, after)
            return after
        if isinstance(node, Choice):
            return self._step(None, *(self._enter(branch, after) for branch in node.branches))
        return self._enter_repeat(node, after)

    def _enter_repeat(self, node: Repeat, after: int) -> int:
        entry, optional = after, 0
        if node.most is None:
            entry = self._step(None, after)
            self._after[entry].append(self._enter(node.part, entry))
        else:
            optional = node.most - node.least
        for copy in range(optional + node.least):
            if len(self._after) > MOST_STEPS:
                raise QueryError(
                    f"a pattern has at most {MOST_STEPS:,} letters, its repeats written out",
                    hint="make its repeats smaller; * and + have no number to write out",
                )
            first = self._enter(node.part, entry)
            entry = self._step(None, first, after) if copy < optional else first
        return entry

    def _step(self, test: Callable[[str], bool] | None, *after: int) -> int:
        self._tests.append(test)
        self._after.append(list(after))
        return len(self._after) - 1


class _State(dict[str, "_State"]):
    """Where a word may be in a pattern; and, once asked, where each letter leads from there."""

    def __init__(self, automaton: Automaton, steps: int) -> None:
        self._automaton = automaton
        self._steps = steps
        self.is_end = bool(steps & 1)

    def __missing__(self, letter: str) -> _State:
        state = self[letter] = self._automaton.after(self._steps, letter)
        return state
