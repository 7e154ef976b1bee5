"""An index that is damaged, foreign, locked out of its disk, or built by two at once."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Result, Runner

pytestmark = pytest.mark.slow

RIGHT = "report:3\nharbor:1\nreport:1\nreport:n1\n"
BUILT = "wp8: built the index: 10 records of 2 documents\n"
STRANGER = 12345


def search(runner: Runner, index: Path) -> Result:
    """Search the mini corpus with its index in the folder `index`."""
    return runner("search", "plan", "--ids", "--index", str(index))


@pytest.fixture
def index(run_mini: Runner, private_index: Path) -> Path:
    """Return the folder of a whole index."""
    assert run_mini("reindex", "--index", str(private_index)).exit_code == 0
    return private_index


def files(index: Path) -> list[Path]:
    """Return the files of the one index in the folder `index`, the largest last."""
    found = [path for path in index.glob("*-*/**/*") if path.is_file()]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def filled(index: Path) -> list[Path]:
    return [file for file in files(index) if file.stat().st_size]


def require_rebuilt(runner: Runner, index: Path) -> None:
    """Check that a search builds the index again, says so, and that the next one is silent."""
    first, second = search(runner, index), search(runner, index)

    assert (first.stdout, first.exit_code) == (RIGHT, 0)
    *damage, built = first.stderr.splitlines(keepends=True)
    assert built == BUILT
    assert len(damage) <= 1
    assert all(line.endswith(": building it again\n") for line in damage)
    assert second == (RIGHT, "", 0)


def test_every_file_is_missed(run_mini: Runner, index: Path) -> None:
    for number in range(len(files(index))):
        files(index)[number].unlink()

        require_rebuilt(run_mini, index)


def test_a_lost_end_of_any_file_is_noticed(run_mini: Runner, index: Path) -> None:
    for number in range(len(filled(index))):
        victim = filled(index)[number]
        victim.write_bytes(victim.read_bytes()[:-1])

        require_rebuilt(run_mini, index)


def test_a_flipped_bit_in_any_file_is_noticed(run_mini: Runner, index: Path) -> None:
    choose = random.Random(6)
    for victim in filled(index):
        content = victim.read_bytes()
        place = choose.randrange(len(content))
        victim.write_bytes(
            content[:place]
            + bytes([content[place] ^ 1 << choose.randrange(8)])
            + content[place + 1 :]
        )
        checked = run_mini("reindex", "--check", "--index", str(index))
        victim.write_bytes(content)

        assert (checked.stdout, checked.exit_code) == ("", 2)
        assert checked.stderr.startswith(f"wp8: the index in {index}")
        assert checked.stderr.endswith("\n     wp8 reindex builds it anew\n")


def test_an_index_of_another_corpus_is_not_used(run_mini: Runner, index: Path) -> None:
    (place,) = index.glob("*-*/")
    place.rename(place.with_name("0" * 32 + place.name[32:]))

    require_rebuilt(run_mini, index)


def test_an_index_of_another_version_is_not_used(run_mini: Runner, index: Path) -> None:
    (place,) = index.glob("*-*/")
    place.rename(place.with_name(place.name + "9"))

    require_rebuilt(run_mini, index)


NOT_SEALED = "does not carry your seal for this corpus"


def require_another_seal(runner: Runner, index: Path) -> None:
    """Check that `--check` says that the index is another's, and that a search builds its own."""
    (pointer,) = index.glob("*-*/CURRENT")
    message = f"wp8: the index in {pointer.parent / pointer.read_text()} {NOT_SEALED}"
    checked = runner("reindex", "--check", "--index", str(index))
    found = search(runner, index)

    assert checked == ("", f"{message}\n     wp8 reindex builds it anew\n", 2)
    assert found == (RIGHT, f"{message}: building it again\n{BUILT}", 0)
    assert search(runner, index) == (RIGHT, "", 0)
    assert runner("reindex", "--check", "--index", str(index)).exit_code == 0


def test_an_index_of_another_machine_is_built_anew(
    run_mini: Runner, index: Path, tmp_path: Path
) -> None:
    require_another_seal(run_mini.having(XDG_STATE_HOME=str(tmp_path / "state")), index)


