from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.errors import UnknownNameError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Named, Record
from wp8.query.address import Addresses, Flow

CORPUS = Path(__file__).parents[1] / "corpus"
CONTENTS_HINT = "to see what {} has: wp8 show contents"


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return Addresses(MemoryBackend(read_records(load_corpus(CORPUS))))


def ids(text: str) -> list[str]:
    """Ids of one document: `speech: 1 2` is speech:1 and speech:2."""
    document, *names = text.split()
    return [document + name for name in names]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("speech:12", "speech: 12"),
        ("speech:s2", "speech: s2"),
        ("paper:t1.2", "paper: t1.2"),
        ("speech:12-14", "speech: 12 13 14"),
        ("speech:12-12", "speech: 12"),
        ("speech:83-84", "speech: 83 84"),
        ("paper:n3-n5", "paper: n3 n4 n5"),
        ("paper:n3-5", "paper: n3 n4 n5"),
        ("paper:t1.2-t1.4", "paper: t1.2 t1.3 t1.4"),
        ("paper:h1-h5", "paper: h1 h2 h3 h4 h5"),
        ("paper:t1", "paper: t1.0 " + " ".join(f"t1.{row}" for row in range(1, 20))),
        ("speech:part2", "speech: s2 10 11 12 13"),
        ("speech:Part 2", "speech: s2 10 11 12 13"),
        ("speech:PART2", "speech: s2 10 11 12 13"),
        ("paper:V", "paper: h5 30 n19 31 32 33"),
        ("paper:v", "paper: h5 30 n19 31 32 33"),
        ("paper:II.3", "paper: 10"),
        ("speech:part3.2", "speech: 15"),
    ],
)
def test_an_address_names_these_records(addresses: Addresses, address: str, expected: str) -> None:
    assert list(addresses.resolve(address)) == ids(expected)


def test_a_section_may_be_called_by_numbers_with_points() -> None:
    records = [
        Record(f"a:{n}", "a", "paragraph", section, n, in_section, "Peace.", "a.txt", (1, 1))
        for n, section, in_section in [(1, "", 1), (2, "1.2", 1), (3, "1.2", 2), (4, "1", 1)]
    ]
    named = Addresses(MemoryBackend(records))

    wanted = {"a:1.2": ["a:2", "a:3"], "a:1.2.2": ["a:3"], "a:1.1": ["a:4"]}
    assert {address: named.resolve(address) for address in wanted} == wanted
    for nowhere in ("a:9", "a:.1", "a:1.", "a:1.2.3"):
        with pytest.raises(UnknownNameError):
            named.resolve(nowhere)


def test_a_document_is_all_its_records(addresses: Addresses) -> None:
    speech = addresses.resolve("speech")

    assert (len(speech), speech[0], speech[-1]) == (106, "speech:b1", "speech:e1")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["speech:12,14-16"], ids("speech: 12 14 15 16")),
        (["speech:12,speech:14"], ids("speech: 12 14")),
        (["speech:12,"], ids("speech: 12")),
        # As a citation writes a range.
        (["speech:12–14"], ids("speech: 12 13 14")),
        (["paper:n3–5,t1.2–t1.4"], ids("paper: n3 n4 n5 t1.2 t1.3 t1.4")),
        (["speech:14", "speech:12"], ids("speech: 14 12")),
        (["speech:12", "speech:11-12"], ids("speech: 12 11")),
        (["paper:w1,speech:1"], ["paper:w1", "speech:1"]),
        (["paper:n1,n2"], ids("paper: n1 n2")),
        # A paragraph brings its notes.
        (["paper:2"], ids("paper: 2 n1 n2")),
        (["paper:n2", "paper:2"], ids("paper: n2 2 n1")),
        (["paper:2-3"], ids("paper: 2 n1 n2 3 n3 n4")),
        ([], []),
    ],
)
def test_a_list_names_records_in_its_order_each_once(
    addresses: Addresses, asked: Sequence[str], expected: Sequence[str]
) -> None:
    assert [record.id for record in addresses.records(asked)] == expected


