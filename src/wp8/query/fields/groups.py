"""Groups of records: by what is said of their documents, by document, or by section."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import UnknownNameError
from wp8.numbers import numbered
from wp8.query.fields.spans import YEARS
from wp8.query.language.named import no_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wp8.query.fields.catalogue import Catalogue

DOCUMENT: Final = "document"
SECTION: Final = "section"


class Facet(NamedTuple):
    """The hits of one group of records, or of all, and how many documents have some.

    `texts` is the number of documents that have a hit, of `documents` in the group.
    """

    group: str
    hits: int
    occurrences: int
    texts: int
    documents: int


def nothing(by: str) -> str:
    """Return the group of documents of which nothing is said: `no date`, `no author`."""
    named = dict.fromkeys(YEARS, "date") | {"in": "subcorpus"}
    return f"no {named.get(by.casefold(), by)}"


class Groups(NamedTuple):
    """What records are counted by: a field of documents, the document, or the section.

    `of` has the groups of each document; one of which nothing is said is in `nothing`. They have an
    `order`, and are dates or numbers if it `is_spanned`.
    """

    by: str
    of: Mapping[str, Sequence[str]]
    order: Mapping[str, int]
    is_spanned: bool = False

    @property
    def nothing(self) -> str:
        """The group of those of which nothing is said."""
        return nothing(self.by)

    def of_document(self, document: str) -> Sequence[str]:
        """Return the groups that a document is in: one, or several."""
        if self.by in (DOCUMENT, SECTION):
            return (document,)
        return self.of.get(document) or (self.nothing,)

    def of_records(self, documents: Sequence[str], sections: Sequence[str]) -> list[Sequence[str]]:
        """Return the groups of records, of which these are the documents and the sections."""
        if self.by == SECTION:
            named = zip(documents, sections, strict=True)
            return [(f"{document}:{section or ' no section'}",) for document, section in named]
        known = {document: self.of_document(document) for document in dict.fromkeys(documents)}
        return list(map(known.__getitem__, documents))

    def in_order(self, groups: Iterable[str]) -> list[str]:
        """Return groups as they are listed: in their order, that of nothing last."""
        last = len(self.order)
        found = list(dict.fromkeys(groups))
        return sorted(found, key=lambda group: self.order.get(group, last))

    def parameters(self, documents: Iterable[str]) -> dict[str, object]:
        """Return what a table says of groups of these documents."""
        number = sum(len(self.of_document(document)) > 1 for document in set(documents))
        twice = f"{numbered(number, 'document')} of several groups, in each of them; in all once"
        return {"by": self.by, **({"groups": twice} if number else {})}


def groups(by: str, catalogue: Callable[[], Catalogue]) -> Groups:
    """Return the groups that `by` names; what is said of documents is asked only for a field.

    Raises:
        UnknownNameError: There is no such field.
    """
    if by in (DOCUMENT, SECTION):
        return Groups(by, {}, {})
    known = catalogue()
    try:
        values = known.values(by)
    except UnknownNameError:
        raise no_field(by, "", (SECTION, *known.names), known.documents) from None
    of = dict(zip(known.documents, map(tuple, map(dict.fromkeys, values)), strict=True))
    order = {group: place for place, group in enumerate(known.in_order(by))}
    return Groups(by, of, order, known.is_spanned(by))


def facets(
    groups: Groups, counts: Iterable[tuple[str, str, int, int]], documents: Iterable[str]
) -> list[Facet]:
    """Return how many hits all have, and each group of `documents`.

    `counts` has document, section, and the numbers of hits and occurrences there. Dates and numbers
    are in order, and those without a hit among them; of others, those with most come first.
    """
    hits: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    having: dict[str, set[str]] = {}
    within: dict[str, set[str]] = {}
    for document, section, number, times in counts:
        (own,) = groups.of_records((document,), (section,))
        for name in ("", *own):
            hits[name] += number
            occurrences[name] += times
            having.setdefault(name, set()).add(document)
    for document in documents:
        for name in ("", *groups.of_document(document)):
            within.setdefault(name, set()).add(document)
    names = groups.in_order(within if groups.is_spanned else having)
    if not groups.is_spanned:
        names.sort(key=hits.__getitem__, reverse=True)
    return [
        Facet(name, hits[name], occurrences[name], len(having.get(name, ())), len(own))
        for name in ("", *(name for name in names if name))
        for own in (within.get(name) or having.get(name, set()),)
    ]
