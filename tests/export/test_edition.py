"""The reading edition: one HTML page that holds every record, letter by letter."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.export.edition.inline import Mark, inline
from wp8.export.edition.page import edition
from wp8.model import Quote, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Runner

VOID = {"meta", "input", "link", "img", "br", "hr"}
CORPUS = Path(__file__).parents[2] / "corpus"


class Element(NamedTuple):
    """The start of an element."""

    tag: str
    attributes: dict[str, str]


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of each record."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: dict[str, list[str]] = {}
        self.hangul_in: set[str] = set()
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, perhaps one that holds a text."""
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(made)
        if tag not in VOID:
            self._open.append(made)
        if "text" in made.attributes.get("class", "").split():
            self.texts.setdefault(self._record(), []).append("")

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Add to the text that is open, but the marks of notes are wp8's."""
        classes = [opened.attributes.get("class", "").split() for opened in self._open]
        if ["text"] in classes and ["mark"] not in classes:
            self.texts[self._record()][-1] += data
            if re.search("[가-힣]", data):
                stated = (opened.attributes.get("lang") for opened in reversed(self._open))
                self.hangul_in.add(next(filter(None, stated)))

    def _record(self) -> str:
        """The record that the open elements are of."""
        for opened in reversed(self._open):
            if "data-record" in opened.attributes:
                return opened.attributes["data-record"]
            if "record" in opened.attributes.get("class", "").split():
                return opened.attributes["id"]
        raise AssertionError(f"a text outside a record: {self._open}")

    @property
    def ids(self) -> list[str]:
        """Every id of the page."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of this name."""
        return [element.attributes for element in self.elements if element.tag == tag]


def made(folder: Path) -> tuple[str, list[Record]]:
    corpus = load_corpus(folder)
    records = read_records(corpus)
    about = {"name": corpus.name, "digest": corpus.digest, "version": "1.2"}
    html = edition(corpus.documents, records, about, lambda record: f"A. <Writer>, “{record.id}”")
    return "".join(html), records


@pytest.fixture(scope="module")
def shipped() -> str:
    return made(CORPUS)[0]


def texts_of(page: Page) -> dict[str, str]:
    """The text of each record; the cells that are empty on the page are nothing in the source."""
    return {id_: "\t".join(filter(None, cells)) for id_, cells in page.texts.items()}


def corpus_with(
    folder: Path, *, text: str, layout: str = "text", name: str = "tiny", **stated: str
) -> Path:
    """Return a corpus with one document, in `folder`."""
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    fields = {"id": "a", "file": "a.txt", "layout": layout, "title": "A", **stated}
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items()]
    manifest = "\n".join([f"name = {json.dumps(name)}", "[[document]]", *lines])
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", [CORPUS, CORPUS.parent / "tests" / "mini_corpus"])
def test_every_record_comes_back_from_the_page_letter_by_letter(folder: Path) -> None:
    html, records = made(folder)

    assert texts_of(Page(html)) == {record.id: record.text for record in records}


@pytest.mark.parametrize("folder", [CORPUS, CORPUS.parent / "tests" / "mini_corpus"])
def test_ids_are_unique_and_every_link_has_its_target(folder: Path) -> None:
    page = Page(made(folder)[0])
    links = [attributes["href"] for attributes in page.all("a")]

    assert len(set(page.ids)) == len(page.ids)
    assert {link[0] for link in links} == {"#"}
    assert {unquote(link[1:]) for link in links} <= set(page.ids)


def test_an_address_of_wp8_is_an_anchor(shipped: str) -> None:
    assert set(Page(shipped).ids) >= {
        *("speech", "speech:12", "speech:s1", "speech:part3"),
        *("paper", "paper:II", "paper:n7", "paper:t1.0", "paper:t1.5", "paper:h2"),
    }


def test_the_page_loads_nothing_and_its_policy_allows_only_its_own_style_and_script(
    shipped: str,
) -> None:
    page = Page(shipped)
    style, script = (
        shipped.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0] for tag in ("style", "script")
    )
    digests = [b64encode(sha256(source.encode()).digest()).decode() for source in (style, script)]

    assert [
        a for _, a in page.elements if {"src", "srcset", "poster", "data", "style"} & {*a}
    ] == []
    assert {element.tag for element in page.elements} & {
        "link",
        "iframe",
        "object",
        "base",
    } == set()
    assert re.findall(r"https?:|//|url\(|@import", style) == []
    assert re.findall(r"https?:|fetch\(|XMLHttpRequest|import\(|innerHTML", script) == []
    assert page.all("meta")[1]["content"] == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_a_hostile_corpus_stays_text(tmp_path: Path) -> None:
    evil = (
        "</script></style><img src=x onerror=alert(1)>&amp;&lt;\"' $style ${x} <!-- documents -->"
    )
    text = f"{evil}\n\n{evil} \x1b[31m \x85 \x0c"
    folder = corpus_with(tmp_path, text=text, name=evil, title=evil, author=evil, language=evil)
    html, records = made(folder)
    page = Page(html)

    assert texts_of(page) == {record.id: record.text for record in records}
    assert (page.all("img"), len(page.all("script")), len(page.all("style"))) == ([], 1, 1)
    assert page.all("article")[0]["lang"] == evil


def test_the_same_corpus_gives_the_same_bytes(run_wp8: Runner) -> None:
    first, second = (
        run_wp8.having(PYTHONHASHSEED=seed)("export", "--format", "html") for seed in "12"
    )

    assert first.stdout == second.stdout
    assert (second.stderr, second.exit_code) == ("", 0)
    assert first.stdout.startswith("<!DOCTYPE html>")


