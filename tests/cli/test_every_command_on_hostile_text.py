"""Every command, in every format, on a corpus all of whose words would act if they were let."""

from __future__ import annotations

import ast
import json
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click
import pytest

from wp8.cli import COMMANDS, group
from wp8.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

pytestmark = pytest.mark.long

PACKAGE: Final = Path(__file__).parents[2] / "src" / "wp8"
# Every character of which no byte may reach a reader, but for what ends lines and cells.
ACTING: Final = {
    chr(code)
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
} - {"\t", "\n"}
# What the formats and the styles of wp8 are made of: colours, and links to the files.
STYLES: Final = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=\d+;file://[!-~]*|;)\x1b\\")
# How the bar of a build is drawn over.
MOTIONS: Final = re.compile(r"\x1b\[\?25[lh]|\r?(?:\x1b\[1A)?\x1b\[2K")
# How an escape is shown: as a picture, in JSON, and by Click in what it quotes.
SHOWN: Final = ("␛", r"\u001b", r"\x1b")
LINE_END: Final = "\r\n"

# A text source has no NUL: it is refused. A file's name has none either.
ALL: Final = "".join(sorted(ACTING - {"\0", "\r"}))
EVIL: Final = (
    f"\x1b]0;title\x07 \x1b[2J \x1b]52;c;eA==\x07 \x9b2J \x9d0;t\x9c \u202eevil\u2066 {ALL}"
)
# Some of them end a line to a reader of Markdown, so each of its parts has them within.
SOURCE: Final = f"""\
# The {EVIL} heading

The word{EVIL}word plan “quoted {EVIL} words of the plan here” stand[^1] in a paragraph of them.

The word plan {EVIL} “quoted words of the plan here” stand in a paragraph of them.

| A{EVIL} | B |
| --- | --- |
| word {EVIL} | plan |

[^1]: A note {EVIL} on the word.
"""
NAME: Final = "a\x1b]0;t\x07\x9b2J\u202e.md"
DRAFT: Final = f"“quoted {EVIL} words of the plan there” and “none {EVIL} of all of these words”"
STATED: Final = (
    "title author affiliation date publisher country issued language source rights family_name "
    "title_in_sentence_case"
).split()


class Hostile(NamedTuple):
    """What runs wp8 on the corpus, and files for a corpus or a draft."""

    run: Runner
    files: Path

    def stamp(self) -> str:
        """Return the stamp of a search."""
        stamp: str = json.loads(self.run("search", "word", "--json").stdout)["stamp"]
        return stamp

    def given(self, command: str) -> list[list[str]]:
        """Return what the command is run with, each time."""
        folder, draft = str(self.files / f"new{EVIL[:7]}"), str(self.files / f"d{NAME}")
        given = {
            "search": [
                ["word"],
                ["plan", "--explain", "--variants", "-C", "1"],
                ["word", "--ids"],
                ["word plan nowhere"],
                [f"nowhere{EVIL}"],
                [f'"{EVIL}'],
            ],
            "show": [
                [],
                ["document", "a"],
                ["paragraph", "a:1", "-C", "2"],
                ["section", f"a:The {EVIL} heading"],
                [f"a:{EVIL}"],
            ],
            "pick": [["--corpus", f"/{EVIL}"]],
            "open": [["a"], ["b:1"], [EVIL]],
            "cite": [["a:1"], ["a", "a:n1", "--style", "all"], ["a:1", "--style", EVIL]],
            "keep": [["a:1", "--note", EVIL, "--tag", EVIL], [EVIL]],
            "kept": [[], ["--tag", EVIL], ["--tag", f"{EVIL}x"], ["rm", EVIL]],
            "similar": [["a:1"], [EVIL]],
            "locate": [
                [f"quoted {EVIL} words of the plan there"],
                [f"none {EVIL} of all of these words"],
                ["--draft", draft],
                ["--draft", f"{draft}x"],
            ],
            "frequency": [
                ["word", "plan"],
                ["--ngrams", "2-3"],
                ["word", "--kind", "note"],
                ["--doc", EVIL],
            ],
            "concordance": [["word"], [f"nowhere{EVIL}"]],
            "collocates": [["word", "--min", "1"]],
            "keyness": [["--target", "doc:a", "--reference", "doc:b"]],
            "dispersion": [["word", "plan"]],
            "vocabulary": [[], ["--shared"], ["--only", "a"]],
            "check": [
                [self.stamp()],
                ["wp8:0123456789ab:frequency word"],
                [f"wp8:0123456789ab:{EVIL}"],
            ],
            "glossary": [[], [EVIL]],
            "init": [[folder, draft], [folder, EVIL]],
            "add": [[draft, "--corpus", str(self.files / "own")], [f"{draft}x"]],
            "docs": [
                [],
                ["audit"],
                ["audit", "a", "--json"],
                ["audit", EVIL],
                ["rename", "a", EVIL],
                ["set", "b", f"{EVIL}=a"],
                ["set", "b", f"publisher=word{EVIL}", "--corpus", str(self.files / "own")],
                ["rm", EVIL],
                ["rm", "b", "--corpus", str(self.files / "own")],
            ],
            "update": [["--yes", "--corpus", str(self.files / "own")], ["--corpus", f"/{EVIL}"]],
            "reindex": [[], ["--check"]],
            "push": [
                ["--url", f"http://127.0.0.1:9/{EVIL}"],
                ["--url", "http://127.0.0.1:9"],
                ["--corpus", f"/{EVIL}"],
            ],
            "help": [["query"], ["search"], [EVIL]],
            "completion": [["bash"], ["zsh"], ["fish"], [EVIL]],
        }
        return given.get(command, [[]])


