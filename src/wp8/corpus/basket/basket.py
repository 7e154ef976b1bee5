"""The basket of a corpus, a file: which passages its user keeps, with notes, tags and their texts.

It is JSON, and the user's own; who changes it locks a file beside it, and replaces it whole.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError, SourceMissingError
from wp8.files import locked, write_whole
from wp8.index.store.trust import make_private_folder
from wp8.stamp import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SCHEMA: Final = "wp8.basket/1"


class Item(NamedTuple):
    """A passage that was kept on a day, under its address in an edition of its document.

    `texts` has the texts of its records by their ids.
    """

    address: str
    edition: str
    texts: dict[str, str]
    kept: str
    note: str = ""
    tags: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.address.partition(":")[0]

    def after(self, old: Item) -> Item:
        """Return the item in the place of an older: of its day, and with what was said of that."""
        tags = tuple(dict.fromkeys((*old.tags, *self.tags)))
        return self._replace(kept=old.kept, note=self.note or old.note, tags=tags)

    def renamed(self, document: str) -> Item:
        """Return the item of the same document under another id."""
        texts = {f"{document}:{id_.partition(':')[2]}": text for id_, text in self.texts.items()}
        return self._replace(address=document + self.address[len(self.document) :], texts=texts)


class Basket:
    """The basket at `path`, of the corpus in `folder`; empty for one that has no place of its own.

    Where another wp8 is changing it, `notify` says that one waits.
    """

    def __init__(self, path: Path, folder: str, notify: Callable[[str], object]) -> None:
        self._path = path
        self._folder = folder
        self._notify = notify

    def items(self) -> list[Item]:
        """Return what is kept, in the order in which it was.

        Raises:
            CorpusError: The file cannot be read, or is no basket of this version.
        """
        try:
            content = source_bytes(self._path)
        except SourceMissingError:
            return []
        try:
            said = json.loads(content)
            schema = said["schema"]
            if schema == SCHEMA:
                return [_item(each) for each in said["kept"]]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CorpusError(
                f"{self._path}: what was kept cannot be read: this is no basket of wp8",
                hint="mend it, or move it away to begin a new one",
            ) from error
        raise CorpusError(
            f"{self._path}: what was kept has the form {str(schema)[:40]!r}, not {SCHEMA}",
            hint="it is of another version of wp8: read it with that",
        )

    @contextmanager
    def changing(self) -> Iterator[list[Item]]:
        """Let nobody else change the basket; yield its items, which are kept as they are then.

        Raises:
            CorpusError: It cannot be read or written; what was there is unchanged.
        """
        waiting = f"{self._path}: another wp8 is changing it: waiting for that"
        try:
            make_private_folder(str(self._path.parent))
            lock = self._path.with_suffix(".lock")
            with locked(lock, lambda: self._notify(waiting)):
                try:
                    before = self.items()
                    yield (items := list(before))
                    if items != before:
                        write_whole(self._path, self._content(items), lasting=True)
                finally:
                    lock.unlink()
        except OSError as error:
            reason = error.strerror or error
            message = f"{error.filename or self._path}: cannot be written ({reason})"
            raise CorpusError(message) from error

    def left_behind(self) -> Iterator[str]:
        """Yield a line for each other basket whose corpus is not in its folder any more."""
        for other in sorted(self._path.parent.glob("*.json")):
            with suppress(CorpusError, ValueError, KeyError, TypeError, RecursionError):
                folder = json.loads(source_bytes(other))["corpus"]
                if folder and not Path(folder).is_dir():
                    where = f"what was kept of {folder}, which is not there any more, is in {other}"
                    yield f"{where}: if this corpus was that, mv it to {self._path}"

    def _content(self, items: Iterable[Item]) -> bytes:
        kept = [item._asdict() for item in items]
        said = {"schema": SCHEMA, "corpus": self._folder, "kept": kept}
        return (json_text(said, indent=1) + "\n").encode()

    def rename(self, old: str, new: str) -> None:
        """Let what is kept of a document be of its new id; errors as of `changing`."""
        if any(item.document == old for item in self.items()):
            with self.changing() as items:
                items[:] = [each.renamed(new) if each.document == old else each for each in items]


def _item(said: dict[str, Any]) -> Item:
    """Return the item that an object of JSON is.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    texts = {id_: text + "" for id_, text in said["texts"].items()}
    if not texts:
        raise ValueError(said)
    tags = tuple(tag + "" for tag in said["tags"])
    address, edition, kept, note = (
        said[name] + "" for name in ("address", "edition", "kept", "note")
    )
    return Item(address, edition, texts, kept, note, tags)
