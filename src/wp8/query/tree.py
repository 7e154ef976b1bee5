"""The nodes of a query: as typed (`Typed`, `Field`) and as resolved (`Phrase`, `Filter`).

`parser` makes a tree of typed leaves, `expand` resolves the leaves over a corpus's vocabulary;
the groups between them are the same. `str(node)` is a query that parses to the same tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final, Literal

from wp8.words.characters import has_syllables
from wp8.words.tokens import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self, TypeAlias

    Node: TypeAlias = "Group | Not | Typed | Field | Phrase | Filter"

Form = Literal["word", "phrase", "wildcard", "fuzzy", "regex"]

Layer = Literal["only", "without"]

# What has to stand before a slot of a name, and after its last: no sign; `COMMA`, `GOES_ON` of
# `wp8.words.tokens`; or whether this goes on with a capital, which none does after an article.
UNBROKEN: Final = " "
BEGINS: Final = "|"
WITHIN: Final = "~"

# Of the facets of a filter nobody reads more.
_MOST_SHOWN: Final = 5

# An alternative is tokens in a row, with no sign between words; a slot is the alternatives of one
# place in a phrase.
Alternative = tuple[str, ...]
Slot = tuple[Alternative, ...]


class Words(tuple[Alternative, ...]):
    """A slot of words that may be many, as those of a pattern; a view is asked for all at once."""

    def __new__(cls, words: Iterable[str]) -> Self:
        """Make a slot of words of one token each."""
        return super().__new__(cls, ((word,) for word in words))

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The words."""
        return frozenset(word for (word,) in self)

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        """Return the hash of the slot as a tuple, which takes as long as the slot only once."""
        return self._hash


@dataclass(frozen=True, slots=True)
class Typed:
    """A leaf as typed; `distance` is the number after `~` (of edits, or of words between)."""

    form: Form
    text: str
    distance: int | None = None

    @property
    def is_pattern(self) -> bool:
        """Whether it stands for other words than its own; a phrase with a wildcard does."""
        if self.form != "phrase":
            return self.form != "word"
        # A question mark at the end of a word is none.
        inside = any(before and after.isalnum() for before, after in _around(self.text, "?"))
        return "*" in self.text or inside

    def __str__(self) -> str:
        """Return the leaf as one types it."""
        text = {"phrase": f'"{self.text}"', "regex": f"/{self.text}/"}.get(self.form, self.text)
        return text if self.distance is None else f"{text}~{self.distance}"


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on a record, or on its document, as typed: `kind:note`, `author:Kim`."""

    name: str
    value: str

    @property
    def as_text(self) -> str:
        """The condition as words that were typed."""
        return f"{self.name}:{self.value}"

    def __str__(self) -> str:
        """Return the condition as one types it."""
        value = self.value if self.value.isalnum() else f'"{self.value}"'
        return f"{self.name}:{value}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Slots that follow each other, or, with a `distance`, stand near each other in any order.

    With a `distance`, at most so many other tokens stand between the first slot and the last.
    `joints`, one for each slot, asks for a whole word or words with exactly these joints;
    `layer` for quoted matter only, or for what stands without quotation marks; `borders`, one more
    than slots, for what stands before each and after the last; `barred` for words where none of
    these terms stands.
    `is_typed` says that the first alternative of each slot is what was typed, and `weight` what an
    occurrence counts in the order of hits.
    """

    slots: tuple[Slot, ...]
    distance: int | None = None
    joints: tuple[str, ...] | None = None
    layer: Layer | None = None
    borders: tuple[str, ...] | None = None
    barred: tuple[str, ...] | None = None
    is_typed: bool = False
    weight: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether it is where its slots follow each other, and asks for nothing else."""
        asked = (self.distance, self.joints, self.layer, self.borders, self.barred)
        return all(each is None for each in asked)

    @property
    def asks_for_signs(self) -> bool:
        """Whether one word may stand there as several with no sign between them."""
        return any(has_words_apart(tokens) for slot in self.slots for tokens in slot)

    def __str__(self) -> str:
        """Return the slots with their alternatives, and the comma of a name."""
        slots = ["|".join("_".join(tokens) for tokens in slot) for slot in self.slots]
        before = [f"{border.strip(' =|~')} " for border in (self.borders or ())[1:-1]]
        row = "".join(chain(*zip_longest(slots, before or [" "] * (len(slots) - 1), fillvalue="")))
        distance = "" if self.distance is None else f"~{self.distance}"
        weight = "" if self.weight == 1 else f"^{self.weight}"
        layer = f" ({self.layer} quotes)" if self.layer else ""
        return f"[{row}]{distance}{weight}{layer}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a record: one of its facets is among `facets`."""

    facets: tuple[str, ...]

    def __str__(self) -> str:
        """Return the facets that pass, of very many some."""
        more = len(self.facets) - _MOST_SHOWN
        shown = [*self.facets[:_MOST_SHOWN], *([f"{more:,} more"] if more > 0 else [])]
        return "{" + "|".join(shown) + "}"


