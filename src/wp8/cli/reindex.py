"""`wp8 reindex`."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options
from wp8.errors import ExitCode
from wp8.session import build, load, stored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.model import Record
    from wp8.settings import Settings


@click.command("reindex")
@click.option("--check", is_flag=True, help="Only verify the index; write nothing.")
@corpus_options
def command(check: bool, settings: Settings) -> ExitCode:
    r"""Build the index anew, or check it.

    The first search builds the index, and a changed corpus gets a new one: this is for when you
    want to be sure.

    \b
    Examples:
      wp8 reindex
      wp8 reindex --check
    """
    started = time.perf_counter()
    if check:
        store, name = stored(settings, load(settings))
        store.check(name)
        sys.stdout.write(f"the index is whole: {store.place(name)}\n")
        return ExitCode.OK
    corpus, number, place = build(settings, _shown)
    seconds = time.perf_counter() - started
    documents = len(corpus.documents)
    sys.stdout.write(f"{number:,} records of {documents} documents in {seconds:.2f} s: {place}\n")
    return ExitCode.OK


def _shown(records: list[Record]) -> Iterable[Record]:
    """Return the records, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        return records
    from wp8.render.console import progress

    return progress(records)