@pytest.fixture(scope="module")
def hostile(run_wp8: Runner, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Return the corpus, its index already built."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus, files = folder / "corpus\x1b]0;t\x07\u202e", folder / "files"
    corpus.mkdir()
    files.mkdir()
    (corpus / NAME).write_text(SOURCE)
    (corpus / "b.md").write_text(SOURCE.replace("plan", "work"))
    (files / f"d{NAME}").write_text(DRAFT)
    (corpus / "corpus.toml").write_text("\n".join(manifest()).replace("\x7f", r"\u007f"))
    (corpus / "glossary.toml").write_text(glossary())
    run = run_wp8.having(WP8_CORPUS=str(corpus), WP8_INDEX=str(folder / "index\x1b]0;t\x07"))
    assert run("reindex").stderr == ""
    assert run("init", str(files / "own"), str(corpus / "b.md")).exit_code == 0
    return Hostile(run, files)


def manifest() -> Iterator[str]:
    """Yield the lines of the manifest: a JSON string of ASCII is a TOML string too."""
    yield f"name = {json.dumps(EVIL)}"
    for id_, file in (("a", NAME), ("b", "b.md")):
        stated = dict.fromkeys(STATED, f"\0Word {EVIL}")
        stated |= {"id": id_, "file": file, "url": f"java\tscript:alert(1)//{EVIL}"}
        yield "[[document]]"
        yield from (f"{key} = {json.dumps(value)}" for key, value in stated.items())


def glossary() -> str:
    """Return a glossary, of TOML as the manifest is."""
    group = {"forms": ["plan", f"word {EVIL} form"], "rests_on": f"Word {EVIL}"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in group.items()]
    return "\n".join(["[[group]]", *lines]).replace("\x7f", r"\u007f")


def formats(command: str) -> list[list[str]]:
    """Return the options that choose each of the formats of a command."""
    known = group.get_command(click.Context(group), command)
    assert known
    choices = [p.type.choices for p in known.params if p.name == "format"]  # type: ignore[attr-defined]
    chosen = [["--format", name] for name in chain.from_iterable(choices)]
    return chosen or ([["--json"]] if any(p.name == "as_json" for p in known.params) else []) + [[]]


def acting(output: str) -> set[str]:
    """Return what of `output` acts, but for the line ends of formats that have two characters."""
    return set(output.replace(LINE_END, "\n")) & ACTING


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_no_character_of_a_corpus_acts(hostile: Hostile, command: str) -> None:
    done, said = 0, ""
    for format_ in formats(command):
        for given in hostile.given(command):
            words = [command, *format_, *given]
            piped = hostile.run(*words)

            assert acting(piped.stdout) | acting(piped.stderr) == set(), words
            assert "Traceback" not in piped.stderr, words
            assert "javascript:" not in "".join(piped.stdout.split()), words
            done += piped.exit_code == 0
            said += piped.stdout + piped.stderr
            # These are on a terminal what they are in a pipe (test_terminal.py).
            if set(format_) & set(FORMATS):
                continue
            plain = hostile.run.on_terminal(*words, stderr_too=True, env={"NO_COLOR": "1"})
            colored = hostile.run.on_terminal(*words, stderr_too=True, env={"PAGER": "cat"})

            assert acting(MOTIONS.sub("", plain.text)) == set(), words
            assert acting(STYLES.sub("", MOTIONS.sub("", colored.text))) == set(), words

    assert done or command in ("push", "pick"), f"say what {command} is to be given"
    assert any(shown in said for shown in SHOWN), f"{command} was given nothing that acts"


def test_there_is_one_way_to_stdout_and_to_stderr() -> None:
    ways = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(node)[:60]}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and goes_out(ast.unparse(node.func))
    }

    assert {way.split(":")[0] for way in ways} == {
        "render/terminal.py",
        # A process of its own, which answers wp8 in JSON.
        "corpus/readers/pdf/pages.py",
        # Words of wp8's own, where nothing else of it could be loaded.
        "__main__.py",
        # What a shell reads, quoted for it.
        "cli/shells/__init__.py",
    }


def goes_out(called: str) -> bool:
    """Return whether a function of this name writes to stdout or stderr, or makes what does."""
    return called in ("print", "click.echo", "click.secho", "Console", "os.write") or bool(
        re.fullmatch(r"sys\.(__)?std(out|err)(__)?(\.buffer)?\.write(lines)?", called)
        or re.fullmatch(r"traceback\.print_\w+", called)
    )
