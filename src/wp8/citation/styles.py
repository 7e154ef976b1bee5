"""The forms of citation by name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.citation import csl
from wp8.citation.cts import urn
from wp8.citation.item import citation, item
from wp8.citation.latex import autocite, biblatex, bibtex
from wp8.citation.link import link
from wp8.citation.locus import place
from wp8.citation.pandoc import PANDOC_IS_MISSING, Request, Text, answers, has_pandoc
from wp8.citation.reference import located, plain
from wp8.citation.ris import ris
from wp8.errors import UnknownNameError
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wp8.citation.locus import Locus


class Style(NamedTuple):
    """A form of citation: what it is, and what writes a locus in it or says how pandoc does."""

    title: str
    write: Callable[[Locus], Text | Request]
    needs_pandoc: bool = False


def _csl_json(locus: Locus) -> str:
    return json.dumps([item(locus.document, locus.key)], ensure_ascii=False)


def _csl_citation(locus: Locus) -> str:
    return json.dumps(citation(locus), ensure_ascii=False)


def _pandoc(locus: Locus) -> str:
    where = located(place(locus), dash="-")
    return f"[@{locus.key}{', ' if where else ''}{where}]"


def _ris(locus: Locus) -> str:
    where = place(locus)
    note = located(where) + (f" ({locus.numbering})" if where.is_counted else "")
    return ris(locus.document, locus.key, note)


def _biblatex(locus: Locus) -> str:
    return biblatex(locus.document, locus.key)


def _bibtex(locus: Locus) -> str:
    return bibtex(locus.document, locus.key)


def _unstyled(write: Callable[[Locus], str]) -> Callable[[Locus], Text]:
    return lambda locus: Text(write(locus).rstrip("\r\n"))


STYLES: Final = {
    "plain": Style("plain reference", _unstyled(plain)),
    "chicago-note": Style("Chicago, 18th edition: footnote", csl.chicago_note, True),
    "chicago-bibliography": Style(
        "Chicago, 18th edition: bibliography", csl.chicago_bibliography, True
    ),
    "apa-text": Style("APA, 7th edition: in the text", csl.apa_text, True),
    "apa-reference": Style("APA, 7th edition: reference list", csl.apa_reference, True),
    "mla-text": Style("MLA, 9th edition: in the text", csl.mla_text, True),
    "mla-reference": Style("MLA, 9th edition: works cited", csl.mla_reference, True),
    "pandoc": Style("Markdown for pandoc", _unstyled(_pandoc)),
    "autocite": Style("LaTeX with biblatex: in the text", _unstyled(autocite)),
    "biblatex": Style("LaTeX with biblatex: entry", _unstyled(_biblatex)),
    "bibtex": Style("BibTeX: entry", _unstyled(_bibtex)),
    "ris": Style("RIS: entry for a reference manager", _unstyled(_ris)),
    "csl-json": Style("CSL-JSON: entry", _unstyled(_csl_json)),
    "csl-citation": Style("CSL-JSON: citation", _unstyled(_csl_citation)),
    "cts": Style("CTS URN", _unstyled(urn)),
    "link": Style("link that scrolls to the words", _unstyled(link)),
}
ALL: Final = "all"
# `chicago` is both of its styles.
FAMILIES: Final = tuple(dict.fromkeys(name.partition("-")[0] for name in STYLES if "-" in name))
READABLE: Final = (
    "plain",
    "chicago-note",
    "chicago-bibliography",
    "apa-text",
    "apa-reference",
    "mla-text",
    "mla-reference",
    "pandoc",
    "cts",
    "link",
)


class Citation(NamedTuple):
    """A locus written in a style: what was asked for, its records, the text."""

    address: str
    ids: tuple[str, ...]
    style: str
    text: str
    italics: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, repr=False)
class Citations(Result[Citation]):
    """Loci, each in every style that was asked for."""

    rows: Sequence[Citation]


def cite(loci: Iterable[tuple[str, Locus]], styles: Sequence[str]) -> list[Citation]:
    """Return each of `loci`, which stand after the address that named them, in each style.

    Raises:
        ExportError: If a style needs pandoc, and there is none.
    """
    asked = [
        (address, locus, style, STYLES[style].write(locus))
        for address, locus in loci
        for style in styles
    ]
    answered = iter(answers([written for *_, written in asked if isinstance(written, Request)]))
    return [
        Citation(
            address,
            tuple(record.id for record in locus.records),
            style,
            *(next(answered) if isinstance(written, Request) else written),
        )
        for address, locus, style, written in asked
    ]


def named_styles(names: Sequence[str], notify: Callable[[str], None]) -> list[str]:
    """Return the styles that names mean, of styles, families or `all`; by default, the readable.

    Those that need pandoc are left out of the default where there is none; `notify` gets to know.

    Raises:
        UnknownNameError: If there is no such style.
    """
    if not names and not has_pandoc():
        notify(f"Chicago, APA and MLA are left out: {PANDOC_IS_MISSING}")
        return [name for name in READABLE if not STYLES[name].needs_pandoc]
    found: dict[str, None] = {}
    for name in names or READABLE:
        family = [s for s in STYLES if name in (ALL, s) or s.startswith(f"{name}-")]
        if not family:
            from difflib import get_close_matches

            close = get_close_matches(name, (*STYLES, *FAMILIES, ALL), n=1)
            hint = f"did you mean {close[0]}?" if close else f"styles: {', '.join(STYLES)}"
            raise UnknownNameError(f"there is no style {name[:60]}", hint=hint)
        found |= dict.fromkeys(family)
    return list(found)
