"""Results for a pipe: one record a line, `id TAB text`, never wrapped."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from wp8.export.sheets import span_text
from wp8.model import is_printable
from wp8.numbers import numbered
from wp8.render.terminal import joined, marked, printable, said, styled
from wp8.render.themes import HIT, ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.similar import SimilarRecords
    from wp8.analysis.counts.table import Table
    from wp8.corpus.basket.kept import Kept
    from wp8.corpus.care.documents import Documents
    from wp8.corpus.contents import Contents
    from wp8.corpus.editions.past import NumberChanges
    from wp8.corpus.glossary import Glossary
    from wp8.corpus.receipts.receipt import Audit
    from wp8.model import Record
    from wp8.query.advice import Advice
    from wp8.query.explain import Explanation
    from wp8.render.terminal import Look
    from wp8.results import Records, SearchResult, Stated

_BREAK: Final = "--\n"
# Stands after the id of what is no hit; no id ends so.
NEIGHBOUR: Final = "-"
# What stands in a cell that has nothing.
NOTHING: Final = "-"
_MOST_STATED: Final = 5


def hit_lines(result: SearchResult, look: Look) -> Iterator[str]:
    """Yield a line for each hit, its matches between the two strings of the look's mark.

    Hits that have neighbours stand among them, as with grep: the id of a neighbour has a `-` after
    it, and a line `--` is before the next hit.
    """
    mark = look.mark or look.around(HIT)
    apart = False
    for hit in result.hits:
        if apart:
            yield _BREAK
        yield from map(_line, hit.before, repeat(look), repeat(NEIGHBOUR))
        text = marked(printable(hit.record.text), hit.highlights, mark)
        said = (f"\t{cell(value)}" for value in hit.fields.values())
        line = (_id(hit.record, look), "\t", _said_by(hit.record), *text, *said, "\n")
        yield joined(line)
        yield from map(_line, hit.after, repeat(look), repeat(NEIGHBOUR))
        apart = bool(hit.before or hit.after)


def record_lines(records: Records, look: Look) -> Iterator[str]:
    """Yield a line for each record."""
    return map(_line, records.records, repeat(look))


def contents_lines(contents: Contents, _: Look) -> Iterator[str]:
    """Yield a line for each entry of the contents: address, ids, label."""
    for entry in contents.contents:
        yield f"{cell(entry.address)}\t{cell(entry.ids)}\t{cell(entry.label)}\n"


def table_lines(table: Table, _: Look) -> Iterator[str]:
    """Yield the rows, a line each, their cells apart by tabs: bare digits, and no cell is empty."""
    from wp8.export.counts import encoded

    def rest(texts: Iterable[str]) -> str:
        return "".join(f"\t{text}" for text in texts) + "\n"

    return encoded(table.as_text().cells, _bare_texts, rest)


def cell(text: str) -> str:
    """Return `text` as a cell of a line, which is never empty: what splits at blanks miscounts."""
    return printable(text).strip() or NOTHING


def _bare_texts(values: Iterable[Any]) -> list[str]:
    """Return values as a program reads them: figures to two places, without commas."""
    cells = [*values]
    # Most words are a cell as they are.
    if {*map(type, cells)} == {str} and is_printable("".join(cells)):
        return [text or NOTHING for text in map(str.strip, cells)]
    return [cell(value) if isinstance(value, str) else _bare(value) for value in cells]


def _bare(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return span_text(value)
    return NOTHING if value is None else str(value)


def similar_lines(similar: SimilarRecords, look: Look) -> Iterator[str]:
    """Yield a line for each like record: id, likeness, the words that tie it, text."""
    for record, score, words in similar.similar:
        tied = f"{score:.2f}\t{printable(', '.join(words))}"
        yield joined((_id(record, look), f"\t{tied}\t{printable(record.text)}\n"))


def glossary_lines(glossary: Glossary, _: Look) -> Iterator[str]:
    """Yield each group: its forms on a line, and on what it rests below."""
    for group in glossary.groups:
        yield f"{printable(' | '.join(group.forms))}\n"
        yield f"    {printable(group.rests_on)}\n"


def receipt_lines(audit: Audit, _: Look) -> Iterator[str]:
    """Yield a line for each document, and under it one for each passage that is unexplained."""
    for receipt in audit.receipts:
        yield f"{cell(receipt.document)}\t{printable(receipt.whole)}\n"
        for what, passages in receipt.passages.items():
            for words, text, place in passages:
                yield f"    {what}\t{words}\t{cell(place)}\t{printable(text)}\n"


def document_lines(documents: Documents, _: Look) -> Iterator[str]:
    """Yield a line for each document: id, title, author, date, words, how it stands, and why."""
    for each in documents.documents:
        state = f"{each.state}: {each.why}" if each.why else each.state
        said = (each.id, each.title, each.author, each.date, each.words, state)
        yield "\t".join(_bare_texts(said)) + "\n"


def number_change_lines(changes: NumberChanges, _: Look) -> Iterator[str]:
    """Yield a line for each number: what became of it, its address in its edition, its ids now."""
    for each in changes.changes:
        yield f"{each.change}\t{cell(each.old)}\t{cell(' '.join(each.new))}\n"


def kept_lines(kept: Kept, _: Look) -> Iterator[str]:
    """Yield a line for each passage: its address, text, note, tags, citation."""
    for each in kept.kept:
        said = (each.address, each.text, each.note, ", ".join(each.tags), each.citation)
        yield "\t".join(map(cell, said)) + "\n"


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield how a query was read: the whole, each part with what it finds alone, each word."""
    yield f"query     {printable(explanation.parsed)}\n"
    yield f"searched  {printable(explanation.resolved)}\n"
    for part in explanation.parts:
        hits, occurrences = (
            numbered(part.hits, "paragraph"),
            numbered(part.occurrences, "occurrence"),
        )
        yield f"  {printable(part.typed)}: {hits}, {occurrences}\n"
    for reading in explanation.readings:
        forms = f": {printable(', '.join(reading.forms))}" if reading.forms else ""
        yield f"  {printable(reading.typed)}, {reading.how}{forms}\n"


