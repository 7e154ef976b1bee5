"""The vocabulary of an index on OpenSearch: an index of words, asked for the few a query needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.index.forms import Forms
from wp8.index.opensearch_pages import MOST, pages
from wp8.index.opensearch_schema import FACET, IS, TOKEN, WORD, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.opensearch_client import Cluster

_NOTHING: Final[Mapping[str, Any]] = {}


class ClusterVocabulary:
    """The tokens of an index; what was asked once is kept."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._entries: dict[str, Mapping[str, Any]] = {}
        self._forms = Forms(
            lambda token: self._several(token, "lexemes"),
            lambda lexeme: self._several(lexeme, "forms"),
            self.__contains__,
            lambda token: bool(self._entry(token).get("name")),
        )

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return self.frequency(token) > 0

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return self._listed(TOKEN)

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""
        return list(self._listed(TOKEN, {"prefix": {WORD: letters}}))

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        number: int = self._entry(token).get("frequency", 0)
        return number

    def most(self, token: str) -> int:
        """Return how often `token` stands in the record that has it most."""
        entry = self._entry(token)
        number: int = entry.get("most", 1) if entry.get("frequency") else 0
        return number

    def forms(self, word: str) -> Sequence[str]:
        """Return the tokens that are forms of one word with `word`."""
        return self._forms.of(word)

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""
        return self._forms.is_name(token)

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return self._forms.lemma(token)

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        return list(self._listed(FACET))

    def fetch(self, words: Iterable[str]) -> None:
        """Have ready what is known of `words`, asked for at once."""
        wanted = [word for word in dict.fromkeys(words) if word and word not in self._entries]
        for start in range(0, len(wanted), MOST):
            asked = wanted[start : start + MOST]
            body = {"ids": [term(word) for word in asked]}
            answer = self._cluster.ask("POST", f"/{self._index}/_mget", body)
            for word, found in zip(asked, answer["docs"], strict=True):
                if "error" in found:
                    self._cluster.partial("the words of the index cannot be had")
                self._entries[word] = found.get("_source", _NOTHING)

    def _entry(self, word: str) -> Mapping[str, Any]:
        if word not in self._entries:
            self.fetch((word,))
        return self._entries.get(word, _NOTHING)

    def _several(self, word: str, field: str) -> Sequence[str]:
        """Return the words that a field of an entry lists; each will be asked for."""
        found: Sequence[str] = self._entry(word).get(field, ())
        self.fetch(found)
        return found

    def _listed(self, kind: str, *conditions: Mapping[str, Any]) -> Iterator[str]:
        found = [{"term": {IS: kind}}, {"exists": {"field": WORD}}, *conditions]
        body = {"query": {"bool": {"filter": found}}, "sort": [{WORD: "asc"}], "_source": False}
        for hits in pages(self._cluster, self._index, body):
            yield from (hit["sort"][0] for hit in hits)
