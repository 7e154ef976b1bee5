"""The manifest of a corpus folder, `corpus.toml`, and the digest of all that is read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.digest import GLOSSARY, MANIFEST
from wp8.corpus.glossary import load_glossary
from wp8.corpus.readers import LAYOUTS
from wp8.document import Corpus, Document
from wp8.engines import ENGINES, nearest_engine
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

_DOCUMENT_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_CORPUS_KEYS: Final = ("name", "description", "engine", "document")
_DOCUMENT_KEYS: Final = tuple(field.name for field in fields(Document))
_REQUIRED_KEYS: Final = tuple(field.name for field in fields(Document) if field.default is MISSING)


def load_corpus(folder: Path) -> Corpus:
    """Return the corpus that the manifest in `folder` describes.

    Raises:
        CorpusError: the folder, the manifest or a source is missing, or the manifest does not
            say what it must, or names a file outside the folder or an engine there is not.
    """
    path = folder / MANIFEST
    table = _parsed(path)
    _check_keys(table, known=_CORPUS_KEYS, required=("name",), where=f"{path}")
    name = _text(table, "name", where=f"{path}")
    _text(table, "description", where=f"{path}")
    engine = _text(table, "engine", where=f"{path}")
    if engine and engine not in ENGINES:
        raise CorpusError(f"{path}: there is no engine {engine!r}", hint=nearest_engine(engine))
    documents = _documents(table, path)
    files = [document.file for document in documents]
    digest, glossary = corpus_digest(folder, files), load_glossary(folder)
    return Corpus(name, folder, documents, digest, glossary, engine)


def corpus_digest(folder: Path, files: Iterable[str]) -> str:
    """Return the SHA-256 of the manifest, of the glossary if there is one, and of `files`.

    Raises:
        CorpusError: one of them cannot be read.
    """
    digest = hashlib.sha256()
    glossary = [GLOSSARY] if (folder / GLOSSARY).exists() else []
    for name in [MANIFEST, *glossary, *files]:
        content = _bytes(folder / name)
        # With its length, no byte can pass from one file to the next unseen.
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise CorpusError(f"{path}: there is no such file")
    if not path.is_file():
        raise CorpusError(f"{path}: is not a file")
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error


def _parsed(path: Path) -> dict[str, Any]:
    if not path.parent.is_dir():
        raise CorpusError(f"{path.parent}: there is no such corpus folder")
    if not path.exists():
        hint = f"a corpus folder describes its documents in a file {MANIFEST}"
        raise CorpusError(f"{path.parent}: has no {MANIFEST}", hint=hint)
    try:
        return tomllib.loads(_bytes(path).decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        message = f"{path}: is not UTF-8 (at byte {error.start})"
        raise CorpusError(message, hint="save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: is not TOML: {error}") from error


def _check_keys(
    table: Mapping[str, object], *, known: Collection[str], required: Iterable[str], where: str
) -> None:
    for key in table:
        if key not in known:
            raise CorpusError(f"{where}: unknown key {key!r}", hint=_nearest(key, known))
    for key in required:
        if key not in table:
            raise CorpusError(f"{where}: has no {key!r}", hint=f'add a line: {key} = "…"')


def _nearest(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches  # only an error needs it

    close = get_close_matches(key.lower(), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"


def _text(table: Mapping[str, object], key: str, *, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        hint = f'write it in quotes: {key} = "…"'
        raise CorpusError(f"{where}: {key!r} is not a text", hint=hint)
    if key in table and not value.strip():
        raise CorpusError(f"{where}: {key!r} is empty", hint="fill it in or leave the line out")
    return value


def _documents(table: Mapping[str, object], path: Path) -> tuple[Document, ...]:
    tables = table.get("document", [])
    hint = "describe each document in a table of its own: [[document]]"
    if not isinstance(tables, list) or not all(isinstance(item, dict) for item in tables):
        raise CorpusError(f"{path}: 'document' is not a list of tables", hint=hint)
    if not tables:
        raise CorpusError(f"{path}: has no documents", hint=hint)
    documents = tuple(_document(item, path, place) for place, item in enumerate(tables, start=1))
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise CorpusError(f"{path}: two documents have the id {document.id!r}")
        seen.add(document.id)
    return documents


def _document(table: Mapping[str, object], path: Path, place: int) -> Document:
    named = table.get("id")
    where = f"{path}: document {named!r}" if isinstance(named, str) else f"{path}: document {place}"
    _check_keys(table, known=_DOCUMENT_KEYS, required=_REQUIRED_KEYS, where=where)
    supplied = table.get("title_supplied", False)
    if not isinstance(supplied, bool):
        raise CorpusError(f"{where}: 'title_supplied' is neither true nor false")
    texts = {key: _text(table, key, where=where) for key in table if key != "title_supplied"}
    document = Document(**texts, title_supplied=supplied)
    if not _DOCUMENT_ID.fullmatch(document.id):
        hint = "an id is a small letter, then small letters, digits, - or _"
        raise CorpusError(f"{where}: the id is not one that can be cited", hint=hint)
    if document.layout not in LAYOUTS:
        hint = f"known layouts: {', '.join(LAYOUTS)}"
        raise CorpusError(f"{where}: unknown layout {document.layout!r}", hint=hint)
    if not _is_inside(path.parent, document.file):
        hint = "a source stands in the corpus folder, under a relative path"
        raise CorpusError(f"{where}: the file {document.file!r} leaves the folder", hint=hint)
    return document


def _is_inside(folder: Path, file: str) -> bool:
    relative = PurePath(file)
    if relative.is_absolute() or ".." in relative.parts:
        return False
    try:
        return (folder / relative).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
