"""The meaning of a query: which places of a record a resolved tree matches.

Every engine's answers, every highlight and every count come from `match`. It reads a record only
as a `View`: the positions of terms and the facets, which an index has and a text gives.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.query.record_view import (
    LayerView,
    RememberedView,
    SentenceView,
    UnbarredView,
    WithSentences,
)
from wp8.query.tree import (
    BEGINS,
    UNBROKEN,
    WITHIN,
    And,
    Filter,
    InSentence,
    Maybe,
    Not,
    Or,
    Phrase,
    Run,
    Words,
    has_words_apart,
)
from wp8.words.tokens import APART, DOTTED, GOES_ON, JOINTS, QUOTE_BEGINS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wp8.query.record_view import Sentenced, Stretch, View
    from wp8.query.tree import Node, Slot


_ARTICLES: Final = ("a", "an", "the")


class Match(NamedTuple):
    """Where a tree matches a record.

    `stretches` are in order and do not overlap. `frequencies` has each leaf that occurs with the
    number of its occurrences, in the order of the query. `together` is how many content words of
    a run stand together, at most, beyond the first.
    """

    stretches: Sequence[Stretch]
    frequencies: Sequence[tuple[Phrase, int]]
    together: int


def match(tree: Node, view: View) -> Match | None:
    """Return where `tree` matches the record that `view` shows, or None where it does not.

    A tree that asks for sentences matches a view that knows them and no other.
    """
    if isinstance(tree, Phrase):
        return _match_phrase(tree, view)
    if isinstance(tree, Filter):
        return _NOTHING if any(facet in view.facets for facet in tree.facets) else None
    if isinstance(tree, Maybe):
        return match(tree.child, view) or _NOTHING
    if isinstance(tree, Not):
        return _NOTHING if match(tree.child, view) is None else None
    if isinstance(tree, Or):
        found = [m for child in tree.children if (m := match(child, view)) is not None]
        return _union(found) if found else None
    if isinstance(tree, And):
        return _match_all(tree, view)
    if isinstance(tree, InSentence) and isinstance(view, WithSentences | SentenceView):
        return _match_sentences(tree, view)
    raise TypeError(f"a {type(tree).__name__} has to be expanded before it can match")


_NOTHING = Match((), (), 0)


def _match_phrase(phrase: Phrase, view: View) -> Match | None:
    if phrase.layer is not None:
        view = LayerView(view, phrase.layer)
    if phrase.distance is not None:
        stretches, occurrences = _near(phrase.slots, phrase.distance, view)
    else:
        stretches = _in_a_row(phrase.slots, view)
        if stretches and not phrase.is_plain:
            borders = _Borders(phrase.borders, view) if phrase.borders else None
            unbarred = UnbarredView(view, phrase.barred) if phrase.barred else view
            stretches = _in_a_row(phrase.slots, unbarred, borders, _standing(phrase, view))
        if stretches and phrase.joints is not None and phrase.joints[0].strip(DOTTED):
            stretches = _from_where_words_begin(stretches, view)
        occurrences = len(stretches)
    return Match(stretches, ((phrase, occurrences),), 0) if stretches else None


def _standing(phrase: Phrase, view: View) -> Callable[[Stretch], bool] | None:
    """Return what says of a stretch whether a phrase stands there as it asks; None if always."""
    begun = view.positions(QUOTE_BEGINS) if phrase.layer else ()
    is_written = _as_written(phrase.joints, view) if phrase.joints is not None else None
    if not (begun or is_written):
        return None

    def stands(stretch: Stretch) -> bool:
        # What ends one quotation and begins the next is in neither.
        is_one = bisect_right(begun, stretch[0]) == bisect_left(begun, stretch[1])
        return is_one and (is_written is None or is_written(stretch))

    return stands


def _match_all(tree: And, view: View) -> Match | None:
    found = []
    for child in tree.children:
        matched = match(child, view)
        if matched is None:
            return None
        found.append(matched)
    if not isinstance(tree, Run):
        return _union(found)
    required = [not isinstance(child, Maybe) for child in tree.children]
    union = _union([m for m, is_required in zip(found, required, strict=True) if is_required])
    return _joined(union, found, required)


def _match_sentences(tree: InSentence, view: Sentenced) -> Match | None:
    (asked,) = tree.children
    whole = RememberedView(view)
    found = [
        matched
        for sentence in view.sentences()
        if (matched := match(asked, SentenceView(whole, sentence))) is not None
    ]
    if not found:
        return None
    frequencies: dict[Phrase, int] = {}
    for phrase, number in chain.from_iterable(m.frequencies for m in found):
        frequencies[phrase] = frequencies.get(phrase, 0) + number
    stretches = [stretch for m in found for stretch in m.stretches]
    return Match(stretches, tuple(frequencies.items()), max(m.together for m in found))


def _union(found: Sequence[Match]) -> Match:
    if len(found) == 1:
        return found[0]
    stretches = _merged(stretch for m in found for stretch in m.stretches)
    # One leaf may be in several groups: it counts once.
    frequencies = dict(pair for m in found for pair in m.frequencies)
    return Match(stretches, tuple(frequencies.items()), max(m.together for m in found))


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return `stretches` in order, those that overlap made one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class _Chain(NamedTuple):
    """Consecutive parts of a run that stand together, up to some end; `contents` are required."""

    start: int
    length: int
    contents: int


def _joined(union: Match, found: Sequence[Match], required: Sequence[bool]) -> Match:
    """Join the stretches of consecutive parts of a run where they stand together, in order."""
    chains: dict[int, _Chain] = {}
    joined: list[Stretch] = []
    together = union.together
    for part, is_required in zip(found, required, strict=True):
        if not part.stretches:
            continue
        previous, chains = chains, {}
        for start, end in part.stretches:
            before = previous.get(start, _Chain(start, 0, 0))
            contents = before.contents + is_required
            chains[end] = chain = _Chain(before.start, before.length + 1, contents)
            if before.length and contents:
                joined.append((chain.start, end))
                together = max(together, contents - 1)
    return Match(_merged([*union.stretches, *joined]), union.frequencies, together)


def _in_a_row(
    slots: Sequence[Slot],
    view: View,
    borders: _Borders | None = None,
    stands: Callable[[Stretch], bool] | None = None,
) -> list[Stretch]:
    """Return where the slots follow each other: leftmost, longest, not overlapping.

    With `stands`, only stretches of which it is true count.
    """
    ends: dict[int, set[int]] = {}
    for place, slot in enumerate(slots):
        following = _occurrences(slot, view)
        if borders:
            following = borders.within(place, following)
        if not place:
            ends = following
            continue
        ends = {
            start: reached
            for start, reachable in ends.items()
            if (reached := {e for end in reachable for e in following.get(end, ())})
        }
    stretches: list[Stretch] = []
    for start in sorted(ends):
        if not stretches or start >= stretches[-1][1]:
            found = ends[start]
            if stands:
                found = {end for end in found if stands((start, end))}
            if found:
                stretches.append((start, max(found)))
    return stretches


def _occurrences(slot: Slot, view: View) -> dict[int, set[int]]:
    """Return where each occurrence of a slot's alternatives starts, and all its ends there."""
    if isinstance(slot, Words):
        return {start: {start + 1} for start in view.places(slot.tokens)}
    found: dict[int, set[int]] = {}
    for alternative in slot:
        starts: Iterable[int] = view.positions(alternative[0])
        signs = SIGNS if has_words_apart(alternative) else ()
        for offset, token in enumerate(alternative[1:], start=1):
            following = set(view.positions(token)).difference(*map(view.positions, signs))
            starts = [start for start in starts if start + offset in following]
        for start in starts:
            found.setdefault(start, set()).add(start + len(alternative))
    return found


