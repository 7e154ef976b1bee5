"""The documents of a corpus as a list: what each is, how many words it has, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wp8.corpus.care.states import Standing, State
    from wp8.corpus.document import Document


class Listed(NamedTuple):
    """A document: what its manifest says of it, its running words, and how it stands.

    `words` is None where no index has it. `why` says why one is unread. It is cited by its `key`.
    `fields` are the corpus's own.
    """

    id: str
    title: str
    author: str
    date: str
    words: int | None
    state: State
    why: str
    file: str
    key: str
    fields: Mapping[str, str | list[str]]


@dataclass(frozen=True, repr=False)
class Documents(Result[Listed]):
    """The documents of a corpus, in its order."""

    ROWS: ClassVar[str] = "documents"

    documents: Sequence[Listed]


def listed(
    standings: Iterable[Standing], words: Mapping[str, int], key: Callable[[Document], str]
) -> list[Listed]:
    """Return documents as a list has them; `words` has how many running words each has."""
    return [
        Listed(
            document.id,
            document.title,
            document.author,
            document.date,
            words.get(document.id, 0) if state == "indexed" else words.get(document.id),
            state,
            why,
            document.file,
            key(document),
            document.fields,
        )
        for document, state, why in standings
    ]
