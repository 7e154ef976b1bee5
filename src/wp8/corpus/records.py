"""From a corpus to its records: the one place where they are numbered."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from wp8.corpus.fingerprint import source_key, sum_of
from wp8.corpus.names import SectionIds
from wp8.corpus.quotations import quotations
from wp8.corpus.readers import BINARY, reader
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.source import decoded, is_inside, source_bytes
from wp8.errors import CorpusChangedError, CorpusError, UnreadableError
from wp8.model import KINDS, Record
from wp8.words.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from wp8.corpus.document import Corpus, Document
    from wp8.corpus.readers.block import Block
    from wp8.corpus.receipts.receipt import Receipt

    Receive = Callable[[Receipt], object]

# No novel is longer than this; what is, has lost its paragraphs.
LONGEST_BLOCK: Final = 16_000_000


def _refuse(error: CorpusError) -> None:
    raise error


def read_records(corpus: Corpus, unread: Callable[[CorpusError], None] = _refuse) -> list[Record]:
    """Return the records of all documents of `corpus`, in the manifest's order.

    What is wrong with a document that cannot be read goes to `unread`.

    Raises:
        CorpusError: a source cannot be read, and `unread` was not given.
    """
    return [
        record
        for document in corpus.documents
        for record in _read(unread, partial(read_document, corpus, document))
    ]


def stream_records(
    corpus: Corpus,
    unread: Callable[[CorpusError], None],
    kept: Collection[str] = (),
    receive: Receive | None = None,
) -> Iterator[Record]:
    """Yield the records of `corpus` as `read_records` has them, holding those of one document.

    Those of the documents with the ids `kept` are left out, and their sources are not read. What
    is to `receive` them gets the receipts of the others.

    Raises:
        CorpusChangedError: what is read of a source is not what the corpus has the digest of.
    """
    for document in corpus.documents:
        if document.id not in kept:
            yield from _read(unread, partial(_unchanged, corpus, document, receive))


def read_document(corpus: Corpus, document: Document) -> list[Record]:
    """Return the records of one document of `corpus`, in reading order.

    Raises:
        CorpusError: the source is missing, is not what its layout wants, has no text, has a
            paragraph that is too long, or has two notes of one number.
    """
    return _document(corpus, document, source_bytes(_path(corpus, document)))


def read_receipt(corpus: Corpus, document: Document) -> Receipt:
    """Return what became of the text of one document of `corpus`.

    Raises:
        CorpusError: As `read_document`.
    """
    receipts: list[Receipt] = []
    _document(corpus, document, source_bytes(_path(corpus, document)), receipts.append)
    return receipts[0]


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


def _unchanged(corpus: Corpus, document: Document, receive: Receive | None) -> list[Record]:
    content = source_bytes(_path(corpus, document))
    if source_key(document, sum_of(content)) != corpus.keys.get(document.id):
        raise CorpusChangedError(f"{corpus.folder}: the corpus was changed while it was read")
    return _document(corpus, document, content, receive)


def _path(corpus: Corpus, document: Document) -> Path:
    path = corpus.folder / document.file
    if not is_inside(corpus.folder, document.file):
        raise CorpusError(f"{path}: leaves the corpus folder", hint="copy the file into it")
    return path


def _document(
    corpus: Corpus, document: Document, content: bytes, receive: Receive | None = None
) -> list[Record]:
    path = corpus.folder / document.file
    blocks = blocks_of(content, document.layout, path)
    records = list(numbered(document, blocks, path))
    if not records:
        raise CorpusError(f"{path}: has no text")
    if receive:
        receive(receipt_of(content, document, path, blocks, [record.id for record in records]))
    return records


def receipt_of(
    source: bytes, document: Document, path: Path, blocks: Iterable[Block], ids: Sequence[str] = ()
) -> Receipt:
    """Return what became of the text of `source`, of which `blocks` were made.

    `ids` are those of the records that they became.
    """
    return receipt(document, _as_read(source, document.layout, path), blocks, ids)


def blocks_of(source: bytes, layout: str, path: Path) -> list[Block]:
    """Return the blocks of `source`, in reading order; `path` names it in errors.

    Raises:
        CorpusError: It is not what its layout wants, or has a paragraph that is too long.
    """
    try:
        blocks = list(reader(layout)(_as_read(source, layout, path)))
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    for block in blocks:
        if len(block.text) > LONGEST_BLOCK:
            message = f"a {block.kind} has more than {LONGEST_BLOCK:,} characters"
            hint = "set paragraphs apart by blank lines" * (layout not in BINARY)
            raise CorpusError(f"{path}:{block.lines[0]}: {message}", hint=hint or None)
    return blocks


def _as_read(source: bytes, layout: str, path: Path) -> bytes | str:
    return source if layout in BINARY else decoded(source, path)


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
        CorpusError: Two notes have one number.
    """
    language = document.language or language_of(block.text for block in read)
    cited: dict[int, tuple[str, int]] = {}
    ids: set[str] = set()
    for place, (block, number, section, number_in_section) in enumerate(_counted(read)):
        record_id = f"{document.id}:{_local_id(block, number)}"
        if record_id in ids:
            raise CorpusError(f"{path}:{block.lines[0]}: {block.kind} {number} is there twice")
        ids.add(record_id)
        for note, offset in block.marks:
            cited.setdefault(note, (record_id, offset))
        is_note = block.kind == "note"
        cited_by, cited_at = cited.get(number, (None, None)) if is_note else (None, None)
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
            notes=tuple(dict.fromkeys(f"{document.id}:n{note}" for note, _ in block.marks)),
            cited_by=cited_by,
            cited_at=cited_at,
            group=block.group,
            name=block.name,
            position=block.position,
            quotes=quotations(block.text, _following(read, place)),
            pages=block.pages,
            language=language,
            section_id=section,
        )


def _following(blocks: Sequence[Block], place: int) -> str:
    """Return the text of the block that follows one in its flow: the next of its kind."""
    following = (blocks[later] for later in range(place + 1, len(blocks)))
    return next((block.text for block in following if block.kind == blocks[place].kind), "")


def _local_id(block: Block, number: int) -> str:
    if block.table is not None:
        return f"{KINDS['table_row']}{block.table}.{number}"
    return f"{KINDS[block.kind]}{number}"
