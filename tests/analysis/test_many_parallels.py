"""Many pairs are made when somebody goes over them, and of no more than these is a text read."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final

import pytest

import wp8
from wp8.analysis.passages import parallels
from wp8.analysis.passages import seeds as seeds_module
from wp8.analysis.passages.parallels import Parallel, compare, rows
from wp8.analysis.passages.seeds import Scope, Seeds, Texts
from wp8.errors import CorpusChangedError, IndexDamagedError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.results import Streamed
from wp8.words.tokens import norms_within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wp8.analysis.passages.pairs import Pairs

WORDS: Final = "harbour lighthouse winter captain vessel island merchant voyage".split()
# Each is in both documents: as it is, with another case and sign, and with another word.
OWN: Final = [" ".join([*WORDS[n:], *WORDS[:n]]) for n in range(8)]
THEIR: Final = [
    *OWN[:4],
    *(f"{each.title()}." for each in OWN[4:6]),
    *(f"{each} {n} {each}" for n, each in enumerate(OWN[6:])),
]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallels, "HELD", 2)
    monkeypatch.setattr(parallels, "_SHOWN", 3)


def record(id_: str, text: str) -> Record:
    return Record(id_, id_[0], "paragraph", "", 1, 1, text, "a.txt", (1, 1))


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend(
        [record(f"{name}:{n}", t) for name, own in zip("ab", (OWN, THEIR), strict=True)
         for n, t in enumerate(own, 1)]
    )  # fmt: skip


@pytest.mark.parametrize("documents", [(), ("a",)])
def test_two_places_of_a_document_are_laid_along_each_other_once(
    documents: Sequence[str],
) -> None:
    own = MemoryBackend([record(f"a:{n}", OWN[0]) for n in range(3)])
    texts = Texts(own, own.ids())
    seeds = Seeds(texts, Scope(within=True, documents=documents), lambda _, parts: parts)

    assert sorted(seeds.in_pairs(texts.starts[:3], range(3))) == [(0, 1), (0, 2), (1, 2)]


def test_of_many_places_only_those_near_a_chosen_document_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = MemoryBackend(
        [record(f"{name}:{n}", OWN[0]) for name in "bac" for n in range(1 if name == "a" else 9)]
    )
    monkeypatch.setattr(seeds_module, "MOST_PLACES_OF_CHOSEN", 2)
    texts = Texts(own, own.ids())
    seeds = Seeds(texts, Scope(within=False, documents=("a",)), lambda _, parts: parts)
    compared: list[tuple[int, int]] = []

    def are_compared(one: int, other: int, *, within: bool) -> bool:
        compared.append((one, other))
        return True

    monkeypatch.setattr(texts, "are_compared", are_compared)
    before, after = [(n, 9) for n in range(9)], [(9, 10)]

    assert [*seeds.in_pairs(texts.starts[:-1], range(19))] == before + after
    assert compared == before + after
    compared.clear()
    first, own_place = texts.starts[0], texts.starts[9]
    assert [*seeds.partners(first, texts.starts[:-1])] == [own_place]
    assert compared == [(0, 9)]


def pairs_of(backend: MemoryBackend) -> Pairs:
    return compare(backend, backend.ids(), words=8).pairs


def test_many_are_those_that_few_would_be(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = rows(pairs_of(backend), backend.records)
    monkeypatch.setattr(parallels, "HELD", 1000)
    few = rows(pairs_of(backend), backend.records)

    assert isinstance(found, Streamed)
    assert isinstance(few, list)
    assert len(few) > 6
    assert [*found] == [*found] == few
    assert pickle.loads(pickle.dumps(found)) == few
    assert (found[-1], found[2:5], found[5:1:-2]) == (few[-1], few[2:5], few[5:1:-2])


def test_a_row_of_many_is_made_of_its_own_texts(backend: MemoryBackend) -> None:
    asked: list[list[str]] = []

    def read(ids: Sequence[str]) -> list[Record]:
        asked.append([*ids])
        return backend.records(ids)

    found = rows(pairs_of(backend), read)
    assert not asked
    one = found[4]
    assert asked == [[one.first.passages[0].id, one.second.id]]
    asked.clear()
    found[0:2]
    assert len(asked) == 1


def test_records_of_many_are_read_a_few_at_a_time(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def read(ids: Sequence[str]) -> list[Record]:
        asked.append(len(ids))
        return backend.records(ids)

    pairs = pairs_of(backend)
    expected = [*rows(pairs, backend.records)]
    monkeypatch.setattr(parallels, "_READ", 2)

    assert [*rows(pairs, read)] == expected
    # Three pairs are shown at a time: of six texts.
    assert asked[:3] == [2, 2, 2]


def test_what_is_the_same_to_the_letter_is_not_made_tokens(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = rows(pairs_of(backend), backend.records)
    asked: list[str] = []

    def told(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        asked.append(text[start:end])
        return norms_within(text, start, end)

    monkeypatch.setattr(parallels, "norms_within", told)
    rows_ = [*found]
    same = [place for place, each in enumerate(rows_) if each.verbatim and not each.remarks]
    assert same
    assert asked
    asked.clear()

    for place in same:
        assert found[place].diff == (("equal", rows_[place].text, rows_[place].text),)
    assert not asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, own in (("a", OWN), ("b", THEIR)):
        (folder / f"{name}.txt").write_text("\n\n".join(own))
    documents = (f'[[document]]\nid = "{n}"\nfile = "{n}.txt"\ntitle = "{n}"\n' for n in "ab")
    (folder / "corpus.toml").write_text('name = "own"\n' + "".join(documents))
    return folder


def seen(found: Sequence[Parallel]) -> list[str]:
    return [each.text for each in found]


def test_many_are_read_of_a_corpus_that_was_closed_or_whose_index_is_damaged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: object) -> None:
        raise IndexDamagedError("the index is damaged")

    with wp8.open(str(folder), index=str(tmp_path / "index")) as corpus:
        found = corpus.parallels(stock=True).rows
        texts = seen(found)
        assert isinstance(found, Streamed)
        corpus.close()
        assert seen(found) == texts

        told: list[str] = []
        corpus._notify = told.append
        monkeypatch.setattr(corpus.open().backend, "records", damaged)
        assert seen(found) == texts
        assert told[0] == "the index is damaged: building it again"


def test_many_are_not_read_of_a_corpus_that_has_changed(folder: Path, tmp_path: Path) -> None:
    with wp8.open(str(folder), index=str(tmp_path / "index")) as corpus:
        found = corpus.parallels(stock=True)
        corpus.close()
        (folder / "a.txt").write_text("Another text.")

        with pytest.raises(CorpusChangedError):
            list(found)
