"""The registers: an entry that is forgotten, or half done, is found here."""

from __future__ import annotations

import csv
import inspect
import json
import re
import tomllib
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from importlib import import_module
from io import StringIO
from itertools import combinations
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, Final

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import wp8
from wp8.api import new_corpus
from wp8.citation.bibliography import BIBLIOGRAPHIES
from wp8.citation.styles import READABLE, STYLES
from wp8.cli import ALIASES, COMMANDS, group
from wp8.cli.stamps import _SHOWING, STAMPED
from wp8.corpus.readers import BINARY, CONVERTED, LAYOUTS, PACKAGES, TABLES
from wp8.corpus.readers.packages import package_folder
from wp8.errors import EngineError, ExportError
from wp8.export.editions import EXPORTS
from wp8.export.formats import FORMATS
from wp8.export.layout import Layout
from wp8.export.records import record_fields
from wp8.export.sheets import Sheet
from wp8.index.engines import ENGINES, NAMES, REMOTE, named_engine
from wp8.model import RECORD_FIELDS, Quote, Record, record_of, visible
from wp8.render.terminal import Look
from wp8.render.writer import RESULTS
from wp8.results import Result
from wp8.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Runner

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
MODULES: Final = [module.name for module in walk_packages(wp8.__path__, "wp8.")]


def modules_in(package: str) -> dict[str, Any]:
    """Return the modules right in a package, by their own names."""
    named = (name.removeprefix(f"{package}.") for name in MODULES if name.startswith(package))
    own = [name for name in named if name != package and "." not in name]
    return {name: import_module(f"{package}.{name}") for name in own}


def parameters(function: Callable[..., object]) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.fixture(scope="module")
def corpus(run_wp8: Runner) -> Iterator[wp8.Corpus]:
    """The corpus that is shipped, with an index of the tests' own."""
    with wp8.open(index=run_wp8.environment["WP8_INDEX"]) as opened:
        yield opened


# Results

DRAFT: Final = "He said: “the people are god”, and “nobody ever wrote these words down”.\n"
# Each kind of result, by the name of its class: a question that has one with rows.
ASKED: Final[dict[str, Callable[[wp8.Corpus, str], Result[Any]]]] = {
    "SearchResult": lambda corpus, _: corpus.search("self-reliance", limit=3),
    "Records": lambda corpus, _: corpus.show("speech:12-14", "paper:t1.1"),
    "Contents": lambda corpus, _: corpus.contents(),
    "SimilarRecords": lambda corpus, _: corpus.similar("speech:12"),
    "Glossary": lambda corpus, _: corpus.glossary(),
    "Table": lambda corpus, _: corpus.collocates("plan", limit=5),
    "Concordance": lambda corpus, _: corpus.concordance("plan", limit=5),
    "Dispersion": lambda corpus, _: corpus.dispersion("plan", "economy"),
    "Locations": lambda corpus, _: corpus.locate("the people are god"),
    "Parallels": lambda corpus, _: corpus.parallels(),
    "CheckedDraft": lambda corpus, draft: corpus.check_draft(draft),
    "Kept": lambda corpus, _: corpus.keep("speech:12", "paper:t1.1", note="a *note*", tag="plan"),
    "Citations": lambda corpus, _: corpus.cite("speech:12", style=["plain", "bibtex"]),
    "Audit": lambda corpus, _: corpus.audit(),
    "Documents": lambda corpus, _: corpus.documents(),
    "NumberChanges": lambda _, draft: changed_numbers(Path(draft).with_suffix("")),
}


def changed_numbers(folder: Path) -> Result[Any]:
    """Return what became of the numbers of a corpus in which a paragraph has come."""
    new_corpus(str(folder), draft_of(folder, "One.\n\nTwo.\n"))
    with wp8.open(str(folder), index=f"{folder}-index") as corpus:
        corpus.reindex()
        (folder / "a.txt").write_text("New.\n\nOne.\n\nTwo of them.\n")
        corpus.reindex()
        return corpus.number_changes()


