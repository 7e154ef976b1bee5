"""wp8 as a library, over the corpus that comes with it."""

from __future__ import annotations

import doctest
import json
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas
import polars
import pytest

import wp8
from wp8.api import Corpus
from wp8.cli import main
from wp8.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """Return the shipped corpus, opened."""
    with wp8.open(str(ROOT / "corpus"), index=str(tmp_path_factory.mktemp("index"))) as opened:
        yield opened


def printed(capsys: pytest.CaptureFixture[str], corpus: Corpus, *arguments: str) -> object:
    """Return the JSON that a command prints of the same corpus."""
    capsys.readouterr()
    places = ["--corpus", corpus.settings.corpus, "--index", corpus.settings.index_root]
    assert main([*arguments, "--json", *places]) == 0
    return json.loads(capsys.readouterr().out)


# Each command with what the library's method returns for the same question.
ASKED: dict[str, Callable[[Corpus], object]] = {
    "search plan --doc speech": lambda c: c.search("plan", doc="speech"),
    "search economy --limit 2 -C 1": lambda c: c.search("economy", limit=2, context=1),
    "show paragraph speech:12-14": lambda c: c.show("speech:12-14"),
    "show contents": lambda c: c.contents(),
    "similar speech:55 --limit 3": lambda c: c.similar("speech:55", limit=3),
    "glossary juche": lambda c: c.glossary("juche"),
    "concordance cement --window 3": lambda c: c.concordance("cement", window=3),
    "frequency --limit 5 --stop-words": lambda c: c.frequency(limit=5, stop_words=True),
    "frequency plan --lemma": lambda c: c.frequency("plan", lemma=True),
    "collocates economy --measure mi3": lambda c: c.collocates("economy", measure="mi3"),
    "keyness --target doc:speech --reference doc:paper --limit 3": lambda c: c.keyness(
        target="doc:speech", reference="doc:paper", limit=3
    ),
    "dispersion plan Party": lambda c: c.dispersion("plan", "Party"),
    "vocabulary --window 100": lambda c: c.vocabulary(window=100),
    "locate the people are god": lambda c: c.locate("the people are god"),
    "parallels --min-score 0.9": lambda c: c.parallels(min_score=0.9),
    "cite speech:12 --style plain": lambda c: c.cite("speech:12", style="plain"),
}


