"""Words known by their letters: wildcards, patterns and fuzzy words, over a vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.errors import QueryError
from wp8.query.tree import Phrase, Typed
from wp8.words.tokens import FIRST_SYLLABLE, HYPHEN, normalize, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.query.backend import Vocabulary
    from wp8.query.tree import Slot

# More words than this make an answer that nobody reads and every engine is slow at.
MAX_WORDS: Final = 1000
_PART: Final = re.compile(r"[^\W_]*[*?](?:[*?]|[^\W_])*|[^\W_]+")
# In a phrase, a question mark after a word is punctuation.
_PUNCTUATION: Final = re.compile(r"(?<![*?])\?(?![*?\w])")


def resolve_pattern(typed: Typed, vocabulary: Vocabulary) -> Phrase:
    """Return the phrase of a wildcard, a regex or a fuzzy word: its slots are what matches.

    A slot that nothing matches keeps the word as typed, which no text has.

    Raises:
        QueryError: If a regex is none, or if too many words match.
    """
    if typed.form == "regex":
        return Phrase((_bounded(typed, vocabulary, _regex(typed)),))
    if typed.form == "fuzzy":
        return Phrase(tuple(_fuzzy_slots(typed, vocabulary)), is_typed=True)
    if typed.text.startswith("*-") and typed.text[2:].isalnum():
        # *-oriented: the word as the last of a compound.
        return Phrase((((normalize(typed.text[2:]),),),), joints=(HYPHEN,))
    distance = typed.distance if typed.form == "phrase" else None
    return Phrase(tuple(_wildcard_slots(typed, vocabulary)), distance)


def _bounded(typed: Typed, vocabulary: Vocabulary, matches: Callable[[str], object]) -> Slot:
    # The number of a name (COVID-19) is no word of its own: its norm has a hyphen.
    found = [token for token in vocabulary if token[0] != HYPHEN and matches(token)]
    if len(found) > MAX_WORDS:
        raise QueryError(
            f"{typed} matches {len(found):,} words; at most {MAX_WORDS:,} are searched",
            hint="give more letters",
        )
    return tuple((token,) for token in found) or ((str(typed),),)


def _regex(typed: Typed) -> Callable[[str], object]:
    """Return what matches a whole word. RE2 takes linear time, whatever the pattern."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    if re.search(r"[\uac00-\ud7a3]{2}", typed.text):
        raise QueryError(
            f"{typed}: a pattern sees Hangul one syllable at a time",
            hint="search for the syllables as they are: they are found inside longer words",
        )
    try:
        return re2.compile(typed.text, options).fullmatch  # type: ignore[no-any-return]
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace")
        raise QueryError(
            f"/{typed.text}/ is not a pattern: {reason}",
            hint="the syntax is RE2's, as in: /plan(s|ned|ning)?/",
        ) from error


def _fuzzy_slots(typed: Typed, vocabulary: Vocabulary) -> Iterator[Slot]:
    from rapidfuzz.distance import OSA

    most = typed.distance or 0
    for token in tokenize(typed.text):
        norm = token.norm

        def is_near(other: str, norm: str = norm) -> bool:
            return OSA.distance(norm, other, score_cutoff=most) <= most

        near = () if norm >= FIRST_SYLLABLE else _bounded(typed, vocabulary, is_near)
        yield tuple(dict.fromkeys(((norm,), *near)))


def _wildcard_slots(typed: Typed, vocabulary: Vocabulary) -> Iterator[Slot]:
    whole = _PUNCTUATION.sub(" ", typed.text) if typed.form == "phrase" else typed.text
    for part in _PART.finditer(whole):
        text = part.group()
        after = whole[part.start() - 1 : part.start()] == HYPHEN
        if text.strip("*") == "":
            yield _any_member(typed, after=after)
        elif "*" not in text and "?" not in text:
            yield from (((token.norm,),) for token in tokenize(text))
        elif max(text) >= FIRST_SYLLABLE:
            yield from _hangul_slots(text)
        else:
            any_letters = {"*": ".*", "?": "."}
            pieces = re.split(r"([*?])", text)
            wanted = "".join(any_letters.get(p) or re.escape(normalize(p)) for p in pieces)
            slot = _bounded(typed, vocabulary, re.compile(wanted).fullmatch)
            if after:
                numbers = re.compile(HYPHEN + wanted).fullmatch
                slot += tuple((token,) for token in vocabulary if numbers(token))
            yield slot


def _any_member(typed: Typed, *, after: bool) -> Slot:
    """Return the slot of a * that is a whole member of a compound: what a hyphen joins."""
    if not after:
        raise QueryError(
            f"in {typed}, a * stands for a whole word",
            hint='to leave words open, search for the others near each other: "party state"~1',
        )
    return ((HYPHEN,),)


def _hangul_slots(text: str) -> Iterator[Slot]:
    """Yield the slots of Hangul with a wildcard at an end: it is found in longer words as it is."""
    bare = text.strip("*")
    if "*" in bare or "?" in bare:
        raise QueryError(
            f"{text}: within Hangul, * and ? cannot be searched",
            hint=f'search for its parts near each other: "{" ".join(re.split("[*?]+", bare))}"~3',
        )
    yield from (((token.norm,),) for token in tokenize(bare))
