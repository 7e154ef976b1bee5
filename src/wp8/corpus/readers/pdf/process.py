"""The process that reads a PDF, and what its end means."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from wp8.corpus.readers.bounds import (
    PATIENCE,
    bounded,
    given,
    is_out_of_time,
    memory_within,
    seconds_within,
)
from wp8.corpus.readers.packages import package_folder
from wp8.corpus.readers.pdf.pages import MEMORY, MOST_CHARACTERS, TOO_MANY
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of the processor, for a page.
SECONDS: Final = 60
_PASSWORD: Final = "password"
# How a process ends that was waited for in vain.
_IMPATIENT: Final = 1 if sys.platform == "win32" else -signal.SIGTERM


def answers(source: bytes, asked: str) -> Iterator[bytes]:
    """Yield what pages.py answers of `source`, line by line of JSON.

    Raises:
        UnreadableError: It is no PDF, encrypted, damaged, or takes too much.
    """
    package_folder("pypdfium2")
    if not source[:1024].lstrip().startswith(b"%PDF"):
        raise UnreadableError("is no PDF", hint="is it what its name says?")
    # Without the folder in which wp8 runs: what is there is not wp8's.
    command = [sys.executable, "-P", "-m", "wp8.corpus.readers.pdf", asked]
    seconds = seconds_within(SECONDS)
    number = 0
    with given(source) as file, _running(bounded(command, seconds), file) as process:
        while line := _line(process, seconds * PATIENCE):
            _refuse(line)
            yield line
            number += 1
        code = process.wait()
    # The first line is of the whole.
    where = f"page {number}: " if number and asked == "pages" else ""
    if is_out_of_time(code) or code == _IMPATIENT:
        raise UnreadableError(f"{where}takes more than {seconds} seconds to read")
    if code and memory_within(MEMORY) < MEMORY:
        message = f"{where}takes more memory to read than there may be"
        raise UnreadableError(message, hint="see: ulimit -v")
    if code:
        raise UnreadableError(f"{where}is damaged, or takes too much memory to read")


@contextmanager
def _running(command: list[str], file: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the process of `command`, which is ended when nobody wants to hear more."""
    with subprocess.Popen(
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[bytes], patience: int) -> bytes:
    """Return the next line that `process` writes; it is ended when that takes too long."""
    assert process.stdout is not None
    # For a system that bounds no process, and a process that does nothing.
    ending = threading.Timer(patience, process.terminate)
    ending.start()
    try:
        line = process.stdout.readline()
    finally:
        ending.cancel()
    # One that is not whole was cut off by the end of the process.
    return line if line.endswith(b"\n") else b""


def _refuse(line: bytes) -> None:
    if not line.startswith(b'{"error"'):
        return
    reason = json.loads(line)["error"]
    if _PASSWORD in reason.lower():
        raise UnreadableError("is encrypted", hint="save it without a password")
    if reason == TOO_MANY:
        raise UnreadableError(f"has a page of more than {MOST_CHARACTERS:,} characters")
    raise UnreadableError("is damaged", hint="make or fetch it again")
