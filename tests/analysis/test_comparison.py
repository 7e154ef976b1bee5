"""What is compared: what is tested, n-grams, a list of another corpus for a reference."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.counts.keyness import ALPHA, keyness, side
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.reference_list import ReferenceList, read_list
from wp8.analysis.measures.keyness import log_ratio_lower, log_ratio_upper
from wp8.errors import CorpusError, QueryError
from wp8.model import Record
from wp8.words.tokens import tokenize, word_norms

if TYPE_CHECKING:
    from pathlib import Path

WORDS = range(1, 2)


def counted(*texts: str) -> Population:
    """Return the words of texts, each a paragraph of one document."""
    return population(
        [
            Record(f"a:{number}", "a", "paragraph", "", number, number, text, "a.txt", (1, 1))
            for number, text in enumerate(texts, start=1)
        ],
        form,
    )


def items(text: str) -> list[str]:
    return word_norms(tokenize(text, shouted=False))


TARGET = side(counted("red " * 40 + "blue " * 5 + "sea sun"), WORDS)
REFERENCE = side(counted("green " * 40 + "blue " * 5 + "moon sea"), WORDS)


@pytest.mark.parametrize(
    ("least", "without", "tested"),
    [
        (1, frozenset(), ["red", "sun", "blue", "sea", "moon", "green"]),
        (2, frozenset(), ["red", "blue", "sea", "green"]),
        (3, frozenset({"blue"}), ["red", "green"]),
    ],
)
def test_what_is_left_out_is_not_tested(
    least: int, without: frozenset[str], tested: list[str]
) -> None:
    rows = keyness(TARGET, REFERENCE, least=least, without=without).rows
    sides = {"target": 40, "target_size": 47, "reference": 0, "reference_size": 47}
    tests = len(tested)

    assert [row.form for row in rows] == tested
    assert rows[0].log_ratio_lower == log_ratio_lower(**sides, alpha=ALPHA, tests=tests)
    assert rows[0].log_ratio_conservative == rows[0].log_ratio_lower > 0
    assert rows[-1].log_ratio_upper == -rows[0].log_ratio_lower


def test_the_interval_of_what_is_on_both_sides_has_both_bounds() -> None:
    (blue,) = (row for row in keyness(TARGET, REFERENCE).rows if row.form == "blue")
    sides = {"target": 5, "target_size": 47, "reference": 5, "reference_size": 47}

    assert blue.log_ratio_lower == log_ratio_lower(**sides, alpha=ALPHA, tests=6)
    assert blue.log_ratio_upper == log_ratio_upper(**sides, alpha=ALPHA, tests=6)
    assert blue.log_ratio_lower < blue.log_ratio == 0 < blue.log_ratio_upper


def test_what_is_as_frequent_on_both_sides_has_no_direction() -> None:
    signs = {row.form: row.direction for row in keyness(TARGET, REFERENCE).rows}

    assert signs == {"red": "+", "sun": "+", "blue": "=", "sea": "=", "moon": "-", "green": "-"}


def test_ngrams_are_compared_by_the_running_words() -> None:
    target = side(counted("the red sea, the red sun", "the red"), range(2, 4))
    frequencies = {row.form: row.target_frequency for row in keyness(target, REFERENCE).rows}

    # None goes from one paragraph into the next.
    assert Counter(frequencies) == Counter(
        {
            "the red": 3,
            "red sea": 1,
            "sea the": 1,
            "red sun": 1,
            "the red sea": 1,
            "red sea the": 1,
            "sea the red": 1,
            "the red sun": 1,
        }
    )
    rows = keyness(target, REFERENCE, without={"the"}).rows
    assert [row.form for row in rows if row.target_frequency] == ["red sea", "red sun"]
    assert rows[0].target_per_thousand == 125


def listed(
    folder: Path, text: str, *, size: int | None = None, lengths: range = WORDS
) -> ReferenceList:
    file = folder / "list.csv"
    file.write_bytes(text.encode())
    return read_list(str(file), items, size=size, lengths=lengths)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("the,60\nof,30\n", {"the": 60, "of": 30}),
        ("\ufeffWord;Count\r\nthe;60\r\n\r\nof;30\r\n", {"the": 60, "of": 30}),
        ("word\tfreq\nThe\t60\nthe\t5\nUS\t7\nus\t8", {"the": 65, "US": 7, "us": 8}),
        ('"\t77\nÉtat\t 3 \n,\t99\nof course\t4\n', {"etat": 3}),
        ('"the","60"\n"o\'clock, or so","2"\n', {"the": 60}),
        ("rank,Form,pos,Frequency\n1,the,at,60\n2,of,in,30\n", {"the": 60, "of": 30}),
        ("rank\tlemma\tPoS\tfreq\tperMil\n1\tthe\ta\t60\t50033.61\n", {"the": 60}),
        ("Freq;Word;Lemma\n30;was;be\n60;the;the\n", {"was": 30, "the": 60}),
        ("count,type\n60,the\n", {"the": 60}),
        ("nothing,0\nthe,60\n", {"nothing": 0, "the": 60}),
    ],
)
def test_a_list_has_forms_as_wp8_counts_them(
    text: str, counts: dict[str, int], tmp_path: Path
) -> None:
    found = listed(tmp_path, text)

    assert found.counts == Counter(counts)
    # The whole of a list is its size, but for what is no word.
    of_other_lengths = int("of course" in text) * 4 + int("o'clock" in text) * 2
    assert found.parameters["reference_size"] == sum(counts.values()) + of_other_lengths
    assert found.parameters.get("list_of_other_lengths", 0) == of_other_lengths
    assert found.parameters.get("list_without_words", 0) == int("\t99" in text) * 176
    assert found.parameters["reference_size_is"] == "the sum of the list"


def test_the_size_of_a_list_may_be_given(tmp_path: Path) -> None:
    found = listed(tmp_path, "the,60\nof,30\n", size=1000)

    assert found.size == found.parameters["reference_size"] == 1000
    assert found.parameters["reference_size_is"] == "as given"


def test_a_list_of_ngrams_needs_a_size(tmp_path: Path) -> None:
    text = "of the\t60\nout of the\t8\nof\t90\n"
    with pytest.raises(QueryError, match="the sum of frequencies of n-grams is no number of words"):
        listed(tmp_path, text, lengths=range(2, 4))

    found = listed(tmp_path, text, size=100, lengths=range(2, 4))
    assert (found.counts, found.size) == (Counter({"of the": 60, "out of the": 8}), 100)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: there are no two columns"),
        ("the 60\nof 30\n", ":1: there are no two columns"),
        ("1\tthe\t60\n", ":1: there are no two columns"),
        ("the,6,187\n", ":1: there are no two columns"),
        ("the\t6,187\n", ":1: '6,187' is no frequency"),
        ("the;6,187\n", ":1: '6,187' is no frequency"),
        ('word,freq\nthe,"6.187"\n', ":2: '6.187' is no frequency"),
        ("the,1e3\n", ":1: '1e3' is no frequency"),
        ("word,freq\nthe,-4\n", ":2: '-4' is no frequency"),
        ("the,٣\n", ":1: '٣' is no frequency"),
        (f"the,{'9' * 5000}\n", f":1: '{'9' * 20}' is no frequency"),
        ("60\tthe\n30\tof\n", ":2: 'of' is no frequency"),
        ("the,60\nof,3,0\n", ":2: 3 columns, not 2"),
        ('the,60\n"of,30\nand",20\n', ":2: a quotation mark is never closed"),
        ('the,60\n"of,30\nand,20\n', ":2: unexpected end of data"),
        (f"{'a' * 200_000},5\n", ":1: field larger than field limit (131072)"),
        ("word,freq\n", ": has no word with a frequency"),
        ("!,5\nthe,0\n", ": has no word with a frequency"),
        ("the,60\nof\0,30\n", ":2: has a NUL byte"),
    ],
)
def test_a_damaged_list_is_refused_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        listed(tmp_path, text)

    assert caught.value.message.startswith(f"{tmp_path / 'list.csv'}{said}")


def test_a_size_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="its words are 90, more than the size of 89"):
        listed(tmp_path, "the,60\nof,30\n", size=89)
    assert listed(tmp_path, "the,60\nof,30\n", size=90).size == 90


FORMS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\t;"), max_size=12)


@given(
    rows=st.lists(st.tuples(FORMS, st.integers(0, 10**15 - 1)), min_size=1),
    delimiter=st.sampled_from("\t;,"),
    heading=st.booleans(),
    bom=st.booleans(),
)
def test_whatever_a_writer_of_tables_writes_is_read(
    rows: list[tuple[str, int]],
    delimiter: str,
    heading: bool,
    bom: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([*([("word", "n")] if heading else []), *rows])
    counts: Counter[str] = Counter()
    for text, frequency in rows:
        if len(norms := items(text)) == 1:
            counts[norms[0]] += frequency
    folder = tmp_path_factory.mktemp("list")
    text = "\ufeff" * bom + file.getvalue()

    if sum(frequency for text, frequency in rows if items(text)):
        assert listed(folder, text).counts == counts
    else:
        with pytest.raises(CorpusError, match="has no word with a frequency"):
            listed(folder, text)
