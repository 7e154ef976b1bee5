"""Token strings give back the positions of every term, and count what stands in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wp8.index.forms import AllCapitals, Numbers
from wp8.index.stored_vocabulary import write_vocabulary
from wp8.index.tantivy import term_characters
from wp8.index.tantivy.term_characters import SINGLE, nth_character, numbers_in, terms_in
from wp8.index.tantivy.token_batch import token_batch
from wp8.index.tantivy.token_string_writer import TokenStringWriter
from wp8.index.tantivy.token_strings import CHARACTERS, FACET, FIGURES, MARKS, TokenStrings
from wp8.model import Quote, Record
from wp8.words.sorted_lines import keys
from wp8.words.tokens import index_terms, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence
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


@pytest.fixture(autouse=True, params=(SINGLE, 3))
def _single(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many terms have one character; those of a corpus with more have two."""
    monkeypatch.setattr(term_characters, "SINGLE", request.param)


def opened(folder: Path) -> TokenStrings:
    """Return the strings in a folder."""

    def read(name: str, start: int = 0, size: int | None = None) -> bytes:
        return (folder / name).read_bytes()[start : None if size is None else start + size]

    return TokenStrings(read)


def record(text: str, quoted: Sequence[tuple[int, int]] = (), *, kind: str = "paragraph") -> Record:
    quotes = tuple(Quote("quotation", start, end) for start, end in quoted)
    return Record("a:1", "a", kind, "", 1, None, text, "a.txt", (1, 1), quotes=quotes)


def add(writer: TokenStringWriter, *records: Record) -> list[tuple[str, str]]:
    return list(writer.add(token_batch(0, records)))


def written(folder: Path) -> tuple[TokenStrings, list[tuple[str, str]]]:
    """Return the strings of `TEXTS`, and what the engine is given of each."""
    writer = TokenStringWriter(str(folder), Numbers())
    given = add(writer, *(record(*each) for each in TEXTS))
    write_vocabulary(str(folder), *writer.close())
    return opened(folder), given


def test_the_positions_are_those_of_the_terms_of_the_text(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)
    found = [list(index_terms(tokenize(text), quoted)) for text, quoted in TEXTS]
    terms = {term for text in found for term, _ in text} | {"xyzzy", "^xyzzy", '"'}

    for number, expected in enumerate(found):
        for term in terms:
            positions = [position for own, position in expected if own == term]
            assert list(strings.row(number).positions(term)) == positions, (number, term)


def test_a_row_is_counted_within_a_cell_and_without_overlap(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)

    assert [*strings.counts([["the"], ["plan"]], range(3))] == [2, 0, 1]
    assert [*strings.counts([["us"], ["plans"]], range(3))] == [0, 0, 0]
    assert [*strings.counts([["the"]], [2, 0])] == [2, 3]


def test_the_engine_is_given_each_term_of_a_record_once(tmp_path: Path) -> None:
    strings, given = written(tmp_path)
    facets = [FACET + facet for facet in ("document:a", "kind:paragraph")]

    for (characters, _), (text, quoted) in zip(given, TEXTS, strict=True):
        terms = {term for term, _ in index_terms(tokenize(text), quoted)} | {*facets}
        assert sorted(characters.split(" ")) == sorted(
            strings.character(term) or "" for term in terms
        )


def test_the_engine_is_told_how_often_a_token_is_repeated(tmp_path: Path) -> None:
    writer = TokenStringWriter(str(tmp_path), Numbers())
    ((_, none), (_, some)) = add(writer, record("the plan"), record("a b c b a b, " + 10 * "d "))
    write_vocabulary(str(tmp_path), *writer.close())

    a, b, d = map(opened(tmp_path).character, "abd")
    assert none == ""
    assert some.split(" ") == [f"{a}2", f"{b}2", f"{b}3", *(f"{d}{figure}" for figure in FIGURES)]


