"""From a corpus to its records: the one place where they are numbered."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from wp8.corpus.fingerprint import source_key, sum_of
from wp8.corpus.names import SectionIds
from wp8.corpus.quotations import quotations
from wp8.corpus.readers import BINARY, TABLES, parts, reader
from wp8.corpus.source import is_inside, read_by, readable, source_bytes
from wp8.errors import CorpusChangedError, CorpusError
from wp8.model import KINDS, Record
from wp8.words.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from wp8.corpus.document import Corpus, Document
    from wp8.corpus.readers.block import Block, Part
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.corpus.receipts.written import Written

    Receive = Callable[[Receipt], object]

# No novel is longer than this; what is, has lost its paragraphs.
LONGEST_BLOCK: Final = 16_000_000


_EACH_ROW: Final = 'each row of a table is a document: files = "…" names them all'


def _refuse(error: CorpusError) -> None:
    raise error


def read_records(corpus: Corpus, unread: Callable[[CorpusError], None] = _refuse) -> list[Record]:
    """Return the records of all documents of `corpus`, in the manifest's order.

    What is wrong with a document that cannot be read goes to `unread`.

    Raises:
        CorpusError: a source cannot be read, and `unread` was not given.
    """
    sources = _Sources(corpus)
    return [
        record
        for document in corpus.documents
        for record in _read(unread, partial(sources.records, document))
    ]


def stream_records(
    corpus: Corpus,
    unread: Callable[[Document, CorpusError], None],
    kept: Collection[str] = (),
    receive: Receive | None = None,
) -> Iterator[Record]:
    """Yield the records of `corpus` as `read_records` has them, holding those of one document.

    What is wrong with a document that cannot be read goes to `unread`. Those of the documents with
    the ids `kept` are left out, and their sources are not read. What is to `receive` them gets the
    receipts of the others.

    Raises:
        CorpusChangedError: what is read of a source is not what the corpus has the digest of.
    """
    sources = _Sources(corpus)
    for document in corpus.documents:
        if document.id not in kept:
            told = partial(unread, document)
            yield from _read(told, partial(sources.unchanged, document, receive))


def read_document(corpus: Corpus, document: Document) -> list[Record]:
    """Return the records of one document of `corpus`, in reading order.

    Raises:
        CorpusError: the source is missing, is not what its layout wants, has no text, has a
            paragraph that is too long, or has two notes of one number.
    """
    return _Sources(corpus).records(document)


def read_receipts(
    corpus: Corpus, documents: Iterable[Document], unread: Callable[[CorpusError], None]
) -> list[Receipt]:
    """Return what became of the text of some documents of `corpus`.

    What is wrong with a document that cannot be read goes to `unread`.
    """
    receipts: list[Receipt] = []
    sources = _Sources(corpus)
    for document in documents:
        _read(unread, partial(sources.records, document, receipts.append))
    return receipts


def _read(
    unread: Callable[[CorpusError], None], records: Callable[[], list[Record]]
) -> list[Record]:
    try:
        return records()
    except CorpusChangedError:
        raise
    except CorpusError as error:
        unread(error)
        return []


class _Sources:
    """The sources of a corpus; the last is kept, for documents that are parts of one."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._file, self._sum = "", ""
        self._content: bytes | None = None
        self._parts: _Parts | None = None

    def records(self, document: Document, receive: Receive | None = None) -> list[Record]:
        path = self._corpus.folder / document.file
        if document.file_part or document.layout in TABLES:
            parts, content = self._of(document), b""
            found = parts.named(document.file_part)
            if found is None:
                raise CorpusError(f"{path}: has no part {document.file_part!r}", hint=_EACH_ROW)
            blocks = read_by(path, parts.size, lambda: list(found.blocks()))
            blocks = _checked(blocks, document.layout, path)
        else:
            parts, content = None, self._bytes(document)
            blocks = blocks_of(content, document.layout, path, document.encoding)
        records = list(numbered(document, blocks, path))
        if not records:
            raise CorpusError(f"{path}: {_part(document)}has no text")
        if receive:
            from wp8.corpus.receipts.receipt import compared  # a search asks for no receipts

            ids = [record.id for record in records]
            receive(
                compared(document, parts.written(), blocks, ids)
                if parts
                else receipt_of(content, document, path, blocks, ids)
            )
        return records

    def unchanged(self, document: Document, receive: Receive | None) -> list[Record]:
        if self._file != document.file:
            self._read(document)
        part = self._of(document).named(document.file_part) if document.part_sum else None
        is_same = not document.part_sum or (part and part.sum == document.part_sum)
        if not is_same or source_key(document, self._sum) != self._corpus.keys.get(document.id):
            message = f"{self._corpus.folder}: the corpus was changed while it was read"
            raise CorpusChangedError(message)
        return self.records(document, receive)

    def _of(self, document: Document) -> _Parts:
        """Return the documents that the source of one is."""
        how = (document.layout, document.encoding, document.text_column)
        if self._file != document.file or not self._parts or self._parts.how != how:
            path = self._corpus.folder / document.file
            self._parts = _Parts(self._bytes(document), path, how)
            # They hold what they are read of, which may be as much again.
            self._content = None
        return self._parts

    def _bytes(self, document: Document) -> bytes:
        """Return the bytes of the source of a document."""
        if self._file == document.file and self._content is not None:
            return self._content
        return self._read(document)

    def _read(self, document: Document) -> bytes:
        path = self._corpus.folder / document.file
        if not is_inside(self._corpus.folder, document.file):
            raise CorpusError(f"{path}: leaves the corpus folder", hint="copy the file into it")
        # Before the next is read, the one before is let go.
        self._file, self._content, self._parts = "", None, None
        content = source_bytes(path)
        self._file, self._sum, self._content = document.file, sum_of(content), content
        return content