def test_the_page_says_what_it_is(shipped: str) -> None:
    digest = load_corpus(CORPUS).digest

    assert '<h1 id="_name">wp8: a reading edition</h1>' in shipped
    assert "2 documents, 120 numbered paragraphs. The paragraph numbers are wp8’s own" in shipped
    assert f'<dd class="digest">{digest}</dd>' in shipped
    assert "<dd>wp8 1.2</dd>" in shipped
    rights = "Rights remain with the author and the publisher; the source states none."
    assert shipped.count(f"<dt>Rights</dt><dd>{rights}</dd>") == 2
    assert "<dt>Title</dt><dd>supplied; the source has none</dd>" in shipped


def test_headings_skip_no_level(shipped: str) -> None:
    levels = [int(e.tag[1]) for e in Page(shipped).elements if re.fullmatch("h[1-6]", e.tag)]

    assert (levels[0], levels.count(1), levels.count(2), levels.count(3)) == (1, 1, 3, 10)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_hangul_is_told_from_the_english_around_it(shipped: str) -> None:
    assert Page(shipped).hangul_in == {"ko"}
    assert '<cite class="title"><span lang="ko">로동신문</span></cite><span lang="ko">》' in shipped


def test_quoted_matter_is_told_and_keeps_its_marks(shipped: str) -> None:
    assert (
        'ideals of &quot;<q class="slogan">The people are god,</q>&quot; single-hearted' in shipped
    )
    assert '《<cite class="title">Rodong Shinmun</cite>》reported' in shipped


def test_a_note_is_called_where_its_mark_stood_and_leads_back(shipped: str) -> None:
    mark = (
        '2017<sup class="mark"><a href="#paper:n8" id="_mark:paper:9:paper:n8"'
        ' role="doc-noteref" aria-label="Note 8">8</a></sup>, which'
    )
    back = '<a href="#_mark:paper:9:paper:n8" role="doc-backlink"'

    assert (shipped.count(mark), shipped.count(back)) == (1, 1)
    assert shipped.count('role="doc-noteref"') == shipped.count('role="doc-backlink"') == 19


def test_a_table_has_its_caption_and_headers(shipped: str) -> None:
    table = shipped.partition("<table")[2].partition("</table>")[0]
    cells = re.findall(r'<th class="text" scope="(\w+)"[^>]*>(.*?)</th>', table)

    assert shipped.count("<table") == 1
    assert table.startswith(' aria-labelledby="_text:paper:c1"><caption>')
    assert cells[:4] == [
        ("col", "Name"),
        ("col", "Position"),
        ("rowgroup", "Members of the Standing Committee of the Political Bureau"),
        ("row", "Kim Jong Un"),
    ]
    assert [scope for scope, _ in cells].count("rowgroup") == table.count("<tbody>") == 2
    assert [scope for scope, _ in cells].count("row") == 19


def test_a_record_has_a_button_with_its_citation(shipped: str) -> None:
    buttons = [a for a in Page(shipped).all("button") if a.get("class") == "cite"]

    assert len(buttons) == len(read_records(load_corpus(CORPUS)))
    assert buttons[0]["data-cite"] == "A. <Writer>, “speech:b1”"
    assert (buttons[0]["value"], buttons[0]["aria-label"]) == ("speech:b1", "Cite speech:b1")


def test_tables_of_any_shape_come_back(tmp_path: Path) -> None:
    text = (
        "Table 1 A caption\n\tBody\n\tName\n\tPost\n\tHouse\n\tAn\n\tOne\n\t\n\tBo\n\t\n"
        "\t\n\t\n\tTwo\nA paragraph\n\tA\n\tB\n\n\tc\n\td\n\te\n\tf\nTable 3 Without a row\n"
    )
    html, records = made(corpus_with(tmp_path, layout="docx-text", text=text))
    page = Page(html)

    assert texts_of(page) == {record.id: record.text for record in records}
    assert len(page.ids) == len(set(page.ids))


def test_a_section_named_like_a_record_does_not_take_its_id(tmp_path: Path) -> None:
    text = (
        "# 1\n\nOne.\n\n# h1\n\nTwo.\n\n# h1\n\nThree.\n\n"
        "# A b\n\nFour[^1] and[^1].\n\nFive[^1].\n\n[^1]: N.\n"
    )
    page = Page(made(corpus_with(tmp_path, layout="markdown", text=text))[0])

    assert len(page.ids) == len(set(page.ids))
    assert "a:§a-b" in page.ids
    assert [a["href"] for a in page.all("a") if a.get("role") == "doc-backlink"] == [
        "#_mark:a:4:a:n1",
        "#_mark:a:5:a:n1",
    ]


def record(text: str, quotes: Sequence[Quote] = ()) -> Record:
    return Record("a:1", "a", "paragraph", "", 1, 1, text, "a.txt", (1, 1), quotes=tuple(quotes))


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
    st.lists(st.integers(0, 40), max_size=3),
)
def test_whatever_is_quoted_and_noted_the_text_comes_back(
    text: str, spans: list[tuple[int, int]], offsets: list[int]
) -> None:
    within = [sorted((min(a, len(text)), min(b, len(text)))) for a, b in spans]
    quoted = record(text, [Quote("title", start, end) for start, end in within])
    marks = [Mark(quoted, record("N"), min(offset, len(text))) for offset in offsets]
    html = inline(quoted, marks=marks)
    page = Page(f'<div id="a:1" class="record"><p class="text">{html}</p></div>')

    assert page.texts == {"a:1": [text]}
    assert html.count("<sup") == len(marks)


def test_a_text_of_many_quotations_is_written_in_linear_time() -> None:
    quotes = [Quote("slogan", place, 200_000 - place) for place in range(0, 80_000, 2)]
    html = inline(record("《가" * 100_000, quotes))

    assert html.count("<q ") == html.count("</q>") == 40_000
