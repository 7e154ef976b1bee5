"""`--where`: a scope of every command that has one, in words that `wp8 check` repeats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result, Runner

    Call = Callable[..., Result]

# Of the mini corpus, harbor is by Nobody and of 2020; nothing of that is said of the report.
OF_HARBOR = ("--where", "author:nobody date:2020")
COMMANDS = (
    ("search", "plan"),
    ("concordance", "plan"),
    ("frequency", "plan"),
    ("frequency",),
    ("collocates", "plan", "--min", "1"),
    ("keyness", "--target", "plan", "--reference", "rest"),
    ("dispersion", "plan"),
    ("vocabulary",),
    ("parallels", "--within"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_scope_of_fields_is_that_of_its_documents_and_is_checked(
    call_mini: Call, command: tuple[str, ...]
) -> None:
    by_fields = json.loads(call_mini(*command, *OF_HARBOR, "--json").stdout)
    by_name = json.loads(call_mini(*command, "--doc", "harbor", "--json").stdout)
    stamp = by_fields.pop("stamp")
    if command[0] not in ("search", "parallels"):
        assert by_fields["parameters"].pop("where") == OF_HARBOR[1]

    assert by_name.pop("stamp") != stamp
    assert by_fields == by_name
    assert call_mini("check", stamp).stdout == "same\n"


@pytest.mark.parametrize(
    "command",
    [
        ("search", "plan", "--by", "year"),
        ("search", "plan", "--by", "section", "--where", "date:*"),
        ("search", "plan", "--sort", "date"),
        ("concordance", "plan", "--fields", "author,date"),
        ("frequency", "plan", "--by", "author"),
        ("frequency", "--by", "decade"),
        ("frequency", "plan", "--fields", "date"),
        ("vocabulary", "--by", "language"),
        ("dispersion", "plan", "--parts", "year"),
        ("keyness", "--target", "year:2020..", "--reference", "rest"),
    ],
    ids=" ".join,
)
def test_what_is_counted_by_fields_is_checked(call_mini: Call, command: tuple[str, ...]) -> None:
    stamp = json.loads(call_mini(*command, "--json").stdout)["stamp"]

    assert call_mini("check", stamp).stdout == "same\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("search", "plan", "--by", "year"), "2020\t1\t3\t1\t1\n"),
        (("search", "harbor:", "--fields", "author,date"), "\tNobody\t2020-02-01\n"),
        (("frequency", "plan", "--by", "author"), "plan\tNobody\t2\t"),
    ],
)
def test_a_pipe_gets_what_is_said_between_tabs(
    call_mini: Call, arguments: tuple[str, ...], line: str
) -> None:
    assert line in call_mini(*arguments).stdout


def test_a_table_of_hits_has_no_more_rows_than_are_asked_for(call_mini: Call) -> None:
    asked = ("search", "plan", "--by", "document")
    whole, first = call_mini(*asked), call_mini(*asked, "--limit", "2")
    rows = whole.stdout.splitlines(keepends=True)

    assert first.stdout == "".join(rows[:2])
    assert (
        first.stderr == f"{whole.stderr}wp8: 2 of {len(rows)} rows; --limit {len(rows)} shows all\n"
    )
    assert len(json.loads(call_mini(*asked, "--limit", "2", "--json").stdout)["rows"]) == 2


@pytest.mark.parametrize(
    ("query", "hits"),
    [("-author:nobody", 3), ("doc:report", 3), ("doc:r*", 3), ("title:harbor OR doc:report", 4)],
)
def test_documents_may_be_excluded_and_named(call_mini: Call, query: str, hits: int) -> None:
    assert call_mini("search", "plan", "-c", "--where", query).stdout == f"{hits}\n"


def test_several_scopes_all_hold(call_mini: Call) -> None:
    both = ("--where", "date:2020", "--where", "doc:report")

    assert call_mini("search", "plan", *both).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "auther:Poe"), "there is no field auther"),
        (("search", "speech:12"), "there is no field speech"),
        (("frequency", "--where", "harbor"), "not by the text: harbor"),
        (("search", "plan", "--sort", "colour"), "there is no field colour"),
    ],
)
def test_what_cannot_be_meant_ends_with_a_way_out(
    call_mini: Call, arguments: tuple[str, ...], said: str
) -> None:
    result = call_mini(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_value_that_nothing_has_is_said_before_the_filters_are_blamed(call_mini: Call) -> None:
    result = call_mini("search", "plan", "--where", "author:nobdy")

    assert result.exit_code == 1
    assert "no document has author:nobdy: did you mean nobody?" in result.stderr


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("author: Nobody plan", "author:Nobody plan finds 1 paragraph"),
        ("section: nowhere plan", "no hits for section: nowhere plan"),
    ],
)
def test_a_blank_before_a_value_is_named(call_mini: Call, query: str, said: str) -> None:
    result = call_mini("search", query)

    assert result.exit_code == 1
    assert said in result.stderr


def test_what_only_looks_like_a_field_is_text(call_mini: Call) -> None:
    found = call_mini("search", "nothing-of:COVID-19", "-c")

    assert (found.exit_code, found.stdout) == (0, "1\n")


def test_the_fields_of_a_corpus_are_listed(call_mini: Call) -> None:
    rows = json.loads(call_mini("docs", "fields", "--json").stdout)["rows"]

    assert {row["field"]: (row["kind"], row["documents"]) for row in rows} == {
        "title": ("text", 2),
        "type": ("text", 2),
        "language": ("text", 2),
        "key": ("text", 2),
        "file": ("text", 2),
        "author": ("name", 1),
        "date": ("date", 1),
    }


def test_a_terminal_shows_fields_and_what_is_said_of_a_hit(run_mini: Runner) -> None:
    fields = run_mini.on_terminal("docs", "fields")
    hit = run_mini.on_terminal("search", "harbor-master", "--fields", "author,date")

    assert (fields.exit_code, hit.exit_code) == (0, 0)
    assert "language  text          2       1  en" in fields.lines
    assert "author: Nobody; date: 2020-02-01" in hit.text
