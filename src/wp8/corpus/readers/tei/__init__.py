"""The layout `tei`: an edition in TEI P5, of whatever kind; wp8's own export among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.block import Part, are_names
from wp8.corpus.readers.nodes import not_too_deep
from wp8.corpus.readers.ruby import apart
from wp8.corpus.readers.tei.header import found, named_persons
from wp8.corpus.readers.tei.tree import parsed
from wp8.corpus.readers.tei.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block, Found
    from wp8.corpus.readers.tei.tree import Element

_CORPUS: Final = b"teiCorpus"
_CORPORA: Final = ("teiCorpus", "teiCorpus.2")


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, verses, notes and table rows of `source`.

    Raises:
        UnreadableError: It is no TEI that can be read.
    """
    with not_too_deep():
        root = parsed(source)
        is_own = _is_own(root)
        return iter([block for tei in _members(root) for block in _blocks(tei, is_own=is_own)])


def parts(source: bytes) -> Iterator[Part]:
    """Yield the members of a corpus of TEI, none if it is no corpus or has but one.

    What wp8 wrote is a corpus of any number.

    Raises:
        UnreadableError: It is no TEI that can be read.
    """
    # Of a file that is none this need not be found out by reading it.
    if _CORPUS not in source.replace(b"\0", b""):
        return
    with not_too_deep():
        root = parsed(source)
        members = _members(root)
        is_own = _is_own(root)
        if len(members) == 1 and not is_own:
            return
        have_names = are_names(tei.get("xml:id") for tei in members)
        for number, tei in enumerate(members, start=1):
            name = tei.get("xml:id") if have_names else str(number)
            said = partial(dict[str, Any], found(tei))
            yield Part(name, have_names, said, partial(_blocks, tei, is_own=is_own))


def _is_own(root: Element) -> bool:
    """Return whether wp8 wrote a file."""
    return any(program.get("ident") == "wp8" for program in root.iter("application"))


def _blocks(tei: Element, *, is_own: bool) -> list[Block]:
    with not_too_deep():
        texts = tei.elements("text")
        persons = named_persons(tei)
        walks = (Walk(text, persons, is_own=is_own) for text in texts)
        return list(apart(block for walk in walks for block in walk.blocks()))


def find(source: bytes) -> Found:
    """Return what the header of `source` says, of a corpus that of its first member."""
    members = _members(parsed(source, whole=False))
    return found(members[0]) if members else {}


def _members(root: Element) -> list[Element]:
    """Return each `TEI` in a file: itself, or those of a corpus."""
    if root.tag not in _CORPORA:
        return [root]
    return [one for child in root.elements() for one in _members(child) if child.tag != "teiHeader"]
