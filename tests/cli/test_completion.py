"""`wp8 completion`: what wp8 answers a shell that asks what can follow."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from wp8.cli import COMMANDS, group

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

FILES = 'name = "x"\n[[document]]\nfiles = "*.txt"\n'
HOSTILE = "$(touch${IFS}ran);touch<ran&'x"


def answer(run: Runner, shell: str, line: str) -> str:
    """Return what a shell is answered after `line`."""
    done = run(*line.split(" ")[1:], env={"_WP8_COMPLETE": shell})
    assert (done.stderr, done.exit_code) == ("", 0)
    return done.stdout


def completed(run: Runner, line: str) -> list[str]:
    """Return what bash is offered after `line`."""
    kind, *offers = answer(run, "bash", line).splitlines()
    assert kind == "plain"
    return offers


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("wp8 se", ["search"]),
        ("wp8 show con", ["contents"]),
        ("wp8 help q", ["query"]),
        ("wp8 help co", ["concordance", "collocates", "completion"]),
        ("wp8 show paragraph report:n", ["report:n1"]),
        ("wp8 show section report:§w", ["report:§words"]),
        ("wp8 show document h", ["harbor"]),
        ("wp8 search --doc r", ["report"]),
        ("wp8 search --doc = r", ["report"]),
        ("wp8 search --doc=r", ["report"]),
        ("wp8 search --doc = harbor --kind n", ["note"]),
        ("wp8 search --section w", ["Words"]),
        ("wp8 similar report:n", ["report:n1"]),
        ("wp8 search plan --by la", ["language"]),
        ("wp8 search plan --fields author,da", ["author,date"]),
        ("wp8 search --doc x", []),
        ("wp8 show --style p", []),
        ("wp8 kept --style pl", ["plain"]),
        ("wp8 kept --format docx --style pl", []),
        ("wp8 search --style c", ["chicago", "chicago-note", "chicago-bibliography"]),
        ("wp8 search --theme ", ["ansi", "light", "dark", "mono"]),
        ("wp8 show paragraph 'report:n", ["'report:n1'"]),
        ("wp8 show paragraph rep'ort:n", []),
    ],
)
def test_a_shell_is_offered_what_can_follow(run_mini: Runner, line: str, offers: list[str]) -> None:
    assert completed(run_mini, line)[: len(offers) or None] == offers


def test_a_broken_corpus_offers_nothing_in_silence(run_mini: Runner, tmp_path: Path) -> None:
    broken = run_mini.having(WP8_CORPUS=str(tmp_path / "absent"))

    assert completed(broken, "wp8 show paragraph a") == []


@pytest.mark.parametrize(
    ("shell", "said"),
    [
        ("bash", "plain\ncontents\n"),
        ("zsh", "plain\0contents\0\0"),
        ("fish", "plain\0contents\t"),
    ],
)
def test_a_script_and_its_answers_belong_together(run_mini: Runner, shell: str, said: str) -> None:
    assert f"_WP8_COMPLETE={shell} command wp8 " in run_mini("completion", shell).stdout
    assert answer(run_mini, shell, "wp8 show con") == said


def test_fish_takes_an_option_and_its_value_for_one_word(run_mini: Runner) -> None:
    assert answer(run_mini, "fish", "wp8 search --doc=r") == "plain\0--doc=report\t"


def test_a_command_is_offered_with_what_it_does(run_mini: Runner) -> None:
    assert answer(run_mini, "zsh", "wp8 loc").startswith("plain\0locate\0Find where a quotation ")


@pytest.mark.parametrize("asked", ["bash_complete", "bash_source", "powershell", "x"])
def test_an_old_script_is_answered_with_nothing(run_mini: Runner, asked: str) -> None:
    assert answer(run_mini, asked, "wp8 show con") == ""


def parameters() -> dict[str, tuple[str, click.Parameter]]:
    """Return the parameters of all commands by command and name."""
    found = {}
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command
        for parameter in command.params:
            found[f"{name} {parameter.opts[0]}"] = (name, parameter)
    return found


def test_what_takes_files_and_folders_completes_them(run_mini: Runner) -> None:
    by_metavar = {"FILE": "file", "FILE...": "file", "[FILE]...": "file", "DIR": "dir"}
    found, wanted = {}, {}
    for place, (command, parameter) in parameters().items():
        if parameter.metavar in by_metavar:
            option = f"{parameter.opts[0]} " if isinstance(parameter, click.Option) else ""
            before = "x " if place in ("init files", "dispersion --svg") else ""
            found[place] = answer(run_mini, "bash", f"wp8 {command} {before}{option}a").strip()
            wanted[place] = by_metavar[parameter.metavar]

    assert {"search --corpus", "show --index", "locate --draft", "dispersion --svg"} <= set(found)
    assert {"init folder", "init files", "add files"} <= set(found)
    assert found == wanted


def test_the_words_of_a_corpus_are_quoted_for_bash(run_wp8: Runner, tmp_path: Path) -> None:
    heading = HOSTILE.replace("$", r"\$")
    (tmp_path / "a.md").write_text(f"# {heading}\n\ntext\n", encoding="utf-8")
    manifest = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.md"\ntitle = "t"\n'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))

    (offer,) = completed(run, "wp8 search text --section \\$")
    assert shlex.split(offer) == [HOSTILE]
    if bash := shutil.which("bash"):
        script = f"cd {shlex.quote(str(tmp_path))}; printf %s {offer}"
        done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout == HOSTILE
        assert not (tmp_path / "ran").exists()


def test_sections_are_named_as_their_headings_are_and_found_so(
    run_wp8: Runner, tmp_path: Path
) -> None:
    text = "# Coal, and Tea\n\nword\n\n## Война и мир\n\nword\n\n## End\n\nword\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(FILES.replace("txt", "md"), encoding="utf-8")
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))
    refused = run("search", "word", "--section", "zzz").stderr

    offers = [shlex.split(each) for each in completed(run, "wp8 search word --section ")]
    assert offers == [["Coal, and Tea"], ["End"], ["Война и мир"]]
    assert refused.splitlines()[-1] == '     it has: "Coal, and Tea", End, "Война и мир"'
    for (offer,), number in zip(offers, (1, 3, 2), strict=True):
        assert completed(run, f"wp8 search word --section {offer[0].lower()}")[0][:1] == offer[:1]
        assert run("search", "word", "--ids", "--section", offer).stdout == f"a:{number}\n"


def test_an_address_is_completed_part_by_part(run_mini: Runner) -> None:
    assert completed(run_mini, "wp8 show document ")[:2] == ["harbor", "report"]
    assert completed(run_mini, "wp8 cite har")[:2] == ["harbor", "harbor:1-4"]
    assert completed(run_mini, "wp8 show r")[0] == "report"
    assert completed(run_mini, "wp8 cite x:1") == []


def test_nobody_waits_for_an_index_while_typing(run_wp8: Runner, tmp_path: Path) -> None:
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))
    (tmp_path / "a.txt").write_text("word\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(FILES, encoding="utf-8")
    run("search", "word")
    (tmp_path / "b.txt").write_text("word\n", encoding="utf-8")

    assert completed(run, "wp8 search word --doc ") == ["a"]
    assert run("search", "word", "--ids").stdout == "a:1\nb:1\n"
    assert completed(run, "wp8 search word --doc ") == ["a", "b"]


def test_documents_to_take_out_are_those_of_the_last_index(run_wp8: Runner, tmp_path: Path) -> None:
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))
    (tmp_path / "a.txt").write_text("word\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(FILES, encoding="utf-8")

    assert completed(run, "wp8 docs rm ") == ["a"]
    run("search", "word")
    (tmp_path / "corpus.toml").write_text("no manifest", encoding="utf-8")
    assert completed(run, "wp8 docs rm ") == ["a"]
    assert completed(run, "wp8 docs rm b") == []


def test_a_search_loads_nothing_that_only_completion_or_a_config_file_needs() -> None:
    others = "wp8.cli.shells wp8.cli.hyperlinks wp8.workspace.config tomllib shlex pathlib"
    program = (
        "import sys; before = {*sys.modules}; import wp8.cli.search; "
        f"print({{*{others.split()}}} & {{*sys.modules}} - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("set()\n", 0)


def installed(run: Runner, home: Path, *words: str, **environment: str) -> list[str]:
    """Return what is said of an installation by a user who is at home there."""
    done = run("completion", "--install", *words, env={"HOME": str(home), **environment})
    assert (done.stdout, done.exit_code) == ("", 0)
    return done.stderr.replace("wp8: ", "").splitlines()


def test_a_script_is_put_where_fish_looks_once_and_it_is_said_how_to_undo_it(
    run_mini: Runner, tmp_path: Path
) -> None:
    file = tmp_path / "a b" / "fish" / "completions" / "wp8.fish"
    config = {"SHELL": "/usr/bin/fish", "XDG_CONFIG_HOME": str(tmp_path / "a b")}
    looks = "fish completes wp8 in windows that you open from now on"

    first = installed(run_mini, tmp_path, **config)
    assert first == [f"wrote {file}; to undo it: rm '{file}'", looks]
    assert file.read_text() == run_mini("completion", "fish").stdout
    assert installed(run_mini, tmp_path, **config) == [f"{file} is there already", looks]
    file.write_text("# of an older version: _WP8_COMPLETE\n")
    assert installed(run_mini, tmp_path, **config) == first


@pytest.mark.parametrize(
    ("shell", "file", "rc", "line", "begins"),
    [
        (
            "bash",
            ".local/share/bash-completion/completions/wp8",
            ".bashrc",
            "source HOME/.local/share/bash-completion/completions/wp8",
            "_comp_load() { :; }\n",
        ),
        (
            "zsh",
            ".local/share/zsh/site-functions/_wp8",
            ".zshrc",
            "fpath=(HOME/.local/share/zsh/site-functions $fpath); autoload -U compinit; compinit",
            "",
        ),
    ],
)
def test_a_shell_that_does_not_look_there_is_to_be_told_and_no_file_of_its_is_changed(
    run_mini: Runner, tmp_path: Path, shell: str, file: str, rc: str, line: str, begins: str
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    (tmp_path / rc).touch()
    line = line.replace("HOME", str(tmp_path))

    said = installed(run_mini, tmp_path, shell)
    assert (tmp_path / file).read_text() == run_mini("completion", shell).stdout
    assert said[1] == f"{shell} does not look there yet; add to ~/{rc}: {line}"
    assert (tmp_path / rc).read_text() == ""
    (tmp_path / rc).write_text(begins or line.replace("; compinit", "; compinit -u -D"))
    looks = f"{shell} completes wp8 in windows that you open from now on"
    assert installed(run_mini, tmp_path, shell)[1] == looks


def test_a_script_that_is_not_of_wp8_stays(run_mini: Runner, tmp_path: Path) -> None:
    file = tmp_path / ".config" / "fish" / "completions" / "wp8.fish"
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")

    done = run_mini("completion", "fish", "--install", env={"HOME": str(tmp_path)})
    assert (done.exit_code, file.read_text()) == (2, "# mine\n")
    assert done.stderr == f"wp8: {file} is there, and is not wp8's\n     move it away first\n"


def test_a_shell_that_wp8_has_no_script_for_is_not_guessed_at(run_mini: Runner) -> None:
    done = run_mini("completion", env={"SHELL": "/bin/dash"})

    assert done.exit_code == 2
    assert done.stderr.startswith("wp8: say for which shell: bash, zsh, fish\n")
