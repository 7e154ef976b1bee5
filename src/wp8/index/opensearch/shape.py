"""What an answer has to have so that it can be read: anybody may answer, and say anything.

A shape is a type; what says whether a value will do; a table of shapes, of which a value has at
least these keys; a list of one shape, which all items of a value have; or a tuple of shapes, one
for each item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Shape = Callable[[Any], object] | Mapping[str, "Shape"] | list["Shape"] | tuple["Shape", ...]

# What the cluster counts with.
_MOST = 2**63


def fits(value: object, shape: Shape) -> bool:
    """Return whether `value` has this shape."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            key in value and fits(value[key], each) for key, each in shape.items()
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(map(fits, value, shape * len(value)))
    if isinstance(shape, tuple):
        return isinstance(value, list) and len(value) == len(shape) and all(map(fits, value, shape))
    return callable(shape) and bool(shape(value))


def number(value: object) -> bool:
    """Return whether `value` is a number, and no infinite one."""
    return isinstance(value, (int, float)) and -_MOST < value < _MOST


def count(value: object) -> bool:
    """Return whether `value` is a number of things."""
    return isinstance(value, int) and 0 <= value < _MOST


def maybe(shape: Shape) -> Shape:
    """Return the shape of what may be null instead."""
    return lambda value: value is None or fits(value, shape)
