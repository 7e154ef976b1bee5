"""How long a process may take that reads what nobody has looked at."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# A machine that is busy gives a process a tenth of its time; Windows has this limit only.
PATIENCE: Final = 10


def bounded(command: Sequence[str], seconds: int) -> list[str]:
    """Return `command` as the system ends it after so many seconds of the processor."""
    if sys.platform == "win32":
        return [*command]
    return ["/bin/sh", "-c", 'ulimit -S -t "$0"; exec "$@"', str(seconds), *command]


def is_out_of_time(code: int) -> bool:
    """Return whether a process with this exit code was ended so."""
    return sys.platform != "win32" and code == -signal.SIGXCPU
