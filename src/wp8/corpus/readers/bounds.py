"""What may be taken, by this process or another, to read what nobody has looked at."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from wp8.errors import UnreadableError
from wp8.files import no_room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A machine that is busy gives a process a tenth of its time; Windows has this limit only.
PATIENCE: Final = 10
# What is read slowest, Markdown, takes a second for a megabyte, on a slow machine three.
_SECONDS: Final = 20
_BYTES_A_SECOND: Final = 250_000
# What was in the way of the first call may not be in that of the next.
_AGAIN: Final = 1


@contextmanager
def in_time(size: int) -> Iterator[None]:
    """Hold what this process does with so many bytes to a time of the processor.

    It is not held on Windows, nor beside the main thread, which have no signal for it.

    Raises:
        UnreadableError: It takes longer.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if sys.platform == "win32" or not is_main:
        yield
        return
    seconds = _SECONDS + size // _BYTES_A_SECOND

    def end(*_: object) -> None:
        message = f"takes more than {seconds} seconds of the processor"
        raise UnreadableError(message, hint="split it into several documents")

    before = signal.signal(signal.SIGPROF, end)
    timer = signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, before)


def bounded(command: Sequence[str], seconds: int) -> list[str]:
    """Return `command` as the system ends it after so many seconds of the processor."""
    if sys.platform == "win32":
        return [*command]
    return ["/bin/sh", "-c", 'ulimit -S -t "$0"; exec "$@"', str(seconds), *command]


def is_out_of_time(code: int) -> bool:
    """Return whether a process with this exit code was ended so."""
    if sys.platform == "win32":
        return False
    # One second is the least that a limit can be: then there is none below the hard one.
    return code == -signal.SIGXCPU or (code == -signal.SIGKILL and seconds_within(2) == 1)


def seconds_within(wanted: int) -> int:
    """Return so many seconds of the processor, or fewer if this process may not have as many.

    Where they can, they are fewer than the hard limit, at which no reason is said.
    """
    if sys.platform == "win32":
        return wanted
    import resource

    return min(wanted, max(1, _least(resource.RLIMIT_CPU, wanted + 1) - 1))


def memory_within(wanted: int) -> int:
    """Return so many bytes of memory, or fewer if this process may not have as many."""
    if sys.platform == "win32":
        return wanted
    import resource

    return _least(resource.RLIMIT_AS, wanted)


def _least(kind: int, wanted: int) -> int:
    import resource

    limits = (limit for limit in resource.getrlimit(kind) if limit != resource.RLIM_INFINITY)
    return min([wanted, *limits])


@contextmanager
def given(source: bytes) -> Iterator[IO[bytes]]:
    """Yield a file with `source` for a process to read.

    Raises:
        Wp8Error: There is no room for it.
    """
    from tempfile import TemporaryFile  # what is read in this process needs none

    try:
        file = TemporaryFile()  # noqa: SIM115 - closed below
        try:
            file.write(source)
            file.seek(0)
        except OSError:
            file.close()
            raise
    except OSError as error:
        raise no_room(error) from error
    with file:
        yield file
