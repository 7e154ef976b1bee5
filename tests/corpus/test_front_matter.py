"""Front matter: no part of a text, and what it says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.readers.block import Found
from wp8.corpus.readers.front_matter import front_matter, without_front_matter
from wp8.corpus.readers.markdown import find, read
from wp8.corpus.readers.text import find as find_in_text


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("---\ntitle: A title\nauthor: N. N.\ndate: 1921-01-12\nlang: en\n---\n",
         Found("A title", "N. N.", "1921-01-12", "en")),
        ("---\ntitle: \"It's: a \\\"title\\\"\"\nauthors: [A, 'B']\n...\n",
         Found("It's: a \"title\"", "A, B")),
        ("---\n# comment\ntitle: T\nauthor:\n  - A\n  - B\ntags:\n- x\n---\n", Found("T", "A, B")),
        ("---\ntags: [x]\n---\n", Found()),
        ("% A long\n  title\n% A. Writer\n% 1921\n", Found("A long title", "A. Writer", "1921")),
        ("% Title\n", Found("Title")),
    ],
)  # fmt: skip
def test_front_matter_is_found_and_is_no_text(head: str, found: Found) -> None:
    text = f"{head}\nText.\n"

    assert front_matter(text) == found
    (block,) = read(text)
    assert (block.text, block.lines[0]) == ("Text.", head.count("\n") + 2)


@pytest.mark.parametrize(
    "text",
    ["---\nText.\n\n---\n", "---\n\ntitle: x\n---\n", "---\ntitle: x\n", "Text.\n---\na: b\n---\n"],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert without_front_matter(text) == text
    assert front_matter(text) == Found()


def test_the_first_heading_is_a_title_where_front_matter_has_none() -> None:
    assert find("---\nauthor: A\n---\n\nText.\n\n# The *title*[^1] #\n") == Found("The title", "A")
    assert find("No heading.") == Found()


def test_the_first_line_of_a_text_is_its_title_if_it_is_short() -> None:
    assert find_in_text("\n  A title\n\nText.") == Found("A title")
    assert find_in_text("word " * 60) == Found()


@given(st.text(alphabet="-%:.# \n\tabtile[],'\"", max_size=60))
def test_nothing_but_front_matter_is_taken_from_a_text(text: str) -> None:
    rest = without_front_matter(text)

    assert text.endswith(rest.lstrip("\n"))
    assert rest.count("\n") == text.count("\n")
    front_matter(text)
