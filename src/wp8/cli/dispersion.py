"""`wp8 dispersion`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.analysis.counts.dispersion import dispersion, places
from wp8.analysis.measures.dispersion import DISPERSION
from wp8.cli.counting import (
    about,
    counted,
    item_stretches,
    measure_option,
    measured_by,
    say_absent,
    unit_options,
    write_table,
)
from wp8.cli.options import corpus_options, notify, output_options, scope_options
from wp8.cli.stamps import stamped
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.render.barcode import Strip
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.cli.counting import Unit
    from wp8.cli.options import Output
    from wp8.query.search import Scope
    from wp8.workspace.settings import Settings


@click.command("dispersion")
@click.argument("items", nargs=-1, required=True, metavar="WORD...")
@scope_options
@unit_options
@measure_option(DISPERSION)
@click.option("--svg", metavar="FILE", help="Also draw the plot as a picture (extra: plot).")
@output_options
@corpus_options
def command(
    items: tuple[str, ...],
    scope: Scope,
    unit: Unit,
    measures: tuple[str, ...],
    svg: str | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Show where words stand in the documents, and how evenly they are spread.

    \b
    Examples:
      wp8 dispersion plan Party "living standards"
      wp8 dispersion economy --lemma --doc speech
      wp8 dispersion self-reliance unity --svg plot.svg
    """
    with opened(settings, notify) as session:
        words = counted(scope, unit, session)
        found = {item: item_stretches(item, words, unit, session) for item in items}
        say_absent(found, unit, scope, session)
        rows, columns = dispersion(words, found, measures=measures)
        strips = [
            Strip(*place) for row in rows for place in places(words, row.form, found[row.form])
        ]
        parameters = about(words, unit) | measured_by(measures)
        table = stamped(
            Table("dispersion", columns.names, rows, parameters, columns.formulas), session, output
        )
        _plot(strips, table.stamp, output, svg)
        write_table(table, session, output, limit=None)
    return ExitCode.OK if any(row.frequency for row in rows) else ExitCode.NO_HITS


def _plot(strips: list[Strip], stamp: str, output: Output, svg: str | None) -> None:
    if svg:
        from wp8.export.svg import write_svg

        write_svg(svg, strips, title="Dispersion", stamp=stamp)
    if output.is_view:
        from wp8.render.barcode import barcode_lines
        from wp8.render.console import stdout_console

        width = stdout_console(colored=False).width
        sys.stdout.writelines([*barcode_lines(strips, width=width), "\n"])
