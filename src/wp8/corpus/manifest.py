"""The manifest of a corpus folder, `corpus.toml`, and the digest of all that is read."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.digest import MANIFEST, Memo
from wp8.corpus.document import Corpus, Document, Documents, of_columns
from wp8.corpus.fingerprint import Fingerprint, sum_of
from wp8.corpus.glossary import load_glossary
from wp8.corpus.item.fields import FIELDS, OTHER_NAMES, WORK_TYPES, fault, field_of
from wp8.corpus.metadata.described import Described, keep_description, kept_description
from wp8.corpus.metadata.tables import joined, manifest_table, manifest_tables
from wp8.corpus.names import IS_ID, Ids
from wp8.corpus.patterns import Files, Inside
from wp8.corpus.readers import LAYOUTS, PARTED, layout_of, takes_encoding
from wp8.corpus.source import (
    is_inside,
    known_encoding,
    parts_of,
    said_of_files,
    source_bytes,
)
from wp8.corpus.titles import also_said, of_document, titled, with_own_titles
from wp8.errors import CorpusError, UnreadableError
from wp8.index.engines import NAMES, nearest_engine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from wp8.corpus.metadata.described import Looked
    from wp8.corpus.readers.block import Part
    from wp8.files import Kept

    # What a manifest says of a document, or the document if it is known.
    Table = Mapping[str, object] | Document

NO_FOLDER: Final = "there is no such corpus folder"

_CLUSTER_KEYS: Final = ("url", "index")
_SUBCORPORA_KEY: Final = "subcorpora"
_BIBLIOGRAPHY: Final = "bibliography"
_CORPUS_KEYS: Final = (
    *("name", "description", _BIBLIOGRAPHY, "engine", *_CLUSTER_KEYS, "document", _SUBCORPORA_KEY),
)
_REQUIRED_KEYS: Final = ("id", "file", "title")
_PATTERN_KEY: Final = "files"
_METADATA_KEY: Final = "metadata"
_FLAGS: Final = ("title_supplied", "language_guessed")
# What a document has beside the fields of CSL.
_OWN_TEXTS: Final = (
    *("layout", "language", "affiliation", "rights", "encoding", "file_part", "text_column"),
)
_CITE: Final = "cite"
_FIELDS_KEY: Final = "fields"
_OWN_KEYS: Final = (*_REQUIRED_KEYS, *_FLAGS, *_OWN_TEXTS, _CITE, _FIELDS_KEY)
_FAMILY: Final = "family_name"
_OF_WORK: Final = (_FAMILY, *OTHER_NAMES, *FIELDS, *map(str.lower, FIELDS))
# Both in the order in which they are named to a user.
DOCUMENT_KEYS: Final = dict.fromkeys((*_OWN_KEYS, *_OF_WORK))
_STATED_KEYS: Final = frozenset(_OF_WORK) - {*_OWN_KEYS, _FAMILY}
_MORE_KEYS: Final = _STATED_KEYS | {_FAMILY, _FIELDS_KEY}
# What is each document's own, a pattern for many cannot say.
_MEMBER_KEYS: Final = dict.fromkeys(
    key
    for key in (_PATTERN_KEY, _METADATA_KEY, *DOCUMENT_KEYS)
    if key not in (*_REQUIRED_KEYS, *_FLAGS, _CITE, "file_part", "citation-key")
    and OTHER_NAMES.get(key) not in ("title", "citation-key")
)
_INSIDE: Final = "a source stands in the corpus folder, under a relative path"


def load_corpus(
    folder: Path,
    *,
    titles: bool = True,
    memo: Memo | None = None,
    kept: Kept | None = None,
) -> Corpus:
    """Return the corpus that the manifest in `folder` describes.

    Without `titles`, sources are not asked for those that the manifest does not say. What
    `memo` knows is not read for the digest. What the manifest says is `kept`, and taken from there
    if it is as it was.

    Raises:
        CorpusError: the folder or the manifest is missing, or the manifest does not say what it
            must, or names a file outside the folder or an engine there is not. That a source is
            missing is for its readers.
    """
    memo = memo or Memo(folder)
    fingerprint = Fingerprint(folder, memo)
    manifest = manifest_bytes(folder)
    looked, before = (kept_description(kept) if kept else None) or (None, None)
    said = before
    if not (looked and said and _says_the_same(folder, manifest, fingerprint, looked, said)):
        fingerprint, manifest = Fingerprint(folder, memo), manifest_bytes(folder)
        said = _described(folder, manifest, fingerprint, before)
        if kept and (looked := _looked(said, manifest, fingerprint)):
            keep_description(kept, looked, said)
    name, documents, engine, subcorpora, doubts, _ = said
    return Corpus(
        name,
        folder,
        _titled(folder, documents) if titles else documents,
        fingerprint.digest(manifest, documents),
        load_glossary(folder),
        engine=engine,
        keys=fingerprint.keys,
        seen=fingerprint.seen(),
        size=fingerprint.size,
        made_of=fingerprint.made_of(),
        subcorpora=subcorpora,
        doubts=[f"document {id_!r}: {doubt}" for id_, own in doubts.items() for doubt in own],
    )


def _titled(folder: Path, documents: Sequence[Document]) -> Sequence[Document]:
    is_said = all(document.title for document in documents)
    return documents if is_said else Documents(with_own_titles(folder, documents))


def described(folder: Path, manifest: bytes) -> Sequence[Document]:
    """Return the documents that `manifest`, as the one in `folder`, describes; errors as of that.

    Sources are not asked for titles that it does not say.
    """
    return _described(folder, manifest, Fingerprint(folder, Memo(folder))).documents


def cluster_index(folder: Path) -> tuple[str, str]:
    """Return the address of the cluster and the name of the index there, as the manifest says.

    Both are empty where it does not.

    Raises:
        CorpusError: the manifest is missing, or it is none.
    """
    path = folder / MANIFEST
    table = manifest_table(manifest_bytes(folder), path)
    url, index = (_text(table, key, where=f"{path}") for key in _CLUSTER_KEYS)
    return url, index


def listed_files(folder: Path) -> set[str]:
    """Return the files with a table of their own in the manifest, none if there is no manifest.

    The patterns are among them, of which one may be the name of a file, `glob.escape`d, and so is
    the bibliography.

    Raises:
        CorpusError: the manifest cannot be read.
    """
    path = folder / MANIFEST
    table = manifest_table(source_bytes(path), path) if os.path.lexists(path) else {}
    tables = table.get("document", [])
    named = _files(tables, "file", _PATTERN_KEY) if isinstance(tables, list) else set()
    return named | _files([table], _BIBLIOGRAPHY)


def _files(tables: Iterable[object], *keys: str) -> set[str]:
    files = (table.get(key) for table in tables if isinstance(table, dict) for key in keys)
    return {file for file in files if isinstance(file, str)}


def manifest_bytes(folder: Path) -> bytes:
    """Return the bytes of the manifest in `folder`.

    Raises:
        CorpusError: the folder or the manifest is missing, or cannot be read.
    """
    try:
        if not folder.is_dir():
            raise CorpusError(f"{folder}: {NO_FOLDER}")
        is_described = (folder / MANIFEST).exists()
    except OSError as error:
        hint = "a corpus is a folder that you may read and enter; --corpus names another"
        raise CorpusError(f"{folder}: cannot be read ({error.strerror})", hint=hint) from error
    if not is_described:
        hint = f"a corpus folder describes its documents in a file {MANIFEST}"
        raise CorpusError(f"{folder}: has no {MANIFEST}", hint=hint)
    return source_bytes(folder / MANIFEST)


def _says_the_same(
    folder: Path, manifest: bytes, fingerprint: Fingerprint, looked: Looked, said: Described
) -> bool:
    """Return whether the manifest still says what it `said` when it was `looked` at.

    A source that has the stat that it had stays in the folder; of others that is told anew.
    """
    if looked.own != sum_of(manifest):
        return False
    unknown = fingerprint.unknown(document.file for document in said.documents)
    return fingerprint.has_still(looked) and all(map(Inside(folder).has, unknown))


def _looked(said: Described, manifest: bytes, fingerprint: Fingerprint) -> Looked | None:
    """Return what a manifest is read from; None where it rests on the content of other files."""
    looked = fingerprint.looked(manifest)
    # Whether such a source is one document or many, it says itself.
    is_by_sources = any(document.layout in PARTED for document in said.documents)
    return None if looked and looked.folders and is_by_sources else looked


def _described(
    folder: Path, manifest: bytes, fingerprint: Fingerprint, before: Described | None = None
) -> Described:
    """Return what the manifest in `folder` says.

    `fingerprint` takes account of what else is read: folders, and tables of metadata. A table that
    a manifest `before` had describes the same document, if its source is known to be where it was.
    """
    path = folder / MANIFEST
    known = before.by_tables if before else {}
    unknown = set(fingerprint.unknown(document.file for document in known.values()))
    known = {text: each for text, each in known.items() if each.file not in unknown}
    table, texts = manifest_tables(manifest, path, known)
    _check_keys(table, known=_CORPUS_KEYS, required=("name",), where=f"{path}")
    name = _text(table, "name", where=f"{path}")
    _text(table, "description", where=f"{path}")
    engine, _, _ = (_text(table, key, where=f"{path}") for key in ("engine", *_CLUSTER_KEYS))
    if engine and engine not in NAMES:
        raise CorpusError(f"{path}: there is no engine {engine!r}", hint=nearest_engine(engine))
    described = _tables(table, path)
    documents = _documents(table, described, path, fingerprint)
    own = dict(zip((_said(item, "id") for item in described), texts, strict=False))
    doubts = {
        document.id: found
        for document in documents
        if (found := _doubts(document, own.get(document.id, ""), known, before))
    }
    tables = joined([own.get(document.id, "") for document in documents]) if any(texts) else ""
    return Described(name, documents, engine, _subcorpora(table, path), doubts, tables)


def _doubts(
    document: Document, own: str, known: Mapping[str, Document], before: Described | None
) -> Sequence[str]:
    """Return what is said of a document, in its `own` table, that may not be meant."""
    if before and own in known:
        return before.doubts.get(document.id, ())
    if not document.stated:
        return ()
    from wp8.corpus.item import doubts

    return list(doubts(document.stated))


def _subcorpora(table: Mapping[str, object], path: Path) -> dict[str, str]:
    """Return the queries that choose documents, by their names."""
    said = table.get(_SUBCORPORA_KEY, {})
    if not isinstance(said, dict):
        hint = 'write each below a line [subcorpora]: postwar = "date:1945.."'
        raise CorpusError(f"{path}: {_SUBCORPORA_KEY!r} is not a table", hint=hint)
    where = f"{path}: {_SUBCORPORA_KEY}"
    for name in said:
        if not IS_ID.fullmatch(name):
            hint = "a name is a small letter, then small letters, digits, - or _"
            raise CorpusError(f"{where}: {name!r} is no name of a subcorpus", hint=hint)
    return {name: _text(said, name, where=where) for name in said}


def _check_keys(
    table: Mapping[str, object], *, known: Collection[str], required: Iterable[str], where: str
) -> None:
    for key in table:
        if key not in known:
            raise CorpusError(f"{where}: unknown key {key!r}", hint=_nearest(key, known))
    for key in required:
        if key not in table:
            raise CorpusError(f"{where}: has no {key!r}", hint=f'add a line: {key} = "…"')


def _nearest(key: str, known: Collection[str], what: str = "keys") -> str:
    from difflib import get_close_matches  # only an error needs it

    close = get_close_matches(key.lower(), known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    if "author" in known:
        own = (name for name in known if name in _OWN_KEYS or name not in _OF_WORK)
        known = (*own, "author, date …: fields of CSL")
    return f"known {what}: {', '.join(known)}"


def _text(table: Mapping[str, object], key: str, *, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        hint = f'write it in quotes: {key} = "…"'
        raise CorpusError(f"{where}: {key!r} is not a text", hint=hint)
    if key in table and not value.strip():
        raise CorpusError(f"{where}: {key!r} is empty", hint="fill it in or leave the line out")
    return value


def _flag(table: Mapping[str, object], key: str, *, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise CorpusError(f"{where}: {key!r} is neither true nor false")
    return value


def _tables(table: Mapping[str, object], path: Path) -> list[Table]:
    """Return the tables of documents, or in the place of one that is known the document."""
    tables = table.get("document", [])
    hint = "describe each document in a table of its own: [[document]]"
    if not isinstance(tables, list) or not all(
        isinstance(item, dict | Document) for item in tables
    ):
        raise CorpusError(f"{path}: 'document' is not a list of tables", hint=hint)
    if not tables:
        raise CorpusError(f"{path}: has no documents", hint=hint)
    return tables


def _said(item: Table, key: str) -> object:
    return getattr(item, key) if isinstance(item, Document) else item.get(key, "")


def _documents(
    table: Mapping[str, object], tables: Sequence[Table], path: Path, fingerprint: Fingerprint
) -> Sequence[Document]:
    """Return the documents that the `tables` of a manifest, itself `table`, describe."""
    documents = Documents(_told_in(table, tables, path, fingerprint))
    if len({document.id for document in documents}) < len(documents):
        numbers = Counter(document.id for document in documents)
        name = next(name for name, number in numbers.items() if number > 1)
        raise CorpusError(f"{path}: two documents have the id {name!r}")
    _require_own_keys(documents, path)
    return documents


def _told_in(
    table: Mapping[str, object], tables: Sequence[Table], path: Path, fingerprint: Fingerprint
) -> Iterator[Document]:
    ids = Ids(id_ for item in tables if isinstance(id_ := _said(item, "id"), str))
    named = {(_said(item, "file"), _said(item, "file_part")) for item in tables}
    files = Files(path.parent, fingerprint.enter, fingerprint.listed)
    library = _library(table, tables, path, fingerprint)
    inside = Inside(path.parent)
    for place, item in enumerate(tables, start=1):
        if isinstance(item, Document):
            yield item
        elif _PATTERN_KEY in item:
            found = _members(item, path, f"{path}: document {place}", ids, files, fingerprint)
            yield from (
                member
                for member in found
                if (member.file, "") not in named and (member.file, member.file_part) not in named
            )
        else:
            yield _document(item, path, place, library, inside)


def _require_own_keys(documents: Iterable[Document], path: Path) -> None:
    first: dict[str, str] = {}
    for document in documents:
        key = document.stated.get("citation-key", "")
        if key and (other := first.setdefault(key, document.id)) != document.id:
            message = f"{path}: documents {other!r} and {document.id!r} have the key {key!r}"
            raise CorpusError(message, hint="give one of them another")


def _members(
    table: Mapping[str, object],
    path: Path,
    where: str,
    ids: Ids,
    inside: Files,
    fingerprint: Fingerprint,
) -> Iterator[Document]:
    """Yield a document for each file that a pattern names."""
    _check_keys(table, known=_MEMBER_KEYS, required=(_PATTERN_KEY,), where=where)
    pattern = _text(table, _PATTERN_KEY, where=where)
    texts = _texts(table, where)
    stated = _stated(table, where)
    if PurePath(pattern).is_absolute() or ".." in PurePath(pattern).parts:
        raise CorpusError(f"{where}: the pattern {pattern!r} leaves the folder", hint=_INSIDE)
    metadata = _text(table, _METADATA_KEY, where=where)
    files = [file for file in inside.matching(pattern) if file != metadata]
    if not files:
        hint = "* is any part of a name, ** any folders"
        raise CorpusError(f"{where}: no file is named by {pattern!r}", hint=hint)
    about = _about(metadata, path.parent, files, where, fingerprint)
    layouts = [texts.get("layout") or layout_of(file) for file in files]
    for layout in dict.fromkeys(layouts):
        _layout(texts, files[layouts.index(layout)], where)
        _check_encoding(texts.get("encoding", ""), layout, where)
    common = {**texts, **stated, "title": ""}
    if not about and PARTED.isdisjoint(layouts):
        alike = Document(**{**common, "id": "", "file": "", "layout": ""})
        fields: tuple[str, ...] = Document.__match_args__
        columns = {name: [getattr(alike, name)] for name in fields}
        columns |= {"id": [*map(ids.new, files)], "file": files, "layout": layouts}
        yield from of_columns(columns)
        return
    for file, layout in zip(files, layouts, strict=True):
        own = {**common, "file": file, "layout": layout}
        members = _parts(path.parent, Document(**own, id=""), ids) if layout in PARTED else ()
        number = 0
        for number, member in enumerate(members, start=1):  # noqa: B007 - whether there are some
            yield member
        if not number:
            yield _told(own, about.get(file, {}), ids.new(file))


def _about(
    name: str, folder: Path, files: Iterable[str], where: str, fingerprint: Fingerprint
) -> dict[str, dict[str, Any]]:
    """Return what the table of this name says of each of `files`, by their paths or their names."""
    if not name:
        return {}
    if not is_inside(folder, name):
        raise CorpusError(f"{where}: the file {name!r} leaves the folder", hint=_INSIDE)
    said = said_of_files(fingerprint.read(name), folder / name)
    rows = {file: said.get(file) or said.get(PurePath(file).name) for file in files}
    found = {file: of_document(row) for file, row in rows.items() if row}
    if not found:
        message = f"{folder / name}: says nothing of a file that {where.rpartition('/')[2]} has"
        raise CorpusError(message, hint="its column file has their names")
    return found


def _told(common: dict[str, Any], about: Mapping[str, Any], id_: str) -> Document:
    """Return one of the documents of a pattern, of which a table says more than the pattern."""
    said = {key: value for key, value in about.items() if value}
    for key in ("stated", _FIELDS_KEY):
        said[key] = {**common[key], **about.get(key, {})}
    return Document(**{**common, **said, "id": id_})


def _parts(folder: Path, common: Document, ids: Ids) -> Iterator[Document]:
    """Yield a document for each part of a source, none if it is one or cannot be read.

    What the manifest says of all goes before what the source says of each.
    """
    path = folder / common.file
    if not is_inside(folder, common.file):
        return
    how = (common.layout, common.encoding, common.text_column)
    try:
        parts = parts_of(source_bytes(path), path, *how)
    except CorpusError:
        return
    yield from (_member(common, part, ids) for part in parts)


def _member(common: Document, part: Part, ids: Ids) -> Document:
    name = f"{PurePath(common.file).stem}-{part.name}"
    id_ = ids.own(part.name) if part.has_name else ids.new(f"{name}.")
    said = titled(
        also_said(common, of_document(part.said())), part.name if part.has_name else name, id_
    )
    return replace(common, id=id_, file_part=part.name, part_sum=part.sum, **said)


def _library(
    table: Mapping[str, object],
    tables: Iterable[Table],
    path: Path,
    fingerprint: Fingerprint,
) -> dict[str, dict[str, Any]]:
    """Return what the bibliography of the corpus says of each work that a document cites."""
    name = _text(table, _BIBLIOGRAPHY, where=f"{path}")
    if not name:
        return {}
    if not is_inside(path.parent, name):
        raise CorpusError(f"{path}: the file {name!r} leaves the folder", hint=_INSIDE)
    from wp8.corpus.library import entries, said_by

    cited = {key for each in tables if isinstance(key := _said(each, _CITE), str) and key}
    try:
        found = entries(fingerprint.read(name), name, cited)
    except UnreadableError as error:
        raise CorpusError(f"{path.parent / name}: {error.message}", hint=error.hint) from error
    return {entry.key: said_by(entry) for entry in found if entry.key in cited}


def _cited(
    table: Mapping[str, object], where: str, library: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Return what the bibliography says of the work that a document cites, if it cites one."""
    key = _text(table, _CITE, where=where)
    if key and key not in library:
        hint = f"the corpus names one in {_BIBLIOGRAPHY}, whose entries have such keys"
        raise CorpusError(f"{where}: the bibliography has no {key!r}", hint=hint)
    said = {name: value for name, value in library.get(key, {}).items() if value}
    return said | {_CITE: key}


