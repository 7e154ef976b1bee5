"""Word diffs, and passages with them, for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.export.passages import places, verdict
from wp8.render.plain import NOTHING
from wp8.render.terminal import Gated, joined, printable, styled
from wp8.render.themes import DELETED, INSERTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.passages.draft import CheckedDraft
    from wp8.analysis.passages.located import Locations, Run
    from wp8.analysis.passages.parallels import Parallels
    from wp8.render.terminal import Look

_MARKS: Final = {
    DELETED: ("[-", "-]"),
    INSERTED: ("{+", "+}"),
}
_LEFT_OUT: Final = "[…] "


def pieces(runs: Iterable[Run]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a word diff, each with its kind: equal, deleted or inserted.

    Deleted is what the text has and the quotation has not. What an editor marked is equal.
    """
    known = list(runs)
    for before, (kind, text, quoted), after in zip(
        [None, *known], known, [*known[1:], None], strict=False
    ):
        if kind == "equal":
            yield kind, text
        elif kind == "omitted":
            beside = {run.kind for run in (before, after) if run}
            yield "equal", "" if "editorial" in beside else _LEFT_OUT
        elif kind == "editorial":
            yield "equal", f"{quoted.strip()} "
        else:
            # Words put in where the text has nothing stand apart as they do in the quotation.
            yield "equal", " " * (not text and before is not None and _is_apart(before))
            yield DELETED, text.rstrip()
            yield INSERTED, quoted.strip()
            yield "equal", (text or quoted)[len((text or quoted).rstrip()) :]


def _is_apart(before: Run) -> bool:
    return before.quoted[-1:].isspace() and not before.text[-1:].isspace()


def word_diff(runs: Sequence[Run], look: Look | None = None) -> Gated:
    """Return a word diff on one line, marked as git's is, or coloured if the look is."""
    marks = {kind: look.around(kind) for kind in _MARKS} if look and look.colored else _MARKS
    found = [
        styled(printable(text), marks.get(kind, ("", ""))) for kind, text in pieces(runs) if text
    ]
    return Gated(joined(found).rstrip())


def located_lines(found: Locations, look: Look) -> Iterator[str]:
    """Yield a line for each place and its citation: ids and spans, verdict, score, diff."""
    for located in found.places:
        said = f"{places(located.passages)}\t{verdict(located)}\t{located.score:.2f}"
        diff = word_diff(located.runs, look)
        yield joined((said, "\t", diff, f"\t{printable(located.citation)}\n"))


def parallel_lines(found: Parallels, look: Look) -> Iterator[str]:
    """Yield a line for each pair of passages: both places, verdict, score, word diff."""
    for first, second, *_ in found.rows:
        both = f"{places(first.passages)}\t{places([second])}"
        diff = word_diff(first.runs, look)
        yield joined((f"{both}\t{verdict(first)}\t{first.score:.2f}\t", diff, "\n"))


def checked_lines(found: CheckedDraft, look: Look) -> Iterator[str]:
    """Yield a line for each quotation of a draft: where it is, verdict, place, word diff."""
    for checked in found.quotations:
        where = f"{printable(checked.file)}:{checked.where}"
        located = checked.located[0] if checked.located else None
        if located:
            diff = word_diff(located.runs, look)
            said = f"{where}\t{verdict(located)}\t{places(located.passages)}\t"
            yield joined((said, diff, "\n"))
        else:
            yield f"{where}\tnot in the corpus\t{NOTHING}\t{printable(checked.text)}\n"
