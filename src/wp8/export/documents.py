"""The documents of a corpus, laid out for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.layout import Layout
from wp8.export.markdown import escaped
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.corpus.care.documents import Documents

_COLUMNS = ("id", "title", "author", "date", "words", "state", "why", "file")


class Listing(Layout["Documents"]):
    """The documents of a corpus: what each is, and how it stands."""

    schema, row_schema, rows = "wp8.documents/1", "wp8.document/1", "documents"

    def about(self, result: Documents) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Documents) -> Iterator[Mapping[str, Any]]:
        """Yield each document; a field that is not stated is empty."""
        for document in result.documents:
            yield document._asdict() | {"fields": dict(document.fields)}

    def cells(self, result: Documents) -> Iterator[Sequence[object]]:
        """Yield a row for each document, with a column for each field of the corpus's own."""
        own = list(dict.fromkeys(name for each in result.documents for name in each.fields))
        yield [*_COLUMNS, *(f"fields.{name}" for name in own)]
        for each in result.documents:
            said = each._asdict()
            words = "" if each.words is None else each.words
            yield [
                *((said | {"words": words})[column] for column in _COLUMNS),
                *(_text(each.fields.get(name, "")) for name in own),
            ]

    def markdown(self, result: Documents) -> Iterator[str]:
        """Yield a list of the documents."""
        for each in result.documents:
            words = "" if each.words is None else numbered(each.words, "word")
            said = (each.title, each.author, each.date, words, each.state, each.why)
            yield f"- `{each.id}` {escaped(', '.join(filter(None, said)))}\n"


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
