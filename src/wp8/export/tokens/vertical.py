"""The vertical format of Sketch Engine and of CWB: one token a line, and structures as tags."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from wp8.export.tokens.token import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.corpus.document import Document
    from wp8.model import Record

_GLUE: Final = "<g/>\n"


def vertical(
    documents: Sequence[Document], records: Iterable[Record], lemma: Callable[[str], str]
) -> Iterator[str]:
    """Yield the texts of `records` as lines, a record at a time.

    A token has its form, its norm and its lemma. A document is `doc`, a record `p`, a sentence `s`;
    where no blank stands between two tokens, there is a `g`.
    """
    known = {document.id: document for document in documents}
    for name, own in groupby(records, lambda record: record.document):
        yield _tag("doc", **_about(known[name]))
        for record in own:
            yield "".join(_lines(record, lemma))
        yield "</doc>\n"


def _about(document: Document) -> dict[str, str]:
    return {
        "id": document.id,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "type": document.type,
        "language": document.language,
    }


def _lines(record: Record, lemma: Callable[[str], str]) -> Iterator[str]:
    end = 0
    for number, sentence in enumerate(tokens(record, lemma)):
        if not number:
            yield _tag("p", id=record.id, kind=record.kind, section=record.section)
        glue = _GLUE if end and sentence[0].start == end else ""
        yield f"{glue}<s>\n"
        for place, token in enumerate(sentence):
            if place and token.start == end:
                yield _GLUE
            end = token.end
            columns = (record.text[token.start : end], token.norm, token.lemma)
            yield "\t".join(map(escape, columns)) + "\n"
        yield "</s>\n"
    if end:
        yield "</p>\n"


def _tag(name: str, **attributes: str) -> str:
    stated = {key: " ".join(value.split()) for key, value in attributes.items()}
    pairs = (f' {key}="{escape(v, {chr(34): "&quot;"})}"' for key, v in stated.items() if v)
    return f"<{name}{''.join(pairs)}>\n"
