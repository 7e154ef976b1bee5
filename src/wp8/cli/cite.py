"""`wp8 cite`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.citation.loci import Loci, words_in
from wp8.citation.locus import Words
from wp8.citation.pandoc import PANDOC_IS_MISSING, has_pandoc
from wp8.citation.styles import READABLE, STYLES, cite
from wp8.cli.completion import complete_address
from wp8.cli.options import corpus_options, notify, output_options
from wp8.cli.show import typed
from wp8.errors import ExitCode, UnknownNameError
from wp8.query.address import Addresses, parts
from wp8.query.language.parser import shortened
from wp8.workspace.session import opened
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.citation.locus import Locus
    from wp8.citation.styles import Citation
    from wp8.cli.options import Output
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

ALL = "all"
FAMILIES = tuple(dict.fromkeys(name.partition("-")[0] for name in STYLES if "-" in name))


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
    "styles",
    multiple=True,
    metavar="NAME",
    shell_complete=lambda *given: [n for n in (*STYLES, *FAMILIES, ALL) if n.startswith(given[-1])],
    help="Only in this style; all for every one.",
)
@click.option("--words", metavar="TEXT", help="The words that are quoted, for cts and link.")
@output_options
@corpus_options
def command(
    addresses: tuple[str, ...],
    styles: tuple[str, ...],
    words: str | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Write a citation of a paragraph, a range, a section, a note, a document or a quotation.

    \b
    Examples:
      wp8 cite speech:12
      wp8 cite paper:II.3 paper:n7 --style apa-text
      wp8 cite speech:19 --words "the people are god" --style link
      wp8 cite "learn with an open mind" --style chicago-note
      wp8 cite speech --style all
      wp8 search cement --ids | wp8 cite - --style chicago-note

    \b
    Styles:
      chicago-note, chicago-bibliography   Chicago, 18th edition; chicago: both
      apa-text, apa-reference              APA, 7th edition; apa: both
      mla-text, mla-reference              MLA, 9th edition; mla: both
      pandoc, autocite                     for a Markdown or a LaTeX text
      biblatex, bibtex, ris, csl-json      entries for a bibliography
      csl-citation, cts, link, plain       CSL-JSON, a URN, a link, one line

    The sources do not number their paragraphs: the numbers are wp8's own, and a
    citation says so. Chicago gets the first words too, since numbers that the
    reader does not see mislead (CMOS); APA counts paragraphs under their heading
    (APA 7, 8.28). Notes and sections have the numbers of the source.

    Chicago, APA and MLA are written by pandoc: pip install pypandoc-binary.
    """
    with opened(settings, notify) as session:
        loci = _loci(typed(addresses), words, session, settings)
        citations = _there(cite(loci, _named(styles)))
        if citations:
            _write(citations, session, output)
    return ExitCode.OK if citations else ExitCode.NO_HITS


def _named(styles: Sequence[str]) -> list[str]:
    """Return the names of the styles asked for; by default, those that a person reads."""
    if not styles and not has_pandoc():
        notify(f"Chicago, APA and MLA are left out: {PANDOC_IS_MISSING}")
        return [name for name in READABLE if not STYLES[name].needs_pandoc]
    found: list[str] = []
    for name in styles or READABLE:
        family = [s for s in STYLES if name in (ALL, s) or s.startswith(f"{name}-")]
        found += family
        if not family:
            from wp8.query.language.suggest import nearest

            close = nearest(name, (*STYLES, *FAMILIES, ALL), limit=1)
            hint = f"did you mean {close[0]}?" if close else f"styles: {', '.join(STYLES)}"
            raise UnknownNameError(f"there is no style {name[:60]}", hint=hint)
    return list(dict.fromkeys(found))


def _there(citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations that a style has; it may list no work of some type."""
    for citation in citations:
        if not citation.text:
            notify(
                f"{citation.address} has no entry in {citation.style}, by the rules of the style"
            )
    return [citation for citation in citations if citation.text]


def _loci(
    addresses: Sequence[str], words: str | None, session: Session, settings: Settings
) -> Iterator[tuple[str, Locus]]:
    """Yield each address, of a list each of its parts, and its locus."""
    loci = Loci(load(settings), session.backend)
    resolve = Addresses(session.backend).resolve
    for named in addresses:
        if _is_quotation(named):
            yield " ".join(named.split()), _quoted(named, loci, session)
            continue
        for address in parts(named):
            records = session.backend.records(resolve(address))
            yield address, loci.locus(records, words_in(records, words) if words else None)


def _is_quotation(named: str) -> bool:
    """Return whether words were typed: an address has no blanks but after commas."""
    words = named.replace(",", " ").split()
    return len(words) > 1 and ":" not in words[0] and any(map(str.isalpha, named))


def _quoted(quotation: str, loci: Loci, session: Session) -> Locus:
    """Return the locus of a quotation: of the place that is most like it, and said if it differs.

    Raises:
        UnknownNameError: If it is not in the corpus.
    """
    from wp8.analysis.passages.locate import locate

    found = locate(quotation, session.backend.records(session.backend.ids()))
    shown = shortened(" ".join(quotation.split()))
    if not found:
        raise UnknownNameError(
            f"neither an address nor in the corpus: {shown}", hint="wp8 locate shows what is near"
        )
    best = found[0]
    if not best.verbatim:
        notify(f"{shown} differs from the text; to see how: wp8 locate")
    if len(found) > 1:
        notify(f"{shown} stands in {len(found)} places; cited is {best.passages[0].id}")
    records = session.backend.records(dict.fromkeys(p.id for p in best.passages))
    first = best.passages[0]
    return loci.locus(records, Words(records[0], first.start, first.end))


def _write(citations: Sequence[Citation], session: Session, output: Output) -> None:
    if output.format == "text":
        from wp8.render.citations import citation_lines, described_lines

        if output.is_view:
            titles = {name: style.title for name, style in STYLES.items()}
            sys.stdout.writelines(described_lines(citations, titles, color=output.colored))
        else:
            sys.stdout.writelines(citation_lines(citations))
    else:
        from wp8.export.citations import citations_as
        from wp8.render.terminal import write

        write(citations_as(output.written_as, citations, session.corpus))
