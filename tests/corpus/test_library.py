"""A bibliography of one's own: read, cited from a manifest, and made a corpus of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.api import new_corpus
from wp8.citation.bibliography import bibliography
from wp8.citation.item import item
from wp8.citation.ris import ris
from wp8.corpus.document import Document
from wp8.corpus.item import item_of, stated_of
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, NUMBER, TEXTS, WORK_TYPES
from wp8.corpus.library import entries, said_by
from wp8.corpus.library.bibtex import _entries
from wp8.corpus.manifest import load_corpus
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

BIB: Final = r"""
@string{press = "A Press"}
Words between entries are a comment, as is this {brace}.
@comment{jabref-meta: x}
@article{roe2021,
  title = {Salt and {{Sea}}}, author = "Roe, Ann and van der Berg, Jan and {{The Union}}",
  date = {2021-03-04}, journaltitle = {Seas} # { Today}, volume = 3, number = {2},
  pages = {12--34}, doi = {10.5555/x}, langid = {english}, keywords = {sea, salt},
  abstract = {On $x^2$ \& \"{o}.}, annotation = {Read.}, library = {Shelf 4},
  file = {files/12/a b.md;C\:\\x\;y.pdf}
}
@book(poe-1999, author = {Poe, Bo}, title = {H{\"a}user}, year = 1999, publisher = press,
  address = {Ghent}, language = {ngerman}, note = {Bound (twice)},
  file = {Full Text:files/13/b.html:text/html;Snapshot:files/14/c.htm:text/html})
@incollection{fox, title = {A Part}, author = {Fox, Cy}, crossref = {whole}}
@collection{whole, title = {The Whole}, editor = {Hay, Di}, date = {1914/1918}}
"""
RIS: Final = """\
TY  - SLIDE
ID  - roe2021
TI  - Salt and
sea
AU  - Roe, Ann
AU  - King, Martin, Jr.
AU  - The Union
A4  - Poe, Bo
DA  - 2021/03/04/in the evening
T2  - A Day
CY  - Ghent
M3  - Lecture
KW  - sea
KW  - salt
LA  - en
M2  - original-date: 1914/1918
M2  - illustrator: Hay || Di
M2  - Bound.
L1  - files/12/a b.md
ER  -

TY  - JOUR
T1  - An article
JF  - Seas
PY  - 1999
SP  - 12
EP  - 34
SN  - 1234-5678
L2  - files/13/b.html
ER  -
"""
ROE: Final = {
    "type": "article-journal",
    "title": "Salt and Sea",
    "author": ["Roe, Ann", "Berg, Jan van der", "The Union"],
    "issued": "2021-03-04",
    "container-title": "Seas Today",
    "volume": "3",
    "issue": "2",
    "page": "12-34",
    "DOI": "10.5555/x",
    "keyword": "sea, salt",
    "annote": "Read.",
    "call-number": "Shelf 4",
    "citation-key": "roe2021",
}


def said(source: str, name: str, wanted: set[str] | None = None) -> dict[str, dict[str, Any]]:
    """Return what a bibliography says of each work."""
    return {entry.key: said_by(entry) for entry in entries(source.encode(), name, wanted)}


def test_a_bibliography_in_biblatex() -> None:
    found = said(BIB, "a.bib")
    roe, poe, fox = found["roe2021"], found["poe-1999"], found["fox"]
    abstract = roe["stated"].pop("abstract")

    assert (roe["title"], roe["language"], roe["stated"]) == ("Salt and Sea", "en", ROE)
    assert abstract.endswith("& ö.")
    assert (poe["title"], poe["language"]) == ("Häuser", "de")
    assert (poe["stated"]["publisher"], poe["stated"]["note"]) == ("A Press", "Bound (twice)")
    assert (fox["stated"]["container-title"], fox["stated"]["editor"]) == ("The whole", "Hay, Di")
    assert [one.files for one in entries(BIB.encode(), "a.bib")][:2] == [
        ("files/12/a b.md", r"C:\x;y.pdf"),
        ("files/13/b.html", "files/14/c.htm"),
    ]


def test_of_a_bibliography_only_what_is_cited_is_read_and_what_that_stands_in() -> None:
    broken = BIB + "@book{never, title = {" + "{" * 50 + "}" * 50 + r"\undefined}}"

    assert list(said(broken, "a.bib", {"fox", "nowhere"})) == ["fox"]
    assert said(broken, "a.bib", set()) == {}


def test_a_bibliography_in_ris() -> None:
    roe, article = [said_by(entry) for entry in entries(RIS.encode(), "a.ris")]

    assert roe == {
        "title": "Salt and sea",
        "language": "en",
        "stated": {
            "type": "speech",
            "title": "Salt and sea",
            "author": ["Roe, Ann", "King, Martin, Jr.", "The Union"],
            "translator": "Poe, Bo",
            "event-title": "A Day",
            "publisher-place": "Ghent",
            "genre": "Lecture",
            "keyword": "sea, salt",
            "original-date": "1914/1918",
            "illustrator": "Hay, Di",
            "note": "Bound.",
            "issued": "2021-03-04",
            "citation-key": "roe2021",
        },
    }
    assert article["stated"] == {
        "type": "article-journal",
        "title": "An article",
        "container-title": "Seas",
        "ISSN": "1234-5678",
        "issued": "1999",
        "page": "12-34",
    }
    assert [entry.files for entry in entries(RIS.encode(), "a.ris")] == [
        ("files/12/a b.md",),
        ("files/13/b.html",),
    ]


def value_of(field: str) -> object:
    """Return a value of a field as CSL-JSON has it."""
    kind = FIELDS[field]
    values: dict[str, object] = {
        NAMES: [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
        DATE: {"date-parts": [[1914], [1918, 11]]},
        NUMBER: "12",
        TEXTS: [f"of {field}"],
    }
    return values.get(kind, f"of {field}")


# All that CSL has; what a key is called, and what is no field of its own any more, apart.
WHOLE: Final = {
    field: value_of(field)
    for field in FIELDS
    if field not in ("type", "citation-key", "event", "shortTitle", "language", "DOI", "URL")
} | {"id": "k", "type": "book", "language": "nl", "DOI": "10.5555/x", "URL": "https://x.org"}


def test_no_field_of_a_bibliography_is_lost_on_the_way_to_an_export(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    (tmp_path / "library.json").write_text(json.dumps([WHOLE]))
    (tmp_path / "corpus.toml").write_text(
        'name = "x"\nbibliography = "library.json"\n'
        '[[document]]\nid = "a"\nfile = "a.md"\ncite = "k"\n'
    )
    corpus = load_corpus(tmp_path)
    (written,) = json.loads("".join(bibliography("csl-json", corpus.documents)))

    assert written.pop("custom") == {"wp8": {"id": "a", "title": "of title", "source": "of source"}}
    assert written == WHOLE | {"citation-key": "k"}


IN_RIS: Final = (
    *("author", "editor", "translator", "title", "container-title", "collection-title", "volume"),
    *("issue", "edition", "publisher", "publisher-place", "DOI", "title-short", "abstract"),
    *("archive", "archive_location", "call-number", "section", "keyword", "annote", "genre"),
    *("number", "number-of-pages", "event-title", "event-place", "recipient", "original-date"),
    *("illustrator", "medium", "version", "collection-number", "note", "page", "ISBN"),
)


@pytest.mark.parametrize("kind", ["book", "chapter", "speech", "thesis", "report", "manuscript",
                                  "personal_communication", "article-journal", "map",
                                  "paper-conference", "webpage", "article-newspaper"])  # fmt: skip
@settings(max_examples=25)
@given(st.sets(st.sampled_from(IN_RIS)))
def test_what_is_written_in_ris_is_read_again(kind: str, fields: set[str]) -> None:
    own = {field: value_of(field) for field in fields - {"annote"}} | {"type": kind}
    if kind.startswith("article"):
        own.pop("ISBN", None)
    document = Document("a", "a.txt", "text", "of title", stated=stated_of(own))
    (entry,) = entries(ris(document, "k").encode(), "a.ris")

    assert entry.key == "k"
    assert item_of(said_by(entry)["stated"]) == item_of(document.stated) | {
        "title": "of title",
        "citation-key": "k",
    }


@given(st.text(alphabet='@{}()",=#\\ \nabtring%;:', max_size=200))
def test_any_text_is_taken_for_a_bibliography_and_ends(text: str) -> None:
    for key, raw in _entries(f"@book{{k, {text}"):
        assert key
        assert raw.text


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("a.json", b"{", "is no bibliography: Expecting property name"),
        ("a.json", b"[1]", "is no list of items of CSL-JSON"),
        ("a.json", b"[" * 100_000, "is no bibliography: "),
        ("a.bib", b"\xff", "is no bibliography: 'utf-8' codec"),
        ("a.docx", b"", "is no bibliography by its name"),
    ],
)
def test_what_is_no_bibliography_is_said(name: str, source: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        entries(source, name)
    assert caught.value.message.startswith(message)


def manifest_with(folder: Path, lines: str, library: str = json.dumps([WHOLE])) -> Document:
    """Return the document of a corpus with a bibliography, where its table has `lines`."""
    (folder / "a.md").write_text("# A heading\n\nWords.\n")
    (folder / "library.json").write_text(library)
    (folder / "corpus.toml").write_text(
        'name = "x"\nbibliography = "library.json"\n'
        f'[[document]]\nid = "a"\nfile = "a.md"\n{lines}\n'
    )
    (document,) = load_corpus(folder).documents
    return document


def test_what_a_manifest_says_goes_before_what_the_bibliography_says(tmp_path: Path) -> None:
    own = 'title = "Mine"\nauthor = "Kim Jong Un"\nfamily_name = "Kim"\nlanguage = "ko"'
    document = manifest_with(tmp_path, f'cite = "k"\nkey = "mine"\n{own}')

    assert (document.title, document.author, document.language) == ("Mine", "Kim Jong Un", "ko")
    assert document.publisher == "of publisher"
    assert item(document, "mine")["citation-key"] == "mine"


def test_a_new_export_is_another_corpus_with_other_citations(tmp_path: Path) -> None:
    before = manifest_with(tmp_path, 'cite = "k"')
    digest = load_corpus(tmp_path).digest
    after = manifest_with(tmp_path, 'cite = "k"', json.dumps([WHOLE | {"title": "Another"}]))

    assert (before.title, after.title) == ("of title", "Another")
    assert load_corpus(tmp_path).digest != digest


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('cite = "no"', "document 'a': the bibliography has no 'no'"),
        ("cite = 1", "document 'a': 'cite' is not a text"),
        ('title = "A"\ncites = "k"', "document 'a': unknown key 'cites'"),
        ("", "document 'a': has no 'title'"),
        ('cite = "k"\n[[document]]\nid = "b"\nfile = "b.md"\ncite = "k"',
         "documents 'a' and 'b' have the key 'k'"),
        ('title = "A"\n[[document]]\nfiles = "*.md"\ncite = "k"',
         "document 2: unknown key 'cite'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_citation_is_said(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        manifest_with(tmp_path, lines)
    assert caught.value.message == f"{tmp_path}/corpus.toml: {message}"


@pytest.mark.parametrize(
    ("bibliography", "message"),
    [
        ("../library.json", "corpus.toml: the file '../library.json' leaves the folder"),
        ("none.json", "none.json: there is no such file"),
        ("a.md", "a.md: is no bibliography by its name"),
        (
            "broken.json",
            "broken.json: is no bibliography: Expecting value: line 1 column 1 (char 0)",
        ),
    ],
)
def test_a_bibliography_that_cannot_be_read_is_named(
    tmp_path: Path, bibliography: str, message: str
) -> None:
    for name in ("a.md", "broken.json"):
        (tmp_path / name).write_text("Words.\n")
    (tmp_path / "corpus.toml").write_text(
        f'name = "x"\nbibliography = "{bibliography}"\n'
        '[[document]]\nid = "a"\nfile = "a.md"\ntitle = "A"\n'
    )

    with pytest.raises(CorpusError) as caught:
        load_corpus(tmp_path)
    assert caught.value.message == f"{tmp_path}/{message}"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return the folder of an export of a reference manager with two of its files."""
    for name, text in (
        ("12/a b.md", "# Of its own\n\nThe words of the first of these texts are here.\n"),
        ("13/b.html", "<p>The words of the second of these texts are here too.</p>"),
        ("14/c.htm", "<p>A second file.</p>"),
    ):
        path = tmp_path / "export" / "files" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (tmp_path / "export" / "library.bib").write_text(BIB)
    (tmp_path / "export" / "library.ris").write_text(RIS)
    return tmp_path / "export"


def test_an_export_becomes_a_corpus_of_its_files(export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    library = export / "library.bib"
    additions = new_corpus(str(folder), library=str(library))

    assert [addition.document.title for addition in additions] == ["Salt and Sea", "Häuser"]
    assert (folder / "corpus.toml").read_text() == (
        'name = "new"\nbibliography = "library.bib"\n'
        '\n[[document]]\nid = "roe2021"\nfile = "a b.md"\ncite = "roe2021"\n'
        '\n[[document]]\nid = "poe-1999"\nfile = "b.html"\ncite = "poe-1999"\n'
    )
    assert (folder / "library.bib").read_text() == BIB
    assert additions.refused == [
        (r"roe2021: C:\x;y.pdf", "there is no such file", None, ""),
    ]
    assert additions.remarks == [
        f"{library}: names no file of fox, whole",
        f"{library}: of each work the first file is taken: not {export}/files/14/c.htm",
    ]
    (roe, poe) = load_corpus(folder).documents
    abstract = roe.stated["abstract"]
    assert roe.stated == ROE | {"abstract": abstract}
    assert (roe.language, poe.language) == ("en", "de")


def test_an_entry_without_a_key_is_written_down(export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    new_corpus(str(folder), library=str(export / "library.ris"), notify=lambda _: None)

    text = (folder / "corpus.toml").read_text()
    assert 'id = "roe2021"\nfile = "a b.md"\ncite = "roe2021"\n' in text
    assert 'id = "b"\nfile = "b.html"\ntitle = "An article"\ntype = "article-journal"\n' in text
    assert [document.title for document in load_corpus(folder).documents] == [
        "Salt and sea",
        "An article",
    ]


def test_an_export_without_files_is_said_and_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(json.dumps([WHOLE]))

    with pytest.raises(CorpusError) as caught:
        new_corpus(str(tmp_path / "new"), library=str(tmp_path / "library.json"))
    assert caught.value.message == f"{tmp_path}/library.json: names no file"
    assert not (tmp_path / "new").exists()


def test_every_type_of_work_comes_back_from_ris() -> None:
    documents = [Document("a", "a.txt", "text", "T", stated={"type": kind}) for kind in WORK_TYPES]
    found = [entries(ris(document, "k").encode(), "a.ris")[0] for document in documents]

    assert tuple(entry.fields["type"] for entry in found) == WORK_TYPES
