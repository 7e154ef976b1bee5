from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.errors import QueryError, UnknownNameError
from wp8.index.scan.backend import MemoryBackend, MemoryVocabulary
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.search import Question, resolve
from wp8.query.tree import Field, Filter, Phrase, Typed
from wp8.words import lexemes

if TYPE_CHECKING:
    from collections.abc import Iterator


def record(
    number: int, text: str, kind: str = "paragraph", section: str = "", language: str = "en"
) -> Record:
    letter = "n" if kind == "note" else ""
    fields = (kind, section, number, None, text, "a.txt", (1, 1))
    return Record(f"a:{letter}{number}", "a", *fields, language=language)


def found(query: str, *texts: str, exact: bool = False) -> list[str]:
    """What `query` finds in `texts`, as written there, in reading order."""
    views = [TextView(record(number, text)) for number, text in enumerate(texts)]
    tree = Expander(MemoryVocabulary(views), exact=exact).expand(parse(query))
    return [
        text[start:end]
        for text, view in zip(texts, views, strict=True)
        if (matched := match(tree, view))
        for start, end in view.spans(matched.stretches)
    ]


STATES = "The U.S. asked the US for USD and told us."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("US", ["U.S.", "US"]),
        ("U.S.", ["U.S.", "US"]),
        ("u.s.", ["U.S.", "US"]),
        ('"US"', ["U.S.", "US"]),
        ('"the US"', ["The U.S.", "the US"]),
        ("us", ["us"]),
        ("Us", ["us"]),
        ('"told us"', ["told us"]),
        ('"told US"', []),
        ("USD", ["USD"]),
    ],
)
def test_capitals_ask_for_the_acronym(query: str, expected: list[str]) -> None:
    assert found(query, STATES) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"san po"~3', ["San", "Po", "Sanpo", "po", "san"]),
        ('"san po"~0', ["Sanpo", "po", "san"]),
        ('"san po rail"~3', ["Sanpo", "rail"]),
    ],
)
def test_words_near_each_other_may_be_one_word_too_but_need_not_be(
    query: str, expected: list[str]
) -> None:
    texts = ("San of the Po", "Sanpo has a rail", "po san", "San or some one of the others on Po")

    assert found(query, *texts) == expected


NAMESAKES = (
    "Kim Jong Un spoke to the UN of AIDS, an aid to us.",
    "KIM JONG UN IN CONGRESS",
    "we OF it",
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("UN", ["UN"]),
        ("U.N.", ["UN"]),
        ("un", ["Un", "UN", "UN"]),
        ("AIDS", ["AIDS"]),
        ("EU", []),
        ("KIM", ["Kim", "KIM"]),
        ("CONGRESS", ["CONGRESS"]),
        ('"JONG UN"', ["Jong Un", "JONG UN"]),
        ("OF", ["of", "OF"]),
        ("IT", []),
        ("UN OR IT", ["UN"]),
    ],
)
def test_capitals_ask_for_no_namesake(query: str, expected: list[str]) -> None:
    assert found(query, *NAMESAKES) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("US", ["US"]),
        ("U.S.", ["U.S."]),
        ("us", ["us"]),
        ('"the US"', ["the US"]),
        ('"The U.S. asked"', ["The U.S. asked"]),
        ('"asked the US for"', ["asked the US for"]),
        ("ASKED THE US", ["The", "asked the US", "us"]),
    ],
)
def test_as_written_an_acronym_has_its_points(query: str, expected: list[str]) -> None:
    assert found(query, STATES, exact=True) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("19", ["19", "19"]),
        ('"19"', ["19", "19"]),
        ("COVID-19", ["COVID-19", "COVID 19"]),
        ('"COVID-19"', ["COVID-19", "COVID 19"]),
        ("covid", ["COVID", "COVID"]),
    ],
)
def test_the_number_of_a_name_is_no_number(query: str, expected: list[str]) -> None:
    assert found(query, "19 days of COVID-19, of COVID 19") == expected


