"""Work measured by the lines of Python that it runs: the same on every machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python `work` runs."""
    number = 0

    def traced(_: FrameType, event: str, __: object) -> TraceFunction:
        nonlocal number
        number += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return number
