"""`wp8 show`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_address
from wp8.cli.options import context_option, corpus_options, notify, output_options
from wp8.errors import ExitCode
from wp8.query.address import Addresses
from wp8.render.terminal import write
from wp8.workspace.session import opened
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.cli.options import Output
    from wp8.model import Record
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

WHATS = ("paragraph", "section", "document", "contents")


@click.command("show")
@click.argument(
    "what",
    metavar="[paragraph|section|document|contents]",
    default="contents",
    shell_complete=lambda *given: [what for what in WHATS if what.startswith(given[-1])],
)
@click.argument("addresses", nargs=-1, metavar="[ID]...", shell_complete=complete_address)
@context_option
@output_options
@corpus_options
def command(
    what: str, addresses: tuple[str, ...], context: int, output: Output, settings: Settings
) -> ExitCode:
    r"""Read paragraphs, sections or documents; without an id, the contents.

    \b
    Examples:
      wp8 show contents                    what there is, with its ids
      wp8 show paragraph speech:12         one paragraph; its notes follow it
      wp8 show paragraph speech:12-14,20   ranges and lists
      wp8 show paragraph paper:n7 -C 1     a note
      wp8 show section paper:II speech:part3
      wp8 show document paper
      wp8 search economy --ids | wp8 show paragraph -
    """
    if what not in WHATS:
        what, addresses = "paragraph", (what, *addresses)
    with opened(settings, notify) as session:
        if what == "contents" or not addresses:
            _write_contents(addresses, session, settings, output)
            return ExitCode.OK
        records = Addresses(session.backend).records(typed(addresses), context=context)
        _write_records(records, session, settings, output)
    return ExitCode.OK if records else ExitCode.NO_HITS


def typed(addresses: Sequence[str]) -> list[str]:
    """Return the addresses, with those on stdin in the place of a `-`."""
    found: list[str] = []
    for address in addresses:
        if address != "-":
            found.append(address)
            continue
        # What else a line of results has stands after a tab; between neighbours stands "--".
        ids = (line.partition("\t")[0].strip() for line in sys.stdin)
        found += [id_ for id_ in ids if id_ not in ("", "--")]
    return found


def _write_records(
    records: Sequence[Record], session: Session, settings: Settings, output: Output
) -> None:
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.views import Views

        views = Views(load(settings), colored=output.colored)
        print_view(views.records(records), colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.plain import record_lines

        sys.stdout.writelines(record_lines(records, color=output.colored))
    else:
        from wp8.export.tables import records_as

        write(records_as(output.written_as, records, session.corpus))


def _write_contents(
    addresses: Sequence[str], session: Session, settings: Settings, output: Output
) -> None:
    """Write the contents of the documents that `addresses` name, or of all."""
    from wp8.corpus.contents import contents

    records = session.backend.records(session.backend.ids())
    wanted = {record.document for record in Addresses(session.backend).records(addresses)}
    documents = [d for d in load(settings).documents if d.id in wanted or not addresses]
    entries = list(contents(documents, records))
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.views import contents_view

        print_view(contents_view(entries), colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.plain import contents_lines

        sys.stdout.writelines(contents_lines(entries))
    else:
        from wp8.export.tables import contents_as

        write(contents_as(output.written_as, entries, session.corpus))
