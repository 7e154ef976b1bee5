"""Options that may be given once: where Click lets the last win in silence, they are refused."""

from __future__ import annotations

from collections import Counter
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
    # Most command lines cannot have one twice, and need not be read twice for it.
    if sum(word.startswith("-") for word in typed) < 2:  # noqa: PLR2004
        return
    context = click.Context(command, help_option_names=["-h", "--help"])
    try:
        _, _, order = command.make_parser(context).parse_args([*typed])
    except click.UsageError:
        return  # Click says so when it reads the line itself.
    for option, number in Counter(order).items():
        if number > 1 and isinstance(option, click.Option) and not _may_be_several(option):
            name = max(option.opts, key=len)
            raise click.UsageError(f"{name} is given {number} times: it may be given once")


def _may_be_several(option: click.Option) -> bool:
    return option.multiple or option.is_flag or option.count
