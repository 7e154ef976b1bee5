from __future__ import annotations

import hashlib
import os
import tomllib
from errno import EACCES
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import LAYOUTS
from wp8.errors import CorpusError
from wp8.index.engines import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = """
[[document]]
id = "a"
file = "a.txt"
layout = "text"
title = "A"
"""
MANIFEST = 'name = "tiny"\n' + DOCUMENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("One.\n", encoding="utf-8")
    (folder / "corpus.toml").write_text(MANIFEST, encoding="utf-8")
    return folder


def error_of(folder: Path, manifest: str | None = None) -> tuple[str, str | None]:
    if manifest is not None:
        (folder / "corpus.toml").write_text(manifest, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    assert "\n" not in caught.value.message
    return caught.value.message.replace(str(folder), "FOLDER"), caught.value.hint


def test_a_manifest_gives_its_documents_in_order(folder: Path) -> None:
    second = DOCUMENT.replace('"a"', '"b"') + 'title_supplied = true\nauthor = "N"\nissued = "1"\n'
    (folder / "corpus.toml").write_text(MANIFEST + second, encoding="utf-8")

    corpus = load_corpus(folder)

    assert (corpus.name, corpus.folder) == ("tiny", folder)
    assert [document.id for document in corpus.documents] == ["a", "b"]
    assert corpus.documents[1].title_supplied
    assert (corpus.documents[1].author, corpus.documents[1].date) == ("N", "1")
    assert corpus.documents[0].author == ""


def test_the_shipped_manifest_states_what_the_sources_state() -> None:
    speech, paper = load_corpus(Path(__file__).parents[2] / "corpus").documents

    assert (speech.id, speech.author, speech.date) == ("speech", "Kim Jong Un", "2021-01-12")
    assert (paper.id, paper.author, paper.date) == ("paper", "Li Chengri", "")
    assert not speech.title_supplied
    assert paper.title_supplied
    assert paper.title == "[Analysis of the Eighth Congress of the Workers' Party of Korea]"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none") == ("FOLDER: there is no such corpus folder", None)


def test_a_folder_that_may_not_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is forbidden to root, who may run the tests.
    def refuse(path: Path, **_: bool) -> None:
        raise PermissionError(EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(CorpusError) as caught:
        load_corpus(tmp_path)

    assert caught.value.message == f"{tmp_path}: cannot be read (Permission denied)"
    assert caught.value.hint == (
        "a corpus is a folder that you may read and enter; --corpus names another"
    )


def test_a_folder_without_a_manifest_is_named(tmp_path: Path) -> None:
    assert error_of(tmp_path) == (
        "FOLDER: has no corpus.toml",
        "a corpus folder describes its documents in a file corpus.toml",
    )


def test_a_manifest_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").mkdir()

    assert error_of(tmp_path) == ("FOLDER/corpus.toml: is not a file", None)


def test_a_manifest_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "corpus.toml").write_bytes(b'name = "caf\xe9"')

    assert error_of(folder) == (
        "FOLDER/corpus.toml: is not UTF-8 (at byte 11)",
        "save the file as UTF-8",
    )


@pytest.mark.parametrize("manifest", ["name = ", "= 1", "a = " + "[" * 5000, "\0"])
def test_a_manifest_that_is_not_toml_is_named(folder: Path, manifest: str) -> None:
    message, _ = error_of(folder, manifest)

    assert message.startswith("FOLDER/corpus.toml: is not TOML: ")


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ('name = "tiny"', "", "has no 'name'", 'add a line: name = "…"'),
        ('name = "tiny"', "name = 1", "'name' is not a text", 'write it in quotes: name = "…"'),
        (
            'name = "tiny"',
            'name = " "',
            "'name' is empty",
            "fill it in or leave the line out",
        ),
        (
            'name = "tiny"',
            'name = "t"\ndescribtion = "x"',
            "unknown key 'describtion'",
            "did you mean 'description'?",
        ),
        (
            'name = "tiny"',
            'name = "t"\nzzz = "x"',
            "unknown key 'zzz'",
            "known keys: name, description, bibliography, engine, url, index, document, subcorpora",
        ),
        ('title = "A"', "", "document 'a': has no 'title'", 'add a line: title = "…"'),
        ('id = "a"', "", "document 1: has no 'id'", 'add a line: id = "…"'),
        (
            'title = "A"',
            'title = "A"\ntype = "speach"',
            "document 'a': unknown type 'speach'",
            "did you mean 'speech'?",
        ),
        (
            'title = "A"',
            'title = "A"\ntitle_supplied = "yes"',
            "document 'a': 'title_supplied' is neither true nor false",
            None,
        ),
        (
            'title = "A"',
            'title = "A"\nlanguage_guessed = "yes"',
            "document 'a': 'language_guessed' is neither true nor false",
            None,
        ),
        (
            'title = "A"',
            'titel = "A"',
            "document 'a': unknown key 'titel'",
            "did you mean 'title'?",
        ),
        (
            'id = "a"',
            'id = "A 1"',
            "document 'A 1': the id is not one that can be cited",
            "an id is a small letter, then small letters, digits, - or _",
        ),
        (
            'layout = "text"',
            'layout = "doc"',
            "document 'a': unknown layout 'doc'",
            f"known layouts: {', '.join(LAYOUTS)}",
        ),
        (
            'name = "tiny"',
            'name = "tiny"\nengine = "tantivvy"',
            "there is no engine 'tantivvy'",
            "did you mean 'tantivy'?",
        ),
        (
            'name = "tiny"',
            'name = "tiny"\nengine = "lucene"',
            "there is no engine 'lucene'",
            f"known engines: {', '.join(NAMES)}",
        ),
    ],
)
def test_a_wrong_line_is_named_with_what_helps(
    folder: Path, old: str, new: str, message: str, hint: str | None
) -> None:
    found = error_of(folder, MANIFEST.replace(old, new))

    assert found == (f"FOLDER/corpus.toml: {message}", hint)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('name = "x"', "has no documents"),
        ('name = "x"\ndocument = []', "has no documents"),
        ('name = "x"\ndocument = "a"', "'document' is not a list of tables"),
        ('name = "x"\ndocument = ["a"]', "'document' is not a list of tables"),
        ('name = "x"\n[document]\nid = "a"', "'document' is not a list of tables"),
    ],
)
def test_a_manifest_without_documents_shows_how_to_write_one(
    folder: Path, manifest: str, message: str
) -> None:
    assert error_of(folder, manifest) == (
        f"FOLDER/corpus.toml: {message}",
        "describe each document in a table of its own: [[document]]",
    )


