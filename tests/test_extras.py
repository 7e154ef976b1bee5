"""How a package of an extra is installed: in the environment that this wp8 is in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pytest

from wp8 import extras
from wp8.extras import to_install

UV_MADE_IT: Final = "home = /usr/bin\nuv = 0.8.0\ninclude-system-site-packages = false\n"
FROM_INDEX: Final = (
    '[tool]\nrequirements = [{ name = "wp8", extras = ["pdf"] }, { name = "rispy" }]'
)
FROM_FILE: Final = '[tool]\nrequirements = [{ name = "wp8", path = "/a b/wp8.whl" }]'
FROM_GIT: Final = '[tool]\nrequirements = [{ name = "wp8", git = "https://example.org/wp8" }]'


@pytest.mark.parametrize(
    ("files", "is_active", "command"),
    [
        ({"pipx_metadata.json": "{}"}, False, "pipx inject wp8 tantivy"),
        (
            {"uv-receipt.toml": FROM_INDEX, "pyvenv.cfg": UV_MADE_IT},
            False,
            "uv tool install --with rispy,tantivy 'wp8[pdf]'",
        ),
        ({"uv-receipt.toml": FROM_FILE}, False, "uv tool install --with tantivy '/a b/wp8.whl'"),
        (
            {"uv-receipt.toml": FROM_GIT, "pyvenv.cfg": UV_MADE_IT},
            False,
            "uv pip install --python PREFIX tantivy",
        ),
        (
            {"uv-receipt.toml": "damaged", "pyvenv.cfg": UV_MADE_IT},
            False,
            "uv pip install --python PREFIX tantivy",
        ),
        ({"pyvenv.cfg": UV_MADE_IT}, True, "uv pip install tantivy"),
        ({"pyvenv.cfg": "home = /usr/bin\n"}, True, "python -m pip install tantivy"),
        ({"pyvenv.cfg": "home = /usr/bin\n"}, False, "PREFIX/bin/python -m pip install tantivy"),
    ],
)
def test_a_package_is_installed_where_wp8_is(
    files: dict[str, str],
    is_active: bool,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", f"{tmp_path}/bin/python")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path) if is_active else "/elsewhere")

    assert to_install("tantivy").replace(str(tmp_path), "PREFIX") == command


@pytest.mark.parametrize(
    ("is_users", "is_managed", "options"),
    [
        (False, False, ""),
        (True, False, " --user"),
        (True, True, " --user --break-system-packages"),
        (False, True, " --break-system-packages"),
    ],
)
def test_without_an_environment_pip_is_told_what_it_was_told_for_wp8(
    is_users: bool,
    is_managed: bool,
    options: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sites = Path(extras.__file__).parents[1] if is_users else tmp_path
    if is_managed:
        (tmp_path / "EXTERNALLY-MANAGED").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setattr("site.getusersitepackages", lambda: str(sites))
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))

    assert to_install("tantivy") == f"/usr/bin/python3 -m pip install{options} tantivy"