PLANS = "Plan, plans, planned; the airplane and a plant."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plan*", ["Plan", "plans", "planned", "plant"]),
        ("Plan*", ["Plan", "plans", "planned", "plant"]),
        ("PLÁN*", ["Plan", "plans", "planned", "plant"]),
        ("plan?", ["plans", "plant"]),
        ("*plan", ["Plan"]),
        ("*plan*", ["Plan", "plans", "planned", "airplane", "plant"]),
        ("pl?n", ["Plan"]),
        ("p*t", ["plant"]),
        ("p???", ["Plan"]),
        ("xyz*", []),
        ("pl.n*", []),
    ],
)
def test_a_wildcard_stands_for_letters_of_a_word(query: str, expected: list[str]) -> None:
    assert found(f"({query})", PLANS) == expected


def test_a_wildcard_stands_in_a_compound() -> None:
    assert found("self-rel*", "self-reliance, self reliant, self-made") == [
        "self-reliance",
        "self reliant",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/plan/", ["Plan"]),
        ("/plan(s|ned)/", ["plans", "planned"]),
        ("/.*plan.*/", ["Plan", "plans", "planned", "airplane", "plant"]),
        ("/PLAN[ST]/", ["plans", "plant"]),
        ("/plán(ñ|ⓝ)ED/", ["planned"]),
        ("/lan/", []),
    ],
)
def test_a_regex_is_matched_by_a_whole_word(query: str, expected: list[str]) -> None:
    assert found(query, PLANS) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/(five|ten)-year/", ["five-year", "ten-year"]),
        ("/fi.*-.*/", ["five-year"]),
        ("/.*-year/", ["five-year", "ten-year"]),
        ("/(two|the)-.*-old/", ["two-year-old"]),
        ("/(five|ten)-(year|month)-?/", ["five-year", "ten-year"]),
        ("/the(ir|y)?’s/", ["they's"]),
        ("/co?vid-1\\d/", ["COVID-19"]),
        ("/five-/", []),
        ("/-year/", []),
        ("/five(-|_)year/", []),
    ],
)
def test_a_regex_with_a_hyphen_is_matched_by_a_whole_compound(
    query: str, expected: list[str]
) -> None:
    text = "A five-year, ten-year plan; a five year, two-year-old; they's COVID-19 or -year."
    assert found(query, text) == expected


@pytest.mark.parametrize("pattern", ["[", "(", "*", "a{2,1}", "(?P<a", "\\", "(" * 2000])
def test_what_is_no_pattern_is_a_query_error(pattern: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(f"/{pattern}/", PLANS)

    assert caught.value.message.startswith(f"/{pattern}/ is not a pattern: "[:400])
    assert caught.value.hint


@pytest.mark.parametrize("pattern", ["로동(당)?", "漢字(s)?", "かな.*", "แก้ว|x", "8차(s)?", "a漢"])
def test_a_pattern_of_several_characters_that_are_words_is_refused(pattern: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(f"/{pattern}/", PLANS)

    sees = "a pattern sees Hangul, Han, kana or Thai one character at a time"
    assert caught.value.message == f"/{pattern}/: {sees}"


@pytest.mark.parametrize("pattern", ["(漢|字)", "[漢字]", "[가나]", "漢?", "é.a"])
def test_a_pattern_of_one_such_character_is_searched(pattern: str) -> None:
    assert found(f"/{pattern}/", PLANS) == []


@pytest.mark.parametrize("query", ["/(a+)+b/", "*a*a*a*a*a*a*b"])
def test_a_pattern_that_backtracks_for_ever_elsewhere_answers(query: str) -> None:
    assert found(query, "a" * 3000) == []


@pytest.mark.parametrize("query", ["w*", "/w.*/"])
def test_a_pattern_may_match_any_number_of_words(query: str) -> None:
    text = " ".join(f"w{number}" for number in range(3000))

    assert len(found(query, text)) == 3000


SELF = "Self-reliance, self reliance, self-reliance-based; people's, peoples, PEOPLE; U.S. us"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("self-reliance", ["Self-reliance"]),
        ('"self reliance"', ["self reliance"]),
        ("people", ["PEOPLE"]),
        ("people’s", ["people's"]),
        ("peoples", ["peoples"]),
        ("U.S.", ["U.S."]),
        ("based", []),
    ],
)
def test_an_exact_query_finds_whole_words_as_written(query: str, expected: list[str]) -> None:
    assert found(query, SELF, exact=True) == expected


