"""`wp8 init`."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

import click

from wp8.api import new_corpus
from wp8.cli.completion import complete_file, complete_folder
from wp8.cli.options import anyway_option, column_option, encoding_option, given, notify
from wp8.errors import ExitCode
from wp8.numbers import and_more, numbered
from wp8.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from wp8.corpus.care.additions import Addition, Additions, Passing
    from wp8.corpus.care.sources import Refused


# So many files are named on a terminal, in a pipe all.
_MOST: Final = 20
_FATES: Final = {
    "copied": "copied",
    "stays": "stays where it is",
    "known": "is there already",
    "same bytes": "has the same bytes, and is not added",
    "same text": "has the same text, and is not added",
    "replaced": "newer copy in its place",
}
_TWINS: Final = ("same bytes", "same text")


@click.command("init")
@click.argument("folder", metavar="DIR", shell_complete=complete_folder)
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=complete_file)
@click.option(
    "--from",
    "library",
    default="",
    metavar="FILE",
    callback=given,
    shell_complete=complete_file,
    help="Take the files of an export of Zotero, .bib, .ris or .json, and what it says of them.",
)
@encoding_option
@column_option
@anyway_option
def command(
    folder: str,
    files: tuple[str, ...],
    library: str,
    encoding: str,
    text_column: str,
    anyway: bool,
) -> ExitCode:
    r"""Make the folder DIR a corpus of copies of files, and of those in folders.

    Without any, it is made of the files that DIR has. Its corpus.toml has what the files say of
    themselves: titles, authors, dates, languages and what else a citation has; one that says no
    language has that which its words are of, marked as guessed. Read it, and put right what is
    wrong. The files stay where they are.

    Of a folder, all files below it are taken whose name tells a format, under the paths that they
    have in it; not hidden ones, nor those below links to folders. What the rows of its metadata.csv
    say of a file, whose name stands in the column "file", goes before what that says of itself.

    A file that cannot be read, or has no text, is left out and named with the reason, and so is one
    whose text an earlier one has; the others are taken.

    \b
    Examples:
      wp8 init letters ~/letters
      wp8 init letters first.docx second.odt third.pdf
      wp8 init novels ~/novels/*.txt --encoding cp949
      wp8 init interviews interviews.csv --text-column answer
      wp8 init readings --from library.bib

    Of an export of Zotero the corpus gets the first file of each work, and the
    export itself, from which documents have what is said of them: put right what is
    wrong there, or beside its key in corpus.toml.

    Exit 0 if nothing was left out for being unreadable, 2 if something was, as with cp and tar.
    """
    with adding() as progress:
        made = new_corpus(
            folder,
            *files,
            encoding=encoding,
            text_column=text_column,
            library=library,
            anyway=anyway,
            notify=notify,
            progress=progress,
        )
    return show_additions(made, Settings(folder, "", typed=folder))


def adding() -> AbstractContextManager[Passing | None]:
    """Return what shows the passing of files, on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from wp8.render.progress import reading

    return reading()


def show_additions(additions: Additions, settings: Settings) -> ExitCode:
    """Write a line for each of `additions` to the corpus of `settings`, and what to type next."""
    from wp8.cli.docs import report_receipts
    from wp8.render.terminal import is_terminal, report, write_rows

    most = _MOST if is_terminal(sys.stdout) and len(additions) > 2 * _MOST else len(additions)
    write_rows([_cells(each) for each in additions[:most]])
    if len(additions) > most:
        report(f"{len(additions) - most:,} more: {settings.line('docs')}")
    report_receipts((each.receipt for each in additions if each.receipt), settings)
    _report_languages([each for each in additions if each.is_new and not each.parts])
    if twins := sum(each.fate in _TWINS for each in additions):
        report(f"not added, since the corpus has their texts: {numbered(twins, 'file')}",
               "--anyway adds them")  # fmt: skip
    if additions.passed_over:
        kinds = [f"{suffix or 'none'} {n:,}" for suffix, n in additions.passed_over.most_common()]
        others = numbered(additions.passed_over.total(), "file")
        report(f"passed over: {others} of other suffixes ({and_more(kinds)})")
    for line in additions.remarks:
        report(line)
    _report_refused(additions.refused)
    if additions:
        report(f"next: {settings.line('search WORD')}")
    elif not additions.refused:
        report("there is no file that wp8 can read")
    return ExitCode.ERROR if additions.refused or not additions else ExitCode.OK


def _cells(addition: Addition) -> tuple[str, ...]:
    document, parts = addition.document, addition.parts
    done = _FATES[addition.fate]
    if addition.fate in _TWINS:
        done = f"{addition.original} {done}"
    if parts:
        return "", numbered(parts, "document"), document.file, done
    source = " (its first words)" if document.title_supplied else ""
    source = " (from the name)" if addition.has_title_of_name else source
    return document.id, f"{document.title}{source}", document.file, done


def _report_languages(additions: Iterable[Addition]) -> None:
    from wp8.render.terminal import report

    documents = [addition.document for addition in additions]
    guessed = Counter(each.language for each in documents if each.language_guessed)
    if guessed:
        named = and_more([f"{language} ({number:,})" for language, number in guessed.most_common()])
        report(f"languages guessed from the texts: {named}; corpus.toml says which")
    if unknown := sum(not each.language for each in documents):
        report(
            f"language not known of {numbered(unknown, 'document')}: "
            "no other forms of their words are found",
            hint='name it in corpus.toml, as in: language = "en"',
        )


def _report_refused(refused: Sequence[Refused]) -> None:
    """Say on stderr which files were not added: those of one reason and one next step together."""
    from wp8.render.terminal import is_terminal, printable, report

    left = _MOST if is_terminal(sys.stderr) else len(refused)
    groups: dict[tuple[str, str | None], list[str]] = {}
    for each in refused[:left]:
        name = f"{each.file} ({each.known_as})" if each.known_as else each.file
        groups.setdefault((each.reason, each.hint), []).append(name)
    for (reason, hint), names in groups.items():
        if len(names) == 1:
            report(f"not added: {names[0]}: {reason}", hint)
        else:
            lines = "".join(f"       {printable(name)}\n" for name in names)
            report(f"not added, {len(names):,} files: {reason}", hint, lines)
    if len(refused) > left:
        report(f"not added, {len(refused) - left:,} files more: with 2>FILE all are named there")
