"""What has changed in the folder of a corpus since its last index, and the manifest that says it.

A file that has vanished is known again by its bytes where there is another that no document has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from wp8.corpus.care.additions import Adding, Additions, additions_of, tables_of
from wp8.corpus.care.known import KnownFiles
from wp8.corpus.care.revision import follow
from wp8.corpus.care.sources import sources_of
from wp8.corpus.care.states import left, standings
from wp8.corpus.fingerprint import sum_of
from wp8.corpus.readers import layout_of
from wp8.corpus.source import source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from wp8.corpus.care.additions import Passing
    from wp8.corpus.care.known import Content
    from wp8.corpus.care.revision import Removed
    from wp8.corpus.care.sources import Source
    from wp8.corpus.care.states import Indexed, Standing
    from wp8.corpus.document import Corpus, Document

What = Literal["new", "changed", "renamed", "gone", "copy", "unread"]


class Change(NamedTuple):
    """A file that is not what the last index was made of: what it is, of which document.

    `remark` says the earlier name of one that was renamed, of what one is a copy, or why one cannot
    be read.
    """

    what: What
    document: str
    file: str
    remark: str = ""


@dataclass(frozen=True)
class Changes:
    """What has changed in the folder of a `corpus`, of which `manifest` is the manifest.

    `moved` has the new paths of files by their old ones, `gone` the documents whose files are not
    there, `additions` what becomes of files that no document has. `contents` is what is known of
    all files then.
    """

    rows: list[Change]
    corpus: Corpus
    manifest: bytes
    additions: Additions
    contents: Mapping[str, Content]
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    leave_nothing: bool = False

    def __iter__(self) -> Iterator[Change]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def are_of_manifest(self) -> bool:
        """Whether the manifest has to say something else for them."""
        return bool(self.moved or self.gone or any(each.is_new for each in self.additions))


def changes_of(
    corpus: Corpus,
    manifest: bytes,
    indexed: Indexed,
    contents: Mapping[str, Content],
    progress: Passing | None = None,
) -> Changes:
    """Return what has changed in the folder of `corpus`, of which `manifest` is the manifest.

    `indexed` is what the last index was made of, `contents` what is known of files, those that have
    vanished too. Only files are read that no document has; `progress` sees them pass.
    """
    stands = list(standings(corpus, indexed))
    missing = {each.document.file: each.document for each in stands if each.state == "missing"}
    listed = {document.file for document in corpus.documents}
    found = sources_of([str(corpus.folder)], corpus.folder, listed)
    moved = _moved(found.files, missing, contents)
    places = set(moved.values())
    found.files[:] = [source for source in found.files if source.place not in places]
    present = [
        replace(document, file=moved.get(document.file, document.file))
        for document in corpus.documents
        if document.file in moved or document.file not in missing
    ]
    known = KnownFiles(corpus.folder, (document.file for document in present), contents)
    additions = additions_of(corpus.folder, found, present, Adding(progress=progress), known)
    gone = tuple(
        each.document.id
        for each in stands
        if each.state == "missing" and each.document.file not in moved
    )
    rows = [
        *_of_documents(stands, indexed, moved),
        *_left(corpus, indexed),
        *_of_files(corpus.folder, additions),
    ]
    for old, new in moved.items():
        known.contents[new] = known.contents.pop(old)
    leave_nothing = not present and not any(each.is_new for each in additions)
    return Changes(rows, corpus, manifest, additions, known.contents, moved, gone, leave_nothing)


def _moved(
    files: Iterable[Source], missing: Mapping[str, Document], contents: Mapping[str, Content]
) -> dict[str, str]:
    """Return the new paths of `missing` files by their old ones: where the same bytes are."""
    vanished: dict[str, list[str]] = {}
    for file in missing:
        if file in contents:
            vanished.setdefault(contents[file].own, []).append(file)
    moved: dict[str, str] = {}
    for source in files if vanished else ():
        try:
            own = sum_of(source_bytes(source.path))
        except CorpusError:
            continue
        for file in vanished.get(own, ()):
            if file not in moved and _is_read_alike(missing[file], source.place):
                moved[file] = source.place
                break
    return moved


def _is_read_alike(document: Document, file: str) -> bool:
    """Return whether a document has the layout that it has under another name too."""
    is_told = layout_of(document.file) == document.layout
    return not is_told or layout_of(file) == document.layout


def _of_documents(
    stands: Iterable[Standing], indexed: Indexed, moved: Mapping[str, str]
) -> Iterator[Change]:
    for document, state, why in stands:
        if document.file in moved:
            yield Change("renamed", document.id, moved[document.file], document.file)
        elif state == "missing":
            yield Change("gone", document.id, document.file)
        elif state == "unread":
            yield Change("unread", document.id, document.file, why)
        elif state == "changed" or (state == "new" and indexed.keys):
            yield Change(state, document.id, document.file)


def _left(corpus: Corpus, indexed: Indexed) -> Iterator[Change]:
    for id_ in left(corpus, indexed):
        yield Change("gone", id_, "")


def _of_files(folder: Path, additions: Additions) -> Iterator[Change]:
    for each in additions:
        document, original = each.document, each.original
        if original is None:
            yield Change("new", document.id, document.file)
        else:
            what = "text" if each.fate == "same text" else "bytes"
            remark = f"has the same {what} as {document.file}"
            yield Change("copy", document.id, str(original.relative_to(folder)), remark)
    for file, reason, _, _ in additions.refused:
        yield Change("unread", "", str(PurePath(file).relative_to(folder)), reason)


def follow_changes(
    folder: Path, changes: Changes, notify: Callable[[str], object]
) -> list[Removed]:
    """Let the manifest of `folder` say what has changed; return what was taken out of it.

    Where another wp8 is at it, this one waits, and says so by `notify`.

    Raises:
        CorpusError: The manifest was changed meanwhile, cannot be changed so, or would have no
            document left.
    """
    if not changes.are_of_manifest:
        return []
    if changes.leave_nothing:
        hint = "is a drive not there? to take away all of it, remove its folder"
        raise CorpusError(f"{folder}: none of its files is there", hint=hint)
    tables = tables_of(changes.additions)
    return follow(folder, changes.manifest, changes.gone, changes.moved, tables, notify)