def draft_of(folder: Path, text: str) -> str:
    """Return a file of a text beside a folder."""
    file = folder.with_name("a.txt")
    file.write_text(text)
    return str(file)


@pytest.fixture(scope="module")
def results(corpus: wp8.Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result[Any]]:
    """A result of each kind, by the name of its class."""
    draft = tmp_path_factory.mktemp("draft") / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    return {kind: ask(corpus, str(draft)) for kind, ask in ASKED.items()}


def kinds_of(result: type[Result[Any]]) -> Iterator[type[Result[Any]]]:
    for kind in result.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def named(name: str) -> Any:  # noqa: ANN401 - whatever has the name
    module, _, own = name.partition(":")
    return getattr(import_module(f"wp8.{module}"), own)


def test_every_kind_of_result_is_entered() -> None:
    for module in MODULES:
        import_module(module)
    kinds = {k.__name__ for k in kinds_of(Result) if k.__module__.startswith("wp8.")}

    assert kinds == set(RESULTS) == set(ASKED)


@pytest.mark.parametrize("kind", RESULTS)
def test_an_entry_of_results_names_a_layout_and_functions_of_a_result_and_a_look(kind: str) -> None:
    shown = RESULTS[kind]
    shows = [f"render.{name}" for name in (shown.lines, shown.view) if name]

    assert issubclass(named(shown.layout), Layout)
    assert [len(parameters(named(name))) for name in shows] == [2] * len(shows)


@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_has_rows_and_says_so_in_a_notebook(
    kind: str, results: dict[str, Result[Any]]
) -> None:
    result = results[kind]

    assert type(result).__name__ == kind
    assert len(list(result)) == len(result) > 0
    assert repr(result) == f"<{kind}: {len(result):,} {result.ROWS}>"


def with_text(value: Any, text: str) -> Any:  # noqa: ANN401 - a value, or what it is made of
    """Return `value` with more at the end of each text in it."""
    if isinstance(value, str):
        return value + text
    if is_dataclass(value) and not isinstance(value, type):
        kept = {each.name: with_text(getattr(value, each.name), text) for each in fields(value)}
        return replace(value, **kept)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(with_text(each, text) for each in value))
    if isinstance(value, tuple | list):
        return type(value)(with_text(each, text) for each in value)
    if isinstance(value, dict):
        return {key: with_text(each, text) for key, each in value.items()}
    return value


