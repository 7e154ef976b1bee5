"""A manifest that is read table by table says what TOML says it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from wp8.corpus.metadata import tables
from wp8.corpus.metadata.tables import manifest_table
from wp8.corpus.source import toml_table
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

PLAIN = '[[document]]\nid = "a"\nfile = "a b.txt"\ntitle = "書 é"\ntitle_supplied = true\n'
LINES = [
    *("[[document]]", "[[document]] # x", " [[document]]", "[[ document ]]", '[["document"]]'),
    *('id = "a"', 'id = "b"', "flag = true", "flag = false", "flag = tru", 'a = "\\u00e9"'),
    *('a = "x" # y', "a = 'x'", 'a = "', 'a = "x\ty"', 'a = "x\x7fy"', '"a" = "x"', 'a.b = "x"'),
    *('a = """', '"""', "b = '''", "'''", "c = [", "]", '"x",', "d = {e = 1}", "[document.fields]"),
    *("[subcorpora]", 'late = "date:1"', "[other]", "[other.own]", "[[other]]", "[document]"),
    *("document = 1", "document = []", "", "# comment", "\r", 'e = "x"\r', "é = 1", '書 = "x"'),
]
MANIFESTS = st.lists(st.sampled_from([*LINES, *[PLAIN.strip()] * 9]), max_size=9).map("\n".join)


def read(reader: Callable[[bytes, object], object], manifest: str) -> object:
    try:
        return reader(manifest.encode(), "corpus.toml")
    except CorpusError as error:
        return error.message


@given(MANIFESTS)
@example(f'name = "x"\n{PLAIN}{PLAIN}[subcorpora]\nlate = "date:1"\n')
@example(f'a = """\n{PLAIN}"""\n{PLAIN}')
@example(f"{PLAIN}[other]\n{PLAIN}[other]\n")
@example(f"{PLAIN}[other.a]\n{PLAIN}[other.b]\n")
@example(f"[[document]]\n{PLAIN}")
@example(f"document = []\n{PLAIN}")
@example(f'{PLAIN}id = "b"\n')
@example(PLAIN.replace("\n", "\r\n"))
@example(f"\ufeff{PLAIN}")
def test_it_says_what_toml_says(manifest: str) -> None:
    assert read(manifest_table, manifest) == read(toml_table, manifest)


def test_what_wp8_writes_of_a_document_takes_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def noted(source: bytes, where: object) -> dict[str, object]:
        parsed.append(source)
        return toml_table(source, where)

    monkeypatch.setattr(tables, "toml_table", noted)
    own = '[[document]]\nid = "b"\nauthor = ["A", \'B\']\n'
    said = 'author = ["A B", "C, D"]\ndate = 1962\n'

    found = manifest_table(f'name = "x"\n\n{PLAIN}{said}\n{own}\n{PLAIN}'.encode(), "corpus.toml")
    assert [each["id"] for each in found["document"]] == ["a", "b", "a"]
    assert (found["document"][0]["author"], found["document"][0]["date"]) == (["A B", "C, D"], 1962)
    assert [each.decode().strip() for each in parsed] == ['name = "x"', own.strip()]
