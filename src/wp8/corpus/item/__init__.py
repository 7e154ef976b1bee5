"""What is said of a work, and the item of CSL-JSON that it makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item import dates, names
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DOI: Final = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:\s?)", re.IGNORECASE)
_NOTHING: Final[tuple[object, ...]] = ("", [], {})


def item_of(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item of CSL-JSON, without an id, that is made of what is stated of its fields.

    A value is as a person writes it in a manifest, or as CSL-JSON has it.
    """
    made = {name: _value(name, said) for name, said in stated.items()}
    return {name: value for name, value in made.items() if value not in _NOTHING}


def stated_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return `fields`, of an item or as somebody has said them, as a person writes them.

    `item_of` makes the same item of them as before.
    """
    stated = {name: _written(name, value) for name, value in fields.items()}
    return {name: value for name, value in stated.items() if value not in _NOTHING}


def doubts(stated: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of dates that is taken as words, though it is figures."""
    for name, said in stated.items():
        if FIELDS[name] == DATE and isinstance(said, str) and dates.is_in_figures(said):
            yield f'{said!r} is no date: one is written as "2021-01-12", "1914/1918" or "1848~"'


def misnamed(stated: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said to be the family's name and is neither the head nor the end of a name."""
    for name, said in stated.items():
        if FIELDS[name] == NAMES:
            yield from names.misnamed(said)


def _written(name: str, value: Any) -> Any:  # noqa: ANN401 - as a manifest has it
    if FIELDS[name] == NAMES:
        each = list(map(names.written, names.names(value)))
        return each[0] if len(each) == 1 else each
    if FIELDS[name] == DATE:
        return dates.written(value)
    return value.strip() if isinstance(value, str) else value


def _value(name: str, said: Any) -> Any:  # noqa: ANN401 - as CSL has it
    if FIELDS[name] == NAMES:
        return names.names(said)
    if FIELDS[name] == DATE:
        return dates.csl(said)
    if FIELDS[name] == TEXTS:
        return said
    # A style writes the address of a DOI itself.
    return _DOI.sub("", str(said).strip()) if name == "DOI" else str(said).strip()
