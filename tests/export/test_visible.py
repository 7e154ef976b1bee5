"""What a text has that would act on whoever reads it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wp8.corpus.document import Corpus, Document
from wp8.corpus.item.fields import FIELDS
from wp8.export.editions import EXPORTS, export
from wp8.model import Record, visible
from wp8.results import Records

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
ACTING = st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Lu"]))


def acts(character: str) -> bool:
    """Return whether a character is a control, ends a line, or turns the order of reading."""
    return (
        unicodedata.category(character) in ("Cc", "Zl", "Zp")
        or unicodedata.bidirectional(character) in TURNING
    ) and character not in "\t\n"


@given(ACTING)
def test_what_acts_is_visible_and_all_else_is_as_it_was(text: str) -> None:
    shown = visible(text)

    assert len(shown) == len(text)
    for place, (before, after) in enumerate(zip(text, shown, strict=True)):
        ends_a_line = text.startswith("\r\n", place)
        assert (before == after) == (ends_a_line or not acts(before))
        assert not acts(after) or ends_a_line


@given(st.text())
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_every_control_has_its_own_picture() -> None:
    assert visible("\0\x07\x1b\x7f\x9b\u202e\u2066\u2028\r") == "␀␇␛\ufffd\ufffd\ufffd\ufffd\ufffd␍"


@settings(max_examples=20)
@example("".join(filter(acts, map(chr, range(0x2070)))))
@given(ACTING)
@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_acts_in_an_export(name: str, text: str) -> None:
    said = f"x{text}"
    document = Document(
        *("a", f"{said}.txt", "text", said),
        language=said,
        affiliation=said,
        date_in_words=said,
        rights=said,
        stated=dict.fromkeys(set(FIELDS) - {"type", "categories"}, said),
    )
    corpus = Corpus("c", Path(), (document,), "sha256:0")
    record = Record("a:1", "a", "paragraph", said, 1, 1, said, document.file, (1, 1))
    records = Records([record], corpus={"name": said, "digest": said})

    written = "".join(export(name, records, corpus)).replace("\r\n", "\n")

    assert not any(map(acts, written))
