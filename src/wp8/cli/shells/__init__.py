"""What wp8 answers the completion script of a shell; loaded by nothing else."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from wp8.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click
    from click.shell_completion import CompletionItem

    Items = list[CompletionItem[str]]

# What bash may take for more than the character that it is.
_BASH_ACTS: Final = re.compile(r"[^\w/:.,%+\x80-\U0010ffff-]", re.ASCII)
# What ends a word for bash, or begins one within it.
_BASH_ENDS: Final = "\"'@><;|&("
# What a backslash is for between two double quotation marks, and what has to stand outside them.
_BASH_INSIDE: Final = '\\$`"'
_BASH_OUTSIDE: Final = (("'", "'"), ('"', "!"))
_QUOTES: Final = ("'", '"')
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
_OPTION: Final = re.compile("--[^=]*=")
_PLAIN: Final = "plain"


def offer(group: click.Command, shell: str, words: Sequence[str]) -> ExitCode:
    """Answer the script of a shell: write what can stand in the place of the last of `words`.

    They are as they were typed, with their quotation marks. The first part of an answer says
    whether files, folders or the other parts are meant. The script of another version of wp8 asks
    in another way, and gets no answer.
    """
    from click.shell_completion import ShellComplete

    if shell not in _ANSWERS:
        return ExitCode.OK
    *before, last = map(_unquoted, _joined(words) or [""])
    items = ShellComplete(group, {}, "wp8", "").get_completions(before, last)
    kind = items[0].type if items else _PLAIN
    said = [item for item in items if item.type == _PLAIN and "\0" not in item.value]
    answer = _ANSWERS[shell](said, words[-1] if words else "")
    sys.stdout.write(f"{kind}{answer}")
    return ExitCode.OK


def _joined(words: Sequence[str]) -> list[str]:
    """Return the words with each option and its value, which bash gives in three, as one."""
    found: list[str] = []
    for word in words:
        if found and found[-1].startswith("--") and (word == "=" or found[-1].endswith("=")):
            found[-1] += word
        else:
            found.append(word)
    return found


def _unquoted(word: str) -> str:
    """Return a word as a shell understands it, whether or not its quotation has ended."""
    from click.shell_completion import split_arg_string

    return "".join(split_arg_string(word))


def _for_bash(items: Items, typed: str) -> str:
    """Return each on a line, quoted as `printf %q` does, or on with the quotation that has begun.

    Where a quotation begins within the word, bash asks for the rest of it alone: there is none.
    """
    typed = typed.removeprefix("=")
    mark = typed[:1] if typed.startswith(_QUOTES) else ""
    rest = typed[1:] if mark == "'" else _ESCAPED.sub("", typed[len(mark) :])
    if any(c in rest for c in (_QUOTES if mark else _BASH_ENDS)):
        return "\n"
    return "".join(f"\n{_bash_quoted(item.value, mark)}" for item in items) + "\n"


def _bash_quoted(value: str, mark: str) -> str:
    if mark:
        return f"{mark}{''.join(_bash_within(mark, c) for c in value)}{mark}"
    if value.isprintable():
        return _BASH_ACTS.sub(r"\\\g<0>", value)
    return f"$'{''.join(map(_bash_coded, value))}'"


def _bash_within(mark: str, c: str) -> str:
    """Return what says a character between two quotation marks."""
    if not c.isprintable():
        return f"{mark}$'{_bash_coded(c)}'{mark}"
    if (mark, c) in _BASH_OUTSIDE:
        return f"{mark}\\{c}{mark}"
    return f"\\{c}" if mark == '"' and c in _BASH_INSIDE else c


def _bash_coded(c: str) -> str:
    r"""Return what says a character in `$'…'`."""
    if c.isprintable():
        return f"\\{c}" if c in "\\'" else c
    return "\\n" if c == "\n" else "".join(f"\\x{byte:02x}" for byte in c.encode(errors="replace"))


def _for_zsh(items: Items, _: str) -> str:
    """Return pairs of a value and its help, all after NUL bytes."""
    return "".join(f"\0{item.value}\0{_help(item)}" for item in items) + "\0"


def _for_fish(items: Items, typed: str) -> str:
    """Return each, with its help after a tab, after a NUL byte.

    To fish an option and its value are one word, a tab ends a word, and a tilde is a home.
    """
    option = _OPTION.match(typed)
    words = ((f"{option[0] if option else ''}{item.value}", _help(item)) for item in items)
    return "".join(
        f"\0{word}\t{help_}" for word, help_ in words if "\t" not in word and word[:1] != "~"
    )


def _help(item: CompletionItem[str]) -> str:
    return " ".join((item.help or "").split())


_ANSWERS: Final = {"bash": _for_bash, "zsh": _for_zsh, "fish": _for_fish}