def test_an_index_of_another_state_of_the_corpus_is_built_anew(
    run_mini: Runner, index: Path, mini_corpus: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(mini_corpus, changed)
    (changed / "harbor.txt").write_text("Only this.\n")
    (own,) = index.glob("*-*/")
    shutil.rmtree(own)
    run_mini("reindex", "--corpus", str(changed), "--index", str(index))
    (other,) = index.glob("*-*/")
    other.rename(own)

    require_another_seal(run_mini, index)


@pytest.mark.parametrize("state", ["/proc/below", "/dev/null"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_where_no_key_can_be_kept_a_search_is_in_memory(
    run_mini: Runner, index: Path, state: str
) -> None:
    homeless = run_mini.having(XDG_STATE_HOME=state)
    line = f"wp8: no key can be kept that an index is sealed with: {state}"

    found = search(homeless, index)
    assert (found.stdout, found.exit_code, found.stderr.count("\n")) == (RIGHT, 0, 1)
    assert found.stderr.startswith(line)
    assert found.stderr.endswith(": searching without an index\n")
    for command in (["reindex"], ["reindex", "--check"]):
        refused = homeless(*command, "--index", str(index))
        assert (refused.stdout, refused.exit_code, refused.stderr.count("\n")) == ("", 2, 2)
        assert refused.stderr.startswith(line)
    told = homeless("info", "--index", str(index))
    assert (told.stderr, told.exit_code) == ("", 0)
    assert "(searches do without an index)" in " ".join(told.stdout.split())
    assert search(run_mini, index) == (RIGHT, "", 0)


def test_a_stamp_that_is_damaged_is_not_believed(run_mini: Runner, index: Path) -> None:
    for stamp in index.glob("*.stamp"):
        stamp.write_bytes(stamp.read_bytes().replace(b"sha256:", b"sha256:\xff/../"))

    assert search(run_mini, index) == (RIGHT, "", 0)


@pytest.fixture(params=["file", "file/below"])
def no_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a place where no folder is, nor can be made."""
    (tmp_path / "file").write_text("a file")
    return tmp_path / str(request.param)


def test_a_folder_that_cannot_be_is_an_error_of_a_search(run_mini: Runner, no_folder: Path) -> None:
    result = search(run_mini, no_folder)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == (
        f"wp8: cannot read the index: {no_folder}: Not a directory\n"
        "     choose another folder with --index DIR or WP8_INDEX\n"
    )


def test_a_folder_that_cannot_be_is_an_error_of_reindex(run_mini: Runner, no_folder: Path) -> None:
    result = run_mini("reindex", "--index", str(no_folder))

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == (
        f"wp8: cannot write the index: {no_folder}: Not a directory\n"
        "     choose another folder with --index DIR or WP8_INDEX\n"
    )


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_where_no_folder_can_be_made_a_search_is_in_memory(run_mini: Runner) -> None:
    result = search(run_mini, Path("/proc/below"))

    assert (result.stdout, result.exit_code) == (RIGHT, 0)
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("wp8: cannot write the index: /proc/below: ")
    assert result.stderr.endswith(": searching without an index\n")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Yield `folder` with a small file system mounted on it."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"mode=700,{options}", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("options", ["ro", "size=8k"], ids=["read-only", "full"])
def test_a_disk_that_takes_no_index_leaves_a_search_in_memory(
    run_mini: Runner, tmp_path: Path, options: str
) -> None:
    with mounted(tmp_path / "disk", options) as disk:
        found = search(run_mini, disk)
        built = run_mini("reindex", "--index", str(disk))

    assert (found.stdout, found.exit_code) == (RIGHT, 0)
    assert found.stderr.startswith("wp8: cannot write the index: ")
    assert found.stderr.endswith(": searching without an index\n")
    assert found.stderr.count("\n") == 1
    assert (built.stdout, built.exit_code) == ("", 2)
    assert built.stderr.startswith("wp8: cannot write the index: ")


@pytest.mark.parametrize("command", [["search", "plan"], ["show"], ["export"], ["reindex"]])
def test_a_folder_that_others_can_write_is_refused(
    run_mini: Runner, index: Path, command: list[str]
) -> None:
    index.chmod(0o770)

    result = run_mini(*command, "--index", str(index))

    first, second = result.stderr.splitlines()
    assert (result.stdout, result.exit_code) == ("", 2)
    assert first == f"wp8: {index} can be written by other users: its index is not trusted"
    assert f"chmod 700 {index}" in second


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_of_somebody_else_is_refused(run_mini: Runner, index: Path) -> None:
    os.chown(index, STRANGER, STRANGER)

    result = search(run_mini, index)

    first, second = result.stderr.splitlines()
    assert (result.stdout, result.exit_code) == ("", 2)
    assert first.startswith(f"wp8: {index} belongs to another user (uid {STRANGER})")
    assert "--index DIR or WP8_INDEX" in second


def test_a_link_in_the_place_of_an_index_is_refused(
    run_mini: Runner, index: Path, tmp_path: Path
) -> None:
    (place,) = index.glob("*-*/")
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")

    result = search(run_mini, index)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert "symbolic link" in result.stderr.splitlines()[0]


def test_two_that_build_at_once_both_answer_right(run_mini: Runner, private_index: Path) -> None:
    command = ("search", "plan", "--ids", "--index", str(private_index))
    processes = [run_mini.start(*command) for _ in range(4)]
    results = [
        (*process.communicate(timeout=PATIENCE), process.returncode) for process in processes
    ]

    for stdout, stderr, exit_code in results:
        assert (stdout.decode(), exit_code) == (RIGHT, 0)
        assert stderr.decode() in ("", BUILT)
    assert search(run_mini, private_index) == (RIGHT, "", 0)


@pytest.mark.parametrize("seed", range(5))
def test_a_build_that_is_killed_harms_no_search(
    run_mini: Runner, private_index: Path, seed: int
) -> None:
    process = run_mini.start("reindex", "--index", str(private_index))
    while not private_index.exists() and process.poll() is None:
        time.sleep(0.001)
    time.sleep(random.Random(seed).uniform(0, 0.04))
    process.kill()
    process.communicate(timeout=PATIENCE)

    first = search(run_mini, private_index)

    assert (first.stdout, first.exit_code) == (RIGHT, 0)
    assert first.stderr in ("", BUILT)
    assert search(run_mini, private_index) == (RIGHT, "", 0)
    run_mini("reindex", "--index", str(private_index))
    assert len([path for path in private_index.glob("*-*/*") if path.is_dir()]) == 1
