"""Ruby: the text is the base, what stands beside it is a record of its own, after its paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import docx, zipped

from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import reader
from wp8.corpus.readers.block import BASE, END, READING, Block
from wp8.corpus.readers.ruby import apart, without_readings
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Runner

# Of 山 and 道, each by itself, of 今日 as one; 火, whose reading is the rest of a word.
PAGE: Final = (
    "<p><ruby>山<rp>(</rp><rt>やま</rt><rp>)</rp>道<rt>みち</rt></ruby>を"
    "<ruby>今日<rt>きょう</rt></ruby>も歩く。</p><p>火の山。</p>"
)
WORD: Final = (
    "<w:p>{0}<w:r><w:t>を</w:t></w:r>{1}<w:r><w:t>も歩く。</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>火の山。</w:t></w:r></w:p>"
)
TEI: Final = (
    "<TEI><text><body><p><ruby><rb>山</rb><rt>やま</rt></ruby><ruby><rb>道</rb><rt>みち</rt></ruby>"
    "を<ruby><rb>今日</rb><rt>きょう</rt></ruby>も歩く。</p><p>火の山。</p></body></text></TEI>"
)
ODT: Final = (
    "<text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>{}</text:ruby-text></text:ruby>"
)


def of_word(*pairs: tuple[str, str]) -> str:
    return "".join(
        f"<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>{reading}</w:t></w:r></w:rt>"
        f"<w:rubyBase><w:r><w:t>{base}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        for base, reading in pairs
    )


def of_writer(*paragraphs: str) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    spaces = f"xmlns:office='{name}:office:1.0' xmlns:text='{name}:text:1.0'"
    content = f"<office:document-content {spaces}><office:body><office:text>{body}"
    return zipped(
        {"content.xml": f"{content}</office:text></office:body></office:document-content>"}
    )


SOURCES: Final[dict[str, bytes | str]] = {
    "docx": docx(WORD.format(of_word(("山", "やま"), ("道", "みち")), of_word(("今日", "きょう")))),
    "epub": zipped(
        {
            "META-INF/container.xml": "<container><rootfile full-path='b.opf'/></container>",
            "b.opf": "<package><item id='c' href='c.xhtml'/><spine><itemref idref='c'/></spine>"
            "</package>",
            "c.xhtml": f"<?xml version='1.0' encoding='utf-8'?><html><body>{PAGE}</body></html>",
        }
    ),
    "html": PAGE.encode(),
    "markdown": PAGE.replace("<p>", "").replace("</p>", "\n\n"),
    "odt": of_writer(
        f"{ODT.format('山', 'やま')}{ODT.format('道', 'みち')}を"
        f"{ODT.format('今日', 'きょう')}も歩く。",
        "火の山。",
    ),
    "tei": TEI.encode(),
}


def shown(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


@pytest.mark.parametrize("layout", SOURCES)
def test_readings_stand_after_their_paragraph_and_the_receipt_has_them(layout: str) -> None:
    source = SOURCES[layout]
    blocks = list(reader(layout)(source))

    assert shown(blocks) == [
        ("paragraph", "山道を今日も歩く。"),
        ("reading", "やまみち\tきょう"),
        ("paragraph", "火の山。"),
    ]
    found = receipt(Document("d", "file", layout, "T"), source, blocks)
    assert (found.unexplained, "reading" in found.left_out, found.line) == ([], False, "")
    lost = receipt(Document("d", "file", layout, "T"), source, blocks[::2], ["d:1", "d:2"])
    assert [(each.words, each.text) for each in lost.lost] == [(7, "やまみちきょう")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<table><tr><th>a<th>b<tr><td><ruby>一<rt>いち</ruby><td>x<tr><td>y<td>z</table>",
            [
                ("table_caption", "a\tb"),
                ("table_row", "一\tx"),
                ("reading", "いち"),
                ("table_row", "y\tz"),
            ],
        ),
        (
            "<h1><ruby>題<rt>だい</ruby></h1><p>a",
            [("heading", "題"), ("reading", "だい"), ("paragraph", "a")],
        ),
        (
            "<p><ruby>中 <rt> Zhōng </rt> 国<rt>guó</ruby> x <ruby>一<rt>yī</ruby>",
            [("paragraph", "中 国 x 一"), ("reading", "Zhōng guó\tyī")],
        ),
        (
            "<p><ruby>強<rt>﹅</rt>調<rt>﹅</rt></ruby> and <ruby>x<rt></rt></ruby>",
            [("paragraph", "強調 and x")],
        ),
        ("<p><ruby><rt>only</ruby><p>a", [("reading", "only"), ("paragraph", "a")]),
        (
            "<p><ruby><rb>旧<rb>字<rt>きゅう<rt>じ<rtc><rt>old script</ruby>",
            [("paragraph", "旧字"), ("reading", "きゅうじold script")],
        ),
        ("<p><ruby>a<rt hidden>b</ruby><p hidden><ruby>c<rt>d</ruby>", [("paragraph", "a")]),
        (
            "<p>one <ruby>二<rt>に</ruby> <ruby>三<rt>さん</ruby>.",
            [("paragraph", "one 二 三."), ("reading", "にさん")],
        ),
    ],
)
def test_a_page_with_ruby(text: str, expected: list[tuple[str, str]]) -> None:
    blocks = list(reader("html")(text.encode()))

    assert shown(blocks) == expected
    assert receipt(Document("d", "f", "html", "T"), text.encode(), blocks).is_clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# <ruby>題<rt>だい</ruby>\n\na[^1] <ruby>字<rt>じ</ruby>[^2] b\n\n[^1]: n\n"
            "[^2]: <ruby>注<rt>ちゅう</ruby>",
            [
                ("heading", "題", ()),
                ("reading", "だい", ()),
                ("paragraph", "a 字 b", ((1, 1), (2, 3))),
                ("reading", "じ", ()),
                ("note", "n", ()),
                ("note", "注", ()),
                ("reading", "ちゅう", ()),
            ],
        ),
        (
            "| a | b |\n|---|---|\n| <ruby>一<rt>いち | x |\n| y | z |",
            [
                ("table_caption", "a\tb", ()),
                ("table_row", "一\tx", ()),
                ("reading", "いち", ()),
                ("table_row", "y\tz", ()),
            ],
        ),
        (
            "<p><RUBY>字<RT>じ</RT></RUBY>x</p>",
            [("paragraph", "字x", ()), ("reading", "じ", ())],
        ),
    ],
)
def test_a_markdown_with_ruby(
    text: str, expected: list[tuple[str, str, tuple[tuple[int, int], ...]]]
) -> None:
    blocks = list(reader("markdown")(text))

    assert [(block.kind, block.text, block.marks) for block in blocks] == expected
    assert {block.section for block in blocks} <= {"", "題"}
    assert receipt(Document("d", "f", "markdown", "T"), text, blocks).is_clean


def test_what_is_hidden_has_no_reading() -> None:
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    body = of_word(("山", "やま")).replace("<w:r><w:t>", f"<w:r>{vanish}<w:t>")
    source = docx(f"<w:p>{body}<w:r><w:t>seen</w:t></w:r></w:p>")
    blocks = list(reader("docx")(source))

    assert shown(blocks) == [("paragraph", "seen")]
    found = receipt(Document("d", "f", "docx", "T"), source, blocks)
    assert (found.is_clean, dict(found.left_out)) == (True, {"hidden text": 3})


SIGNED = st.lists(st.sampled_from((BASE, READING, END, "\t", " ", "a", "か", "x "))).map("".join)


@given(SIGNED, st.data())
def test_every_letter_is_in_the_text_or_in_a_reading_and_marks_stay_where_they_are(
    text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    block = Block("paragraph", text, (1, 1), marks=((1, at),), breaks=((at, 2),))
    own, *others = apart([block])

    assert [other.kind for other in others] == ["reading"][: len(others)]
    letters = sorted(filter(str.isalnum, own.text + "".join(other.text for other in others)))
    assert letters == sorted(filter(str.isalnum, text))
    assert without_readings(text).replace(" ", "") == own.text.replace(" ", "")
    ((_, place),) = own.marks
    assert own.breaks == ((place, 2),)
    before = without_readings(text[:at]).replace(" ", "")
    assert own.text[:place].replace(" ", "") == before


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(
        "山道。[^1]\n\n<ruby>山道<rt>やまみち</ruby>を<ruby>今日<rt>きょう</ruby>も歩く。[^2]\n\n"
        "キョウ。\n\n[^1]: One.\n\n[^2]: <ruby>注<rt>ちゅう</ruby>\n",
        encoding="utf-8",
    )
    manifest = '[[document]]\nid = "a"\nfile = "a.md"\ntitle = "A"\nlanguage = "ja"\n'
    (folder / "corpus.toml").write_text(f'name = "c"\n{manifest}', encoding="utf-8")
    return folder


def test_a_reading_knows_what_it_is_beside(corpus: Path) -> None:
    records = read_records(load_corpus(corpus))

    assert [(r.id, r.cited_by, r.cited_at) for r in records if r.kind in ("note", "reading")] == [
        ("a:n1", "a:1", 3),
        ("a:y1", "a:2", None),
        ("a:n2", "a:2", 9),
        ("a:y2", "a:n2", None),
    ]


def test_a_reading_is_found_in_either_kana_and_leads_to_its_paragraph(
    corpus: Path, run_wp8: Runner
) -> None:
    for typed, found in (("やまみち", "やまみち|きょう"), ("ヤマミチ", "やまみち|きょう")):
        assert run_wp8("search", typed, "--corpus", str(corpus)).stdout == (
            f"a:2-\t山道を今日も歩く。\na:y1\t{found}\n"
        )
    # What has it as it was typed comes first.
    assert run_wp8("search", "きょう", "--corpus", str(corpus)).stdout == (
        "a:2-\t山道を今日も歩く。\na:y1\tやまみち|きょう\n--\na:3\tキョウ。\n"
    )
    # No phrase goes from one reading to the next, and no hit is there twice.
    assert run_wp8("search", "みちきょう", "--corpus", str(corpus)).stdout == ""
    assert run_wp8("search", "山道 OR やまみち", "--corpus", str(corpus)).stdout.count("\n") == 3
    shown = run_wp8("show", "a:y1", "a:2", "--corpus", str(corpus)).stdout
    assert shown == "a:y1\tやまみち|きょう\na:2\t山道を今日も歩く。\na:n2\t注\n"
    assert "reading 1" in run_wp8("cite", "a:y1", "--corpus", str(corpus)).stdout


def test_readings_stand_beside_the_flow_and_are_not_counted(corpus: Path, run_wp8: Runner) -> None:
    context = run_wp8("show", "a:2", "--context", "1", "--corpus", str(corpus)).stdout
    assert [line.partition("\t")[0] for line in context.splitlines()] == [
        *("a:1", "a:n1", "a:2", "a:n2", "a:3")
    ]
    for options, number in (((), "0"), (("--kind", "reading"), "1")):
        counted = run_wp8("frequency", "やまみち", *options, "--corpus", str(corpus)).stdout
        assert {line.split("\t")[3] for line in counted.splitlines()} == {number}


def test_a_draft_has_no_readings(corpus: Path, run_wp8: Runner, tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    draft.write_text(
        "<p>He wrote “<ruby>山道<rt>「やまみち」</ruby>を今日も歩く”.", encoding="utf-8"
    )
    checked = run_wp8("locate", "--draft", str(draft), "--corpus", str(corpus))

    assert checked.stdout.count("a:2") == 1
    assert "やまみち" not in checked.stdout


def test_a_tei_of_wp8_has_its_readings_again(corpus: Path, run_wp8: Runner, tmp_path: Path) -> None:
    exported = tmp_path / "back.xml"
    run_wp8("export", "--format", "tei", "--output", str(exported), "--corpus", str(corpus))
    run_wp8("init", str(tmp_path / "back"), str(exported))

    def values(folder: Path) -> list[tuple[object, ...]]:
        records = read_records(load_corpus(folder))
        return [(r.kind, r.number, r.text, r.notes, r.cited_by, r.cited_at) for r in records]

    own = [tuple(str(each).replace("back:", "a:") for each in r) for r in values(tmp_path / "back")]
    assert own == [tuple(map(str, r)) for r in values(corpus)]
    assert run_wp8("docs", "audit", "--corpus", str(tmp_path / "back")).exit_code == 0


def test_a_table_of_the_edition_stays_whole(tmp_path: Path, run_wp8: Runner) -> None:
    (tmp_path / "a.html").write_text(
        "<table><tr><th>a<tr><td><ruby>山<rt>やま</ruby><tr><td><ruby>道<rt>みち</ruby></table><p>x",
        encoding="utf-8",
    )
    run_wp8("init", str(tmp_path / "c"), str(tmp_path / "a.html"))
    page = run_wp8("export", "--format", "html", "--corpus", str(tmp_path / "c")).stdout

    assert page.count("<table") == 1
    shown = [page.index(f'id="a:{name}"') for name in ("t1.1", "t1.2", "y1", "y2", "1")]
    assert shown == sorted(shown)
