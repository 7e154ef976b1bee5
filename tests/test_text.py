import unicodedata
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.words.tokens import (
    CELL_GAP,
    HYPHEN,
    going_on,
    index_terms,
    is_word_term,
    normalize,
    norms_within,
    tokenize,
)

PIECES = (
    "a I US us U.S. COVID 19 COVID-19 10\u00a0000 10,000 1,000.5 3.5 1 000 2016-2020 people's "
    "people’s née ne\u0301e co\u00adop zero\u200bwidth Straße aﬁne 제 8 차대회 \u1112\u1161\u11ab "
    "中央 カ — - ' ’ . , ; ( ) 《 》 “ ” _ / : \t \ud800 \0"
).split(" ")
TYPED = st.lists(st.sampled_from([*PIECES, " ", "  "]), max_size=12).map("".join)
LETTERS = st.text(st.characters(exclude_categories=("Cs", "Co"), max_codepoint=0x2FFFF))
# Of each script, with what stands on its letters and within its words.
SCRIPTS = (
    "السَّلَامُ كـتـاب آخر سؤال ایرانی می\u200cخواهم שָׁלוֹם בית־ספר צה״ל ܫܠܳܡܳܐ ދިވެހި "
    "हिन्दी क्ष ज़रूरत বাংলা ড় தமிழ் മലയാളം ශ්\u200dරී ภาษาไทย น้ำ น้\u0e4dา ພາສາລາວ ໜ້າ ຫນ້າ "
    "ខ្មែរ\u200bស្រុក မြန်မာ བོད་ཡིག "
    "が か\u3099 ｶﾞ ｶ ー 人々 中国 𠮷野 Ａ－１ 제８차 ᄒᆞᆫ가\u11a8 각\u11a8 ᄀ ᅡ ᆨ й и\u0306 ї ў ѓ ќ о́ "
    "Việt é̱ ǣ ß ı İ Ա՞յ l·l ʼn donʼt 𝐀 "
    "K ﷺ \ue000 \ue011a a\u2060b a\u20dd \u0301 \u0e33 \u200b \u200d"
).split(" ")
TEXTS = TYPED | LETTERS | st.lists(st.sampled_from([*SCRIPTS, " ", "a"]), max_size=8).map("".join)
# What else does, and is no mark: ZWNJ, ZWJ, sara am, the half-width marks of kana.
EXTENDING = "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
thorough = settings(max_examples=300, deadline=None, derandomize=True, database=None)


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenize(text)]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def is_on_a_letter(character: str) -> bool:
    """Whether a grapheme cluster goes on with it, by Unicode's categories."""
    return unicodedata.category(character) in ("Mn", "Mc", "Me") or character in EXTENDING


def joints(text: str) -> list[str]:
    return [token.joint for token in tokenize(text)]


