"""Formats of links to sources, by name as in ripgrep, or as a pattern of one's own."""

from __future__ import annotations

import re
from typing import Final

import click

# Each format by its name; none is no link at all, and an empty one that which is the default.
FORMATS: Final = {
    "none": None,
    "file": "",
    "kitty": "file://{host}{path}#{line}",
    "grep+": "grep+://{path}:{line}",
    "macvim": "mvim://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    **{
        name: f"{name}://file{{path}}:{{line}}:{{column}}"
        for name in ("vscode", "vscode-insiders", "vscodium", "cursor", "windsurf")
    },
}
_PARTS: Final = frozenset(("path", "line", "column", "host"))
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PART: Final = re.compile(r"\{([^{}]*)\}")


def pattern(named: str) -> str | None:
    """Return the pattern of a format, which is named or is one; None for no links, empty for wp8's.

    Raises:
        BadParameter: It is neither.
    """
    if named in FORMATS:
        return FORMATS[named]
    parts = {found[1] for found in _PART.finditer(named)}
    if not _SCHEME.match(named) or "path" not in parts:
        message = f"it is one of {', '.join(FORMATS)}, or a pattern as in x-edit://{{path}}"
        raise click.BadParameter(message)
    if unknown := sorted(parts - _PARTS) or re.findall(r"[{}]", _PART.sub("", named)):
        known = ", ".join(f"{{{part}}}" for part in ("path", "line", "column", "host"))
        raise click.BadParameter(f"a link has no part {unknown[0]!r}, but {known}")
    if not named.isascii() or not named.isprintable() or " " in named:
        raise click.BadParameter("a link has neither blanks nor other signs than those of ASCII")
    return named
