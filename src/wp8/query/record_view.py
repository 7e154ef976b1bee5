"""A record as a query sees it: the positions of its terms, and its facets."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from wp8.words.lexeme import primary_language
from wp8.words.tokens import ACRONYM_MARK, QUOTED, index_terms, is_word_term, tokenize

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from typing import Protocol

    from wp8.model import Record
    from wp8.query.tree import Layer
    from wp8.words.tokens import Token

    # Positions from one on, half-open.
    Stretch = tuple[int, int]

    class View(Protocol):
        """A record as a query sees it."""

        @property
        def facets(self) -> Container[str]:
            """What filters can ask of the record."""

        def positions(self, term: str) -> Sequence[int]:
            """Return the positions of `term` in the record, ascending."""

        def places(self, words: frozenset[str]) -> Sequence[int]:
            """Return the positions of the tokens that are one of `words`, ascending."""

    class Sentenced(View, Protocol):
        """A record, or a sentence of one, as a query sees it that asks for sentences."""

        def sentences(self) -> Sequence[Stretch]:
            """Return the stretches of positions of the sentences that have tokens."""


_POSITION: Final = attrgetter("position")


class WithSentences:
    """What knows the sentences of a record's text, which is read when they are first asked for."""

    facets: Container[str]

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The tokens of the text."""
        return [*tokenize(self._record.text)]

    def sentences(self) -> Sequence[Stretch]:
        """Return the stretches of positions of the sentences that have tokens."""
        from wp8.words.sentences import sentences

        record = self._record
        starts = [token.start for token in self.tokens]
        borders = (
            (bisect_left(starts, start), bisect_left(starts, end))
            for start, end in sentences(record.text, record.language)
        )
        return [
            (self.tokens[first].position, self.tokens[last - 1].position + 1)
            for first, last in borders
            if first < last
        ]


def _grouped(found: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Return the positions of each term, in order."""
    positions: dict[str, list[int]] = {}
    for term, position in found:
        positions.setdefault(term, []).append(position)
    return positions


class TextView(WithSentences):
    """A record's text as a view; the reference that an index must agree with."""

    facets: tuple[str, ...]

    def __init__(self, record: Record) -> None:
        super().__init__(record)
        self.facets = facets(record)
        self.language = primary_language(record.language)
        self.length = len(self.tokens)

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of `term`, ascending."""
        return (self._norms if is_word_term(term) else self.terms).get(term, ())

    def places(self, words: frozenset[str]) -> Sequence[int]:
        """Return the positions of the tokens that are one of `words`, ascending."""
        found = words & self._norms.keys()
        return sorted({*chain.from_iterable(map(self._norms.__getitem__, found))})

    @cached_property
    def _norms(self) -> Mapping[str, Sequence[int]]:
        """The positions of each norm: most queries ask for no other term."""
        return _grouped((token.norm, token.position) for token in self.tokens)

    @cached_property
    def terms(self) -> Mapping[str, Sequence[int]]:
        """The positions of every term of the text."""
        return _grouped(index_terms(self.tokens, self._record.quoted))

    def spans(self, stretches: Iterable[Stretch]) -> tuple[tuple[int, int], ...]:
        """Return the half-open character spans of `stretches` of positions."""
        tokens = self.tokens
        return tuple(
            (
                tokens[bisect_left(tokens, start, key=_POSITION)].start,
                tokens[bisect_left(tokens, end - 1, key=_POSITION)].end,
            )
            for start, end in stretches
        )


class IndexedView(WithSentences):
    """A record of `length` tokens as an index has it, with the sentences of its text."""

    def __init__(self, view: View, record: Record, length: int) -> None:
        super().__init__(record)
        self.facets = view.facets
        self.length = length
        self.positions = view.positions
        self.places = view.places


def section_key(section: str) -> str:
    """Return a section's name as filters and addresses compare it: `Part 3` is `part3`."""
    return "".join(section.split()).casefold()


def facets(record: Record) -> tuple[str, ...]:
    """Return what filters can ask of `record`, as `field:value`."""
    found = [f"document:{record.document}", f"kind:{record.kind}"]
    if record.section:
        found.append(f"section:{section_key(record.section)}")
    if record.section_id:
        found.append(f"section_id:{section_key(record.section_id)}")
    if record.kind == "note":
        found.append(f"note:{record.number}")
    if record.speaker:
        found.append(f"speaker:{section_key(record.speaker)}")
    if language := primary_language(record.language):
        found.append(f"language:{language}")
    return tuple(found)


class LayerView:
    """What one layer of a record has: its quoted matter, or all but that."""

    def __init__(self, view: View, layer: Layer) -> None:
        self.facets = view.facets
        self._view = view
        self._is_quoted = layer == "only"
        self._quoted = frozenset(view.positions(QUOTED))

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of `term` in the layer, ascending."""
        return self._within(self._view.positions(term))

    def places(self, words: frozenset[str]) -> Sequence[int]:
        """Return the positions of the tokens in the layer that are one of `words`, ascending."""
        return self._within(self._view.places(words))

    def _within(self, found: Sequence[int]) -> list[int]:
        return [place for place in found if (place in self._quoted) is self._is_quoted]


class UnbarredView:
    """What a record has, but no word where one of some other terms stands: no us that is US."""

    def __init__(self, view: View, barred: Iterable[str]) -> None:
        self.facets = view.facets
        self._view = view
        self._barred = frozenset(chain.from_iterable(map(view.positions, barred)))

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of `term`, ascending."""
        found = self._view.positions(term)
        return self._free(found) if is_word_term(term) else found

    def places(self, words: frozenset[str]) -> Sequence[int]:
        """Return the positions of the tokens that are one of `words`, ascending."""
        return self._free(self._view.places(words))

    def _free(self, found: Iterable[int]) -> list[int]:
        return [place for place in found if place not in self._barred]


class RememberedView:
    """What a record has, each found once, however many of its sentences ask."""

    def __init__(self, view: View) -> None:
        self.facets: Container[str] = view.facets
        self.positions = cache(view.positions)
        self.places = cache(view.places)


class SentenceView:
    """What one sentence of a record has, and the marks of the token after it."""

    def __init__(self, view: View, sentence: Stretch) -> None:
        self.facets: Container[str] = view.facets
        self._view = view
        self._sentence = sentence

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of `term` in the sentence, ascending."""
        is_of_token = is_word_term(term) or term[0] == ACRONYM_MARK
        # A mark says what stands before a token, so that one tells of the end of the sentence.
        return self._within(self._view.positions(term), 0 if is_of_token else 1)

    def places(self, words: frozenset[str]) -> Sequence[int]:
        """Return the positions of the tokens in the sentence that are one of `words`, ascending."""
        return self._within(self._view.places(words))

    def _within(self, found: Sequence[int], beyond: int = 0) -> Sequence[int]:
        start, end = self._sentence
        return found[bisect_left(found, start) : bisect_left(found, end + beyond)]

    def sentences(self) -> Sequence[Stretch]:
        """Return the stretch of positions of the sentence."""
        return [self._sentence]
