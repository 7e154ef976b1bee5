"""An index that is built upon an earlier one is the index of the corpus as it is now."""

from __future__ import annotations

import errno
import os
import re
from array import array
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.index.engines import named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.index.segments.incremental import Base, chosen_base, counted, in_order, write_sources
from wp8.index.segments.indexer import Indexer, Task
from wp8.index.segments.segments import SegmentedBackend
from wp8.index.segments.slices import Slice
from wp8.index.store.digests import verify, write_digests
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.tree import And, Filter
from wp8.words.lexemes import Lexemes

if TYPE_CHECKING:
    from wp8.query.backend import Backend

# The texts of each document, by its id, in reading order.
Edition = dict[str, list[str]]

# The one that builds upon an earlier index.
ENGINE = "tantivy"
QUERIES = (
    "plan",
    "plans OR party",
    '"kim jong"',
    "kim NOT plan",
    "sing*",
    "US",
    "kind:paragraph",
    '"self-reliance"',
)


def records_of(edition: Edition) -> list[Record]:
    return [
        Record(f"{d}:{i}", d, "paragraph", f"{d} {i % 2}", i, i, text, f"{d}.txt", (i, i))
        for d, texts in edition.items()
        for i, text in enumerate(texts, start=1)
    ]


def keys_of(edition: Edition) -> dict[str, str]:
    return {d: f"{d}-" + "/".join(texts).replace(" ", "_") for d, texts in edition.items()}


@pytest.fixture(autouse=True)
def _tantivy() -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")


def built(folder: str, edition: Edition, earlier: str | None = None) -> int:
    """Build the index of an edition, upon that in the folder `earlier`."""
    base = None
    if earlier:
        keys = keys_of(edition).values()
        slices = kept_of(earlier)
        kept = {key: slices.pop(key) for key in keys if key in slices}
        base = Base(earlier, kept, list(slices.values())) if kept else None
    return built_upon(base, folder, edition)


def built_upon(base: Base | None, folder: str, edition: Edition) -> int:
    """Build the index of an edition upon what is kept of an earlier one."""
    Path(folder).mkdir(0o700)
    keys = keys_of(edition)
    left = {d: texts for d, texts in edition.items() if not (base and keys[d] in base.kept)}
    indexer = Indexer(named_engine(ENGINE), Task(keys, base, Lexemes(), lambda: ()))
    number = indexer.build(folder, iter(records_of(left)))
    write_digests(folder)
    return number


def kept_of(folder: str) -> dict[str, Slice]:
    rows = [line.split() for line in Path(folder, "SOURCES").read_text().splitlines()]
    return {key: Slice(*map(int, numbers)) for *numbers, key in rows}


def said(backend: Backend) -> list[object]:
    """Return all that a backend tells of its records."""
    expander = Expander(backend.vocabulary)
    of_b = Filter(("document:b",))
    asked = [expander.expand(parse(query)) for query in QUERIES]
    trees = [of_b, *asked, *(And((of_b, tree)) for tree in asked)]
    forms, numbers, counts = backend.running(backend.ids())
    words = [*backend.vocabulary, "plan", "^us", "sang", "zzz"]
    return [
        [backend.search(tree) for tree in trees],
        [backend.search(tree, order="document", limit=2, offset=1) for tree in trees],
        [(w, w in backend.vocabulary, backend.vocabulary.frequency(w)) for w in words],
        [list(backend.vocabulary.forms(w)) for w in words],
        [backend.vocabulary.lemma(w) for w in words],
        [backend.vocabulary.is_name(w) for w in words],
        list(backend.vocabulary.facets()),
        list(backend.ids()),
        backend.records(backend.ids()),
        backend.records(list(backend.ids())[-2:]),
        [[forms[number] for number in numbers], list(counts)],
    ]


def opened(folder: str) -> Backend:
    return Indexer(named_engine(ENGINE)).open(folder)


def of_vocabulary(folder: str) -> dict[str, bytes]:
    names = ("facets", "tokens", "lexemes", "forms", "others", "names", "languages", "capitals")
    # A token has a character besides where an index of tantivy's has one segment.
    contents = {name: Path(folder, name).read_bytes() for name in names}
    return {
        name: re.sub(rb"\t.*", b"", c) if name == "tokens" else c for name, c in contents.items()
    }


FIRST: Edition = {
    "a": ["The plan of Kim Jong Un", "They sang plans"],
    "b": ["self-reliance, the US and us", "Sang Party party"],
    "c": ["plan plan", "Kim sings", "singing"],
}
SECOND: Edition = {
    "a": FIRST["a"],
    "b": ["kim alone", "Party planned", "The Jong"],
    "c": FIRST["c"],
}


