"""Encodings of text: UTF-8, UTF-16 with its mark, and what the manifest says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.corpus.document import Corpus, Document
from wp8.corpus.glossary import load_glossary
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers.text_encodings import looks_like
from wp8.corpus.records import read_document, read_records
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

KOREAN = "항구의 배는 오늘 아침에 도착하였다. 선원들은 소금과 밧줄을 내리고 있다.\n"
TEXTS = {
    "cp949": KOREAN,
    "shift_jis": "港の船は今朝着いた。船員たちは塩と縄をおろしている。\n",
    "euc-jp": "港の船は今朝着いた。船員たちは塩と縄をおろしている。\n",
    "gb18030": "港口的船是今天早上到的。我们在这里看见了不少的大船和盐。\n",
    "big5": "港口的船是今天早上到的。我們在這裡看見了不少的大船和鹽。\n",
    "cp1251": "Корабли пришли в гавань сегодня утром, и матросы выгрузили соль.\n",
    "koi8-r": "Корабли пришли в гавань сегодня утром, и матросы выгрузили соль.\n",
    "cp866": "Корабли пришли в гавань сегодня утром, и матросы выгрузили соль.\n",
    "cp1253": "Τα πλοία έφτασαν στο λιμάνι σήμερα το πρωί και οι ναύτες είναι εδώ.\n",
    "cp1255": "הספינות הגיעו לנמל הבוקר והמלחים פרקו את המלח ואת החבלים.\n",
    "cp1256": "وصلت السفن الى الميناء هذا الصباح وانزل البحارة الملح والحبال.\n",
    "tis-620": "เรือมาถึงท่าเรือเมื่อเช้านี้และลูกเรือกำลังขนเกลือลง\n",
    "cp1250": "Łodzie wpłynęły dziś rano do portu, a żeglarze wyładowali sól i linę.\n",
    "cp1254": "Gemiler bu sabah limana geldi, denizciler tuz ve halatları boşalttı.\n",
    "cp1252": "Les bateaux arrivèrent à l’aube ; les marins déchargèrent le sel.\n",
    "utf-16-le": "The ships came this morning.\n",
    "utf-16-be": "The ships came this morning.\n",
}


def text_in(folder: Path, source: bytes, *, layout: str = "text", encoding: str = "") -> str:
    """Return the text of a source."""
    (folder / "x").write_bytes(source)
    document = Document("x", "x", layout, "X", encoding=encoding)
    return read_document(Corpus("x", folder, (document,), ""), document)[0].text


@pytest.mark.parametrize("encoding", TEXTS)
def test_what_is_no_utf_8_looks_like_what_it_is_in(encoding: str) -> None:
    assert looks_like(TEXTS[encoding].encode(encoding)) == encoding


@pytest.mark.parametrize("source", [b"", b"\xff", b"ships", bytes(range(128, 256)) * 9])
def test_what_is_no_text_looks_like_nothing(source: bytes) -> None:
    assert looks_like(source) == ""


@pytest.mark.parametrize("encoding", ["cp949", "EUC-KR", "utf-16-le", "utf-8"])
def test_a_text_is_read_in_the_encoding_that_the_manifest_says(
    tmp_path: Path, encoding: str
) -> None:
    assert text_in(tmp_path, KOREAN.encode(encoding), encoding=encoding) == KOREAN.strip()


@pytest.mark.parametrize("mark", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("encoding", ["", "cp949"])
def test_a_mark_goes_before_what_the_manifest_says(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    assert text_in(tmp_path, KOREAN.encode(mark), encoding=encoding) == KOREAN.strip()


@pytest.mark.parametrize("layout", ["html", "tei"])
def test_what_is_said_goes_before_what_a_page_declares(tmp_path: Path, layout: str) -> None:
    page = f'<?xml version="1.0" encoding="cp1252"?><TEI><text><p>{KOREAN}</p></text></TEI>'
    source = page.encode("cp949")

    assert text_in(tmp_path, source, layout=layout, encoding="cp949") == KOREAN.strip()


@pytest.mark.parametrize("layout", ["text", "markdown", "org", "csv", "jsonl", "tei"])
def test_who_says_no_encoding_is_told_which_it_looks_like_and_what_to_do(
    tmp_path: Path, layout: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        text_in(tmp_path, b"A line.\n" + KOREAN.encode("cp949"), layout=layout)

    assert caught.value.message == f"{tmp_path}/x:2: is not UTF-8 (at byte 8)"
    assert caught.value.hint == (
        "it looks like cp949: iconv -f cp949 -t UTF-8 x > new-x makes it UTF-8; in a corpus, "
        'init and add take --encoding cp949, and corpus.toml encoding = "cp949"'
    )


def test_a_text_that_is_not_in_what_was_said_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        text_in(tmp_path, "A line.\nÿ".encode("cp1252"), encoding="cp949")

    assert (caught.value.message, caught.value.hint) == (
        f"{tmp_path}/x:2: is not cp949 (at byte 8)",
        None,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('encoding = "cp9499"', "document 'a': there is no encoding 'cp9499'"),
        ('encoding = "hex"', "document 'a': there is no encoding 'hex'"),
        ('encoding = "punycode"', "document 'a': there is no encoding 'punycode'"),
        ('encoding = "cp949"\nlayout = "pdf"', "document 'a': 'encoding' is for text, not for pdf"),
    ],
)
def test_a_manifest_names_an_encoding_that_there_is_of_what_is_text(
    tmp_path: Path, line: str, said: str
) -> None:
    manifest = f'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n{line}\n'
    (tmp_path / "corpus.toml").write_text(manifest)

    with pytest.raises(CorpusError) as caught:
        load_corpus(tmp_path)

    assert caught.value.message == f"{tmp_path}/corpus.toml: {said}"


def test_manifest_glossary_and_texts_may_be_in_utf_16(tmp_path: Path) -> None:
    files = {
        "corpus.toml": 'name = "배"\n[[document]]\nfiles = "*.txt"\n',
        "glossary.toml": '[[group]]\nforms = ["배", "ship"]\nrests_on = "x"\n',
        "a.txt": KOREAN,
        "b.txt": "Ships.\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-16")

    corpus = load_corpus(tmp_path)

    assert (corpus.name, load_glossary(tmp_path)[0].forms) == ("배", ("배", "ship"))
    assert [record.text for record in read_records(corpus)] == [KOREAN.strip(), "Ships."]


def test_init_and_add_say_the_encoding_of_what_is_text(run_wp8: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(f"{KOREAN}{name}".encode("cp949"))
    (tmp_path / "c.rtf").write_bytes(rb"{\rtf1 Ships.}")

    made = run_wp8("init", str(folder), str(tmp_path / "a.txt"), "--encoding", "cp949")
    added = run_wp8(
        "add", *(str(tmp_path / name) for name in ("b.txt", "c.rtf")),
        "--encoding", "cp949", "--corpus", str(folder),
    )  # fmt: skip

    assert (made.exit_code, added.exit_code) == (0, 0)
    assert [document.encoding for document in load_corpus(folder).documents] == [
        "cp949",
        "cp949",
        "",
    ]


def test_ids_and_a_quotation_on_stdin_may_be_in_utf_16(run_wp8: Runner) -> None:
    ids = run_wp8("show", "-", "--format", "jsonl", stdin="speech:1\nspeech:2\n".encode("utf-16"))
    located = run_wp8("locate", "-", "--format", "csv", stdin="self-reliance".encode("utf-16"))

    assert [ids.exit_code, ids.stdout.count("\n"), located.exit_code] == [0, 2, 0]
