"""Sources in the formats of word processors, made by the tests themselves."""

from __future__ import annotations

import subprocess
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from wp8.corpus.readers.packages import package_folder

SOURCE = """\
---
title: The Letter
author: A. Writer
lang: en
---

To my friend[^1], with “care”.

# One

> The quoted paragraph.

- first item
- second *item*

| head | other |
|------|-------|
| a    | b[^2] |
|      | d     |

End.

[^1]: A note of *one*

    and two paragraphs.

[^2]: In a cell.
"""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = f"""xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" """
CORE = """<?xml version="1.0"?><cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>Core &amp; title</dc:title><dc:creator>Core Author</dc:creator>
<dcterms:created>1921-01-12T10:00:00Z</dcterms:created><dc:language>ko</dc:language>
</cp:coreProperties>"""
TYPES = """<?xml version="1.0"?><Types
 xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
 PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


def pandoc(format_: str) -> bytes:
    """Return SOURCE in one of pandoc's formats, as pandoc writes it."""
    binary = package_folder("pypandoc_binary") / "files" / "pandoc"
    command = [str(binary), "-s", "-t", format_]
    return subprocess.run(
        [*command, "-o", "-"], input=SOURCE.encode(), capture_output=True, check=True
    ).stdout


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """Return a zip file of these parts."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def docx(
    body: str = "<w:p><w:r><w:t>Word.</w:t></w:r></w:p>", head: str = "", **more: bytes | str
) -> bytes:
    """Return a Word document with this body; `head` stands before the root of its XML."""
    document = f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": CORE,
        "word/document.xml": f'<?xml version="1.0"?>{document}',
    }
    return zipped({**parts, **more})


_WINDOWS = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"


def pdf(
    pages: list[list[tuple[float, float, float, str]]],
    info: str = "",
    drawn: str = "",
    *,
    catalog: str = "",
    page: str = "",
) -> bytes:
    """Return a PDF of lines (left, foot, size, text) in Helvetica.

    `drawn` are operators for every page, in which /F2 is bold and /F3 in Windows-1252; `catalog`
    and `page` are entries of these objects.
    """
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 {size} Tf {left} {foot} Td ({text}) Tj ET" for left, foot, size, text in lines
        )
        shown = f"{shown}\n{drawn}"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {page} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 << {_WINDOWS} >> >> >> "
            f"/Contents {6 + 2 * number} 0 R >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    return pdf_file(objects)


def pdf_file(objects: list[str]) -> bytes:
    """Return a PDF of these objects: the first is its catalog, the last its information."""
    whole = "%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>"
    return (
        f"{whole}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n{trailer}\n"
        f"startxref\n{len(whole)}\n%%EOF\n"
    ).encode("latin-1")
