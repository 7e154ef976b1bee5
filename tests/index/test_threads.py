"""Work on many items at once."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from wp8.index.store.threads import each

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_each_item_is_worked_on_once() -> None:
    done: list[int] = []
    each(done.append, range(1, 1000))

    assert Counter(done) == Counter(range(1, 1000))


def test_items_are_worked_on_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=60)
    each(lambda _: both.wait(), "ab")

    assert not both.broken


def test_the_error_of_an_item_is_raised_and_ends_the_work() -> None:
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        raise OSError(item)

    with pytest.raises(OSError, match=r"\d"):
        each(work, range(1, 1000))
    assert len(begun) < 10


def test_an_error_between_items_is_raised() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyError("two")

    done: list[int] = []
    with pytest.raises(KeyError, match="two"):
        each(done.append, items())
    assert done == [1]
