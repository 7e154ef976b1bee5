"""The register of the pictures: which module draws the table of which command."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from wp8.errors import ExportError
from wp8.export.pictures.page import picture, without_font
from wp8.export.whole_file import write_file
from wp8.model import visible

if TYPE_CHECKING:
    from os import PathLike

    from wp8.analysis.counts.table import Table

# The function `drawing` of the module returns the drawing of a table.
PICTURES: Final = {
    "collocates": "collocates",
    "dispersion": "dispersion",
    "frequency": "frequency",
    "keyness": "keyness",
}


def write_picture(path: str | PathLike[str], table: Table) -> str:
    """Write to `path` the picture of a table as SVG; return its letters that no font here has.

    The picture is always the same, whatever the user has set for matplotlib. Its stamp, by which it
    can be checked, stands at its foot.

    Raises:
        ExportError: `path` cannot be written, there is no matplotlib, or the table has no picture.
    """
    if table.name not in PICTURES:
        raise ExportError(f"there is no picture of {table.name}")
    drawing = import_module(f"wp8.export.pictures.{PICTURES[table.name]}").drawing(table)
    drawn = visible(picture(drawing, table))
    lacking = without_font(drawn)
    write_file(path, drawn)
    return lacking
