"""What a caller gives a question: names as tuples, figures within their range, or an error."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Of hits; any other is a field of documents.
ORDERS: Final = ("relevance", "document")
SCOPE: Final = frozenset(("doc", "section", "kind", "quotes", "where"))
# The least and the greatest value of an option, wherever it is; None for no bound.
_RANGES: Final[Mapping[str, tuple[int, int | None]]] = {
    "limit": (0, None),
    "context": (0, 100),
    "sample": (1, None),
    "skip": (0, 9),
    "min": (1, None),
    "min_frequency": (1, None),
    "segment": (1, None),
    "jobs": (1, 64),
    "shards": (1, 1024),
    "replicas": (0, 10),
    "min_score": (0, 1),
    "reference_size": (1, None),
    "min_words": (4, None),
}
# Of an option whose range depends on the command.
_WINDOWS: Final = {"concordance": (0, 100), "vocabulary": (1, None)}
_NAMES: Final = frozenset(
    ("doc", "section", "kind", "where", "fields", "measure", "column", "style", "tag")
)
# The methods that take several queries.
_OF_QUERIES: Final = frozenset(("frequency", "dispersion"))
_SWITCHES: Final = frozenset(
    (
        *("exact", "variants", "lemma", "gap", "sentence", "stop_words", "shared", "within"),
        *("repelled", "stock", "all", "bom", "excel_safe"),
    )
)
_CHOICES: Final = {
    "quotes": (None, "only", "without"),
    "unit": ("word", "token"),
}


def names(value: Iterable[str]) -> tuple[str, ...]:
    """Return one name or several as a tuple, those of a set in alphabetical order.

    Raises:
        QueryError: If it is neither a text nor texts.
    """
    if isinstance(value, str):
        return (value,)
    try:
        found = tuple(sorted(value) if isinstance(value, (set, frozenset)) else value)
    except TypeError:
        found = (None,)
    if not all(isinstance(name, str) for name in found):
        raise QueryError(f"{value!r} is not a name, or a list of names")
    return found


def fields(value: Iterable[str]) -> tuple[str, ...]:
    """Return the names of fields, of which several may stand in a text, with commas; each once."""
    typed = (name.strip() for each in names(value) for name in each.split(","))
    return tuple(dict.fromkeys(filter(None, typed)))


def text(value: object) -> str:
    """Return the text that a caller gives: a query, an address, a path.

    Raises:
        QueryError: If it is none.
    """
    if isinstance(value, (str, os.PathLike)):
        return str(os.fspath(value))
    raise QueryError(f"{value!r} is not a text", hint="give several one by one: show(*ids)")


def options(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a method of this name is given, as it takes them.

    Raises:
        QueryError: If one has a value that it cannot have.
    """
    return {name: _checked(method, name, value) for name, value in given.items()}


def _checked(method: str, name: str, value: Any) -> Any:  # noqa: ANN401 - of any type
    bounds = _WINDOWS.get(method) if name == "window" else _RANGES.get(name)
    if bounds and value is not None:
        least, most = bounds
        is_number = isinstance(value, int if name != "min_score" else (int, float))
        if not is_number or value < least or (most is not None and value > most):
            spread = f"from {least}" if most is None else f"from {least} to {most}"
            raise QueryError(f"{name} is {value!r}", hint=f"give a number {spread}")
        return value
    if name in _SWITCHES:
        return bool(value)
    if name in _NAMES or (name == "query" and method in _OF_QUERIES):
        return names(value)
    if name in _CHOICES and value not in _CHOICES[name]:
        known = " or ".join(str(choice) for choice in _CHOICES[name])
        raise QueryError(f"{name} is {value!r}", hint=f"give {known}")
    return value
