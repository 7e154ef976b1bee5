"""Passages of one record that another repeats, word for word or nearly."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import Alignment, Step, best_alignment, content, size
from wp8.analysis.passages.common_wording import Block, common_wording, may_be_enough
from wp8.analysis.passages.located import Located, Passage, Run, Written, remarks, runs
from wp8.analysis.passages.pairs import Pair, Pairs, Units, Wording, Wordings
from wp8.analysis.passages.quotation import Piece, Quotation
from wp8.analysis.passages.quoted import SHORTEST_SLOGAN, Quoted, between
from wp8.analysis.passages.seeds import SEED, STOCK, Scope, Seeds, Texts
from wp8.analysis.passages.sharing import sharing
from wp8.errors import UnknownNameError
from wp8.model import those_at
from wp8.numbers import and_more
from wp8.query.language.named import no_such
from wp8.results import HELD, Result, Streamed
from wp8.words.tokens import norms_within, token_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Quote, Record
    from wp8.query.address import Read
    from wp8.query.backend import Backend

    Span = tuple[int, int]
    # Passes the parts of the work on, and may show what is done and how far.
    Stage = Callable[[str, Sequence[int]], Iterable[int]]

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
# Of so few texts all are compared sooner than it is found which.
_FEW: Final = 1 << 12
# Pairs of texts that are compared, and records that are read, at a time.
_COMPARED: Final = 1 << 13
_TOLD: Final = 1 << 15
_READ: Final = 1 << 10
# Pairs whose texts are read at a time to show them: some of them stand in many.
_SHOWN: Final = 1 << 17


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
    be counted. `chained` is the number of places of which more are each paired with the next alone,
    0 if nothing shown has so many; `left_out_chained` the same of what is left out.
    """

    rows: Sequence[Parallel]
    parameters: Mapping[str, object]
    formulas: Mapping[str, str]
    stamp: str = ""
    total: int = 0
    left_out: int | None = 0
    chained: int = 0
    left_out_chained: int = 0


class _Enough(NamedTuple):
    """How many equal words make two passages parallel, and how many of them no function words."""

    words: int
    content: int

    def are(self, texts: Texts, places: Iterable[int]) -> bool:
        """Return whether the words at `places` are so many."""
        numbers = [*map(texts.numbers.__getitem__, places)]
        return (
            sum(map(texts.weights.__getitem__, numbers)) >= self.words
            and sum(map(texts.are_content.__getitem__, numbers)) >= self.content
        )


