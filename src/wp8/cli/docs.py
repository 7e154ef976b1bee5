"""`wp8 docs`: the documents of a corpus, and what its manifest says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from wp8.cli.completion import complete_document, complete_field
from wp8.cli.once import Group
from wp8.cli.options import corpus_options, notify, output_options, require_no_options
from wp8.errors import ExitCode
from wp8.numbers import NAMED, and_more, numbered
from wp8.render.terminal import printable, report, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.api import Corpus
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.render.writer import Output
    from wp8.workspace.settings import Settings

# `wp8.corpus.care.states` has them, and is not loaded for the help.
_STATES: Final = ("indexed", "new", "changed", "missing", "unread")
_document = click.argument(
    "doc", nargs=-1, required=True, metavar="ID...", shell_complete=complete_document
)


@click.group("docs", cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.option(
    "--state",
    type=click.Choice(_STATES),
    multiple=True,
    metavar="STATE",
    help="Only what is indexed, new, changed, missing or unread.",
)
@output_options
@corpus_options
@click.pass_context
def command(
    context: click.Context, state: tuple[str, ...], output: Output, corpus: Corpus
) -> ExitCode:
    r"""List the documents with their words and states, or change what corpus.toml says of them.

    A document is indexed; or new, changed, or missing, if its file is gone, since the index was
    built; or unread, and then it is said why. The next search brings the index up to date.

    \b
    Examples:
      wp8 docs --corpus letters
      wp8 docs --state missing --json
      wp8 docs rm fourth
      wp8 docs rename fourth letter4
      wp8 docs set letter4 date=1921-03 fields.place=Seoul
      wp8 docs audit
      wp8 docs changes fourth
    """
    if context.invoked_subcommand:
        require_no_options(context, context.invoked_subcommand)
        return ExitCode.OK
    found = corpus.documents(state=state)
    output.write(found, corpus)
    return ExitCode.OK if found else ExitCode.NO_HITS


@command.command("rm")
@_document
@corpus_options
def rm(doc: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Take documents out of corpus.toml.

    Their files stay where they are. The lines that are taken out are printed: put at the end of
    corpus.toml, they bring the documents back.

    \b
    Examples:
      wp8 docs rm fourth
      wp8 docs rm fourth fifth > taken-out.toml
      wp8 docs rm $(wp8 docs --state missing | cut -f1)
    """
    removed = corpus.remove(*doc)
    for each in removed:
        write(f"{printable(line)}\n" for line in ["", *each.lines.splitlines()])
    folder = corpus.sources.folder
    there = [each.document.file for each in removed if (folder / each.document.file).exists()]
    report(f"taken out of corpus.toml: {numbered(len(removed), 'document')}")
    if files := list(dict.fromkeys(there)):
        stay, them = ("its file stays", "it") if len(files) == 1 else ("their files stay", "them")
        update = corpus.settings.line("update")
        report(f"{stay} in {folder}: {and_more(files)}; {update} would add {them} again")
    report("to bring back what is printed, put it at the end of corpus.toml")
    return ExitCode.OK


@command.command("rename")
@click.argument("old", metavar="OLD", shell_complete=complete_document)
@click.argument("new", metavar="NEW")
@corpus_options
def rename(old: str, new: str, corpus: Corpus) -> ExitCode:
    r"""Give a document another id.

    Its addresses begin with the new id from then on, and what was cited by the old one is not found
    any more. Lines of corpus.toml and glossary.toml that name such addresses are told.

    \b
    Examples:
      wp8 docs rename fourth letter4
    """
    named = corpus.rename(old, new)
    write([f"{printable(old)}\t{new}\n"])
    report(f"what was cited as {old}:1 is {new}:1 now; stamps and addresses of before name {old}")
    if named:
        report(f"still named {old} in {and_more(named)}: change it there by hand")
    return ExitCode.OK


