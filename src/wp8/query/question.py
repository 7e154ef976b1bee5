"""A question in plain words: the best answer has most of its words, and no word is required."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.query.tree import And, Filter, Group, Maybe, Not, Phrase, Run, Some, leaves
from wp8.words.derivations import number, relatives
from wp8.words.tokens import ACRONYM_MARK, FUNCTION_WORDS, HYPHEN, QUESTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeGuard

    from wp8.query.backend import Backend, Vocabulary
    from wp8.query.tree import Node

# Verbs that carry a question more than its content: the light verbs of English (Jespersen 1942,
# Modern English Grammar VI, 7.2), and those that ask for what a text says.
LIGHT_VERBS: Final = frozenset(
    "become becomes became becoming come comes came coming get gets got getting give gives gave "
    "given giving go goes went gone going happen happens happened happening hold holds held "
    "holding keep keeps kept keeping make makes made making mean means meant occur occurs occurred "
    "put puts putting say says said saying see sees saw seen seem seems seemed suppose supposed "
    "take takes took taken taking talk talks talked tell tells told think thinks thought want "
    "wants wanted mention mentions mentioned describe describes described".split()
)

# What a record of a language has among its facets: what is derived is told of English alone.
ENGLISH: Final = "language:en"

# What a leaf counts beside a content word, which counts 1. Chosen by questions to the shipped
# corpus (docs/decisions/0024).
LIGHT: Final = 0.4
# Words that stand together as they were typed, beyond what each counts.
ROW: Final = 0.7
LONGEST_ROW: Final = 4
MOST_ROWS: Final = 64
DERIVED: Final = 0.2
# The same where no text has the word itself.
STAND_IN: Final = 0.7
# The form that was typed, beyond what any form counts.
TYPED: Final = 0.2


class Loosened(NamedTuple):
    """What a question asks for, the number of its words, and those that no text has."""

    tree: Node
    words: int
    missing: tuple[str, ...]


def loosen(resolved: Node, backend: Backend) -> Loosened | None:
    """Return what a resolved run asks for as a question; None if it is not a run of words."""
    run, conditions = _parted(resolved)
    vocabulary = backend.vocabulary
    parts: list[Node] = []
    missing: dict[str, None] = {}
    for node in run:
        found = list(_found(node, backend))
        if len(found) > 1 or not (_is_light(node) or _is_known(node, vocabulary)):
            missing[_shown(node)] = None
        parts += found
    contents = [part for part in parts if not isinstance(part, Maybe) and not _is_empty(part)]
    if len(parts) < 2 or not contents or all(map(_is_function_word, contents)):  # noqa: PLR2004
        return None
    contents = list(dict.fromkeys(contents))
    asked = [leaf for part in contents for leaf in _leaves(part, vocabulary)]
    if ENGLISH in vocabulary.facets():
        asked += [leaf for part in contents for leaf in _derived(part, vocabulary)]
    tree: Node = Some((*asked, *islice(_rows(parts), MOST_ROWS)))
    if conditions:
        tree = And((tree, *conditions))
    words = sum(not _is_light(part) for part in contents)
    return Loosened(tree, words or len(contents), tuple(missing))


def _found(node: Node, backend: Backend) -> Iterator[Node]:
    """Yield a part of a question; its words, if they should stand together and nowhere do."""
    if isinstance(node, Maybe) or _is_word(node) or backend.search(node, limit=0).total:
        yield _with_figures(node)
        return
    phrase = next(leaves(node))
    if isinstance(phrase, Phrase):
        words = (Phrase((slot,), layer=phrase.layer, is_typed=True) for slot in phrase.slots)
        yield from map(_with_figures, words)


def _parted(resolved: Node) -> tuple[Sequence[Node], Sequence[Node]]:
    """Return the parts of a run, and the conditions beside it; no parts if there is no run."""
    node, conditions = resolved, []
    if type(node) is And:
        node, *conditions = node.children
    parts: list[Node] = []
    for child in node.children if isinstance(node, Run) else ():
        (conditions if _is_condition(child) else parts).append(child)
    return parts, conditions


def _is_condition(node: Node) -> bool:
    """Return whether a part says which records are asked, and is no word that may be missing."""
    asked = [*leaves(node)]
    return type(node) is Not or bool(asked and all(isinstance(leaf, Filter) for leaf in asked))


def _with_figures(node: Node) -> Node:
    """Return a part, a number in words with its figures, and vice versa."""
    other = number(_word(node))
    return replace(node, slots=((*node.slots[0], (other,)),)) if other and _is_word(node) else node


def _is_empty(node: Node) -> bool:
    """Return whether a part is a question word."""
    return _word(node) in QUESTION_WORDS


def _is_function_word(node: Node) -> bool:
    return _word(node) in FUNCTION_WORDS


def _word(node: Node) -> str:
    """Return the word that a part is, as typed; none of a part that is something else."""
    phrase = _in_any_language(node)
    return phrase.slots[0][0][0] if phrase else ""


def _in_any_language(node: Node) -> Phrase | None:
    """Return a part that is one word, with the forms of one language if it has others elsewhere."""
    phrases = [leaf for leaf in leaves(node) if isinstance(leaf, Phrase)]
    typed = {phrase.slots[0][0] for phrase in phrases if _is_word(phrase)}
    return phrases[0] if len(typed) == 1 and all(map(_is_word, phrases)) else None


def _is_known(node: Node, vocabulary: Vocabulary) -> bool:
    """Return whether the texts have a part; more than a word is in a question if they have it."""
    return not _is_word(node) or any(
        all(token in vocabulary for token in row) for row in node.slots[0]
    )


def _shown(node: Node) -> str:
    """Return the words of a part as they are compared."""
    phrase = next(leaves(node))
    rows = (slot[0] for slot in phrase.slots) if isinstance(phrase, Phrase) else ()
    return " ".join(token.lstrip(ACRONYM_MARK + HYPHEN) for row in rows for token in row)


def _is_word(node: Node) -> TypeGuard[Phrase]:
    """Return whether a part is one word, whatever its forms."""
    return isinstance(node, Phrase) and len(node.slots) == 1 and _is_in_a_row(node)


def _is_in_a_row(phrase: Phrase) -> bool:
    return phrase.distance is None and phrase.joints is None and phrase.borders is None


def _leaves(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """Yield a part of a question, and what else tells of it."""
    word = _in_any_language(node)
    if word is None:
        yield _apart(node)
        return
    if _word(node) in LIGHT_VERBS:
        yield _weighted(node, LIGHT)
        return
    yield node
    (slot,) = word.slots
    if word.is_typed and len(slot) > 1:
        yield replace(word, slots=(slot[:1],), weight=TYPED)


def _derived(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """Yield what is derived from a word of a question, or the word from it."""
    word = _in_any_language(node)
    if word is None or not word.is_typed or _word(node) in LIGHT_VERBS:
        return
    words = [tokens[0] for tokens in word.slots[0] if len(tokens) == 1]
    derived = relatives({*words, *map(vocabulary.lemma, words)}, vocabulary.starting)
    forms = {form for other in derived for form in (other, *vocabulary.forms(other))}
    if others := sorted(forms.difference(words)):
        weight = DERIVED if _is_known(node, vocabulary) else STAND_IN
        yield replace(word, slots=(tuple((form,) for form in others),), weight=weight)


def _apart(node: Node) -> Node:
    """Return a part of a question in which it counts for nothing what stands together."""
    if not isinstance(node, Group):
        return node
    kind = And if isinstance(node, Run) else type(node)
    return kind(tuple(map(_apart, node.children)))


def _weighted(node: Node, weight: float) -> Node:
    """Return a part whose words have another weight."""
    if isinstance(node, Group):
        return type(node)(tuple(_weighted(child, weight) for child in node.children))
    return replace(node, weight=weight) if isinstance(node, Phrase) else node


def _rows(parts: Sequence[Node]) -> Iterator[Node]:
    """Yield two to four content words in a row, with the function words between them."""
    begun: list[Phrase] = []
    for part in parts:
        inner = part.child if isinstance(part, Maybe) else part
        if not isinstance(inner, Phrase) or not _is_in_a_row(inner) or _is_light(inner):
            begun = []
        elif isinstance(part, Maybe):
            begun = [replace(row, slots=row.slots + inner.slots) for row in begun]
        else:
            begun = [replace(row, slots=row.slots + inner.slots) for row in begun]
            yield from begun
            begun = [*begun[2 - LONGEST_ROW :], replace(inner, weight=ROW)]


def _is_light(node: Node) -> bool:
    return _word(node) in LIGHT_VERBS or _is_empty(node)
