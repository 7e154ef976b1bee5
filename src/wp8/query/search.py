"""Query in, hits out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.model import Hit
from wp8.query.address import neighbours
from wp8.query.language.expand import Expander, simplified
from wp8.query.language.parser import parse
from wp8.query.language.variants import form_leaf, with_variants
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.tree import And, Field, Group, Maybe, Or, Phrase, Run, leaves, within
from wp8.results import FormCount, Found, SearchResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.query.page import Order
    from wp8.query.tree import Layer, Node


class Scope(NamedTuple):
    """What a query looks at: records of these documents, sections and kinds, or of all.

    Of their text it sees all, or with `quotes` the quoted matter only, or what is without it.
    """

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    quotes: Layer | None = None

    def conditions(self) -> tuple[Node, ...]:
        """Return the conditions of the scope, as one would type them."""
        named = {"document": self.documents, "section": self.sections, "kind": self.kinds}
        fields = [
            tuple(Field(name, value) for value in values)
            for name, values in named.items()
            if values
        ]
        return tuple(Or(choice) if len(choice) > 1 else choice[0] for choice in fields)


EVERYTHING: Final = Scope()

# More words than this make more choices among them than can be tried.
MOST_LOOSENED: Final = 10
# A question with fewer hits than this is asked more loosely too.
FEW: Final = 5
QUESTION_WORDS: Final = frozenset("what who whom whose when where why how which".split())


class Question(NamedTuple):
    """A query and how it is to be read: in which scope, as written, with its variants."""

    query: str
    scope: Scope = EVERYTHING
    exact: bool = False
    variants: bool = False


def search(
    question: Question | str,
    *,
    backend: Backend,
    glossary: Sequence[Sequence[str]] = (),
    limit: int | None = None,
    order: Order = "relevance",
    context: int = 0,
) -> SearchResult:
    """Return the hits of a question, at most `limit` of them, with `context` neighbours each.

    Where it has none, the glossary's other forms of its words are searched.

    Raises:
        QueryError: If the query cannot be read or asks for too much.
        UnknownNameError: If the scope or a field names what the corpus does not have.
    """
    asked = Question(question) if isinstance(question, str) else question
    typed = parse(asked.query)
    other, groups = with_variants(typed, _near(glossary, asked.query))
    strict = resolve(typed, asked, backend)
    wider = resolve(other, asked, backend) if groups else strict
    tree = wider if asked.variants else strict
    found = backend.search(tree, limit=limit, order=order)
    by_variants = not (found.total or asked.exact or tree == wider)
    if by_variants:
        tree = wider
        found = backend.search(tree, limit=limit, order=order)
    loosened = None
    if found.total < FEW and (loose := loosen(tree, found.total, asked, backend)):
        tree, loosened = loose
        found = backend.search(tree, limit=limit, order=order)
    if by_variants := by_variants and bool(found.total):
        asked = asked._replace(variants=True)
    records = zip(backend.records(found.ids), found.scores, strict=True)
    hits = [hit(record, score, tree) for record, score in records]
    result = SearchResult(
        asked.query,
        in_context(hits, backend, context) if context else hits,
        found.total,
        sum(number for _, number in found.counts.values()),
        {document: Found(*counts) for document, counts in found.counts.items()},
        loosened,
        by_variants=by_variants,
    )
    if asked.variants:
        counts = (_count(form, asked, backend) for group in groups for form in group)
        return replace(result, forms=tuple(counts))
    if asked.exact or wider in (tree, strict):
        return result
    total = backend.search(wider, limit=0).total
    return replace(result, more=max(0, total - result.total))


def resolve(typed: Node, asked: Question, backend: Backend) -> Node:
    """Return `typed` within the scope of `asked`, resolved over the backend's vocabulary."""
    conditions = asked.scope.conditions()
    tree = And((typed, *conditions)) if conditions else typed
    resolved = expander(backend, exact=asked.exact).expand(tree)
    return layered(simplified(resolved, backend.vocabulary), asked.scope)


def expander(backend: Backend, *, exact: bool = False) -> Expander:
    """Return what resolves typed trees over the texts of `backend`."""
    return Expander(backend.vocabulary, exact=exact, places=backend.occurrences)


def layered(resolved: Node, scope: Scope) -> Node:
    """Return a resolved tree that sees the layer of the texts which `scope` names."""
    return within(resolved, scope.quotes) if scope.quotes else resolved


