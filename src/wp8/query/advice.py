"""What to say when nothing is found: why, and what to type next."""

from __future__ import annotations

import shlex
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wp8.numbers import numbered
from wp8.query.language.parser import parse
from wp8.query.language.suggest import nearest
from wp8.query.real_names import missing_names, near_names
from wp8.query.search import EVERYTHING, Question, resolve
from wp8.query.tree import Field, Group, Not, Typed, leaves
from wp8.words.characters import has_syllables
from wp8.words.tokens import FUNCTION_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.query.backend import Backend
    from wp8.query.tree import Node

# Of more parts of a query than this nobody reads, and each is looked for.
_MOST_PARTS = 12
# No name is longer; and each beginning is a search.
_LONGEST_BEGINNING = 24
_SHORTEST_WORD = 4
EVERYWHERE = Question("")


class Advice(NamedTuple):
    """Why a question has no hit, and, if something close by has, the query that finds it."""

    reason: str
    query: str | None = None
    options: str = ""

    @property
    def command(self) -> str | None:
        """The command to type next."""
        if self.query is None:
            return None
        return f"wp8 search {shlex.quote(self.query)}{self.options}"


def advise(question: Question, *, backend: Backend) -> list[Advice]:
    """Return what explains that `question` has no hit, the likeliest first."""
    typed = parse(question.query)
    found = [
        *_names(typed, question, backend),
        *_misspelt(typed, question, backend),
        *_patterns(typed, question, backend),
        *_hangul(typed, question, backend),
        *_parts(typed, question, backend),
        *_scope(typed, question, backend),
        *_exactness(typed, question, backend),
        *_operators(typed, question),
    ]
    return found or [Advice(f"no paragraph has {typed}")]


def _total(typed: Node, question: Question, backend: Backend) -> int:
    return backend.search(resolve(typed, question, backend), limit=0).total


def _advice(reason: str, query: str | None, question: Question, backend: Backend) -> Advice:
    """Return an advice that offers `query` in the scope of `question`, if it finds something."""
    if query is None or not _total(parse(query), question, backend):
        return Advice(reason)
    return Advice(reason, query, _options(question))


