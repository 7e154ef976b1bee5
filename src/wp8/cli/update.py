"""`wp8 update`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.docs import report_receipts
from wp8.cli.init import adding
from wp8.cli.options import agreed, corpus_options, notify
from wp8.cli.reindex import indexing
from wp8.errors import ExitCode
from wp8.render.terminal import is_terminal, remark, report, write_rows

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.corpus.care.updates import Changes

# So many are shown on a terminal, in a pipe all.
_MOST: Final = 40


@click.command("update")
@click.option("--yes", is_flag=True, help="Change corpus.toml without asking.")
@corpus_options
def command(yes: bool, corpus: Corpus) -> ExitCode:
    r"""Let corpus.toml and the index follow what has changed in the folder of a corpus.

    Each file is named that is new, changed, renamed, gone, or a copy of another, since the last
    index. One that was renamed keeps its id and what corpus.toml says of it; one that is gone is
    taken out, and what was said of it is shown; a new one is added, but not a copy. On a terminal
    you are asked once before corpus.toml is changed; elsewhere that takes --yes.

    \b
    Examples:
      wp8 update --corpus letters
      wp8 update --yes --corpus letters

    Exit 1 if corpus.toml would have to be changed and was not, 2 if a file cannot be read.
    """
    with adding() as progress:
        changes = corpus.changes(progress=progress)
    _show(changes)
    if changes.are_of_manifest and not (yes or _is_agreed()):
        again = corpus.settings.line("update --yes")
        report("nothing was changed", f"{again} changes corpus.toml and the index")
        return ExitCode.NO_HITS
    with indexing() as shown:
        _, removed, built = corpus.update(changes, progress=shown)
    for _, lines in removed:
        remark(
            ("wp8: taken out of corpus.toml:\n", *(f"     {line}\n" for line in lines.splitlines()))
        )
    is_unread = any(each.what == "unread" for each in changes)
    if built:
        for line in built.remarks:
            notify(line)
        report_receipts(built.receipts, corpus.settings)
        report(f"the index has {built}")
        is_unread = is_unread or bool(built.corpus.unread)
    return ExitCode.ERROR if is_unread else ExitCode.OK


def _show(changes: Changes) -> None:
    """Write a line for each change."""
    most = _MOST if is_terminal(sys.stdout) and len(changes) > 2 * _MOST else len(changes)
    write_rows(changes.rows[:most])
    if len(changes) > most:
        numbers = Counter(each.what for each in changes)
        report(", ".join(f"{what} {number:,}" for what, number in numbers.items()))
    if not changes:
        report("no file has changed")


def _is_agreed() -> bool:
    can_be_asked = sys.stdin.isatty() and sys.stderr.isatty()
    return can_be_asked and agreed("corpus.toml does not say so yet", "let it?")
