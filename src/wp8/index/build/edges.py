"""What two chunks of a text, side by side, tell of each other's tokens: an automaton.

Its states are what is known of a text after a chunk, its letters what a chunk is for those beside
it. A state is a table of the states that follow, so that a loop in C goes through many texts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.index.build.chunk_words import GROUP, may_hide
from wp8.index.forms import is_raised
from wp8.words.tokens import (
    ACRONYM_MARK,
    APART,
    BEGINNERS,
    BREAK,
    COMMA,
    FUNCTION_WORDS,
    GOES_ON,
    HYPHEN,
    PARTICLES,
    is_particle,
    sign_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.words.tokens import Token

    # What stands between two tokens: its sign, as `sign_of` has it, and its length, up to `_FAR`.
    Gap = tuple[str, int]

_FAR: Final = 3
_NOTHING: Final = (APART, 0)
# After an initial it is no sign.
_STOP: Final = "."


class Edges(NamedTuple):
    """What a chunk is for those beside it.

    `tokens` is its number of tokens, 2 for more, `head` and `tail` are what stands before and after
    them. Its first may be raised, and go on with a capital; its last may be raised, and high as
    `going_on` says, or would be within a sentence; an initial that nothing follows may get a stop.
    The last ones tell what may make other tokens of a chunk than it has alone.
    """

    tokens: int
    head: Gap = _NOTHING
    tail: Gap = _NOTHING
    opens: bool = False
    ends: bool = False
    may_go_on: bool = False
    last_is_high: bool = False
    is_high_within: bool = False
    ends_with_initial: bool = False
    # It may go on with the figures of a number, and be gone on with.
    is_group: bool = False
    is_number: bool = False
    # It has words in capitals, and an acronym that may be none beside such.
    has_capitals: bool = False
    has_acronym: bool = False
    # It is nothing but blanks.
    is_blank: bool = False
    # It begins with what is high only after a capital.
    is_undecided: bool = False


class Told(NamedTuple):
    """What a chunk is told by those before it: marks of its first token, and more of that.

    That is whether it stands beside a raised one, as `Raised` has it. If `is_whole`, the text has
    to be tokenized as a whole.
    """

    marks: tuple[str, ...]
    is_beside: bool
    is_whole: bool


class _Reached(NamedTuple):
    """What is known of a text after a chunk.

    Whether it has had tokens, what stands since the last of them, whether that was high, and may
    be beside one; whether figures end it, and words in capitals and an acronym are the last.
    """

    has_begun: bool = False
    gap: Gap = _NOTHING
    was_high: bool = False
    may_be_beside: bool = False
    is_number: bool = False
    has_capitals: bool = False
    has_acronym: bool = False


class State(dict[int, "State"]):
    """What follows by the numbers of the edges of the next chunk; `told` is what that was told."""

    __slots__ = ("_reached", "told")

    def __init__(self, reached: _Reached, told: Told | None) -> None:
        self._reached = reached
        self.told = told

    def __missing__(self, number: int) -> State:
        """Return the state after a chunk that is met here for the first time."""
        state = self[number] = _state(*_after(self._reached, _EDGES[number]))
        return state


@cache
def _state(reached: _Reached, told: Told | None) -> State:
    return State(reached, told)


_EDGES: Final[list[Edges]] = []
_NUMBERS: Final[dict[tuple[Any, ...], int]] = {}


def number_of(edges: tuple[Any, ...]) -> int:
    """Return the number of some edges."""
    number = _NUMBERS.get(edges)
    if number is None:
        known = Edges(*edges)
        number = _NUMBERS[known] = len(_EDGES)
        _EDGES.append(known)
    return number


def _joined(one: Gap, other: Gap, between: int = 0) -> Gap:
    """Return the gap that two make, with so many blanks between."""
    sign = BREAK if one[0] and other[0] else one[0] or other[0]
    return sign, min(one[1] + between + other[1], _FAR)


def _gap(signs: str) -> Gap:
    return sign_of(signs), min(len(signs), _FAR)


def _after(reached: _Reached, edges: Edges) -> tuple[_Reached, Told | None]:
    """Return what is known after a chunk, and what it was told."""
    if edges == _END_EDGES:
        return _Reached(), None
    is_whole = (
        edges.is_undecided
        or (reached.is_number and edges.is_group)
        or (reached.has_acronym and edges.has_capitals)
        or (reached.has_capitals and edges.has_acronym)
    )
    gap = _joined(reached.gap, edges.head, 1)
    beside = {
        "is_number": edges.is_number,
        "has_capitals": reached.has_capitals if edges.is_blank else edges.has_capitals,
        "has_acronym": reached.has_acronym if edges.is_blank else edges.has_acronym,
    }
    if not edges.tokens:
        told = Told((), False, True) if is_whole else None
        return reached._replace(gap=gap, **beside), told
    sign, length = gap
    is_beside = reached.may_be_beside and edges.opens and length <= (2 if sign == COMMA else 1)
    goes_on = reached.was_high and edges.may_go_on and not sign
    was_high = edges.last_is_high or (goes_on and edges.tokens == 1)
    was_high |= edges.is_high_within and reached.has_begun and not sign
    marks = (sign,) * bool(sign and reached.has_begun) + (GOES_ON,) * goes_on
    told = Told(marks, is_beside, is_whole) if marks or is_beside or is_whole else None
    return _Reached(True, edges.tail, was_high, edges.ends, **beside), told


_END_EDGES: Final = Edges(-1)
# The end of a text, and where a text begins.
END: Final = number_of(_END_EDGES)
START: Final = _state(_Reached(), None)
# One word of small letters.
COMMON: Final = number_of(Edges(1))


@cache
def of_word(*, capital: bool, is_particle: bool, is_function: bool, begins: bool) -> int:
    """Return the number of the edges of a chunk that is one word of letters."""
    return number_of(
        Edges(
            1,
            opens=capital,
            ends=capital,
            may_go_on=capital or is_particle,
            last_is_high=capital and not is_function,
            is_high_within=capital and begins,
        )
    )


def of_tokens(chunk: str, tokens: Sequence[Token], start: int, last_is_high: bool) -> int:
    """Return the number of the edges of a chunk that alone has these tokens.

    Their offsets are those of a text in which it stands at `start`.
    """
    words = chunk.split()
    is_small = chunk.islower()
    has_capitals = not is_small and any(map(str.isupper, words))
    is_group, is_number = GROUP.match(chunk) is not None, chunk[-1:].isdecimal()
    if not tokens:
        return number_of(
            Edges(
                0,
                head=_gap(chunk),
                is_group=is_group,
                is_number=is_number,
                has_capitals=has_capitals,
                is_blank=not words,
            )
        )
    first, last = tokens[0], tokens[-1]
    head, tail = chunk[: first.start - start], chunk[last.end - start :]
    is_one = len(tokens) == 1
    is_initial = last.end - last.start == 1 and chunk[last.start - start].isupper()
    is_undecided = not is_one and (may_hide(words, tokens) or _is_undecided(tokens))
    after, is_stopped = _after_token(tail, is_initial) if tail else (_NOTHING, False)
    return number_of(
        # In the order of `Edges`: to name them takes as long as all the rest.
        (
            1 if is_one else 2,
            _gap(head) if head else _NOTHING,
            after,
            is_raised(first),
            is_raised(last) and not is_stopped,
            first.capital or is_particle(first),
            last_is_high,
            is_one and first.capital and first.norm in BEGINNERS,
            is_initial and not tail,
            is_group,
            is_number,
            has_capitals,
            not is_small and any(token.acronym == ACRONYM_MARK for token in tokens),
            False,
            is_undecided,
        )
    )


def with_signs(number: int, head: str, tail: str) -> int:
    """Return the number of the edges of a chunk with further stops, commas and semicolons."""
    # More of them are as far.
    return _with_signs(number, head[:_FAR], tail[: _FAR + 1])


@cache
def _with_signs(number: int, head: str, tail: str) -> int:
    known = _EDGES[number]
    if not known.tokens:
        around = _gap(head + tail)
        return number_of(known._replace(head=_joined(known.head, around), is_blank=False))
    if head:
        known = known._replace(head=_joined(_gap(head), known.head), is_group=False)
    if tail:
        after, is_stopped = _after_token(tail, known.ends_with_initial)
        known = known._replace(
            tail=_joined(known.tail, after),
            ends=known.ends and not is_stopped,
            ends_with_initial=False,
            is_number=False,
        )
    return number_of(known)


def _after_token(tail: str, is_initial: bool) -> tuple[Gap, bool]:
    """Return the gap that begins with the end of a chunk, and whether that stops an initial."""
    is_stopped = is_initial and tail[0] == _STOP
    return _gap(tail[1:] if is_stopped else tail), is_stopped


def _is_undecided(tokens: Sequence[Token]) -> bool:
    """Return whether the second of several tokens goes on only if the first does."""
    first, second = tokens[:2]
    is_open = first.norm in PARTICLES or first.norm in FUNCTION_WORDS
    is_tied = first.capital and second.joint == HYPHEN
    return is_open and not (is_tied or second.sign) and (second.capital or is_particle(second))
