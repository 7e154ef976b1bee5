"""What the numbers of earlier editions are now."""

from __future__ import annotations

import sys
from errno import ENOSPC
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.digest import LEDGER
from wp8.corpus.editions.alignment import alike, same
from wp8.corpus.editions.ledger import (
    Edition,
    digests,
    edition_name,
    editions,
    superseded,
    texts_of,
)
from wp8.corpus.editions.past import Past
from wp8.corpus.editions.written import note
from wp8.errors import CorpusError, UnknownNameError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.address import Addresses, parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = "2026-11-20"
WORDS = "harbor engine winter letter council bread railway window summer teacher".split()


def paragraph(number: int) -> str:
    """Return a text like no other."""
    digits = [int(digit) for digit in f"{number:04}"]
    return " ".join(f"{WORDS[d]}{number * 7919 % 97}{place}" for place, d in enumerate(digits * 4))


def numbered(texts: Sequence[str]) -> dict[str, str]:
    return {str(number): text for number, text in enumerate(texts, start=1)}


def records(texts: Sequence[str]) -> list[Record]:
    return [
        Record(f"a:{number}", "a", "paragraph", "", int(number), None, text, "a.txt", (1, 1))
        for number, text in numbered(texts).items()
    ]


class Corpus:
    """A document that is edited: its folder has the ledger, `told` what was said."""

    def __init__(self, folder: Path, *drafts: Sequence[str]) -> None:
        self.folder = folder
        self.told: list[str] = []
        for old, new in pairwise(drafts):
            if edition := superseded("a", numbered(old), numbered(new), DAY):
                note(folder, [edition], self.told.append)
        self.backend = MemoryBackend(records(drafts[-1]))
        self.past = Past(folder, self.backend, self.told.append)
        self.addresses = Addresses(self.backend, lambda: self.past)

    def now(self, address: str, draft: Sequence[str]) -> list[str]:
        """Return the ids that an address of an earlier draft has now."""
        return list(self.addresses.resolve(f"{address}@{name(draft)}"))

    def changes(self, of: str = "a") -> list[tuple[str, str, str]]:
        """Return what became of each number, its address, and the ids now."""
        return [
            (each.change, each.old.partition("@")[0], " ".join(each.new))
            for each in self.past.changes([of])
        ]


def name(draft: Sequence[str]) -> str:
    return edition_name(digests(numbered(draft)))


def test_a_paragraph_put_before_three_hundred_moves_each_by_one(tmp_path: Path) -> None:
    old = [paragraph(n) for n in range(300)]
    corpus = Corpus(tmp_path, old, ["Something new.", *old])

    assert corpus.now("a:12", old) == ["a:13"]
    assert corpus.now("a:298-300", old) == ["a:299", "a:300", "a:301"]
    assert corpus.changes() == [
        ("new", "", "a:1"),
        *(("renumbered", f"a:{n}", f"a:{n + 1}") for n in range(1, 301)),
    ]


def test_two_that_change_places_are_found_in_each_other_s(tmp_path: Path) -> None:
    old = [paragraph(n) for n in range(5)]
    corpus = Corpus(tmp_path, old, [old[0], old[3], old[2], old[1], old[4]])

    assert corpus.changes() == [("renumbered", "a:2", "a:4"), ("renumbered", "a:4", "a:2")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The people are the masters of their own country.", "The poeple are the masters of it."),
        ("당 대회는 인민의 힘을 믿고 새로운 길을 연다.", "당대회는 인민의 힘을 믿고 새 길을 연다."),
        ("Introduction", "An Introduction"),
    ],
)
def test_one_that_is_corrected_is_the_same(tmp_path: Path, old: str, new: str) -> None:
    before = [paragraph(1), old, paragraph(2)]
    corpus = Corpus(tmp_path, before, ["New.", paragraph(1), new, paragraph(2)])

    assert corpus.now("a:2", before) == ["a:3"]
    assert corpus.told == [
        f"a:2 in the edition until {DAY} ({name(before)}) is a:3 now, with its text altered"
    ]


def test_a_divided_paragraph_is_several_and_joined_ones_are_one(tmp_path: Path) -> None:
    one, two, three = (paragraph(n) for n in (1234, 5678, 9012))
    apart, joined = [three, one, two], [three, f"{one} {two}"]

    assert Corpus(tmp_path, apart, joined).changes() == [
        ("altered", "a:2", "a:2"),
        ("altered", "a:3", "a:2"),
    ]
    assert Corpus(tmp_path, joined, apart).changes() == [("altered", "a:2", "a:2 a:3")]


