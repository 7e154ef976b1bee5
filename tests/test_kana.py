"""Words in kana: hiragana and katakana are two spellings of one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.words.characters import in_other_kana
from wp8.words.tokens import tokenize


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("かな", ["カナ"]),
        ("カナ", ["かな"]),
        ("ラーメン", ["らーめん"]),
        ("ゔぁいおりん", ["ヴァイオリン"]),
        ("こゝろ", ["コヽロ"]),
        ("サボる", ["さぼる", "サボル"]),
        ("食べる", []),
        ("ー", []),
        ("kana", []),
        ("", []),
    ],
)
def test_a_word_in_kana_has_the_spellings_that_it_is_not_in(
    word: str, spellings: list[str]
) -> None:
    assert in_other_kana(word) == spellings


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1))
def test_the_spelling_of_a_spelling_is_the_word(word: str) -> None:
    (katakana,) = in_other_kana(word)
    assert in_other_kana(katakana) == [word]
    assert len(list(tokenize(katakana))) == len(list(tokenize(word)))
