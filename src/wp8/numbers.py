"""Numbers as messages say them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from typing import TypeVar

    Name = TypeVar("Name", bound=Hashable)

# Of many things, so many are named.
NAMED = 5


def numbered(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paragraph`, `1,234 paragraphs`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def with_most(numbers: Mapping[Name, int | tuple[int, ...]]) -> list[Name]:
    """Return the names of a few numbers in their order, of more than `NAMED` the highest first."""
    if len(numbers) <= NAMED:
        return list(numbers)
    return sorted(numbers, key=lambda name: numbers[name], reverse=True)


def and_more(texts: Sequence[str], most: int = NAMED) -> str:
    """Return texts with commas: the first `most`, and how many more there are."""
    more = len(texts) - most
    return ", ".join(texts[:most]) + (f" and {more:,} more" if more > 0 else "")
