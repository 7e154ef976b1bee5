"""The vocabulary of a changed corpus is that of one written anew, byte for byte."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.index.forms import AllCapitals, Capitals, Numbers, write_capitals, write_forms
from wp8.index.segments.changed_forms import write_changed_forms
from wp8.words.lexemes import Lexemes
from wp8.words.sorted_lines import TOKENS, write_lines
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

WORDS = (
    "plan plans Plans planned planning sing Sang sang building build Building Kim Jong 당 eaglais "
    "car chair at atan is"
)
LEXEMES = Lexemes()
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(TEXT, st.sampled_from(["", "en", "gd", "gv"])), max_size=5)


def told_by(texts: Sequence[tuple[str, str]]) -> Capitals:
    capitals = Capitals()
    for text, language in texts:
        capitals.note(list(tokenize(text)), language)
    return capitals


def write_anew(folder: Path, texts: Sequence[tuple[str, str]], more: str = "") -> dict[str, bytes]:
    folder.mkdir()
    capitals = AllCapitals(Numbers())
    capitals.join(told_by(texts))
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


class _Asked(Lexemes):
    """Lexemes that note which languages are asked what words have forms that no text has."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = []

    def others(self, language: str, bases: Collection[str]) -> Iterator[tuple[str, str]]:
        self.languages.append(language)
        return super().others(language, bases)


def test_only_dictionaries_of_languages_that_change_are_looked_through(tmp_path: Path) -> None:
    stays, goes = [("eaglais", "gd"), ("car", "gv")], [("planned eaglais", "en")]
    write_anew(tmp_path / "earlier", stays + goes)

    def asked(comes: Sequence[tuple[str, str]]) -> list[str]:
        lost = told_by(goes)
        lost.leave(told_by(comes))
        now = tmp_path / f"now{len(comes)}"
        now.mkdir()
        lexemes = _Asked()
        write_changed_forms(
            str(now), lambda name: (tmp_path / "earlier" / name).read_bytes(), lost, lexemes
        )
        return lexemes.languages

    assert asked([("sing", "en")]) == []
    assert asked([("sing", "en"), ("chair", "gv")]) == ["gv"]
