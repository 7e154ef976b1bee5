"""Build hook: bytecode for an editable install, and man pages for a wheel."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MANUAL = "share/man/man1"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what an installation has beside the sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the package in place, or write a man page for each command.

        pip compiles every other install; a third of a cold start would go into doing it each time.
        """
        source = str(Path(self.root, "src"))
        if version == "editable":
            compileall.compile_dir(str(Path(source, "wp8")), quiet=1)
            return
        sys.path.insert(0, source)
        from man_pages import man_pages

        # It lasts as long as the hook: until the wheel is made.
        self.pages = TemporaryDirectory()
        for name, page in man_pages():
            file = Path(self.pages.name, name)
            file.write_text(page, encoding="utf-8")
            build_data["shared_data"][str(file)] = f"{_MANUAL}/{name}"
