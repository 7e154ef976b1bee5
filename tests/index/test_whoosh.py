"""A Whoosh index is what Whoosh says it is: a program that knows no wp8 searches and reads it."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from array import array
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import whoosh
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import CompressedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, open_dir
from whoosh.qparser import QueryParser

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.errors import IndexDamagedError
from wp8.index.scan.backend import MemoryBackend
from wp8.index.store.digests import write_digests
from wp8.index.whoosh.backend import WhooshEngine
from wp8.index.whoosh.reader import plain
from wp8.index.whoosh.schema import analyzer, schema
from wp8.index.whoosh.terms import Terms
from wp8.model import CELL_SEPARATOR, Quote, Record
from wp8.query.advice import advise
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.search import Question, search
from wp8.query.tree import Phrase
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("open_index.py")
TYPED = ("cement", '"national economic development"')
# What Whoosh has of an index, and what wp8 has beside it.
OF_WHOOSH = {
    "_MAIN_1.toc",
    "MAIN_wp8.trm",
    "MAIN_wp8.pst",
    *(f"MAIN_wp8.{name}.col" for name in ("_stored", "_text_len", "id", "document", "kind")),
    "MAIN_wp8.length.col",
}
OF_WP8 = {"lexemes", "forms", "others", "names"}


def record(number: int, text: str, **more: object) -> Record:
    fields = ("d", "paragraph", "", number, number, text, "d.txt", (number, number))
    return Record(f"d:{number}", *fields, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(ROOT / "corpus"))


@pytest.fixture(scope="module")
def index(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped corpus."""
    folder = tmp_path_factory.mktemp("index")
    WhooshEngine().build(str(folder), records)
    return folder


