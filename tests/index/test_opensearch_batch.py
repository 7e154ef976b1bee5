"""What is sent to a cluster: what the texts have, however many processes prepare it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from wp8.errors import ClusterError
from wp8.index.forms import Capitals
from wp8.index.opensearch import batch as opensearch_batch
from wp8.index.opensearch.batch import Totals
from wp8.index.opensearch.bulk import Lines, item, send
from wp8.index.opensearch.schema import RECORD, term
from wp8.model import Quote, Record, record_of
from wp8.words.tokens import index_terms, is_word_term, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONG = "x" * 201
TEXTS = (
    "The plan of the U.S. and us: the people's self-reliance.",
    "one two\t\tthree the\tfour",
    "\tbefore a cell",
    "제8차대회 is the 8th Congress, 10 000 of 1,000 000",
    f'a {LONG} and {LONG} in صلى الله \\ "quoted" matter',
    "KIM JONG UN SPEAKS TO US",
    "",
    "?!",
    "a lone \ud800 surrogate\u2028and\x85 lines\rmore",
)


def numbered(place: int, text: str, document: str = "one") -> Record:
    return Record(
        f"{document}:{place}", document, "paragraph", "Part 1", place, None, text, "a.txt", (1, 1)
    )


RECORDS = [
    *(numbered(place, text) for place, text in enumerate(TEXTS, 1)),
    Record(
        "two:n1", "two", "note", "", 1, None, 'He said "the plan" and "US-made plan" at us.', "b",
        (3, 4), quotes=(Quote("quotation", 9, 17), Quote("slogan", 24, 36)), pages=(2, 3),
    ),
]  # fmt: skip


def sent(batches: Iterator[Lines]) -> dict[str, dict[str, Any]]:
    """Return what is sent under each id."""
    lines = [line for batch in batches for line in batch.body.decode().split("\n")[:-1]]
    actions, contents = map(json.loads, lines[::2]), map(json.loads, lines[1::2])
    return {a["index"]["_id"]: c for a, c in zip(actions, contents, strict=True)}


def terms_of(record: Record) -> Counter[str]:
    return Counter(each for each, _ in index_terms(tokenize(record.text), record.quoted))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_what_is_sent_of_a_record_is_what_its_text_has(record: Record) -> None:
    tokens, terms = list(tokenize(record.text)), terms_of(record)

    (content,) = sent(Totals().batches([record], 1)).values()

    assert " ".join(content["tokens"]).split() == [term(token.norm) for token in tokens]
    marks = {each: number for each, number in terms.items() if not is_word_term(each)}
    assert Counter(content["marks"].split()) == marks
    assert (content["length"], content["number"], content["place"]) == (len(tokens), 0, 0)


def test_the_tokens_of_table_cells_stand_apart() -> None:
    found = sent(Totals().batches(RECORDS, 1))

    assert found["one:2"]["tokens"] == ["one two", "three the", "four"]
    assert found["one:3"]["tokens"] == ["before a cell"]
    assert found["one:7"]["tokens"] == [""]


def test_a_record_comes_back_as_it_was_sent() -> None:
    found = sent(Totals().batches(RECORDS, 1))

    whole = [record for record in RECORDS if "\ud800" not in record.text]
    assert [record_of(found[record.id][RECORD]) for record in whole] == whole


def test_the_sums_are_those_of_all_texts() -> None:
    totals = Totals()
    capitals = Capitals()
    found = [terms_of(record) for record in RECORDS]
    for record in RECORDS:
        capitals.note(list(tokenize(record.text)))

    list(totals.batches(RECORDS, 1))

    assert totals.frequency == Counter(each for terms in found for each in terms)
    most = {each: max(terms[each] for terms in found) for each in totals.frequency}
    assert totals.most == {each: number for each, number in most.items() if number > 1}
    assert vars(totals.capitals) == vars(capitals)
    assert (totals.records, totals.tokens) == (
        len(RECORDS),
        sum(len(list(tokenize(record.text))) for record in RECORDS),
    )
    assert set(totals.facets) == {
        "document:one", "document:two", "kind:paragraph", "kind:note", "note:1", "section:part1"
    }  # fmt: skip
    assert totals.places == {"one": 0, "two": 1}


def test_other_processes_send_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_batch, "SIZE", 100)
    alone, together = Totals(), Totals()

    here = list(alone.batches(RECORDS * 2, 1))
    there = list(together.batches(RECORDS * 2, 2))

    assert there == here
    assert [lines.first for lines in here] == sorted({lines.first for lines in here})
    assert vars(together) | {"capitals": None} == vars(alone) | {"capitals": None}
    assert vars(together.capitals) == vars(alone.capitals)


def test_what_is_otherwise_has_another_check() -> None:
    (one,) = Totals().batches([numbered(1, "the plan")], 1)
    (other,) = Totals().batches([numbered(1, "the plans")], 1)
    (same,) = Totals().batches([numbered(1, "the plan")], 1)

    assert one.checks != other.checks
    assert one == same
    assert json.loads(one.body.split(b"\n")[1])["check"] == one.checks


# How it gets there


class Server:
    """A cluster that answers a bulk request as it is told to, item by item, or not."""

    def __init__(self, *answers: Callable[[str], Mapping[str, object] | None]) -> None:
        self.taken: list[list[str]] = []
        self._answers = list(answers)

    def ask(self, method: str, path: str, body: bytes, *_: object, **__: object) -> object:
        """Return the next of the answers."""
        assert (method, path) == ("POST", "/index/_bulk")
        ids = [json.loads(line)["index"]["_id"] for line in body.split(b"\n")[:-1:2]]
        self.taken.append(ids)
        answer = self._answers.pop(0)
        return {"items": [{"index": done} for done in map(answer, ids) if done]}


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wp8.index.opensearch.bulk._PAUSE", 0)


def three() -> Lines:
    body = "".join(item(id_, "{}") for id_ in ("a:1", "a:2", 'a:"3'))
    return Lines(0, 3, 0, body.encode())


@pytest.mark.usefixtures("no_pause")
def test_only_what_the_cluster_could_not_take_is_sent_again() -> None:
    server = Server(
        lambda id_: {"status": 201 if id_ == "a:2" else 429},
        lambda id_: {"status": 201 if id_ == "a:1" else 503},
        lambda _: {"status": 200},
    )

    number = send(server, "index", [three()])  # type: ignore[arg-type]

    assert number == 3
    assert server.taken == [["a:1", "a:2", 'a:"3'], ["a:1", 'a:"3'], ['a:"3']]


def test_what_the_cluster_will_never_take_is_named() -> None:
    def answer(id_: str) -> Mapping[str, object]:
        return {"status": 400, "error": {"reason": "too odd"}} if "3" in id_ else {"status": 201}

    with pytest.raises(ClusterError) as raised:
        send(Server(answer), "index", [three()])  # type: ignore[arg-type]

    assert raised.value.message == 'index: the cluster refuses a:"3: too odd'


def test_an_answer_that_lacks_an_item_is_none() -> None:
    server = Server(lambda id_: {"status": 201} if id_ == "a:1" else None)

    with pytest.raises(ClusterError) as raised:
        send(server, "index", [three()])  # type: ignore[arg-type]

    assert raised.value.message == "index: the cluster has not answered for each item"
