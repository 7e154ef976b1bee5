"""Every backend gives the answers of the scan: the same ids, totals, counts, scores and order.

Against another Whoosh (whoosh-reloaded 2.7.5): install it instead of whoosh3, and run this file
with `PYTHONPATH=src python -m pytest tests/test_backend_contract.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.quotations import quotations
from wp8.corpus.records import read_records
from wp8.errors import UnknownNameError, Wp8Error
from wp8.index.engines import ENGINES, named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.index.segments.incremental import Base
from wp8.index.segments.indexer import Indexer, Task
from wp8.index.segments.slices import Slice
from wp8.index.store.digests import write_digests
from wp8.model import KINDS, Record
from wp8.query.backend import Backend
from wp8.query.language.parser import parse
from wp8.query.matching import match
from wp8.query.page import Order, Page
from wp8.query.record_view import TextView
from wp8.query.search import Question, Scope, expander, search
from wp8.query.tree import (
    And,
    Filter,
    Forms,
    InSentence,
    Maybe,
    Not,
    Or,
    Phrase,
    Run,
    Some,
    within,
)
from wp8.words.lexemes import Lexemes
from wp8.words.tokens import (
    APOSTROPHE,
    BREAK,
    GOES_ON,
    JOINTS,
    QUOTE_BEGINS,
    QUOTED,
    SIGNS,
    Norms,
    Token,
    index_terms,
    token_norms,
    tokenize,
    units,
    untied,
    word_norms,
)

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
CORPORA = {"real": ROOT / "corpus", "mini": ROOT / "tests" / "mini_corpus"}

if TYPE_CHECKING:
    from wp8.model import Heads
    from wp8.query.tree import Layer, Node

Opener = Callable[[list[Record]], AbstractContextManager[Backend]]
ORDERS: tuple[Order, ...] = ("relevance", "document")


@contextmanager
def scanned(records: list[Record]) -> Iterator[Backend]:
    yield MemoryBackend(records)


def indexed(name: str) -> Opener:
    @contextmanager
    def opened(records: list[Record]) -> Iterator[Backend]:
        if name == "tantivy":
            pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
        engine = named_engine(name)
        # A thread of tantivy's may make a lock file while the folder is removed.
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            assert engine.build(folder, records) == len(records)
            backend = engine.open(folder)
            yield backend
            backend.close()

    return opened


@contextmanager
def pushed(records: list[Record]) -> Iterator[Backend]:
    """The records on a cluster, in three shards."""
    pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")
    from opensearch_cluster import shared

    # Answers are put together from three shards on one node too; three take three times as long.
    running = shared(nodes=1)
    if isinstance(running, str):
        pytest.skip(running)
    from wp8.index.opensearch.backend import opened
    from wp8.index.opensearch.client import Cluster
    from wp8.index.opensearch.place import Place
    from wp8.index.opensearch.push import Push, Shape
    from wp8.words.lexemes import Lexemes

    cluster = Cluster(Place(running.urls, "contract"), pytest.fail)
    cluster.ask("DELETE", "/contract-*")
    push = Push(cluster, ("sha256:0", "sha256:0"), Shape(shards=3, replicas=0))
    facts = push.load("contract", iter(records), Lexemes())
    assert facts.records == len(records)
    push.publish(facts)
    backend = opened(cluster)
    yield backend
    backend.close()


def segmented(name: str) -> Opener:
    """Return what opens an index upon an earlier one, in which the first document was another.

    Most terms of tantivy's have two characters there, as those of a large corpus have.
    """

    def write(folder: Path, records: list[Record], keys: dict[str, str], base: Base | None) -> None:
        folder.mkdir(mode=0o700)
        task = Task(keys, base, Lexemes(), lambda: ())
        Indexer(named_engine(name), task).build(str(folder), records)
        write_digests(str(folder))

    @contextmanager
    def opened(records: list[Record]) -> Iterator[Backend]:
        if name == "tantivy":
            pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
        ids = list(dict.fromkeys(record.document for record in records))
        new = [record for record in records if record.document == ids[0]]
        others = records[len(new) :]
        old = [replace(record, text=f"{record.text} Plan before") for record in new[1:]]
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            one, two = Path(folder, "one"), Path(folder, "two")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(f"wp8.index.{name}.term_characters.SINGLE", 200)
                write(one, [*old, *others], {id_: id_ for id_ in ids}, None)
                kept = {ids[1]: Slice(0, len(old), len(others))}
                base = Base(str(one), kept, [Slice(0, 0, len(old))])
                write(two, new, {ids[0]: "new", ids[1]: ids[1]}, base)
            backend = Indexer(named_engine(name)).open(str(two))
            yield backend
            backend.close()

    return opened


INDEXED = {name: indexed(name) for name in ENGINES}
# A corpus of two documents.
SEGMENTED = {"tantivy in segments": segmented("tantivy")}
# What is not the scan. It comes last, so that who asks for all has the same indexes as these.
OTHERS = INDEXED | {"opensearch": pushed} | SEGMENTED
BACKENDS = OTHERS | {"memory": scanned}


def parameters(openers: Mapping[str, Opener]) -> list[pytest.ParameterSet]:
    """Each of `openers` under its name; a cluster is slow, and so is what is one engine again."""
    slow = {pushed, *SEGMENTED.values()}
    return [
        pytest.param(opener, id=name, marks=pytest.mark.slow if opener in slow else ())
        for name, opener in openers.items()
    ]


@pytest.fixture(scope="module", autouse=True)
def _cluster_ends_with_the_module() -> Iterator[None]:
    yield
    from opensearch_cluster import end

    end()


@cache
def read(name: str) -> list[Record]:
    return read_records(load_corpus(CORPORA[name]))


@cache
def scan(name: str) -> Backend:
    """The scan of a corpus, which remembers what it has found: every backend is asked the same."""
    backend = MemoryBackend(read(name))
    occurrences = backend.occurrences
    patch = pytest.MonkeyPatch()
    patch.setattr(backend, "search", cache(backend.search))
    patch.setattr(backend, "occurrences", cache(lambda tree: [*occurrences(tree)]))
    return backend


@pytest.fixture(scope="module", params=CORPORA)
def corpus(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def records(corpus: str) -> list[Record]:
    return read(corpus)


@pytest.fixture(scope="module")
def oracle(corpus: str) -> Backend:
    return scan(corpus)


@pytest.fixture(scope="module", params=parameters(BACKENDS))
def backend(request: pytest.FixtureRequest, records: list[Record]) -> Iterator[Backend]:
    with request.param(records) as opened:
        yield opened


not_the_scan = pytest.mark.parametrize("backend", parameters(OTHERS), indirect=True)


def record(id_: str, text: str, *, section: str = "", cited_by: str | None = None) -> Record:
    """A record whose kind and number are those of its id."""
    document, _, name = id_.partition(":")
    letter = name.rstrip("0123456789")
    kind = next(kind for kind, own in KINDS.items() if own == letter)
    number = int(name.removeprefix(letter))
    return Record(
        id_, document, kind, section, number, None, text, "a.txt", (1, 2), cited_by=cited_by
    )


@pytest.mark.parametrize("opener", parameters(BACKENDS))
def test_forms_are_those_of_the_language_of_a_record(opener: Opener) -> None:
    texts = {
        "a:1": ("car chair", "gd"),
        "a:2": ("cars, a car, a chair", "en"),
        "b:1": ("chair cars", "en-GB"),
    }
    records = [
        replace(record(id_, text), language=language) for id_, (text, language) in texts.items()
    ]
    with opener(records) as backend:
        vocabulary = backend.vocabulary
        oracle = MemoryBackend(records).vocabulary
        tree = resolve("car", backend)

        assert backend.search(tree).ids == MemoryBackend(records).search(tree).ids
        assert sorted(backend.search(tree).ids) == ["a:1", "a:2", "b:1"]
        assert dict(vocabulary.forms_apart("car")) == oracle.forms_apart("car")
        assert vocabulary.forms("charaichean") == oracle.forms("charaichean")
        assert [i for i, _ in backend.occurrences(tree)] == ["a:1", "a:2", "b:1"]
        assert list(vocabulary.facets()).count("language:en") == 1


@pytest.mark.parametrize("opener", parameters(BACKENDS))
def test_what_somebody_says_is_found_by_their_name(opener: Opener) -> None:
    speakers = {"a:1": "Lady Anna", "a:2": None, "b:1": "Bo"}
    records = [replace(record(id_, "salt"), speaker=speaker) for id_, speaker in speakers.items()]
    with opener(records) as backend:
        asked = ('speaker:"lady  ANNA"', "salt speaker:bo", "salt NOT speaker:bo")
        found = [sorted(backend.search(resolve(query, backend)).ids) for query in asked]

        assert found == [["a:1"], ["b:1"], ["a:1", "a:2"]]
        with pytest.raises(UnknownNameError, match="the corpus has no speaker cy"):
            resolve("speaker:cy", backend)


@pytest.mark.parametrize("opener", parameters(BACKENDS))
def test_a_word_has_forms_in_languages_whose_texts_lack_it(opener: Opener) -> None:
    texts = {
        "a:1": ("chair at gun Kim Sang", "gd"),
        "a:2": ("chairs, a bus, guns at sing", "en"),
        "b:1": ("car busan atan ghun", "gd"),
        "b:2": ("buses", ""),
    }
    records = [
        replace(record(id_, text), language=language) for id_, (text, language) in texts.items()
    ]
    found = {"chair": ["a:1", "a:2", "b:1"], "buses": ["a:2", "b:2"], "atan": ["a:1", "b:1"]}
    with opener(records) as backend:
        oracle = MemoryBackend(records)

        for word in "chair chairs car bus buses busan at atan gun guns ghun sang sing".split():
            assert backend.vocabulary.forms(word) == oracle.vocabulary.forms(word)
            assert backend.vocabulary.forms_apart(word) == oracle.vocabulary.forms_apart(word)
        for word, ids in found.items():
            assert sorted(backend.search(resolve(word, backend)).ids) == ids


@pytest.mark.parametrize("opener", parameters(BACKENDS))
def test_a_word_in_kana_is_found_in_its_other_spelling(opener: Opener) -> None:
    records = [
        record("a:1", "山道"),
        record("a:y1", "やまみち\tきょう", cited_by="a:1"),
        record("b:1", "ヤマミチ"),
        record("b:2", "やまみち"),
    ]
    with opener(records) as backend:
        oracle = MemoryBackend(records)

        for word, ids in (("ヤマミチ", ["b:1", "b:2", "a:y1"]), ("キョウ", ["a:y1"])):
            page = backend.search(resolve(word, backend))
            assert page == oracle.search(resolve(word, oracle))
            assert list(page.ids) == ids


def resolve(query: str, backend: Backend) -> Node:
    return expander(backend).expand(parse(query))


def answers(backend: Backend, query: str, **how: object) -> object:
    """Everything that `backend` says to `query`: a page, or the error."""
    try:
        return backend.search(resolve(query, backend), **how)  # type: ignore[arg-type]
    except Wp8Error as error:
        return type(error), error.message, error.hint


QUERIES = """
plan
self-reliance
"self reliance"
"self-reliance"
people's
"people's living standards"
people's living standards
"the people are god"
"as long as"
the
do-or-die
North Korea-China
"Korea China"
US
U.S.
us
UN
self reliance
five year plan
*-year
director
readjust/reinforce
COVID-19
19
10 000
10’000
10,000
"10 000 tons"
2016-2020
30.70
제8차대회
제 8 차대회
로동신문
중앙위원회
"2021년 1월"
kcna
http://www.kcna.kp
Kim Jong Un
Kim Jong-un
Kim, Jong Un
kimjongun
Kim Tokhun
Kim Yong-won
Kim Congress
Kim economy
"Kim Jong Un"
"Political Bureau Kim Jong Un"
Ri Pyongchol
premier
premier OR marshal
congress AND plan
congress plan
plan -congress
plan NOT (congress OR economy)
(plan OR god) AND people
plan OR (god NOT people)
-plan people
(bring OR -work) how
(-party OR zzzz) the
(plan OR (-people the)) of
"living people"~5
"people standards"~2
"people standards"~0
"korea china relations"~10
"the the"~5
revolution*
plan*
w?rk
self-rel*
/econom.*/
/.{15,}/
people kind:note
kind:note
kind:table_row general
document:nowhere
section:II plan
section:"part 3" self-reliance
note:7
kind:paragraph NOT the
kind:paragraph OR kind:note
xyzzy
plan xyzzy
plan OR xyzzy
"plan xyzzy"~9
plan plan
"plan the plan"
meeting
meetings
"five-year plans"
living standard
standard of living
plans OR congresses -meetings
plan~1
congress plan within:sentence
"congress in" plan within:sentence
party NOT congress within:sentence
(plan OR china) russia within:sentence AND the
people -(party plan within:sentence)
Kim Jong Un china within:sentence
"korea china"~10 within:sentence
US china within:sentence
""".strip().splitlines()


@not_the_scan
@pytest.mark.parametrize("query", QUERIES)
def test_a_backend_answers_as_the_scan_does(backend: Backend, oracle: Backend, query: str) -> None:
    for order in ORDERS:
        assert answers(backend, query, order=order) == answers(oracle, query, order=order)
    try:
        tree = resolve(query, backend)
    except Wp8Error:
        return
    for each in (tree, within(tree, "only"), within(tree, "without")):
        assert places(backend, each) == places(oracle, each)


QUESTIONS = """
What did closing the border do to the economy?
When and where was the second plenary session held?
Why was Kim Tu Il dismissed?
Who heads the Department of Frontiers?
How were the plans of the harbor changed?
""".strip().splitlines()


@not_the_scan
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("layer", [None, "only"])
def test_a_backend_answers_a_question_as_the_scan_does(
    backend: Backend, oracle: Backend, question: str, layer: Layer | None
) -> None:
    asked = Question(question, Scope(quotes=layer))

    assert search(asked, backend=backend) == search(asked, backend=oracle)


@not_the_scan
@pytest.mark.parametrize("layer", ["only", "without"])
@pytest.mark.parametrize(
    "query",
    ["people", "people god", '"people are god"', "plan NOT people", '"the people"~3', "로동신문"],
)
def test_a_backend_sees_the_same_layers_as_the_scan(
    backend: Backend, oracle: Backend, query: str, layer: Layer
) -> None:
    tree = within(resolve(query, backend), layer)

    assert backend.search(tree) == oracle.search(tree)


@pytest.mark.parametrize("query", ["plan", "people NOT party", '"the of"~3', "kind:note", "제*"])
def test_a_backend_finds_the_records_that_match(
    backend: Backend, records: list[Record], query: str
) -> None:
    tree = resolve(query, backend)
    matches = {r.id: found for r in records if (found := match(tree, TextView(r))) is not None}

    page = backend.search(tree, order="document")

    assert page.ids == list(matches)
    assert page.total == len(matches)
    assert sum(hits for hits, _ in page.counts.values()) == len(matches)
    assert sum(occurrences for _, occurrences in page.counts.values()) == sum(
        len(found.stretches) for found in matches.values()
    )


@pytest.mark.parametrize("query", ["the", "plan OR congress", "kind:note"])
def test_the_best_come_first_and_equals_in_reading_order(backend: Backend, query: str) -> None:
    places = {id_: place for place, id_ in enumerate(backend.ids())}
    page = backend.search(resolve(query, backend))

    order = [(-score, places[id_]) for id_, score in zip(page.ids, page.scores, strict=True)]
    assert order == sorted(order)


@pytest.mark.parametrize("query", ["the", "plan OR congress", "kind:note", "xyzzy"])
def test_the_pages_joined_are_all_answers(backend: Backend, query: str) -> None:
    tree = resolve(query, backend)
    everything = backend.search(tree)

    for size in (7, 1000):
        ids: list[str] = []
        scores: list[float] = []
        for offset in range(0, everything.total + size, size):
            page = backend.search(tree, limit=size, offset=offset)
            assert len(page.ids) == min(size, max(0, everything.total - offset))
            assert (page.total, page.counts) == (everything.total, everything.counts)
            ids += page.ids
            scores += page.scores
        assert (ids, scores) == (list(everything.ids), list(everything.scores))


def test_an_empty_page_has_the_counts_of_all(backend: Backend) -> None:
    tree = resolve("plan", backend)
    everything = backend.search(tree)

    assert backend.search(tree, limit=0) == ([], [], everything.total, everything.counts)


def test_the_vocabulary_has_the_words_of_the_texts_in_order(
    backend: Backend, records: list[Record]
) -> None:
    texts = [{token.norm for token in TextView(record).tokens} for record in records]
    expected = sorted(set().union(*texts))

    assert list(backend.vocabulary) == expected
    assert {word: backend.vocabulary.frequency(word) for word in expected} == {
        word: sum(word in text for text in texts) for word in expected
    }
    assert [word for word in expected if word not in backend.vocabulary] == []


@not_the_scan
def test_the_vocabulary_has_the_forms_of_every_word(backend: Backend, oracle: Backend) -> None:
    words = [*oracle.vocabulary, "xyzzy", "planner", "developing", "", "제8", "^us"]

    assert {word: list(backend.vocabulary.forms(word)) for word in words} == {
        word: list(oracle.vocabulary.forms(word)) for word in words
    }


def test_a_word_that_no_text_has_is_not_in_the_vocabulary(backend: Backend) -> None:
    absent = ("xyzzy", "Plan", "", "plan ", "제8", "kind:note", "\ue000")

    assert [word for word in absent if word in backend.vocabulary] == []
    assert [word for word in absent if backend.vocabulary.frequency(word)] == []


def test_the_vocabulary_has_the_facets_of_the_records_in_order(
    backend: Backend, records: list[Record]
) -> None:
    assert list(backend.vocabulary.facets()) == sorted(
        {facet for record in records for facet in TextView(record).facets}
    )


def test_the_ids_are_in_reading_order(backend: Backend, records: list[Record]) -> None:
    assert list(backend.ids()) == [record.id for record in records]


def test_records_come_back_as_they_were_in_the_order_asked(
    backend: Backend, records: list[Record]
) -> None:
    assert backend.records(record.id for record in records) == records
    asked = [records[3], records[0], records[3]]
    assert backend.records([record.id for record in asked]) == asked
    assert backend.records([]) == []


@pytest.mark.parametrize("id_", ["nowhere:1", "", "paragraph", "kind:note", "1", "\0"])
def test_an_id_that_no_record_has_is_named(
    backend: Backend, records: list[Record], id_: str
) -> None:
    with pytest.raises(KeyError) as caught:
        backend.records([records[0].id, id_])

    assert caught.value.args == (id_,)


@pytest.mark.parametrize(
    "open_backend", parameters(INDEXED | {"opensearch": pushed, "memory": scanned})
)
def test_an_empty_corpus_has_no_answers(open_backend: Opener) -> None:
    trees: tuple[Node, ...] = (
        Phrase(((("plan",),),)),
        Filter(("kind:note",)),
        Filter(()),
        Or((Filter(("kind:note",)), Phrase(((("plan",), ("the", "plan")),)))),
        And((Phrase(((("plan",),), (("plan",),))), Filter(("kind:note",)))),
    )
    with open_backend([]) as backend:
        assert [backend.search(tree) for tree in trees] == [([], [], 0, {})] * len(trees)
        assert list(backend.ids()) == []
        assert list(backend.vocabulary) == []
        assert list(backend.vocabulary.facets()) == []


WORDS = "plan plans the US U.S. us self-reliance people's people’s COVID-19 19 10,000 1 000".split()
WORDS += "Kim Jong-un Smith, John Smith The UN AND e-mail email e mail".split()
KOREAN = "제8차대회 제 8 차대회 중앙위 원회 로동신문".split()
TEXTS = st.lists(
    st.sampled_from([*WORDS, *KOREAN, "\t", ",", "—", "Plan.", "“self”"]), max_size=12
).map(" ".join)
IDS = st.sampled_from(
    [f"{document}:{name}" for document in "ab" for name in ("1", "2", "3", "n1", "n2", "h1", "c1")]
)
RECORDS = st.lists(
    st.builds(record, IDS, TEXTS, section=st.sampled_from(["", "I", "II", "Part 3"])),
    max_size=7,
    unique_by=lambda record: record.id,
).map(lambda drawn: [*drawn, record("c:1", "Plans of the US.")])
LEAVES = st.sampled_from(
    [
        *WORDS,
        *KOREAN,
        "plan*",
        "p?ople",
        "/.*an.*/",
        "doc:a",
        "doc:b",
        "kind:note",
        "section:II",
        'section:"part 3"',
        "note:1",
        "missing",
    ]
)
PHRASES = st.builds(
    '"{}"{}'.format,
    st.lists(st.sampled_from([*WORDS, *KOREAN]), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", "", "~0", "~1", "~5"]),
)
QUERY = st.recursive(
    LEAVES | PHRASES | LEAVES.map("-{}".format),
    lambda inner: st.builds(
        "({} {} {})".format,
        inner,
        st.sampled_from(["", "AND", "OR", "NOT", "AND NOT", "OR NOT"]),
        inner,
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("open_backend", INDEXED.values(), ids=INDEXED)
@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(RECORDS, st.lists(QUERY, min_size=1, max_size=5), st.integers(0, 3), st.integers(0, 3))
def test_any_corpus_answers_any_query_as_the_scan_does(
    open_backend: Opener, records: list[Record], queries: list[str], limit: int, offset: int
) -> None:
    agree(open_backend, records, queries, limit, offset)


# Few words, so that leaves overlap, stand together, and are in a tree more than once.
FEW_WORDS = st.sampled_from(["plan", "plans", "god", "the", "us", "제", "8"])
FEW_TEXTS = st.lists(
    st.sampled_from(
        ["plan", "plans", "god", "the", "us", "U.S.", "plan-god", "“the", "plan”", "\t", "god!"]
    )
    | st.just("제8"),
    max_size=9,
).map(" ".join)
FEW_RECORDS = st.lists(
    st.builds(record, IDS, FEW_TEXTS, section=st.sampled_from(["", "I"])).map(
        lambda drawn: replace(drawn, quotes=quotations(drawn.text))
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda record: record.id,
)
ALONE = FEW_WORDS.map(lambda word: (word,)) | st.just(("^us",))
ROWS = st.lists(FEW_WORDS, min_size=1, max_size=2).map(tuple)
SLOTS = st.lists(ALONE, min_size=1, max_size=3).map(tuple) | st.lists(ROWS, max_size=3).map(tuple)
LAYERS = st.sampled_from([None, None, "only", "without"])
WEIGHTS = st.sampled_from([1.0, 0.25])
LEAVES_OF_TREES = st.one_of(
    st.builds(Phrase, st.tuples(SLOTS), is_typed=st.booleans(), weight=WEIGHTS),
    st.builds(
        Phrase,
        st.lists(SLOTS, min_size=1, max_size=3).map(tuple),
        layer=LAYERS,
        is_typed=st.booleans(),
    ),
    st.builds(Phrase, st.lists(SLOTS, min_size=2, max_size=3).map(tuple), st.integers(0, 3)),
    st.builds(Phrase, st.tuples(st.tuples(ALONE)), joints=st.just(("",))),
    st.sampled_from([Filter(("kind:note",)), Filter(("document:a", "section:i")), Filter(())]),
)


def groups(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Draw nodes of nodes; one part of a run at least is not optional."""
    nodes = st.lists(inner, min_size=1, max_size=3).map(tuple)
    parts = st.lists(inner | st.builds(Maybe, inner), max_size=2)
    runs = st.builds(lambda before, one, after: (*before, one, *after), parts, inner, parts)
    ors = [st.builds(kind, nodes) for kind in (Or, Some, Forms)]
    sentences = st.builds(InSentence, st.tuples(inner | st.builds(Run, runs)))
    return st.one_of(st.builds(Run, runs), *ors, st.builds(And, nodes), sentences)


