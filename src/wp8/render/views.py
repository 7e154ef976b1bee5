"""Records and hits as a person reads them on a terminal."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from rich.style import Style
from rich.text import Text

from wp8.export.counts import footnotes
from wp8.numbers import and_more, numbered, with_most
from wp8.render.console import WIDEST
from wp8.render.grid import beside, hanging, wrapped
from wp8.render.plain import stated_lines
from wp8.render.snippet import snippet
from wp8.render.terminal import marked, printable
from wp8.render.themes import FORM, HEADING, HIT, ID, QUIET, WARNING
from wp8.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.similar import SimilarRecords
    from wp8.corpus.care.documents import Documents, Listed
    from wp8.corpus.contents import Contents, Entry
    from wp8.corpus.editions.past import NumberChange, NumberChanges
    from wp8.corpus.glossary import Glossary
    from wp8.corpus.places import Places
    from wp8.corpus.receipts.receipt import Audit, Receipt
    from wp8.export.counts import Explained
    from wp8.model import Hit, Record
    from wp8.render.terminal import Look
    from wp8.results import SearchResult

# How matches show where there is no colour.
PLAIN_MARK: Final = (">>", "<<")
# A paragraph longer than this is shown by the sentences around its matches.
LONGEST: Final = 600
_GAP: Final = " … "
_INDENT: Final = "  "


class Block:
    """A line that names a record, and its text below, set in and no wider than is readable."""

    def __init__(self, head: Text, body: Text) -> None:
        self.head = head
        self.body = body

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        # What a head goes on with is set in deeper than the text.
        yield from hanging(self.head, 2 * len(_INDENT), console, width)
        for line in wrapped(self.body, console, width - len(_INDENT)):
            yield Text(_INDENT).append_text(line)
        yield Text()


def result_view(result: SearchResult, look: Look) -> Iterator[RenderableType]:
    """Yield what the metadata state, the hits among their neighbours, a sum, and the stamp."""
    yield from map(Text, stated_lines(result.stated))
    blocks = Blocks(look)
    for hit in result.hits:
        yield from (blocks.neighbour(record) for record in hit.before)
        yield blocks.hit(hit)
        yield from (blocks.neighbour(record) for record in hit.after)
    yield Wrapped(summary(result))
    yield Wrapped(Text(read_stamp(result.stamp).short(), style=QUIET))


def similar_view(similar: SimilarRecords, look: Look) -> Iterator[RenderableType]:
    """Yield each like record, the words that tie it first, and what that rests on."""
    blocks = Blocks(look)
    for record, score, words in similar.similar:
        tied = f"{score:.2f}  {printable(', '.join(words))}\n"
        body = Text.assemble((tied, QUIET), printable(record.text))
        yield blocks.block(record, body)
    yield from explained(similar)


class Wrapped:
    """A text in lines as wide as the window, but no wider than is readable."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from wrapped(self._text, console, min(options.max_width, WIDEST))


def explained(result: Explained, named: Callable[[str], str] = str) -> Iterator[RenderableType]:
    """Yield what a result rests on, its stamp in short; `named` gives what a column is called."""
    short = read_stamp(result.stamp).short() if result.stamp else ""
    lines = footnotes(result, named, stamp=short)
    return (Wrapped(Text(printable(line), style=QUIET)) for line in lines)


def summary(result: SearchResult) -> Text:
    """Return the line that says how much was found, and in which documents most."""
    whole = f"{numbered(result.total, 'paragraph')} · {numbered(result.occurrences, 'occurrence')}"
    found = result.documents
    names = with_most(found)
    parts = [f"{name} {found[name].total:,} · {found[name].occurrences:,}" for name in names]
    return Text(f"{whole}  ({and_more(parts)})", style=QUIET)


