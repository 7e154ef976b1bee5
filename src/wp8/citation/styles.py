"""The forms of citation by name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.citation import csl
from wp8.citation.cts import urn
from wp8.citation.item import citation, item
from wp8.citation.latex import autocite, biblatex, bibtex, mla_autocite
from wp8.citation.link import link
from wp8.citation.locus import place
from wp8.citation.pandoc import (
    PANDOC_IS_MISSING,
    Request,
    Text,
    answers,
    has_pandoc,
    in_a_row,
    listed,
)
from wp8.citation.reference import located, plain
from wp8.citation.ris import ris
from wp8.errors import UnknownNameError
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.citation.locus import Locus


class Style(NamedTuple):
    """A form of citation: what it is, and what writes a locus in it or says how pandoc does."""

    title: str
    write: Callable[[Locus], Text | Request]
    form: csl.Form | None = None

    @property
    def needs_pandoc(self) -> bool:
        """Whether pandoc writes it."""
        return self.form is not None


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


def _styled(title: str, form: csl.Form) -> Style:
    return Style(title, form.request, form)


def _unstyled(write: Callable[[Locus], str]) -> Callable[[Locus], Text]:
    return lambda locus: Text(write(locus).rstrip("\r\n"))


STYLES: Final = {
    "plain": Style("plain reference", _unstyled(plain)),
    "chicago-note": _styled("Chicago, 18th edition: footnote", csl.CHICAGO_NOTE),
    "chicago-bibliography": _styled(
        "Chicago, 18th edition: bibliography", csl.CHICAGO_BIBLIOGRAPHY
    ),
    "author-date-text": _styled(
        "Chicago, 18th edition, author-date: in the text", csl.AUTHOR_DATE_TEXT
    ),
    "author-date-reference": _styled(
        "Chicago, 18th edition, author-date: reference list", csl.AUTHOR_DATE_REFERENCE
    ),
    "apa-text": _styled("APA, 7th edition: in the text", csl.APA_TEXT),
    "apa-reference": _styled("APA, 7th edition: reference list", csl.APA_REFERENCE),
    "mla-text": _styled("MLA, 9th edition: in the text", csl.MLA_TEXT),
    "mla-reference": _styled("MLA, 9th edition: works cited", csl.MLA_REFERENCE),
    "pandoc": Style("Markdown for pandoc", _unstyled(_pandoc)),
    "autocite": Style("LaTeX with biblatex: in the text", _unstyled(autocite)),
    "autocite-mla": Style("LaTeX with biblatex-mla: in the text", _unstyled(mla_autocite)),
    "biblatex": Style("LaTeX with biblatex: entry", _unstyled(_biblatex)),
    "bibtex": Style("BibTeX: entry", _unstyled(_bibtex)),
    "ris": Style("RIS: entry for a reference manager", _unstyled(_ris)),
    "csl-json": Style("CSL-JSON: entry", _unstyled(_csl_json)),
    "csl-citation": Style("CSL-JSON: citation", _unstyled(_csl_citation)),
    "cts": Style("CTS URN", _unstyled(urn)),
    "link": Style("link that scrolls to the words", _unstyled(link)),
}
OF_CSL: Final = {name: style.form for name, style in STYLES.items() if style.form}
ALL: Final = "all"
# `chicago` is both of its styles.
FAMILIES: Final = tuple(
    dict.fromkeys(
        name.rpartition("-")[0] for name in STYLES if name.rpartition("-")[0] not in ("", *STYLES)
    )
)
# Of these, the ones of CSL, which have citations and a bibliography.
OF_DOCUMENTS: Final = tuple(dict.fromkeys(name.rpartition("-")[0] for name in OF_CSL))
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


def cite(loci: Iterable[tuple[str, Locus]], styles: Mapping[str, Style]) -> list[Citation]:
    """Return each of `loci`, which stand after the address that named them, in each style.

    Raises:
        ExportError: If a style needs pandoc, and there is none.
    """
    asked = [
        (address, locus, name, style.write(locus))
        for address, locus in loci
        for name, style in styles.items()
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


class Apparatus(NamedTuple):
    """What a text that cites has beside it: a citation for each place, and the bibliography.

    The citations stand in notes, or else in the text. `heading` is what the bibliography is called.
    """

    citations: Sequence[Text]
    are_notes: bool
    heading: str
    entries: Sequence[Text]


def apparatus(loci: Sequence[Locus], style: str, file: str = "") -> Apparatus:
    """Return what a text that cites `loci`, in this order, has beside it in a style.

    Args:
        loci: What is cited.
        style: A family of styles, as `chicago`, or one of its own, as `chicago-note`.
        file: A file that has a style of CSL, instead of `style`.

    Raises:
        UnknownNameError: There is no such family, or pandoc does not write it.
        CorpusError: The file cannot be read.
        ExportError: It is no style of CSL, or there is no pandoc.
    """
    (cited, whole), heading = _forms_in(file) if file else _forms_of(style)
    works = {locus.key: locus.document for locus in loci}
    requests = [
        Request(cited.sheet, cited.item(locus.document, locus.key), cited.place(locus))
        for locus in loci
        if cited.place
    ]
    return Apparatus(
        in_a_row(requests),
        cited.sheet.is_in_notes,
        heading,
        listed(whole.sheet, [whole.item(document, key) for key, document in works.items()]),
    )


def _forms_in(file: str) -> tuple[tuple[csl.Form, csl.Form], str]:
    """Return how a style in a file cites and lists works, and a heading of the list."""
    forms = csl.form_of(file)
    return forms, "Bibliography" if forms[0].sheet.is_in_notes else "References"


def _forms_of(style: str) -> tuple[tuple[csl.Form, csl.Form], str]:
    family = style if style in OF_DOCUMENTS else style.rpartition("-")[0] * (style in OF_CSL)
    if not family:
        hint = f"styles: {', '.join(OF_DOCUMENTS)}"
        raise UnknownNameError(f"no text is cited in the style {style[:60]}", hint=hint)
    in_text, entry = (name for name in OF_CSL if name.rpartition("-")[0] == family)
    heading = STYLES[entry].title.rpartition(": ")[2].capitalize()
    return (OF_CSL[in_text], OF_CSL[entry]), heading


def single_style(name: str) -> str:
    """Return the style that a name means, of a family the one of its citations.

    Raises:
        UnknownNameError: If there is no such style.
    """
    return next(iter(named_styles([name], (), lambda _: None)))


def named_styles(
    names: Sequence[str], files: Sequence[str], notify: Callable[[str], None]
) -> dict[str, Style]:
    """Return the styles that names mean, of styles, families or `all`, and those of CSL in files.

    By default, they are the readable. Those that need pandoc are left out where there is none;
    `notify` gets to know.

    Raises:
        UnknownNameError: If there is no such style.
        ExportError: If a file is no style of CSL.
    """
    if not names and not files and not has_pandoc():
        notify(f"Chicago, APA and MLA are left out: {PANDOC_IS_MISSING}")
        return {name: STYLES[name] for name in READABLE if not STYLES[name].needs_pandoc}
    found = {name: style for file in files for name, style in _in_file(file)}
    for name in names or (READABLE if not files else ()):
        family = [s for s in STYLES if name in (ALL, s) or s.rpartition("-")[0] == name]
        family = [name] if name in STYLES else family
        if not family:
            from difflib import get_close_matches

            close = get_close_matches(name, (*STYLES, *FAMILIES, ALL), n=1)
            hint = (
                f"did you mean {close[0]}?"
                if close
                else f"styles: {', '.join(STYLES)}; others: --csl FILE"
            )
            raise UnknownNameError(f"there is no style {name[:60]}", hint=hint)
        found |= {s: STYLES[s] for s in family}
    return found


def _in_file(path: str) -> Iterator[tuple[str, Style]]:
    in_text, entry = csl.form_of(path)
    kind = "note" if in_text.sheet.is_in_notes else "text"
    for name, form in ((kind, in_text), ("reference", entry)):
        yield f"{PurePath(path).stem}-{name}", _styled(name, form)