def acronyms(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokenize(text) if token.acronym]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \t\n", ""),
        ("—…《》“”", ""),
        ("The people are god", "the people are god"),
        ("self-reliance", "self reliance"),
        ("do-or-die", "do or die"),
        ("sci\u2011tech", "sci tech"),
        ("well\u2010knit", "well knit"),
        ("North Korea-China relations", "north korea china relations"),
        ("people's", "people s"),
        ("people’s", "people s"),
        ("Workers' Party", "workers party"),
        ("'tis", "tis"),
        ("rock'n'roll", "rock n roll"),
        ("construction—this is", "construction this is"),
        ("snake_case", "snake case"),
        ("2017which", "2017which"),
        ("the 8th", "the 8th"),
        ("USD30", "usd30"),
        ("p. 18, p 106", "p 18 p 106"),
        (
            "http://www.kcna.kp/kcna.user.special.getArticlePage.kcmsf.",
            "http www kcna kp kcna user special getarticlepage kcmsf",
        ),
        ("a\0b", "a b"),
        ("\ud800a", "a"),
    ],
)
def test_a_text_is_cut_into_these_tokens(text: str, expected: str) -> None:
    assert norms(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 000", ["10000"]),
        ("10,000", ["10000"]),
        ("10\u00a0000", ["10000"]),
        ("1,214", ["1214"]),
        ("12,345,678", ["12345678"]),
        ("10,000.50", ["10000.50"]),
        ("10'000", ["10000"]),
        ("10’000’000.5", ["10000000.5"]),
        ("the 10’s", ["the", "10", "s"]),
        ("10,000호", ["10000", "호"]),
        ("30.70 billion", ["30.70", "billion"]),
        ("1.5%", ["1.5"]),
        ("50,000 flats, 25,000 houses", ["50000", "flats", "25000", "houses"]),
        # Two separators, too few or too many figures, a comma with a blank: no thousands.
        ("10 000,000", ["10000", "000"]),
        ("1,23", ["1", "23"]),
        ("10 0000", ["10", "0000"]),
        ("1000 000", ["1000", "000"]),
        ("2018, 423", ["2018", "423"]),
        ("a 10 000b", ["a", "10", "000b"]),
        ("3.14.15", ["3", "14", "15"]),
        ("v1.2", ["v1", "2"]),
        ("2016-2020", ["2016", "2020"]),
        ("2021-01-12", ["2021", "01", "12"]),
        ("January 12, 2021", ["january", "12", "2021"]),
        ("１９", ["19"]),
    ],
)
def test_a_number_is_one_token_with_its_thousands_and_decimals(
    text: str, expected: list[str]
) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COVID-19", ["covid", "-19"]),
        ("COVID\u201119", ["covid", "-19"]),
        ("T-34", ["t", "-34"]),
        ("U.S.-19", ["us", "-19"]),
        ("COVID 19", ["covid", "19"]),
        ("COVID - 19", ["covid", "19"]),
        ("COVID-2019", ["covid", "2019"]),
        ("A-1,000", ["a", "1000"]),
        ("19-COVID", ["19", "covid"]),
        ("8-19", ["8", "19"]),
    ],
)
def test_only_a_short_number_after_a_hyphen_and_letters_is_a_name_number(
    text: str, expected: list[str]
) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.", ["us"]),
        ("U.S", ["us"]),
        ("u.s.", ["us"]),
        ("North Korea-U.S. relations", ["north", "korea", "us", "relations"]),
        ("D.P.R.K.", ["dprk"]),
        ("e.g. this", ["eg", "this"]),
        ("I. Further", ["i", "further"]),
        ("II. Fully", ["ii", "fully"]),
        ("the end.The start", ["the", "end", "the", "start"]),
        ("U.S.A", ["usa"]),
    ],
)
def test_a_dotted_acronym_is_one_token(text: str, expected: list[str]) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the US and us", ["US"]),
        ("the U.S. told us", ["U.S."]),
        ("Us too", []),
        ("the USD", []),
        ("the DPRK", []),
        ("WHO is IT, who is it", ["WHO", "IT"]),
        ("the UN, the U.N. and Kim Jong Un", ["UN", "U.N."]),
        ("NGOs and an NGO in EU-US talks", ["NGO", "EU", "US"]),
        ("an ERA, the SALT talks and a new era", ["ERA", "SALT"]),
        ("We THE people CAN, he said NO. OK, MAN and CONGRESS ACT", []),
        # One capital is a word at the head of a sentence, or a numeral.
        ("A plan I made", []),
        ("THE WORLD AND US", []),
        ("THE U.S. AND US", ["U.S."]),
    ],
)
def test_capitals_make_an_acronym_of_what_could_be_another_word(
    text: str, expected: list[str]
) -> None:
    assert acronyms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we OF the land said NO", []),
        ("then GIVE IT TO US all", []),
        ("then TO US, US and the world", ["US"]),
        ("so AND US-made steel", []),
        ("KIM JONG UN said", []),
        ("of US GDP", ["US"]),
        ("of (US GDP) AND others", ["US"]),
        ("the US\xa0AND\nothers", []),
    ],
)
def test_capitals_amid_capitals_are_emphasis(text: str, expected: list[str]) -> None:
    assert acronyms(text) == expected


