"""Changes of what the manifest says of documents: taken out, called otherwise, described."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.care.toml_text import DOCUMENT, ManifestText
from wp8.corpus.change import changing
from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.item.dates import is_in_words
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, NUMBER, TEXTS, fault, field_of
from wp8.corpus.item.own_fields import own_fault
from wp8.corpus.manifest import DOCUMENT_KEYS, described, manifest_bytes
from wp8.corpus.metadata.tables import manifest_table
from wp8.corpus.names import IS_ID
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError, UnknownNameError
from wp8.files import UTF_16_MARKS, unicode_text
from wp8.query.language.suggest import nearest
from wp8.words.language_names import tag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from wp8.corpus.change import Change
    from wp8.corpus.document import Document

OWN: Final = "fields."
# What of a document may be said beside the fields of CSL.
_TEXTS: Final = (
    *("title", "language", "affiliation", "rights", "encoding", "layout", "family_name", "cite"),
)
SETTABLE: Final = (*_TEXTS, "date", *(key for key in FIELDS if key not in _TEXTS))
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
# What marks as guessed or supplied that which is said from now on.
_MARKS: Final = {"title": "title_supplied", "language": "language_guessed"}


class Removed(NamedTuple):
    """A document that was taken out of a corpus: the `lines` of the manifest that described it."""

    document: Document
    lines: str


def remove(folder: Path, ids: Sequence[str], notify: Callable[[str], object]) -> list[Removed]:
    """Take documents out of the corpus in `folder`, and leave their files where they are.

    Where another wp8 is at it, this one waits, and says so by `notify`.

    Raises:
        UnknownNameError: There is no such document.
        CorpusError: The manifest cannot be changed so.
    """
    with _revising(folder, notify) as revision:
        doomed = set(map(revision.place, ids))
        if len(doomed) == len(revision.tables):
            hint = "to take away all of it, remove its folder"
            raise CorpusError(f"{folder}: then no document would be left", hint=hint)
        removed = _taken(revision, dict.fromkeys(ids))
        revision.commit(without=set(ids))
    return [removed[id_] for id_ in dict.fromkeys(ids)]


def rename(folder: Path, old: str, new: str, notify: Callable[[str], object]) -> Document:
    """Give a document of the corpus in `folder` the id `new`; return it as it was.

    Errors and `notify` are as of `remove`.
    """
    if not IS_ID.fullmatch(new):
        hint = "an id is a small letter, then small letters, digits, - or _"
        raise CorpusError(f"{new!r} is not an id that can be cited", hint=hint)
    with _revising(folder, notify) as revision:
        place = revision.place(old)
        if new in revision.known:
            raise CorpusError(f"there is a document {new} already")
        revision.text.set(place, lambda _: False, "id", new)
        revision.tables[place]["id"] = new
        revision.commit(renamed=(old, new))
    return revision.known[old]


def describe(
    folder: Path, ids: Sequence[str], said: Mapping[str, Any], notify: Callable[[str], object]
) -> None:
    """Let the manifest of `folder` say `said` of documents, by the names of its fields.

    A value is a text or a list of texts, and None takes out what was said; fields of the corpus's
    own are called `fields.NAME`. Errors and `notify` are as of `remove`.
    """
    _require_each_once(said)
    wanted = {key: _value(key, value) for key, value in said.items()}
    for key, value in wanted.items():
        _check(key, value)
    with _revising(folder, notify) as revision:
        for place in map(revision.place, dict.fromkeys(ids)):
            for key, value in wanted.items():
                revision.say(place, key, value)
        revision.commit()
    for key, value in wanted.items():
        if isinstance(value, str) and FIELDS.get(_field(key)) == DATE and is_in_words(value):
            written = "a date is written as 1872-03-03 or 3 March 1872"
            notify(f"{key} is kept in words, and no year will find it; {written}")


def follow(
    folder: Path,
    manifest: bytes,
    gone: Collection[str],
    moved: Mapping[str, str],
    tables: str,
    notify: Callable[[str], object],
) -> list[Removed]:
    """Let the manifest of `folder` say what its files are by now, all at once.

    Documents that are `gone` are taken out and returned with their lines; those whose file has
    `moved` from one path get the other; `tables` are added.

    Raises:
        CorpusError: It is not `manifest` any more, or cannot be changed so.
    """
    with _revising(folder, notify) as revision:
        revision.require(manifest)
        for place, table in enumerate(revision.tables):
            if file := moved.get(table.get("file", "")):
                revision.text.set(place, lambda _: False, "file", file)
                table["file"] = file
        removed = _taken(revision, gone)
        revision.add(tables)
        revision.commit(without=set(gone))
    return list(removed.values())


def _taken(revision: _Revision, ids: Iterable[str]) -> dict[str, Removed]:
    removed = {}
    for place, id_ in sorted(((revision.place(id_), id_) for id_ in ids), reverse=True):
        removed[id_] = Removed(revision.known[id_], revision.text.remove(place))
        del revision.tables[place]
    return removed


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - as the manifest has it
    """Return what is said of a field as the manifest has it."""
    kind = FIELDS.get(_field(key), "")
    if isinstance(value, str):
        is_number = kind in (NUMBER, DATE) and value.isascii() and value.isdecimal()
        return int(value) if is_number and str(int(value)) == value else value
    if value is None or (len(value) == 1 and kind != TEXTS):
        return value and _value(key, value[0])
    return list(value)


def _field(key: str) -> str:
    return "" if key in _TEXTS or key.startswith(OWN) else field_of(key)


def _require_each_once(keys: Iterable[str]) -> None:
    """Raise an error if two of the names of fields name the same."""
    known: dict[tuple[str, str], str] = {}
    for key in keys:
        field = _field(key)
        first = known.setdefault((field, "" if field else key.lower()), key)
        if first != key:
            hint = f"say all its values under one name: {first}=…"
            raise CorpusError(f"{key!r} is the same field as {first!r}", hint=hint)


def _check(key: str, value: object) -> None:
    """Raise an error if there is no such field, or it cannot be this."""
    texts = value if isinstance(value, list) else [value or ""]
    if not all(_is_unicode(str(text)) for text in (key, *texts)):
        raise CorpusError(f"{key!r} is not Unicode", hint="a terminal gives UTF-8 to programs")
    if key.startswith(OWN):
        name = key.removeprefix(OWN)
        wrong = own_fault(name, value or "?", DOCUMENT_KEYS)
        if wrong and "before the line" in (wrong[1] or ""):
            wrong = (wrong[0], f"without fields: {name}=…")
    elif _field(key) or key in _TEXTS:
        wrong = None if value is None or key in _TEXTS else fault(key, value)
        if isinstance(value, list) and FIELDS.get(_field(key)) not in (NAMES, TEXTS):
            wrong = ("has one value", f"as in {key}=…")
        if key == "language" and value and not _TAG.fullmatch(str(value)):
            wrong = ("is no tag of a language", f"as in {key}={_primary(value) or 'fr'}")
        if key == "title" and value is None:
            wrong = ("is what every document has", "as in title=…")
    else:
        raise UnknownNameError(f"there is no field {key!r}", hint=_instead(key))
    if wrong:
        raise CorpusError(f"{key!r} {wrong[0]}", hint=wrong[1])


def _primary(language: object) -> str:
    """Return the tag of a language by its name, nothing if it is not known."""
    return tag_of(str(language)).partition("-")[0]


def _instead(key: str) -> str:
    if key == "id":
        return "another id: wp8 docs rename OLD NEW"
    own = f"a field of your own is {OWN}{key}=…"
    close = nearest(key.lower(), SETTABLE)
    return f"did you mean {close[0]}? {own}" if close else own


class _Revision:
    """The manifest of a folder under a change: its text, and the tables that the text is."""

    def __init__(self, folder: Path, change: Change) -> None:
        self._folder = folder
        self._change = change
        self._source = source_bytes(change.manifest)
        self._content = unicode_text(self._source)
        self._table = manifest_table(self._source, change.manifest)
        documents = described(folder, self._source)
        self.text = ManifestText(self._content, change.manifest)
        self.tables: list[dict[str, Any]] = self._table[DOCUMENT]
        self.known = {document.id: document for document in documents}
        self._added = ""

    def require(self, manifest: bytes) -> None:
        """Raise an error if the manifest is another one."""
        if self._source != manifest:
            raise CorpusError(f"{self._change.manifest}: was changed meanwhile", hint="try again")

    def add(self, tables: str) -> None:
        """Let tables of documents stand behind the others."""
        end = "\r\n" if "\r\n" in self._content else "\n"
        self._added = f"\n{tables}".replace("\n", end) if tables else ""
        self.tables += manifest_table(tables.encode(), self._change.manifest).get(DOCUMENT, [])

    def place(self, id_: str) -> int:
        """Return which of the tables describes the document `id_` alone."""
        for place, table in enumerate(self.tables):
            if table.get("id") == id_:
                return place
        if id_ in self.known:
            part = ", file_part" if self.known[id_].file_part else ""
            hint = f"give it a table of its own: [[document]], with its id, file{part} and title"
            raise CorpusError(f"{self._change.manifest}: a pattern names {id_!r}", hint=hint)
        close = nearest(id_, self.known) or list(self.known)
        raise UnknownNameError(f"there is no document {id_}", hint=f"for example {close[0]}")

    def say(self, place: int, key: str, value: object) -> None:
        """Let one of the tables say something, or not any more."""
        table = self.tables[place]
        if key.startswith(OWN):
            name = self.text.set_field(place, key.removeprefix(OWN), value)
            fields = table.setdefault("fields", {})
            _put(fields, name, value)
            return
        field = _field(key)
        own = self.text.set(place, lambda k: bool(field) and _field(k) == field, key, value)
        _put(table, own, value)
        if (mark := _MARKS.get(key)) and mark in table:
            self.text.set(place, lambda _: False, mark, None)
            del table[mark]

    def commit(self, without: Collection[str] = (), renamed: tuple[str, str] = ("", "")) -> None:
        """Put the text in the place of the manifest, if it says what it is to say."""
        text = str(self.text)
        if self._added:
            text = f"{text.rstrip()}{self._added}"
        if text == self._content:
            return
        made = manifest_table(text.encode(), self._change.manifest)
        if _bare(made) != _bare(self._table):
            message = f"{self._change.manifest}: its lines cannot be told apart"
            raise CorpusError(message, hint="change it by hand")
        content = _encoded(text, self._source)
        ids = [document.id for document in described(self._folder, content)]
        old, new = renamed
        expected = [new if id_ == old else id_ for id_ in self.known if id_ not in without]
        if ids[: len(expected)] != expected or (len(ids) > len(expected) and not self._added):
            other = next(iter(sorted({*ids} ^ {*expected})), ids[0])
            message = f"{self._change.manifest}: then a pattern names a document {other!r}"
            raise CorpusError(message, hint="change what stands there under files = first")
        self.require(source_bytes(self._change.manifest))
        self._change.commit(content, self._change.manifest.stat().st_mode & 0o7777)


@contextmanager
def _revising(folder: Path, notify: Callable[[str], object]) -> Iterator[_Revision]:
    manifest_bytes(folder)
    with changing(folder, notify) as change:
        yield _Revision(folder, change)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _put(table: dict[str, Any], key: str, value: object) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


def _bare(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of a manifest without tables of fields that have none."""
    documents = [
        {key: value for key, value in each.items() if key != "fields" or value}
        for each in table[DOCUMENT]
    ]
    return {**table, DOCUMENT: documents}


def _encoded(text: str, source: bytes) -> bytes:
    """Return a text as `source` is encoded, with its mark."""
    if not source.startswith(UTF_16_MARKS):
        mark = BOM_UTF8 if source.startswith(BOM_UTF8) else b""
        return mark + text.encode()
    return source[:2] + text.encode("utf-16-le" if source.startswith(b"\xff") else "utf-16-be")


def mentions(folder: Path, id_: str) -> list[str]:
    """Return which lines of the manifest and the glossary name an address in a document."""
    named = re.compile(rf"(?<![\w:-]){id_}:(?=\S)|\bdoc:{id_}(?![\w-])")
    return [
        f"{name}:{number}"
        for name in (MANIFEST, GLOSSARY)
        if (folder / name).is_file()
        for number, line in enumerate(
            unicode_text(source_bytes(folder / name), "replace").split("\n"), start=1
        )
        if named.search(line)
    ]
