"""What the pages of a PDF are called: by what is printed on them, or else by what the file says."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from wp8.model import seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST: Final = 20


def labels(stated: Sequence[str], printed: Mapping[int, str]) -> list[str]:
    """Return what each page is called, or nothing where that is not known.

    `stated` are the labels that the file has; `printed` the numbers that were found on pages, from
    0. A file that states other numbers than are printed counts its pages, as some programs do.
    """
    found = ["" if len(label) > _LONGEST else " ".join(seen(label).split()) for label in stated]
    if any(found[page] != number for page, number in printed.items()):
        found = [""] * len(stated)
    for page, number in printed.items():
        found[page] = number
    numbered = {page: int(number) for page, number in printed.items() if number.isdecimal()}
    # The first page of a text rarely has its number.
    for one, other in pairwise(sorted({0: 1} | numbered)):
        first = numbered.get(one, 1)
        if numbered[other] - first == other - one:
            for page in range(one, other):
                found[page] = found[page] or str(first + page - one)
    return found