FILTERED = MemoryBackend(
    [
        record(1, "plan", section="Part 3"),
        record(2, "plan"),
        record(7, "plan", kind="note", section="II"),
    ]
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind:note", ["a:n7"]),
        ("kind:NOTE", ["a:n7"]),
        ("note:7", ["a:n7"]),
        ("doc:a", ["a:1", "a:2", "a:n7"]),
        ("section:II", ["a:n7"]),
        ('section:"part 3"', ["a:1"]),
        ("section:Part3", ["a:1"]),
        ("plan -kind:note", ["a:1", "a:2"]),
        ("section:II OR section:part3", ["a:1", "a:n7"]),
    ],
)
def test_a_field_is_a_condition_on_records(query: str, expected: list[str]) -> None:
    tree = Expander(FILTERED.vocabulary).expand(parse(query))

    assert FILTERED.search(tree, order="document").ids == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("doc:nowhere", "the corpus has no document nowhere"),
        ("kind:heading", "the corpus has no kind heading"),
        ("note:8", "the corpus has no note 8"),
        ("section:XX", "the corpus has no section XX"),
        ('doc:""', "the corpus has no document "),
    ],
)
def test_a_field_of_what_the_corpus_lacks_is_an_error(query: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        Expander(FILTERED.vocabulary).expand(parse(query))

    assert caught.value.message == message
    assert caught.value.hint


def test_a_resolved_tree_is_left_as_it_is() -> None:
    tree = Phrase(((("plan",),),))

    assert Expander(FILTERED.vocabulary).expand(tree) == tree


def test_a_typed_leaf_becomes_a_phrase_and_a_field_a_filter() -> None:
    expander = Expander(FILTERED.vocabulary)

    assert expander.expand(Typed("phrase", "plan")) == Phrase(((("plan",),),), is_typed=True)
    assert expander.expand(Field("kind", "Note")) == Filter(("kind:note",))


@pytest.mark.parametrize("query", ["김정은은", "김정은 은", "김정은이", "김정은을", "김정은의"])
def test_a_name_is_found_whatever_particle_is_typed_after_it(query: str) -> None:
    assert found(query, "김정은 동지", "김정일 동지", "김정 동지") == ["김정은"]


def test_a_name_that_ends_like_a_particle_is_no_shorter_one() -> None:
    assert found("김정은", "김정은은 말하였다", "김정 동지") == ["김정은"]


@pytest.mark.parametrize(
    ("query", "resolved"),
    [
        ("plan -zzz -yyy", "[plan]"),
        ("plan -zzz -kind:note -(plan yyy)", "[plan] NOT {kind:note}"),
        ("plan -zzz OR (plan -yyy -xxx)", "[plan]"),
        ("plan (plan OR -zzz OR plan)", "[plan] ([plan] OR NOT [zzz])"),
        ("plan plan -zzz", "[plan] [plan]"),
        ("plan AND plan AND kind:note", "[plan] AND {kind:note}"),
        ("plan (-yyy -zzz)", "[plan]"),
        ("plan (plan OR (-yyy -zzz))", "[plan] ([plan] OR NOT [yyy])"),
        ("plan -(yyy OR plan) -zzz", "[plan] NOT ([yyy] OR [plan])"),
        ("plan -(-zzz) -yyy", "[plan] NOT NOT [zzz]"),
        ("plan -(kind:note zzz)", "[plan]"),
    ],
)
def test_what_changes_no_answer_is_not_asked(query: str, resolved: str) -> None:
    tree = resolve(parse(query), Question(query), FILTERED)

    assert str(tree) == resolved
    whole = Expander(FILTERED.vocabulary).expand(parse(query))
    assert FILTERED.search(tree).ids == FILTERED.search(whole).ids


@pytest.mark.parametrize("query", ["*s-" * 17, '"' + "a* " * 17 + '"', "bird-" * 16 + "bird~2"])
def test_words_known_by_their_letters_are_few_in_one_phrase(query: str) -> None:
    with pytest.raises(QueryError, match=r"has 17 words with \*, \? or ~; at most 16"):
        found(query, "The birds.")


@pytest.mark.parametrize(
    ("query", "texts", "expected"),
    [
        # A text of one language has the word, one of the other has only other forms.
        ("chair", {"chair": "gd", "car chairs": "en", "car": "gd"}, ["chair", "chairs", "car"]),
        ("car", {"car": "en", "chair": "gd", "cars": "en"}, ["car", "chair", "cars"]),
        ("buses", {"buses": "gd", "bus": "en", "busan": "gd"}, ["buses", "bus"]),
        ("bus", {"bus": "", "buses": "en", "busan": "gd"}, ["bus", "buses", "busan"]),
        ("bus", {"bus": "ko", "buses": "en"}, ["bus", "buses"]),
        ("plans", {"plans": "gd", "plan sing": "en"}, ["plans", "plan"]),
        # Function words have no forms in their language, whatever they are in the other.
        ("guns", {"guns gun": "en", "gun": "gd"}, ["guns", "gun"]),
        ("gun", {"gun": "gd", "guns": "en", "ghun": "gd"}, ["gun", "guns"]),
        ("atan", {"at": "en", "at atan": "gd"}, ["at", "atan"]),
        ("at", {"at": "en", "atan": "gd"}, ["at", "atan"]),
        # Nor is what is always a name a form of a word that it does not begin like.
        ("Sang", {"Kim Sang": "gd", "sing": "en"}, ["Sang"]),
    ],
)
def test_a_word_has_its_forms_in_every_language(
    query: str, texts: dict[str, str], expected: list[str]
) -> None:
    assert found_in(texts, query) == expected


@pytest.fixture(scope="module")
def dictionaries_once() -> Iterator[None]:
    """Make the dictionary of each language once, not for every example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexemes, "_made", cache(lexemes._made))
        yield


WORDS = "car cars chair chairs bus buses busan gun guns ghun at atan plan plana plans mean means"
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=4).map(" ".join)


@pytest.mark.usefixtures("dictionaries_once")
@given(st.sampled_from(WORDS.split()), TEXTS, TEXTS)
def test_a_text_of_another_language_hides_no_form(query: str, one: str, two: str) -> None:
    of_each = [*found_in({f"one {one}": "en"}, query), *found_in({f"two {two}": "gd"}, query)]

    remaining = iter(found_in({f"one {one}": "en", f"two {two}": "gd"}, query))
    assert [word for word in of_each if word not in remaining] == []


def found_in(texts: dict[str, str], query: str) -> list[str]:
    """What `query` finds in texts, each with its language, as written there, in reading order."""
    records = [record(n, text, language=own) for n, (text, own) in enumerate(texts.items())]
    backend = MemoryBackend(records)
    tree = resolve(parse(query), Question(query), backend)
    return [
        text[start:end]
        for text, view in zip(texts, map(TextView, records), strict=True)
        if (matched := match(tree, view))
        for start, end in view.spans(matched.stretches)
    ]


def test_a_form_counts_in_its_own_language() -> None:
    """Of the Gaelic `car`, `chair` is a form; in English it is another word."""
    texts = {"chair cars car": "en", "car chair": "gd", "chairs cars car": ""}
    records = [record(n, text, language=own) for n, (text, own) in enumerate(texts.items())]
    views = list(map(TextView, records))
    vocabulary = MemoryVocabulary(views)
    tree = Expander(vocabulary).expand(parse("car"))
    found = [matched and matched.stretches for matched in (match(tree, view) for view in views)]

    assert vocabulary.forms_apart("cars") == {"en": ["car", "cars"]}
    assert found == [[(1, 2), (2, 3)], [(0, 1), (1, 2)], [(2, 3)]]
