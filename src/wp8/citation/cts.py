"""A locus as a CTS URN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wp8.citation.locus import Locus, Words

_NAMESPACE: Final = "wp8"
_WORD: Final = re.compile(r"[^\W_]+")


def urn(locus: Locus) -> str:
    """Return `urn:cts:wp8:CORPUS.DOCUMENT.LANGUAGE:PASSAGE`; the passage is of record names.

    A hyphen is syntax in a URN, and a blank does not stand in one: words are cited from the first
    to the last, each with which of its occurrences it is.
    """
    document = locus.document
    work = (locus.corpus, document.id, document.stated_language or "und")
    base = f"urn:cts:{_NAMESPACE}:{'.'.join(map(_name, work))}"
    if locus.words:
        return f"{base}:{_words(locus.words)}"
    if locus.is_whole:
        return f"{base}:"
    cited = [r for r in locus.records if r.kind == "paragraph"] or locus.records
    first, last = (record.id.partition(":")[2] for record in (cited[0], cited[-1]))
    return f"{base}:{first}" if first == last else f"{base}:{first}-{last}"


def _name(text: str) -> str:
    """Return `text` without what is syntax in a URN."""
    return "".join(c if c.isalnum() else "_" for c in text) or "_"


def _words(words: Words) -> str:
    found = list(_WORD.finditer(words.record.text, words.start, words.end))
    name = words.record.id.partition(":")[2]
    if not found:
        return name
    ends = dict.fromkeys((found[0].span(), found[-1].span()))
    return "-".join(f"{name}@{_occurrence(words.record.text, *span)}" for span in ends)


def _occurrence(text: str, start: int, end: int) -> str:
    """Return a word and which occurrence of its letters it is: `self[1]`."""
    word = text[start:end]
    before = sum(text.startswith(word, place) for place in range(start))
    return f"{word}[{before + 1}]"
