"""Where words stand, as a picture; and what holds for all pictures."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from wp8.analysis.counts.dispersion import Places as Strip
from wp8.analysis.counts.table import Dispersion
from wp8.errors import ExportError
from wp8.export.pictures.register import write_picture
from wp8.extras import to_install

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
STAMP = "wp8:0123456789ab:dispersion harbor #1-00000000"
ABOUT = {"counted": "words", "size": 3000}
STRIPS = (
    Strip("people", "speech", 1000, [0, 10, 11, 999]),
    Strip("로동당", "speech", 1000, []),
    Strip("people", "paper", 2000, [1000]),
    Strip("로동당", "paper", 2000, [1, 2, 3]),
)


def table_of(*strips: Strip) -> Dispersion:
    return Dispersion("dispersion", ("form",), [], ABOUT, {}, stamp=STAMP, places=strips)


def picture(path: Path, *strips: Strip) -> ET.Element:
    """Return the root of the picture of `strips`."""
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    write_picture(path / "words.svg", table_of(*strips))
    return ET.parse(path / "words.svg").getroot()


def texts(root: ET.Element) -> list[str]:
    """Return every text in a picture."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def places(root: ET.Element, row: int) -> list[float]:
    """Return where the lines of a row stand, in points from the left."""
    (group,) = (found for found in root.iter(f"{SVG}g") if found.get("id") == f"row-{row}")
    paths = [path.get("d", "") for path in group.iter(f"{SVG}path")]
    return [float(path.split()[1]) for path in paths]


def test_a_picture_says_what_it_shows(tmp_path: Path) -> None:
    root = picture(tmp_path, *STRIPS)

    explained = (
        "Each line is one occurrence; the number after a bar counts them. "
        "A bar is as long as its document."
    )
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Dispersion of people, 로동당"
    assert root.findtext(f"{SVG}desc") == f"{explained} counted: words; size: 3,000 {STAMP}"
    assert texts(root) == [
        *("0", "500", "1,000", "1,500", "2,000"),
        "Running words from the beginning of the document",
        *("speech, 1,000 words", "people", "4", "로동당", "0"),
        *("paper, 2,000 words", "people", "1", "로동당", "3"),
        "Dispersion of people, 로동당",
        *(
            "Each line is one occurrence; the number after a bar counts them. A bar is as long as",
            "its document.",
        ),
        "counted: words; size: 3,000",
        STAMP,
    ]


def test_a_picture_is_as_wide_as_a_page_and_as_high_as_it_needs(tmp_path: Path) -> None:
    one = picture(tmp_path, STRIPS[0])
    four = picture(tmp_path, *STRIPS)

    assert one.get("width") == four.get("width") == "453.6pt"
    assert float(str(one.get("height"))[:-2]) < float(str(four.get("height"))[:-2])


def test_each_occurrence_is_a_line(tmp_path: Path) -> None:
    root = picture(tmp_path, *STRIPS)

    assert [len(places(root, row)) for row in range(4)] == [4, 0, 1, 3]


def test_many_occurrences_are_as_many_lines(tmp_path: Path) -> None:
    root = picture(tmp_path, Strip("the", "paper", 5000, range(0, 5000, 5)))

    assert len(set(places(root, 0))) == 1000


def test_an_inch_is_as_many_words_in_each_document(tmp_path: Path) -> None:
    root = picture(tmp_path, *STRIPS)
    first, *_, last = places(root, 0)
    (middle,) = places(root, 2)

    # The middle of the longer document is a word after the end of the shorter.
    assert middle - last == pytest.approx((last - first) / 999, abs=1e-5)


def test_texts_stay_texts_for_which_a_viewer_finds_a_font(tmp_path: Path) -> None:
    root = picture(tmp_path, *STRIPS)
    styles = {element.get("style", "") for element in root.iter(f"{SVG}text")}

    assert all("'Noto Sans CJK KR'" in style and "sans-serif" in style for style in styles)


def test_a_picture_is_grey(tmp_path: Path) -> None:
    root = picture(tmp_path, *STRIPS)
    colors = set(re.findall("#([0-9a-f]{6})", ET.tostring(root, encoding="unicode")))

    assert colors
    assert all(color[:2] * 3 == color for color in colors)


def test_a_picture_is_always_the_same(tmp_path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    write_picture(tmp_path / "a.svg", table_of(*STRIPS))
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.fonttype": "path"}):
        write_picture(tmp_path / "b.svg", table_of(*STRIPS))

    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"dc:date" not in (tmp_path / "a.svg").read_bytes()


def test_hangul_is_drawn_without_a_word_of_glyphs_that_are_missing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    with warnings.catch_warnings(record=True) as caught, caplog.at_level(logging.WARNING):
        warnings.simplefilter("always")
        write_picture(tmp_path / "a.svg", table_of(*STRIPS))

    assert (caught, caplog.records) == ([], [])


def test_a_label_is_text_and_nothing_else(tmp_path: Path) -> None:
    root = picture(tmp_path, Strip("$a_1$ <&>\x1b\u202e\ud800", "a\nb", 1, [0]))

    assert {"$a_1$ <&>\ufffd\ufffd\ufffd", "a b, 1 word"} <= set(texts(root))


def test_a_long_label_is_cut_in_the_title_too(tmp_path: Path) -> None:
    root = picture(tmp_path, Strip("주체" * 20, "paper", 9, [0]))

    assert texts(root).count("주체" * 9 + "주…") == 1
    assert f"Dispersion of {'주체' * 9}주…" in texts(root)


def test_a_document_or_a_picture_may_be_empty(tmp_path: Path) -> None:
    assert "0 words" in " ".join(texts(picture(tmp_path, Strip("a", "empty", 0, []))))
    assert "Dispersion of" in texts(picture(tmp_path))


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    path = tmp_path / "missing" / "a.svg"

    with pytest.raises(ExportError) as raised:
        write_picture(path, table_of(*STRIPS))

    assert raised.value.message == f"{path}: cannot be written (No such file or directory)"


def test_without_matplotlib_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(ExportError) as raised:
        write_picture(tmp_path / "a.svg", table_of(*STRIPS))

    assert "wp8[plot]" in raised.value.message
    assert raised.value.hint == f"install it: {to_install('matplotlib')}"
    assert list(tmp_path.iterdir()) == []
