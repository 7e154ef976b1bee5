"""The bytes of a source file, and why they cannot be had."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wp8.corpus.patterns import Inside
from wp8.corpus.readers import BINARY, TABLES, parts, told_layout, xml_layout
from wp8.corpus.readers.block import InPieces, in_pieces
from wp8.corpus.readers.bounds import in_time
from wp8.corpus.readers.text_encodings import declared_encoding, is_encoding, looks_like
from wp8.errors import CorpusError, SourceMissingError, UnreadableError
from wp8.files import UTF_16_MARKS, regular_bytes, unicode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wp8.corpus.readers.block import Found, Part, Text

_Read = TypeVar("_Read")

LARGEST_SOURCE: Final = 64 * 2**20
LARGEST_TOML: Final = 2**23
MOST_KEY_PARTS: Final = 8

_HEAD: Final = 2**14
# Of so many bytes a text is held in pieces.
_LONG: Final = 2**20
_MARKS: Final = (BOM_UTF8, *UTF_16_MARKS)
_PART: Final = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
# A key of too many parts, or what has none: strings, comments, the signs between.
_TOML: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)|#[^\n]*+"
    rf"|(?P<long>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_KEY_PARTS},}})"
    rf"|{_PART}"
    r"""|["'][^\n]*+|[^"'#A-Za-z0-9_-]++""",
    re.DOTALL,
)


def source_bytes(path: Path) -> bytes:
    """Return the bytes of the file at `path`.

    Raises:
        SourceMissingError: There is none.
        CorpusError: It is no regular file, too large, or cannot be read.
    """
    try:
        content = regular_bytes(path, LARGEST_SOURCE)
    except FileNotFoundError:
        raise SourceMissingError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"{path}: cannot be read ({reason})") from error
    if content is None:
        raise CorpusError(f"{path}: is not a file")
    if len(content) > LARGEST_SOURCE:
        message = f"{path}: is larger than {LARGEST_SOURCE:,} bytes, the most that is read"
        raise CorpusError(message, hint="split it into several documents")
    return content


def toml_table(source: bytes, where: object) -> dict[str, Any]:
    """Return `source`, which is TOML, as a table; `where` names it in errors.

    Raises:
        CorpusError: It is not, or takes longer to read than anything that a person writes.
    """
    import tomllib

    if len(source) > LARGEST_TOML:
        message = f"{where}: is larger than {LARGEST_TOML:,} bytes, the most that is read"
        raise CorpusError(message, hint='one table can describe many files: files = "*.md"')
    try:
        text = unicode_text(source)
        # tomllib takes a time that is quadratic in the number of these.
        if long := next((found for found in _TOML.finditer(text) if found["long"]), None):
            line = text.count("\n", 0, long.start()) + 1
            raise CorpusError(f"{where}:{line}: has a key of more than {MOST_KEY_PARTS} parts")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        message = f"{where}: is not UTF-8 (at byte {error.start})"
        raise CorpusError(message, hint="save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{where}: is not TOML: {error}") from error


def is_inside(folder: Path, file: str) -> bool:
    """Return whether the relative path `file` stays in `folder`, links followed."""
    return Inside(folder).has(file)


def layout_told(path: Path) -> str:
    """Return the layout that the suffix of a file tells, and of XML what it is of.

    Raises:
        CorpusError: They tell none.
    """
    layout = told_layout(str(path))
    if path.suffix.lower() != ".xml":
        return layout
    return xml_layout(source_bytes(path)[:_HEAD]) or layout


def readable(source: bytes, layout: str, where: object, encoding: str = "") -> bytes | Text:
    """Return a source as the reader of its layout takes it: bytes, or text; a long table in pieces.

    Its `encoding` is what the manifest says of it.

    Raises:
        CorpusError: It is not in that, nor in UTF-8 if nothing is said, or has NUL bytes.
    """
    if layout in TABLES:
        return _in_pieces(source, where, encoding)
    if layout not in BINARY:
        own = declared_encoding(source)
        return decoded(source, where, encoding or (own if is_encoding(own) else ""))
    if not encoding or source.startswith(_MARKS):
        if layout == "tei" and not declared_encoding(source) and b"\0" not in source[:_HEAD]:
            # XML that declares no encoding is in UTF-8: who has another is told which.
            decoded(source, where)
        return source
    # A page, and what is XML, tell their own encoding, which the mark overrules.
    return BOM_UTF8 + decoded(source, where, encoding).encode()


