"""Where in the records a quotation stands, word for word or nearly."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import alignments, within_owners
from wp8.analysis.passages.evidence import FEW_TEXTS, LEAST_PART, LEAST_SCORE, is_found
from wp8.analysis.passages.located import Located, Passage, Written, remarks, runs
from wp8.analysis.passages.quotation import Piece, fitted, read_quotation
from wp8.analysis.passages.texts import Pairs, Texts
from wp8.errors import QueryError
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.analysis.passages.alignment import Alignment
    from wp8.analysis.passages.quotation import Quotation
    from wp8.query.backend import Backend

# A passage is near a quotation that is not found if this much is the same.
NEAR: Final = 0.5
# Of its words, what must stand in pairs that a record has before the two are compared.
_SEEDED: Final = 0.4
_MOST_WINDOWS: Final = 12
_MOST_BETWEEN: Final = 2
# A quotation of more words does not stand in many places.
_SHORT: Final = 50
# A quotation of more words is no quotation, and takes long.
LONGEST: Final = 1000
# A slip of the pen leaves a word like itself.
_LIKENESS: Final = 0.75
_MANY: Final = FEW_TEXTS + 1
_SHORTEST_MISSPELT: Final = 4


def locate(quotation: str, backend: Backend) -> list[Located]:
    """Return the places of a quotation in the texts of an index, the best first, or none.

    See `Locator` for many quotations, and for what is near one that is not found.
    """
    return Locator(backend).locate(quotation)


def words_of(quotation: str) -> int:
    """Return the number of words that a quotation is compared by."""
    return len(read_quotation(quotation).pieces)


def require_words(quotation: str) -> None:
    """Check that a quotation can be located.

    Raises:
        QueryError: It has no words, or more than `LONGEST`.
    """
    number = words_of(quotation)
    if not number or number > LONGEST:
        raise QueryError(
            f"a quotation of {numbered(number, 'word')} cannot be located",
            hint=f"give it from 1 to {LONGEST:,} words",
        )


class _Window(NamedTuple):
    """Consecutive records as one text: its words, and where each stands: text and number."""

    words: list[str]
    places: list[tuple[int, int]]


class Locator:
    """Finds quotations in the texts of an index; `is_found` says what counts as found."""

    def __init__(self, backend: Backend) -> None:
        self._texts = Texts(backend)
        self._likest: dict[str, tuple[str, ...]] = {}
        # Those of the last window: its places are one after the other, most times.
        self._last: tuple[_Window, Written] | None = None

    def locate(self, quotation: str) -> list[Located]:
        """Return the places of a quotation, the best first, equal ones in reading order.

        If it stands somewhere word for word, these places are all.
        """
        read = self._read(quotation)
        found = [
            self._located(window, alignment, read)
            for window, alignment in self._alignments(read, LEAST_SCORE)
            if is_found(alignment, read, self._texts_with)
        ]
        return [located for located in found if located.verbatim] or found

    def nearest(self, quotation: str) -> Located | None:
        """Return the passage nearest to a quotation that is not found, if one is near."""
        read = self._read(quotation)
        for window, alignment in self._alignments(read, NEAR):
            if sum(step.kind == "equal" for step in alignment.steps) >= LEAST_PART:
                return self._located(window, alignment, read)
        return None

    def _read(self, quotation: str) -> Quotation:
        read = fitted(read_quotation(quotation), self._texts, Pairs(self._texts))
        return read._replace(pieces=tuple(map(self._spelt, read.pieces)))

    def _spelt(self, piece: Piece) -> Piece:
        """Return a piece with the words of the corpus that it may be a slip of the pen for."""
        word = piece.readings[0]
        known = word in self._texts or piece.editorial or not word.isalpha()
        if known or len(word) < _SHORTEST_MISSPELT:
            return piece
        if word not in self._likest:
            from rapidfuzz.distance import OSA

            self._likest[word] = tuple(
                other
                for other in self._texts
                if OSA.normalized_similarity(word, other, score_cutoff=_LIKENESS) >= _LIKENESS
            )
        likest = self._likest[word]
        return piece._replace(readings=likest, misspelt=True) if likest else piece

    def _alignments(self, read: Quotation, least: float) -> list[tuple[_Window, Alignment]]:
        """Return where `read` may stand, the best first; no two places overlap."""
        found = []
        for window in self._windows(read):
            owners = [text for text, _ in window.places]
            for alignment in alignments(read, window.words, least=least):
                inside = within_owners(alignment, read, window.words, owners)
                if inside.score >= least:
                    found.append((window, inside))
        found.sort(key=lambda f: (-f[1].score, f[0].places[f[1].words[0]]))
        taken: set[tuple[int, int]] = set()
        apart = []
        for window, alignment in found:
            places = {window.places[word] for word in alignment.words}
            if not places & taken:
                taken |= places
                apart.append((window, alignment))
        return apart

    def _windows(self, read: Quotation) -> list[_Window]:
        """Return the stretches of records that have enough of the words of `read` in a row."""
        seeds = self._seeds(read)
        length = sum(not piece.editorial for piece in read.pieces)
        found = []
        for number in list(seeds):
            stretch, covered = self._stretch(number, seeds)
            if len(covered) >= _SEEDED * length:
                found.append((len(covered), stretch))
        found.sort(key=lambda f: (-f[0], f[1]))
        whole = sum(covered >= length for covered, _ in found) if length <= _SHORT else 0
        chosen: list[list[int]] = []
        for _, stretch in found[: max(whole, _MOST_WINDOWS)]:
            if not any(set(stretch) <= set(other) for other in chosen):
                chosen.append(stretch)
        return [self._window(stretch) for stretch in chosen]

    def _stretch(self, number: int, seeds: Mapping[int, set[int]]) -> tuple[list[int], set[int]]:
        """Return a text and those after it that have more of the quotation, and what all have.

        A text without any of it may stand between: a salutation, a heading.
        """
        stretch, covered = [number], set(seeds[number])
        between: list[int] = []
        after = self._texts.after(number)
        while after is not None and len(between) < _MOST_BETWEEN:
            between.append(after)
            if not seeds.get(after, covered) <= covered:
                stretch += between
                covered |= seeds[after]
                between = []
            after = self._texts.after(after)
        return stretch, covered

    def _seeds(self, read: Quotation) -> dict[int, set[int]]:
        """Return, by the number of a text, which pieces stand there as they do in `read`."""
        seeds: defaultdict[int, set[int]] = defaultdict(set)
        for part in read.parts():
            if len(part) == 1:
                for reading in read.pieces[part[0]].readings:
                    for number in self._texts.having(reading):
                        seeds[number].add(part[0])
            for one, other in pairwise(part):
                for pair in product(read.pieces[one].readings, read.pieces[other].readings):
                    for number in self._texts.with_pair(*pair):
                        seeds[number].update((one, other))
        return seeds

    def _window(self, stretch: Sequence[int]) -> _Window:
        words = [norm for number in stretch for norm in self._texts.text(number).norms]
        places = [(n, place) for n in stretch for place in range(len(self._texts.text(n).norms))]
        return _Window(words, places)

    def _texts_with(self, words: Sequence[str]) -> int:
        """Return about how many different texts have three words in a row; many are `_MANY`."""
        one, two, three = words
        different = set()
        for number in self._texts.with_pair(one, two) & self._texts.with_pair(two, three):
            different.add(self._texts.text(number).record.text)
            if len(different) == _MANY:
                break
        return len(different)

    def _located(self, window: _Window, alignment: Alignment, read: Quotation) -> Located:
        written = self._written(window)
        spans: dict[int, list[tuple[int, int]]] = {}
        for word in alignment.words:
            number, place = window.places[word]
            spans.setdefault(number, []).append(self._texts.text(number).spans[place])
        return Located(
            tuple(
                Passage(self._texts.text(number).record.id, own[0][0], own[-1][1])
                for number, own in spans.items()
            ),
            alignment.score,
            alignment.verbatim,
            tuple(remarks(alignment, read, written)),
            runs(alignment, read, written),
        )

    def _written(self, window: _Window) -> Written:
        """Return the text of a window, a line for each record, and the spans of its words."""
        if self._last and self._last[0] is window:
            return self._last[1]
        lines: list[str] = []
        spans = []
        start = 0
        for number in dict.fromkeys(number for number, _ in window.places):
            text = self._texts.text(number)
            lines.append(text.record.text)
            spans += [(start + first, start + last) for first, last in text.spans]
            start += len(text.record.text) + 1
        written = Written("\n".join(lines), spans)
        self._last = window, written
        return written
