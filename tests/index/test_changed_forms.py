"""The vocabulary of a changed corpus is that of one written anew, byte for byte."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.index.forms import Capitals, write_capitals, write_forms
from wp8.index.segments.changed_forms import write_changed_forms
from wp8.words.lexemes import Lexemes
from wp8.words.sorted_lines import TOKENS, write_lines
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = (
    "plan plans Plans planned planning sing Sang sang building build Building Kim Jong 당 eaglais "
    "car chair at atan is"
)
LEXEMES = Lexemes()
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(TEXT, st.sampled_from(["", "en", "gd"])), max_size=5)


def told_by(texts: Sequence[tuple[str, str]]) -> Capitals:
    capitals = Capitals()
    for text, language in texts:
        capitals.note(list(tokenize(text)), language)
    return capitals


def write_anew(folder: Path, texts: Sequence[tuple[str, str]], more: str = "") -> dict[str, bytes]:
    folder.mkdir()
    capitals = told_by(texts)
    write_forms(str(folder), capitals, LEXEMES)
    write_capitals(str(folder), capitals)
    write_lines(str(folder / TOKENS), (token + more for token in sorted(capitals.tokens)))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["", "\t!"]))
def test_a_changed_vocabulary_is_that_of_all_texts_written_anew(
    stays: list[tuple[str, str]],
    goes: list[tuple[str, str]],
    comes: list[tuple[str, str]],
    more: str,
) -> None:
    with TemporaryDirectory() as place:
        earlier, now, anew = (Path(place, name) for name in ("earlier", "now", "anew"))
        write_anew(earlier, stays + goes, more)
        lost = told_by(goes)
        lost.leave(told_by(comes))
        now.mkdir()
        write_changed_forms(str(now), lambda name: (earlier / name).read_bytes(), lost, LEXEMES)

        changed = {path.name: path.read_bytes() for path in now.iterdir()}
        assert changed == write_anew(anew, stays + comes)
