"""A record as a query sees it: the positions of its terms, and its facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.words.lexeme import primary_language
from wp8.words.tokens import QUOTED, index_terms, tokenize

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from typing import Protocol

    from wp8.model import Record
    from wp8.query.tree import Layer

    # Positions from one on, half-open.
    Stretch = tuple[int, int]

    class View(Protocol):
        """A record as a query sees it."""

        @property
        def facets(self) -> Container[str]:
            """What filters can ask of the record."""

        def positions(self, term: str) -> Sequence[int]:
            """Return the positions of `term` in the record, ascending."""


class TextView:
    """A record's text as a view; the reference that an index must agree with."""

    def __init__(self, record: Record) -> None:
        self.tokens = list(tokenize(record.text))
        self.facets = facets(record)
        self.language = primary_language(record.language)
        self._positions: dict[str, list[int]] = {}
        for term, position in index_terms(self.tokens, record.quoted):
            self._positions.setdefault(term, []).append(position)

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of `term`, ascending."""
        return self._positions.get(term, ())

    @property
    def terms(self) -> Mapping[str, Sequence[int]]:
        """The positions of every term of the text."""
        return self._positions

    def spans(self, stretches: Iterable[Stretch]) -> tuple[tuple[int, int], ...]:
        """Return the half-open character spans of `stretches` of positions."""
        index = {token.position: i for i, token in enumerate(self.tokens)}
        return tuple(
            (self.tokens[index[start]].start, self.tokens[index[end - 1]].end)
            for start, end in stretches
        )


def section_key(section: str) -> str:
    """Return a section's label as filters and addresses compare it: `Part 3` is `part3`."""
    return "".join(section.split()).casefold()


def facets(record: Record) -> tuple[str, ...]:
    """Return what filters can ask of `record`, as `field:value`."""
    found = [f"document:{record.document}", f"kind:{record.kind}"]
    if record.section:
        found.append(f"section:{section_key(record.section)}")
    if record.kind == "note":
        found.append(f"note:{record.number}")
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
        found = self._view.positions(term)
        return [place for place in found if (place in self._quoted) is self._is_quoted]