def test_two_documents_of_one_key_are_named(folder: Path) -> None:
    one = MANIFEST + 'key = "roe:1921"\n'

    assert error_of(folder, one + DOCUMENT.replace('"a"', '"b"') + 'key = "roe:1921"\n') == (
        "FOLDER/corpus.toml: documents 'a' and 'b' have the key 'roe:1921'",
        "give one of them another",
    )
    assert error_of(folder, 'name = "x"\n[[document]]\nfiles = "*.txt"\nkey = "k"\n')[0] == (
        "FOLDER/corpus.toml: document 1: unknown key 'key'"
    )


def test_two_documents_of_one_id_are_named(folder: Path) -> None:
    assert error_of(folder, MANIFEST + DOCUMENT) == (
        "FOLDER/corpus.toml: two documents have the id 'a'",
        None,
    )


@pytest.mark.parametrize("file", ["../b.txt", "/etc/passwd", "sub/../../b.txt", "sub/../a.txt"])
def test_a_path_out_of_the_folder_is_refused(folder: Path, file: str) -> None:
    message, hint = error_of(folder, MANIFEST.replace("a.txt", file))

    assert message == f"FOLDER/corpus.toml: document 'a': the file {file!r} leaves the folder"
    assert hint == "a source stands in the corpus folder, under a relative path"


def test_an_absolute_path_is_refused_even_into_the_folder(folder: Path) -> None:
    message, _ = error_of(folder, MANIFEST.replace("a.txt", str(folder / "a.txt")))

    assert message.endswith("leaves the folder")


