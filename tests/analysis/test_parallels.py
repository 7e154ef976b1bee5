"""What the documents of the real corpus have in common: every pair was read in both texts."""

from __future__ import annotations

from array import array
from itertools import accumulate, combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wp8.analysis.passages import seeds
from wp8.analysis.passages.alignment import content, size
from wp8.analysis.passages.located import Passage
from wp8.analysis.passages.parallels import ORDERS, Parallel, compare, ordered, rows
from wp8.analysis.passages.quoted import Quoted
from wp8.analysis.passages.seeds import STOCK as STOCK_PHRASE
from wp8.analysis.passages.seeds import Scope, Seeds, Texts
from wp8.analysis.passages.sharing import sharing
from wp8.analysis.passages.tokenized import Tokenized, tokenized
from wp8.corpus.manifest import load_corpus
from wp8.corpus.quotations import quotations
from wp8.corpus.records import read_records
from wp8.errors import UnknownNameError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import CELL_SEPARATOR, Quote, Record
from wp8.words.tokens import token_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(Path(__file__).parents[2] / "corpus"))


def record(id_: str, text: str, *quotes: Quote) -> Record:
    document = id_.partition(":")[0]
    return Record(id_, document, "paragraph", "", 1, 1, text, "a.txt", (1, 1), quotes=quotes)


def parallels(records: list[Record], sort: str = "document", **how: Any) -> list[Parallel]:  # noqa: ANN401
    backend, ids = MemoryBackend(records), [each.id for each in records]
    return [*rows(ordered(compare(backend, ids, **how).pairs, sort), backend.records)]


def ids(parallel: Parallel) -> str:
    return f"{parallel.first.passages[0].id} {parallel.second.id}"


def shown(parallel: Parallel) -> tuple[str, str, str]:
    return ids(parallel), parallel.first.text, parallel.text


def telling(found: list[Parallel]) -> list[Parallel]:
    return [parallel for parallel in found if not parallel.stock]


GOD = [
    (f"speech:{one} paper:{other}", "The people are god", slogan)
    for one in (19, 20, 21, 22)
    for other, slogan in (
        ("h1", "the People Are God"),
        ("7", "the People Are God"),
        ("31", "The People Are God"),
    )
]
SELF_RELIANCE = [
    (f"speech:{one} paper:{other}", "self-reliance", "Self-Reliance")
    for one in (19, 20, 21, 22)
    for other in ("a1", "31")
]
FORMULAS = [
    (
        "speech:28 paper:13",
        "the main link in the whole chain of economic development",
        "the main links in the whole chain of economic development",
    ),
    (
        "speech:54 paper:13",
        "economy and improving the local people's standard of living",
        "economy and improving the people’s standard of living",
    ),
]


def test_speech_and_paper_share_two_slogans_and_two_formulas_and_nothing_else(
    records: list[Record],
) -> None:
    found = telling(parallels(records))

    assert sorted(map(shown, found)) == sorted(GOD + SELF_RELIANCE + FORMULAS)
    assert [ids(parallel) for parallel in found if not parallel.first.verbatim] == [
        "speech:28 paper:13",
        "speech:54 paper:13",
    ]


def test_what_the_paper_quotes_of_the_report_has_no_place_in_the_speech(
    records: list[Record],
) -> None:
    found = {parallel.second.id for parallel in telling(parallels(records))}

    assert found.isdisjoint({"paper:3", "paper:6", "paper:8", "paper:16", "paper:19", "paper:23"})


