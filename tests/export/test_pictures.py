"""Frequencies, keywords and collocates as pictures, and collocates as a network."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest

from wp8.analysis.counts.frequency import GroupFrequency
from wp8.analysis.counts.keyness import USUAL, keyness, side_of
from wp8.analysis.counts.table import Table
from wp8.analysis.measures.binomial_interval import exact_interval
from wp8.errors import ExportError
from wp8.export.pictures.frequency import MOST_GROUPS, drawing
from wp8.export.pictures.graphml import write_graphml
from wp8.export.pictures.page import without_font
from wp8.export.pictures.register import PICTURES, write_picture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SVG: Final = "{http://www.w3.org/2000/svg}"
GRAPHML: Final = "{http://graphml.graphdrawing.org/xmlns}"
STAMP: Final = f"wp8:sha256:{0:064}:frequency harbor --by year #3-3-00000000"
HOSTILE: Final = "<b>&amp; $x_1$ \x1b\u202e\ud800 " + "w" * 60


def by(field: str, words: Mapping[str, Mapping[str, tuple[int, int]]]) -> Table:
    """Return the table of words: for each group its frequency, and the words of the group."""
    rows = []
    for form, groups in words.items():
        whole = [sum(column) for column in zip(*groups.values(), strict=True)]
        for group, (number, size) in {"": whole, **groups}.items():
            share = 1000 * number / size if size else 0.0
            rows.append(GroupFrequency(form, group, number, size, share, 1, 1))
    about = {"counted": "words", "by": field}
    named = {"name": "Harbors"}
    columns = GroupFrequency._fields
    return Table("frequency", columns, rows, about, {}, stamp=STAMP, corpus=named)


def picture(path: Path, table: Table) -> ET.Element:
    """Return the root of the picture of a table."""
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    write_picture(path / "picture.svg", table)
    return ET.parse(path / "picture.svg").getroot()


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def drawn(root: ET.Element, id_: str) -> int:
    """Return how many points of a line have a mark."""
    (group,) = (each for each in root.iter(f"{SVG}g") if each.get("id") == id_)
    return len(list(group.iter(f"{SVG}use")))


def ids(root: ET.Element, begin: str) -> list[str]:
    found = (each.get("id", "") for each in root.iter(f"{SVG}g"))
    return [id_ for id_ in found if id_.startswith(begin)]


def test_every_picture_is_drawn_here_or_beside() -> None:
    assert set(PICTURES) == {"collocates", "dispersion", "frequency", "keyness"}


def test_a_table_of_another_command_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no picture of vocabulary"):
        write_picture(tmp_path / "a.svg", Table("vocabulary", ("form",), [], {}, {}))

    assert list(tmp_path.iterdir()) == []


# Brown, Cai & DasGupta (2001) and the rule of three: (1 - 0.025 ** (1 / n)).
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.308497),
        (1, 10, 0.002529, 0.445016),
        (5, 10, 0.187086, 0.812914),
        (10, 10, 0.691503, 1.0),
        (0, 1, 0.0, 0.975),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(
    successes: int, trials: int, low: float, high: float
) -> None:
    found = exact_interval(successes=successes, trials=trials)

    assert found == pytest.approx((low, high), abs=1e-6)


def test_a_line_ends_where_there_is_no_text(tmp_path: Path) -> None:
    years = {"1950": (1, 100), "1951": (0, 100), "1953": (2, 100), "1954": (0, 0), "1955": (1, 90)}
    root = picture(tmp_path, by("year", {"harbor": years}))

    assert ids(root, "word-0") == ["word-0-0", "word-0-1", "word-0-2"]
    assert [drawn(root, id_) for id_ in ids(root, "word-0")] == [2, 1, 1]


def test_the_decades_follow_each_other(tmp_path: Path) -> None:
    decades = {"1940s": (1, 100), "1950s": (0, 100), "1970s": (2, 100), "no date": (3, 50)}
    root = picture(tmp_path, by("decade", {"harbor": decades}))

    assert [drawn(root, id_) for id_ in ids(root, "word-0")] == [2, 1]
    assert {"1940s", "1950s", "1960s", "1970s"} <= set(texts(root))
    assert "Not drawn: no date, 1 document, 50 words." in " ".join(texts(root))


def test_a_document_of_several_years_is_a_point_apart(tmp_path: Path) -> None:
    years = {"1942": (1, 100), "1942–1944": (5, 100), "1943": (2, 100)}
    root = picture(tmp_path, by("year", {"harbor": years}))

    assert [drawn(root, id_) for id_ in ids(root, "word-0")] == [2, 1]


def test_two_hundred_years_are_a_line_without_marks(tmp_path: Path) -> None:
    years = {str(year): (year % 7, 100) for year in range(1800, 2000)}
    root = picture(tmp_path, by("year", {"harbor": years}))

    assert ids(root, "word-0") == ["word-0-0"]
    assert drawn(root, "word-0-0") == 0


def test_what_is_no_year_is_a_row_of_points_and_no_line(tmp_path: Path) -> None:
    authors = {"Anna": (1, 100), "김": (0, 100), "Li": (2, 100)}
    root = picture(tmp_path, by("author", {"harbor": authors, "ship": authors}))

    assert [drawn(root, id_) for id_ in ids(root, "word-")] == [3, 3]
    assert {"Anna", "김", "Li"} <= set(texts(root))


def test_a_document_that_is_called_like_a_year_is_none(tmp_path: Path) -> None:
    root = picture(tmp_path, by("document", {"harbor": {"1950": (1, 100), "1951": (1, 100)}}))

    assert "A bar is the interval of its point." in " ".join(texts(root))


def test_of_many_groups_those_with_most_are_drawn_and_it_is_said(tmp_path: Path) -> None:
    groups = {f"a{number:03}": (number, 1000) for number in range(300)}
    root = picture(tmp_path, by("author", {"harbor": groups}))

    assert drawn(root, "word-0") == MOST_GROUPS
    assert "Drawn are the 50 of 300 groups with most." in " ".join(texts(root))


@pytest.mark.parametrize(("number", "plots"), [(1, 1), (3, 1), (4, 4), (12, 12), (13, 12)])
def test_more_words_than_three_have_a_plot_each(number: int, plots: int, tmp_path: Path) -> None:
    words = {f"word{n}": {"1950": (n, 100), "1951": (n, 100)} for n in range(number)}
    root = picture(tmp_path, by("year", words))
    said = " ".join(texts(root))

    assert len(ids(root, "axes_")) == plots
    assert ("The 12 most frequent of 13 words are drawn." in said) == (number == 13)
    assert ("Each word has a scale of its own." in said) == (plots > 1)
    assert ("word0  occurs" in said) == (number <= 3)


def test_a_word_that_occurs_nowhere_has_its_points_at_0(tmp_path: Path) -> None:
    root = picture(tmp_path, by("year", {"harbor": {"1950": (0, 100), "1951": (0, 100)}}))

    assert drawn(root, "word-0-0") == 2
    assert "harbor  occurs 0 times in 200 words, 0.00 ‰" in texts(root)


@pytest.mark.parametrize("field", ["year", "author"])
def test_nothing_in_a_word_acts(field: str, tmp_path: Path) -> None:
    words = {f"{HOSTILE}{n}": {"1950": (1, 100), HOSTILE: (1, 100)} for n in range(4)}
    root = picture(tmp_path, by(field, words))
    whole = " ".join(texts(root))

    assert "<b>&amp; $x_1$" in whole
    assert not set("\x1b\u202e") & set((tmp_path / "picture.svg").read_text(encoding="utf-8"))


def test_a_picture_says_what_it_is_of_and_by_what_it_can_be_checked(tmp_path: Path) -> None:
    root = picture(tmp_path, by("year", {"harbor": {"1950": (3, 100)}}))

    assert root.findtext(f"{SVG}title") == "harbor by year"
    assert texts(root)[-2:] == ["corpus: Harbors; counted: words; by: year", STAMP]
    assert (root.findtext(f"{SVG}desc") or "").endswith(STAMP)
    assert "95% intervals are exact (Clopper & Pearson)" in " ".join(texts(root))


def test_a_list_of_words_has_no_picture() -> None:
    with pytest.raises(ExportError) as raised:
        drawing(Table("frequency", ("form", "frequency"), [("a", 1)], {}, {}))

    assert raised.value.hint == "as in: wp8 frequency plan economy --by year --svg FILE"


def keywords(target: Mapping[str, int], reference: Mapping[str, int]) -> Table:
    sides = (side_of(each, sum(each.values())) for each in (target, reference))
    rows, columns = keyness(*sides)
    sizes = {"size": sum(target.values()), "reference_size": sum(reference.values())}
    about = {"target": "doc:a", "reference": "doc:b", **sizes}
    assert columns.names == USUAL
    return Table("keyness", columns.names, rows, about, {}, stamp=STAMP, total=len(rows))


def test_keywords_stand_by_their_side_and_the_keyest_have_names(tmp_path: Path) -> None:
    table = keywords({"harbor": 90, "the": 100, "평화": 3}, {"ship": 90, "the": 100, "$x$": 3})
    root = picture(tmp_path, table)

    assert (drawn(root, "target"), drawn(root, "reference"), drawn(root, "others")) == (1, 1, 3)
    assert {"harbor", "ship", "평화", "$x$", "more in doc:a", "more in doc:b"} <= set(texts(root))
    assert "the" not in texts(root)


def boxes(root: ET.Element, names: set[str]) -> list[tuple[float, float, float, float]]:
    """Return about where each name stands: left, right, top, bottom."""
    found = []
    for each in root.iter(f"{SVG}text"):
        if each.text in names:
            x, y = (float(v) for v in re.findall(r"-?[\d.]+", each.get("transform", ""))[-2:])
            style, width = each.get("style", ""), 0.5 * 7 * len(each.text or "")
            left = x - width if "text-anchor: end" in style else x
            found.append((left, left + width, y - 5, y))
    return found


def test_names_of_keywords_do_not_overlap(tmp_path: Path) -> None:
    target = {f"target{n}": 30 + n % 4 for n in range(40)} | {"the": 5000}
    reference = {f"other{n}": 30 + n % 4 for n in range(40)} | {"the": 5000}
    root = picture(tmp_path, keywords(target, reference))
    found = boxes(root, {*target, *reference})

    assert len(found) >= 12
    apart = (
        a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
        for a, b in combinations(found, 2)
    )
    assert all(apart)


def test_no_keyword_at_all_is_a_picture(tmp_path: Path) -> None:
    root = picture(tmp_path, keywords({"the": 5}, {"the": 5}))

    assert (drawn(root, "target"), drawn(root, "reference"), drawn(root, "others")) == (0, 0, 1)


COLUMNS: Final = ("form", "joint_frequency", "left", "right", "frequency", "mi")


def near(*rows: tuple[Any, ...], columns: tuple[str, ...] = COLUMNS) -> Table:
    about = {"node": "harbor", "node_frequency": 7, "window": "5:5", "measure": "mi"}
    return Table("collocates", columns, rows, about, {}, stamp=STAMP, total=len(rows))


ROWS: Final = (("ship", 5, 4, 1, 9, 3.5), ("평화", 3, 1, 2, 4, 2.0), ("a<b", 2, 1, 1, 2, None))


def test_collocates_stand_on_their_side(tmp_path: Path) -> None:
    root = picture(tmp_path, near(*ROWS))

    assert {"5 · ship", "평화 · 3", "harbor"} <= set(texts(root))
    assert {"2 · a<b", "a<b · 2"} & set(texts(root))
    assert "occurs 7 times; 3 of 3 collocates" in " ".join(texts(root))


def test_without_sides_it_is_said_that_they_mean_nothing(tmp_path: Path) -> None:
    columns = tuple(name for name in COLUMNS if name not in ("left", "right"))
    rows = (("ship", 5, 9, 3.5), ("boat", 5, 9, 3.5))
    said = " ".join(texts(picture(tmp_path, near(*rows, columns=columns))))

    assert "On which side a word is means nothing: --column sides counts them." in said


def test_no_more_than_forty_collocates_are_drawn(tmp_path: Path) -> None:
    rows = [(f"word{n}", 50, 30, 20, 60, 3.0) for n in range(50)]
    said = " ".join(texts(picture(tmp_path, near(*rows))))

    assert "40 of 50 collocates" in said
    assert len(re.findall(r"50 · word\d+", said)) == 40


def test_a_network_has_the_words_and_on_each_line_the_measures(tmp_path: Path) -> None:
    write_graphml(tmp_path / "a.graphml", near(*ROWS))
    root = ET.parse(tmp_path / "a.graphml").getroot()

    def said(of: str) -> list[dict[str, str | None]]:
        found = root.iter(f"{GRAPHML}{of}")
        data = ([(d.get("key"), d.text) for d in each.iter(f"{GRAPHML}data")] for each in found)
        return [{str(key): text for key, text in each} for each in data]

    kinds = {each.get("id"): (each.get("for"), each.get("attr.type")) for each in root[1:-1]}
    assert kinds == {
        "label": ("node", "string"),
        "frequency": ("node", "long"),
        "weight": ("edge", "double"),
        "joint_frequency": ("edge", "long"),
        "left": ("edge", "long"),
        "right": ("edge", "long"),
        "mi": ("edge", "double"),
    }
    assert said("node") == [
        {"label": "harbor", "frequency": "7"},
        {"label": "ship", "frequency": "9"},
        {"label": "평화", "frequency": "4"},
        {"label": "a<b", "frequency": "2"},
    ]
    assert said("edge") == [
        {"weight": "5.0", "joint_frequency": "5", "left": "4", "right": "1", "mi": "3.5"},
        {"weight": "3.0", "joint_frequency": "3", "left": "1", "right": "2", "mi": "2.0"},
        {"weight": "2.0", "joint_frequency": "2", "left": "1", "right": "1"},
    ]
    ends = [(each.get("source"), each.get("target")) for each in root.iter(f"{GRAPHML}edge")]
    assert ends == [("node", "word1"), ("node", "word2"), ("node", "word3")]
    assert (root.findtext(f"{GRAPHML}desc") or "").endswith(STAMP)


def test_a_network_of_hostile_words_can_be_read(tmp_path: Path) -> None:
    write_graphml(tmp_path / "a.graphml", near((HOSTILE, 5, 4, 1, 9, 3.5)))
    root = ET.parse(tmp_path / "a.graphml").getroot()
    labels = [each.text or "" for each in root.iter(f"{GRAPHML}data") if each.get("key") == "label"]

    assert labels[1].startswith("<b>&amp; $x_1$ ")
    assert labels[1].endswith("w" * 60)
    assert not set("\x1b\u202e\ud800") & set(labels[1])


def test_letters_that_no_font_has_are_named_in_their_order() -> None:
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")

    assert without_font("plan \U0010fffd\U0010fffc plan") == "\U0010fffd\U0010fffc"
