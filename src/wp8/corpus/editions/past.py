"""What the numbers of earlier editions are now, as the ledger of a corpus and its texts say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from wp8.corpus.editions.alignment import same
from wp8.corpus.editions.ledger import digests, edition_name, editions, texts_of
from wp8.errors import CorpusError, UnknownNameError
from wp8.numbers import NAMED, and_more
from wp8.query.language.parser import shortened
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from wp8.corpus.editions.ledger import Edition
    from wp8.query.backend import Backend

What = Literal["renumbered", "altered", "gone", "new"]


class NumberChange(NamedTuple):
    """What became of a number of a document between an edition that was superseded and now.

    The paragraph of `old`, an address in that edition, has the ids `new`: with the same text it is
    `renumbered`, else `altered`, and without any `gone`. A `new` paragraph has no `old` address.
    """

    document: str
    edition: str
    until: str
    change: What
    old: str
    new: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class NumberChanges(Result[NumberChange]):
    """What became of the numbers of documents, in reading order."""

    ROWS: ClassVar[str] = "changes"

    changes: Sequence[NumberChange]


class Past:
    """The past of a corpus whose folder has the ledger, and whose texts are in `backend`.

    What is to be known of an answer goes to `notify`, a line each.
    """

    def __init__(self, folder: Path, backend: Backend, notify: Callable[[str], object]) -> None:
        self._folder = folder
        self._backend = backend
        self._known: dict[str, list[Edition]] = {}
        self._current: dict[str, dict[str, str]] = {}
        self._maps: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._notify = notify

    def edition_now(self, document: str) -> str:
        """Return the name of the edition of a document that the corpus has."""
        return edition_name(self.digests_now(document))

    def now(self, document: str, edition: str) -> dict[str, tuple[str, ...]]:
        """Return by the ids of an edition of a document the ids of the same paragraphs now.

        None are those of one that is not there any more.

        Raises:
            UnknownNameError: If the edition is not known.
        """
        if (document, edition) not in self._maps:
            current, past = self.digests_now(document), self._editions(document)
            if edition == edition_name(current):
                now: dict[str, tuple[str, ...]] = {id_: (id_,) for id_ in current}
            else:
                now = _now(past[_place(past, document, edition) :], current)
            self._maps[document, edition] = now
        return self._maps[document, edition]

    def named(self, document: str, edition: str) -> str:
        """Return how a person is told of an edition that is known."""
        past = self._editions(document)
        return next((each.named for each in past if each.edition == edition), "this edition")

    def tell(self, address: str, edition: str, ids: Sequence[str]) -> None:
        """Tell what an address of an edition, where it had these ids, is now, if it is another."""
        document = address.partition(":")[0]
        now, current = self.now(document, edition), self.digests_now(document)
        names = [id_.partition(":")[2] for id_ in ids]
        found = [new for name in names for new in now[name]]
        past = next((each for each in self._editions(document) if each.edition == edition), None)
        if not past:
            return
        gone = sum(not now[name] for name in names)
        altered = sum(
            bool(now[name]) and [current[new] for new in now[name]] != [past.texts[name]]
            for name in names
        )
        said = [
            *([f"{gone:,} not there any more"] if gone else []),
            *([f"{altered:,} altered"] if altered else []),
        ]
        if found != names or said:
            those = and_more([f"{document}:{new}" for new in found])
            of = f", of {len(names):,} paragraphs {', '.join(said)}" if said else ""
            of = ", with its text altered" if len(names) == 1 and altered else of
            self._notify(f"{shortened(address)} in {past.named} is {those} now{of}")

    def warn(self, ids: Iterable[str]) -> None:
        """Tell which of these ids were those of other paragraphs in the edition before."""
        by_document: dict[str, list[str]] = {}
        for id_ in ids:
            document, _, name = id_.partition(":")
            by_document.setdefault(document, []).append(name)
        for document, names in by_document.items():
            for last in self._editions(document)[-1:]:
                now = _now([last], self.digests_now(document))
                others = [name for name in names if name not in now.get(name, (name,))]
                if others:
                    self._notify(_warning(last, others, now))

    def changes(self, names: Iterable[str] = ()) -> Iterator[NumberChange]:
        """Yield what became of numbers since the last edition before this one.

        Of all documents that had another, or of those of these `names`, which may say the edition:
        `speech`, `speech@a1b2c3d4`.

        Raises:
            UnknownNameError: If the corpus does not have a document, or the edition is not known.
        """
        known = dict.fromkeys(id_.partition(":")[0] for id_ in self._backend.ids())
        wanted = [name.partition("@")[::2] for name in names]
        for document, _ in wanted:
            if document not in known:
                hint = "wp8 docs lists the documents"
                raise UnknownNameError(f"the corpus has no document {document}", hint=hint)
        if not wanted:
            of_all = dict.fromkeys(each.document for each in editions(self._folder))
            wanted = [(document, "") for document in known if document in of_all]
        for document, edition in wanted:
            past = self._editions(document)
            current = self.digests_now(document)
            if not edition or edition != edition_name(current):
                at = _place(past, document, edition) if edition else max(0, len(past) - 1)
                yield from _changes(past[at:], current)

    def _editions(self, document: str) -> list[Edition]:
        if document not in self._known:
            self._known[document] = []
            try:
                self._known[document] = editions(self._folder, document)
            except CorpusError as error:
                self._notify(f"earlier editions are not known: {error.message}")
        return self._known[document]

    def digests_now(self, document: str) -> dict[str, str]:
        """Return the digests of the texts that a document has now, by their ids in it."""
        if document not in self._current:
            ids = [id_ for id_ in self._backend.ids() if id_.startswith(f"{document}:")]
            self._current[document] = digests(texts_of(self._backend.records(ids)))
        return self._current[document]


def _place(past: Sequence[Edition], document: str, edition: str) -> int:
    for place, each in enumerate(past):
        if each.edition == edition:
            return place
    had = ", ".join(f"{each.edition} until {each.until}" for each in past[-NAMED:])
    raise UnknownNameError(
        f"of {document} no edition {edition} is known",
        hint=f"known are {had}" if had else "none was superseded since the corpus was indexed here",
    )


def _now(past: Sequence[Edition], current: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return by the ids of the first of some editions in a row the ids of the paragraphs now.

    A text is where it stands; one that does not is where what it became is, or became.
    """
    row = [past[0]]
    for each in past[1:]:
        if each.edition == row[-1].followed_by:
            row.append(each)
    is_whole = row[-1].followed_by == edition_name(current)
    next_ = current if is_whole else {}
    now: dict[str, tuple[str, ...]] = {id_: (id_,) for id_ in next_}
    for each in reversed(row):
        stays = same(each.texts, current)
        kept = same(each.texts, next_)
        steps = {**{old: (id_,) for old, id_ in kept.items()}, **each.became}
        now = {
            old: (stays[old],)
            if old in stays
            else tuple(dict.fromkeys(x for id_ in steps.get(old, ()) for x in now.get(id_, ())))
            for old in each.texts
        }
        next_ = each.texts
    return now


