"""`wp8 init`."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING, Final

import click

from wp8.api import new_corpus
from wp8.cli.completion import complete_file, complete_folder
from wp8.cli.options import column_option, encoding_option, notify
from wp8.errors import ExitCode
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.corpus.additions import Addition
    from wp8.corpus.receipts.receipt import Receipt


# So many languages are named.
_MOST: Final = 5


@click.command("init")
@click.argument("folder", metavar="DIR", shell_complete=complete_folder)
@click.argument("files", nargs=-1, metavar="FILE...", shell_complete=complete_file)
@click.option(
    "--from",
    "library",
    default="",
    metavar="FILE",
    shell_complete=complete_file,
    help="An export of Zotero, .bib or .ris, with its files.",
)
@encoding_option
@column_option
def command(
    folder: str, files: tuple[str, ...], library: str, encoding: str, text_column: str
) -> ExitCode:
    r"""Make the folder DIR a corpus of copies of files.

    Its corpus.toml has what the files say of themselves: titles, authors, dates, languages and what
    else a citation has; one that says no language has that which its words are of, marked as
    guessed. Read it, and put right what is wrong. The files stay where they are.

    \b
    Examples:
      wp8 init letters ~/letters/*.md
      wp8 init letters first.docx second.odt third.pdf
      wp8 init novels ~/novels/*.txt --encoding cp949
      wp8 init interviews interviews.csv --text-column answer
      wp8 init readings --from library.bib

    Of an export of Zotero the corpus gets the first file of each work, and the
    export itself, from which documents have what is said of them: put right what is
    wrong there, or beside its key in corpus.toml. What is left out is named.
    """
    if not files and not library:
        raise click.UsageError("Missing argument 'FILE...'.")
    how = {"encoding": encoding, "text_column": text_column, "library": library}
    show_additions(new_corpus(folder, *files, **how, notify=notify), folder)
    return ExitCode.OK


def show_additions(additions: Iterable[Addition], folder: str) -> None:
    """Write a line for each of `additions` to the corpus in `folder`, and what to type next."""
    from wp8.cli.docs import report_receipts
    from wp8.render.terminal import printable, report, write

    guessed: Counter[str] = Counter()
    unknown = 0
    receipts: list[Receipt] = []
    for addition in additions:
        document, original, is_known, receipt, parts = addition
        receipts += [receipt] if receipt else []
        if document.language_guessed and not is_known:
            guessed[document.language] += 1
        unknown += not document.language and not is_known and not parts
        done = (
            "is there already"
            if is_known
            else "stays where it is"
            if original is None
            else "copied"
        )
        source = " (its first words)" if document.title_supplied else ""
        source = " (from the name)" if addition.has_title_of_name else source
        line = f"{document.id}\t{document.title}{source}\t{document.file}\t{done}"
        if parts:
            line = f"\t{numbered(parts, 'document')}\t{document.file}\t{done}"
        write(["\t".join(map(printable, line.split("\t"))) + "\n"])
    report_receipts(receipts)
    if guessed:
        named = ", ".join(
            f"{language} ({number:,})" for language, number in guessed.most_common(_MOST)
        )
        others = f" and {len(guessed) - _MOST} more" if len(guessed) > _MOST else ""
        report(f"languages guessed from the texts: {named}{others}; corpus.toml says which")
    if unknown:
        number = "1 document" if unknown == 1 else f"{unknown:,} documents"
        report(
            f"language not known of {number}: no other forms of their words are found",
            hint='name it in corpus.toml, as in: language = "en"',
        )
    report(f"next: wp8 search WORD --corpus {quote(folder)}")
