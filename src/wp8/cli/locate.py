"""`wp8 locate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.cli.completion import complete_file
from wp8.cli.options import corpus_options, given, notify, option_group, output_options, stdin_text
from wp8.errors import ExitCode, Wp8Error
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.api import Corpus
    from wp8.render.writer import Output

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
    click.option(
        "--draft",
        "path",
        metavar="FILE",
        callback=given,
        help="Check a draft: .md, .docx, .odt …",
        shell_complete=complete_file,
    ),
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
    words: tuple[str, ...], limit: int | None, draft: Draft, output: Output, corpus: Corpus
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
    if draft.path:
        return _check(draft, draft.path, output, corpus)
    quotation = _typed(words)
    found = corpus.locate(quotation, limit=output.screenful(limit, SCREENFUL))
    if not found.total:
        _say_nearest(quotation, corpus)
        return ExitCode.NO_HITS
    output.write(found, corpus)
    if len(found) < found.total:
        notify(f"{len(found)} of {found.total} places; --limit {found.total} shows all")
    return ExitCode.OK


def _typed(words: Sequence[str]) -> str:
    """Return the quotation that was typed, or is on stdin."""
    if list(words) != ["-"]:
        return " ".join(words)
    try:
        return stdin_text(errors="strict")
    except UnicodeDecodeError as error:
        raise Wp8Error(f"stdin: is not UTF-8 (at byte {error.start})") from error


def _say_nearest(quotation: str, corpus: Corpus) -> None:
    shown = " ".join(quotation.split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    nearest = corpus.nearest(quotation)
    if nearest:
        from wp8.export.passages import places
        from wp8.render.passages.diff import word_diff

        where, score = places(nearest.passages), f"{nearest.score:.2f}"
        notify(f"not in the corpus: {shown}; nearest: {where} ({score}) {word_diff(nearest.runs)}")
    else:
        notify(f"not in the corpus: {shown}")


def _check(draft: Draft, path: str, output: Output, corpus: Corpus) -> ExitCode:
    from wp8.analysis.passages.draft import VERDICTS

    found = corpus.check_draft(path, all=draft.all_)
    output.write(found, corpus)
    verdicts = [checked.verdict for checked in found]
    verbatim, differing, missing = (verdicts.count(verdict) for verdict in VERDICTS)
    counts = f"{verbatim} verbatim, {differing} not verbatim, {missing} not in the corpus"
    notify(f"{path}: {numbered(len(found), 'quotation')}: {counts}")
    wrong = {"differs", "not in the corpus"} if draft.strict else {"differs"}
    return ExitCode.NO_HITS if wrong.intersection(verdicts) else ExitCode.OK
