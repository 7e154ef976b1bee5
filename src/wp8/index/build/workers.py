"""Other processes that work for this one, and that end with it however it ends.

They are started anew on every system: one that is forked would keep the lock of the builders.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wp8.errors import IndexStoreError, OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

# Of seconds, for one that is gone, or about to be.
_PATIENCE: Final = 1

T = TypeVar("T")
R = TypeVar("R")


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worked(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Iterator[tuple[T, R]]:
    """Yield each of `tasks` with what `work` makes of it, in order; use at most `jobs` processes.

    Raises:
        IndexStoreError: One of them was ended by somebody else.
        OutOfTimeError: One of them was ended by the limit of processor time.
        OSError: One cannot be started.
    """
    # Each has one task: what it is sent while it sends a result could block both.
    busy: deque[tuple[T, Connection]] = deque()
    with ExitStack() as stack:
        for task in tasks:
            done: list[tuple[T, R]] = []
            if len(busy) < jobs:
                worker = stack.enter_context(_worker(work))
            else:
                earlier, worker = busy.popleft()
                done = [(earlier, _result(worker))]
                del earlier
            with suppress(ConnectionError):  # its result will be missed
                worker.send(task)
            busy.append((task, worker))
            # Neither is held while the next task is made.
            if done:
                yield done.pop()
        for task, worker in busy:
            yield task, _result(worker)


def _result(worker: Connection) -> Any:  # noqa: ANN401 - what the process made
    try:
        return worker.recv()
    except (EOFError, ConnectionError):
        message = "cannot write the index: a process that worked on it was ended"
        raise IndexStoreError(
            message, hint="less memory is used by: wp8 reindex --jobs 1"
        ) from None


@contextmanager
def _worker(work: Callable[[T], R]) -> Iterator[Connection]:
    """Yield the connection to a new process; end it at the end."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_serve, args=(work, far), daemon=True)
    with near:
        with far, _interrupts_held(), _main_module_hidden():
            process.start()
        try:
            yield near
        except IndexStoreError as error:
            process.join(_PATIENCE)
            if sys.platform != "win32" and process.exitcode == -signal.SIGXCPU:
                raise OutOfTimeError from error
            raise
        finally:
            process.kill()
            process.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let a Ctrl-C wait: a process that is just starting would answer it with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    # It is started with the first process, and would let go of what waits.
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _main_module_hidden() -> Iterator[None]:
    """Let a new process know no program: it would run that of this one again."""
    own = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = own


def _serve(work: Callable[[T], R], far: Connection) -> None:
    """Do the tasks that come, until there is nobody any more to send them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is made of a batch has no cycles: as in `wp8` itself.
    gc.set_threshold(500_000)
    with suppress(EOFError, ConnectionError):
        while True:
            far.send(work(far.recv()))