def _document(
    table: Mapping[str, object],
    path: Path,
    place: int,
    library: Mapping[str, dict[str, Any]],
    inside: Inside,
) -> Document:
    named = table.get("id")
    where = f"{path}: document {named!r}" if isinstance(named, str) else f"{path}: document {place}"
    said = _cited(table, where, library)
    required = [key for key in _REQUIRED_KEYS if key not in said]
    _check_keys(table, known=DOCUMENT_KEYS, required=required, where=where)
    flags = {key: _flag(table, key, where=where) for key in _FLAGS if key in table}
    texts: dict[str, Any] = {
        key: _text(table, key, where=where) for key in _REQUIRED_KEYS if key in table
    }
    texts = said | texts | _texts(table, where)
    if not IS_ID.fullmatch(texts["id"]):
        hint = "an id is a small letter, then small letters, digits, - or _"
        raise CorpusError(f"{where}: the id is not one that can be cited", hint=hint)
    if not inside.has(texts["file"]):
        message = f"{where}: the file {texts['file']!r} leaves the folder"
        raise CorpusError(message, hint=_INSIDE)
    layout = _layout(texts, texts["file"], where)
    _check_encoding(texts.get("encoding", ""), layout, where)
    stated = _stated(table, where)
    stated["stated"] = {**said.get("stated", {}), **stated["stated"]}
    return Document(**{**texts, **flags, "layout": layout, **stated})


