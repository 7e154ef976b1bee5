"""wp8 as a library: an opened corpus, and what can be asked of it.

The keyword arguments of its methods are the options of the commands, and the attributes of what
they return are the keys of the commands' JSON. Errors are those of `wp8.errors`.
"""

from __future__ import annotations

from _thread import RLock
from dataclasses import replace
from functools import partial, wraps
from inspect import unwrap
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from wp8.errors import (
    CorpusChangedError,
    CorpusError,
    IndexDamagedError,
    QueryError,
    UnknownNameError,
)
from wp8.model import visible
from wp8.numbers import NAMED
from wp8.query import given
from wp8.query.language.parser import may_be_foreign
from wp8.query.search import Question, Scope
from wp8.workspace.settings import settings as settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self, TypedDict, Unpack

    from wp8.analysis.counts.counting import Asked, Counting
    from wp8.analysis.counts.similar import SimilarRecords
    from wp8.analysis.counts.table import Concordance, Dispersion, Table
    from wp8.analysis.passages.draft import CheckedDraft
    from wp8.analysis.passages.locate import Locator
    from wp8.analysis.passages.located import Located, Locations
    from wp8.analysis.passages.parallels import Parallels, Stage
    from wp8.citation.locus import Locus
    from wp8.citation.styles import Citations
    from wp8.corpus import document
    from wp8.corpus.basket.basket import Basket
    from wp8.corpus.basket.kept import Following, Kept
    from wp8.corpus.care.additions import Additions, Passing
    from wp8.corpus.care.documents import Documents
    from wp8.corpus.care.revision import Removed
    from wp8.corpus.care.updates import Changes
    from wp8.corpus.contents import Contents
    from wp8.corpus.editions.past import NumberChanges, Past
    from wp8.corpus.glossary import Glossary
    from wp8.corpus.places import Place
    from wp8.corpus.receipts.receipt import Audit
    from wp8.model import Record
    from wp8.query.address import Addresses
    from wp8.query.advice import Advice
    from wp8.query.explain import Explanation
    from wp8.query.fields.catalogue import Catalogue
    from wp8.query.fields.groups import Groups
    from wp8.query.tree import Layer
    from wp8.results import Records, Result, SearchResult, Stated
    from wp8.words.tokens import Unit
    from wp8.workspace.building import Built, Progress
    from wp8.workspace.cluster import Pushed
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Notify, Settings
    from wp8.workspace.updating import Updated

    # A name, or several.
    Names = str | Iterable[str]

    class Scoped(TypedDict, total=False):
        """Where to look: these documents, sections, kinds; in quoted matter or outside of it.

        `where` are queries that choose documents by what is said of them.
        """

        doc: Names
        section: Names
        kind: Names
        quotes: Layer | None
        where: Names

    class Listed(TypedDict):
        """Which words or n-grams a list has."""

        ngrams: str
        gap: bool
        skip: int
        match: str
        min: int
        stop_words: bool

    class Counted(Scoped, total=False):
        """What is counted: words in a scope, or `lemma`s; a `unit` is a word, or each token."""

        lemma: bool
        unit: Unit


P = ParamSpec("P")
T = TypeVar("T")
AnyTable = TypeVar("AnyTable", bound="Table")

# The commands whose words are items of their own, not one query.
_ITEMS: Final = frozenset(("frequency", "dispersion", "collocates", "similar"))


def open_corpus(
    corpus: str | None = None,
    *,
    index: str | None = None,
    engine: str | None = None,
    url: str | None = None,
    allow_partial: bool = False,
) -> Corpus:
    """Open the corpus in a folder, by default that of wp8, and build its index if need be.

    Args:
        corpus: The folder; by default what WP8_CORPUS says, or the shipped one.
        index: The folder of the indexes; by default what WP8_INDEX says, or the user's cache.
        engine: The engine of the index; by default what WP8_ENGINE or the manifest says.
        url: The address of an OpenSearch cluster, for the engine of that name.
        allow_partial: Let an answer from some of a cluster's shards do.

    Raises:
        Wp8Error: If the corpus or its index cannot be read.
    """
    opened = Corpus(settings_of(corpus, index, engine, url, allow_partial))
    opened.open()
    return opened


def new_corpus(
    folder: str,
    *files: str,
    encoding: str = "",
    text_column: str = "",
    library: str = "",
    anyway: bool = False,
    notify: Notify | None = None,
    progress: Passing | None = None,
) -> Additions:
    """Make the folder a corpus of copies of files; return what became of each.

    Args:
        folder: It is made if need be.
        files: The files, and folders of files; without any, the corpus is made of those that are
            in the folder, or in the `library`.
        encoding: Of files that are text, if it is neither UTF-8 nor UTF-16.
        text_column: Of tables, the one that has the texts.
        library: An export of a reference manager, whose files are copied too, each with what it
            says of them.
        anyway: Add also a file whose text an earlier one has.
        notify: Gets a line where this has to wait for another wp8.
        progress: Wraps the files as they pass.

    Raises:
        CorpusError: If it is a corpus already, or cannot be written. Files that cannot be read are
            no error, but `refused` in what is returned; nothing is made where there are no others.
    """
    from pathlib import Path

    from wp8.corpus.care.additions import Adding, new_corpus
    from wp8.corpus.library.attachments import library_at
    from wp8.workspace.sources import kept_contents

    found = library_at(Path(library)) if library else None
    kept = kept_contents(settings_of(folder))
    how = Adding(encoding, text_column, anyway=anyway, library=found, kept=kept, progress=progress)
    return new_corpus(Path(folder), files, notify or _log, how)


def _reading(method: Callable[Concatenate[Corpus, P], T]) -> Callable[Concatenate[Corpus, P], T]:
    """Let a method get what it is asked as it takes it, and read as `Corpus._read` does."""
    name = method.__name__

    @wraps(method)
    def reading(self: Corpus, /, *args: P.args, **kwargs: P.kwargs) -> T:
        texts: Any = tuple(map(given.text, args))
        options: Any = given.options(name, kwargs)
        return self._read(partial(method, self, *texts, **options))

    return reading


