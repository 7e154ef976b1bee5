"""Hits: few are a list; many are read when somebody goes over them, a few at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

import wp8
from wp8 import results
from wp8.errors import CorpusChangedError, IndexDamagedError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Named, Record
from wp8.query import address, hits
from wp8.query.address import Addresses, Flow
from wp8.query.hits import hits_of
from wp8.query.search import search
from wp8.results import Remade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from wp8.model import Hit

FEW: Final = 4
IDS: Final = [f"a:{number}" for number in range(1, 31)]


def records_of(document: str) -> Iterator[Record]:
    """Yield paragraphs, each sixth with a note and each seventh with a reading."""
    for number in range(1, 30):
        id_, note = f"{document}:{number}", f"{document}:n{number}"
        text = "a plan" if number % 3 else "something else"
        notes = (note,) if number % 6 == 0 else ()
        lines = (number, number)
        yield Record(
            id_, document, "paragraph", "", number, None, text, "a.txt", lines, notes=notes
        )
        if notes:
            yield Record(
                note, document, "note", "", number, None, "my plan", "a.txt", lines, cited_by=id_
            )
        if number % 7 == 0:
            reading = f"{document}:y{number}"
            yield Record(
                reading, document, "reading", "", number, None, "plan", "a.txt", lines, cited_by=id_
            )


RECORDS: Final = [*records_of("a"), *records_of("b")]


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend(RECORDS)


def let_few_be_many(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(results, "HELD", FEW)
    patch.setattr(hits, "HELD", FEW)
    patch.setattr(hits, "MOST_AT_ONCE", 7)
    patch.setattr(address, "HELD", FEW)
    patch.setattr(address, "MOST_AT_ONCE", 7)


def everything(backend: MemoryBackend, context: int, order: str) -> Sequence[Hit]:
    said = {"a": {"author": "Kim"}, "b": {"author": ""}}
    made = partial(hits_of, backend=backend, context=context, said=said)
    return search("plan", backend=backend, order=order, as_hits=made).hits  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ["relevance", "document"])
@pytest.mark.parametrize("context", [0, 1, 3])
def test_many_hits_are_those_that_few_would_be(
    backend: MemoryBackend, context: int, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = everything(backend, context, order)
    let_few_be_many(monkeypatch)
    streamed = everything(backend, context, order)

    assert (type(held), type(streamed)) == (list, Remade)
    assert [*streamed] == [*streamed] == held
    assert [streamed[at] for at in (0, FEW, -1)] == [held[at] for at in (0, FEW, -1)]
    assert streamed[FEW - 1 : 9 : 2] == held[FEW - 1 : 9 : 2]
    shown = [r.id for hit in held for r in (*hit.before, hit.record, *hit.after)]
    assert len(shown) == len({*shown})


def test_no_hit_is_read_before_somebody_comes_to_it(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_few_be_many(monkeypatch)
    asked: list[int] = []

    def read(ids: Sequence[str]) -> list[Record]:
        asked.append(len(ids))
        return backend.records(ids)

    made = partial(hits_of, backend=backend, read=read)
    found = search("plan kind:paragraph", backend=backend, as_hits=made).hits

    assert (len(found), asked) == (40, [])
    assert (next(iter(found)).record.id, asked) == ("a:1", [4])
    assert (found[-1].record.id, asked) == ("b:29", [4, 1])
    assert ([hit.record.id for hit in found[3:9:3]], asked) == (["a:5", "a:10"], [4, 1, 2])
    assert ([hit.record.id for hit in found[::-20]], asked[3:]) == (["b:29", "a:29"], [2])
    assert (len([*found]), asked[4:]) == (40, [4, 10, 10, 10, 6])


def test_what_stands_around_hits_is_read_with_them(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_few_be_many(monkeypatch)
    monkeypatch.setattr(hits, "_PARTS", 2)
    asked: list[int] = []

    def read(ids: Sequence[str]) -> list[Record]:
        asked.append(len(ids))
        return backend.records(ids)

    made = partial(hits_of, backend=backend, context=1, read=read)
    found = search("plan kind:paragraph", backend=backend, as_hits=made).hits
    shown = sum(1 + len(hit.before) + len(hit.after) for hit in found)

    # Those with four hits, then with half of the 40 each.
    assert len(asked) == 3
    assert sum(asked) == shown


def test_what_stands_around_many_is_found_in_one_pass() -> None:
    passes = 0

    class Ids(Named):
        def __iter__(self) -> Iterator[str]:
            nonlocal passes
            passes += 1
            return super().__iter__()

    names = [record.id for record in RECORDS]
    flow = Flow(Ids(range(len(names)), names))

    around = [[*map(list, flow.around(place, 1))] for place in range(len(names))]

    assert around[-1] == [[names.index("b:28")], []]
    assert passes == 1


@pytest.mark.parametrize("context", [0, 2])
def test_many_records_are_those_that_few_would_be(
    backend: MemoryBackend, context: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = Addresses(backend)
    asked = ["b:n6", "a:6-12", "b", "a"]
    held = addresses.records(asked, context=context)
    let_few_be_many(monkeypatch)
    streamed = addresses.records(asked, context=context)

    assert (type(held), [*streamed], len(streamed)) == (list, held, len(held))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    let_few_be_many(monkeypatch)
    folder = tmp_path / "own"
    folder.mkdir()
    texts = "\n\n".join(f"The plan of {number}." for number in range(30))
    (folder / "a.txt").write_text(texts)
    (folder / "corpus.toml").write_text(
        'name = "own"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    )
    return folder


ASKED: Final[list[Callable[[wp8.Corpus], Sequence[Hit | Record]]]] = [
    lambda corpus: corpus.search("plan").hits,
    lambda corpus: corpus.show("a").records,
]


@pytest.mark.parametrize("ask", ASKED, ids=["search", "show"])
def test_many_are_read_also_of_a_corpus_that_was_closed(
    ask: Callable[[wp8.Corpus], Sequence[Hit | Record]], folder: Path, tmp_path: Path
) -> None:
    with wp8.open(str(folder), index=str(tmp_path / "index")) as corpus:
        found = ask(corpus)

        corpus.close()

        assert [each.id for each in found] == IDS


@pytest.mark.parametrize("ask", ASKED, ids=["search", "show"])
def test_many_are_not_read_of_a_corpus_that_has_changed(
    ask: Callable[[wp8.Corpus], Sequence[Hit | Record]], folder: Path, tmp_path: Path
) -> None:
    with wp8.open(str(folder), index=str(tmp_path / "index")) as corpus:
        found = ask(corpus)
        corpus.close()
        (folder / "a.txt").write_text("Another text.")

        with pytest.raises(CorpusChangedError) as caught:
            list(found)
    message = f"{folder}: the corpus was changed since it was asked"
    assert (caught.value.message, caught.value.hint) == (message, "ask again")


def test_many_are_read_also_where_their_index_turns_out_to_be_damaged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: object) -> None:
        raise IndexDamagedError("the index is damaged")

    told: list[str] = []
    with wp8.open(str(folder), index=str(tmp_path / "index")) as corpus:
        found = corpus.search("plan").hits
        corpus._notify = told.append
        monkeypatch.setattr(corpus.open().backend, "records", damaged)

        assert [hit.id for hit in found] == IDS
    assert told[0] == "the index is damaged: building it again"
