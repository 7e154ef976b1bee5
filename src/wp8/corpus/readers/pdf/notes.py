"""The notes at the foot of a page, and the marks in its text that cite them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import CALL, ends_sentence, first_letter
from wp8.corpus.readers.pdf.paragraphs import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from wp8.corpus.readers.pdf.page.geometry import Line, Rule

_SMALLER: Final = 0.95
# In sizes of type: what stands farther below a note is no part of it.
_WHITE: Final = 1.8
# In points, and as a share of the column: a rule above notes begins with the column.
_OFF: Final = 8
_LONGEST_RULE: Final = 0.75
_SIGNS: Final = "*\u2217\u204e†‡§¶‖"
_ONE: Final = rf"[0-9]{{1,3}}|([{_SIGNS}])\2*|[a-z]"
_RAISED: Final = re.compile(rf"\(?({_ONE})\)?[,;\s]*")
# A letter that others follow is their word's, if it is not raised.
_OWN: Final = re.compile(rf"\(?({_ONE})(?:[.)]\s?|\s|(?<![a-z])(?=[^\W\d_]{{2}}))")
# A mark follows a word or what closes one; a figure may be an exponent of other things.
_CITING: Final = re.compile(
    r"(?:[^\W\d_]{2}|[\u2e80-\uffdc]|[^\w\s(\[{=+\u2212*/<>≤≥\u223c≈-]|[0-9]{4})\s?$"
)
_BEFORE: Final = 9
# At the end of a line, a title's may stand apart.
_SIGN: Final = re.compile(rf"(?<=[^\s{_SIGNS}])(?:([{_SIGNS}])\1*| ([{_SIGNS}])\2*$)")


class Note(NamedTuple):
    """A note: its mark as it is printed, its page, its lines without the mark."""

    mark: str
    page: int
    lines: list[Line]


class _Mark(NamedTuple):
    """What may be a mark, its span, and where the raised text begins that it is in."""

    text: str
    start: int
    end: int
    of: int = 0


class Notes:
    """The notes of a document, while its pages come in."""

    def __init__(self, usual: float) -> None:
        self._usual = usual
        self.found: list[Note] = []

    def take(self, columns: Sequence[Column], rules: Sequence[Rule]) -> list[Column]:
        """Return the columns of a page without its notes, which are kept.

        Each mark in their text is replaced by CALL; in the line's `notes` stands what it cites:
        the place of a note in `found`, or the mark itself if the page has no such note.
        """
        lines = [line for column in columns for line in column.lines]
        known = {mark.text for line in lines for mark in _marks(line)}
        raised = known | {mark.text for line in lines for mark in _raised(line)}
        number = len(self.found)
        kept: list[Column] = []
        for column in columns:
            column.lines, below = self._parted(column, known, raised, rules)
            notes, others = _cut(column.page, below, known)
            self.found += notes
            kept += [column] if column.lines else []
            kept += [Column(column.page, others, is_aside=True)] if others else []
        places = {note.mark: place for place, note in enumerate(self.found[number:], number)}
        lines = [line for column in kept for line in column.lines]
        sure = {mark.text for line in lines for mark in _marks(line)}
        unsure = places.keys() - sure
        for line in lines:
            _replace_marks(line, places, unsure)
        return kept

    def _parted(
        self, column: Column, known: set[str], raised: set[str], rules: Sequence[Rule]
    ) -> tuple[list[Line], list[Line]]:
        """Return the lines of a column that are text, and those that are notes."""
        lines = column.lines
        first = len(lines)
        while first and lines[first - 1].size < _SMALLER * self._usual:
            first -= 1
        below = _below_rule(column, rules)
        first = min(first, below)
        if column.is_aside or first == len(lines):
            return lines, []
        start = _start(lines, first, known, raised)
        goes_on = self._goes_on(column.page, lines[first], is_ruled=first == below)
        if goes_on and start > first:
            self.found[-1].lines.extend(lines[first:start])
            return lines[:first], lines[start:]
        return lines[:start], lines[start:]

    def _goes_on(self, page: int, line: Line, *, is_ruled: bool) -> bool:
        """Return whether a line goes on with the last note of the column or the page before.

        Where letters have no case, only what stands in the next column or below a rule does.
        """
        if not self.found or page - self.found[-1].page > 1:
            return False
        is_near = is_ruled or page == self.found[-1].page
        is_ended = ends_sentence(self.found[-1].lines[-1].text.strip())
        first = first_letter(line.text.strip())
        has_case = first.lower() != first.upper()
        return not is_ended and (first.islower() or (is_near and first.isalpha() and not has_case))


def own_mark(line: Line) -> str:
    """Return the mark that a line begins with, if it may be a note's own."""
    found = _OWN.match(line.text)
    if line.raised and line.raised[0][0] == 0:
        start, end = _merged(line.raised)[0]
        found = _RAISED.fullmatch(line.text[start:end]) or found
    return found[1] if found else ""