def test_what_capitals_tell_is_counted_by_the_numbers_of_the_characters(tmp_path: Path) -> None:
    """A table of half a million tokens takes 50 MB: a build has one."""
    numbers = Numbers()
    writer, capitals = TokenStringWriter(str(tmp_path), numbers), AllCapitals(numbers)
    batch = token_batch(0, [record(*each) for each in TEXTS])
    list(writer.add(batch))
    known = len(numbers)
    capitals.join(batch.counted.capitals)
    write_vocabulary(str(tmp_path), *writer.close())

    assert len(numbers) == known
    strings = opened(tmp_path)
    assert {*capitals.tokens} == {token for tokens, _ in strings.tokens() for token in tokens}
    assert {t: strings.character(t) for t in numbers} == {
        t: nth_character(number) for t, number in numbers.items()
    }


def test_any_of_several_tokens_is_counted(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)

    assert [*strings.counts([["the", "plan"]], [2, 3, 0])] == [4, 0, 5]


def test_the_marks_of_a_record_are_the_same_read_alone(tmp_path: Path) -> None:
    strings, _ = written(tmp_path)

    for mark in MARKS:
        alone = [list(strings.marked(mark, number)) for number in range(len(TEXTS))]
        assert alone == [list(strings.marks(mark).positions(n)) for n in range(len(TEXTS))]
        assert alone == [list(strings.marked(mark, number)) for number in range(len(TEXTS))]


def test_terms_and_facets_are_told_apart(tmp_path: Path) -> None:
    writer = TokenStringWriter(str(tmp_path), Numbers())
    ((given, _),) = add(writer, record("self-help", kind="note"))

    facets = ["document:a", "kind:note", "note:1"]
    tokens, found = writer.close()
    lines = [*tokens]
    assert [*found] == facets
    assert keys(lines) == ["help", "self"]
    write_vocabulary(str(tmp_path), lines, facets)
    strings = opened(tmp_path)
    terms = ("-", "help", "self", *(FACET + facet for facet in facets))
    assert set(given.split(" ")) == {strings.character(term) for term in terms}
    assert strings.character("kind:note") is None


def test_characters_leave_the_surrogates_out(tmp_path: Path) -> None:
    writer = TokenStringWriter(str(tmp_path), Numbers())
    words = [f"w{number}" for number in range(0xD800)]
    ((given, _),) = add(writer, record(" ".join(words)))
    write_vocabulary(str(tmp_path), *writer.close())

    assert len(given.split(" ")) == len(words) + 2
    assert [*opened(tmp_path).counts([[word] for word in words[-2:]], [0])] == [1]


def test_a_term_that_comes_after_all_characters_has_two_of_its_own() -> None:
    terms = [0, 2, SINGLE - 1, SINGLE, SINGLE + 0xFFFF, SINGLE + 0x10000, 2 * SINGLE]
    characters = [*map(nth_character, terms)]
    string = "".join(characters)

    assert [*terms_in(string)] == characters
    assert len({*numbers_in(string)}) == len(terms)
    assert [*numbers_in("".join(reversed(characters)))] == [*reversed(numbers_in(string))]
    assert [string.encode().count(each.encode()) for each in characters] == [1] * len(terms)


def test_terms_of_documents_are_written_though_few_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(folder: Path) -> tuple[list[str], list[str], bytes]:
        folder.mkdir()
        writer = TokenStringWriter(str(folder), Numbers())
        all_of_them = (
            replace(record(f"Self-help {n}"), id=f"d{n}:1", document=f"d{n}") for n in range(9)
        )
        given = [each for one in all_of_them for each in add(writer, one)]
        tokens, facets = writer.close()
        found = [*tokens], [*facets]
        return [repr(given), *found[0]], found[1], (folder / CHARACTERS).read_bytes()

    before = written(tmp_path / "all")
    monkeypatch.setattr("wp8.index.tantivy.token_string_writer._HELD", 2)

    assert written(tmp_path / "few") == before
    assert "document:d8" in before[1]