def test_a_changed_document_is_the_only_one_that_is_written(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    assert built(one, FIRST) == 7
    assert built(two, SECOND, one) == 8

    assert sorted(path.name for path in Path(two).iterdir() if path.is_dir()) == ["0", "1"]
    assert all(path.samefile(Path(two, "0", path.name)) for path in Path(one).iterdir())
    assert list(kept_of(two).values()) == [Slice(0, 0, 2), Slice(1, 0, 3), Slice(0, 4, 3)]
    with closing(opened(f"{two}/1")) as new:
        assert list(new.ids()) == ["b:1", "b:2", "b:3"]


def test_the_answers_are_those_of_the_corpus_as_it_is(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    built(one, FIRST)
    built(two, SECOND, one)

    with closing(opened(two)) as backend:
        assert said(backend) == said(MemoryBackend(records_of(SECOND)))


def test_where_there_are_no_links_the_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: str) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    built(one, FIRST)
    before = os.umask(0o002)
    built(two, SECOND, one)
    os.umask(before)

    verify(two, Path(two, "DIGESTS").read_bytes())
    with closing(opened(two)) as backend:
        assert said(backend) == said(MemoryBackend(records_of(SECOND)))


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ({"a", "b", "c"}, {"a", "b", "c"}),
        ({"a", "b", "new"}, {"a", "b"}),
        ({"b", "c"}, set()),
        ({"a", *"defghijklm"}, set()),
    ],
    ids=["all", "one is new", "most is gone", "more is new than was there"],
)
def test_an_index_is_built_upon_if_it_has_most_of_what_is_wanted(
    tmp_path: Path, keys: set[str], kept: set[str]
) -> None:
    slices = {"a": Slice(0, 0, 9000), "b": Slice(0, 9000, 2000), "c": Slice(0, 11000, 2000)}
    write_sources(str(tmp_path), slices.items())

    base = chosen_base([str(tmp_path / "none"), str(tmp_path)], keys)

    assert set(base.kept if base else ()) == kept


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        # Of 16 records that are written anyway, a segment of twice as many is written with them.
        ([9000, 32], [9000]),
        ([9000, 33], [9000, 33]),
        # And so the next, to which that has been added.
        ([9000, 96, 32], [9000]),
        ([9000, 97, 32], [9000, 97]),
        ([32], []),
    ],
)
def test_a_small_segment_is_written_again_with_what_is_new(
    tmp_path: Path, sizes: list[int], kept: list[int]
) -> None:
    slices = {f"d{place}": Slice(place, 0, size) for place, size in enumerate(sizes)}
    write_sources(str(tmp_path), slices.items())

    base = chosen_base([str(tmp_path)], set(slices))

    assert [each.number for each in (base.kept.values() if base else ())] == kept


def test_one_document_after_the_other_is_not_one_segment_after_the_other(tmp_path: Path) -> None:
    first: Edition = {f"a{n}": [f"Paragraph {i} of {n}" for i in range(100)] for n in range(6)}
    earlier = None
    for number in range(4):
        edition: Edition = {**first, **{f"b{n}": [f"Text {n}"] for n in range(number)}}
        place = str(tmp_path / str(number))
        keys = keys_of(edition)
        base = chosen_base([earlier], set(keys.values())) if earlier else None
        built_upon(base, place, edition)
        earlier = place

    with closing(opened(place)) as backend:
        assert isinstance(backend, SegmentedBackend)
        assert [len(segment.ids()) for segment in backend.segments] == [600, 3]


WORDS = "plan Plan plans US us Kim Jong Un sang Sang sing the self-reliance Party party".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
EDITIONS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.lists(TEXTS, min_size=1, max_size=3), min_size=1),
    min_size=2,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(EDITIONS)
def test_any_edition_upon_any_other_is_as_one_built_anew(editions: list[Edition]) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        earlier = None
        for number, changed in enumerate(editions):
            edition = {**changed, "z": ["This one stays in the plan of Kim"]}
            place = f"{folder}/{number}"
            assert built(place, edition, earlier) == len(records_of(edition))
            with closing(opened(place)) as backend:
                assert said(backend) == said(MemoryBackend(records_of(edition)))
            earlier = place
        anew = f"{folder}/anew"
        built(anew, edition)
        assert of_vocabulary(place) == of_vocabulary(anew)


def test_records_are_counted_by_documents_in_their_order() -> None:
    keys = {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"}
    counts = array("I")
    names = "abbbd"
    edition = {n: ["plan"] * names.count(n) for n in "abd"}
    assert [one.document for one in counted(records_of(edition), keys, counts)] == [*names]

    assert counts == array("I", (1, 3, 0, 1))
    assert dict(in_order(keys, counts, {"3": Slice(0, 7, 2)}, 1)) == {
        "1": Slice(1, 0, 1),
        "2": Slice(1, 1, 3),
        "3": Slice(0, 7, 2),
        "4": Slice(1, 4, 1),
    }
