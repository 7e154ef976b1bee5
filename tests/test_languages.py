"""Which language a text is in: a guess, or none."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest
from counted_steps import steps
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.words import languages
from wp8.words.languages import function_words, language_of, language_of_all, tag

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "en": "The letters that he wrote to his sister were not kept, but it is said "
    "that a copy of the first was found in the house where they had lived "
    "with their mother, and is now on show.",
    "de": "Die Briefe, die er an seine Schwester schrieb, sind nicht erhalten, aber "
    "es ist bekannt, dass eine Abschrift des ersten in dem Haus lag, in dem "
    "sie mit der Mutter und auch mit dem Vater wohnten; er wird nach der "
    "Feier aus dem Schrank geholt.",
    "fr": "Les lettres que le fils a écrites pour sa sœur ne sont pas connues, mais "
    "une copie de la première est dans la maison, avec des cartes qui sont "
    "plus rares; il se peut que le père les ait vues sur une table au salon "
    "et en un sens il en avait le droit.",
    "es": "Las cartas que el hijo escribió a su hermana no se han conservado, pero "
    "una copia de la primera fue hallada en la casa del padre con los mapas "
    "de un tío, como un regalo para el museo, y es más rara por lo que "
    "cuenta.",
    "da": "De breve, som han skrev til sin søster, er ikke bevaret, men det siges "
    "at en kopi af det første blev fundet i huset, hvor de har boet med den "
    "gamle, og den er for tiden på museet efter at have ligget der om "
    "vinteren.",
    "nb": "De brev som han skrev til sin søster, er ikke bevart, men det sies at en "
    "kopi av det første ble funnet i huset der de har bodd med den gamle, og "
    "den er for tiden på museet etter å ha ligget der om vinteren, sier han.",
    "ru": "Письма, которые он писал сестре, не сохранились, но о них было известно, "
    "что первое из них было найдено в доме, где они жили с матерью, и так как "
    "это всё, что для нас осталось, его за стеклом держат на столе у окна, "
    "при свече, а не в шкафу.",
    "uk": "Листи, які він писав до сестри, не збереглися, але про них було відомо, "
    "що перший з них був знайдений у домі, де вони жили з матір'ю, і так як "
    "це все, що для нас лишилося, його за склом тримають на столі під вікном, "
    "а не в шафі, як він і хотів або мав від них.",
    "hi": "वह पत्र जो उस ने अपनी बहन को लिखा था नहीं मिला है, पर यह भी कहा गया कि "
    "एक घर में उस की नकल थी और वह आज के दिन तक उस घर से बाहर नहीं है, इस का "
    "कारण तो हम पर ही है।",
    "ar": "الرسائل التي كان قد كتبها إلى أخته لم تحفظ، لكن هذا لا يعني أن كل ما في "
    "البيت ضاع، بين أوراق أمه كان ذلك الدفتر الذي بقي مع الصور على الرف بعد "
    "موتها أو قبل ذلك، كما قيل عن هذه.",
    "fa": "نامه‌هایی را که او برای خواهر خود نوشت کسی ندید، اما این که یک نسخه از "
    "آن در خانه بود بر همه روشن شد و تا امروز هم با عکس‌ها است؛ این را به "
    "موزه می برد یا نگه می دارد.",
    "he": "את כל המכתבים אשר הוא כתב אל אחותו לא מצאו, אבל יש מי שאמר כי גם זה היה "
    "בין הספרים של אמו, עם התמונות על המדף, רק אם היא לא נתנה את זו או את זה "
    "למישהו אחר, מה אני יודע.",
    "el": "Τα γράμματα που έγραψε στην αδελφή του δεν σώθηκαν, αλλά λένε ότι ένα "
    "αντίγραφο του πρώτου βρέθηκε στο σπίτι όπου ζούσαν με τη μητέρα τους και "
    "με τον παππού.",
    "ja": "彼が妹に書いた手紙は残っていないが、最初の一通の写しが家で見つかったと言われている。",
    "zh": "他写给妹妹的信没有保存下来，但据说第一封信的抄本在他们与母亲同住的房子里找到了。",
    "ko": "그가 누이에게 쓴 편지는 남아 있지 않지만 첫 편지의 사본이 집에서 발견되었다고 한다.",
    "th": "จดหมายที่เขาเขียนถึงน้องสาวไม่ได้ถูกเก็บรักษาไว้ แต่ว่ากันว่าพบสำเนาฉบับแรกในบ้าน",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_tells_its_language(language: str) -> None:
    assert language_of([TEXTS[language]]) == language


def test_a_list_of_words_is_english_if_nearly_all_of_them_are() -> None:
    words = "the boats sailed, sailing, sails; it is gone, was going, went; mice, men, geese, "
    names = " ".join(f"Luwuka{place}o" for place in "abcdefg")

    assert language_of([words + "boys."]) == "en"
    assert language_of([words + names]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The house of the three.",
        " ".join(f"name{number} 12 Kim" for number in range(50)),
        # As much of one as of the other.
        f"{TEXTS['en']} {TEXTS['de']}",
        # The a, e, o, na of no language that is known here.
        " ".join(f"{word} luwuka{place}" for place, word in enumerate("a e o na ka ki no i" * 9)),
    ],
)
def test_a_text_that_does_not_tell_is_in_none(text: str) -> None:
    assert language_of([text]) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Die Partei hat das nicht gesagt, und auch die Zeitung ist nicht bei der Regierung.",
            "de",
        ),
        ("Le parti ne le dit pas, et les journaux sont avec le gouvernement sur ce plan.", "fr"),
        ("The plan of the party is not that of the state, and it was made by others.", "en"),
        ("Партия этого не сказала, но и газета не была на его стороне, как и все.", "ru"),
        ("El partido no es de la prensa, y el plan es de los otros.", "es"),
        # Danish or Norwegian.
        ("Det er ikke et parti for det, og det er på tide for det.", ""),
    ],
)
def test_a_short_text_tells_its_language_by_many_function_words(text: str, language: str) -> None:
    assert language_of([text]) == language


def test_files_that_are_too_short_tell_their_language_together_if_they_agree() -> None:
    notes = ["Das ist nicht der Plan.", "Kim, Pjöngjang", "Auch die Partei und er."]

    assert [language_of([note]) for note in notes] == ["", "", ""]
    assert language_of_all([[note] for note in notes]) == "de"
    assert language_of_all([*([note] for note in notes), ["The plan of the party."]]) == ""
    assert language_of_all([*([note] for note in notes), ["Το σχέδιο"]]) == ""
    assert language_of_all([]) == ""


def test_a_document_that_says_no_language_is_indexed_in_that_of_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["de"], encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXTS["fr"], encoding="utf-8")
    (tmp_path / "c.txt").write_text("Plan.", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        'name = "own"\n[[document]]\nfiles = "[ac].txt"\n'
        '[[document]]\nid = "b"\nfile = "b.txt"\ntitle = "B"\n',
        encoding="utf-8",
    )
    corpus = load_corpus(tmp_path)

    languages = {record.document: record.language for record in read_records(corpus)}
    assert languages == {"a": "de", "b": "fr", "c": ""}
    assert [document.stated_language for document in corpus.documents] == ["", "", ""]


def test_the_language_of_a_text_is_that_of_most_of_it() -> None:
    assert language_of([TEXTS["fr"], "Wer hat das gesagt?", TEXTS["fr"]]) == "fr"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("de", "de"),
        ("de_DE", "de-DE"),
        ("deu", "de"),
        ("GER-AT", "de-AT"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("grc", "grc"),
        ("English & Korean", "English & Korean"),
    ],
)
def test_what_a_file_says_becomes_a_tag(stated: str, expected: str) -> None:
    assert tag(stated) == expected


def test_what_a_short_text_costs_is_told_by_its_words_and_not_by_those_of_all_languages() -> None:
    words = TEXTS["en"].split()
    languages._known(words)
    known = sum(map(len, languages._function_words().values()))

    assert steps(lambda: languages._known(words)) < known / 4


def test_no_more_of_a_text_is_read_than_is_needed() -> None:
    assert language_of(repeat(TEXTS["es"])) == "es"


@given(st.lists(st.text()))
def test_no_text_is_refused(texts: list[str]) -> None:
    language_of([*texts, *texts])


def test_function_words_are_norms_by_the_name_that_lexemes_have() -> None:
    assert {"die", "dass", "fur"} <= function_words("de")
    assert {"који", "koji"} <= function_words("hbs")
    assert function_words("sr") == function_words("zz") == frozenset()