def test_the_passages_that_each_document_repeats_of_itself(records: list[Record]) -> None:
    found = [
        (ids(parallel), parallel.first.verbatim)
        for parallel in telling(parallels(records, within=True))
    ]

    assert found == [
        ("speech:b2 speech:b5", True),
        ("speech:b2 speech:b8", True),
        ("speech:b5 speech:b8", True),
        ("paper:a1 paper:1", False),
        ("paper:a1 paper:1", True),
        ("paper:n1 paper:n2", True),
        ("paper:n1 paper:n4", True),
        ("paper:n1 paper:n11", True),
        ("paper:n2 paper:n4", True),
        ("paper:n2 paper:n11", True),
        ("paper:n4 paper:n11", True),
        ("paper:5 paper:17", True),
        ("paper:n5 paper:n6", False),
        ("paper:n5 paper:n10", True),
        ("paper:n5 paper:n16", True),
        ("paper:n5 paper:n17", True),
        ("paper:n6 paper:n10", False),
        ("paper:n6 paper:n16", False),
        ("paper:n6 paper:n17", False),
        ("paper:12 paper:31", True),
        ("paper:12 paper:31", True),
        ("paper:n10 paper:n16", True),
        ("paper:n10 paper:n17", True),
        ("paper:n12 paper:n13", True),
        ("paper:n16 paper:n17", True),
    ]


def test_the_last_sentence_of_the_abstract_stands_in_the_introduction(
    records: list[Record],
) -> None:
    (parallel,) = (
        parallel
        for parallel in telling(parallels(records, within=True))
        if ids(parallel) == "paper:a1 paper:1" and parallel.first.verbatim
    )

    assert parallel.first.text == parallel.text
    assert parallel.text.startswith("A series of messages delivered at the 8th Congress")
    assert parallel.text.endswith("policies of North Korea for the next five years")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Long live the Workers' Party of Korea!", "It is the Workers' Party of Korea."),
        (
            "In 2018 the Foreign Investment and Economic Cooperation Committee met in May.",
            "See Foreign Investment and Economic Cooperation Committee, Report.",
        ),
        ("as long as it is for the good of the people", "as long as it is for the sake of it"),
    ],
)
def test_names_and_common_phrases_make_no_pair(one: str, other: str) -> None:
    assert parallels([record("a:1", one), record("b:1", other)]) == []


def test_one_quoted_word_is_a_term_and_no_slogan() -> None:
    quoting = record("a:1", "the “unity” of all", Quote("slogan", 5, 10))

    assert parallels([quoting, record("b:1", "their unity is strong")]) == []


def test_a_score_below_the_least_is_left_out(records: list[Record]) -> None:
    assert all(parallel.first.verbatim for parallel in parallels(records, least=1))


PLAN = "the new five-year plan for national economic development"


def test_stock_wording_is_told_from_what_is_said_once(records: list[Record]) -> None:
    found = [each for each in parallels(records) if each.stock]

    assert len(found) == 22
    assert [(ids(each), each.words) for each in found if each.text == PLAN] == [
        (f"speech:{one} paper:{other}", 9) for one in (24, 28, 38, 42, 50) for other in (14, 31)
    ]


STOCK = [
    record(f"{name}:1", f"{name} is for the coal and the iron of our hills and valleys.")
    for name in "abcd"
]
TELLING = [
    record("a:2", "In May the miners of the valley dug a new road to the harbor."),
    record("b:2", "In May the miners of the valley dug an old road to the harbor."),
]


def test_stock_wording_adds_to_what_is_found_and_takes_nothing_from_it() -> None:
    found = parallels([*STOCK, *TELLING])

    assert [ids(each) for each in found if each.stock] == [
        f"{one}:1 {other}:1" for one, other in combinations("abcd", 2)
    ]
    assert [ids(each) for each in telling(found)] == ["a:2 b:2"]
    assert telling(found) == parallels(TELLING)


def test_where_very_many_texts_have_stock_wording_in_common_it_is_not_compared() -> None:
    records = [*STOCK, *TELLING]
    backend, own = MemoryBackend(records), [each.id for each in records]

    assert [compare(backend, own, most=most).is_whole for most in (5, 6, 7)] == [
        False,
        True,
        True,
    ]
    assert list(map(ids, parallels([*STOCK, *TELLING], most=5))) == ["a:2 b:2"]
    between = ("one two three four five", "six seven eight nine ten")
    both = [
        record(f"{name}:3", " ".join([TELLING[number].text, between[number], STOCK[number].text]))
        for number, name in enumerate("ab")
    ]
    assert any(ids(each) == "a:3 b:3" and each.stock for each in parallels([*STOCK, *both]))
    assert parallels([*STOCK, *both], most=5) == telling(parallels([*STOCK, *both]))


