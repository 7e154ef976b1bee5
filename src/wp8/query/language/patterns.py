"""Words known by their letters: wildcards, patterns and fuzzy words, over a vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, groupby, islice, pairwise
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from wp8.errors import QueryError
from wp8.query.language.automaton import (
    ANY_LETTER,
    Automaton,
    Letters,
    Repeat,
    Row,
    beginning,
    letters_in,
)
from wp8.query.language.parser import shortened
from wp8.query.language.pattern_reader import read_pattern
from wp8.query.tree import Phrase, Typed, Words
from wp8.words.characters import OF_WORDS, has_syllables, skeleton
from wp8.words.tokens import (
    APART,
    APOSTROPHE,
    HYPHEN,
    JOINT_OF_GAP,
    normalize,
    tokenize,
    unit_norms,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.query.backend import Vocabulary
    from wp8.query.language.automaton import Node
    from wp8.query.tree import Slot

# Of words in one phrase or compound that are known by their letters: each is looked for by itself.
MAX_PATTERNS: Final = 16
# In the skeleton of what is typed.
_PART: Final = re.compile(rf"{OF_WORDS}*[*?](?:[*?]|{OF_WORDS})*|{OF_WORDS}+")
# In a phrase, a question mark after a word is punctuation.
_PUNCTUATION: Final = re.compile(r"(?<![*?])\?(?![*?\w])")
# *-oriented: the word as the last of a compound.
_ANY_BEFORE: Final = "*-"
# Between the parts of a word.
_JOINTS: Final = re.compile("([-'\u2019])")
_ANYTHING: Final = Repeat(ANY_LETTER)
_WILD: Final[dict[str, Node]] = {"*": Repeat(ANY_LETTER), "?": ANY_LETTER}
# Of what is counted: a blank is between two words of an n-gram.
_OF_WORD: Final = Letters(spans=((" ", " "),), negated=True)
_WILD_IN_WORD: Final[dict[str, Node]] = {"*": Repeat(_OF_WORD), "?": _OF_WORD}
_SLASHED: Final = re.compile("/(.+)/")
_CLASS: Final = re.compile(r"\[[^]]*\]")
_IN_NO_WORD: Final = re.compile(r"[][(){}|+\\^$]")
_KNOWN: Final[WeakKeyDictionary[Vocabulary, dict[Typed, Phrase]]] = WeakKeyDictionary()
_ANY_JOINT: Final = str.maketrans({sign: joint for sign, joint in JOINT_OF_GAP.items() if sign})


def resolve_pattern(typed: Typed, vocabulary: Vocabulary) -> Phrase:
    """Return the phrase of a wildcard, a regex or a fuzzy word: its slots are what matches.

    A slot that nothing matches keeps the word as typed, which no text has. What a vocabulary was
    asked last is known: who says why nothing is found asks it again.

    Raises:
        QueryError: If a regex is none, or if too many words match.
    """
    known = _KNOWN.setdefault(vocabulary, {})
    if typed not in known:
        if len(known) == MAX_PATTERNS:
            known.clear()
        known[typed] = _resolved(typed, vocabulary)
    return known[typed]


def _resolved(typed: Typed, vocabulary: Vocabulary) -> Phrase:
    if typed.form == "regex":
        return _regex_phrase(typed, vocabulary)
    if typed.form == "fuzzy":
        return Phrase(tuple(_fuzzy_slots(typed, vocabulary)), is_typed=True)
    distance = typed.distance if typed.form == "phrase" else None
    text = _PUNCTUATION.sub(" ", typed.text) if typed.form == "phrase" else typed.text
    joints = None
    if text.startswith(_ANY_BEFORE) and distance is None:
        text = text.removeprefix(_ANY_BEFORE)
        others = _PART.finditer(skeleton(text))
        joints = (HYPHEN, *(_joint(text, part.start()) for part in islice(others, 1, None)))
    return Phrase(tuple(_wildcard_slots(text, typed, vocabulary)), distance, joints)


def _joint(text: str, place: int) -> str:
    return HYPHEN if text[place - 1] == HYPHEN else APART


def matching(pattern: str, items: Iterable[str]) -> Iterator[str]:
    """Yield those of `items`, counted words or n-grams, that a pattern matches from end to end.

    A pattern has `*` for any letters of a word and `?` for one. Or it is between slashes, or has
    signs that no word has (`plan(s|ned)`): then a blank is a letter too. Words without these are
    read as they are counted: `10 000` is one. `us` matches us and US, `US` the acronym alone.

    Raises:
        QueryError: If it is not a pattern, or takes too much.
    """
    acronyms: set[str] = set()
    if is_of_letters(pattern):
        inside = _SLASHED.fullmatch(pattern)
        node = read_pattern(inside[1] if inside else pattern)
    else:
        typed = as_counted(pattern)
        acronyms = {word for word in typed if word != word.lower()}
        parts = re.split(r"([*?])", " ".join(typed).lower())
        node = Row(tuple(_WILD_IN_WORD.get(part) or part for part in parts))
    of_letters: dict[str, list[str]] = {}
    for item in items:
        of_letters.setdefault(item.lower(), []).append(item)
    found = chain.from_iterable(map(of_letters.__getitem__, Automaton(node).among(of_letters)))
    return (item for item in found if acronyms.issubset(item.split(" "))) if acronyms else found


def is_of_letters(pattern: str) -> bool:
    """Return whether a blank is a letter to a pattern of what is counted, as between slashes."""
    return bool(_SLASHED.fullmatch(pattern) or _IN_NO_WORD.search(pattern))


def as_counted(pattern: str) -> list[str]:
    """Return the words of a pattern of what is counted, as they are counted if nothing is open."""
    found: list[str] = []
    for is_whole, words in groupby(pattern.split(), _WILD.keys().isdisjoint):
        if is_whole:
            found += unit_norms(" ".join(words), "word")
        else:
            found += (normalize(word.translate(_ANY_JOINT)) for word in words)
    return found


def _few(typed: Typed, patterns: Sequence[str]) -> None:
    if len(patterns) > MAX_PATTERNS:
        raise QueryError(
            f"{shortened(str(typed))} has {len(patterns):,} words with *, ? or ~; at most "
            f"{MAX_PATTERNS} are searched together",
            hint="give fewer of them",
        )


def _slot(typed: Typed, words: Iterable[str]) -> Slot:
    """Return the slot of the words that a pattern matches; as typed if there are none."""
    return Words(words) or Words((str(typed),))


def _words(vocabulary: Vocabulary, beginning: str = "") -> Sequence[str]:
    words = vocabulary.starting(beginning)
    # The number of a name (COVID-19) is no word of its own: its norm has a hyphen.
    low, high = (bisect_left(words, sign) for sign in (HYPHEN, chr(ord(HYPHEN) + 1)))
    return [*words[:low], *words[high:]] if low < high else words


def _regex(typed: Typed) -> Node:
    tokens = tokenize(_CLASS.sub(" ", typed.text))
    if any(
        first.end == second.start and has_syllables(first.norm + second.norm)
        for first, second in pairwise(tokens)
    ):
        raise QueryError(
            f"{typed}: a pattern sees Hangul, Han, kana or Thai one character at a time",
            hint="search for the characters as they are: they are found inside longer words",
        )
    return read_pattern(typed.text)


def _regex_phrase(typed: Typed, vocabulary: Vocabulary) -> Phrase:
    """Return the phrase of a pattern: a slot, or one for each part that it has joined by signs."""
    (first, *parts), joints = _parts(_regex(typed))
    if not parts:
        return Phrase((_slot(typed, _matching(first, vocabulary)),))
    _few(typed, [typed.text] * (1 + len(parts)))
    slots = [
        ((joint,),) if part == _ANYTHING else _part_slot(typed, part, joint, vocabulary)
        for part, joint in zip(parts, joints, strict=True)
    ]
    if first == _ANYTHING:
        return Phrase(tuple(slots), joints=joints)
    return Phrase((_slot(typed, _matching(first, vocabulary)), *slots), joints=(APART, *joints))


def _part_slot(typed: Typed, part: Node, joint: str, vocabulary: Vocabulary) -> Slot:
    """Return the slot of a part of a word; the number of a name keeps its hyphen."""
    words = _matching(part, vocabulary)
    if joint == HYPHEN:
        number = Row((HYPHEN, part))
        words = chain(words, Automaton(number).among(vocabulary.starting(beginning(number))))
    return _slot(typed, words)


def _matching(node: Node, vocabulary: Vocabulary) -> Iterator[str]:
    letters = letters_in(node)
    words = _words(vocabulary, beginning(node))
    return Automaton(node).among(word for word in words if letters in word)


def _parts(node: Node) -> tuple[list[Node], tuple[str, ...]]:
    """Return the parts of a pattern and the signs that join them, if these are in no group."""
    parts: list[list[Node]] = [[]]
    joints: list[str] = []
    for piece in node.parts if isinstance(node, Row) else (node,):
        first, *others = _JOINTS.split(piece) if isinstance(piece, str) else (piece,)
        parts[-1].append(first)
        if isinstance(piece, str):
            joints += (HYPHEN if sign == HYPHEN else APOSTROPHE for sign in others[::2])
            parts += ([other] for other in others[1::2])
    return [_row([piece for piece in part if piece]) for part in parts], tuple(joints)


def _row(pieces: list[Node]) -> Node:
    return pieces[0] if len(pieces) == 1 else Row(tuple(pieces))


def _fuzzy_slots(typed: Typed, vocabulary: Vocabulary) -> Iterator[Slot]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    most = typed.distance or 0
    norms = [token.norm for token in tokenize(typed.text)]
    _few(typed, norms)
    for norm in norms:
        words = () if has_syllables(norm) else _words(vocabulary)
        found = extract(norm, words, scorer=OSA.distance, score_cutoff=most, limit=None)
        near = [words[place] for place in sorted(place for *_, place in found)]
        yield Words(dict.fromkeys((norm, *near)))


def _wildcard_slots(whole: str, typed: Typed, vocabulary: Vocabulary) -> Iterator[Slot]:
    parts = list(_PART.finditer(skeleton(whole)))
    _few(typed, [part.group() for part in parts if set("*?").intersection(part.group())])
    for part in parts:
        text = whole[part.start() : part.end()]
        after = whole[part.start() - 1 : part.start()] == HYPHEN
        if text.strip("*") == "":
            yield _any_member(typed, after=after)
        elif "*" not in text and "?" not in text:
            yield from (((token.norm,),) for token in tokenize(text))
        elif has_syllables(text):
            yield from _syllable_slots(text)
        else:
            node = Row(tuple(_WILD.get(p) or normalize(p) for p in re.split(r"([*?])", text)))
            words = _matching(node, vocabulary)
            if after:
                number = Row((HYPHEN, node))
                numbers = vocabulary.starting(HYPHEN + beginning(node))
                words = chain(words, Automaton(number).among(numbers))
            yield _slot(typed, words)


def _any_member(typed: Typed, *, after: bool) -> Slot:
    """Return the slot of a * that is a whole member of a compound: what a hyphen joins."""
    if not after:
        raise QueryError(
            f"in {typed}, a * stands for a whole word",
            hint='to leave words open, search for the others near each other: "party state"~1; '
            "to list what stands there: wp8 frequency --ngrams 3 --match 'the * of'",
        )
    return ((HYPHEN,),)


def _syllable_slots(text: str) -> Iterator[Slot]:
    """Yield the slots of syllables with a wildcard at an end: found in longer words as they are."""
    bare = text.strip("*")
    if "*" in bare or "?" in bare:
        raise QueryError(
            f"{text}: within Hangul, Han, kana or Thai, * and ? cannot be searched",
            hint=f'search for its parts near each other: "{" ".join(re.split("[*?]+", bare))}"~3',
        )
    yield from (((token.norm,),) for token in tokenize(bare))
