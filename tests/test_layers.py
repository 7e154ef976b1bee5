"""The plan of the house: no circle of imports, floors in one order, rooms that are not crowded."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "src" / "wp8"
# From the ground up: what stands higher may import what stands lower, and never the other way.
FLOORS = (
    *("errors", "extras", "numbers", "model", "files", "stamp", "results"),
    *("words", "query", "index", "corpus", "analysis", "citation", "export", "render"),
    *("workspace", "api", "cli", "__main__"),
)
# What a command may import: the library, what the screen needs, and what its options choose from.
FOR_COMMANDS = (
    *("wp8.api.", "wp8.cli.", "wp8.errors.", "wp8.files.", "wp8.numbers.", "wp8.stamp."),
    *("wp8.render.", "wp8.export.", "wp8.analysis.measures.", "wp8.citation.styles."),
    "wp8.index.engines.",
    *("wp8.analysis.counts.concordance.", "wp8.analysis.counts.counting."),
    *("wp8.analysis.passages.draft.", "wp8.query.language.suggest.", "wp8.workspace.settings."),
)
MOST_AT_THE_TOP = 9
MOST_IN_A_FOLDER = 14
# One file a command: as many as there are.
OPEN_ENDED = {"cli"}
OWNERS = {
    "whoosh": "wp8.index.whoosh.",
    "tantivy": "wp8.index.tantivy.",
    "opensearchpy": "wp8.index.opensearch.",
    "rich": "wp8.render.",
    "click": "wp8.cli",
    "yaml": "wp8.corpus.readers.",
    "markdown_it": "wp8.corpus.readers.",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(module: str) -> Iterator[str]:
    """Yield what a module imports: everywhere in it, and for types only too."""
    yield from imports_of(ast.parse(SOURCES[module].read_text(encoding="utf-8")))


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Yield what is imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "imports are absolute"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in SOURCES else node.module for name in names)


# What of the readers the texts of sources may stand on: bytes, what letters they stand for, and
# what pandoc says of itself.
BENEATH_READERS = {
    "wp8.corpus.readers.archive",
    "wp8.corpus.readers.encodings",
    "wp8.corpus.readers.pandoc.formats",
    "wp8.corpus.readers.pdf",
    "wp8.corpus.readers.rtf.code_pages",
    "wp8.corpus.readers.text_encodings",
}


def used(module: str) -> Iterator[str]:
    """Yield what a module imports when it runs."""
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    tree.body = [n for n in tree.body if "TYPE_CHECKING" not in ast.unparse(n).split(":")[0]]
    yield from imports_of(tree)


IMPORTS = {module: set(imports(module)) for module in SOURCES}


def siblings(folder: str, module: str, other: str) -> tuple[str, str] | None:
    """Return what of a folder an import leads from and to, if it leads from one to another."""
    depth = len(folder.split(".")) + 1
    one, two = (".".join(name.split(".")[:depth]) for name in (module, other))
    inside = all(name.startswith(f"{folder}.") for name in (one, two))
    return (one, two) if inside and one != two else None


def test_the_rules_see_the_imports_that_there_are() -> None:
    assert {"click", "wp8.cli.options", "wp8.api"} <= IMPORTS["wp8.cli.search"]


@pytest.mark.parametrize("folder", [m for m in SOURCES if SOURCES[m].name == "__init__.py"])
def test_no_circle_among_the_modules_and_folders_of_a_folder(folder: str) -> None:
    graph: dict[str, set[str]] = {}
    for module in SOURCES:
        for other in IMPORTS[module] & SOURCES.keys():
            if pair := siblings(folder, module, other):
                graph.setdefault(pair[0], set()).add(pair[1])
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_circle_of_modules() -> None:
    graph = {m: IMPORTS[m] & SOURCES.keys() - {m, "wp8"} for m in SOURCES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_the_floors_stand_in_one_order() -> None:
    rooms = {module.split(".")[1] for module in SOURCES if "." in module}
    upward = {
        f"{module} imports {other}"
        for module in SOURCES.keys() - {"wp8"}
        for other in IMPORTS[module] & SOURCES.keys() - {"wp8"}
        if FLOORS.index(other.split(".")[1]) > FLOORS.index(module.split(".")[1])
    }

    assert rooms == set(FLOORS)
    assert upward == set()


def test_a_command_asks_the_corpus_through_the_library() -> None:
    below = {
        f"{module} imports {other}"
        for module in SOURCES
        if module.startswith("wp8.cli")
        for other in used(module)
        if other.startswith("wp8.") and not f"{other}.".startswith(FOR_COMMANDS)
    }

    assert below == set()


def test_the_text_of_a_source_is_taken_apart_from_its_reader() -> None:
    receipts = [module for module in SOURCES if module.startswith("wp8.corpus.receipts.sources.")]
    readers = {other for module in receipts for other in used(module) if ".readers" in other}

    assert readers <= BENEATH_READERS
    assert not [m for m in SOURCES if ".readers" in m and any("receipts" in n for n in IMPORTS[m])]


def test_rooms_are_not_crowded() -> None:
    inside: dict[str, int] = {}
    for path in SOURCES.values():
        if path.name != "__init__.py":
            folder = path.parent.relative_to(PACKAGE).as_posix()
            inside[folder] = inside.get(folder, 0) + 1
    crowded = {folder for folder, number in inside.items() if number > MOST_IN_A_FOLDER}

    assert inside["."] <= MOST_AT_THE_TOP
    assert crowded <= OPEN_ENDED


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_owner(library: str) -> None:
    users = {m for m, names in IMPORTS.items() if any(n.split(".")[0] == library for n in names)}

    assert users
    assert [user for user in users if not f"{user}.".startswith(OWNERS[library])] == []


def test_the_package_imports_no_module_before_it_is_asked_for() -> None:
    tree = ast.parse(SOURCES["wp8"].read_text(encoding="utf-8"))
    at_once = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]

    assert at_once == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}

    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
