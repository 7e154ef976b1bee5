"""How one installs a package that comes with an extra, where this wp8 is installed."""

from __future__ import annotations

import os
import shlex
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a tool that keeps an environment for each program leaves in it.
_PIPX: Final = "pipx_metadata.json"
_UV_TOOL: Final = "uv-receipt.toml"


def to_install(package: str) -> str:
    """Return the command that installs `package` beside wp8, in its environment."""
    return shlex.join(_command(package, Path(sys.prefix)))


def _command(package: str, prefix: Path) -> Sequence[str]:
    if (prefix / _PIPX).exists():
        return "pipx", "inject", "wp8", package
    if (prefix / _UV_TOOL).exists() and (known := _installed_by_uv(prefix)):
        others, wp8 = known
        return "uv", "tool", "install", "--with", ",".join([*others, package]), wp8
    is_active = os.environ.get("VIRTUAL_ENV") == sys.prefix
    if _is_made_by_uv(prefix):
        where = () if is_active else ("--python", sys.prefix)
        return "uv", "pip", "install", *where, package
    python = "python" if is_active else sys.executable
    return python, "-m", "pip", "install", *_options(), package


def _installed_by_uv(prefix: Path) -> tuple[list[str], str] | None:
    """Return what uv has installed beside wp8, which it would drop unless told again, and wp8.

    There is none where the receipt cannot be read, or wp8 came another way than from an index, a
    file or a folder.
    """
    import tomllib

    try:
        receipt: dict[str, Any] = tomllib.loads((prefix / _UV_TOOL).read_text(encoding="utf-8"))
        known = {each["name"]: each for each in receipt["tool"]["requirements"]}
        wp8 = known.pop("wp8")
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if {"git", "url", "editable"} & wp8.keys():
        return None
    extras = f"[{','.join(wp8['extras'])}]" if "extras" in wp8 else ""
    source = wp8.get("path") or wp8.get("directory") or "wp8"
    return list(known), f"{source}{extras}"


def _is_made_by_uv(prefix: Path) -> bool:
    """Return whether uv made an environment: it has no pip."""
    try:
        said = (prefix / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return any(line.partition("=")[0].strip() == "uv" for line in said.splitlines())


def _options() -> list[str]:
    """Return what pip is told where there is no environment: what wp8 was installed with."""
    if sys.prefix != sys.base_prefix:
        return []
    import site

    own = Path(__file__).resolve()
    is_users = site.ENABLE_USER_SITE and own.is_relative_to(Path(site.getusersitepackages()))
    is_managed = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").exists()
    return ["--user"] * bool(is_users) + ["--break-system-packages"] * is_managed
