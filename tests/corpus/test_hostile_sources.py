"""Sources that nobody should have: each is refused in one line, in bounded time and memory.

Time is that of processors, which a busy machine does not change.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import zlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from counted_steps import steps
from made_sources import docx, pdf, pdf_file, zipped

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers import BINARY, finder, reader
from wp8.corpus.readers.bounds import bounded, is_out_of_time
from wp8.corpus.readers.pandoc import converted
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.records import read_document, read_records
from wp8.corpus.source import LARGEST_SOURCE
from wp8.errors import CorpusError, UnreadableError
from wp8.extras import to_install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.corpus.readers.block import Block

pytestmark = pytest.mark.slow

SECONDS = 30
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Hold what is done, by processes that have ended too, to so many seconds of processors."""
    before = processor_seconds()
    yield
    assert processor_seconds() - before < seconds


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with within(SECONDS):
        yield


def refusal(folder: Path, layout: str, source: bytes | None, name: str = "x") -> str:
    """Return what is said of a source, without its path; None is one that is there already."""
    if source is not None:
        (folder / name).write_bytes(source)
    document = Document("x", name, layout, "X")
    with pytest.raises(CorpusError) as caught:
        read_document(Corpus("x", folder, (document,), ""), document)
    message = caught.value.message
    assert message.startswith(f"{folder}/")
    assert "\n" not in message.replace(name, "")
    return message.removeprefix(f"{folder}/{name}").removeprefix(":").strip()


