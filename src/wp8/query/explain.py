"""How a query was read, and what each part of it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.query.language.parser import parse
from wp8.query.language.variants import with_variants
from wp8.query.question import loosen
from wp8.query.search import expander, is_question, layered, resolve
from wp8.query.tree import leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.query.backend import Backend
    from wp8.query.language.expand import Reading
    from wp8.query.search import Question


class Part(NamedTuple):
    """One part of a query as typed, and what it finds alone in the scope of the question."""

    typed: str
    hits: int
    occurrences: int


class Explanation(NamedTuple):
    """How a query was read: canonically, as searched, part by part, and what its words became."""

    parsed: str
    resolved: str
    parts: tuple[Part, ...]
    readings: tuple[Reading, ...]


def explain(
    question: Question, *, backend: Backend, glossary: Sequence[Sequence[str]] = ()
) -> Explanation:
    """Return how `question` is read over the backend's vocabulary, and what each part finds.

    Raises:
        QueryError: If the query cannot be read or asks for too much.
    """
    typed = parse(question.query)
    searched = with_variants(typed, glossary).tree if question.variants else typed
    reader = expander(backend, exact=question.exact)
    resolved = layered(reader.expand(searched), question.scope)
    if is_question(question.query) and (loosened := loosen(resolved, backend)):
        resolved = loosened.tree
    parts = []
    for leaf in leaves(searched):
        counts = backend.search(resolve(leaf, question, backend), limit=0).counts.values()
        hits = sum(number for number, _ in counts)
        parts.append(Part(str(leaf), hits, sum(number for _, number in counts)))
    return Explanation(str(typed), str(resolved), tuple(parts), reader.readings)
