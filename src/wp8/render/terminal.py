"""The terminal: whether to colour, how to write so that nothing in a text can act on it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TextIO

from wp8.model import CELL_SEPARATOR, visible
from wp8.render.themes import DEFAULT, END, sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    from wp8.corpus.document import Corpus

    class Sourced(Protocol):
        """What knows the documents that a result is of."""

        @property
        def folder(self) -> str:
            """The path of the folder that they are in."""

        @property
        def sources(self) -> Corpus:
            """The corpus as its manifest describes it, which takes time to read."""

        def titles(self) -> Mapping[str, str]:
            """Return the title of each document, by its id."""

        def line(self, command: str) -> str:
            """Return the command line of a command on them, for a hint."""


Color = Literal["auto", "always", "never"]


class Look(NamedTuple):
    """How text looks: coloured or not and as which theme, what stands around matches, who reads it.

    The titles of `corpus` take time to load, and most text needs none. `link` is the pattern of
    links to sources; it is empty for wp8's own, and None where there are none.
    """

    colored: bool
    mark: tuple[str, str] | None
    corpus: Sourced
    is_terminal: bool = False
    link: str | None = None
    theme: str = DEFAULT

    def around(self, role: str) -> tuple[str, str]:
        """Return what stands before and after a thing of this role: nothing without colours."""
        return (Gated(sequence(role, self.theme)), Gated(END)) if self.colored else ("", "")


# What goes on with a message stands so.
_UNDER: Final = " " * len("wp8: ")
# So many characters are written at once: most results whole.
_AT_ONCE: Final = 1 << 20
_CELL: Final = str.maketrans({CELL_SEPARATOR: "|", "\n": " "})


class Gated(str):
    """Text that has passed the gate: what acts in it is a style of wp8's own.

    Whatever is made of it by string methods or formatting is a text like any other again.
    """

    __slots__ = ()


def printable(text: str) -> str:
    """Return `text` on one line with nothing in it that acts on a terminal, at equal length."""
    return text if text.isprintable() else visible(text.translate(_CELL))


def is_terminal(stream: TextIO) -> bool:
    """Return whether a person reads `stream` on a terminal that can show styles."""
    return stream.isatty()


def passes_links() -> bool:
    """Return whether the terminal makes links of the sequences for them, or nothing at all."""
    return os.environ.get("TERM") not in ("dumb", "linux") and "INSIDE_EMACS" not in os.environ


def use_color(choice: Color, stream: TextIO) -> bool:
    """Return whether `stream` gets colour: flag, then NO_COLOR, FORCE_COLOR, the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def joined(pieces: Iterable[str]) -> Gated:
    """Return `pieces` as one text; nothing acts in it but what is `Gated` already."""
    kinds = groupby(pieces, type)
    texts = (("".join(own), kind is Gated) for kind, own in kinds)
    return Gated("".join([text if is_gated else visible(text) for text, is_gated in texts]))


def styled(text: str, style: tuple[str, str]) -> Gated:
    """Return `text` between the two sequences of a style of wp8's own."""
    before, after = map(Gated, style)
    return joined((before, text, after))


def write(pieces: Iterable[str]) -> None:
    """Write `pieces` to stdout, many at once: the one way there."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            sys.stdout.write(joined(held))
            held, size = [], 0
    sys.stdout.write(joined(held))


def write_rows(rows: Sequence[Sequence[str]]) -> None:
    """Write rows to stdout: cells apart by tabs or, on a terminal, the first beside the others."""
    cells = [[*map(printable, row)] for row in rows]
    if cells and (width := window(sys.stdout)):
        write(columns([(first, " · ".join(filter(None, rest))) for first, *rest in cells], width))
    else:
        write("\t".join(row).rstrip("\t") + "\n" for row in cells)


def write_bytes(content: bytes) -> None:
    """Write what is no text to stdout, which is a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def remark(pieces: Iterable[str]) -> None:
    """Write `pieces` to stderr, all at once: the one way there. What nobody can read is dropped."""
    with suppress(OSError):
        sys.stderr.write(joined(pieces))


def marked(text: str, spans: Sequence[tuple[int, int]], mark: tuple[str, str]) -> list[str]:
    """Return the pieces of `text`, each of `spans` between the two strings of `mark`."""
    pieces: list[str] = []
    end = 0
    for start, stop in spans:
        pieces += [text[end:start], mark[0], text[start:stop], mark[1]]
        end = stop
    return [*pieces, text[end:]]


def columns(rows: Sequence[tuple[str, str]], width: int = 0) -> Iterator[str]:
    """Yield a line for each of `rows`, its second cells below each other, Hangul or not.

    In a window of some `width` a long second cell takes more lines, and a long first one its own.
    """
    from rich.cells import cell_len, set_cell_size

    widths = [cell_len(first) for first, _ in rows]
    start = max((each for each in widths if not width or each <= width // 3), default=0) + 2
    for first, second in rows:
        head = first
        if cell_len(first) + 2 > start:
            yield f"{first}\n"
            head = ""
        yield from lines(second.split(" "), width, set_cell_size(head, start), " " * start)


def report(message: str, hint: str | None = None, detail: str = "") -> None:
    """Write a message to stderr: what happened, the detail on lines of its own, the next step."""
    width = window(sys.stderr)
    step = said(hint, width, _UNDER, _UNDER) if hint else ()
    remark((*said(message, width, "wp8: ", _UNDER), detail, *step))


def said(message: str, width: int, before: str = "", under: str = "") -> Iterator[str]:
    """Yield a message as `lines` does; a command at its end stays whole, to be copied."""
    words = printable(message).split(" ")
    if "wp8" in words:
        place = words.index("wp8")
        words[place:] = [" ".join(words[place:])]
    return lines(words, width, before, under)


def lines(words: Sequence[str], width: int, before: str = "", under: str = "") -> Iterator[str]:
    """Yield words as a line or, in a window of some `width`, as lines.

    The first begins with `before`, others with `under`. A word as wide as the window stays whole.
    """
    text = " ".join(words)
    # No character is wider than two.
    if not 2 * len(before + text) > width > 0:
        yield f"{before}{text}\n"
        return
    from rich.cells import cell_len

    line, *others = before + words[0], *words[1:]
    for word in others:
        if cell_len(f"{line} {word}") > width:
            yield f"{line.rstrip()}\n"
            line = under + word
        else:
            line += f" {word}"
    yield f"{line}\n"


def window(stream: TextIO) -> int:
    """Return how many columns the window of a terminal has: 0 if it does not say, or is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if is_terminal(stream) else 0
    except OSError:
        return 0
