"""`wp8 similar`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.counts.running import contents
from wp8.analysis.counts.similar import Similar, likest
from wp8.cli.completion import complete_address
from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode, UnknownNameError
from wp8.query.address import Addresses
from wp8.render.terminal import write
from wp8.workspace.session import opened
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from wp8.cli.options import Output
    from wp8.query.backend import Backend
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings


@click.command("similar")
@click.argument("address", metavar="ID", shell_complete=complete_address)
@click.option("--limit", type=click.IntRange(min=1), default=5, metavar="N", help="At most N.")
@output_options
@corpus_options
def command(address: str, limit: int, output: Output, settings: Settings) -> ExitCode:
    r"""Find the paragraphs most like one, with the words that tie them.

    \b
    Examples:
      wp8 similar speech:61
      wp8 similar paper:13 --limit 3 --json
    """
    with opened(settings, notify) as session:
        ids = Addresses(session.backend).resolve(address)
        if len(ids) != 1:
            raise UnknownNameError(f"{address} is not one record", hint=f"for example {ids[0]}")
        found = _likest(ids[0], session.backend, limit)
        _write(found, session, output, settings)
    return ExitCode.OK if found else ExitCode.NO_HITS


def _likest(id_: str, backend: Backend, limit: int) -> list[Similar]:
    """Return the records that are most like one."""
    ids = backend.ids()
    found = likest(ids.index(id_), contents(backend), limit)
    records = backend.records(ids[each.place] for each in found)
    return [
        Similar(record, each.score, each.words) for record, each in zip(records, found, strict=True)
    ]


def _write(found: list[Similar], session: Session, output: Output, settings: Settings) -> None:
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.views import Views

        views = Views(load(settings), colored=output.colored)
        print_view(views.similar(found), colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.plain import similar_lines

        write(similar_lines(found, color=output.colored))
    elif found:
        from wp8.export.tables import similar_as

        write(similar_as(output.written_as, found, session.corpus))
