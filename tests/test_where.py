"""Scopes by what is said of documents: right in every engine, and no reason for a new index."""

from __future__ import annotations

import random
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_backend_contract import INDEXED, scanned

import wp8
from wp8.corpus.document import Document
from wp8.corpus.metadata.values import columns
from wp8.model import Record
from wp8.query.fields.catalogue import Catalogue, written
from wp8.query.search import Question, Scope, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from wp8.query.backend import Backend

IDS = [f"d{number}" for number in range(9)]
WORDS = "plan harbor steel grain congress unity".split()


def made_records() -> list[Record]:
    """Four paragraphs of each document, of few words, the same each time."""
    draw = random.Random(8)
    return [
        Record(
            f"{id_}:{number}",
            id_,
            "paragraph",
            "",
            number,
            number,
            " ".join(draw.choices(WORDS, k=6)),
            "a.txt",
            (number, number),
        )
        for id_ in IDS
        for number in range(1, 5)
    ]


RECORDS = made_records()


@pytest.fixture(scope="module")
def backends() -> Iterator[dict[str, Backend]]:
    with ExitStack() as stack:
        openers = {"memory": scanned, **INDEXED}
        yield {name: stack.enter_context(opener(RECORDS)) for name, opener in openers.items()}


class Said(NamedTuple):
    """What is said of a document: who wrote it, and its first and last day as texts."""

    authors: tuple[str, ...]
    date: str
    days: tuple[str, str] | None


DATES = {
    "": None,
    "2018": ("2018-01-01", "2018-12-31"),
    "2019": ("2019-01-01", "2019-12-31"),
    "2019-05": ("2019-05-01", "2019-05-31"),
    "2019-06-07": ("2019-06-07", "2019-06-07"),
    "2017/2018": ("2017-01-01", "2018-12-31"),
    "2020-01~": ("2020-01-01", "2020-01-31"),
}
AUTHORS = ("Kim Jong Un", "Ann Roe", "Roe Kimball")


def by_author(word: str) -> tuple[str, Callable[[Said], bool]]:
    return f"author:{word}", lambda said: any(word in a.lower().split() for a in said.authors)


def by_days(typed: str, first: str, last: str) -> tuple[str, Callable[[Said], bool]]:
    return (
        typed,
        lambda said: said.days is not None and (said.days[0] <= last and first <= said.days[1]),
    )


LEAVES = [
    *map(by_author, ("kim", "roe", "kimball", "jong", "nobody")),
    ("author:*", lambda said: bool(said.authors)),
    by_days("date:2019", "2019-01-01", "2019-12-31"),
    by_days("date:2018..2019-05", "2018-01-01", "2019-05-31"),
    by_days("year:..2018", "0000", "2018-12-31"),
    by_days("date:>2019-05", "2019-06-01", "9999"),
    by_days("date:<2018", "0000", "2017-12-31"),
]
SAID = st.builds(
    lambda authors, date: Said(tuple(authors), date, DATES[date]),
    st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True),
    st.sampled_from([*DATES]),
)
Choice = tuple[str, "Callable[[Said], bool]"]


def both(one: Choice, other: Choice) -> Choice:
    return f"({one[0]} AND {other[0]})", lambda said: one[1](said) and other[1](said)


def either(one: Choice, other: Choice) -> Choice:
    return f"({one[0]} OR {other[0]})", lambda said: one[1](said) or other[1](said)


def neither(one: Choice) -> Choice:
    return f"(NOT {one[0]})", lambda said: not one[1](said)


CHOICES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(both, inner, inner), st.builds(either, inner, inner), st.builds(neither, inner)
    ),
    max_leaves=4,
)


def catalogue(said: Sequence[Said]) -> Catalogue:
    documents = [
        Document(id_, "a.txt", "text", id_, stated={"author": [*each.authors], "issued": each.date})
        for id_, each in zip(IDS, said, strict=True)
    ]
    return Catalogue(written("sha256:0", IDS, {}, columns(documents, {})))


def found(query: str, backend: Backend, *where: str, doc: tuple[str, ...] = ()) -> list[object]:
    """The ids and scores of what answers a query in a scope, and how much there is of it."""
    result = search(Question(query, Scope(documents=doc, where=where)), backend=backend)
    hits = [(hit.id, hit.score, hit.highlights) for hit in result.hits]
    return [hits, result.total, result.documents]


@settings(max_examples=150)
@given(st.lists(SAID, min_size=9, max_size=9), CHOICES)
def test_a_scope_of_fields_is_that_of_the_documents_a_plain_filter_gives(
    backends: dict[str, Backend], said: list[Said], choice: Choice
) -> None:
    query, is_true = choice
    chosen = tuple(id_ for id_, each in zip(IDS, said, strict=True) if is_true(each))
    known = catalogue(said)
    listed = f"({' OR '.join(f'doc:{id_}' for id_ in chosen)})"
    for backend in backends.values():
        backend.catalogue = lambda: known
        in_scope = found("plan", backend, query)
        if not chosen:
            assert in_scope == [[], 0, {}]
            assert found(f"harbor OR (plan {query})", backend)[1] == found("harbor", backend)[1]
            continue

        assert in_scope == found("plan", backend, doc=chosen)
        assert found(f"plan {query}", backend) == found(f"plan {listed}", backend)
        assert found(f"harbor OR (plan AND {query})", backend) == found(
            f"harbor OR (plan AND {listed})", backend
        )
        assert found(f"steel NOT {query}", backend) == found(f"steel NOT {listed}", backend)


