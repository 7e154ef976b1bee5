"""Damage that any file can take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PAGE: Final = 4096


def _bits(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 8))):
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _zeros(content: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(content))
    size = chance.choice((1, PAGE))
    return content[:start] + bytes(len(content[start:][:size])) + content[start + size :]


def _longer(content: bytes, chance: Random) -> bytes:
    return content + chance.choice((b"\0", b"\n", bytes(PAGE), content, chance.randbytes(PAGE)))


DAMAGES: Final[dict[str, Callable[[bytes, Random], bytes]]] = {
    "bits": _bits,
    "cut": _cut,
    "zeros": _zeros,
    "longer": _longer,
}


def damaged(content: bytes, chance: Random) -> tuple[str, bytes]:
    """Return the name of one of `DAMAGES`, and the content after it; what is empty gets longer."""
    how = chance.choice(list(DAMAGES)) if content else "longer"
    return how, DAMAGES[how](content or b"\0", chance)
