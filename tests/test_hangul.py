"""Hangul words: initials north and south, and particles."""

from __future__ import annotations

import pytest

from wp8.words.hangul import initial_variants, is_syllable, without_particle


@pytest.mark.parametrize(
    ("syllable", "variants"),
    [
        ("로", ["노"]),
        ("노", ["로"]),
        ("령", ["녕", "영"]),
        ("영", ["령", "녕"]),
        ("녀", ["려", "여"]),
        ("여", ["려", "녀"]),
        ("력", ["녁", "역"]),
        ("폐", ["페"]),
        ("오", []),
        ("가", []),
        ("당", []),
    ],
)
def test_an_initial_changes_place_as_north_and_south_spell_it(
    syllable: str, variants: list[str]
) -> None:
    assert initial_variants(syllable) == variants


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("자력갱생의", ["자력갱생"]),
        ("대회에서", ["대회"]),
        ("자력갱생", []),
        ("당의", []),
        # After a name, which ends like a particle itself.
        ("김정은", []),
        ("김정은은", ["김정은"]),
        ("김정은이", ["김정은"]),
        ("김정은을", ["김정은"]),
        ("혁명가", []),
        ("혁명가가", ["혁명가"]),
        # Those that stand after a consonant do not stand after a vowel, and the other way round.
        ("김정은는", []),
        ("김정은가", []),
        ("혁명가은", []),
        ("혁명가이", []),
    ],
)
def test_a_particle_is_taken_off_a_noun_of_two_syllables(word: str, bare: list[str]) -> None:
    assert ["".join(found) for found in without_particle(list(word))] == bare


def test_a_syllable_is_one_and_of_hangul() -> None:
    assert is_syllable("자")
    assert not is_syllable("자력")
    assert not is_syllable("a")
