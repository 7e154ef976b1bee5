"""A pattern of the manifest: the documents that it makes of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wp8.corpus.digest import Memo
from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.names import Ids
from wp8.corpus.patterns import Files, natural
from wp8.corpus.records import read_records
from wp8.errors import CorpusError
from wp8.index.store.sealed_file import SealedFile

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = 'name = "x"\n\n[[document]]\nfiles = "{}"\nauthor = "All"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("part10", "part9", "Part 2", "편지", ".hidden"):
        write(tmp_path / "in" / f"{name}.md", f"# The {name}\n\nText of {name}.\n")
    write(tmp_path / "in" / "deep" / "er" / "text.txt", "First line\n\nText.\n")
    write(tmp_path / "corpus.toml", MANIFEST.format("in/*.md"))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def ids(folder: Path, pattern: str) -> list[str]:
    write(folder / "corpus.toml", MANIFEST.format(pattern))
    return [document.id for document in load_corpus(folder).documents]


def error_of(folder: Path, pattern: str, more: str = "") -> str:
    write(folder / "corpus.toml", MANIFEST.format(pattern) + more)
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    return caught.value.message.removeprefix(f"{folder}/corpus.toml: document 1: ")


def test_a_pattern_makes_a_document_of_each_file_in_natural_order(folder: Path) -> None:
    documents = load_corpus(folder).documents

    first = Document("part9", "in/part9.md", "markdown", "The part9", stated={"author": "All"})
    assert documents[0] == first
    assert [(d.id, d.title) for d in documents[1:]] == [
        ("part10", "The part10"),
        ("part-2", "The Part 2"),
        ("doc1", "The 편지"),
    ]
    assert [r.text for r in read_records(load_corpus(folder))][:2] == [
        "The part9",
        "Text of part9.",
    ]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("in/part*.md", ["part9", "part10"]),
        ("in/part?.md", ["part9"]),
        ("in/[!p]*.md", ["part-2", "doc1"]),
        ("**/*.txt", ["text"]),
        ("in/**/*.txt", ["text"]),
        ("**/part9.md", ["part9"]),
        ("in/*/*/text.txt", ["text"]),
        ("in/part9.md", ["part9"]),
        ("in/.hidden.md", ["hidden"]),
    ],
)
def test_a_pattern_is_that_of_a_shell(folder: Path, pattern: str, found: list[str]) -> None:
    assert ids(folder, pattern) == found


def pieces(path: str) -> tuple[list[tuple[int, str]], str]:
    found = re.split(r"(\d+)", path.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in found], path


@given(st.sets(st.from_regex(r"\A[a0-9٣]{1,4}(/[aB0-9٠٣ .é]{1,5}){0,2}[a-c]\Z"), min_size=2))
@example({"a/10.c", "a/9.c", "a/09.c", "a 1c", "a/9c", "A/9.c", "a/0c", "a/00c", "ac", "a/c"})
def test_figures_of_paths_are_in_the_order_of_their_numbers(paths: set[str]) -> None:
    assert sorted(sorted(paths), key=natural) == sorted(paths, key=pieces)
    for path in paths:
        folder, sep, name = path.rpartition("/")
        assert natural(folder + sep) + natural(name) == natural(path)


@pytest.mark.parametrize(
    ("file", "id_"),
    [
        ("My Letter.md", "my-letter"),
        ("Müller.md", "muller"),
        ("Łódź.md", "lodz"),
        ("Ærøskøbing.md", "aeroskobing"),
        ("Straße İ.md", "strasse-i"),
        ("part٣.md", "part3"),
        ("第１０章.md", "doc-10"),
        ("편지.md", "doc1"),
    ],
)
def test_an_id_is_what_is_typed_for_the_name_of_a_file(file: str, id_: str) -> None:
    assert Ids().new(file) == id_


def test_ids_of_one_name_are_numbered_and_those_given_come_first(folder: Path) -> None:
    write(folder / "in" / "part9.txt", "A text.")
    given = '\n[[document]]\nid = "part10"\nfile = "in/deep/er/text.txt"\ntitle = "T"\n'
    write(folder / "corpus.toml", MANIFEST.format("in/part*") + given)

    documents = load_corpus(folder).documents
    assert [d.id for d in documents] == ["part9", "part9-2", "part10-2", "part10"]


def test_a_file_with_a_table_of_its_own_is_not_taken_by_a_pattern(folder: Path) -> None:
    given = '\n[[document]]\nid = "ninth"\nfile = "in/part9.md"\ntitle = "T"\n'
    write(folder / "corpus.toml", MANIFEST.format("in/part*") + given)

    assert [d.id for d in load_corpus(folder).documents] == ["part10", "ninth"]


def test_a_title_that_a_file_lacks_is_supplied_from_its_name(folder: Path) -> None:
    write(folder / "in" / "part9.md", "Text without a heading.")

    (document,) = [d for d in load_corpus(folder).documents if d.id == "part9"]
    assert (document.title, document.title_supplied) == ("part9", True)


def test_a_pattern_that_names_nothing_leaves_or_says_too_much_is_an_error(folder: Path) -> None:
    assert error_of(folder, "in/*.xyz") == "no file is named by 'in/*.xyz'"
    assert error_of(folder, "../*.md") == "the pattern '../*.md' leaves the folder"
    assert error_of(folder, "/etc/*.md") == "the pattern '/etc/*.md' leaves the folder"
    assert error_of(folder, "in/*.md", 'id = "x"\n') == "unknown key 'id'"
    write(folder / "in" / "x.xyz", "x")
    assert error_of(folder, "in/*.xyz") == "the name 'in/x.xyz' does not tell the layout"


def test_a_file_that_comes_to_a_pattern_is_noticed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wp8.corpus.digest._FRESH_NANOSECONDS", -1_000_000_000)
    index = tmp_path_factory.mktemp("index")
    stamp = SealedFile(index / "stamp", index)
    write(folder / "corpus.toml", MANIFEST.format("**/part*.md"))
    before = load_corpus(folder)
    Memo(folder, stamp).remember(before)
    known = Memo(folder, stamp).known()
    write(folder / "in" / "deep" / "part11.md", "New.")

    assert known is not None
    assert Memo(folder, stamp).known() is None
    assert load_corpus(folder).digest != before.digest


def test_a_link_in_a_pattern_does_not_lead_out_or_round(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "out.txt"
    outside.write_text("Outside.")
    (folder / "in" / "round").symlink_to(folder)
    (folder / "in" / "out.txt").symlink_to(outside)

    assert ids(folder, "**/*.txt") == ["text", "out"]
    unread: list[CorpusError] = []
    read_records(load_corpus(folder), unread.append)
    assert [e.message for e in unread] == [f"{folder}/in/out.txt: leaves the corpus folder"]


@pytest.mark.parametrize(
    ("file", "id_"),
    [
        ("letter.md", "letter"),
        ("My Letter (2).md", "my-letter-2"),
        ("2021 speech.md", "doc-2021-speech"),
        ("Čeština.md", "cestina"),
        ("2021.md", "doc-2021"),
        ("편지.md", "doc1"),
        ("대회 8.md", "doc-8"),
        ("a" * 99, "a" * 40),
        ("taken.md", "taken-2"),
        ("--.md", "doc1"),
        ("\n\x1b'\".md", "doc1"),
        ("a_b-c.md", "a-b-c"),
        ("in/.hidden", "hidden"),
        ("in.two/a.b.", "a-b"),
        ("in.two/a/.", "a"),
    ],
)
def test_an_id_is_made_from_the_name_of_a_file(file: str, id_: str) -> None:
    assert Ids(["taken"]).new(file) == id_


def listed(folder: Path, *patterns: str) -> list[str]:
    """Return the folders that are listed for patterns, in order."""
    found: list[str] = []
    inside = Files(folder, found.append)
    for pattern in patterns:
        inside.matching(pattern)
    return sorted(found)


@pytest.mark.parametrize(
    "patterns",
    [
        ["**/*.md"],
        ["**/" * 500 + "*.md"],
        ["**/*/**/**/*/**/*.md", "**/*.txt", "in/**/*.md", "*/deep/*/*"],
        ["**/*/" * 400 + "*.md"],
    ],
    ids=lambda patterns: patterns[0][:12],
)
def test_each_folder_is_listed_once_for_all_patterns(folder: Path, patterns: list[str]) -> None:
    assert listed(folder, *patterns) == ["", "in", "in/deep", "in/deep/er"]


def test_repeated_stars_find_what_one_pair_finds(folder: Path) -> None:
    assert ids(folder, "**/**/**/*.txt") == ids(folder, "**/*.txt") == ["text"]
    assert ids(folder, "in/**/**/part9.md") == ["part9"]


def test_links_that_lead_round_are_not_followed_for_ever(folder: Path) -> None:
    for name in ("one", "two", "three"):
        (folder / name).symlink_to(".")

    (folder / "in" / "self.md").symlink_to("self.md")

    assert len(listed(folder, "*/" * 60 + "*.md")) < 250
    assert "self" in ids(folder, "in/*.md")


def test_ids_of_one_name_are_numbered_in_as_many_steps() -> None:
    asked = 0

    class Counted(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal asked
            asked += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    taken = Ids(Counted(f"same-{number}") for number in range(2, 2000))

    assert [taken.new("same.md") for _ in range(3)] == ["same", "same-2000", "same-2001"]
    assert asked < 2 * 2000