def _names(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which names no text has, and which names are near them."""
    for name in missing_names(resolve(typed, question, backend)):
        if close := near_names(name, backend):
            named = ", ".join(f"{written} ({number})" for written, number in close)
            reason = f"no text has this name; the nearest: {named}"
            yield _advice(reason, f'"{close[0][0]}"', question, backend)


def _misspelt(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which words no text has, and which are near them; the last query mends them all."""
    vocabulary = backend.vocabulary
    query = question.query
    unknown = {
        token.norm: leaf.text[token.start : token.end]
        for leaf in leaves(typed)
        if isinstance(leaf, Typed) and leaf.form in ("word", "phrase")
        for token in tokenize(leaf.text)
        if token.norm not in vocabulary and not vocabulary.forms(token.norm)
    }
    known = [word for word in vocabulary if word not in FUNCTION_WORDS] if unknown else []
    for norm, form in islice(unknown.items(), _MOST_PARTS):
        close = []
        if len(form) >= _SHORTEST_WORD and norm.isascii():
            close = nearest(norm, known, frequency=vocabulary.frequency)
        if not close:
            yield Advice(f"no text has the word {form}")
            continue
        named = ", ".join(f"{word} ({vocabulary.frequency(word)})" for word in close)
        query = query.replace(form, close[0])
        reason = f"no text has the word {form}; did you mean {named}?"
        yield _advice(reason, query, question, backend)
    if len(unknown) > _MOST_PARTS:
        yield Advice(f"no text has {numbered(len(unknown) - _MOST_PARTS, 'more word')}")


def _hangul(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which Hangul word no text has, and what its longest beginning finds."""
    hangul = (
        leaf for leaf in leaves(typed) if isinstance(leaf, Typed) and has_syllables(leaf.text)
    )
    for leaf in islice(hangul, _MOST_PARTS):
        if _total(leaf, EVERYWHERE, backend):
            continue
        longest = min(len(leaf.text) - 1, _LONGEST_BEGINNING)
        starts = (leaf.text[:end].rstrip() for end in range(longest, 1, -1))
        words = (start for start in starts if any(tokenize(start)))
        found = (word for word in words if _total(Typed("word", word), EVERYWHERE, backend))
        start = next(found, None)
        query = question.query.replace(leaf.text, start) if start else None
        yield _advice(f"no text has {leaf.text}", query, question, backend)


def _patterns(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which wildcards and fuzzy words no word matches, and what wider ones would."""
    for leaf in leaves(typed):
        if not isinstance(leaf, Typed) or leaf.form not in ("wildcard", "fuzzy", "regex"):
            continue
        if _total(leaf, EVERYWHERE, backend):
            continue
        wider = None
        if leaf.form == "fuzzy" and leaf.distance == 1:
            wider = f"{leaf.text}~2"
        elif leaf.form == "wildcard" and leaf.text.endswith("*"):
            longest = min(len(leaf.text) - 2, _LONGEST_BEGINNING)
            starts = (leaf.text[:end] for end in range(longest, _SHORTEST_WORD - 1, -1))
            wider = next(
                (
                    f"{start}*"
                    for start in starts
                    if _total(parse(start + "*"), EVERYWHERE, backend)
                ),
                None,
            )
        query = question.query.replace(str(leaf), wider) if wider else None
        yield _advice(f"no word matches {leaf}", query, question, backend)


def _parts(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say what each part of a conjunction finds alone."""
    parts = [
        leaf
        for leaf in leaves(typed)
        if isinstance(leaf, Typed) and leaf.text.casefold() not in FUNCTION_WORDS
    ]
    if not isinstance(typed, Group) or len(parts) < 2 or len(parts) > _MOST_PARTS:  # noqa: PLR2004
        return
    totals = {str(part): _total(part, question, backend) for part in parts}
    named = ", ".join(f"{part} {total or 'none'}" for part, total in totals.items())
    found = [part for part, total in totals.items() if total]
    query = " ".join(found)
    if not found or not _total(parse(query), question, backend):
        query = " OR ".join(found)
    reason = f"paragraphs with each part alone: {named}"
    yield _advice(reason, query, question, backend) if found else Advice(reason)


def _scope(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say how many hits the scope and the fields exclude."""
    bare = _without_fields(typed)
    if bare is None or (bare == typed and question.scope == EVERYTHING):
        return
    everywhere = question._replace(scope=EVERYTHING)
    if total := _total(bare, everywhere, backend):
        yield Advice(
            f"the filters exclude {numbered(total, 'paragraph')}", str(bare), _options(everywhere)
        )


def _exactness(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say what is found by other forms of the words, or by the words not in a row."""
    if question.exact and (total := _total(typed, question._replace(exact=False), backend)):
        yield Advice(f"without --exact: {numbered(total, 'paragraph')}", question.query)
    loose = _unquoted(typed)
    if loose != typed and (total := _total(loose, question, backend)):
        yield Advice(
            f"with the words in other forms or places: {numbered(total, 'paragraph')}",
            str(loose),
            _options(question),
        )


def _operators(typed: Node, question: Question) -> Iterator[Advice]:
    for leaf in leaves(typed):
        if isinstance(leaf, Typed) and leaf.form == "word" and leaf.text in ("and", "or", "not"):
            operator = leaf.text.upper()
            query = question.query.replace(f" {leaf.text} ", f" {operator} ")
            yield Advice(
                f"{leaf.text} was read as a word; the operator is {operator}",
                query if query != question.query else None,
                _options(question),
            )


def _options(question: Question) -> str:
    scope = question.scope
    named = {"--doc": scope.documents, "--section": scope.sections, "--kind": scope.kinds}
    typed = [f" {name} {shlex.quote(value)}" for name, values in named.items() for value in values]
    typed += [f" --quotes {scope.quotes}"] if scope.quotes else []
    return "".join(typed) + (" --exact" if question.exact else "")


def _without_fields(node: Node) -> Node | None:
    if isinstance(node, Field):
        return None
    if not isinstance(node, Group):
        return node
    children = tuple(c for child in node.children if (c := _without_fields(child)) is not None)
    if not any(not isinstance(child, Not) for child in children):
        return None
    return type(node)(children) if len(children) > 1 else children[0]


def _unquoted(node: Node) -> Node:
    """Return `node` with its phrases as words that stand anywhere in a paragraph."""
    if isinstance(node, Group):
        return type(node)(tuple(_unquoted(child) for child in node.children))
    if isinstance(node, Typed) and node.form == "phrase":
        return parse(node.text) if node.text.strip() else node
    return node
