"""Which commands give a stamp, and which of their options only say how to show a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

STAMPED: Final = frozenset(
    "search concordance frequency collocates keyness dispersion vocabulary parallels "
    "similar".split()
)
# What says where to look and how to show, not what is found. A limit may bound what is counted.
_SHOWING: Final = frozenset(
    "format as_json color theme hyperlink_format no_pager corpus index engine url allow_partial "
    "show_all context count_only ids explain mark svg graphml matrix output_file bom "
    "excel_safe style csl".split()
)


def is_canonical(command: click.Command, arguments: Sequence[str]) -> bool:
    """Return whether nothing of `arguments` says how to show a result, or where to write it."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    typed, _, _ = command.make_parser(context).parse_args(list(arguments))
    # Whatever Click calls its own option, --help.
    return typed.keys() <= {parameter.name for parameter in command.params} - _SHOWING