@given(st.lists(st.sampled_from("abc")), st.lists(st.text("abc", min_size=2, max_size=3)))
@example([*"abc"], ["abc", "aba"])
def test_rows_of_few_words_are_found_wherever_they_stand(words: list[str], rows: list[str]) -> None:
    backend = MemoryBackend([record("a:1", " ".join(words)), record("b:1", "a b c a")])
    texts = seeds.Texts(backend, ["a:1", "b:1"])
    numbers = dict(zip(texts.norms, range(len(texts.norms)), strict=True))
    sought = [array("I", map(numbers.__getitem__, row)).tobytes() for row in rows]

    assert {row: [*places] for row, places in texts.places_of(sought).items()} == {
        row: [place for place in range(len(texts.numbers)) if texts.has(row, place)]
        for row in sought
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [(4, ["a:1 b:1", "a:2 b:2"]), (12, ["a:2 b:2"]), (13, [])],
)
def test_at_least_so_many_words_are_equal(words: int, expected: list[str]) -> None:
    short = [record(f"{name}:1", f"{name}: the coal and iron") for name in "ab"]

    assert [ids(each) for each in parallels([*short, *TELLING], words=words)] == expected


def test_a_slogan_has_as_many_words_as_are_asked_for() -> None:
    quoting = record("a:1", "He said “coal and iron for all” again.", Quote("slogan", 9, 30))
    repeating = record("b:1", "We want coal and iron for all, now.")

    assert [len(parallels([quoting, repeating], words=n)) for n in (None, 5, 6)] == [1, 1, 0]


def test_pairs_are_in_reading_order_or_the_longest_or_most_alike_first() -> None:
    records = [
        *TELLING,
        record("a:3", "The boats of the old fishermen came to the harbor."),
        record("b:3", "The boats of the old fishermen came to the harbor."),
    ]

    assert {order: list(map(ids, parallels(records, order))) for order in ORDERS} == {
        "document": ["a:2 b:2", "a:3 b:3"],
        "length": ["a:2 b:2", "a:3 b:3"],
        "score": ["a:3 b:3", "a:2 b:2"],
    }
    assert [repr(each.words) for each in parallels(records)] == ["12", "10"]


@given(
    st.lists(st.lists(st.sampled_from("coal iron of the hills".split()), max_size=14), max_size=6)
)
def test_no_pair_is_there_twice_and_each_is_as_long_as_it_says(texts: list[list[str]]) -> None:
    found = parallels([record(f"{n}:1", " ".join(text)) for n, text in enumerate(texts)])
    where = [(each.first.passages, each.second) for each in found]

    assert len(set(where)) == len(where)
    assert all(each.words == len(each.text.split()) for each in found if each.verbatim)


def test_words_that_are_written_as_one_of_letters_and_figures_do_not_shift_what_follows() -> None:
    passage = "every village sends harvested barley along northern roads"
    found = parallels(
        [record("a:1", f"The root p.m.42 and {passage}"), record("b:1", f"Again {passage}")]
    )

    assert [(each.first.text, each.text) for each in found] == [(passage, passage)]


@pytest.mark.parametrize("within", [False, True])
@given(st.data())
def test_what_is_found_by_seeds_is_found_by_comparing_each_text_with_each(
    within: bool, data: st.DataObject
) -> None:
    phrases = data.draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1))
    records = [
        drawn_record(data, f"{document}:{number}", phrases)
        for document in "abc"
        for number in range(data.draw(st.integers(0, 3)))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeds, "MOST_PLACES", len(records) * 1000)
        found = parallels(records, within=within, least=0)

    assert sorted((p.first.passages[0], p.second, p.stock) for p in found) == sorted(
        plain_parallels(records, within=within)
    )


