from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.render.snippet import Span, sentences, snippet

CORPUS = Path(__file__).parents[1] / "corpus"
thorough = settings(max_examples=300, deadline=None, derandomize=True, database=None)


def cut(text: str) -> list[str]:
    return [text[start:end].rstrip() for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("No stop", ["No stop"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("One… Two.  Three.", ["One…", "Two.", "Three."]),
        # A small letter begins no sentence.
        ("He asked. why not", ["He asked. why not"]),
        ("Committee, ed. Investment Guide.", ["Committee, ed. Investment Guide."]),
        ("Yu Weihai, eds. Yearbook (2017).", ["Yu Weihai, eds. Yearbook (2017)."]),
        ("The U.S. Government. It", ["The U.S. Government.", "It"]),
        ("On p. 18 it says. No", ["On p. 18 it says.", "No"]),
        ("Mr. Kim met Dr. Li. They", ["Mr. Kim met Dr. Li.", "They"]),
        ("II. Fully. III. Strengthen.", ["II.", "Fully.", "III.", "Strengthen."]),
        ("I. Further it. Then", ["I. Further it.", "Then"]),
        ("He said “Go.” She", ["He said “Go.”", "She"]),
        ('He said "Go." "Why?" (Yes.) End', ['He said "Go."', '"Why?"', "(Yes.)", "End"]),
        ("It grew 1.5 times. In 2016. 2017 came", ["It grew 1.5 times.", "In 2016.", "2017 came"]),
        ("See http://www.kcna.kp. Then", ["See http://www.kcna.kp.", "Then"]),
        ("고치였다 . 《조선》은 끝났다. 혁명", ["고치였다 .", "《조선》은 끝났다.", "혁명"]),
    ],
)
def test_a_text_is_cut_into_these_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_the_sentences_of_every_record_are_all_of_it() -> None:
    for record in read_records(load_corpus(CORPUS)):
        pieces = sentences(record.text)
        assert "".join(record.text[start:end] for start, end in pieces) == record.text


TEXT = "First here. Second there. Third one. Fourth too."


@pytest.mark.parametrize(
    ("highlights", "expected"),
    [
        ([(0, 5)], ["First here. "]),
        ([(12, 18)], ["Second there. "]),
        ([(12, 18), (26, 31)], ["Second there. Third one. "]),
        ([(0, 5), (26, 31)], ["First here. ", "Third one. "]),
        # A match over the end of a sentence shows both.
        ([(6, 18)], ["First here. Second there. "]),
        ([(37, 48)], ["Fourth too."]),
        ([], [TEXT]),
    ],
)
def test_a_snippet_is_the_sentences_with_a_match(
    highlights: list[Span], expected: list[str]
) -> None:
    shown = snippet(TEXT, highlights, longest=20)

    assert [TEXT[start:end] for start, end in shown] == expected


def test_of_a_very_long_sentence_there_is_what_stands_around_its_matches() -> None:
    text = "salt " * 2_000 + "harbour " + "wool " * 2_000 + "quay " + "coal " * 100
    places = [(text.index(word), text.index(word) + len(word)) for word in ("harbour", "quay")]
    spans = snippet(text, places, longest=20)

    assert [text[start:end] for start, end in spans] == ["salt harbour wool", "wool quay coal"]
    solid = snippet(text.replace(" ", "x"), places, longest=20)
    assert solid == [(9_990, 10_017), (19_998, 20_022)]


def test_a_text_of_the_greatest_length_is_shown_whole_and_no_longer_one() -> None:
    assert snippet(TEXT, [(0, 5)], longest=len(TEXT)) == [(0, len(TEXT))]
    assert snippet(TEXT, [(0, 5)], longest=len(TEXT) - 1) == [(0, 12)]


TEXTS = st.lists(
    st.sampled_from(
        "Word word. U.S. p. 18 ed. “Go.” (No.) ! ? … 혁명. 《조선》 \t II. and".split(" ")
    ),
    max_size=30,
).map(" ".join) | st.text(max_size=60)


@thorough
@given(TEXTS)
def test_sentences_are_the_whole_text_in_order(text: str) -> None:
    spans = sentences(text)

    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(text)


@thorough
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_a_snippet_covers_all_highlights(text: str, places: list[tuple[int, int]]) -> None:
    highlights = [
        (start, min(len(text), start + length)) for start, length in places if start < len(text)
    ]

    shown = snippet(text, highlights, longest=10)

    covered = {place for start, end in shown for place in range(start, end)}
    assert {place for start, end in highlights for place in range(start, end)} <= covered
    assert all(first[1] < second[0] for first, second in pairwise(shown))
