"""`wp8 cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.citation.styles import ALL, FAMILIES, STYLES
from wp8.cli.completion import complete_address, complete_file
from wp8.cli.options import corpus_options, given, output_options
from wp8.cli.show import typed
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.render.writer import Output


@click.command("cite")
@click.argument(
    "addresses",
    nargs=-1,
    required=True,
    metavar="ID|QUOTATION...",
    shell_complete=complete_address,
)
@click.option(
    "--style",
    multiple=True,
    metavar="NAME",
    callback=given,
    shell_complete=lambda *given: [n for n in (*STYLES, *FAMILIES, ALL) if n.startswith(given[-1])],
    help="Only in this style; all for every one.",
)
@click.option(
    "--csl",
    multiple=True,
    metavar="FILE",
    callback=given,
    shell_complete=complete_file,
    help="In the style of CSL in this file.",
)
@click.option(
    "--with",
    "with_keys",
    metavar="KEYS",
    help="Tell works apart from these only, by commas; else from all of the corpus.",
)
@click.option("--words", metavar="TEXT", help="The words that are quoted, for cts and link.")
@click.option("--edition", is_flag=True, help="Name the edition that the numbers are of.")
@output_options
@corpus_options
def command(
    addresses: tuple[str, ...],
    style: tuple[str, ...],
    csl: tuple[str, ...],
    with_keys: str | None,
    words: str | None,
    edition: bool,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Write a citation of a paragraph, a range, a section, a note, a document or a quotation.

    \b
    Examples:
      wp8 cite speech:12
      wp8 cite paper:II.3 paper:n7 --style apa-text
      wp8 cite speech:19 --words "the people are god" --style link
      wp8 cite "learn with an open mind" --style chicago-note
      wp8 cite speech:12 --csl nature.csl
      wp8 cite speech --style all
      wp8 search cement --ids | wp8 cite - --style chicago-note
      wp8 cite speech:12 --edition

    \b
    Styles:
      chicago-note, chicago-bibliography   Chicago, 18th edition; chicago: both
      author-date-text, author-date-reference
                                           Chicago, author-date; author-date: both
      apa-text, apa-reference              APA, 7th edition; apa: both
      mla-text, mla-reference              MLA, 9th edition; mla: both
      pandoc, autocite, autocite-mla       for a Markdown or a LaTeX text
      biblatex, bibtex, ris, csl-json      entries for a bibliography
      csl-citation, cts, link, plain       CSL-JSON, a URN, a link, one line

    The sources do not number their paragraphs: the numbers are wp8's own, and a
    citation says so. Chicago gets the first words too, since numbers that the
    reader does not see mislead (CMOS); APA counts paragraphs under their heading
    (APA 7, 8.28). Notes and sections have the numbers of the source. A text that
    is still edited has other numbers later: --edition says of which they are, and
    wp8 show speech:12@a1b2c3d4 finds what 12 was in that edition.

    Works that could be taken for one another are told apart as the style does it,
    by letters (2021a), initials or titles: from all documents of the corpus, or
    from those whose keys --with names, as in --with kim2021,li-nd.

    Chicago, APA and MLA are written by pandoc, which comes with the extra wp8[cite].
    """
    citations = corpus.cite(
        *typed(addresses),
        style=style,
        csl=csl,
        with_keys=None if with_keys is None else with_keys.split(","),
        words=words,
        edition=edition,
    )
    if citations:
        output.write(citations, corpus)
    return ExitCode.OK if citations else ExitCode.NO_HITS
