"""Which words are forms of one, by language, and what is kept of a dictionary."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend, MemoryVocabulary
from wp8.index.store.sealed_file import SealedFile
from wp8.model import Record
from wp8.query.record_view import TextView
from wp8.words.english.lexemes import English
from wp8.words.english.spelling import american
from wp8.words.lexeme import primary_language
from wp8.words.lexemes import _HEADER, Lexemes, _made, _Packed, is_regular, lemmatizer
from wp8.words.tokens import LEXEMES_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parents[1] / "corpus"
# A language with a small dictionary: Scottish Gaelic.
GAELIC = "gd"


def vocabulary(*texts: tuple[str, str]) -> MemoryVocabulary:
    """Return the vocabulary of texts, each with its language."""
    fields = ("paragraph", "", 1, 1)
    return MemoryVocabulary(
        [
            TextView(Record(f"d:{n}", "d", *fields, text, "d.txt", (n, n), language=language))
            for n, (text, language) in enumerate(texts, 1)
        ]
    )


def are_forms(one: str, other: str) -> bool:
    """Return whether both words find each other in an English text that has both."""
    known = vocabulary((f"so {one} and {other}", "en"))
    found = other in known.forms(one)
    assert found is (one in known.forms(other))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "plans"),
        ("plan", "planned"),
        ("plan", "planning"),
        ("develop", "developed"),
        ("developing", "developed"),
        ("country", "countries"),
        ("build", "built"),
        ("build", "building"),
        ("close", "closing"),
        ("meet", "meeting"),
        ("meeting", "meetings"),
        ("meet", "met"),
        ("mass", "masses"),
        ("attach", "attaches"),
        ("labor", "labour"),
        ("labor", "labours"),
        ("defense", "defence"),
        ("organise", "organized"),
        ("analyse", "analyzed"),
        ("center", "centred"),
        ("fulfil", "fulfilled"),
        ("program", "programmes"),
        ("honor", "honoured"),
        *(
            ("grey", "gray"),
            ("ploughs", "plowed"),
            ("manoeuvred", "maneuvers"),
            ("mouldy", "moldy"),
        ),
        *(("sceptical", "skeptical"), ("sulphur", "sulfur"), ("aluminium", "aluminum")),
        *(("judgements", "judgment"), ("encyclopaedia", "encyclopedias"), ("jewellery", "jewelry")),
        *(("tyres", "tire"), ("kerb", "curbs"), ("cheques", "check"), ("travellers", "traveler")),
        *(("catalogue", "catalogs"), ("organised", "organized"), ("practise", "practice")),
        *(("bacterium", "bacteria"), ("criterion", "criteria"), ("phenomenon", "phenomena")),
        *(("analysis", "analyses"), ("index", "indices"), ("alga", "algae")),
        ("good", "best"),
        ("happy", "happier"),
        ("travel", "travelling"),
        ("travelled", "traveling"),
        ("chairman", "chairmen"),
        ("korean", "koreans"),
        ("vlog", "vlogs"),
        ("vlogged", "vlogging"),
        ("leaf", "leaves"),
        ("leave", "leaves"),
    ],
)
def test_two_words_are_forms_of_one(one: str, other: str) -> None:
    assert are_forms(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("official", "officially"),
        ("internationale", "international"),
        ("bureaucracy", "bureaucratism"),
        ("bureaucracy", "bureaucratic"),
        ("economy", "economic"),
        ("revolution", "revolutionary"),
        ("unit", "united"),
        ("cloth", "clothing"),
        ("seven", "seventh"),
        ("new", "news"),
        ("four", "for"),
        ("hour", "hor"),
        ("we", "us"),
        ("he", "him"),
        ("goods", "good"),
        ("goods", "better"),
        ("highs", "highest"),
        ("meetings", "met"),
        ("feet", "footed"),
        ("enterprise", "enterprising"),
        ("spirit", "spirited"),
        ("concern", "concerning"),
        ("even", "evening"),
        ("star", "staring"),
        ("see", "seed"),
        ("adam", "adams"),
        *(("tyre", "tired"), ("premier", "premiere"), ("ensure", "insure")),
        *(("glass", "glaze"), ("cat", "kat"), ("plough", "plod"), ("human", "humane")),
    ],
)
def test_two_words_are_not_forms_of_one(one: str, other: str) -> None:
    assert not are_forms(one, other)


@pytest.mark.parametrize("word", ["자", "10000", "8th", "-19", "us", "the"])
def test_what_has_no_other_form_has_no_lexeme(word: str) -> None:
    assert English().lexemes(word).kinds == {}


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        *(("developed", "develop"), ("plans", "plan"), ("labours", "labour"), ("united", "unite")),
        *(("gone", "go"), ("making", "make"), ("wives", "wife"), ("travelling", "travel")),
        *(("worse", "bad"), ("lying", "lie"), ("children", "child"), ("vlogs", "vlogs")),
        *((form, "be") for form in "be am is are was were been being".split()),
        *(("has", "have"), ("did", "do"), ("me", "i"), ("them", "they"), ("her", "her")),
    ],
)
def test_the_lemma_of_a_word_is_a_word(word: str, lemma: str) -> None:
    assert English().lexemes(word).lemma == lemma


def test_the_list_is_in_order_and_each_word_in_it_once() -> None:
    lines = Path(str(CORPUS.parent), "src/wp8/words/english/words").read_text().splitlines()
    words = [line.partition("\t")[0] for line in lines]

    assert words == sorted(set(words))


@given(st.sampled_from("plan plans planned is better goods vlogs zeal".split()))
def test_a_word_has_the_same_lexemes_alone_and_among_many(word: str) -> None:
    assert English(is_much_asked=True).lexemes(word) == English().lexemes(word)


def test_a_form_by_another_vowel_is_not_regular() -> None:
    assert not is_regular("sang", "sing")
    assert is_regular("studies", "study")
    assert is_regular("labours", "labor")


def test_the_american_spelling_of_a_word_that_has_one_only_is_the_word() -> None:
    assert american("four") == "four"
    assert american("tour") == "tour"


# The shipped corpus


def test_every_word_of_the_shipped_corpus_has_the_lemma_and_the_forms_that_were_looked_at() -> None:
    known = MemoryBackend(read_records(load_corpus(CORPUS))).vocabulary
    found = {
        token: (known.lemma(token), [form for form in known.forms(token) if form != token])
        for token in known
    }
    lines = Path(__file__).with_name("forms.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    looked_at = {word: (lemma, forms[0].split() if forms else []) for word, lemma, *forms in rows}

    assert {word: own for word, own in found.items() if own != (word, [])} == looked_at
    assert all(word in found[form][1] for word, (_, forms) in found.items() for form in forms)


def test_no_search_loads_a_dictionary_and_no_hit_the_list_of_words(tmp_path: Path) -> None:
    code = (
        "import sys, wp8; wp8.open(sys.argv[1]).search(sys.argv[2]); "
        "print('simplemma' in sys.modules, 'wp8.words.english.lexemes' in sys.modules)"
    )
    places = {"WP8_INDEX": str(tmp_path / "index"), "XDG_STATE_HOME": str(tmp_path / "state")}
    loaded = [
        subprocess.run(
            [sys.executable, "-c", code, str(CORPUS), word],
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for word in ("build", "cement", "rescheduled")
    ]

    assert loaded == [["False", "True"], ["False", "False"], ["False", "True"]]


# Languages


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("no", "nb"), ("sr-Latn", "hbs")),
        *(("", ""), ("und", ""), ("English", ""), ("../en", ""), ("x-wp8", "")),
    ],
)
def test_the_language_of_a_tag(tag: str, language: str) -> None:
    assert primary_language(tag) == language


@pytest.fixture
def dictionary(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what lets simplemma have these words of every language and no others."""
    factory = "simplemma.strategies.dictionaries.dictionary_factory.DefaultDictionaryFactory"

    def have(pairs: str) -> None:
        words = dict(pair.split(":") for pair in pairs.split())
        monkeypatch.setattr(f"{factory}.get_dictionary", lambda _, language: words)

    return have


