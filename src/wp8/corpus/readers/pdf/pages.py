"""The pages of a PDF as pieces of text and where they stand: run as a process of its own.

It takes a PDF on stdin and writes lines of JSON. Asked for `info`, one line: what the file says of
itself. Asked for `pages`, a line for the whole, then a line for each page (`Page` in geometry.py).
Or one line with the `error` that PDFium reports.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
import time
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.bounds import memory_within
from wp8.corpus.readers.pdf.page.downward import Character, with_downward
from wp8.corpus.readers.pdf.page.geometry import turn
from wp8.corpus.readers.pdf.page.pieces import Glyph, Pieces, upright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.pdf.page.geometry import Point

MEMORY: Final = 2**30
MOST_PAGES: Final = 10_000
# A page of a newspaper has fifty thousand.
MOST_CHARACTERS: Final = 200_000
TOO_MANY: Final = "has too many characters"
# A drawing may have a million; tables are ruled with fewer.
_MOST_PATHS: Final = 3_000
_MOST_RULES: Final = 1_000
_MOST_ENTRIES: Final = 10_000
_INFO: Final = ("Title", "Author")
_FIRST_HALVES: Final = range(0xD800, 0xDC00)
_SECOND_HALVES: Final = range(0xDC00, 0xE000)
# As PDFium names them: text that is drawn with no ink, over the picture of a page.
_INVISIBLE: Final = 3
# Of the flags of a font.
_FORCED_BOLD: Final = 1 << 18
# PDFium guesses weights from the width of stems, which is wrong as often as not.
_BOLD_NAMES: Final = re.compile(r"bold|black|heavy|-demi|-medi(?:ital)?$|cmbx|cmssbx|sfbx")
_LONGEST_NAME: Final = 256
# In points: what no page reaches, and no type is smaller than.
_FARTHEST: Final = 1e5
_SMALLEST: Final = 0.1
# Those of small type, that a font may draw high itself: fonts' own, and characters' own.
_FIGURES: Final = frozenset(
    "0123456789\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)
# In sizes of type: how much higher, how low and high they are, and how high figures are in theirs.
_LIFT: Final = 0.25
_LOWEST: Final = 0.25
_HIGHEST: Final = 0.6
_FIGURE_HEIGHT: Final = 0.7
# In letters: m\u00b2, km\u00b2.
_LONGEST_UNIT: Final = 2
# Nobody turns text by less.
_DEGREES: Final = 5
_THINNEST_GROUND: Final = 1.0
_NO_WIDTH: Final = 0.01
# In points: shorter ones are signs.
_SHORTEST_RULE: Final = 5.0


def main() -> None:
    """Answer what the first argument asks of the PDF on stdin."""
    _bound_memory()
    import pypdfium2

    try:
        for answer in _answers(pypdfium2.PdfDocument(sys.stdin.buffer.read()), sys.argv[1]):
            sys.stdout.write(f"{json.dumps(answer)}\n")
            sys.stdout.flush()
    except pypdfium2.PdfiumError as error:
        sys.stdout.write(f"{json.dumps({'error': str(error)})}\n")


def _answers(document: Any, asked: str) -> Iterator[Any]:  # noqa: ANN401 - pypdfium2 has no types
    if asked == "info":
        yield {key: document.get_metadata_value(key) for key in _INFO}
        return
    number = len(document)
    yield {
        "pages": number,
        "language": _language(document),
        "title": document.get_metadata_value("Title"),
        "outline": _outline(document),
    }
    seconds = _seconds()
    for place in range(min(number, MOST_PAGES)):
        _bound_seconds(seconds)
        page = document[place]
        text = page.get_textpage()
        if text.count_chars() > MOST_CHARACTERS:
            yield {"error": TOO_MANY}
            return
        yield {"label": document.get_page_label(place), **_page(page, text)}
        text.close()
        page.close()


def _bound_memory() -> None:
    """Let the system end this process when it takes too much memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    memory = memory_within(MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _seconds() -> int:
    """Return how many seconds of the processor this process has been given, or 0 for any."""
    try:
        import resource
    except ImportError:
        return 0
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    return 0 if soft == resource.RLIM_INFINITY else soft


def _bound_seconds(seconds: int) -> None:
    """Let the system end this process when the next page takes so many seconds."""
    if not seconds:
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + seconds
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _language(document: Any) -> str:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    ask = getattr(pdfium, "FPDFCatalog_GetLanguage", None)
    if ask is None:
        return ""
    units = (ctypes.c_ushort * _LONGEST_NAME)()
    size = ask(document, units, ctypes.sizeof(units))
    return bytes(units)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _outline(document: Any) -> list[tuple[int, str]]:  # noqa: ANN401
    """Return the number of the page and the title of each entry of the outline."""
    found: list[tuple[int, str]] = []
    for entry in document.get_toc():
        goal = entry.get_dest()
        place = goal.get_index() if goal else None
        if place is not None:
            found.append((place, entry.get_title()))
        if len(found) == _MOST_ENTRIES:
            break
    return found


def _page(page: Any, text: Any) -> dict[str, Any]:  # noqa: ANN401
    found = Pieces()
    for each in with_downward(_characters(text)):
        if each is None:
            found.end()
        else:
            found.add(each.glyph, each.angle, each.is_invisible)
    angle, *others = found.angles or (0,)
    corner = _corner(page, angle)
    rules, pictures, unread = _drawn(page, angle, corner)
    return {
        "pieces": found.standing(angle, corner),
        "turned": [found.standing(other, (0, 0)) for other in others],
        "rules": rules,
        "pictures": pictures,
        "fields": _fields(page),
        "invisible": found.invisible,
        "unknown": found.unknown,
        "unread": unread,
        "doubled": found.doubled,
    }


def _corner(page: Any, angle: int) -> Point:  # noqa: ANN401
    left, foot, right, top = page.get_mediabox()
    turned = [
        turn(point, angle) for point in ((left, foot), (left, top), (right, foot), (right, top))
    ]
    return min(x for x, _ in turned), min(y for _, y in turned)


def _characters(text: Any) -> Iterator[Character | None]:  # noqa: ANN401
    """Yield each character.

    Nothing is yielded where PDFium sees a blank that the file does not have.
    """
    import pypdfium2.raw as pdfium

    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, tuple[int, float, bool, bool]] = {}
    half = letters = 0
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if pdfium.FPDFText_IsGenerated(text, place) == 1:
            letters = 0
            yield None
            continue
        # Letters beyond the first plane may come as two halves.
        if code in _FIRST_HALVES:
            half = code
            continue
        if code in _SECOND_HALVES:
            code = _whole(half, code)
        half = 0
        thing = pdfium.FPDFText_GetTextObject(text, place)
        key = ctypes.addressof(thing.contents) if thing else 0
        if key not in styles:
            styles[key] = _style(text, place, thing)
        angle, size, is_bold, is_invisible = styles[key]
        pdfium.FPDFText_GetLooseCharBox(text, place, box)
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        origin, sides = (x.value, y.value), (box.left, box.bottom, box.right, box.top)
        if not all(abs(place) < _FARTHEST for place in (*origin, *sides)):
            origin, sides = (0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
        foot = turn(origin, angle)[1]
        glyph = Glyph(chr(code), sides[0], sides[2], foot, size, is_bold, key)
        if glyph.text in _FIGURES and not angle:
            glyph = _raised(text, place, glyph, is_of_unit=0 < letters <= _LONGEST_UNIT)
        letters = letters + 1 if glyph.text.isalpha() else 0
        yield Character(upright(glyph, sides, angle), angle, is_invisible, origin, sides)


def _raised(text: Any, place: int, glyph: Glyph, *, is_of_unit: bool) -> Glyph:  # noqa: ANN401
    """Return a figure that a font draws high and small as one of small type that stands higher."""
    import pypdfium2.raw as pdfium

    ends = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, place, *ends)
    _, _, foot, top = (end.value for end in ends)
    lift, height = foot - glyph.foot, top - foot
    figure = unicodedata.normalize("NFKC", glyph.text)
    is_high = lift > _LIFT * glyph.size and _LOWEST < height / glyph.size < _HIGHEST
    if not is_high or (is_of_unit and figure != glyph.text):
        return glyph
    return glyph._replace(text=figure, foot=foot, size=height / _FIGURE_HEIGHT)


