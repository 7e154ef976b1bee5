"""What can go wrong, and the exit codes a command ends with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended: the four codes of the README's table."""

    OK = 0
    NO_HITS = 1
    ERROR = 2
    INTERRUPTED = 130


class Wp8Error(Exception):
    """A failure the user can act on: one line that names the thing, the place, the next step."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(Wp8Error):
    """A manifest or a source that cannot be read as what it says it is."""


class CorpusChangedError(CorpusError):
    """A corpus that is not any more what it was when its reading began."""


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


class EngineError(Wp8Error):
    """An engine that wp8 does not know, or that is not installed."""


class ClusterError(Wp8Error):
    """A cluster that does not answer, or not as it should."""


class PartialAnswerError(ClusterError):
    """An answer from fewer than all shards of an index."""