@pytest.fixture
def small_dictionary(dictionary: Callable[[str], None]) -> None:
    """Let simplemma have these words of every language and no others."""
    dictionary(
        "essen:essen isst:essen aßen:essen Essens:Essen Assen:Ass standen:stehen steht:stehen "
        "Standes:Stand Stände:Stand lagen:liegen liegt:liegen Lagen:Lage Hausers:Hauser "
        "Hauser:Hauser "
        "Häuser:Haus Häusern:Haus Hauses:Haus die:der das:der dessen:der sich:er|es|sie "
        "abgesägten:abgesägte abgesägte:abgesägt abgesägt:absägen sägt:absägen a:b b:a c:a"
    )


@pytest.mark.usefixtures("small_dictionary")
def test_a_lemma_is_of_the_word_as_the_texts_write_it() -> None:
    known = vocabulary(("Man aß und sie aßen, sie lagen und standen, die Häuser", "de"))
    capitals = vocabulary(("Gute Lagen, Häuser; vor Standes, essen", "de"))

    assert [known.lemma(word) for word in ("assen", "lagen", "standen", "hauser", "die")] == [
        *("essen", "liegen", "stehen", "haus", "der")
    ]
    assert [capitals.lemma(word) for word in ("lagen", "hauser", "standes", "essen")] == [
        *("lage", "haus", "stand", "essen")
    ]