def test_a_path_with_a_nul_is_refused(folder: Path) -> None:
    message, _ = error_of(folder, MANIFEST.replace("a.txt", r"a\u0000.txt"))

    assert message.endswith("leaves the folder")


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Out.", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    message, _ = error_of(folder, MANIFEST.replace("a.txt", "link.txt"))

    assert message == "FOLDER/corpus.toml: document 'a': the file 'link.txt' leaves the folder"


def test_a_link_loop_is_an_error_not_a_crash(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")

    error_of(folder, MANIFEST.replace("a.txt", "loop.txt"))


@pytest.mark.parametrize("state", ["missing", "a folder", "as it was"])
def test_what_a_source_is_counts_for_the_digest(folder: Path, state: str) -> None:
    before = load_corpus(folder).digest
    content = (folder / "a.txt").read_bytes()
    (folder / "a.txt").unlink()
    if state == "a folder":
        (folder / "a.txt").mkdir()
    elif state == "as it was":
        (folder / "a.txt").write_bytes(content)

    assert (load_corpus(folder).digest == before) == (state == "as it was")


def test_the_layout_may_be_told_by_the_name_of_the_file(folder: Path) -> None:
    (folder / "corpus.toml").write_text(MANIFEST.replace('layout = "text"\n', ""))

    assert [document.layout for document in load_corpus(folder).documents] == ["text"]


def test_a_name_that_does_not_tell_the_layout_is_named(folder: Path) -> None:
    manifest = MANIFEST.replace('layout = "text"\n', "").replace("a.txt", "a.t")

    message, hint = error_of(folder, manifest)

    assert message == "FOLDER/corpus.toml: document 'a': the name 'a.t' does not tell the layout"
    assert (hint or "").startswith('add a line: layout = "text"; known layouts: docx, ')


def test_a_manifest_may_have_a_byte_order_mark_and_windows_line_ends(folder: Path) -> None:
    text = "\ufeff" + MANIFEST.replace("\n", "\r\n")
    (folder / "corpus.toml").write_bytes(text.encode())

    assert load_corpus(folder).name == "tiny"


def test_the_digest_is_of_the_names_and_digests_of_the_files(folder: Path) -> None:
    own = [hashlib.sha256(content).hexdigest() for content in (MANIFEST.encode(), b"One.\n")]
    expected = hashlib.sha256(f"corpus.toml\0{own[0]}\0a.txt\0{own[1]}\0".encode()).hexdigest()

    assert load_corpus(folder).digest == f"sha256:{expected}"


def test_every_byte_counts_for_the_digest(folder: Path) -> None:
    digests = {load_corpus(folder).digest}
    (folder / "a.txt").write_text("Two.\n", encoding="utf-8")
    digests.add(load_corpus(folder).digest)
    (folder / "corpus.toml").write_text(MANIFEST + "\n", encoding="utf-8")
    digests.add(load_corpus(folder).digest)
    (folder / "glossary.toml").write_text("", encoding="utf-8")
    digests.add(load_corpus(folder).digest)
    (folder / "other.txt").write_text("not of the corpus", encoding="utf-8")
    digests.add(load_corpus(folder).digest)

    assert len(digests) == 4


GROUP = '[[group]]\nforms = ["Kim Jong Un"]\nrests_on = "a list"\n'


def test_a_person_has_the_romanizations_of_the_name(folder: Path) -> None:
    (folder / "glossary.toml").write_text(f'{GROUP}person = "김정은"\n', encoding="utf-8")

    (group,) = load_corpus(folder).glossary
    assert group.forms == (
        *("Kim Jong Un", "김정은", "Kim Chŏng-ŭn", "Gim Jeong-eun", "Kim Jeong-eun"),
        "Kim Jung-eun",
    )


@pytest.mark.parametrize("person", ['"Kim"', "1", '""', '"김정은동지"'])
def test_a_person_without_a_korean_name_is_an_error(folder: Path, person: str) -> None:
    (folder / "glossary.toml").write_text(f"{GROUP}person = {person}\n", encoding="utf-8")

    assert error_of(folder) == (
        "FOLDER/glossary.toml: group 1: "
        "person is not a Korean name in two or three syllables of Hangul",
        'as in: person = "김정은"; its romanizations are made of it',
    )


def bounded(loads: Callable[[str], object], text: str) -> object:
    """Read TOML that tomllib is quick with."""
    assert text.count(".") < 20
    return loads(text)


@pytest.mark.parametrize(
    "line",
    [
        "a" + ".a" * 8 + " = 1",
        "[x" + ' . "y.z"' * 8 + "]",
        "x = {a" + ".'b'" * 8 + " = 1}",
        'x = "" # "\n' + "a" + ".a" * 200_000 + " = 1",
        "[[a" + ".a" * 8 + "]]",
    ],
    ids=lambda line: line[:9],
)
@pytest.mark.parametrize("name", ["corpus.toml", "glossary.toml"])
def test_a_key_of_more_than_eight_parts_is_refused_before_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, line: str, name: str
) -> None:
    before = MANIFEST if name == "corpus.toml" else "# no group\n"
    (folder / name).write_text(before + line, encoding="utf-8")
    monkeypatch.setattr("tomllib.loads", partial(bounded, tomllib.loads))
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)

    place = (before + line).count("\n") + 1
    assert caught.value.message == f"{folder}/{name}:{place}: has a key of more than 8 parts"


