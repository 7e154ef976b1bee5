"""Query in, hits out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.query.hits import hits_of
from wp8.query.language.expand import Expander, simplified
from wp8.query.language.parser import parse
from wp8.query.language.variants import form_leaf, with_variants
from wp8.query.tree import And, Field, Filter, Maybe, Or, Phrase, Run, leaves, within
from wp8.results import FormCount, Found, SearchResult
from wp8.words.tokens import QUESTION_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Hit, Record
    from wp8.query.backend import Backend
    from wp8.query.page import Order, Page
    from wp8.query.tree import Layer, Node

    AsHits = Callable[[Page, Node], Sequence[Hit]]

# Records that are held at a time.
_READ: Final = 1 << 13


class Scope(NamedTuple):
    """What a query looks at: records of these documents, sections and kinds, or of all.

    Of their text it sees all, or with `quotes` the quoted matter only, or what is without it. The
    documents are those, too, that each of the queries `where` chooses.
    """

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    quotes: Layer | None = None
    where: tuple[str, ...] = ()

    def conditions(self) -> tuple[Node, ...]:
        """Return the conditions of the scope, as one would type them."""
        named = {"document": self.documents, "section": self.sections, "kind": self.kinds}
        fields = [
            tuple(Field(name, value) for value in values)
            for name, values in named.items()
            if values
        ]
        named_ones = (Or(choice) if len(choice) > 1 else choice[0] for choice in fields)
        return (*named_ones, *(Field(WHERE, query) for query in self.where))


EVERYTHING: Final = Scope()
# What documents are chosen by, as a field that nobody types.
WHERE: Final = "where"

# So many content words with function words among them, which no record has all, are asked for as
# a question is: of two, it is better to say that one is missing.
FEWEST_IN_A_SENTENCE: Final = 3
_NO_LETTER: Final = re.compile("[^a-z0-9]+")


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
    places: Mapping[str, int] | None = None,
    only_ids: bool = False,
    as_hits: AsHits | None = None,
) -> SearchResult:
    """Return the hits of a question, at most `limit` of them, as `as_hits` makes them.

    Where it has none, the glossary's other forms of its words are searched. Where documents have
    `places`, theirs is the order of the hits, and in each that of reading. With `only_ids` no
    record is read: the result has the ids of its hits, and no hits.

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
    ask = partial(backend.search, limit=limit, order=order)
    if places is not None:
        ask = partial(_by_document, backend, places, limit)
    found = None if is_question(asked.query) else ask(tree)
    by_variants = found is not None and not (found.total or asked.exact or tree == wider)
    if by_variants:
        tree = wider
        found = ask(tree)
    loosened = None
    if found is None or not (found.total or not _is_sentence(tree)):
        from wp8.query.question import loosen

        loosened = loosen(tree, backend)
        if loosened and loosened.missing and not (asked.exact or tree == wider):
            other_way = loosen(wider, backend)
            if other_way and len(other_way.missing) < len(loosened.missing):
                loosened, by_variants = other_way, True
        tree = loosened.tree if loosened else tree
        found = ask(tree)
    if by_variants := by_variants and bool(found.total):
        asked = asked._replace(variants=True)
    hits: Sequence[Hit] = ()
    if not only_ids:
        hits = (as_hits or partial(hits_of, backend=backend))(found, tree)
    result = SearchResult(
        asked.query,
        hits,
        found.total,
        sum(number for _, number in found.counts.values()),
        dict(zip(found.counts, map(Found._make, found.counts.values()), strict=True)),
        found.ids,
        (1, loosened.words) if loosened and loosened.words > 1 else None,
        missing=_as_typed(loosened.missing, asked.query) if loosened else (),
        by_variants=by_variants,
    )
    if asked.variants:
        counts = (_count(form, asked, backend) for group in groups for form in group)
        return replace(result, forms=tuple(counts))
    if asked.exact or wider in (tree, strict):
        return result
    total = backend.search(wider, limit=0).total
    return replace(result, more=max(0, total - result.total))


def _by_document(
    backend: Backend, places: Mapping[str, int], limit: int | None, tree: Node
) -> Page:
    """Return the records that answer a tree in the order that the `places` of documents give."""
    found = backend.search(tree, order="document")
    in_order = sorted(
        zip(found.ids, found.scores, strict=True),
        key=lambda each: places[each[0].partition(":")[0]],
    )[:limit]
    return found._replace(ids=[id_ for id_, _ in in_order], scores=[n for _, n in in_order])


