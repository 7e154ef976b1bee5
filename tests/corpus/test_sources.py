"""Which files of folders become documents, under which ids, and what is said of the others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.care.additions import Adding, add, new_corpus
from wp8.corpus.care.known import Content, still_known, words_of
from wp8.corpus.care.sources import sources_of
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers.block import Block
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable


class Memory:
    """A file that is kept in memory."""

    def __init__(self) -> None:
        self.content: bytes | None = None

    def read(self) -> bytes | None:
        """Return what was written last."""
        return self.content

    def write(self, content: bytes) -> None:
        """Keep it."""
        self.content = content


def silent(_: str) -> None:
    """Tell nobody."""


def write(folder: Path, **texts: str) -> Path:
    """Write files, in whose names `__` stands for a slash and `_` for a point."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write(
        tmp_path / "texts",
        part10__intro_md="# Ten\n\nThe tenth begins.\n",
        part2__intro_md="# Two\n\nThe second begins.\n",
        note_txt="A note.\n",
    )


def described(folder: Path) -> list[tuple[str, str]]:
    return [(document.id, document.file) for document in load_corpus(folder).documents]


def test_a_folder_is_taken_in_natural_order_under_the_paths_in_it(
    tmp_path: Path, texts: Path
) -> None:
    made = new_corpus(tmp_path / "own", [str(texts)], silent)

    assert described(tmp_path / "own") == [
        ("note", "note.txt"),
        ("part2-intro", "part2/intro.md"),
        ("part10-intro", "part10/intro.md"),
    ]
    assert [each.fate for each in made] == ["copied"] * 3
    copy = tmp_path / "own" / "part2" / "intro.md"
    assert copy.read_bytes() == (texts / "part2" / "intro.md").read_bytes()


def test_a_folder_becomes_a_corpus_where_it_is(texts: Path) -> None:
    made = new_corpus(texts, [], silent)

    assert [each.fate for each in made] == ["stays"] * 3
    assert described(texts)[1] == ("part2-intro", "part2/intro.md")