@pytest.mark.parametrize(
    "value",
    [
        '"a.b.c.d.e.f.g.h.i.j.k"',
        "'a.b.c.d.e.f.g.h.i.j.k'",
        '"""\na.b.c.d.e.f.g.h.i.j.k = "x" \\""" a.b.c.d.e.f.g.h.i.j\n"""',
        "'''\na.b.c.d.e.f.g.h.i.j.k\n'''",
        '"\\"a.b.c.d.e.f.g.h.i.j" # a.b.c.d.e.f.g.h.i.j.k',
        '"x"\nurl = "a.b.c.d.e.f.g.h.i.j"',
    ],
)
def test_a_text_may_have_any_number_of_dots(folder: Path, value: str) -> None:
    manifest = MANIFEST.replace('name = "tiny"', f'name = "tiny"\ndescription = {value}')
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8")

    assert [document.id for document in load_corpus(folder).documents] == ["a"]


@pytest.mark.parametrize("name", ["corpus.toml", "glossary.toml"])
def test_a_manifest_of_more_than_eight_megabytes_is_refused(folder: Path, name: str) -> None:
    content = f"{MANIFEST if name == 'corpus.toml' else ''}\n#"
    (folder / name).write_text(content.ljust(2**23, "."))
    assert load_corpus(folder).name == "tiny"
    (folder / name).write_text(content.ljust(2**23 + 1, "."))

    assert error_of(folder) == (
        f"FOLDER/{name}: is larger than 8,388,608 bytes, the most that is read",
        'one table can describe many files: files = "*.md"',
    )


@pytest.mark.parametrize(
    "manifest",
    [
        f'name = "x"\n{"k" * 900_000} = 1',
        f'name = "x"\nengine = "{"e" * 900_000}"',
        MANIFEST.replace("a.txt", "../" + "f" * 900_000),
        MANIFEST.replace('id = "a"', f'id = "{"I" * 900_000}"'),
        f"{'k' * 400_000} = 1\n{'k' * 400_000} = 1",
    ],
    ids=["key", "engine", "file", "id", "twice"],
)
def test_a_message_repeats_no_more_than_a_line(folder: Path, manifest: str) -> None:
    message, hint = error_of(folder, manifest)

    assert message.startswith("FOLDER/corpus.toml: ")
    assert max(len(message), len(hint or "")) <= 601


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
@pytest.mark.parametrize("name", ["corpus.toml", "glossary.toml"])
def test_nobody_waits_for_a_manifest_that_is_a_fifo(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)

    assert error_of(folder) == (f"FOLDER/{name}: is not a file", None)
