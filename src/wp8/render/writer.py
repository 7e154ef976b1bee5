"""The one writer of results: as a format for programs, as lines for a pipe, or as a view."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import ExportError
from wp8.export.formats import DOCX, FORMATS
from wp8.export.sheets import Sheet
from wp8.render.terminal import (
    Look,
    marked,
    passes_links,
    printable,
    remark,
    use_color,
    write,
    write_bytes,
)
from wp8.render.themes import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from wp8.render.terminal import Color, Sourced
    from wp8.results import Result

if TYPE_CHECKING:

    class Quotable(Sourced, Protocol):
        """What can quote the passages of a result."""

        def docx(self, result: Result[Any], *, style: str = ..., csl: str = ...) -> bytes:
            """Return them as a document of Word, cited in a style."""


TEXT: Final = "text"
# For results that lead to places in files.
GREP: Final = "grep"


class Shown:
    """What writes one kind of result, each by the name of its module and its own.

    `layout` is for programs. `lines` are for a pipe, and on a terminal too where there is no
    `view`. `places` gives what of it leads to places in files. `is_explained` says that lines are
    followed by what the result rests on, on stderr.
    """

    def __init__(
        self,
        layout: str,
        lines: str,
        view: str = "",
        places: str = "",
        *,
        is_explained: bool = False,
    ) -> None:
        self.layout = layout
        self.lines = lines
        self.view = view
        self.places = places
        self.is_explained = is_explained


# Each kind of result by the name of its class. Names, so that a search loads no more than it needs.
RESULTS: Final = {
    "SearchResult": Shown("export.records:Hits", "plain:hit_lines", "views:result_view", "of_hits"),
    "Records": Shown(
        "export.records:WholeRecords", "plain:record_lines", "reading.page:records_view"
    ),
    "Contents": Shown("export.records:Entries", "plain:contents_lines", "views:contents_view"),
    "SimilarRecords": Shown(
        "export.similar:LikeRecords", "plain:similar_lines", "views:similar_view", is_explained=True
    ),
    "Glossary": Shown("export.records:Groups", "plain:glossary_lines", "views:glossary_view"),
    "Table": Shown(
        "export.counts:Rows", "plain:table_lines", "tables:table_view", is_explained=True
    ),
    "Concordance": Shown(
        "export.counts:Lines",
        "plain:table_lines",
        "concordance:concordance_view",
        "of_concordance",
        is_explained=True,
    ),
    "Dispersion": Shown(
        "export.counts:Rows", "plain:table_lines", "tables:dispersion_view", is_explained=True
    ),
    "Locations": Shown(
        "export.passages:QuotationPlaces",
        "passages.diff:located_lines",
        "passages.views:located_view",
    ),
    "Parallels": Shown(
        "export.passages:Pairs",
        "passages.diff:parallel_lines",
        "passages.views:parallels_view",
        is_explained=True,
    ),
    "CheckedDraft": Shown(
        "export.passages:DraftQuotations",
        "passages.diff:checked_lines",
        "passages.views:checked_view",
    ),
    "Audit": Shown("export.records:Receipts", "plain:receipt_lines", "views:audit_view"),
    "Documents": Shown("export.records:Listing", "plain:document_lines", "views:documents_view"),
    "NumberChanges": Shown(
        "export.records:Renumbering", "plain:number_change_lines", "views:number_changes_view"
    ),
    "Kept": Shown("export.passages:KeptPassages", "plain:kept_lines", "passages.views:kept_view"),
    "Citations": Shown("export.citations:StyledCitations", "citations:citation_lines"),
}


class Output:
    """How results are to be written: in the format of this name, or as text, and how it looks.

    A document of Word is cited as `cited` says: `style` or `csl`, and its value.
    """

    def __init__(
        self,
        name: str = TEXT,
        color: Color = "auto",
        sheet: Sheet = Sheet(),  # noqa: B008 - a tuple
        *,
        pager: bool = True,
        link: str | None = "",
        theme: str = DEFAULT,
    ) -> None:
        self.format = name
        self.cited: dict[str, str] = {}
        self.mark: tuple[str, str] | None = None
        self._color = color
        self._sheet = sheet
        self._pager = pager
        self._link = link
        self._theme = theme

    @property
    def is_view(self) -> bool:
        """Whether a person reads the results on a terminal, as text."""
        return self.format == TEXT and sys.stdout.isatty()

    def screenful(self, limit: int | None, rows: int) -> int | None:
        """Return how many rows are wanted: on a terminal no more than `rows`, unless told."""
        return rows if limit is None and self.is_view else limit

    def write(self, result: Result[Any], corpus: Quotable) -> None:
        """Write a result to stdout, and what it rests on, if the format lacks it, to stderr.

        Some views name the documents of `corpus` by their titles.
        """
        shown = RESULTS[type(result).__name__]
        if self.format == TEXT:
            self._write_text(result, shown, corpus)
            return
        if self.format == GREP:
            self._write_places(result, shown, corpus)
            return
        if self.format == DOCX:
            write_bytes(corpus.docx(result, **self.cited))
            return
        format_, layout = FORMATS[self.format], layout_of(result)
        write(format_.write(layout, result, self._sheet))
        if not format_.states_all:
            _report(layout.footnotes(result))

    def _write_text(self, result: Result[Any], shown: Shown, corpus: Sourced) -> None:
        colored = use_color(self._color, sys.stdout)
        link = self._link if colored and passes_links() else None
        look = Look(colored, self.mark, corpus, self.is_view, link, self._theme)
        if self.is_view and shown.view:
            from wp8.render.console import print_view

            view = _named(f"render.{shown.view}")(result, look)
            print_view(view, look, pager=self._pager)
            return
        write(_named(f"render.{shown.lines}")(result, look))
        if shown.is_explained:
            _report(layout_of(result).footnotes_in_text(result))

    def _write_places(self, result: Result[Any], shown: Shown, corpus: Sourced) -> None:
        if not shown.places:
            raise ExportError(
                "a table leads to no places in files", hint="leave out --by or --format grep"
            )
        from wp8.export import grep

        number, layouts = 0, []
        for line in grep.lines(getattr(grep, shown.places)(result), corpus.sources):
            text = marked(printable(line.found.text), line.found.marked, self.mark or ("", ""))
            write((printable(line.path), line.where, *text, "\n"))
            number += 1
            if not line.place.line:
                layouts.append(line.place.layout)
        if said := grep.without_line(layouts, number):
            _report([said])


def layout_of(result: Result[Any]) -> Any:  # noqa: ANN401 - as `_named`
    """Return the layout of a result for programs."""
    return _named(RESULTS[type(result).__name__].layout)()


def _named(name: str) -> Any:  # noqa: ANN401 - the registers' tests hold each to its type
    module, _, own = name.partition(":")
    return getattr(import_module(f"wp8.{module}"), own)


def _report(lines: Iterable[str]) -> None:
    # One line each, as they are cited.
    remark(f"wp8: {printable(line)}\n" for line in lines)
