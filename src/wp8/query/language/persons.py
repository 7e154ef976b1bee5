"""Persons in a query: the parts of a name stand together, however they are typed.

A part of a name is a word that no text has without a capital, or apart from another (`Jong`). What
is typed beside one may be another part (`Smith`, who is also named alone), or what is asked about
somebody (`Kim economy`): that is told by what stands in the texts.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING, Final

from wp8.query.language.longer_names import longer_names
from wp8.query.language.names import LONGEST_NAME, TITLES, is_genitive
from wp8.query.tree import BEGINS, UNBROKEN, WITHIN, And, Or, Phrase, Typed
from wp8.words.lexeme import ENGLISH
from wp8.words.tokens import (
    APART,
    COMMA,
    FUNCTION_WORDS,
    GOES_ON,
    HYPHEN,
    PARTICLES,
    QUESTION_WORDS,
    going_on,
    is_breath,
    is_particle,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.language.names import Names
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node, Slot
    from wp8.words.tokens import Token

_MOST_PARTS: Final = 6
_FEWEST: Final = 2
# So many words of a name may be left out between others.
_MOST_BETWEEN: Final = 4
# Four parts may be the given names and the family names of one person.
_SHORTEST_TWO: Final = 5
_ANY: Final = ""
_PAIR: Final = 2
# So many records are read to see what stands beside a word.
_MOST_READ: Final = 100
# What is no person stands after one of these in one of so many places at least.
_BEFORE_THINGS: Final = frozenset(("the", "in", "at", "on"))
_THINGS: Final = 10
# With a capital, they begin a question and no name: Did Brassey dig the harbour?
_ASKING: Final = QUESTION_WORDS | frozenset(
    "did do does is are was were has have had can could should would shall".split()
)
# Words of grammar that are given names too.
_GIVEN: Final = frozenset(("may", "will"))
# So many words before the parts of a name and after them may be parts of it too.
_BESIDE: Final = ((0, 2), (0, 1), (1, 0), (1, 1))


class Persons:
    """Finds the names among the words of a query.

    `places` yields the records of a resolved tree, with where it is; `texts` returns records.
    """

    def __init__(
        self,
        names: Names,
        places: Callable[[Node], Iterable[tuple[str, Sequence[Stretch]]]],
        texts: Callable[[Iterable[str]], Sequence[Record]],
    ) -> None:
        self._names = names
        self._places = places
        self._texts = texts

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
            inner = UNBROKEN if is_likely else GOES_ON
            tree = _any_of(_orders(slots, range(1, len(slots)), _ANY, _ANY, inner=inner))
            if self._occurs(tree):
                return tree
        return None

    def read(self, children: Sequence[Node], resolved: Callable[[Typed], Phrase]) -> Iterator[Node]:
        """Yield the parts of a run, those that are one name as one.

        What is typed beside a single part of a name is another part if it mostly stands in names;
        if it does not, and texts write it small too, it has to stand elsewhere. `resolved` gives
        the tree of such a word.
        """
        words = list(map(_tokens, children))
        for child, after in zip(children, words[1:], strict=False):
            if after and _has_comma(child):
                after[0] = after[0]._replace(sign=COMMA)
        if len(words) > 1 and all(words) and words[0][0].acronym and words[1][0].sign == COMMA:
            # A bibliography has families in capitals: NGO, Thi Lan.
            family = [token._replace(acronym="") for token in words[0]]
            is_family = self._occurs(self._orders([family, *words[1:]]))
            words[0] = family if is_family else words[0]
        if len(words) > _PAIR and words[0] and words[0][0].norm in _ASKING:
            words[0] = []
        are_names = all(map(_is_high, words)) and (len(words) == _PAIR or not self._names.shouted)
        if self._names.shouted:
            words = [[t._replace(capital=t.norm not in PARTICLES) for t in each] for each in words]
        are_parts = self._parts(children, words)
        links = self._links(children, words, are_parts, are_names=are_names)
        place = 0
        found = list(children)
        for other in range(len(words) if are_names else 0):
            found[other] = self._beginner(words[other]) or found[other]
        for start, end in _stretches(are_parts, links):
            low, high, name = self._name(words, place, start, end)
            for other in (start - 1, end) if name is None else ():
                typed = children[other] if place <= other < len(children) else None
                if not isinstance(typed, Typed) or not words[other] or any(links[other:][:1]):
                    continue
                if _is_function_word(words[other]) or self._is_named(words[other]):
                    continue
                apart = _apart(resolved(typed))
                if self._is_of_names(apart, self._orders(words[start:end])):
                    low, high = min(low, other), max(high, other + 1)
                    name = self._orders(words[low:high], inner=GOES_ON)
                    break
                found[other] = apart
            yield from found[place:low]
            yield from self._told(found[low:high], words[low:high], name)
            place = high
        yield from found[place:]

    def _told(
        self, children: Sequence[Node], words: Sequence[Sequence[Token]], name: Node | None
    ) -> Sequence[Node]:
        """Return the name that some words are, or those that they are, or the words."""
        if name is None:
            return children
        if len(words) == 1:
            return [name]
        is_one = self._is_one(words, name)
        # Who types three parts leaves none out that stands between them elsewhere.
        is_whole = is_one and sum(map(_number_of_parts, words)) > _PAIR
        if not (is_whole or self._are_nouns(words)) and (longer := self._longer(words)):
            return [_any_of((name, *longer))]
        if is_one:
            return [name]
        return self._side_by_side(children, words, name)

    def _is_one(self, words: Sequence[Sequence[Token]], name: Node) -> bool:
        """Return whether texts have a name.

        Where nouns have capitals, two of them are one if they mostly stand together.
        """
        if not self._occurs(name):
            return False
        if not self._are_nouns(words):
            return True
        beside = self._orders(words, with_comma=False)
        both = And(tuple(Phrase(self._slots([tokens])) for tokens in words))
        together, in_a_row = (sum(1 for _ in self._places(tree)) for tree in (both, beside))
        return 2 * in_a_row > together

    def _are_nouns(self, words: Sequence[Sequence[Token]]) -> bool:
        is_noun = self._names.vocabulary.is_noun
        return all(is_noun(token.norm) for tokens in words for token in tokens)

    def _side_by_side(
        self, children: Sequence[Node], words: Sequence[Sequence[Token]], name: Node
    ) -> Sequence[Node]:
        """Return the names and words of which no text has one name.

        If they are parts of two persons' names, they are nobody's: then it is `name`.
        """
        units: list[tuple[int, int]] = []
        while (place := units[-1][1] if units else 0) < len(words):
            ends = range(len(words) - (place == 0), place + 1, -1)
            whole = (end for end in ends if self._is_whole(words[place:end]))
            units.append((place, next(whole, place + 1)))
        if self._are_nobody(children, words, units):
            return [name]
        return [
            children[start] if end == start + 1 else self._orders(words[start:end])
            for start, end in units
        ]

    def _is_whole(self, words: Sequence[Sequence[Token]]) -> bool:
        """Return whether texts have a name that nothing goes on with, but a title before it."""
        if _are_particles(words[0]) or len(words[0][0].norm) == 1:
            return False
        if self._occurs(self._orders(words, BEGINS, BEGINS)):
            return True
        _, after = self._seats(words[:1], is_part=self._is_part(words[0]))
        return not after and self._occurs(self._orders(words, _ANY, BEGINS))

    def _are_nobody(
        self,
        children: Sequence[Node],
        words: Sequence[Sequence[Token]],
        units: Sequence[tuple[int, int]],
    ) -> bool:
        """Return whether parts of several persons' names were typed as one name.

        One begins names and one after it ends some.
        """
        is_noun = self._names.vocabulary.is_noun
        if any(is_noun(token.norm) for tokens in words for token in tokens):
            return False
        if not all(self._is_known(token.norm) for tokens in words for token in tokens):
            return True
        known = [unit for unit in units if not _is_title(words[unit[0]])]
        known = [unit for unit in known if not (unit[0] and _are_particles(words[unit[0]]))]
        if any(len(tokens) == 1 and len(tokens[0].norm) == 1 for tokens in words):
            return True
        if len(known) < _PAIR:
            return False
        # Of Su Yong Kim, the given name is Su Yong.
        first, last = known[0], known[-1]
        cuts = (((first[0], known[-2][1]), last), (first, (known[1][0], last[1])))
        pairs = dict.fromkeys((*pairwise(known), (first, last), *cuts))
        return any(
            self._is_nobody(*(words[low:high] for low, high in pair))
            or (
                _has_comma(children[pair[0][1] - 1])
                and self._is_nobody(*(words[low:high] for low, high in pair[::-1]))
            )
            for pair in pairs
        )

    def _is_nobody(self, one: Sequence[Sequence[Token]], other: Sequence[Sequence[Token]]) -> bool:
        """Return whether some words begin names and others, typed after them, end some."""
        alone = [all(map(self._is_part, words)) for words in (one, other)]
        seats, others = (
            self._seats(words, is_part=is_part, with_tied=True)
            for words, is_part in zip((one, other), alone, strict=True)
        )
        are_capitals = all(_is_high(words[0]) for words in (one, other))
        if _begin_and_end(seats, others):
            return are_capitals or any(alone)
        # What is never by itself, of Kim Tok-Hun: nobody is Hun Kim, nor Tok-Hun Pak.
        is_tied = alone[1] and not any(self._seats(one, is_part=True))
        is_given = any(
            is_alone and sum(map(len, words)) > 1
            for is_alone, words in zip(alone, (one, other), strict=True)
        )
        return (is_tied or is_given) and _begin_and_end(others, seats)

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
        if len(tokens) > 1:
            return any(are_parts) or self._is_named(tokens)
        return any(are_parts) and all(are_parts)

    def _is_named(self, tokens: Sequence[Token]) -> bool:
        """Return whether the texts never write a word without a capital."""
        is_capital = self._names.vocabulary.is_capital
        whole = [t for n, t in enumerate(tokens) if not (n and is_breath(tokens[n - 1], t))]
        slots = list(self._names.joined(whole))
        if len(whole) > 1:
            slots = [slot for slot in slots if slot[0][0] not in PARTICLES]
        return bool(slots) and all(any(is_capital(a[0]) for a in slot) for slot in slots)

    # Which words are of one name

    def _links(
        self,
        children: Sequence[Node],
        words: Sequence[Sequence[Token]],
        are_parts: Sequence[bool],
        *,
        are_names: bool,
    ) -> list[bool]:
        """Return of each word whether it is of one name with the next.

        It is where the texts have the two in one, and where they are of two: a given name here, a
        family there. Of these a text can have no name, and so it has not that of which they are.
        """
        if all(are_parts):
            return [True] * (len(words) - 1) + [False]
        named = [
            is_part or self._is_named(tokens)
            for tokens, is_part in zip(words, are_parts, strict=True)
        ]
        may_be = [
            is_named or are_names or self._is_raised(tokens)
            for tokens, is_named in zip(words, named, strict=True)
        ]
        links = [False] * len(words)
        for place, (one, other) in enumerate(pairwise(words)):
            is_led = _are_particles(one) or (_are_particles(other) and place + _PAIR == len(words))
            if all(are_parts[place : place + 2]) or (are_names and is_led):
                links[place] = True
            elif one and other and (any(named[place : place + 2]) or _are_particles(one, other)):
                is_part = any(are_parts[place : place + 2])
                has_comma = is_part or _has_comma(children[place])
                links[place] = self._are_together(one, other, with_comma=has_comma) and (
                    is_part or self._may_be_persons(one, other)
                )
        for (start, end), (_, last) in pairwise(list(_groups(links))):
            may_be_two = any(may_be[start:end]) and any(may_be[end:last])
            if may_be_two and any(named[start:last]):
                halves = (start, end), (end, last)
                seats = (
                    self._seats(words[low:high], is_part=high - low == 1 and are_parts[low])
                    for low, high in halves
                )
                links[end - 1] = _are_of_two(*seats)
        return links

    def _is_raised(self, tokens: Sequence[Token]) -> bool:
        """Return whether a capital was typed for a name: one of a word of grammar was not."""
        is_shouted = self._names.shouted
        return bool(tokens) and tokens[0].capital and not (is_shouted or _is_function_word(tokens))

    def _beginner(self, tokens: Sequence[Token]) -> Node | None:
        """Return where a word of grammar begins a name, if it does in the texts: and Will Smith."""
        begun = Phrase(self._slots([tokens]), borders=(_ANY, GOES_ON))
        return begun if _is_function_word(tokens) and self._occurs(begun) else None

    def _are_together(
        self, one: Sequence[Token], other: Sequence[Token], *, with_comma: bool
    ) -> bool:
        """Return whether texts have two words in one name.

        What they also write small has to stand mostly so where they have both.
        """
        pair = (one, other)
        small = [each for each in pair if not (self._is_named(each) or _are_particles(each))]
        if not all(each[0].capital for each in small):
            return False
        name = self._orders(pair, inner=GOES_ON, with_comma=with_comma)
        if not (self._occurs(name) or self._longer(pair)):
            return False
        return all(
            _is_function_word(each)
            or self._is_of_names(
                Phrase(self._slots([each])), self._orders([other if each is one else one])
            )
            for each in small
        )

    def _may_be_persons(self, *words: Sequence[Token]) -> bool:
        """Return whether none of some words is that of a thing: North Korea-China."""
        return all(
            _are_particles(tokens)
            or _is_function_word(tokens)
            or any(self._seats((tokens,), is_part=False))
            for tokens in words
        )

    def _seats(
        self, words: Sequence[Sequence[Token]], *, is_part: bool, with_tied: bool = False
    ) -> tuple[int, int]:
        """Return how often some words stand in a name before others of it, and how often after.

        What stands beside a part of names and nothing else is one too; beside others it always has
        a capital: North is of no name. What has articles or a place before it is nobody.
        """
        accepts = _has_capital if is_part else self._is_of_name
        slots = self._slots(words)
        seats = [0, 0]
        # Where a comma parts the family from the given names, which end they are at is not seen.
        by_comma = [0, 0]
        is_grammar = len(words) == 1 and _is_function_word(words[0])
        things = number = 0
        phrase = Phrase(slots, borders=(_ANY, *[UNBROKEN] * (len(slots) - 1), _ANY))
        for id_, stretches in islice(self._places(phrase), _MOST_READ):
            (record,) = self._texts((id_,))
            tokens = list(tokenize(record.text))
            goes_on = [*(found for found, _ in going_on(tokens)), False]
            places = {token.position: place for place, token in enumerate(tokens)}
            for start, end in stretches:
                before, after = places[start], places[end - 1] + 1
                is_raised = tokens[before].capital or is_particle(tokens[before])
                if tokens[before].joint == HYPHEN and tokens[before - 1].norm not in PARTICLES:
                    seats[1] += with_tied and goes_on[before] and not goes_on[after]
                    continue
                # A syllable of Thae-dok says nothing of Thae.
                if not is_raised or (after < len(tokens) and tokens[after].joint == HYPHEN):
                    continue
                number += 1
                things += not is_particle(tokens[before]) and _is_thing(tokens, goes_on, before)
                if goes_on[after] or (is_grammar and _is_before_capital(tokens, after)):
                    name = (token for token in tokens[after:] if not is_particle(token))
                    seats[0] += any(map(accepts, islice(name, 1)))
                elif is_part and tokens[before].sign == COMMA:
                    by_comma[0] += self._is_of_name(tokens[before - 1])
                if goes_on[before] or _is_begun(record.text, tokens, before):
                    name = (token for token in tokens[before - 1 :: -1] if not is_particle(token))
                    seats[1] += any(t.norm not in TITLES and accepts(t) for t in islice(name, 1))
                elif after < len(tokens) and tokens[after].sign == COMMA:
                    by_comma[1] += self._names.vocabulary.is_name(tokens[after].norm)
        if number and _THINGS * things >= number:
            return 0, 0
        first, last = seats if any(seats) else by_comma
        return first, last

    def _is_of_name(self, token: Token) -> bool:
        """Return whether a token beside a part of a name is one too: an initial is, and Will."""
        is_one = len(token.norm) == 1 or token.norm in FUNCTION_WORDS
        return token.capital and (is_one or self._names.vocabulary.is_capital(token.norm))

    def _is_of_names(self, apart: Phrase, lone: Node) -> bool:
        """Return whether a word beside a part of a name mostly stands in names with it."""
        anywhere = replace(apart, borders=None)
        free = [_ANY] * len(anywhere.slots)
        sides = (WITHIN, *free), (*free, WITHIN)
        named = Or(tuple(replace(anywhere, borders=side) for side in sides))
        together, in_names = (
            sum(1 for _ in self._places(And((lone, tree)))) for tree in (anywhere, named)
        )
        return 2 * in_names > together

    def _longer(self, words: Sequence[Sequence[Token]]) -> Sequence[Phrase]:
        """Return the names in which the texts have more between some words: John F. Kennedy."""
        parts = [self._slots([tokens]) for tokens in _natural(words)]
        name = dict(self._places(self._orders(words)))
        near = Phrase(tuple(chain.from_iterable(parts)), distance=_MOST_BETWEEN)
        found: dict[Phrase, None] = {}
        for id_, stretches in islice(self._places(near), _MOST_READ):
            whole = name.get(id_, ())
            if any(all(not low <= start < high for low, high in whole) for start, _ in stretches):
                (record,) = self._texts((id_,))
                tokens = list(tokenize(record.text))
                is_tied = self._names.vocabulary.is_name
                found.update(dict.fromkeys(longer_names(tokens, parts, is_tied=is_tied)))
        return tuple(found)

    def _occurs(self, tree: Node) -> bool:
        return next(iter(self._places(tree)), None) is not None

    def _name(
        self, words: Sequence[Sequence[Token]], place: int, start: int, end: int
    ) -> tuple[int, int, Node | None]:
        """Return from where to where the parts at a stretch are a name, and its tree.

        Parts that no text has as a whole name want what is typed beside them: Kim Yong Won.
        """
        is_row = sum(map(_number_of_parts, words[start:end])) > 1
        before = words[start - 1] if start > place else ()
        after = words[end] if end < len(words) else ()
        is_whole_query = end - start + 1 == len(words)
        has_left = bool(before) and before[0].capital and not _is_function_word(before)
        has_right = bool(after) and (after[0].capital or is_whole_query)
        if is_row:
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
        if is_row:
            return start, end, whole
        return start, end, self._orders(words[start:end]) if len(words[start]) > 1 else None

    def _chain(self, words: Sequence[Sequence[Token]], left: str = _ANY, right: str = _ANY) -> Node:
        """Return the tree of parts of names: of one, or of two typed one after the other."""
        found = [self._orders(words, left, right)]
        for cut in range(1, len(words)):
            halves = words[:cut], words[cut:]
            # Van Beethoven is nobody's whole name.
            if any(_are_particles(half[0]) for half in halves):
                continue
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
        *,
        with_comma: bool = True,
    ) -> Node:
        words = _natural(words)
        slots = self._slots(words)
        return _any_of(
            _orders(slots, _cuts(words, slots), left, right, inner=inner, with_comma=with_comma)
        )

    def _slots(self, words: Sequence[Sequence[Token]]) -> tuple[Slot, ...]:
        return tuple(self._names.joined([token for each in words for token in each]))


def _tokens(child: Node) -> list[Token]:
    """Return the tokens of a word that may be a part of a name, without the `s` of a genitive.

    A function word may be one after others, with a capital, or before a comma.
    """
    if not isinstance(child, Typed) or child.form != "word":
        return []
    tokens = list(tokenize(child.text, shouted=False))
    if is_genitive(tokens):
        tokens.pop()
    if _is_initial(child):
        return [tokens[0]._replace(capital=True)]
    is_word = all(token.norm.islower() and token.norm.isalpha() for token in tokens)
    is_joined = all(token.joint != APART for token in tokens[1:])
    may_be_part = not _is_function_word(tokens) or tokens[0].capital
    return tokens if is_word and is_joined and may_be_part else []


def _has_capital(token: Token) -> bool:
    return token.capital


def _are_of_two(seats: tuple[int, int], others: tuple[int, int]) -> bool:
    """Return whether some words begin names in the texts and others end some."""
    return _begin_and_end(seats, others) or _begin_and_end(others, seats)


def _begin_and_end(seats: tuple[int, int], others: tuple[int, int]) -> bool:
    """Return whether words with the first seats begin names, and those with the others end some."""
    return seats[0] > 0 and others[1] > 0


def _is_thing(tokens: Sequence[Token], goes_on: Sequence[bool], place: int) -> bool:
    """Return whether an article or a place stands before the capitals that reach to a place."""
    while goes_on[place]:
        place -= 1
    return place > 0 and not tokens[place].sign and tokens[place - 1].norm in _BEFORE_THINGS


def _is_before_capital(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a capital stands at a place, with nothing but a blank before it."""
    return place < len(tokens) and tokens[place].capital and not tokens[place].sign


