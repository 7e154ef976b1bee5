"""How one kind of result is laid out for programs: its JSON, its rows of cells, its Markdown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from wp8.errors import ExportError
from wp8.export.json_text import json_lines, json_object_with, json_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.export.excerpts.excerpt import Excerpt

R = TypeVar("R", bound="Any")


class Layout(ABC, Generic[R]):
    """A layout of one kind of result.

    `schema` names the shape of its JSON, and `row_schema` that of a line of JSON Lines; both only
    grow. `rows` is the key that has the rows.
    """

    schema: ClassVar[str]
    row_schema: ClassVar[str] = ""
    rows: ClassVar[str] = "rows"

    @abstractmethod
    def about(self, result: R) -> Mapping[str, Any]:
        """Return what JSON says beside the rows."""

    @abstractmethod
    def fields(self, result: R) -> Iterable[Mapping[str, Any]]:
        """Return each row as an object."""

    @abstractmethod
    def cells(self, result: R) -> Iterable[Sequence[object]]:
        """Return the header, and each row as cells."""

    @abstractmethod
    def markdown(self, result: R) -> Iterator[str]:
        """Yield the result as Markdown, with what it rests on."""

    def excerpts(self, result: R) -> Iterable[Excerpt]:
        """Return the passages that a document of Word quotes.

        Raises:
            ExportError: The result has none.
        """
        raise ExportError(
            "docx is for passages that are quoted",
            hint="those of: wp8 search, show paragraph, concordance, kept",
        )

    def footnotes(self, result: R) -> Iterable[str]:
        """Return what a result rests on, a line each, for formats that have no place for it."""
        return ()

    def footnotes_in_text(self, result: R) -> Iterable[str]:
        """Return the same for lines of text; by default nothing, since most are read alone."""
        return ()

    def json(self, result: R) -> Iterator[str]:
        """Yield the result as one JSON object, in pieces: it may be long."""
        rows = json_rows(self.fields(result))
        return json_object_with(self.schema, self.about(result), self.rows, rows)

    def json_lines(self, result: R) -> Iterator[str]:
        """Yield a line of JSON for each row."""
        return json_lines(self.fields(result), self.row_schema or self.schema)
