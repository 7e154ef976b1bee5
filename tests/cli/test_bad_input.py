"""Queries, names and corpora that nobody should type, and somebody will."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, Runner

    Call = Callable[..., Result]


def complaint(result: Result) -> list[str]:
    """Return the lines of an error's message, once it is found to be one."""
    assert (result.stdout, result.exit_code) == ("", 2)
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("wp8: ")
    first, *others = result.stderr.splitlines()
    assert all(line.startswith("  ") for line in others)
    return [first.removeprefix("wp8: "), *others]


EMPTY = ["the query is empty", '     for example: wp8 search "self-reliance"']


@pytest.mark.parametrize("query", ["", " ", "\t \n", "\x01\x1f"])
def test_a_query_without_anything_says_what_one_is(call_mini: Call, query: str) -> None:
    assert complaint(call_mini("search", query)) == EMPTY


@pytest.mark.parametrize("query", [":", "…", "()", '""', "( ) ''", "-", "- -", "~", "✊🏾"])
def test_a_query_without_a_letter_says_so(call_mini: Call, query: str) -> None:
    message, hint = complaint(call_mini("search", "--", query))

    assert message == f"there is no letter or digit to search for in {query}"
    assert hint == EMPTY[1]


BAD_QUERIES = {
    '"the plan': (0, "this quotation mark is never closed", 'closed at the end: "the plan"'),
    'plan "': (5, "this quotation mark is never closed", 'closed at the end: plan ""'),
    "(the plan": (0, "this parenthesis is never closed", "closed at the end: (the plan)"),
    "plan)": (4, "this parenthesis was never opened", "without it: plan"),
    "AND": (0, "AND has nothing before it", "write a word on both sides"),
    "OR": (0, "OR has nothing before it", "write a word on both sides"),
    "NOT": (0, "NOT has nothing after it", "write a word after it"),
    "plan AND": (5, "AND has nothing after it", "write a word on both sides"),
    "OR plan": (0, "OR has nothing before it", "write a word on both sides"),
    "plan AND OR people": (5, "AND has nothing after it", "write a word on both sides"),
    "*": (0, "* would match every word", "as in: revolution*"),
    "plan ?*": (5, "?* would match every word", "as in: revolution*"),
    "NOT plan": (0, "a query that only excludes finds nothing", "power NOT abuse"),
    "-plan": (0, "a query that only excludes finds nothing", "power NOT abuse"),
    "plan~9": (4, "~ takes a number of edits, at most 2", "as in: plan~1"),
    '"a plan"~': (8, "~ takes a number of words between, at most 99", '"a plan"~5'),
    '"a plan"~100': (8, "~ takes a number of words between, at most 99", '"a plan"~5'),
}


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_an_error_shows_the_query_its_place_and_a_way_out(call_mini: Call, query: str) -> None:
    place, message, way_out = BAD_QUERIES[query]

    said, shown, caret, hint = complaint(call_mini("search", "--", query))

    assert (said, shown, caret) == (message, f"  {query}", "  " + " " * place + "^")
    assert way_out in hint


def test_a_long_query_is_shown_around_its_error(call_mini: Call) -> None:
    query = "plan " * 100 + ')"' + " plan" * 100

    said, shown, caret, _ = complaint(call_mini("search", query))

    assert said == "this parenthesis was never opened"
    assert shown[caret.index("^")] == ")"
    assert len(shown) <= 80


def test_a_query_of_100_kilobytes_is_refused(call_mini: Call) -> None:
    message, hint = complaint(call_mini("search", "plan " * 20_000))

    assert message == "the query has 100,000 characters; at most 10,000 are read"
    assert "quotation marks" in hint


@pytest.mark.parametrize("unit", ["(", "NOT ", "-(", '("plan" OR '])
def test_a_query_nested_without_end_is_refused(call_mini: Call, unit: str) -> None:
    said, *_ = complaint(call_mini("search", "--", unit * 900))

    assert said == "more than 50 operators or parentheses within each other"


@pytest.mark.parametrize("pattern", ["(", "[", "*a", "(?P<x", "a{2,1}", "\\", "(?<=a*)b"])
def test_a_pattern_that_is_none_is_an_error(call_mini: Call, pattern: str) -> None:
    assert complaint(call_mini("search", f"/{pattern}/"))