def _texts(table: Mapping[str, object], where: str) -> dict[str, str]:
    return {key: _text(table, key, where=where) for key in _OWN_TEXTS if key in table}


def _stated(table: Mapping[str, object], where: str) -> dict[str, Any]:
    """Return what a table says of the work: its fields of CSL, and its date in words beside them.

    Under `issued` stand words where `date` is said too.
    """
    if _MORE_KEYS.isdisjoint(table):
        return {"date_in_words": "", "stated": {}, _FIELDS_KEY: {}}
    from wp8.corpus.item import misnamed

    in_words = _text(table, "issued", where=where) if {"issued", "date"} <= table.keys() else ""
    stated: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _STATED_KEYS or (in_words and key == "issued"):
            continue
        if wrong := fault(key, value):
            raise CorpusError(f"{where}: {key!r} {wrong[0]}", hint=wrong[1])
        if (field := field_of(key)) in stated:
            raise CorpusError(f"{where}: {key!r} says {field!r} again", hint="leave one line out")
        stated[field] = value
    if (work := stated.get("type", WORK_TYPES[0])) not in WORK_TYPES:
        hint = _nearest(work, WORK_TYPES, "types")
        raise CorpusError(f"{where}: unknown type {work!r}", hint=hint)
    if family := _text(table, _FAMILY, where=where):
        stated["author"] = {"name": _sole_author(stated, where), "family": family}
    if slip := next(misnamed(stated), ""):
        hint = "the family's name is the first words of it, or the last"
        raise CorpusError(f"{where}: {slip}", hint=hint)
    return {"date_in_words": in_words, "stated": stated, _FIELDS_KEY: _fields(table, where)}