def _is_begun(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Return whether before a place stands a word of grammar that is a given name, and no question.

    Will Smith came; but not: Will Smith come?
    """
    before = tokens[place - 1]
    if not place or tokens[place].sign or not (before.capital and before.norm in _GIVEN):
        return False
    from wp8.words.sentences import sentences

    start = tokens[place].start
    return "?" not in next(text[start:end] for _, end in sentences(text, ENGLISH) if end > start)


def _is_function_word(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].norm in FUNCTION_WORDS


def _is_title(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].norm in TITLES


def _number_of_parts(tokens: Sequence[Token]) -> int:
    """Return of how many parts a word is: al-Sadat and O'Brien are of one."""
    return 1 + sum(
        after.joint == HYPHEN and before.norm not in PARTICLES for before, after in pairwise(tokens)
    )


def _are_particles(*words: Sequence[Token]) -> bool:
    return all(
        len(tokens) == 1 and tokens[0].norm in PARTICLES and not tokens[0].capital
        for tokens in words
    )


def _is_high(tokens: Sequence[Token]) -> bool:
    """Return whether a word has a capital, or is a particle of a name."""
    return bool(tokens) and (tokens[0].capital or tokens[0].norm in PARTICLES)


def _has_comma(child: Node) -> bool:
    return isinstance(child, Typed) and child.text[-1] == COMMA


def _is_initial(child: Node) -> bool:
    return isinstance(child, Typed) and len(child.text) == len("J.") and child.text[1] == "."


def _groups(links: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield from where to where words are linked, and where a word is by itself."""
    start = 0
    for place, is_linked in enumerate(links):
        if not is_linked or place + 1 - start == _MOST_PARTS:
            yield start, place + 1
            start = place + 1


def _stretches(are_parts: Sequence[bool], links: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where parts of names follow each other, so many at most."""
    for start, end in _groups(links):
        if end - start > 1 or are_parts[start]:
            yield start, end


def _natural(words: Sequence[Sequence[Token]]) -> Sequence[Sequence[Token]]:
    """Return the words of a name, the family after the given names if it is seen to stand first.

    It does before a comma, and with its particles: Von Goethe, Johann is Johann von Goethe.
    """
    commas = (place for place, tokens in enumerate(words) if place and tokens[0].sign == COMMA)
    led = sum(1 for _ in takewhile(_are_particles, words))
    is_led = led or (len(words[0]) > 1 and words[0][0].norm in PARTICLES)
    family = next(commas, led + 1 if is_led else 0)
    return [*words[family:], *words[:family]]


def _cuts(words: Sequence[Sequence[Token]], slots: Sequence[Slot]) -> Sequence[int]:
    """Return before which slots of a name the family may begin, or the given names.

    There begins a word, or what follows its particles (al-Sadat); of a single word, any part.
    """
    starts = {0}
    for tokens in words:
        begin = max(starts)
        led = takewhile(lambda token: token.norm in PARTICLES, tokens)
        starts |= {begin + sum(1 for _ in led), begin + len(tokens)}
    place = 0
    found = []
    for number, slot in enumerate(slots):
        if number and (place in starts or len(words) == 1):
            found.append(number)
        place += len(slot[0])
    return found


def _orders(
    slots: Sequence[Slot],
    cuts: Sequence[int],
    left: str,
    right: str,
    *,
    inner: str,
    with_comma: bool = True,
) -> Iterator[Phrase]:
    """Yield the orders in which the parts of a name are written, which begin at some cuts.

    The family may come first or last, or before a comma, where it stands alone.
    """
    number = len(slots)
    for first in (0, *cuts):
        row = (*slots[first:], *slots[:first])
        yield Phrase(row, borders=(left, *[inner] * (number - 1), right))
    end = _ANY if inner == UNBROKEN else BEGINS
    for cut in cuts if with_comma else ():
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
