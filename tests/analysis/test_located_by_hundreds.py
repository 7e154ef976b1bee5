"""Quotations by the hundred: those drawn from the corpus are found at their place, no others."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wp8
from wp8.analysis.passages.locate import Locator
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.model import Record

pytestmark = [pytest.mark.slow, pytest.mark.long]

CORPUS = Path(__file__).parents[2] / "corpus"
NUMBER = 100
SEED = 8
STOCK = (
    "the Workers’ Party of Korea|the Central Committee of the Party|the Eighth Congress of the|"
    "the people's living standards|the new five-year plan|socialist construction|"
    "national economic development|single-hearted unity|self-reliance|our Party and people|"
    "during the new five-year plan period|the Political Bureau of the|General Secretary|"
    "the Standing Committee|the revolutionary cause|in order to|must be|we must|without fail|"
    "the leadership of|the development of|the struggle for|under the|has been|will be|and|of|to"
).split("|")
ENGLISH = (
    "the a an this that old young small large quiet river garden window teacher doctor train road "
    "city people music winter summer morning letter story house kitchen water bread is was were "
    "had has will would could never always often slowly very in on at under with of to and but "
    "because when where they we she he it new plan party work country development state"
).split()
INVENTED = (
    "Under the leadership of the Workers' Party of Korea, the people will achieve new victories.",
    "The Workers' Party of Korea must strengthen the people's living standards.",
    "Self-reliance is the only road to the victory of socialism and the people.",
    "We must strengthen the Party and the revolution under the leadership of the WPK.",
    "The new five-year plan for national economic development will be implemented by the people.",
    "The Eighth Congress of the Workers' Party of Korea is a historic victory for the people.",
    "During the new five-year plan period, the state must develop the national economy.",
    "Our Party and people will achieve a great victory in socialist construction.",
    "All Party organizations must work for the people with single-hearted unity and self-reliance.",
    "The North Korean leader Kim Jong Un stressed that the economy is the most important task.",
    "In order to improve the people's living standards, the Party must develop light industry.",
    "Science and technology are the basis of the development of our country.",
)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(CORPUS))


@pytest.fixture(scope="module")
def locator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locator]:
    index = str(tmp_path_factory.mktemp("index"))
    with wp8.open(str(CORPUS), index=index) as corpus:
        yield Locator(corpus.open().backend)


def spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the running words of a text."""
    return [(word.tokens[0].start, word.tokens[-1].end) for word in words(tokenize(text))]


def drawn(record: Record, chance: random.Random) -> tuple[int, int] | None:
    """Return a span of 6 to 40 words of a record, or None if it is too short."""
    places = spans(record.text)
    if len(places) < 6 or "\t" in record.text:
        return None
    length = chance.randint(6, min(40, len(places)))
    first = chance.randint(0, len(places) - length)
    return places[first][0], places[first + length - 1][1]


def with_quotes_swapped(text: str, _: random.Random) -> str:
    straight = text.translate(str.maketrans("“”’", '""\''))
    return straight if straight != text else re.sub("'", "’", f"“{text}”")


def with_hyphens_dropped(text: str, _: random.Random) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", "", text, count=1)


def with_a_hyphen_added(text: str, chance: random.Random) -> str:
    start, end = chance.choice(spans(text))
    middle = (start + end) // 2
    return f"{text[:middle]}-\n{text[middle:]}" if end - start > 3 else text


def with_a_word_changed(text: str, chance: random.Random) -> str:
    start, end = chance.choice(spans(text))
    return f"{text[:start]}{chance.choice(['elephant', 'people', 'the', '국가'])}{text[end:]}"


def with_a_word_left_out(text: str, chance: random.Random) -> str:
    start, end = chance.choice(spans(text)[1:-1])
    return text[:start] + text[end:]


def with_a_letter_wrong(text: str, chance: random.Random) -> str:
    start, end = chance.choice(spans(text))
    place = chance.randrange(start, end)
    return f"{text[:place]}x{text[place + 1 :]}"


def with_an_ellipsis(text: str, chance: random.Random) -> str:
    places = spans(text)
    if len(places) < 12:
        return text
    first = chance.randint(4, len(places) - 6)
    last = min(first + chance.randint(0, 5), len(places) - 5)
    mark = chance.choice(["…", "...", "[...]", ". . .", "[…]"])
    return f"{text[: places[first][0]]} {mark} {text[places[last][1] :]}"


