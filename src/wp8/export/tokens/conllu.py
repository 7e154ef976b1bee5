"""CoNLL-U, the format of Universal Dependencies: sentences of numbered tokens.

What wp8 does not know of a token is `_`. Blanks that are not one space are told as UDPipe tells
them, others by their number in Unicode.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from wp8.export.tokens.token import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wp8.model import Record

_BLANKS: Final = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def conllu(records: Iterable[Record], lemma: Callable[[str], str]) -> Iterator[str]:
    """Yield the texts of `records`, a record at a time.

    A token has its form and its lemma. A document is `newdoc`, a record `newpar`, and a sentence
    has the id of its record with its number there: `speech:12.s1`.
    """
    for name, own in groupby(records, lambda record: record.document):
        head = f"# newdoc id = {name}\n"
        for record in own:
            if text := "".join(_lines(record, lemma)):
                yield head + text
                head = ""


def _lines(record: Record, lemma: Callable[[str], str]) -> Iterator[str]:
    text = record.text
    found = list(tokens(record, lemma))
    ends = [*(sentence[0].start for sentence in found), len(text)][1:]
    head = f"# newpar id = {record.id}\n# kind = {record.kind}\n"
    for number, (sentence, end) in enumerate(zip(found, ends, strict=True), start=1):
        whole = " ".join(text[sentence[0].start : sentence[-1].end].split())
        yield f"{head}# sent_id = {record.id}.s{number}\n# text = {whole}\n"
        before = _escaped(text[: sentence[0].start]) if head else ""
        head = ""
        following = [token.start for token in sentence[1:]] + [end]
        for place, (token, at) in enumerate(zip(sentence, following, strict=True), start=1):
            blanks = text[token.end : at]
            misc = [f"SpacesBefore={before}"] if before else []
            if not blanks:
                misc.append("SpaceAfter=No")
            elif blanks != " ":
                misc.append(f"SpacesAfter={_escaped(blanks)}")
            before = ""
            form = text[token.start : token.end]
            columns = (str(place), form, token.lemma, *"______", "|".join(misc) or "_")
            yield "\t".join(columns) + "\n"
        yield "\n"


def _escaped(blanks: str) -> str:
    return "".join(_BLANKS.get(blank) or f"\\u{ord(blank):04x}" for blank in blanks)