class Corpus:
    """A corpus and its index, which is opened when it is first asked, and built if need be.

    What had to be done on the way to an answer goes to `notify`, a line each; by default to the
    logger `wp8`. One `of_last` is for who cannot wait and asks for names: it has what its last
    index has, whatever has changed since, if there is one.
    """

    def __init__(
        self, settings: Settings, notify: Notify | None = None, *, of_last: bool = False
    ) -> None:
        self.settings = settings
        self._of_last = of_last
        self._notify = notify or _log
        self._session: Session | None = None
        self._sources: document.Corpus | None = None
        self._lock = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<wp8.Corpus {visible(self.settings.corpus)}>"

    def _read(self, ask: Callable[[], T]) -> T:
        """Return what `ask` returns, one thread at a time.

        It is asked again with an index built anew where it finds that one damaged, or opened anew
        where the corpus has changed.
        """
        with self._lock:
            try:
                return ask()
            except IndexDamagedError as error:
                self.discard(error)
            except CorpusChangedError:
                self.close()
            return ask()

    def open(self) -> Session:
        """Return the corpus's name, digest and index, opened.

        Raises:
            CorpusError: If the corpus cannot be read.
            IndexUntrustedError: If somebody else could have written the index.
            ClusterError: If the index is on a cluster that does not answer as it should.
        """
        if self._session is None:
            from wp8.workspace.session import open_last, open_session

            last = open_last(self.settings) if self._of_last else None
            self._session = last or open_session(self.settings, self._notify)
        return self._session

    def close(self) -> None:
        """Let go of the index's files; the next question opens them again."""
        with self._lock:
            if self._session is not None:
                self._session.backend.close()
            self._session = self._sources = None

    def discard(self, error: IndexDamagedError) -> None:
        """Let go of an index that turned out to be damaged: the next question builds it anew."""
        from wp8.workspace.session import discard

        self._notify(f"{error.message}: building it again")
        self.close()
        discard(self.settings)

    @property
    def name(self) -> str:
        """The corpus's name."""
        return self.open().name

    @property
    def digest(self) -> str:
        """The digest of every byte of the corpus."""
        return self.open().digest

    @property
    def unread(self) -> list[str]:
        """Why documents of the corpus are not in its index, a line for each such document."""
        return [lack.reason for lack in self.open().lacks]

    @property
    def sources(self) -> document.Corpus:
        """The corpus as its manifest describes it.

        Raises:
            CorpusError: If it cannot be read.
            CorpusChangedError: If it is not what it was when it was opened.
        """
        if self._sources is None:
            from wp8.workspace.sources import titled

            loaded = titled(self.settings, self._session and self._session.loaded)
            if (
                self._session
                and self._session.is_of_sources
                and (loaded.digest != self._session.digest)
            ):
                raise CorpusChangedError(
                    f"{self.settings.corpus}: the corpus was changed since it was opened",
                    hint="try again",
                )
            self._sources = loaded
        return self._sources

    @property
    def folder(self) -> str:
        """The absolute path of its folder."""
        return self.settings.folder

    def line(self, command: str) -> str:
        """Return the command line of a command on it, for a hint."""
        return self.settings.line(command)

    @_reading
    def titles(self) -> dict[str, str]:
        """Return the title of each document, by its id; errors as of `sources`."""
        titles = self._catalogue.values("title")
        return {id_: own[0] for id_, own in zip(self._catalogue.documents, titles, strict=True)}

    # Finding and reading

    @_reading
    def search(
        self,
        query: str,
        *,
        exact: bool = False,
        variants: bool = False,
        sort: str = "relevance",
        by: str | None = None,
        fields: Names = (),
        limit: int | None = None,
        context: int = 0,
        ids: bool = False,
        **scope: Unpack[Scoped],
    ) -> SearchResult:
        """Return the paragraphs that answer a query.

        Args:
            query: As docs/queries.md describes the language of queries.
            exact: Compare whole words as written.
            variants: Also the glossary's other forms of the words.
            sort: `relevance`, best first; `document`, in reading order; or a field of documents:
                `date`, `author`, `title`, one of the corpus's own. Those without it come last.
            by: Count the hits, as `facets`, by `document`, `section`, `year`, `decade` or a field
                of documents; one of which nothing is said is counted so: `no date`.
            fields: What is said of the document of each hit: `author`, `date`, a field of its own.
            limit: At most so many hits; `total` counts all.
            context: So many neighbours on either side of a hit.
            ids: The `ids` of the hits without the hits, of which none is read.
            **scope: `doc`, `section`, `kind`, `quotes`, and `where`: queries for documents.

        Raises:
            QueryError: If the query cannot be read or asks for too much.
            UnknownNameError: If the scope or a field names what the corpus does not have.
        """
        from wp8.query.hits import hits_of
        from wp8.query.search import search

        session = self.open()
        names = given.fields(fields)
        found = search(
            Question(query, _scope(scope), exact, variants),
            backend=session.backend,
            glossary=session.glossary,
            limit=None if by == "section" else limit,
            order="relevance" if sort == "relevance" else "document",
            places=None if sort in given.ORDERS else self._catalogue.places(sort),
            only_ids=ids and by != "section",
            as_hits=partial(
                hits_of,
                backend=session.backend,
                context=context,
                said=self._catalogue.shown(names) if names else {},
                read=self._reader(),
            ),
        )
        asked = {**scope, "exact": exact, "variants": variants, "sort": sort, "by": by}
        if by is not None:
            table = self._facets(found, by, _scope(scope), exact=exact)
            stamp = self._stamp("search", [query], asked, Corpus.search, table.cells)
            table = replace(table, stamp=stamp, corpus=session.corpus, total=len(table.cells))
            if by == "section" and limit is not None:
                found = replace(found, hits=found.hits[:limit], ids=found.ids[:limit])
            found = replace(found, facets=table)
        command = _command("search", [query], asked, Corpus.search)
        meant = None
        if found.loosened or (found.total and may_be_foreign(query)):
            from wp8.query.advice import meaning

            meant = meaning(Question(query, _scope(scope), exact), backend=session.backend)
        stated = self._stated(query)
        return replace(found, corpus=session.corpus, command=command, meant=meant, stated=stated)

    def _with_columns(self, table: AnyTable, fields: Names) -> AnyTable:
        """Return a table with what is said of the document of each row.

        Raises:
            QueryError: Its rows are not of documents, or it has such a column.
            UnknownNameError: There is no such field.
        """
        if not (names := given.fields(fields)):
            return table
        columns = table.columns
        place = next((columns.index(name) for name in ("document", "id") if name in columns), None)
        if place is None:
            hint = "as in: wp8 concordance plan --fields author,date"
            raise QueryError("--fields is for rows that are of one document", hint=hint)
        if twice := [name for name in names if name in columns]:
            raise QueryError(f"the table has a column {twice[0]} already")
        said = self._catalogue.shown(names)
        nothing: Mapping[str, str] = dict.fromkeys(names, "")

        def cells(row: tuple[Any, ...]) -> tuple[Any, ...]:
            own = said.get(str(row[place]).partition(":")[0], nothing)
            return (*row, *(own[name] or None for name in names))

        return replace(
            table,
            columns=(*columns, *names),
            cells=list(map(cells, table.cells)),
            in_text=(*table.in_text, *names) if table.in_text else (),
        )

    def _facets(self, found: SearchResult, by: str, scope: Scope, *, exact: bool) -> Table:
        """Return how many of the hits that are found each group has."""
        from wp8.analysis.counts.table import ADJACENT, AS_WRITTEN, Table
        from wp8.query.fields.groups import Facet, facets, groups
        from wp8.query.search import documents_of

        chosen = groups(by, lambda: self._catalogue)
        counts = [(name, "", *numbers) for name, numbers in found.documents.items()]
        if by == "section":
            counts = [(h.document, h.section, 1, len(h.highlights)) for h in found.hits]
        documents = documents_of(scope, self.open().backend)
        about = {
            "query": found.query,
            **chosen.parameters(documents),
            **({"where": " and ".join(scope.where)} if scope.where else {}),
            "forms": AS_WRITTEN if exact else "other forms of the words too",
            "occurrences": ADJACENT,
        }
        said = {"texts": "documents of the group that have a hit"}
        return Table("facets", Facet._fields, facets(chosen, counts, documents), about, said)

    def _stated(self, query: str) -> Sequence[Stated]:
        """Return what the metadata say, where a question asks for a field of them."""
        from wp8.query.search import is_question

        if not is_question(query) or not self.open().is_of_sources:
            return ()
        from wp8.query.fields.questions import asked_field, stated

        return stated(query, self.sources.documents) if asked_field(query) else ()

    @_reading
    def explain(
        self,
        query: str,
        *,
        exact: bool = False,
        variants: bool = False,
        **scope: Unpack[Scoped],
    ) -> Explanation:
        """Return how a query is read, and what each part of it finds; as `search`."""
        from wp8.query.explain import explain

        question = Question(query, _scope(scope), exact, variants)
        session = self.open()
        return explain(question, backend=session.backend, glossary=session.glossary)

    @_reading
    def advise(
        self, query: str, *, exact: bool = False, **scope: Unpack[Scoped]
    ) -> Sequence[Advice]:
        """Return why a query without a hit has none, and what to ask next; as `search`."""
        from wp8.query.advice import advise

        question = Question(query, _scope(scope), exact)
        on_this = self.settings.option
        found = advise(question, backend=self.open().backend)
        return [each._replace(options=f"{each.options}{on_this}") for each in found]

    @_reading
    def show(self, *ids: str, context: int = 0) -> Records:
        """Return the records that addresses name, each with its notes, among neighbours.

        Raises:
            UnknownNameError: If an address names nothing.
        """
        from wp8.corpus.digest import has_ledger
        from wp8.query.address import has_number, parts
        from wp8.results import Records

        addresses = self._addresses()
        found = addresses.records(ids, context=context, read=self._reader())
        if has_ledger(self.settings.corpus):
            numbers = [part for id_ in ids for part in parts(id_) if has_number(part)]
            self._past().warn(id_ for part in numbers for id_ in addresses.resolve(part))
        return Records(found, corpus=self.open().corpus)

    @_reading
    def place(self, id: str) -> Place:
        """Return where the first of the records that an address names stands in its source.

        Raises:
            UnknownNameError: If the address names nothing.
            CorpusError: If the manifest cannot be read.
        """
        from wp8.corpus.places import Places

        first = self._addresses().resolve(id)[0]
        (record,) = self.open().backend.records([first])
        return Places(self.sources).of(record)

    @_reading
    def contents(self, *ids: str) -> Contents:
        """Return what there is to read, and under which addresses; of all documents or some.

        Raises:
            UnknownNameError: If an address names nothing.
        """
        from wp8.corpus.contents import Contents, contents
        from wp8.query.search import read_in_parts

        session = self.open()
        wanted = {id_.partition(":")[0] for id_ in self._addresses().ids(ids)}
        documents = [d for d in self.sources.documents if d.id in wanted or not ids]
        own = [id_ for id_ in session.backend.ids() if id_.partition(":")[0] in wanted or not ids]
        records = read_in_parts(own, session.backend)
        return Contents(list(contents(documents, records)), corpus=session.corpus)

    @_reading
    def similar(self, id: str, *, limit: int = 5) -> SimilarRecords:
        """Return the records most like one, and the words that tie them.

        Args:
            id: An address of one record.
            limit: At most so many; `total` counts all that have a word of it.

        Raises:
            UnknownNameError: If the address names nothing, or more than one record.
        """
        from wp8.analysis.counts.similar import Similar, found_like, likest

        session = self.open()
        backend, ids = session.backend, session.backend.ids()
        own = self._addresses().resolve(id)
        if len(own) != 1:
            raise UnknownNameError(f"{id} is not one record", hint=f"for example {own[0]}")
        found, total = likest(backend, ids.index(own[0]), limit)
        cells = [(ids[place], score, words) for place, score, words in found]
        records = backend.records(id_ for id_, *_ in cells)
        rows = [Similar(r, each.score, each.words) for r, each in zip(records, found, strict=True)]
        asked = {"limit": limit}
        return replace(
            found_like(own[0], len(ids), rows, total),
            corpus=session.corpus,
            stamp=self._stamp("similar", own, asked, Corpus.similar, cells, total),
        )

    def glossary(self, term: str = "") -> Glossary:
        """Return the groups of forms that name one thing: all, or those with a form like `term`."""
        from wp8.corpus.glossary import Glossary
        from wp8.words.tokens import normalize

        wanted = normalize(term)
        groups = self.sources.glossary
        return Glossary([g for g in groups if any(wanted in normalize(form) for form in g.forms)])

    # Counting and comparing

    @_reading
    def concordance(
        self,
        query: str,
        *,
        window: int = 10,
        sentence: bool = False,
        sort: Names = "document",
        sample: int | None = None,
        seed: int = 1,
        fields: Names = (),
        limit: int | None = None,
        exact: bool = False,
        lemma: bool = False,
        **scope: Unpack[Scoped],
    ) -> Concordance:
        """Return every occurrence of a query with the words around it.

        Args:
            query: As for `search`.
            window: So many words on either side.
            sentence: The whole sentence instead.
            sort: By `document`, `frequency`, `L1` to `L3`, `R1` to `R3`, or by several in a row.
            sample: So many lines at random, chosen by `seed`.
            seed: For `sample`.
            fields: What is said of the document of each line, as for `search`.
            limit: The first lines only; `total` counts all.
            exact: Compare whole words as written.
            lemma: Of a word or phrase: whole words by their lemmas, as `frequency` counts them.
            **scope: As for `search`.

        Raises:
            QueryError: If the query cannot be read, or has operators and is to be of lemmas.
            UnknownNameError: If the scope or a sort key is unknown.
        """
        from wp8.analysis.counts.concordance import (
            lines_at,
            nodes_of,
            sampled,
            sort_keys,
            where_they_stand,
        )
        from wp8.analysis.counts.tables import concordance_table

        keys = sort_keys(given.names(sort))
        backend = self.open().backend
        nodes, forms = nodes_of(Question(query, _scope(scope), exact), backend, lemma=lemma)
        found = [(id_, stretch) for id_, stretches in nodes.items() for stretch in stretches]
        del nodes
        kept = sampled(found, number=sample, seed=seed) if sample else found
        # In another order than this, any line may be among the first.
        shown = kept[:limit] if set(keys) == {"document"} else kept
        lines = lines_at(shown, backend, keys, window=None if sentence else window)
        parameters = {
            "query": query,
            "window": "sentence" if sentence else window,
            "sort": ",".join(keys),
            "sample": sample,
            "seed": seed if sample else None,
            "exact": exact,
            **forms,
            "kinds": ", ".join(given.names(scope.get("kind", ()))) or "all",
            "lines": min(len(kept), limit if limit is not None else len(kept)),
            **({"quotes": scope["quotes"]} if scope.get("quotes") else {}),
            **({"where": " and ".join(where)} if (where := _scope(scope).where) else {}),
        }
        asked = {**scope, "window": window, "sort": ",".join(keys), "sample": sample}
        asked |= {"sentence": sentence, "seed": seed, "exact": exact, "lemma": lemma}
        asked |= {"fields": given.fields(fields)}
        # The texts are told by the digest: where its nodes stand makes a concordance what it is.
        stands = where_they_stand(kept)
        stamp = self._stamp("concordance", [query], asked, Corpus.concordance, stands)
        lines = lines if limit is None else lines[:limit]
        table = self._with_columns(concordance_table(lines, parameters), fields)
        return replace(table, corpus=self.open().corpus, stamp=stamp, total=len(found))

    @_reading
    def frequency(
        self,
        *words: str,
        query: Names = (),
        exact: bool = False,
        by: str | None = None,
        ngrams: str | int = "1",
        gap: bool = False,
        skip: int = 0,
        match: str = "",
        min: int = 1,
        stop_words: bool = False,
        sort: str | None = None,
        fields: Names = (),
        limit: int | None = None,
        **counted: Unpack[Counted],
    ) -> Table:
        """Return how often words occur: all of them, or each of `words` by document and section.

        Args:
            *words: Words, or phrases of words with blanks between; without any, a list of all.
            query: Instead of words: queries, with operators and fields, as for `search`.
            exact: Of a query: compare whole words as written.
            by: How often in each `document`, `section`, `year`, `decade`, or value of a field of
                documents. Of a list, up to 20 have columns of their own; of more, a row is a form
                in one of them.
            ngrams: For a list, as are the next five: the length of n-grams, or the first and the
                last, as in `2-4`.
            gap: One word within each n-gram is left open: `the * of`.
            skip: So many words may stand among those of an n-gram.
            match: Only what this matches: `self-*`, `the * of`, `/plan(s|ned)/`.
            min: At least so many occurrences.
            stop_words: Leave out function words, and n-grams that have one.
            sort: The column by which rows are sorted: figures from high to low, texts from a to z.
            fields: What is said of the document of each row, as for `search`.
            limit: At most so many rows; `total` counts all.
            **counted: `doc`, `section`, `kind`, `quotes`, `where`, `lemma`, and `unit`: `word`, or
                `token` for each of the parts that hyphens and apostrophes join.

        Raises:
            QueryError: If a word has no letter, a query cannot be read, or options contradict each
                other.
            UnknownNameError: If the scope names what the corpus does not have, or there is no such
                column.
        """
        from wp8.analysis.counts.tables import (
            frequencies,
            frequencies_by,
            frequencies_of,
            listing_of,
        )

        words, queries = _items(words), given.names(query)
        how = _asked(words, queries, exact)
        counting = self._counting(counted)
        listed: Listed = {
            "ngrams": str(ngrams),
            "gap": gap,
            "skip": skip,
            "match": match,
            "min": min,
            "stop_words": stop_words,
        }
        if items := words or queries:
            why = f"is for a list of all words, not for {items[0]}"
            _refuse(listed, Corpus.frequency, why)
            table = frequencies_of(items, counting, how, self._groups(by))
        elif chosen := self._groups(by):
            table = frequencies_by(chosen, counting, listing_of(**listed))
        else:
            # Another order may begin with any row.
            most = None if sort else limit
            table = frequencies(counting, listing_of(**listed), most)
        table = self._with_columns(table, fields)
        asked = {**counted, "query": queries, "exact": exact, "by": by, **listed, "sort": sort}
        asked |= {"fields": given.fields(fields)}
        if len(table) < table.total:
            asked |= {"limit": limit}
        return self._stamped(_sorted(table, sort), words, asked, Corpus.frequency).first(limit)

    @_reading
    def joined_otherwise(self, word: str, **counted: Unpack[Counted]) -> Mapping[str, int]:
        """Return how often the words of a phrase or compound stand there, but joined otherwise.

        Of `self reliance` that is how often `self-reliance` does, each as `frequency` counts it.

        Raises:
            QueryError: If the word has no letter.
            UnknownNameError: If the scope names what the corpus does not have.
        """
        return self._counting(counted).joined_otherwise(word)

    @_reading
    def collocates(
        self,
        node: str = "",
        *,
        query: str | None = None,
        window: str = "5:5",
        measure: Names = (),
        column: Names = (),
        min: int = 2,
        min_frequency: int = 1,
        repelled: bool = False,
        exact: bool = False,
        limit: int | None = None,
        **counted: Unpack[Counted],
    ) -> Table:
        """Return the words that stand near a node more often than by chance.

        Args:
            node: A word, or a phrase of words with blanks between.
            query: Instead of a node: a query, with operators and fields, as for `search`.
            window: The words to the left and to the right, as in `5:5`.
            measure: Measures to show besides the usual; rows are sorted by the first.
            column: What else to show of the joint frequency: `sides`, `positions`, `texts`.
            min: At least this joint frequency; with `repelled`, this expected one.
            min_frequency: At least this frequency of a collocate.
            repelled: The words that stand there less often than by chance, or never.
            exact: Of a query: compare whole words as written.
            limit: At most so many rows; `total` counts all.
            **counted: As for `frequency`.

        Raises:
            QueryError: If the node has no letter, or the query cannot be read.
            UnknownNameError: If the scope, a measure or a column is unknown.
        """
        from wp8.analysis.counts.tables import collocates_table, window_sides

        words, queries = _items((node,) if node else ()), given.names(query or ())
        table = collocates_table(
            self._counting(counted),
            " ".join(words or queries),
            _asked(words, queries, exact),
            window=window_sides(window),
            measures=given.names(measure),
            more=given.names(column),
            least=min,
            least_frequency=min_frequency,
            repelled=repelled,
        )
        asked = {
            **counted,
            "query": query,
            "window": window,
            "measure": measure,
            "column": column,
            "min": min,
            "min_frequency": min_frequency,
            "repelled": repelled,
            "exact": exact,
        }
        return self._stamped(table, words, asked, Corpus.collocates).first(limit)

    @_reading
    def keyness(
        self,
        *,
        target: str,
        reference: str | None = None,
        reference_list: str | None = None,
        reference_size: int | None = None,
        measure: Names = (),
        sort: str | None = None,
        min: int = 1,
        ngrams: str | int = "1",
        stop_words: bool = False,
        limit: int | None = None,
        **counted: Unpack[Counted],
    ) -> Table:
        """Return the words that are more frequent in some records than in others, or in a list.

        The keyest words of the target come first, those of the reference last.

        Args:
            target: A query for the records to describe.
            reference: A query for the records to compare with; `rest` for all but the target.
            reference_list: A file to compare with: a table of forms and their frequencies.
            reference_size: The words of the list's corpus; by default, the sum of frequencies.
            measure: As for `collocates`.
            sort: A measure to sort by, which is shown too; by default, the first of `measure`.
            min: What has fewer occurrences on both sides together is not tested.
            ngrams: As for `frequency`.
            stop_words: Leave out function words.
            limit: So many rows of either end; `total` counts all.
            **counted: As for `frequency`.

        Raises:
            CorpusError: If the list cannot be read.
            QueryError: If a query cannot be read, or a side has no words.
            UnknownNameError: If the scope or a measure is unknown.
        """
        from wp8.analysis.counts.tables import keyness_table, ngram_lengths

        measures = given.names(measure)
        listed = None if reference_list is None else given.text(reference_list)
        counting = self._counting(counted)
        for query in (target, reference):
            if query is not None and (document := counting.document_called(query)):
                told = f"{query} is searched for as a word: doc:{document} is the document"
                self._notify(told)
        table = keyness_table(
            counting,
            target,
            reference,
            reference_list=listed,
            reference_size=reference_size,
            lengths=ngram_lengths(ngrams),
            stop_words=stop_words,
            least=min,
            measures=tuple(dict.fromkeys((*([sort] if sort else []), *measures))),
        )
        asked = {
            "target": target,
            "reference": reference,
            "reference_list": listed,
            "reference_size": reference_size,
            **counted,
            "measure": measures,
            "sort": sort,
            "min": min,
            "ngrams": str(ngrams),
            "stop_words": stop_words,
        }
        return self._stamped(table, (), asked, Corpus.keyness).ends(limit)

    @_reading
    def dispersion(
        self,
        *words: str,
        query: Names = (),
        exact: bool = False,
        parts: str = "paragraph",
        measure: Names = (),
        **counted: Unpack[Counted],
    ) -> Dispersion:
        """Return how evenly words are spread; `places` says where they stand.

        Args:
            *words: Words or phrases.
            query: As for `frequency`.
            exact: As for `frequency`.
            parts: Over what: every `paragraph` (or record of another kind that is counted),
                `section` or `document`, or the documents of each `year`, `decade`, or value of a
                field.
            measure: As for `collocates`.
            **counted: As for `frequency`.

        Raises:
            QueryError: If a word has no letter, or a query cannot be read.
            UnknownNameError: If the scope names what the corpus does not have.
        """
        from wp8.analysis.counts.dispersion import PARTS
        from wp8.analysis.counts.tables import dispersion_table

        words, queries, measures = _items(words), given.names(query), given.names(measure)
        how = _asked(words, queries, exact)
        counting = self._counting(counted)
        chosen = None if parts in PARTS else self._groups(parts)
        table = dispersion_table(
            words or queries, counting, how, parts=parts, measures=measures, groups=chosen
        )
        asked = {**counted, "query": queries, "exact": exact, "parts": parts, "measure": measures}
        return self._stamped(table, words, asked, Corpus.dispersion)

    @_reading
    def vocabulary(
        self,
        *,
        shared: bool = False,
        only: str | None = None,
        by: str | None = None,
        segment: int = 1000,
        window: int = 500,
        measure: Names = (),
        ngrams: str | int = "1",
        gap: bool = False,
        skip: int = 0,
        match: str = "",
        min: int = 1,
        stop_words: bool = False,
        sort: str | None = None,
        fields: Names = (),
        limit: int | None = None,
        **counted: Unpack[Counted],
    ) -> Table:
        """Return types, tokens and their ratios by document, or shared and unique words.

        Args:
            shared: List the words that all documents have.
            only: List the words that only this document has.
            by: Not by document but by `section`, `year`, `decade`, or a field of documents.
            segment: The words of a segment, for STTR.
            window: The words of a window, for MATTR.
            measure: As for `collocates`; like the two before not for a list.
            ngrams: As for `frequency`, and so are the next five: for a list alone.
            gap: As said.
            skip: As said.
            match: As said.
            min: As said.
            stop_words: As said.
            sort: As for `frequency`.
            fields: As for `frequency`.
            limit: At most so many rows; `total` counts all.
            **counted: As for `frequency`.

        Raises:
            QueryError: If options contradict each other.
            UnknownNameError: If the scope or `only` names what the corpus does not have, or there
                is no such measure or column.
        """
        from wp8.analysis.counts.tables import listing_of, richness_table, vocabulary_list
        from wp8.query.search import selected

        if only and shared:
            raise QueryError("--shared words are those of all documents, and --only those of one")
        if only:
            selected(Scope(documents=(only,)), self.open().backend)
        counting = self._counting(counted)
        measured = {"segment": segment, "window": window, "measure": given.names(measure)}
        listed: Listed = {
            "ngrams": str(ngrams),
            "gap": gap,
            "skip": skip,
            "match": match,
            "min": min,
            "stop_words": stop_words,
        }
        if shared or only:
            _refuse(
                {"by": by, **measured}, Corpus.vocabulary, "is for figures, not for a list of words"
            )
            table = vocabulary_list(counting, only, listing_of(**listed))
        else:
            _refuse(listed, Corpus.vocabulary, "is for a list: with --shared or --only ID")
            table = richness_table(
                counting,
                segment=segment,
                window=window,
                measures=given.names(measure),
                groups=self._groups(by),
            )
        asked = {
            **counted,
            "shared": shared,
            "only": only,
            "by": by,
            **measured,
            **listed,
            "sort": sort,
            "fields": given.fields(fields),
        }
        table = self._with_columns(table, fields)
        return self._stamped(_sorted(table, sort), (), asked, Corpus.vocabulary).first(limit)

    # Quoting and citing

    @_reading
    def locate(self, quotation: str, *, limit: int | None = None) -> Locations:
        """Return where a quotation stands, word for word or nearly, the best place first.

        Raises:
            QueryError: If it has no words, or too many.
        """
        from wp8.analysis.passages.locate import require_words
        from wp8.analysis.passages.located import Locations
        from wp8.citation.loci import Loci
        from wp8.citation.reference import plain

        require_words(quotation)
        found = self._locator().locate(quotation)
        backend = self.open().backend
        loci = Loci(self.sources, backend)

        def cited(located: Located) -> Located:
            ids = dict.fromkeys(passage.id for passage in located.passages)
            return located._replace(citation=plain(loci.locus(backend.records(ids))))

        shown = list(map(cited, found[:limit]))
        return Locations(quotation, shown, len(found), corpus=self.open().corpus)

    @_reading
    def nearest(self, quotation: str) -> Located | None:
        """Return what of the corpus is most like a quotation that it does not have, if anything."""
        return self._locator().nearest(quotation)

    @_reading
    def check_draft(self, file: str, *, all: bool = False) -> CheckedDraft:
        """Return the quotations of a draft, each with its places in the corpus.

        With `all`, one or two words in quotation marks that the corpus does not have, too.

        Raises:
            Wp8Error: If the draft cannot be read.
        """
        from wp8.analysis.passages.draft import CheckedDraft, check, read_draft

        found = check(read_draft(file), self._locator(), file=file, short_ones=all)
        return CheckedDraft(found, corpus=self.open().corpus)

    @_reading
    def parallels(
        self,
        *,
        within: bool = False,
        min_score: float | None = None,
        min_words: int | None = None,
        stock: bool = False,
        sort: str = "document",
        doc: Names = (),
        where: Names = (),
        limit: int | None = None,
        progress: Stage | None = None,
    ) -> Parallels:
        """Return the wording that documents have in common, word for word or nearly.

        Args:
            within: What each document repeats of itself.
            min_score: At least this score, from 0 to 1.
            min_words: At least so many equal words, of quoted slogans too.
            stock: Also what has too little but stock phrases; otherwise `left_out` counts it.
            sort: `document`, in reading order, `length`, the longest first, or `score`.
            doc: Only pairs with a passage in each of these documents.
            where: Only documents that these queries choose, as for `search`.
            limit: At most so many; `total` counts all.
            progress: Wraps the parts of the work as they pass, with what is done.

        Raises:
            UnknownNameError: If the corpus does not have a document, or there is no such order.
        """
        from wp8.analysis.passages import parallels as passages
        from wp8.query.search import selected

        session = self.open()
        chosen = selected(_scope({"where": where}), session.backend)
        least = passages.LEAST_SCORE if min_score is None else min_score
        found = passages.compare(
            session.backend,
            chosen,
            within=within,
            least=least,
            words=min_words,
            most=None if stock else passages.MOST_COUNTED,
            documents=given.names(doc),
            **({"stage": progress} if progress else {}),
        )
        pairs, result = passages.searched(
            found, within=within, least=least, words=min_words, stock=stock
        )
        pairs = passages.ordered(pairs, sort)
        asked = {
            "within": within,
            "min_score": min_score,
            "min_words": min_words,
            "stock": stock,
            "sort": sort,
            "doc": doc,
            "where": where,
        }
        return replace(
            result,
            rows=passages.rows(pairs[:limit], self._reader()),
            corpus=session.corpus,
            stamp=self._stamp("parallels", (), asked, Corpus.parallels, pairs.cells()),
        )

    @_reading
    def cite(
        self,
        *ids: str,
        style: Names = (),
        csl: Names = (),
        with_keys: Names | None = None,
        words: str | None = None,
        edition: bool = False,
    ) -> Citations:
        """Return citations of paragraphs, ranges, sections, notes, documents or quotations.

        Args:
            *ids: Addresses, or quotations.
            style: Only in these styles, or families of styles; `all` for every one.
            csl: In the styles of CSL in these files.
            with_keys: Other works of the bibliography, by their keys, from which a citation tells
                its own apart; by default, all of the corpus.
            words: The words that are quoted, for the styles `cts` and `link`.
            edition: Name the edition of the document where its numbers are said to be wp8's.

        Raises:
            UnknownNameError: If an address, a style or a key is unknown.
            ExportError: If a style needs pandoc, and there is none, or a file is no style.
        """
        from wp8.citation.loci import Loci
        from wp8.citation.styles import Citations, cite, named_styles

        styles = named_styles(given.names(style), given.names(csl), self._notify)
        among = None if with_keys is None else given.names(with_keys)
        loci = Loci(self.sources, self.open().backend, among, self._past)
        named = loci.named(ids, words, self._notify)
        if edition:
            past = self._past()
            named = (
                (address, replace(locus, edition=past.edition_now(locus.document.id)))
                for address, locus in named
            )
        found = cite(named, styles)
        for citation in found:
            if not citation.text:
                where = f"{citation.address} has no entry in {citation.style}"
                self._notify(f"{where}, by the rules of the style")
        there = [citation for citation in found if citation.text]
        return Citations(there, corpus=self.open().corpus)

    def docx(self, result: Result[Any], *, style: str = "chicago", csl: str = "") -> bytes:
        """Return the passages of a result as a document of Word, cited and with a bibliography.

        Args:
            result: What `search`, `show`, `concordance` or `kept` return.
            style: `chicago`, which cites in footnotes, `author-date`, `apa` or `mla`.
            csl: Instead, the path of a file that has a style of CSL.

        Raises:
            ExportError: If the result has no passages, there is no pandoc, it is too much for
                that, or the file has no style.
            CorpusError: If the file cannot be read.
            UnknownNameError: If there is no such style.
        """
        from wp8.citation.styles import apparatus
        from wp8.export.excerpts.docx import docx, require_docx
        from wp8.render.writer import layout_of

        layout = layout_of(result)
        excerpts = list(layout.excerpts(result))
        require_docx()
        loci = self._loci(*(" ".join(each.ids) for each in excerpts if each.ids))
        return docx(excerpts, apparatus(loci, style, csl), layout.footnotes(result))

    @_reading
    def _loci(self, *passages: str) -> list[Locus]:
        """Return the loci of passages, each the ids of its records with blanks between."""
        from wp8.citation.loci import Loci

        backend = self.open().backend
        loci = Loci(self.sources, backend)
        return [loci.locus(backend.records(passage.split(" "))) for passage in passages]

    # Keeping

    @_reading
    def keep(self, *ids: str, note: str = "", tag: Names = ()) -> Kept:
        """Keep passages for the user of the corpus; return them as they are kept now.

        Args:
            *ids: Addresses, each of which is a passage.
            note: What is said of them; nothing leaves what was said.
            tag: What they can be found by, beside the tags that they have already.

        Raises:
            UnknownNameError: If an address names nothing.
            CorpusError: If what is kept cannot be read or written.
        """
        from datetime import date

        from wp8.corpus.basket.basket import Item
        from wp8.corpus.basket.kept import Kept, put
        from wp8.corpus.digest import has_ledger
        from wp8.query.address import has_number, parts

        session, addresses, past = self.open(), self._addresses(), self._past()
        tags = tuple(filter(None, (" ".join(each.split()) for each in given.names(tag))))
        following, new = self._following(), []
        for typed in dict.fromkeys(part for id_ in ids for part in parts(id_)):
            records = session.backend.records(addresses.resolve(typed))
            address = following.address_of(typed, records)
            edition = past.edition_now(records[0].document)
            texts = {record.id: record.text for record in records}
            new.append(Item(address, edition, texts, f"{date.today()}", note.strip(), tags))
            if has_number(address) and has_ledger(self.settings.corpus):
                past.warn(texts)
        with self._basket().changing() as items:
            found = put(new, items, following)
        return Kept(found, corpus=session.corpus)

    @_reading
    def kept(self, *, tag: Names = (), style: str = "plain") -> Kept:
        """Return what is kept of the corpus, in the order in which it was, as it is now.

        What has changed since is said in each, and told.

        Args:
            tag: Only what has one of these tags.
            style: The style of the citations, as for `cite`.

        Raises:
            UnknownNameError: If nothing has a tag, or there is no such style.
            ExportError: If the style needs pandoc, and there is none.
            CorpusError: If what is kept cannot be read.
        """
        from wp8.citation.styles import STYLES, cite, single_style
        from wp8.corpus.basket.kept import Kept, tagged

        basket = self._basket()
        items = tagged(basket.items(), given.names(tag))
        for line in basket.left_behind() if not items else ():
            self._notify(line)
        name = single_style(" ".join(given.names(style)) or "plain")
        following = self._following()
        found = [following.found(item) for item in items]
        there = [each for each in found if each.records]
        loci = zip(there, self._loci(*(" ".join(each.ids) for each in there)), strict=True)
        citations = cite(((each.address, locus) for each, locus in loci), {name: STYLES[name]})
        texts = iter([citation.text for citation in citations])
        remarks = [each.remark for each in found if each.change]
        for remark in remarks[:NAMED]:
            self._notify(remark)
        if len(remarks) > NAMED:
            self._notify(f"so have {len(remarks) - NAMED:,} more changed; --json says how each")
        cited = [each._replace(citation=next(texts)) if each.records else each for each in found]
        return Kept(cited, corpus=self.open().corpus)

    @_reading
    def let_go(self, *ids: str) -> Kept:
        """Keep passages no more; return them as they were kept.

        Raises:
            UnknownNameError: If one is not kept, and then none is let go.
            CorpusError: If what is kept cannot be read or written.
        """
        from wp8.corpus.basket.kept import Kept, taken

        following = self._following()
        with self._basket().changing() as items:
            found = taken(ids, items, following)
        return Kept(found, corpus=self.open().corpus)

    def _basket(self) -> Basket:
        from wp8.workspace.sources import basket

        return basket(self.settings, self._notify)

    def _following(self) -> Following:
        from wp8.corpus.basket.kept import Following

        return Following(self.open().backend, self._addresses(), self._past())

    # Exporting, and the care of the corpus and its index

    @_reading
    def export(
        self,
        format: str = "jsonl",
        *,
        bom: bool = False,
        excel_safe: bool = False,
        doc: Names = (),
        kind: Names = (),
        where: Names = (),
        fields: Names = (),
        style: str = "",
    ) -> str:
        """Return the corpus in a format of `wp8 export`: its records, or its documents.

        Args:
            format: One of `wp8.export.editions.EXPORTS`.
            bom: Begin CSV or TSV with the mark that tells Excel of UTF-8.
            excel_safe: Let no cell of CSV or TSV begin like a formula.
            doc: Only these documents.
            kind: Only these kinds of records.
            where: Only documents that these queries choose, as for `search`.
            fields: What is said of the document of each record: `author`, a field of its own.
            style: A style of CSL: its items of CSL-JSON, as `cite` gives them to pandoc.

        Raises:
            ExportError: If there is no such format, or it is for no style, or not of records.
            UnknownNameError: If the corpus has no such document, kind or field, or there is no such
                style.
            QueryError: If a query cannot be read.
        """
        which: Any = {"doc": doc, "kind": kind, "where": where, "fields": fields}
        how: Any = {"bom": bom, "excel_safe": excel_safe, "style": style}
        return "".join(self.exported(format, **which, **how))

    def exported(
        self,
        format: str = "jsonl",
        *,
        bom: bool = False,
        excel_safe: bool = False,
        doc: Names = (),
        kind: Names = (),
        where: Names = (),
        fields: Names = (),
        style: str = "",
    ) -> Iterator[str]:
        """Return what `export` does in pieces; of a large corpus, few records are read at once.

        Raises:
            ExportError: If there is no such format, or it is for no style, or not of records.
            UnknownNameError: If the corpus has no such document, kind or field, or there is no such
                style.
            QueryError: If a query cannot be read.
        """
        from wp8.export.editions import export

        records, corpus, lemma = self._whole({"doc": doc, "kind": kind, "where": where})
        how: Any = {"bom": bom, "excel_safe": excel_safe, "style": style}
        if names := given.fields(fields):
            records = replace(records, said=self._catalogue.shown(names))
        return export(format, records, corpus, lemma=lemma, **how)

    def exported_each(
        self, format: str = "tei", *, doc: Names = (), kind: Names = (), where: Names = ()
    ) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the id of each document, and the document as TEI of its own, in pieces.

        Raises:
            ExportError: If it is another format.
            UnknownNameError: If the corpus has no such document or kind.
            QueryError: If a query cannot be read.
        """
        from wp8.export.editions import export_each

        return export_each(format, *self._whole({"doc": doc, "kind": kind, "where": where}))

    def _whole(self, scoped: Scoped) -> tuple[Records, document.Corpus, Callable[[str], str]]:
        """Return the records of a scope, the corpus of their documents, and what gives lemmas."""
        from wp8.analysis.counts.population import lemma_by
        from wp8.query.search import selected
        from wp8.results import Records, Streamed

        session, corpus, scope = self.open(), self.sources, _scope(scoped)
        ids = selected(scope, session.backend)
        if scope.conditions():
            held = {id_.partition(":")[0] for id_ in ids}
            corpus = replace(
                corpus, documents=tuple(one for one in corpus.documents if one.id in held)
            )
        records = Records(Streamed(ids, self._reader()), corpus=session.corpus)
        return records, corpus, lemma_by(session.backend.vocabulary.lemmas())

    @property
    def _catalogue(self) -> Catalogue:
        """What is said of the documents; errors as of `sources`."""
        catalogue: Any = self.open().backend.catalogue
        made: Catalogue = catalogue()
        return made

    @_reading
    def metadata(self) -> Table:
        """Return what documents can be asked for by: the names of fields, their kinds and values.

        Raises:
            CorpusError: If the corpus cannot be read.
        """
        from wp8.analysis.counts.table import Table

        catalogue = self._catalogue
        columns = ("field", "kind", "documents", "values", "examples")
        about = {"documents": len(catalogue.documents)}
        cells = list(catalogue.described())
        return Table(
            "fields", columns, cells, about, {}, total=len(cells), corpus=self.open().corpus
        )

    def _reader(self) -> Callable[[Sequence[str]], Sequence[Record]]:
        """Return what reads records of the corpus by their ids whenever it is asked.

        It raises a CorpusChangedError if the corpus is another by then.
        """
        digest = self.digest

        def records(ids: Sequence[str]) -> Sequence[Record]:
            session = self.open()
            if session.digest != digest:
                message = f"{self.settings.corpus}: the corpus was changed since it was asked"
                raise CorpusChangedError(message, hint="ask again")
            return session.backend.records(ids)

        return lambda ids: self._read(partial(records, ids))

    def reindex(self, *, jobs: int | None = None, progress: Progress | None = None) -> Built:
        """Build the index anew; return what it has, and where it is.

        Args:
            jobs: At most so many processes work on it, up to three; by default, one a processor.
            progress: Wraps the records as they pass.

        Raises:
            CorpusError: If the corpus cannot be read.
            IndexStoreError: If the index cannot be written.
        """
        from wp8.workspace.building import build

        self.close()
        return build(self.settings, progress, jobs, with_receipts=True, notify=self._notify)

    def check(self) -> str:
        """Verify every byte of the index, and return the folder where it is.

        Raises:
            IndexStoreError: If it is missing, damaged, or cannot be trusted.
        """
        from wp8.workspace.place import stored

        store, name = stored(self.settings, self.sources)
        store.check(name)
        return store.place(name)

    def push(
        self,
        *,
        shards: int = 1,
        replicas: int = 1,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> Pushed:
        """Put the corpus on its OpenSearch cluster.

        Raises:
            CorpusError: If the corpus cannot be read.
            ClusterError: If the cluster does not take it.
        """
        from wp8.index.opensearch.push import Shape
        from wp8.workspace.cluster import push

        return push(self.settings, Shape(shards, replicas), self._notify, progress, jobs)

    def add(
        self,
        *files: str,
        encoding: str = "",
        text_column: str = "",
        replace: bool = False,
        anyway: bool = False,
        progress: Passing | None = None,
    ) -> Additions:
        """Add copies of files to the corpus; return what became of each.

        Args:
            files: The files, and folders of files.
            encoding: Of files that are text, if it is neither UTF-8 nor UTF-16.
            text_column: Of tables, the one that has the texts.
            replace: Let a file whose name one of the corpus has take the place of that.
            anyway: Add such a file beside the other; and a file whose text the corpus has already.
            progress: Wraps the files as they pass.

        Raises:
            CorpusError: If it is wp8's own, or cannot be written. Files that cannot be read are no
                error, but `refused` in what is returned.
        """
        from wp8.corpus.care.additions import Adding, add
        from wp8.workspace.sources import kept_contents

        folder = self._own_folder()
        kept = kept_contents(self.settings)
        how = Adding(encoding, text_column, replace, anyway, kept=kept, progress=progress)
        added = add(folder, files, self._notify, how)
        self.close()
        return added

    def _own_folder(self) -> Path:
        """Return the folder of a corpus that is the user's own.

        Raises:
            CorpusError: It is that of wp8, or there is no such folder.
        """
        from pathlib import Path

        from wp8.workspace.settings import is_shipped
        from wp8.workspace.sources import require_folder

        require_folder(self.settings)
        folder = self.settings.corpus
        if is_shipped(folder):
            hint = "name yours with --corpus DIR or WP8_CORPUS; to make one: wp8 init DIR FILE..."
            raise CorpusError(f"{folder}: this corpus is wp8's own", hint=hint)
        return Path(folder)

    def changes(self, *, progress: Passing | None = None) -> Changes:
        """Return what has changed in the folder of the corpus since its last index.

        Nothing is changed for that. Only files are read that no document has; `progress` sees
        them pass.

        Raises:
            CorpusError: If the corpus cannot be read.
        """
        from wp8.workspace.updating import changes

        self._own_folder()
        return changes(self.settings, progress)

    def update(
        self,
        changes: Changes | None = None,
        *,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> Updated:
        """Let manifest and index follow what has changed in the folder of the corpus.

        A file that was renamed keeps its id and what the manifest says of it, one that is gone is
        taken out, a new one is added.

        Args:
            changes: What `changes` has returned; by default, what it returns now.
            jobs: At most so many processes work on the index, up to three; by default, one a
                processor.
            progress: Wraps the records as they pass.

        Raises:
            CorpusError: If the corpus cannot be read, its manifest was changed meanwhile, or no
                document would be left.
            IndexStoreError: If the index cannot be written.
        """
        from wp8.workspace.updating import update

        found = self.changes() if changes is None else changes
        self.close()
        return update(self.settings, found, self._notify, progress, jobs)

    def documents(self, *, state: Names = ()) -> Documents:
        """Return the documents: what each is, how many words it has, how it stands to the index.

        No index is built for that.

        Args:
            state: Only those that are `indexed`, `new`, `changed`, `missing` or `unread`.

        Raises:
            CorpusError: If the corpus cannot be read.
            UnknownNameError: If there is no such state.
        """
        from wp8.citation.item import key_of
        from wp8.corpus.care.documents import Documents, listed
        from wp8.corpus.care.states import STATES, standings
        from wp8.workspace.indexed import indexed_words, last_indexed

        wanted = given.names(state)
        for name in wanted:
            if name not in STATES:
                hint = f"the states are {', '.join(STATES)}"
                raise UnknownNameError(f"there is no state {name!r}", hint=hint)
        corpus = self.sources
        found = standings(corpus, last_indexed(self.settings, corpus))
        chosen = [each for each in found if each.state in wanted or not wanted]
        words = indexed_words(self.settings, corpus)
        about = {"name": corpus.name, "digest": corpus.digest}
        return Documents(listed(chosen, words, key_of), corpus=about)

    def remove(self, *ids: str) -> list[Removed]:
        """Take documents out of the manifest; return them with its lines of each.

        Their files stay where they are.

        Raises:
            UnknownNameError: If the corpus does not have a document.
            CorpusError: If it is wp8's own, or its manifest cannot be changed so.
        """
        from wp8.corpus.care.revision import remove

        removed = remove(self._own_folder(), ids, self._notify)
        self.close()
        return removed

    def rename(self, old: str, new: str) -> list[str]:
        """Give a document another id; return which lines of the corpus name addresses in it.

        Raises:
            UnknownNameError: If the corpus does not have the document.
            CorpusError: If it is wp8's own, the id is taken or none, or its manifest cannot be
                changed so.
        """
        from wp8.citation.item import key_of
        from wp8.corpus.care.revision import mentions, rename
        from wp8.corpus.editions import written

        folder = self._own_folder()
        was = rename(folder, old, new, self._notify)
        written.rename(folder, old, new, self._notify)
        self._basket().rename(old, new)
        self.close()
        before, now = key_of(was), key_of(replace(was, id=new))
        if before != now:
            keep = f"wp8 docs set {new} key={before}"
            self._notify(f"its key was {before} and is {now} now; to keep the old one: {keep}")
        return mentions(folder, old)

    def describe(self, *ids: str, fields: Mapping[str, str | Sequence[str] | None]) -> None:
        """Say something of documents in the manifest.

        Args:
            *ids: The documents.
            fields: By the names of fields as the manifest has them, or `fields.NAME` for one of
                the corpus's own, a text, a list of texts, or None, which takes out what was said.

        Raises:
            UnknownNameError: If the corpus does not have a document, or there is no such field.
            CorpusError: If it is wp8's own, a field cannot be that, or its manifest cannot be
                changed so.
        """
        from wp8.corpus.care.revision import describe

        describe(self._own_folder(), ids, fields, self._notify)
        self.close()

    @_reading
    def number_changes(self, *names: str) -> NumberChanges:
        """Return what became of the numbers of documents since the edition before this one.

        Args:
            *names: Documents, or editions of them, as in `speech@a1b2c3d4`; by default all that
                have had another edition.

        Raises:
            UnknownNameError: If the corpus does not have a document, or the edition is not known.
        """
        from wp8.corpus.editions.past import NumberChanges

        return NumberChanges(list(self._past().changes(names)), corpus=self.open().corpus)

    def audit(self, *ids: str) -> Audit:
        """Return what became of the text of all documents, or of some.

        Raises:
            UnknownNameError: If the corpus does not have a document.
            CorpusError: If the corpus cannot be read.
        """
        from wp8.corpus.receipts.receipt import Audit
        from wp8.corpus.records import read_receipts
        from wp8.query.language.suggest import nearest

        corpus = self.sources
        known = {document.id: document for document in corpus.documents}
        for id_ in ids:
            if id_ not in known:
                close = nearest(id_, known) or list(known)
                raise UnknownNameError(
                    f"there is no document {id_}", hint=f"for example {close[0]}"
                )
        wanted = [known[id_] for id_ in dict.fromkeys(ids or known)]
        unread: list[str] = []
        receipts = read_receipts(corpus, wanted, lambda error: unread.append(error.message))
        about = {"name": corpus.name, "digest": corpus.digest}
        return Audit(receipts, unread, corpus=about)

    def info(self) -> dict[str, str]:
        """Return which corpus, index and versions are in use, and whether the index is whole."""
        from wp8.workspace.facts import facts

        return facts(self.settings, self.sources, self._notify)

    # Names that can be asked for

    def fields(self) -> list[str]:
        """Return the fields that `describe` takes: of all corpora, and of this one."""
        from wp8.corpus.care.revision import OWN, SETTABLE

        own = (name for document in self.sources.documents for name in document.fields)
        return [*SETTABLE, *(f"{OWN}{name}" for name in dict.fromkeys(own))]

    def addresses(self, begun: str) -> list[str]:
        """Return what `show` and `cite` take that begins so: documents, or what one of them has.

        That are its sections, ranges and ids; a document that is the only one comes before them.
        """
        own, colon, _ = begun.partition(":")
        documents = self.values("document")
        found = [id_ for id_ in documents if id_ == own or (not colon and id_.startswith(own))]
        if len(found) != 1:
            return found
        from wp8.corpus.contents import contents
        from wp8.corpus.document import Document

        (only,) = found
        backend = self.open().backend
        ids = [id_ for id_ in backend.ids() if id_.startswith(f"{only}:")]
        entries = contents([Document(only, "", "", "")], backend.records(ids))
        whole = dict.fromkeys([*(entry.address for entry in entries), *ids])
        return [address for address in whole if address.startswith(begun)]

    def values(self, field: str, begun: str = "") -> list[str]:
        """Return the documents, sections or kinds of the corpus, as `field` says.

        Those have the letters of `begun` first, whatever its capitals and blanks.
        """
        if self._of_last and field == "document":
            from wp8.workspace.sources import last

            ids = last(self.settings)[1:] or [each.id for each in self.sources.documents]
            return [id_ for id_ in ids if id_.startswith(begun.casefold())]
        from wp8.query.record_view import section_key
        from wp8.query.search import named_as

        backend, label = self.open().backend, f"{field}:{section_key(begun)}"
        return named_as([f for f in backend.vocabulary.facets() if f.startswith(label)], backend)

    def _addresses(self) -> Addresses:
        from wp8.query.address import Addresses

        return Addresses(self.open().backend, self._past)

    def _past(self) -> Past:
        from pathlib import Path

        from wp8.corpus.editions.past import Past

        return Past(Path(self.settings.corpus), self.open().backend, self._notify)

    def _counting(self, counted: Counted) -> Counting:
        from wp8.analysis.counts.counting import Counting

        lemma, unit = counted.get("lemma", False), counted.get("unit", "word")
        scope = _scope(counted, "lemma", "unit")
        return Counting(self.open().backend, scope, lemma=lemma, unit=unit)

    def _groups(self, by: str | None) -> Groups | None:
        from wp8.query.fields.groups import groups

        return groups(by, lambda: self._catalogue) if by else None

    def _locator(self) -> Locator:
        from wp8.analysis.passages.locate import Locator

        return Locator(self.open().backend)

    def _stamped(
        self,
        table: AnyTable,
        words: Sequence[str],
        asked: Mapping[str, object],
        method: Callable[..., object],
    ) -> AnyTable:
        """Return `table` of this corpus, and with its stamp: it is whole, or says its `total`."""
        total = max(table.total, len(table.cells))
        stamp = self._stamp(table.name, words, asked, method, table.cells, total)
        return replace(table, corpus=self.open().corpus, stamp=stamp, total=total)

    def _stamp(
        self,
        name: str,
        words: Sequence[str],
        asked: Mapping[str, object],
        method: Callable[..., object],
        cells: Sequence[tuple[object, ...]],
        total: int | None = None,
    ) -> str:
        from wp8.results import by_column
        from wp8.stamp import Stamp, checksum

        command = _command(name, words, asked, method)
        rows = len(cells) if total is None else total
        return str(Stamp(self.open().digest, command, rows, checksum(by_column(cells))))


def _command(
    name: str,
    words: Sequence[str],
    asked: Mapping[str, object],
    method: Callable[..., object],
) -> tuple[str, ...]:
    """Return a command line that repeats a call: its queries as parsed, its options in order.

    An option is left out where it has the value that `method` has by default.
    """
    from wp8.query.search import canonical

    defaults = {"doc": (), "section": (), "kind": (), "where": (), "unit": "word"}
    defaults |= unwrap(method).__kwdefaults__ or {}
    options: list[str] = []
    for key, value in asked.items():
        option = f"--{key.replace('_', '-')}"
        if value is True:
            options.append(option)
        elif value is not None and value is not False and value != defaults.get(key):
            values = given.names(value) if isinstance(value, (str, tuple)) else (str(value),)
            options += [part for each in values for part in (option, each)]
    typed = [canonical(" ".join(words))] if words and name not in _ITEMS else words
    if any(word.startswith("-") for word in typed):
        return (name, *options, "--", *typed)
    return (name, *typed, *options)


def _refuse(asked: Mapping[str, object], method: Callable[..., object], why: str) -> None:
    """Raise QueryError if an option has another value than `method` has by default."""
    defaults = unwrap(method).__kwdefaults__ or {}
    for key, value in asked.items():
        if value != defaults[key]:
            raise QueryError(f"--{key.replace('_', '-')} {why}")


def _sorted(table: AnyTable, column: str | None) -> AnyTable:
    return table.sorted_by(column) if column else table


def _scope(scope: Scoped, *others: str) -> Scope:
    """Return the scope that options name; TypeError if there are others, as Python says it."""
    if unknown := scope.keys() - given.SCOPE.union(others):
        raise TypeError(f"there is no option {', '.join(sorted(unknown))}")
    return Scope(
        given.names(scope.get("doc", ())),
        given.names(scope.get("section", ())),
        given.names(scope.get("kind", ())),
        scope.get("quotes"),
        given.names(scope.get("where", ())),
    )


def _asked(words: Sequence[str], queries: Sequence[str], exact: bool) -> Asked:
    """Return how what is counted is read: as words, or as queries, and not both."""
    from wp8.analysis.counts.counting import Asked

    if words and queries:
        raise QueryError("give words or a query", hint="ask for one after the other")
    if exact and not queries:
        raise QueryError("--exact is for --query: words are counted as written without it")
    return Asked(bool(queries), exact)


def _items(words: Sequence[str]) -> tuple[str, ...]:
    """Return what is counted, with one blank where there are blanks."""
    return tuple(" ".join(word.split()) for word in words)


def _log(message: str) -> None:
    import logging

    logging.getLogger("wp8").info(message)
