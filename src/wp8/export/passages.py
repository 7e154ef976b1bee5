"""The layouts of passages: located, parallel, quoted by a draft, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.export.counts import footnotes, footnotes_in_markdown, rests_on
from wp8.export.json_text import json_lines
from wp8.export.layout import Layout
from wp8.export.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.passages.draft import Checked, CheckedDraft
    from wp8.analysis.passages.located import Located, Locations, Passage
    from wp8.analysis.passages.parallels import Parallel, Parallels
    from wp8.corpus.basket.kept import Kept, KeptPassage
    from wp8.export.excerpts.excerpt import Excerpt

# Goes on with a block quotation of Markdown.
_NEXT: Final = "\n>\n> "


def verdict(located: Located) -> str:
    """Return whether a place has the words of its quotation, and what else is not the same."""
    word = "verbatim" if located.verbatim else "differs"
    return f"{word} ({', '.join(located.remarks)})" if located.remarks else word


def places(passages: Iterable[Passage]) -> str:
    """Return passages as `id:start-end`, by blanks."""
    return " ".join(f"{id_}:{start}-{end}" for id_, start, end in passages)


class QuotationPlaces(Layout["Locations"]):
    """The places of a quotation, each with its citation."""

    schema, rows = "wp8.locate/1", "places"

    def about(self, result: Locations) -> Mapping[str, Any]:
        """Return the quotation, and how many places it has."""
        about = {"quotation": result.quotation, "total": result.total}
        return {**about, "corpus": dict(result.corpus)}

    def fields(self, result: Locations) -> Iterator[Mapping[str, Any]]:
        """Yield each place."""
        return ({**_located_fields(p), "citation": p.citation} for p in result.places)

    def json_lines(self, result: Locations) -> Iterator[str]:
        """Yield a line of JSON for each place, with the quotation."""
        rows = ({"quotation": result.quotation, **row} for row in self.fields(result))
        return json_lines(rows, self.schema)

    def cells(self, result: Locations) -> Iterator[list[object]]:
        """Yield a row for each place."""
        yield ["place", "verbatim", "remarks", "score", "text", "quotation", "citation"]
        for place in result.places:
            yield [*_cells(place), place.text, result.quotation, place.citation]

    def markdown(self, result: Locations) -> Iterator[str]:
        """Yield each place with its word diff and its citation."""
        return (f"{_markdown(place)}{escaped(place.citation)}\n\n" for place in result.places)


class Pairs(Layout["Parallels"]):
    """Pairs of passages."""

    schema = "wp8.parallels/1"

    def about(self, result: Parallels) -> Mapping[str, Any]:
        """Return how they were looked for, and how many there are."""
        about = {"corpus": dict(result.corpus), **rests_on(result)}
        return {
            **about,
            "total": result.total,
            "left_out": result.left_out,
            "chained": result.chained,
            "left_out_chained": result.left_out_chained,
        }

    def fields(self, result: Parallels) -> Iterator[Mapping[str, Any]]:
        """Yield each pair."""
        return map(_parallel_fields, result.rows)

    def cells(self, result: Parallels) -> Iterator[list[object]]:
        """Yield a row for each pair."""
        yield [
            *("first", "second", "verbatim", "remarks", "score", "quoted"),
            *("first_text", "second_text", "words", "stock"),
        ]
        yield from map(_parallel_cells, result.rows)

    def markdown(self, result: Parallels) -> Iterator[str]:
        """Yield each pair, and what that rests on."""
        for first, second, text, *_ in result.rows:
            yield f"{_markdown(first)}**{second.id}** ({second.start}-{second.end})\n\n"
            yield f"> {escaped(text)}\n\n"
        yield from footnotes_in_markdown(result)

    def footnotes(self, result: Parallels) -> Iterator[str]:
        """Yield what the pairs rest on."""
        return footnotes(result)

    def footnotes_in_text(self, result: Parallels) -> Iterator[str]:
        """Yield the same."""
        return footnotes(result)


class DraftQuotations(Layout["CheckedDraft"]):
    """The quotations of a draft."""

    schema, rows = "wp8.draft/1", "quotations"

    def about(self, result: CheckedDraft) -> Mapping[str, Any]:
        """Return how many there are."""
        return {"corpus": dict(result.corpus), "total": result.total}

    def fields(self, result: CheckedDraft) -> Iterator[Mapping[str, Any]]:
        """Yield each quotation."""
        return map(_checked_fields, result.quotations)

    def cells(self, result: CheckedDraft) -> Iterator[list[object]]:
        """Yield a row for each quotation."""
        return _checked_rows(result.quotations)

    def markdown(self, result: CheckedDraft) -> Iterator[str]:
        """Yield a list of the quotations."""
        for checked in result.quotations:
            place = places(checked.located[0].passages) if checked.located else ""
            yield f"- {escaped(checked.where)}: {checked.verdict} {escaped(place)}\n"
            yield f"  > {escaped(' '.join(checked.text.split()))}\n"


class KeptPassages(Layout["Kept"]):
    """What is kept of a corpus."""

    schema, row_schema, rows = "wp8.kept/1", "wp8.kept_passage/1", "kept"

    def about(self, result: Kept) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Kept) -> Iterator[Mapping[str, Any]]:
        """Yield each passage; `change` and `was` are null for one that is as it was kept."""
        return map(_kept_fields, result.kept)

    def cells(self, result: Kept) -> Iterator[Sequence[object]]:
        """Yield a row for each passage."""
        yield ["address", "ids", "text", "note", "tags", "kept", "change", "was", "citation"]
        for each in result.kept:
            said = (each.note, ", ".join(each.tags), each.kept, each.change, each.was)
            yield [each.address, " ".join(each.ids), each.text, *said, each.citation]

    def markdown(self, result: Kept) -> Iterator[str]:
        """Yield each passage as a block quotation, and below it what is said of it."""
        for each in result.kept:
            yield f"**{escaped(each.address)}** {escaped(', '.join(each.tags))}".rstrip() + "\n\n"
            yield f"> {_NEXT.join(map(escaped, each.text.splitlines()))}\n\n"
            for said in (each.citation, *each.note.splitlines(), each.remark):
                yield f"{escaped(said)}\n\n" * bool(said)

    def excerpts(self, result: Kept) -> Iterator[Excerpt]:
        """Yield each passage, its note and tags below it."""
        from wp8.export.excerpts.excerpt import Excerpt, excerpt

        for each in result.kept:
            lines = [[(text, False)] for text in each.text.splitlines()]
            paragraphs = [own for record in each.records for own in excerpt(record).paragraphs]
            language = each.records[0].language if each.records else ""
            remarks = [*([f"Tags: {', '.join(each.tags)}"] if each.tags else ()), each.remark]
            remarks = list(filter(None, remarks))
            yield Excerpt(each.ids, paragraphs or lines, language, each.note, remarks)


def _kept_fields(each: KeptPassage) -> dict[str, Any]:
    return {
        "address": each.address,
        "ids": list(each.ids),
        "text": each.text,
        "note": each.note,
        "tags": list(each.tags),
        "kept": each.kept,
        "change": each.change or None,
        "was": each.was or None,
        "citation": each.citation or None,
    }


def _located_fields(located: Located) -> dict[str, Any]:
    return {
        "passages": [passage._asdict() for passage in located.passages],
        "verbatim": located.verbatim,
        "remarks": list(located.remarks),
        "score": round(located.score, 4),
        "text": located.text,
        "diff": [run._asdict() for run in located.runs],
    }


def _parallel_fields(parallel: Parallel) -> dict[str, Any]:
    fields = _located_fields(parallel.first)
    (first,) = fields.pop("passages")
    second = {**parallel.second._asdict(), "text": parallel.text}
    return {
        "first": {**first, "text": fields.pop("text")},
        "second": second,
        "quoted": parallel.quoted,
        **fields,
        "words": parallel.words,
        "stock": parallel.stock,
    }


def _checked_fields(checked: Checked) -> dict[str, Any]:
    return {
        "file": checked.file,
        "where": checked.where,
        "quotation": checked.text,
        "verdict": checked.verdict,
        "places": list(map(_located_fields, checked.located)),
        "nearest": _located_fields(checked.nearest) if checked.nearest else None,
    }


def _checked_rows(found: Sequence[Checked]) -> Iterator[list[object]]:
    yield ["file", "where", "verdict", "place", "verbatim", "remarks", "score", "text", "quotation"]
    for checked in found:
        located = checked.located[0] if checked.located else None
        cells = [*_cells(located), located.text] if located else [""] * 5
        yield [checked.file, checked.where, checked.verdict, *cells, checked.text]


def _cells(located: Located) -> list[object]:
    return [
        places(located.passages),
        _yes(located.verbatim),
        ", ".join(located.remarks),
        round(located.score, 4),
    ]


def _parallel_cells(parallel: Parallel) -> list[object]:
    first, second, text, quoted, words, stock = parallel
    place, *rest = _cells(first)
    both = [first.text, text]
    return [place, places([second]), *rest, _yes(quoted), *both, words, _yes(stock)]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _markdown(located: Located) -> str:
    head = f"**{escaped(places(located.passages))}** {verdict(located)}, {located.score:.2f}"
    pieces = []
    for kind, text, quoted in located.runs:
        if kind in ("equal", "omitted"):
            pieces.append(escaped(text))
        else:
            pieces += [f"~~{escaped(text.rstrip())}~~ "] * bool(text)
            pieces += [f"**{escaped(quoted.strip())}** "] * bool(quoted)
    return f"{head}\n\n> {''.join(pieces).rstrip()}\n\n"
