"""Options that may be given once: where Click lets the last win in silence, they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


class Group(click.Group):
    """A group of commands each of which takes an option once, unless several make sense."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the name of a command, the command, and what is typed behind it.

        Raises:
            UsageError: There is no such command, or an option of it is given twice.
        """
        name, command, words = super().resolve_command(ctx, self.meant(ctx, args))
        if command and not ctx.resilient_parsing:
            _require_once(command, args[1:])
        return name, command, words

    def meant(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the command line that stands for what is typed: by default, that itself."""
        return args


def _require_once(command: click.Command, typed: Sequence[str]) -> None:
    """Check that no option is given twice of which Click would take the last.

    Raises:
        UsageError: One is.
    """
    options = [each for each in command.params if isinstance(each, click.Option)]
    once = {
        name: each
        for each in options
        if not (each.multiple or each.is_flag or each.count)
        for name in each.opts
    }
    # Few command lines have two words that may be the same, and need to be read twice for it.
    named = [once.get(word.partition("=")[0] if word[:2] == "--" else word[:2]) for word in typed]
    found = [each for each in named if each]
    if len(set(found)) == len(found):
        return
    context = click.Context(command, help_option_names=["-h", "--help"])
    try:
        _, _, order = command.make_parser(context).parse_args([*typed])
    except click.UsageError:
        return  # Click says so when it reads the line itself.
    for option in found:
        if (number := order.count(option)) > 1:
            name = max(option.opts, key=len)
            raise click.UsageError(f"{name} is given {number} times: it may be given once")