def _enough(words: int) -> _Enough:
    least = min(words, LEAST_WORDS)
    return _Enough(least, min(least // 2, LEAST_CONTENT_WORDS))


class Compared(NamedTuple):
    """Pairs of passages in reading order; `is_whole` says that stock wording is among them.

    `chained` is the number of places of which more are each paired with the next alone, if some
    wording has so many; `stock_chained` the same of stock wording.
    """

    pairs: Pairs
    is_whole: bool
    chained: int
    stock_chained: int


def _unseen(_: str, parts: Sequence[int]) -> Sequence[int]:
    return parts


def compare(
    backend: Backend,
    ids: Sequence[str],
    *,
    within: bool = False,
    least: float = LEAST_SCORE,
    words: int | None = None,
    most: int | None = None,
    documents: Sequence[str] = (),
    stage: Stage = _unseen,
) -> Compared:
    """Return the wording that documents have in common or, `within` each, that it repeats.

    Two passages are parallel if they have `LEAST_WORDS` equal words, `LEAST_CONTENT_WORDS` of
    which are no function words and not all of them a name's, and a score of `least`. If they have
    not so many besides stock phrases (`SEED` words in a row that stand in `STOCK` different texts
    or more), they are stock wording. A whole record and a quotation of that size are parallel to
    each place of exactly their words, stock phrases or not; between documents, a quoted slogan of
    two words or more is, too. With `words` there are at least so many equal words in all; of fewer
    than `LEAST_WORDS` half have to be no function words. Where more than `most` pairs of texts have
    a stock phrase in common, stock wording is left out. What stands in more
    than `MOST_PLACES` places is laid along the next of them, and not along each; of `documents`, in
    more than `MOST_PLACES_OF_CHOSEN`.

    Only records of `ids` are compared, and only pairs found that have a passage in each of
    `documents`. `stage` passes the parts of the work on, and may show how far it is.

    Raises:
        UnknownNameError: If no record is of one of `documents`, in the corpus or among `ids`.
    """
    for document in documents:
        if any(id_.startswith(f"{document}:") for id_ in ids):
            continue
        names = dict.fromkeys(id_.partition(":")[0] for id_ in ids)
        if any(id_.startswith(f"{document}:") for id_ in backend.ids()):
            hint = f"it leaves {and_more([*names])}" if names else None
            raise UnknownNameError(f"the condition leaves out {document}", hint=hint)
        raise no_such("document", document, [*names])
    enough = _enough(words or LEAST_WORDS)
    if documents and len(ids) > _FEW and enough.words >= SEED:
        ids = sharing(backend, ids, documents, stage, with_slogans=not within)
    texts = Texts(backend, ids)
    seeds = Seeds(texts, Scope(within, documents), stage)
    pairs = _pairs(texts, seeds, enough.words, stock=False) or set()
    others = _pairs(texts, seeds, enough.words, stock=True, most=most)
    is_whole = others is not None
    pairs.update(others or ())
    found = Wordings()
    sames = texts.sames

    def tokens(pair: int) -> int:
        one, other = divmod(pair, len(ids))
        return sames[one] * len(ids) + sames[other]

    # Pairs of the same two rows of tokens have the same wording in common.
    compared = array("Q", sorted(pairs, key=tokens))
    pairs.clear()
    for start in stage("Laying texts along each other", range(0, len(compared), _COMPARED)):
        for _, alike in groupby(compared[start : start + _COMPARED], key=tokens):
            both = [divmod(pair, len(ids)) for pair in alike]
            telling = 0 if is_whole else enough.words
            passages = common_wording(texts, seeds, *both[0], telling=telling)
            passages = [blocks for blocks in passages if enough.are(texts, _words(blocks))]
            are_stock = [not enough.are(texts, _telling(seeds, blocks)) for blocks in passages]
            for one, other in both if passages else ():
                own = texts.starts[one] - texts.starts[both[0][0]]
                their = texts.starts[other] - texts.starts[both[0][1]]
                for blocks, is_stock in zip(passages, are_stock, strict=True):
                    if is_stock and not is_whole:
                        continue
                    moved = [Block(a + own, b + their, length) for a, b, length in blocks]
                    found.append(Wording(one, other, moved, is_stock=is_stock))
    units = Units(_units(backend, texts, seeds, enough, stage, slogans=not within))
    is_chained = _add_exact(texts, seeds, units, found) or seeds.have_many(stock=False)
    placed = _placed(backend, texts, seeds, found, stage, is_whole=is_whole)
    most = seeds.most_places
    stock_chained = most * seeds.have_many(stock=True)
    # They are larger than all that is kept.
    del found, seeds, units
    kept = Pairs(ids)
    for pair in _kept(texts, placed, least):
        if pair.score >= least and pair.words >= (words or 0):
            kept.append(pair)
    return Compared(kept, is_whole, most * is_chained, stock_chained)


def rows(pairs: Pairs, read: Read) -> Sequence[Parallel]:
    """Return what `compare` has found, with its wording.

    More than `HELD` pairs are not held, but made whenever somebody goes over them, of records that
    `read` gives.
    """
    found = Streamed(pairs, partial(_read, read), _SHOWN)
    return found if len(pairs) > HELD else [*found]


class _Shown(NamedTuple):
    """What is shown of a record."""

    id: str
    text: str
    quotes: Sequence[Quote]


def _read(read: Read, pairs: Pairs) -> Iterator[Parallel]:
    """Yield pairs with their wording, of records that are read at once."""
    wanted = sorted({number for pair in pairs for number in pair[:2]})
    parts = (wanted[begin : begin + _READ] for begin in range(0, len(wanted), _READ))
    # Of many records no more is held than is shown.
    records = {
        number: _Shown(record.id, record.text, record.quotes)
        for part in parts
        for number, record in zip(part, read(those_at(part, pairs.ids)), strict=True)
    }
    for pair in pairs:
        one, other = records[pair.one], records[pair.other]
        first, second = Passage(one.id, *pair.first), Passage(other.id, *pair.second)
        text = other.text[slice(*pair.second)]
        if pair.score == 1 and one.text[slice(*pair.first)] == text:
            located = Located((first,), 1.0, True, (), (Run("equal", text, text),))
        else:
            located = _located(
                first, _words_of(one.text, pair.first), _words_of(other.text, pair.second)
            )
        is_quoted = _is_quoted(one, pair.first) or _is_quoted(other, pair.second)
        yield Parallel(located, second, text, is_quoted, pair.words, pair.stock)


def ordered(found: Pairs, sort: str) -> Pairs:
    """Return pairs that are in reading order by `length` or `score`, the highest first, or as such.

    Raises:
        UnknownNameError: If there is no such order.
    """
    if sort not in ORDERS:
        raise UnknownNameError(
            f"there is no order {sort[:20]}", hint=f"the orders are {', '.join(ORDERS)}"
        )
    by = ORDERS[sort]
    return found.sorted(lambda each: -getattr(each, by)) if by else found


def _pairs(
    texts: Texts, seeds: Seeds, least: int, *, stock: bool, most: int | None = None
) -> set[int] | None:
    """Return the pairs of texts that may have `least` words in common around a seed of a kind.

    A pair is the number of the first by how many texts there are, and of the other. None if more
    than `most` have such a seed in common.
    """
    together: set[int] = set()
    found: set[int] = set()
    # Seeds in the same texts, of which each two are found already, tell nothing more.
    done: set[int] = set()
    for places in seeds.of_kind(stock=stock):
        inside = [*map(texts.text, places)]
        key = hash((*inside,))
        if key in done:
            continue
        are_found = True
        for first, second in seeds.in_pairs(places, inside):
            pair = inside[first] * len(texts.ids) + inside[second]
            if pair in found:
                continue
            if most is not None:
                together.add(pair)
                if len(together) > most:
                    return None
            if may_be_enough(texts, places[first], places[second], least):
                found.add(pair)
            else:
                are_found = False
        if are_found:
            done.add(key)
    return found


def _words(blocks: Iterable[Block]) -> list[int]:
    """Return where the words of equal stretches stand in the first text."""
    return [n for first, _, length in blocks for n in range(first, first + length)]


def _telling(seeds: Seeds, blocks: Iterable[Block]) -> list[int]:
    """Return where those stand that are in no stock phrase."""
    told = []
    for first, _, length in blocks:
        common: set[int] = set()
        for place in seeds.stock(first, max(first, first + length - SEED + 1)):
            common.update(range(place, place + SEED))
        told += [place for place in range(first, first + length) if place not in common]
    return told


def _add_exact(texts: Texts, seeds: Seeds, units: Units, found: Wordings) -> bool:
    """Add each of `units` with its places in other texts.

    Return whether one that is added has so many that each is paired with the next alone.
    """
    known = texts.places_of({texts.row(*unit) for unit in units if unit[1] - unit[0] < SEED})
    are_many = False
    # Those of the same words follow each other.
    order = array("I", sorted(range(len(units)), key=lambda n: hash(texts.row(*units[n]))))
    for row, same in groupby(map(units.__getitem__, order), lambda unit: texts.row(*unit)):
        places: Sequence[int] | None = known.get(row)
        for start, end in same:
            if places is None:
                rarest, standing = seeds.rarest(start, end)
                begins = (place - (rarest - start) for place in standing)
                places = array("I", [place for place in begins if texts.has(row, place)])
            for place in seeds.partners(start, places):
                are_many = are_many or len(places) > seeds.most_places
                # If it is a unit, too, this is found from there.
                if place > start or (place, place + end - start) not in units:
                    block = Block(min(start, place), max(start, place), end - start)
                    one, other = map(texts.text, block[:2])
                    found.append(Wording(one, other, (block,), is_unit=True))
    return are_many


def _units(
    backend: Backend,
    texts: Texts,
    seeds: Seeds,
    enough: _Enough,
    stage: Stage,
    *,
    slogans: bool,
) -> Iterator[Span]:
    """Yield the stretches of words that are traced by exactly these: whole texts, quotations."""
    for span in map(texts.span, range(len(texts.ids))):
        if seeds.are_all_of(*span) and enough.are(texts, range(*span)):
            yield span
    numbers = _quoting(backend, texts, seeds, enough, slogans=slogans)
    for begin in stage("Reading quotations", range(0, len(numbers), _READ)):
        part = numbers[begin : begin + _READ]
        records = backend.records(those_at(part, texts.ids))
        for number, record in zip(part, records, strict=True):
            have_seeds = seeds.are_in(*texts.span(number))
            if not any(have_seeds or (slogans and kind == "slogan") for kind, *_ in record.quotes):
                continue
            found = token_spans(record.text)
            starts, ends = ([span[side] for span in found] for side in (0, 1))
            for kind, start, end in record.quotes:
                first, last = bisect_left(starts, start), bisect_right(ends, end)
                inside = range(texts.starts[number] + first, texts.starts[number] + last)
                if not inside or not seeds.are_all_of(inside.start, inside.stop):
                    continue
                norms = [texts.norms[texts.numbers[place]] for place in inside]
                is_slogan = kind == "slogan" and size(norms) >= SHORTEST_SLOGAN
                is_traced = slogans and is_slogan and bool(content(norms))
                if is_traced or enough.are(texts, inside):
                    yield inside.start, inside.stop


def _quoting(
    backend: Backend, texts: Texts, seeds: Seeds, enough: _Enough, *, slogans: bool
) -> list[int]:
    """Return the texts that may have a quotation which is traced, ascending."""
    found: set[int] = set()
    short: dict[bytes, set[int]] = {}
    for begin in range(0, len(texts.ids), _TOLD):
        part = texts.ids[begin : begin + _TOLD]
        # Where each text begins in a row that has no borders.
        own = texts.starts[begin : begin + 1 + len(part)]
        quoted = Quoted(backend, part, [start - n - own[0] for n, start in enumerate(own)])
        long: list[Span] = []
        for place, after in quoted.stretches():
            number = quoted.text(place)
            start, size = own[0] + place + number, after - place
            is_shared = slogans and seeds.may_share_slogan(start, start + size)
            is_long = size >= SEED and seeds.are_all_of(start, start + size)
            if is_long or enough.words < SEED:
                found.add(begin + number)
            elif is_shared and SHORTEST_SLOGAN <= size < SEED:
                short.setdefault(texts.row(start, start + size), set()).add(begin + number)
            if (is_shared and size > SHORTEST_SLOGAN) or seeds.are_in(start, start + size):
                long.append((place, after))
        for edges in quoted.edges(long):
            number = quoted.text(edges[0])
            spots = [own[0] + number + edge for edge in edges]
            # Longer quoted matter begins with a seed.
            if any(seeds.are_in(start, start + SEED) for start in spots):
                found.add(begin + number)
            for span in between(spots) if slogans else ():
                if seeds.may_share_slogan(*span):
                    short.setdefault(texts.row(*span), set()).add(begin + number)
    for row, places in texts.places_of(short).items():
        if seeds.are_shared(places):
            found |= short[row]
    return sorted(found)


def _placed(
    backend: Backend,
    texts: Texts,
    seeds: Seeds,
    found: Wordings,
    stage: Stage,
    *,
    is_whole: bool,
) -> Pairs:
    """Return the passages of wordings, but of those whose equal words are a name.

    Without stock wording, if they are not to be `is_whole`. Each text is read once: where a passage
    of the one stands is known before the other is read.
    """
    placed = Pairs(texts.ids)
    own: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    begun: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    for place, one in enumerate(found.texts(0)):
        own[one].append(place)
    firsts = array("I", bytes(2 * array("I").itemsize * len(found)))
    are_stock = bytearray(len(found))
    numbers = sorted({*found.texts(0), *found.texts(1)})
    for start in stage("Reading passages", range(0, len(numbers), _READ)):
        part = numbers[start : start + _READ]
        records = backend.records(those_at(part, texts.ids))
        for number, record in zip(part, records, strict=True):
            text = _Spans(record, token_spans(record.text))
            for place in begun.pop(number, ()):
                wording = found[place]
                spans = _spans(texts, wording)
                first = firsts[2 * place], firsts[2 * place + 1]
                second = _characters(text, spans[1])
                is_stock = bool(are_stock[place])
                placed.append(Pair(*wording[:2], *spans, first, second, is_stock))
            kinds: dict[tuple[Span, ...], bool | None] = {}
            for place in own.pop(number, ()):
                wording = found[place]
                if not wording.is_unit:
                    stretches = (*((block.first, block.length) for block in wording.blocks),)
                    if stretches not in kinds:
                        are_names = _are_names(texts, text, number, _words(wording.blocks))
                        told = _telling(seeds, wording.blocks) if not wording.is_stock else ()
                        is_stock = _are_names(texts, text, number, told)
                        kinds[stretches] = None if are_names else is_stock
                    if (kind := kinds[stretches]) is None or (kind and not is_whole):
                        continue
                    are_stock[place] = kind
                own_span = _spans(texts, wording)[0]
                firsts[2 * place], firsts[2 * place + 1] = _characters(text, own_span)
                begun[wording.other].append(place)
    return placed


def _kept(texts: Texts, pairs: Pairs, least: float) -> Iterator[Pair]:
    """Yield the longest passages of each two texts, with how alike they are, in reading order."""
    known: dict[int, tuple[float, float]] = {}
    for _, together in groupby(pairs.sorted(itemgetter(0)), key=itemgetter(0)):
        kept: list[Pair] = []
        for _, same in groupby(sorted(together, key=itemgetter(1)), key=itemgetter(1)):
            laid = [*same]
            # What is stock wording hides nothing that is not.
            kept += _longest([each for each in laid if not each.stock])
            kept += [each for each in _longest(laid) if each.stock]
        kept.sort(key=lambda pair: (pair.first[0], pair.other, pair.second[0]))
        for pair in kept:
            rows = (
                texts.row(*(texts.starts[number] + place for place in span))
                for number, span in zip(pair[:2], pair[2:4], strict=True)
            )
            one, other = rows
            if (key := hash((one, other))) not in known:
                known[key] = _laid_along(texts, least, one, other)
            score, words = known[key]
            yield pair._replace(score=score, words=words)


def _laid_along(texts: Texts, least: float, one: bytes, other: bytes) -> tuple[float, float]:
    """Return how alike two rows of words are, and how many words are equal.

    That takes long where they are not the same. Of what is less alike than `least` no more is told.
    """
    if one == other:
        return 1.0, sum(map(texts.weights.__getitem__, memoryview(one).cast("I")))
    norms, others = (
        [*map(texts.norms.__getitem__, memoryview(row).cast("I"))] for row in (one, other)
    )
    quotation = Quotation("", tuple(Piece((norm,), 0, 0) for norm in others), {})
    alignment = best_alignment(quotation, norms, least=least)
    if alignment is None:
        return -1.0, 0
    equal = [s.quoted for s in alignment.steps if s.kind == "equal" and s.quoted is not None]
    return alignment.score, size(map(others.__getitem__, equal))


def _spans(texts: Texts, wording: Wording) -> tuple[Span, Span]:
    """Return the spans of the words of a wording in its two texts."""
    first, last = wording.blocks[0], wording.blocks[-1]
    own, their = texts.starts[wording.one], texts.starts[wording.other]
    return (
        (first.first - own, last.first + last.length - own),
        (first.other - their, last.other + last.length - their),
    )


class _Spans(NamedTuple):
    """A record and the spans of its tokens."""

    record: Record
    spans: list[Span]


def _are_names(texts: Texts, text: _Spans, number: int, places: Iterable[int]) -> bool:
    """Return whether words of a text may all be parts of a name: of capitals, or no content."""
    start = texts.starts[number]
    return all(
        not texts.are_content[texts.numbers[place]]
        or text.record.text[text.spans[place - start][0]].isupper()
        for place in places
    )


class _Words(NamedTuple):
    """The tokens of a passage, as they are compared and as they are written."""

    norms: list[str]
    written: Written


def _words_of(text: str, passage: Span) -> _Words:
    start, end = passage
    found = [*norms_within(text, start, end)]
    spans = [(first - start, last - start) for _, first, last in found]
    return _Words([norm for norm, *_ in found], Written(text[start:end], spans))


def _located(first: Passage, one: _Words, other: _Words) -> Located:
    """Return the first of two passages with what the second has otherwise."""
    quotation, alignment = _laid(one.norms, other)
    written = one.written
    return Located(
        (first,),
        alignment.score,
        alignment.verbatim,
        tuple(remarks(alignment, quotation, written)),
        runs(alignment, quotation, written),
    )


def _laid(norms: Sequence[str], other: _Words) -> tuple[Quotation, Alignment]:
    """Return the second passage, as a quotation, and how it is laid along the first.

    That takes long where the words are not the same.
    """
    quotation = _as_quotation(other)
    if other.norms == norms:
        return quotation, Alignment(tuple(Step("equal", n, n) for n in range(len(norms))), 1.0)
    best = best_alignment(quotation, norms, least=0)
    return quotation, best or Alignment((), 0)


def _characters(text: _Spans, words: Span) -> Span:
    """Return the span of the characters of some words."""
    return text.spans[words[0]][0], text.spans[words[1] - 1][1]


def _as_quotation(passage: _Words) -> Quotation:
    """Return a passage as a quotation that no editor marked."""
    text, spans = passage.written
    both = zip(passage.norms, spans, strict=True)
    return Quotation(text, tuple(Piece((norm,), *span) for norm, span in both), {})


def _is_quoted(record: _Shown, passage: Span) -> bool:
    start, end = passage
    return any(quote.start <= start and end <= quote.end for quote in record.quotes)


def _longest(found: Sequence[Pair]) -> list[Pair]:
    """Return those of the pairs of two texts that lie in no longer one, each once."""
    kept: list[Pair] = []
    for pair in sorted(found, key=lambda each: (each.second[0] - each.second[1], each.stock)):
        if not any(
            _contains(longer.first, pair.first) and _contains(longer.second, pair.second)
            for longer in kept
        ):
            kept.append(pair)
    return kept


def _contains(one: Span, other: Span) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def searched(
    found: Compared, *, within: bool, least: float, words: int | None, stock: bool
) -> tuple[Pairs, Parallels]:
    """Return the pairs that are wanted, of stock wording only if it is asked; and a result.

    It has no rows yet, and says how they were looked for.
    """
    shown = found.pairs if stock else found.pairs.telling()
    parameters = {
        "within": within,
        "least_score": least,
        "least_words": words or LEAST_WORDS,
        "least_content_words": _enough(words or LEAST_WORDS).content,
        "stock_phrase": f"{SEED} words in {STOCK} texts",
        "stock_wording": stock,
    }
    left_out = len(found.pairs) - len(shown) if found.is_whole else None
    result = Parallels((), parameters, _FORMULAS, total=len(shown), left_out=left_out)
    if stock:
        return shown, replace(result, chained=max(found.chained, found.stock_chained))
    return shown, replace(result, chained=found.chained, left_out_chained=found.stock_chained)
