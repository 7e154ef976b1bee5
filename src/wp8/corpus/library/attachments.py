"""The files that an export of a reference manager names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from wp8.corpus.library import entries, said_by
from wp8.corpus.readers import layout_of
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError, UnreadableError
from wp8.numbers import and_more


class Attached(NamedTuple):
    """A file of a work: where it is, the key of the work's entry, if it has one, and what it says.

    What Zotero exports as RIS has no keys.
    """

    path: Path
    key: str
    said: dict[str, Any]


class Library(NamedTuple):
    """A bibliography with files: its own file, the first file of each work, and what is left out.

    `refused` are the files that are not there or of no known layout, each with its work, and why;
    `remarks` say what else is not taken.
    """

    path: Path
    files: tuple[Attached, ...]
    refused: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


def library_at(path: Path) -> Library:
    """Return the bibliography at `path` with the files that can be read as texts.

    Raises:
        CorpusError: It cannot be read, is none, or names no file.
    """
    try:
        found = entries(source_bytes(path), path.name)
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    if not any(entry.files for entry in found):
        hint = "export it with its files: Better BibTeX (.bib), or RIS"
        raise CorpusError(f"{path}: names no file", hint=hint)
    files: list[Attached] = []
    refused: list[tuple[str, str]] = []
    without: list[str] = []
    others: list[str] = []
    for entry in found:
        name = entry.key or str(entry.fields.get("title", "an entry without a title"))
        good: list[Path] = []
        for said in entry.files:
            if fault := _fault(place := _place(path, said)):
                refused.append((f"{name}: {said}", fault))
            else:
                good.append(place)
        if good:
            files.append(Attached(good[0], entry.key, said_by(entry)))
        others += map(str, good[1:])
        without += [] if entry.files else [name]
    remarks = [f"{path}: names no file of {and_more(without)}"] if without else []
    remarks += [f"{path}: of each work the first file is taken: not {and_more(others)}"] * bool(
        others
    )
    return Library(path, tuple(files), tuple(refused), tuple(remarks))


def _place(path: Path, name: str) -> Path:
    file = Path(name.removeprefix("file://"))
    with suppress(RuntimeError):
        # There may be nobody of that name.
        file = file.expanduser()
    return (path.parent / file).resolve()


def _fault(place: Path) -> str:
    if not place.is_file():
        return "there is no such file"
    return "" if layout_of(place.name) else "is of no known layout"
