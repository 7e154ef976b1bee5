"""The algebra of a query tree: which records answer it, by sets of records and counts of leaves.

What is found so is what `matching` finds, record by record. Two things only `matching` can tell:
where occurrences of two leaves may overlap, and where parts of a run may stand together.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain, compress
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from wp8.query.matching import match
from wp8.query.tree import And, Filter, Group, Maybe, Not, Or, Phrase, Run, is_of_one_slot
from wp8.words.tokens import ACRONYM_MARK, is_word_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
    from typing import Protocol

    from wp8.query.matching import Match
    from wp8.query.record_view import Stretch, View
    from wp8.query.tree import Alternative, Node, Slot

    # Records, ascending, and columns of what is counted in each.
    Table = tuple[list[int], list[list[int]]]

    # How often slots stand near each other in a record, and on how many stretches.
    Nearness = tuple[int, int]

    # Stretches that count: the records of each token they may be of, their number by record, and
    # the records.
    Place = tuple[Mapping[str, Set[int]], Mapping[int, int], Set[int]]

    class Query(Protocol):
        """What an engine finds for one query; records are known by their numbers."""

        def counted(
            self, phrase: Phrase, among: Set[int] | None = None
        ) -> Mapping[int, int] | None:
            """Return the number of occurrences by record, in reading order.

            With `among`, what is told of other records may be left out. None where only
            `matching` can tell what is an occurrence.
            """

        def table(self, leaves: Leaves) -> Table | None:
            """Return the records that answer some leaves, ascending, and how often they have each.

            None where leaves have to be asked for one by one.
            """

        def answering(self, leaves: Leaves) -> list[int] | None:
            """Return the records that answer some leaves, ascending; None as of `table`."""

        def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
            """Return the records that have a phrase with its stretches, in reading order.

            None where only `matching` can tell what is an occurrence.
            """

        def near(
            self, phrase: Phrase, among: Set[int] | None = None
        ) -> Iterator[tuple[int, Nearness | None]] | None:
            """Return the records with all slots of a phrase near each other, in reading order.

            With `among`, others may be left out. None of a record, and of all, of which only
            `matching` can tell.
            """

        def with_facet(self, facet: str) -> Set[int]:
            """Return the records that have `facet`."""

        def candidates(self, phrase: Phrase) -> Iterable[int]:
            """Return the records that may have `phrase`, in reading order: all that do, or more."""

        def view(self, number: int) -> View:
            """Return a record as `matching` reads it."""


class Found:
    """Where a leaf occurs: the number of its occurrences by record, and that of its stretches.

    `matches` has what `matching` found, where an engine could not tell.
    """

    __slots__ = ("frequencies", "matches", "stretches")

    def __init__(
        self,
        frequencies: Mapping[int, int],
        stretches: Mapping[int, int],
        matches: Mapping[int, Match],
    ) -> None:
        self.frequencies = frequencies
        self.stretches = stretches
        self.matches = matches


class Part:
    """A part of a query tree, and the records that match it.

    Of its children, those that exclude have no place in a record: of an And, they are left out.
    """

    __slots__ = ("children", "node", "records")

    def __init__(self, node: Node, children: Sequence[Part], records: Set[int]) -> None:
        self.node = node
        self.children = children
        self.records = records


class Algebra:
    """What is found for one tree, in records with numbers below `size`.

    `rarity` is the greater, the fewer records have a phrase.
    """

    def __init__(
        self, tree: Node, query: Query, rarity: Callable[[Phrase], float], size: int
    ) -> None:
        self._query = query
        self._rarity = rarity
        self._size = size
        self._uses = Counter(_phrases(tree))
        self._found: dict[Phrase, Found] = {}
        self._root = self._part(tree, None)
        self._runs: list[tuple[Part, Set[int]]] = []
        self._leaves = list(self._counting(self._root, self._root.records))
        self._uncertain: set[int] = set()
        self._places = list(self._standing())

    @property
    def records(self) -> Set[int]:
        """The records that match."""
        return self._root.records

    def frequencies(self, among: Set[int] | None) -> Iterator[tuple[Phrase, Mapping[int, int]]]:
        """Yield each leaf with its occurrences by record, `among` some, in the order of the sum.

        A leaf in several groups comes once for each, with the records that it has in none before.
        """
        for phrase, records in _once(self._leaves):
            own = records if among is None else records & among
            yield phrase, _of(self._found[phrase].frequencies, own)

    def occurrences(self) -> dict[int, int]:
        """Return the number of stretches by record, in reading order.

        Of records that are `uncertain` it is told by `match`.
        """
        if len(self._places) == 1:
            ((_, counts, records),) = self._places
            if len(counts) == len(records) == len(self.records):
                return dict(counts)
        totals = dict.fromkeys(sorted(self.records), 0)
        for _, counts, records in self._places:
            sums = map(add, map(totals.__getitem__, records), map(counts.__getitem__, records))
            totals.update(zip(records, sums, strict=True))
        return totals

    @cached_property
    def uncertain(self) -> Set[int]:
        """The records of which `match` has to tell how the stretches of leaves meet."""
        found = self._uncertain.union(*self._overlapping())
        for run, records in self._runs:
            found.update(self._touching(run, records - found))
        return found

    def match(self, number: int) -> Match | None:
        """Return where the tree matches one of `records`; None where it has no place there."""
        node = _narrowed(self._root, number)
        if node is None:
            return None
        known = self._found[node].matches.get(number) if isinstance(node, Phrase) else None
        return known or match(node, self._query.view(number))

    # Sets of records. Of what is found `among` records, no more is told than which of these match.

    def _part(self, node: Node, among: Set[int] | None) -> Part:
        if isinstance(node, Phrase):
            return Part(node, (), self._leaf(node, among).frequencies.keys())
        if isinstance(node, Filter):
            return Part(node, (), set().union(*map(self._query.with_facet, node.facets)))
        if isinstance(node, Maybe):
            return Part(node, (self._part(node.child, among),), self._every(among))
        if isinstance(node, Not):
            return Part(node, (), self._every(among) - self._part(node.child, among).records)
        if isinstance(node, Or):
            self._count_at_once(node, among, all_of=False)
            parts = [self._part(child, among) for child in node.children]
            return Part(node, parts, set().union(*(part.records for part in parts)))
        if isinstance(node, Group):
            return self._all_of(node, among)
        raise TypeError(f"a {type(node).__name__} has to be expanded before it can match")

    def _every(self, among: Set[int] | None) -> Set[int]:
        return set(range(self._size)) if among is None else among

    def _count_at_once(self, group: Group, among: Set[int] | None, *, all_of: bool) -> None:
        """Let the leaves of a group be counted in one pass, if all records are asked for."""
        # What is in the tree once more is also asked for where not all of these occur.
        phrases = [
            child
            for child in group.children
            if isinstance(child, Phrase) and self._uses[child] == 1
        ]
        is_narrowed = among is not None or any(isinstance(c, Filter) for c in group.children)
        if len(phrases) > 1 and not is_narrowed:
            numbers, columns = self._query.table(Leaves(phrases, all_of)) or ((), ())
            for phrase, column in zip(phrases, columns, strict=False):
                counts = dict(zip(compress(numbers, column), filter(None, column), strict=True))
                self._found[phrase] = Found(counts, counts, {})

    def _leaf(self, phrase: Phrase, among: Set[int] | None) -> Found:
        if phrase not in self._found:
            # What is in the tree once more may be asked for among others.
            if self._uses[phrase] > 1:
                among = None
            self._found[phrase] = self._occurring(phrase, among)
        return self._found[phrase]

    def _occurring(self, phrase: Phrase, among: Set[int] | None) -> Found:
        counts = self._query.counted(phrase, among)
        if counts is not None:
            return Found(counts, counts, {})
        told, candidates = self._told(phrase, among)
        matches = {
            number: found
            for number in candidates
            if among is None or number in among
            if (found := match(phrase, self._query.view(number)))
        }
        for number, found in matches.items():
            told[number] = found.frequencies[0][1], len(found.stretches)
        in_order = dict(sorted(told.items()))
        frequencies, stretches = zip(*in_order.values(), strict=True) if told else ((), ())
        return Found(
            dict(zip(in_order, frequencies, strict=True)),
            dict(zip(in_order, stretches, strict=True)),
            matches,
        )

    def _told(
        self, phrase: Phrase, among: Set[int] | None
    ) -> tuple[dict[int, Nearness], Iterable[int]]:
        """Return what an engine tells of a phrase by record, and the records for `match`."""
        near = self._query.near(phrase, among) if phrase.distance is not None else None
        if near is None:
            words, candidates = self._words_and_rows(phrase, among)
            return {number: (count, count) for number, count in words.items()}, candidates
        found = dict(near)
        told = {number: counts for number, counts in found.items() if counts}
        return told, found.keys() - told.keys()

    def _words_and_rows(
        self, phrase: Phrase, among: Set[int] | None
    ) -> tuple[Mapping[int, int], Iterable[int]]:
        """Return the occurrences of a phrase by record, and the records for `match` to look at.

        Of a slot these are where tokens of an alternative that has several stand in a row.
        """
        rows = [row for row in phrase.slots[0] if len(row) > 1]
        if not rows or not is_of_one_slot(phrase):
            return {}, self._query.candidates(phrase)
        words = tuple(row for row in phrase.slots[0] if len(row) == 1)
        counted = self._query.counted(Phrase((words,)), among) if words else {}
        if counted is None:
            return {}, self._query.candidates(phrase)
        found = {n for row in rows for n in self._query.candidates(Phrase(((row,),)))}
        return counted, sorted(found if among is None else found & among)

    def _all_of(self, node: Group, among: Set[int] | None) -> Part:
        """Return the part that an And is: from the child on that the fewest records match."""
        parts: dict[int, Part] = {}
        records = among
        self._count_at_once(node, among, all_of=True)
        in_order = sorted(enumerate(node.children), key=lambda each: self._place(each[1]))
        for place, child in in_order:
            if isinstance(child, Maybe) and isinstance(node, Run):
                parts[place] = Part(child, (), frozenset())
            elif not isinstance(child, Not) or isinstance(child, Maybe):
                part = self._part(child, records)
                records = part.records if records is None else records & part.records
                if not isinstance(child, Filter):
                    parts[place] = part
            if records is not None and not records:
                return Part(node, (), records)
        excluded = [child.child for child in node.children if type(child) is Not]
        records = self._without(self._every(records), excluded)
        return Part(node, [parts[place] for place in sorted(parts)], records)

    def _place(self, node: Node) -> tuple[int, float]:
        """Return when a child of an And is asked for: what narrows, and costs little, first."""
        if isinstance(node, Phrase):
            return 1, -self._rarity(node)
        return (0, 0.0) if isinstance(node, Filter) else (2 + isinstance(node, Not), 0.0)

    def _without(self, records: Set[int], excluded: Iterable[Node]) -> Set[int]:
        """Return which of `records` match none of `excluded`; of words, all at once."""
        words: dict[Alternative, None] = {}
        rows: dict[Alternative, None] = {}
        for node in _flat(excluded):
            if isinstance(node, Phrase) and is_of_one_slot(node):
                for alternative in node.slots[0]:
                    (rows if len(alternative) > 1 else words)[alternative] = None
            elif records:
                records = records - self._part(node, records).records
        for slot in (tuple(words), *((row,) for row in rows)):
            if slot and records:
                records = records - self._occurring(Phrase((slot,)), records).frequencies.keys()
        return records

    # What counts, and where.

    def _counting(self, part: Part, records: Set[int]) -> Iterator[tuple[Phrase, Set[int]]]:
        """Yield the leaves of `part` with the records in which they count; all `records` match."""
        node = part.node
        if isinstance(node, Phrase):
            yield node, records
        elif isinstance(node, Run):
            self._runs.append((part, records))
        for child in part.children:
            own = records
            if isinstance(node, Or | Maybe):
                own = child.records if records is part.records else records & child.records
            if not (isinstance(node, Run) and isinstance(child.node, Maybe)):
                yield from self._counting(child, own)

    def _standing(self) -> Iterator[Place]:
        """Yield where leaves stand: of those that have words in common, each word once."""
        words = {phrase: _words(phrase) for phrase, _ in self._leaves}
        uses = Counter(chain.from_iterable(words.values()))
        shared: dict[str, Set[int]] = {}
        for phrase, records in _once(self._leaves):
            found = self._found[phrase]
            # Where tokens of several stand in a row, or all that `match` looked at.
            matched = found.matches.keys() & records
            if any(uses[word] > 1 for word in words[phrase]):
                self._uncertain |= matched
                for word in words[phrase]:
                    shared[word] = shared[word] | records if word in shared else records
            else:
                tokens = dict.fromkeys(_tokens(phrase), matched if words[phrase] else records)
                tokens.update(dict.fromkeys(words[phrase], records))
                yield tokens, found.stretches, records
        for word, records in shared.items():
            counts = self._occurring(Phrase((((word,),),)), records).stretches
            own = records & counts.keys()
            yield {word: own}, counts, own

    # What only `match` can tell.

    def _overlapping(self) -> Iterator[Set[int]]:
        """Yield records with places that may have a token in common."""
        standing: dict[str, list[Set[int]]] = {}
        for tokens, _, _ in self._places:
            for token, records in tokens.items():
                standing.setdefault(token, []).append(records)
        if not all(map(is_word_term, standing)):
            # A mark stands where any token may.
            standing = {"": [records for _, _, records in self._places]}
        for found in standing.values():
            seen: Set[int] = found[0]
            for records in found[1:]:
                yield seen & records
                seen = seen | records

    def _touching(self, run: Part, records: Set[int]) -> Set[int]:
        """Return in which of `records` parts of `run` may stand together."""
        found: Set[int] = set()
        for firsts, seconds in _neighbours(run.children):
            if any(firsts) and any(seconds):
                found = found | self._following(firsts, seconds, records - found)
        return found

    def _following(self, firsts: _Edge, seconds: _Edge, among: Set[int]) -> Set[int]:
        """Return in which records `among` some one of `seconds` stands directly after `firsts`."""
        if not among:
            return among
        row = Phrase((firsts.slot, seconds.slot))
        counted = None if firsts.others or seconds.others else self._query.counted(row, among)
        if counted is None:
            return {n for n in among if _follow(firsts, seconds, self._query.view(n))}
        return among & counted.keys()


class Leaves(NamedTuple):
    """Leaves of which a record has one, or with `all_of` all, and which it may not have.

    It has one of the facets of each of some filters.
    """

    counted: Sequence[Phrase]
    all_of: bool = False
    without: Sequence[Phrase | Filter] = ()
    within: Sequence[Filter] = ()


def leaves_apart(tree: Node) -> Leaves | None:
    """Return the leaves of a tree of nothing else.

    None where an occurrence of one may be that of another, or they may stand together.
    """
    if isinstance(tree, Phrase):
        return Leaves((tree,))
    if not isinstance(tree, And | Or):
        return None
    is_all_of = isinstance(tree, And)
    parts = list(map(_as_filter, _joined(tree) if is_all_of else tree.children))
    without = [part.child for part in parts if is_all_of and type(part) is Not]
    within = [part for part in parts if is_all_of and isinstance(part, Filter)]
    counted = [part for part in parts if isinstance(part, Phrase)]
    excluded = [each for each in map(_as_filter, without) if isinstance(each, Phrase | Filter)]
    words = list(map(_words, counted))
    is_apart = all(words) and sum(map(len, words)) == len(set().union(*words))
    told = len(counted) + len(within) + len(excluded)
    if not is_apart or not counted or told < len(parts):
        return None
    is_joined = isinstance(tree, Run) and len(counted) > 1
    return None if is_joined else Leaves(counted, is_all_of, excluded, within)


def _joined(tree: Group) -> Iterator[Node]:
    """Yield the children of an And, and those of an And among them."""
    for child in tree.children:
        if type(child) is And:
            yield from _joined(child)
        else:
            yield child


def _as_filter(node: Node) -> Node:
    """Return the filter that an Or of filters is; other nodes as they are."""
    children = node.children if isinstance(node, Or) else ()
    filters = [child for child in children if isinstance(child, Filter)]
    if not filters or len(filters) < len(children):
        return node
    return Filter(tuple(chain.from_iterable(each.facets for each in filters)))


def _phrases(node: Node) -> Iterator[Phrase]:
    """Yield every phrase of a tree, those of exclusions too."""
    if isinstance(node, Group):
        for child in node.children:
            yield from _phrases(child)
    elif isinstance(node, Not):
        yield from _phrases(node.child)
    elif isinstance(node, Phrase):
        yield node


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield `nodes`, of an Or its children."""
    for node in nodes:
        if isinstance(node, Or):
            yield from _flat(node.children)
        else:
            yield node