@pytest.mark.parametrize("within", [False, True])
@given(st.data())
def test_of_one_document_all_is_found_in_the_texts_that_may_share_its_words(
    within: bool, data: st.DataObject
) -> None:
    phrases = data.draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1))
    records = [drawn_record(data, f"{name}:{number}", phrases) for name in "abc" for number in "12"]
    backend, own = MemoryBackend(records), [each.id for each in records]

    words = data.draw(st.sampled_from((None, 2, 4)))

    def compared() -> tuple[object, ...]:
        found = compare(backend, own, within=within, least=0, words=words, documents=("b",))
        return [*rows(found.pairs, backend.records)], *found[1:]

    with pytest.MonkeyPatch.context() as patch:
        most = data.draw(st.integers(2, 250))
        patch.setattr(seeds, "MOST_PLACES_OF_CHOSEN", most)
        patch.setattr("wp8.analysis.passages.sharing.MOST_PLACES_OF_CHOSEN", most)
        found = compared()
        patch.setattr("wp8.analysis.passages.parallels._FEW", 0)

        assert compared() == found


def test_texts_that_may_share_words_with_a_document_have_its_seeds_or_its_slogans() -> None:
    passage = "every village sends harvested barley along northern roads"
    kept = [
        record("a:1", f"Now {passage}"),
        record("a:2", "They say self reliance", Quote("slogan", 9, 22)),
        record("b:1", f"Again {passage}"),
        record("c:1", "Of self reliance nothing is said"),
        record("c:2", CELL_SEPARATOR.join(["self", "reliance"])),
        record("d:1", "Old roads northern along barley"),
        record("d:2", "Self, and reliance"),
    ]
    backend = MemoryBackend(kept)
    own = sharing(backend, backend.ids(), ["a"], lambda _, parts: parts, with_slogans=True)

    assert own == ["a:1", "a:2", "b:1", "c:1", "c:2"]


def test_other_matter_in_quoted_is_looked_at_where_two_words_of_the_document_stand() -> None:
    written = {
        "a:1": "Of self reliance nothing is said",
        "b:1": "“They call it ‘self reliance’ here”",
        "c:1": "“They call ‘old coal’ reliance on self”",
        "d:1": "“They say ‘of nothing’ is said”",
        "e:1": "“It is of the”",
    }
    backend = MemoryBackend([record(id_, t, *quotations(t)) for id_, t in written.items()])
    texts = Texts(backend, backend.ids())

    def told(*documents: str) -> list[bool]:
        own = Seeds(texts, Scope(within=False, documents=documents), lambda _, parts: parts)
        return [own.may_share_slogan(*texts.span(number)) for number in range(5)]

    assert told("a") == [True, True, False, True, False]
    assert told() == [True, True, True, True, False]
    found = compare(backend, backend.ids(), documents=("a",))
    assert [(pair.one, pair.other) for pair in found.pairs] == [(0, 1)]


@given(st.text("ab ,.-1’‘“”\"'«»《》״א가", max_size=24))
def test_what_is_quoted_is_told_by_the_marks_of_tokens(text: str) -> None:
    quotes = quotations(text)
    spans = [token_spans(each) for each in ("a", text, "b")]
    backend = MemoryBackend([record("a:1", "a"), record("b:1", text, *quotes), record("c:1", "b")])
    quoted = Quoted(backend, backend.ids(), [*accumulate(map(len, spans), initial=0)])
    inside = [
        {n for n, span in enumerate(spans[1], 1) if start <= span[0] and span[1] <= end}
        for _, start, end in quotes
    ]
    stretches = [*quoted.stretches()]
    edges = [*quoted.edges(stretches)]

    for places in filter(None, inside):
        first, after = min(places), max(places) + 1
        assert (first, after) in stretches or any({first, after} <= {*each} for each in edges)


WORDS = "coal iron of the hills Party's COVID-19 self-reliance 경제 건설 中国".split()


KINDS: Final[tuple[Literal["slogan", "quotation"], ...]] = ("slogan", "quotation")


