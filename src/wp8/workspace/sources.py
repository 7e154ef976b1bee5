"""The corpus of the settings: loaded, and known again without being read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from wp8.corpus.digest import Known, Memo, is_of_bytes
from wp8.errors import CorpusError
from wp8.workspace.place import kept_beside
from wp8.workspace.settings import config, config_file, is_shipped, state_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike

    from wp8.corpus.basket.basket import Basket
    from wp8.corpus.document import Corpus
    from wp8.files import Kept
    from wp8.workspace.settings import Notify, Settings

_DIGITS: Final = 16


def known_corpus(settings: Settings) -> tuple[Known, Corpus | None]:
    """Return what a search needs to know of the corpus of `settings`; errors as of `load`.

    With it comes the corpus, without titles of its sources' own, if it had to be loaded.
    """
    memo = _memo(settings)
    if known := memo.known(_has_sum):
        return known, None
    corpus = load(settings, titles=False, memo=memo)
    return known_of(corpus), corpus


def _has_sum(folder: str | PathLike[str], name: str, own: str) -> bool:
    from wp8.corpus.fingerprint import has_sum  # only a file that was touched needs it

    return has_sum(folder, name, own)


def known_of(corpus: Corpus) -> Known:
    """Return what a search needs to know of a corpus."""
    glossary = tuple(group.forms for group in corpus.glossary)
    return Known(corpus.name, corpus.digest, corpus.made_of, glossary, corpus.engine, corpus.size)


def load(settings: Settings, *, titles: bool = True, memo: Memo | None = None) -> Corpus:
    """Return the corpus of `settings`, and remember its digest for the next time.

    Without `titles`, sources are not asked for those that the manifest does not say. What `memo`
    has looked at just before is not looked at again.

    Raises:
        CorpusError: If the manifest or a source cannot be read.
    """
    from pathlib import Path

    from wp8.corpus.manifest import load_corpus

    require_folder(settings)
    memo = memo or _memo(settings)
    kept = kept_of(settings, "described")
    corpus = load_corpus(Path(settings.corpus), titles=titles, memo=memo, kept=kept)
    memo.remember(corpus)
    return corpus


def require_folder(settings: Settings) -> None:
    """Raise an error if the corpus has no folder, with what the config file says of it.

    Raises:
        CorpusError: It has none.
    """
    if os.path.isdir(settings.corpus):
        return
    from wp8.corpus.manifest import NO_FOLDER
    from wp8.query.language.suggest import nearest

    corpora = config().get("corpora", {})
    name = next((name for name, own in corpora.items() if own == settings.corpus), "")
    hints = []
    if ("corpus", "config") in settings.origins:
        hints.append(f"it is the default corpus of {config_file()}")
    elif name:
        hints.append(f"it is called {name} in {config_file()}")
    if not name and (close := nearest(os.path.basename(settings.corpus), corpora)):
        hints.append(f"did you mean {close[0]}?")
    raise CorpusError(f"{settings.corpus}: {NO_FOLDER}", hint="; ".join(hints) or None)


def titled(settings: Settings, corpus: Corpus | None) -> Corpus:
    """Return the corpus with all titles: `corpus`, if it has them and is as it was, or load it."""
    from wp8.corpus.fingerprint import seen_again

    if corpus is None or not all(document.title for document in corpus.documents):
        return load(settings)
    return corpus if seen_again(corpus.folder, corpus.seen).files else load(settings)


def again(settings: Settings, corpus: Corpus, kept: Collection[str] = ()) -> Corpus:
    """Return the corpus of `settings`, which `corpus` was: it is loaded only if it has changed.

    Sources that only documents with the ids `kept` have were not read since, and are not looked at.
    Errors as of `load`.
    """
    from dataclasses import replace

    from wp8.corpus.fingerprint import seen_again

    read = {document.file for document in corpus.documents if document.id not in kept}
    unread = {document.file for document in corpus.documents} - read
    if not (seen := seen_again(corpus.folder, corpus.seen, unread)).files:
        return load(settings, titles=False)
    same = replace(corpus, seen=seen)
    if unread:
        return same
    _memo(settings).remember(same)
    return same


def remember_contents(settings: Settings, corpus: Corpus) -> None:
    """Remember what is in the files of the corpus, and what was in those that have vanished."""
    from wp8.corpus.care.known import keep_contents, known_contents, still_known

    kept = kept_of(settings, "files")
    before = known_contents(kept)
    sums = {name: own for name, (_, own) in corpus.seen.files.items() if is_of_bytes(own)}
    now = still_known(before, (document.file for document in corpus.documents), sums)
    if now != before:
        keep_contents(kept, now)


def kept_contents(settings: Settings) -> Kept:
    """Return the file that keeps what is known of files, whose folder is made if need be."""
    from contextlib import suppress

    from wp8.index.store.trust import make_private_folder

    with suppress(OSError):
        make_private_folder(os.path.realpath(settings.index_root))
    return kept_of(settings, "files")


def last(settings: Settings) -> list[str]:
    """Return the name of the last index of the corpus, and the ids of the documents it had then.

    The name is empty where none is known.
    """
    return (kept_of(settings, "index").read() or b"").decode().split("\n")


def kept_of(settings: Settings, name: str) -> Kept:
    """Return the file that keeps something of this name for the corpus of `settings` alone."""
    from zlib import crc32

    place = crc32(os.fsencode(os.path.abspath(settings.corpus)))
    return kept_beside(settings, f"corpus-{place:08x}.{name}")


def basket(settings: Settings, notify: Notify) -> Basket:
    """Return the basket of the corpus of `settings`, among what is this user's.

    That of wp8's own corpus is the same wherever wp8 is installed.

    Raises:
        CorpusError: The user has no folder for it.
    """
    from hashlib import sha256
    from pathlib import Path

    from wp8.corpus.basket.basket import Basket

    folder = os.path.join(state_folder(), "kept")
    if not os.path.isabs(folder):
        raise CorpusError(f"{folder}: is no place to keep anything", hint="set XDG_STATE_HOME")
    place = "" if is_shipped(settings.corpus) else os.path.realpath(settings.corpus)
    name = sha256(os.fsencode(place)).hexdigest()[:_DIGITS] if place else "shipped"
    return Basket(Path(folder, f"{name}.json"), place, notify)


def _memo(settings: Settings) -> Memo:
    return Memo(settings.corpus, kept_of(settings, "stamp"))
