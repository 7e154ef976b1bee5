"""What is said when nothing is found: why, in this order, and what to type next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.quotations import quotations
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend, MemoryVocabulary
from wp8.model import Record
from wp8.query.advice import Advice, advise, meaning
from wp8.query.language.parser import parse
from wp8.query.search import Question, Scope, resolve, search
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.query.page import Page
    from wp8.query.tree import Node
    from wp8.words.tokens import Token

CORPUS = load_corpus(Path(__file__).parent.parent / "corpus")


@pytest.fixture(scope="module")
def backend() -> MemoryBackend:
    return MemoryBackend(read_records(CORPUS))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            Question("bureacracy"),
            [
                Advice(
                    "no text has the word bureacracy; did you mean bureaucracy (2)?", "bureaucracy"
                )
            ],
        ),
        (
            Question("kim zuckerberg"),
            [
                Advice("no text has the word zuckerberg; without it: 37 paragraphs", "kim"),
            ],
        ),
        (
            Question("cement AND god AND marshal"),
            [
                Advice(
                    "paragraphs with each part alone: cement 3, god 8, marshal 2",
                    "cement OR god OR marshal",
                )
            ],
        ),
        (
            Question("marshal", Scope(("speech",))),
            [Advice("the filters exclude 2 paragraphs", "marshal")],
        ),
        (
            Question("marshal doc:speech"),
            [
                Advice("the filters exclude 2 paragraphs", "marshal"),
            ],
        ),
        (
            Question("languages", Scope(kinds=("paragraph",))),
            [Advice("of kinds other than paragraph: 4 records", "languages")],
        ),
        (
            Question("floods speech within:sentence"),
            [Advice("in one paragraph, but not in one sentence: 1 paragraph", "floods speech")],
        ),
        (
            Question("floods speech within:sentence doc:paper", Scope(kinds=("paragraph",))),
            [
                Advice(
                    "in one paragraph, but not in one sentence: 1 paragraph",
                    "floods speech document:paper",
                    " --kind paragraph",
                )
            ],
        ),
        (
            Question("cement marshal within:sentence"),
            [Advice("paragraphs with each part alone: cement 3, marshal 2", "cement OR marshal")],
        ),
        (
            Question("self reliance", exact=True),
            [
                Advice("without --exact: 9 paragraphs", "self reliance"),
            ],
        ),
        (
            Question("submarine volcano"),
            [Advice("no text has the words submarine, volcano")],
        ),
        (
            Question("submarine cement, volcano marshal"),
            [
                Advice("no text has the words submarine, volcano"),
                Advice("paragraphs with each part alone: cement 3, marshal 2", "cement OR marshal"),
            ],
        ),
        (
            Question("submarine speech floods NOT marshal"),
            [
                Advice(
                    "no text has the word submarine; without it: 1 paragraph",
                    "speech floods NOT marshal",
                )
            ],
        ),
        (Question("where is zuckerberg"), [Advice("no text has the word zuckerberg")]),
        (
            Question("North Koreaa"),
            [
                Advice(
                    "no text has the word Koreaa; did you mean Korea (41), Korean (18)?",
                    "North Korea",
                )
            ],
        ),
        (Question("to be or not to be"), [Advice("no paragraph has all of these words")]),
        (
            Question("cements?"),
            [
                Advice(
                    "no word matches cements?, where ? is one letter; "
                    "/cements?/ finds 2 paragraphs",
                    "/cements?/",
                )
            ],
        ),
        (
            Question("qqz[ab]"),
            [Advice("a pattern is of one word, between slashes: /qqz[ab]/ finds nothing")],
        ),
        (Question("zz~1"), [Advice("no word matches zz~1")]),
        (Question("regulatzz*zz*"), [Advice("no word matches regulatzz*zz*", "regula*")]),
        (
            Question('"standards living"'),
            [Advice("with the words in other forms or places: 11 paragraphs", "standards living")],
        ),
        (
            Question("cement or marshal"),
            [
                Advice(
                    "or in small letters is a word, no operator: "
                    "cement OR marshal finds 5 paragraphs",
                    "cement OR marshal",
                )
            ],
        ),
        (
            Question("rodongg sinmunn"),
            [
                Advice("no text has the word rodongg; did you mean Rodong (2)?"),
                Advice(
                    "no text has the word sinmunn; did you mean Sinmun (1)?",
                    "Rodong Sinmun",
                ),
            ],
        ),
        (Question("정치국"), [Advice("no text has 정치국")]),
        (
            Question("조선로둥당"),
            [Advice("no text has 조선로둥당; did you mean 조선로동당?", "조선로동당")],
        ),
        (Question("조선로동당원회"), [Advice("no text has 조선로동당원회", "조선로동당")]),
        (Question("missile"), [Advice("no text has the word missile")]),
        (Question("percent"), [Advice("no text has the word percent")]),
        (
            Question("jinpnig's part"),
            [
                Advice(
                    "no text has the word jinpnig; did you mean Jinping (3)?",
                ),
                Advice("no text has the word part"),
            ],
        ),
        (
            Question("economies", Scope(documents=("speech",)), exact=True),
            [Advice("without --exact: 5 paragraphs", "economies", " --doc speech")],
        ),
        (
            Question("generation's", exact=True),
            [Advice("without --exact: 2 paragraphs", "generation's")],
        ),
        (
            Question("tons NEAR/2 cement"),
            [
                Advice(
                    "words near each other stand in quotation marks: "
                    '"tons cement"~2 finds 2 paragraphs',
                    '"tons cement"~2',
                )
            ],
        ),
        (
            Question('[lemma="cement"] [word="of"]'),
            [
                Advice(
                    "this is CQL; here a word alone has its forms, "
                    'words in quotation marks are as written: "cement of" finds nothing'
                ),
                Advice("with the words in other forms or places: 3 paragraphs", "cement of"),
            ],
        ),
        (Question('"of the which"'), [Advice('no paragraph has "of the which"')]),
        (Question('"cement (marshal"'), [Advice('no paragraph has "cement (marshal"')]),
        (Question("\ue000\ue000롒"), [Advice("no text has \ue000\ue000롒")]),
        (Question("cement NOT cement"), [Advice("no paragraph has cement NOT cement")]),
        (Question("regulat*"), [Advice("no word matches regulat*", "regula*")]),
        (Question("bureacraxy~1"), [Advice("no word matches bureacraxy~1", "bureacraxy~2")]),
        (Question('"Kim Yo Jong"'), [Advice("no text has the word Yo")]),
        (
            Question("Ri Jae-ryong"),
            [
                Advice(
                    "no text has this name; the nearest: "
                    "Kim Jae-ryong (2), Ri Man-gon (1), Ri Il-hwan (2)",
                    '"Kim Jae-ryong"',
                ),
                Advice("paragraphs with each part alone: Ri 4, Jae-ryong 2", "Ri AND Jae-ryong"),
            ],
        ),
    ],
)
def test_an_empty_answer_is_explained(
    question: Question, expected: list[Advice], backend: MemoryBackend
) -> None:
    assert search(question, backend=backend).total == 0
    assert advise(question, backend=backend) == expected


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("Kim Chol", "no text has this name; the nearest: Kim Ch'aek (1), KIM IL SUNG (1)"),
        ("Anna Marlow", "no text has this name; the nearest: Anna B. Marlow (1)"),
        ("ספר", "no text has the word ספר; did you mean הספר (1)?"),
        ("boat", "no text has the word boat; did you mean boats (1)?"),
        ("Aerzte", "no text has the word Aerzte; did you mean Ärzte (1)?"),
        (
            "Gewerkschaft",
            "no text has the word Gewerkschaft; did you mean Gewerkschaftshaus (1)?",
        ),
    ],
)
def test_a_name_is_offered_whole_and_a_word_in_its_other_form(query: str, reason: str) -> None:
    texts = (
        "Kim Ch'aek was a general.",
        "KIM IL SUNG AND THE PARTY",
        "Anna B. Marlow spoke. Boats came. The WHO counted the boats.",
        "קראתי את הספר.",
        "Die Ärzte gingen in das Gewerkschaftshaus.",
    )
    records = [
        Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a.txt", (n, n))
        for n, text in enumerate(texts, start=1)
    ]

    assert advise(Question(query), backend=MemoryBackend(records))[0].reason == reason


def test_the_next_command_keeps_the_options(backend: MemoryBackend) -> None:
    question = Question("bureacracy", Scope(("paper",), (), ("paragraph",)))

    (advice,) = advise(question, backend=backend)

    assert advice.command == "wp8 search bureaucracy --doc paper --kind paragraph"


def test_a_command_is_offered_only_if_it_finds_something(backend: MemoryBackend) -> None:
    for query in ("bureacracy kim zuckerberg", '"kimm jongg"', "xyz OR qqq", "plan~1 NOT plan*"):
        for advice in advise(Question(query), backend=backend):
            assert advice.query is None or search(advice.query, backend=backend).total


def test_of_many_unknown_words_a_dozen_is_named(backend: MemoryBackend) -> None:
    query = " ".join(f"qqzz{number}x" for number in range(40))

    (advice,) = advise(Question(query), backend=backend)

    assert advice.reason.startswith("no text has the words qqzz0x, qqzz1x, ")
    assert advice.reason.endswith(", qqzz11x and 28 more")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Workers Prty of Korea", ("no text has the word Prty; did you mean Party (74)?", 16)),
        ("plan or strategy", ("or in small letters is a word, no operator", 36)),
        ("plan strategy", None),
        ("What did the missile do to the economy?", None),
    ],
)
def test_a_question_that_has_hits_may_mean_another(
    query: str, meant: tuple[str, int] | None, backend: MemoryBackend
) -> None:
    found = meaning(Question(query), backend=backend)

    assert search(query, backend=backend).total
    assert (found and (found[0], found[2])) == meant


@pytest.mark.parametrize("query", ["조선로둥당", "comraxx~", "/zz(y|q)/", "party-economy"])
def test_what_had_no_hit_is_not_searched_again(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryBackend(read_records(CORPUS))
    asked = resolve(parse(query), Question(query), backend)
    searched: list[Node] = []
    search_once = MemoryBackend.search

    def noted(self: MemoryBackend, tree: Node, **options: Any) -> Page:  # noqa: ANN401 - its own
        searched.append(tree)
        return search_once(self, tree, **options)

    monkeypatch.setattr(MemoryBackend, "search", noted)

    assert search(query, backend=backend).total == 0
    assert advise(Question(query), backend=backend)
    assert searched.count(asked) == 1


def test_of_what_is_near_a_word_in_hangul_each_word_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"of many words {number} 가나다라 one is 로동당" for number in range(30)]
    records = [
        Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a.txt", (1, 1))
        for n, text in enumerate(texts)
    ]
    looked_at: list[str] = []

    def noted(text: str, **options: bool) -> Iterator[Token]:
        looked_at.append(text)
        return tokenize(text, **options)

    monkeypatch.setattr("wp8.query.near.hangul.tokenize", noted)

    found = advise(Question("로둥당"), backend=MemoryBackend(records))

    assert found == [Advice("no text has 로둥당; did you mean 로동당?", "로동당")]
    # What begins and ends otherwise is looked at not even once.
    assert [text for text in looked_at if "로동당" in text] == ["로동당"]


@pytest.mark.parametrize(
    "written",
    ["로동당", "로동당의", "(로동당)", "로\u00ad동당", "로동당—9", "\u1105\u1169동당"],
)
def test_a_slip_in_hangul_leads_to_the_word_however_it_is_written(written: str) -> None:
    text = f"가나다 {written} 동가나"
    record = Record("a:1", "a", "paragraph", "", 1, None, text, "a.txt", (1, 1))

    found = advise(Question("로둥당"), backend=MemoryBackend([record]))

    assert [advice.query for advice in found] == ["로동당"]


def _record(number: int, text: str, document: str = "a") -> Record:
    id_, quotes = f"{document}:{number}", tuple(quotations(text))
    fields = (id_, document, "paragraph", "", number, None, text, "a.txt", (1, 1))
    return Record(*fields, quotes=quotes)


class _Searched(MemoryBackend):
    """A backend that notes the trees it was asked for, and how many records it was to return."""

    def __init__(self, records: Iterable[Record]) -> None:
        super().__init__(records)
        self.asked: list[tuple[str, int | None]] = []

    def search(self, tree: Node, *, limit: int | None = None, **options: Any) -> Page:  # noqa: ANN401
        self.asked.append((str(tree), limit))
        return super().search(tree, limit=limit, **options)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("검사감", "검사각"), ("거사각", "검사각"), ("깅정", "강정"), ("프루구래밍", "프로그래밍")],
)
def test_a_slip_in_hangul_is_found_among_many_texts_with_its_syllables(
    typed: str, meant: str
) -> None:
    apart = [" ".join(syllables) for syllables in ("검각사감", "강깅정", "프밍루로그", "거사")]
    texts = [*(f"{row} {number} {row}" for number in range(200) for row in apart), meant]

    (found,) = advise(
        Question(typed), backend=MemoryBackend(_record(n, text) for n, text in enumerate(texts))
    )

    assert found == Advice(f"no text has {typed}; did you mean {meant}?", meant)


@pytest.mark.parametrize(("most", "offered", "searches"), [(3, None, 0), (100, "거너", 1)])
def test_syllables_that_many_texts_have_lead_to_no_search_for_what_is_near(
    most: int, offered: str | None, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wp8.query.near.hangul._MOST_LOOKED_AT", most)
    texts = [*["거 이 나"] * 20, "거너 이"]
    backend = _Searched(_record(n, text) for n, text in enumerate(texts))

    (found,) = advise(Question("거느"), backend=backend)

    assert found.query == offered
    assert len([tree for tree, limit in backend.asked if limit == 30]) == searches


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (Question("harvist"), "harvest (3)"),
        (Question("harvist", Scope(documents=("b",))), "harvest (1)"),
        (Question("harvist doc:b"), "harvest (1)"),
        (Question("harvist NOT doc:a"), "harvest (1)"),
        (Question("harvist (doc:b OR doc:c)"), "harvest (1)"),
        (Question("harvist", Scope(quotes="only")), "harvest (1)"),
        (Question("검사감", Scope(documents=("b",))), "검사갈"),
        (Question("검사감 doc:b"), "검사갈"),
    ],
)
def test_what_is_near_is_counted_in_what_the_filters_leave(question: Question, reason: str) -> None:
    records = [
        _record(1, 'he said "the harvest is here" and 검사각'),
        _record(2, "a harvest and 검사각"),
        _record(1, "one harvest and 검사갈", "b"),
        _record(1, "none", "c"),
    ]

    found = advise(question, backend=MemoryBackend(records))

    assert f"did you mean {reason}?" in found[0].reason


def test_what_no_filter_leaves_is_not_near() -> None:
    records = [_record(1, "the harvest"), _record(1, "the hardest harvests", "b")]

    found = advise(Question("harveft doc:a"), backend=MemoryBackend(records))
    excluded = advise(Question("hardesr doc:a"), backend=MemoryBackend(records))

    assert found[0].query == "harvest doc:a"
    assert all("hardest" not in advice.reason for advice in excluded)


@pytest.mark.parametrize(("length", "searches"), [(12, 1), (24, 1), (48, 1)])
def test_where_not_half_of_a_word_is_in_a_text_one_search_tells(length: int, searches: int) -> None:
    backend = _Searched([_record(1, "가나다")])
    word = ("가나다" + "라" * length)[:length]

    assert advise(Question(word), backend=backend) == [Advice(f"no text has {word}")]
    assert len([tree for tree, limit in backend.asked if limit == 0]) == searches


@pytest.mark.parametrize("known", range(6, 11))
def test_the_longest_beginning_that_a_text_has_is_offered(known: int) -> None:
    word = "가나다라마바사아자차카타"
    backend = MemoryBackend([_record(1, word[:known])])

    assert advise(Question(word), backend=backend) == [Advice(f"no text has {word}", word[:known])]


@pytest.mark.parametrize(
    ("query", "offered", "passes"),
    [("*zzyq", None, 1), ("/.*(zz|yq)x/", None, 1), ("comraxx~", "comraxx~2", 2)],
)
def test_all_words_are_looked_through_once_for_each_pattern_that_nothing_matches(
    query: str, offered: str | None, passes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryBackend(read_records(CORPUS))
    asked: list[str] = []
    starting = MemoryVocabulary.starting

    def noted(self: MemoryVocabulary, letters: str) -> Sequence[str]:
        asked.append(letters)
        return starting(self, letters)

    monkeypatch.setattr(MemoryVocabulary, "starting", noted)

    assert search(query, backend=backend).total == 0
    assert [said.query for said in advise(Question(query), backend=backend)] == [offered]
    assert asked.count("") == passes


def test_nothing_is_excluded_where_all_that_a_query_finds_is_in_its_scope(
    backend: MemoryBackend,
) -> None:
    question = Question("labours", Scope(kinds=("paragraph",)))

    assert search(question, backend=backend).total == 1
    assert not [said for said in advise(question, backend=backend) if "1 paragraph" in said.reason]
