"""What can go wrong, and the exit codes a command ends with."""

from __future__ import annotations

from enum import IntEnum
from errno import ENOMEM
from typing import Final

# What is longer repeats too much of what was read: its beginning and its end say enough.
_LONGEST: Final = 600
_KEPT_AT_THE_END: Final = 200

# That of `typing`, which takes longer to import than this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Fate = Literal["interrupted", "out of memory", "out of processor time"]


# Of the loader, about a module of C.
_NO_ROOM = "failed to map segment"


class ExitCode(IntEnum):
    """How a command ended: the four codes of docs/with-other-tools.md."""

    OK = 0
    NO_HITS = 1
    ERROR = 2
    INTERRUPTED = 130


class OutOfTimeError(KeyboardInterrupt):
    """The limit of processor time, which ends whatever Ctrl-C ends."""


def fate(error: BaseException | None) -> Fate | None:
    """Return what has befallen the process, if that has led to `error`.

    Python and libraries raise errors of their own over it: within the body of a class, or where a
    module of C is loaded.
    """
    while error:
        if isinstance(error, OutOfTimeError):
            return "out of processor time"
        if isinstance(error, KeyboardInterrupt):
            return "interrupted"
        is_full = isinstance(error, OSError) and error.errno == ENOMEM
        if is_full or isinstance(error, MemoryError) or _NO_ROOM in str(error):
            return "out of memory"
        error = error.__cause__ or error.__context__
    return None


class Wp8Error(Exception):
    """A failure the user can act on: one line that names the thing, the place, the next step."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        self.message = _bounded(message)
        self.hint = hint and _bounded(hint)
        super().__init__(self.message)


def _bounded(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST - _KEPT_AT_THE_END]}…{text[-_KEPT_AT_THE_END:]}"


class CorpusError(Wp8Error):
    """A manifest or a source that cannot be read as what it says it is."""


class CorpusChangedError(CorpusError):
    """A corpus that is not any more what it was when its reading began."""


class SourceMissingError(CorpusError):
    """A source whose file is not there."""


class UnreadableError(CorpusError):
    """The content of a source that its reader cannot read; the message does not name the file."""


class UnknownNameError(Wp8Error):
    """A document, section, kind, id or field that the corpus does not have."""


class IndexStoreError(Wp8Error):
    """An index that cannot be read, written or trusted."""


class IndexMissingError(IndexStoreError):
    """An index that has not been built."""


class IndexUntrustedError(IndexStoreError):
    """An index that somebody else could have written."""


class IndexDamagedError(IndexStoreError):
    """An index whose files are not as they were written, or that carries another seal."""


class IndexKeyError(IndexStoreError):
    """A key to seal indexes with that can neither be read nor made."""


class QueryError(Wp8Error):
    """A query that cannot be answered."""


class QuerySyntaxError(QueryError):
    """A query that cannot be parsed; `position` is the offset in `query` where it fails."""

    def __init__(self, message: str, *, query: str, position: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.query = query
        self.position = position


class StampError(Wp8Error):
    """A stamp that cannot be read or checked."""


class ExportError(Wp8Error):
    """A file that cannot be written in the format that was asked for."""


class ConfigError(Wp8Error):
    """A config file of the user's that cannot be read, or says what there is not."""


class CompletionError(Wp8Error):
    """A completion script that cannot be put where its shell looks for it."""


class ProgramError(Wp8Error):
    """A program of the user's that cannot be run, or that fails."""


class EngineError(Wp8Error):
    """An engine that wp8 does not know, or that is not installed."""


class ClusterError(Wp8Error):
    """A cluster that does not answer, or not as it should."""


class PartialAnswerError(ClusterError):
    """An answer from fewer than all shards of an index."""
