"""The zip files that docx, odt and epub are: nothing is unpacked before their sizes are known."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

SPLIT: Final = "split it into several documents"
LARGEST_WHOLE: Final = 256 * 2**20
_LARGEST_PART_OF_META: Final = 2**20
# Text seldom packs better than 20 to 1; a bomb packs 1,000 to 1.
_HIGHEST_RATIO: Final = 100
_SMALL: Final = 8 * 2**20
_MOST_PARTS: Final = 20_000
# A thousand pages of Word have half a million.
_MOST_ELEMENTS: Final = 4_000_000
_DEEPEST: Final = 200
_ENCRYPTED: Final = 0x1
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"
_MARKUP: Final = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
# What zipfile raises over a file that is damaged.
_FAILURES: Final = (
    *(BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError),
    *(ValueError, ZlibError),
)


def checked(source: bytes, *, doctypes: bool = False) -> None:
    """Refuse a zip file that is damaged or encrypted, or whose parts are a danger.

    Raises:
        UnreadableError: It is; or a part declares entities or, unless `doctypes`, a document type.
    """
    refused = (b"<!ENTITY",) if doctypes else (b"<!ENTITY", b"<!DOCTYPE")
    with opened(source) as archive:
        for name in archive.namelist():
            if name.lower().endswith(_MARKUP):
                _check_part(archive, name, refused)


def opened(source: bytes) -> ZipFile:
    """Return the zip file that `source` is, once its table of contents is found harmless.

    Raises:
        UnreadableError: It is damaged, encrypted, too large unpacked, or has names that leave it.
    """
    if source.startswith(_COMPOUND_FILE):
        hint = "save it without a password, in the format that its name says"
        raise UnreadableError("is encrypted, or of the format before docx", hint=hint)
    try:
        archive = ZipFile(BytesIO(source))
    except _FAILURES as error:
        raise UnreadableError("is no zip file, or is damaged", hint="save it again") from error
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS:
        raise UnreadableError(f"has more than {_MOST_PARTS:,} parts")
    if whole > LARGEST_WHOLE or whole > max(_SMALL, _HIGHEST_RATIO * len(source)):
        most = f"{LARGEST_WHOLE:,} bytes, or {_HIGHEST_RATIO} times its size, are the most"
        raise UnreadableError(f"would be {whole:,} bytes unpacked; {most}")
    for part in parts:
        if part.filename.startswith("/") or ".." in PurePosixPath(part.filename).parts:
            raise UnreadableError(f"has a part whose name leaves it: {part.filename!r}")
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableError("is encrypted", hint="save it without a password")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableError(f"is damaged, in {part.filename!r}", hint="save it again")
    return archive


def content(archive: ZipFile, name: str) -> bytes:
    """Return the bytes of a part of `archive`.

    Raises:
        UnreadableError: It is damaged.
    """
    try:
        return archive.read(name)
    except _FAILURES as error:
        raise UnreadableError(f"is damaged, in {name!r}", hint="save it again") from error


def part(archive: ZipFile, name: str) -> Element | None:
    """Return a small XML part of `archive`, None if there is none that can be read."""
    from xml.etree.ElementTree import ParseError, XMLParser

    try:
        with archive.open(name) as file:
            content = file.read(_LARGEST_PART_OF_META)
        if _has(content, b"<!DOCTYPE") or _has(content, b"<!ENTITY"):
            return None
        parser = XMLParser()
        parser.feed(content)
        root: Element = parser.close()
    except (*_FAILURES, ParseError, LookupError, ValueError):
        # An encoding that there is not, and one that the parser does not know.
        return None
    return root


def elements(archive: ZipFile, name: str, depth: int) -> Iterator[Element]:
    """Yield the elements of a part that stand so deep in it, each for as long as it is the last.

    Raises:
        UnreadableError: The part is missing or damaged, or has too many elements or too deep ones.
    """
    from xml.etree.ElementTree import ParseError, iterparse

    open_: list[Element] = []
    number = 0
    try:
        with archive.open(name) as file:
            for event, element in iterparse(file, ("start", "end")):
                if event == "start":
                    open_.append(element)
                    number += 1
                    if len(open_) > _DEEPEST:
                        raise UnreadableError("has parts too deeply within each other")
                    if number > _MOST_ELEMENTS:
                        raise UnreadableError(f"has too much markup in {name!r}", hint=SPLIT)
                elif len(open_) == depth + 1:
                    yield open_.pop()
                    open_[-1].clear()
                else:
                    open_.pop()
    except (*_FAILURES, ParseError, LookupError) as error:
        raise UnreadableError(f"is damaged, in {name!r}", hint="save it again") from error


def texts(root: Element | None, *tags: str) -> list[str]:
    """Return the text of the elements below `root` that have one of these local names."""
    elements = root.iter() if root is not None else ()
    named = (e for e in elements if isinstance(e.tag, str) and e.tag.rpartition("}")[2] in tags)
    return [e.text.strip() for e in named if e.text and e.text.strip()]


def _check_part(archive: ZipFile, name: str, refused: tuple[bytes, ...]) -> None:
    tail = b""
    try:
        with archive.open(name) as file:
            while chunk := file.read(2**20):
                if any(_has(tail + chunk, declaration) for declaration in refused):
                    raise UnreadableError(f"declares entities or a document type in {name!r}")
                tail = chunk[-64:]
    except _FAILURES as error:
        raise UnreadableError(f"is damaged, in {name!r}", hint="save it again") from error


def _has(content: bytes, declaration: bytes) -> bool:
    # In UTF-16 too.
    return declaration in content or declaration in content.replace(b"\0", b"")