TREES = st.recursive(
    LEAVES_OF_TREES,
    lambda inner: groups(inner) | groups(inner | st.builds(Not, inner)),
    max_leaves=7,
)


@pytest.mark.parametrize("open_backend", INDEXED.values(), ids=INDEXED)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(FEW_RECORDS, st.lists(TREES, min_size=1, max_size=12), st.integers(0, 3), st.integers(0, 3))
def test_any_tree_is_answered_as_the_scan_does(
    open_backend: Opener, records: list[Record], trees: list[Node], limit: int, offset: int
) -> None:
    oracle = MemoryBackend(records)
    with open_backend(records) as backend:
        for tree, order in product(trees, ORDERS):
            assert backend.search(tree, order=order) == oracle.search(tree, order=order)
            page = oracle.search(tree, limit=limit, offset=offset, order=order)
            assert backend.search(tree, limit=limit, offset=offset, order=order) == page
            assert places(backend, tree) == places(oracle, tree)


# Each example makes two indices, which takes a cluster half a second: to shrink one, an hour.
@settings(max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(RECORDS, st.lists(QUERY, min_size=20, max_size=20), st.integers(0, 3), st.integers(0, 3))
def test_any_corpus_on_a_cluster_answers_any_query_as_the_scan_does(
    records: list[Record], queries: list[str], limit: int, offset: int
) -> None:
    agree(pushed, records, queries, limit, offset)


def agree(
    open_backend: Opener, records: list[Record], queries: list[str], limit: int, offset: int
) -> None:
    """See to it that a backend says of everything what the scan says."""
    oracle = MemoryBackend(records)
    with open_backend(records) as backend:
        assert list(backend.ids()) == list(oracle.ids())
        assert list(backend.vocabulary) == list(oracle.vocabulary)
        assert list(backend.vocabulary.facets()) == list(oracle.vocabulary.facets())
        assert backend.records(oracle.ids()) == records
        for word in oracle.vocabulary:
            assert list(backend.vocabulary.forms(word)) == list(oracle.vocabulary.forms(word))
        for query in queries:
            assert answers(backend, query) == answers(oracle, query)
            how = {"limit": limit, "offset": offset, "order": "document"}
            assert answers(backend, query, **how) == answers(oracle, query, **how)
            if isinstance(answers(oracle, query), Page):
                tree = resolve(query, oracle)
                assert places(backend, tree) == places(oracle, tree)
        assert columns(backend.heads(oracle.ids())) == columns(oracle.heads(oracle.ids()))
        assert spelled(backend) == spelled(oracle)


@not_the_scan
def test_a_backend_knows_what_counting_asks_of_the_records(
    backend: Backend, oracle: Backend, records: list[Record]
) -> None:
    ids = [record.id for record in records]

    for asked in (ids, ids[::-3], ids[:1], []):
        assert columns(backend.heads(asked)) == columns(oracle.heads(asked))
    with pytest.raises(KeyError):
        backend.heads(["nowhere:1"])


def test_the_heads_of_records_are_theirs(backend: Backend, records: list[Record]) -> None:
    heads = backend.heads(record.id for record in records)

    assert columns(heads) == [
        (r.id, r.document, r.kind, r.section, "\t" in r.text) for r in records
    ]


NORMS: Mapping[Norms, Callable[[Iterable[Token]], Iterable[str]]] = {
    "word": word_norms,
    "token": lambda tokens: [each.norm for each in units(tokens, "token")],
    "norm": token_norms,
    "untied": untied,
}


@pytest.mark.parametrize("norms", NORMS)
def test_a_backend_knows_the_words_and_the_tokens(
    backend: Backend, records: list[Record], norms: Norms
) -> None:
    for asked in (records, records[::-3], records[:1], []):
        forms, numbers, counts = backend.running((record.id for record in asked), norms)
        expected = [[*NORMS[norms](tokenize(record.text))] for record in asked]
        assert [forms[number] for number in numbers] == [w for own in expected for w in own]
        assert list(counts) == list(map(len, expected))
        assert len({forms[number] for number in numbers}) == len(set(numbers))


@pytest.mark.parametrize("mark", [QUOTED, QUOTE_BEGINS, BREAK, APOSTROPHE])
def test_a_backend_knows_which_tokens_in_a_row_have_a_mark(
    backend: Backend, records: list[Record], mark: str
) -> None:
    for asked in (records, records[::-3], records[:1], []):
        expected: list[int] = []
        done = 0
        for record in asked:
            tokens = [*tokenize(record.text)]
            places = {token.position: done + place for place, token in enumerate(tokens)}
            terms = index_terms(tokens, record.quoted)
            expected += [places[position] for term, position in terms if term == mark]
            done += len(tokens)
        assert [*backend.marked((record.id for record in asked), mark)] == expected


@not_the_scan
@pytest.mark.parametrize(
    "marks", [JOINTS, SIGNS, (GOES_ON,), (QUOTED,), (QUOTE_BEGINS,), ("^us", "people")]
)
def test_a_backend_finds_the_marks_of_tokens_as_the_scan_does(
    backend: Backend, oracle: Backend, marks: tuple[str, ...]
) -> None:
    tree = Phrase((tuple((mark,) for mark in marks),))

    assert places(backend, tree) == places(oracle, tree) != []


def spelled(backend: Backend) -> tuple[list[str], list[int]]:
    forms, numbers, counts = backend.running(backend.ids())
    return [forms[number] for number in numbers], list(counts)


def columns(heads: Heads) -> list[tuple[object, ...]]:
    return list(zip(*heads, strict=True))


def places(backend: Backend, tree: Node) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(id_, list(stretches)) for id_, stretches in backend.occurrences(tree)]