def bomb(name: str, size: int) -> bytes:
    whole = BytesIO()
    with (
        ZipFile(whole, "w", ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as f,
    ):
        for _ in range(size >> 20):
            f.write(bytes(1 << 20))
    return whole.getvalue()


@pytest.mark.parametrize("layout", ["docx", "odt", "epub"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, layout: str) -> None:
    by_ratio = bomb("content.xml", 20 << 20)
    by_size = bomb("content.xml", 300 << 20)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert refusal(tmp_path, layout, by_ratio).startswith("would be 20,971,520 bytes unpacked;")
    assert refusal(tmp_path, layout, by_size).startswith("would be 314,572,800 bytes unpacked;")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 64 << 10


def test_a_zip_file_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    source = bytearray(bomb("word/document.xml", 4 << 20))
    place = source.rindex(b"PK\x01\x02") + 24
    source[place : place + 4] = (1000).to_bytes(4, "little")

    assert "damaged" in refusal(tmp_path, "docx", bytes(source))


def test_no_title_is_found_in_a_part_that_cannot_be_unpacked(tmp_path: Path) -> None:
    source = docx()
    assert finder("docx")(source)["title"] == "Core & title"
    with ZipFile(BytesIO(source)) as archive:
        entry = archive.getinfo("docProps/core.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    damaged = source[:start] + b"\xff" * entry.compress_size + source[start + entry.compress_size :]

    assert finder("docx")(damaged) == {}
    assert refusal(tmp_path, "docx", damaged) == "is damaged, in 'docProps/core.xml'"


@pytest.mark.parametrize("encoding", ["utf-99", "cp949", "utf-16", "idna", "hex", "\ufffd"])
def test_no_title_is_found_in_a_part_of_another_encoding_than_it_says(encoding: str) -> None:
    core = f'<?xml version="1.0" encoding="{encoding}"?><a><title>Plan</title></a>'.encode()
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        archive.writestr("docProps/core.xml", core)

    assert finder("docx")(whole.getvalue()) == {}


def test_a_zip_file_packed_as_no_program_for_texts_packs_is_refused(tmp_path: Path) -> None:
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert refusal(tmp_path, "docx", whole.getvalue()) == "is damaged, in 'word/document.xml'"


@pytest.mark.parametrize(
    ("layout", "source"),
    [
        ("docx", docx(head=BILLION)),
        ("docx", docx(**{"word/footnotes.xml": BILLION + "<x>&i;</x>"})),
        ("docx", docx(**{"word/styles.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'})),
        ("odt", zipped({"content.xml": BILLION + "<x>&i;</x>"})),
        ("odt", zipped({"styles.xml": BILLION.encode("utf-16")})),
        ("epub", zipped({"a.xhtml": BILLION + "<x>&i;</x>"})),
    ],
)
def test_declared_entities_are_refused(tmp_path: Path, layout: str, source: bytes) -> None:
    said = refusal(tmp_path, layout, source)

    assert said.startswith("declares entities or a document type in ")


@pytest.mark.parametrize(
    ("layout", "source"),
    [
        ("html", b"<blockquote>" * 10_000 + b"x" + b"</blockquote>" * 10_000),
        ("html", b"<div>" * 200_000 + b"x"),
        ("html", b"<b>" * 20_000 + b"x"),
        ("docx", docx("<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000)),
        ("odt", zipped({"content.xml": "<text:p>" * 50_000 + "x"})),
        ("rtf", rb"{\rtf1 " + b"{" * 200_000 + b"x"),
        ("tei", b"<TEI><text>" + b"<p>" * 200_000 + b"x"),
        ("tei", b"<TEI><text>" + b"<q>" * 190 + b"x" + b"</q>" * 190 + b"</text></TEI>"),
    ],
)
def test_what_is_nested_without_end_is_refused_or_read(
    tmp_path: Path, layout: str, source: bytes
) -> None:
    (tmp_path / "x").write_bytes(source)
    document = Document("x", "x", layout, "X")

    refused: list[CorpusError] = []
    records = read_records(Corpus("x", tmp_path, (document,), ""), refused.append)

    assert [record.text for record in records] == ["x"] * (not refused)
    assert all("\n" not in error.message and len(error.message) < 600 for error in refused)


def test_block_quotes_10000_deep_are_text_in_markdown(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(">" * 10_000 + " x")
    document = Document("x", "x", "markdown", "X")

    (record,) = read_document(Corpus("x", tmp_path, (document,), ""), document)
    assert record.text.endswith("> x")


def test_a_line_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"word " * 200_000)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    said = refusal(tmp_path, "text", None)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used

    assert said == f"is larger than {LARGEST_SOURCE:,} bytes, the most that is read"
    assert grown < 200 << 10


def test_a_paragraph_that_no_book_has_is_refused_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, "text", b"One.\n\n" + b"word " * 3_300_000)

    assert said == "3: a paragraph has more than 16,000,000 characters"


LOOP = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2000000000 >>",
    "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    "<< >>",
]


def test_a_loop_in_the_pages_of_a_pdf_ends(tmp_path: Path) -> None:
    assert refusal(tmp_path, "pdf", pdf_file(LOOP))


def zeros(megabytes: int) -> bytes:
    """Return so much of nothing, compressed: one block of it, time and again."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = ((megabytes << 20) % 65521 << 16) + 1
    return b"\x78\xda" + block * megabytes + packer.flush() + checksum.to_bytes(4, "big")


def test_a_decompression_bomb_in_a_pdf_ends(tmp_path: Path) -> None:
    twice = zlib.compress(zeros(2000), 9)
    stream = (
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n"
        f"{twice.decode('latin-1')}\nendstream"
    )
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    objects = [LOOP[0], "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream, "<< >>"]

    assert refusal(tmp_path, "pdf", pdf_file(objects))


def test_a_pdf_without_text_is_named_with_what_to_do(tmp_path: Path) -> None:
    assert refusal(tmp_path, "pdf", pdf([[]])) == "has no text"


@pytest.mark.parametrize(
    ("layout", "source", "said"),
    [
        ("docx", b"not a zip", "is no zip file, or is damaged"),
        ("docx", docx()[:300], "is no zip file, or is damaged"),
        ("docx", b"\xd0\xcf\x11\xe0 a .doc", "is encrypted, or of the format before docx"),
        ("docx", zipped({"../../x": "x"}), "has a part whose name leaves it: '../../x'"),
        ("odt", zipped({"/etc/x": "x"}), "has a part whose name leaves it: '/etc/x'"),
        ("pdf", b"GIF89a", "is no PDF"),
        ("pdf", b"%PDF-1.7 and nothing", "is damaged"),
        ("rtf", b"plain", "is not Rich Text Format"),
        ("epub", zipped({"a.xhtml": "<p>a"}), "is no EPUB: it does not say where its contents are"),
        ("html", b"<p></p>", "has no text"),
        ("docx", docx(""), "has no text"),
    ],
)
def test_a_source_that_is_not_what_its_layout_wants_is_refused(
    tmp_path: Path, layout: str, source: bytes, said: str
) -> None:
    assert refusal(tmp_path, layout, source) == said


@pytest.mark.parametrize(
    ("layout", "source"),
    [
        ("rtf", rb"{\rtf1{\info{\title " + rb"\'e9aaaaaaaa" * 5_000),
        ("html", b"<meta " * 200_000),
        ("html", b"<html " + b"a " * 200_000),
        ("html", b"<title" * 200_000),
        ("markdown", b"---\na: b\n" + b"---x\n" * 200_000),
        ("markdown", b"%" + b"\n a" * 200_000 + b"\n" + b"%" * 99),
        ("docx", zipped({"docProps/core.xml": "<a>" * 200_000})),
        ("tei", b"<TEI><teiHeader>" + b"<date>1</date>" * 100_000 + b"</teiHeader></TEI>"),
    ],
)
def test_no_head_of_a_source_takes_long_to_look_through(layout: str, source: bytes) -> None:
    with within(2):
        finder(layout)(source if layout in BINARY else source.decode())


@pytest.mark.parametrize(
    "source",
    [
        b"<" * 5_000_000,
        b"<a " * 1_000_000,
        b'<a b="' * 1_000_000,
        b"<!--" * 1_000_000,
        b"<script>" * 500_000,
        b"\xff" + b"<meta " * 300_000,
        b"<table>" * 30_000,
        b"<table>" + b"<tr><td colspan=1000>x" * 15_000,
        b"<table><td rowspan=0 colspan=1000>x" + b"<tr>" * 30_000,
        b"<p>a" + b"<a href=#x id=x>1</a>" * 15_000,
        b"<p>" + b"a<a id=r href=#n>1</a>" * 15_000 + b"<p id=n>" + b"<a href=#r>1</a>" * 15_000,
        b"<div>" + b"<a id=x></a><a href=#x>1</a>" * 15_000,
    ],
)
def test_a_page_takes_a_time_that_grows_with_its_size_alone(source: bytes) -> None:
    with within(4):
        assert sum(len(block.text) for block in reader("html")(source)) <= 6 * len(source)


@pytest.mark.parametrize(
    "inside",
    [
        b"<p>" + b" \n" * 2_000_000 + b"x</p>",
        b"<p>a" + b"-<lb/>\n" * 60_000 + b"</p>",
        b"<p>a" + b"<lb break='no'/> <note>n</note>" * 30_000 + b"</p>",
        b"<lg>" + b"<l/><l>a</l>" * 60_000 + b"</lg>",
        b"<div><head>a</head>" * 150 + b"<p>x</p>" * 30_000 + b"</div>" * 150,
        b"<p><note target='" + b"#a " * 200_000 + b"'/>" + b"<ref target='#a'/>" * 99_999 + b"</p>",
        b"<table>" + b"<row><cell rows='99' cols='99'>x</cell></row>" * 9_000 + b"</table>",
        b"<choice>" + b"<seg>x</seg>" * 100_000 + b"</choice>",
        b"<ref>" * 150 + b"<hi>x</hi>" * 100_000 + b"</ref>" * 150,
        b"<p>" + (b"<app><rdg>x" * 90 + b"</rdg></app>" * 90) * 300 + b"</p>",
    ],
)  # fmt: skip
def test_an_edition_takes_a_time_that_grows_with_its_size_alone(inside: bytes) -> None:
    source = b"<TEI><text><body>" + inside + b"</body></text></TEI>"

    with within(5):
        assert sum(len(block.text) for block in reader("tei")(source)) <= 6 * len(source)


def forever(_: object) -> Iterator[Block]:
    while True:
        pass


def forever_in_one_match(_: object) -> Iterator[Block]:
    re.match(r"(a*)*b", "a" * 40)
    return iter(())


@pytest.mark.parametrize("read", [forever, forever_in_one_match])
def test_what_takes_too_long_is_refused_with_its_limit_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[object], Iterator[Block]]
) -> None:
    monkeypatch.setattr("wp8.corpus.readers.bounds._SECONDS", 1)
    monkeypatch.setattr("wp8.corpus.records.reader", lambda _: read)
    before = signal.getsignal(signal.SIGPROF)
    (tmp_path / "x").write_bytes(b"word " * 60_000)
    document = Document("x", "x", "text", "X")

    with pytest.raises(CorpusError) as caught:
        read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert caught.value.message == f"{tmp_path / 'x'}: takes more than 2 seconds of the processor"
    assert caught.value.hint == "split it into several documents"
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_a_receipt_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def difference(*_: object, **__: object) -> None:
        forever(None)

    monkeypatch.setattr("wp8.corpus.readers.bounds._SECONDS", 1)
    monkeypatch.setattr("wp8.corpus.receipts.receipt.difference", difference)
    found = receipt(Document("x", "x", "text", "X"), "word", [])

    assert found.whole == "not compared: takes more than 1 seconds of the processor"


def test_pandoc_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    page = f'<p>x</p><iframe src="{tmp_path}/secret"></iframe><img src="file://{tmp_path}/secret">'

    assert [block.text for block in converted(page.encode(), "html")] == ["x"]


def test_pandoc_ends_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wp8.corpus.readers.pandoc.SECONDS", 1)

    with pytest.raises(UnreadableError, match=r"^takes pandoc too long to read$"):
        list(converted(b"<ul><li>" * 5_000 + b"x", "html"))


def test_a_process_that_never_ends_is_ended() -> None:
    done = subprocess.run(bounded([sys.executable, "-c", "while True: pass"], 1), check=False)

    assert is_out_of_time(done.returncode)


def test_a_pdf_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forever = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr("wp8.corpus.readers.pdf.process.SECONDS", 1)
    monkeypatch.setattr("wp8.corpus.readers.pdf.process.bounded", lambda _, s: bounded(forever, s))

    assert refusal(tmp_path, "pdf", pdf([[]])) == "takes more than 1 seconds to read"


def test_a_pdf_is_not_read_by_what_lies_in_the_folder_where_wp8_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)

    assert refusal(tmp_path, "pdf", pdf([[]])) == "has no text"


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "loop", "outside", "gone"])
def test_what_is_no_file_of_the_corpus_is_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "outside").write_text("x")
    make: dict[str, Callable[[Path], object]] = {
        "fifo": os.mkfifo,
        "device": lambda path: path.symlink_to("/dev/zero"),
        "folder": Path.mkdir,
        "loop": lambda path: path.symlink_to(path),
        "outside": lambda path: path.symlink_to(tmp_path / "outside"),
        "gone": lambda _: None,
    }
    make[kind](folder / "x")

    assert (
        refusal(folder, "text", None)
        == {
            "fifo": "is not a file",
            "device": "leaves the corpus folder",
            "folder": "is not a file",
            "loop": "leaves the corpus folder",
            "outside": "leaves the corpus folder",
            "gone": "there is no such file",
        }[kind]
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    (tmp_path / "x").chmod(0)

    assert refusal(tmp_path, "text", None) == "cannot be read (Permission denied)"


def test_without_its_package_a_layout_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(docx())
    code = (
        "import sys; sys.modules['pypandoc'] = sys.modules['pypdfium2'] = None\n"
        "from pathlib import Path; from wp8.corpus.records import read_document\n"
        "from wp8.corpus.document import Corpus, Document\n"
        f"document = Document('x', 'x', 'docx', 'X'); folder = Path({str(tmp_path)!r})\n"
        "try: read_document(Corpus('x', folder, (document,), ''), document)\n"
        "except Exception as error: print(error, '|', error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == (
        f"{tmp_path}/x: to read it takes pypandoc-binary | "
        f"it comes with the extra wp8[convert]; install it: {to_install('pypandoc-binary')}\n"
    )


@pytest.mark.parametrize(
    "part",
    [
        *("%%x\n", "{% a ", "{% comment %}\n", "{{< ", "[[", "![[", "[[a|", "[a]({% b %} ", "$a "),
        *("==a ", "{.a.b", "a\n:   b\n", "```{note}\n", "| a\n", "+--+\n", "+--+\n| a\n"),
        *("-- --\na\n\n", "---\na\n-- --\n", "a b\n-- --\n", "> [!a] ", "<table><tr><td>", "</a"),
    ],
)
def test_markdown_takes_no_longer_for_a_word_of_a_long_text(part: str) -> None:
    read = reader("markdown")
    list(read(part * 10))

    assert steps(lambda: list(read(part * 400))) < 2.5 * steps(lambda: list(read(part * 200)))


def test_a_long_table_takes_no_longer_for_a_row() -> None:
    def rows(number: int) -> bytes:
        return b"{\\rtf1 " + rb"\trowd\cellx1\intbl a\cell\row " * number + b"}"

    read = reader("rtf")
    list(read(rows(10)))

    assert steps(lambda: list(read(rows(400)))) < 2.1 * steps(lambda: list(read(rows(200))))
