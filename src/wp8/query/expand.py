"""From words as typed to tokens of the corpus: a typed tree gives a resolved tree.

What a reader would call the same word is found here, as alternatives per slot: never by a second
field of the index, so that every engine gives the same answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wp8.errors import QueryError, UnknownNameError
from wp8.matching import section_key
from wp8.query.tree import Field, Filter, Group, Not, Phrase, Typed
from wp8.text import ACRONYM_MARK, HYPHEN, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.index.backend import Vocabulary
    from wp8.query.tree import Alternative, Node, Slot
    from wp8.text import Token

# More words than this make an answer that nobody reads and every engine is slow at.
MAX_WORDS = 1000


class Expander:
    """Resolves typed leaves over one vocabulary; `exact` compares words as written."""

    def __init__(self, vocabulary: Vocabulary, *, exact: bool = False) -> None:
        self.vocabulary = vocabulary
        self.exact = exact

    def expand(self, node: Node) -> Node:
        """Return `node` with every leaf resolved.

        Raises:
            UnknownNameError: If a field asks for a value that no record has.
            QueryError: If a wildcard or a pattern matches too many words.
        """
        if isinstance(node, Group):
            return type(node)(tuple(self.expand(child) for child in node.children))
        if isinstance(node, Not):
            return Not(self.expand(node.child))
        if isinstance(node, Field):
            return self.filter(node)
        if isinstance(node, Typed):
            return self.leaf(node)
        return node

    def leaf(self, typed: Typed) -> Phrase:
        """Return the phrase that a typed leaf stands for."""
        if typed.form == "wildcard":
            return self.wildcard(typed.text)
        if typed.form == "regex":
            return Phrase((self.matching(typed.text, f"/{typed.text}/"),))
        tokens = list(tokenize(typed.text))
        distance = typed.distance if typed.form == "phrase" else None
        if self.exact and distance is None:
            return self.as_written(tokens)
        return Phrase(tuple(self.slot(token) for token in tokens), distance)

    def slot(self, token: Token) -> Slot:
        """Return the alternatives of one typed token."""
        if token.acronym:
            return ((ACRONYM_MARK + token.norm,),)
        if token.norm.startswith(HYPHEN):
            return ((token.norm,), (token.norm[1:],))
        return ((token.norm,),)

    def as_written(self, tokens: Sequence[Token]) -> Phrase:
        """Return the phrase of whole words with these joints, and no other form."""
        slots = tuple(((ACRONYM_MARK if token.acronym else "") + token.norm,) for token in tokens)
        return Phrase(tuple((slot,) for slot in slots), joints=tuple(t.joint for t in tokens))

    def wildcard(self, text: str) -> Phrase:
        """Return the phrase of a word with `*` (any letters) and `?` (one letter)."""
        slots = []
        for part in re.findall(r"[^\W_*?]*(?:[*?]+[^\W_*?]*)+|[^\W_]+", text):
            if "*" in part or "?" in part:
                pattern = "".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in part)
                slots.append(self.matching(pattern, text))
            else:
                slots += [self.slot(token) for token in tokenize(part)]
        return Phrase(tuple(slots))

    def matching(self, pattern: str, typed: str) -> Slot:
        """Return the words of the vocabulary that `pattern` matches whole."""
        matches = re.compile(pattern).fullmatch
        found: list[Alternative] = [(token,) for token in self.vocabulary if matches(token)]
        if len(found) > MAX_WORDS:
            raise QueryError(
                f"{typed} matches {len(found):,} words; at most {MAX_WORDS:,} are searched",
                hint="give more letters",
            )
        return tuple(found) or ((typed,),)

    def filter(self, field: Field) -> Filter:
        """Return the filter of a typed field, its value checked against the corpus."""
        value = section_key(field.value)
        known = [
            facet.partition(":")[2]
            for facet in self.vocabulary.facets()
            if facet.startswith(f"{field.name}:")
        ]
        if value not in known:
            raise UnknownNameError(
                f"the corpus has no {field.name} {field.value}",
                hint=f"it has: {', '.join(known)}" if known else None,
            )
        return Filter((f"{field.name}:{value}",))
