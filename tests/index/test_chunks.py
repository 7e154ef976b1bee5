"""What is tokenized chunk by chunk gives the tokens, words, marks and capitals of the whole."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wp8.index.build import chunk_words, chunks
from wp8.index.build.chunk_words import ChunkWords
from wp8.index.build.chunks import Chunks
from wp8.index.forms import Capitals
from wp8.words import tokens
from wp8.words.characters import folded
from wp8.words.tokens import index_terms, is_word_term, tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.words.tokens import Token

PIECES = (
    "a the us US U.S. u.s Us UN GDP THE I It's Kim Jong Un Man-gon COVID -19 19 1 10 000 100 1000 "
    "10,000 3.5 van de la d' Will May al-Kim Ch'aek p'ing "
    "eBook e-Book "
    "제8차대회 10호 제 の 漢字 ﾞ ͺ ﷺ ǅ ß É café e\u0301 \u0301 İ ½ \u0664\u0665\u0666 ② x² _ __x__ "
    "हिन्दी ไทย กํา ස්\u200dරී ស្រុក\u200bខ្មែរ ＣＯＶＩＤ－１９ Ｕ．Ｓ． １０ ０００ "
    "donʼt l·l בית־ספר \ue011 "
    "' ’ ʼ ‘ - ‐ ‑ – — . , ; : ! ? ( ) [ ] \" “ ” « » / \\ & % { } * + = ~ ^ | @ # $ < > ` "
    "\u00ad \ufeff \u200b \u200d"
).split()
SPACES = (" ", " ", " ", "  ", "\t", "\n", "\u00a0", "\u202f", "\u2028", "\x1f", "\0")
TEXTS = st.lists(st.sampled_from((*PIECES, *PIECES, *SPACES * 6)), max_size=14).map("".join)
OFFSETS = st.lists(st.integers(0, 40), max_size=6).map(sorted)
# One for all examples: what was met in one text must hold in another.
KNOWN = Chunks()
WORDS = ChunkWords()


def spans(text: str, offsets: list[int]) -> list[tuple[int, int]]:
    """Return spans in a text, in order and apart."""
    within = [min(offset, len(text)) for offset in offsets]
    return list(zip(within[::2], within[1::2], strict=False))


def words_of(text: str) -> list[str]:
    """Return the forms of the running words of a text."""
    numbers = WORDS.row(text)
    return [WORDS.forms[number] for number in numbers]


@given(st.one_of(TEXTS, st.text(max_size=30)), OFFSETS)
@example("US of US, a. US GDP  US", [])
@example("the UN'l THE men", [])
@example("Kim Jong  Un", [])
@example("in 10 000 of 1,000 000", [])
@example("KIM, U.S. AND US", [])
@example("Kim-\u200b Un", [])
@example('x צה"ל y', [])
@example("\uc81cJ. Kim, J., Un", [])
@example("U.S.,; U.S; 19. Kim-J. Un", [])
@example("Will Kim and Will Kim. Will Kim", [])
@example("Kim van de Jong, Kim\u00a0de\u00a0la\u00a0Un al-Kim d'Un", [])
@example("of US GDP, US. THE UN-led \u00e9\u00a0THE UN", [])
@example("Kim \u00ad Jong \u00ad, Un", [])
@example("THE   UN-led of", [])
@example("MA\u3000PET\u3000V.1/US; Who", [])
@example("a \u202f b \u202f, c \u3001 d \u3001. e", [])
@example('he said "the plan" and "US-made"', [9, 17, 24, 31])
def test_chunks_give_what_the_whole_text_gives(text: str, offsets: list[int]) -> None:
    quoted = spans(text, offsets)
    tokens = list(tokenize(text))
    expected = list(index_terms(tokens, quoted))
    capitals, noted = Capitals(), Capitals()
    noted.note(tokens)

    first, _, row = KNOWN.rows([text, "Kim, US 10", text], [quoted, (), quoted]).each()

    assert first == row
    assert [KNOWN.norms[kind] for kind in row.kinds] == [token.norm for token in tokens]
    assert list(row.positions) == [token.position for token in tokens]
    assert words_of(text) == word_norms(tokens)
    marks = [(term, row.positions[place]) for term, place in row.marks]
    norms = [(token.norm, token.position) for token in tokens]
    assert sorted(marks + norms) == sorted(expected)
    capitals.take({KNOWN.common[kind] for kind in row.kinds} - {""}, row.raised)
    assert vars(capitals) == vars(noted)


@pytest.mark.parametrize("sign", [p for p in PIECES if len(p) == 1 and not p.isalnum()])
@pytest.mark.parametrize("text", ["x a{}b y", "x 1{}2 y", "x Kim{}Jong y"])
def test_a_sign_joins_in_a_chunk_what_it_joins_in_the_whole(text: str, sign: str) -> None:
    whole = text.format(sign)

    assert words_of(whole) == word_norms(tokenize(whole))


@pytest.fixture
def tokenized(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are tokenized, as they are."""
    seen: list[str] = []

    def noting(text: str, *, shouted: bool | None = None) -> Iterator[Token]:
        seen.append(text)
        return tokenize(text, shouted=shouted)

    monkeypatch.setattr(chunks, "tokenize", noting)
    monkeypatch.setattr(chunk_words, "tokenize", noting)
    return seen


