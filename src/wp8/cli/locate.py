"""`wp8 locate`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.passages.locate import LONGEST, Locator, words_of
from wp8.citation.loci import Loci
from wp8.citation.reference import plain
from wp8.cli.options import corpus_options, notify, option_group, output_options
from wp8.errors import ExitCode, Wp8Error
from wp8.numbers import numbered
from wp8.render.terminal import write
from wp8.workspace.session import load, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.analysis.passages.draft import Checked
    from wp8.analysis.passages.located import Located
    from wp8.cli.options import Output
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

# A quotation in a message, so that it stays on a line.
_SHOWN = 80
SCREENFUL = 10


class Draft(NamedTuple):
    """The draft to check, if there is one, and how strictly."""

    path: str | None
    all_: bool
    strict: bool


draft_options = option_group(
    "draft",
    Draft,
    click.option("--draft", "path", metavar="FILE", help="Check a draft: .md, .docx, .odt …"),
    click.option("--all", "all_", is_flag=True, help="List one or two words in quotes, too."),
    click.option("--strict", is_flag=True, help="Exit 1 if one is not in the corpus, too."),
)


@click.command("locate")
@click.argument("words", metavar="QUOTATION...", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N places.")
@draft_options
@output_options
@corpus_options
def command(
    words: tuple[str, ...], limit: int | None, draft: Draft, output: Output, settings: Settings
) -> ExitCode:
    r"""Find where a quotation stands, word for word or nearly; - reads it from stdin.

    \b
    Examples:
      wp8 locate "regarding our great people as my god, I will … be their faithful servant"
      pbpaste | wp8 locate -
      wp8 locate --draft chapter2.md

    It is verbatim if the words are the same in the same order. Quotation marks, hyphens, dashes,
    blanks and line ends may differ; capitals and punctuation may too, but that is said. Words may
    be left out at an ellipsis; those in brackets are the editor's. In a word diff, [-this-] is
    what the text has and {+this+} what the quotation has.

    Exit 0 if it is found, verbatim or not. A draft: exit 1 if a quotation of it differs.
    """
    if bool(words) == bool(draft.path):
        raise click.UsageError("needs a quotation, or --draft FILE")
    with opened(settings, notify) as session:
        locator = Locator(session.backend.records(session.backend.ids()))
        if draft.path:
            return _check(draft, draft.path, locator, session, output)
        loci = Loci(load(settings), session.backend)
        return _locate(_typed(words), limit, locator, loci, session, output)


def _typed(words: Sequence[str]) -> str:
    """Return the quotation that was typed, or is on stdin."""
    if list(words) != ["-"]:
        return " ".join(words)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wp8Error(f"stdin: is not UTF-8 (at byte {error.start})") from error


def _locate(
    quotation: str,
    limit: int | None,
    locator: Locator,
    loci: Loci,
    session: Session,
    output: Output,
) -> ExitCode:
    number = words_of(quotation)
    if not number or number > LONGEST:
        raise Wp8Error(
            f"a quotation of {numbered(number, 'word')} cannot be located",
            hint=f"give it from 1 to {LONGEST:,} words",
        )
    found = locator.locate(quotation)
    if not found:
        _say_nearest(quotation, locator)
        return ExitCode.NO_HITS
    most = SCREENFUL if limit is None and output.is_view else limit
    shown = [(located, _citation(located, loci, session)) for located in found[:most]]
    _write(quotation, shown, len(found), session, output)
    if most is not None and most < len(found):
        notify(f"{most} of {len(found)} places; --limit {len(found)} shows all")
    return ExitCode.OK


def _citation(located: Located, loci: Loci, session: Session) -> str:
    ids = dict.fromkeys(passage.id for passage in located.passages)
    return plain(loci.locus(session.backend.records(ids)))


def _say_nearest(quotation: str, locator: Locator) -> None:
    shown = " ".join(quotation.split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    nearest = locator.nearest(quotation)
    if nearest:
        from wp8.export.passages import places
        from wp8.render.diff import word_diff

        where, score = places(nearest.passages), f"{nearest.score:.2f}"
        notify(f"not in the corpus: {shown}; nearest: {where} ({score}) {word_diff(nearest.runs)}")
    else:
        notify(f"not in the corpus: {shown}")


def _write(
    quotation: str,
    found: Sequence[tuple[Located, str]],
    total: int,
    session: Session,
    output: Output,
) -> None:
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.passages import located_view

        view = located_view(found, colored=output.colored)
        print_view(view, colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.diff import located_lines

        write(located_lines(found, color=output.colored))
    else:
        from wp8.export.passages import located_as

        write(located_as(output.written_as, quotation, found, total, session.corpus))


def _check(draft: Draft, path: str, locator: Locator, session: Session, output: Output) -> ExitCode:
    from wp8.analysis.passages.draft import VERDICTS, check, read_draft

    found = check(read_draft(path), locator, file=path, short_ones=draft.all_)
    _write_checked(found, session, output)
    verdicts = [checked.verdict for checked in found]
    verbatim, differing, missing = (verdicts.count(verdict) for verdict in VERDICTS)
    counts = f"{verbatim} verbatim, {differing} not verbatim, {missing} not in the corpus"
    notify(f"{path}: {numbered(len(found), 'quotation')}: {counts}")
    wrong = {"differs", "not in the corpus"} if draft.strict else {"differs"}
    return ExitCode.NO_HITS if wrong.intersection(verdicts) else ExitCode.OK


def _write_checked(found: Sequence[Checked], session: Session, output: Output) -> None:
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.passages import checked_view

        view = checked_view(found, colored=output.colored)
        print_view(view, colored=output.colored, pager=output.pager)
    elif output.format == "text":
        from wp8.render.diff import checked_lines

        write(checked_lines(found, color=output.colored))
    else:
        from wp8.export.passages import checked_as

        write(checked_as(output.written_as, found, session.corpus))
