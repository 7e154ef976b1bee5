"""The options that commands share; each group of them reaches a command as one value."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from wp8.cli.completion import (
    complete_asked,
    complete_corpus,
    complete_facet,
    complete_file,
    complete_folder,
    complete_style,
)
from wp8.export.formats import DOCX, FORMATS
from wp8.export.sheets import Sheet
from wp8.files import unicode_text
from wp8.index.engines import NAMES
from wp8.render.terminal import printable, remark, report, window
from wp8.render.themes import THEMES
from wp8.render.writer import GREP, TEXT, Output
from wp8.workspace.settings import config, settings, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from wp8.api import Corpus, Counted, Scoped
    from wp8.errors import ExitCode
    from wp8.query.tree import Layer
    from wp8.render.terminal import Color
    from wp8.words.tokens import Unit

    Value = TypeVar("Value", str, tuple[str, ...], None)
    Command = Callable[..., ExitCode]
    Decorator = Callable[[Command], Command]


def require_no_options(context: click.Context, subcommand: str) -> None:
    """Raise a UsageError if a group of commands has options before the name of one of them."""
    for parameter in context.command.params:
        name = parameter.name or ""
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            typed = parameter.opts[-1]
            place = f"wp8 {context.info_name} {subcommand} … {typed}"
            raise click.UsageError(f"{typed} has its place behind: {place}")


column_option = click.option(
    "--text-column",
    default="",
    metavar="NAME",
    help="Which column of tables has the texts, if it is not called text.",
)
encoding_option = click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="What text files are in, if it is neither UTF-8 nor UTF-16: cp949, shift_jis, cp1251 …",
)


anyway_option = click.option(
    "--anyway",
    is_flag=True,
    help="Add also files whose text, or whose name with another text, there is already.",
)


def given(context: click.Context, parameter: click.Parameter, value: Value) -> Value:
    """Return what an option names; raise a BadParameter if it is empty, as an unset variable is."""
    several = value if isinstance(value, tuple) else (value,)
    is_typed = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    if is_typed and "" in several:
        raise click.BadParameter("it is empty", context, parameter)
    return value


class _OneOf(click.Choice[str]):
    """One of few names; the nearest is proposed for what is none."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            from wp8.query.language.suggest import nearest

            near = "".join(
                f"; did you mean {name}?" for name in nearest(value, self.choices, limit=1)
            )
            names = ", ".join(map(repr, self.choices))
            self.fail(f"{value!r} is not one of {names}{near}", param, ctx)
        return value


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


def notify(message: str) -> None:
    """Say on stderr what was done, or left out, on the way to the results."""
    report(message)


def stdin_text(errors: str = "replace") -> str:
    """Return what is on stdin, in UTF-8 or in UTF-16 with its mark.

    Raises:
        UnicodeDecodeError: It is neither, and `errors` are strict.
    """
    return unicode_text(sys.stdin.buffer.read(), errors)


