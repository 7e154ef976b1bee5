"""Work on many files in threads: what reads, sums up or syncs bytes needs no interpreter."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A disk syncs as many files in about the time of one.
_THREADS: Final = 4

T = TypeVar("T")


def each(work: Callable[[T], object], items: Iterable[T]) -> None:
    """Call `work` with each of `items`, none of them None, several at once; raise its error."""
    waiting = iter(items)
    taking = Lock()
    failures: list[Exception] = []

    def work_on() -> None:
        try:
            while not failures:
                with taking:
                    item = next(waiting, None)
                if item is None:
                    return
                work(item)
        except Exception as error:  # noqa: BLE001 - it is raised below
            failures.append(error)

    others = [Thread(target=work_on, daemon=True) for _ in range(_THREADS - 1)]
    for thread in others:
        thread.start()
    work_on()
    for thread in others:
        thread.join()
    for error in failures:
        raise error
