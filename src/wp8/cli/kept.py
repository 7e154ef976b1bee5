"""`wp8 kept`: what is kept of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_kept, complete_tag
from wp8.cli.once import Group
from wp8.cli.options import (
    cite_in,
    corpus_options,
    docx_output_options,
    notify,
    require_no_options,
    style_options,
)
from wp8.cli.show import typed
from wp8.errors import ExitCode
from wp8.export.formats import DOCX
from wp8.numbers import numbered
from wp8.render.plain import kept_lines
from wp8.render.terminal import Look, report, write

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.render.writer import Output


@click.group("kept", cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.option(
    "--tag",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tag,
    help="Only what has this tag.",
)
@style_options
@docx_output_options
@corpus_options
@click.pass_context
def command(
    context: click.Context,
    tag: tuple[str, ...],
    cited: dict[str, str],
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""List what is kept, with notes, tags and citations, or write it as a document of Word.

    \b
    Examples:
      wp8 kept
      wp8 kept --tag plan --style apa-text
      wp8 kept --format docx --style chicago --output kept.docx
      wp8 kept | cut -f1 | wp8 show -
      wp8 kept rm speech:12

    What is kept stands in the order in which it was. Where the text has other numbers
    by now, it has its new one; what was altered, or is gone, is said, and stays.

    In docx each passage is a block quotation with a footnote in Chicago, with a
    citation in the text in the other styles; your note stands below it, and the
    bibliography at the end. It is written by pandoc, of the extra cite.
    """
    if context.invoked_subcommand:
        require_no_options(context, context.invoked_subcommand)
        return ExitCode.OK
    style = cited.pop("style", "") if output.format != DOCX else ""
    cite_in(output, cited)
    found = corpus.kept(tag=tag, style=style)
    if not found:
        notify("nothing is kept: wp8 keep ID... keeps a passage")
        return ExitCode.NO_HITS
    output.write(found, corpus)
    return ExitCode.OK


@command.command("rm")
@click.argument("addresses", nargs=-1, required=True, metavar="ID...", shell_complete=complete_kept)
@corpus_options
def rm(addresses: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Keep passages no more. What was said of them is printed.

    \b
    Examples:
      wp8 kept rm speech:12
      wp8 kept --tag plan | cut -f1 | wp8 kept rm -
    """
    removed = corpus.let_go(*typed(addresses))
    write(kept_lines(removed, Look(False, None, corpus)))
    report(f"no more kept: {numbered(len(removed), 'passage')}")
    return ExitCode.OK if removed else ExitCode.NO_HITS