@pytest.mark.parametrize("command", ASKED)
def test_a_result_has_the_keys_of_its_commands_json_as_attributes(
    command: str, corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = printed(capsys, corpus, *command.split())
    result = ASKED[command](corpus)

    assert isinstance(keys, dict)
    missing = [key for key in keys if key != "schema" and not hasattr(result, key)]
    assert missing == []
    for key in ("total", "occurrences", "stamp", "query", "quotation", "columns"):
        if key in keys:
            assert getattr(result, key) == keys[key]


def test_a_hit_has_the_keys_of_a_hit(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, corpus, "search", "China", "-C", "1", "--kind", "note")
    assert isinstance(found, dict)
    hits = corpus.search("China", context=1, kind="note")

    assert [hit.id for hit in hits] == [hit["id"] for hit in found["hits"]]
    for hit, fields in zip(hits, found["hits"], strict=True):
        assert [key for key in fields if not hasattr(hit, key)] == []
        assert hit.text == fields["text"]
        assert [list(span) for span in hit.highlights] == fields["highlights"]
        assert hit.source == fields["source"]


def test_a_table_is_a_data_frame(corpus: Corpus) -> None:
    table = corpus.frequency(limit=7)
    by_pandas, by_polars = pandas.DataFrame(table), polars.DataFrame(table.rows)

    assert list(by_pandas.columns) == by_polars.columns == list(table.columns)
    assert list(by_pandas.itertuples(index=False, name=None)) == list(table.cells)
    assert by_polars.rows() == list(table.cells)


def test_a_document_named_like_a_column_takes_no_columns_place(tmp_path: Path) -> None:
    (tmp_path / "form.txt").write_text("One word.\n")
    (tmp_path / "frequency.txt").write_text("Another word.\n")
    (tmp_path / "corpus.toml").write_text('name = "t"\n[[document]]\nfiles = "*.txt"\n')
    with wp8.open(str(tmp_path), index=str(tmp_path / "index")) as own:
        table = own.frequency()

    assert table.columns == ("form", "frequency", "per_thousand", "texts", "range")
    assert table.rows[0] == ("word", 2, 500.0, 2, 2)
    assert list(pandas.DataFrame(table).columns) == list(table.columns)
    assert polars.DataFrame(table.rows).columns == list(table.columns)


def test_a_notebook_shows_matches_marked_and_text_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A <b>word</b> & <script>another</script>.\n")
    (tmp_path / "corpus.toml").write_text(
        'name = "t"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    )
    with wp8.open(str(tmp_path), index=str(tmp_path / "index")) as own:
        found, lines = own.search("word")._repr_html_(), own.concordance("word")._repr_html_()
        counted = own.frequency()._repr_html_()

    assert "A &lt;b&gt;<mark>word</mark>&lt;/b&gt; &amp; &lt;script&gt;another" in found
    assert "<td><mark>word</mark></td>" in lines
    assert "<th>per_thousand</th>" in counted
    assert "<script" not in found + lines + counted


def test_a_corpus_is_named_by_a_folder_that_cannot_act() -> None:
    assert repr(Corpus(Settings("a\x1b]0;t", "i"))) == "<wp8.Corpus a␛]0;t>"


def test_a_notebook_shows_forty_rows_and_says_of_how_many(corpus: Corpus) -> None:
    for result, total in (
        (corpus.search("the"), corpus.search("the").total),
        (corpus.frequency(), 1653),
        (corpus.show("speech"), len(corpus.show("speech"))),
        (corpus.contents(), len(corpus.contents())),
    ):
        page = result._repr_html_()
        rows = min(40, total)
        assert page.count("<tr>") == 1 + rows
        assert (f"<p>{rows} of {total:,}</p>" in page) is (total > rows)


def test_a_seed_is_said_where_there_is_a_sample(corpus: Corpus) -> None:
    whole, some = corpus.concordance("plan", seed=7), corpus.concordance("plan", sample=3, seed=7)

    assert (whole.parameters["seed"], some.parameters["seed"]) == (None, 7)


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.search('"open'),
        lambda c: c.search("plan", doc="absent"),
        lambda c: c.search("plan", limit=-1),
        lambda c: c.search("plan", sort="best"),
        lambda c: c.search("plan", context="1"),
        lambda c: c.search("plan", doc=None),
        lambda c: c.search(["plan"]),
        lambda c: c.concordance("plan", window=-1),
        lambda c: c.concordance("plan", sample=0),
        lambda c: c.vocabulary(window=0),
        lambda c: c.collocates("plan", min=0),
        lambda c: c.parallels(min_score=2),
        lambda c: c.parallels(min_words=3),
        lambda c: c.parallels(sort="newest"),
        lambda c: c.show(5),
        lambda c: c.search("plan", quotes="some"),
        lambda c: c.show("absent:1"),
        lambda c: c.frequency(ngrams="4-2"),
        lambda c: c.frequency(unit="letter"),
        lambda c: c.frequency("…"),
        lambda c: c.dispersion("plan", query="plan"),
        lambda c: c.collocates(),
        lambda c: c.frequency(query=["plan", 5]),
        lambda c: c.collocates("plan", window="5"),
        lambda c: c.collocates("plan", measure="chi"),
        lambda c: c.concordance("plan", sort="L9"),
        lambda c: c.vocabulary(only="absent"),
        lambda c: c.locate(""),
        lambda c: c.cite("speech:1", style="bluebook"),
        lambda c: c.export("pdf"),
        lambda c: c.check_draft("absent.md"),
    ],
)
def test_what_cannot_be_answered_raises_an_error_of_wp8s(
    ask: Callable[[Corpus], object], corpus: Corpus, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(wp8.Wp8Error) as raised:
        ask(corpus)

    assert raised.value.message
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.search("plan", docs="paper"),
        lambda c: c.search("plan", lemma=True),
        lambda c: c.explain("plan", kinds="note"),
        lambda c: c.concordance("plan", mesure="mi"),
        lambda c: c.frequency("plan", docs="paper"),
        lambda c: c.dispersion("plan", limit=1),
    ],
)
def test_an_option_that_there_is_not_is_a_type_error(
    ask: Callable[[Corpus], object], corpus: Corpus
) -> None:
    with pytest.raises(TypeError):
        ask(corpus)


