"""The names of the files of an index, by which Whoosh finds them."""

from __future__ import annotations

from typing import Final

# The name of an index that nobody gives one, the generation of its table of contents, and the
# segment, which Whoosh would give a random name.
INDEX: Final = "MAIN"
GENERATION: Final = 1
SEGMENT: Final = "wp8"

CONTENTS: Final = f"_{INDEX}_{GENERATION}.toc"
TERMS: Final = f"{INDEX}_{SEGMENT}.trm"
POSTINGS: Final = f"{INDEX}_{SEGMENT}.pst"


def column_name(field: str) -> str:
    """Return the name of the file of a column."""
    return f"{INDEX}_{SEGMENT}.{field}.col"
