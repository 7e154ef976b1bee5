"""The process: `python -m wp8` and the `wp8` script.

What is imported here Python has loaded before it comes to wp8, so that almost nothing of wp8 is
run before a Ctrl-C is caught.
"""

import _signal  # type: ignore[import-not-found] # `signal` would be loaded for this alone
import os
import sys

# That of `typing`, which takes longer to import than this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


def run() -> None:
    """Run the command line and leave the process with its exit code.

    A command lives for some hundredths of a second. Python would spend a quarter of it on looking
    for garbage while modules load, and on taking them apart at the end.
    """
    try:
        _catch()
        import gc

        gc.set_threshold(500_000)
        import wp8.errors  # noqa: F401 - they tell what it was that lets no more be loaded
        from wp8.cli import main

        code = main()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a bug is raised again
        code = _not_loaded(error)
    os._exit(code)


def _catch() -> None:
    """Let Ctrl-C, and the limit of processor time, be exceptions that all of wp8 may meet."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _interrupt)
    if hasattr(_signal, "SIGXCPU"):
        _signal.signal(_signal.SIGXCPU, _interrupt)


def _interrupt(number: int, frame: "FrameType | None") -> None:
    """Raise the exception, but after the loading of a module: Python could lose it in there."""

    def raise_outside(frame: "FrameType | None", *_: object) -> None:
        if not _is_loading(frame):
            _raise(number)

    sys.setprofile(raise_outside)
    raise_outside(frame)


def _is_loading(frame: "FrameType | None") -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _raise(number: int) -> None:
    sys.setprofile(None)
    if number == _signal.SIGINT:
        raise KeyboardInterrupt
    # The next signal comes a second later, and ends the process.
    _signal.signal(number, _signal.SIG_DFL)
    from wp8.errors import OutOfTimeError

    raise OutOfTimeError


def _not_loaded(error: BaseException) -> int:
    """Return the exit code for what came before wp8 could say anything of it."""
    try:
        from wp8.errors import ExitCode, fate

        cause = fate(error)
        code: int = ExitCode.INTERRUPTED if cause == "interrupted" else ExitCode.ERROR
    except MemoryError:
        cause, code = "out of memory", 2
    if cause is None:
        raise error
    if cause != "interrupted" and sys.stderr:
        os.write(2, f"wp8: {cause}\n".encode())
    return code


if __name__ == "__main__":
    run()
