"""`wp8 info`."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Final

import click

from wp8 import __version__
from wp8.cli.options import corpus_options, notify
from wp8.errors import ExitCode, IndexStoreError, Wp8Error
from wp8.index.engines import REMOTE
from wp8.workspace.session import engine_choice, load, stored

if TYPE_CHECKING:
    from wp8.corpus.document import Corpus
    from wp8.workspace.settings import Settings

# The package that each engine needs.
_PACKAGES: Final = {"whoosh": "whoosh3", "tantivy": "tantivy", REMOTE: "opensearch-py"}


@click.command("info")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@corpus_options
def command(as_json: bool, settings: Settings) -> ExitCode:
    """Say which corpus, index and versions are in use, and whether the index is whole."""
    from wp8.export.json_text import json_object
    from wp8.render.terminal import printable

    facts = _facts(settings)
    if as_json:
        sys.stdout.write(json_object("wp8.info/1", facts))
    else:
        facts["engine"] += f" ({facts.pop('chosen')})"
        width = max(map(len, facts))
        sys.stdout.writelines(f"{key:{width}}  {printable(v)}\n" for key, v in facts.items())
    return ExitCode.OK


def _facts(settings: Settings) -> dict[str, str]:
    from importlib.metadata import version

    corpus = load(settings)
    engine, why, _ = engine_choice(settings, corpus)
    index, health = (_on_cluster if engine == REMOTE else _in_files)(settings, corpus)
    packages = (_PACKAGES[engine], "click", "rich")
    versions = " ".join(f"{package} {version(package)}" for package in packages)
    return {
        "wp8": f"{__version__}, Python {platform.python_version()}, {versions}",
        "corpus": f"{corpus.name}: {', '.join(document.id for document in corpus.documents)}",
        "folder": settings.corpus,
        "digest": corpus.digest,
        "engine": engine,
        "chosen": why,
        "index": index,
        "health": health,
    }


def _in_files(settings: Settings, corpus: Corpus) -> tuple[str, str]:
    """Return the folder of the index, and whether it is whole."""
    store, name = stored(settings, corpus)
    try:
        store.check(name)
        return store.folder(name), f"whole, {store.size(name):,} bytes"
    except IndexStoreError as error:
        return store.place(name), f"{error.message} (the next search builds it)"


def _on_cluster(settings: Settings, corpus: Corpus) -> tuple[str, str]:
    """Return where the index is, and whether the cluster has it."""
    from wp8.workspace.remote import place, state

    where = str(place(settings, corpus.name))
    try:
        return where, state(settings, corpus, notify)
    except Wp8Error as error:
        return where, f"{error.message} ({error.hint})" if error.hint else error.message