class Blocks:
    """The blocks of one corpus's records; the look decides how matches and ids are told apart.

    A document's title is said once for each run of its records.
    """

    def __init__(self, look: Look) -> None:
        self._corpus = look.corpus
        self._titles = look.corpus.titles()
        self._colored = look.colored
        self._mark = look.mark or (None if look.colored else PLAIN_MARK)
        self._link = look.link
        self._titled = ""

    def name(self, record: Record) -> Text:
        """Return the id of a record as a margin has it, with its link."""
        return self._head(record, QUIET)[: len(record.id)]

    def neighbour(self, record: Record) -> Block:
        """Return a record that is no hit, but stands beside one in its document."""
        return Block(
            self._head(record, QUIET, titled=False), Text(printable(record.text), style=QUIET)
        )

    def hit(self, hit: Hit) -> Block:
        """Return what is shown of a hit."""
        more = " · ".join(filter(None, (_quoted(hit), printable(hit.said))))
        first = hit.highlights[0][0] if hit.highlights else 0
        return self.block(hit.record, self._found(hit), more, first)

    def block(self, record: Record, body: Text, more: str = "", offset: int = 0) -> Block:
        """Return a record's block with a body of its own; its link leads to an offset in it."""
        is_new, self._titled = record.document != self._titled, record.document
        return Block(self._head(record, ID, more, offset, titled=is_new), body)

    def _head(
        self, record: Record, role: str, more: str = "", offset: int = 0, *, titled: bool = True
    ) -> Text:
        name = Text(record.id, role)
        if self._link is not None:
            name.stylize(Style(link=self._linked(record, offset, self._link)))
        title = printable(self._titles[record.document])
        said_by = printable(record.speaker or "")
        stands = place(record, but=(title, printable(record.text)))
        named = title if titled else ""
        facts = (said_by, stands, pages(record), more, _notes(record), named)
        about = " · ".join(filter(None, facts))
        return Text.assemble(name, "  ", (about, QUIET))

    @cached_property
    def _places(self) -> Places:
        from wp8.corpus.places import Places  # loads the manifest; wp8's own links need none

        return Places(self._corpus.sources)

    def _linked(self, record: Record, offset: int, pattern: str) -> str:
        """Return the link to an offset in a record: as the pattern has it, if there are lines."""
        if pattern:
            from socket import gethostname

            place = self._places.of(record, offset if "{line}" in pattern else None)
            if place.line or "{line}" not in pattern:
                path = quote(os.fsencode(place.path))
                host = gethostname() if "{host}" in pattern else ""
                return pattern.format(path=path, line=place.line, column=place.column, host=host)
        path = quote(os.fsencode(f"{self._corpus.folder}{os.sep}{record.file}"))
        below = f"page={record.pages[0]}" if record.pages else f"L{record.lines[0]}"
        return f"file://{path}#{below}"

    def _found(self, hit: Hit) -> Text:
        text = printable(hit.record.text)
        spans = snippet(text, hit.highlights, longest=LONGEST)
        shown = Text("… " if spans[0][0] else "")
        for number, (start, end) in enumerate(spans):
            if number:
                shown.append(_GAP)
            inside = [(s - start, e - start) for s, e in hit.highlights if start <= s and e <= end]
            shown.append_text(self._marked(text[start:end].rstrip(), inside))
        if spans[-1][1] < len(text):
            shown.append(" …")
        return shown

    def _marked(self, text: str, spans: Sequence[tuple[int, int]]) -> Text:
        if self._mark:
            return Text("".join(marked(text, spans, self._mark)))
        styled = Text(text)
        for start, end in spans:
            styled.stylize(HIT, start, end)
        return styled


def contents_view(contents: Contents, look: Look) -> Iterator[RenderableType]:
    """Yield the contents as a table, and how to read on."""
    entries = contents.contents
    yield _Listed(row for entry in entries for row in _entry(entry))
    from shlex import join  # a search needs none

    ways = (join(("show", entries[0].address)), "show paragraph ID[-ID]")
    shown = "    ".join(printable(look.corpus.line(way)) for way in ways)
    yield Text(f"\nRead on: {shown}", style=QUIET)


def _entry(entry: Entry) -> Iterator[tuple[Text, Text]]:
    if not entry.depth:
        yield Text(), Text()
    label = Text(printable(entry.label), style="" if entry.depth else HEADING)
    if entry.ids != entry.address:
        label.append(f"  {printable(entry.ids)}", style=QUIET)
    style = QUIET if entry.address == entry.ids else ID
    yield Text(printable(entry.address), style=style), label


def glossary_view(glossary: Glossary, _: Look) -> Iterator[RenderableType]:
    """Yield the forms of each group, and below them on what it rests."""
    apart = Text.assemble((" | ", QUIET))
    for group in glossary.groups:
        forms = apart.join(Text(printable(form), FORM) for form in group.forms)
        yield Block(forms, Text(printable(group.rests_on), QUIET))


def audit_view(audit: Audit, _: Look) -> Iterator[RenderableType]:
    """Yield what became of the text of each document, and each passage that is unexplained."""
    yield _Listed(row for receipt in audit.receipts for row in _receipt(receipt))


def documents_view(documents: Documents, _: Look) -> Iterator[RenderableType]:
    """Yield each document with its title, and below that what else is known of it."""
    yield _Listed(row for each in documents.documents for row in _listed(each))


