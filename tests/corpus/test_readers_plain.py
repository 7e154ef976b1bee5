"""The layouts `text` and `markdown`, what every source must be, and what holds for any text."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.corpus.document import Corpus, Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import BINARY, CONVERTED, LAYOUTS, TABLES, reader
from wp8.corpus.readers.block import Block
from wp8.corpus.readers.front_matter import without_front_matter
from wp8.corpus.records import read_document, read_records
from wp8.errors import CorpusError
from wp8.model import Record

TEXT_LAYOUTS = LAYOUTS.keys() - BINARY - CONVERTED.keys() - TABLES.keys()
MINI = Path(__file__).parents[1] / "mini_corpus"


def records_of(folder: Path, source: str | bytes, layout: str = "text") -> list[Record]:
    content = source.encode() if isinstance(source, str) else source
    (folder / "source").write_bytes(content)
    document = Document("x", "source", layout, "X")
    return read_document(Corpus("x", folder, (document,), ""), document)


def texts(source: str, layout: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reader(layout)(source)]


def test_text_has_a_blank_line_between_paragraphs() -> None:
    source = "\n One line,\nwrapped.  \n \t\n\n# no heading\n\n*as* it [^1] is\n"

    assert list(reader("text")(source)) == [
        Block("paragraph", "One line, wrapped.", (2, 3), breaks=((10, 3),)),
        Block("paragraph", "# no heading", (6, 6)),
        Block("paragraph", "*as* it [^1] is", (8, 8)),
    ]


def test_control_characters_are_kept_and_do_not_end_a_line() -> None:
    source = "one\x1b[31m two\x0bthree\x0cfour\x85five\u2028six"

    assert texts(source, "text") == [("paragraph", source)]


def test_markdown_headings_open_sections() -> None:
    source = "before\n# One #\nfirst\n##  *Two* C#\n\nsecond\n#no heading\n#\n    # code\n"

    assert [(b.kind, b.section, b.text) for b in reader("markdown")(source)] == [
        ("paragraph", "", "before"),
        ("heading", "One", "One"),
        ("paragraph", "One", "first"),
        ("heading", "Two C#", "Two C#"),
        ("paragraph", "Two C#", "second #no heading"),
        ("paragraph", "Two C#", "# code"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a **bold** word", "a bold word"),
        ("an *italic* and an _italic_ word", "an italic and an italic word"),
        ("***both*** and __bold__", "both and bold"),
        ("**_nested_** (*in brackets*)", "nested (in brackets)"),
        ("**over\ntwo lines**", "over two lines"),
        ("2 * 3 * 4 and 2*3*4", "2 * 3 * 4 and 2*3*4"),
        ("snake_case_name and _one", "snake_case_name and _one"),
        ("a * b", "a * b"),
        ("a ****", "a ****"),
    ],
)
def test_emphasis_is_removed_around_words_only(source: str, text: str) -> None:
    assert texts(source, "markdown") == [("paragraph", text)]


def test_a_markdown_note_stands_after_what_cites_it_first(tmp_path: Path) -> None:
    source = (
        "One[^2], and two.[^1]\n\nAgain[^2].\n\n"
        "[^1]: The *first*.\n[^2]: The second,\nlazy,\n\n    and more.\n\nLast.\n"
    )

    found = [
        (r.id, r.text, r.lines, r.notes, r.cited_by, r.cited_at)
        for r in records_of(tmp_path, source, "markdown")
    ]

    assert found == [
        ("x:1", "One, and two.", (1, 1), ("x:n2", "x:n1"), None, None),
        ("x:n2", "The second, lazy, and more.", (6, 9), (), "x:1", 3),
        ("x:n1", "The first.", (5, 5), (), "x:1", 13),
        ("x:2", "Again.", (3, 3), ("x:n2",), None, None),
        ("x:3", "Last.", (11, 11), (), None, None),
    ]


def test_named_markdown_notes_are_numbered_as_they_are_cited(tmp_path: Path) -> None:
    records = records_of(tmp_path, "b[^b_1] a[^a]\n\n[^a]: A\n\n[^b_1]: B", "markdown")

    assert [(r.id, r.text) for r in records] == [("x:1", "b a"), ("x:n1", "B"), ("x:n2", "A")]


def test_a_markdown_mark_or_note_by_itself_stays_in_the_text() -> None:
    source = "A mark[^1].\n\n[^2]: A note.\n\n[^3]: Once.\n\nIts mark[^3].\n\n[^3]: Twice."

    assert texts(source, "markdown") == [
        ("paragraph", "A mark[^1]."),
        ("paragraph", "[^2]: A note."),
        ("paragraph", "Its mark."),
        ("note", "Once."),
        ("paragraph", "[^3]: Twice."),
    ]


def test_a_label_above_its_text_is_a_mark() -> None:
    source = "[^1]:\nabove.\n\n[^1]: The note."

    assert texts(source, "markdown") == [("paragraph", ": above."), ("note", "The note.")]


def test_a_pamphlet_without_salutations_has_one_unnamed_section() -> None:
    source = "# Title\n\nBy N\n\nThe body\n\nis cut.\n\n# Inside\n\nMore.\n\nPrinted in X\n"

    assert [(b.kind, b.section, b.text) for b in reader("paged-markdown")(source)] == [
        ("title", "", "Title"),
        ("title", "", "By N"),
        ("paragraph", "", "The body is cut."),
        ("heading", "", "Inside"),
        ("paragraph", "", "More."),
        ("colophon", "", "Printed in X"),
    ]


def test_the_mini_corpus_is_read_as_its_manifest_says() -> None:
    records = read_records(load_corpus(MINI))

    assert [record.id for record in records] == [
        *("harbor:1", "harbor:2", "harbor:3", "harbor:4"),
        *("report:h1", "report:1", "report:n1", "report:h2", "report:2", "report:3"),
    ]
    assert [
        len(re.findall(r"\bplan\b", record.text, flags=re.IGNORECASE)) for record in records
    ] == [2, 0, 0, 0, 0, 1, 1, 0, 0, 4]
    assert records[6].text == "《로동신문》, 10 January 2021. The plan stands on page 2."
    assert (records[6].cited_by, records[6].cited_at) == ("report:1", 53)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_a_byte_order_mark_are_read_alike(tmp_path: Path, end: str) -> None:
    records = records_of(tmp_path, "\ufeffone\ntwo\n\nthree".replace("\n", end))

    assert [(r.text, r.lines) for r in records] == [("one two", (1, 2)), ("three", (4, 4))]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "source: has no text"),
        (b"\xef\xbb\xbf \r\n\t\n", "source: has no text"),
        (b"one\r\ntwo\rcaf\xe9", "source:3: is not UTF-8 (at byte 12)"),
        ("one".encode("utf-16")[:-1], "source:1: is not UTF-16 (at byte 6)"),
        (b"\xef\xbb\xbfone\n\xff", "source:2: is not UTF-8 (at byte 7)"),
        (b"one\r\n\r\ntwo\0", "source:3: has a NUL byte"),
    ],
)
def test_a_source_that_is_no_text_is_named(tmp_path: Path, source: bytes, message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        records_of(tmp_path, source)

    assert caught.value.message == f"{tmp_path}/{message}"


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    document = Document("x", "none.txt", "text", "X")

    with pytest.raises(CorpusError, match=r"none\.txt: there is no such file"):
        read_document(Corpus("x", tmp_path, (document,), ""), document)


def test_two_notes_of_one_number_are_an_error(tmp_path: Path) -> None:
    source = "One.[footnoteRef:1] [1:  A.]\nTwo.[footnoteRef:1] [1:  B.]\n"

    with pytest.raises(CorpusError, match=r"source:2: note 1 is there twice$"):
        records_of(tmp_path, source, "docx-text")


def fragments(layout: str) -> st.SearchStrategy[str]:
    artefacts = {
        "text": ["\n\n"],
        "markdown": ["\n\n", "# ", "**", "*", "_", "[^1]", "[^a]", "[^1]: ", "\n[^a]: ", "    "],
        "paged-markdown": ["\n\n", "# ", "**", ". ", ",", "\n\nDear all,\n\n", "Up", "low"],
        "docx-text": [
            *("[footnoteRef:1]", "[footnoteRef:2]", "[1:  ", "[2:  ", "]", "[", "] \n"),
            *("[bookmark: x]", "\t", "\n\t\n\t", "Table 1 ", "Source: ", "II. ", "(", ")"),
        ],
    }[layout]
    # What is left out of Markdown on purpose: tags, addresses, numbers of items, heads.
    letters = st.characters(exclude_characters="<&`~^[]()0123456789%+-" * (layout == "markdown"))
    anything = st.text(letters, max_size=4)
    pieces = st.one_of(st.sampled_from([*artefacts, "\n", " ", "x", "Y."]), anything)
    return st.lists(pieces, max_size=25).map("".join).map(lambda text: text.replace("\r", "\n"))


def letters(text: str) -> Iterator[str]:
    artefact = r"\[footnoteRef:\d+\]|\[bookmark:[^\[\]]*\]|\[\^[^\s\[\]]+\]:?|\[\d+:|[\W_]"
    return iter(re.sub(artefact, "", text))


@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_text_breaks_a_reader_and_no_letter_is_lost(layout: str, data: st.DataObject) -> None:
    source = data.draw(fragments(layout))
    blocks = list(reader(layout)(source))
    text = without_front_matter(source) if layout == "markdown" else source

    assert sorted(letters(text)) == sorted(letters("\n".join(block.text for block in blocks)))
    lines = source.split("\n")
    for block in blocks:
        assert 1 <= block.lines[0] <= block.lines[1] <= len(lines)
        assert all(0 <= offset <= len(block.text) for _, offset in block.marks)
        if block.kind not in {"paragraph", "note"}:
            continue
        origin = "".join(letters("\n".join(lines[block.lines[0] - 1 : block.lines[1]])))
        assert "".join(letters(block.text)) in origin


@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_records_have_unique_ids_and_notes_know_their_paragraph(
    layout: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        records = records_of(folder, data.draw(fragments(layout)).encode(), layout)
    except CorpusError:
        return
    by_id = {record.id: record for record in records}

    assert len(by_id) == len(records)
    for record in records:
        if record.kind == "note":
            assert record.id in by_id[record.cited_by or ""].notes
        assert all(by_id[note].kind == "note" for note in record.notes)


@pytest.mark.slow
@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
@pytest.mark.parametrize(
    "piece",
    [
        *("word ", "[", "[]", "**a ", "_a_ ", "[^1]", "[^", "#", '"', ".", "[bookmark:", " "),
        *("[footnoteRef:1]", "x[footnoteRef:1] [1: a", "[1: a] "),
    ],
)
def test_a_long_paragraph_takes_linear_time(layout: str, piece: str) -> None:
    # Of the processor alone; what grows with the square takes 64 times as much.
    size = 10_000 if layout == "markdown" else 100_000
    cost, more = (min(_cost(layout, piece, n) for _ in range(3)) for n in (size, 8 * size))
    assert more < 24 * max(cost, 0.002)


def _cost(layout: str, piece: str, size: int) -> float:
    source = "x[footnoteRef:1] " + piece * (size // len(piece)) + "\n\n[^1]: note"
    start = time.process_time()
    for _ in reader(layout)(source):
        pass
    return time.process_time() - start
