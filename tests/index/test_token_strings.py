"""Token strings give back the positions of every term, and count what stands in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.errors import IndexStoreError
from wp8.index import token_strings
from wp8.index.token_strings import FACET, TokenStrings, TokenStringWriter, repeated
from wp8.text import index_terms, tokenize

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    ("the plan of the US\tplans\t\tthe plan", ()),
    ("people's self-reliance, 제8차대회", ()),
    ("he said “the plan” and “the people’s plan” twice", ((9, 17), (24, 42))),
    ("", ()),
    ("\t,\tplan\t", ()),
    ("COVID-19 and 10,000 of them", ((0, 8),)),
    ("ﷺ plan", ()),
)


def opened(folder: Path) -> TokenStrings:
    """Return the strings in a folder."""

    def read(name: str, start: int = 0, size: int | None = None) -> bytes:
        return (folder / name).read_bytes()[start : None if size is None else start + size]

    return TokenStrings(read)


def written(folder: Path) -> tuple[TokenStrings, list[str]]:
    """Return the strings of `TEXTS`, and what the engine is given of each."""
    writer = TokenStringWriter(str(folder))
    given = [writer.add(list(tokenize(text)), quoted, ())[0] for text, quoted in TEXTS]
    writer.close()
    return opened(folder), given


def test_the_positions_are_those_of_the_terms_of_the_text(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)
    found = [list(index_terms(tokenize(text), quoted)) for text, quoted in TEXTS]
    terms = {term for text in found for term, _ in text} | {"xyzzy", "^xyzzy", '"'}

    for number, expected in enumerate(found):
        for term in terms:
            positions = [position for own, position in expected if own == term]
            assert list(strings.positions(number, term)) == positions, (number, term)


def test_a_row_is_counted_within_a_cell_and_without_overlap(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)

    assert strings.counts(["the", "plan"], range(3)) == [2, 0, 1]
    assert strings.counts(["us", "plans"], range(3)) == [0, 0, 0]
    assert strings.counts(["the"], [2, 0]) == [2, 3]


def test_what_the_engine_is_given_is_what_the_file_has(tmp_path: Path) -> None:
    strings, given = written(tmp_path)

    the, plan = (strings.character(token) for token in ("the", "plan"))
    assert given[3] == ""
    assert given[0][:2] == f"{the}{plan}"
    assert sorted(repeated(given[0])) == sorted(f" {the}{plan}")
    assert [repeated(given[3]), repeated(given[5])] == ["", ""]


def test_terms_and_facets_are_told_apart(tmp_path: Path) -> None:
    writer = TokenStringWriter(str(tmp_path))
    _, others = writer.add(list(tokenize("self-help")), (), ("kind:note",))

    assert writer.close() == (["-", "help", "self"], ["kind:note"])
    strings = opened(tmp_path)
    assert set(others) == {strings.character("-"), strings.character(f"{FACET}kind:note")}
    assert strings.character("kind:note") is None


def test_characters_leave_the_surrogates_out(tmp_path: Path) -> None:
    writer = TokenStringWriter(str(tmp_path))
    words = [f"w{number}" for number in range(0xD800)]
    string, _ = writer.add(list(tokenize(" ".join(words))), (), ())
    writer.close()

    assert len(set(string)) == len(words)
    assert opened(tmp_path).counts(words[-2:], [0]) == [1]


def test_more_words_than_characters_are_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_strings, "_LAST", 0x22)
    writer = TokenStringWriter(str(tmp_path))

    with pytest.raises(IndexStoreError) as caught:
        writer.add(list(tokenize("one two three")), (), ())

    writer.close()
    assert "more than 2 different words" in caught.value.message
    assert caught.value.hint == "use --engine whoosh"
