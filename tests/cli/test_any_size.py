"""Every counting command on corpora of one document and of hundreds: one shape, every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import pytest

from wp8.cli import main
from wp8.export.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

SIZES: Final = (1, 2, 21, 200)
COMMANDS: Final = (
    ["frequency"],
    ["frequency", "--ngrams", "2-3", "--stop-words"],
    ["frequency", "--unit", "token", "--lemma"],
    ["frequency", "--ngrams", "3", "--gap", "--match", "* * plan", "--min", "1", "--sort", "texts"],
    ["frequency", "--ngrams", "2", "--skip", "2"],
    ["dispersion", "plan", "--parts", "document"],
    ["frequency", "plan", "the plan", "self-reliance"],
    ["frequency", "--query", "plan OR party"],
    ["concordance", "the plan", "--sort", "R1"],
    ["collocates", "the", "plan", "--min", "1"],
    ["keyness", "--target", "doc:d0", "--reference", "plan"],
    ["dispersion", "plan", "the plan"],
    ["vocabulary"],
    ["vocabulary", "--shared"],
    ["vocabulary", "--only", "d0"],
)
# What a text of document `n` is.
TEXT: Final = "The plan is the plan of party{n}: self-reliance, plans.\n\nA party has the plan.\n"
ENTRY: Final = '[[document]]\nid = "d{n}"\nfile = "d{n}.txt"\ntitle = "D"\nlanguage = "en"\n'

Ask = Callable[..., str]


def made(folder: Path, number: int) -> Ask:
    """Make a corpus of so many documents; return what asks wp8 of it in this process."""
    for n in range(number):
        (folder / f"d{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    entries = "".join(ENTRY.format(n=n) for n in range(number))
    (folder / "corpus.toml").write_text(f'name = "t"\n{entries}', encoding="utf-8")
    places = ["--corpus", str(folder), "--index", str(folder / "index")]

    def ask(*arguments: str) -> str:
        written, said = StringIO(), StringIO()
        with redirect_stdout(written), redirect_stderr(said):
            code = main([*arguments, *places])
        assert code == 0, said.getvalue()
        return written.getvalue()

    return ask


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Ask]:
    """A corpus of each size."""
    return {size: made(tmp_path_factory.mktemp(f"of{size}"), size) for size in SIZES}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_table_has_one_shape_in_every_format_however_many_documents(
    command: list[str], corpora: dict[int, Ask]
) -> None:
    shapes = set()
    for size, ask in corpora.items():
        whole: dict[str, Any] = json.loads(ask(*command, "--json"))
        rows = whole["rows"]
        shapes.add((tuple(whole["parameters"]), *map(tuple, rows[:1])))
        written = {name: ask(*command, "--format", name) for name in ("text", *FORMATS)}

        assert {tuple(row) for row in rows} == {tuple(rows[0])}
        # Of a word, text has the whole and twenty documents.
        of_words = {"plan": 3 * 21, "--query": 21}.get(command[1] if command[1:] else "")
        is_shortened = command[0] == "frequency" and of_words and size > 20
        assert len(written["text"].splitlines()) == (of_words if is_shortened else len(rows))
        assert [json.loads(line) for line in written["jsonl"].splitlines()] == [
            {"schema": whole["schema"]} | row for row in rows
        ]
        assert written["md"].count("\n| ") == len(rows) + 1
        for name, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
            table = csv.DictReader(StringIO(written[name], newline=""), dialect=dialect)
            assert [list(row) for row in table] == [list(row) for row in rows]
        assert ask("check", whole["stamp"]) == "same\n"
    assert len(shapes) == 1


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_figures_are_those_of_all_documents(size: int, corpora: dict[int, Ask]) -> None:
    ask = corpora[size]

    def first(*arguments: str) -> dict[str, Any]:
        row: dict[str, Any] = json.loads(ask(*arguments, "--json"))["rows"][0]
        return row

    listed = first("frequency", "--limit", "1")
    assert (listed["form"], listed["frequency"]) == ("plan", 3 * size)
    assert (listed["texts"], listed["range"]) == (size, 2 * size)
    assert first("frequency", "the plan")["frequency"] == 3 * size
    assert first("dispersion", "the plan")["frequency"] == 3 * size
