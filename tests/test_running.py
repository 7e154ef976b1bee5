"""What is counted by an index is what the texts have: the same words, arranged in the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log, sqrt
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from wp8.analysis.counts.population import form, lemma_by, population
from wp8.analysis.counts.running import counted_words
from wp8.analysis.counts.similar import likest
from wp8.analysis.passages.seeds import Texts
from wp8.analysis.passages.tokenized import tokenized
from wp8.corpus.quotations import quotations
from wp8.index.engines import ENGINES, named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.matching import match
from wp8.query.record_view import facets
from wp8.query.tree import within
from wp8.words.tokens import (
    APOSTROPHE,
    FUNCTION_WORDS,
    HYPHEN,
    Unit,
    index_terms,
    token_spans,
    tokenize,
    unit_norms,
    untied,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wp8.analysis.counts.population import Item, Population
    from wp8.query.backend import Backend
    from wp8.query.tree import Layer

Words = tuple[str, ...]
LAYERS = (None, "only", "without")
UNITS: tuple[Unit, ...] = get_args(Unit)
LEMMAS = {"plans": "plan", "peoples": "people", "reliances": "reliance"}
ITEMS = {"words": form, "lemmas": lemma_by(lambda token: LEMMAS.get(token, token))}

WORDS = (
    "plan plans the US U.S. us US's self-reliance self-reliances people's people’s peoples’ "
    "COVID-19 10,000 1 000 non-US 제8차대회 중앙위원회 8급 ½ a.b Ⅷ p.u.s.s0 don't s"
).split()
PIECES = [
    *WORDS,
    "“plan",
    "people”",
    "“self”",
    "“",
    "”",
    "‘plan’",
    "“US ‘plans’ people”",
    "\t",
    "—",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
PLACES = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["", "I", "Part 3", "back\\slash\nand line"]),
    st.sampled_from(["paragraph", "table_row"]),
)


def record(number: int, text: str, place: tuple[str, str, str]) -> Record:
    document, section, kind = place
    id_ = f"{document}:{number}"
    quotes = quotations(text)
    return Record(id_, document, kind, section, number, None, text, "a", (1, 1), quotes=quotes)


RECORDS = st.lists(st.tuples(TEXTS, PLACES), max_size=7).map(
    lambda drawn: [record(number, *each) for number, each in enumerate(drawn, start=1)]
)


def opened(engine: str, records: Sequence[Record], folder: str) -> Backend:
    if engine == "memory":
        return MemoryBackend(records)
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    named_engine(engine).build(folder, iter(records))
    return named_engine(engine).open(folder)


def shown(words: Population) -> dict[str, object]:
    """All that a population says, its items spelled out."""
    return {
        "heads": [list(column) for column in words.heads],
        "words": [words.items[number] for number in words.words],
        "sizes": words.sizes,
        "sequences": [[words.items[n] for n in each] for each in words.sequences()],
        "arrangements": [[*map(list, words.arrangement(n))] for n, _ in enumerate(words.sizes)],
        "types": sorted(words.types()),
    }


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(
    *(RECORDS, st.sampled_from(LAYERS), st.sampled_from(sorted(ITEMS)), st.sampled_from(UNITS)),
    st.integers(0, 3),
)
def test_the_words_that_an_index_has_are_those_of_the_texts(
    engine: str, records: list[Record], layer: Layer | None, item: str, unit: Unit, first: int
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = opened(engine, records, folder)
        chosen = records[first:]
        read = population(chosen, ITEMS[item], layer, unit)
        known = counted_words([r.id for r in chosen], ITEMS[item], layer, backend, unit)

        assert shown(known) == shown(read)
        assert {name: shown(part) for name, part in known.each_document()} == {
            name: shown(part) for name, part in read.each_document()
        }
        some = {each.id for each in chosen[::2]}
        assert shown(known.of(some)) == shown(
            population([each for each in chosen if each.id in some], ITEMS[item], layer, unit)
        )
        backend.close()


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
def test_a_word_of_two_tokens_is_two_of_them_however_it_is_spelled(
    engine: str, tmp_path: Path
) -> None:
    place = ("a", "", "paragraph")
    records = [record(1, "p.u.s.s0 U.S. US us", place), record(2, "puss0 COVID-19 non-US", place)]
    backend = opened(engine, records, str(tmp_path))
    tokens = counted_words(backend.ids(), form, None, backend, "token")
    words = " ".join(tokens.items[number] for number in tokens.words)

    assert words == "puss 0 U.S. US us puss0 covid 19 non US"
    backend.close()


class CountedView:
    """Of a record, only the tokens of the words that are counted, as a query sees them."""

    def __init__(self, record: Record, layer: Layer | None) -> None:
        self.facets = facets(record)
        counted = [
            token
            for word in words(tokenize(record.text))
            if layer is None or is_quoted(record, word.tokens[0].start) is (layer == "only")
            for token in word.tokens
        ]
        self._terms = list(index_terms(counted, record.quoted))

    def positions(self, term: str) -> list[int]:
        """Return where `term` stands."""
        return [position for own, position in self._terms if own == term]

    def places(self, words: frozenset[str]) -> list[int]:
        """Return where one of `words` stands."""
        return [position for own, position in self._terms if own in words]


def is_quoted(record: Record, place: int) -> bool:
    return any(start <= place < end for start, end in record.quoted)


QUERIES = ("plan", "people", '"the plan"', "self-reliance", "US", "plan people", '"the us"~3')


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(RECORDS, st.sampled_from(LAYERS), st.sampled_from(QUERIES), st.booleans())
def test_a_query_has_its_places_among_the_counted_words(
    engine: str, records: list[Record], layer: Layer | None, query: str, exact: bool
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = opened(engine, records, folder)
        tree = Expander(backend.vocabulary, exact=exact).expand(parse(query))
        tree = within(tree, layer) if layer else tree
        counted = counted_words(backend.ids(), form, layer, backend)

        found = dict(counted.counted(backend.occurrences(tree)))

        assert {counted.heads.ids[number]: [*kept] for number, kept in found.items()} == {
            each.id: list(matched.stretches)
            for each in records
            if (matched := match(tree, CountedView(each, layer))) and matched.stretches
        }
        backend.close()


PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
def test_lemmas_asked_for_at_once_are_those_of_each_token(engine: str, tmp_path: Path) -> None:
    place = ("a", "", "paragraph")
    text = "The planned goods of Korea went; plans go. us US ½ план"
    english = replace(record(1, text, place), language="en")
    backend = opened(engine, [english, record(2, "planned pläne", place)], str(tmp_path))
    lemma, lemmas = backend.vocabulary.lemma, backend.vocabulary.lemmas()
    tokens = [*backend.vocabulary, "absent"]

    assert [*map(lemmas, tokens)] == [*map(lemma, tokens)]
    assert [*map(lemmas, ("plans", "went", "absent"))] == ["plan", "go", "absent"]
    backend.close()


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@example([record(1, "us plan US us plan us", ("a", "", "paragraph"))], None, "us plan US")
@given(RECORDS, st.sampled_from(LAYERS), PHRASES)
def test_words_in_a_row_stand_where_their_exact_query_matches(
    records: list[Record], layer: Layer | None, typed: str
) -> None:
    row = unit_norms(typed, "word")
    # In a phrase all of capitals, US may be us: that is counted by its query.
    assume(not typed.isupper() or row == unit_norms(typed.lower(), "word"))
    backend = MemoryBackend(records)
    counted = counted_words(backend.ids(), form, layer, backend)
    tree = Expander(backend.vocabulary, exact=True).expand(parse(f'"{typed}"'))
    tree = within(tree, layer) if layer else tree
    expected = {
        counted.heads.ids[number]: [*kept]
        for number, kept in counted.counted(backend.occurrences(tree))
    }

    found = counted.occurrences_of(row)

    assert dict(counted.stretches(found)) == expected
    assert found == counted.occurrences_at(backend.occurrences(tree))
    assert [*counted.numbers_by_record(found)] == [
        len(expected.get(each.id, ())) for each in records
    ]


def by_tokens(lemma: Item) -> Item:
    """The item of a word by its lemma, made of its tokens; gives it by the word's text."""

    def item(text: str) -> str:
        (word,) = words(tokenize(text, shouted=False))
        tokens = list(word.tokens)
        if len(tokens) == 1:
            return lemma(word.norm.replace(".", "") if tokens[0].acronym else word.norm)
        norm = word.norm
        if (tokens[-1].joint, tokens[-1].norm) == (APOSTROPHE, "s"):
            norm = norm.removesuffix("'s")
            tokens.pop()
        last = tokens[-1].norm.upper() if tokens[-1].acronym else tokens[-1].norm.lstrip(HYPHEN)
        with_points = "".join(f"{letter}." for letter in last)
        is_dotted = tokens[-1].acronym and norm.endswith(with_points)
        is_plural = tokens[-1].joint == HYPHEN and f"{lemma(last)}s" == last
        own = lemma(last) if is_plural or len(tokens) == 1 else last
        return norm.removesuffix(with_points if is_dotted else last) + own

    return item


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("plans", "plan"),
        ("plans’", "plan"),
        ("five-year-plans", "five-year-plan"),
        ("self-plans's", "self-plan"),
        ("COVID-19", "covid-19"),
        ("US", "US"),
        ("US's", "US"),
        ("U.S.", "US"),
        ("U.S.'s", "US"),
        ("non-U.S.", "non-US"),
        ("non-US", "non-US"),
        ("10,000-plans", "10000-plan"),
        ("제8차대회", "제8차대회"),
        ("co-ops", "co-op"),
        ("has-been", "has-been"),
        ("well-being", "well-being"),
        ("decision-making", "decision-making"),
        ("so-called", "so-called"),
        ("make-does", "make-does"),
        ("Chong-am", "chong-am"),
        ("Qur'an", "qur'an"),
        ("Qur'an's", "qur'an"),
        ("Xi’an", "xi'an"),
        ("Shi'is", "shi'is"),
        ("ma'am", "ma'am"),
        ("co'ops", "co'ops"),
    ],
)
def test_a_word_counts_by_its_lemma_and_a_compound_by_its_singular(text: str, item: str) -> None:
    lemma = {
        "plans": "plan",
        "ops": "op",
        "us": "we",
        "does": "do",
        **dict.fromkeys(("been", "being", "am", "is"), "be"),
        **{"making": "make", "called": "call", "an": "a"},
    }
    (word,) = words(tokenize(text, shouted=False))

    assert lemma_by(lambda token: lemma.get(token, token))(word.norm) == item
    assert by_tokens(lambda token: lemma.get(token, token))(text) == item


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(RECORDS.filter(bool), st.integers(0, 6), st.integers(1, 4))
def test_what_is_likest_is_so_by_the_vectors_of_all_texts(
    engine: str, records: list[Record], place: int, limit: int
) -> None:
    assume(place < len(records))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = opened(engine, records, folder)
        expected = by_all_vectors(records, place)
        found, total = likest(backend, place, limit)
        with pytest.MonkeyPatch.context() as patch:
            # In so few texts no word is in nearly all.
            patch.setattr("wp8.analysis.counts.similar._LEFT", 0.5)
            without_most = likest(backend, place, limit)
        backend.close()

    assert [(each.place, round(each.score, 6), each.words) for each in found] == expected[:limit]
    assert total == len(expected)
    assert without_most == (found, total)


