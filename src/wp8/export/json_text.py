"""JSON with nothing in it that acts on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ESCAPED: Final = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0xD800, 0xE000))}


def json_text(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON with nothing in it that acts on a terminal."""
    import json  # which takes two milliseconds to load, and not every result is JSON

    dumped = json.dumps(value, ensure_ascii=False, indent=indent)
    # JSON lets these stand.
    return dumped.translate(_ESCAPED)


def json_texts(values: Iterable[object]) -> list[str]:
    """Return each of `values` as `json_text` does, but sooner."""
    import json

    whole = list(values)
    if any(isinstance(value, tuple) for value in whole):
        return list(map(json_text, whole))
    # There is no line end in JSON but between values.
    dumped = json.dumps(whole, ensure_ascii=False, separators=("\n", ":"))
    texts = dumped[1:-1].split("\n")
    return [text if text.isprintable() else text.translate(_ESCAPED) for text in texts]


def json_object(schema: str, fields: Mapping[str, Any]) -> str:
    """Return `fields` as one JSON object of `schema`, on lines of its own."""
    return json_text({"schema": schema, **fields}, indent=2) + "\n"


def json_lines(rows: Iterable[Mapping[str, Any]], schema: str) -> Iterator[str]:
    """Yield a line of JSON for each of `rows`."""
    for row in rows:
        yield json_text({"schema": schema, **row}) + "\n"