def without_own_mark(text: str, mark: str) -> str:
    """Return the text of a note without the mark that it begins with, if it has one."""
    found = re.match(rf"\(?{re.escape(mark)}[.),;\s]*", text) if mark else None
    return text[found.end() :].lstrip() if found else text


def _start(lines: Sequence[Line], first: int, known: set[str], raised: set[str]) -> int:
    """Return which of the small lines at the foot of a column is the first of a note."""
    places = range(first, len(lines))
    for place in places:
        if _begins_raised(lines[place]) and own_mark(lines[place]) in raised:
            return place
    marks = [own_mark(lines[place]) for place in places]
    for place, mark in zip(places, marks, strict=True):
        # A list of literature is counted through: its numbers are nobody's notes.
        is_counted = mark.isdigit() and str(int(mark) - 1) in marks[: place - first]
        if mark in known and not is_counted:
            return place
    return len(lines)


def _begins_raised(line: Line) -> bool:
    return bool(line.raised) and line.raised[0][0] == 0


def _below_rule(column: Column, rules: Iterable[Rule]) -> int:
    """Return which line of a column is the first below a rule that sets notes apart."""
    lines = column.lines
    width = column.right - column.left
    lowest = len(lines)
    for left, foot, right, top in rules:
        if top - foot > 1 or abs(left - column.left) > _OFF or right - left > _LONGEST_RULE * width:
            continue
        below = next((place for place, line in enumerate(lines) if line.foot < foot), len(lines))
        # One that is drawn below a word stands within its line.
        if 0 < below < len(lines) and lines[below - 1].foot - foot > 0.3 * lines[below - 1].size:
            lowest = below
    return lowest


def _cut(page: int, lines: Sequence[Line], known: set[str]) -> tuple[list[Note], list[Line]]:
    """Return the notes that `lines` are, and the lines that white sets apart from them."""
    notes: list[Note] = []
    are_raised = bool(lines) and _begins_raised(lines[0])
    for place, line in enumerate(lines):
        mark = own_mark(line)
        is_next = notes and mark.isdigit() and notes[-1].mark == str(int(mark) - 1)
        is_own = _begins_raised(line) if are_raised else mark in known or is_next
        # What is counted anew is a list in a note.
        is_own = is_own and not (notes and _is_counted_anew(notes[-1].mark, mark))
        if not notes or (mark and is_own):
            notes.append(Note(mark, page, [line]))
        elif lines[place - 1].foot - line.foot > _WHITE * line.size:
            return notes, list(lines[place:])
        else:
            notes[-1].lines.append(line)
    return notes, []


def _is_counted_anew(last: str, mark: str) -> bool:
    return last.isdigit() and mark.isdigit() and int(mark) <= int(last)


def _marks(line: Line) -> Iterator[_Mark]:
    """Yield what cites a note in a line, if there is one: raised marks after words, and signs."""
    signs = [_Mark(found[0].strip(), *found.span()) for found in _SIGN.finditer(line.text)]
    raised = list(_raised(line))
    yield from (
        mark for mark in raised if _CITING.search(line.text[max(0, mark.of - _BEFORE) : mark.of])
    )
    for sign in signs:
        if all(sign.end <= mark.start or sign.start >= mark.end for mark in raised):
            yield sign


def _raised(line: Line) -> Iterator[_Mark]:
    """Yield what is raised in a line and may be marks."""
    for start, end in _merged(line.raised):
        place = start
        marks: list[_Mark] = []
        while place < end and (found := _RAISED.match(line.text, place, end)):
            marks.append(_Mark(found[1], place, found.end(), start))
            place = found.end()
        if start and place == end:
            yield from marks


def _replace_marks(line: Line, places: dict[str, int], unsure: AbstractSet[str]) -> None:
    marks = [mark for mark in _marks(line) if mark.text in places or mark.text.isdigit()]
    marks += [mark for mark in _raised(line) if mark.text in unsure]
    marks.sort(key=lambda mark: mark.start)
    for mark in reversed(marks):
        line.text = line.text[: mark.start] + CALL + line.text[mark.end :]
    line.notes = [places.get(mark.text, mark.text) for mark in marks]
    line.raised = []


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= 1:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged
