"""The files that somebody names, and those in folders, of which a corpus may be made."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.digest import MANIFEST
from wp8.corpus.item import stated_of
from wp8.corpus.patterns import Files, is_folder
from wp8.corpus.readers import TABLES, layout_of
from wp8.corpus.source import said_of_files, source_bytes
from wp8.corpus.titles import of_document
from wp8.errors import CorpusError
from wp8.numbers import and_more

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from wp8.corpus.library.attachments import Library
    from wp8.corpus.readers.block import Found

# A table of this name says of the files of its folder, and of those below, what they are.
_METADATA: Final = "metadata"


class Source(NamedTuple):
    """A file that may become a document, its `place` in a corpus, and what a table says of it.

    Its place is its name, or its path below the folder that was named. A bibliography says it of
    the one that it calls by the key `cite`.
    """

    path: Path
    place: str
    said: Mapping[str, Any]
    cite: str = ""


class Refused(NamedTuple):
    """A file or a folder that was named and not added, and why; what to do next.

    `known_as` is the document of which it may be a newer copy.
    """

    file: str
    reason: str
    hint: str | None = None
    known_as: str = ""

    @classmethod
    def over(cls, path: Path, error: CorpusError, known_as: str = "") -> Refused:
        """Return that the file at `path` was refused over an error, whose message may name it."""
        place, reason = str(path), error.message
        if reason.startswith(f"{place}:"):
            rest = reason[len(place) + 1 :]
            reason = f"line {rest}" if rest[:1].isdecimal() else rest.strip()
        return cls(place, reason, error.hint, known_as)


@dataclass
class Sources:
    """What was found: `files` in order, and what was not taken.

    `refused` are tables and folders that cannot be read; `passed_over` counts by suffix the files
    in folders whose name does not tell a format. `remarks` are what is to be said of the rest.
    """

    files: list[Source] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def sources_of(
    named: Iterable[str],
    corpus: Path,
    without: Container[str] = frozenset(),
    library: Library | None = None,
) -> Sources:
    """Return the files for `corpus` that are `named`, or are below folders that are, each once.

    Before them stand those of the works in a `library`. One that is linked too has its own name.
    Of a folder that is in the natural order of their paths, without hidden ones, without those
    below links to folders, without those of a corpus in it, and those of the paths `without`.
    """
    found = Sources()
    if library:
        found.files += [Source(one.path, one.path.name, one.said, one.key) for one in library.files]
        found.refused += [Refused(*each) for each in library.refused]
        found.remarks += library.remarks
    of_works = {os.path.realpath(source.path) for source in found.files}
    places: dict[str, tuple[Path, str]] = {}
    for path in map(Path, named):
        files = _below(path, corpus, without, found) if is_folder(path) else [(path, path.name)]
        for file, place in files:
            real = os.path.realpath(file)
            known = places.get(real)
            is_new = known is None or (known[0].is_symlink() and not file.is_symlink())
            if is_new and real not in of_works:
                places[real] = (file, place)
    tables = dict(_tables(path for path, _ in places.values()))
    of_folders = {table.parent: rows for table, rows in tables.items()}
    for path, place in places.values():
        if path not in tables:
            found.files.append(Source(path, place, _said(path, of_folders)))
    for table, rows in tables.items():
        if unknown := [name for name, row in rows.items() if not row.is_of_a_file]:
            found.remarks.append(f"{table}: names files that are not there: {and_more(unknown)}")
    return found


def _below(
    folder: Path, corpus: Path, without: Container[str], found: Sources
) -> Iterator[tuple[Path, str]]:
    """Yield the files below `folder` with their paths from there."""
    inside = Files(folder)
    paths = [path for path in inside.matching("**/*") if not _is_of_word(path)]
    corpora = {str(PurePath(path).parent) for path in paths if path.endswith(f"{os.sep}{MANIFEST}")}
    # The manifest of the folder itself is not among them.
    itself = [""] * os.path.lexists(folder / MANIFEST)
    for other in itself + sorted(corpora):
        if os.path.realpath(folder / other) != os.path.realpath(corpus):
            taken = "is taken" if other else f"but files is taken, not what {MANIFEST} says"
            found.remarks.append(f"{folder / other}: is another corpus: nothing {taken}")
    for place, error in inside.unlisted.items():
        found.refused.append(Refused(str(folder / place), f"cannot be listed ({error})"))
    for path in paths:
        if path in without or _is_below(path, corpora):
            continue
        if layout_of(path):
            yield folder / path, path
        else:
            found.passed_over[PurePath(path).suffix.lower()] += 1


def _is_of_word(path: str) -> bool:
    """Return whether Word has made a file to say that it has another open."""
    return f"{os.sep}{path}".rpartition(os.sep)[2].startswith("~$")


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}{os.sep}") for folder in folders)


@dataclass
class _Row:
    said: Found
    is_of_a_file: bool = False


def _tables(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[str, _Row]]]:
    """Yield the tables of metadata among `paths`, with what each says of files, by their names."""
    for path in paths:
        if path.stem.lower() != _METADATA or layout_of(path.name) not in TABLES:
            continue
        try:
            said = said_of_files(source_bytes(path), path)
        except CorpusError:
            # It may be a table of texts. If it is none either, that is said.
            continue
        yield path, {os.path.normpath(name): _Row(row) for name, row in said.items() if name}


def _said(path: Path, tables: Mapping[Path, Mapping[str, _Row]]) -> dict[str, Any]:
    """Return what the tables of its folders say of the file at `path`, as fields of a document.

    `tables` has their rows by these folders; the nearest goes before.
    """
    for folder in path.parents:
        rows = tables.get(folder, {})
        if row := rows.get(str(path.relative_to(folder))) or rows.get(path.name):
            row.is_of_a_file = True
            said = of_document(row.said)
            return said | {"stated": stated_of(said["stated"])}
    return {}