@pytest.mark.parametrize(
    ("address", "context", "expected"),
    [
        ("speech:12", 1, ids("speech: 11 12 13")),
        ("speech:10", 1, ids("speech: s2 10 11")),
        ("speech:b1", 2, ids("speech: b1 b2 b3")),
        ("speech:e1", 1, ids("speech: b8 e1")),
        ("speech:12,14", 1, ids("speech: 11 12 13 s3 14 15")),
        # Notes stand beside the flow.
        ("paper:16", 1, ids("paper: 15 16 n11 17")),
        ("paper:a1", 1, ids("paper: a1 1")),
        ("paper:n11", 1, ids("paper: 16 n11 17")),
    ],
)
def test_context_is_the_neighbours_in_the_flow(
    addresses: Addresses, address: str, context: int, expected: Sequence[str]
) -> None:
    assert [record.id for record in addresses.records([address], context=context)] == expected


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("nowhere", "the corpus has no document nowhere", "it has: speech, paper"),
        ("nowhere:1", "the corpus has no document nowhere", "it has: speech, paper"),
        ("spee", "the corpus has no document spee", "it has: speech, paper"),
        (":", "an address begins with the name of a document", "it has: speech, paper"),
        ("(:", "the corpus has no document (", "it has: speech, paper"),
        ("speech:99", "there is no speech:99 in the corpus", CONTENTS_HINT.format("speech")),
        ("speech:0", "there is no speech:0 in the corpus", CONTENTS_HINT.format("speech")),
        ("speech:", "there is no speech: in the corpus", CONTENTS_HINT.format("speech")),
        ("speech:-5", "there is no speech:-5 in the corpus", CONTENTS_HINT.format("speech")),
        ("speech:5-", "there is no speech:5- in the corpus", CONTENTS_HINT.format("speech")),
        ("paper:VI", "there is no paper:VI in the corpus", CONTENTS_HINT.format("paper")),
        ("paper:II.99", "there is no paper:II.99 in the corpus", CONTENTS_HINT.format("paper")),
        ("paper:t.*", "there is no paper:t.* in the corpus", CONTENTS_HINT.format("paper")),
        ("paper:t", "there is no paper:t in the corpus", CONTENTS_HINT.format("paper")),
        ("paper:part3", "there is no paper:part3 in the corpus", CONTENTS_HINT.format("paper")),
        ("speech:80-99", "there is no speech:99 in the corpus", "speech has speech:1 to speech:87"),
        ("paper:n18-n20", "there is no paper:n20 in the corpus", "paper has paper:n1 to paper:n19"),
        ("paper:x1-x2", "there is no paper:x1 in the corpus", "paper has none of that kind"),
        (
            "speech:14-12",
            "the range speech:14-12 runs backwards",
            "did you mean speech:12-14?",
        ),
        (
            "speech:1\npaper:2",
            "there is no speech:1\npaper:2 in the corpus",
            "each by itself, without quotation marks: speech:1 paper:2",
        ),
        ("paper:n5-n3", "the range paper:n5-n3 runs backwards", "did you mean paper:n3-n5?"),
    ],
)
def test_an_address_that_names_nothing_says_what_there_is(
    addresses: Addresses, address: str, message: str, hint: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        addresses.records([address])

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_no_number_of_neighbours_is_none() -> None:
    assert around(["a:1", "a:2"], "a:1", 0) == ([], [])


def test_neighbours_are_of_the_same_document() -> None:
    ids = ["a:1", "a:2", "b:1", "b:n1", "b:2", "b:y2", "b:3", "b:n2", "c:n1", "c:1"]

    assert around(ids, "b:1", 9) == ([], ["b:2", "b:3"])
    assert around(ids, "b:3", 1) == (["b:2"], [])
    assert around(ids, "b:n1", 9) == (["b:1"], ["b:2", "b:y2", "b:3", "b:n2"])
    assert around(ids, "b:y2", 1) == (["b:2"], ["b:3"])
    assert around(ids, "a:2", 9) == (["a:1"], [])
    assert around(ids, "c:n1", 1) == ([], ["c:1"])
    assert around(ids, "c:1", 1) == ([], [])


def around(ids: list[str], id_: str, number: int) -> tuple[list[str], list[str]]:
    """Return the ids before and after one."""
    before, after = Flow(Named(range(len(ids)), ids)).around(ids.index(id_), number)
    return [ids[place] for place in before], [ids[place] for place in after]


PARTS = st.sampled_from(
    "speech paper : , - . 1 12 87 n3 t1 t1.5 II part3 Part\u00a03 \0 \ud800 ( [ * \\ １２".split(
        " "
    )
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(PARTS | st.text(max_size=3), max_size=8).map("".join))
def test_any_address_names_records_or_is_an_error_with_a_hint(
    addresses: Addresses, address: str
) -> None:
    everything = {*addresses.resolve("speech"), *addresses.resolve("paper")}
    try:
        known = {record.id for record in addresses.records([address])} <= everything
    except UnknownNameError as error:
        known = bool(error.hint)

    assert known


def test_of_many_documents_a_hint_names_a_few() -> None:
    records = [
        Record(f"letter{n}:1", f"letter{n}", "paragraph", "", 1, 1, "Peace.", "a.txt", (1, 1))
        for n in range(1, 301)
    ]
    many = Addresses(MemoryBackend(records))

    hints = []
    for address in ("nowhere", "1"):
        with pytest.raises(UnknownNameError) as caught:
            many.resolve(address)
        hints.append(caught.value.hint)
    assert hints == [
        "it has: letter1, letter2, letter3, letter4, letter5 and 295 more",
        "did you mean letter1:1 or letter2:1 or letter3:1 or letter4:1 or letter5:1?",
    ]