@pytest.mark.usefixtures("small_dictionary")
def test_what_counts_as_a_lemma_is_found_by_it() -> None:
    known = vocabulary(("sie aßen und lagen dort, er isst, liegt, des Essens; abgesägten", "de"))

    for word in known:
        assert word in known.forms(known.lemma(word)) or known.lemma(word) == word
    assert known.forms("essen") == ["assen", "essens", "isst"]
    assert known.forms("isst") == ["assen", "isst"]
    assert known.forms("absagen") == known.forms("sagt") == ["abgesagten"]


@pytest.mark.usefixtures("small_dictionary")
def test_function_words_of_a_language_have_no_other_forms() -> None:
    known = vocabulary(("die das dessen sich er", "de"))

    assert [known.forms(word) for word in ("die", "der", "dessen", "sich", "er")] == [
        *(["die"], [], ["dessen"], ["sich"], ["er"])
    ]


@pytest.mark.parametrize(
    ("language", "pairs", "one", "other"),
    [
        *(
            ("fr", "blanche:blanche blanches:blanc blancs:blanc blanc:blanc", "blanche", other)
            for other in ("blanches", "blancs", "blanc")
        ),
        ("fr", "égale:égal égales:égaler égals:égal égal:égal", "egal", "egales"),
        ("fr", "sèche:sec sèches:sécher secs:sec sec:sec", "sec", "seches"),
        ("es", "niña:niña niñas:niño niños:niño niño:niño", "nina", "nino"),
        ("it", "classica:classica classiche:classico classico:classico", "classica", "classico"),
        ("pt", "primeira:primeira primeiras:primeiro", "primeira", "primeiras"),
    ],
)
def test_a_singular_is_a_form_of_what_its_plural_is_of(
    language: str, pairs: str, one: str, other: str, dictionary: Callable[[str], None]
) -> None:
    dictionary(pairs)
    known = vocabulary((" ".join(pair.partition(":")[0] for pair in pairs.split()), language))

    assert other in known.forms(one)
    assert one in known.forms(other)


def test_a_word_in_s_is_not_every_plural(dictionary: Callable[[str], None]) -> None:
    pairs = "fil:fil fils:fils bu:boire bus:bus vive:vivir vives:vivar"
    dictionary(pairs)
    known = vocabulary(("fil fils bu bus vive vives", "es"))

    assert [known.forms(word) for word in ("fil", "bu", "vive")] == [["fil"], ["bu"], ["vive"]]


@pytest.mark.parametrize("language", ["", "ko", "zz"])
def test_a_language_without_a_dictionary_has_no_forms(language: str) -> None:
    known = vocabulary(("die dies plan plans", language))

    assert [known.forms(word) for word in ("die", "plans", "planned")] == [["die"], ["plans"], []]
    assert known.lemma("plans") == "plans"


def test_forms_are_those_of_the_language_of_a_text() -> None:
    known = vocabulary(("eaglais eaglaisean bha plans", GAELIC), ("plan is", "en"))

    assert known.forms("eaglais") == ["eaglais", "eaglaisean"]
    assert known.lemma("eaglaisean") == "eaglais"
    assert "plans" not in known.forms("plan")


def test_where_nouns_have_capitals_or_names_have_endings_they_have_forms() -> None:
    known = vocabulary(("Eaglaisean Plans", GAELIC), ("Man-gon", "en"))

    assert known.is_name("eaglaisean")
    assert known.forms("eaglais") == ["eaglaisean"]
    assert known.forms("men") == []


def test_what_begins_a_sentence_is_no_name() -> None:
    known = vocabulary(("Men came. Went they home?", "en"), ("Kim Il Sang", "en"))

    assert [known.forms(word) for word in ("man", "go", "sing")] == [["men"], ["went"], []]