def _in_pieces(source: bytes, where: object, encoding: str) -> Text:
    """Return the text of `source` as `decoded` does, in pieces where it is long; errors as of that.

    Beside it, its text would take as much, or several times that.
    """
    own = declared_encoding(source)
    encoding = encoding or (own if is_encoding(own) else "")
    is_utf_8 = not encoding and not source.startswith(_MARKS) and b"\0" not in source
    if is_utf_8 and len(source) > _LONG:
        # A carriage return before the end of a line that is cut off is a part of that.
        pieces = (_unix_lines(piece.removesuffix("\r")) for piece in in_pieces(source))
        with suppress(UnicodeDecodeError):
            return InPieces(pieces)
    return decoded(source, where, encoding)


def parts_of(
    source: bytes, path: Path, layout: str, encoding: str = "", column: str = ""
) -> Iterator[Part]:
    """Return the documents that a source is, none where it is one; `path` names it in errors.

    Each is made as it comes, of what was found to be what its layout wants.

    Raises:
        CorpusError: It is not what its layout wants.
    """
    content = readable(source, layout, path, encoding)
    return read_by(path, len(source), lambda: parts(layout, content, column))


def read_by(path: Path, size: int, read: Callable[[], _Read]) -> _Read:
    """Return what `read` makes of the source at `path`, of so many bytes.

    Raises:
        CorpusError: It is not what its layout wants, or takes too long.
    """
    try:
        with in_time(size):
            return read()
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error


def said_of_files(source: bytes, path: Path) -> dict[str, Found]:
    """Return what a table says of files, by their names; `path` names it in errors.

    Raises:
        CorpusError: It is no table of metadata.
    """
    from wp8.corpus.readers.tables import about

    layout = told_layout(str(path))
    if layout not in TABLES:
        raise CorpusError(f"{path}: is no table", hint=f"known layouts: {', '.join(TABLES)}")
    try:
        return about(layout, decoded(source, path))
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error


def decoded(source: bytes, where: object, encoding: str = "") -> str:
    """Return the text of `source` with Unix line ends; `where` names it in errors.

    It is in UTF-8, in UTF-16 if it begins with the mark of that, or in `encoding`.

    Raises:
        CorpusError: It is not, or has NUL bytes.
    """
    is_said = encoding and not source.startswith(_MARKS)
    try:
        text = _unix_lines(_whole(source.decode(encoding)) if is_said else unicode_text(source))
    except UnicodeDecodeError as error:
        line = _unix_lines(source[: error.start].decode("latin-1")).count("\n") + 1
        if is_said or source.startswith(UTF_16_MARKS):
            name = encoding if is_said else "UTF-16"
            message = f"{where}:{line}: is not {name} (at byte {error.start})"
            raise CorpusError(message) from error
        message = f"{where}:{line}: is not UTF-8 (at byte {error.start})"
        raise CorpusError(message, hint=_hint(source, where)) from error
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        hint = _hint(source, where) if looks_like(source) else "is it a text file?"
        raise CorpusError(f"{where}:{line}: has a NUL byte", hint=hint)
    return text


def known_encoding(name: str) -> str:
    """Return the name of an encoding of text.

    Raises:
        CorpusError: There is none of this name.
    """
    if not is_encoding(name):
        hint = "as in cp949, euc-kr, shift_jis, gb18030, big5, cp1251, koi8-r, cp1252"
        raise CorpusError(f"there is no encoding {name!r}", hint=hint)
    return name


def _hint(source: bytes, where: object) -> str:
    """Return what to do about a text that is not UTF-8."""
    from shlex import quote  # only an error needs it

    found = looks_like(source)
    name = found or "NAME"
    file = quote(PurePath(str(where)).name)
    return (
        f"it looks like {found}: "
        * bool(found)
        + f"iconv -f {name} -t UTF-8 {file} > new-{file} makes it UTF-8; in a corpus, "
        f'init and add take --encoding {name}, and corpus.toml encoding = "{name}"'
    )


def _whole(text: str) -> str:
    """Return `text` with U+FFFD for halves of characters, which UTF-7 may leave."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
