"""Words of many scripts are found and counted whole, by every engine over files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import wp8

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Runner

PARAGRAPHS = (
    "قَرَأَ أَحْمَدُ الْكِتَابَ إلى آخره.",
    "کتاب‌ها را می‌خواهم.",
    "קָרָא אֶת הַסֵּפֶר בבית־ספר.",
    "मुक्त भाषा की किताब, हिन्दी में।",
    "ഭാഷയും പുസ്തകവും.",
    "อ่านหนังสือในห้องน้ำ",
    "អានសៀវភៅនៅផ្ទះ",
    "がくせいは本をよむ。ｶﾞｯｺｳ",
    "Łukasz čita knihu v İzmiru; Œuvre, Ærø, Straße.",
    "Мій дім, його їжа.",
    "Студент читает ещё.",
    'רמטכ"ל אמר ב"הארץ": "שלום".',
    "في سنة ١٩٤٨ م.",
)


@pytest.fixture(scope="module", params=("whoosh", "tantivy"))
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[wp8.Corpus]:
    folder: Path = tmp_path_factory.mktemp("scripts")
    (folder / "a.txt").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (folder / "corpus.toml").write_text(
        'name = "Scripts"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    )
    with wp8.open(str(folder), index=str(folder / "index"), engine=request.param) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("الكتاب", [1]),
        ("احمد", [1]),
        ("الى", [1]),
        ("كتابها", [2]),
        ("میخواهم", [2]),
        ("הספר", [3]),
        ("ספר", [3]),
        ("मुक्त", [4]),
        ("हिन्दी", [4]),
        ("हिन्द*", [4]),
        ("किता?", [4]),
        ("हिन्दि~1", [4]),
        ("/कि.*/", [4]),
        # No letters without the vowels on them, no part of a word.
        ("मुक", []),
        ("क", []),
        ("ഭാഷയും", [5]),
        ("หนังสือ", [6]),
        ("น้ำ", [6]),
        ("หนังสือ*", [6]),
        ("นง", []),
        ("សៀវភៅ", [7]),
        ("ស", []),
        ("がくせい", [8]),
        ("か\u3099くせい", [8]),
        ("かくせい", []),
        ("ガッコウ", [8]),
        ("ｶﾞｯｺｳ", [8]),
        ("lukasz", [9]),
        ("izmiru", [9]),
        ("oeuvre", [9]),
        ("aero", [9]),
        ("strasse", [9]),
        ("cita", [9]),
        ("мій", [10]),
        ("міи", []),
        ("їжа", [10]),
        ("іжа", []),
        ("еще", [11]),
        # A quotation mark is typed for the sign of a Hebrew acronym, and quotes all the same.
        ('רמטכ"ל', [12]),
        ("רמטכ״ל", [12]),
        ('"רמטכ"ל אמר"', [12]),
        ('"הארץ"', [12]),
        ('שלום "הארץ"', [12]),
        # Figures are of one number in any script.
        ("1948", [13]),
        ("१९४८", [13]),
    ],
)
def test_a_word_is_found_as_its_readers_type_it(
    corpus: wp8.Corpus, query: str, found: list[int]
) -> None:
    hits = corpus.search(query, sort="document", limit=100)

    assert [hit.record.id for hit in hits] == [f"a:{number}" for number in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [("مُكتوب", []), ("الكتاب", [1]), ("मुक्त", [4]), ("हिन्दी", [4]), ("हि", []), ("かくせいは", [])],
)
def test_a_word_is_found_exactly(corpus: wp8.Corpus, query: str, found: list[int]) -> None:
    hits = corpus.search(query, exact=True, limit=100)

    assert [hit.record.id for hit in hits] == [f"a:{number}" for number in found]


def test_a_table_says_where_its_words_are_runs_between_blanks(
    run_wp8: Runner, tmp_path: Path
) -> None:
    for name, text in (
        ("thai", PARAGRAPHS[5]),
        ("hindi", PARAGRAPHS[3]),
        ("korean", "책을 읽는다"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text('name = "C"\n[[document]]\nfiles = "*.txt"\n')

    said = {
        name: run_wp8("frequency", "--doc", name, "--corpus", str(tmp_path)).stderr
        for name in ("thai", "hindi", "korean")
    }

    unit = "unit: word, what stands between blanks, also of scripts that have none"
    assert {name for name, lines in said.items() if unit in lines} == {"thai"}
