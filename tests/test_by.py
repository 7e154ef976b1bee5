"""Counting by what is said of documents: groups, with those of which nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import wp8
from wp8.errors import QueryError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of each document: its text, who wrote it, its date, its own field.
TEXTS = {
    "a": ("A plan of plans.\n\nThe harbor plan.", '["Ann Roe", "Bo Poe"]', "1944-05", "12"),
    "b": ("Another plan.\n\nNo more.", '"Bo Poe"', "1950", "7"),
    "c": ("The harbor.", '"Ann Roe"', "1942/1944", "9"),
    "d": ("A plan without a date.", "", "", ""),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wp8.Corpus]:
    folder: Path = tmp_path_factory.mktemp("corpus")
    lines = ['name = "four"']
    for id_, (text, author, date, box) in TEXTS.items():
        (folder / f"{id_}.txt").write_text(f"{text}\n", encoding="utf-8")
        lines += ["[[document]]", f'id = "{id_}"', f'file = "{id_}.txt"', f'title = "{id_}"']
        lines += ['language = "en"']
        lines += [f"author = {author}"] * bool(author) + [f'date = "{date}"'] * bool(date)
        lines += ["[document.fields]", f"box = {box}"] * bool(box)
    (folder / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")
    with wp8.open(str(folder), index=str(tmp_path_factory.mktemp("index"))) as opened:
        yield opened


# A hit is a paragraph: a has two with a plan, and three plans; b one, d one.
@pytest.mark.parametrize(
    ("by", "rows"),
    [
        (
            "year",
            [
                ("", 4, 5, 3, 4),
                ("1942–1944", 0, 0, 0, 1),
                ("1944", 2, 3, 1, 1),
                ("1950", 1, 1, 1, 1),
                ("no date", 1, 1, 1, 1),
            ],
        ),
        (
            "decade",
            [
                ("", 4, 5, 3, 4),
                ("1940s", 2, 3, 1, 2),
                ("1950s", 1, 1, 1, 1),
                ("no date", 1, 1, 1, 1),
            ],
        ),
        (
            "author",
            [
                ("", 4, 5, 3, 4),
                ("Bo Poe", 3, 4, 2, 2),
                ("Ann Roe", 2, 3, 1, 2),
                ("no author", 1, 1, 1, 1),
            ],
        ),
        (
            "box",
            [
                ("", 4, 5, 3, 4),
                ("7", 1, 1, 1, 1),
                ("9", 0, 0, 0, 1),
                ("12", 2, 3, 1, 1),
                ("no box", 1, 1, 1, 1),
            ],
        ),
        ("document", [("", 4, 5, 3, 4), ("a", 2, 3, 1, 1), ("b", 1, 1, 1, 1), ("d", 1, 1, 1, 1)]),
        (
            "section",
            [
                ("", 4, 5, 3, 4),
                ("a: no section", 2, 3, 1, 1),
                ("b: no section", 1, 1, 1, 1),
                ("d: no section", 1, 1, 1, 1),
            ],
        ),
    ],
)
def test_hits_are_counted_by_what_is_said_of_their_documents(
    corpus: wp8.Corpus, by: str, rows: list[tuple[object, ...]]
) -> None:
    result = corpus.search("plan", by=by, limit=1)

    assert list(result.facets.cells) == rows
    assert len(result.hits) == 1
    assert result.stamp == result.facets.stamp
    assert f"search plan --by {by} #{len(rows)}-" in result.stamp


def test_a_work_of_two_authors_is_said_to_count_under_both(corpus: wp8.Corpus) -> None:
    said = "1 document of several groups, in each of them; in all once"

    assert corpus.search("plan", by="author").facets.parameters["groups"] == said
    assert corpus.frequency("plan", by="author").parameters["groups"] == said
    assert "groups" not in corpus.frequency("plan", by="year").parameters


def test_what_is_said_twice_of_a_document_is_said(tmp_path: Path) -> None:
    lines = ['name = "twice"']
    for id_, authors in (("a", '["Ann Roe", "Bo Poe", "Ann Roe"]'), ("b", '["Bo Poe", "Ann Roe"]')):
        (tmp_path / f"{id_}.txt").write_text("A plan.\n", encoding="utf-8")
        lines += ["[[document]]", f'id = "{id_}"', f'file = "{id_}.txt"', f'title = "{id_}"']
        lines.append(f"author = {authors}")
    (tmp_path / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")

    with wp8.open(str(tmp_path), index=str(tmp_path / "index")) as opened:
        hits = opened.search("plan", by="author").facets.cells
        words = opened.frequency("plan", by="author").cells
        listed = opened.frequency(by="author", match="plan").documents
        (spread,) = opened.dispersion("plan", parts="author")

    assert hits[1:] == [("Ann Roe", 2, 2, 2, 2), ("Bo Poe", 2, 2, 2, 2)]
    assert [row[1:4] for row in words] == [("", 2, 4), ("Ann Roe", 2, 4), ("Bo Poe", 2, 4)]
    assert listed == {"Ann Roe": {"plan": 2}, "Bo Poe": {"plan": 2}}
    # In whatever order they are named, it is the same authors.
    assert (spread.parts, spread.range) == (1, 1)


def test_scopes_narrow_what_is_counted(corpus: wp8.Corpus) -> None:
    found = corpus.search("plan", by="year", where="author:Poe date:..1949")

    assert list(found.facets.cells) == [("", 2, 3, 1, 1), ("1944", 2, 3, 1, 1)]
    assert found.facets.parameters["where"] == "author:Poe date:..1949"


# Words as written: `plans` is another one. a has 7 words, b 4, c 2, d 5.
def test_words_are_counted_in_each_group_with_its_size(corpus: wp8.Corpus) -> None:
    table = corpus.frequency("plan", by="author")

    assert [row[:4] + row[5:] for row in table.cells] == [
        ("plan", "", 4, 18, 3, 4),
        ("plan", "Ann Roe", 2, 9, 1, 2),
        ("plan", "Bo Poe", 3, 11, 2, 2),
        ("plan", "no author", 1, 5, 1, 1),
    ]
    assert [row.per_thousand for row in table][1] == pytest.approx(1000 * 2 / 9)


def test_a_list_has_columns_for_groups(corpus: wp8.Corpus) -> None:
    table = corpus.frequency(by="decade", match="plan*")

    assert table.columns[5:] == (
        *("1940s", "1940s_per_thousand", "1950s", "1950s_per_thousand"),
        *("no date", "no date_per_thousand"),
    )
    assert [(row[0], row[1], *row[5::2]) for row in table.cells] == [
        ("plan", 4, 2, 1, 1),
        ("plans", 1, 1, 0, 0),
    ]


def test_vocabulary_is_that_of_groups(corpus: wp8.Corpus) -> None:
    table = corpus.vocabulary(by="decade")

    assert [row[:4] for row in table.cells] == [
        ("", 18, 11, 7),
        ("1940s", 9, 6, 3),
        ("1950s", 4, 4, 4),
        ("no date", 5, 4, 3),
    ]


def test_groups_of_whole_documents_are_as_rich_as_these(corpus: wp8.Corpus) -> None:
    by_document = corpus.vocabulary(segment=2, window=2)
    by_group = corpus.vocabulary(segment=2, window=2, by="document")

    assert by_document.cells == by_group.cells
    assert (by_document.columns[0], by_group.columns[0]) == ("document", "group")


def test_words_are_spread_over_groups(corpus: wp8.Corpus) -> None:
    (by_year,) = corpus.dispersion("plan", parts="year")
    (by_author,) = corpus.dispersion("plan", parts="author")

    assert (by_year.parts, by_year.range) == (4, 3)
    # A part each: both authors, one, the other, nobody.
    assert (by_author.parts, by_author.range) == (4, 3)
    assert by_author.dp == pytest.approx(
        sum(abs(x / 4 - size / 18) for x, size in ((2, 7), (1, 4), (0, 2), (1, 5))) / 2
    )


def test_targets_and_references_are_queries_of_fields(corpus: wp8.Corpus) -> None:
    table = corpus.keyness(target="year:1945..", reference="rest")
    rows = {row.form: row[2:4] for row in table}

    assert rows["plan"] == (1, 3)
    assert table.parameters["records"] == "2 and 4"


def test_rows_have_what_is_said_of_their_document(corpus: wp8.Corpus) -> None:
    hits = corpus.search("plan", sort="document", fields="author,box")
    lines = corpus.concordance("plan", fields=("author", "year"))
    words = corpus.frequency("plan", fields="date")
    texts = corpus.vocabulary(fields="date")

    assert [dict(hit.fields) for hit in hits] == [
        *[{"author": "Ann Roe; Bo Poe", "box": "12"}] * 2,
        {"author": "Bo Poe", "box": "7"},
        {"author": "", "box": ""},
    ]
    assert hits[0].said == "author: Ann Roe; Bo Poe; box: 12"
    assert hits[3].said == "no author; no box"
    assert [row[-2:] for row in lines.cells[2:]] == [
        ("Ann Roe; Bo Poe", "1944"),
        ("Bo Poe", "1950"),
        (None, None),
    ]
    assert [(row[1], row[-1]) for row in words.cells] == [
        *[("", None), ("a", "1944-05"), ("b", "1950"), ("c", "1942/1944"), ("d", None)],
    ]
    assert [row[-1] for row in texts.cells] == [None, "1944-05", "1950", "1942/1944", None]
    assert words.stamp != corpus.frequency("plan").stamp


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda c: c.search("plan", by="colour"), UnknownNameError, "there is no field colour"),
        (lambda c: c.frequency("plan", by="colour"), UnknownNameError, "there is no field colour"),
        (lambda c: c.dispersion("plan", parts="colour"), UnknownNameError, "no field colour"),
        (lambda c: c.search("plan", fields="colour"), UnknownNameError, "there is no field colour"),
        (lambda c: c.frequency(fields="author"), QueryError, "rows that are of one document"),
        (lambda c: c.frequency("plan", fields="document"), QueryError, "has a column document"),
        (lambda c: c.vocabulary(by="year", shared=True), QueryError, "--by is for figures"),
    ],
)
def test_what_cannot_be_counted_by_is_said(
    corpus: wp8.Corpus, ask: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask(corpus)  # type: ignore[operator]