@command.command("set")
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="ID... FIELD=VALUE...",
    shell_complete=complete_field,
)
@corpus_options
def set_(arguments: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Say in corpus.toml what documents are.

    A FIELD is one of CSL's, such as author, date or publisher, or title, language, rights; or with
    fields. before it one of your own. Given several times it has several values, and with nothing
    behind the sign it is taken out. All other lines of the file stay as they are.

    \b
    Examples:
      wp8 docs set letter4 date=1921-03 author="Roe, Ann" author="Poe, Bo"
      wp8 docs set letter4 letter5 fields.place=Seoul fields.genre=letter
      wp8 docs set letter4 publisher=
    """
    ids = [each for each in arguments if "=" not in each]
    pairs = [each.partition("=")[::2] for each in arguments if "=" in each]
    if not ids or not pairs:
        missing = "a FIELD=VALUE" if ids else "the ID of a document"
        raise click.UsageError(f"{missing} is missing: wp8 docs set ID... FIELD=VALUE...")
    fields = _values(pairs)
    corpus.describe(*ids, fields=fields)
    for id_ in dict.fromkeys(ids):
        for key, values in fields.items():
            said = "; ".join(values) if values else "taken out"
            write([f"{id_}\t{printable(key)}\t{printable(said)}\n"])
    doubts = [
        d for d in corpus.sources.doubts if d.startswith(tuple(f"document {i!r}:" for i in ids))
    ]
    for doubt in doubts[:NAMED]:
        report(doubt)
    return ExitCode.OK


def _values(pairs: Iterable[Sequence[str]]) -> dict[str, list[str] | None]:
    """Return the values of each field, of which one may have several; an empty one has none."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).extend([value] if value else [])
    return {key: values or None for key, values in found.items()}


@command.command("audit")
@click.argument("doc", nargs=-1, metavar="[DOC]...", shell_complete=complete_document)
@output_options
@corpus_options
def audit(doc: tuple[str, ...], output: Output, corpus: Corpus) -> ExitCode:
    r"""Compare the words of each document's file with those of its records, in order.

    The text of the file is taken apart from what reads it. What was left out on purpose is counted
    by kind. What is lost, doubled or out of nothing is shown by its first words, with the record
    that it is in or, if it is lost, that it follows.

    \b
    Examples:
      wp8 docs audit
      wp8 docs audit paper --json

    Exit 1 if anything is unexplained.
    """
    found = corpus.audit(*doc)
    output.write(found, corpus)
    for reason in found.unread:
        notify(f"not read: {reason}")
    if found.unread:
        return ExitCode.ERROR
    return ExitCode.OK if all(each.is_clean for each in found) else ExitCode.NO_HITS


@command.command("fields")
@output_options
@corpus_options
def fields(output: Output, corpus: Corpus) -> ExitCode:
    r"""List what documents can be asked for by: author:Kim, date:2019..2021, fields of your own.

    \b
    Examples:
      wp8 docs fields
      wp8 docs fields --format csv
    """
    output.write(corpus.metadata(), corpus)
    return ExitCode.OK


@command.command("changes")
@click.argument("doc", nargs=-1, metavar="[DOC]...", shell_complete=complete_document)
@output_options
@corpus_options
def changes(doc: tuple[str, ...], output: Output, corpus: Corpus) -> ExitCode:
    r"""List what became of the numbers of documents since the edition before this one.

    Where the text of a document is another when it is indexed again, wp8-editions.jsonl beside
    corpus.toml keeps what its numbers were. Each is renumbered if its text has another number now,
    altered, or gone; others are new. Behind the sign @ stands the edition of a number, and with it
    every command takes that for what it is now. To begin with an older edition, name it so.

    \b
    Examples:
      wp8 docs changes
      wp8 docs changes fourth --format csv
      wp8 docs changes fourth@a1b2c3d4
      wp8 show fourth:12@a1b2c3d4

    Exit 1 if no number has changed.
    """
    found = corpus.number_changes(*doc)
    output.write(found, corpus)
    if not found:
        notify("no number has changed since the edition before")
    return ExitCode.OK if found else ExitCode.NO_HITS


def report_receipts(receipts: Iterable[Receipt], settings: Settings) -> None:
    """Say on stderr what of a few documents is not in their records, and of how many more."""
    told = [receipt for receipt in receipts if receipt.line]
    for receipt in told[:NAMED]:
        report(f"{receipt.file}: {receipt.line}")
    if len(told) > NAMED:
        report(f"the text of {len(told) - NAMED:,} more is not all in their records, either")
    if told:
        report(f"what became of each document's text: {settings.line('docs audit')}")