def test_an_id_has_as_much_of_the_end_of_a_path_as_it_can_hold(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    for place in ("a-long-name-of-a-folder/another-long-name/volume-1/x.md", "volume-1/x.md"):
        write(folder, **{place.replace("/", "__").replace(".", "_"): f"Text {place}."})

    new_corpus(tmp_path / "own", [str(folder)], silent)

    assert [id_ for id_, _ in described(tmp_path / "own")] == [
        "another-long-name-volume-1-x",
        "volume-1-x",
    ]


def test_what_is_hidden_linked_or_of_another_corpus_is_not_taken(
    tmp_path: Path, texts: Path
) -> None:
    write(texts, _hidden_md="x", _git__a_md="x", own__corpus_toml="", own__a_md="x", Makefile="x")
    (texts / "~$note.docx").write_text("of Word")
    (texts / "a.png").write_text("x")
    (texts / "b.PNG").write_text("x")
    (texts / "round").symlink_to(texts)
    (texts / "linked.txt").symlink_to(texts / "note.txt")

    found = sources_of([str(texts)], tmp_path / "other")

    assert [source.place for source in found.files] == [
        "note.txt",
        "part2/intro.md",
        "part10/intro.md",
    ]
    assert found.passed_over == {".png": 2, "": 1}
    assert found.remarks == [f"{texts}/own: is another corpus: nothing is taken"]


def test_a_folder_in_which_the_corpus_stands_is_taken_without_that(
    tmp_path: Path, texts: Path
) -> None:
    own = texts / "own"
    new_corpus(own, [str(texts)], silent)
    write(texts, later_md="Later.")

    added = add(own, [str(texts)], silent)

    assert [(each.document.id, each.fate) for each in added if each.is_new] == [("later", "copied")]
    assert [document for document, _ in described(own)][3:] == ["later"]
    assert added.remarks == []


def test_a_folder_that_cannot_be_listed_is_refused(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "part2":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)

    (refused,) = sources_of([str(texts)], texts).refused
    assert refused == (f"{texts}/part2", "cannot be listed (Permission denied)", None, "")


def test_a_table_says_of_the_files_of_its_folder_what_they_are(tmp_path: Path, texts: Path) -> None:
    write(
        texts,
        metadata_csv="file,title,author,date\n"
        'part2/intro.md,Second,"Roe, Ann",1921-05\nintro.md,,A. Writer,\nnone.md,x,,\n',
        part2__metadata_csv="filename,language\nintro.md,de\n",
    )

    made = new_corpus(tmp_path / "own", [str(texts)], silent)

    found = {d.id: (d.title, d.author, d.language) for d in load_corpus(tmp_path / "own").documents}
    assert found == {
        "note": ("A note.", "", ""),
        "part2-intro": ("Two", "", "de"),
        "part10-intro": ("Ten", "A. Writer", ""),
    }
    assert made.remarks == [
        f"{texts}/metadata.csv: names files that are not there: part2/intro.md, none.md"
    ]


def test_what_a_table_says_goes_before_what_a_file_says(tmp_path: Path) -> None:
    texts = write(
        tmp_path / "texts",
        a_md="---\ntitle: Old\nauthor: Old\ndate: 1900\n---\n\nText.\n",
        metadata_tsv="file\ttitle\tauthor\na.md\tNew\tNew\n",
    )

    new_corpus(tmp_path / "own", [str(texts)], silent)

    (document,) = load_corpus(tmp_path / "own").documents
    assert (document.title, document.author, document.date) == ("New", "New", "1900")
    assert not document.title_supplied


def test_a_table_of_texts_may_be_called_metadata(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", metadata_csv="id,text\nq,Words.\n")

    (made,) = new_corpus(tmp_path / "own", [str(texts)], silent)

    assert made.parts == 1


@pytest.mark.parametrize("name", ["b.txt", "deep/a.txt"])
def test_a_text_that_is_there_already_is_not_added_twice(tmp_path: Path, name: str) -> None:
    texts, memory = tmp_path / "texts", Memory()
    write(texts, a_md="# Plan\n\nThe *plan*, of the Party.\n")
    own = tmp_path / "own"
    new_corpus(own, [str(texts)], silent, Adding(kept=memory))
    place = texts / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("PLAN\n\nThe plan of\nthe   party …\n")

    told = add(own, [str(place)], silent, Adding(kept=memory))
    again = add(own, [str(place)], silent, Adding(anyway=True, kept=memory))

    assert [(each.fate, each.document.id, each.original) for each in told] == [
        ("same text", "a", place)
    ]
    assert [each.fate for each in again] == ["copied"]


def test_bytes_that_are_there_already_are_not_added_twice(tmp_path: Path, texts: Path) -> None:
    own = tmp_path / "own"
    (texts / "twin.txt").write_bytes((texts / "note.txt").read_bytes())

    made = new_corpus(own, [str(texts)], silent)
    again = add(own, [str(texts)], silent)

    fates = [(each.document.id, each.fate) for each in made]
    assert fates == [
        ("note", "copied"),
        ("part2-intro", "copied"),
        ("part10-intro", "copied"),
        ("note", "same bytes"),
    ]
    assert [each.fate for each in again] == ["known", "known", "known", "same bytes"]


def test_words_are_the_same_whatever_stands_between_them_but_not_in_another_order() -> None:
    def digest(*texts: str) -> str:
        return words_of([Block("paragraph", text, (1, 1)) for text in texts])

    assert digest("The plan—of", "Café") == digest("the plan: of cafe\u0301.")
    assert digest("a b") != digest("b a")
    assert digest("कि") != digest("कु")
    assert digest("…", " ") == ""
    note, text = Block("note", "n", (1, 1)), Block("paragraph", "t", (1, 1))
    assert words_of([note, text]) == words_of([text, note])


@given(st.text(), st.sampled_from([" ", "\n", "\u00a0", ", ", "\u200b"]))
def test_blanks_make_no_other_text(text: str, blank: str) -> None:
    block = Block("paragraph", text, (1, 1))
    spread = Block("paragraph", blank.join(text.split(" ")), (1, 1))

    assert words_of([block]) == words_of([spread])


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_newer_copy_is_refused_until_it_is_said_what_to_do(
    tmp_path: Path, texts: Path, is_remembered: bool
) -> None:
    own, memory = tmp_path / "own", Memory() if is_remembered else None
    new_corpus(own, [str(texts)], silent, Adding(kept=memory))
    (own / "note.txt").chmod(0o640)
    newer = texts / "note.txt"
    newer.write_text("A longer note.\n")

    (refused,) = add(own, [str(newer)], silent, Adding(kept=memory)).refused
    before = (own / "corpus.toml").read_bytes()
    (replaced,) = add(own, [str(newer)], silent, Adding(replace=True, kept=memory))

    assert (refused.file, refused.known_as) == (str(newer), "note")
    assert refused.reason == "differs from the copy that the corpus has"
    assert (replaced.fate, replaced.document.id) == ("replaced", "note")
    assert (own / "note.txt").read_text() == "A longer note.\n"
    assert (own / "note.txt").stat().st_mode & 0o777 == 0o640
    assert (own / "corpus.toml").read_bytes() == before
    assert [each.fate for each in add(own, [str(newer)], silent, Adding(kept=memory))] == ["known"]


def test_a_copy_is_known_by_where_it_was_copied_from(tmp_path: Path, texts: Path) -> None:
    own, memory = tmp_path / "own", Memory()
    intro = texts / "part2" / "intro.md"
    new_corpus(own, [str(texts)], silent, Adding(kept=memory))
    intro.write_text("# Two\n\nThe second begins anew.\n")

    (refused,) = add(own, [str(intro)], silent, Adding(kept=memory)).refused
    (added,) = add(own, [str(intro)], silent, Adding(anyway=True, kept=memory))

    assert refused.known_as == "part2-intro"
    assert (added.document.id, added.document.file) == ("intro", "intro.md")


def test_of_several_copies_of_one_name_none_is_replaced_by_chance(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", a__x_md="One.", b__x_md="Two.", c__x_md="Three.")
    own = tmp_path / "own"
    new_corpus(own, [str(texts / place / "x.md") for place in "ab"], silent)

    (refused,) = add(own, [str(texts / "c" / "x.md")], silent, Adding(replace=True)).refused

    assert refused.reason == "the corpus has x.md and x-2.md"
    assert (own / "x.md").read_text() == "One."


def test_a_newer_copy_that_cannot_be_read_replaces_nothing(tmp_path: Path, texts: Path) -> None:
    own = tmp_path / "own"
    new_corpus(own, [str(texts)], silent)
    (texts / "note.txt").write_bytes(b"\xff")

    (refused,) = add(own, [str(texts / "note.txt")], silent, Adding(replace=True)).refused

    assert refused.reason == "line 1: is not UTF-8 (at byte 0)"
    assert (own / "note.txt").read_text() == "A note.\n"


def test_a_folder_of_the_corpus_that_leads_out_of_it_is_not_written_to(
    tmp_path: Path, texts: Path
) -> None:
    own = tmp_path / "own"
    new_corpus(own, [str(texts / "note.txt")], silent)
    (tmp_path / "elsewhere").mkdir()
    (own / "part2").symlink_to(tmp_path / "elsewhere")

    added = add(own, [str(texts)], silent)

    assert [each.reason for each in added.refused] == [
        f"{own}/part2/intro.md: leaves the corpus folder"
    ]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_no_file_can_be_added_nothing_is_made(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", a_md="", b_xyz="x")

    made = new_corpus(tmp_path / "new" / "own", [str(texts)], silent)

    assert (list(made), made.passed_over) == ([], {".xyz": 1})
    assert [each.reason for each in made.refused] == ["has no text"]
    assert not (tmp_path / "new").exists()


def test_an_encoding_is_of_those_files_that_are_in_no_other(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", a_txt="Été.", b_txt="Plain.")
    (texts / "c.txt").write_bytes("Été.".encode("utf-16"))
    (texts / "d.txt").write_bytes("L'été.".encode("cp1252"))

    # In bytes that are all ASCII.
    (tmp_path / "e.txt").write_bytes("日本".encode("iso2022_jp"))

    new_corpus(tmp_path / "own", [str(texts)], silent, Adding(encoding="cp1252", anyway=True))
    add(tmp_path / "own", [str(tmp_path / "e.txt")], silent, Adding(encoding="iso2022_jp"))

    found = {document.id: document.encoding for document in load_corpus(tmp_path / "own").documents}
    assert found == {"a": "", "b": "", "c": "", "d": "cp1252", "e": "iso2022_jp"}
    assert [document.title for document in load_corpus(tmp_path / "own").documents] == [
        "Été.", "Plain.", "Été.", "L'été.", "日本",
    ]  # fmt: skip


def test_an_encoding_that_there_is_not_stops_everything(tmp_path: Path, texts: Path) -> None:
    with pytest.raises(CorpusError, match="there is no encoding"):
        new_corpus(tmp_path / "own", [str(texts)], silent, Adding(encoding="cp0"))
    assert not (tmp_path / "own").exists()


def test_what_is_known_of_a_file_holds_as_long_as_its_bytes() -> None:
    before = {"a": Content("1", "w", "/a"), "b": Content("2", "w"), "gone": Content("3")}

    found = still_known(before, ["a", "b", "gone", "new", "none"], {"a": "9", "b": "2", "new": "4"})

    assert found == {
        "a": Content("9", "", "/a"),
        "b": Content("2", "w"),
        "gone": Content("3"),
        "new": Content("4"),
    }


@pytest.mark.slow
def test_what_is_done_of_a_folder_grows_with_its_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def counting(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            return call(*arguments, **named)

        return counted

    for name in ("open", "lstat", "stat", "fsync"):
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    numbers = []
    for size in (50, 100, 200):
        texts = tmp_path / str(size)
        texts.mkdir()
        for number in range(size):
            (texts / f"{number}.txt").write_text(f"Text {number}.")
        calls = 0
        new_corpus(tmp_path / f"own{size}", [str(texts)], silent)
        numbers.append(calls)

    assert numbers[2] - numbers[1] == 2 * (numbers[1] - numbers[0])
