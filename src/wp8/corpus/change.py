"""A change of a corpus folder: by one at a time, and all of it or nothing.

Whoever changes a corpus locks a file JOURNAL beside its manifest, from before that is read until
it is replaced. The file has a line `sha256 name` for each copy that is made: until the manifest
names it, it is no part of the corpus, and is taken away after a failure, or by the next who comes
if this one is killed. So is a folder that was made for copies, which has a line `- name`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import MANIFEST
from wp8.corpus.fingerprint import sum_of
from wp8.corpus.manifest import listed_files
from wp8.corpus.source import is_inside, source_bytes
from wp8.errors import CorpusError
from wp8.files import locked, remove_unfinished, sync, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

JOURNAL: Final = ".wp8-change"

# Stands for the digest of what is a folder.
_MADE: Final = "-"
_PUBLIC: Final = 0o666


@contextmanager
def changing(folder: Path, notify: Callable[[str], object]) -> Iterator[Change]:
    """Let nobody else change the corpus `folder`; yield what changes it.

    Whoever comes second waits, and says so by `notify`. What somebody left who was killed is
    taken away before, and what was not finished after.

    Raises:
        CorpusError: It cannot be written, or not be locked.
    """
    manifest = Path(os.path.realpath(folder / MANIFEST))
    waiting = f"{manifest}: another wp8 is changing it: waiting for that"
    try:
        with locked(manifest.parent / JOURNAL, lambda: notify(waiting)):
            change = Change(folder, manifest)
            change.clear(unfinished=True)
            try:
                yield change
            finally:
                change.clear()
                (manifest.parent / JOURNAL).unlink()
    except OSError as error:
        reason = error.strerror or error
        raise CorpusError(f"{error.filename or manifest}: cannot be written ({reason})") from error


class Change:
    """What changes a corpus folder, and its `manifest` there, links followed."""

    def __init__(self, folder: Path, manifest: Path) -> None:
        self.manifest = manifest
        self._folder = folder
        self._journal = manifest.parent / JOURNAL

    def copy(self, copies: Sequence[tuple[Path, str]]) -> None:
        """Put a copy of each file at the free name beside it; all are on the disk on return.

        Raises:
            CorpusError: A file cannot be read.
            OSError: A copy cannot be written.
        """
        folders = dict.fromkeys(
            str(folder) for _, name in copies for folder in reversed(PurePath(name).parents[:-1])
        )
        new = [folder for folder in folders if not (self._folder / folder).is_dir()]
        self._note([f"{_MADE} {folder}" for folder in new])
        for folder in new:
            (self._folder / folder).mkdir()
        self._note([f"{sum_of(source_bytes(source))} {name}" for source, name in copies])
        for source, name in copies:
            write_whole(self._folder / name, source_bytes(source), mode=_PUBLIC)
        # All at once: the disk has had time for the first by then.
        for place in (*(name for _, name in copies), *folders, "") if copies else ():
            sync(str(self._folder / place))

    def replace(self, source: Path, name: str) -> None:
        """Put a copy of the file `source` in the place of the file `name`, as that may be read.

        Raises:
            CorpusError: The file cannot be read.
            OSError: The copy cannot be written; what was there is unchanged.
        """
        place = Path(os.path.realpath(self._folder / name))
        mode = place.stat().st_mode & 0o777
        write_whole(place, source_bytes(source), mode=mode, lasting=True)

    def _note(self, lines: Iterable[str]) -> None:
        with self._journal.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())

    def commit(self, manifest: bytes, mode: int | None) -> None:
        """Let the copies be a part of the corpus as `manifest` says; it is on the disk on return.

        It gets the rights `mode`, or those of a new file.

        Raises:
            OSError: It cannot be written.
        """
        write_whole(self.manifest, manifest, mode=_PUBLIC, rights=mode, lasting=True)

    def clear(self, *, unfinished: bool = False) -> None:
        """Take away the copies that the manifest does not name.

        Files that are half written, as only who is killed leaves them, go with them if the
        `unfinished` are to. A copy that is not as it was copied is somebody's own, and stays.

        Raises:
            CorpusError: The manifest cannot be read.
            OSError: Something cannot be removed.
        """
        lines = (line.partition(" ")[::2] for line in _lines(self._journal))
        made = [(own, name) for own, name in lines if name and is_inside(self._folder, name)]
        if unfinished:
            places = {(self._folder / name).parent for _, name in made}
            folders = (self._folder, self.manifest.parent, *filter(Path.is_dir, places))
            for folder in set(map(os.path.realpath, folders)):
                remove_unfinished(folder, float("inf"))
        listed = listed_files(self._folder) if made else set()
        for own, name in reversed(made):
            copy = self._folder / name
            if own == _MADE:
                with suppress(OSError):
                    copy.rmdir()
            elif (
                listed.isdisjoint((name, escape(name)))
                and copy.is_file()
                and sum_of(source_bytes(copy)) == own
            ):
                copy.unlink()
        os.truncate(self._journal, 0)


def _lines(journal: Path) -> list[str]:
    return source_bytes(journal).decode(errors="replace").splitlines()
