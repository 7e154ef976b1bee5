"""Which language a text is in: guessed from its script and its function words.

What a script alone tells needs no words: Georgian, Thai. Where many languages share one, the text
is in that whose function words it has most of. One of which too few words are known, or which has
nearly as many that are another language's alone, is in none.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wp8.words.lexeme import ENGLISH, primary_language
from wp8.words.tokens import FUNCTION_WORDS, normalize, token_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# So many words are enough, and so few are not.
_MOST: Final = 1000
_FEWEST: Final = 10
# How many different function words of a language there have to be, and their share of all words:
# it is less where these are endings. In a language that is not known here there are some short ones
# by chance. A text that has few has to have more of them, and so many more than of another's.
_ENOUGH: Final = ((10, 0.12, 0), (5, 0.25, 2))
# How much oftener than words of another language alone there have to be words of this one alone.
_LEAD: Final = 2

# Of the different words of a text in a language of which all words are known.
_NEARLY_ALL: Final = 0.8

# Scripts, by the first word of the names of their letters, of one living language with much text.
_OF_SCRIPT: Final = {
    "ARMENIAN": "hy",
    "CHEROKEE": "chr",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "bo",
}
_KANA: Final = ("HIRAGANA", "KATAKANA")
_HAN: Final = "CJK"
# Japanese has more kana than this beside its Han.
_SOME_KANA: Final = 0.1

# Codes of three letters, by those of two that are their tags.
_SHORT: Final = {
    long: short
    for short, *longs in map(
        str.split,
        "ar ara,bg bul,bn ben,ca cat,cs ces cze,cy cym wel,da dan,de deu ger,el ell gre,en eng,"
        "eo epo,es spa,et est,eu eus baq,fa fas per,fi fin,fr fra fre,ga gle,gl glg,he heb,hi hin,"
        "hr hrv,hu hun,hy hye arm,id ind,is isl ice,it ita,ja jpn,ka kat geo,ko kor,la lat,lt lit,"
        "lv lav,mk mkd mac,ms msa may,nb nob,nl nld dut,nn nno,no nor,pl pol,pt por,ro ron rum,"
        "ru rus,sk slk slo,sl slv,sq sqi alb,sr srp,sv swe,sw swa,ta tam,th tha,tr tur,uk ukr,"
        "ur urd,vi vie,zh zho chi".split(","),
    )
    for long in longs
}
# A language in each line: its tag, and words that it has much of.
_FUNCTION_WORDS: Final = Path(__file__).with_name("function_words.txt")


def tag(stated: str) -> str:
    """Return a language as BCP 47 writes it, where a file says `de_DE` or, as e-books do, `deu`."""
    language, hyphen, region = stated.replace("_", "-").partition("-")
    return f"{_SHORT.get(language.lower(), language)}{hyphen}{region}"


def language_of(texts: Iterable[str]) -> str:
    """Return the BCP 47 tag of the language that `texts` are in, nothing if that is not clear."""
    words = list(islice((word for text in texts for word in _words(text)), _MOST))
    if len(words) < _FEWEST:
        return ""
    script, number = _scripts(words).most_common(1)[0]
    if not (likely := _of_script(words)):
        return _by_function_words([word for word in words if _script(word) == script])
    return likely if script not in _OF_SCRIPT or 2 * number > len(words) else ""


def language_of_all(files: Sequence[Sequence[str]]) -> str:
    """Return the tag of the language that the texts of several files are in together.

    It is nothing if that is not clear, or if one of the files has more of another language.
    """
    language = language_of(text for texts in files for text in texts)
    parts = ([word for text in texts for word in _words(text)] for texts in files)
    return language if all(_may_be(language, words) for words in parts if words) else ""


def _may_be(language: str, words: list[str]) -> bool:
    if likely := _of_script(words):
        return likely == language
    numbers = {name: sum(own.values()) for name, own in _known(words).items()}
    return numbers.get(language) == max(numbers.values())


def _of_script(words: list[str]) -> str:
    """Return the language that the script of most of `words` tells, nothing if it tells none."""
    scripts = _scripts(words)
    script = scripts.most_common(1)[0][0]
    if script == _HAN or script in _KANA:
        kana = sum(map(scripts.__getitem__, _KANA))
        return "ja" if kana > _SOME_KANA * scripts.total() else "zh"
    return _OF_SCRIPT.get(script, "")


def _scripts(words: list[str]) -> Counter[str]:
    return Counter(map(_script, words))


def function_words(language: str) -> frozenset[str]:
    """Return the norms of those words that a language has much of, none if it is not known here.

    `language` is named as lexemes name it.
    """
    lists = _function_words().items()
    return frozenset(
        normalize(word) for tag, own in lists if primary_language(tag) == language for word in own
    )


@cache
def _function_words() -> dict[str, list[str]]:
    lines = map(str.split, _FUNCTION_WORDS.read_text("utf-8").splitlines())
    return {language: own for language, *own in lines}


@cache
def _languages_of_words() -> dict[str, list[str]]:
    """Return the languages that have much of a word, by the word."""
    found: dict[str, list[str]] = {}
    for language, own in _function_words().items():
        for word in own:
            found.setdefault(word, []).append(language)
    return found


def _words(text: str) -> list[str]:
    """Return the words of a text as function words are written."""
    forms = (text[start:end].lower() for start, end in token_spans(text))
    return [unicodedata.normalize("NFC", form) for form in forms if form[0].isalpha()]


def _script(word: str) -> str:
    return _script_of(word[0])


@cache
def _script_of(letter: str) -> str:
    """Return the first word of the name of a letter."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _known(words: list[str]) -> dict[str, dict[str, int]]:
    """Return for each language how often which of its function words are among `words`."""
    known: dict[str, dict[str, int]] = {language: {} for language in _function_words()}
    languages = _languages_of_words()
    for word, number in Counter(words).items():
        for language in languages.get(word, ()):
            known[language][word] = number
    return known


def _by_function_words(words: list[str]) -> str:
    known = _known(words)
    best = max(known, key=lambda language: sum(known[language].values()))
    own = known.pop(best)
    share = sum(own.values()) / len(words)
    enough = (more for number, least, more in _ENOUGH if len(own) >= number and share >= least)
    more = next(enough, None)
    leads = (_apart(own, other) - _LEAD * _apart(other, own) for other in known.values())
    if more is not None and min(leads) >= more:
        return best
    return ENGLISH if best == ENGLISH and _are_english(words) else ""


def _are_english(words: Iterable[str]) -> bool:
    """Return whether nearly all of `words` are in a list of English ones."""
    from wp8.words.english.lexemes import is_english

    distinct = set(words)
    known = sum(word in FUNCTION_WORDS or is_english(word) for word in distinct)
    return known >= max(_FEWEST, _NEARLY_ALL * len(distinct))


def _apart(own: dict[str, int], other: dict[str, int]) -> int:
    """Return how often there are words of one language that the other does not have."""
    return sum(number for word, number in own.items() if word not in other)