@pytest.fixture
def without_wp8(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """What runs a Python that finds Whoosh and what Whoosh imports, and nothing else."""
    package = Path(whoosh.__file__).parent
    for needed in (package, package.with_name("cached_property.py")):
        if needed.exists():
            (tmp_path / needed.name).symlink_to(needed)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-S", *arguments],
            env={"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_program_without_wp8_finds_and_reads_the_paragraphs(
    index: Path,
    records: list[Record],
    without_wp8: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    nobody = without_wp8("-c", "import wp8")
    assert nobody.returncode == 1
    assert "No module named 'wp8'" in nobody.stderr

    done = without_wp8(str(PROGRAM), str(index))

    assert (done.returncode, done.stderr) == (0, "")
    printed = done.stdout.splitlines()
    oracle = MemoryBackend(records)
    expander = Expander(oracle.vocabulary, exact=True)
    expected = set()
    for typed in TYPED:
        page = oracle.search(expander.expand(parse(f"{typed} kind:paragraph")))
        for r in oracle.records(page.ids):
            head = f"{typed} {r.id} {r.document} {r.kind} {r.section} {r.number}"
            expected.add((head, r.text))
    assert set(zip(printed[::2], printed[1::2], strict=True)) == expected
    assert [sum(line.startswith(typed) for line in printed[::2]) for typed in TYPED] == [2, 14]


def test_a_page_shows_that_program() -> None:
    assert f"```python\n{PROGRAM.read_text()}```\n" in (ROOT / "docs" / "cluster.md").read_text(
        "utf-8"
    )


def test_what_stands_beside_whooshs_files_is_some_kilobytes(index: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in index.iterdir()}

    assert sizes.keys() == OF_WHOOSH | OF_WP8
    assert sum(sizes[name] for name in OF_WP8) < 40_000


def test_the_fields_are_of_whooshs_own_types(index: Path) -> None:
    opened = open_dir(str(index))
    kinds = {name: type(field) for name, field in opened.schema.items()}
    filters = [type(part).__module__ for part in opened.schema["text"].analyzer]

    assert {name for name, kind in kinds.items() if kind is ID} == {
        *("id", "document", "kind", "section", "section_id", "language", "note", "speaker")
    }
    assert {name for name, kind in kinds.items() if kind is TEXT} == {"text", "marks"}
    assert kinds["length"] is COLUMN
    assert set(kinds.values()) == {ID, TEXT, COLUMN, STORED}
    assert {module.split(".")[0] for module in filters} == {"whoosh"}
    # A column of references would lose all documents after the 65,535th, with a warning.
    assert type(opened.schema["document"].column_type) is VarBytesColumn
    assert b"wp8." not in (index / "_MAIN_1.toc").read_bytes()


def test_all_of_a_record_is_stored_as_plain_values(index: Path, records: list[Record]) -> None:
    with open_dir(str(index)).reader() as reader:
        stored = [dict(reader.stored_fields(number)) for number in range(reader.doc_count_all())]
        lengths = list(reader.column_reader("length"))

    for own, r in zip(stored, records, strict=True):
        expected = {name: getattr(r, name) for name in Record.__slots__}
        expected["quotes"] = tuple(map(tuple, r.quotes))
        assert own == {name: v for name, v in expected.items() if v not in (None, ())}
        assert {type(quote) for quote in own.get("quotes", ())} <= {tuple}
    assert lengths == [len(list(tokenize(r.text))) for r in records]


def test_a_stranger_finds_no_phrase_over_the_border_of_cells(tmp_path: Path) -> None:
    WhooshEngine().build(str(tmp_path), [record(1, f"a1{CELL_SEPARATOR}b1 c1")])
    opened = open_dir(str(tmp_path))
    ask = QueryParser("text", opened.schema).parse

    with opened.searcher() as searcher:
        found = [len(searcher.search(ask(typed))) for typed in ('"a1 b1"', '"b1 c1"', "a1 b1")]

    assert found == [0, 1, 1]


def test_a_stranger_filters_by_sections_notes_and_marks(tmp_path: Path) -> None:
    texts = [("d:1", "paragraph", "Part 3", "the US"), ("d:n7", "note", "", "“us” all")]
    quoted = (Quote("slogan", 1, 3),)
    WhooshEngine().build(
        str(tmp_path),
        [
            Record(i, "d", k, s, 7, None, t, "a", (1, 1), quotes=quoted if k == "note" else ())
            for i, k, s, t in texts
        ],
    )
    opened = open_dir(str(tmp_path))
    ask = QueryParser("text", opened.schema).parse
    typed = ('section:"Part 3"', "section:part3", "note:7", "marks:^us", "us")

    with opened.searcher() as searcher:
        found = [[hit["id"] for hit in searcher.search(ask(each))] for each in typed]

    assert found == [["d:1"], ["d:1"], ["d:n7"], ["d:1"], ["d:1", "d:n7"]]


def test_all_words_are_read_once_for_a_fuzzy_word_and_one_that_goes_further(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    starting = Terms.starting

    def noted(self: Terms, field: str, letters: str = "") -> Iterator[str]:
        read.append(field)
        return starting(self, field, letters)

    monkeypatch.setattr(Terms, "starting", noted)

    with closing(WhooshEngine().open(str(index))) as backend:
        assert search("cemxxt~", backend=backend).total == 0
        (advice,) = advise(Question("cemxxt~"), backend=backend)

    assert advice.query == "cemxxt~2"
    assert read == ["text"]


def test_two_builds_are_alike_to_the_byte(index: Path, records: list[Record]) -> None:
    script = (
        "import sys; from pathlib import Path; from wp8.corpus.manifest import load_corpus\n"
        "from wp8.corpus.records import read_records\n"
        "from wp8.index.whoosh.backend import WhooshEngine\n"
        "WhooshEngine().build(sys.argv[1], read_records(load_corpus(Path(sys.argv[2]))))\n"
    )
    again = index.with_name("again")
    again.mkdir()
    subprocess.run([sys.executable, "-c", script, again, ROOT / "corpus"], check=True)

    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in index.iterdir()
    }


@pytest.mark.parametrize("number", [0, 1, 127, 128, 129, 256, 257])
def test_postings_of_any_number_of_blocks_come_back(tmp_path: Path, number: int) -> None:
    made = [record(i, "the plan " * (1 + i % 3) + f"w{i}") for i in range(1, number + 1)]
    # Whoosh leaves out lengths of 0 at the end.
    made += [record(number + 1, "rare"), record(number + 2, ""), record(number + 3, "")]
    WhooshEngine().build(str(tmp_path), made)
    trees = [Phrase(((("plan",),), (("the",),))), Phrase(((("plan",),),)), Phrase(((("w128",),),))]
    oracle = MemoryBackend(made)

    with closing(WhooshEngine().open(str(tmp_path))) as backend:
        assert list(backend.stored.lengths) == [len(list(tokenize(r.text))) for r in made]
        for tree in trees:
            assert backend.search(tree) == oracle.search(tree)
            assert list(backend.occurrences(tree)) == list(oracle.occurrences(tree))


def test_an_index_of_large_files_is_read_page_by_page(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wp8.index.store.pages.LARGE", 500)
    monkeypatch.setattr("wp8.index.store.pages.PAGE", 4096)
    monkeypatch.setattr("wp8.index.store.digests.PAGE", 4096)
    WhooshEngine().build(str(tmp_path), records)
    write_digests(str(tmp_path))
    oracle = MemoryBackend(records)
    tree = Expander(oracle.vocabulary).expand(parse("people's congress"))

    with closing(WhooshEngine().open(str(tmp_path))) as backend:
        assert backend.search(tree) == oracle.search(tree)
        assert list(backend.vocabulary) == list(oracle.vocabulary)
        assert backend.records(backend.ids()) == records
    postings = tmp_path / "MAIN_wp8.pst"
    postings.write_bytes(postings.read_bytes().replace(b"W3Bl", b"W3bl"))
    with (
        closing(WhooshEngine().open(str(tmp_path))) as backend,
        pytest.raises(IndexDamagedError, match=r"MAIN_wp8\.pst is not as it was written"),
    ):
        backend.search(tree)


class Trap:
    """What runs as it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("sprung",)


def spoil_contents(folder: Path) -> None:
    (folder / "_MAIN_1.toc").unlink()
    segment = W3Segment(W3Codec(), "MAIN", doccount=1, segid="wp8")
    segment.trap = Trap()
    storage = open_dir_storage(folder)
    TOC(schema(), [segment], 1).write(storage, "MAIN")


def spoil_terms(folder: Path) -> None:
    path = folder / "MAIN_wp8.trm"
    with path.open("wb") as file:
        writer = OrderedHashWriter(StructFile(file))
        writer.extras["fieldmap"] = Trap()
        writer.close()


def spoil_records(folder: Path) -> None:
    with (folder / "MAIN_wp8._stored.col").open("wb") as file:
        writer = CompressedBytesColumn().writer(StructFile(file))
        writer.add(0, pickle.dumps(Trap(), 4))
        writer.finish(1)


def spoil_postings(folder: Path) -> None:
    path = folder / "MAIN_wp8.pst"
    content = path.read_bytes()
    trap = pickle.dumps(Trap(), 4)
    starts = [found.end() for found in re.finditer(rb"W3Bl.{4}", content, re.S)]
    for start in starts:
        content = content[:start] + trap + content[start + len(trap) :]
    path.write_bytes(content)


def open_dir_storage(folder: Path) -> object:
    from whoosh.filedb.filestore import FileStorage

    return FileStorage(str(folder))


@pytest.mark.parametrize("spoil", [spoil_contents, spoil_terms, spoil_records, spoil_postings])
def test_no_pickle_of_a_stranger_is_run(
    spoil: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    WhooshEngine().build(str(tmp_path), [record(1, "the plan")])
    spoil(tmp_path)

    def read() -> Sequence[Record]:
        with closing(WhooshEngine().open(str(tmp_path))) as backend:
            return backend.records(backend.search(Phrase(((("plan",),),))).ids)

    with pytest.raises(IndexDamagedError) as caught:
        read()

    assert caught.value.message.endswith("is damaged: it names builtins.print")
    assert caught.value.hint == "wp8 reindex builds it anew"
    assert capsys.readouterr().out == ""


PICKLED = pickle.dumps([1, "two", (3.0, b"4" * 300), {"five": None}], 3)


@pytest.mark.parametrize(
    "garbage",
    [
        *(b"", b".", b"\xff.", b"not a pickle", b"0.", b"(.", b"\x80\xff.", b"h\x07.", b"Ix\n."),
        *(b"\x85.", b"(lI9\nb.", b"Pabc\n.", b"\x82\x01.", b"X\x01\x00\x00\x00\xff.", b"Fx\n."),
        *(b"\x80\x04\x95" + b"\xff" * 8 + b".", b"\x8e" + b"\xff" * 8 + b"."),
        *(b"cos\nsystem\n(S'x'\ntR.", b"\x80\x04\x8c\x02os\x8c\x06system\x93."),
        *(b"(ios\nsystem\n.", b"cwhoosh.codec.whoosh3\nW3Codec.encode\n."),
        *(b"cwhoosh.codec.whoosh3\nW3Codec\nI1\n\x85R.", b"c__main__\nTrap\n."),
    ],
)
def test_what_is_no_plain_value_is_damage(garbage: bytes) -> None:
    with pytest.raises(IndexDamagedError, match=r"^the index is damaged: it ") as caught:
        plain(garbage)

    assert caught.value.hint == "wp8 reindex builds it anew"


def test_a_value_that_is_cut_short_is_damage() -> None:
    for end in range(len(PICKLED)):
        with pytest.raises(IndexDamagedError, match=r"^the index is damaged: it has a value that "):
            plain(PICKLED[:end])

    assert plain(PICKLED) == [1, "two", (3.0, b"4" * 300), {"five": None}]


def stranger(text: str) -> list[str]:
    """The tokens that the analyzer of an index makes of a text."""
    return [token.text for token in pickle.loads(pickle.dumps(analyzer(), 2))(text)]


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenize(text)]


@pytest.mark.parametrize("corpus", ["corpus", "tests/mini_corpus"])
def test_a_stranger_makes_the_tokens_of_wp8_of_every_record(corpus: str) -> None:
    of_index = analyzer()

    for r in read_records(load_corpus(ROOT / corpus)):
        assert [token.text for token in of_index(r.text)] == norms(r.text)


WORDS = (
    *"plan Plan U.S. a.b US COVID-19 covid‐2 10,000 10.5 19 2021년 제8차대회 제10,000호".split(),
    *"로동신문 が が 日本 각 ㄱ 豈 é É e\u0301 ﬁ Ａ ß İ Σ ς æ Ł ё й Ⅷ ﷺ ⓐ ٣ ǅ ﬅ".split(),
    *"제U.S. हिन्दी ภาษา co\u00adop a\u200bb people’s self-reliance".split(),
    *("10 000", "1\u00a0000", "1 000 000.5"),
)
BETWEEN = (" ", "-", "–", "'", "’", ". ", ", ", "\t", "\n", "(", "”", "_", "/")
WRITTEN = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=6).map(
    lambda drawn: "".join(word + sign for word, sign in drawn)
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(WRITTEN)
def test_a_stranger_makes_the_tokens_of_wp8_of_any_words(text: str) -> None:
    assert stranger(text) == norms(text)


@pytest.mark.parametrize(
    ("text", "typed", "kept"),
    [
        # Parts of Whoosh's know neither the word before nor what a letter is composed of.
        ("v2x-19", ["v2x", "-19"], ["v2x", "19"]),
        ("½-19", ["1⁄2", "-19"], ["1⁄2", "19"]),
        ("plan-²", ["plan", "2"], ["plan", "-2"]),
        ("か\u3099", ["か\u3099"], ["が"]),
        ("\u1100\u1161", ["\u1100\u1161"], ["가"]),
    ],
)
def test_where_a_stranger_types_what_no_index_has(
    text: str, typed: list[str], kept: list[str]
) -> None:
    assert (stranger(text), norms(text)) == (typed, kept)


def test_a_length_is_that_of_all_tokens(index: Path, records: list[Record]) -> None:
    with closing(WhooshEngine().open(str(index))) as backend:
        lengths = array("I", (len(norms(r.text)) for r in records))
        assert backend.stored.lengths == lengths
        assert backend.stored.mean_length == sum(lengths) / len(lengths)
