"""A passage that is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.model import Record


class Excerpt(NamedTuple):
    """A passage that is quoted, a paragraph for each record, and what is said of it.

    A paragraph is in pieces, of which each is a match or not. One without `ids` cannot be cited.
    """

    ids: tuple[str, ...]
    paragraphs: Sequence[Sequence[tuple[str, bool]]]
    language: str = ""
    note: str = ""
    remarks: Sequence[str] = ()


def excerpt(record: Record, spans: Sequence[tuple[int, int]] = ()) -> Excerpt:
    """Return a record as an excerpt, some spans of its text as matches, who speaks it before it."""
    pieces = [(f"{record.speaker}: ", False)] if record.speaker else []
    end = 0
    for start, stop in spans:
        pieces += [(record.text[end:start], False), (record.text[start:stop], True)]
        end = stop
    return Excerpt((record.id,), [[*pieces, (record.text[end:], False)]], record.language)