def _changes(past: Sequence[Edition], current: Mapping[str, str]) -> Iterator[NumberChange]:
    if not past:
        return
    document, edition, until = past[0][:3]
    order = {id_: place for place, id_ in enumerate(current)}
    now = _now(past, current)
    reached = {id_ for ids in now.values() for id_ in ids}
    come = [id_ for id_ in current if id_ not in reached]

    def change(what: What, old: str, ids: Iterable[str]) -> NumberChange:
        address = f"{document}:{old}@{edition}" if old else ""
        new = tuple(f"{document}:{id_}" for id_ in ids)
        return NumberChange(document, edition, until, what, address, new)

    for old, ids in now.items():
        # What has come stands before what follows it.
        while come and ids and order[come[0]] < order[ids[0]]:
            yield change("new", "", [come.pop(0)])
        if not ids:
            yield change("gone", old, ())
        elif len(ids) > 1 or current[ids[0]] != past[0].texts[old]:
            yield change("altered", old, ids)
        elif ids != (old,):
            yield change("renumbered", old, ids)
    for id_ in come:
        yield change("new", "", [id_])


def _warning(last: Edition, names: Sequence[str], now: Mapping[str, tuple[str, ...]]) -> str:
    """Return that numbers were those of other paragraphs in the last edition."""
    document = last.document
    if len(names) > 1:
        some = f"{len(names):,} of these numbers of {document} were other paragraphs"
        return f"{some} in {last.named}: wp8 docs changes {document}"
    (name,) = names
    is_now = " and ".join(f"{document}:{id_}" for id_ in now[name])
    became = f"is {is_now} now" if is_now else "is not there any more"
    return f"{document}:{name} was another paragraph in {last.named}, which {became}"


def renumbered(edition: Edition, new: Mapping[str, str]) -> int:
    """Return how many numbers of an edition do not name the same paragraphs with `new` texts."""
    now = _now([edition], digests(new))
    return sum(ids != (id_,) for id_, ids in now.items())
