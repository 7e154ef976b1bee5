"""The options that commands share; each group of them reaches a command as one value."""

from __future__ import annotations

import functools
import inspect
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.cli.completion import complete_facet
from wp8.export.formats import BOM, FORMATS, GUARD, SHEETS
from wp8.index.engines import NAMES
from wp8.query.search import Scope
from wp8.render.terminal import report, use_color
from wp8.workspace.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.errors import ExitCode
    from wp8.export.formats import Format
    from wp8.render.terminal import Color

    Command = Callable[..., ExitCode]
    Decorator = Callable[[Command], Command]


def option_group(name: str, make: Callable[..., object], *options: Decorator) -> Decorator:
    """Return a decorator that adds `options` and passes `make` of their values on as `name`.

    The options are named as the parameters of `make` are.
    """
    parameters = list(inspect.signature(make).parameters)

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def grouped(**values: object) -> ExitCode:
            own = {parameter: values.pop(parameter) for parameter in parameters}
            return command(**{name: make(**own)}, **values)

        made: Command = grouped
        for option in reversed(options):
            made = option(made)
        return made

    return decorate


def written_as(name: str, *, bom: bool, excel_safe: bool) -> str:
    """Return the name of a format with what a spreadsheet wants of it, as `export` takes it."""
    if (bom or excel_safe) and name not in SHEETS:
        raise click.UsageError("--bom and --excel-safe are for --format csv and tsv")
    return name + BOM * bom + GUARD * excel_safe


class Output(NamedTuple):
    """How results are to be written; `written_as` is the format as `export` takes it."""

    format: Format
    color: Color
    pager: bool
    written_as: str

    @property
    def colored(self) -> bool:
        """Whether stdout gets colour."""
        return use_color(self.color, sys.stdout)

    @property
    def is_view(self) -> bool:
        """Whether a person reads the results on a terminal, as text."""
        return self.format == "text" and sys.stdout.isatty()


def _output(
    *,
    format_: Format,
    as_json: bool,
    color: Color,
    no_pager: bool,
    bom: bool,
    excel_safe: bool,
) -> Output:
    name: Format = "json" if as_json else format_
    return Output(name, color, not no_pager, written_as(name, bom=bom, excel_safe=excel_safe))


corpus_options = option_group(
    "settings",
    settings,
    click.option("--corpus", metavar="DIR", help="Corpus folder (or WP8_CORPUS)."),
    click.option("--index", metavar="DIR", help="Folder of the indexes (or WP8_INDEX)."),
    click.option(
        "--engine",
        type=click.Choice(NAMES),
        metavar="NAME",
        help="Engine of the index: auto, whoosh, tantivy, opensearch (or WP8_ENGINE).",
    ),
    click.option("--url", metavar="URL", help="Address of the OpenSearch cluster (or WP8_URL)."),
    click.option(
        "--allow-partial", is_flag=True, help="Let an answer from some of a cluster's shards do."
    ),
)

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour; auto: on a terminal, unless NO_COLOR is set.",
)

bom_option = click.option(
    "--bom", is_flag=True, help="Begin CSV with the mark that tells Excel of UTF-8."
)
excel_safe_option = click.option(
    "--excel-safe", is_flag=True, help="Let no cell of CSV begin like a formula."
)

output_options = option_group(
    "output",
    _output,
    click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="text",
        help="How to write the results.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Short for --format json."),
    color_option,
    bom_option,
    excel_safe_option,
    click.option("--no-pager", is_flag=True, help="Never show long results in a pager."),
)

context_option = click.option(
    "-C",
    "--context",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="Show N neighbours on either side.",
)

scope_options = option_group(
    "scope",
    Scope,
    *(
        click.option(
            name, field, multiple=True, metavar=metavar, help=text, shell_complete=complete_facet
        )
        for name, field, metavar, text in (
            ("--doc", "documents", "ID", "Only this document."),
            ("--section", "sections", "NAME", "Only this section."),
            ("--kind", "kinds", "KIND", "Only this kind of record."),
        )
    ),
    click.option(
        "--quotes",
        type=click.Choice(["only", "without"]),
        help="Only what stands in quotation marks, or what does not.",
    ),
)


def notify(message: str) -> None:
    """Say on stderr what was done, or left out, on the way to the results."""
    report(message)
