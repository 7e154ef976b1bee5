"""Hold readers and receipts to other extractors, on folders of files that other people made.

    python benchmarks/receipts.py FOLDER…

needs beautifulsoup4, html5lib and striprtf. Of each format it prints: files read and refused; the
recall and the precision of the words of all records, as those of one bag, against the other
extractor's less what the receipts name as left out; files whose receipt is clean though their
recall is under 0.999; files whose receipt cries though the other extractor finds nothing wrong;
the share of the processor's time of receipts in that of reading records.
"""

from __future__ import annotations

import io
import os
import re
import resource
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

from wp8.corpus.document import Document
from wp8.corpus.readers import BINARY, layout_of, reader
from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.receipts.sources import written
from wp8.corpus.receipts.words import words
from wp8.corpus.source import decoded
from wp8.errors import Wp8Error

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.corpus.readers.block import Block

LEAST: Final = 0.999
HIDDEN: Final = (
    "applet audio canvas iframe noembed noframes noscript object script select style template "
    "textarea title video"
).split()
APART: Final = frozenset(
    "p h tab br cr s line-break tc tr noBreakHyphen note note-citation annotation creator date "
    "text-box txbxContent ruby-text number mi mn mo desc title num den e sub sup deg lim".split()
)
# Of alternatives, Word shows one, and of what was moved the new place.
NOT_SHOWN: Final = frozenset(("Fallback", "moveFrom"))
LINES: Final = (
    "address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table td th tr ul"
).split()


def docx_words(source: bytes) -> Counter[str]:
    """Return the words in the text nodes of the body and the notes of a Word document."""
    found: Counter[str] = Counter()
    with ZipFile(io.BytesIO(source)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes)\d*\.xml", name):
                found += Counter(words(_text(fromstring(archive.read(name)), "t")))
    return found


def odt_words(source: bytes) -> Counter[str]:
    """Return the words in all paragraphs of a document of LibreOffice."""
    with ZipFile(io.BytesIO(source)) as archive:
        root = fromstring(archive.read("content.xml"))
    body = next(each for each in root if each.tag.endswith("}body"))
    return Counter(words(_text(body)))


def _text(root: Any, *tags: str) -> str:  # noqa: ANN401 - an element
    """Return the text below an element, of elements of these names or of all."""
    pieces: list[str] = []

    def take(element: Any) -> None:  # noqa: ANN401 - an element
        name = element.tag.rpartition("}")[2]
        if name in NOT_SHOWN:
            return
        end = "\n" * (name in APART and not _is_drop_cap(element))
        # In Word, where each paragraph ends with a line, a drop cap goes on.
        pieces.append("\n" * (name in APART and not (name == "p" and tags)))
        if not tags or name in tags:
            pieces.append(element.text or "")
        for child in element:
            take(child)
            pieces.append(child.tail or "" if not tags else "")
        pieces.append(end)

    take(root)
    return "".join(pieces)


def _is_drop_cap(paragraph: Any) -> bool:  # noqa: ANN401 - an element
    """Return whether the next paragraph goes on with the word of this one."""
    said = paragraph.findall("{*}pPr/{*}framePr")
    return any(
        key.endswith("}dropCap") and value != "none" for e in said for key, value in e.items()
    )


def rtf_words(source: bytes) -> Counter[str]:
    """Return the words that striprtf finds."""
    from striprtf.striprtf import rtf_to_text

    return Counter(words(rtf_to_text(source.decode("latin-1"), errors="replace")))


def html_words(source: bytes) -> Counter[str]:
    """Return the words of a page as html5lib parses it."""
    from bs4 import BeautifulSoup, Comment, Declaration, Doctype

    # Of encodings it guesses otherwise, which is another question.
    page = BeautifulSoup(decoded_page(source).text, "html5lib")
    for element in page.find_all([*HIDDEN, "rp"]):
        element.decompose()
    marks = page.select("sup:has(a), a:has(sup), a[epub\\:type=noteref], rt, mi, mn, mo, mtext")
    for element in [*page.find_all(LINES), *marks]:
        element.insert_before("\n")
        element.insert_after("\n")
        if element.name == "br":
            element.replace_with("\n")
    texts = page.find_all(string=True)
    shown = (text for text in texts if not isinstance(text, (Comment, Declaration, Doctype)))
    return Counter(words("".join(shown)))


