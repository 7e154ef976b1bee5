"""Mutations of documents: of their bytes, their markup, and the parts of a zip file."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from attacks.damage import damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

DEPTHS: Final = (100, 2_000, 20_000)
CENTRAL: Final = b"PK\x01\x02"
# In an entry of a zip file's table: where the sizes stand, packed and unpacked.
SIZES: Final = slice(20, 28)
BOMB: Final = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 105))
    + b"]>"
)
NAMES: Final = ("../../x", "/x", "a" * 60_000, "\u202e", "x/" * 99)


def _nested(content: bytes, chance: Random) -> bytes:
    depth = chance.choice(DEPTHS)
    tag = chance.choice((b"b", b"div", b"w:p", b"text:p", b"blockquote", b"table"))
    pair = chance.choice(
        ((b"<%b>" % tag, b"</%b>" % tag), (b"{", b"}"), (b"> ", b""), (b"[", b"]"))
    )
    before, after = (depth * each for each in pair)
    at = chance.randrange(len(content) + 1)
    return content[:at] + before + b"x" + chance.choice((after, b"")) + content[at:]


def _attribute(content: bytes, chance: Random) -> bytes:
    """Make an element's attribute huge, or give it very many."""
    name = chance.choice((b"class", b"xml:lang", b"w:val", b"href", b"title"))
    huge = chance.choice(
        (
            b' %b="%b"' % (name, b"a" * 1_000_000),
            b"".join(b' a%d="%d"' % (n, n) for n in range(50_000)),
            b' %b="%b' % (name, b"&" * 100_000),
        )
    )
    return _before_one_of(b">", huge, content, chance)


def _declared(content: bytes, chance: Random) -> bytes:
    return _before_one_of(b"<", BOMB, content, chance).replace(b"words", b"&i;")


def _before_one_of(sign: bytes, new: bytes, content: bytes, chance: Random) -> bytes:
    places = [at for at, each in enumerate(content) if each == sign[0]] or [0]
    at = chance.choice((places[0], chance.choice(places)))
    return content[:at] + new + content[at:]


def _encoded(content: bytes, chance: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-32", "cp949", "latin-1", "utf-7"))
    return text.encode(encoding, "replace")


def _nuls(content: bytes, chance: Random) -> bytes:
    controls = chance.choice((b"\0", b"\x1b[31m", b"\r", b"\x85", "\u202e".encode(), b"\xff"))
    for _ in range(chance.choice((1, 20))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + controls + content[at:]
    return content


def _repeated(content: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    part = content[start : start + chance.randint(1, 200)]
    return content[:start] + part * chance.choice((10, 1_000)) + content[start:]


def _numbers(content: bytes, chance: Random) -> bytes:
    """Put another number in the place of one."""
    numbers = [*re.finditer(rb"\d+", content)]
    if not numbers:
        return content
    place = chance.choice(numbers)
    new = chance.choice((b"0", b"-1", b"2147483647", b"9" * 30, b"9" * 5_000))
    return content[: place.start()] + new + content[place.end() :]


TEXTUAL: Final[Mapping[str, Callable[[bytes, Random], bytes]]] = {
    "nested": _nested,
    "attribute": _attribute,
    "declared": _declared,
    "encoded": _encoded,
    "controls": _nuls,
    "repeated": _repeated,
    "number": _numbers,
}


def mutated(content: bytes, chance: Random) -> tuple[str, bytes]:
    """Return what was done to the bytes of a document, and what they are then."""
    if not chance.randrange(3) or not content:
        return damaged(content, chance)
    how = chance.choice(list(TEXTUAL))
    return how, TEXTUAL[how](content, chance)


def zip_mutated(content: bytes, chance: Random) -> tuple[str, bytes]:
    """Mutate a part of a zip file, its name, its place, or what the file says of its size."""
    with ZipFile(BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, part = parts[at]
    how = chance.choice(
        ("part", "part", "part", "swapped", "left out", "twice", "renamed", "sizes")
    )
    match how:
        case "part":
            mutation, part = mutated(part, chance)
            how = f"{name} {mutation}"
            parts[at] = name, part
        case "swapped":
            parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], part)
        case "left out":
            del parts[at]
        case "twice":
            parts.append((name, parts[other][1]))
        case "renamed":
            parts[at] = chance.choice((*NAMES, name.upper())), part
        case "sizes":
            return how, _forged(content, chance)
    return how, _zipped(parts)


def _forged(content: bytes, chance: Random) -> bytes:
    """Let the table of a zip file say other sizes of a part."""
    start = chance.choice([each.start() for each in re.finditer(CENTRAL, content)])
    forged = bytearray(content)
    sizes = chance.choice((0, 1, 1000, 2**31, 2**32 - 1)).to_bytes(4, "little") * 2
    forged[start + SIZES.start : start + SIZES.stop] = sizes
    return bytes(forged)


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive, warnings.catch_warnings(action="ignore"):
        for name, part in parts:
            archive.writestr(name, part)
    return whole.getvalue()