def agreed(what: str, question: str) -> bool:
    """Return whether the user, at a terminal, says yes to a question about something."""
    remark((f"wp8: {printable(what)}\n", f"     {question} [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _approve(folder: str, addresses: Sequence[str]) -> bool:
    """Return whether a corpus may name these clusters, as the user says who can be asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return agreed(
        f"the corpus in {folder} is on the cluster {', '.join(addresses)}",
        "connect to it from now on (as the user that ~/.netrc has for it)?",
    )


def _corpus(
    corpus: str | None, index: str | None, engine: str | None, url: str | None, allow_partial: bool
) -> Corpus:
    from wp8.api import Corpus  # no help needs it

    chosen = settings(corpus, index, engine, url, allow_partial)
    opened = Corpus(chosen._replace(approve=_approve, typed=corpus or ""), notify)
    click.get_current_context().call_on_close(opened.close)
    return opened


corpus_options = option_group(
    "corpus",
    _corpus,
    click.option(
        "--corpus",
        metavar="DIR",
        help="Corpus folder, or its name in the config file (or WP8_CORPUS).",
        shell_complete=complete_corpus,
    ),
    click.option(
        "--index",
        metavar="DIR",
        help="Folder of the indexes (or WP8_INDEX).",
        shell_complete=complete_folder,
    ),
    click.option(
        "--engine",
        type=_OneOf(NAMES),
        metavar="NAME",
        help="Engine of the index: auto, whoosh, tantivy, opensearch (or WP8_ENGINE).",
    ),
    click.option("--url", metavar="URL", help="Address of the OpenSearch cluster (or WP8_URL)."),
    click.option(
        "--allow-partial", is_flag=True, help="Let an answer from some of a cluster's shards do."
    ),
)


def _color(_: click.Context, __: click.Parameter, typed: Color | None) -> Color:
    """Return whether to colour: as typed, or as the environment or the config file says."""
    if typed or any(map(os.environ.get, ("NO_COLOR", "FORCE_COLOR"))):
        return typed or "auto"
    said: Color = config().get("color", "auto")
    return said


color_option = click.option(
    "--color",
    type=_OneOf(["auto", "always", "never"]),
    callback=_color,
    help="Colour; auto, the default: on a terminal, unless NO_COLOR is set.",
)


def _theme(_: click.Context, __: click.Parameter, given: str | None) -> str:
    return theme(given)


theme_option = click.option(
    "--theme",
    type=_OneOf(THEMES),
    callback=_theme,
    help="Colours: ansi, those of the terminal; light, dark; or mono, none (or WP8_THEME).",
)


def _links(_: click.Context, __: click.Parameter, typed: str | None) -> str | None:
    """Return the pattern of links to sources, nothing for wp8's own, None where there are none."""
    if named := typed or config().get("hyperlink_format"):
        from wp8.cli.hyperlinks import pattern

        return pattern(named)
    return ""


links_option = click.option(
    "--hyperlink-format",
    metavar="FORMAT",
    callback=_links,
    help="Links of ids: vscode, cursor, file, none …, or a pattern with {path} {line} {column}.",
)

sheet_options = (
    click.option("--bom", is_flag=True, help="Begin CSV with the mark that tells Excel of UTF-8."),
    click.option("--excel-safe", is_flag=True, help="Let no cell of CSV begin like a formula."),
)


def check_sheet(format_: str, sheet: Sheet) -> None:
    """Raise a UsageError if a spreadsheet's options are given with a format that it cannot open."""
    is_sheet = format_ in FORMATS and FORMATS[format_].is_sheet
    if any(sheet) and not is_sheet:
        raise click.UsageError("--bom and --excel-safe are for --format csv and tsv")


def _output(
    *,
    format: str,
    as_json: bool,
    color: Color,
    theme: str,
    hyperlink_format: str | None,
    no_pager: bool,
    bom: bool,
    excel_safe: bool,
) -> Output:
    if as_json and format not in (TEXT, "json"):
        raise click.UsageError(
            f"--json and --format {format} ask for two formats: give one of them"
        )
    name, sheet = "json" if as_json else format, Sheet(bom, excel_safe)
    check_sheet(name, sheet)
    if name == DOCX and not click.get_current_context().params.get("output_file"):
        raise click.UsageError("--format docx is for a file: name it by --output FILE")
    return Output(name, color, sheet, pager=not no_pager, link=hyperlink_format, theme=theme)


def file_option(command: Command) -> Command:
    """Add --output: what the command writes to stdout goes to a file, all of it or nothing."""

    @functools.wraps(command)
    def written(output_file: str | None, **values: object) -> ExitCode:
        if output_file is None:
            return command(**values)
        from wp8.export.whole_file import write_file

        results = TextIOWrapper(BytesIO(), "utf-8", errors="replace", newline="")
        with redirect_stdout(results):
            code = command(**values)
        results.flush()
        content = results.buffer.getvalue()
        # No document of Word is empty.
        if content or values.get("format") != DOCX:
            write_file(output_file, content)
        return code

    option = click.option(
        "--output",
        "output_file",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        callback=given,
        shell_complete=complete_file,
        help="Write to this file, all or nothing, not to stdout.",
    )
    return option(written)


def _cited(style: str, csl: str) -> dict[str, str]:
    """Return which style passages are cited in, as `Corpus.docx` takes it."""
    if style and csl:
        raise click.UsageError("--style and --csl are two styles: give one")
    return {"style": style} if style else {"csl": csl} if csl else {}


style_options = option_group(
    "cited",
    _cited,
    click.option(
        "--style",
        default="",
        metavar="NAME",
        callback=given,
        shell_complete=complete_style,
        help="Cite in this style of wp8 cite; in docx chicago, author-date, apa or mla.",
    ),
    click.option(
        "--csl",
        default="",
        metavar="FILE",
        callback=given,
        shell_complete=complete_file,
        help="In docx, cite in the style of CSL in this file.",
    ),
)


def _output_options(*formats: str) -> Decorator:
    return option_group(
        "output",
        _output,
        click.option(
            "--format",
            type=click.Choice(formats),
            default=TEXT,
            help="How to write the results.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Short for --format json."),
        color_option,
        theme_option,
        links_option,
        *sheet_options,
        click.option("--no-pager", is_flag=True, help="Never show long results in a pager."),
    )


def output_options(command: Command) -> Command:
    """Add the options that say how results are written, which reach the command as `output`."""
    return file_option(_output_options(TEXT, *FORMATS)(command))


def place_output_options(command: Command) -> Command:
    """Add the same for results that quote passages, and lead to places in files."""
    return file_option(_output_options(TEXT, *FORMATS, DOCX, GREP)(command))


def docx_output_options(command: Command) -> Command:
    """Add the same for results that quote passages, which can be a document of Word."""
    return file_option(_output_options(TEXT, *FORMATS, DOCX)(command))


def cite_in(output: Output, cited: dict[str, str]) -> None:
    """Let passages be cited in a style; raise a UsageError if none are."""
    if cited and output.format != DOCX:
        raise click.UsageError(f"--{next(iter(cited))} is for --format docx")
    output.cited = cited


context_option = click.option(
    "-C",
    "--context",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="Show N neighbours on either side.",
)

limit_option = click.option(
    "--limit", type=click.IntRange(min=0), metavar="N", help="At most N rows."
)


def _scope(
    doc: tuple[str, ...],
    section: tuple[str, ...],
    kind: tuple[str, ...],
    quotes: Layer | None,
    where: tuple[str, ...],
) -> Scoped:
    return {"doc": doc, "section": section, "kind": kind, "quotes": quotes, "where": where}


def _records(
    doc: tuple[str, ...], kind: tuple[str, ...], where: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    return {"doc": doc, "kind": kind, "where": where}


def _counted(
    doc: tuple[str, ...],
    section: tuple[str, ...],
    kind: tuple[str, ...],
    quotes: Layer | None,
    where: tuple[str, ...],
    lemma: bool,
    unit: Unit,
) -> Counted:
    return {**_scope(doc, section, kind, quotes, where), "lemma": lemma, "unit": unit}


where_option = click.option(
    "--where",
    multiple=True,
    metavar="QUERY",
    help="Only documents of which this is said: 'author:Kim date:2019..2021'.",
)


_scope_options = (
    *(
        click.option(name, multiple=True, metavar=metavar, help=text, shell_complete=complete_facet)
        for name, metavar, text in (
            ("--doc", "ID", "Only this document."),
            ("--section", "NAME", "Only this section."),
            ("--kind", "KIND", "Only this kind of record."),
        )
    ),
    click.option(
        "--quotes",
        type=click.Choice(["only", "without"]),
        help="Only what stands in quotation marks, or what does not.",
    ),
    where_option,
)
scope_options = option_group("scope", _scope, *_scope_options)
record_options = option_group(
    "records", _records, _scope_options[0], _scope_options[2], where_option
)
counted_options = option_group(
    "counted",
    _counted,
    *_scope_options,
    click.option("--lemma", is_flag=True, help="Count lemmas: plan, plans, planned as one."),
    click.option(
        "--unit",
        type=click.Choice(["word", "token"]),
        default="word",
        help="What one word is: self-reliance (word), or each part of it (token).",
    ),
)


by_option = click.option(
    "--by",
    metavar="FIELD",
    help="Count by document, section, author, year, decade, type, or a field of your own.",
    shell_complete=complete_asked,
)


fields_option = click.option(
    "--fields",
    multiple=True,
    metavar="NAMES",
    help="Show too what is said of the document: author,date or fields of your own.",
    shell_complete=complete_asked,
)


def say_why(corpus: Corpus, query: str, scope: Scoped, *, exact: bool = False) -> None:
    """Say on stderr that a query has no hit, why, and what to type next."""
    from wp8.render.plain import advice_lines

    notify(f"no hits for {query}")
    remark(advice_lines(corpus.advise(query, exact=exact, **scope), window(sys.stderr)))
