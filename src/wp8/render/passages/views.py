"""Passages and their word diffs as a person reads them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from wp8.export.passages import places, verdict
from wp8.render.passages.diff import pieces, word_diff
from wp8.render.terminal import printable
from wp8.render.themes import DELETED, ID, INSERTED, NOTE, QUIET, RIGHT, WARNING
from wp8.render.views import LONGEST, Block, explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from wp8.analysis.passages.draft import CheckedDraft
    from wp8.analysis.passages.located import Located, Locations, Run
    from wp8.analysis.passages.parallels import Parallels
    from wp8.corpus.basket.kept import Kept
    from wp8.render.terminal import Look


def located_view(found: Locations, look: Look) -> Iterator[RenderableType]:
    """Yield each place of a quotation, with what differs and its citation."""
    for located in found.places:
        head = Text.assemble((places(located.passages), ID), "  ", _said(located))
        body = _diff(located.runs, colored=look.colored)
        body.append(f"\n{printable(located.citation)}", QUIET)
        yield Block(head, body)


def parallels_view(found: Parallels, look: Look) -> Iterator[RenderableType]:
    """Yield each pair of passages, with what the second has otherwise, and what that rests on."""
    for pair in found.rows:
        first, second = places(pair.first.passages), places([pair.second])
        words = (f"  {pair.words:g} words", QUIET)
        head = Text.assemble((first, ID), "  ", (second, ID), "  ", _said(pair.first), words)
        yield Block(head, _diff(pair.first.runs, colored=look.colored))
    yield from explained(found)


def kept_view(kept: Kept, look: Look) -> Iterator[RenderableType]:
    """Yield each passage that is kept: the beginning of a long one, its note and its citation."""
    for each in kept.kept:
        about = " · ".join(filter(None, (*each.tags, f"kept {each.kept}", each.change)))
        head = Text.assemble((printable(each.address), ID), "  ", (printable(about), QUIET))
        text, note = ("\n".join(map(printable, t.splitlines())) for t in (each.text, each.note))
        body = Text(text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} …")
        body.append(f"\n{note}" * bool(note), NOTE)
        body.append(f"\n{printable(each.citation)}" * bool(each.citation), QUIET)
        yield Block(head, body)


def checked_view(found: CheckedDraft, look: Look) -> Iterator[RenderableType]:
    """Yield each quotation of a draft, where it is there and where in the corpus."""
    for checked in found.quotations:
        where = f"{printable(checked.file)}:{checked.where}"
        if checked.located:
            best = checked.located[0]
            head = Text.assemble((where, ID), "  ", _said(best), f"  {places(best.passages)}")
            yield Block(head, _diff(best.runs, colored=look.colored))
        else:
            head = Text.assemble((where, ID), "  ", (checked.verdict, QUIET))
            body = Text(printable(checked.text))
            if checked.nearest:
                near = Text(f"\nnearest: {places(checked.nearest.passages)}  ", style=QUIET)
                body.append_text(near).append_text(
                    _diff(checked.nearest.runs, colored=look.colored)
                )
            yield Block(head, body)


def _said(located: Located) -> Text:
    style = RIGHT if located.verbatim else WARNING
    return Text.assemble((verdict(located), style), (f"  {located.score:.2f}", QUIET))


def _diff(runs: Sequence[Run], *, colored: bool) -> Text:
    if not colored:
        return Text(word_diff(runs))
    found = Text()
    for kind, text in pieces(runs):
        found.append(printable(text), kind if kind in (DELETED, INSERTED) else None)
    return found
