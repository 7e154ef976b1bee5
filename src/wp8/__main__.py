"""The process: `python -m wp8` and the `wp8` script."""

import gc
import os
import sys


def run() -> None:
    """Run the command line and leave the process with its exit code.

    A command lives for some hundredths of a second. Python would spend a quarter of it on looking
    for garbage while modules load, and on taking them apart at the end.
    """
    gc.set_threshold(500_000)
    try:
        from wp8.cli import main  # after the line above, which is for its sake

        code = main()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a bug is raised again
        code = _not_loaded(error)
    if sys.stderr:
        sys.stderr.flush()
    os._exit(code)


def _not_loaded(error: BaseException) -> int:
    """Return the exit code for what came before wp8 could say anything of it."""
    from wp8.errors import ExitCode, fate

    cause = fate(error)
    if cause is None:
        raise error
    if cause == "interrupted":
        return ExitCode.INTERRUPTED
    if sys.stderr:
        sys.stderr.write(f"wp8: {cause}\n")
    return ExitCode.ERROR


if __name__ == "__main__":
    run()