@pytest.mark.parametrize(
    "pattern", ["(a+)+$!", "(.*)*(.*)*(.*)*!", "((a*)*)*!", "(x?){999}x{999}!"]
)
def test_a_pattern_that_would_go_on_for_ever_ends(run_wp8: Runner, pattern: str) -> None:
    result = run_wp8("search", f"/{pattern}/")

    assert (result.stdout, "Traceback" in result.stderr) == ("", False)
    assert result.exit_code in (1, 2)


def test_control_characters_in_a_query_part_words(run_mini: Runner) -> None:
    expected = run_mini("search", "good plan")

    assert run_mini("search", "good\x1b plan\x07\x7f") == expected
    assert run_mini("search", "good\x9bplan").stderr == ""


def test_control_characters_in_a_query_are_not_written_back(call_mini: Call) -> None:
    result = call_mini("search", '"\x1b[31m\x9b1m\u202e')

    assert complaint(result)[0] == "this quotation mark is never closed"
    assert not set("\x1b\x9b\u202e") & set(result.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("bytes_", [b"\xff\xfe", b"\xed\xa0\x80", b"caf\xe9"])
@pytest.mark.parametrize("option", ["--ids", "--json", "--explain"])
def test_bytes_that_are_not_utf_8_part_words_or_find_nothing(
    run_mini: Runner, bytes_: bytes, option: str
) -> None:
    found = run_mini("search", option, b"good " + bytes_ + b" OR plan")
    not_found = run_mini("search", option, bytes_ + b"xyzzy")

    assert found.exit_code == 0
    assert (not_found.exit_code, not_found.stdout) == (1, "")
    assert "Traceback" not in found.stderr + not_found.stderr


@pytest.mark.parametrize("where", ["--doc", "--kind", "--section", "--corpus", "--sort"])
def test_bytes_that_are_not_utf_8_name_nothing(run_mini: Runner, where: str) -> None:
    assert complaint(run_mini("search", "plan", where, b"\xff\xfe"))


def test_a_decomposed_query_finds_what_the_composed_finds(run_mini: Runner) -> None:
    query = "제8차대회"
    decomposed = unicodedata.normalize("NFD", query)

    assert decomposed != query
    assert run_mini("search", decomposed) == run_mini("search", query)
    assert run_mini("search", query, "--count").stdout == "1\n"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["plan", "--doc", "paper"], "the corpus has no document paper", "harbor, report"),
        (["plan", "doc:paper"], "the corpus has no document paper", "harbor, report"),
        (["plan", "--doc", ""], "the corpus has no document ", "harbor, report"),
        (["plan", "--kind", "verse"], "the corpus has no kind verse", "heading, note, paragraph"),
        (["plan", "kind:verse"], "the corpus has no kind verse", "heading, note, paragraph"),
        (["plan", "--section", "IX"], "the corpus has no section IX", "Report, Words"),
        (["plan", 'section:"IX X"'], "the corpus has no section IX X", "Report, Words"),
    ],
)
def test_a_filter_that_names_nothing_says_what_there_is(
    call_mini: Call, arguments: list[str], message: str, hint: str
) -> None:
    assert complaint(call_mini("search", *arguments)) == [message, f"     it has: {hint}"]


@pytest.mark.parametrize("typed", [b"harbor:1\nharbor:\x00\n", b"\xff\xfe\n", b"\x1b[31m\n"])
def test_an_id_on_stdin_that_is_none_is_an_error(run_mini: Runner, typed: bytes) -> None:
    result = run_mini("show", "paragraph", "-", stdin=typed)

    assert complaint(result)
    assert "\x1b" not in result.stderr


MANIFEST = """\
name = "tiny"
[[document]]
id = "a"
file = "a.txt"
layout = "text"
title = "A"
language = "en"
"""
DOCUMENT = MANIFEST.partition("\n")[2]