class _Borders:
    """What has to stand before each slot of a name and after the last, in one record."""

    def __init__(self, wanted: Sequence[str], view: View) -> None:
        self._wanted = wanted
        self._signs = {place: sign for sign in SIGNS for place in view.positions(sign)}
        self._going_on = set(view.positions(GOES_ON))
        if BEGINS in wanted or WITHIN in wanted:
            articles = {place for article in _ARTICLES for place in view.positions(article)}
            # The Central Committee is not somebody's name.
            for place in sorted(self._going_on):
                if place - 2 in articles and place - 1 not in self._going_on:
                    articles.add(place - 1)
                    self._going_on.discard(place)

    def within(self, slot: int, found: dict[int, set[int]]) -> dict[int, set[int]]:
        """Return which of the occurrences of a slot stand between its borders, unbroken."""
        is_last = slot + 2 == len(self._wanted)
        return {
            start: kept
            for start, ends in found.items()
            if self._stands(self._wanted[slot], start)
            and (
                kept := {
                    end
                    for end in ends
                    if self._signs.keys().isdisjoint(range(start + 1, end))
                    and (not is_last or self._stands(self._wanted[-1], end))
                }
            )
        }

    def _stands(self, border: str, place: int) -> bool:
        if border == BEGINS:
            return place not in self._going_on
        if border in (GOES_ON, WITHIN):
            return place in self._going_on
        return not border or self._signs.get(place, UNBROKEN) == border