def resolve(typed: Node, asked: Question, backend: Backend) -> Node:
    """Return `typed` within the scope of `asked`, resolved over the backend's vocabulary."""
    conditions = asked.scope.conditions()
    tree = And((typed, *conditions)) if conditions else typed
    resolved = expander(backend, exact=asked.exact).expand(tree)
    return layered(simplified(resolved, backend.vocabulary), asked.scope)


def canonical(query: str) -> str:
    """Return a query as it was read, in one spelling; what was a question is one."""
    parsed = str(parse(query))
    return parsed if is_question(parsed) or not is_question(query) else f"{parsed}?"


def named_as(facets: Sequence[str], backend: Backend) -> list[str]:
    """Return the values of `facets` as the first record that has each of them writes it."""
    found = []
    for facet in facets:
        field, _, value = facet.partition(":")
        if field in ("section", "speaker"):
            ids = backend.search(Filter((facet,)), limit=1, order="document").ids
            value = str(getattr(backend.records(ids)[0], field))
        found.append(value)
    return found


def expander(backend: Backend, *, exact: bool = False) -> Expander:
    """Return what resolves typed trees over the texts of `backend`."""
    return Expander(
        backend.vocabulary,
        exact=exact,
        places=backend.occurrences,
        texts=backend.records,
        catalogue=backend.catalogue,
        named_as=partial(named_as, backend=backend),
    )


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
    tree = simplified(expander(backend).expand(And(conditions)), backend.vocabulary)
    return backend.search(tree, order="document").ids


def read_in_parts(ids: Sequence[str], backend: Backend) -> Iterator[Record]:
    """Yield the records with these ids, of which some thousands are held at a time."""
    for start in range(0, len(ids), _READ):
        yield from backend.records(ids[start : start + _READ])


def documents_of(scope: Scope, backend: Backend) -> list[str]:
    """Return the documents that have records of `scope`; errors as of `selected`."""
    return list(dict.fromkeys(id_.partition(":")[0] for id_ in selected(scope, backend)))


def is_name(node: Node) -> bool:
    """Return whether a resolved tree asks for somebody's name, in the orders it may have."""
    return any(
        isinstance(leaf, Phrase) and leaf.borders is not None and len(leaf.slots) > 1
        for leaf in leaves(node)
    )


def is_question(query: str) -> bool:
    """Return whether a query is a question in plain words; `WHO report` asks for the acronym."""
    first, *others = query.split(maxsplit=1)
    is_acronym = first.isupper() and not "".join(others).isupper()
    return query.rstrip().endswith("?") or (first.lower() in QUESTION_WORDS and not is_acronym)


def _is_sentence(tree: Node) -> bool:
    """Return whether a tree is a run of some words, and of others that need not be there."""
    run = tree.children[0] if type(tree) is And else tree
    parts = run.children if isinstance(run, Run) else ()
    contents = [part for part in parts if not isinstance(part, Maybe)]
    # A name has several words.
    words = len(contents) + sum(map(is_name, contents))
    return len(contents) < len(parts) and words >= FEWEST_IN_A_SENTENCE


def _as_typed(words: Iterable[str], query: str) -> tuple[str, ...]:
    """Return words, each known by its norms with blanks, as they were typed."""
    tokens = list(tokenize(query, shouted=False))
    found = []
    for word in words:
        norms = word.split()
        rows = (tokens[place : place + len(norms)] for place in range(len(tokens)))
        row = next((row for row in rows if [token.norm for token in row] == norms), None)
        found.append(query[row[0].start : row[-1].end] if row else word)
    return tuple(found)


def _near(glossary: Sequence[Sequence[str]], query: str) -> Iterator[Sequence[str]]:
    """Yield the groups that may have a form in `query`: to look closely at all takes longer."""
    folded = query.casefold()
    letters = "".join(filter(str.isalnum, folded)) if query.isascii() else ""
    return (group for group in glossary if any(_may_be_in(form, folded, letters) for form in group))


def _may_be_in(form: str, folded: str, letters: str) -> bool:
    """Return whether a query may have a form: all words of it where both are of ASCII.

    The query is `folded`, and has the `letters`, if it is of ASCII.
    """
    begin = form[:2].strip().casefold()
    if not (letters and form.isascii()):
        return begin in folded
    is_begun = begin in letters or not begin.isalnum()
    return is_begun and all(word in letters for word in _NO_LETTER.split(form.lower()))


def _count(form: str, asked: Question, backend: Backend) -> FormCount:
    tree = resolve(form_leaf(form), asked, backend)
    counts = backend.search(tree, limit=0).counts.values()
    return FormCount(form, sum(hits for hits, _ in counts), sum(number for _, number in counts))
