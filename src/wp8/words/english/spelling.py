"""British and American spellings of a word, which are one."""

from __future__ import annotations

import re
from typing import Final

_SPELLINGS: Final = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{3})our(?=$|s$|ed$|ing$|able$|ite$|ful$|less$|ly$|hood$|ers?$)", "or"),
        (r"(?<=[a-z]{3})is(?=e$|ation$)", "iz"),
        (r"(?<=[a-z]{3}[ly])s(?=e$)", "z"),
        (r"(?<=[a-z]{2})tre$", "ter"),
        (r"(?<=[a-z]{2})tr(?=ed$|ing$)", "ter"),
        (r"(?<=[a-z]{3}en)ce$", "se"),
        (r"(?<=[a-z]{3}og)ue$", ""),
        (r"(?<=[a-z]{3}am)me$", ""),
        (r"(?<=[a-z]{3}l)l(?=$|ment$|ful$)", ""),
    )
)
_BRITISH: Final = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))


def american(word: str) -> str:
    """Return `word` with the American one of its spellings: `labour` is `labor`."""
    if not _BRITISH.search(word):
        return word
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word