def _words(phrase: Phrase) -> Set[str]:
    """Return the words of which each is an occurrence of a phrase, wherever it stands."""
    if not is_of_one_slot(phrase):
        return frozenset()
    words = frozenset(tokens[0] for tokens in phrase.slots[0] if len(tokens) == 1)
    return words if all(map(is_word_term, words)) else frozenset()


def _once(leaves: Iterable[tuple[Phrase, Set[int]]]) -> Iterator[tuple[Phrase, Set[int]]]:
    """Yield the leaves with their records, but for those that the same leaf had before."""
    told: dict[Phrase, Set[int]] = {}
    for phrase, records in leaves:
        own = records - told[phrase] if phrase in told else records
        told[phrase] = told[phrase] | own if phrase in told else own
        yield phrase, own


def _of(counts: Mapping[int, int], records: Set[int]) -> Mapping[int, int]:
    """Return the counts of `records`, which all have one."""
    if len(counts) == len(records):
        return counts
    return {number: counts[number] for number in records}


def _tokens(phrase: Phrase) -> Set[str]:
    """Return the tokens that a phrase has; an acronym stands where its norm does."""
    return {
        token.lstrip(ACRONYM_MARK) for slot in phrase.slots for tokens in slot for token in tokens
    }


def _edges(node: Node) -> tuple[Set[str], Set[str]]:
    """Return the tokens with which what `node` has in a record may begin, and may end."""
    firsts: set[str] = set()
    lasts: set[str] = set()
    for phrase in _phrases(node):
        anywhere = phrase.distance is not None
        for slot in phrase.slots if anywhere else phrase.slots[:1]:
            firsts.update(tokens[0] for tokens in slot)
        for slot in phrase.slots if anywhere else phrase.slots[-1:]:
            lasts.update(tokens[-1] for tokens in slot)
    return firsts, lasts