class Corpora:
    """Writes corpora of one document and searches them for `word`."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        self.runner = runner
        self.folder = folder

    def search(
        self, *options: str, manifest: str | None = MANIFEST, source: bytes | None
    ) -> Result:
        """Write a corpus of this manifest and this source, as far as there are any; search it."""
        corpus = self.folder / "corpus"
        corpus.mkdir()
        if manifest is not None:
            (corpus / "corpus.toml").write_text(manifest)
        if source is not None:
            (corpus / "a.txt").write_bytes(source)
        index = str(self.folder / "index")
        return self.runner("search", "word", *options, "--corpus", str(corpus), "--index", index)


@pytest.fixture
def corpora(run_wp8: Runner, tmp_path: Path) -> Corpora:
    return Corpora(run_wp8, tmp_path)


BAD_MANIFESTS = {
    "missing": (None, "has no corpus.toml"),
    "empty": ("", "has no 'name'"),
    "not TOML": ("name =", "is not TOML"),
    "no documents": ('name = "tiny"\n', "has no documents"),
    "no title": (MANIFEST.replace("title", "#"), "has no 'title'"),
    "two of one id": (MANIFEST + DOCUMENT, "two documents have the id 'a'"),
    "file above": (MANIFEST.replace("a.txt", "../a.txt"), "'../a.txt' leaves the folder"),
    "absolute file": (MANIFEST.replace("a.txt", "/etc/passwd"), "'/etc/passwd' leaves the folder"),
    "unknown layout": (MANIFEST.replace('"text"', '"doc"'), "unknown layout 'doc'"),
    "unknown key": (MANIFEST + "auther = 'x'\n", "unknown key 'auther'"),
    "control characters": (MANIFEST.replace('"a"', r'"\u001b[31m"'), "not one that can be cited"),
}


@pytest.mark.parametrize("kind", BAD_MANIFESTS)
def test_a_manifest_that_cannot_be_used_is_named(corpora: Corpora, kind: str) -> None:
    manifest, what = BAD_MANIFESTS[kind]

    message, *hints = complaint(corpora.search(manifest=manifest, source=b"word\n"))

    assert message.startswith(f"{corpora.folder}/corpus")
    assert what in message
    assert len(hints) <= 1


BAD_SOURCES = {
    "missing": (None, "a.txt: there is no such file"),
    "empty": (b"", "a.txt: has no text"),
    "blank": (b" \n\n\t\n", "a.txt: has no text"),
    "not UTF-8": (b"one\nword \xff\n", "a.txt:2: is not UTF-8"),
    "UTF-16": ("word".encode("utf-16")[:-1], "a.txt:1: is not UTF-16"),
    "NUL": (b"word \x00\n", "a.txt:1: has a NUL byte"),
}


@pytest.mark.parametrize("kind", BAD_SOURCES)
def test_a_source_that_cannot_be_read_is_named_with_its_line(corpora: Corpora, kind: str) -> None:
    source, what = BAD_SOURCES[kind]

    message, *hints = complaint(corpora.search(source=source))

    assert message.startswith(f"{corpora.folder}/corpus/{what}")
    assert len(hints) <= 1


@pytest.mark.parametrize("command", ["search word", "show", "export", "info", "reindex"])
def test_a_missing_corpus_is_an_error_of_every_command(
    run_wp8: Runner, command: str, tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent")
    for options, env in ((["--corpus", absent], {}), ([], {"WP8_CORPUS": absent})):
        result = run_wp8(*command.split(), *options, env=env)

        assert complaint(result) == [f"{absent}: there is no such corpus folder"]


@pytest.mark.parametrize(
    "source", [b"\xef\xbb\xbfword\n", b"word\r\n", b"\n\n\nword", b"  word \t\n\n"]
)
def test_a_source_as_other_programs_save_it_is_read(corpora: Corpora, source: bytes) -> None:
    assert corpora.search(source=source).stdout == "a:1\tword\n"


@pytest.mark.slow
def test_a_paragraph_of_10_megabytes_is_searched_and_shown(corpora: Corpora) -> None:
    paragraph = f"{'x' * 99_999} " * 100 + "word"

    result = corpora.search(source=paragraph.encode())

    assert result.stdout == f"a:1\t{paragraph}\n"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "cite harbor:1 --style",
            "cite harbor:1 --csl",
            "search plan --style",
            "search plan --csl",
        ),
        *("export --style", "search plan --output", "locate --draft", "frequency --matrix"),
        *("frequency plan --svg", "collocates plan --graphml", "init x --from"),
        "keyness --target plan --reference-list",
    ],
)
def test_an_option_that_names_a_file_or_a_style_is_not_empty(run_mini: Runner, line: str) -> None:
    done = run_mini(*line.split(), "")

    option = line.rsplit(maxsplit=1)[-1]
    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(f"wp8: Invalid value for '{option}': it is empty\n")