# What can be asked in Python, and the command that a stamp of it has to repeat.
STAMPED: dict[str, Callable[[Corpus], Any]] = {
    "concordance Party --sample 5 --seed 0": lambda c: c.concordance("Party", sample=5, seed=0),
    "concordance plan --window 0": lambda c: c.concordance("plan", window=0),
    "concordance nosuchword": lambda c: c.concordance("nosuchword"),
    "search plan --doc paper --doc speech": lambda c: c.search("plan", doc={"speech", "paper"}),
    "search plan --doc paper": lambda c: c.search("plan", doc=(d for d in ["paper"])),
    "search plan --exact": lambda c: c.search("plan", exact=True, limit=2, context=1),
    "frequency 'living standards' --lemma": lambda c: c.frequency(
        "living \n standards", lemma=True
    ),
    "frequency --unit token --query 'plan OR \"the party\"' --exact": lambda c: c.frequency(
        query='plan OR "the party"', exact=True, unit="token"
    ),
    "collocates 'the party' --min 1": lambda c: c.collocates(" the  party ", min=1, unit="word"),
    "collocates --query 'plan*'": lambda c: c.collocates(query="plan*"),
    "frequency --lemma -- -a": lambda c: c.frequency("-a", lemma=True),
    "keyness --target doc:speech --reference doc:paper --min 9": lambda c: c.keyness(
        target="doc:speech", reference="doc:paper", min=9, limit=1
    ),
    "keyness --target doc:speech --reference rest --sort log_ratio --min 3 --ngrams 2": lambda c: (
        c.keyness(target="doc:speech", reference="rest", sort="log_ratio", min=3, ngrams=2)
    ),
    "parallels --min-score 0.9": lambda c: c.parallels(min_score=0.9),
}