class Shown(HTMLParser):
    """The elements of a page, each with the number of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, int]] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.add((tag, len(attrs)))


IN_A_NOTEBOOK: Final = {(tag, 0) for tag in "table thead tbody tr th td p mark".split()}
HOSTILE: Final = st.text(
    st.one_of(st.characters(categories=["Cc", "Cf", "Zl", "Zp"]), st.sampled_from("<>&\"';/")),
    min_size=1,
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", RESULTS)
def test_no_text_acts_in_a_notebook(kind: str, results: dict[str, Result[Any]]) -> None:
    plain = results[kind]._repr_html_()

    @given(HOSTILE)
    @example("<script>x</script><a href='javascript:x'>")
    def nothing_acts(text: str) -> None:
        page = with_text(results[kind], text)._repr_html_()
        assert Shown(page).elements <= IN_A_NOTEBOOK
        assert page.count("<td>") == plain.count("<td>")
        assert visible(page) == page != plain

    nothing_acts()


@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_has_lines_and_a_view(
    kind: str, results: dict[str, Result[Any]], corpus: wp8.Corpus
) -> None:
    result, shown = results[kind], RESULTS[kind]
    lines = list(named(f"render.{shown.lines}")(result, Look(False, None, corpus)))

    assert len("".join(lines).splitlines()) >= len(result)
    if shown.view:
        assert named(f"render.{shown.view}")(result, Look(True, None, corpus, True)) is not None


# Formats


def written(name: str, kind: str, result: Result[Any]) -> str:
    return "".join(FORMATS[name].write(named(RESULTS[kind].layout)(), result, Sheet()))


def is_json(text: str, kind: str, result: Result[Any]) -> bool:
    found = json.loads(text)
    rows = found[named(RESULTS[kind].layout).rows]
    return re.fullmatch(r"wp8\.\w+/\d+", found["schema"]) is not None and len(rows) == len(result)


def is_json_lines(text: str, _: str, result: Result[Any]) -> bool:
    found = [json.loads(line) for line in text.splitlines()]
    return len(found) == len(result) and all(next(iter(row)) == "schema" for row in found)


def is_sheet(text: str, delimiter: str, end: str, result: Result[Any]) -> bool:
    header, *rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    widths = {len(row) for row in rows}
    first = delimiter.join(header) + end
    return (
        len(header) > 1
        and widths == {len(header)}
        and len(rows) == len(result)
        and (text.startswith(first))
    )


def is_csv(text: str, _: str, result: Result[Any]) -> bool:
    return is_sheet(text, ",", "\r\n", result)


def is_tsv(text: str, _: str, result: Result[Any]) -> bool:
    return is_sheet(text, "\t", "\n", result)


def is_markdown(text: str, _: str, __: Result[Any]) -> bool:
    return text.startswith(("**", "- ", "| "))


IS_WRITTEN_IN: Final = {
    "json": is_json,
    "jsonl": is_json_lines,
    "csv": is_csv,
    "tsv": is_tsv,
    "md": is_markdown,
}


def is_in(name: str, text: str, kind: str, result: Result[Any]) -> bool:
    try:
        return IS_WRITTEN_IN[name](text, kind, result)
    except (ValueError, TypeError, csv.Error):
        return False


def test_every_format_is_read_here() -> None:
    assert set(IS_WRITTEN_IN) == set(FORMATS)


@pytest.mark.parametrize("kind", RESULTS)
@pytest.mark.parametrize("name", IS_WRITTEN_IN)
def test_a_format_writes_a_kind_of_result_as_itself_and_no_other(
    name: str, kind: str, results: dict[str, Result[Any]]
) -> None:
    text = written(name, kind, results[kind])

    assert [other for other in IS_WRITTEN_IN if is_in(other, text, kind, results[kind])] == [name]


@pytest.mark.parametrize("kind", RESULTS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_stamp_stands_in_a_format_or_beside_it(
    name: str, kind: str, results: dict[str, Result[Any]]
) -> None:
    result = results[kind]
    stamp = getattr(result, "stamp", "")
    text = written(name, kind, result)
    beside = [f"stamp: {stamp}"] if stamp else []
    footnotes = list(named(RESULTS[kind].layout)().footnotes(result))

    assert footnotes[-1:] == beside
    if name == "json":
        assert json.loads(text).get("stamp", "") == stamp
    else:
        assert (bool(stamp) and stamp in text) == (bool(stamp) and FORMATS[name].states_all)


def test_a_page_names_every_format() -> None:
    page = (DOCS / "with-other-tools.md").read_text(encoding="utf-8")

    assert [name for name in (*FORMATS, *EXPORTS) if f"`{name}`" not in page] == []


# Exports


@pytest.fixture(scope="module")
def exported(corpus: wp8.Corpus) -> dict[str, str]:
    return {name: corpus.export(name) for name in EXPORTS}


def words_of(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_each_document(
    name: str, exported: dict[str, str], corpus: wp8.Corpus
) -> None:
    documents = corpus.sources.documents
    names = [d.title if name in BIBLIOGRAPHIES else d.id for d in documents]
    words = words_of(exported[name])

    assert exported[name].endswith("\n")
    assert [n for n in names if words_of(n) not in words] == []


def test_no_export_is_written_as_another(exported: dict[str, str]) -> None:
    alike = [(a, b) for a, b in combinations(EXPORTS, 2) if exported[a] == exported[b]]

    assert alike == []


def test_an_export_that_there_is_not_is_refused(corpus: wp8.Corpus) -> None:
    with pytest.raises(ExportError, match=r"there is no format 'docx'"):
        corpus.export("docx")


# Layouts of sources


def test_every_layout_has_its_module_and_every_reader_its_layout() -> None:
    modules = modules_in("wp8.corpus.readers")
    # These read several layouts, whose names they are given.
    several = [modules.pop("tables"), import_module("wp8.corpus.readers.pandoc.formats")]
    readers = {
        name.replace("_", "-"): [parameters(module.read), parameters(module.find)]
        for name, module in modules.items()
        if hasattr(module, "read") and hasattr(module, "find")
    }

    assert set(readers) == LAYOUTS.keys() - CONVERTED.keys() - TABLES.keys()
    assert all(len(read) == len(find) == 1 for read, find in readers.values())
    wanted = ["layout", "text"]
    assert all(parameters(own) == wanted for m in several for own in (m.read, m.find))


def test_every_layout_has_its_text_taken_apart_from_its_reader() -> None:
    modules = modules_in("wp8.corpus.receipts.sources")
    several = [modules.pop("tables"), modules.pop("converted")]
    texts = {name.replace("_", "-"): parameters(module.written) for name, module in modules.items()}

    assert set(texts) == LAYOUTS.keys() - CONVERTED.keys() - TABLES.keys()
    assert all(len(taken) == 1 for taken in texts.values())
    assert all(parameters(module.written) == ["layout", "text"] for module in several)


def test_a_suffix_tells_one_layout() -> None:
    suffixes = [suffix for known in LAYOUTS.values() for suffix in known]

    assert len(set(suffixes)) == len(suffixes)
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in suffixes)


def test_what_reads_foreign_bytes_is_in_an_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    required = {re.split(r"\W*[>=<]", each)[0] for extra in extras.values() for each in extra}

    assert PACKAGES.keys() - CONVERTED.keys() <= BINARY <= set(LAYOUTS)
    assert {package.replace("_", "-") for package in PACKAGES.values()} <= required
    assert all(package_folder(package).is_dir() for package in PACKAGES.values())


def test_a_page_names_every_layout() -> None:
    page = (DOCS / "corpora.md").read_text(encoding="utf-8")

    assert [layout for layout in LAYOUTS if f"`{layout}`" not in page] == []


# Engines


def test_every_engine_has_its_package_and_every_package_with_a_backend_its_engine() -> None:
    packages = {
        name.split(".")[2] for name in MODULES if re.fullmatch(r"wp8\.index\.\w+\.backend", name)
    }

    assert packages == {*ENGINES, REMOTE, "scan"}
    assert {*ENGINES, REMOTE} <= set(NAMES)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_is_what_its_name_says(name: str) -> None:
    engine = named_engine(name)
    asked = [len(parameters(each)) for each in (engine.checks, engine.build, engine.open)]

    assert type(engine).__module__.startswith(f"wp8.index.{name}.")
    assert engine.name == name
    assert re.fullmatch(r"[\d.]+", engine.version)
    assert asked == [1, 2, 1]


@pytest.mark.parametrize("name", ["lucene", REMOTE])
def test_no_other_name_is_an_engine_with_files(name: str) -> None:
    with pytest.raises(EngineError):
        named_engine(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_is_named_by_the_help(name: str) -> None:
    assert name in import_module("wp8.cli.search").command.get_help(click.Context(group))


# Fields of a record

# Each field has another value than by default.
FULL: Final = Record(
    id="a:n1",
    document="a",
    kind="note",
    section="I",
    number=1,
    number_in_section=2,
    text="The “plan” of the harbor",
    file="a.txt",
    lines=(3, 4),
    notes=("a:n2", "a:n3"),
    cited_by="a:1",
    cited_at=5,
    group="Members",
    name="Nobody",
    position="Chair",
    quotes=(Quote("slogan", 5, 9),),
    pages=(6, 7),
    language="en-GB",
    section_id="I",
    speaker="ANNA",
    page_labels=("iv", "v"),
)


def test_the_full_record_has_every_field() -> None:
    assert [f.name for f in fields(Record) if getattr(FULL, f.name) in (f.default, None)] == []


@pytest.mark.parametrize("name", ENGINES)
def test_an_index_keeps_every_field_of_a_record(name: str, tmp_path: Path) -> None:
    engine = named_engine(name)
    engine.build(str(tmp_path), [FULL])

    with closing(engine.open(str(tmp_path))) as backend:
        assert backend.records([FULL.id]) == [FULL]


def test_a_cluster_keeps_every_field_of_a_record() -> None:
    sent = json.loads(json.dumps([getattr(FULL, name) for name in RECORD_FIELDS]))

    assert record_of(sent) == FULL


def test_the_json_of_a_record_has_every_field() -> None:
    written = record_fields(FULL)
    written |= written.pop("source")

    assert set(written) == {each.name for each in fields(Record)}


# Styles


@pytest.mark.parametrize("name", STYLES)
def test_a_style_has_a_title_of_its_own_and_writes_a_locus(name: str) -> None:
    style = STYLES[name]

    assert [other for other in STYLES if STYLES[other].title == style.title] == [name]
    assert len(parameters(style.write)) == 1


def test_every_style_writes_a_document_and_none_as_another(corpus: wp8.Corpus) -> None:
    cited = list(corpus.cite("speech:12", style="all"))

    assert [citation.style for citation in cited] == list(STYLES)
    assert len({citation.text for citation in cited}) == len(STYLES)
    assert set(READABLE) <= set(STYLES)


# Commands


def test_every_command_has_its_module_and_every_module_with_a_command_its_line() -> None:
    commands = {
        name for name, module in modules_in("wp8.cli").items() if hasattr(module, "command")
    }

    assert commands == set(COMMANDS)
    assert set(ALIASES.values()) <= commands
    assert commands >= STAMPED


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_says_what_it_does_and_begins_with_examples(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command
    said, _, examples = inspect.cleandoc(command.help or "").partition("\n\n\b\nExamples:\n")
    lines = examples.partition("\n\n")[0].splitlines()
    names = [name, *(alias for alias, meant in ALIASES.items() if meant == name)]

    assert command.name == name
    assert re.match(r"[A-Z].+?[.:]", said, re.S)
    assert re.search(rf"\bwp8 ({'|'.join(names)})\b", lines[0])
    assert all("wp8 " in line for line in lines)


def test_the_help_of_a_command_below_another_has_its_examples_line_by_line() -> None:
    docs = group.get_command(click.Context(group), "docs")
    assert isinstance(docs, click.Group)

    helps = {name: inspect.cleandoc(each.help or "") for name, each in docs.commands.items()}
    assert {name for name, said in helps.items() if "\n\n\b\nExamples:\n" in said} == {*helps}


@pytest.mark.parametrize("name", sorted(STAMPED))
def test_the_options_of_a_command_are_the_keyword_arguments_of_its_method(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command
    method = inspect.signature(getattr(wp8.Corpus, name)).parameters.values()
    keywords = {each.name for each in method if each.kind is each.KEYWORD_ONLY} - {"progress"}
    scope = {"doc", "section", "kind", "quotes", "where", "lemma", "unit"}
    takes_a_scope = any(each.kind is each.VAR_KEYWORD for each in method)
    options = {each.name for each in command.params if isinstance(each, click.Option)}

    assert (
        options - _SHOWING - (scope - keywords if takes_a_scope else set()) == keywords - _SHOWING
    )


def test_a_command_that_gives_a_stamp_is_one_that_checks_it(
    results: dict[str, Result[Any]],
) -> None:
    stamps = [stamp for each in results.values() if (stamp := getattr(each, "stamp", ""))]
    commands = {read_stamp(stamp).command[0] for stamp in stamps}

    assert commands == set("search collocates concordance dispersion parallels similar".split())
    assert commands <= STAMPED