def test_a_text_that_is_typed_again_keeps_its_numbers(tmp_path: Path) -> None:
    old = [paragraph(n) for n in range(200)]
    typed = [text[:20] + "x" + text[21:].upper() for text in old]
    corpus = Corpus(tmp_path, old, ["Preface.", *typed])

    assert corpus.changes()[1:] == [("altered", f"a:{n}", f"a:{n + 1}") for n in range(1, 201)]


def test_what_is_gone_is_told_with_what_stands_there_now(tmp_path: Path) -> None:
    old = [paragraph(n) for n in range(5)]
    corpus = Corpus(tmp_path, old, ["New.", old[0], old[1], old[3], old[4]])

    with pytest.raises(UnknownNameError) as caught:
        corpus.now("a:3", old)

    assert caught.value.message == (
        f"what was a:3 in the edition until {DAY} ({name(old)}) is not there any more"
    )
    assert caught.value.hint == "it stood after what is a:3 now and before what is a:4 now"
    assert corpus.now("a:2-4", old) == ["a:3", "a:4"]
    assert corpus.told == [
        f"a:2-4 in the edition until {DAY} ({name(old)}) is a:3, a:4 now, "
        "of 3 paragraphs 1 not there any more"
    ]


def test_numbers_are_followed_through_three_editions(tmp_path: Path) -> None:
    first = [paragraph(n) for n in range(4)]
    second = ["New.", *first]
    third = [*second[:3], f"{second[3]} Corrected.", second[4]]
    fourth = ["Newer.", *third[:3], third[3].replace("Corrected", "Corrected twice"), third[4]]
    corpus = Corpus(tmp_path, first, second, third, fourth)

    assert [corpus.now("a:3", first), corpus.now("a:3", second)] == [["a:5"], ["a:4"]]
    assert corpus.now("a", first) == ["a:3", "a:4", "a:5", "a:6"]
    assert corpus.now("a:4", fourth) == ["a:4"]
    assert corpus.changes(f"a@{name(third)}")[-1] == ("renumbered", "a:5", "a:6")


def test_an_edition_that_comes_back_is_known_by_one_name(tmp_path: Path) -> None:
    first, second = [paragraph(1), paragraph(2)], [paragraph(2), paragraph(1)]
    corpus = Corpus(tmp_path, first, second, first, second)

    assert [each.edition for each in editions(tmp_path)] == [name(second), name(first)]
    assert [corpus.now("a:1", first), corpus.now("a:1", second)] == [["a:2"], ["a:1"]]


def test_the_number_of_another_paragraph_than_before_is_told_once(tmp_path: Path) -> None:
    old = [paragraph(n) for n in range(5)]
    corpus = Corpus(tmp_path, old, [old[0], "New.", *old[1:3], old[4] + " Corrected."])
    said = f"the edition until {DAY} ({name(old)})"

    corpus.past.warn(["a:1", "a:5"])
    corpus.past.warn(["a:2"])
    corpus.past.warn(["a:4"])
    corpus.past.warn(["a:2", "a:3", "a:5"])

    assert corpus.told == [
        f"a:2 was another paragraph in {said}, which is a:3 now",
        f"a:4 was another paragraph in {said}, which is not there any more",
        f"2 of these numbers of a were other paragraphs in {said}: wp8 docs changes a",
    ]


def test_an_edition_is_that_of_the_whole_list() -> None:
    assert parts("a:1,3-5@a1b2c3d4") == ["a:1@a1b2c3d4", "a:3-5@a1b2c3d4"]
    assert parts("a:1@a1b2c3d4,b:3") == ["a:1@a1b2c3d4", "b:3"]


def test_a_section_that_is_called_like_an_edition_is_found(tmp_path: Path) -> None:
    odd = Record("a:1", "a", "paragraph", "x@a1b2c3d4", 1, 1, "Text.", "a.txt", (1, 1))
    backend = MemoryBackend([odd])

    assert [
        *Addresses(backend, lambda: Past(tmp_path, backend, print)).resolve("a:x@a1b2c3d4")
    ] == ["a:1"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("a:1@00000000", "of a no edition 00000000 is known"),
        ("x(:1@00000000", "the corpus has no document x("),
        ("a:II@{}", f"a:II is no number of the edition until {DAY} ({{}})"),
        ("a:2-1@{}", "the range a:2-1 runs backwards"),
    ],
)
def test_what_an_edition_does_not_have_is_told(tmp_path: Path, address: str, message: str) -> None:
    old = [paragraph(1), paragraph(2)]
    corpus = Corpus(tmp_path, old, [paragraph(2)])

    with pytest.raises(UnknownNameError) as caught:
        corpus.addresses.resolve(address.format(name(old)))

    assert caught.value.message == message.format(name(old))


