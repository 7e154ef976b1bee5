"""The item of a work: what a person writes, what CSL-JSON has, and the one made of the other."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.care.additions import _table
from wp8.corpus.document import Document
from wp8.corpus.item import dates, item_of, names, stated_of
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, NUMBER, TEXTS, TYPE, WORK_TYPES, fault
from wp8.corpus.manifest import load_corpus
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Dates


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        *((edtf, edtf) for edtf in (
            "1848", "1848~", "1848?", "1848%", "1920-05", "2020-02-29", "1921-21", "-0043", "192X",
            "19XX", "1942/1944", "1914-06/1918-11-11", "1848~/1850?", "1914/..", "../1918",
        )),
        *((said, "1848~") for said in ("c. 1848", "ca. 1848", "ca 1848", "c1848", "circa 1848",
                                       "about 1848", "approx. 1848", "C. 1848")),
        *((said, "2021-01-12") for said in (
            "12 January 2021", "January 12, 2021", "12 Jan. 2021", "12th of January, 2021",
            "Tuesday, 12 January 2021", "Tue, 12 Jan 2021 10:00:00 +0000", "2021-01-12T10:00:00Z",
            "2021-01-12 10:00", "2021/1/12", "2021.01.12", "2021-1-12", "2021년 1월 12일",
            "2021年1月12日", date(2021, 1, 12), datetime(2021, 1, 12, 23, 59, tzinfo=UTC),
            {"date-parts": [[2021, "01", 12]]}, {"raw": "12 January 2021"},
        )),
        *((said, "1872-03-03") for said in (
            "3. März 1872", "den 3. Ma\u0308rz 1872", "3 mars 1872", "le 3 mars 1872",
            "3 de marzo de 1872", "3 marzo 1872", "3 de março de 1872", "3 maart 1872",
            "3 марта 1872 г.",
        )),
        ("1er août 1914", "1914-08-01"),
        ("Jänner 1919", "1919-01"),
        ("février 1848 – juin 1848", "1848-02/1848-06"),
        *((said, "1914/1918") for said in ("1914-1918", "1914–1918", "1914 - 1918",
                                           "1914 to 1918", {"date-parts": [[1914], [1918]]})),
        *((said, "2021-01-13") for said in ("13/1/2021", "1/13/2021", "13.1.2021", "01-13-2021")),
        ("5/5/2021", "2021-05-05"),
        ("c. 1914–1918", "1914~/1918~"),
        ("c. 1914 to c. 1918", "1914~/1918~"),
        ("12 – 14 January 2021", "12 – 14 January 2021"),
        ("1914–", "1914/.."),
        ("1914/", "1914/.."),
        ("Sept. 2001", "2001-09"),
        ("May 2021", "2021-05"),
        ("Autumn 2021", "2021-23"),
        ("fall 2021", "2021-23"),
        ("1920s", "192X"),
        ("476", "0476"),
        (1848, "1848"),
        ({"date-parts": [[1848]], "circa": "true"}, "1848~"),
        ({"date-parts": [[2021]], "season": "2"}, "2021-22"),
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written(said: object, edtf: str) -> None:
    assert dates.text(said) == edtf


@pytest.mark.parametrize(
    "words",
    ["n.d.", "in the spring", "2021-13-45", "2021-02-30", "1921-02-29", "5/4/2021", "12.1.2021",
     "1914/18", "1914/12", "1918/1914", "21", "May 1", "January Juche 110 (2021)", "..", "../..",
     "century 19", "3 listopada 1918", "١٩٢١", "1848??", "?" * 500, "c. " * 100_000 + "1848",
     "1921-1922-1923"],
)  # fmt: skip
def test_what_is_no_date_stays_as_it_is_said(words: str) -> None:
    assert dates.text(words) == words.strip()
    assert dates.csl(words) == {"literal": words.strip()}
    assert (dates.parts(words), dates.exact(words)) == ([], [])


@pytest.mark.parametrize(
    ("said", "csl"),
    [
        ("1848~", {"date-parts": [[1848]], "circa": True}),
        ("1848?", {"date-parts": [[1848]], "circa": True}),
        ("1914/1918-11", {"date-parts": [[1914], [1918, 11]]}),
        ("1921-21", {"date-parts": [[1921]], "season": 1}),
        ("-0043", {"date-parts": [[-44]]}),
        ("1914/..", {"literal": "1914–"}),
        ("../1918~", {"literal": "–c. 1918"}),
        ("192X", {"literal": "1920s"}),
        ("1921-21/1921-23", {"literal": "1921-21/1921-23"}),
        ({"literal": "1914/1918"}, {"literal": "1914/1918"}),
        ("", {}),
    ],
)
def test_a_date_in_csl_json_says_as_much_as_csl_can(said: object, csl: Mapping[str, Any]) -> None:
    assert dates.csl(said) == csl


DAYS = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
SIDES = st.builds(
    lambda day, size, mark: day[:size] + mark,
    DAYS,
    st.sampled_from((4, 7, 10)),
    st.sampled_from(("", "~", "?", "%")),
)
SEASONS = st.builds("{:04}-{}".format, st.integers(0, 9999), st.integers(21, 24))
RANGES = st.lists(SIDES, min_size=2, max_size=2).map(lambda sides: "/".join(sorted(sides)))


@given(st.one_of(SIDES, SEASONS, RANGES, RANGES.map(lambda it: f"{it.partition('/')[0]}/..")))
def test_edtf_comes_back_as_it_was(edtf: str) -> None:
    assert dates.text(edtf) == edtf
    assert dates.is_date(edtf)
    assert dates.csl(dates.written(dates.csl(edtf))) == dates.csl(edtf)


@given(st.text(alphabet="0123456789-/.~?%cX JanFebayspring,–년월", max_size=24))
def test_a_date_in_csl_json_is_written_and_read_again(words: str) -> None:
    csl = dates.csl(words)

    assert dates.csl(dates.written(csl)) == csl


# Names


@pytest.mark.parametrize(
    ("said", "found", "whole"),
    [
        ("Ann Roe", [{"literal": "Ann Roe"}], "Ann Roe"),
        ("Roe, Ann", [{"family": "Roe", "given": "Ann"}], "Ann Roe"),
        ("van der Berg, Jan",
         [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
         "Jan van der Berg"),
        ("Humboldt, Alexander von",
         [{"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}],
         "Alexander von Humboldt"),
        ("King, Martin Luther, Jr.",
         [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
         "Martin Luther King Jr."),
        ("King, Jr., Martin Luther",
         [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
         "Martin Luther King Jr."),
        ("Roe Poe, Ann", [{"family": "Roe Poe", "given": "Ann"}], "Ann Roe Poe"),
        ("Roe Poe, Ann J.", [{"family": "Roe Poe", "given": "Ann J."}], "Ann J. Roe Poe"),
        ("Roe, Ann; Poe, Bo",
         [{"family": "Roe", "given": "Ann"}, {"family": "Poe", "given": "Bo"}], "Ann Roe, Bo Poe"),
        (["The Sea, the Land", "Roe, Ann"],
         [{"literal": "The Sea, the Land"}, {"family": "Roe", "given": "Ann"}],
         "The Sea, the Land; Ann Roe"),
        ("Ann Roe, Bo Poe", [{"literal": "Ann Roe, Bo Poe"}], "Ann Roe, Bo Poe"),
        ("A. Roe, B. Poe", [{"literal": "A. Roe, B. Poe"}], "A. Roe, B. Poe"),
        ("Seas, Inc.", [{"literal": "Seas, Inc."}], "Seas, Inc."),
        ("Ministry of Seas, Ghent", [{"literal": "Ministry of Seas, Ghent"}],
         "Ministry of Seas, Ghent"),
        ("Roe, Ann and Poe, Bo",
         [{"family": "Roe", "given": "Ann"}, {"family": "Poe", "given": "Bo"}], "Ann Roe, Bo Poe"),
        ("Roe, Ann & Poe, Bo",
         [{"family": "Roe", "given": "Ann"}, {"family": "Poe", "given": "Bo"}], "Ann Roe, Bo Poe"),
        ("Seas & Sons Ltd", [{"literal": "Seas & Sons Ltd"}], "Seas & Sons Ltd"),
        ("Ann Roe and Bo Poe", [{"literal": "Ann Roe and Bo Poe"}], "Ann Roe and Bo Poe"),
        ("김, 정은", [{"family": "김", "given": "정은"}], "김정은"),
        ({"name": "Kim Jong Un", "family": "Kim"},
         [{"family": "Kim", "given": "Jong Un", "static-ordering": True}], "Kim Jong Un"),
        ({"name": "김정은", "family": "김"},
         [{"family": "김", "given": "정은", "static-ordering": True}], "김정은"),
        ({"name": "Ann B. Roe", "family": "Roe"}, [{"family": "Roe", "given": "Ann B."}],
         "Ann B. Roe"),
        ({"name": "Roe, Ann", "family": "Roe"}, [{"family": "Roe", "given": "Ann"}], "Ann Roe"),
        ({"name": "Ann Roe", "family": "Poe"}, [{"literal": "Ann Roe"}], "Ann Roe"),
        ({"name": "Ann  Roe"}, [{"literal": "Ann Roe"}], "Ann Roe"),
        ({"literal": "Roe, Ann"}, [{"literal": "Roe, Ann"}], "Roe, Ann"),
        ({"family": "Kim", "given": "Jong Un", "static-ordering": "true"},
         [{"family": "Kim", "given": "Jong Un", "static-ordering": True}], "Kim Jong Un"),
        ({"family": "True"}, [{"family": "True"}], "True"),
        (" ; ", [], ""),
        ([], [], ""),
    ],
)  # fmt: skip
def test_a_name_is_read_as_it_is_written(
    said: object, found: list[dict[str, Any]], whole: str
) -> None:
    assert names.names(said) == found
    assert names.listed(found) == whole


WORDS = st.text(alphabet="AbcÉd김정은李 ,;.'-·jr\u200c\n", max_size=16)
TABLES = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(("family", "given", "suffix", "literal", "name"), WORDS),
                  "static-ordering": st.booleans()},
)  # fmt: skip


@given(st.lists(WORDS | TABLES, max_size=3))
def test_a_name_in_csl_json_is_written_and_read_again(said: list[Any]) -> None:
    for name in names.names(said):
        assert names.names(names.written(name)) == [name]


# Items

VALUES = {
    NAMES: st.lists(WORDS | TABLES, max_size=3),
    DATE: st.one_of(SIDES, RANGES, SEASONS, st.text(max_size=9), st.integers(0, 2999)),
    NUMBER: st.integers(0, 99) | st.text(max_size=9),
    TEXTS: st.lists(st.text(min_size=1, max_size=9), max_size=2),
    TYPE: st.sampled_from(WORK_TYPES),
}
STATED = st.fixed_dictionaries(
    {}, optional={
        name: VALUES.get(kind, st.text(max_size=9)) for name, kind in FIELDS.items()
        if name not in ("title", "language")
    },
)  # fmt: skip


@given(STATED)
def test_an_item_in_a_manifest_is_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, stated: dict[str, Any]
) -> None:
    said = {key: value for key, value in stated.items() if not fault(key, value)}
    document = Document("a", "a.txt", "text", "A", stated=stated_of(said))
    folder = tmp_path_factory.mktemp("corpus")
    manifest = f'name = "x"\n\n{_table(document)}'
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8", newline="")

    (again,) = load_corpus(folder).documents

    assert document.item == item_of(said)
    assert again.item == document.item
    assert again.stated == document.stated


def test_a_table_of_a_manifest_is_as_a_person_writes_it() -> None:
    said = {
        "issued": {"date-parts": [[1914], [1918]]},
        "author": [{"family": "Roe", "given": "Ann"}, {"literal": "The Sea"}],
        "editor": [{"family": "Kim", "given": "Jong Un", "static-ordering": True}],
        "translator": [{"literal": "Sea, Ann"}],
        "volume": 3,
        "original-date": {"literal": "1914/1918"},
    }
    table = _table(Document("a", "a.txt", "text", "A", language="en", stated=stated_of(said)))

    assert table == (
        '[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
        'author = ["Roe, Ann", "The Sea"]\n'
        'editor = { name = "Kim Jong Un", family = "Kim" }\n'
        'translator = { literal = "Sea, Ann" }\n'
        'date = "1914/1918"\noriginal-date = { literal = "1914/1918" }\n'
        'volume = 3\nlanguage = "en"\n'
    )
    assert tomllib.loads(table)["document"][0]["volume"] == 3


# Manifests


def loaded(folder: Path, lines: str) -> Document:
    """Return the document of a manifest that says this of it."""
    head = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    (folder / "corpus.toml").write_text(f"{head}{lines}\n", encoding="utf-8")
    return load_corpus(folder).documents[0]


@pytest.mark.parametrize(
    ("lines", "item"),
    [
        ('author = ["Roe, Ann", "The Sea"]',
         {"author": [{"family": "Roe", "given": "Ann"}, {"literal": "The Sea"}]}),
        ('author = { family = "Roe", given = "Ann" }',
         {"author": [{"family": "Roe", "given": "Ann"}]}),
        ('author = "Kim Jong Un"\nfamily_name = "Kim"',
         {"author": [{"family": "Kim", "given": "Jong Un", "static-ordering": True}]}),
        ("date = 2021-01-12", {"issued": {"date-parts": [[2021, 1, 12]]}}),
        ("date = 2021-01-12T10:00:00Z", {"issued": {"date-parts": [[2021, 1, 12]]}}),
        ("date = 2021", {"issued": {"date-parts": [[2021]]}}),
        ('date = "12 January 2021"', {"issued": {"date-parts": [[2021, 1, 12]]}}),
        ('issued = "c. 1848"', {"issued": {"date-parts": [[1848]], "circa": True}}),
        ('issued = "Juche 110"\ndate = 2021', {"issued": {"date-parts": [[2021]]}}),
        ('country = "A"\nurl = "b:c"\ndoi = "d"\nISBN = "e"',
         {"publisher-place": "A", "URL": "b:c", "DOI": "d", "ISBN": "e"}),
        ('title_in_sentence_case = "a"', {"title": "a"}),
        ('container-title = "B"\npage = "12-34"\nvolume = 3\neditor = "C"',
         {"container-title": "B", "page": "12-34", "volume": "3", "editor": [{"literal": "C"}]}),
        ('categories = ["a"]', {"categories": ["a"]}),
        ('doi = "https://doi.org/10.5555/x"', {"DOI": "10.5555/x"}),
        ('doi = "DOI: 10.5555/x"', {"DOI": "10.5555/x"}),
    ],
)  # fmt: skip
def test_a_manifest_may_say_every_field(tmp_path: Path, lines: str, item: dict[str, Any]) -> None:
    assert loaded(tmp_path, lines).item == item


def test_words_beside_a_date_are_kept(tmp_path: Path) -> None:
    document = loaded(tmp_path, 'issued = "Juche 110"\ndate = 2021')

    assert (document.date, document.date_in_words) == ("2021", "Juche 110")


AS_NAMES = 'as in {} = "A. Writer", ["Writer, Ann", "Poe, Bo"] or {{ family = "A", given = "B" }}'
OF_FAMILY = "the family's name is the first words of it, or the last"
OF_KEY = 'letters and digits, with . : / + - _ between: key = "kim2021"'
AS_DATE = 'as in date = "2021-01-12", "1914/1918", "1848~" or in words: "in the spring"'


@pytest.mark.parametrize(
    ("lines", "message", "hint"),
    [
        ("date = true", "'date' is not a date", AS_DATE),
        ("date = 10:00:00", "'date' is not a date", AS_DATE),
        ("date = 1.5", "'date' is not a date", AS_DATE),
        ('date = { year = "2021" }', "'date' is not a date", AS_DATE),
        ("date = { date-parts = [[]] }", "'date' is not a date", AS_DATE),
        ('date = ["2021"]', "'date' is not a date", AS_DATE),
        ("author = 1", "'author' is not a name, nor a list of names", AS_NAMES.format("author")),
        ('editor = [{ name = "A", role = "x" }]', "'editor' is not a name, nor a list of names",
         AS_NAMES.format("editor")),
        ('editor = ["A", ""]', "'editor' is not a name, nor a list of names",
         AS_NAMES.format("editor")),
        ("author = []", "'author' is empty", "fill it in or leave the line out"),
        ('doi = " "', "'doi' is empty", "fill it in or leave the line out"),
        ("DOI = 1", "'DOI' is not a text", 'write it in quotes: DOI = "…"'),
        ("type = 1", "'type' is not a text", 'write it in quotes: type = "book"'),
        ("volume = 1.5", "'volume' is neither a number nor a text", 'as in volume = 12 or "12-14"'),
        ('categories = "a"', "'categories' is not a list of texts", 'as in categories = ["…"]'),
        ('doi = "a"\nDOI = "b"', "'DOI' says 'DOI' again", "leave one line out"),
        ('container_title = "a"', "unknown key 'container_title'",
         "did you mean 'container-title'?"),
        ('qqq = "a"', "unknown key 'qqq'",
         "known keys: id, file, title, title_supplied, language_guessed, layout, language, "
         "affiliation, rights, encoding, file_part, text_column, cite, fields, author, date …: "
         "fields of CSL"),
        ('author = ["A"]\nfamily_name = "A"', "'family_name' is a part of one author's name",
         'as in author = [{ name = "Kim Jong Un", family = "Kim" }, "Poe, Bo"]'),
        ('author = "Ann Roe"\nfamily_name = "Poe"',
         "'Poe' is neither the head nor the end of 'Ann Roe'", OF_FAMILY),
        ('author = "Kim Jong Un"\nfamily_name = "Jong"',
         "'Jong' is neither the head nor the end of 'Kim Jong Un'", OF_FAMILY),
        ('editor = ["Fox, Cy", { name = "Ann Roe", family = "Poe" }]',
         "'Poe' is neither the head nor the end of 'Ann Roe'", OF_FAMILY),
        ('key = "kim 2021"', "'key' is no key", OF_KEY),
        ('key = "kim,2021"', "'key' is no key", OF_KEY),
        ('key = "kim2021."', "'key' is no key", OF_KEY),
        ('key = "kim2021"\ncitation-key = "kim2021"', "'citation-key' says 'citation-key' again",
         "leave one line out"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_with_the_right_form(
    tmp_path: Path, lines: str, message: str, hint: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        loaded(tmp_path, lines)

    place = f"{tmp_path}/corpus.toml: document 'a'"
    assert (caught.value.message, caught.value.hint) == (f"{place}: {message}", hint)


def test_a_name_that_was_read_before_is_not_shared() -> None:
    first = names.names("Roe, Ann and Poe, Bo")
    first[0]["given"] = "another"

    assert names.names("Roe, Ann and Poe, Bo") == [
        {"family": "Roe", "given": "Ann"},
        {"family": "Poe", "given": "Bo"},
    ]