class _Parts:
    """The documents that a source is, and their texts.

    Each is made as it is asked for in the order of the source. Once one is that stands before, all
    are held.
    """

    def __init__(self, source: bytes, path: Path, how: tuple[str, str, str]) -> None:
        self.how = how
        self.size = len(source)
        self._path = path
        layout, encoding, _ = how
        self._content = readable(source, layout, path, encoding)
        self._coming: Iterator[tuple[int, Part]] = enumerate(self._read())
        self._texts: Iterator[tuple[int, Written]] | None = None
        self._part: tuple[int, Part] | None = None
        self._text: tuple[int, Written] | None = None
        self._all: dict[str, tuple[int, Part]] | None = None

    def named(self, name: str) -> Part | None:
        """Return the part that is called so, None if there is none."""
        if not self._part or self._part[1].name != name:
            self._part = self._next(name)
        return self._part[1] if self._part else None

    def _next(self, name: str) -> tuple[int, Part] | None:
        if self._all is None:
            if found := next((each for each in self._coming if each[1].name == name), None):
                return found
            self._all = {part.name: (at, part) for at, part in enumerate(self._read())}
        return self._all.get(name)

    def written(self) -> Written:
        """Return the text of the part that was asked for last: of as many, that at its place."""
        from wp8.corpus.receipts.written import Written

        at = self._part[0] if self._part else 0
        if self._all:
            return self._all_texts[at] if at < len(self._all_texts) else Written(())
        if not self._text or self._text[0] != at:
            self._texts = self._texts or enumerate(self._write())
            self._text = next((each for each in self._texts if each[0] == at), (at, Written(())))
        return self._text[1]

    @cached_property
    def _all_texts(self) -> list[Written]:
        return [*self._write()]

    def _write(self) -> Iterator[Written]:
        from wp8.corpus.receipts.sources import parts_written

        layout, _, column = self.how
        return parts_written(layout, self._content, column)

    def _read(self) -> Iterator[Part]:
        layout, _, column = self.how
        return read_by(self._path, self.size, partial(parts, layout, self._content, column))


def _part(document: Document) -> str:
    return f"{document.file_part!r} " if document.file_part else ""


def receipt_of(
    source: bytes, document: Document, path: Path, blocks: Iterable[Block], ids: Sequence[str] = ()
) -> Receipt:
    """Return what became of the text of `source`, of which `blocks` were made.

    `ids` are those of the records that they became.
    """
    from wp8.corpus.receipts.receipt import receipt

    content = readable(source, document.layout, path, document.encoding)
    return receipt(document, content, blocks, ids)