def test_blanks_and_the_forms_of_unicode_make_no_other_edition() -> None:
    one, two = (texts_of(records([text])) for text in ("Café  au\nlait", "Cafe\u0301 au lait"))

    assert superseded("a", one, two, DAY) is None


# Lines that somebody else may have written.
FOREIGN = st.one_of(
    st.text(max_size=20).map(str.encode),
    st.sampled_from(
        [
            b"[" * 9999,
            b'{"schema":"wp8.edition/1"}',
            b'{"schema":"wp8.edition/1","document":"a","edition":"1","until":"","followed_by":"",'
            b'"texts":{"1":1},"became":{}}',
            b'{"schema":"wp8.edition/1","document":"a","edition":"1","until":"","followed_by":"",'
            b'"texts":[],"became":{"1":"x"}}',
            b'{"schema":"wp8.edition/2","document":"a","edition":"1","until":"","followed_by":"",'
            b'"texts":{},"became":{}}',
            b'{"schema":"wp8.edition/1","document":"a","edition":"c',
        ]
    ),
)


@given(st.lists(FOREIGN, max_size=3))
def test_what_is_no_edition_stays_in_the_ledger_and_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, foreign: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    lines = [line for content in foreign for line in content.split(b"\n") if line]
    (folder / LEDGER).write_bytes(b"\n".join(lines))
    edition = Edition("a", "a1b2c3d4", DAY, "b1b2c3d4", {"1": "x"}, {"2": ("3",)})

    note(folder, [edition], print)

    assert editions(folder) == editions(folder, "a") == [edition]
    assert (folder / LEDGER).read_bytes().split(b"\n")[: len(lines)] == lines
    assert sorted(path.name for path in folder.iterdir()) == [LEDGER]


def test_a_ledger_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (Edition("a", name, DAY, "x", {"1": name}, {}) for name in "pq")
    note(tmp_path, [first], print)
    before = (tmp_path / LEDGER).read_bytes()

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", full)
        with pytest.raises(CorpusError):
            note(tmp_path, [second], print)
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    note(tmp_path, [second], print)

    assert left == {LEDGER: before}
    assert editions(tmp_path) == [first, second]


def full(*_: object) -> None:
    raise OSError(ENOSPC, "No space left on device")


TEXTS = st.sampled_from([*map(paragraph, range(8)), "Applause.", "Applause."])
DRAFTS = st.lists(st.lists(TEXTS, min_size=1, max_size=8), min_size=2, max_size=5)


@given(DRAFTS)
def test_a_text_that_still_stands_is_found_by_each_of_its_numbers(
    tmp_path_factory: pytest.TempPathFactory, drafts: list[list[str]]
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("drafts"), *drafts)
    last = drafts[-1]
    for draft in drafts:
        for number, text in enumerate(draft, start=1):
            if text in last:
                (found,) = corpus.now(f"a:{number}", draft)
                assert last[int(found[2:]) - 1] == text


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
def test_equal_texts_are_paired_while_there_are_some(old: list[str], new: list[str]) -> None:
    found = same(numbered(old), numbered(new))

    assert all(old[int(one) - 1] == new[int(two) - 1] for one, two in found.items())
    for text in {*old} & {*new}:
        pairs = {two for one, two in found.items() if old[int(one) - 1] == text}
        assert len(pairs) == min(old.count(text), new.count(text))


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
def test_no_text_of_any_letters_becomes_one_that_stays(old: list[str], new: list[str]) -> None:
    before, after = numbered(old), numbered(new)
    stays = same(before, after)

    became = alike(before, after, stays)

    assert not became.keys() & stays.keys()
    assert not {id_ for ids in became.values() for id_ in ids} & {*stays.values()}


def test_texts_that_are_alike_by_their_strings_need_no_other_measure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)
    old = {"a:1": "The harbour was closed for the whole of that winter.", "a:2": "It was cold."}
    new = {**old, "a:1": f"{old['a:1']} The ships lay still."}
    edition = superseded("a", old, new, DAY)

    assert edition
    assert edition.became == {"a:1": ("a:1",)}
