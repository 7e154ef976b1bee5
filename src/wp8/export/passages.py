"""Passages, parallel or located, as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.json_text import json_lines, json_object
from wp8.export.markdown import escaped, stamp_in_markdown
from wp8.export.sheets import separated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.passages.draft import Checked
    from wp8.analysis.passages.located import Located, Passage
    from wp8.analysis.passages.parallels import Parallel


def verdict(located: Located) -> str:
    """Return whether a place has the words of its quotation, and what else is not the same."""
    word = "verbatim" if located.verbatim else "differs"
    return f"{word} ({', '.join(located.remarks)})" if located.remarks else word


def places(passages: Iterable[Passage]) -> str:
    """Return passages as `id:start-end`, by blanks."""
    return " ".join(f"{id_}:{start}-{end}" for id_, start, end in passages)


def located_as(
    format_: str,
    quotation: str,
    found: Sequence[tuple[Located, str]],
    total: int,
    corpus: Mapping[str, str],
) -> Iterator[str]:
    """Yield places of a quotation, of `total`, each with its citation (schema wp8.locate/1)."""
    rows = [{**_located_fields(located), "citation": citation} for located, citation in found]
    if format_ == "json":
        about = {"quotation": quotation, "total": total, "corpus": dict(corpus)}
        yield json_object("wp8.locate/1", {**about, "places": rows})
    elif format_ == "jsonl":
        yield from json_lines(({"quotation": quotation, **row} for row in rows), "wp8.locate/1")
    elif format_ == "md":
        for located, citation in found:
            yield f"{_markdown(located)}{escaped(citation)}\n\n"
    else:
        header = ["place", "verbatim", "remarks", "score", "text", "quotation", "citation"]
        cells = ([*_cells(located), located.text, quotation, cited] for located, cited in found)
        yield from separated([header, *cells], format_)


def parallels_as(
    format_: str,
    found: Sequence[Parallel],
    corpus: Mapping[str, str],
    parameters: Mapping[str, object],
    stamp: str,
) -> Iterator[str]:
    """Yield pairs of passages in one of the formats but text (schema wp8.parallels/1)."""
    rows = list(map(_parallel_fields, found))
    if format_ == "json":
        about = {"corpus": dict(corpus), "stamp": stamp, "parameters": dict(parameters)}
        yield json_object("wp8.parallels/1", {**about, "rows": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, "wp8.parallels/1")
    elif format_ == "md":
        for first, second, text, _ in found:
            yield f"{_markdown(first)}**{second.id}** ({second.start}-{second.end})\n\n"
            yield f"> {escaped(text)}\n\n"
        yield f"{stamp_in_markdown(stamp)}\n"
    else:
        header = ["first", "second", "verbatim", "remarks", "score", "quoted"]
        header += ["first_text", "second_text"]
        yield from separated([header, *map(_parallel_cells, found)], format_)


def checked_as(format_: str, found: Sequence[Checked], corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield the quotations of a draft in one of the formats but text (schema wp8.draft/1)."""
    if format_ == "json":
        rows = list(map(_checked_fields, found))
        about = {"corpus": dict(corpus), "total": len(found)}
        yield json_object("wp8.draft/1", {**about, "quotations": rows})
    elif format_ == "jsonl":
        yield from json_lines(map(_checked_fields, found), "wp8.draft/1")
    elif format_ == "md":
        for checked in found:
            place = places(checked.located[0].passages) if checked.located else ""
            yield f"- {escaped(checked.where)}: {checked.verdict} {escaped(place)}\n"
            yield f"  > {escaped(' '.join(checked.text.split()))}\n"
    else:
        yield from separated(_checked_rows(found), format_)


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
    first, second, text, quoted = parallel
    place, *rest = _cells(first)
    return [place, places([second]), *rest, _yes(quoted), first.text, text]


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
