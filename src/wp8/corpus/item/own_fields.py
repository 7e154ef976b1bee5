"""The fields that a corpus has of its own, as a manifest says them in `[document.fields]`."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Final

from wp8.corpus.item.fields import FIELDS, OTHER_NAMES
from wp8.query.language.parser import FIELDS as ASKED_OF_RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

# What people call kinds of texts. CSL calls so the kind of a thesis, which citations print.
_ANYBODYS: Final = frozenset(("genre",))
# What queries know of every document.
_ASKED_OF_DOCUMENTS: Final = frozenset(("year", "decade", "key", "in", "where"))
_IS_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def own_fault(name: str, value: object, keys: Iterable[str]) -> tuple[str, str] | None:
    """Return what is wrong with a field of this name and value, and what is right.

    None if nothing is. `keys` are what else a manifest says of a document.
    """
    if not _IS_NAME.fullmatch(name):
        return "is no name of a field", "a name has letters a to z, digits, _ and -"
    if name.lower() in _taken(tuple(keys)):
        return "is no field of your own", f"say {name} before the line [document.fields]"
    if name.lower() in _ASKED_OF_DOCUMENTS:
        return "is known to queries already", "give the field another name"
    # Who speaks in a whole document says each of its paragraphs.
    if name.lower() in ASKED_OF_RECORDS.keys() - {"speaker"}:
        return "is asked of paragraphs in queries", "give the field another name"
    said = texts_of(value)
    if said is None:
        hint = f'as in {name} = "…", 12, 1848-03-18 or ["…", "…"]'
        return "is neither a text, a number nor a date, nor a list of these", hint
    if not said or not all(map(str.strip, said)):
        return "is empty", "fill it in or leave the line out"
    return None


@cache
def _taken(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.lower, (*FIELDS, *OTHER_NAMES, *keys))) - _ANYBODYS


def own_value(value: object) -> str | list[str]:
    """Return what a manifest says of a field, which has no fault, as a text or a list of texts.

    A number and a date are the text that says them.
    """
    said = texts_of(value) or [""]
    return said if isinstance(value, list) else said[0]


def texts_of(value: object) -> list[str] | None:
    """Return what is said of a field, one text or several; None if it is something else."""
    said = list(map(_text, value if isinstance(value, list) else [value]))
    texts = [text for text in said if text is not None]
    return texts if len(texts) == len(said) else None


def _text(value: object) -> str | None:
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None
