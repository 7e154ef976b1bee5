"""`wp8 pick`: a search that answers as one types, in fzf."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import click

from wp8.cli.open import open_source
from wp8.cli.options import corpus_options
from wp8.errors import ExitCode, ProgramError
from wp8.workspace.settings import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wp8.api import Corpus
    from wp8.workspace.settings import Settings

# More are read by nobody, and would be searched anew at each key.
_SHOWN: Final = 200
# How fzf says that nothing was there to choose, and that nothing was chosen.
_NOTHING, _LEFT = 1, 130


@click.command("pick")
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@corpus_options
def command(query: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Search as you type, read beside the list, and open what you pick at its place.

    It takes fzf. Enter opens the source, as wp8 open does; in a pipe it prints the id.

    \b
    Examples:
      wp8 pick
      wp8 pick economic plan
      wp8 cite "$(wp8 pick self-reliance)"
    """
    theme()
    corpus.open()
    fzf = shutil.which("fzf")
    if fzf is None:
        hint = "install it: apt install fzf, brew install fzf; or: wp8 search QUERY"
        raise ProgramError("there is no fzf", hint=hint)
    own = _Commands(corpus.settings)
    typed = " ".join(query)
    chosen = subprocess.run(
        [fzf, *own.options(typed)],
        env=os.environ | own.environment(typed),
        stdout=subprocess.PIPE,
        check=False,
    )
    if chosen.returncode in (_NOTHING, _LEFT):
        return ExitCode.NO_HITS if chosen.returncode == _NOTHING else ExitCode.INTERRUPTED
    id_ = chosen.stdout.decode("utf-8", "replace").partition("\t")[0].strip()
    if chosen.returncode or not id_:
        hint = "it takes a terminal; without one: wp8 search QUERY --ids"
        raise ProgramError(f"fzf ended with the exit code {chosen.returncode}", hint=hint)
    if sys.stdout.isatty():
        open_source(corpus, id_)
    else:
        from wp8.render.terminal import write

        write([f"{id_}\n"])
    return ExitCode.OK


class _Commands:
    """The commands that fzf runs, on the corpus of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._partly = ["--allow-partial"] * settings.allow_partial

    def options(self, query: str) -> list[str]:
        """Return what fzf is told; what it fills in between braces, it quotes for a shell."""
        return [
            *("--ansi", "--disabled", "--layout=reverse", "--prompt=wp8> ", f"--query={query}"),
            *("--delimiter=\t", f"--bind=change:reload:{self._search('{q}')}"),
            f"--preview={self._wp8('show', 'paragraph', '--color', 'always')} -- {{1}}",
            "--preview-window=down,50%,wrap",
        ]

    def environment(self, query: str) -> Mapping[str, str]:
        """Return what they have in their environment, and the first of them."""
        found = {
            "WP8_CORPUS": self._settings.corpus,
            "WP8_INDEX": self._settings.index_root,
            "WP8_ENGINE": self._settings.engine,
            "WP8_URL": self._settings.url,
            "FZF_DEFAULT_COMMAND": self._search(shlex.quote(query)) if query else ":",
            # The one that is quoted for.
            "SHELL": "/bin/sh",
        }
        return {name: value for name, value in found.items() if value}

    def _search(self, query: str) -> str:
        command = self._wp8("search", "--color", "always", "--limit", str(_SHOWN))
        return f"{command} -- {query} || :"

    def _wp8(self, *words: str) -> str:
        return shlex.join([sys.executable, "-m", "wp8", *words, *self._partly])
