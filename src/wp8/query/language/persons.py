"""Persons in a query: the parts of a name stand together, however they are typed.

A part of a name is a word that no text has without a capital, or apart from another (`Jong`). What
is typed beside one may be another part (`Smith`, who is also named alone), or what is asked about
somebody (`Kim economy`): that is told by what stands in the texts.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from wp8.query.language.names import LONGEST_NAME, is_genitive
from wp8.query.tree import BEGINS, UNBROKEN, WITHIN, And, Or, Phrase, Typed
from wp8.words.tokens import APART, COMMA, FUNCTION_WORDS, GOES_ON, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.query.language.names import Names
    from wp8.query.tree import Node, Slot
    from wp8.words.tokens import Token

_MOST_PARTS: Final = 6
_FEWEST: Final = 2
# Four parts may be the given names and the family names of one person.
_SHORTEST_TWO: Final = 5
_ANY: Final = ""
# So many words before the parts of a name and after them may be parts of it too.
_BESIDE: Final = ((0, 2), (0, 1), (1, 0), (1, 1))


class Persons:
    """Finds the names among the words of a query.

    `places` yields the records of a resolved tree, with where it is.
    """

    def __init__(self, names: Names, places: Callable[[Node], Iterable[object]]) -> None:
        self._names = names
        self._places = places

    def alone(self, typed: Typed) -> Node | None:
        """Return the tree of a name that was typed as one word, None for another word."""
        tokens = _tokens(typed)
        if len(tokens) > 1:
            (node,) = self.read((typed,), lambda _: Phrase(()))
            return None if node is typed else node
        for parts in self._names.parts(tokens[0].norm) if tokens else ():
            slots = tuple(((part,),) for part in parts)
            # Of several parts of names one may be written small: Pak Jong chon.
            is_likely = sum(map(self._names.vocabulary.is_name, parts)) > 1
            tree = _any_of(_orders(slots, _ANY, _ANY, inner=UNBROKEN if is_likely else GOES_ON))
            if self._occurs(tree):
                return tree
        return None

    def read(self, children: Sequence[Node], resolved: Callable[[Typed], Phrase]) -> Iterator[Node]:
        """Yield the parts of a run, those that are one name as one.

        What is typed beside a single part of a name is another part if it mostly stands in names;
        if it does not, it has to stand elsewhere. `resolved` gives the tree of such a word.
        """
        words = list(map(_tokens, children))
        are_parts = self._parts(children, words)
        place = 0
        found = list(children)
        for start, end in _stretches(are_parts):
            low, high, name = self._name(words, place, start, end)
            for other in (start - 1, end) if name is None else ():
                typed = children[other] if place <= other < len(children) else None
                if not isinstance(typed, Typed) or not words[other]:
                    continue
                is_small = _is_function_word(words[other])
                if is_small and other < start and typed.text[-1] != COMMA:
                    continue
                apart = _apart(resolved(typed))
                if self._is_of_names(words[other], apart, self._orders(words[start:end])):
                    low, high = min(low, other), max(high, other + 1)
                    name = self._orders(words[low:high], inner=GOES_ON)
                    break
                if not is_small:
                    found[other] = apart
            yield from found[place:low]
            yield from found[low:high] if name is None else (name,)
            place = high
        yield from found[place:]

    def _parts(self, children: Sequence[Node], words: Sequence[Sequence[Token]]) -> list[bool]:
        """Return of each of the words whether it is a part of names, or some."""
        found = [
            self._is_part(tokens) or _is_initial(child)
            for child, tokens in zip(children, words, strict=True)
        ]
        for place, tokens in enumerate(words):
            row = list(takewhile(lambda each: len(each) == 1, words[place:][:LONGEST_NAME]))
            solid = tokens and self._names.solid([token for (token,) in row])
            if solid and self._names.is_name(solid[1:]):
                found[place : place + solid[0]] = [True] * solid[0]
        # A capital that no text has, beside a part: Kim Yo Jong.
        for place, tokens in enumerate(words):
            if len(tokens) == 1 and tokens[0].capital and not self._is_known(tokens[0].norm):
                found[place] = any(found[max(0, place - 1) : place + 2])
        # Between two parts, what stands in a name with the first: Yong won Kim.
        for place, around in enumerate(zip(found, found[1:], found[2:], strict=False)):
            if around == (True, False, True) and words[place + 1]:
                pair = self._orders(words[place : place + 2], inner=GOES_ON)
                found[place + 1] = self._occurs(pair)
        return found

    def _is_known(self, norm: str) -> bool:
        vocabulary = self._names.vocabulary
        return norm in vocabulary or bool(vocabulary.forms(norm))

    def _is_part(self, tokens: Sequence[Token]) -> bool:
        slots = self._names.joined(tokens)
        are_parts = [any(map(self._names.is_name, slot)) for slot in slots]
        return any(are_parts) and (len(tokens) > 1 or all(are_parts))

    def _is_of_names(self, tokens: Sequence[Token], apart: Phrase, lone: Node) -> bool:
        """Return whether a word beside a lone part of a name mostly stands in names with it.

        A function word does if it stands in one at all.
        """
        anywhere = replace(apart, borders=None)
        free = [_ANY] * len(anywhere.slots)
        if _is_function_word(tokens):
            return self._occurs(replace(anywhere, borders=(GOES_ON, *free)))
        sides = (WITHIN, *free), (*free, WITHIN)
        named = Or(tuple(replace(anywhere, borders=side) for side in sides))
        together, in_names = (
            sum(1 for _ in self._places(And((lone, tree)))) for tree in (anywhere, named)
        )
        return 2 * in_names > together

    def _occurs(self, tree: Node) -> bool:
        return next(iter(self._places(tree)), None) is not None

    def _name(
        self, words: Sequence[Sequence[Token]], place: int, start: int, end: int
    ) -> tuple[int, int, Node | None]:
        """Return from where to where the parts at a stretch are a name, and its tree.

        Parts that no text has as a whole name want what is typed beside them: Kim Yong Won.
        """
        tokens = [token for each in words[start:end] for token in each]
        before = words[start - 1] if start > place else ()
        after = words[end] if end < len(words) else ()
        is_whole_query = end - start + 1 == len(words)
        has_left = bool(before) and before[0].capital and not _is_function_word(before)
        has_right = bool(after) and (after[0].capital or is_whole_query)
        if len(tokens) > 1:
            if not has_left and not has_right:
                return start, end, self._chain(words[start:end])
            borders = (BEGINS if has_left else _ANY, BEGINS if has_right else _ANY)
            whole = self._chain(words[start:end], *borders)
            if self._occurs(whole):
                return start, end, self._chain(words[start:end])
        for more_before, more_after in _BESIDE:
            low, high = start - more_before, end + more_after
            if low < place or high > len(words) or not all(words[low:high]):
                continue
            if more_before and _is_function_word(words[low]):
                continue
            longer = self._orders(words[low:high], inner=GOES_ON)
            if self._occurs(longer):
                return low, high, longer
        return start, end, whole if len(tokens) > 1 else None

    def _chain(self, words: Sequence[Sequence[Token]], left: str = _ANY, right: str = _ANY) -> Node:
        """Return the tree of parts of names: of one, or of two typed one after the other."""
        found = [self._orders(words, left, right)]
        for cut in range(1, len(words)):
            halves = words[:cut], words[cut:]
            one, other = (sum(len(t.norm) > 1 for each in half for t in each) for half in halves)
            if min(one, other) >= _FEWEST and one + other >= _SHORTEST_TWO:
                first = self._orders(halves[0], left, BEGINS)
                found.append(And((first, self._orders(halves[1], _ANY, right))))
        return _any_of(found)

    def _orders(
        self,
        words: Sequence[Sequence[Token]],
        left: str = _ANY,
        right: str = _ANY,
        inner: str = UNBROKEN,
    ) -> Node:
        slots = tuple(self._names.joined([token for each in words for token in each]))
        return _any_of(_orders(slots, left, right, inner=inner))


def _tokens(child: Node) -> list[Token]:
    """Return the tokens of a word that may be a part of a name, without the `s` of a genitive.

    A function word may be one after others, with a capital, or before a comma.
    """
    if not isinstance(child, Typed) or child.form != "word":
        return []
    tokens = list(tokenize(child.text, shouted=False))
    if is_genitive(tokens):
        tokens.pop()
    is_word = all(token.norm.islower() and token.norm.isalpha() for token in tokens)
    is_joined = all(token.joint != APART for token in tokens[1:])
    may_be_part = not _is_function_word(tokens) or tokens[0].capital
    return tokens if is_word and is_joined and may_be_part else []


def _is_function_word(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].norm in FUNCTION_WORDS


def _is_initial(child: Node) -> bool:
    return isinstance(child, Typed) and len(child.text) == len("J.") and child.text[1] == "."


def _stretches(are_parts: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where parts of names follow each other, so many at most."""
    start = 0
    while start < len(are_parts):
        end = start
        while end < len(are_parts) and are_parts[end] and end - start < _MOST_PARTS:
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _orders(slots: Sequence[Slot], left: str, right: str, *, inner: str) -> Iterator[Phrase]:
    """Yield the orders in which the parts of a name are written.

    The family may come first or last, or before a comma, where it stands alone.
    """
    number = len(slots)
    for first in dict.fromkeys((0, 1 % number, number - 1)):
        row = (*slots[first:], *slots[:first])
        yield Phrase(row, borders=(left, *[inner] * (number - 1), right))
    end = _ANY if inner == UNBROKEN else BEGINS
    for cut in range(1, number):
        halves = slots[:cut], slots[cut:]
        for family, given in (halves, halves[::-1]):
            between = [inner] * (number - 2)
            between.insert(len(family) - 1, COMMA)
            yield Phrase((*family, *given), borders=(BEGINS, *between, end))


def _any_of(nodes: Iterable[Node]) -> Node:
    found = tuple(dict.fromkeys(nodes))
    return Or(found) if len(found) > 1 else found[0]


def _apart(phrase: Phrase) -> Phrase:
    """Return a phrase that is looked for where no other capital stands beside it."""
    if not replace(phrase, borders=None, barred=None).is_plain:
        return phrase
    return replace(phrase, borders=(BEGINS, *[_ANY] * (len(phrase.slots) - 1), BEGINS))
