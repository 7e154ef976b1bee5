"""JSON with nothing in it that acts on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.stamp import are_plain, json_text, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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


def json_lines(rows: Iterable[Mapping[str, Any]], schema: str) -> Iterator[str]:
    """Yield a line of JSON for each of `rows`."""
    for row in rows:
        yield json_text({"schema": schema, **row}) + "\n"
