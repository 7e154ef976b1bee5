"""Which words are forms of one, and what is remembered of it."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from wp8.index.store.sealed_file import SealedFile
from wp8.words.lexemes import _HEADER, Memo, american, is_regular, lexemes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "plans"),
        ("plan", "planned"),
        ("plan", "planning"),
        ("develop", "developed"),
        ("developing", "developed"),
        ("country", "countries"),
        ("build", "built"),
        ("build", "building"),
        ("close", "closing"),
        ("meet", "meeting"),
        ("meeting", "meetings"),
        ("mass", "masses"),
        ("attach", "attaches"),
        ("labor", "labour"),
        ("labor", "labours"),
        ("defense", "defence"),
        ("organise", "organized"),
        ("analyse", "analyzed"),
        ("center", "centred"),
        ("fulfil", "fulfilled"),
        ("program", "programmes"),
        ("honor", "honoured"),
    ],
)
def test_two_words_are_forms_of_one(one: str, other: str) -> None:
    assert set(lexemes(one)) & set(lexemes(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("official", "officially"),
        ("internationale", "international"),
        ("bureaucracy", "bureaucratism"),
        ("bureaucracy", "bureaucratic"),
        ("economy", "economic"),
        ("revolution", "revolutionary"),
        ("unit", "united"),
        ("cloth", "clothing"),
        ("seven", "seventh"),
        ("new", "news"),
        ("four", "for"),
        ("hour", "hor"),
        ("we", "us"),
        ("he", "him"),
    ],
)
def test_two_words_are_not_forms_of_one(one: str, other: str) -> None:
    assert not set(lexemes(one)) & set(lexemes(other))


@pytest.mark.parametrize("word", ["자", "10000", "8th", "-19", "us", "the"])
def test_what_has_no_other_form_is_its_only_lexeme(word: str) -> None:
    assert lexemes(word) == (word,)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("developed", "develop"), ("plans", "plan"), ("labour", "labour"), ("united", "unite")],
)
def test_the_lemma_comes_first(word: str, lemma: str) -> None:
    assert lexemes(word)[0] == lemma


def test_a_form_by_another_vowel_is_not_regular() -> None:
    assert not is_regular("sang", "sing")
    assert is_regular("studies", "study")
    assert is_regular("labours", "labor")


def test_the_american_spelling_of_a_word_that_has_one_only_is_the_word() -> None:
    assert american("four") == "four"
    assert american("tour") == "tour"


def test_the_memo_names_the_simplemma_that_is_installed() -> None:
    assert _HEADER.decode().rstrip().endswith(f"simplemma {version('simplemma')}")


@pytest.fixture
def kept(tmp_path: Path) -> SealedFile:
    return SealedFile(tmp_path / "memo", tmp_path / "state")


@pytest.mark.parametrize("few", [0, 1000])
def test_a_memo_knows_later_what_was_looked_up(
    kept: SealedFile, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("wp8.words.lexemes._FEW", few)
    for words in (("plans", "the"), ("party", "plans", "zeal")):
        memo = Memo(kept)
        found = [memo(word) for word in words]
        memo.save()
    monkeypatch.delattr("wp8.words.lexemes.lexemes")
    again = Memo(kept)

    assert [again(word) for word in words] == found
    assert again("the") == ("the",)
    with pytest.raises(NameError):
        again("planned")


@pytest.mark.parametrize("damage", ["plans", "wp8", "\n"])
def test_a_damaged_memo_knows_nothing(
    kept: SealedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    memo = Memo(kept)
    memo("plans")
    memo.save()
    content = (tmp_path / "memo").read_text()
    (tmp_path / "memo").write_text(content.replace(damage, damage.upper() or "x", 1) + "x")

    monkeypatch.delattr("wp8.words.lexemes.lexemes")
    with pytest.raises(NameError):
        Memo(kept)("plans")


def test_a_memo_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    memo = Memo(SealedFile(tmp_path / "missing" / "memo", tmp_path))
    memo("plans")
    memo.save()

    assert not (tmp_path / "missing").exists()
