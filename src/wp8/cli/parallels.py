"""`wp8 parallels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.passages.parallels import (
    LEAST_CONTENT_WORDS,
    LEAST_SCORE,
    LEAST_WORDS,
    STOCK,
    parallels,
)
from wp8.analysis.passages.tokenized import SEED
from wp8.cli.completion import complete_facet
from wp8.cli.options import corpus_options, notify, output_options
from wp8.cli.stamps import stamp
from wp8.errors import ExitCode, UnknownNameError
from wp8.numbers import numbered
from wp8.render.terminal import write
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.analysis.passages.parallels import Parallel
    from wp8.cli.options import Output
    from wp8.model import Record
    from wp8.stamp import Stamp
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings


@click.command("parallels")
@click.option("--within", is_flag=True, help="What each document repeats of itself.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=LEAST_SCORE,
    metavar="S",
    help=f"At least this score, 0 to 1; without it {LEAST_SCORE}.",
)
@click.option(
    "--doc",
    "documents",
    multiple=True,
    metavar="ID",
    help="Only passages of this document.",
    shell_complete=complete_facet,
)
@output_options
@corpus_options
def command(
    within: bool, min_score: float, documents: tuple[str, ...], output: Output, settings: Settings
) -> ExitCode:
    r"""Show the wording that documents have in common, word for word or nearly.

    \b
    Examples:
      wp8 parallels
      wp8 parallels --within --doc paper
      wp8 parallels --min-score 1 --format csv

    Two passages are parallel if at least 8 of their words are equal, 4 of them no function words
    and not all of a name. Stock phrases, 4 words that stand in 4 different texts, do not count.
    Between documents, the exact words of a quoted slogan count however few they are, but for one
    word alone. The score is 1 less the share of words that differ.
    """
    with opened(settings, notify) as session:
        records = session.backend.records(session.backend.ids())
        _check(documents, records)
        found = _in_documents(parallels(records, within=within, least=min_score), documents)
        _write(found, session, output, within=within, least=min_score)
    return ExitCode.OK if found else ExitCode.NO_HITS


def _check(documents: Sequence[str], records: Sequence[Record]) -> None:
    known = list(dict.fromkeys(record.document for record in records))
    for document in documents:
        if document not in known:
            raise UnknownNameError(
                f"the corpus has no document {document}", hint=f"it has {', '.join(known)}"
            )


def _in_documents(found: Sequence[Parallel], documents: Sequence[str]) -> list[Parallel]:
    """Return the pairs that have a passage in each of `documents`."""
    return [
        parallel
        for parallel in found
        if set(documents)
        <= {id_.partition(":")[0] for id_ in (parallel.first.passages[0].id, parallel.second.id)}
    ]


def _write(
    found: Sequence[Parallel], session: Session, output: Output, *, within: bool, least: float
) -> None:
    if output.is_view and found:
        from wp8.render.console import print_view
        from wp8.render.passages import parallels_view

        view = parallels_view(found, _stamp(found, session).short(), colored=output.colored)
        print_view(view, colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.diff import parallel_lines

        write(parallel_lines(found, color=output.colored))
    elif found:
        from wp8.export.passages import parallels_as

        parameters = {
            "within": within,
            "least_score": least,
            "least_words": LEAST_WORDS,
            "least_content_words": LEAST_CONTENT_WORDS,
            "stock_phrase": f"{SEED} words in {STOCK} texts",
        }
        made = str(_stamp(found, session))
        write(parallels_as(output.written_as, found, session.corpus, parameters, made))
        if output.format not in ("json", "md"):
            notify(f"stamp: {made}")
    notify(f"{numbered(len(found), 'pair')} of passages")


def _stamp(found: Sequence[Parallel], session: Session) -> Stamp:
    return stamp(session, [(*first.passages, second, first.score) for first, second, *_ in found])
