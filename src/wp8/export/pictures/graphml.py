"""A node and its collocates as a network for Gephi, Cytoscape and igraph: GraphML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from wp8.export.counts import footnotes
from wp8.export.pictures.page import writable
from wp8.export.whole_file import write_file
from wp8.model import visible
from wp8.stamp import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from wp8.analysis.counts.table import Table

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"\n'
    '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    '    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
# What is said of a word; all other columns are of the line between the node and a word.
_OF_WORDS: Final = ("form", "frequency")
_TYPES: Final = {int: "long", float: "double"}


def write_graphml(path: str | PathLike[str], table: Table) -> None:
    """Write the collocates of a table to `path`: a word each, and a line from the node to it.

    Words have `label` and `frequency`, lines the other columns, and `weight`, which is the joint
    frequency. The description of the network says what it rests on, and has the stamp.

    Raises:
        ExportError: `path` cannot be written.
    """
    write_file(path, visible("".join(_graphml(table))))


def _graphml(table: Table) -> Iterator[str]:
    columns = [name for name in table.columns if name not in _OF_WORDS]
    yield _HEAD
    yield f"  <desc>{_text(' '.join(footnotes(table)))}</desc>\n"
    yield '  <key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    yield '  <key id="frequency" for="node" attr.name="frequency" attr.type="long"/>\n'
    yield '  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n'
    for name in columns:
        kind = _kind(table, name)
        yield f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph id="collocates" edgedefault="undirected">\n'
    yield from _word("node", table.parameters["node"], table.parameters["node_frequency"])
    for number, row in enumerate(table.cells, start=1):
        cells = dict(zip(table.columns, row, strict=True))
        yield from _word(f"word{number}", cells["form"], cells["frequency"])
    for number, row in enumerate(table.cells, start=1):
        cells = dict(zip(table.columns, row, strict=True))
        yield f'    <edge id="line{number}" source="node" target="word{number}">\n'
        yield _data("weight", float(cells["joint_frequency"]))
        yield from (_data(name, cells[name]) for name in columns if cells[name] is not None)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _kind(table: Table, column: str) -> str:
    place = table.columns.index(column)
    kinds = {type(row[place]) for row in table.cells} - {type(None)}
    return _TYPES.get(kinds.pop() if len(kinds) == 1 else float, "string")


def _word(id_: str, form: object, frequency: object) -> Iterator[str]:
    yield f"    <node id={quoteattr(id_)}>\n"
    yield _data("label", form)
    yield _data("frequency", frequency)
    yield "    </node>\n"


def _data(key: str, value: object) -> str:
    return f'      <data key="{key}">{_text(rounded(value))}</data>\n'


def _text(value: object) -> str:
    return escape(writable(str(value)))
