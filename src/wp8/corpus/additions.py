"""Adding files to a corpus folder: copies of them, and their tables in its manifest."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.change import changing
from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.document import Document
from wp8.corpus.item.fields import FIELDS
from wp8.corpus.manifest import load_corpus, manifest_bytes
from wp8.corpus.names import Ids
from wp8.corpus.readers import told_layout
from wp8.corpus.records import blocks_of, receipt_of
from wp8.corpus.source import is_inside, source_bytes, toml_table
from wp8.corpus.titles import found_in, one_line, titled
from wp8.errors import CorpusError
from wp8.words.languages import language_of, language_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.corpus.change import Change
    from wp8.corpus.receipts.receipt import Receipt

# What a person calls fields.
_KEYS: Final = {"issued": "date", "title": "title_in_sentence_case"}


class Addition(NamedTuple):
    """A file that became a document: the `original` of a copy, or None where it stays.

    One that the corpus has already `is_known`. Of another that can be read there is a `receipt`.
    """

    document: Document
    original: Path | None = None
    is_known: bool = False
    receipt: Receipt | None = None

    @property
    def has_title_of_name(self) -> bool:
        """Whether its title is supplied from the name of its file."""
        name = one_line(PurePath(self.original or self.document.file).stem)
        return self.document.title_supplied and self.document.title in (name, self.document.id)


def new_corpus(
    folder: Path, files: Sequence[str], notify: Callable[[str], object]
) -> list[Addition]:
    """Make the corpus `folder` of copies of `files`; return what became of each.

    Where another wp8 is at it, this one waits, and says so by `notify`.

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
            additions = _additions(folder, files, ())
            name = one_line(folder.absolute().name) or "corpus"
            _write(change, additions, f"name = {_toml(name)}\n", None)
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


def add(folder: Path, files: Sequence[str], notify: Callable[[str], object]) -> list[Addition]:
    """Add `files` to the corpus `folder`; return what became of each.

    Where another wp8 is at it, this one waits, and says so by `notify`.

    Raises:
        CorpusError: The corpus is not one, or a file cannot be read or written; then nothing has
            been changed.
    """
    manifest_bytes(folder)
    with changing(folder, notify) as change:
        corpus = load_corpus(folder)
        additions = _additions(folder, files, corpus.documents)
        text = source_bytes(change.manifest).decode()
        _write(change, additions, text, change.manifest.stat().st_mode & 0o777)
    return additions


def _additions(folder: Path, files: Iterable[str], documents: Sequence[Document]) -> list[Addition]:
    names = _Names(folder, documents)
    additions: dict[str, Addition] = {}
    unclear: dict[Path, dict[str, list[str]]] = {}
    for path in {Path(file).resolve(): Path(file) for file in files}.values():
        addition = _addition(folder, path, names)
        document = addition.document
        if not addition.is_known:
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


def _addition(folder: Path, path: Path, names: _Names) -> Addition:
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder", hint=f"name its files: {path}/*")
    layout = told_layout(str(path))
    own = _place_in(folder, path)
    if own in names.known:
        return Addition(names.known[own], is_known=True)
    if path.name in names.known and _is_same(folder / path.name, path):
        return Addition(names.known[path.name], is_known=True)
    found = found_in(path, layout)
    id_ = names.ids.new(path.name)
    document = Document(
        id=id_,
        file=own or names.free(path.name, id_),
        layout=layout,
        **titled(found, path.name, id_),
    )
    return Addition(document, None if own else path)


def _read(path: Path, document: Document) -> tuple[list[str], Receipt | None]:
    """Return the texts of the source at `path`, and its receipt; nothing if it cannot be read."""
    try:
        source = source_bytes(path)
        blocks = blocks_of(source, document.layout, path)
        return [block.text for block in blocks], receipt_of(source, document, path, blocks)
    except CorpusError:
        return [], None


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
    """Return the table of a document in a manifest, as a person writes one."""
    work = document.stated
    said = {_KEYS.get(field, field): work[field] for field in FIELDS if field in work}
    lines = {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "title_supplied": document.title_supplied,
        **said,
        "affiliation": document.affiliation,
        "rights": document.rights,
        "language": document.language,
        "language_guessed": document.language_guessed,
    }
    written = (f"{key} = {_toml(value)}\n" for key, value in lines.items() if _is_said(value))
    return f"[[document]]\n{''.join(written)}"


def _is_said(value: object) -> bool:
    return value is not False and value != ""


def _toml(value: object) -> str:
    """Return a value of a manifest in TOML."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    # JSON's texts, numbers, true and false are TOML's, but for the character that TOML alone wants
    # escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
