"""An index large enough to be checked only as far as it is read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from wp8.index.store.pages import LARGE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

pytestmark = pytest.mark.slow

WORDS = [f"{a}{b}{c}" for a in ("ba", "ko", "tri") for b in ("lan", "mor", "t") for c in "aeiou"]
PARAGRAPHS = 12_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a corpus whose dictionary and records are large files."""
    folder = tmp_path_factory.mktemp("large")
    rng = random.Random(5)
    rare = [f"word{number}x" for number in range(PARAGRAPHS)]
    paragraphs = (" ".join([*rng.choices(WORDS, k=60), word]) for word in rare)
    (folder / "a.txt").write_text("\n\n".join(paragraphs))
    (folder / "corpus.toml").write_text(
        'name = "large"\n[[document]]\nid = "a"\nfile = "a.txt"\nlayout = "text"\ntitle = "A"\n'
    )
    return folder


@pytest.fixture(scope="module")
def index(corpus: Path, run_wp8: Runner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    folder.chmod(0o700)
    done = run_wp8("reindex", "--corpus", str(corpus), "--index", str(folder))
    assert done.exit_code == 0
    return folder


def large_files(index: Path) -> list[Path]:
    return [p for p in index.glob("*-*/*/*") if p.is_file() and p.stat().st_size > LARGE]


def flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 16]))


def test_a_part_that_is_damaged_is_found_when_it_is_read(
    corpus: Path, index: Path, run_wp8: Runner
) -> None:
    places = ("--corpus", str(corpus), "--index", str(index))
    queries = [f"word{number}x" for number in range(0, PARAGRAPHS, PARAGRAPHS // 7)]
    rng = random.Random(3)
    rebuilt = 0
    for number, name in enumerate(sorted(path.name for path in large_files(index))):
        (path,) = (path for path in large_files(index) if path.name == name)
        for _ in range(12):
            flip(path, rng.randrange(path.stat().st_size))
        for query in queries:
            done = run_wp8("search", query, "--ids", *places)
            assert (done.stdout, done.exit_code) == (f"a:{int(query[4:-1]) + 1}\n", 0), name
            assert "Traceback" not in done.stderr
            rebuilt += "building it again" in done.stderr
        assert run_wp8("reindex", *places).exit_code == 0
        assert run_wp8("reindex", "--check", *places).exit_code == 0, number

    assert large_files(index)
    assert rebuilt


def test_a_damaged_part_is_found_by_a_check(corpus: Path, index: Path, run_wp8: Runner) -> None:
    places = ("--corpus", str(corpus), "--index", str(index))
    for path in large_files(index):
        flip(path, path.stat().st_size // 2)
        done = run_wp8("reindex", "--check", *places)
        assert (done.stdout, done.exit_code) == ("", 2)
        assert f"{path.name} is not as it was written" in done.stderr
        flip(path, path.stat().st_size // 2)

    assert run_wp8("reindex", "--check", *places).exit_code == 0