def _listed(document: Listed) -> Iterator[tuple[Text, Text]]:
    yield Text(printable(document.id), style=ID), Text(printable(document.title))
    words = "" if document.words is None else numbered(document.words, "word")
    state = f"{document.state}: {document.why}" if document.why else document.state
    own = (f"{name}: {_one(value)}" for name, value in document.fields.items())
    facts = (document.author, document.date, words, *own)
    said = Text(printable(" · ".join(filter(None, facts))), style=QUIET)
    is_well = document.state == "indexed"
    said.append(f"{' · ' if said else ''}{printable(state)}", style=QUIET if is_well else WARNING)
    yield Text(), said


def number_changes_view(changes: NumberChanges, _: Look) -> Iterator[RenderableType]:
    """Yield what became of the numbers of each document, those in a row as one."""
    yield _Listed(_renumbered(changes.changes))


def _renumbered(changes: Iterable[NumberChange]) -> Iterator[tuple[Text, Text]]:
    runs: list[list[NumberChange]] = []
    for each in changes:
        if runs and _follows(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    about = ("", "")
    for first, *_, last in ([run[0], *run] for run in runs):
        document, edition, until, change, _, new = first
        if about != (about := (document, edition)):
            since = f"since the edition until {until} ({edition})"
            yield Text(printable(document), style=ID), Text(printable(since))
        numbers = _span(_own(first.old), _own(last.old)) if first.old else "-"
        ids = _span(new[0], _own(last.new[0])) if len(new) == 1 else " ".join(new)
        said = f"{change}{f': {ids}' if ids else ''}"
        yield Text(printable(f"{_INDENT}{numbers}")), Text(printable(said))


def _follows(before: NumberChange, after: NumberChange) -> bool:
    """Return whether the same became of the next number, and it has the next, if it has one."""
    sides = ((before.old, after.old), (" ".join(before.new), " ".join(after.new)))
    is_alike = before[:4] == after[:4]
    return is_alike and all(_next(_own(one)) == _own(two) for one, two in sides)


def _next(number: str) -> str:
    letters = number.rstrip("0123456789")
    last = number[len(letters) :]
    return f"{letters}{int(last) + 1}" if last else number


def _own(address: str) -> str:
    return address.partition(":")[2].partition("@")[0]


def _span(first: str, last: str) -> str:
    return first if first.rpartition(":")[2] == last else f"{first}-{last}"


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _receipt(receipt: Receipt) -> Iterator[tuple[Text, Text]]:
    yield Text(printable(receipt.document), style=ID), Text(printable(receipt.whole))
    for what, passages in receipt.passages.items():
        for words, text, place in passages:
            said = f"{numbered(words, 'word')} {what}: “{text}”{f' ({place})' if place else ''}"
            yield Text(), Text(printable(said), style=QUIET)


class _Listed:
    """Names, and beside each what is said of it; below it where it is long for the window."""

    def __init__(self, rows: Iterable[tuple[Text, Text]]) -> None:
        self._rows = list(rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = [name.cell_len for name, _ in self._rows]
        fitting = [width for width in widths if width <= options.max_width // 3]
        column = max(fitting, default=0) + len(_INDENT)
        for name, said in self._rows:
            yield from beside(name, said, column, console, options.max_width)


def place(record: Record, but: Sequence[str] = ()) -> str:
    """Return in words where a record stands in its document, without names that are said anyway."""
    section = "" if record.section and printable(record.section) in but else _section(record)
    if record.kind == "paragraph":
        return f"{section}paragraph {record.number_in_section}" if record.section else ""
    if record.cited_by:
        return f"{record.kind} {'of' if record.kind == 'reading' else 'to'} {record.cited_by}"
    kind = record.kind.replace("_", " ")
    group = f", {printable(record.group)}" if record.group else ""
    return f"{section}{kind}{group}"


def pages(record: Record) -> str:
    """Return the pages of a record as they are cited, nothing if it has none."""
    if record.pages is None:
        return ""
    pages = _extent(*map(str, record.pages))
    labels = _extent(*map(printable, record.page_labels)) if record.page_labels else pages
    of_file = f" ({pages.partition(' ')[2]} of the file)" if labels != pages else ""
    return labels + of_file


def _extent(first: str, last: str) -> str:
    return f"p. {first}" if first == last else f"pp. {first}–{last}"


def _section(record: Record) -> str:
    if not record.section:
        return ""
    label = printable(record.section)
    return f"{label if ' ' in label else f'Section {label}'}, "


def _quoted(hit: Hit) -> str:
    """Return how many of a hit's matches stand in quotation marks, if any do."""
    number, whole = sum(map(bool, hit.quoted)), len(hit.quoted)
    some = f"{number} of {whole} " if number < whole else ""
    return f"{some}in quotation marks" if number else ""


def _notes(record: Record) -> str:
    return numbered(len(record.notes), "note") if record.notes else ""
