"""Whether enough of a quotation stands in a place to say that it is from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.alignment import CHANGES, content, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.analysis.passages.alignment import Alignment, Step
    from wp8.analysis.passages.quotation import Quotation

    TextsWith = Callable[[Sequence[str]], int]

LEAST_SCORE: Final = 0.75
LEAST_SCORE_OF_COMMON_WORDING: Final = 0.85
LEAST_WORDS: Final = 5
LEAST_CONTENT_WORDS: Final = 2
# Wording is common if every three words of it in a row stand in more texts than these.
FEW_TEXTS: Final = 3
# A part between two ellipses that is common wording stands there word for word, has a content word
# or so many others, and is at most so many words from the part before or after it.
LEAST_PART: Final = 4
REACH: Final = 20


def is_found(alignment: Alignment, quotation: Quotation, texts_with: TextsWith) -> bool:
    """Return whether an alignment shows where a quotation is from.

    Word for word it does, slips of the pen forgiven; else if at least `LEAST_WORDS` are equal,
    `LEAST_CONTENT_WORDS` of them no function words, with a score of `LEAST_SCORE`, or of
    `LEAST_SCORE_OF_COMMON_WORDING` where all that is equal is common. With an ellipsis it always
    takes so many words; wording that is not common in one of the parts; and each of the others
    must be telling, and near. `texts_with` says how many texts have three words in a row.
    """
    kinds = {step.kind for step in alignment.steps}
    parts = list(_parts(alignment, quotation))
    if len(parts) == 1 and not kinds.intersection(CHANGES) - {"slip"}:
        return bool(kinds & {"equal", "slip"})
    norms = _equal(alignment.steps, quotation)
    rare = [_is_rare(part, quotation, texts_with) for part in parts]
    least = LEAST_SCORE if any(rare) else LEAST_SCORE_OF_COMMON_WORDING
    return (
        alignment.score >= least
        and size(norms) >= LEAST_WORDS
        and len(content(norms)) >= LEAST_CONTENT_WORDS
        and (len(parts) == 1 or _hang_together(parts, rare, quotation))
    )


def _parts(alignment: Alignment, quotation: Quotation) -> Iterator[list[Step]]:
    """Yield the steps of each part of a quotation, what is left out before it among them."""
    starts = {part.start for part in quotation.parts()} - {0}
    part: list[Step] = []
    left_out: list[Step] = []
    for step in alignment.steps:
        if step.quoted in starts:
            yield part
            part = []
        elif step.kind == "omitted":
            left_out.append(step)
            continue
        part += [*left_out, step]
        left_out = []
    yield part


def _equal(steps: Sequence[Step], quotation: Quotation) -> list[str]:
    return [
        quotation.pieces[step.quoted].readings[0]
        for step in steps
        if step.kind == "equal" and step.quoted is not None
    ]


def _is_rare(steps: Sequence[Step], quotation: Quotation, texts_with: TextsWith) -> bool:
    """Return whether three equal words in a row stand together in few texts."""
    return any(
        one.kind == two.kind == three.kind == "equal"
        and texts_with(_equal((one, two, three), quotation)) <= FEW_TEXTS
        for one, two, three in zip(steps, steps[1:], steps[2:], strict=False)
    )


def _hang_together(
    parts: Sequence[Sequence[Step]], rare: Sequence[bool], quotation: Quotation
) -> bool:
    """Return whether parts are of one passage, and not common words that stand anywhere."""
    gaps = [sum(step.kind == "omitted" for step in part) for part in parts]
    for number, part in enumerate(parts):
        norms = _equal(part, quotation)
        near = min(gaps[max(number, 1) : number + 2])
        whole = not any(step.kind in CHANGES for step in part)
        telling = whole and (bool(content(norms)) or len(norms) >= LEAST_PART)
        if not rare[number] and (not telling or near > REACH):
            return False
    return any(rare)
