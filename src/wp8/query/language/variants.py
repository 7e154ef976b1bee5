"""Variant groups in a query: a typed form of the glossary can stand for its whole group."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from wp8.query.tree import Forms, Group, Run, Typed
from wp8.words.hangul import without_particle
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeGuard

    from wp8.query.tree import Node


class Variants(NamedTuple):
    """A query in which each form of the glossary stands for its group, and the forms by group."""

    tree: Node
    groups: tuple[tuple[str, ...], ...]


def with_variants(tree: Node, glossary: Iterable[Sequence[str]]) -> Variants:
    """Return the typed `tree` with the variants of the forms in it, and the groups it met."""
    forms = _Forms(glossary)
    return Variants(forms.replaced(tree), tuple(forms.met))


def form_leaf(form: str) -> Typed:
    """Return the leaf that finds `form` as it stands in the glossary."""
    return Typed("phrase" if form.isascii() or " " in form else "word", form)


def _norms(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(text))


class _Branch:
    """What may follow the letters so far, and the group that has a form of them."""

    def __init__(self) -> None:
        self.following: dict[str, _Branch] = {}
        self.group: tuple[str, ...] = ()


class _Forms:
    """The forms of a glossary as a tree of letters, whatever their blanks, hyphens and signs.

    `met` has the groups that were met.
    """

    def __init__(self, glossary: Iterable[Sequence[str]]) -> None:
        self.met: dict[tuple[str, ...], None] = {}
        self._tree = _Branch()
        for group in glossary:
            for form in group:
                branch = self._tree
                for letter in "".join(_norms(form)):
                    branch = branch.following.setdefault(letter, _Branch())
                branch.group = tuple(group)

    def replaced(self, node: Node) -> Node:
        """Return `node` with alternatives for each form in it."""
        if isinstance(node, Run):
            return self._run(node.children)
        if isinstance(node, Group):
            return type(node)(tuple(map(self.replaced, node.children)))
        if isinstance(node, Typed) and node.form in ("word", "phrase") and node.distance is None:
            norms = _norms(node.text)
            for typed in (norms, *without_particle(norms)) if norms else ():
                _, group = self._longest([typed])
                if group:
                    return self._alternatives(node, typed, group)
        return node

    def _run(self, parts: tuple[Node, ...]) -> Node:
        """Return a run of `parts` with the longest forms in it replaced, from the left."""
        norms = [_norms(part.text) if _is_word(part) else () for part in parts]
        children: list[Node] = []
        place = 0
        while place < len(parts):
            length, group = self._longest(islice(norms, place, None))
            if length > 1:
                typed = tuple(chain.from_iterable(norms[place : place + length]))
                children.append(
                    self._alternatives(Run(parts[place : place + length]), typed, group)
                )
            else:
                children.append(self.replaced(parts[place]))
            place += max(1, length)
        return Run(tuple(children)) if len(children) > 1 else children[0]

    def _longest(self, words: Iterable[Sequence[str]]) -> tuple[int, tuple[str, ...]]:
        """Return how many of `words`, from the first on, are the longest form, and its group."""
        found: tuple[int, tuple[str, ...]] = (0, ())
        branch: _Branch | None = self._tree
        for length, norms in enumerate(words, start=1):
            for letter in "".join(norms):
                branch = branch and branch.following.get(letter)
            if not norms or branch is None:
                break
            if branch.group:
                found = (length, branch.group)
        return found

    def _alternatives(self, node: Node, norms: Sequence[str], group: tuple[str, ...]) -> Node:
        self.met[group] = None
        typed = "".join(norms)
        others = (form_leaf(form) for form in group if "".join(_norms(form)) != typed)
        return Forms((node, *others))


def _is_word(node: Node) -> TypeGuard[Typed]:
    return isinstance(node, Typed) and node.form == "word"
