"""What is said of the documents of a corpus, as queries ask for it: by fields, each with a key."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item import dates, fields, names
from wp8.query.fields import spans
from wp8.query.fields.catalogue import DATE, NAME, SPANS, TEXT, Column, Value, folded, in_latin
from wp8.query.language.named import field_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.corpus.document import Document

# What a field of CSL is called in queries, where that is not its own name.
_ASKED_AS: Final = {"issued": "date"}
# What a document has elsewhere.
_NOT_STATED: Final = frozenset(("title", "type", "language"))
# Of a field that may be one of numbers or of dates, the values tell.
_TOLD: Final = ""
_KINDS: Final = {fields.NAMES: NAME, fields.DATE: DATE, fields.NUMBER: _TOLD}


def columns(documents: Sequence[Document], keys: Mapping[str, str]) -> dict[str, Column]:
    """Return what is said of documents by field; `keys` are those by which they are cited."""
    found: dict[str, tuple[str, list[Sequence[Value]]]] = {}
    for place, document in enumerate(documents):
        for name, kind, values in _said(document, keys.get(document.id, "")):
            _, rows = found.setdefault(name, (kind, [()] * len(documents)))
            rows[place] = (*rows[place], *values)
    return {name: _column(kind, rows) for name, (kind, rows) in found.items()}


def _said(document: Document, key: str) -> Iterator[tuple[str, str, list[Value]]]:
    """Yield the name, the kind and the values of each field of a document."""
    for name, text in (
        ("title", document.title),
        ("type", document.type),
        ("language", document.language),
        ("key", key),
        ("affiliation", document.affiliation),
        ("rights", document.rights),
        ("file", document.file),
    ):
        if text:
            yield name, TEXT, [_text(text)]
    for name, said in document.stated.items():
        if name not in _NOT_STATED:
            kind = _KINDS.get(fields.FIELDS[name], TEXT)
            yield _ASKED_AS.get(name, field_name(name)), kind, list(_values(kind, said))
    for name, own in document.fields.items():
        yield field_name(name), _TOLD, list(_values(_TOLD, own))


def _values(kind: str, said: Any) -> Iterator[Value]:  # noqa: ANN401 - as a manifest has it
    if kind == NAME:
        for name in names.names(said):
            whole = names.whole(name)
            forms = (whole, names.inverted(name), *in_latin(whole))
            yield Value(whole, "|".join(dict.fromkeys(map(folded, forms))))
    elif kind == DATE:
        date = dates.text(said)
        yield Value(date, spans.written(spans.days(date)) if dates.is_date(date) else "")
    else:
        yield from map(_text, map(str, said if isinstance(said, list) else [said]))


def _text(text: str) -> Value:
    return Value(text, folded(text))


def _column(kind: str, rows: Sequence[Sequence[Value]]) -> Column:
    """Return a field; where the values tell its kind, it is one of numbers or dates if all are."""
    if kind != _TOLD:
        return Column(kind, rows)
    for told, span in SPANS.items():
        with suppress(ValueError):
            return Column(
                told, [[Value(v.shown, spans.written(span(v.shown))) for v in row] for row in rows]
            )
    return Column(TEXT, rows)
