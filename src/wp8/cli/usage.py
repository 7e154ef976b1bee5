"""What to type instead of a command line that cannot be read."""

from __future__ import annotations

import re
import shlex
from itertools import chain
from typing import TYPE_CHECKING, Final

import click

from wp8.query.language.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# Options of grep and rg, and how one has the same here.
_ELSEWHERE: Final = {
    "-i --ignore-case -S --smart-case": "capitals make no difference here: leave it out",
    "-w --word-regexp": "whole words are searched, in all their forms; as written: --exact",
    "-l --files-with-matches": "the ids of the paragraphs: --ids; the number of them: --count",
    "-o --only-matching": "each match with the words around it: wp8 concordance",
    "-m --max-count": "at most N hits: --limit N",
    "-A --after-context -B --before-context": "N paragraphs before and after: -C N",
    "-n --line-number -H --with-filename": "every line begins with the id: leave it out",
    "-e --regexp -E --extended-regexp -P --perl-regexp -G": "a pattern: '/plan(s|ned)?/'",
    "-F --fixed-strings": "the words as they stand: '\"economic plan\"'",
    "-v --invert-match": "what has one word without another: plan NOT strategy",
    "-r -R --recursive": "the whole corpus is searched; a part of it: --doc, --section, --kind",
}
# What is said of documents, by the names that come to mind.
_OF_DOCUMENTS: Final = frozenset(("author", "date", "genre", "language", "title", "type", "year"))
# So few letters begin a command by chance.
_BEGUN: Final = 2
_EXCLUDED: Final = re.compile(r"-[^\W\d_]{3,}")
# A longer word repeats too much of what was typed.
_SHOWN: Final = 200


def hint(error: click.ClickException, arguments: Sequence[str], commands: Collection[str]) -> str:
    """Return what to type instead of `arguments`, of which `error` was raised."""
    if not arguments:
        return "see: wp8 -h"
    name, *others = arguments
    if name not in commands:
        if name.startswith("-") or len(shlex.join(arguments)) > _SHOWN:
            return "see: wp8 -h"
        begun = [each for each in commands if each.startswith(name)] if name[_BEGUN:] else []
        if close := begun or nearest(name, commands):
            return f"did you mean: wp8 {shlex.join((close[0], *others))}?"
        return f"to search for it: wp8 search {shlex.join(arguments)}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    see = _of_documents(error) + f"see: {context.command_path if context else f'wp8 {name}'} -h"
    if name != "search":
        return see
    if any(map(_EXCLUDED.fullmatch, others)):
        return f"{_leaving_out(others)}; {see}"
    if not isinstance(error, click.NoSuchOption):
        return see
    if _of_documents(error):
        return see
    if said_here := said_of_elsewhere(error):
        return f"{said_here}; {see}"
    return f"to search for words that begin with a hyphen, write -- before the query; {see}"


def _of_documents(error: click.ClickException) -> str:
    """Return how documents are chosen by what an unknown option names, if the command does so."""
    field = error.option_name.lstrip("-") if isinstance(error, click.NoSuchOption) else ""
    context = error.ctx if isinstance(error, click.UsageError) else None
    known = {parameter.name for parameter in context.command.params} if context else set()
    return f"--where '{field}:…'; " if field in _OF_DOCUMENTS and "where" in known else ""


def with_near(error: click.ClickException) -> click.ClickException:
    """Return an error that proposes for an unknown option only what it is a slip for, or begins.

    Click counts hyphens as likeness; and what it finds near an option of grep is another thing.
    """
    if not isinstance(error, click.NoSuchOption):
        return error
    typed = error.option_name.lstrip("-")
    known = {each.lstrip("-"): each for each in error.possibilities or ()}
    begun = [name for name in known if name.startswith(typed)]
    near = () if said_of_elsewhere(error) else (*begun, *nearest(typed, known))
    proposed = [known[name] for name in dict.fromkeys(near)]
    return click.NoSuchOption(error.option_name, error.message, proposed, error.ctx)


def said_of_elsewhere(error: click.ClickException) -> str | None:
    """Return how one has here what an option of grep does, if it is that which is unknown."""
    name = error.option_name if isinstance(error, click.NoSuchOption) else None
    return next((said for options, said in _ELSEWHERE.items() if name in options.split()), None)


def _leaving_out(words: Sequence[str]) -> str:
    """Return how to leave out the words that are typed with a hyphen, after one to find."""
    first = next((place for place, word in enumerate(words) if word[0] != "-"), None)
    if first is None:
        return "to leave out a word, say first what to find: wp8 search power NOT abuse"
    typed = (words[first], *words[:first], *words[first + 1 :])
    parts = [("NOT", word[1:]) if _EXCLUDED.fullmatch(word) else (word,) for word in typed]
    return f"to leave out a word: wp8 search {shlex.join(chain.from_iterable(parts))}"
