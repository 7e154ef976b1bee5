"""PDFs: paragraphs over lines, columns and pages; what is no part of the text is left out."""

from __future__ import annotations

from made_sources import pdf

from wp8.corpus.readers.block import Block, Found
from wp8.corpus.readers.pdf import find, read, reading

Line = tuple[float, float, float, str]
WIDE = "the words of a line that reaches the right edge of the column"


def column(left: float, top: float, *texts: str, size: float = 10) -> list[Line]:
    """Lines below each other; one that begins with a blank is set in."""
    return [
        (left + 15 * text.startswith(" "), top - 12 * place, size, text.strip())
        for place, text in enumerate(texts)
    ]


def shown(blocks: list[Block]) -> list[tuple[str, str, tuple[int, int] | None]]:
    return [(block.kind, block.text, block.pages) for block in blocks]


def test_a_paragraph_goes_on_over_a_page_break_without_head_foot_and_page_number() -> None:
    pages = [
        [
            (50.0, 780.0, 8.0, "The Running Head"),
            *column(50, 700, f" Paragraph {n}: {WIDE}", WIDE, WIDE, "and its end."),
            *column(50, 640, f" It goes on, {WIDE}", WIDE, f"{WIDE} of page {n}"),
            (300.0, 20.0, 8.0, f"{n + 10}"),
        ]
        for n in range(1, 5)
    ]
    for number in range(1, 4):
        pages[number][1] = (50.0, 700.0, 10.0, f"goes {'abc'[number - 1] * 9} on, {WIDE}")

    first, *others = read(pdf(pages))

    assert first.pages == (1, 1)
    assert [block.pages for block in others] == [(1, 2), (2, 3), (3, 4), (4, 4)]
    assert f"{WIDE} of page 1 goes aaaaaaaaa on, {WIDE}" in others[0].text
    whole = " ".join(block.text for block in (first, *others))
    assert "Running" not in whole
    assert not any(str(number) in whole for number in range(11, 15))


def test_a_head_of_two_pages_is_left_out_and_named() -> None:
    pages = [
        [(50.0, 780.0, 10.0, f"Head {n}"), (50.0, 700.0, 10.0, f"Text {'ab'[n]}.")] for n in (0, 1)
    ]

    read_ = reading(pdf(pages))

    assert [block.text for block in read_.blocks] == ["Text a.", "Text b."]
    found = [each[:3] for each in read_.left_out]
    assert found == [("page head", 1, "Head 0"), ("page head", 2, "Head 1")]


def test_a_head_may_stand_lower_on_a_page_and_have_other_white() -> None:
    places = [(780.0, "The Head"), (775.0, "TheHead"), (780.0, "The Head"), (780.0, "The Head")]
    pages = [
        [(50.0, foot, 10.0, head), (50.0, 700.0, 10.0, f"Text {'abcd'[n]}.")]
        for n, (foot, head) in enumerate(places)
    ]

    assert [block.text for block in read(pdf(pages))] == [f"Text {n}." for n in "abcd"]


def test_figures_that_do_not_grow_with_the_pages_are_text() -> None:
    pages = [
        [(50.0, 780.0, 10.0, f"{year}"), (50.0, 700.0, 10.0, f"Text {year}.")]
        for year in (1921, 1950, 1994, 2021)
    ]

    assert sum(block.text.isdigit() for block in read(pdf(pages))) == 4


