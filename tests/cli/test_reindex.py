"""`wp8 reindex`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from made_sources import docx

if TYPE_CHECKING:
    from conftest import Runner


def current(index: Path) -> str:
    """Return the generation of the one index in the folder `index`."""
    (pointer,) = index.glob("*/CURRENT")
    return pointer.read_text()


def test_reindex_says_what_it_did_and_where(run_mini: Runner, private_index: Path) -> None:
    result = run_mini("reindex", "--index", str(private_index))

    said = re.fullmatch(r"10 records of 2 documents in \d+\.\d\d s: (.+)\n", result.stdout)
    assert said
    assert Path(said[1]).parent == private_index
    assert (Path(said[1]) / "CURRENT").is_file()
    assert (result.stderr, result.exit_code) == ("", 0)


def test_reindex_builds_anew_what_is_whole(run_mini: Runner, private_index: Path) -> None:
    run_mini("reindex", "--index", str(private_index))
    before = current(private_index)

    run_mini("reindex", "--index", str(private_index))

    assert current(private_index) != before
    assert len([path for path in private_index.glob("*/*") if path.is_dir()]) == 1


def test_a_search_uses_what_reindex_built(run_mini: Runner, private_index: Path) -> None:
    run_mini("reindex", "--index", str(private_index))

    result = run_mini("search", "coast", "--ids", "--index", str(private_index))

    assert result == ("harbor:4\n", "", 0)


def test_a_check_finds_a_whole_index_whole(run_mini: Runner, private_index: Path) -> None:
    run_mini("reindex", "--index", str(private_index))
    before = current(private_index)

    result = run_mini("reindex", "--check", "--index", str(private_index))

    (place,) = private_index.glob("*/")
    assert result == (f"the index is whole: {place}\n", "", 0)
    assert current(private_index) == before


def test_a_check_of_nothing_is_an_error_and_builds_nothing(
    run_mini: Runner, private_index: Path
) -> None:
    result = run_mini("reindex", "--check", "--index", str(private_index))

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith("wp8: there is no index in ")
    assert result.stderr.endswith("wp8 reindex builds it\n")
    assert list(private_index.glob("**/CURRENT")) == []


def test_a_check_finds_a_damaged_index_and_leaves_it(run_mini: Runner, private_index: Path) -> None:
    run_mini("reindex", "--index", str(private_index))
    largest = max(private_index.glob("*/*/*"), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[:-1])

    result = run_mini("reindex", "--check", "--index", str(private_index))

    assert (result.stdout, result.exit_code) == ("", 2)
    assert f"{largest.name} is not as it was written" in result.stderr
    assert largest.read_bytes() == whole[:-1]


def test_a_corpus_that_cannot_be_read_leaves_the_old_index(
    run_mini: Runner, private_index: Path, tmp_path: Path
) -> None:
    run_mini("reindex", "--index", str(private_index))
    before = current(private_index)

    absent = str(tmp_path / "absent")
    result = run_mini("reindex", "--index", str(private_index), "--corpus", absent)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert current(private_index) == before


def test_a_bar_is_for_a_terminal_only(run_mini: Runner, private_index: Path) -> None:
    through_a_pipe = run_mini("reindex", "--index", str(private_index))
    screen = run_mini.on_terminal("reindex", "--index", str(private_index), stderr_too=True)

    assert through_a_pipe.stderr == ""
    assert "Indexing" in screen.text
    assert "Writing 2 of 2 documents, 10 paragraphs" in screen.text
    assert screen.exit_code == 0


def test_reindex_takes_a_number_of_processes(run_mini: Runner, private_index: Path) -> None:
    places = ("--index", str(private_index))
    for jobs in ("1", "3"):
        assert run_mini("reindex", "--jobs", jobs, *places).exit_code == 0
    for jobs in ("0", "-1", "x", "65"):
        refused = run_mini("reindex", "--jobs", jobs, *places)
        assert (refused.stdout, refused.exit_code) == ("", 2)
        assert "'--jobs'" in refused.stderr


def converter(folder: Path, version: str, text: str) -> Path:
    """Return a folder that has, in pandoc's place, what reads `text` in every document.

    After it come more paragraphs than are written again without a reason.
    """
    made = folder / version
    pandoc = made / "pypandoc" / "files" / "pandoc"
    pandoc.parent.mkdir(parents=True)
    (made / "pypandoc" / "__init__.py").touch()
    words = [text, *("other" for _ in range(200))]
    blocks = [{"t": "Para", "c": [{"t": "Str", "c": word}]} for word in words]
    pandoc.write_text(f"#!/bin/sh\necho '{json.dumps({'meta': {}, 'blocks': blocks})}'\n")
    pandoc.chmod(0o700)
    described = made / f"pypandoc_binary-{version}.dist-info" / "METADATA"
    described.parent.mkdir()
    described.write_text(f"Name: pypandoc_binary\nVersion: {version}\n")
    return made


def test_what_a_converter_made_is_made_anew_by_another_version(
    run_wp8: Runner, private_index: Path, tmp_path: Path
) -> None:
    letters = str(tmp_path / "letters")
    (tmp_path / "one.docx").write_bytes(docx())
    run_wp8("init", letters, str(tmp_path / "one.docx"))
    for version, word in (("1", "elder"), ("2", "newer")):
        path = f"{converter(tmp_path, version, word)}:{run_wp8.environment['PYTHONPATH']}"
        run = run_wp8.having(PYTHONPATH=path, WP8_CORPUS=letters)
        found = run("search", word, "--index", str(private_index))

        assert (found.stdout, found.exit_code) == (f"one:1\t{word}\n", 0)
