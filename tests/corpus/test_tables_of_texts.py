"""Tables of texts: each row is a document, with what its columns say of it."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.care.revision import describe
from wp8.corpus.document import Documents
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import tables
from wp8.corpus.records import read_records, stream_records
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

    from wp8.corpus.document import Document
    from wp8.corpus.readers.block import Part
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.model import Record

ROOT = Path(__file__).parents[2]
TALKS = (
    "id,Title,author,year,lang,colour,text\n"
    'q1,The  ships,"Poe, Ann",1901,eng,red,"The ships came.\n\nThey left, again."\n'
    "q2,,,,,,Salt.\n"
)


def corpus_of(folder: Path, name: str, source: str | bytes, more: str = "") -> Path:
    """Make a corpus of one table, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(source if isinstance(source, bytes) else source.encode())
    manifest = f'name = "x"\n[[document]]\nfiles = "{name}"\n{more}\n'
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8")
    return folder


def read(folder: Path) -> list[tuple[str, str, tuple[int, int]]]:
    records = read_records(load_corpus(folder))
    return [(record.id, record.text, record.lines) for record in records]


def documents(folder: Path) -> list[Document]:
    return list(load_corpus(folder).documents)


def test_each_row_is_a_document_with_what_its_columns_say(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path, "talks.csv", TALKS, 'publisher = "Quay"\ndate = "1900"')
    one, other = documents(folder)

    assert read(folder) == [
        ("q1:1", "The ships came.", (2, 4)),
        ("q1:2", "They left, again.", (2, 4)),
        ("q2:1", "Salt.", (5, 5)),
    ]
    assert (one.title, one.author, one.language, one.file_part) == (
        "The ships",
        "Ann Poe",
        "en",
        "q1",
    )
    assert one.fields == {"colour": "red"}
    # What the manifest says of all goes before.
    assert (one.date, one.publisher, one.title_supplied) == ("1900", "Quay", False)
    assert (other.id, other.title, other.title_supplied) == ("q2", "q2", True)


def test_columns_of_every_field_of_csl_make_the_item_of_a_row(tmp_path: Path) -> None:
    header = "Author,editor,Container-Title,publisher-place,year,date,page,part,rights,colour,text"
    row = '"Poe, Ann; Lee, Bo","Roe, Cy",Quays,Oslo,1900,c. 1901,3-9,2,Free,red,Salt.'
    (document,) = documents(corpus_of(tmp_path, "t.csv", f"{header}\n{row}\n"))

    assert (document.rights, document.file_part) == ("Free", "1")
    assert document.item == {
        "author": [{"family": "Poe", "given": "Ann"}, {"family": "Lee", "given": "Bo"}],
        "editor": [{"family": "Roe", "given": "Cy"}],
        "container-title": "Quays",
        "publisher-place": "Oslo",
        "issued": {"date-parts": [[1901]], "circa": True},
        "page": "3-9",
        "part": "2",
    }


def test_columns_that_no_citation_has_are_fields_of_the_corpuss_own(tmp_path: Path) -> None:
    header = "Genre,Place of birth,Størrelse,type,kind,\u5730,empty,Speaker,id,text"
    folder = corpus_of(tmp_path, "t.csv", f"{header}\nessay,Åbo,9,poem,sea,x,,Anna,a,Salt.\n")

    (document,) = documents(folder)
    (record,) = read_records(load_corpus(folder))

    assert (document.item, record.speaker) == ({}, "Anna")
    assert document.fields == {
        "genre": "essay",
        "place-of-birth": "Åbo",
        "storrelse": "9",
        "type_": "poem",
        "kind_": "sea",
        "column-6": "x",
        "speaker": "Anna",
    }


def test_a_field_of_json_may_be_several_texts_or_a_number(tmp_path: Path) -> None:
    own = '"tags": ["a", "b"], "share": 0.5, "is_read": true, "more": {"a": 1}'
    (document,) = documents(corpus_of(tmp_path, "t.jsonl", f'{{{own}, "text": "Salt."}}'))

    assert document.fields == {"tags": ["a", "b"], "share": "0.5", "is_read": "true"}