def stated_lines(stated: Sequence[Stated]) -> Iterator[str]:
    """Yield what the metadata of documents state in answer to a question, a line each."""
    for document, field, value in stated[:_MOST_STATED]:
        name = printable(document)
        yield f"{field} of {name}: {printable(value)}" if value else f"{name} states no {field}"
    if len(stated) > _MOST_STATED:
        yield f"and of {len(stated) - _MOST_STATED:,} more documents"


def comments(result: SearchResult, *, all_shown: bool) -> Iterator[str]:
    """Yield what the hits do not say of themselves, a line each."""
    if result.loosened and result.total:
        _, whole = result.loosened
        yield f"paragraphs with one or more of these {whole} words, the best first"
    yield from map(printable, _missing(result) if result.total else ())
    if result.by_variants:
        found = ", ".join(count.form for count in result.forms if count.hits)
        reason = "" if result.loosened else f"no paragraph has {result.query}: "
        yield printable(f"{reason}searched for its variants, found {found}")
    if result.meant:
        reason, query, number = result.meant
        after = "" if reason.endswith("?") else ":"
        yield printable(f"{reason}{after} {query} finds {numbered(number, 'paragraph')}")
    if result.forms:
        counts = (f"{c.form} {c.hits} ({c.occurrences})" for c in result.forms)
        yield f"paragraphs (occurrences) of each form: {', '.join(counts)}"
    if result.more:
        more = numbered(result.more, "paragraph")
        yield f"{more} more with other forms of these words: --variants"
    if len(result.ids) < result.total and not all_shown:
        yield f"{len(result.ids):,} of {numbered(result.total, 'paragraph')}; --all shows them"


def _missing(result: SearchResult) -> Iterator[str]:
    """Yield what no text has of a question: its words, and each of its names."""
    words = [word for word in result.missing if " " not in word]
    if words:
        yield f"no text has the {'word' if len(words) == 1 else 'words'} {', '.join(words)}"
    yield from (f"no text has {name}" for name in result.missing if " " in name)


def advice_lines(advices: Iterable[Advice], width: int = 0) -> Iterator[str]:
    """Yield each advice, set to a window of some `width`, and under it the command to type next."""
    for advice in advices:
        yield from said(advice.reason, width, " " * 5, " " * 5)
        if advice.command:
            yield f"       {printable(advice.command)}\n"


def _line(record: Record, look: Look, sign: str = "") -> str:
    return joined((_id(record, look), f"{sign}\t", _said_by(record), f"{printable(record.text)}\n"))


def _said_by(record: Record) -> str:
    return f"{printable(record.speaker)}: " if record.speaker else ""


def _id(record: Record, look: Look) -> str:
    return styled(record.id, look.around(ID)) if look.colored else record.id
