"""Manifest and index follow what has changed in the folder of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.care.known import keep_contents, known_contents
from wp8.corpus.care.updates import changes_of, follow_changes
from wp8.corpus.manifest import manifest_bytes
from wp8.index.engines import REMOTE
from wp8.index.segments.indexer import noted
from wp8.workspace.building import build, follow_editions
from wp8.workspace.indexed import last_indexed
from wp8.workspace.last_index import last_index
from wp8.workspace.place import engine_choice, stored
from wp8.workspace.sources import again, kept_of, load

if TYPE_CHECKING:
    from wp8.corpus.care.additions import Passing
    from wp8.corpus.care.revision import Removed
    from wp8.corpus.care.updates import Changes
    from wp8.workspace.building import Built, Progress
    from wp8.workspace.settings import Notify, Settings


class Updated(NamedTuple):
    """What had changed, what was taken out of the manifest for it, and the index that was built.

    None was where the index is of what there is.
    """

    changes: Changes
    removed: list[Removed]
    built: Built | None


def changes(settings: Settings, progress: Passing | None) -> Changes:
    """Return what has changed in the folder of the corpus since its last index.

    Raises:
        CorpusError: If the corpus cannot be read.
    """
    manifest = manifest_bytes(Path(settings.corpus))
    corpus = load(settings, titles=False)
    indexed = last_indexed(settings, corpus)
    return changes_of(
        corpus, manifest, indexed, known_contents(kept_of(settings, "files")), progress
    )


def update(
    settings: Settings,
    found: Changes,
    notify: Notify,
    progress: Progress | None,
    jobs: int | None,
) -> Updated:
    """Let manifest and index follow the changes that were `found`.

    Raises:
        CorpusError: If the corpus cannot be read, its manifest was changed meanwhile, or no
            document would be left.
        IndexStoreError: If the index cannot be written.
    """
    removed = follow_changes(Path(settings.corpus), found, notify)
    keep_contents(kept_of(settings, "files"), found.contents)
    corpus = again(settings, found.corpus)
    if engine_choice(settings, corpus).name == REMOTE:
        notify("the index is on a cluster: wp8 push brings it up to date")
        return Updated(found, removed, None)
    store, name = stored(settings, corpus)
    if store.has(name):
        # It was built before the last one: what was changed has been changed back.
        if last_index(settings) != name:
            _, lacks = store.use(name, noted)
            for line in follow_editions(settings, corpus, name, lacks.values()):
                notify(line)
        return Updated(found, removed, None)
    built = build(settings, progress, jobs, with_receipts=True, loaded=corpus, notify=notify)
    return Updated(found, removed, built)
