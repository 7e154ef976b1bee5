"""Tokens of a corpus as other programs read them: CoNLL-U by `conllu`, vertical text as XML."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import conllu as reader
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wp8.corpus.document import Corpus, Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.export.editions import export
from wp8.export.tokens.conllu import conllu
from wp8.export.tokens.token import tokens
from wp8.export.tokens.vertical import vertical
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record, visible
from wp8.results import Records, Streamed
from wp8.words.sentences import sentences
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conftest import Runner

ROOT: Final = Path(__file__).parents[2]
CORPORA: Final = ["corpus", "tests/mini_corpus"]


def record(text: str, id_: str = "a:1", **fields: object) -> Record:
    values: dict[str, Any] = {
        "id": id_,
        "document": id_.partition(":")[0],
        "kind": "paragraph",
        "section": "",
        "number": 1,
        "number_in_section": 1,
        "text": text,
        "file": "a.txt",
        "lines": (1, 1),
        **fields,
    }
    return Record(**values)


def document(id_: str = "a", **fields: object) -> Document:
    values: dict[str, Any] = {"file": "a.txt", "layout": "text", "title": "A", **fields}
    return Document(id_, **values)


def as_conllu(*records: Record) -> str:
    """Return records as an export writes them."""
    return visible("".join(conllu(records, str.upper)))


def as_vertical(*records: Record, **fields: object) -> str:
    documents = [document(id_, **fields) for id_ in dict.fromkeys(r.document for r in records)]
    return visible("".join(vertical(documents, records, str.upper)))


BLANKS: Final = {"\\s": " ", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def blanks(written: str) -> str:
    """Return the blanks that CoNLL-U tells of, as UDPipe or by number."""
    return re.sub(
        r"\\(u[0-9a-f]{4}|.)",
        lambda found: BLANKS.get(found[0]) or chr(int(found[0][2:], 16)),
        written,
    )


def texts_in(written: str) -> dict[str, str]:
    """Return the text of each record that CoNLL-U has, put together from its tokens."""
    texts: dict[str, str] = {}
    for sentence in reader.parse(written):
        id_ = sentence.metadata["sent_id"].rpartition(".s")[0]
        assert sentence.metadata.get("newpar id", id_) == id_
        for token in sentence:
            misc = token["misc"] or {}
            after = blanks(misc.get("SpacesAfter", " "))
            after = "" if misc.get("SpaceAfter") == "No" else after
            before = blanks(misc.get("SpacesBefore", ""))
            texts[id_] = texts.get(id_, "") + before + token["form"] + after
    return texts


def test_a_token_of_conllu_has_its_form_and_its_lemma() -> None:
    text = "People’s  plans, 10 000.\u00a0“New?”\tEnd"

    assert as_conllu(record(text, kind="note"), record("B.", "b:n1")) == (
        "# newdoc id = a\n# newpar id = a:1\n# kind = note\n# sent_id = a:1.s1\n"
        "# text = People’s plans, 10 000.\n"
        "1\tPeople’s\tPEOPLE'S\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\s\\s\n"
        "2\tplans\tPLANS\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "3\t,\t,\t_\t_\t_\t_\t_\t_\t_\n"
        "4\t10 000\t10000\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "5\t.\t.\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\u00a0\n\n"
        "# sent_id = a:1.s2\n# text = “New?”\n"
        "1\t“\t“\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "2\tNew\tNEW\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "3\t?\t?\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "4\t”\t”\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\t\n\n"
        "# sent_id = a:1.s3\n# text = End\n"
        "1\tEnd\tEND\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n"
        "# newdoc id = b\n# newpar id = b:n1\n# kind = paragraph\n# sent_id = b:n1.s1\n"
        "# text = B.\n"
        "1\tB\tB\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "2\t.\t.\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n"
    )


def test_a_token_of_the_vertical_form_has_its_form_norm_and_lemma() -> None:
    first = record('A<b & "C".', section="I", language="zh")
    second = record("下雨了。走", "a:2")

    assert as_vertical(
        first, second, title='On  "A" & <B>', stated={"author": "C"}, language="zh"
    ) == (
        '<doc id="a" title="On &quot;A&quot; &amp; &lt;B&gt;" author="C" type="document" '
        'language="zh">\n'
        '<p id="a:1" kind="paragraph" section="I">\n<s>\n'
        "A\ta\tA\n<g/>\n&lt;\t&lt;\t&lt;\n<g/>\nb\tb\tB\n&amp;\t&amp;\t&amp;\n"
        '"\t"\t"\n<g/>\nC\tc\tC\n<g/>\n"\t"\t"\n<g/>\n.\t.\t.\n</s>\n</p>\n'
        '<p id="a:2" kind="paragraph">\n'
        "<s>\n下雨了\t下雨了\t下雨了\n<g/>\n。\t。\t。\n</s>\n<g/>\n<s>\n走\t走\t走\n</s>\n</p>\n"
        "</doc>\n"
    )


@pytest.mark.parametrize("name", CORPORA)
def test_the_texts_of_a_corpus_come_back_from_conllu(name: str) -> None:
    records = read_records(load_corpus(ROOT / name))

    assert texts_in(as_conllu(*records)) == {record.id: record.text for record in records}


@pytest.mark.parametrize("name", CORPORA)
def test_the_words_of_a_corpus_are_those_that_are_counted(name: str) -> None:
    records = read_records(load_corpus(ROOT / name))
    running = MemoryBackend(records).running([record.id for record in records])
    counted = [running.forms[number] for number in running.numbers]
    columns = [line.split("\t") for line in as_vertical(*records).splitlines() if line[0] != "<"]

    assert {len(each) for each in columns} == {3}
    # A sign is no word; a word has a letter or a figure.
    assert [norm for _, norm, _ in columns if any(map(str.isalnum, norm))] == counted


def test_the_lemmas_of_an_export_are_those_that_are_counted(run_wp8: Runner) -> None:
    sentences_of = reader.parse(run_wp8("export", "--format", "conllu").stdout)
    own = [s for s in sentences_of if s.metadata["sent_id"].startswith("speech:")]
    found = sum(token["lemma"] == "plan" for s in own for token in s)
    table = run_wp8("frequency", "plan", "--lemma", "--doc", "speech", "--format", "csv").stdout

    kinds = {s.metadata["kind"] for s in own if "kind" in s.metadata}
    assert {"paragraph", "title", "salutation"} <= kinds
    assert f"plan,,,{found}," in table


def structures(written: str) -> Iterator[tuple[str, dict[str, str], int]]:
    """Yield the structures of a vertical text, read as XML, each with its number of tokens."""
    root = etree.fromstring(f"<corpus>{written}</corpus>", etree.XMLParser(huge_tree=True))
    for element in root.iter("doc", "p", "s"):
        lines = "".join(element.itertext()).split("\n")
        yield element.tag, dict(element.attrib), sum("\t" in line for line in lines)


def test_a_vertical_text_is_xml_of_documents_paragraphs_and_sentences(run_wp8: Runner) -> None:
    records = read_records(load_corpus(ROOT / "corpus"))
    found = list(structures(run_wp8("export", "--format", "vertical").stdout))
    expected = [len(list(sentences(r.text, r.language))) for r in records]

    assert [about["id"] for tag, about, _ in found if tag == "doc"] == ["speech", "paper"]
    assert [about["id"] for tag, about, _ in found if tag == "p"] == [r.id for r in records]
    assert sum(tag == "s" for tag, *_ in found) == sum(expected)
    assert min(size for *_, size in found) == 1


def test_a_record_without_a_sign_is_in_no_text_of_tokens() -> None:
    assert as_conllu(record(" \n ")) == ""
    assert as_conllu(record(""), record("B", "a:2")).startswith(
        "# newdoc id = a\n# newpar id = a:2"
    )
    assert [size for *_, size in structures(as_vertical(record("")))] == [0]


TEXTS: Final = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "a B . ! “ ” ' ’ - \t \n \u00a0 \u3000 。 당 조선 10,000 U.S. < & \" | \\ _ #".split(
                " "
            )
        )
        | st.just(" ")
    ).map("".join),
)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_comes_back_from_conllu(texts: list[str]) -> None:
    # What acts on a terminal is another character in every export.
    records = [record(visible(text), f"a:{place}") for place, text in enumerate(texts)]

    assert texts_in(as_conllu(*records)) == {r.id: r.text for r in records if r.text.strip()}


@given(TEXTS)
def test_any_text_is_whole_in_its_tokens(text: str) -> None:
    own = list(chain.from_iterable(tokens(record(text), str.upper)))

    assert not any(text[t.start : t.end].isspace() for t in own)
    assert [t.norm for t in own if t.is_word] == [word.norm for word in words(tokenize(text))]
    ends = [0, *(t.end for t in own)]
    starts = [*(t.start for t in own), len(text)]
    assert all(not text[a:b].strip() for a, b in zip(ends, starts, strict=True))


@given(TEXTS, st.text())
def test_any_vertical_text_is_xml(text: str, title: str) -> None:
    written = as_vertical(record(visible(text)), title=title)
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "x", written)
    (_, about, size), *_ = structures(legal)

    assert size == sum(1 for _ in chain.from_iterable(tokens(record(visible(text)), str)))
    assert about["id"] == "a"


@pytest.mark.parametrize("form", ["conllu", "vertical", "jsonl"])
def test_records_are_read_as_they_are_written(form: str) -> None:
    have_been_read = 0

    def read(ids: Sequence[str]) -> list[Record]:
        nonlocal have_been_read
        have_been_read += len(ids)
        return [record("The plan. It was new.", id_) for id_ in ids]

    records = Streamed([f"a:{number}" for number in range(2000)], read)
    corpus = Corpus("c", Path(), (document(),), "sha256:0")
    pieces = list(export(form, Records(records), corpus))
    assert have_been_read == 2000

    ahead, have_been_read = [], 0
    for written, piece in enumerate(export(form, Records(records), corpus)):
        assert piece == pieces[written]
        ahead.append(have_been_read - written)
    assert max(ahead) == 500
    assert max(map(len, pieces)) < 1000


def read_in_turn(streamed: Iterable[Record]) -> list[str]:
    return [each.id for each in streamed]


def test_records_that_are_streamed_are_a_sequence() -> None:
    ids = [f"a:{number}" for number in range(1201)]
    asked: list[int] = []

    def read(wanted: Sequence[str]) -> list[Record]:
        asked.append(len(wanted))
        return [record("A", id_) for id_ in wanted]

    streamed = Streamed(ids, read)

    assert read_in_turn(streamed) == read_in_turn(streamed) == ids
    assert asked == [500, 500, 201] * 2
    assert (len(streamed), streamed[7].id, [r.id for r in streamed[-2:]]) == (1201, "a:7", ids[-2:])