def test_a_word_that_no_text_has_finds_its_forms_in_each_language() -> None:
    known = vocabulary(("eaglais", GAELIC), ("plans", "en"))

    assert known.forms("eaglaisean") == ["eaglais"]
    assert known.forms("planned") == ["plans"]


def test_a_dictionary_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(name: str) -> SealedFile:
        return SealedFile(tmp_path / "index" / name, tmp_path / "state")

    (tmp_path / "index").mkdir(mode=0o700)
    words = ["eaglaisean", "zzz"]
    told: list[str] = []
    rows = Lexemes(kept, told.append).of(GAELIC, words)

    def nothing(_: str) -> bytes:
        return b""

    monkeypatch.setattr("wp8.words.lexemes._made", nothing)
    assert rows == {"eaglaisean": ["eaglais", "gd.x:eaglais"]}
    assert Lexemes(kept, told.append).of(GAELIC, words) == rows
    assert told == [GAELIC]
    assert Lexemes().of(GAELIC, words) == {}


class Memory:
    """A file that is kept in memory."""

    content = b""

    def read(self) -> bytes:
        """Return its content."""
        return self.content

    def write(self, content: bytes) -> None:
        """Put another content in its place."""
        self.content = content


def test_dictionaries_are_made_before_they_are_asked() -> None:
    files: dict[str, Memory] = {}
    told: list[str] = []

    Lexemes(lambda name: files.setdefault(name, Memory()), told.append).make(
        ["en", GAELIC, "", "ko"]
    )

    assert {name: bool(kept.content) for name, kept in files.items()} == {
        f"lexemes.{GAELIC}": True,
        "lexemes.ko": False,
    }
    assert told == [GAELIC]


def test_a_dictionary_that_cannot_be_kept_is_not_made_before_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wp8.words.lexemes._made", None)

    Lexemes().make([GAELIC])


def test_of_the_paradigms_of_a_dictionary_nouns_come_last_and_those_with_most_forms_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {
        "Häuser": "Haus", "Hauses": "Haus", "Haus": "Haus", "Akten": "Akte", "ging": "gehen",
        "gehen": "gehen", "am Ende": "Ende", "backt": "backen",
    }  # fmt: skip
    monkeypatch.setattr(DefaultDictionaryFactory, "get_dictionary", lambda self, language: words)

    assert _made("de").decode().splitlines() == [
        "x backen backt", "x gehen ging", "n haus hauser hauses", "n akte akten"
    ]  # fmt: skip


def test_what_is_kept_names_the_simplemma_that_is_installed() -> None:
    assert _HEADER.decode().rstrip().endswith(f"simplemma {version('simplemma')}")


SIMPLEMMA = f"simplemma {version('simplemma')}"


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["en"], f"wp8 {LEXEMES_VERSION} (en)"),
        (
            ["fr", "en", "de"],
            f"wp8 {LEXEMES_VERSION} (en), {SIMPLEMMA} (de, fr)",
        ),
        (["qu", "de"], f"{SIMPLEMMA} (de)"),
        (["qu"], "none: the language of no text has one"),
        ([], "none: the language of no text has one"),
    ],
)
def test_what_gives_the_lemmas_is_named_with_its_version(languages: list[str], said: str) -> None:
    assert lemmatizer(languages) == said


@pytest.mark.parametrize(
    ("text", "typed", "lemma"),
    [
        ("a harbour", "harbours", "harbour"),
        ("a harbour", "harbors", "harbour"),
        ("a harbor", "harbours", "harbor"),
        ("a harbor or harbour", "harbours", "harbour"),
        ("a harbor or harbour", "harbors", "harbor"),
        ("they harboured", "harbours", "harbour"),
        ("they had analysed it", "analyzing", "analyse"),
        ("a ship", "ships", "ship"),
        ("the goods", "good", "good"),
    ],
)
def test_a_word_in_no_text_has_the_lemma_of_its_forms_there(
    text: str, typed: str, lemma: str
) -> None:
    assert vocabulary((text, "en")).lemma_there(typed) == lemma


@given(st.lists(st.binary()), st.integers(1, 9))
def test_what_is_packed_comes_back(parts: list[bytes], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wp8.words.lexemes._AT_ONCE", at_once)
        packed = _Packed()
        for part in parts:
            packed.add(part)

        assert packed.content() == b"".join(parts)
