"""The names that are in the texts, nearest to one that is not."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from wp8.query.language.names import TITLES
from wp8.query.tree import Phrase, leaves
from wp8.words.tokens import APOSTROPHE, FUNCTION_WORDS, going_on, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.query.backend import Backend
    from wp8.query.tree import Node
    from wp8.words.tokens import Token

_MOST_READ: Final = 200
_MOST_NAMED: Final = 3


def missing_names(resolved: Node) -> list[Phrase]:
    """Return the names that a resolved tree asks for, each in the order in which it was typed."""
    names: dict[frozenset[object], Phrase] = {}
    for leaf in leaves(resolved):
        if isinstance(leaf, Phrase) and leaf.borders and len(leaf.slots) > 1:
            names.setdefault(frozenset(leaf.slots), leaf)
    return list(names.values())


def near_names(name: Phrase, backend: Backend) -> list[tuple[str, int]]:
    """Return the names in the texts that are like `name`, the nearest first, with their number.

    A name is capitals that go on, of which one is a part of `name`.
    """
    from rapidfuzz.distance import OSA

    vocabulary = backend.vocabulary
    typed = list(dict.fromkeys(norm for slot in name.slots for norm in chain(*slot)))
    known = tuple((norm,) for norm in typed if vocabulary.is_capital(norm))
    if not known:
        return []
    found: dict[tuple[str, ...], Counter[str]] = {}
    ids = [id_ for id_, _ in islice(backend.occurrences(Phrase((known,))), _MOST_READ)]
    for record in backend.records(ids):
        for run in _runs(list(tokenize(record.text)), record.text):
            tokens = _without_titles(run, vocabulary.is_capital)
            key = tuple(token.norm for token in tokens)
            if any((norm,) in known for norm in key):
                form = record.text[tokens[0].start : tokens[-1].end]
                found.setdefault(key, Counter())[form] += 1

    whole = "".join(norm for slot in name.slots for norm in slot[0])

    def distance(key: tuple[str, ...]) -> tuple[int, int, int]:
        edits = OSA.distance(whole, "".join(key))
        return -len(set(typed).intersection(key)), edits, -found[key].total()

    near = sorted(found, key=distance)[:_MOST_NAMED]
    return [(_written(found[key]), found[key].total()) for key in near]


def _written(forms: Counter[str]) -> str:
    """Return the most frequent of the forms of a name, sooner one that is not all of capitals."""
    return max(forms, key=lambda form: (not form.isupper(), forms[form]))


def _without_titles(run: Sequence[Token], is_capital: Callable[[str], bool]) -> Sequence[Token]:
    """Return a run of capitals from its first part of a name to its last, if that are several.

    What is tied to the last belongs to it, and after an initial the name goes on.
    """
    places = [n for n, t in enumerate(run) if is_capital(t.norm) and t.norm not in TITLES]
    if len(places) < 2:  # noqa: PLR2004
        return run
    end = places[-1] + 1
    while end < len(run) and (run[end].joint or len(run[end - 1].norm) == 1):
        end += 1
    return run[places[0] : end]


def _runs(tokens: Sequence[Token], text: str) -> Iterator[Sequence[Token]]:
    """Yield the tokens that go on with capitals, run by run.

    The end of a part that is written with an apostrophe goes on too (Ch'aek), and in a heading all
    of capitals no function word does.
    """
    start = 0
    for place, (goes_on, _) in enumerate((*going_on(tokens), (False, False))):
        token = tokens[place] if place < len(tokens) else None
        if token and token.joint == APOSTROPHE and token.norm != "s" and place - start > 1:
            continue
        is_word = token and token.norm in FUNCTION_WORDS and text[token.start : token.end].isupper()
        if not goes_on or is_word:
            if place - start > 1:
                yield tokens[start:place]
            start = place + bool(is_word)