def selected(scope: Scope, backend: Backend) -> Sequence[str]:
    """Return the ids of the records of `scope` in reading order.

    Raises:
        UnknownNameError: If the scope names what the corpus does not have.
    """
    conditions = scope.conditions()
    if not conditions:
        return backend.ids()
    tree = Expander(backend.vocabulary).expand(And(conditions))
    return backend.search(tree, order="document").ids


def loosen(
    tree: Node, strict: int, asked: Question, backend: Backend
) -> tuple[Node, tuple[int, int]] | None:
    """Return a question that asks for most of its words only, and how many of how many.

    A run with function words that has no hit is loosened: at least two and at least half of its
    other words have to be there, of which a name has several, and as many as any record has. A
    question proper is loosened if it has few hits too, and down to one word; words that no text
    has are left out of it.
    """
    run, conditions = (tree.children[0], tree.children[1:]) if type(tree) is And else (tree, ())
    proper = _is_question(asked.query)
    if not isinstance(run, Run) or not (proper or not strict):
        return None
    words = [child for child in run.children if isinstance(child, (Phrase, Group))]
    others = [child for child in run.children if isinstance(child, Maybe)]
    if not others or len(words) + len(others) != len(run.children) or len(words) > MOST_LOOSENED:
        return None
    whole = len(words)
    if proper:
        words = [word for word in words if backend.search(word, limit=0).total]
    fewest = max(1, (len(words) + 1) // 2)
    for number in range(min(len(words), whole - 1), fewest - 1, -1):
        choices = [
            Run(choice)
            for choice in combinations(words, number)
            if proper or number > 1 or is_name(choice[0])
        ]
        if not choices:
            break
        loose: Node = Or((*([run] if strict else []), *choices))
        if conditions:
            loose = And((loose, *conditions))
        if backend.search(loose, limit=0).total > strict:
            return loose, (number, whole)
    return _rarest(words, whole, conditions, backend) if proper and not strict else None


def is_name(node: Node) -> bool:
    """Return whether a resolved tree asks for somebody's name, in the orders it may have."""
    return any(
        isinstance(leaf, Phrase) and leaf.borders is not None and len(leaf.slots) > 1
        for leaf in leaves(node)
    )


def _rarest(
    words: Sequence[Node], whole: int, conditions: Sequence[Node], backend: Backend
) -> tuple[Node, tuple[int, int]] | None:
    """Return the question for the rarest of `words` alone."""
    totals = {word: backend.search(And((word, *conditions)), limit=0).total for word in words}
    found = [word for word in words if totals[word]]
    if not found:
        return None
    return And((min(found, key=lambda word: totals[word]), *conditions)), (1, whole)


def _is_question(query: str) -> bool:
    first = query.split(maxsplit=1)[0].casefold()
    return query.rstrip().endswith("?") or first in QUESTION_WORDS


def _near(glossary: Sequence[Sequence[str]], query: str) -> Iterator[Sequence[str]]:
    """Yield the groups that may have a form in `query`: to look closely at all takes longer."""
    folded = query.casefold()
    return (
        group for group in glossary if any(form[:2].strip().casefold() in folded for form in group)
    )


def _count(form: str, asked: Question, backend: Backend) -> FormCount:
    tree = resolve(form_leaf(form), asked, backend)
    counts = backend.search(tree, limit=0).counts.values()
    return FormCount(form, sum(hits for hits, _ in counts), sum(number for _, number in counts))


def hit(record: Record, score: float, tree: Node) -> Hit:
    """Return `record` as a hit of `tree`, with the spans that matched."""
    view = TextView(record)
    found = match(tree, view)
    return Hit(record, score, view.spans(found.stretches) if found else ())


def in_context(hits: Sequence[Hit], backend: Backend, number: int) -> list[Hit]:
    """Return each of `hits` with up to `number` records before and after it in its document.

    No record is there twice: a neighbour that is a hit, or a neighbour already, is left out.
    """
    seen = {hit.record.id for hit in hits}
    found = []
    for hit in hits:
        sides = []
        for ids in neighbours(hit.record.id, backend.ids(), number=number):
            new = [id_ for id_ in ids if id_ not in seen]
            seen.update(new)
            sides.append(tuple(backend.records(new)))
        found.append(replace(hit, before=sides[0], after=sides[1]))
    return found