def _whole(half: int, other: int) -> int:
    """Return the letter of two halves, or what stands for one that cannot be known."""
    if not half:
        return 0xFFFD
    return (
        0x10000 + (half - _FIRST_HALVES.start) * len(_SECOND_HALVES) + other - _SECOND_HALVES.start
    )


def _style(text: Any, place: int, thing: Any) -> tuple[int, float, bool, bool]:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    matrix, size = pdfium.FS_MATRIX(), pdfium.FPDFText_GetFontSize(text, place)
    angle = 0
    # A PDF may enlarge what it names smaller.
    if pdfium.FPDFText_GetMatrix(text, place, matrix):
        size *= abs(complex(matrix.c, matrix.d))
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / _DEGREES) * _DEGREES % 360
    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, place, name, _LONGEST_NAME, flags)
    font = name.value.decode("utf-8", "replace").lower()
    is_bold = flags.value & _FORCED_BOLD != 0 or _BOLD_NAMES.search(font) is not None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    size = min(max(size, _SMALLEST), _FARTHEST) if math.isfinite(size) else _SMALLEST
    return angle, size, is_bold, mode == _INVISIBLE


def _drawn(page: Any, angle: int, corner: Point) -> tuple[list[tuple[float, ...]], int, int]:  # noqa: ANN401
    """Return the rules of a page, how many pictures there are, and how many unread texts.

    Rules are lines that lie or stand, and the grounds that are filled below a text.
    """
    import pypdfium2.raw as pdfium

    rules: set[tuple[float, ...]] = set()
    pictures = paths = unread = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            unread += _is_unread(thing)
        # What is in a form has the places of the form.
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH and thing.level == 0:
            paths += 1
            if paths > _MOST_PATHS:
                return [], pictures, unread
            for line in _straight(thing):
                (x, y), (to_x, to_y) = (turn(point, angle) for point in line)
                ends = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
                rules.add(tuple(round(end - corner[n % 2], 1) for n, end in enumerate(ends)))
    return sorted(rules) if len(rules) <= _MOST_RULES else [], pictures, unread