def test_chapters_that_grow_with_the_pages_are_kept() -> None:
    pages = [
        [(50.0, 780.0, 16.0, f"Chapter {n}"), *column(50, 700, WIDE, WIDE, f"Text {n}.")]
        for n in range(1, 5)
    ]

    assert [block.text for block in read(pdf(pages)) if block.kind == "heading"] == [
        f"Chapter {n}" for n in range(1, 5)
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = column(50, 700, f" One {WIDE[:30]}", WIDE[:34], f"{WIDE[:30]} which")
    right = column(320, 700, "goes on here.", f" Two {WIDE[:30]}", "and its end.")

    assert [text for _, text, _ in shown(list(read(pdf([left + right]))))] == [
        f"One {WIDE[:30].strip()} {WIDE[:34].strip()} {WIDE[:30].strip()} which goes on here.",
        f"Two {WIDE[:30].strip()} and its end.",
    ]


def test_a_word_that_was_hyphened_is_whole_and_a_compound_keeps_its_hyphen() -> None:
    lines = column(
        50,
        700,
        f"{WIDE} of econ-",
        f"omy and self-reliance, {WIDE} of self-",
        f"reliance and {WIDE} in Kim Tok-",
        "Hun.",
    )

    (paragraph,) = read(pdf([lines]))

    assert "of economy and self-reliance" in paragraph.text
    assert "of self-reliance and" in paragraph.text
    assert paragraph.text.endswith("Kim Tok-Hun.")


def test_a_footnote_does_not_cut_the_paragraph_that_goes_on_below_it() -> None:
    first = [*column(50, 700, f"{WIDE} one", f"{WIDE} which"), (50.0, 50.0, 7.0, "1 A footnote.")]
    second = column(50, 700, "goes on.")

    assert shown(list(read(pdf([first, second])))) == [
        ("paragraph", f"{WIDE} one {WIDE} which goes on.", (1, 2)),
        ("paragraph", "1 A footnote.", (1, 1)),
    ]


def test_large_type_is_a_heading_and_opens_a_section() -> None:
    lines = [(50.0, 740.0, 16.0, "Part One"), *column(50, 700, WIDE, "Text.")]

    heading, paragraph = read(pdf([lines]))

    assert (heading.kind, heading.text, heading.pages) == ("heading", "Part One", (1, 1))
    assert (paragraph.kind, paragraph.section, paragraph.lines) == ("paragraph", "Part One", (2, 2))


def test_a_pdf_says_of_itself_what_its_information_has() -> None:
    info = "/Title (A Title) /Author (N. N.) /CreationDate (D:19210112103000Z)"

    assert find(pdf([[]], info)) == Found(title="A Title", author="N. N.")
    assert find(pdf([[]])) == Found()


def numbered(*numbers: str) -> list[list[Line]]:
    """Return pages with these numbers at their feet, "" for none."""
    pages = [column(50, 700, f" Page {'abcdefgh'[n]}: {WIDE}.") for n in range(len(numbers))]
    for page, number in zip(pages, numbers, strict=True):
        page.append((300.0, 30.0, 10.0, number))
    return pages


def labelled(source: bytes) -> list[tuple[str, str] | None]:
    return [block.page_labels for block in read(source)]


def test_a_record_has_the_numbers_that_are_printed_on_its_pages() -> None:
    found = labelled(pdf(numbered("v", "vi", "vii", "viii", "1", "2", "", "4")))

    expected = ("v", "vi", "vii", "viii", "1", "2", "3", "4")
    assert found == [(label, label) for label in expected]


def test_the_first_page_has_a_number_that_is_not_printed_if_it_is_the_first() -> None:
    assert labelled(pdf(numbered("", "2", "3", "4")))[0] == ("1", "1")
    assert labelled(pdf(numbered("", "72", "73", "74")))[0] is None


def test_words_beside_the_number_of_a_page_are_a_head_on_each_page() -> None:
    pages = numbered("", "", "", "")
    for number, page in enumerate(pages):
        name = ("Rice", "Salt", "Iron", "Coal")[number]
        line = f"{name} {number + 61}" if number % 2 else f"{number + 61} {name}"
        page.append((50.0, 780.0, 11.0, line))

    found = reading(pdf(pages))

    assert [block.page_labels for block in found.blocks] == [
        (str(n), str(n)) for n in range(61, 65)
    ]
    assert [each.text for each in found.left_out] == ["61 Rice", "Salt 62", "63 Iron", "Coal 64"]


def test_what_a_file_calls_its_pages_is_known_where_no_number_is_printed() -> None:
    catalog = "/PageLabels << /Nums [0 << /S /r /St 3 >> 2 << /P (A-) /S /D >> 3 << /P (A-1) >>] >>"

    pages = [column(50, 700, f"Page {n}.") for n in "abcd"]

    assert labelled(pdf(pages, catalog=catalog)) == [
        (label, label) for label in ("iii", "iv", "A-1", "A-1")
    ]


def test_a_file_that_only_counts_its_pages_does_not_say_what_is_printed() -> None:
    counted = "/PageLabels << /Nums [0 << /S /D >>] >>"

    found = labelled(pdf(numbered("", "72", "73", "74", ""), catalog=counted))

    assert found == [None, ("72", "72"), ("73", "73"), ("74", "74"), None]


def test_a_label_that_acts_on_a_terminal_or_is_too_long_is_none() -> None:
    acting = (
        f"/PageLabels << /Nums [0 << /P <FEFF202E0041000A> /S /D >> 1 << /P ({'a' * 99}) >>] >>"
    )

    found = labelled(pdf([column(50, 700, "One."), column(50, 700, "Two.")], catalog=acting))

    assert found == [("A 1", "A 1"), None]