def _as_written(joints: Sequence[str], view: View) -> Callable[[Stretch], bool]:
    """Return what says whether whole words stand somewhere, with these joints and their points."""
    standing = {position: joint for joint in JOINTS for position in view.positions(joint)}
    dotted = frozenset(view.positions(DOTTED))
    wanted = (*(joint.removesuffix(DOTTED) for joint in joints), APART)

    def is_as_written(stretch: Stretch) -> bool:
        start, end = stretch
        if tuple(standing.get(place, APART) for place in range(start, end + 1)) != wanted:
            return False
        return all(
            (place in dotted) == joint.endswith(DOTTED) for place, joint in enumerate(joints, start)
        )

    return is_as_written


def _from_where_words_begin(stretches: Iterable[Stretch], view: View) -> list[Stretch]:
    """Return stretches that begin within a word from where it begins: five-year."""
    joined = {place for joint in JOINTS for place in view.positions(joint)}
    found = []
    for start, end in stretches:
        first = start
        while first in joined:
            first -= 1
        found.append((first, end))
    return _merged(found)


def _near(slots: Sequence[Slot], distance: int, view: View) -> tuple[list[Stretch], int]:
    """Return the stretches of the slots that stand near each other, and how often they do."""
    places = [
        sorted((start, end) for start, ends in _occurrences(slot, view).items() for end in ends)
        for slot in slots
    ]
    joined = sorted(position for joint in JOINTS for position in view.positions(joint))
    chosen: set[Stretch] = set()
    occurrences = 0
    for first, slot_places in enumerate(places):
        others = [found for place, found in enumerate(places) if place != first]
        for opening in slot_places:
            group = _group_from(opening, others)
            if group is None or chosen.issuperset(group):
                continue
            if _words_between(group, joined) <= distance:
                chosen.update(group)
                occurrences += 1
    return _merged(chosen), occurrences


def _group_from(opening: Stretch, places: Sequence[Sequence[Stretch]]) -> list[Stretch] | None:
    """Return `opening` with the nearest place after it of each other slot."""
    group = [opening]
    for slot_places in places:
        after = (
            slot_places[at]
            for at in range(bisect_left(slot_places, (opening[1],)), len(slot_places))
            if all(slot_places[at][0] >= e or slot_places[at][1] <= s for s, e in group)
        )
        nearest = next(after, None)
        if nearest is None:
            return None
        group.append(nearest)
    return sorted(group)


def _words_between(group: Sequence[Stretch], joined: Sequence[int]) -> int:
    """Return how many words stand between the stretches of a group, those of it not counted.

    A token that is joined to the one before it begins no word.
    """

    def ordinal(position: int) -> int:
        return position - bisect_right(joined, position)

    return sum(
        max(0, ordinal(following[0]) - ordinal(stretch[1] - 1) - 1)
        for stretch, following in pairwise(group)
    )
