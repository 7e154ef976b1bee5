"""The lock file: what the base install needs, at the versions of the constraints, with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def normal(name: str) -> str:
    """Return the name of a package as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: str) -> dict[str, str]:
    """Return the version of each package that a file pins."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / file).read_text(), re.MULTILINE)
    return {normal(name): version for name, version in found}


def test_the_lock_has_the_versions_of_the_constraints() -> None:
    constraints = pinned("constraints.txt")

    assert pinned("requirements.lock").items() <= constraints.items()


def test_the_lock_has_every_dependency_of_the_base_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {normal(re.split(r"[^\w.-]", each)[0]) for each in project["dependencies"]}

    assert needed <= pinned("requirements.lock").keys()


def test_every_package_of_the_lock_has_hashes() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", (ROOT / "requirements.lock").read_text(), flags=re.M)[1:]

    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
