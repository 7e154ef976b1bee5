"""`wp8 reindex`."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.options import corpus_options, notify
from wp8.errors import ExitCode
from wp8.render.terminal import report, write

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wp8.api import Corpus
    from wp8.workspace.building import Progress

# More would only wait for the one that writes.
MOST_JOBS: Final = 64


@click.command("reindex")
@click.option("--check", is_flag=True, help="Only verify the index; write nothing.")
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Work on a large corpus with at most N processes, up to 3; by default, one a processor.",
)
@corpus_options
def command(check: bool, jobs: int | None, corpus: Corpus) -> ExitCode:
    r"""Build the index, or check it.

    The first search builds the index, and a changed corpus gets a new one, for which the engine of
    large corpora reads only the changed documents: this is for when you want to be sure, or to wait
    before you search. The index of an unchanged corpus is built anew from all of it.

    \b
    Examples:
      wp8 reindex
      wp8 reindex --check
      wp8 reindex --jobs 1
    """
    started = time.perf_counter()
    if check:
        write([f"the index is whole: {corpus.check()}\n"])
        return ExitCode.OK
    with indexing() as progress:
        built = corpus.reindex(jobs=jobs, progress=progress)
    seconds = time.perf_counter() - started
    write([f"{built} in {seconds:.2f} s: {built.folder}\n"])
    for remark in built.remarks:
        notify(remark)
    if built.receipts:
        from wp8.cli.docs import report_receipts

        report_receipts(built.receipts, corpus.settings)
    for unread in built.corpus.unread:
        report(f"not indexed: {unread.reason}", unread.hint)
    return ExitCode.ERROR if built.corpus.unread else ExitCode.OK


def indexing() -> AbstractContextManager[Progress | None]:
    """Return what shows the passing of records, on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from wp8.render.progress import building

    return building()
