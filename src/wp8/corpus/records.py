"""From a corpus to its records: the one place where they are numbered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wp8.corpus.quotations import quotations
from wp8.corpus.readers import reader
from wp8.errors import CorpusError
from wp8.model import KINDS, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from wp8.corpus.readers.block import Block
    from wp8.document import Corpus, Document


def read_records(corpus: Corpus) -> list[Record]:
    """Return the records of all documents of `corpus`, in the manifest's order.

    Raises:
        CorpusError: a source is missing or is not text as its layout wants it.
    """
    return [record for document in corpus.documents for record in read_document(corpus, document)]


def read_document(corpus: Corpus, document: Document) -> list[Record]:
    """Return the records of one document of `corpus`, in reading order.

    Raises:
        CorpusError: the source is missing, has no text, is not UTF-8, has NUL bytes, or has two
            notes of one number.
    """
    path = corpus.folder / document.file
    records = list(_numbered(document, reader(document.layout)(_source_text(path)), path))
    if not records:
        raise CorpusError(f"{path}: has no text")
    return records


def _source_text(path: Path) -> str:
    try:
        source = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        text = _unix_lines(source.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = _unix_lines(source[: error.start].decode("latin-1")).count("\n") + 1
        message = f"{path}:{line}: is not UTF-8 (at byte {error.start})"
        raise CorpusError(message, hint="save the file as UTF-8") from error
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise CorpusError(f"{path}:{line}: has a NUL byte", hint="is it a text file?")
    return text


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _counted(blocks: Iterable[Block]) -> Iterator[tuple[Block, int, int | None]]:
    """Yield each block with its number within its kind and, a paragraph, within its section."""
    of_kind: Counter[str] = Counter()
    of_section: Counter[str] = Counter()
    for block in blocks:
        is_paragraph = block.kind == "paragraph"
        of_kind[block.kind] += block.number is None
        of_section[block.section] += is_paragraph
        number = of_kind[block.kind] if block.number is None else block.number
        yield block, number, of_section[block.section] if is_paragraph else None


def _numbered(document: Document, blocks: Iterable[Block], path: Path) -> Iterator[Record]:
    cited: dict[int, tuple[str, int]] = {}
    ids: set[str] = set()
    read = list(blocks)
    for place, (block, number, number_in_section) in enumerate(_counted(read)):
        record_id = f"{document.id}:{_local_id(block, number)}"
        if record_id in ids:
            raise CorpusError(f"{path}:{block.lines[0]}: {block.kind} {number} is there twice")
        ids.add(record_id)
        for note, offset in block.marks:
            cited.setdefault(note, (record_id, offset))
        cited_by, cited_at = cited[number] if block.kind == "note" else (None, None)
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
        )


def _following(blocks: Sequence[Block], place: int) -> str:
    """Return the text of the block that follows one in its flow: the next of its kind."""
    kind = blocks[place].kind
    following = (blocks[later] for later in range(place + 1, len(blocks)))
    return next((block.text for block in following if block.kind == kind), "")


def _local_id(block: Block, number: int) -> str:
    if block.table is not None:
        return f"{KINDS['table_row']}{block.table}.{number}"
    return f"{KINDS[block.kind]}{number}"