@dataclass(frozen=True, slots=True)
class Not:
    """The records that do not answer `child`."""

    child: Node

    def __str__(self) -> str:
        """Return the exclusion as one types it."""
        return f"NOT {_inner(self.child)}"


class Maybe(Not):
    """A part of a run that need not be there: it only counts where it stands beside another."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the part in brackets of its own."""
        return f"<{self.child}>"


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes under one operator."""

    children: tuple[Node, ...]


class And(Group):
    """The records that answer every child."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the children joined by AND."""
        return " AND ".join(_inner(child) for child in self.children)


class Run(And):
    """Children typed one after the other: an And that prefers them standing together."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the children joined by blanks."""
        return " ".join(_inner(child) for child in self.children)


class Or(Group):
    """The records that answer at least one child."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the children joined by OR."""
        return " OR ".join(_inner(child) for child in self.children)


class InSentence(Group):
    """The records of which one sentence answers the only child."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the child with what it is within."""
        (child,) = self.children
        written = f"({child})" if isinstance(child, Or | InSentence) else str(child)
        return f"{written} within:sentence"


class Forms(Or):
    """One thing in several forms, the typed one first."""

    __slots__ = ()


class Some(Or):
    """What a question asks for: the more of it a record has, the better."""

    __slots__ = ()


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, Group) else str(node)


def _around(text: str, mark: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each `mark` of `text`, one character each."""
    for place, character in enumerate(text):
        if character == mark:
            yield text[:place], text[place + 1 : place + 2]


def has_words_apart(alternative: Alternative) -> bool:
    """Return whether an alternative is several words, between which a sign can stand.

    None stands before the `s` of a genitive, the number of a name (-19), a syllable.
    """
    return any(len(t) > 1 and t[0] != HYPHEN and not has_syllables(t) for t in alternative[1:])


def within(node: Node, layer: Layer) -> Node:
    """Return a resolved `node` that sees nothing but one layer of the texts."""
    if isinstance(node, Group):
        return type(node)(tuple(within(child, layer) for child in node.children))
    if isinstance(node, Not):
        return type(node)(within(node.child, layer))
    return replace(node, layer=layer) if isinstance(node, Phrase) else node


def as_typed(node: Node) -> Node:
    """Return a resolved `node` without the forms that were not typed; itself if it has no others.

    Of what is excluded all forms stay, and of a question, whose grammar asks for forms.
    """
    if isinstance(node, Forms):
        return as_typed(node.children[0])
    if isinstance(node, Group) and not isinstance(node, Some):
        children = tuple(map(as_typed, node.children))
        return node if children == node.children else type(node)(children)
    if isinstance(node, Phrase) and node.is_typed and any(len(slot) > 1 for slot in node.slots):
        return replace(node, slots=tuple(slot[:1] for slot in node.slots))
    return node


def leaves(node: Node) -> Iterator[Typed | Field | Phrase | Filter]:
    """Yield the leaves of `node` in the order typed, those of exclusions left out."""
    if isinstance(node, Group):
        for child in node.children:
            yield from leaves(child)
    elif not isinstance(node, Not):
        yield node


def asks_for_sentences(node: Node) -> bool:
    """Return whether only the text of a record can tell whether it matches `node`."""
    if isinstance(node, Group):
        return isinstance(node, InSentence) or any(map(asks_for_sentences, node.children))
    return isinstance(node, Not) and asks_for_sentences(node.child)


def without_sentences(node: Node, *, inside: bool = False) -> Node | None:
    """Return a tree that asks for no sentence; None if every record matches that.

    It matches the records that a resolved `node` matches, and perhaps others. What is `inside` a
    sentence may be what is excluded elsewhere in the record.
    """
    if isinstance(node, Phrase) and inside and not node.is_plain:
        return And(tuple(Phrase((slot,)) for slot in node.slots))
    if isinstance(node, Not):
        return None if inside or isinstance(node, Maybe) or asks_for_sentences(node) else node
    if not isinstance(node, Group):
        return node
    inside = inside or isinstance(node, InSentence)
    found = [without_sentences(child, inside=inside) for child in node.children]
    children = tuple(child for child in found if child is not None)
    if not children or (isinstance(node, Or) and len(children) < len(found)):
        return None
    return (Or if isinstance(node, Or) else And)(children)


def is_grounded(node: Node) -> bool:
    """Return whether `node` asks for something to be there, not only for things to be absent."""
    if isinstance(node, Or):
        return all(is_grounded(child) for child in node.children)
    if isinstance(node, Group):
        return any(is_grounded(child) for child in node.children)
    return not isinstance(node, Not)


def is_of_one_slot(phrase: Phrase) -> bool:
    """Return whether the occurrences of a phrase are those of one slot, wherever it stands."""
    return phrase.is_plain and len(phrase.slots) == 1


def token_row(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return the tokens that may stand at each place of `slots`, as slots of one token.

    None are returned where a token may stand in the place of several.
    """
    row: list[Slot] = []
    for slot in slots:
        if len(slot) == 1:
            row += (((token,),) for token in slot[0])
        elif all(len(tokens) == 1 for tokens in slot):
            row.append(slot)
        else:
            return ()
    return tuple(row)