def drawn_record(data: st.DataObject, id_: str, phrases: list[list[str]]) -> Record:
    """Return a record of phrases, some of them changed, of which a part may be quoted.

    It ends with a word, as signs of quotation do: a word is quoted that begins in quoted matter.
    """
    words: list[str] = []
    for phrase in data.draw(st.lists(st.sampled_from(phrases), max_size=4)):
        words += phrase
        if data.draw(st.booleans()) and words:
            words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(WORDS))
    text = " ".join(words)
    start, within = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
    end = within + len(text[within:].partition(" ")[0])
    kind = data.draw(st.sampled_from(KINDS))
    return record(id_, text, Quote(kind, start, end))


Stretch = tuple[int, int]


def plain_parallels(
    records: list[Record], *, within: bool
) -> Iterator[tuple[Passage, Passage, bool]]:
    """Yield what is parallel, and whether it is stock wording, without any index of seeds."""
    texts = [tokenized(each) for each in records]
    places: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for text in texts:
        for seed in seeds_of(text.norms):
            places.setdefault(seed, set()).add(tuple(text.norms))
    stock = {seed for seed, different in places.items() if len(different) >= STOCK_PHRASE}
    for one, other in combinations(texts, 2):
        if (one.record.document == other.record.document) is within:
            found = [*chained(one, other, stock), *exact(one, other, slogans=not within)]
            told = longest(each for each in found if not each[2])
            for own, their, is_stock in [*told, *(e for e in longest(found) if e[2])]:
                yield passage(one, own), passage(other, their), is_stock


def seeds_of(norms: list[str]) -> list[tuple[str, ...]]:
    return [*zip(norms, norms[1:], norms[2:], norms[3:], strict=False)]


def passage(text: Tokenized, words: Stretch) -> Passage:
    return Passage(text.record.id, text.spans[words[0]][0], text.spans[words[1] - 1][1])


def are_enough(norms: list[str]) -> bool:
    return size(norms) >= 8 and len(content(norms)) >= 4


def chained(
    one: Tokenized, other: Tokenized, stock: set[tuple[str, ...]]
) -> Iterator[tuple[Stretch, Stretch, bool]]:
    ones, others = one.norms, other.norms
    chains: list[list[tuple[int, int, int]]] = []
    for a, b in product(range(len(ones)), range(len(others))):
        length = next(
            n
            for n in range(len(ones) + 1)
            if ones[a + n : a + n + 1] != others[b + n : b + n + 1] or not ones[a + n :]
        )
        if length < 4 or (a and b and ones[a - 1] == others[b - 1]):
            continue
        for chain in chains:
            x, y, n = chain[-1]
            if 0 <= a - x - n <= 3 and 0 <= b - y - n <= 3:
                chain.append((a, b, length))
                break
        else:
            chains.append([(a, b, length)])
    for chain in chains:
        (a, b, _), (x, y, n) = chain[0], chain[-1]
        starts = [(a - gap - 2, b - gap - 2, 2) for gap in (1, 2)]
        ends = [(x + n + gap, y + n + gap, 2) for gap in (1, 2)]
        before, after = (
            [
                (i, j, 2)
                for i, j, _ in around
                if min(i, j) >= 0
                and len(ones[i : i + 2]) == 2
                and ones[i : i + 2] == others[j : j + 2]
                and content(ones[i : i + 2])
            ][:1]
            for around in (starts, ends)
        )
        blocks = [*before, *chain, *after]
        equal = [place for i, _, n in blocks for place in range(i, i + n)]
        told = [
            place
            for i, _, n in blocks
            for place in range(i, i + n)
            if not any(
                i <= at and at + 4 <= i + n and tuple(ones[at : at + 4]) in stock
                for at in range(place - 3, place + 1)
            )
        ]
        if is_telling(one, equal):
            (a, b, _), (x, y, n) = blocks[0], blocks[-1]
            yield (a, x + n), (b, y + n), not is_telling(one, told)


