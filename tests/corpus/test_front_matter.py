"""Front matter: no part of a text, and what it says of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from string import ascii_letters
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers.block import Found
from wp8.corpus.readers.front_matter import LONGEST, front_matter, without_front_matter
from wp8.corpus.readers.markdown import find, read
from wp8.corpus.readers.text import find as find_in_text
from wp8.corpus.records import read_document
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("---\ntitle: A title\nauthor: N. N.\ndate: 1921-01-12\nlang: en\n---\n",
         Found(title="A title", author="N. N.", issued="1921-01-12", language="en")),
        ("---\ntitle: \"It's: a \\\"title\\\"\"\nauthors: [A, 'B']\n...\n",
         Found(title="It's: a \"title\"", author=["A", "B"])),
        ("---\n# comment\ntitle: T\nauthor:\n  - A\n  - B\ntags:\n- x\n---\n",
         Found(title="T", author=["A", "B"])),
        ("---\ntags: [x]\n---\n", Found()),
        ('---\ntitle: "Sea, \\"the\\" sea"\nauthor: ["Roe-Day, Ána", "Poe, Bo"]\n---\n',
         Found(title='Sea, "the" sea', author=["Roe-Day, Ána", "Poe, Bo"])),
        ("---\ntitle: Sea # not of it\nauthor: &who Ann\neditor: *who\ntags: [a, b]\n---\n",
         Found(title="Sea", author="Ann", editor="Ann")),
        ("---\ntitle: >\n  Long and\n  folded\nauthor: |\n  Ann\n  Bo\n---\n",
         Found(title="Long and folded", author="Ann Bo")),
        ("---\ntitle: Two\n  lines\nlang: no\ndate: 1921-01-12T10:00:00Z\n---\n",
         Found(title="Two lines", issued="1921-01-12T10:00:00Z", language="no")),
        ("---\nauthor:\n  - name: Ann Roe\n    email: a@b.c\n  - name: {given: Bo, family: Poe}\n"
         "  - {given: Cy, family: Fox}\n  - literal: The Union\n  - ~\n---\n",
         Found(author=[
             "Ann Roe", {"family": "Poe", "given": "Bo"}, {"family": "Fox", "given": "Cy"},
             "The Union",
         ])),
        ("---\nauthor:\n- {name: Ann, affiliation: {name: A Place}}\n- name: Bo\n  affiliations:\n"
         "  - A Place\n  - name: Another\n  - ref: x\nrights: Free\n---\n",
         Found(author=["Ann", "Bo"], affiliation="A Place; Another", rights="Free")),
        ("---\ntitle: 1921-01-12 10:00, a log\ndate: 1921-01-12 10:00:00 +9\n---\n",
         Found(title="1921-01-12 10:00, a log", issued="1921-01-12 10:00:00 +9")),
        ("---\ntitle: 1984\nauthor: ~\ndate: 1914/1918\n---\n",
         Found(title="1984", issued="1914/1918")),
        ("---\nTitle: Sea\n\nAUTHOR: Ann\n---  \n", Found(title="Sea", author="Ann")),
        ("---\n제목: 바다\ntitle: 바다\n---\n", Found(title="바다")),
        ("---\ntitle: !!python/object/apply:os.system [exit]\n---\n", Found(title="exit")),
        ("+++\ntitle = 'Sea'\nauthors = ['Ann', 'Poe, Bo']\ndate = 1921-01-12\n+++\n",
         Found(title="Sea", author=["Ann", "Poe, Bo"], issued=date(1921, 1, 12))),
        ("% A long\n  title\n% A. Writer\n  B. Poe; C\n% 1921\n",
         Found(title="A long title", author="A. Writer; B. Poe; C", issued="1921")),
        ("% Title\n", Found(title="Title")),
        ("---\nauthor: [Ann Roe <a@b.org>, '<only@b.org>', 'Bo (of B)']\n---\n",
         Found(author=["Ann Roe", "<only@b.org>", "Bo (of B)"])),
        ("---\ntype: article-journal\njournal: Seas\nvolume: 3\nissue: 2\npages: 1-9\n"
         "doi: 10.5555/x\nisbn: 1\neditors: [A]\ntranslator: B\ncontainer author: C\n---\n",
         Found(**{
             "type": "article-journal", "container-title": "Seas", "volume": "3", "issue": "2",
             "page": "1-9", "DOI": "10.5555/x", "ISBN": "1", "editor": "A", "translator": "B",
             "container-author": "C",
         })),
        ("---\ncitation:\n  issued: {date-parts: [[2021, 1]]}\n---\n",
         Found(issued={"date-parts": [["2021", "1"]]})),
        ("---\neditor: visual\n---\n", Found()),
        ("---\neditor: {markdown: {wrap: 72}}\n---\n", Found()),
        ("---\ntype: post\nurl: /sea\nstatus: draft\ndate: today\nversion: 2\n---\n", Found()),
        ("---\ntype: post\ncitation:\n  type: post\n  url: https://example.org\n  status: x\n---\n",
         Found(type="post", URL="https://example.org", status="x")),
    ],
)  # fmt: skip
def test_front_matter_is_found_and_is_no_text(head: str, found: Found) -> None:
    text = f"{head}\nText.\n"

    assert front_matter(text) == found
    (block,) = read(text)
    assert (block.text, block.lines[0]) == ("Text.", head.count("\n") + 2)


@pytest.mark.parametrize(
    "text",
    [
        "---\nText.\n\n---\n",
        "---\n\ntitle: x\n---\n",
        "---\ntitle: x\n",
        "Text.\n---\na: b\n---\n",
        "---\nHe said: I go.\n\nShe said nothing.\n---\n",
        "---\n- one\n- two\n---\n",
        "---\n---\n",
        "+++\nIs it?\n+++\n",
        f"---\ntitle: {'x' * LONGEST}\n---\n",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert without_front_matter(text) == text
    assert front_matter(text) == Found()


def test_the_first_heading_is_a_title_where_front_matter_has_none() -> None:
    assert find("---\nauthor: A\n---\n\nText.\n\n# The *title*[^1] #\n") == Found(
        title="The title", author="A"
    )
    assert find("No heading.") == Found(title="")


def test_the_first_line_of_a_text_is_its_title_if_it_is_short() -> None:
    assert find_in_text("\n  A title\n\nText.") == Found(title="A title", title_supplied=False)
    assert find_in_text("word " * 60) == Found()


@pytest.mark.parametrize(
    ("text", "supplied"),
    [
        ("What is it?\n\nText.", False),
        ("A title", False),
        ("A sentence.", True),
        ("“A sentence.”\n\nText.", True),
        ("一句。\n\nText.", True),
        ("The first line\nof a paragraph.\n", True),
    ],
)
def test_a_first_sentence_is_a_title_for_want_of_another(text: str, supplied: bool) -> None:
    found = find_in_text(text)

    assert (found["title"], found["title_supplied"]) == (text.partition("\n")[0], supplied)


@given(st.text(alphabet="-%:.# \n\tabtile[],'\"", max_size=60))
def test_nothing_but_front_matter_is_taken_from_a_text(text: str) -> None:
    try:
        rest = without_front_matter(text)
    except UnreadableError:
        return

    assert text.endswith(rest.lstrip("\n"))
    assert rest.count("\n") == text.count("\n")
    assert front_matter(rest) == Found()


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("title: Sea: a\n  life: b", "line 2: the front matter is not YAML: mapping values"),
        ('title: "Sea\nauthor: Ann', "line 3: the front matter is not YAML: found unexpected end"),
        ("title: a\x07b", "line 2: the front matter is not YAML: special characters"),
        ("title: &a [*a]", "line 2: the front matter is not YAML: found unconstructable"),
        ("a: " + "[" * 20_000, "line 2: the front matter is not YAML: it nests too deeply"),
        ("a: " + "{" * 20_000, "line 2: the front matter is not YAML: it nests too deeply"),
        ("a:\n" + "- " * 10_000, "line 2: the front matter is not YAML: it nests too deeply"),
    ],
)
def test_front_matter_that_is_none_is_an_error_that_names_its_line(head: str, message: str) -> None:
    text = f"---\n{head}\n---\nText.\n"

    for look in (front_matter, without_front_matter):
        with pytest.raises(UnreadableError, match=f"^{message}") as caught:
            look(text)
        assert caught.value.hint == "put a value that has signs in it in quotes"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("draft = true\ntitle = Sea", "line 3: the front matter is not TOML: Invalid value"),
        ("a = " + "[" * 20_000, "line 2: the front matter is not TOML: it nests too deeply"),
    ],
)
def test_toml_that_is_none_is_an_error_that_names_its_line(head: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{message}") as caught:
        front_matter(f"+++\n{head}\n+++\n")

    assert caught.value.hint == "put a value that has signs in it in quotes"


def test_an_error_in_front_matter_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: [Sea\n---\n\nText.\n")
    document = Document("a", "a.md", "markdown", "A")

    with pytest.raises(CorpusError) as caught:
        read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert caught.value.message.startswith(f"{tmp_path}/a.md: line 2: the front matter is not YAML")


def test_a_colon_in_a_value_needs_no_quotes() -> None:
    text = "---\ntitle: Sea: a life\nauthor: Ann: B.\ndate: 1921\n---\nText.\n"

    assert front_matter(text) == Found(title="Sea: a life", author="Ann: B.", issued="1921")
    assert without_front_matter(text).strip() == "Text."


@pytest.mark.parametrize("join", ["[{}]", "{{<<: [{}]}}"])
def test_aliases_of_aliases_are_no_bomb(join: str) -> None:
    lines = [
        f"{a}: &{a} {join.format(', '.join([f'*{b}'] * 9))}" for b, a in pairwise(ascii_letters)
    ]
    many = "author: *Z\neditor: [{name: *Z}]\npublisher: {name: *Z}\nissued: {date-parts: *Z}"
    head = "\n".join(["a: &a {x: 1}", *lines, many, "title: Sea"])

    found = front_matter(f"---\n{head}\n---\n")
    assert found.pop("issued").keys() == {"date-parts"}
    assert found == Found(title="Sea")
