"""The config file: names of corpora and of command lines, defaults, and what is wrong with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import wp8
from wp8.errors import ConfigError, CorpusError
from wp8.workspace.settings import config, config_file, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

CONFIG: Final = """\
corpus = "letters"
index = "~/indexes"
engine = "whoosh"
color = "always"

[corpora]
letters = "letters"
report = "/texts/report"

[aliases]
near = "concordance --window 1"
harbors = "search 'harbor OR ship' --count"
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what writes the config file of this test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("WP8_CORPUS", "WP8_INDEX", "WP8_ENGINE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def write_it(text: str) -> Path:
        file = tmp_path / "wp8" / "config.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return file

    return write_it


def test_without_a_file_nothing_is_loaded(
    write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wp8.workspace.config", None)

    assert (config(), settings().origins) == ({}, ())


def test_the_file_says_what_no_option_and_no_variable_says(
    write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(CONFIG).parent

    assert settings()[:3] == (f"{folder}/letters", "/home/somebody/indexes", "whoosh")
    monkeypatch.setenv("WP8_CORPUS", "report")
    assert settings(index="here")[:2] == ("/texts/report", "here")
    assert settings("letters").corpus == f"{folder}/letters"
    assert settings("./letters", engine="tantivy").origins == (
        ("corpus", "--corpus"),
        ("index", "config"),
        ("engine", "--engine"),
    )
    assert settings("./letters").corpus == "./letters"


def test_the_library_knows_the_names_too(
    write: Callable[[str], Path], mini_corpus: Path, tmp_path: Path
) -> None:
    write(f'index = "{tmp_path}/index"\n[corpora]\nsmall = "{mini_corpus}"\n')

    with wp8.open("small") as corpus:
        assert corpus.name == "mini"


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("corpus = ", 1, "is not TOML: Invalid value"),
        ("\n[corpora\n", 2, "is not TOML: Expected ']' at the end of a table declaration"),
        ('color = "auto"\n\ncorpsu = "a"\n', 3, "there is no setting corpsu"),
        ('color = "blue"', 1, "color is not 'blue'"),
        ("engine = 3", 1, "engine is no text"),
        ("corpora = 3", 1, "corpora is no table"),
        ('[corpora]\na = "b"\n"a b" = "c"\n', 3, "'a b' is no name"),
        ('[corpora]\nx = "y"\n\n[aliases]\nx = 3\n', 5, "x of aliases is no text"),
        ('index = "\\u0000"\n', 1, "index has the sign U+0000, which no program takes"),
        ('[aliases]\nx = "search \'a"\n', 2, "x has a quotation mark without its other"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(
    write: Callable[[str], Path], text: str, line: int, fault: str
) -> None:
    file = write(text)

    with pytest.raises(ConfigError) as caught:
        settings()
    assert caught.value.message == f"{file}:{line}: {fault}"


@pytest.mark.parametrize(
    ("text", "fault", "hint"),
    [
        (
            'theme = ""',
            "theme is empty",
            "it is one of ansi, light, dark, mono, in quotation marks",
        ),
        ("color = 3", "color is no text", "it is one of auto, always, never, in quotation marks"),
        ('index = ""', "index is empty", 'as in: index = "…"'),
        ('theme = "ligth"', "theme is not 'ligth'", "did you mean light? it is one of ansi, "),
        (
            "theme = dark  # at night",
            "is not TOML: Invalid value",
            'text stands in quotation marks: theme = "dark"',
        ),
        ("corpus = ~/my letters", "is not TOML: Invalid value", 'corpus = "~/my letters"'),
        ("theme = ", "is not TOML: Invalid value", None),
    ],
)
def test_a_setting_that_is_wrong_is_refused_with_what_to_write(
    write: Callable[[str], Path], text: str, fault: str, hint: str | None
) -> None:
    file = write(text)

    with pytest.raises(ConfigError) as caught:
        settings()
    assert caught.value.message == f"{file}:1: {fault}"
    assert caught.value.hint is hint or (hint and hint in str(caught.value.hint))


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(
    write: Callable[[str], Path],
) -> None:
    file = write("")
    file.write_bytes(b"# a\n\xff\n")

    with pytest.raises(ConfigError, match=r"config\.toml:2: is not UTF-8$"):
        config()


def test_a_file_that_one_may_not_look_at_is_named(write: Callable[[str], Path]) -> None:
    file = write("")
    file.unlink()
    file.symlink_to(file.name)

    with pytest.raises(ConfigError, match=r"config\.toml: cannot be read \(Too many levels"):
        config()


def test_without_a_home_no_file_is_looked_for_in_the_folder_one_is_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setattr("os.path.expanduser", str)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(tmp_path)
    file = Path(config_file())
    file.parent.mkdir(parents=True)
    file.write_text("damaged")

    assert config() == {}


@pytest.fixture
def run(run_mini: Runner, tmp_path: Path) -> Runner:
    """Return what runs wp8 with a config file."""
    (tmp_path / "wp8").mkdir()
    (tmp_path / "wp8" / "config.toml").write_text(
        CONFIG.replace('corpus = "letters"\nindex = "~/indexes"\n', "")
    )
    return run_mini.having(
        XDG_CONFIG_HOME=str(tmp_path),
        WP8_CORPUS=run_mini.environment["WP8_CORPUS"],
        WP8_INDEX=run_mini.environment["WP8_INDEX"],
    )


def test_an_alias_is_the_command_line_it_stands_for(run: Runner, run_mini: Runner) -> None:
    saved = run_mini("search", "harbor OR ship", "--count")

    assert run("harbors").stdout == saved.stdout
    assert run("near", "harbor", "--color", "never") == run_mini(
        "concordance", "harbor", "--window", "1"
    )


def test_what_is_typed_comes_before_what_an_alias_says(run: Runner, run_mini: Runner) -> None:
    assert run("near", "harbor", "--window", "2") == run_mini(
        "concordance", "harbor", "--window", "2"
    )
    assert run("near", "harbor", "--window", "2", "--window", "3").exit_code == 2


def test_an_alias_is_listed_and_completed(run: Runner) -> None:
    def completed(*words: str) -> str:
        return run(*words, env={"_WP8_COMPLETE": "bash"}).stdout

    assert "\nYour own:\n  near     concordance --window 1\n" in run("-h").stdout
    assert completed("nea") == "plain\nnear\n"
    assert completed("near", "--sor") == "plain\n--sort\n"
    assert completed("search", "--corpus", "re") == "plain\nreport\n"
    assert run("near").stderr.endswith("see: wp8 concordance -h\n")
    assert run("ner", "peace").stderr.endswith("did you mean: wp8 near peace?\n")


def test_colour_is_of_the_option_the_environment_the_file(run: Runner) -> None:
    colored = [
        "\x1b" in run("search", "harbor", *more, env=env).stdout
        for more, env in (((), {}), (("--color", "never"), {}), ((), {"NO_COLOR": "1"}))
    ]

    assert colored == [True, False, False]


def test_info_says_where_each_value_is_from(run: Runner, tmp_path: Path) -> None:
    said = run("info", "--engine", "whoosh").stdout.splitlines()[-1]

    assert said.removeprefix("origin").strip() == (
        "corpus: WP8_CORPUS; index: WP8_INDEX; engine: --engine; color: config; "
        "theme: ansi (default); "
        f"config: {tmp_path}/wp8/config.toml"
    )


def test_a_damaged_file_ends_no_help_and_no_completion(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "wp8" / "config.toml").write_text("corpus")

    assert run("-h").exit_code == 0
    assert run("sea", env={"_WP8_COMPLETE": "bash"}).stdout == "plain\nsearch\n"
    assert f"{tmp_path}/wp8/config.toml:1: is not TOML" in run("near", "harbor").stderr


def test_a_file_is_read_as_corpus_toml_is(write: Callable[[str], Path]) -> None:
    """With a mark before it, in UTF-16; and neither a FIFO, for ever, nor what has no end."""
    file = write("")
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_text('url = "é"', encoding=encoding)
        assert config()["url"] == "é"
    for place, fault in ((file.parent, "is not a file"), (Path("/dev/zero"), "is not a file")):
        file.unlink()
        file.symlink_to(place)
        with pytest.raises(ConfigError, match=fault):
            config()
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(ConfigError, match="is not a file"):
        config()
    file.unlink()
    file.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(ConfigError, match="is larger than 1,048,576 bytes"):
        config()


def test_an_alias_that_does_nothing_is_named(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "wp8" / "config.toml"
    file.write_text('[aliases]\nsearch = "show"\na = "b x"\nb = "a y"\nc = "--corpus d search"\n')
    said = "the alias {} begins with {}, which is no command of wp8's\n     see {}\n"

    searched = run("search", "harbor", "--count")
    assert searched.exit_code == 0
    assert searched.stderr.startswith(
        "wp8: the alias search is not used: wp8 has a command of that name\n"
    )
    assert "search  (not used: wp8 has a command of that name)\n" in run("-h").stdout
    for alias, first in (("a", "b"), ("b", "a"), ("c", "--corpus")):
        assert run(alias, "harbor").stderr == "wp8: " + said.format(alias, first, file)


@pytest.mark.parametrize(
    ("default", "typed", "hint"),
    [
        ("letters", None, "it is the default corpus of {file}"),
        ("leters", None, "it is the default corpus of {file}; did you mean letters?"),
        ("letters", "leters", "did you mean letters?"),
        ("letters", "letters", "it is called letters in {file}"),
        ("letters", "/nowhere", None),
    ],
)
def test_of_a_corpus_that_is_not_there_it_says_what_the_file_says(
    write: Callable[[str], Path], default: str, typed: str | None, hint: str | None
) -> None:
    file = write(CONFIG.replace('corpus = "letters"', f'corpus = "{default}"'))

    with pytest.raises(CorpusError, match="there is no such corpus folder") as error:
        wp8.open(typed)
    assert error.value.hint == (hint and hint.format(file=file))
