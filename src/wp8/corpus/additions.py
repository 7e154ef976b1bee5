"""Adding files to a corpus folder: copies of them, and their tables in its manifest."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from glob import escape
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.care.toml_text import toml_value
from wp8.corpus.change import changing
from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.document import Document
from wp8.corpus.item.fields import FIELDS
from wp8.corpus.manifest import load_corpus, manifest_bytes
from wp8.corpus.names import Ids
from wp8.corpus.readers import PARTED, TABLES, layout_of, takes_encoding
from wp8.corpus.receipts.receipt import Receipt
from wp8.corpus.records import blocks_of, receipt_of, receipt_of_parts
from wp8.corpus.source import (
    is_inside,
    known_encoding,
    layout_told,
    parts_of,
    source_bytes,
    toml_table,
)
from wp8.corpus.titles import found_in, one_line, titled
from wp8.errors import CorpusError
from wp8.files import unicode_text
from wp8.words.languages import language_of, language_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.corpus.change import Change
    from wp8.corpus.readers.block import Part


class Reading(NamedTuple):
    """How files are read: in which encoding, and which column of tables has the texts."""

    encoding: str = ""
    text_column: str = ""


AS_THEY_ARE: Final = Reading()

# What a person calls fields.
_KEYS: Final = {"issued": "date", "title": "title_in_sentence_case"}


class Addition(NamedTuple):
    """A file that became a document: the `original` of a copy, or None where it stays.

    Of a file that is many documents, that document has no id, and `parts` is their number.

    One that the corpus has already `is_known`. Of another there is a `receipt`.
    """

    document: Document
    original: Path | None = None
    is_known: bool = False
    receipt: Receipt | None = None
    parts: int = 0

    @property
    def has_title_of_name(self) -> bool:
        """Whether its title is supplied from the name of its file."""
        name = one_line(PurePath(self.original or self.document.file).stem)
        return self.document.title_supplied and self.document.title in (name, self.document.id)


def new_corpus(
    folder: Path, files: Sequence[str], notify: Callable[[str], object], how: Reading = AS_THEY_ARE
) -> list[Addition]:
    """Make the corpus `folder` of copies of `files`; return what became of each.

    They are read as `how` says. Where another wp8 is at it, this one waits, and says so by
    `notify`.

    Raises:
        CorpusError: It is a corpus already, or a file cannot be read or written; then nothing
            has been changed.
    """
    _require_no_manifest(folder)
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with changing(folder, notify) as change:
            _require_no_manifest(folder)
            additions = _additions(folder, files, (), how)
            name = one_line(folder.absolute().name) or "corpus"
            _write(change, additions, f"name = {toml_value(name)}\n", None)
    except BaseException as error:
        for place in made:
            with suppress(OSError):
                place.rmdir()
        if isinstance(error, OSError):
            raise CorpusError(f"{folder}: cannot be made ({error.strerror})") from error
        raise
    return additions


def _require_no_manifest(folder: Path) -> None:
    if os.path.lexists(folder / MANIFEST):
        hint = f"to add to it: wp8 add FILE... --corpus {folder}"
        raise CorpusError(f"{folder / MANIFEST}: is there already", hint=hint)


def add(
    folder: Path, files: Sequence[str], notify: Callable[[str], object], how: Reading = AS_THEY_ARE
) -> list[Addition]:
    """Add `files` to the corpus `folder`; return what became of each.

    They are read as `how` says. Where another wp8 is at it, this one waits, and says so by
    `notify`.

    Raises:
        CorpusError: The corpus is not one, or a file cannot be read or written; then nothing has
            been changed.
    """
    manifest_bytes(folder)
    with changing(folder, notify) as change:
        corpus = load_corpus(folder)
        additions = _additions(folder, files, corpus.documents, how)
        text = unicode_text(source_bytes(change.manifest))
        _write(change, additions, text, change.manifest.stat().st_mode & 0o777)
    return additions


def _additions(
    folder: Path, files: Iterable[str], documents: Sequence[Document], how: Reading
) -> list[Addition]:
    if how.encoding:
        known_encoding(how.encoding)
    names = _Names(folder, documents)
    additions: dict[str, Addition] = {}
    unclear: dict[Path, dict[str, list[str]]] = {}
    for path in {Path(file).resolve(): Path(file) for file in files}.values():
        addition = _addition(folder, path, names, how)
        document = addition.document
        if document.id and not addition.is_known:
            texts, receipt = _read(path, document)
            if not document.language:
                document = _guessed(document, language_of(texts))
            addition = addition._replace(document=document, receipt=receipt)
            if not document.language:
                unclear.setdefault(path.parent, {})[document.file] = texts
        names.known[document.file] = document
        additions.setdefault(document.file, addition)
    for own in unclear.values():
        language = language_of_all(list(own.values()))
        for file in own:
            document = _guessed(additions[file].document, language)
            additions[file] = additions[file]._replace(document=document)
    return list(additions.values())


def _guessed(document: Document, language: str) -> Document:
    return replace(document, language=language, language_guessed=bool(language))


class _Names:
    """The ids and the names of files that a corpus in `folder` has; `known` by their files."""

    def __init__(self, folder: Path, documents: Sequence[Document]) -> None:
        self.known = {document.file: document for document in documents}
        self.ids = Ids(document.id for document in documents)
        self._folder = folder
        self._copies: dict[tuple[str, str], Iterator[int]] = {}

    def free(self, name: str, id_: str) -> str:
        """Return a name for a copy: its own, if no other file has it."""
        suffix = PurePath(name).suffix
        stem = PurePath(name).stem if name.isprintable() else id_
        suffix = suffix if suffix.isprintable() else ""
        numbers = self._copies.setdefault((stem, suffix), count(1))
        names = (f"{stem}{f'-{n}' if n > 1 else ''}{suffix}" for n in numbers)
        return next(n for n in names if self._is_free(n))

    def _is_free(self, name: str) -> bool:
        taken = name in self.known or name in (MANIFEST, GLOSSARY)
        return not taken and not os.path.lexists(self._folder / name)


def _addition(folder: Path, path: Path, names: _Names, how: Reading) -> Addition:
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder", hint=f"name its files: {path}/*")
    layout = layout_told(path)
    encoding = how.encoding if takes_encoding(layout) else ""
    own = _place_in(folder, path)
    if own in names.known:
        return Addition(names.known[own], is_known=True)
    if path.name in names.known and _is_same(folder / path.name, path):
        return Addition(names.known[path.name], is_known=True)
    if parts := _parts(path, layout, encoding, how.text_column):
        file = own or names.free(path.name, "table")
        column = how.text_column if layout in TABLES else ""
        document = Document("", file, layout, "", encoding=encoding, text_column=column)
        receipt = receipt_of_parts(source_bytes(path), document, path, parts)
        return Addition(document, None if own else path, receipt=receipt, parts=len(parts))
    found = found_in(path, layout, encoding)
    id_ = names.ids.new(path.name)
    document = Document(
        id=id_,
        file=own or names.free(path.name, id_),
        layout=layout,
        encoding=encoding,
        **titled(found, path.stem, id_),
    )
    return Addition(document, None if own else path)


def _parts(path: Path, layout: str, encoding: str, column: str) -> list[Part]:
    if layout not in PARTED:
        return []
    found = parts_of(source_bytes(path), path, layout, encoding, column)
    if not found and layout in TABLES:
        raise CorpusError(f"{path}: has no rows")
    return found


def _read(path: Path, document: Document) -> tuple[list[str], Receipt]:
    """Return the texts of the source at `path`, and its receipt, which says why there are none."""
    try:
        source = source_bytes(path)
        blocks = blocks_of(source, document.layout, path, document.encoding)
        if not blocks:
            raise CorpusError(f"{path}: has no text")
        return [block.text for block in blocks], receipt_of(source, document, path, blocks)
    except CorpusError as error:
        reason = error.message.removeprefix(f"{path}: ")
        remark = f"not read: {reason}{f'; {error.hint}' if error.hint else ''}"
        return [], Receipt(document.id, document.file, remarks=(remark,))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return source_bytes(one) == source_bytes(other)
    except CorpusError:
        return False


def _place_in(folder: Path, path: Path) -> str:
    """Return where in `folder` the file at `path` is, nothing if it is elsewhere."""
    try:
        place = path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return ""
    if not place.isprintable():
        message = f"{path}: its name cannot stand in {MANIFEST}"
        raise CorpusError(message, hint="give it a name of letters and digits")
    return place if is_inside(folder, place) else ""


def _write(change: Change, additions: Sequence[Addition], manifest: str, mode: int | None) -> None:
    """Write the copies, then the manifest with a table for each addition."""
    new = [addition for addition in additions if not addition.is_known]
    end = "\r\n" if "\r\n" in manifest else "\n"
    tables = "".join(f"\n{_table(addition.document)}" for addition in new).replace("\n", end)
    text = (manifest + end * (not manifest.endswith("\n")) + tables).encode()
    try:
        toml_table(text, change.manifest)
    except CorpusError as error:
        hint = "write each document in a table of its own: [[document]]"
        message = f"{change.manifest}: no table can be added at its end"
        raise CorpusError(message, hint=hint) from error
    for addition in new:
        if addition.original is not None:
            change.copy(addition.original, addition.document.file)
    change.commit(text, mode)


def _table(document: Document) -> str:
    """Return the table of a document in a manifest, as a person writes one.

    One that is many documents has no id.
    """
    work = document.stated
    said = {_KEYS.get(field, field): work[field] for field in FIELDS if field in work}
    lines = {
        "id": document.id,
        "file": document.file if document.id else "",
        "files": "" if document.id else escape(document.file),
        "layout": document.layout if layout_of(document.file) != document.layout else "",
        "title": document.title,
        "title_supplied": document.title_supplied,
        **said,
        "affiliation": document.affiliation,
        "rights": document.rights,
        "language": document.language,
        "language_guessed": document.language_guessed,
        "encoding": document.encoding,
        "text_column": document.text_column,
    }
    written = (f"{key} = {toml_value(value)}\n" for key, value in lines.items() if _is_said(value))
    own = "".join(f"{key} = {toml_value(value)}\n" for key, value in document.fields.items())
    own = f"[document.fields]\n{own}" if own else ""
    return f"[[document]]\n{''.join(written)}{own}"


def _is_said(value: object) -> bool:
    return value is not False and value != ""
