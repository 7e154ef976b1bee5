"""The store: it keeps an engine's files whole, private, and up to date.

    <root>/.wp8-lock          shared by living builders
    <root>/<name>/CURRENT     the generation that readers open
    <root>/<name>/<generation>/SEAL DIGESTS and the engine's files

A build writes a generation of its own and then replaces CURRENT, so a reader never sees half an
index and a killed build leaves the old one.
"""
# What only a build needs is imported by a build, and pathlib costs a cold search 4 ms:

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from wp8.errors import IndexMissingError, IndexStoreError
from wp8.files import open_lock, remove_unfinished
from wp8.index.store.digests import verify, write_digests
from wp8.index.store.generations import (
    CURRENT,
    build_time,
    current,
    current_or_none,
    is_folder,
    publish,
    remove_generations,
    remove_index,
)
from wp8.index.store.seal import sealed_listing, users_key, write_seal
from wp8.index.store.trust import (
    ANOTHER_FOLDER,
    make_private_folder,
    require_private_folder,
    require_safe_ancestors,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from wp8.index.engine import Engine
    from wp8.model import Record
    from wp8.query.backend import Backend

# How many indexes of other corpora, engines or versions a build leaves beside its own.
OTHER_INDEXES: Final = 8

_LOCK = ".wp8-lock"
_HOUR = 3600.0
# Before there were seals, a name had half of the digest.
_NAME = re.compile(r"[0-9a-f]{32,64}-.+-t[0-9.]+")

T = TypeVar("T")


def index_name(corpus_digest: str, engine: Engine) -> str:
    """Return the name of the index of a corpus: other sources, engine or tokenizer, another name.

    `corpus_digest` is a SHA-256 in hexadecimal digits.
    """
    from wp8.index.versions import MADE_BY

    version = re.sub(r"[^\w.]", "_", engine.version)
    return f"{corpus_digest}-{engine.name}-{version}-t{MADE_BY}"


class IndexStore:
    """The indexes of one engine in the folder `root`, each under a name of `index_name`.

    An engine's files stand side by side in the folder it is given; a folder there has digests of
    its own. An index is sealed with the key that the user has in the folder `state`.
    """

    def __init__(self, root: str | Path, engine: Engine, state: str | Path) -> None:
        self._root = os.path.realpath(root)
        self._engine = engine
        self._state = os.fspath(state)

    def place(self, name: str) -> str:
        """Return the path of the folder of the index, built or not."""
        return os.path.join(self._root, name)

    def folder(self, name: str) -> str:
        """Return the folder with the files of the index: of the generation in use, if it is built.

        Raises:
            IndexUntrustedError: Somebody else could have written it.
            IndexStoreError: It cannot be read.
        """
        try:
            return self._current_folder(name) if self.has(name) else self.place(name)
        except OSError as error:
            raise _failure("read", self.place(name), error) from error

    def open(self, name: str) -> Backend:
        """Return the opened index, once its seal is found to be this user's, of this name.

        Files whose pages are checked as the engine reads them are not read before.

        Raises:
            IndexMissingError: It has not been built.
            IndexDamagedError: It is not whole, or carries another seal.
            IndexKeyError: The user's key can neither be read nor made.
            IndexUntrustedError: Somebody else could have written it.
            IndexStoreError: It cannot be read.
        """
        return self.use(name, self._engine.open)

    def has(self, name: str) -> bool:
        """Return whether the index has been built."""
        return os.path.lexists(os.path.join(self.place(name), CURRENT))

    def check(self, name: str) -> None:
        """Verify every byte of the index, without opening it; errors as of `open`."""
        self.use(name, lambda _: None, whole=True)

    def discard(self, name: str) -> None:
        """Let nobody open the index any more, which turned out to be damaged: it is built anew."""
        with suppress(OSError):
            os.unlink(os.path.join(self.place(name), CURRENT))

    def size(self, name: str) -> int:
        """Return the number of bytes in the files of the index; errors as of `open`."""
        return self.use(name, _size)

    def others(self, name: str) -> Iterator[str]:
        """Yield the folders of the whole indexes of other corpora, the latest build first."""
        version = name.partition("-")[2]
        with suppress(OSError):
            names = [e.name for e in os.scandir(self._root) if is_folder(e, _NAME)]
            of_version = [n for n in names if n.endswith(f"-{version}") and n != name]
            for other in sorted(map(self.place, of_version), key=build_time, reverse=True):
                with suppress(IndexStoreError):
                    self.check(os.path.basename(other))
                    yield self._current_folder(os.path.basename(other))

    def build(self, name: str, records: Iterable[Record]) -> int:
        """Build the index anew and put it in the place of the old; return the number of records.

        Until that moment, and after any failure, the old one is in use. An exception that
        `records` raises goes through as it is.

        Raises:
            IndexUntrustedError: Somebody else could write in the folder.
            IndexKeyError: The user's key can neither be read nor made.
            IndexStoreError: It cannot be written.
        """
        failures: list[Exception] = []
        try:
            require_safe_ancestors(self._root)
            make_private_folder(self._root)
            require_private_folder(self._root)
            key = users_key(self._state)
            with _builder_lock(self._root) as lock:
                try:
                    return self._write(name, key, _watched(records, failures))
                finally:
                    self._sweep(name, lock)
        except OSError as error:
            if error in failures:
                raise
            raise _failure("write", self.place(name), error) from error

    def use(self, name: str, use: Callable[[str], T], *, whole: bool = False) -> T:
        """Return what `use` makes of the folder of the index; errors as of `open`.

        Files whose pages are checked as they are read are checked before if the `whole` is to be.
        """
        later = [] if whole else [self._engine.checks]
        try:
            while True:
                folder = self._current_folder(name)
                key = users_key(self._state)
                try:
                    verify(folder, sealed_listing(folder, name, key), *later)
                    return use(folder)
                except Exception:
                    # A build that ended meanwhile has removed this generation.
                    if self._current_folder(name) == folder:
                        raise
        except OSError as error:
            raise _failure("read", self.place(name), error) from error

    def _current_folder(self, name: str) -> str:
        place = self.place(name)
        try:
            require_safe_ancestors(self._root)
            require_private_folder(self._root)
            require_private_folder(place)
            return os.path.join(place, current(place))
        except FileNotFoundError:
            raise IndexMissingError(
                f"there is no index in {place}", hint="wp8 reindex builds it"
            ) from None

    def _write(self, name: str, key: bytes, records: Iterable[Record]) -> int:
        import shutil

        place = self.place(name)
        make_private_folder(place)
        require_private_folder(place)
        generation = os.urandom(8).hex()
        folder = os.path.join(place, generation)
        try:
            make_private_folder(folder)
            count = self._engine.build(folder, records)
            write_seal(folder, name, key, write_digests(folder))
            publish(place, generation)
        except BaseException:
            # A Ctrl-C can come after the new index is in use.
            if current_or_none(place) != generation:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return count

    def _sweep(self, name: str, lock: int) -> None:
        """Remove what dead builds left, superseded generations, and the oldest other indexes."""
        dead_before = _dead_before(lock)
        with suppress(OSError):
            remove_unfinished(self._root, dead_before)
            names = [e.name for e in os.scandir(self._root) if is_folder(e, _NAME)]
            for each in names:
                remove_generations(self.place(each), dead_before)
            places = [self.place(each) for each in names if each != name]
            for place in sorted(places, key=build_time, reverse=True)[OTHER_INDEXES:]:
                if build_time(place) < dead_before:
                    remove_index(place, dead_before)


def _size(folder: str) -> int:
    paths = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    return sum(map(os.path.getsize, paths))


def _failure(doing: str, place: str, error: OSError) -> IndexStoreError:
    message = f"cannot {doing} the index: {error.filename or place}: {error.strerror or error}"
    return IndexStoreError(message, hint=ANOTHER_FOLDER)


def _watched(records: Iterable[Record], failures: list[Exception]) -> Iterator[Record]:
    """Yield the records; note what they raise, to tell it from what the disk raises."""
    try:
        yield from records
    except Exception as error:
        failures.append(error)
        raise


@contextmanager
def _builder_lock(root: str) -> Iterator[int]:
    """Hold the lock of living builders; the kernel lets go of it for one that is killed."""
    lock = open_lock(os.path.join(root, _LOCK), 0o600)
    try:
        if sys.platform != "win32":
            import fcntl

            # Some network file systems have no locks: then age decides what is dead.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_SH)
        yield lock
    finally:
        os.close(lock)


def _dead_before(lock: int) -> float:
    """Return the time before which a generation that is not current is of no living builder.

    The last living builder takes the lock for itself alone: whatever is not current is dead.
    """
    import time

    if sys.platform == "win32":
        return time.time() - _HOUR
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return float("-inf")
    except OSError:
        return time.time() - _HOUR
    return float("inf")
