"""Passages of one record that another repeats, word for word or nearly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import Alignment, Step, alignments, content, size
from wp8.analysis.passages.common_wording import common_wording
from wp8.analysis.passages.located import Located, Passage, Written, remarks, runs
from wp8.analysis.passages.quotation import Piece, Quotation
from wp8.analysis.passages.tokenized import SEED, ngrams, tokenized
from wp8.errors import UnknownNameError
from wp8.numbers import and_more
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.passages.located import Run
    from wp8.analysis.passages.tokenized import Tokenized
    from wp8.model import Record

# A seed that stands in so many different texts is a stock phrase: its words tell nothing.
STOCK: Final = 4
LEAST_WORDS: Final = 8
LEAST_CONTENT_WORDS: Final = 4
LEAST_SCORE: Final = 0.75
# What pairs are sorted by, by the names of the orders.
ORDERS: Final = {"document": "", "length": "words", "score": "score"}
_FORMULAS: Final = {
    "score": "1 - e / n: e words that differ, of n in the second passage",
    "words": "those that are equal",
}
# Pairs of texts that may be compared to count what is left out, which takes seconds.
MOST_COUNTED: Final = 50_000
# A slogan is a quotation of two words at least; one word is a term.
_SHORTEST_SLOGAN: Final = 2


class Parallel(NamedTuple):
    """A passage and a later one of the same wording: the second, located in the first.

    `text` is the second's; `quoted` says that one of the two stands in quotation marks; `words` is
    how many words are equal, where a syllable of Hangul is half a word; `stock` says that there is
    too little in it but stock phrases.
    """

    first: Located
    second: Passage
    text: str
    quoted: bool
    words: float
    stock: bool

    @property
    def score(self) -> float:
        """How alike the two are, from 0 to 1."""
        return self.first.score

    @property
    def verbatim(self) -> bool:
        """Whether the words are the same in the same order."""
        return self.first.verbatim

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else is not the same."""
        return self.first.remarks

    @property
    def diff(self) -> tuple[Run, ...]:
        """The word diff from the first to the second."""
        return self.first.diff


@dataclass(frozen=True, repr=False)
class Parallels(Result[Parallel]):
    """The wording that documents have in common, of `total` pairs, and how it was looked for.

    `left_out` is how many more pairs there are of stock wording, None where they are too many to
    be counted.
    """

    rows: Sequence[Parallel]
    parameters: Mapping[str, object]
    formulas: Mapping[str, str]
    stamp: str = ""
    total: int = 0
    left_out: int | None = 0


class _Enough(NamedTuple):
    """How many equal words make two passages parallel, and how many of them no function words."""

    words: int
    content: int

    def are(self, norms: Sequence[str]) -> bool:
        """Return whether `norms` are so many."""
        return size(norms) >= self.words and len(content(norms)) >= self.content