def receipt_of_parts(
    source: bytes, document: Document, path: Path, parts: Iterable[Part]
) -> Receipt:
    """Return what became of the text of `source`, which is many documents, its `parts`.

    Raises:
        CorpusError: One of them cannot be read.
    """
    from wp8.corpus.receipts.receipt import compared
    from wp8.corpus.receipts.sources import parts_written
    from wp8.corpus.receipts.written import END, Written

    content = readable(source, document.layout, path, document.encoding)
    texts = parts_written(document.layout, content, document.text_column)
    pieces = [piece for text in texts for piece in (*text.pieces, (END, ""))]
    blocks = [block for part in parts for block in read_by(path, len(source), part.blocks)]
    return compared(document, Written(pieces), blocks)


def blocks_of(source: bytes, layout: str, path: Path, encoding: str = "") -> list[Block]:
    """Return the blocks of `source`, in reading order; `path` names it in errors.

    Raises:
        CorpusError: It is not what its layout wants, or has a paragraph that is too long.
    """
    content = readable(source, layout, path, encoding)
    blocks = read_by(path, len(source), lambda: list(reader(layout)(content)))
    return _checked(blocks, layout, path)


def _checked(blocks: list[Block], layout: str, path: Path) -> list[Block]:
    for block in blocks:
        if len(block.text) > LONGEST_BLOCK:
            message = f"a {block.kind} has more than {LONGEST_BLOCK:,} characters"
            hint = "set paragraphs apart by blank lines" * (layout not in BINARY)
            raise CorpusError(f"{path}:{block.lines[0]}: {message}", hint=hint or None)
    return blocks


def _counted(blocks: Iterable[Block]) -> Iterator[tuple[Block, int, str, int | None]]:
    """Yield each block, its number within its kind, its section's id, its number within that.

    Only paragraphs have numbers within sections.
    """
    of_kind: Counter[str] = Counter()
    of_section: Counter[str] = Counter()
    sections = SectionIds()
    for block in blocks:
        is_paragraph = block.kind == "paragraph"
        section = sections.of(block)
        of_kind[block.kind] += block.number is None
        of_section[section] += is_paragraph
        number = of_kind[block.kind] if block.number is None else block.number
        yield block, number, section, of_section[section] if is_paragraph else None


def numbered(document: Document, read: Sequence[Block], path: Path) -> Iterator[Record]:
    """Yield the records that the blocks `read` of a document make; `path` names it in errors.

    Raises:
        CorpusError: Two notes or rows have one number.
    """
    language = document.language or language_of(b.text for b in read if b.kind != "reading")
    cited: dict[int, tuple[str, int]] = {}
    ids: set[str] = set()
    before: str | None = None
    for (block, number, section, number_in_section), following in zip(
        _counted(read), _following(read), strict=True
    ):
        record_id = f"{document.id}:{_local_id(block, number)}"
        if record_id in ids:
            raise CorpusError(f"{path}:{block.lines[0]}: {block.kind} {number} is there twice")
        ids.add(record_id)
        for note, offset in block.marks:
            cited.setdefault(note, (record_id, offset))
        cited_by, cited_at = (before if block.kind == "reading" else None), None
        if block.kind == "note":
            cited_by, cited_at = cited.get(number, (None, None))
        before = record_id
        notes = [f"{document.id}:n{note}" for note, _ in block.marks]
        is_paragraph = block.kind == "paragraph"
        yield Record(
            id=record_id,
            document=document.id,
            kind=block.kind,
            section=block.section,
            number=number,
            number_in_section=number_in_section,
            text=block.text,
            file=document.file,
            lines=block.lines,
            notes=tuple(dict.fromkeys(notes)) if notes else (),
            cited_by=cited_by,
            cited_at=cited_at,
            group=block.group,
            name=block.name,
            position=block.position,
            quotes=quotations(block.text, following),
            pages=block.pages,
            language=language,
            section_id=section,
            speaker=block.speaker or (document.speaker if is_paragraph else "") or None,
            page_labels=block.page_labels,
        )


def _following(blocks: Sequence[Block]) -> list[str]:
    """Return the text of the block that follows each in its flow: the next of its kind."""
    after: dict[str, str] = {}
    texts = []
    for block in reversed(blocks):
        texts.append(after.get(block.kind, ""))
        after[block.kind] = block.text
    return texts[::-1]


def _local_id(block: Block, number: int) -> str:
    if block.table is not None:
        return f"{KINDS['table_row']}{block.table}.{number}"
    return f"{KINDS[block.kind]}{number}"
