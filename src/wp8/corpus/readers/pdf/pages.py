"""The lines of a PDF and where they stand: run as a process of its own, which may fail.

It takes a PDF on stdin and writes one JSON object: `pages`, each a list of lines (text, left,
right, foot, size of type), and `texts`, all characters of each as PDFium has them; or `info`; or
the `error` that PDFium reports.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.bounds import memory_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    Line = tuple[str, float, float, float, float]

MEMORY: Final = 2**30
MOST_PAGES: Final = 10_000
_INFO: Final = ("Title", "Author")
# What PDFium puts in the place of a hyphen at a line's end, where it leaves the line end out.
HYPHEN: Final = "\x02"
_ENDS: Final = "\r\n"


def main() -> None:
    """Answer what the first argument asks of the PDF on stdin."""
    _bound()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if sys.argv[1] == "info":
            answer: Any = {"info": {key: document.get_metadata_value(key) for key in _INFO}}
        else:
            answer = {"pages": [], "texts": []}
            for place in range(min(len(document), MOST_PAGES + 1)):
                text = document[place].get_textpage()
                answer["pages"].append(list(_lines(text)))
                answer["texts"].append(text.get_text_range(errors="replace"))
    except pypdfium2.PdfiumError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def _bound() -> None:
    """Let the system end this process when it takes too much memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    memory = memory_within(MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(text: Any) -> Iterator[Line]:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2.raw as pdfium

    codes: list[int] = []
    start = 0
    number = text.count_chars()
    for place in range(number):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if chr(code) not in _ENDS:
            codes.append(code)
        if codes and (chr(code) in _ENDS + HYPHEN or place == number - 1):
            yield from _line(text, codes, start)
            codes = []
        if not codes:
            start = place + 1


def _line(text: Any, codes: list[int], start: int) -> Iterator[Line]:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    # Letters beyond the first plane come as two halves.
    units = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass")
    line = units.decode("utf-16-le", "replace").replace("\0", "")
    shown = [place for place, code in enumerate(codes, start) if not chr(code).isspace()]
    if not line.strip() or not shown:
        return
    left, foot, _, _ = _box(text, shown[0])
    _, _, right, _ = _box(text, shown[-2 if chr(codes[-1]) == HYPHEN and len(shown) > 1 else -1])
    sizes = [pdfium.FPDFText_GetFontSize(text, place) for place in shown[:3]]
    yield line, left, right, foot, _scaled(text, shown[0], max(sizes))


def _box(text: Any, place: int) -> tuple[float, ...]:  # noqa: ANN401
    try:
        box: tuple[float, ...] = text.get_charbox(place, loose=True)
    except Exception:  # noqa: BLE001 - whatever PDFium has no box for
        return (0.0, 0.0, 0.0, 0.0)
    return box


def _scaled(text: Any, place: int, size: float) -> float:  # noqa: ANN401
    """Return the size of type as it is on the page; a PDF may enlarge what it names smaller."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, place, ctypes.byref(matrix)):
        return size
    return size * float(abs(complex(matrix.c, matrix.d)))
