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
    except KeyboardInterrupt:
        code = 130
    if sys.stderr:
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
