"""Variant groups in a query: a typed form of the glossary can stand for its whole group."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.query.tree import Group, Or, Run, Typed
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.query.tree import Node


class Variants(NamedTuple):
    """A query in which each form of the glossary stands for its group, and the forms by group."""

    tree: Node
    groups: tuple[tuple[str, ...], ...]


def with_variants(tree: Node, glossary: Iterable[Sequence[str]]) -> Variants:
    """Return the typed `tree` with the variants of the forms in it, and the groups it met."""
    groups = {_norms(form): tuple(group) for group in glossary for form in group}
    met: dict[tuple[str, ...], None] = {}
    return Variants(_replaced(tree, groups, met), tuple(met))


def form_leaf(form: str) -> Typed:
    """Return the leaf that finds `form` as it stands in the glossary."""
    return Typed("phrase" if form.isascii() or " " in form else "word", form)


def _norms(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(text))


def _replaced(
    node: Node, groups: dict[tuple[str, ...], tuple[str, ...]], met: dict[tuple[str, ...], None]
) -> Node:
    if isinstance(node, Run):
        return _replaced_run(node, groups, met)
    if isinstance(node, Group):
        return type(node)(tuple(_replaced(child, groups, met) for child in node.children))
    if isinstance(node, Typed) and node.form in ("word", "phrase") and node.distance is None:
        group = groups.get(_norms(node.text))
        if group:
            met[group] = None
            return Or((node, *(form_leaf(f) for f in group if _norms(f) != _norms(node.text))))
    return node


def _replaced_run(
    run: Run, groups: dict[tuple[str, ...], tuple[str, ...]], met: dict[tuple[str, ...], None]
) -> Node:
    """Return `run` with the longest forms in it replaced, from the left."""
    children: list[Node] = []
    place = 0
    while place < len(run.children):
        words = _words_from(run.children, place)
        for length in range(len(words), 1, -1):
            typed = words[:length]
            group = groups.get(tuple(norm for word in typed for norm in _norms(word)))
            if group:
                met[group] = None
                words_typed = Run(run.children[place : place + length])
                others = (form_leaf(f) for f in group if _norms(f) != _norms(" ".join(typed)))
                children.append(Or((words_typed, *others)))
                place += length
                break
        else:
            children.append(_replaced(run.children[place], groups, met))
            place += 1
    return Run(tuple(children)) if len(children) > 1 else children[0]


def _words_from(children: Sequence[Node], place: int) -> list[str]:
    words = []
    for child in children[place:]:
        if not isinstance(child, Typed) or child.form != "word":
            break
        words.append(child.text)
    return words
