"""Links scroll to what is meant: a text fragment is followed as a browser does it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from shipped_loci import CORPUS, locus

from wp8.citation.link import link

if TYPE_CHECKING:
    from wp8.corpus.document import Document

IDS = [record.id for document in CORPUS.documents for record in locus(document.id).flow]
RANGES = ("speech:12-14", "speech:part3", "paper:II", "paper:t1", "paper:t1.2-t1.4", "paper:n1-n19")


def page(document: str) -> str:
    """Return the text of a document in a browser: a line for each block, blanks as one."""
    blocks = (block for record in locus(document).flow for block in record.text.split("\t"))
    return "\n".join(" ".join(block.split()) for block in blocks)


def followed(fragment: str, text: str) -> str:
    """Return what a browser shows for a fragment: the first match, whatever its case."""
    found = re.fullmatch(r"(?:(.+?)-,)?([^,-]+)(?:,([^,-]+))?(?:,-(.+))?", fragment)
    assert found
    prefix, start, end, suffix = (re.escape(unquote(p)) if p else "" for p in found.groups())
    # What is before and after may be in the next block, what is meant at one end may not.
    pattern = f"{prefix}\\s*({start}{f'(?s:.*?){end}' if end else ''})\\s*{suffix}"
    match = re.search(pattern, text, re.IGNORECASE)
    assert match
    return match[1] if match.start(1) >= 0 else ""


@pytest.mark.parametrize("address", [*IDS, *RANGES])
def test_a_link_to_records_scrolls_to_them_and_nothing_else(address: str) -> None:
    cited = locus(address)
    text = page(cited.document.id)
    fragment = link(cited).partition("#:~:text=")[2]

    shown = followed(fragment, text)

    blocks = [block for record in cited.records for block in record.text.split("\t")]
    first, last = (" ".join(block.split()) for block in (blocks[0], blocks[-1]))
    assert shown.startswith(first)
    assert shown.endswith(last)
    if len(cited.records) == 1:
        assert shown == "\n".join(" ".join(block.split()) for block in blocks)


def at(document: Document, url: str) -> Document:
    """Return a document of which this address is said."""
    return replace(document, stated={**document.stated, "URL": url})


def test_an_address_that_a_program_might_run_is_no_link() -> None:
    cited = locus("speech")
    run = replace(cited, document=at(cited.document, "javascript:alert(1)"))

    assert link(run) == "speech.md"


def test_a_long_quotation_is_named_by_its_ends() -> None:
    words = "the agenda focused on the immediate fighting plans for opening the era of a fresh"

    assert link(locus("speech:1", words)) == (
        "speech.md#:~:text=the%20agenda%20focused%20on%20the,the%20era%20of%20a%20fresh"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text=Premier%2C%20a%26b"),
        ("https://example.org/a#p5", "https://example.org/a#p5:~:text=Premier%2C%20a%26b"),
        ("", "my%20file%20%231.txt#:~:text=Premier%2C%20a%26b"),
    ],
)
def test_a_link_goes_to_the_url_that_the_manifest_has_or_to_the_file(
    url: str, expected: str
) -> None:
    cited = locus("paper:t1.5")
    document = replace(at(cited.document, url), file="my file #1.txt")
    record = replace(cited.records[0], text="Premier, a&b")
    flow = [record, locus("paper:1").records[0]]

    assert link(replace(cited, document=document, records=[record], flow=flow)) == expected


def test_an_empty_cell_at_either_end_of_a_row_names_nothing() -> None:
    cited = locus("paper:t1.5")
    record = replace(cited.records[0], text="\tPremier\tof North Korea\t")
    flow = [record, locus("paper:1").records[0]]

    assert link(replace(cited, records=[record], flow=flow)) == (
        "paper.txt#:~:text=Premier,of%20North%20Korea"
    )