@pytest.mark.parametrize("command", STAMPED)
def test_a_stamp_has_the_command_that_repeats_a_call(
    command: str, corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = STAMPED[command](corpus).stamp
    capsys.readouterr()
    places = ["--corpus", corpus.settings.corpus, "--index", corpus.settings.index_root]

    assert stamp.partition(f"{corpus.digest}:")[2].rpartition(" #")[0] == command
    assert main(["check", stamp, *places]) == 0
    assert capsys.readouterr().out == "same\n"


@pytest.mark.parametrize(("limit", "rows"), [(0, 0), (1, 2), (2, 4), (10_000, 1653)])
def test_keyness_has_so_many_rows_of_either_end(limit: int, rows: int, corpus: Corpus) -> None:
    whole = corpus.keyness(target="doc:speech", reference="doc:paper").cells
    ends = corpus.keyness(target="doc:speech", reference="doc:paper", limit=limit)

    assert (len(ends), ends.total) == (rows, 1653)
    assert list(ends.cells) == [*whole[: rows - rows // 2], *whole[len(whole) - rows // 2 :]]


def test_results_are_sequences_that_can_be_copied(corpus: Corpus) -> None:
    found, table = corpus.search("plan", limit=5), corpus.frequency("plan")

    assert found[0].id == next(iter(found)).id
    assert [hit.id for hit in found[1:3]] == [hit.id for hit in found.hits[1:3]]
    keyness = corpus.keyness(target="doc:speech", reference="doc:paper")
    for value in (found, table, table.rows[0], corpus.collocates("plan").rows[0], keyness):
        assert pickle.loads(pickle.dumps(value)) == value


def test_a_long_table_goes_into_polars_whatever_stands_in_its_first_rows(corpus: Corpus) -> None:
    lines = corpus.concordance("of")
    assert {row.quoted for row in lines.rows[:100]} == {None}

    assert polars.DataFrame(lines.rows).get_column("quoted").to_list() == [
        row.quoted for row in lines
    ]


def test_what_changes_under_an_open_corpus_is_seen_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One word.\n")
    manifest = 'name = "t"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "{}"\n'
    (tmp_path / "corpus.toml").write_text(manifest.format("Old"))
    with wp8.open(str(tmp_path), index=str(tmp_path / "index")) as own:
        before = own.digest
        (tmp_path / "corpus.toml").write_text(manifest.format("New"))
        assert "New" in own.cite("a:1", style="plain").rows[0].text
        assert own.digest != before
        (tmp_path / "b.txt").write_text("Another word.\n")
        own.add(str(tmp_path / "b.txt"))
        assert own.search("another").total == 1


def test_threads_may_share_a_corpus(corpus: Corpus) -> None:
    def ask(number: int) -> object:
        return corpus.search("plan").total, corpus.frequency("plan").rows[0].frequency, number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(40))) == [(31, 26, number) for number in range(40)]


def test_a_corpus_that_there_is_not_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(wp8.Wp8Error, match="absent"):
        wp8.open(str(tmp_path / "absent"), index=str(tmp_path / "index"))


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with wp8.open(str(ROOT / "corpus"), index=str(tmp_path)) as fresh:
        fresh.search("nothing-like-it")
        fresh.keyness(target="doc:speech", reference="doc:speech")
        fresh.cite("speech:12")

    assert capfd.readouterr() == ("", "")


def test_an_index_that_is_damaged_while_it_is_read_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wp8.errors import IndexDamagedError

    said: list[str] = []
    with wp8.open(str(ROOT / "corpus"), index=str(tmp_path)) as opened:
        opened._notify = said.append
        backend = opened.open().backend

        def damaged(*_: object, **__: object) -> None:
            raise IndexDamagedError("the index is damaged")

        monkeypatch.setattr(backend, "search", damaged)
        assert opened.search("cement").total == 3
        assert opened.open().backend is not backend
    assert said == [
        "the index is damaged: building it again",
        "built the index: 187 records of 2 documents",
    ]


def test_importing_the_package_loads_nothing_else() -> None:
    program = """
import sys
before = set(sys.modules)
import wp8
print(sorted(set(sys.modules) - before))
"""
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "['wp8']"


@pytest.mark.parametrize(("name", "fewest"), [("python.md", 20), ("with-other-tools.md", 14)])
def test_every_example_of_a_page_is_as_it_says(
    name: str, fewest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WP8_CORPUS", str(ROOT / "corpus"))
    monkeypatch.setenv("WP8_INDEX", str(tmp_path))
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    examples = "".join(re.findall(r"```pycon\n(.*?)```", page, re.DOTALL))
    said: list[str] = []

    test = doctest.DocTestParser().get_doctest(examples, {}, name, None, 0)
    result = doctest.DocTestRunner().run(test, out=said.append)

    assert (result.failed, "".join(said)) == (0, "")
    assert result.attempted >= fewest


def test_every_method_is_on_the_page() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    methods = {name for name in vars(Corpus) if not name.startswith("_")}
    internal = {
        "addresses",
        "digest",
        "discard",
        "fields",
        "open",
        "sources",
        "titles",
        "values",
    }

    assert {name for name in methods - internal if not re.search(rf"\b{name}\b", page)} == set()


def test_no_more_is_read_than_is_shown(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    hits = corpus.search("plan", sort="document")
    lines = corpus.concordance("plan")
    drawn = corpus.concordance("plan", sample=3)
    records = corpus.open().backend.records
    read: list[str] = []

    def counted(ids: Iterable[str]) -> Sequence[Any]:
        read.extend(asked := list(ids))
        return records(asked)

    monkeypatch.setattr(corpus.open().backend, "records", counted)

    assert corpus.search("plan", sort="document", ids=True).ids == [hit.id for hit in hits]
    assert read == []
    first = corpus.concordance("plan", limit=2)
    assert (list(first.cells), first.total, first.stamp) == (
        list(lines.cells[:2]),
        lines.total,
        lines.stamp,
    )
    assert set(read) == {row.id for row in first.rows}
    read.clear()
    again = corpus.concordance("plan", sample=3)
    assert (again.cells, again.stamp) == (drawn.cells, drawn.stamp)
    assert set(read) == {row.id for row in drawn.rows}
