"""The files that an export of a reference manager names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wp8.corpus.library import entries, said_by
from wp8.corpus.readers import layout_of
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Attached(NamedTuple):
    """A file of a work: where it is, the key of the work's entry, if it has one, and what it says.

    What Zotero exports as RIS has no keys.
    """

    path: Path
    key: str
    said: dict[str, Any]


class Library(NamedTuple):
    """A bibliography with files: its own file, the first file of each work, and what is left out.

    That is a line each: a work, its file, and why.
    """

    path: Path
    files: tuple[Attached, ...]
    left_out: tuple[str, ...]

    def of(self, path: Path) -> Attached | None:
        """Return what a file belongs to, if it is one of these."""
        return next((one for one in self.files if one.path == path), None)


def library_at(path: Path) -> Library:
    """Return the bibliography at `path` with the files that can be read as texts.

    Raises:
        CorpusError: It cannot be read, is none, or no file that it names can be read.
    """
    try:
        found = entries(source_bytes(path), path.name)
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    files: list[Attached] = []
    left_out: list[str] = []
    for entry in found:
        places = [_place(path, name) for name in entry.files]
        wrong = dict(_faults(places))
        name = entry.key or str(entry.fields.get("title", "an entry without a title"))
        for said, place in zip(entry.files, places, strict=True):
            if place in wrong:
                left_out.append(f"{name}: {said}: {wrong[place]}")
        good = [place for place in places if place not in wrong]
        if good:
            files.append(Attached(good[0], entry.key, said_by(entry)))
        left_out += [f"{name}: {place}: is a second file" for place in good[1:]]
        left_out += [] if places else [f"{name}: names no file"]
    if not files:
        hint = "export it with its files: Better BibTeX (.bib), or RIS"
        raise CorpusError(f"{path}: names no file that can be read", hint=hint)
    return Library(path, tuple(files), tuple(left_out))


def _place(path: Path, name: str) -> Path:
    file = Path(name.removeprefix("file://"))
    with suppress(RuntimeError):
        # There may be nobody of that name.
        file = file.expanduser()
    return (path.parent / file).resolve()


def _faults(places: list[Path]) -> Iterator[tuple[Path, str]]:
    for place in places:
        if not place.is_file():
            yield place, "there is no such file"
        elif not layout_of(place.name):
            yield place, "is of no known layout"