def test_a_text_is_shouted_when_one_says_so() -> None:
    assert [token.acronym for token in tokenize("US", shouted=False)] == ["^"]
    assert [token.acronym for token in tokenize("the US", shouted=True)] == ["", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("제8차대회", "제 8 차 대 회"),
        ("제 8 차 대회", "제 8 차 대 회"),
        (unicodedata.normalize("NFD", "제8차대회"), "제 8 차 대 회"),
        ("2021년1월10일", "2021 년 1 월 10 일"),
        ("《로동신문》2021년", "로 동 신 문 2021 년"),
        ("김일성 - 김정일주의는", "김 일 성 김 정 일 주 의 는"),
        ("한a글", "한 a 글"),
        ("中央委员会", "中 央 委 员 会"),
        ("カナ", "カ ナ"),
        ("ｶﾅ", "カ ナ"),
    ],
)
def test_a_syllable_an_ideograph_a_kana_is_a_token(text: str, expected: str) -> None:
    assert norms(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("naïve", "naive"),
        (unicodedata.normalize("NFD", "naïve"), "naive"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("co\u00adoperate", "cooperate"),
        ("co\u200boperate", "cooperate"),
        ("\ufeffword", "word"),
        ("ﬁne", "fine"),
        ("ＡＢＣ", "abc"),
        ("Ærø", "aero"),
        ("Łódź", "lodz"),
        ("Þórður", "thordur"),
        ("Đà", "da"),
        ("Œuvre", "oeuvre"),
        ("ısı", "isi"),
        ("Ħamrun", "hamrun"),
        ("ɓera", "bera"),
        ("Việt", "viet"),
        ("Qurʾān", "quran"),
        ("ʿAbd", "abd"),
        ("instal·lació", "installacio"),
        ("ὈΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("ᾳ", "α"),
        ("ёлка", "елка"),
        ("за\u0301мок", "замок"),
        ("ⲓⲏ\u0305ⲥ", "ⲓⲏⲥ"),
        ("ի՞նչ", "ինչ"),
    ],
)
def test_case_accents_and_invisible_marks_are_folded(text: str, norm: str) -> None:
    assert norms(text) == [norm]
    assert normalize(text) == norm


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("السَّلَامُ عَلَيْكُمْ", "السلام عليكم"),
        ("أَحْمَد إلى آخر", "احمد الي اخر"),
        ("رئيس سؤال مدرسة", "رئيس سؤال مدرسة"),
        ("كـــتاب", "كتاب"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("ایران کتاب", "ايران كتاب"),
        ("می\u200cخواهم", "ميخواهم"),
        ("\u202bكتاب\u202c", "كتاب"),
        ("שָׁלוֹם עֲלֵיכֶם", "שלום עליכם"),
        ("בית־ספר צה״ל ג׳ירפה", "בית ספר צה ל ג ירפה"),
        ("ܫܠܳܡܳܐ", "ܫܠܡܐ"),
        ("ދިވެހި", "ދިވެހި"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("मुक्त, कि कु", "मुक्त कि कु"),
        ("क्\u200dष क्\u200cष", "क्ष क्ष"),
        ("বাংলা", "বাংলা"),
        ("தமிழ் மொழி", "தமிழ் மொழி"),
        ("മലയാളം", "മലയാളം"),
        ("ශ්\u200dරී ලංකා", "ශ්රී ලංකා"),
        ("བོད་ཡིག", "བོད ཡིག"),
        ("አዲስ፡አበባ", "አዲስ አበባ"),
        ("ᠮᠣᠩᠭᠣᠯ\u180b", "ᠮᠣᠩᠭᠣᠯ"),
        ("й и ї і ў у ѓ г ќ к", "й и ї і ў у ѓ г ќ к"),
        ("и\u0306", "й"),
        ("が か ば ぱ は", "が か ば ぱ は"),
        ("か\u3099 ｶﾞ ﾊﾟ", "が ガ パ"),
        ("人々 コーヒー", "人 々 コ ー ヒ ー"),
        ("𠮷野家", "𠮷 野 家"),
        ("ＡＢＣ１２ Ａ．Ｂ． ３．５", "abc12 ab 3.5"),
        ("ᄒᆞᆫ", "ᄒᆞᆫ"),
        ("가\u11a8", "각"),
        ("ภาษา", "ภ า ษ า"),
        ("กิน กำ กํา", "กิ น กํา กํา"),
        ("๒๕๖๐ ٥٠٠ ١٩٣١", "2560 500 1931"),
        ("१० ०००; ४.५; कोविड-१९", "10000 4.5 कोविड -19"),
        ("ໜ້າ ຫນ້າ", "ຫນ້ າ ຫນ້ າ"),
        ("ខ្មែរ", "ខ្មែ រ"),
        ("မြန်မာ", "မြ န် မာ"),
        ("ꦏꦂ", "ꦏꦂ"),
    ],
)
def test_marks_belong_to_their_words_in_every_script(text: str, expected: str) -> None:
    assert norms(text) == list(map(nfc, expected.split()))


@pytest.mark.parametrize(
    "text",
    ["e\u0301a", "שָׁלוֹם", "हिन्दी", "กำ", "ខ្មែ", "か\u3099", "ᄒᆞᆫ", "e\u20dd", "ශ්\u200dරී", "𠮷\ufe00"],
)
def test_a_token_ends_behind_its_marks(text: str) -> None:
    (token,) = tokenize(f"({text})")

    assert (token.start, token.end) == (1, 1 + len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self-reliance", ["", "-"]),
        ("בית־ספר", ["", "-"]),
        ("צה״ל", ["", "'"]),
        ("donʼt", ["", "'"]),
        ("ＣＯＶＩＤ－１９", ["", "-"]),
        ("कोविड-१९", ["", "-"]),
        ("ไทย", ["", "+", "+"]),
        ("ស្រុក\u200bខ្មែរ", ["", "+", "", "+"]),
        ("people's plan", ["", "'", ""]),
        ("people’s plan", ["", "'", ""]),
        ("Korea-U.S. relations", ["", "-", ""]),
        ("COVID-19", ["", "-"]),
        ("제8차 대회", ["", "+", "+", "", "+"]),
        ("a--b", ["", ""]),
        ("a - b", ["", ""]),
        ("a—b", ["", ""]),
        ("Workers' Party", ["", ""]),
        ("-a", [""]),
        ("'a", [""]),
    ],
)
def test_a_joint_tells_how_a_token_stands_to_the_one_before(text: str, expected: list[str]) -> None:
    assert joints(text) == expected