def with_brackets(text: str, chance: random.Random) -> str:
    start, end = chance.choice(spans(text)[2:-2])
    return f"{text[:start]}[the said thing]{text[end:]}"


def with_line_breaks(text: str, _: random.Random) -> str:
    return "\n  ".join(text.split(" "))


EDITS: tuple[Callable[[str, random.Random], str], ...] = (
    with_quotes_swapped,
    with_hyphens_dropped,
    with_a_hyphen_added,
    with_a_word_changed,
    with_a_word_left_out,
    with_a_letter_wrong,
    with_an_ellipsis,
    with_brackets,
    with_line_breaks,
)


def true_quotations(
    records: Sequence[Record], chance: random.Random
) -> list[tuple[Record, tuple[int, int], str]]:
    """Return `NUMBER` quotations with one edit each: the record, the span in it, the quotation."""
    found: list[tuple[Record, tuple[int, int], str]] = []
    while len(found) < NUMBER:
        record = chance.choice(records)
        span = drawn(record, chance)
        if span:
            edit = EDITS[len(found) % len(EDITS)]
            found.append((record, span, edit(record.text[slice(*span)], chance)))
    return found


def shuffled_words(records: Sequence[Record], chance: random.Random) -> str:
    every = [word for record in records for word in record.text.split()]
    return " ".join(chance.choices(every, k=chance.randint(6, 40)))


def shuffled_ngrams(records: Sequence[Record], chance: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(chance.randint(2, 9)):
        every = chance.choice([r for r in records if len(r.text.split()) > 5]).text.split()
        first = chance.randrange(len(every) - 3)
        pieces += every[first : first + chance.randint(2, 4)]
    return " ".join(pieces) if len(pieces) > 5 else shuffled_ngrams(records, chance)


def stock_phrases(_: Sequence[Record], chance: random.Random) -> str:
    return " ".join(chance.sample(STOCK, k=chance.randint(4, 9)))


def plain_english(_: Sequence[Record], chance: random.Random) -> str:
    return " ".join(chance.choices(ENGLISH, k=chance.randint(6, 30)))


INVENTIONS = (shuffled_words, shuffled_ngrams, stock_phrases, plain_english)


def invented_quotations(records: Sequence[Record], chance: random.Random) -> list[str]:
    """Return `NUMBER` quotations that nobody wrote, but for those that happen to be there."""
    found: list[str] = []
    whole = [" ".join(token.norm for token in tokenize(record.text)) for record in records]
    while len(found) < NUMBER:
        text = INVENTIONS[len(found) % len(INVENTIONS)](records, chance)
        norms = " ".join(token.norm for token in tokenize(text))
        if not any(norms in other for other in whole):
            found.append(text)
    return found


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def test_quotations_with_an_edit_are_found_where_they_stand(
    records: list[Record], locator: Locator
) -> None:
    missed: list[tuple[str, str]] = []
    for record, span, quotation in true_quotations(records, random.Random(SEED)):
        there = [
            located.score
            for located in locator.locate(quotation)
            for passage in located.passages
            if passage.id == record.id and overlaps(span, passage[1:])
        ]
        if not there:
            missed.append((record.id, quotation))

    assert missed == []


def test_invented_quotations_are_not_found(records: list[Record], locator: Locator) -> None:
    invented = invented_quotations(records, random.Random(SEED))

    assert [text for text in invented if locator.locate(text)] == []


def elided_stock_phrases(chance: random.Random) -> str:
    return " … ".join(chance.sample(STOCK, k=chance.randint(2, 4)))


def test_stock_phrases_with_ellipses_between_them_are_not_found(locator: Locator) -> None:
    chance = random.Random(SEED)
    invented = [elided_stock_phrases(chance) for _ in range(NUMBER)]

    assert [text for text in invented if locator.locate(text)] == []


@pytest.mark.parametrize("quotation", INVENTED)
def test_an_invented_sentence_of_stock_phrases_is_not_found(
    quotation: str, locator: Locator
) -> None:
    assert locator.locate(quotation) == []