def with_fields(folder: Path, manifest: str) -> Path:
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8")
    return folder


MANIFEST = """
name = "two"
[[document]]
id = "one"
file = "one.txt"
title = "One"
author = "Ann Roe"
date = "1944"
[[document]]
id = "two"
file = "two.txt"
title = "Two"
date = "1950-02"
[document.fields]
place = ["Pyongyang", "Hamhung"]
[subcorpora]
postwar = "date:1945.."
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "one.txt").write_text("A plan.\n\nThe harbor plan.\n", encoding="utf-8")
    (folder / "two.txt").write_text("Another plan.\n", encoding="utf-8")
    glossary = '[[group]]\nforms = ["Ann Roe", "안로"]\nrests_on = "The title page."\n'
    (folder / "glossary.toml").write_text(glossary, encoding="utf-8")
    return with_fields(folder, MANIFEST)


def ids(opened: wp8.Corpus, query: str, *where: str) -> list[str]:
    return [hit.id for hit in opened.search(query, where=where, sort="document")]


def test_what_is_said_of_documents_chooses_them(corpus: Path, tmp_path: Path) -> None:
    with wp8.open(str(corpus), index=str(tmp_path / "index")) as opened:
        assert ids(opened, "plan", "in:postwar") == ["two:1"]
        assert ids(opened, "plan in:postwar OR harbor") == ["one:2", "two:1"]
        assert ids(opened, "plan", "place:hamhung") == ["two:1"]
        assert ids(opened, "plan doc:tw*") == ids(opened, "plan doc:(two OR tw?)") == ["two:1"]
        assert ids(opened, "plan", "-in:postwar", "author:*") == ["one:1", "one:2"]
        assert ids(opened, "harbor", "in:postwar") == []
        assert ids(opened, 'plan date:"February 1950"') == ["two:1"]
        assert ids(opened, "plan author:/ro./") == ["one:1", "one:2"]
        assert ids(opened, "plan author:안로") == ["one:1", "one:2"]
        assert [hit.id for hit in opened.search("plan", sort="title")] == [
            "one:1",
            "one:2",
            "two:1",
        ]
        assert [hit.id for hit in opened.search("plan", sort="date", limit=1)] == ["one:1"]
        assert [hit.id for hit in opened.search("plan", sort="place")] == [
            "two:1",
            "one:1",
            "one:2",
        ]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_another_title_needs_no_new_index(corpus: Path, tmp_path: Path, engine: str) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    index = tmp_path / "index"
    with wp8.open(str(corpus), index=str(index), engine=engine) as opened:
        assert ids(opened, "plan", "author:Roe") == ["one:1", "one:2"]
        before = opened.digest
    folders = {path for path in index.iterdir() if path.is_dir()}
    with_fields(corpus, MANIFEST.replace("Ann Roe", "Bo Poe").replace("1950-02", "1940"))

    with wp8.open(str(corpus), index=str(index), engine=engine) as opened:
        assert ids(opened, "plan", "author:Roe") == []
        assert ids(opened, "plan", "author:Poe date:1944") == ["one:1", "one:2"]
        assert opened.digest != before
    assert {path for path in index.iterdir() if path.is_dir()} == folders


def test_a_manifest_that_changes_while_it_is_open_is_read_anew(
    corpus: Path, tmp_path: Path
) -> None:
    with wp8.open(str(corpus), index=str(tmp_path / "index")) as opened:
        assert ids(opened, "plan") != []
        with_fields(corpus, MANIFEST.replace("1944", "1946"))

        assert ids(opened, "plan", "in:postwar") == ["one:1", "one:2", "two:1"]


def test_a_search_without_fields_reads_no_catalogue(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with wp8.open(str(corpus), index=str(index)) as opened:
        opened.search("plan")
        opened.frequency("plan", doc="one")
        assert not [*index.glob("*.catalogue")]
        opened.search("plan date:1944")
        assert len([*index.glob("*.catalogue")]) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('[subcorpora]\n"A b" = "date:1"', "'A b' is no name of a subcorpus"),
        ("[subcorpora]\na = 1", "'a' is not a text"),
        ('[subcorpora]\na = " "', "'a' is empty"),
        ("subcorpora = 1", "'subcorpora' is not a table"),
    ],
)
def test_a_subcorpus_is_a_name_with_a_query(corpus: Path, line: str, message: str) -> None:
    head, _, _ = MANIFEST.partition("[subcorpora]")
    name, _, rest = head.partition("\n[[")
    is_table = line.startswith("[")
    with_fields(corpus, f"{head}{line}\n" if is_table else f"{name}\n{line}\n[[{rest}")

    with pytest.raises(wp8.Wp8Error, match=message):
        wp8.open(str(corpus))


def test_a_corpus_of_a_copy_has_its_own(corpus: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    with_fields(copy, MANIFEST.replace("Ann Roe", "Bo Poe"))
    found_in = {}
    for folder in (corpus, copy, corpus):
        with wp8.open(str(folder), index=str(tmp_path / "index")) as opened:
            found_in[folder] = [len(ids(opened, "plan", f"author:{who}")) for who in ("Roe", "Poe")]

    assert found_in == {corpus: [2, 0], copy: [0, 2]}
