"""The vocabulary of an index on a cluster: an index of words, asked for the few a query needs.

The words stand in blocks, in code point order, and a block is found by its first: so there are few
documents, and the words beside the one asked for are known too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.index.forms import SPOKEN, Forms, FormsKnown
from wp8.index.opensearch.pages import hits_of, pages
from wp8.index.opensearch.schema import ENTRIES, FACETS, FIRST, WORDS
from wp8.index.opensearch.shape import count
from wp8.words.lexeme import key, lexemes_in
from wp8.words.tokens import is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.opensearch.client import Cluster
    from wp8.index.opensearch.shape import Shape

_PAGE: Final = 100


def _word(value: object) -> bool:
    return isinstance(value, str) and value != ""


_ENTRY: Final[Shape] = (_word, count, count, [_word], [_word], [_word], bool, bool)
_BLOCK: Final[Shape] = {"_source": {ENTRIES: [_ENTRY]}, "sort": (str,)}


class Entry(NamedTuple):
    """What is known of a word: in how many records it is, how often in the one with most of it.

    A lexeme that is no token has no frequency. `others` are its lexemes in languages in no text of
    which it stands.
    """

    word: str
    frequency: int = 0
    most: int = 0
    lexemes: Sequence[str] = ()
    others: Sequence[str] = ()
    forms: Sequence[str] = ()
    is_capital: bool = False
    is_joined: bool = False


class ClusterVocabulary(FormsKnown):
    """The tokens of an index; what was asked once is kept."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._entries: dict[str, Entry] = {}
        self._forms = Forms(
            lambda word: self._with_forms(self._entry(word).lexemes),
            self._forms_of,
            lambda word: self._with_forms(self._entry(word).others),
            self.__contains__,
            lambda token: self._entry(token).is_joined if self._entry(token).is_capital else None,
        )

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return self.frequency(token) > 0

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return self._tokens("")

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""
        found = []
        for token in self._tokens(letters):
            if token.startswith(letters):
                found.append(token)
            elif token > letters:
                break
        return found

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        return self._entry(token).frequency

    def most(self, token: str) -> int:
        """Return how often `token` stands in the record that has it most."""
        return self._entry(token).most

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        return [entry.word for entry in self._from("", FACETS)]

    def fetch(self, words: Iterable[str]) -> None:
        """Have ready what is known of `words`, asked for at once."""
        wanted = [word for word in dict.fromkeys((*words, SPOKEN)) if word not in self._entries]
        for start in range(0, len(wanted), _PAGE):
            asked = wanted[start : start + _PAGE]
            for block in self._blocks_with(asked):
                self._entries.update((entry.word, entry) for entry in block)
            for word in asked:
                self._entries.setdefault(word, Entry(word))

    def _with_forms(self, row: Sequence[str]) -> Sequence[str]:
        """Return a row of lexemes, and have ready their forms."""
        self.fetch(map(key, lexemes_in(row)))
        return row

    def _forms_of(self, lexeme: str) -> Sequence[str]:
        """Return the forms of a lexeme, and have ready what is known of them."""
        forms = self._entry(lexeme).forms
        self.fetch(form.partition(":")[2] for form in forms)
        return forms

    def _entry(self, word: str) -> Entry:
        if word not in self._entries:
            self.fetch((word,))
        return self._entries[word]

    def _blocks_with(self, words: Sequence[str]) -> Iterator[Sequence[Entry]]:
        """Yield the blocks where these words stand, if they stand anywhere."""
        lines: list[Mapping[str, Any]] = []
        for word in words:
            lines += ({}, {**_within(WORDS, {"lte": word}, "desc"), "size": 1})
        body = "".join(f"{json.dumps(line)}\n" for line in lines)
        shape: Shape = {"responses": [dict]}
        answer = self._cluster.ask("POST", f"/{self._index}/_msearch", body, shape=shape)
        for response in answer["responses"]:
            checked = self._cluster.checked(response, hits_of(_BLOCK))
            yield from map(_block, checked["hits"]["hits"])

    def _tokens(self, start: str) -> Iterator[str]:
        return (
            entry.word
            for entry in self._from(start, WORDS)
            if entry.frequency and is_word_term(entry.word)
        )

    def _from(self, start: str, kind: str) -> Iterator[Entry]:
        """Yield the entries in order, from those of the block on where `start` would stand."""
        bounds = {}
        if start:
            body = {**_within(kind, {"lte": start}, "desc"), "size": 1}
            answer = self._cluster.search(f"/{self._index}/_search", body, hits_of(_BLOCK))
            hits = answer["hits"]["hits"]
            bounds = {"gte": hits[0]["sort"][0]} if hits else {}
        asked = _within(kind, bounds, "asc")
        for hits in pages(self._cluster, self._index, asked, _BLOCK, _PAGE):
            for hit in hits:
                yield from _block(hit)


def _within(kind: str, bounds: Mapping[str, str], order: str) -> dict[str, Any]:
    """Return a search for the blocks whose first word is within bounds."""
    found = [{"term": {"kind": kind}}, {"range": {FIRST: bounds}}]
    return {"query": {"bool": {"filter": found}}, "sort": [{FIRST: order}]}


def _block(hit: Mapping[str, Any]) -> Sequence[Entry]:
    return [Entry(*entry) for entry in hit["_source"][ENTRIES]]
