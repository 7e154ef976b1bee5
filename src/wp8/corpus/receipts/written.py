"""The text of a source in pieces: what has to be in the records, and what may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# The kinds of what nobody looks for in a text: a build is silent about them.
ALTERNATIVE: Final = "alternative text"
COMMENT: Final = "comments"
FALLBACK: Final = "stand-ins for media"
FIELD: Final = "instructions of fields"
FORM: Final = "form fields"
FORMULA: Final = "sources of formulas"
HEAD: Final = "page heads"
LINE: Final = "line numbers"
LINK: Final = "targets of links"
MARK: Final = "marks of notes"
MARKUP: Final = "markup"
METADATA: Final = "metadata"
NUMBER: Final = "numbers of items"
PAGE: Final = "page numbers"
REPEATED: Final = "second forms of drawings"
SCRIPT: Final = "scripts"
SPEAKER: Final = "names of speakers"
UNLISTED: Final = "pages outside of the reading order"
# Those of what somebody may miss.
DELETED: Final = "deleted text"
DRAWING: Final = "words in drawings"
EMBEDDED: Final = "embedded documents"
HIDDEN: Final = "hidden text"
OTHER_READING: Final = "readings not chosen"
UNCITED: Final = "notes that nothing cites"
OF_WEIGHT: Final = frozenset((DELETED, DRAWING, EMBEDDED, HIDDEN, OTHER_READING, UNCITED))
# The reading beside a ruby text: it must be in a record of its own.
READING: Final = "reading"
# Ends a paragraph, and a row of a table.
END: Final = "\x1e"
# Where a word may go on or end, as a reader finds: a piece of this kind has no word.
JOINT: Final = "joint"

Piece = tuple[str, str]


class Written(NamedTuple):
    """The text of a source: pieces (text, kind) in the order of the file.

    What has no kind must be in the records; `END` in it ends a paragraph. `remarks` are what was
    not certain of the source. Where the order of the file says nothing, it is not `is_ordered`;
    where markup cannot be told from text for certain, the text `is_coarse`; where nothing can be
    compared, `not_compared` says why.
    """

    pieces: Sequence[Piece]
    remarks: Sequence[str] = ()
    is_ordered: bool = True
    not_compared: str = ""
    is_coarse: bool = False
