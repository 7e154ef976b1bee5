"""`wp8 info`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options
from wp8.errors import ExitCode
from wp8.numbers import and_more, with_most

if TYPE_CHECKING:
    from wp8.api import Corpus


@click.command("info")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@corpus_options
def command(as_json: bool, corpus: Corpus) -> ExitCode:
    r"""Say which corpus, index and versions are in use, and whether the index is whole.

    Of many documents the largest are named.

    \b
    Examples:
      wp8 info
      wp8 info --corpus letters --json
    """
    from wp8.export.json_text import json_object
    from wp8.render.terminal import columns, printable, window, write

    facts = corpus.info()
    if as_json:
        write([json_object("wp8.info/1", facts)])
    else:
        facts["corpus"] = f"{corpus.sources.name}: {and_more(with_most(_sizes(corpus)))}"
        facts["engine"] += f" ({facts.pop('chosen')})"
        rows = [(key, printable(value)) for key, value in facts.items()]
        write(columns(rows, window(sys.stdout)))
    return ExitCode.OK


def _sizes(corpus: Corpus) -> dict[str, int]:
    """Return the number of bytes of each document's source, 0 where it cannot be read."""
    sizes = {}
    for document in corpus.sources.documents:
        path = corpus.sources.folder / document.file
        sizes[document.id] = path.stat().st_size if path.is_file() else 0
    return sizes
