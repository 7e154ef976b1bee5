"""Adding files to a corpus folder: copies of them, and their tables in its manifest."""

from __future__ import annotations

import json
import os
import tomllib
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.names import document_id
from wp8.corpus.readers import told_layout
from wp8.corpus.source import is_inside, source_bytes
from wp8.corpus.titles import found_in, one_line
from wp8.errors import CorpusError
from wp8.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PUBLIC = 0o666


class Addition(NamedTuple):
    """A file that became a document: the `original` of a copy, or None where it stays.

    One that the corpus has already `is_known`.
    """

    document: Document
    original: Path | None = None
    is_known: bool = False


def new_corpus(folder: Path, files: Sequence[str]) -> list[Addition]:
    """Make the corpus `folder` of copies of `files`; return what became of each.

    Raises:
        CorpusError: It is a corpus already, or a file cannot be read or written; then nothing
            has been changed.
    """
    manifest = folder / MANIFEST
    if os.path.lexists(manifest):
        hint = f"to add to it: wp8 add FILE... --corpus {folder}"
        raise CorpusError(f"{manifest}: is there already", hint=hint)
    additions = _additions(folder, files, ())
    name = one_line(folder.absolute().name) or "corpus"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be made ({error.strerror})") from error
    _write(folder, additions, f"name = {_toml(name)}\n", _PUBLIC)
    return additions


def add(folder: Path, files: Sequence[str]) -> list[Addition]:
    """Add `files` to the corpus `folder`; return what became of each.

    Raises:
        CorpusError: The corpus is not one, or a file cannot be read or written; then nothing has
            been changed.
    """
    corpus = load_corpus(folder)
    manifest = (folder / MANIFEST).resolve()
    additions = _additions(folder, files, corpus.documents)
    text = source_bytes(manifest).decode()
    _write(folder, additions, text, manifest.stat().st_mode & 0o777)
    return additions


def _additions(folder: Path, files: Iterable[str], documents: Sequence[Document]) -> list[Addition]:
    known = {document.file: document for document in documents}
    ids = {document.id for document in documents}
    additions: dict[str, Addition] = {}
    for path in {Path(file).resolve(): Path(file) for file in files}.values():
        addition = _addition(folder, path, known, ids)
        known[addition.document.file] = addition.document
        ids.add(addition.document.id)
        additions.setdefault(addition.document.file, addition)
    return list(additions.values())


def _addition(folder: Path, path: Path, known: dict[str, Document], ids: set[str]) -> Addition:
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder", hint=f"name its files: {path}/*")
    layout = told_layout(str(path))
    own = _place_in(folder, path)
    if own in known:
        return Addition(known[own], is_known=True)
    if path.name in known and _is_same(folder / path.name, path):
        return Addition(known[path.name], is_known=True)
    found = found_in(path, layout)
    id_ = document_id(path.name, ids)
    file = own or _free_name(folder, path.name, id_, known)
    document = Document(
        id=id_,
        file=file,
        layout=layout,
        title=found.title or one_line(path.stem) or id_,
        title_supplied=not found.title,
        author=found.author,
        date=found.date,
        language=found.language,
    )
    return Addition(document, None if own else path)


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


def _free_name(folder: Path, name: str, id_: str, known: Iterable[str]) -> str:
    """Return a name for a copy in `folder`: its own, if no other file has it."""
    suffix = PurePath(name).suffix
    stem = PurePath(name).stem if name.isprintable() else id_
    suffix = suffix if suffix.isprintable() else ""
    names = (f"{stem}{f'-{n}' if n > 1 else ''}{suffix}" for n in count(1))
    taken = {*known, MANIFEST, GLOSSARY}
    return next(n for n in names if n not in taken and not os.path.lexists(folder / n))


def _write(folder: Path, additions: Sequence[Addition], manifest: str, mode: int) -> None:
    """Write the copies, then the manifest with a table for each addition; all or nothing."""
    new = [addition for addition in additions if not addition.is_known]
    end = "\r\n" if "\r\n" in manifest else "\n"
    tables = "".join(f"\n{_table(addition.document)}" for addition in new).replace("\n", end)
    text = manifest + end * (not manifest.endswith("\n")) + tables
    path = (folder / MANIFEST).resolve()
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        hint = "write each document in a table of its own: [[document]]"
        raise CorpusError(f"{path}: no table can be added at its end", hint=hint) from error
    copied: list[Path] = []
    try:
        for addition in new:
            if addition.original is not None:
                copied.append(folder / addition.document.file)
                write_whole(copied[-1], source_bytes(addition.original), mode=_PUBLIC)
        write_whole(path, text.encode(), mode=mode)
    except BaseException as error:
        for copy in copied:
            with suppress(OSError):
                copy.unlink()
        if isinstance(error, OSError):
            raise CorpusError(f"{path}: cannot be written ({error.strerror})") from error
        raise


def _table(document: Document) -> str:
    lines = [f"[[document]]\nid = {_toml(document.id)}", f"file = {_toml(document.file)}"]
    lines.append(f"title = {_toml(document.title)}")
    lines += ["title_supplied = true"] * document.title_supplied
    for key in ("author", "date", "language"):
        if value := getattr(document, key):
            lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    # A JSON string is one of TOML's, but for the character that TOML alone wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