def test_a_changed_row_changes_the_key_of_its_document_alone(tmp_path: Path) -> None:
    before = load_corpus(corpus_of(tmp_path, "talks.csv", TALKS))
    after = load_corpus(corpus_of(tmp_path, "talks.csv", TALKS.replace("Salt.", "Rope.")))

    assert before.digest != after.digest
    assert [before.keys[id_] == after.keys[id_] for id_ in ("q1", "q2")] == [True, False]


def test_a_row_of_json_may_have_items_of_csl(tmp_path: Path) -> None:
    said = '"author": [{"family": "Poe", "given": "Ann"}], "issued": {"date-parts": [[1901, 5]]}'
    source = f'{{{said}, "translator": 7.5, "editor": null, "volume": 3, "text": "Salt."}}\n'
    (document,) = documents(corpus_of(tmp_path, "t.jsonl", source))

    assert document.item == {
        "author": [{"family": "Poe", "given": "Ann"}],
        "issued": {"date-parts": [[1901, 5]]},
        "volume": "3",
    }


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("t.csv", "text\nOne.\n\nTwo.\n"),
        ("t.csv", "\ufefftext;n\r\nOne.;1\r\nTwo.;2\r\n"),
        ("t.csv", "text\nOne.\nTwo.\n".encode("utf-16")),
        ("t.tsv", 'text\n"One."\nTwo.'),
        ("t.tsv", '\nn\ttext\n"x\tOne.\ny\tTwo.\n'),
        ("t.jsonl", '{"text": "One."}\n\n{"text": "Two.", "n": [1]}'),
    ],
)
def test_rows_without_ids_of_their_own_are_numbered(
    tmp_path: Path, name: str, source: str | bytes
) -> None:
    found = read(corpus_of(tmp_path, name, source))

    assert [(id_, text) for id_, text, _ in found] == [("t-1:1", "One."), ("t-2:1", "Two.")]


def test_ids_that_are_not_all_different_are_none(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path, "t.csv", "id,text\na,One.\na,Two.\n")

    assert [document.id for document in documents(folder)] == ["t-1", "t-2"]


def test_the_texts_may_stand_in_another_column(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path, "t.csv", "name,Answer\nA,One.\n", 'text_column = "Answer"')

    assert read(folder) == [("t-1:1", "One.", (2, 2))]


def test_one_row_may_be_a_document_of_its_own(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path, "talks.csv", TALKS)
    own = 'id = "salt"\nfile = "talks.csv"\ntitle = "Salt"\nfile_part = "q2"\n'
    (folder / "corpus.toml").write_text(f'name = "x"\n[[document]]\n{own}')

    assert read(folder) == [("salt:1", "Salt.", (5, 5))]


def test_a_row_with_a_table_of_its_own_leaves_the_others_to_the_pattern(tmp_path: Path) -> None:
    own = 'id = "q2"\nfile = "talks.csv"\ntitle = "Salt"\nfile_part = "q2"\n'
    folder = corpus_of(tmp_path, "talks.csv", TALKS, f"[[document]]\n{own}")

    assert [(document.id, document.title) for document in documents(folder)] == [
        ("q1", "The ships"),
        ("q2", "Salt"),
    ]
    with pytest.raises(CorpusError, match="a pattern names 'q1'") as caught:
        describe(folder, ["q1"], {"date": "1901"}, print)
    assert caught.value.hint == (
        "give it a table of its own: [[document]], with its id, file, file_part and title"
    )


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("t.csv", "a,b\n1,2\n", "has no column 'text' but 'a', 'b'"),
        ("t.csv", "text,text\n1,2\n", "has two columns of one name"),
        ("t.csv", "text\n", "has no part ''"),
        ("t.csv", "text,n\nOne, two, three.,\n", "line 2: has more cells than columns"),
        ("t.csv", 'text\n"One\nTwo.\n', "line 2: is no table: unexpected end of data"),
        ("t.rst", "Harbour.\n", "has no part 'x'"),
        ("t.jsonl", '{"text": 1}\n[1]\n', "line 2: is no object of JSON"),
        ("t.jsonl", "[" * 5_000, "line 1: is no JSON: "),
        ("t.csv", b"text\n\xff\xff\n", "2: is not UTF-8 (at byte 5)"),
    ],
)
def test_what_is_no_table_of_texts_is_named_when_it_is_read(
    tmp_path: Path, name: str, source: str | bytes, said: str
) -> None:
    folder = corpus_of(tmp_path, name, source)
    if name == "t.rst":
        own = 'id = "x"\nfile = "t.rst"\ntitle = "X"\nfile_part = "x"\n'
        (folder / "corpus.toml").write_text(f'name = "x"\n[[document]]\n{own}')
    with pytest.raises(CorpusError) as caught:
        read(folder)

    assert said in caught.value.message


