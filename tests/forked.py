"""wp8 run time and again by forks of one process that has it imported.

A run has memory, streams, a folder, an environment and an end of its own, as one that was started.
What it is spared is Python's start and the imports, which are five sixths of a search.

As a script this is that process. It is sent three streams and a file with what to run, and answers
with the number of the process that does, and in the end with how that ended.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBER = struct.Struct("q")


class Forks:
    """The process that forks, in the tests' eyes; it ends with the tests."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
            )

    def close(self) -> None:
        """End the process."""
        self._ours.close()
        self._process.wait()

    def can_run(self, environment: Mapping[str, str]) -> bool:
        """Return whether a fork is as a process started in `environment`: Python starts alike."""
        return all(
            environment.get(name) == self._environment.get(name)
            for name in environment.keys() | self._environment.keys()
            if name.startswith(("PYTHON", "LANG", "LC_"))
        )

    def start(
        self,
        arguments: Sequence[str | bytes],
        environment: Mapping[str, str],
        cwd: Path | None,
        *streams: int,
    ) -> None:
        """Run wp8 with these files for stdin, stdout and stderr."""
        asked = [[os.fsdecode(each) for each in arguments], dict(environment), str(cwd or Path())]
        with TemporaryFile() as request:
            request.write(json.dumps(asked).encode())
            request.seek(0)
            socket.send_fds(self._ours, [b"."], [request.fileno(), *streams])
            self._number = self._receive()

    def wait(self, timeout: float) -> int:
        """Return the exit code of what was started; what hangs is killed, and an error."""
        self._ours.settimeout(timeout)
        try:
            return self._receive()
        except TimeoutError:
            os.kill(self._number, signal.SIGKILL)
            self._ours.settimeout(None)
            self._receive()
            raise
        finally:
            self._ours.settimeout(None)

    def _receive(self) -> int:
        number: int = NUMBER.unpack(self._ours.recv(NUMBER.size, socket.MSG_WAITALL))[0]
        return number


def serve(tests: socket.socket) -> None:
    """Fork for each request that `tests` send, until they are gone."""
    import wp8

    for module in walk_packages(wp8.__path__, "wp8."):
        with suppress(ImportError):  # of an extra
            importlib.import_module(module.name)
    gc.freeze()
    while True:
        _, files, _, _ = socket.recv_fds(tests, 1, 4)
        if not files:
            return
        process = os.fork()
        if not process:
            tests.close()
            become(*files)
        for file in files:
            os.close(file)
        tests.send(NUMBER.pack(process))
        _, status = os.waitpid(process, 0)
        tests.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def become(request: int, *streams: int) -> NoReturn:
    """Be the process that `request` describes, with these for stdin, stdout and stderr."""
    with open(request) as file:
        arguments, environment, cwd = json.load(file)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding=old.encoding, errors=old.errors, closefd=False)  # noqa: SIM115 - to the end
        for number, mode, old in zip(
            range(3), "rww", (sys.stdin, sys.stdout, sys.stderr), strict=True
        )
    )
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["wp8", *arguments]
    from wp8.__main__ import run

    run()
    raise AssertionError("wp8 leaves its process")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(socket.socket(fileno=int(sys.argv[1])))