def epub_words(source: bytes) -> Counter[str]:
    """Return the words of the pages that the spine of a book names."""
    from bs4 import BeautifulSoup

    found: Counter[str] = Counter()
    with ZipFile(io.BytesIO(source)) as archive:
        container = BeautifulSoup(archive.read("META-INF/container.xml"), "html.parser")
        path = container.find("rootfile")["full-path"]
        package = BeautifulSoup(archive.read(path), "html.parser")
        folder = path.rpartition("/")[0]
        items = {each.get("id"): each.get("href", "") for each in package.find_all("item")}
        for reference in package.find_all("itemref"):
            name = os.path.normpath(f"{folder}/{items.get(reference.get('idref'), '')}").lstrip("/")
            if name in archive.namelist():
                found += html_words(archive.read(name))
    return found


def pdf_words(source: bytes) -> Counter[str]:
    """Return the words of the text that PDFium makes of the pages."""
    from pypdfium2 import PdfDocument

    pages = (page.get_textpage().get_text_range(errors="replace") for page in PdfDocument(source))
    hyphens = re.compile(r"(?<=\w)(?:[\x02\ufffe](?:\r?\n)?|[-\xad\u2010][ \t]*\r?\n)\s*(?=\w)")
    return Counter(words("\n".join(hyphens.sub("", page) for page in pages)))


OTHERS: Final[dict[str, Callable[[bytes], Counter[str]]]] = {
    "docx": docx_words,
    "epub": epub_words,
    "html": html_words,
    "odt": odt_words,
    "pdf": pdf_words,
    "rtf": rtf_words,
}


def main() -> None:
    """Print a line for each format, and those files that are to be looked at."""
    counts: dict[str, Counter[str]] = {}
    for folder in sys.argv[1:]:
        for path in sorted(Path(folder).rglob("*")):
            layout = layout_of(path.name)
            if layout and path.is_file():
                counts.setdefault(layout, Counter()).update(_measured(path, layout))
    for layout, count in counts.items():
        recall = 1 - count["missing"] / max(count["other"], 1)
        precision = 1 - count["more"] / max(count["own"], 1)
        print(
            f"{layout}: {count['files']:,} files, {count['refused']:,} refused; "
            f"recall {recall:.4f}, precision {precision:.4f} of {count['compared']:,}; "
            f"{count['clean']:,} clean, {count['silent']} of them under {LEAST}; "
            f"{count['cries']} cry without cause; "
            f"{count['receipts'] / max(count['reading'], 1):.1%} of the time of reading"
        )


def _measured(path: Path, layout: str) -> Counter[str]:
    content = path.read_bytes()
    document = Document("d", path.name, layout, "Title")
    start = _time()
    try:
        source = content if layout in BINARY else decoded(content, path)
        blocks: list[Block] = list(reader(layout)(source))
    except Wp8Error:
        return Counter(refused=1)
    middle = _time()
    found = receipt(document, source, blocks)
    count = Counter(
        files=1, clean=found.is_clean, reading=middle - start, receipts=_time() - middle
    )
    if other := _other(layout, content):
        own = Counter(word for block in blocks for word in words(block.text))
        pieces = written(layout, source).pieces
        optional = Counter(word for text, kind in pieces if kind for word in words(text))
        missing, more = other - own - optional, own - other - optional
        recall = 1 - missing.total() / other.total()
        precision = 1 - more.total() / max(own.total(), 1)
        count += Counter(compared=1, missing=missing.total(), more=more.total())
        count += Counter(other=other.total(), own=own.total())
        if found.is_clean and recall < LEAST:
            count["silent"] += 1
            print(f"clean, but recall {recall:.4f}: {path}: {_first(missing)}")
        if not found.is_clean:
            count["cries"] += recall >= LEAST and precision >= LEAST
            print(f"{recall:.4f} {precision:.4f} {path}: {'; '.join(found.unexplained)}")
    return count


def _other(layout: str, content: bytes) -> Counter[str]:
    """Return the words that another extractor finds, none if it cannot."""
    try:
        return OTHERS[layout](content) if layout in OTHERS else Counter()
    except Exception as error:  # noqa: BLE001 - whatever other programs raise
        print(f"the other extractor: {error!r}"[:200])
        return Counter()


def _first(found: Counter[str]) -> str:
    return " ".join(f"{word} ({number})" for word, number in found.most_common(8))


def _time() -> int:
    """Return the processor's time of this process and its children, in microseconds."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(1e6 * sum(each.ru_utime + each.ru_stime for each in used))


if __name__ == "__main__":
    main()
