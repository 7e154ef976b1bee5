from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.care.additions import _table
from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'


def loaded(folder: Path, lines: str, head: str = HEAD) -> Sequence[Document]:
    """Return the documents of a manifest that says this of one."""
    (folder / "corpus.toml").write_text(f"{head}{lines}\n", encoding="utf-8")
    return load_corpus(folder).documents


def test_a_value_is_a_text_or_a_list_of_texts(tmp_path: Path) -> None:
    said = """
    [document.fields]
    genre = "sea shanty"
    act = 2
    weight = 1.50
    is-verse = true
    performed = 1848-03-18
    begun = 10:30:00
    Speaker_1 = ["Ann", "보리", 3]
    """
    (document,) = loaded(tmp_path, said)

    assert document.fields == {
        "genre": "sea shanty",
        "act": "2",
        "weight": "1.5",
        "is-verse": "true",
        "performed": "1848-03-18",
        "begun": "10:30:00",
        "Speaker_1": ["Ann", "보리", "3"],
    }
    assert loaded(tmp_path, "[document.fields]\n")[0].fields == {}


def test_a_pattern_says_them_of_all_its_documents(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Tide.\n")
    head = 'name = "x"\n[[document]]\nfiles = "*.txt"\nfields.place = "quay"\n'
    a, b = loaded(tmp_path, "", head)

    assert a.fields == b.fields == {"place": "quay"}


NEITHER = "is neither a text, a number nor a date, nor a list of these"
FORM = 'as in place = "…", 12, 1848-03-18 or ["…", "…"]'
ITS_OWN = "is no field of your own"


@pytest.mark.parametrize(
    ("lines", "message", "hint"),
    [
        ("fields = 1", "'fields' is not a table",
         "write each field below a line [document.fields]"),
        ("fields.place = {}", f"fields: 'place' {NEITHER}", FORM),
        ("fields.place = [[1]]", f"fields: 'place' {NEITHER}", FORM),
        ("fields.place = []", "fields: 'place' is empty", "fill it in or leave the line out"),
        ('fields.place = ["a", " "]', "fields: 'place' is empty",
         "fill it in or leave the line out"),
        ('fields."a b" = 1', "fields: 'a b' is no name of a field",
         "a name has letters a to z, digits, _ and -"),
        ("fields.Author = 1", f"fields: 'Author' {ITS_OWN}",
         "say Author before the line [document.fields]"),
        ("fields.date = 1", f"fields: 'date' {ITS_OWN}",
         "say date before the line [document.fields]"),
        ("fields.language = 1", f"fields: 'language' {ITS_OWN}",
         "say language before the line [document.fields]"),
        ("fields.kind = 1", "fields: 'kind' is asked of paragraphs in queries",
         "give the field another name"),
        ("fields.Year = 1", "fields: 'Year' is known to queries already",
         "give the field another name"),
        ("fields.place = 1\nfields.Place = 2", "fields: 'place' is said again", None),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_with_the_right_form(
    tmp_path: Path, lines: str, message: str, hint: str | None
) -> None:
    with pytest.raises(CorpusError) as caught:
        loaded(tmp_path, lines)

    place = f"{tmp_path}/corpus.toml: document 'a'"
    assert (caught.value.message, caught.value.hint) == (f"{place}: {message}", hint)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    fields: dict[str, str | list[str]] = {
        "genre": 'a "b"\n\x7f',
        "act": "2",
        "speaker": ["Ann", "보리"],
    }
    written = _table(Document("a", "a.txt", "text", "A", fields=fields))

    assert tomllib.loads(written)["document"][0]["fields"] == fields
    assert loaded(tmp_path, written, 'name = "x"\n')[0].fields == fields
