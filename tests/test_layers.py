"""Who may import whom, and how long things may be."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "src" / "wp8"
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
MOST_STATEMENTS_OF_A_COMMAND = 15
# Modules whose values are shown; what shows them knows them as types only.
VALUES = ("document", "contents", "explain", "advice", "analysis", "citation", "draft")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Import(NamedTuple):
    """An import of `name` by a module; `typing` if only a type checker does it."""

    module: str
    name: str
    typing: bool


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def imports_below(module: str, node: ast.AST, *, typing: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        checked = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if isinstance(child, ast.Import):
            yield from (Import(module, alias.name, typing) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from from_import(module, child, typing=typing)
        else:
            yield from imports_below(module, child, typing=typing or checked)


def from_import(module: str, node: ast.ImportFrom, *, typing: bool) -> Iterator[Import]:
    assert node.module
    for alias in node.names:
        inner = f"{node.module}.{alias.name}"
        yield Import(module, inner if inner in SOURCES else node.module, typing)


IMPORTS = [found for name, tree in TREES.items() for found in imports_below(name, tree)]


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def of(package: str, *, typing: bool | None = None) -> list[Import]:
    """What the modules of `wp8.<package>` import of wp8."""
    return [
        found
        for found in IMPORTS
        if inside(found.module, f"wp8.{package}")
        and inside(found.name, "wp8")
        and (typing is None or found.typing is typing)
    ]


def test_the_rules_see_the_imports_that_there_are() -> None:
    assert Import("wp8.search", "wp8.matching", typing=False) in IMPORTS
    assert Import("wp8.search", "wp8.index.backend", typing=True) in IMPORTS
    # An import on use, in a function.
    assert Import("wp8.session", "wp8.indexing", typing=False) in IMPORTS


@pytest.mark.parametrize("module", ["errors", "model"])
def test_the_lowest_modules_import_nothing_of_wp8(module: str) -> None:
    assert f"wp8.{module}" in SOURCES
    assert of(module) == []


@pytest.mark.parametrize("package", ["corpus", "index", "analysis"])
def test_corpus_index_and_analysis_do_not_import_each_other(package: str) -> None:
    others = {"wp8.corpus", "wp8.index", "wp8.analysis"} - {f"wp8.{package}"}

    assert [found for found in of(package) if any(inside(found.name, o) for o in others)] == []


@pytest.mark.parametrize(
    ("package", "known"),
    [
        ("render", ("wp8.model", "wp8.errors", "wp8.numbers", "wp8.render", "wp8.export")),
        ("export", ("wp8.model", "wp8.errors", "wp8.export")),
        ("citation", ("wp8.model", "wp8.errors", "wp8.citation")),
    ],
)
def test_what_is_shown_is_values_only(package: str, known: tuple[str, ...]) -> None:
    values = (*known, *(f"wp8.{name}" for name in VALUES))

    running = [found for found in of(package, typing=False) if not is_known(found, known)]
    as_types = [found for found in of(package, typing=True) if not is_known(found, values)]
    assert (running, as_types) == ([], [])


def is_known(found: Import, known: tuple[str, ...]) -> bool:
    return any(inside(found.name, package) for package in known)


def test_nothing_but_main_imports_the_command_line() -> None:
    assert {
        found.module
        for found in IMPORTS
        if inside(found.name, "wp8.cli") and not inside(found.module, "wp8.cli")
    } == {"wp8.__main__"}


@pytest.mark.parametrize(
    ("library", "owner"),
    [
        ("whoosh", "wp8.index.whoosh_"),
        ("tantivy", "wp8.index.tantivy_"),
        ("opensearchpy", "wp8.index.opensearch_"),
        ("rich", "wp8.render."),
        ("click", "wp8.cli"),
    ],
)
def test_a_library_has_one_owner(library: str, owner: str) -> None:
    users = {found.module for found in IMPORTS if inside(found.name, library)}

    assert users
    assert [user for user in users if not user.startswith(owner)] == []


def test_the_package_imports_no_module_before_it_is_asked_for() -> None:
    assert [found for found in IMPORTS if found.module == "wp8"] == []


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_is_short(module: str) -> None:
    lines = SOURCES[module].read_text(encoding="utf-8").count("\n")

    assert lines <= LONGEST_MODULE


def functions() -> dict[str, Function]:
    return {
        f"{module}:{node.lineno}:{node.name}": node
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, Function)
    }


def body(function: Function) -> list[ast.stmt]:
    """The statements of a function without its docstring."""
    has_docstring = ast.get_docstring(function) is not None
    return function.body[1:] if has_docstring else function.body


def length(function: Function) -> int:
    docstring = function.body[0]
    lines = (function.end_lineno or 0) - function.lineno + 1
    if len(body(function)) == len(function.body):
        return lines
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1)


def test_no_function_is_long() -> None:
    lengths = {name: length(function) for name, function in functions().items()}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_command_does_much_itself() -> None:
    commands = {
        name: sum(isinstance(node, ast.stmt) for part in body(function) for node in ast.walk(part))
        for name, function in functions().items()
        if any("click.command" in ast.unparse(line) for line in function.decorator_list)
    }

    assert {name.partition(":")[0] for name in commands} >= {
        f"wp8.cli.{command}" for command in ("search", "show", "export", "info", "reindex")
    }
    assert {
        name: statements
        for name, statements in commands.items()
        if statements > MOST_STATEMENTS_OF_A_COMMAND
    } == {}