def test_a_cell_is_far_from_the_next() -> None:
    assert [token.position for token in tokenize("a b\tc\t\td")] == [
        0,
        1,
        2 + CELL_GAP,
        3 + 2 * CELL_GAP,
    ]
    assert [token.position for token in tokenize("\ta")] == [0]


def test_a_token_knows_its_characters() -> None:
    assert [(token.start, token.end) for token in tokenize("The U.S., 10 000.")] == [
        (0, 3),
        (4, 8),
        (10, 16),
    ]


def test_an_index_holds_norms_joints_and_acronyms_at_their_positions() -> None:
    assert list(index_terms(tokenize("the Korea-US 제8"))) == [
        ("the", 0),
        ("korea", 1),
        ("us", 2),
        ("-", 2),
        ("=", 2),
        ("^us", 2),
        ("제", 3),
        ("8", 4),
        ("+", 4),
    ]


def signs(text: str) -> list[str]:
    return [token.sign for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim Jong Un", ["", "", ""]),
        ("Kim\u00a0Jong \u200b\nUn", ["", "", ""]),
        ("Kim Jong-un's", ["", "", "", ""]),
        ("Smith, John", ["", ","]),
        ("Smith ,John", ["", ","]),
        ("스미스、존 김，남 سميث، جون", ["", "", "", ",", "", ",", "", ","]),
        ("Smith; John", ["", ";"]),
        ("Smith,, John", ["", ";"]),
        ("Smith – John - Kim", ["", ";", ";"]),
        ("Smith (John) Kim", ["", ";", ";"]),
        # The stop after an initial ends nothing.
        ("Smith, J. R. R. and K.", ["", ",", "", "", "", ""]),
        ("Smith, J., Kim", ["", ",", ","]),
        ("plan a. Then", ["", "", ";"]),
        ("a\tb", ["", ""]),
    ],
)
def test_a_token_knows_the_sign_before_it(text: str, expected: list[str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("then Kim Jong Un spoke", "Jong Un"),
        ("Jo Yong-won won", "Yong won"),
        ("John F. Kennedy", "F Kennedy"),
        ("The Party, In Vietnam", ""),
        ("It May rain, said Theresa May", "May"),
        ("Kim So-yun, So-yun", "So yun yun"),
        ("Smith, John; Kim (Pak) Ri", ""),
        ("COVID-19 Five-year", "19 Five year"),
        ("Kim\tPak", ""),
        # Particles go on, and nothing but them.
        ("Ludwig van Beethoven, Ursula von der Leyen", "van Beethoven von der Leyen"),
        ("Abd al-Rahman, Valéry Giscard d'Estaing", "al Rahman Giscard d Estaing"),
        ("The van. Kim and Trump, de Gaulle; Kim's de facto", ""),
        # A word of grammar begins a name where it begins no sentence.
        ("Will Smith and Will Smith", "Smith"),
        ("So The Hague and I Kim", ""),
        ("Kim Ch'aek, Teng Hsiao-p'ing, Kim's", "Ch aek Hsiao p ing"),
    ],
)
def test_capitals_that_go_on(text: str, expected: str) -> None:
    tokens = list(tokenize(text))
    found = [t for t, (goes_on, _) in zip(tokens, going_on(tokens), strict=True) if goes_on]

    assert [text[token.start : token.end] for token in found] == expected.split()


