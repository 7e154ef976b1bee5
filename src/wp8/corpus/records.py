"""From a corpus to its records: the one place where they are numbered."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from wp8.corpus.fingerprint import source_key, sum_of
from wp8.corpus.names import SectionIds
from wp8.corpus.quotations import quotations
from wp8.corpus.readers import BINARY, TABLES, reader
from wp8.corpus.source import is_inside, parts_of, read_by, readable, source_bytes
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
        self._last: tuple[object, bytes, str] = (None, b"", "")
        self._parts: tuple[object, dict[str, Part]] = (None, {})
        self._texts: dict[str, Written] = {}

    def records(self, document: Document, receive: Receive | None = None) -> list[Record]:
        content, _ = self._content(document)
        path = self._path(document)
        is_part = bool(document.file_part) or document.layout in TABLES
        if is_part:
            found = self._of(document, content).get(document.file_part)
            if found is None:
                raise CorpusError(f"{path}: has no part {document.file_part!r}", hint=_EACH_ROW)
            blocks = read_by(path, len(content), lambda: list(found.blocks()))
            blocks = _checked(blocks, document.layout, path)
        else:
            blocks = blocks_of(content, document.layout, path, document.encoding)
        records = list(numbered(document, blocks, path))
        if not records:
            raise CorpusError(f"{path}: {_part(document)}has no text")
        if receive:
            from wp8.corpus.receipts.receipt import compared  # a search asks for no receipts

            ids = [record.id for record in records]
            receive(
                compared(document, self._written(document, content), blocks, ids)
                if is_part
                else receipt_of(content, document, path, blocks, ids)
            )
        return records

    def unchanged(self, document: Document, receive: Receive | None) -> list[Record]:
        content, own = self._content(document)
        part = self._of(document, content).get(document.file_part) if document.part_sum else None
        is_same = not document.part_sum or (part and part.sum == document.part_sum)
        if not is_same or source_key(document, own) != self._corpus.keys.get(document.id):
            message = f"{self._corpus.folder}: the corpus was changed while it was read"
            raise CorpusChangedError(message)
        return self.records(document, receive)

    def _content(self, document: Document) -> tuple[bytes, str]:
        """Return the bytes of the source of a document, and their SHA-256."""
        name, content, own = self._last
        if name != document.file:
            content = source_bytes(self._path(document))
            own = sum_of(content)
            self._last = document.file, content, own
        return content, own

    def _of(self, document: Document, content: bytes) -> dict[str, Part]:
        """Return the documents that a source is, by what they are called in it."""
        made_of = (document.file, document.layout, document.encoding, document.text_column)
        if self._parts[0] != (*made_of, id(content)):
            found = parts_of(content, self._path(document), *made_of[1:])
            self._parts = (*made_of, id(content)), {part.name: part for part in found}
            self._texts = {}
        return self._parts[1]

    def _written(self, document: Document, content: bytes) -> Written:
        """Return the text of a document that is a part: of as many, that at its place."""
        from wp8.corpus.receipts.sources import parts_written
        from wp8.corpus.receipts.written import Written

        if not self._texts:
            text = readable(content, document.layout, self._path(document), document.encoding)
            found = parts_written(document.layout, text, document.text_column)
            self._texts = dict(zip(self._parts[1], found, strict=False))
        return self._texts.get(document.file_part, Written(()))

    def _path(self, document: Document) -> Path:
        path = self._corpus.folder / document.file
        if not is_inside(self._corpus.folder, document.file):
            raise CorpusError(f"{path}: leaves the corpus folder", hint="copy the file into it")
        return path


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
