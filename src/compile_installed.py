"""Build hook: an editable install gets its bytecode, as pip gives it to every other install."""

from __future__ import annotations

import compileall
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the package in place: a third of a cold start would go into doing it each time."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the sources when an editable install is made of them."""
        if version == "editable":
            compileall.compile_dir(str(Path(self.root, "src", "wp8")), quiet=1)
