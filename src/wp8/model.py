"""The values that flow through wp8: records and hits, and what of a text may act."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Each kind of record and the letter of its ids. A running paragraph has none:
# its number is the one a scholar cites (speech:12). A table row is t1.5.
KINDS: Final[Mapping[str, str]] = {
    "title": "b",
    "imprint": "i",
    "salutation": "s",
    "heading": "h",
    "abstract": "a",
    "paragraph": "",
    "note": "n",
    "table_caption": "c",
    "table_row": "t",
    "source_note": "r",
    "author_note": "w",
    "colophon": "e",
    "contents_line": "l",
    "reading": "y",
}

# Stands between the cells of a table row in `Record.text`; no phrase crosses it.
CELL_SEPARATOR: Final = "\t"

# What acts on a terminal, as a set of a pattern, tabs and line ends apart: controls, and what turns
# the order in which a line is read, or ends it.
ACTING: Final = "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
# A carriage return alone would write a line over the one before.
_ACTS: Final = f"[{ACTING}\r]"
_PRINTABLE: Final = bytes(range(32, 127))


def is_printable(text: str, but: str = "") -> bool:
    """Return what `str.isprintable` says of `text` without these signs: sooner, if it is long."""
    if text.isascii():
        return not text.encode().translate(None, _PRINTABLE + but.encode())
    for sign in but:
        text = text.replace(sign, "")
    return text.isprintable()


def visible(text: str) -> str:
    """Return `text` with a visible character for each that acts, at equal length.

    Tabs and line ends, those of Unix and of Windows, stay as they are.
    """
    # Most texts have nothing of the kind, and to compile the pattern takes milliseconds.
    if is_printable(text, but="\t\n"):
        return text
    return re.sub(_ACTS, _picture, text)


def _picture(found: re.Match[str]) -> str:
    acting = found[0]
    if acting == "\r" and found.string.startswith("\n", found.end()):
        return acting
    return chr(0x2400 + ord(acting)) if acting < " " else "\ufffd"


# Joiners stand in words of scripts whose letters join, and in signs that are made of several.
_JOINER: Final = "(?<=[^\0-\u058f\\s])[\u200c\u200d](?=[^\0-\u058f\\s])"


def seen(text: str) -> str:
    """Return `text` without what cannot be seen; blanks stay, and joiners where they join."""
    if text.isprintable():
        return text
    joiners = {found.start() for found in re.finditer(_JOINER, text)}
    return "".join(
        char
        for place, char in enumerate(text)
        if char.isprintable() or char.isspace() or place in joiners
    )


class Quote(NamedTuple):
    """Quoted matter of a record: its kind, and its span without the marks around it.

    A `title` stands in angular marks or is long and capitalized; a `slogan` is a phrase or a term
    of a few words; a `quotation` is a passage.
    """

    kind: Literal["quotation", "title", "slogan"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """The unit of indexing: a paragraph, a heading, a note, a table row.

    `text` is the source's, page breaks joined and artefacts removed; `lines` are the first and
    last line of the source it came from, from 1, or, where a source has no lines, the ordinal of
    the block in it. `section` is what its section is called, `section_id` what it is addressed by
    within its document. `pages` are its first and last page, if the source has pages, and
    `page_labels` what these are called (iv, 12), if a PDF tells. A note knows the record that cites
    it and the offset in that record's text where its mark stood; the readings beside a ruby text,
    each a cell, know the record that has it. `quotes` is the quoted matter of the text. `language`
    is a BCP 47 tag, or empty where nobody named it. `speaker` is who says the text, in a play or an
    interview, as the source names them.
    """

    id: str
    document: str
    kind: str
    section: str
    number: int
    number_in_section: int | None
    text: str
    file: str
    lines: tuple[int, int]
    notes: tuple[str, ...] = ()
    cited_by: str | None = None
    cited_at: int | None = None
    group: str | None = None
    name: str | None = None
    position: str | None = None
    quotes: tuple[Quote, ...] = ()
    pages: tuple[int, int] | None = None
    language: str = ""
    section_id: str = ""
    speaker: str | None = None
    page_labels: tuple[str, str] | None = None

    @property
    def source(self) -> dict[str, object]:
        """Where the record comes from: the file, and the lines in it."""
        return {"file": self.file, "lines": list(self.lines)}

    @property
    def table(self) -> str:
        """The id of the table that the record is a row of, or the header; empty if of none."""
        table, dot, _ = self.id.partition(".")
        return table if dot else ""

    @property
    def quoted(self) -> list[tuple[int, int]]:
        """The spans of quoted matter, those inside another left out."""
        spans: list[tuple[int, int]] = []
        for _, start, end in self.quotes:
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans

    def quote_of(self, span: tuple[int, int]) -> Quote | None:
        """Return the quoted matter that `span` stands in, the innermost, or None."""
        around = [q for q in self.quotes if q.start <= span[0] and span[1] <= q.end]
        return around[-1] if around else None


# Raise it when a record gets another field, a field another meaning, a source other records.
RECORD_VERSION: Final = 6
RECORD_FIELDS: Final = Record.__match_args__
_QUOTES: Final = RECORD_FIELDS.index("quotes")


def record_of(values: Iterable[Any]) -> Record:
    """Return the record with these values of `RECORD_FIELDS`; JSON has lists for tuples.

    The last may be left out, where they are what they are by default.
    """
    fields: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    if len(fields) > _QUOTES:
        fields[_QUOTES] = tuple([Quote(*quote) for quote in fields[_QUOTES]])
    return Record(*fields)


class Named(Sequence[str]):
    """Strings that are held as `numbers`: the places of each in `names`."""

    def __init__(self, numbers: Sequence[int], names: Sequence[str]) -> None:
        self.numbers = numbers
        self.names = names

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[str]:
        return map(self.names.__getitem__, self.numbers)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a string, or some
        numbers = self.numbers[place]
        return self.names[numbers] if isinstance(numbers, int) else type(self)(numbers, self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def __repr__(self) -> str:
        return repr([*self])

    def __reduce__(self) -> tuple[Any, ...]:
        return list, ([*self],)

    def at(self, places: Iterable[int]) -> Named:
        """Return the strings at some places."""
        return type(self)(array("I", map(self.numbers.__getitem__, places)), self.names)


def those_at(places: Iterable[int], ids: Sequence[str]) -> Sequence[str]:
    """Return the ids at some places of others, known by their numbers if these are."""
    return ids.at(places) if isinstance(ids, Named) else [*map(ids.__getitem__, places)]


class Heads(NamedTuple):
    """What counting asks of records without their texts: of each, in order, what a column names.

    `have_cells` says of which the text has cells, so that not all its words follow each other.
    """

    ids: Sequence[str]
    documents: Sequence[str]
    kinds: Sequence[str]
    sections: Sequence[str]
    have_cells: Sequence[int]

    def at(self, places: Sequence[int]) -> Heads:
        """Return the heads of the records at some places."""

        def chosen(column: Sequence[Any]) -> Sequence[Any]:
            if isinstance(places, range):
                return column[places.start : places.stop]
            if isinstance(column, Named):
                return column.at(places)
            return [*map(column.__getitem__, places)]

        return Heads(*map(chosen, self))

    @classmethod
    def of(cls, records: Iterable[Record]) -> Heads:
        """Return the heads of `records`."""
        known = list(records)
        return cls(
            [record.id for record in known],
            [record.document for record in known],
            [record.kind for record in known],
            [record.section for record in known],
            [CELL_SEPARATOR in record.text for record in known],
        )


class RunningWords(NamedTuple):
    """The running words of records, one record after the other, as numbers of their forms.

    `forms` has the forms by their numbers, `counts` how many words each of the records has.
    """

    forms: Sequence[str]
    numbers: array[int]
    counts: Sequence[int]


# Numbers that are replaced together.
_AT_ONCE: Final = 1 << 16


def renumber(numbers: array[int], table: Sequence[int], places: range) -> None:
    """Put in the place of each of `numbers` at some places, one after the other, its other number.

    `table` has the other number of each.
    """
    for start in range(places.start, places.stop, _AT_ONCE):
        own = slice(start, min(start + _AT_ONCE, places.stop))
        numbers[own] = array("I", map(table.__getitem__, numbers[own]))


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers a query: it has what its record has.

    `highlights` are the spans of its text that matched. `before` and `after` are its neighbours in
    the flow of its document, `fields` what is said of that, if they were asked for.
    """

    record: Record
    score: float
    highlights: tuple[tuple[int, int], ...]
    before: tuple[Record, ...] = ()
    after: tuple[Record, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of whatever type the record has it
        """Return what the record has under this name."""
        return getattr(self.record, name)

    @property
    def said(self) -> str:
        """What is said of its document, of what was asked for, in words."""
        said = self.fields.items()
        return "; ".join(f"{name}: {value}" if value else f"no {name}" for name, value in said)

    @property
    def quoted(self) -> list[str | None]:
        """The kind of quoted matter that each of the highlights stands in, if it does."""
        quotes = map(self.record.quote_of, self.highlights)
        return [quote and quote.kind for quote in quotes]