def is_telling(text: Tokenized, places: list[int]) -> bool:
    norms = [text.norms[place] for place in places]
    capitals = [text.record.text[text.spans[place][0]].isupper() for place in places]
    are_names = all(c or not content([norm]) for c, norm in zip(capitals, norms, strict=True))
    return are_enough(norms) and not are_names


def exact(
    one: Tokenized, other: Tokenized, *, slogans: bool
) -> Iterator[tuple[Stretch, Stretch, bool]]:
    for quoting, repeating in ((one, other), (other, one)):
        units: list[tuple[int, int, str]] = [(0, len(quoting.norms), "")]
        for quoted, start, end in quoting.record.quotes:
            inside = [n for n, (a, b) in enumerate(quoting.spans) if start <= a and b <= end]
            units += [(inside[0], inside[-1] + 1, quoted)] if inside else []
        for a, b, kind in units:
            norms = quoting.norms[a:b]
            is_slogan = slogans and kind == "slogan" and size(norms) >= 2 and content(norms)
            for place in range(len(repeating.norms) - len(norms) + 1):
                if repeating.norms[place : place + b - a] == norms and (
                    is_slogan or are_enough(norms)
                ):
                    found = (a, b), (place, place + b - a)
                    yield (*(found if quoting is one else found[::-1]), False)


def longest(
    found: Iterable[tuple[Stretch, Stretch, bool]],
) -> list[tuple[Stretch, Stretch, bool]]:
    kept: list[tuple[Stretch, Stretch, bool]] = []
    for each in sorted(found, key=lambda each: (each[1][0] - each[1][1], each[2])):
        if not any(
            all(x[0] <= y[0] and y[1] <= x[1] for x, y in zip(longer[:2], each[:2], strict=True))
            for longer in kept
        ):
            kept.append(each)
    return kept


BOILERPLATE = "The miners of the valley dug a new road to the old harbor."


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([BOILERPLATE] * 3, ["a:1 b:1", "a:1 c:1", "b:1 c:1"]),
        ([BOILERPLATE] * 5, ["a:1 b:1", "b:1 c:1", "c:1 d:1", "d:1 e:1"]),
        ([f"{BOILERPLATE} {n}." for n in ("One", "Two")], ["a:1 b:1"]),
    ],
)
def test_what_stands_in_very_many_places_is_laid_along_the_next(
    texts: list[str], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeds, "MOST_PLACES", 3)
    records = [record(f"{name}:1", text) for name, text in zip("abcde", texts, strict=False)]
    of_first = [f"a:1 {each.id}" for each in records[1:]]

    assert [*map(ids, parallels(records))] == expected
    assert [*map(ids, parallels(records, documents=["a"]))] == of_first


def test_what_stands_in_few_places_is_found_among_the_many_of_its_seeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seeds, "MOST_PLACES", 3)
    monkeypatch.setattr(seeds, "_NEXT", 1)
    head, tail = (" ".join(BOILERPLATE.split()[part]) for part in (slice(8), slice(4, None)))
    texts = [BOILERPLATE, head, head, head, tail, tail, tail, BOILERPLATE]
    records = [record(f"{name}:1", text) for name, text in zip("abcdefgh", texts, strict=True)]

    assert "a:1 h:1" in map(ids, parallels(records))


def test_what_two_long_texts_repeat_very_often_is_one_passage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seeds, "MOST_PLACES", 3)
    long = " ".join([BOILERPLATE] * 9)
    (found,) = telling(parallels([record("a:1", long), record("b:1", long)]))

    assert (found.first.text, found.text, found.score) == (long[:-1], long[:-1], 1.0)


def test_only_pairs_with_a_passage_in_each_document_are_found() -> None:
    records = [record(f"{name}:1", BOILERPLATE) for name in "abc"]

    assert [
        [*map(ids, parallels(records, documents=documents))] for documents in (["b"], ["a", "c"])
    ] == [["a:1 b:1", "b:1 c:1"], ["a:1 c:1"]]
    with pytest.raises(UnknownNameError, match="no document d"):
        parallels(records, documents=["d"])
