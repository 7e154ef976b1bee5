"""The names that a query gives: fields, and those of their values that are names or patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.errors import UnknownNameError
from wp8.numbers import and_more
from wp8.query.language.parser import FIELDS, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_MOST_NAMED: Final = 20
_SHORT_LABEL: Final = 3
# Where a name ends without quotation marks, for a reader or for a shell.
_IS_QUOTED: Final = re.compile(r"[\s,]")
# What has an option of its own.
_OPTIONS: Final = {"document": "--doc", "section": "--section", "kind": "--kind"}


def field_name(typed: str) -> str:
    """Return the name of a field of documents: capitals and hyphens do not matter."""
    return typed.casefold().replace("-", "_")


def is_pattern(value: str) -> bool:
    """Return whether a value of a field stands for others: `*` is anything, `?` one letter."""
    return "*" in value or "?" in value


def expression(
    pattern: str, letter: str = ".", read: Callable[[str], str] = lambda run: run
) -> str:
    """Return a regular expression of a pattern, which matches in linear time.

    `letter` is what a sign stands for, `read` what a run between signs is compared as.
    """
    first, *others = (
        "".join(letter if part == "?" else re.escape(read(part)) for part in re.split(r"(\?)", run))
        for run in pattern.split("*")
    )
    if not others:
        return first
    # What follows at its first place leaves most room for the rest.
    between = "".join(f"(?>{letter}*?{run})" for run in others[:-1])
    return f"{first}{between}{letter}*{others[-1]}"


def named(value: str, known: Iterable[str]) -> list[str]:
    """Return which of the `known` names are `value`, or match it if it is a pattern."""
    names = list(known)
    if value in names or not is_pattern(value):
        return [value] if value in names else []
    return list(filter(re.compile(expression(value), re.DOTALL).fullmatch, names))


def no_such(
    field: str,
    value: str,
    known: Sequence[str],
    as_written: Callable[[Sequence[str]], Sequence[str]] = list,
) -> UnknownNameError:
    """Return the error that the corpus has no such value of a field, with those that it has.

    `as_written` returns values as the texts write them, which are `known` by their letters.
    """
    from wp8.query.language.suggest import nearest

    if not known:
        hint = f"none of its records has a {field}"
        return UnknownNameError(f"the corpus has no {field} {value}", hint=hint)
    several = value.split(",")
    if several[1:] and {*several} <= {*known} and (option := _OPTIONS.get(field)):
        each = " ".join(f"{option} {name}" for name in several)
        return UnknownNameError(f"the corpus has no {field} {value}", hint=f"one by one: {each}")
    # Nearly every short label is near another: the list says more.
    close = nearest(value, known) if len(value) > _SHORT_LABEL else []
    shown = close[:1] or known[:_MOST_NAMED]
    names = [f'"{name}"' if _IS_QUOTED.search(name) else name for name in as_written(shown)]
    names_all = and_more([*names, *known[_MOST_NAMED:]], _MOST_NAMED)
    return UnknownNameError(
        f"the corpus has no {field} {value}",
        hint=f"did you mean {names[0]}?" if close else f"it has: {names_all}",
    )


def no_field(
    name: str, value: str, known: Iterable[str], documents: Iterable[str] = ()
) -> UnknownNameError:
    """Return the error that there is no such field, with those that there are.

    Without a `value` a field of documents is asked for, which no field of paragraphs will do.
    Where `name` is one of the `documents`, a record of it may be meant.
    """
    from wp8.query.language.suggest import nearest

    names = list(dict.fromkeys((*(FIELDS if value else ("document",)), *known)))
    close = nearest(field_name(name), names)
    instead = f"did you mean {close[0]}? " if close else ""
    typed = shortened(f"{name}:{value}")
    if name.casefold() in documents:
        instead = f"to read that place: wp8 show {typed}; "
    quoted = f'; to find the text itself, quote it: "{typed}"' if value else ""
    return UnknownNameError(
        f"there is no field {shortened(name)}",
        hint=f"{instead}the fields are {and_more(names, _MOST_NAMED)}{quoted}",
    )