def _may_be_empty(node: Node) -> bool:
    """Return whether a record can match `node` where it has no place."""
    if isinstance(node, Group):
        decide = any if isinstance(node, Or) else all
        return decide(map(_may_be_empty, node.children))
    return not isinstance(node, Phrase)


def _neighbours(parts: Sequence[Part]) -> Iterator[tuple[_Edge, _Edge]]:
    """Yield which tokens stand directly before which others where parts of a run are together.

    Of two parts that are together one at least is not optional.
    """
    before: Set[str] = frozenset()
    required: Set[str] = frozenset()
    for node in (part.node for part in parts):
        firsts, lasts = _edges(node)
        yield _Edge.of(required if isinstance(node, Maybe) else before), _Edge.of(firsts)
        if not _may_be_empty(node):
            before = required = frozenset()
        before = before | lasts
        if not isinstance(node, Maybe):
            required = required | lasts


class _Edge(NamedTuple):
    """The words, and the other terms, that may stand where a part of a run begins or ends."""

    words: frozenset[str]
    others: Set[str]

    @classmethod
    def of(cls, terms: Set[str]) -> _Edge:
        words = frozenset(filter(is_word_term, terms))
        return cls(words, terms - words)

    @property
    def slot(self) -> Slot:
        return tuple((word,) for word in self.words)

    def places(self, view: View) -> Iterator[int]:
        return chain(view.places(self.words), *map(view.positions, self.others))


def _follow(firsts: _Edge, seconds: _Edge, view: View) -> bool:
    """Return whether one of `firsts` stands directly before one of `seconds`."""
    ends = {place + 1 for place in firsts.places(view)}
    return bool(ends) and not ends.isdisjoint(seconds.places(view))


def _narrowed(part: Part, number: int) -> Node | None:
    """Return what of a tree has a place in a record that matches it, as a tree; None if nothing."""
    node = part.node
    if isinstance(node, Phrase):
        return node
    if isinstance(node, Run):
        kept = [
            child.node if isinstance(child.node, Maybe) else _narrowed(child, number)
            for child in part.children
        ]
        children = tuple(child for child in kept if child is not None)
        return Run(children) if any(not isinstance(child, Maybe) for child in children) else None
    has_all = not isinstance(node, Or | Maybe)
    found = (_narrowed(c, number) for c in part.children if has_all or number in c.records)
    children = tuple(child for child in found if child is not None)
    if len(children) > 1:
        return And(children)
    return children[0] if children else None
