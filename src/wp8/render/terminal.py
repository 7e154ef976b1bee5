"""The terminal: whether to colour, how to write so that nothing in a text can act on it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TextIO

from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from wp8.corpus.document import Corpus

    class Sourced(Protocol):
        """What knows the documents that a result is of."""

        @property
        def sources(self) -> Corpus:
            """The corpus as its manifest describes it."""


Color = Literal["auto", "always", "never"]


class Look(NamedTuple):
    """How text looks: coloured or not, what stands around matches, who reads it.

    The `sources` of `corpus` take time to load, and most text needs none.
    """

    colored: bool
    mark: tuple[str, str] | None
    corpus: Sourced
    is_terminal: bool = False


# Every control character is shown by a visible one of its own, so offsets stay as they are.
_CONTROLS: Final = {
    **{code: 0x2400 + code for code in range(0x20)},
    **dict.fromkeys(range(0x7F, 0xA0), 0xFFFD),
    # Marks that reorder what is read, and the line ends that are not "\n".
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), 0xFFFD),
}
_CELL: Final = str.maketrans({CELL_SEPARATOR: "|", "\n": " "})
_LINES_KEPT: Final = {key: value for key, value in _CONTROLS.items() if chr(key) not in "\n\r\t"}


def printable(text: str) -> str:
    """Return `text` on one line with nothing in it that acts on a terminal, at equal length."""
    return text if text.isprintable() else text.translate(_CELL).translate(_CONTROLS)


def is_terminal(stream: TextIO) -> bool:
    """Return whether a person reads `stream` on a terminal that can show styles."""
    return stream.isatty()


def use_color(choice: Color, stream: TextIO) -> bool:
    """Return whether `stream` gets colour: flag, then NO_COLOR, FORCE_COLOR, the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def write(chunks: Iterable[str]) -> None:
    """Write `chunks`, which are results in a format of their own, to stdout, all at once."""
    out = sys.stdout
    if is_terminal(out):
        chunks = (chunk.translate(_LINES_KEPT) for chunk in chunks)
    out.write("".join(chunks))


def marked(text: str, spans: Sequence[tuple[int, int]], mark: tuple[str, str]) -> str:
    """Return `text` with each of `spans` between the two strings of `mark`."""
    pieces = []
    end = 0
    for start, stop in spans:
        pieces += [text[end:start], mark[0], text[start:stop], mark[1]]
        end = stop
    return "".join([*pieces, text[end:]])


def columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each of `rows`, its second cells below each other, Hangul or not."""
    from rich.cells import cell_len, set_cell_size

    width = max(cell_len(first) for first, _ in rows)
    for first, second in rows:
        yield f"{set_cell_size(first, width)}  {second}\n"


def report(message: str, hint: str | None = None, detail: str = "") -> None:
    """Write a message to stderr: what happened, the detail on lines of its own, the next step."""
    text = f"wp8: {printable(message)}\n{detail.translate(_LINES_KEPT)}"
    if hint:
        text += f"     {printable(hint)}\n"
    sys.stderr.write(text)
