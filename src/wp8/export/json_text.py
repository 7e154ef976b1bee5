"""JSON with nothing in it that acts on a terminal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from wp8.stamp import are_plain, json_text, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# So many rows are written together.
_AT_ONCE: Final = 256
# How an object ends whose last value is an empty list.
_EMPTY: Final = "[]\n}\n"


def json_texts(values: Iterable[object]) -> list[str]:
    """Return each of `values` as `json_text` does, but sooner; figures are rounded."""
    whole = [*values]
    if are_plain(whole):
        return [f'"{text}"' for text in whole]
    whole = [*map(rounded, whole)]
    if any(isinstance(value, tuple) for value in whole):
        return list(map(json_text, whole))
    # There is no line end in JSON but between values.
    return json_text(whole, separators=("\n", ":"))[1:-1].split("\n")


def json_object(schema: str, fields: Mapping[str, Any]) -> str:
    """Return `fields` as one JSON object of `schema`, on lines of its own."""
    return json_text({"schema": schema, **fields}, indent=2) + "\n"


def json_object_with(
    schema: str, about: Mapping[str, Any], name: str, rows: Iterable[str]
) -> Iterator[str]:
    """Yield, in pieces, such an object of what is `about` and, under `name`, of a list of `rows`.

    Rows are pieces of JSON already, with what stands between them; none are an empty list.
    """
    yield json_object(schema, {**about, name: []}).removesuffix(_EMPTY)
    ends = "[]"
    for row in rows:
        yield row if ends != "[]" else f"[{row}"
        ends = "\n  ]"
    yield f"{ends}\n}}\n"


def json_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield `rows`, some at a time, as they stand in the list of such an object."""
    between = ""
    coming = iter(rows)
    # What `json` makes for each text with lines, Python finds out late that nobody needs.
    while block := [*islice(coming, _AT_ONCE)]:
        # There is no line end in JSON but between values.
        lines = json_text(block, indent=2)[1:-2].replace("\n", "\n  ")
        yield f"{between}{lines}"
        between = ","


def json_lines(rows: Iterable[Mapping[str, Any]], schema: str) -> Iterator[str]:
    """Yield a line of JSON for each of `rows`."""
    for row in rows:
        yield json_text({"schema": schema, **row}) + "\n"