@pytest.mark.parametrize("text", ["10 000 men", "a\tb", "KIM AND US"])
def test_what_a_blank_does_not_divide_is_tokenized_whole(text: str, tokenized: list[str]) -> None:
    Chunks().rows([text], [()])
    assert tokenized.pop() == text
    ChunkWords().row(text)
    assert tokenized.pop() == text


def test_a_long_text_is_tokenized_whole(tokenized: list[str]) -> None:
    text = "word " * 20_000

    assert len(Chunks().rows([text], [()]).kinds) == 20_000
    assert tokenized.pop() == text


def peak(texts: list[str]) -> int:
    """Return how many bytes are held at once to make rows of texts."""
    chunks = Chunks()
    tracemalloc.start()
    chunks.rows(texts, [()] * len(texts))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("text", ["word word ", "Word, 10\t", "낱말 "])
def test_the_tokens_of_a_long_text_are_not_all_held(text: str) -> None:
    one, two = (peak([text * number]) for number in (50_000, 100_000))

    # As objects they would take ten times as much.
    assert two - one < 50 * 100_000


def test_of_chunks_without_blanks_some_are_tokenized_at_once() -> None:
    one, two = (
        peak([chr(0x4E00 + place) * 1000 for place in range(number)]) for number in (250, 500)
    )

    assert two - one < 50 * 250_000


@given(TEXTS, OFFSETS)
def test_what_is_taken_in_parts_is_as_the_whole(text: str, offsets: list[int]) -> None:
    texts = [text, f"{text} 10 000 KIM, {text}", f"{text}\t{text}"]
    quoted = [spans(each, offsets) for each in texts]
    whole, parts = Chunks(), Chunks()
    expected = list(whole.rows(texts, quoted).each())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "_TOKENS", 2)
        patch.setattr(chunks, "_CHARACTERS", 3)
        found = list(parts.rows(texts, quoted).each())

    assert [row[1:] for row in found] == [row[1:] for row in expected]
    assert [parts.norms[kind] for row in found for kind in row.kinds] == [
        whole.norms[kind] for row in expected for kind in row.kinds
    ]


def test_a_chunk_is_tokenized_once(tokenized: list[str]) -> None:
    text = "COVID-19 and (COVID-19), since COVID-19;"
    known, words = Chunks(), ChunkWords()
    for _ in range(2):
        known.rows([text, text], [(), ()])
        words.row(text)

    assert tokenized.count("COVID-19") == 2


def test_no_term_of_a_token_is_a_mark() -> None:
    rows = KNOWN.rows(['"self-help" for US'], [()])

    assert rows.marks.keys() == {"-", ";", "^us"}
    assert all(is_word_term(KNOWN.norms[kind]) for kind in rows.kinds)


def test_chunks_that_are_let_go_leave_the_memory_at_once() -> None:
    chunks = Chunks()
    chunks.rows(["The plan, of 10 000 people's plans"], [()])
    kept = weakref.ref(chunks)
    gc.disable()
    try:
        del chunks
        assert kept() is None
    finally:
        gc.enable()


def test_the_norm_of_a_character_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(form: str) -> str:
        asked.append(form)
        return folded(form)

    monkeypatch.setattr(tokens, "folded", noted)
    monkeypatch.setattr(tokens, "_NORMS", type(tokens._NORMS)())
    text = "計画は計画 の 기 " * 10

    assert [token.norm for token in tokenize(text)] == list("計画は計画の기" * 10)
    assert asked == list("計画はの기")
