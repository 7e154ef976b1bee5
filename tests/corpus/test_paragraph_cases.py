"""Each file in tests/cases/paragraphs is one trap: a source, and the records it is read into.

First line: the layout. Then the source, the line `# records`, and a record a line:
id | kind | section | source lines | text | what else it has. A tab in a text is shown as ⇥.
"""

from pathlib import Path

import pytest

from wp8.corpus.document import Corpus, Document
from wp8.corpus.records import read_document
from wp8.model import Record

CASES = sorted((Path(__file__).parents[1] / "cases" / "paragraphs").glob("*.txt"))


def shown(record: Record) -> str:
    first, last = record.lines
    cells = [
        record.id.partition(":")[2],
        record.kind,
        record.section or "-",
        str(first) if first == last else f"{first}-{last}",
        record.text.replace("\t", " ⇥ "),
    ]
    if record.notes:
        cells.append("notes " + " ".join(note.partition(":")[2] for note in record.notes))
    if record.cited_by:
        cells.append(f"cited by {record.cited_by.partition(':')[2]} at {record.cited_at}")
    if record.group is not None:
        cells.append(f"{record.group} / {record.name} / {record.position}")
    return " | ".join(cells)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_source_is_read_into_these_records(case: Path, tmp_path: Path) -> None:
    layout, _, rest = case.read_bytes().decode().partition("\n")
    source, _, expected = rest.partition("# records\n")
    (tmp_path / "source").write_bytes(source.encode())
    document = Document("x", "source", layout.removeprefix("layout: "), "X")

    records = read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert [shown(record) for record in records] == expected.splitlines()
