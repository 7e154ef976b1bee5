"""From words as typed to tokens of the corpus: a typed tree gives a resolved tree.

What a reader would call the same word is found here, as alternatives per slot: never by a second
field of the index, so that every engine gives the same answers.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import UnknownNameError
from wp8.hangul import initial_variants, is_syllable, without_particle
from wp8.matching import section_key
from wp8.query.runs import glued, plain_words
from wp8.query.tree import Field, Filter, Group, Maybe, Not, Or, Phrase, Run, Typed
from wp8.text import ACRONYM_MARK, FIRST_SYLLABLE, FUNCTION_WORDS, HYPHEN, NAMESAKES, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.backend import Vocabulary
    from wp8.query.tree import Alternative, Node, Slot
    from wp8.text import Token

# Words of a name that may be written as one: Ri Pyong Chol, Ri Pyongchol.
_LONGEST_NAME: Final = 3
_SHORTEST_PART: Final = 2
_MOST_SPELLINGS: Final = 64
_MANY: Final = 20
_POSSESSIVE: Final = "s"


class Reading(NamedTuple):
    """What was made of a typed word beyond its letters: `how`, and the other `forms` searched."""

    typed: str
    how: str
    forms: tuple[str, ...]


class Expander:
    """Resolves typed leaves over one vocabulary; `exact` compares words as written.

    `readings` collects what was made of the words.
    """

    def __init__(self, vocabulary: Vocabulary, *, exact: bool = False) -> None:
        self.vocabulary = vocabulary
        self.exact = exact
        self.readings: list[Reading] = []
        self._shouted = False
        self._leaves: dict[Typed, Phrase] = {}

    def expand(self, tree: Node) -> Node:
        """Return `tree` with every leaf resolved.

        Raises:
            UnknownNameError: If a field asks for a value that no record has.
            QueryError: If a wildcard or a pattern matches too many words.
        """
        words = [leaf.text for leaf in _typed_leaves(tree)]
        self._shouted = len(words) > 1 and all(map(str.isupper, words))
        return self._node(tree)

    def _node(self, node: Node) -> Node:
        if isinstance(node, Run):
            return self._run(node)
        if isinstance(node, Group):
            return type(node)(tuple(self._node(child) for child in node.children))
        if isinstance(node, Not):
            return Not(self._node(node.child))
        if isinstance(node, Field):
            return self._filter(node)
        return self._leaf(node) if isinstance(node, Typed) else node

    # Leaves

    def _leaf(self, typed: Typed) -> Phrase:
        if typed not in self._leaves:
            self._leaves[typed] = self._resolved(typed)
        return self._leaves[typed]

    def _resolved(self, typed: Typed) -> Phrase:
        if typed.form in ("wildcard", "regex", "fuzzy"):
            from wp8.query.patterns import resolve_pattern

            return resolve_pattern(typed, self.vocabulary)
        tokens = list(tokenize(typed.text, shouted=self._shouted))
        for token in tokens:
            form = typed.text[token.start : token.end]
            self._note(form, "folded", () if form.casefold() == token.norm else (token.norm,))
        if typed.form == "phrase" and typed.distance is not None:
            return Phrase(tuple(self._joined(tokens)), typed.distance)
        if self.exact:
            return _as_written(tokens)
        if typed.form == "phrase":
            return Phrase(tuple(self._joined(tokens)))
        if typed.text[-1] >= FIRST_SYLLABLE and _is_hangul(tokens):
            return Phrase((self._hangul(tokens),))
        if len(tokens) > 1:
            return Phrase(tuple(self._joined(tokens)))
        return Phrase((self._word(tokens[0]),))

    def _plain(self, token: Token) -> Alternative:
        return (ACRONYM_MARK + token.norm if self._is_acronym(token) else token.norm,)

    def _is_acronym(self, token: Token) -> bool:
        """Return whether a function word in capitals means the acronym.

        A query all of capitals means it only where the corpus has it.
        """
        known = ACRONYM_MARK + token.norm in self.vocabulary
        return token.acronym or (self._shouted and known and token.norm in NAMESAKES)

    def _word(self, token: Token) -> Slot:
        """Return the alternatives of a word typed alone: its forms, and itself as two words."""
        if self._is_acronym(token):
            self._note(token.norm.upper(), "the acronym, not the word", ())
            return (self._plain(token),)
        forms = [form for form in self.vocabulary.forms(token.norm) if form != token.norm]
        self._note(token.norm, "other forms", forms)
        apart = list(self._apart(token.norm))
        self._note(token.norm, "written apart", map(" ".join, apart))
        return (self._plain(token), *((form,) for form in forms), *apart)

    def _apart(self, norm: str) -> Iterator[Alternative]:
        """Yield `norm` as two tokens of the corpus, none of them a function word."""
        if norm in FUNCTION_WORDS or not norm.isascii():
            return
        for place in range(_SHORTEST_PART, len(norm)):
            first, second = norm[:place], norm[place:]
            if second.isdigit() and not first[-1].isdigit():
                second = HYPHEN + second
            parts = _is_part(first) and (_is_part(second) or second == _POSSESSIVE)
            if parts and first in self.vocabulary and second in self.vocabulary:
                yield first, second

    def _joined(self, tokens: Sequence[Token]) -> Iterator[Slot]:
        """Yield the slots of tokens in a row; those that the corpus writes as one share one."""
        place = 0
        while place < len(tokens):
            name = self._name([token.norm for token in tokens[place : place + _LONGEST_NAME]])
            if name:
                length, solid = name
                parts = tuple(token.norm for token in tokens[place : place + length])
                yield parts, ((parts[0], solid) if solid.startswith(HYPHEN) else (solid,))
                place += length
                continue
            token = tokens[place]
            bare = ((token.norm[1:],),) if token.norm.startswith(HYPHEN) else ()
            yield (self._plain(token), *bare)
            place += 1

    def _name(self, norms: Sequence[str]) -> tuple[int, str] | None:
        """Return how many of `norms` from the first on the corpus writes as one word, and it."""
        for length in range(len(norms), 1, -1):
            parts = norms[:length]
            solid = "".join(parts)
            if length == 2 and _is_part(parts[0]) and parts[1].isdigit():  # noqa: PLR2004
                solid = HYPHEN + parts[1]
            elif not all(map(_is_part, parts)):
                continue
            if solid in self.vocabulary:
                return length, solid
        return None

    # Hangul

    def _hangul(self, tokens: Sequence[Token]) -> Slot:
        """Return the spellings of a Hangul word, with its particle and without."""
        norms = [token.norm for token in tokens]
        options = [
            [norm, *filter(self.vocabulary.__contains__, initial_variants(norm))]
            if len(norms) > 1 and is_syllable(norm)
            else [norm]
            for norm in norms
        ]
        found = [tuple(norms)]
        size = 1
        for option in options:
            size *= len(option)
        if size <= _MOST_SPELLINGS:
            found = list(product(*options))
        bare = [tuple(word) for spelling in found for word in without_particle(spelling)]
        self._note("".join(norms), "northern and southern spellings", map("".join, found[1:]))
        self._note("".join(norms), "without its particle", map("".join, bare))
        return tuple(dict.fromkeys((*found, *bare)))

    # Words typed one after the other

    def _run(self, run: Run) -> Node:
        children = list(self._names(glued(run.children)))
        if len(children) > _MANY:
            # Words that a long query repeats do not change what it finds.
            children = list(dict.fromkeys(children))
        contents = [child for child in children if not self._is_function_word(child)]
        if self.exact or not any(isinstance(child, (Typed, Group)) for child in contents):
            contents = children
        nodes = [
            self._node(child) if child in contents else Maybe(self._node(child))
            for child in children
        ]
        return Run(tuple(nodes)) if len(nodes) > 1 else nodes[0]

    def _names(self, children: Sequence[Node]) -> Iterator[Node]:
        """Yield the parts of a run; words that the corpus writes as one become alternatives."""
        place = 0
        while place < len(children):
            words = plain_words(children[place : place + _LONGEST_NAME])
            name = None if self.exact else self._name([token.norm for token in words])
            if name:
                length, solid = name
                parts = children[place : place + length]
                both = (words[0].norm, solid) if solid.startswith(HYPHEN) else (solid,)
                self._note(" ".join(map(str, parts)), "written as one", ("".join(both),))
                words_apart = Run(tuple(self._node(part) for part in parts))
                yield Or((words_apart, Phrase(((both,),))))
                place += length
            else:
                yield children[place]
                place += 1

    def _is_function_word(self, node: Node) -> bool:
        if not (isinstance(node, Typed) and node.form == "word"):
            return False
        (token, *others) = tokenize(node.text, shouted=self._shouted)
        return not others and token.norm in FUNCTION_WORDS and not self._is_acronym(token)

    def _filter(self, field: Field) -> Filter:
        """Return the filter of a typed field, its value checked against the corpus."""
        value = section_key(field.value)
        prefix = f"{field.name}:"
        known = [f.removeprefix(prefix) for f in self.vocabulary.facets() if f.startswith(prefix)]
        if value not in known:
            from wp8.query.suggest import nearest

            close = nearest(value, known)
            raise UnknownNameError(
                f"the corpus has no {field.name} {field.value}",
                hint=f"did you mean {close[0]}?" if close else f"it has: {', '.join(known)}",
            )
        return Filter((prefix + value,))

    def _note(self, typed: str, how: str, forms: Iterable[str]) -> None:
        reading = Reading(typed, how, tuple(forms))
        if (reading.forms or "not" in how) and reading not in self.readings:
            self.readings.append(reading)


def _as_written(tokens: Sequence[Token]) -> Phrase:
    """Return the phrase of whole words with these joints, and no other form."""
    norms = ((ACRONYM_MARK if token.acronym else "") + token.norm for token in tokens)
    return Phrase(tuple(((norm,),) for norm in norms), joints=tuple(t.joint for t in tokens))


def _typed_leaves(node: Node) -> Iterator[Typed]:
    if isinstance(node, Group):
        for child in node.children:
            yield from _typed_leaves(child)
    elif isinstance(node, Typed):
        yield node


def _is_part(norm: str) -> bool:
    """Return whether `norm` can be a part of a name."""
    return len(norm.lstrip(HYPHEN)) >= _SHORTEST_PART and norm not in FUNCTION_WORDS


def _is_hangul(tokens: Sequence[Token]) -> bool:
    return any(token.norm[0] >= FIRST_SYLLABLE for token in tokens)
