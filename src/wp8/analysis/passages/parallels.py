"""Passages of one record that another repeats, word for word or nearly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import alignments, content, size
from wp8.analysis.passages.common_wording import common_wording
from wp8.analysis.passages.located import Located, Passage, Written, remarks, runs
from wp8.analysis.passages.quotation import Piece, Quotation
from wp8.analysis.passages.tokenized import SEED, ngrams, tokenized
from wp8.errors import UnknownNameError
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
# A slogan is a quotation of two words at least; one word is a term.
_SHORTEST_SLOGAN: Final = 2


class Parallel(NamedTuple):
    """A passage and a later one of the same wording: the second, located in the first.

    `text` is the second's; `quoted` says that one of the two stands in quotation marks.
    """

    first: Located
    second: Passage
    text: str
    quoted: bool

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
    """The wording that documents have in common, and how it was looked for."""

    rows: Sequence[Parallel]
    parameters: Mapping[str, object]
    stamp: str = ""


def parallels(
    records: Sequence[Record], *, within: bool = False, least: float = LEAST_SCORE
) -> list[Parallel]:
    """Return the wording that documents have in common or, `within` each, that it repeats.

    Two passages are parallel if they have `LEAST_WORDS` equal words, `LEAST_CONTENT_WORDS` of
    which are no function words and not all of them a name's, not counting stock phrases (`SEED`
    words in a row that stand in `STOCK` different texts or more), and a score of `least`. A whole
    record and a quotation of that size are parallel to each place of exactly their words, stock
    phrases or not; between documents, a quoted slogan of two words or more is, too.
    """
    texts = [tokenized(record) for record in records]
    seeds = _seeds(texts)
    stock = {seed for seed, places in seeds.items() if _is_stock(places, texts)}
    found = [
        parallel
        for one, other in _pairs(seeds, texts, stock, within=within)
        for parallel in _repeated(texts[one], texts[other], stock)
    ]
    for first, second in combinations(texts, 2):
        if (first.record.document == second.record.document) is within:
            found += _exact(first, second, slogans=not within)
    order = {record.id: number for number, record in enumerate(records)}
    kept = [parallel for parallel in _longest(found) if parallel.first.score >= least]
    return sorted(kept, key=lambda parallel: _order(parallel, order))


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
    seeds: dict[tuple[str, ...], set[int]],
    texts: Sequence[Tokenized],
    stock: set[tuple[str, ...]],
    *,
    within: bool,
) -> list[tuple[int, int]]:
    """Return the pairs of texts, of one document or of two, that have a telling seed in common."""
    return sorted(
        {
            (one, other)
            for seed, places in seeds.items()
            if seed not in stock
            for one, other in combinations(sorted(places), 2)
            if (texts[one].record.document == texts[other].record.document) is within
        }
    )


def _repeated(one: Tokenized, other: Tokenized, stock: set[tuple[str, ...]]) -> Iterator[Parallel]:
    """Yield the passages of two texts whose wording is the same or nearly."""
    for chain in common_wording(one, other):
        told = [n for block in chain for n in _telling(one, block.first, block.length, stock)]
        norms = [one.norms[number] for number in told]
        if _is_long(norms) and not all(_is_name(one, number) for number in told):
            first, last = chain[0], chain[-1]
            yield _parallel(
                one,
                (first.first, last.first + last.length),
                other,
                (first.other, last.other + last.length),
            )


def _is_long(norms: Sequence[str]) -> bool:
    return size(norms) >= LEAST_WORDS and len(content(norms)) >= LEAST_CONTENT_WORDS


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


def _exact(one: Tokenized, other: Tokenized, *, slogans: bool) -> Iterator[Parallel]:
    """Yield each quotation of one of two texts, and the whole of it, with its places in the other.

    `slogans` says whether short ones count.
    """
    seen = set()
    for quoting, repeating in ((one, other), (other, one)):
        for start, end in _units(quoting, slogans=slogans):
            for place in _occurrences(quoting.norms[start:end], repeating.norms):
                pair = ((start, end), (place, place + end - start))
                pair = pair if quoting is one else pair[::-1]
                if pair not in seen:
                    seen.add(pair)
                    yield _parallel(one, pair[0], other, pair[1])


def _units(text: Tokenized, *, slogans: bool) -> Iterator[tuple[int, int]]:
    """Yield the first word, and the one after the last, of what is traced by its exact words."""
    if _is_long(text.norms):
        yield 0, len(text.norms)
    for kind, start, end in text.record.quotes:
        inside = [n for n, span in enumerate(text.spans) if start <= span[0] and span[1] <= end]
        norms = [text.norms[number] for number in inside]
        is_slogan = kind == "slogan" and size(norms) >= _SHORTEST_SLOGAN and bool(content(norms))
        if _is_long(norms) or (slogans and is_slogan):
            yield inside[0], inside[-1] + 1


def _occurrences(norms: Sequence[str], others: Sequence[str]) -> list[int]:
    length = len(norms)
    return [n for n in range(len(others) - length + 1) if others[n : n + length] == norms]


def _parallel(
    one: Tokenized, words: tuple[int, int], other: Tokenized, others: tuple[int, int]
) -> Parallel:
    """Return two passages, given by their words, laid along each other."""
    first, second = _passage(one, words), _passage(other, others)
    quotation = _as_quotation(other, others)
    (alignment, *_) = alignments(quotation, one.norms[slice(*words)], least=0)
    spans = [(a - first.start, b - first.start) for a, b in one.spans[slice(*words)]]
    written = Written(one.record.text[first.start : first.end], spans)
    located = Located(
        (first,),
        alignment.score,
        alignment.verbatim,
        tuple(remarks(alignment, quotation, written)),
        runs(alignment, quotation, written),
    )
    quoted = _is_quoted(one.record, first) or _is_quoted(other.record, second)
    return Parallel(located, second, quotation.text, quoted)


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
    for parallel in sorted(found, key=lambda parallel: -len(parallel.text)):
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


def searched(found: Sequence[Parallel], *, within: bool, least: float) -> Parallels:
    """Return pairs of passages with how they were looked for."""
    parameters = {
        "within": within,
        "least_score": least,
        "least_words": LEAST_WORDS,
        "least_content_words": LEAST_CONTENT_WORDS,
        "stock_phrase": f"{SEED} words in {STOCK} texts",
    }
    return Parallels(found, parameters)


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
                f"the corpus has no document {document}", hint=f"it has {', '.join(known)}"
            )

    def of(parallel: Parallel) -> set[str]:
        ids = (parallel.first.passages[0].id, parallel.second.id)
        return {id_.partition(":")[0] for id_ in ids}

    return [parallel for parallel in found if set(documents) <= of(parallel)]
