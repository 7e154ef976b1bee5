"""Quoted matter: which stretches of a paragraph, and of what kind."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.quotations import quotations

PASSAGE = "the way is long and we go on as we began together."


def quoted(text: str, following: str = "") -> list[tuple[str, str]]:
    return [(quote.kind, text[quote.start : quote.end]) for quote in quotations(text, following)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('The ideal of "The people are god," it says', [("slogan", "The people are god,")]),
        ("An “era” of “new roads”.", [("slogan", "era"), ("slogan", "new roads")]),
        ("the people’s “will”", [("slogan", "will")]),
        ("He said, “It rose.”", [("quotation", "It rose.")]),
        (f"He said: “{PASSAGE}”", [("quotation", PASSAGE)]),
        ("《로동신문》2021년1월10일.", [("title", "로동신문")]),
        (
            "“On Work Done at the Great Harbor in the Long Winter of That Year”, http://a.b",
            [("title", "On Work Done at the Great Harbor in the Long Winter of That Year")],
        ),
        ("«ja» and 「네」", [("slogan", "ja"), ("slogan", "네")]),
        ('a 5" nail and a 6" one', []),
        # Within a Hebrew word, the sign of an acronym.
        ('אמר: "הרמטכ"ל בא"', [("slogan", 'הרמטכ"ל בא')]),
        ("the people’s and workers’ will", []),
    ],
)
def test_the_marks_of_each_kind_quote(text: str, found: list[tuple[str, str]]) -> None:
    assert quoted(text) == found


@pytest.mark.parametrize(
    "marks",
    [
        "„“",
        "„”",
        "‚‘",
        "‚’",
        "«»",
        "»«",
        "»»",
        "‹›",
        "›‹",
        "””",
        "″″",
        "′′",
        "‘’",
        "’’",
        "「」",
        "❝❞",
    ],
)
def test_each_mark_is_closed_by_its_mate(marks: str) -> None:
    left, right = marks[0], marks[1]

    assert quoted(f"Sie rief {left}der Weg{right}, {left}ja{right}.") == [
        ("slogan", "der Weg"),
        ("slogan", "ja"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« la voie est longue » dit-il, « oui »", [" la voie est longue ", " oui "]),
        ("„er las “the plan” vor“", ["er las “the plan” vor", "the plan"]),
        ("„er rief ‚ja‘, so war’s“", ["er rief ‚ja‘, so war’s", "ja"]),
        ("»er rief ›ja‹«", ["er rief ›ja‹", "ja"]),
        ("a 5″ nail, a 6″ one, 7′ and 8′", []),
        ("„the way» is long “and so", []),
        ("”Hon sa ’nej tack’ till mig”", ["Hon sa ’nej tack’ till mig", "nej tack"]),
        ("『民』、〈題〉", ["民", "題"]),
        ("don′t and workers‘ will", []),
    ],
)
def test_marks_of_other_languages_stand_in_each_other(text: str, found: list[str]) -> None:
    assert [words for _, words in quoted(text)] == found


def test_quotations_stand_inside_each_other() -> None:
    text = "“He read 《로동신문》 and the ‘new’ plan’s text aloud to the whole of the hall.”"

    assert quoted(text) == [
        ("quotation", text[1:-1]),
        ("title", "로동신문"),
        ("slogan", "new"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('„der Weg" und „er"', ["der Weg", "er"]),
        ('“the way" and “so”', ["so"]),
        ('„der "lange" Weg“ und „ja', ['der "lange" Weg', "lange"]),
        ('“he said "yes" and left', ["yes"]),
        ('"la voie”', ["la voie"]),
    ],
)
def test_the_straight_mark_closes_what_has_no_mate(text: str, found: list[str]) -> None:
    assert [words for _, words in quoted(text)] == found


def test_a_straight_mark_closes_no_quotation_of_several_paragraphs() -> None:
    assert quoted('“We go 5"', following="“and come.”") == [("slogan", 'We go 5"')]


@given(
    st.lists(
        st.sampled_from("don’t ’tis boys’ ’90s ’n’ ’em goin’ o’ ’Twas way (the long’s".split()),
        min_size=1,
    )
)
def test_apostrophes_open_nothing(words: list[str]) -> None:
    assert quoted(" ".join(words)) == []
    assert quoted(f"»{' '.join(words)}«")[1:] == []


@pytest.mark.parametrize("text", ["he said “we go", "we go” he said", "》 and 《", 'so " it'])
def test_a_mark_without_its_pair_quotes_nothing(text: str) -> None:
    assert quoted(text) == []


def test_a_mark_inside_a_quotation_that_nothing_closes_is_passed_over() -> None:
    assert quoted("“a 《b”") == [("slogan", "a 《b")]


def test_a_quotation_of_several_paragraphs_opens_anew_in_each_and_closes_once() -> None:
    assert quoted("He said: “We go", following="“and we come.”") == [("slogan", "We go")]
    assert quoted("He said: “We go", following="and we come.”") == []


@given(st.text('ab .’‘“”"《》「」«»', max_size=30))
def test_quotations_are_in_order_and_inside_one_another_or_apart(text: str) -> None:
    found = quotations(text)

    for one, other in pairwise(found):
        assert one.start <= one.end <= len(text)
        assert one.start <= other.start
        assert other.start >= one.end or other.end <= one.end