def _enough(words: int) -> _Enough:
    least = min(words, LEAST_WORDS)
    return _Enough(least, min(least // 2, LEAST_CONTENT_WORDS))


class Compared(NamedTuple):
    """Pairs of passages in reading order; `is_whole` says that all stock wording is among them."""

    pairs: list[Parallel]
    is_whole: bool


def compare(
    records: Sequence[Record],
    *,
    within: bool = False,
    least: float = LEAST_SCORE,
    words: int | None = None,
    most: int | None = None,
) -> Compared:
    """Return the wording that documents have in common or, `within` each, that it repeats.

    Two passages are parallel if they have `LEAST_WORDS` equal words, `LEAST_CONTENT_WORDS` of
    which are no function words and not all of them a name's, and a score of `least`. If they have
    not so many besides stock phrases (`SEED` words in a row that stand in `STOCK` different texts
    or more), they are stock wording. A whole record and a quotation of that size are parallel to
    each place of exactly their words, stock phrases or not; between documents, a quoted slogan of
    two words or more is, too. With `words` there are at least so many equal words in all; of fewer
    than `LEAST_WORDS` half have to be no function words. Where more than `most` pairs of texts have
    a stock phrase in common, those that have nothing else are not compared.
    """
    texts = [tokenized(record) for record in records]
    enough = _enough(words or LEAST_WORDS)
    seeds = _seeds(texts)
    stock = {seed for seed, places in seeds.items() if _is_stock(places, texts)}
    pairs = _pairs([seeds[seed] for seed in seeds if seed not in stock], texts, within=within)
    others = _pairs([seeds[seed] for seed in stock], texts, within=within, most=most)
    is_whole = most is None or len(others) <= most
    found = [
        parallel
        for one, other in sorted(pairs | others if is_whole else pairs)
        for parallel in _repeated(texts[one], texts[other], stock, enough)
    ]
    found += _exact(texts, seeds, enough, within=within)
    # What is stock wording hides nothing that is not.
    kept = _longest([each for each in found if not each.stock])
    kept += [each for each in _longest(found) if each.stock]
    order = {record.id: number for number, record in enumerate(records)}
    wanted = [each for each in kept if each.score >= least and each.words >= (words or 0)]
    ranked = sorted(wanted, key=lambda parallel: _order(parallel, order))
    return Compared(ranked, is_whole)


def ordered(found: Sequence[Parallel], sort: str) -> list[Parallel]:
    """Return pairs that are in reading order by `length` or `score`, the highest first, or as such.

    Raises:
        UnknownNameError: If there is no such order.
    """
    if sort not in ORDERS:
        raise UnknownNameError(
            f"there is no order {sort[:20]}", hint=f"the orders are {', '.join(ORDERS)}"
        )
    by = ORDERS[sort]
    return sorted(found, key=lambda each: -getattr(each, by)) if by else list(found)


def _seeds(texts: Sequence[Tokenized]) -> dict[tuple[str, ...], set[int]]:
    """Return the numbers of the texts that have each seed."""
    seeds: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for seed in ngrams(text.norms):
            seeds[seed].add(number)
    return seeds


def _is_stock(places: Iterable[int], texts: Sequence[Tokenized]) -> bool:
    # The same note, given twice, makes no stock phrase.
    return len({tuple(texts[number].norms) for number in places}) >= STOCK


def _pairs(
    seeds: Iterable[set[int]],
    texts: Sequence[Tokenized],
    *,
    within: bool,
    most: int | None = None,
) -> set[tuple[int, int]]:
    """Return the pairs of texts, of one document or of two, that have one of `seeds` in common.

    If there are more than `most`, some of them, and still more than `most`.
    """
    together: set[tuple[int, int]] = set()
    for places in seeds:
        pairs = combinations(sorted(places), 2)
        compared = (pair for pair in pairs if _are_compared(*pair, texts, within=within))
        together.update(islice(compared, None if most is None else most + 1))
        if most is not None and len(together) > most:
            break
    return together


def _are_compared(one: int, other: int, texts: Sequence[Tokenized], *, within: bool) -> bool:
    return (texts[one].record.document == texts[other].record.document) is within


def _repeated(
    one: Tokenized, other: Tokenized, stock: set[tuple[str, ...]], enough: _Enough
) -> Iterator[Parallel]:
    """Yield the passages of two texts whose wording is the same or nearly."""

    def are_enough(words: Sequence[int]) -> bool:
        names = all(_is_name(one, number) for number in words)
        return enough.are([one.norms[number] for number in words]) and not names

    for chain in common_wording(one, other):
        equal = [n for first, _, length in chain for n in range(first, first + length)]
        if not are_enough(equal):
            continue
        told = [n for block in chain for n in _telling(one, block.first, block.length, stock)]
        first, last = chain[0], chain[-1]
        yield _parallel(
            one,
            (first.first, last.first + last.length),
            other,
            (first.other, last.other + last.length),
            stock=not are_enough(told),
        )


def _is_name(text: Tokenized, number: int) -> bool:
    """Return whether a word may be a part of a name: it has a capital or is a function word."""
    start = text.spans[number][0]
    return text.record.text[start].isupper() or not content(text.norms[number : number + 1])


def _telling(text: Tokenized, start: int, length: int, stock: set[tuple[str, ...]]) -> list[int]:
    """Return the numbers of the words of a stretch that are in no stock phrase."""
    common: set[int] = set()
    for place, seed in enumerate(ngrams(text.norms[start : start + length]), start):
        if seed in stock:
            common.update(range(place, place + SEED))
    return [number for number in range(start, start + length) if number not in common]


def _exact(
    texts: Sequence[Tokenized],
    seeds: Mapping[tuple[str, ...], set[int]],
    enough: _Enough,
    *,
    within: bool,
) -> Iterator[Parallel]:
    """Yield each quotation of a text, and the whole of it, with its places in others.

    Between documents short slogans count, too.
    """
    seen = set()
    with_word: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for norm in text.norms:
            with_word[norm].add(number)
    for own, quoting in enumerate(texts):
        for start, end in _units(quoting, enough, slogans=not within):
            norms = quoting.norms[start:end]
            seed = tuple(norms[:SEED])
            others = seeds[seed] if len(seed) == SEED else with_word[norms[0]]
            for other in others - {own}:
                if not _are_compared(own, other, texts, within=within):
                    continue
                for place in _occurrences(norms, texts[other].norms):
                    quoted, repeated = (start, end), (place, place + end - start)
                    one, two = sorted(((own, quoted), (other, repeated)))
                    if (one, two) not in seen:
                        seen.add((one, two))
                        yield _parallel(texts[one[0]], one[1], texts[two[0]], two[1])


def _units(text: Tokenized, enough: _Enough, *, slogans: bool) -> Iterator[tuple[int, int]]:
    """Yield the first word, and the one after the last, of what is traced by its exact words."""
    if enough.are(text.norms):
        yield 0, len(text.norms)
    for kind, start, end in text.record.quotes:
        inside = [n for n, span in enumerate(text.spans) if start <= span[0] and span[1] <= end]
        norms = [text.norms[number] for number in inside]
        is_slogan = kind == "slogan" and size(norms) >= _SHORTEST_SLOGAN and bool(content(norms))
        if enough.are(norms) or (slogans and is_slogan):
            yield inside[0], inside[-1] + 1


def _occurrences(norms: Sequence[str], others: Sequence[str]) -> list[int]:
    length = len(norms)
    return [n for n in range(len(others) - length + 1) if others[n : n + length] == norms]


def _parallel(
    one: Tokenized,
    words: tuple[int, int],
    other: Tokenized,
    others: tuple[int, int],
    *,
    stock: bool = False,
) -> Parallel:
    """Return two passages, given by their words, laid along each other."""
    first, second = _passage(one, words), _passage(other, others)
    quotation = _as_quotation(other, others)
    alignment = _aligned(quotation, one.norms[slice(*words)])
    spans = [(a - first.start, b - first.start) for a, b in one.spans[slice(*words)]]
    written = Written(one.record.text[first.start : first.end], spans)
    located = Located(
        (first,),
        alignment.score,
        alignment.verbatim,
        tuple(remarks(alignment, quotation, written)),
        runs(alignment, quotation, written),
    )
    equal = [s.quoted for s in alignment.steps if s.kind == "equal" and s.quoted is not None]
    return Parallel(
        located,
        second,
        quotation.text,
        quoted=_is_quoted(one.record, first) or _is_quoted(other.record, second),
        words=size(quotation.pieces[number].readings[0] for number in equal),
        stock=stock,
    )


def _aligned(quotation: Quotation, norms: Sequence[str]) -> Alignment:
    """Return a passage laid along another, which takes long where the words are not the same."""
    if [piece.readings[0] for piece in quotation.pieces] == norms:
        return Alignment(tuple(Step("equal", n, n) for n in range(len(norms))), 1.0)
    return alignments(quotation, norms, least=0)[0]


def _passage(text: Tokenized, words: tuple[int, int]) -> Passage:
    return Passage(text.record.id, text.spans[words[0]][0], text.spans[words[1] - 1][1])


def _as_quotation(text: Tokenized, words: tuple[int, int]) -> Quotation:
    """Return a passage as a quotation that no editor marked."""
    spans = text.spans[slice(*words)]
    start = spans[0][0]
    norms = text.norms[slice(*words)]
    pieces = [
        Piece((norm,), a - start, b - start) for norm, (a, b) in zip(norms, spans, strict=True)
    ]
    return Quotation(text.record.text[start : spans[-1][1]], tuple(pieces), {})


def _is_quoted(record: Record, passage: Passage) -> bool:
    return any(quote.start <= passage.start and passage.end <= quote.end for quote in record.quotes)


def _longest(found: Sequence[Parallel]) -> list[Parallel]:
    """Return `found` without those that lie in a longer one, or are there twice."""
    kept: defaultdict[tuple[str, str], list[Parallel]] = defaultdict(list)
    for parallel in sorted(found, key=lambda each: (-len(each.text), each.stock)):
        others = kept[parallel.first.passages[0].id, parallel.second.id]
        if not any(_covers(other, parallel) for other in others):
            others.append(parallel)
    return [parallel for others in kept.values() for parallel in others]


def _covers(parallel: Parallel, exact: Parallel) -> bool:
    own, others = parallel.first.passages[0], exact.first.passages[0]
    return _contains(own, others) and _contains(parallel.second, exact.second)


def _contains(one: Passage, other: Passage) -> bool:
    return one.id == other.id and one.start <= other.start and other.end <= one.end


def _order(parallel: Parallel, order: dict[str, int]) -> tuple[int, int, int, int]:
    first, second = parallel.first.passages[0], parallel.second
    return order[first.id], first.start, order[second.id], second.start


def searched(
    found: Compared, *, within: bool, least: float, words: int | None, stock: bool
) -> Parallels:
    """Return pairs of passages with how they were looked for; stock wording only if it is asked."""
    shown = [each for each in found.pairs if stock or not each.stock]
    parameters = {
        "within": within,
        "least_score": least,
        "least_words": words or LEAST_WORDS,
        "least_content_words": _enough(words or LEAST_WORDS).content,
        "stock_phrase": f"{SEED} words in {STOCK} texts",
        "stock_wording": stock,
    }
    left_out = len(found.pairs) - len(shown) if found.is_whole else None
    return Parallels(shown, parameters, _FORMULAS, total=len(shown), left_out=left_out)


def in_documents(
    found: Iterable[Parallel], documents: Sequence[str], records: Sequence[Record]
) -> list[Parallel]:
    """Return the pairs that have a passage in each of `documents`.

    Raises:
        UnknownNameError: If no record is of one of them.
    """
    known = dict.fromkeys(record.document for record in records)
    for document in documents:
        if document not in known:
            raise UnknownNameError(
                f"the corpus has no document {document}", hint=f"it has {and_more(list(known))}"
            )

    def of(parallel: Parallel) -> set[str]:
        ids = (parallel.first.passages[0].id, parallel.second.id)
        return {id_.partition(":")[0] for id_ in ids}

    return [parallel for parallel in found if set(documents) <= of(parallel)]