def test_a_row_without_text_is_a_document_that_has_none(tmp_path: Path) -> None:
    unread: list[CorpusError] = []
    corpus = load_corpus(corpus_of(tmp_path, "t.csv", "text,id\n,a\nOne.,b\n"))

    assert [record.id for record in read_records(corpus, unread.append)] == ["b:1"]
    assert [error.message for error in unread] == [f"{tmp_path}/t.csv: 'a' has no text"]


RECORD = (
    '{"id": "a:7", "document": "a", "kind": "paragraph", "section": "", "number": 7, "text": "x"}'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"paragraph"', '"verse"'),
        ('"paragraph"', "1"),
        ('"x"', '["x"]'),
        ('"section": ""', '"section": 3'),
        ('"number": 7', '"number": "x"'),
        ('"number": 7', '"number": [7], "notes": 3'),
        ('"id": "a:7"', '"id": "a:t.7"'),
        ("}", ', "name": 1}'),
        ("}", ', "pages": [1]}'),
        ("}", ', "page_labels": ["iv"]}'),
        ("}", ', "notes": [1]}'),
        ("}", ', "notes": ["a:n"]}'),
        ("}", ', "notes": ["a:7"], "cited_by": "a:7", "cited_at": 1}'),
    ],
)
def test_what_is_no_record_of_wp8_is_named_with_its_line(
    tmp_path: Path, old: str, new: str
) -> None:
    bad = RECORD.replace(old, new)
    with pytest.raises(CorpusError) as caught:
        read(corpus_of(tmp_path, "r.jsonl", f"{RECORD}\n{bad}\n"))

    assert caught.value.message == f"{tmp_path}/r.jsonl: line 2: is no record of wp8"


def test_some_records_of_wp8_keep_their_numbers(tmp_path: Path) -> None:
    assert read(corpus_of(tmp_path, "r.jsonl", RECORD)) == [("a:7", "x", (1, 1))]


def test_records_of_wp8_keep_what_their_pages_are_called(tmp_path: Path) -> None:
    source = RECORD.replace("}", ', "pages": [4, 5], "page_labels": ["iv", "v"]}')

    (record,) = read_records(load_corpus(corpus_of(tmp_path, "r.jsonl", source)))

    assert (record.pages, record.page_labels) == ((4, 5), ("iv", "v"))


EDITION = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
<p>No page.</p><pb n="7"/>
<div><head>1. The Quay</head>
<sp><speaker>Anna</speaker><p>Who came<note>At night.</note> <pb n="8"/>by sea?</p></sp>
<sp><speaker>Bo</speaker><l>Grey the sea</l><l>and cold</l></sp>
<table><head>Fish</head><row role="label"><cell>Kind</cell><cell>Price</cell></row>
<row><cell>cod</cell><cell>2</cell></row></table></div>
<div><head>1. The Quay</head><lg><l>Salt</l><pb n="9"/><l>and rope</l></lg></div>
</body></text></TEI>
"""
PLAYS = """name = "plays"
[[document]]
id = "quay"
file = "quay.tei"
title = "The Quay"
title_in_sentence_case = "The quay"
author = ["Roe, Ann", { name = "Kim Jong Un", family = "Kim" }, "The Quay, Ltd"]
editor = { family = "Poe", given = "Cy", non-dropping-particle = "van", suffix = "Jr" }
type = "book"
date = "1914/.."
issued = "after the war"
affiliation = "The Quay"
abstract = "Of cargo."
rights = "Free"
language = "en"
language_guessed = true