def _fields(table: Mapping[str, object], where: str) -> dict[str, str | list[str]]:
    """Return what a table says of fields that are the corpus's own."""
    said = table.get(_FIELDS_KEY, {})
    if not isinstance(said, dict):
        hint = "write each field below a line [document.fields]"
        raise CorpusError(f"{where}: {_FIELDS_KEY!r} is not a table", hint=hint)
    if not said:
        return {}
    from wp8.corpus.item.own_fields import own_fault, own_value

    for key, value in said.items():
        if wrong := own_fault(key, value, (*DOCUMENT_KEYS, _PATTERN_KEY, _METADATA_KEY)):
            raise CorpusError(f"{where}: {_FIELDS_KEY}: {key!r} {wrong[0]}", hint=wrong[1])
    for name, number in Counter(map(str.lower, said)).items():
        if number > 1:
            raise CorpusError(f"{where}: {_FIELDS_KEY}: {name!r} is said again")
    return {key: own_value(value) for key, value in said.items()}


def _sole_author(stated: Mapping[str, Any], where: str) -> str:
    author = stated.get("author")
    if not isinstance(author, str):
        hint = 'as in author = [{ name = "Kim Jong Un", family = "Kim" }, "Poe, Bo"]'
        raise CorpusError(f"{where}: {_FAMILY!r} is a part of one author's name", hint=hint)
    return author


def _check_encoding(encoding: str, layout: str, where: str) -> None:
    if not encoding:
        return
    if not takes_encoding(layout):
        raise CorpusError(f"{where}: 'encoding' is for text, not for {layout}")
    try:
        known_encoding(encoding)
    except CorpusError as error:
        raise CorpusError(f"{where}: {error.message}", hint=error.hint) from None


def _layout(texts: Mapping[str, str], file: str, where: str) -> str:
    """Return the layout that the manifest names, or else that the name of the file tells."""
    layout = texts.get("layout") or layout_of(file)
    known = f"known layouts: {', '.join(LAYOUTS)}"
    if not layout:
        message = f"{where}: the name {file!r} does not tell the layout"
        raise CorpusError(message, hint=f'add a line: layout = "text"; {known}')
    if layout not in LAYOUTS:
        raise CorpusError(f"{where}: unknown layout {layout!r}", hint=known)
    return layout
