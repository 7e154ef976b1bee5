"""What goes with a release: how to cite it, and an image of it where there is Docker."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import wp8

ROOT = Path(__file__).parents[1]


def test_the_citation_is_of_this_version_and_says_what_pyproject_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert cited.keys() >= {"cff-version", "message", "title", "authors"}
    assert (cited["cff-version"], cited["type"]) == ("1.2.0", "software")
    assert cited["version"] == wp8.__version__
    assert cited["authors"] == project["authors"]
    assert cited["keywords"] == project["keywords"]


def docker(*arguments: str) -> str:
    """Run Docker; return what it prints."""
    done = subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def has_docker() -> bool:
    """Return whether there is a Docker that runs something."""
    found = shutil.which("docker")
    asked = [found or "", "info"]
    return bool(found) and not subprocess.run(asked, capture_output=True, check=False).returncode


@pytest.mark.slow
def test_the_image_searches_the_corpus_that_is_mounted(mini_corpus: Path) -> None:
    if not has_docker():
        pytest.skip("no Docker runs here")
    image = docker("build", "--quiet", ".").strip()
    run = ("run", "--rm", "--network", "none")
    mount = ("-v", f"{mini_corpus}:/corpus:ro")

    assert docker(*run, image, "search", "cement", "--ids").split()[0] == "speech:55"
    assert docker(*run, *mount, image, "docs", "--format", "csv").count("\n") > 1
    assert docker(*run, "--entrypoint", "id", image, "-un") == "wp8\n"
