"""`wp8 push`."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.options import corpus_options, notify
from wp8.cli.reindex import MOST_JOBS
from wp8.errors import ExitCode
from wp8.numbers import numbered
from wp8.render.terminal import report, write

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wp8.api import Corpus
    from wp8.workspace.building import Progress
    from wp8.workspace.cluster import Pushed

# More shards than this make every search slower.
MOST_SHARDS: Final = 1024
MOST_REPLICAS: Final = 10


@click.command("push")
@click.option(
    "--shards",
    type=click.IntRange(1, MOST_SHARDS),
    default=1,
    show_default=True,
    metavar="N",
    help="Divide the records into N shards: one for 30 GB of text, or one a node.",
)
@click.option(
    "--replicas",
    type=click.IntRange(0, MOST_REPLICAS),
    default=1,
    show_default=True,
    metavar="N",
    help="Keep N copies of each shard on other nodes.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Prepare the records with N processes; by default, one for each processor.",
)
@corpus_options
def command(shards: int, replicas: int, jobs: int | None, corpus: Corpus) -> ExitCode:
    r"""Put the corpus on an OpenSearch cluster, where many can search it.

    Searches find the corpus as it was until all is there. A push that was cut goes on where it
    was. User and password are taken from WP8_OPENSEARCH_USER and WP8_OPENSEARCH_PASSWORD, a key
    from WP8_OPENSEARCH_KEY, for an address of --url or WP8_URL; or from ~/.netrc, also for one that
    the manifest names. Whether it may is asked once, on a terminal.

    \b
    Examples:
      wp8 push --url https://search.example.org:9200
      wp8 push --shards 6 --replicas 1
      wp8 search self-reliance --engine opensearch --url https://search.example.org:9200
    """
    started = time.perf_counter()
    with _progress() as progress:
        pushed = corpus.push(shards=shards, replicas=replicas, jobs=jobs, progress=progress)
    write([f"{_said(pushed, time.perf_counter() - started)}\n"])
    if pushed.before not in ("", pushed.name):
        notify(f"the index before, {pushed.before}, is still there: remove it when nobody reads it")
    for unread in pushed.corpus.unread:
        report(f"not pushed: {unread.reason}", unread.hint)
    return ExitCode.ERROR if pushed.corpus.unread else ExitCode.OK


def _said(pushed: Pushed, seconds: float) -> str:
    """Return what a push has done."""
    where = f"{pushed.place}: {pushed.name}"
    if not pushed.is_new:
        return f"nothing to do, the corpus is there: {where}"
    return f"{numbered(pushed.records, 'record')} in {seconds:.2f} s: {where}"


def _progress() -> AbstractContextManager[Progress | None]:
    """Return what shows the passing of records, on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from wp8.render.progress import building

    return building("Sending")