def test_what_is_less_like_than_the_last_that_was_found_is_found_too() -> None:
    texts = (
        "coal iron hills valley",
        "valley miners road harbor",
        "coal iron hills valley",
        "coal iron boats",
        "sea",
    )
    records = [record(n, text, ("a", "", "paragraph")) for n, text in enumerate(texts)]

    found, _ = likest(MemoryBackend(records), 0, 2)
    assert [each.place for each in found] == [2, 3]


def by_all_vectors(records: Sequence[Record], place: int) -> list[tuple[int, float, Words]]:
    """Return what is like a record, from the texts alone."""
    forms = MemoryBackend(records).vocabulary.forms
    texts = [
        Counter(
            min(
                (form for form in (token, *forms(token)) if token in {form, *forms(form)}),
                key=lambda form: (len(form), form),
            )
            for token in untied(tokenize(each.text))
            if token not in FUNCTION_WORDS
        )
        for each in records
    ]
    spread = Counter(word for text in texts for word in text)
    own, *_ = vectors = [
        {word: (1 + log(n)) * log(len(texts) / spread[word]) for word, n in text.items()}
        for text in (texts[place], *texts)
    ]
    sizes = [sqrt(sum(w * w for w in vector.values())) for vector in vectors[1:]]
    found = []
    for other, vector in enumerate(vectors[1:]):
        shared = {word: own[word] * vector[word] for word in own if word in vector}
        if other != place and sum(shared.values()) > 0:
            score = round(sum(shared.values()) / (sizes[place] * sizes[other]), 6)
            words = sorted(shared, key=lambda word: (-shared[word], word))
            named = dict.fromkeys(word.lstrip(HYPHEN) for word in words)
            found.append((other, score, tuple(named)[:6]))
    return sorted(found, key=lambda each: -each[1])


@pytest.mark.parametrize("engine", ["memory", *ENGINES])
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(RECORDS)
def test_the_tokens_in_a_row_that_are_compared_are_those_of_the_texts(
    engine: str, records: list[Record]
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = opened(engine, records, folder)
        texts = Texts(backend, [each.id for each in records])
        backend.close()
    rows = [range(*texts.span(number)) for number in range(len(records))]

    assert [[texts.norms[texts.numbers[place]] for place in row] for row in rows] == [
        tokenized(each).norms for each in records
    ]
    assert [token_spans(each.text) for each in records] == [
        tokenized(each).spans for each in records
    ]
