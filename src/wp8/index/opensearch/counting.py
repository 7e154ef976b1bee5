"""Queries whose hits, counts and scores the cluster tells by itself, to the last digit.

A score of OpenSearch's is one number of 24 bits. Where the numbers of occurrences of all parts of
a query fit into them side by side, each part adds its own, shifted to its place; a script takes
them apart and computes what `ranking` computes, in the same order, for hits and for sums. That
holds where no occurrence overlaps another: then their number is what `matching` would find.
"""

from __future__ import annotations

import sys
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.index.opensearch.query import (
    MOST_ROWS,
    MOST_TERMS,
    any_of,
    decides,
    query,
    row_query,
    rows,
)
from wp8.index.opensearch.schema import KIND, LENGTH
from wp8.query.ranking import AS_TYPED, K1, MOST_TOGETHER, TOGETHER, WEIGHTS, B
from wp8.query.tree import And, Filter, Maybe, Not, Or, Phrase, Run, as_typed
from wp8.words.tokens import (
    ACRONYM_MARK,
    DOTTED,
    GOES_ON,
    JOINTS,
    QUOTE_BEGINS,
    QUOTED,
    SIGNS,
    is_word_term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.query.ranking import Ranking
    from wp8.query.tree import Alternative, Node

    Rows = Sequence[Alternative]

_BITS: Final = 24
# The boost of a row of three, five … tokens is rounded: so far up, that rounds to the number meant.
_ROUNDED_BITS: Final = 20
_MARKS: Final = (*JOINTS, *SIGNS, GOES_ON, DOTTED, QUOTED, QUOTE_BEGINS)

# As in `Ranking.score`; from Python 3.12 on `sum` makes up for what each addition loses.
_SCORE: Final = f"""
long packed = Math.round(_score.doubleValue());
double norm = params.k1 * (params.rest + params.b * doc['{LENGTH}'].value / params.mean);
double sum = 0.0, lost = 0.0;
for (int i = 0; i < params.rarities.size(); i++) {{
  double frequency = (packed >> (int) params.shifts[i]) & (long) params.masks[i];
  if (frequency == 0.0) continue;
  double x = (double) params.rarities[i] * frequency * (params.k1 + 1) / (frequency + norm);
  double t = sum + x;
  if (params.exact) lost += sum >= x ? (sum - t) + x : (x - t) + sum;
  sum = t;
}}
sum += lost;
long together = 0;
for (int i = 0; i < params.runs.size(); i++) {{
  if (((packed >> (int) params.run_shifts[i]) & (long) params.run_masks[i]) != 0) {{
    long length = (long) params.runs[i];
    together = length > together ? length : together;
  }}
}}
long most = (long) params.most_together;
together = together < most ? together : most;
long typed = params.typed_shifts.size() > 0 ? 1 : 0;
for (int i = 0; i < params.typed_shifts.size(); i++) {{
  if (((packed >> (int) params.typed_shifts[i]) & (long) params.typed_masks[i]) == 0) typed = 0;
}}
double weight = params.weights[doc['{KIND}'].value];
return params.as_typed * typed + params.together * together + weight * sum;
"""
_OCCURRENCES: Final = """
long packed = Math.round(_score.doubleValue());
long sum = 0;
for (int i = 0; i < params.shifts.size(); i++) {
  sum += (packed >> (int) params.shifts[i]) & (long) params.masks[i];
}
for (int i = 0; i < params.runs.size(); i++) {
  if ((long) params.runs[i] == 1) {
    sum -= (packed >> (int) params.run_shifts[i]) & (long) params.run_masks[i];
  }
}
return sum;
"""


class _Packed(NamedTuple):
    """The rows of a part or a run, and the bits where the number of its occurrences stands."""

    rows: Rows
    shift: int
    mask: int


class Counted(NamedTuple):
    """A query that the cluster answers by itself.

    `leaves` are its phrases with their places in a score, `runs` what stands together where parts
    of a run do, by the number of parts beyond the first, `typed` what was typed of each part that
    has other forms.
    """

    tree: Node
    leaves: Sequence[tuple[Phrase, _Packed]]
    runs: Sequence[tuple[int, _Packed]]
    typed: Sequence[_Packed]

    def query(self) -> dict[str, Any]:
        """Return the query whose score has the numbers of occurrences."""
        packed = [*(each for _, each in (*self.leaves, *self.runs)), *self.typed]
        scoring = [row_query(row, 1 << each.shift) for each in packed for row in each.rows]
        if isinstance(self.tree, Phrase):
            return any_of(scoring)
        found = {"filter": [query(self.tree)], "should": scoring, "minimum_should_match": 0}
        return {"bool": found}

    def score(self, ranking: Ranking) -> dict[str, Any]:
        """Return the script that gives a hit its score."""
        parameters = {
            **self._places(),
            "rarities": [ranking.rarity(phrase) for phrase, _ in self.leaves],
            "k1": K1,
            "b": B,
            "rest": 1 - B,
            "mean": ranking.mean_length,
            "together": TOGETHER,
            "most_together": MOST_TOGETHER,
            "as_typed": AS_TYPED,
            "typed_shifts": [each.shift for each in self.typed],
            "typed_masks": [each.mask for each in self.typed],
            "weights": WEIGHTS,
            "exact": sys.version_info >= (3, 12),
        }
        return {"source": _SCORE, "params": parameters}

    def occurrences(self) -> dict[str, Any]:
        """Return the script that gives the number of occurrences in a hit."""
        return {"source": _OCCURRENCES, "params": self._places()}

    def _places(self) -> dict[str, Any]:
        return {
            "shifts": [each.shift for _, each in self.leaves],
            "masks": [each.mask for _, each in self.leaves],
            "runs": [length for length, _ in self.runs],
            "run_shifts": [each.shift for _, each in self.runs],
            "run_masks": [each.mask for _, each in self.runs],
        }


def counted(tree: Node, most: Callable[[str], int]) -> Counted | None:
    """Return the plan for a tree that the cluster answers by itself, or None.

    `most` says how often a term stands in the record that has it most.
    """
    parts = list(_parts(tree))
    if not decides(tree) or not all(map(_is_simple, parts)):
        return None
    leaves = [leaf for part in parts for leaf in _leaves(part)]
    found = [rows(leaf) for leaf in leaves]
    runs = [run for node in _conjuncts(tree) for run in _runs(node)]
    joined = [choices for _, choices in runs]
    typed = [
        _of(own)
        for part, own in zip(parts, _parts(as_typed(tree)), strict=True)
        if _of(own) != _of(part)
    ]
    if sum(map(len, (*found, *joined, *typed))) > MOST_TERMS or any(
        len(c) > MOST_ROWS for c in joined
    ):
        return None
    has_marks = any(not is_word_term(token) for c in joined for row in c for token in row)
    if has_marks or _overlap(found):
        return None
    packed = _pack([_shortest(each) for each in (*found, *joined, *typed)], most)
    if packed is None:
        return None
    lengths = [length for length, _ in runs]
    first, last = len(leaves), len(leaves) + len(lengths)
    return Counted(
        tree,
        list(zip(leaves, packed[:first], strict=True)),
        list(zip(lengths, packed[first:last], strict=True)),
        packed[last:],
    )


def _conjuncts(tree: Node) -> Iterator[Node]:
    """Yield what all has to match; a run is one of it."""
    if type(tree) is And:
        for child in tree.children:
            yield from _conjuncts(child)
    else:
        yield tree


def _parts(tree: Node) -> Iterator[Node]:
    """Yield what all has to match; of a run, its parts."""
    for node in _conjuncts(tree):
        yield from node.children if isinstance(node, Run) else (node,)


def _is_simple(part: Node) -> bool:
    """Return whether the leaves of a part count wherever they occur."""
    if isinstance(part, Or):
        return any(
            all(isinstance(child, kind) for child in part.children) for kind in (Phrase, Filter)
        )
    return isinstance(part, Phrase | Filter | Not) and not isinstance(part, Maybe)


def _leaves(part: Node) -> Sequence[Phrase]:
    children = part.children if isinstance(part, Or) else (part,)
    return [child for child in children if isinstance(child, Phrase)]


def _of(part: Node) -> Rows:
    """Return the rows of all leaves of a part."""
    return [row for leaf in _leaves(part) for row in rows(leaf)]


def _runs(node: Node) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of each stretch of parts of a run, with its number of parts but the first."""
    children = node.children if isinstance(node, Run) else ()
    parts = [found for child in children if (found := _of(child))]
    for first, last in combinations(range(len(parts)), 2):
        choices = islice(product(*parts[first : last + 1]), MOST_ROWS + 1)
        yield last - first, [sum(choice, ()) for choice in choices]


def _overlap(leaves: Sequence[Rows]) -> bool:
    """Return whether an occurrence of a leaf can have a place in common with another one.

    Where one row of a leaf goes on after another (plan, plan's), both are the same occurrence.
    """
    # An acronym stands where its norm does, any other mark where any token may.
    found = [
        (leaf, tuple(token.lstrip(ACRONYM_MARK) for token in row))
        for leaf, each in enumerate(leaves)
        for row in each
    ]
    if any(token in _MARKS for _, row in found for token in row):
        return len(found) > 1
    if all(len(row) == 1 for _, row in found):
        return len({row for _, row in found}) < len(found)
    return any(
        one[place : place + len(other)] == other[: len(one) - place]
        for i, (leaf, one) in enumerate(found)
        for j, (of_other, other) in enumerate(found)
        for place in range(len(one))
        if place or (i != j and (leaf != of_other or len(one) == len(other)))
    )


def _shortest(leaf: Rows) -> Rows:
    """Return the rows that do not begin like another: each occurrence has one of them."""
    return [row for row in leaf if not any(row[: len(o)] == o for o in leaf if len(o) < len(row))]


def _pack(found: Sequence[Rows], most: Callable[[str], int]) -> list[_Packed] | None:
    """Return each of `found` with bits for as many as a record can have, if they fit."""
    packed = []
    shift = 0
    for each in found:
        highest = sum(min(map(most, row)) for row in each)
        bits = highest.bit_length()
        present = [row for row in each if all(map(most, row))]
        packed.append(_Packed(present, shift, (1 << bits) - 1))
        shift += bits
    is_exact = all(len(row).bit_count() == 1 for each in packed for row in each.rows)
    return packed if shift <= (_BITS if is_exact else _ROUNDED_BITS) else None
