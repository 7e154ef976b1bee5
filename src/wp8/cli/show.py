"""`wp8 show`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.completion import complete_address
from wp8.cli.options import (
    cite_in,
    context_option,
    corpus_options,
    docx_output_options,
    notify,
    stdin_text,
    style_options,
)
from wp8.errors import ExitCode
from wp8.render.plain import NEIGHBOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.api import Corpus
    from wp8.render.writer import Output

# How a search with -C writes the id of what is no hit.
_NEIGHBOUR: Final = re.compile(rf"(:[a-z]?[0-9]+(?:\.[0-9]+)?){NEIGHBOUR}$")
WHATS = ("paragraph", "section", "document", "contents")


@click.command("show")
@click.argument(
    "what",
    metavar="[paragraph|section|document|contents]",
    default="contents",
    shell_complete=lambda *given: [
        *(what for what in WHATS if what.startswith(given[-1])),
        *complete_address(*given),
    ],
)
@click.argument("addresses", nargs=-1, metavar="[ID]...", shell_complete=complete_address)
@context_option
@style_options
@docx_output_options
@corpus_options
def command(
    what: str,
    addresses: tuple[str, ...],
    context: int,
    cited: dict[str, str],
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Read paragraphs, sections or documents; without an id, the contents.

    \b
    Examples:
      wp8 show contents                    what there is, with its ids
      wp8 show paragraph speech:12         one paragraph; its notes follow it
      wp8 show paragraph speech:12-14,20   ranges and lists
      wp8 show paragraph paper:n7 -C 1     a note
      wp8 show section paper:II speech:part3 own:sec4.1
      wp8 show document paper
      wp8 search economy --ids | wp8 show paragraph -
      wp8 show speech:12-14 --format docx --output speech.docx
    """
    cite_in(output, cited)
    if what not in WHATS:
        what, addresses = "paragraph", (what, *addresses)
    if what == "contents" or not addresses:
        output.write(corpus.contents(*addresses), corpus)
        return ExitCode.OK
    records = corpus.show(*typed(addresses), context=context)
    output.write(records, corpus)
    return ExitCode.OK if records else ExitCode.NO_HITS


def typed(addresses: Sequence[str]) -> list[str]:
    """Return the addresses, with those on stdin in the place of a `-`; say if none came."""
    found: list[str] = []
    for address in addresses:
        if address != "-":
            found.append(address)
            continue
        # What else a line of results has stands after a tab; between hits and neighbours is "--".
        ids = (line.partition("\t")[0].strip() for line in stdin_text().splitlines())
        came = [_NEIGHBOUR.sub(r"\1", id_) for id_ in ids if id_ not in ("", "--")]
        if not came:
            notify("no id came on stdin")
        found += came
    return found
