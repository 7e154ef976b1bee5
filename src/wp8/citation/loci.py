"""From records to a locus that can be cited."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.locate import locate, require_words
from wp8.citation.item import creators, head, keys, year
from wp8.citation.locus import Locus, Words
from wp8.errors import UnknownNameError
from wp8.query.address import Addresses, is_quotation, parts
from wp8.query.language.parser import shortened
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wp8.corpus.document import Corpus, Document
    from wp8.model import Record
    from wp8.query.address import Past
    from wp8.query.backend import Backend


# So many keys are named.
_MOST_KEYS: Final = 10


class Loci:
    """Makes the loci of one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        backend: Backend,
        among: Collection[str] | None = None,
        past: Callable[[], Past] | None = None,
    ) -> None:
        """Make one for `corpus`; `among` has the keys of what else stands in the bibliography.

        By default, that is the corpus. `past` gives what addresses of earlier editions mean.

        Raises:
            UnknownNameError: No document has one of these keys.
            CorpusError: Two documents have the same.
        """
        self._corpus = corpus
        self._backend = backend
        self._past = past
        self._documents = {document.id: document for document in corpus.documents}
        self._keys = keys(corpus.documents)
        self._flows: dict[str, Sequence[Record]] = {}
        known = dict.fromkeys(self._keys.values())
        if unknown := next((key for key in among or () if key not in known), ""):
            hint = f"keys: {', '.join(list(known)[:_MOST_KEYS])}"
            raise UnknownNameError(f"no document is cited as {unknown[:60]}", hint=hint)
        self._among = known if among is None else frozenset(among)

    @cached_property
    def _by_head(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self._documents.values():
            if self._keys[document.id] in self._among:
                found.setdefault(head(document), []).append(document)
        return found

    def locus(self, records: Sequence[Record], words: Words | None = None) -> Locus:
        """Return the locus of `records`, which are of one document and in its order."""
        id_ = records[0].document
        if id_ not in self._flows:
            ids = [name for name in self._backend.ids() if name.startswith(f"{id_}:")]
            self._flows[id_] = self._backend.records(ids)
        document = self._documents[id_]
        alike = [(other, self._keys[other.id]) for other in self._alike(document)]
        return Locus(
            *(self._corpus.name, document, self._keys[id_], self._flows[id_], records),
            words,
            alike,
        )

    def _alike(self, document: Document) -> Iterator[Document]:
        """Yield the documents that could be taken for one in a citation.

        Of those of another year, which only tell whose name it is, one of the same names will do.
        """
        known: set[str] = set()
        own = year(document)
        for other in self._by_head.get(head(document), ()):
            if other is document:
                continue
            is_of_another = own and year(other) not in ("", own)
            _, names = creators(other) if is_of_another else ("", [])
            named = f"{other.type} {names}" if names else ""
            if named not in known:
                yield other
            if named:
                known.add(named)

    def named(
        self, names: Iterable[str], words: str | None, notify: Callable[[str], None]
    ) -> Iterator[tuple[str, Locus]]:
        """Yield each address, of a list each of its parts, or quotation, and its locus.

        `words` are what is quoted at an address. What is not exact goes to `notify`.

        Raises:
            UnknownNameError: If an address names nothing, or the corpus does not have the words.
        """
        addresses = Addresses(self._backend, self._past)
        for name in names:
            if is_quotation(name):
                yield " ".join(name.split()), self._quoted(name, notify)
                continue
            for address in parts(name):
                records = self._backend.records(addresses.resolve(address))
                yield address, self.locus(records, words_in(records, words) if words else None)

    def _quoted(self, quotation: str, notify: Callable[[str], None]) -> Locus:
        """Return the locus of the place that is most like a quotation; said if it differs."""
        require_words(quotation)
        found = locate(quotation, self._backend)
        shown = shortened(" ".join(quotation.split()))
        if not found:
            hint = "wp8 locate shows what is near"
            raise UnknownNameError(f"neither an address nor in the corpus: {shown}", hint=hint)
        first = found[0].passages[0]
        if not found[0].verbatim:
            notify(f"{shown} differs from the text; to see how: wp8 locate")
        if len(found) > 1:
            notify(f"{shown} stands in {len(found)} places; cited is {first.id}")
        records = self._backend.records(dict.fromkeys(p.id for p in found[0].passages))
        return self.locus(records, Words(records[0], first.start, first.end))


def words_in(records: Sequence[Record], typed: str) -> Words:
    """Return where the words typed stand first in one of `records`, whatever case and marks.

    Raises:
        UnknownNameError: If they stand in none of them, or there are no words.
    """
    wanted = [token.norm for token in tokenize(typed)]
    for record in records if wanted else ():
        tokens = list(tokenize(record.text))
        norms = [token.norm for token in tokens]
        for start in range(len(norms) - len(wanted) + 1):
            end = start + len(wanted)
            if norms[start:end] == wanted:
                return Words(record, tokens[start].start, tokens[end - 1].end)
    place = records[0].id if len(records) == 1 else f"{records[0].id} to {records[-1].id}"
    raise UnknownNameError(
        f"the words {typed[:60]!r} do not stand in {place}",
        hint=f"to read it: wp8 show paragraph {records[0].id}",
    )
