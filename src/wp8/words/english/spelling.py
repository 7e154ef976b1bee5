"""British and American spellings of a word, which are one."""

from __future__ import annotations

import re
from typing import Final

# Each begins with letters, for which a search looks sooner than for what stands before them.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (
            r"our(?<=[a-z]{3}our)"
            r"(?=$|s$|ed$|ing$|able$|ite$|ful$|less$|ly$|hood$|ers?$)",
            "or",
        ),
        (r"is(?<=[a-z]{3}is)(?=e$|ation$)", "iz"),
        (r"s(?<=[a-z]{3}[ly]s)(?=e$)", "z"),
        (r"tre(?<=[a-z]{2}tre)$", "ter"),
        (r"tr(?<=[a-z]{2}tr)(?=ed$|ing$)", "ter"),
        (r"ce(?<=[a-z]{3}ence)$", "se"),
        (r"ue(?<=[a-z]{3}ogue)$", ""),
        (r"me(?<=[a-z]{3}amme)$", ""),
        (r"l(?<=[a-z]{3}ll)(?=$|ment$|ful$)", ""),
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
