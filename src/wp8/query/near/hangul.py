"""The words of Hangul in the texts that a word which no text has may be a slip for."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Final

from wp8.query.language.suggest import kept, nearest
from wp8.query.tree import Or, Phrase
from wp8.words.characters import has_syllables
from wp8.words.hangul import is_of_syllables, is_syllable, one_letter_away, without_particle
from wp8.words.tokens import normalize, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.query.backend import Backend, Vocabulary
    from wp8.query.tree import Node, Slot

_SHORTEST: Final = 2
_LONGEST: Final = 24
# So many syllables have a pair of neighbours in them though two have a slip; but for slips in the
# second and the fourth.
_LONG: Final = 5
# Nearly every text of Hangul has one of these.
_COMMON: Final = "이다는"
# Texts that are read, and records that may be looked at to find them.
_MOST_READ: Final = 30
_MOST_LOOKED_AT: Final = 10_000


def near_hangul(text: str, backend: Backend, within: Callable[[Node], Node]) -> list[str]:
    """Return the Hangul words of the texts that `text` may be a slip for, by their letters.

    The texts are those that `within` leaves of a tree's.
    """
    # What ends in a syllable of Hangul is near none of Han, kana or Thai.
    if not _SHORTEST <= len(text) <= _LONGEST or not any(map(is_syllable, normalize(text))):
        return []
    norms = [token.norm for token in tokenize(text)]
    for rows in (_with_another, _pairs):
        if some := tuple(_fewest(rows(norms, backend.vocabulary), backend.vocabulary)):
            tree = within(Or(some) if len(some) > 1 else some[0])
            ids = backend.search(tree, limit=_MOST_READ).ids
            if near := _nearest(text, (record.text for record in backend.records(ids))):
                return near
    return []


def _with_another(norms: Sequence[str], vocabulary: Vocabulary) -> Iterator[Sequence[Slot]]:
    """Yield the rows that `norms` are with another syllable, a letter away, in a place."""
    row = [((norm,),) for norm in norms]
    for place in filter(lambda place: is_syllable(norms[place]), range(len(norms))):
        near = filter(vocabulary.__contains__, one_letter_away(norms[place]))
        yield *row[:place], tuple((each,) for each in near), *row[place + 1 :]


def _pairs(norms: Sequence[str], _: Vocabulary) -> Iterator[Sequence[Slot]]:
    """Yield the pairs of neighbours in a word that is so long that two slips leave one."""
    if len(norms) >= _LONG:
        yield from dict.fromkeys((((a,),), ((b,),)) for a, b in pairwise(norms))


def _fewest(rows: Iterable[Sequence[Slot]], vocabulary: Vocabulary) -> Iterator[Phrase]:
    """Yield those of `rows` for which few records need be looked at, all in all.

    How many have all syllables of a row is estimated as if one said nothing of another.
    """
    rows = list(rows)
    seen = {norm for row in rows for slot in row for (norm,) in slot}
    frequencies = {norm: vocabulary.frequency(norm) for norm in seen.union(_COMMON)}
    most = max(frequencies.values())

    def records(row: Sequence[Slot]) -> float:
        of_each = (sum(frequencies[norm] for (norm,) in slot) for slot in row)
        return most * prod(min(1.0, number / most) for number in of_each) if most else 0.0

    estimated = {tuple(row): number for row in rows if (number := records(row))}
    left = float(_MOST_LOOKED_AT)
    for row in sorted(estimated, key=estimated.__getitem__):
        left -= estimated[row]
        if left < 0:
            return
        yield Phrase(row)


def _nearest(text: str, texts: Iterable[str]) -> list[str]:
    """Return the words of `texts` that `text` may be a slip for, likeliest first."""
    jamo = unicodedata.normalize("NFD", text)
    beginning, end = kept(jamo)

    def may_be_near(part: str) -> bool:
        letters = unicodedata.normalize("NFD", part) if is_of_syllables(part) else ""
        return beginning in letters or end in letters or (not letters and has_syllables(part))

    # What blanks part is in words of its own: to look at few takes a fraction of the time.
    parts = {part for each in texts for part in each.split()}
    norms = {word.norm for word in words(tokenize(" ".join(filter(may_be_near, parts))))}
    known = {
        unicodedata.normalize("NFD", bare): bare
        for norm in norms
        if is_syllable(norm[-1])
        for bare in (norm, *map("".join, without_particle(norm)))
    }
    return [known[near] for near in nearest(jamo, known, most=len(text) // 5 + 1.0)]