[[document]]
id = "salt"
file = "salt.tei"
title = "Salt"
title_supplied = true
author = "Poe, Bo"
date = "1848~"
"""


@pytest.fixture
def corpora(tmp_path: Path) -> dict[str, Path]:
    """Return the shipped corpus, a small one, and one of plays with all that TEI has."""
    plays = tmp_path / "plays"
    plays.mkdir()
    (plays / "corpus.toml").write_text(PLAYS)
    for name in ("quay", "salt"):
        (plays / f"{name}.tei").write_text(EDITION)
    return {"corpus": ROOT / "corpus", "mini": ROOT / "tests" / "mini_corpus", "plays": plays}


def same(records: list[Record]) -> dict[str, Record]:
    """Return records by their ids, without the place in the file that they came from."""
    return {record.id: replace(record, file="", lines=(0, 0)) for record in records}


def said(folder: Path) -> list[Document]:
    """Return what is said of documents, but for the files that they are in."""
    return [
        replace(document, file="", layout="", file_part="", stated={})
        for document in documents(folder)
    ]


def test_a_corpus_of_one_document_comes_back_under_its_id(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "quay.tei").write_text(EDITION)
    run_wp8("init", str(tmp_path / "one"), str(tmp_path / "quay.tei"))
    written = run_wp8("export", "--format", "tei", "--corpus", str(tmp_path / "one")).stdout
    (tmp_path / "all.xml").write_text(written)

    made = run_wp8("init", str(tmp_path / "own"), str(tmp_path / "all.xml"))

    assert made.stdout == "\t1 document\tall.xml\tcopied\n"
    assert read(tmp_path / "own")[0][0] == "quay:1"


@pytest.mark.parametrize("format_", ["jsonl", "tei", "tei-words"])
@pytest.mark.parametrize("name", ["corpus", "mini", "plays"])
def test_what_wp8_wrote_comes_back_as_the_same_records_and_works(
    run_wp8: Runner, tmp_path: Path, corpora: dict[str, Path], name: str, format_: str
) -> None:
    folder = str(corpora[name])
    file = f"all.{format_.replace('tei-words', 'xml').replace('tei', 'xml')}"
    (tmp_path / file).write_text(
        run_wp8("export", "--format", format_, "--corpus", folder).stdout, encoding="utf-8"
    )

    made = run_wp8("init", str(tmp_path / "own"), str(tmp_path / file))

    assert (made.exit_code, made.stdout) == (0, f"\t2 documents\t{file}\tcopied\n")
    expected, found = (read_records(load_corpus(f)) for f in (corpora[name], tmp_path / "own"))
    assert same(found) == same(expected)
    if format_ != "jsonl":
        assert said(tmp_path / "own") == said(corpora[name])
        works = [[d.item for d in documents(f)] for f in (tmp_path / "own", corpora[name])]
        assert works[0] == works[1]


def test_init_and_add_take_tables_and_the_column_of_their_texts(
    run_wp8: Runner, tmp_path: Path
) -> None:
    folder = str(tmp_path / "own")
    for name, text in (("a[1].csv", "text\nOne.\n"), ("b.csv", "Answer\nTwo.\nTwo.\n")):
        (tmp_path / name).write_text(text)

    made = run_wp8("init", folder, str(tmp_path / "a[1].csv"))
    refused = run_wp8("add", str(tmp_path / "b.csv"), "--corpus", folder)
    added = run_wp8("add", str(tmp_path / "b.csv"), "--text-column", "Answer", "--corpus", folder)

    assert made.stdout == "\t1 document\ta[1].csv\tcopied\n"
    assert (refused.exit_code, "has no column 'text' but 'Answer'" in refused.stderr) == (2, True)
    assert added.stdout == "\t2 documents\tb.csv\tcopied\n"
    assert [id_ for id_, *_ in read(Path(folder))] == ["a-1-1:1", "b-1:1", "b-2:1"]


def test_a_table_says_of_files_what_they_do_not_say(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A first line.\n")
    about = "file,title,author,harbour\na.txt,On Ships,Ann Poe,Oslo\nc.txt,C,D,\n"
    (tmp_path / "about.csv").write_text(about)
    (tmp_path / "corpus.toml").write_text(
        'name = "x"\n[[document]]\nfiles = "*"\nmetadata = "about.csv"\nauthor = "Bo Lee"\n'
    )
    before = load_corpus(tmp_path)

    assert [(d.id, d.title, d.author) for d in before.documents] == [
        ("a", "On Ships", "Ann Poe"),
        ("b", "A first line.", "Bo Lee"),
    ]
    assert [d.fields for d in before.documents] == [{"harbour": "Oslo"}, {}]

    (tmp_path / "about.csv").write_text("file,title\na.txt,On Salt\n")
    assert load_corpus(tmp_path).digest != before.digest

    (tmp_path / "about.csv").write_text("name,title\na.txt,On Salt\n")
    with pytest.raises(CorpusError, match="has no column 'file'"):
        load_corpus(tmp_path)

    (tmp_path / "about.csv").write_text("file,title\nz.txt,On Salt\n")
    with pytest.raises(CorpusError, match=r"says nothing of a file that corpus\.toml: document 1"):
        load_corpus(tmp_path)


ROWS = 2000
MANY = "id,text,place\n" + "".join(f"r{n},Text {n}.,Oslo\n" for n in range(ROWS))


def test_of_many_documents_of_a_table_few_bytes_are_held(tmp_path: Path) -> None:
    folder = corpus_of(tmp_path, "many.csv", MANY)
    load_corpus(folder)
    tracemalloc.start()
    corpus = load_corpus(folder)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(corpus.documents) == len(corpus.keys) == ROWS
    assert held / ROWS < 500


def test_documents_held_as_bytes_are_what_they_were(tmp_path: Path) -> None:
    one = documents(corpus_of(tmp_path, "talks.csv", TALKS))[0]
    all_of_it = [replace(one, id=f"q{n}", file_part=f"q{n}" * (n % 1000 > 0)) for n in range(1500)]
    held = Documents(all_of_it)

    assert [*held] == all_of_it
    assert held == all_of_it
    assert len(held) == len(all_of_it)
    assert [held[place] for place in (0, 511, 1000, 1499, -1)] == [
        all_of_it[place] for place in (0, 511, 1000, 1499, -1)
    ]
    assert held[510:515] == all_of_it[510:515]
    with pytest.raises(IndexError):
        held[1500]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.csv", TALKS),
        ("a.csv", "\ufeff" + TALKS.replace("\n", "\r\n")),
        ("a.csv", TALKS.rstrip("\n") + "\r"),
        ("a.tsv", 'id\ttext\nq1\tThe "ships\nq2\tSalt\n'),
        ("a.jsonl", '{"text": "Über 편지"}\r\n\n{"id": "q2", "text": "Salt\\nand sea"}'),
        ("a.csv", "text,note\nSalt\0,x\n"),
        ("a.csv", b"text,note\nSalt\xff,x\n"),
        ("a.csv", "id,text\nq1,a,b\n"),
    ],
)
def test_a_long_table_is_read_as_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str | bytes
) -> None:
    def all_of_it() -> list[object]:
        unread: list[tuple[str, str, str | None]] = []
        receipts: list[Receipt] = []
        corpus = load_corpus(folder)
        found = stream_records(
            corpus, lambda d, e: unread.append((d.id, e.message, e.hint)), (), receipts.append
        )
        return [*found, *unread, *receipts, *corpus.documents, corpus.made_of]

    folder = corpus_of(tmp_path, name, source)
    before = all_of_it()
    monkeypatch.setattr("wp8.corpus.source._LONG", -1)
    monkeypatch.setattr("wp8.corpus.readers.block._PART", 5)

    assert all_of_it() == before


@pytest.mark.parametrize(("parts", "readings"), [("123", 1), ("13", 1), ("2133", 2), ("3211", 2)])
def test_rows_are_read_as_they_stand_and_held_if_the_manifest_turns_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: str, readings: int
) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{}\n{"text": "One."}\n{"text": "Two."}\n{"text": "Three."}\n'
    )
    lines = [
        f'[[document]]\nid = "d{place}"\ntitle = "T"\n'
        f'file = "a.jsonl"\nfile_part = "{int(part) + 1}"\n'
        for place, part in enumerate(parts)
    ]
    (tmp_path / "corpus.toml").write_text('name = "x"\n' + "".join(lines))
    corpus = load_corpus(tmp_path)
    calls: list[str] = []

    def counted(layout: str, text: str, column: str) -> Iterator[Part]:
        calls.append(layout)
        return tables.parts(layout, text, column)

    monkeypatch.setattr("wp8.corpus.records.parts", counted)
    receipts: list[Receipt] = []
    found = stream_records(corpus, lambda *_: pytest.fail("unread"), (), receipts.append)

    texts = {"1": "One.", "2": "Two.", "3": "Three."}
    assert [record.text for record in found] == [texts[part] for part in parts]
    assert calls == ["jsonl"] * readings
    assert all(receipt.is_clean for receipt in receipts)
    assert len(receipts) == len(parts)