def test_a_joint_and_an_acronym_are_no_words() -> None:
    terms = ["-", "'", "+", ",", ";", "=", "^us", "us", "-19", "19", "제"]

    assert [term for term in terms if is_word_term(term)] == ["us", "-19", "19", "제"]


@thorough
@given(TEXTS)
def test_tokens_are_in_order_and_apart(text: str) -> None:
    end = 0
    position = -1
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.position > position
        end, position = token.end, token.position


@thorough
@given(TEXTS)
def test_the_characters_of_a_token_are_that_token(text: str) -> None:
    for token in tokenize(text):
        alone = token.norm
        # The hyphen of a name number stands before its characters.
        if token.joint == HYPHEN and alone.startswith(HYPHEN):
            alone = alone[1:]
        assert norms(text[token.start : token.end]) == [alone]


@thorough
@given(TEXTS)
def test_every_letter_and_digit_is_in_a_token(text: str) -> None:
    inside = {i for token in tokenize(text) for i in range(token.start, token.end)}

    outside = [c for i, c in enumerate(text) if c.isalnum() and i not in inside]
    assert [c for c in outside if normalize(c) and not is_on_a_letter(c)] == []


@thorough
@given(TEXTS)
def test_a_composed_and_a_decomposed_text_have_the_same_norms(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert norms(composed) == norms(text) == norms(decomposed)


@thorough
@given(TEXTS)
def test_no_token_cuts_a_grapheme_cluster(text: str) -> None:
    for token in tokenize(text):
        assert token.end == len(text) or not is_on_a_letter(text[token.end])
        assert token.start == 0 or not is_on_a_letter(text[token.start])


@thorough
@given(st.lists(st.sampled_from(SCRIPTS), max_size=8))
def test_a_text_of_compatibility_characters_has_the_norms_of_the_usual_ones(
    words: list[str],
) -> None:
    # An ornament of four words, and a vowel sign on nothing.
    text = " ".join(word for word in words if word not in ("ﷺ", "\u0e33"))

    for form in ("NFKC", "NFKD"):
        assert norms(unicodedata.normalize(form, text)) == norms(text)


@thorough
@given(TEXTS)
def test_a_norm_is_its_own_norm(text: str) -> None:
    assert [normalize(norm) for norm in norms(text)] == norms(text)


@thorough
@given(TYPED)
def test_case_does_not_change_the_norms(text: str) -> None:
    assert norms(text.swapcase()) == norms(text)


@thorough
@given(st.text(st.characters()))
def test_no_text_stops_the_tokenizer(text: str) -> None:
    assert len(list(tokenize(text))) <= len(text)


@given(st.text(st.characters(max_codepoint=126)))
def test_the_tokens_of_ascii_have_all_its_letters_and_figures(text: str) -> None:
    norms = "".join(token.norm for token in tokenize(text))

    assert "".join(filter(str.isalnum, norms)) == "".join(filter(str.isalnum, text.lower()))


@thorough
@given(TEXTS)
def test_the_norms_of_a_stretch_are_those_of_its_tokens_in_the_whole_text(text: str) -> None:
    tokens = [(token.norm.lstrip(HYPHEN), token.start, token.end) for token in tokenize(text)]

    for first, last in combinations_with_replacement(range(len(tokens)), 2):
        start, end = tokens[first][1], tokens[last][2]
        assert [*norms_within(text, start, end)] == tokens[first : last + 1]
