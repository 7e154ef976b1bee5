"""The catalogue of a corpus: what is said of its documents, and which of them a query means.

It is a text of lines, so that a search reads no more of it than the fields that it asks for. A
field has two: what is shown of each document, and what a query is compared with.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import QueryError, Wp8Error
from wp8.model import visible
from wp8.numbers import NAMED, and_more
from wp8.query.fields import spans
from wp8.query.fields.spans import YEARS
from wp8.query.language.named import (
    expression,
    field_name,
    is_pattern,
    named,
    no_field,
    no_such,
)
from wp8.query.language.parser import FIELDS, parse, shortened
from wp8.query.tree import And, Field, InSentence, Not, Or
from wp8.words.romanization import romanized
from wp8.words.tokens import TOKENIZER_VERSION, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.query.fields.spans import Span
    from wp8.query.tree import Node

TEXT: Final = "text"
NAME: Final = "name"
NUMBER: Final = "number"
DATE: Final = "date"
SPANS: Final[Mapping[str, Callable[[str], Span]]] = {NUMBER: spans.number, DATE: spans.days}
_EXAMPLES: Final = {
    DATE: "{0}:2019, {0}:2019-05..2021, {0}:1945.. or {0}:<1950",
    NUMBER: "{0}:12, {0}:3..5 or {0}:>=3",
}
DOCUMENT: Final = "document"
SUBCORPUS: Final = "in"
# A choice of documents, as --where has it: no field that anybody types.
WHERE: Final = "where"
LANGUAGE: Final = "language"
# What may be asked of every corpus, whether something is said of it or not.
_KINDS: Final = {"author": NAME, DATE: DATE}
_EVERYWHERE: Final = ("author", "title", "date", *YEARS, "type", LANGUAGE, "key", SUBCORPUS)
_OF_RECORDS: Final = frozenset(FIELDS.values()) - {DOCUMENT}
_ANY: Final = "*"
_MOST_NAMED: Final = 8

# The first number is raised when something else is kept; keys are made of tokens.
_HEADER: Final = f"wp8 catalogue 4.{TOKENIZER_VERSION}"
_CELL, _VALUE = "\t", "\x1f"
_WORDS: Final = re.compile(rf"[^ |{_VALUE}]+")
_IN_SLASHES: Final = re.compile(r"/.+/", re.DOTALL)
_BLANKS: Final = re.compile(r"\s+")


class Value(NamedTuple):
    """What is said of a document: as it is shown, and the key with which queries are compared."""

    shown: str
    key: str


class Column(NamedTuple):
    """A field: its kind, and for each document the values it has there."""

    kind: str
    values: Sequence[Sequence[Value]]


def folded(text: str) -> str:
    """Return the words of a text as queries are compared with them, a blank around each."""
    norms = [token.norm for token in tokenize(text, shouted=False)]
    return f" {' '.join(norms) or text.strip().casefold()} "


def in_latin(name: str) -> Sequence[str]:
    """Return a Korean name of a person in Latin letters, nothing for any other."""
    try:
        return romanized(name.replace(" ", ""))
    except ValueError:
        return ()


def written(
    digest: str,
    documents: Iterable[str],
    subcorpora: Mapping[str, str],
    columns: Mapping[str, Column],
) -> str:
    """Return the content of the catalogue of a corpus with this digest."""
    lines = [
        f"{_HEADER} {digest}",
        _CELL.join(documents),
        _CELL.join(f"{_line(name)}{_VALUE}{_line(query)}" for name, query in subcorpora.items()),
    ]
    for name, (kind, rows) in columns.items():
        for head, part in ((f"{name}{_VALUE}{kind}", 0), ("", 1)):
            cells = (_VALUE.join(_line(value[part]) for value in row) for row in rows)
            lines.append(_CELL.join((head, *cells)))
    return "\n".join(lines)


def is_of(content: str, digest: str) -> bool:
    """Return whether `content` is that of the catalogue of a corpus with this digest."""
    return content.startswith(f"{_HEADER} {digest}\n")


class Catalogue:
    """What is said of the documents of a corpus, from a content that `written` made.

    `notify` gets a line where a field that is asked for has no such value. `languages` gives the
    languages that the texts themselves tell, by document. `dated` gives a date in words as EDTF has
    it, and what is no date as it is. `glossary` has groups of forms that name one thing.
    """

    def __init__(
        self,
        content: str,
        notify: Callable[[str], None] = lambda _: None,
        languages: Callable[[], Mapping[str, str]] = dict,
        dated: Callable[[str], str] = str,
        glossary: Sequence[Sequence[str]] = (),
    ) -> None:
        _, documents, subcorpora, *lines = content.split("\n")
        self.documents = documents.split(_CELL) if documents else []
        named = (each.split(_VALUE) for each in subcorpora.split(_CELL) if each)
        self.subcorpora = dict(named)
        self._lines: dict[str, tuple[str, str, str]] = {}
        for shown, keys in zip(lines[::2], lines[1::2], strict=True):
            name, _, kind = shown.partition(_CELL)[0].partition(_VALUE)
            self._lines[name] = (kind, shown, keys)
        self._notify = notify
        self._languages = languages
        self._dated = dated
        self._glossary = glossary
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        self._within: list[str] = []
        self._absent = 0

    @property
    def fields(self) -> list[str]:
        """The names of the fields of which something is said, in the order of the documents'."""
        return list(self._lines)

    def kind(self, name: str) -> str:
        """Return the kind of a field."""
        return self._lines[name][0] if name in self._lines else _KINDS.get(name, TEXT)

    def values(self, name: str) -> list[tuple[str, ...]]:
        """Return what is said of each document under a name, in order; often one text, or none.

        Of its date, `year` and `decade` are told, and by `in` the subcorpora that it is in.

        Raises:
            QueryError: A subcorpus cannot be read.
            UnknownNameError: There is no such field.
        """
        if (known := self._known(name)) == DOCUMENT:
            return [(document,) for document in self.documents]
        if known == SUBCORPUS:
            having = {each: self._subcorpus(each) for each in self.subcorpora}
            return [tuple(each for each in having if id_ in having[each]) for id_ in self.documents]
        if stretch := YEARS.get(field_name(name)):
            found = (filter(None, keys) for keys in self._keys(known))
            return [tuple(spans.years(spans.read(key), stretch) for key in keys) for keys in found]
        if known == LANGUAGE:
            told = self._languages()
            said = zip(self.documents, self._shown(known), strict=True)
            return [own or tuple(filter(None, (told.get(name, ""),))) for name, own in said]
        return self._shown(known)

    def places(self, name: str) -> dict[str, int]:
        """Return the place of each document in the order of a field; those without it come last.

        Names stand by the family, texts as they are compared; of several values the first counts.

        Raises:
            UnknownNameError: There is no such field.
        """
        known = self._known(name)
        keys: list[list[str]] = (
            [[document] for document in self.documents] if known == DOCUMENT else self._keys(known)
        )
        is_span = self.kind(known) in SPANS

        def order(place: int) -> tuple[bool, object]:
            key = next(filter(None, keys[place]), "")
            whole, _, others = key.partition("|")
            inverted = others.partition("|")[0] or whole
            return not key, spans.read(key) if key and is_span else inverted

        in_order = sorted(range(len(keys)), key=order)
        return {self.documents[place]: number for number, place in enumerate(in_order)}

    def shown(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return what is said of each document under some names; several values are one text.

        Raises:
            UnknownNameError: There is no such field.
        """
        rows = [list(map("; ".join, self.values(name))) for name in names]
        columns = zip(*rows, strict=True)
        said = (dict(zip(names, row, strict=True)) for row in columns)
        return dict(zip(self.documents, said, strict=True))

    def is_spanned(self, name: str) -> bool:
        """Return whether the values of a field are dates or numbers."""
        return self.kind(self._known(name)) in SPANS

    def in_order(self, name: str) -> list[str]:
        """Return the values of a field in their order: dates and numbers by what they are."""
        known = self._known(name)
        rows = self.values(name)
        if self.kind(known) not in SPANS:
            return sorted({value for own in rows for value in own}, key=folded)
        keys = self._keys(known)
        if field_name(name) in YEARS:
            keys = [list(filter(None, own)) for own in keys]
        spanned = {
            value: spans.read(key) if key else (inf, inf)
            for own, their in zip(rows, keys, strict=True)
            for value, key in zip(own, their, strict=False)
        }
        return sorted(spanned, key=lambda value: (spanned[value], value))

    def described(self) -> Iterator[tuple[str, str, int, int, str]]:
        """Yield of each field its name, its kind, how many documents and values it has, and some.

        Each subcorpus follows, with its query.
        """
        for name in self._lines:
            said = self.values(name)
            values = list(dict.fromkeys(value for own in said for value in own))
            number = sum(map(bool, said))
            yield name, self.kind(name), number, len(values), and_more(sorted(values))
        for name, query in self.subcorpora.items():
            try:
                number = len(self._subcorpus(name))
            except Wp8Error as error:
                self._notify(f"{SUBCORPUS}:{name}: {error.message}")
                number = 0
            yield f"{SUBCORPUS}:{name}", "subcorpus", number, 1, query

    @property
    def names(self) -> list[str]:
        """The names of the fields that may be asked for."""
        return list(dict.fromkeys((*_EVERYWHERE, *self._lines)))

    def chosen(self, query: str) -> frozenset[str]:
        """Return the documents that a query of fields means; one that excludes means the rest.

        Raises:
            QueryError: It cannot be read, or asks for words or of paragraphs.
            UnknownNameError: A field or a subcorpus is not there.
        """
        return self._chosen(parse(query, may_exclude=True))

    def having(self, field: Field) -> frozenset[str]:
        """Return the documents of which a field is true; errors as of `chosen`."""
        name, value = field_name(field.name), field.value.strip()
        if (name, value) not in self._found:
            found = self._having(name, value)
            self._found[name, value] = found
            if not found and name not in (WHERE, SUBCORPUS):
                self._say_none(name, value)
        return self._found[name, value]

    def _known(self, name: str, value: str = "") -> str:
        """Return the field that a name means."""
        field = field_name(name)
        if field in YEARS:
            return DATE
        if field in (*self._lines, *_EVERYWHERE, DOCUMENT):
            return field
        raise no_field(name, value, self.names, self.documents)

    def _chosen(self, node: Node) -> frozenset[str]:
        if isinstance(node, Field):
            if node.name in _OF_RECORDS:
                message = f"{node.name}: is of paragraphs, and here are documents to be chosen"
                raise QueryError(message, hint=f"put it into the query, or use --{node.name}")
            return self.having(node)
        if isinstance(node, Not):
            return frozenset(self.documents) - self._chosen(node.child)
        if isinstance(node, Or):
            return frozenset().union(*map(self._chosen, node.children))
        if isinstance(node, And):
            return frozenset(self.documents).intersection(*map(self._chosen, node.children))
        kind = "sentences" if isinstance(node, InSentence) else f"the text: {shortened(str(node))}"
        raise QueryError(
            f"documents are chosen by their fields, not by {kind}",
            hint="as in: 'author:Kim date:2019..2021'; words belong into the query",
        )

    def _having(self, name: str, value: str) -> frozenset[str]:
        if name == WHERE:
            return self.chosen(value)
        if not value:
            raise QueryError(f"{name}: has no value", hint=f"any there is: {name}:*")
        if name == SUBCORPUS:
            return self._subcorpus(value)
        if (known := self._known(name, value)) == DOCUMENT:
            return self._named(value)
        if value == _ANY:
            has_it: Iterable[object] = self.values(name)
        elif (kind := self.kind(known)) in SPANS:
            has_it = self._meeting(name, known, kind, value)
        else:
            has_it = self._with_words(known, value)
        return frozenset(d for d, has in zip(self.documents, has_it, strict=True) if has)

    def _subcorpus(self, name: str) -> frozenset[str]:
        if name not in self.subcorpora:
            if self.subcorpora:
                raise no_such("subcorpus", name, list(self.subcorpora))
            hint = 'name one in corpus.toml: [subcorpora] postwar = "date:1945.."'
            raise QueryError(f"the corpus has no subcorpus {shortened(name)}", hint=hint)
        if name in self._within:
            raise QueryError(
                f"the subcorpus {name} is made of itself",
                hint=f"see [subcorpora] in corpus.toml: {' → '.join((*self._within, name))}",
            )
        self._within.append(name)
        try:
            return self.chosen(self.subcorpora[name])
        finally:
            self._within.pop()

    def _named(self, value: str) -> frozenset[str]:
        """Return the documents whose name is this, or matches it."""
        if found := named(value.casefold(), self.documents):
            return frozenset(found)
        raise no_such(DOCUMENT, value, self.documents)

    def _meeting(self, name: str, known: str, kind: str, value: str) -> Iterable[bool]:
        try:
            wanted = spans.asked(value, self._days if kind == DATE else SPANS[kind])
        except ValueError:
            raise QueryError(
                f"{name} takes a {kind} or a range, not {shortened(value)}",
                hint=f"as in: {_EXAMPLES[kind].format(name)}",
            ) from None
        return (
            any(spans.meet(spans.read(key), wanted) for key in filter(None, keys))
            for keys in self._keys(known)
        )

    def _days(self, typed: str) -> Span:
        """Return the span of a date as a query, a manifest or a table of groups writes it."""
        try:
            return spans.days(typed)
        except ValueError:
            return spans.days(self._dated(typed))

    def _with_words(self, known: str, value: str) -> Iterable[bool]:
        if known == LANGUAGE:
            from wp8.words.language_names import tag_of
            from wp8.words.languages import tag

            # A name is of all kinds of the language.
            wanted = folded(tag(tag_of(value).partition("-")[0] or value))
            return [any(wanted in folded(own) for own in said) for said in self.values(known)]
        cells = self._cells(known, 2)
        if _IN_SLASHES.fullmatch(value):
            from wp8.query.language.patterns import matching

            in_words = list(map(_WORDS.findall, cells))
            matched = set(matching(value, {word for own in in_words for word in own}))
            return (not matched.isdisjoint(own) for own in in_words)
        if is_pattern(value):
            matches = _of_words(value).search
            return (matches(cell) is not None for cell in cells)
        words = self._forms(value) if self.kind(known) == NAME else {folded(value)}
        return (any(map(cell.__contains__, words)) for cell in cells)

    def _forms(self, name: str) -> set[str]:
        """Return the forms of a name as they are compared: in Latin letters, by the glossary."""
        forms = set(map(folded, (name, *in_latin(name))))
        groups = (set(map(folded, group)) for group in self._glossary)
        return forms.union(*(group for group in groups if forms & group))

    def _say_none(self, name: str, value: str) -> None:
        """Say that no document has a field with this value, and of more than a few no more."""
        self._absent += 1
        if self._absent <= NAMED:
            self._notify(self._why_none(name, value))
        elif self._absent == NAMED + 1:
            self._notify("and no document has some more of the fields that are asked for")

    def _why_none(self, name: str, value: str) -> str:
        """Return what to say of a field that no document has with this value."""
        from wp8.query.language.suggest import nearest

        said = list(dict.fromkeys(value for own in self.values(name) for value in own))
        none = f"no document has {name}:{shortened(value)}"
        if not said:
            return f"{none}: nothing is said of {name}"
        words = {word for text in said for word in folded(text).split()}
        close = nearest(folded(value).strip(), {*words, *(folded(text).strip() for text in said)})
        if close and self.kind(name) not in SPANS:
            return f"{none}: did you mean {close[0]}?"
        return f"{none}; there is {and_more(sorted(said), _MOST_NAMED)}"

    def _cells(self, name: str, part: int) -> list[str]:
        """Return the shown values of a field (1), or their keys (2), by document."""
        if name not in self._lines:
            return [""] * len(self.documents)
        return self._lines[name][part].split(_CELL)[1:]

    def _shown(self, name: str) -> list[tuple[str, ...]]:
        return [tuple(cell.split(_VALUE)) if cell else () for cell in self._cells(name, 1)]

    def _keys(self, name: str) -> list[list[str]]:
        return [cell.split(_VALUE) for cell in self._cells(name, 2)]


def _of_words(pattern: str) -> re.Pattern[str]:
    """Return what matches words with a pattern among them: `econom*`, `five-year pl?n`."""
    return re.compile(f" {expression(pattern, '[^ ]', _run)} ")


def _run(text: str) -> str:
    """Return a part of a pattern as words are compared, with the blanks at its ends."""
    words = " ".join(token.norm for token in tokenize(text, shouted=False))
    blanks = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{blanks[0]}{words}{blanks[1] * bool(words)}"


def _line(text: str) -> str:
    """Return a text without what ends a cell or a line, or acts on a terminal."""
    return visible(_BLANKS.sub(" ", text))
