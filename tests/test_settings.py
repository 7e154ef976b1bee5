"""Where the corpus and the index are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wp8.errors import EngineError
from wp8.workspace.settings import settings, state_folder

SHIPPED = Path(__file__).parent.parent / "corpus"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WP8_CORPUS", "WP8_INDEX", "WP8_ENGINE", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setattr(sys, "platform", "linux")


def test_the_default_is_the_shipped_corpus_and_the_cache_folder() -> None:
    assert Path(settings().corpus).samefile(SHIPPED)
    assert settings().index_root == "/home/somebody/.cache/wp8"
    assert settings().engine == ""


def test_the_environment_comes_before_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WP8_CORPUS", "/texts")
    monkeypatch.setenv("WP8_INDEX", "/indexes")
    monkeypatch.setenv("WP8_ENGINE", "tantivy")

    assert settings()[:3] == ("/texts", "/indexes", "tantivy")


def test_a_flag_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WP8_CORPUS", "/texts")
    monkeypatch.setenv("WP8_INDEX", "/indexes")
    monkeypatch.setenv("WP8_ENGINE", "tantivy")

    given = ("other texts", "other indexes", "whoosh")
    assert settings(*given)[:3] == given


def test_an_engine_in_the_environment_that_there_is_not_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WP8_ENGINE", "tantivi")

    with pytest.raises(EngineError) as caught:
        settings()

    assert caught.value.message == "WP8_ENGINE: there is no engine 'tantivi'"
    assert caught.value.hint == "did you mean 'tantivy'?"


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WP8_CORPUS", "")
    monkeypatch.setenv("WP8_INDEX", "")
    monkeypatch.setenv("WP8_ENGINE", "")

    assert Path(settings().corpus).samefile(SHIPPED)
    assert settings().index_root == "/home/somebody/.cache/wp8"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/caches", "/caches/wp8"),
        ("", "/home/somebody/.cache/wp8"),
        ("relative/caches", "/home/somebody/.cache/wp8"),
    ],
)
def test_the_cache_folder_is_the_desktops_if_it_is_absolute(
    monkeypatch: pytest.MonkeyPatch, folder: str, expected: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", folder)

    assert settings().index_root == expected


def test_a_mac_has_its_own_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert settings().index_root == "/home/somebody/Library/Caches/wp8"


def test_windows_has_its_own_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")

    assert Path(settings().index_root) == Path("/local/wp8")


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/states", "/states/wp8"),
        ("", "/home/somebody/.local/state/wp8"),
        ("relative/states", "/home/somebody/.local/state/wp8"),
    ],
)
def test_the_state_folder_is_the_desktops_if_it_is_absolute(
    monkeypatch: pytest.MonkeyPatch, folder: str, expected: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", folder)

    assert state_folder() == expected


def test_a_mac_and_windows_have_state_folders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert state_folder() == "/home/somebody/Library/Application Support/wp8"

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert Path(state_folder()) == Path("/local/wp8")


def test_a_command_of_a_hint_says_again_what_the_command_line_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = settings("/my texts", "/i", "whoosh", allow_partial=True)._replace(typed="/my texts")
    assert said.option == " --corpus '/my texts' --index /i --engine whoosh --allow-partial"

    monkeypatch.setenv("WP8_INDEX", "/indexes")
    assert settings().option == ""
    assert settings(url="https://a:1").option == " --url https://a:1"
