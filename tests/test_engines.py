"""Which engine an index has: as the flag says, the environment, the manifest, or the default."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from wp8.cli import main
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.errors import EngineError, IndexDamagedError
from wp8.extras import to_install
from wp8.index.engines import TANTIVY_FROM, choice, named_engine

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

SPOILT = ("meta.json", "*.idx", "*.pos", "*.term", "token_strings", "characters", "records")


@pytest.fixture
def corpus(mini_corpus: Path, tmp_path: Path) -> Path:
    """A copy of the mini corpus whose manifest names tantivy."""
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    folder = tmp_path / "corpus"
    shutil.copytree(mini_corpus, folder)
    manifest = folder / "corpus.toml"
    manifest.write_text(f'engine = "tantivy"\n{manifest.read_text("utf-8")}', encoding="utf-8")
    return folder


def engine_of(run: Runner, *arguments: str, **environment: str) -> str:
    facts: dict[str, str] = json.loads(run("info", "--json", *arguments, env=environment).stdout)
    return facts["engine"]


def test_the_flag_comes_before_the_environment_and_that_before_the_manifest(
    run_wp8: Runner, corpus: Path, mini_corpus: Path
) -> None:
    named, unnamed = ["--corpus", str(corpus)], ["--corpus", str(mini_corpus)]

    assert engine_of(run_wp8, *unnamed) == "whoosh"
    assert engine_of(run_wp8, *named, "--engine", "auto") == "whoosh"
    assert engine_of(run_wp8, *named, WP8_ENGINE="auto") == "whoosh"
    assert engine_of(run_wp8, *named) == "tantivy"
    assert engine_of(run_wp8, *named, WP8_ENGINE="whoosh") == "whoosh"
    assert engine_of(run_wp8, *named, "--engine", "tantivy", WP8_ENGINE="whoosh") == "tantivy"


INSTALLED = "wp8.index.engines._is_installed"


@pytest.mark.parametrize(
    ("named", "size", "installed", "expected"),
    [
        ("", 0, True, ("whoosh", "auto: 0.0 MB; tantivy from 2 MB")),
        ("auto", TANTIVY_FROM - 1, True, ("whoosh", "auto: 2.0 MB; tantivy from 2 MB")),
        ("auto", TANTIVY_FROM, True, ("tantivy", "auto: 2.0 MB; tantivy from 2 MB")),
        (
            "",
            12_340_000,
            False,
            ("whoosh", "auto: 12.3 MB; tantivy from 2 MB, which is not installed"),
        ),
        ("whoosh", TANTIVY_FROM, True, ("whoosh", "named")),
        ("whoosh", TANTIVY_FROM, False, ("whoosh", "named")),
        ("tantivy", 0, True, ("tantivy", "named")),
    ],
)
def test_the_size_chooses_where_nobody_does(
    named: str,
    size: int,
    installed: bool,
    expected: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(INSTALLED, lambda _: installed)

    name, why, gain = choice(named, size)

    assert (name, why) == expected
    assert bool(gain) == (expected[1].endswith("not installed"))


@pytest.mark.parametrize("installed", [True, False])
def test_a_large_corpus_gets_tantivy_or_a_line_that_names_it(
    installed: bool,
    mini_corpus: Path,
    private_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if installed:
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    monkeypatch.setattr("wp8.index.engines.TANTIVY_FROM", 10)
    monkeypatch.setattr(INSTALLED, lambda _: installed)
    place = ["--corpus", str(mini_corpus), "--index", str(private_index)]
    said = []
    for arguments in (["search", "coast"], ["search", "coast"], ["reindex"]):
        main([*arguments, *place])
        said.append(capsys.readouterr().err)

    engine = "tantivy" if installed else "whoosh"
    assert [path.parent.name.split("-")[1] for path in private_index.glob("*/CURRENT")] == [engine]
    built = "wp8: built the index: 10 records of 2 documents\n"
    gain = (
        "wp8: the corpus has 0 MB: the engine tantivy finds sooner in it, and comes with the extra "
    )
    gain = "" if installed else f"{gain}wp8[tantivy]: {to_install('tantivy')}\n"
    assert said == [built + gain, "", gain]


def test_info_says_which_engine_why_and_where(run_mini: Runner, private_index: Path) -> None:
    place = ["--index", str(private_index)]
    unbuilt = json.loads(run_mini("info", "--json", *place).stdout)
    run_mini("reindex", *place)
    built = json.loads(run_mini("info", "--json", *place).stdout)

    (pointer,) = private_index.glob("*/CURRENT")
    assert unbuilt["index"] == str(pointer.parent)
    assert built["index"] == str(pointer.parent / pointer.read_text())
    assert (built["engine"], built["chosen"]) == ("whoosh", "auto: 0.0 MB; tantivy from 2 MB")
    text = run_mini("info", *place).stdout
    assert "\nengine  whoosh (auto: 0.0 MB; tantivy from 2 MB)\n" in text
    assert f"\nindex   {built['index']}\n" in text
    named = run_mini("info", "--engine", "whoosh", *place).stdout
    assert "\nengine  whoosh (named)\n" in named


def test_a_manifest_may_say_auto(run_wp8: Runner, mini_corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(mini_corpus, folder)
    manifest = folder / "corpus.toml"
    manifest.write_text(f'engine = "auto"\n{manifest.read_text("utf-8")}', encoding="utf-8")

    facts = json.loads(run_wp8("info", "--json", "--corpus", str(folder)).stdout)

    assert (facts["engine"], facts["chosen"]) == ("whoosh", "auto: 0.0 MB; tantivy from 2 MB")


def test_engines_give_the_same_results_with_the_same_stamp(
    run_wp8: Runner, corpus: Path, private_index: Path
) -> None:
    place = ["--corpus", str(corpus), "--index", str(private_index)]
    results = [
        run_wp8("search", "coast OR plan", "--json", "--engine", engine, *place).stdout
        for engine in ("whoosh", "tantivy")
    ]

    assert results[0] == results[1] != ""
    names = sorted(path.parent.name.split("-")[1] for path in private_index.glob("*/CURRENT"))
    assert names == ["tantivy", "whoosh"]


def test_a_search_with_tantivy_leaves_an_index_that_is_whole(
    run_wp8: Runner, corpus: Path, private_index: Path
) -> None:
    place = ["--corpus", str(corpus), "--index", str(private_index)]
    built = run_wp8("search", "coast", "--ids", *place)
    found = run_wp8("search", "coast", "--ids", *place)

    assert (built.stdout, built.exit_code) == (found.stdout, 0)
    assert (found.stdout, found.stderr) == ("harbor:4\n", "")
    assert run_wp8("reindex", "--check", *place).exit_code == 0
    assert {path.stat().st_mode & 0o777 for path in private_index.glob("*/*/*")} == {0o600}


@pytest.mark.slow
@pytest.mark.parametrize("pattern", SPOILT)
def test_a_damaged_index_of_tantivys_is_built_again(
    run_wp8: Runner, corpus: Path, private_index: Path, pattern: str
) -> None:
    search = ["search", "coast", "--ids", "--corpus", str(corpus), "--index", str(private_index)]
    run_wp8(*search)
    (path, *_) = private_index.glob(f"*/*/{pattern}")
    path.write_bytes(b"\xff" + path.read_bytes()[1:-1])

    result = run_wp8(*search)

    assert (result.stdout, result.exit_code) == ("harbor:4\n", 0)
    assert f"{path.name} is not as it was written: building it again" in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"segments": [{"segment_id": "x"}]}', b"\xff"], ids=repr
)
def test_what_tantivy_cannot_read_is_damage(
    mini_corpus: Path, tmp_path: Path, content: bytes
) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    engine = named_engine("tantivy")
    engine.build(str(tmp_path), read_records(load_corpus(mini_corpus)))
    (tmp_path / "meta.json").write_bytes(content)

    with pytest.raises(IndexDamagedError) as caught:
        engine.open(str(tmp_path))

    assert caught.value.message.startswith(f"the index in {tmp_path} is damaged: tantivy: ")
    assert caught.value.hint == "wp8 reindex builds it anew"


def test_an_index_in_a_folder_that_cannot_be_written_is_opened(
    mini_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    engine = named_engine("tantivy")
    records = read_records(load_corpus(mini_corpus))
    engine.build(str(tmp_path), records)
    for lock in tmp_path.glob("*.lock"):
        lock.unlink()
    # To a superuser, whose tests these may be, no folder is closed.
    monkeypatch.setattr(os, "access", lambda *_: False)

    backend = engine.open(str(tmp_path))

    assert backend.vocabulary.frequency("the") > 0
    assert backend.records(backend.ids()) == records
    assert list(tmp_path.glob("*.lock")) == []
    backend.close()


def test_without_tantivy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    for name in ("wp8.index.tantivy.backend", "wp8.index.tantivy.search"):
        monkeypatch.delitem(sys.modules, name, raising=False)

    with pytest.raises(EngineError) as caught:
        named_engine("tantivy")

    assert "wp8[tantivy]" in caught.value.message
    assert caught.value.hint == f"install it: {to_install('tantivy')}"


def test_an_engine_that_there_is_not_is_an_error_of_one_line(run_mini: Runner) -> None:
    typed = run_mini("search", "coast", "--engine", "tantivi")
    set_ = run_mini("search", "coast", env={"WP8_ENGINE": "tantivi"})

    assert (typed.stdout, typed.exit_code) == (set_.stdout, set_.exit_code) == ("", 2)
    assert "'tantivi' is not one of 'auto', 'whoosh', " in typed.stderr
    assert set_.stderr == (
        "wp8: WP8_ENGINE: there is no engine 'tantivi'\n     did you mean 'tantivy'?\n"
    )