def _is_unread(text: Any) -> bool:  # noqa: ANN401
    """Return whether PDFium passes over a text, as it does if all its letters have no width."""
    left, foot, right, top = text.get_bounds()
    return bool(right - left < _NO_WIDTH < top - foot)


def _straight(path: Any) -> Iterator[tuple[Point, Point]]:  # noqa: ANN401
    """Yield the lines of a path that lie or stand; a thin box is some, of another the corners."""
    import pypdfium2.raw as pdfium

    fill, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, is_stroked)
    for points, edges in _outlines(path):
        sides = [max(places) - min(places) for places in zip(*points, strict=True)]
        if is_stroked.value or min(sides) < _THINNEST_GROUND:
            yield from (edge for edge in edges if _is_rule(*edge))
        elif all(abs(place) < _FARTHEST for point in points for place in point):
            xs, ys = zip(*points, strict=True)
            yield (min(xs), min(ys)), (max(xs), max(ys))


def _outlines(path: Any) -> Iterator[tuple[list[Point], list[tuple[Point, Point]]]]:  # noqa: ANN401
    """Yield the points of each part of a path, and the straight lines between them."""
    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    edges: list[tuple[Point, Point]] = []
    for place in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_PATHS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, edges
            points, edges = [], []
        elif kind == pdfium.FPDF_SEGMENT_LINETO and points:
            edges.append((points[-1], point))
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            edges.append((point, points[0]))
    if points:
        yield points, edges


def _is_rule(one: Point, other: Point) -> bool:
    across, along = sorted((abs(one[0] - other[0]), abs(one[1] - other[1])))
    is_near = all(abs(place) < _FARTHEST for place in (*one, *other))
    return is_near and across < 1 and along >= _SHORTEST_RULE


def _fields(page: Any) -> int:  # noqa: ANN401
    """Return how many fields of a form the page has."""
    import pypdfium2.raw as pdfium

    number = 0
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ENTRIES)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        number += pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET
        pdfium.FPDFPage_CloseAnnot(note)
    return number
