"""From a query tree to OpenSearch's query DSL.

A phrase becomes rows: every choice of alternatives, as tokens that follow each other. The cluster
finds a row as a phrase, and many of them as `intervals`. Where it cannot tell exactly what
`matching` tells, it finds all records that may match, and perhaps more.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final

from wp8.index.opensearch.schema import FACETS, MARKS, TOKENS, term
from wp8.query.tree import And, Filter, Maybe, Not, Or, Phrase
from wp8.words.tokens import ACRONYM_MARK, is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.query.tree import Alternative, Node, Slot

    Query = dict[str, Any]

# Phrases of one query, and choices that a cluster makes phrases of by itself.
MOST_ROWS: Final = 64
_MOST_CHOICES: Final = 512
# A query of more clauses is refused; a list of terms is none.
MOST_TERMS: Final = 1000


def decides(node: Node) -> bool:
    """Return whether the cluster finds exactly the records that match `node`."""
    if isinstance(node, Phrase):
        return bool(rows(node))
    if isinstance(node, Not):
        return isinstance(node, Maybe) or decides(node.child)
    if isinstance(node, And | Or):
        return all(map(decides, node.children))
    return isinstance(node, Filter)


def query(node: Node) -> Query:
    """Return the query for the records that match `node`, or may: exact where that is decided."""
    if isinstance(node, Phrase):
        return _phrase(node)
    if isinstance(node, Filter):
        return {"terms": {FACETS: list(node.facets)}}
    if isinstance(node, Not):
        # What the cluster finds too much of would be excluded too much.
        return {"bool": {"must_not": [query(node.child)]}} if _excludes(node) else {"match_all": {}}
    if isinstance(node, Or):
        return any_of(query(child) for child in node.children)
    if isinstance(node, And):
        return all_of(query(child) for child in node.children)
    raise TypeError(f"a {type(node).__name__} has to be expanded before it can be asked for")


def _excludes(node: Not) -> bool:
    """Return whether the cluster can exclude what `node` excludes, and nothing else."""
    return not isinstance(node, Maybe) and decides(node.child)


def rows(phrase: Phrase) -> Sequence[Alternative]:
    """Return the rows of tokens that a phrase is, if it is nothing but one of so many.

    None are returned of a phrase that only `matching` can decide. A mark stands in no row, for
    the cluster does not know where it stands; alone it is one.
    """
    if not phrase.is_plain or phrase.asks_for_signs:
        return ()
    if is_of_terms(phrase):
        return list(dict.fromkeys(phrase.slots[0]))
    if prod(map(len, phrase.slots)) > MOST_ROWS:
        return ()
    found = list(dict.fromkeys(sum(choice, ()) for choice in product(*phrase.slots)))
    return found if all(map(is_word_term, sum(found, ()))) else ()


def is_of_terms(phrase: Phrase) -> bool:
    """Return whether a phrase is one term, or one of several."""
    return len(phrase.slots) == 1 and all(len(tokens) == 1 for tokens in phrase.slots[0])


def row_query(row: Alternative, boost: float) -> Query:
    """Return the query whose score is the number of occurrences of `row`, times `boost`."""
    if len(row) == 1:
        return {"term": {field(row[0]): {"value": term(row[0]), "boost": boost}}}
    # The cluster counts an occurrence for each of its tokens.
    text = " ".join(map(term, row))
    return {"match_phrase": {TOKENS: {"query": text, "boost": boost / len(row)}}}


def field(token: str) -> str:
    """Return the field that has a term."""
    return TOKENS if is_word_term(token) else MARKS


def _phrase(phrase: Phrase) -> Query:
    if is_of_terms(phrase):
        return _slot(phrase.slots[0])
    if found := rows(phrase):
        return any_of(row_query(row, 1.0) for row in found)
    norms = [[_norms(tokens) for tokens in slot] for slot in phrase.slots]
    choices = prod(map(len, norms))
    in_a_row = phrase.distance is None and choices <= _MOST_CHOICES
    if in_a_row and all(is_word_term(t) for slot in norms for tokens in slot for t in tokens):
        return all_of([_intervals(norms), *_acronyms(phrase)])
    return all_of(map(_slot, phrase.slots))


def _norms(tokens: Alternative) -> Alternative:
    """Return the tokens as they stand in a row: of an acronym, the norm."""
    return tuple(token.removeprefix(ACRONYM_MARK) if len(token) > 1 else token for token in tokens)


def _acronyms(phrase: Phrase) -> Iterator[Query]:
    """Yield the queries for the slots that are an acronym and nothing else."""
    for slot in phrase.slots:
        if all(tokens[0].startswith(ACRONYM_MARK) for tokens in slot):
            yield any_of(row_query(tokens[:1], 1.0) for tokens in slot)


def _intervals(slots: Sequence[Sequence[Alternative]]) -> Query:
    """Return the query for the records where one alternative of each slot follows the other."""
    in_order = [{"any_of": {"intervals": [_interval(tokens) for tokens in slot]}} for slot in slots]
    rule = {"mode": "ordered", "max_gaps": 0, "intervals": in_order}
    return {"intervals": {TOKENS: {"all_of": rule}}}


def _interval(tokens: Alternative) -> Query:
    text = " ".join(map(term, tokens))
    return {"match": {"query": text, "mode": "ordered", "max_gaps": 0}}


def _slot(slot: Slot) -> Query:
    """Return the query for the records that have one of the alternatives of a slot."""
    single: dict[str, list[str]] = {}
    several = []
    for tokens in slot:
        if len(tokens) == 1:
            single.setdefault(field(tokens[0]), []).append(term(tokens[0]))
        elif all(map(is_word_term, tokens)):
            several.append(row_query(tokens, 1.0))
        else:
            several.append(all_of(row_query((token,), 1.0) for token in tokens))
    return any_of([*({"terms": {name: terms}} for name, terms in single.items()), *several])


def all_of(queries: Iterable[Query]) -> Query:
    """Return the query for the records that all of `queries` find."""
    found = list(queries)
    return found[0] if len(found) == 1 else {"bool": {"filter": found}}


def any_of(queries: Iterable[Query]) -> Query:
    """Return the query for the records that one of `queries` finds."""
    found = list(queries)
    if not found:
        return {"match_none": {}}
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}
