"""The fields of CSL 1.0.2: which there are, what a value of each is, and how a manifest says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The kinds of work.
WORK_TYPES: Final = tuple(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture musical_score "
    "pamphlet paper-conference patent performance periodical personal_communication post "
    "post-weblog regulation report review review-book software song speech standard thesis treaty "
    "webpage".split()
)
# The kinds of values.
TYPE: Final = "type"
NAMES: Final = "names"
DATE: Final = "date"
NUMBER: Final = "number"
TEXT: Final = "text"
TEXTS: Final = "texts"

_OF_KIND: Final = {
    TYPE: "type",
    NAMES: "author chair collection-editor compiler composer container-author contributor curator "
    "director editor editorial-director executive-producer guest host illustrator interviewer "
    "narrator organizer original-author performer producer recipient reviewed-author script-writer "
    "series-creator translator",
    DATE: "issued accessed available-date event-date original-date submitted",
    NUMBER: "chapter-number citation-number collection-number edition first-reference-note-number "
    "issue locator number number-of-pages number-of-volumes page page-first part printing "
    "supplement volume",
    TEXT: "title title-short shortTitle container-title container-title-short journalAbbreviation "
    "collection-title volume-title volume-title-short part-title publisher publisher-place genre "
    "medium abstract annote archive archive_collection archive_location archive-place authority "
    "call-number citation-key citation-label dimensions division DOI event event-title event-place "
    "ISBN ISSN jurisdiction keyword language note original-publisher original-publisher-place "
    "original-title PMCID PMID references reviewed-genre reviewed-title scale section source "
    "status URL version year-suffix",
    TEXTS: "categories",
}
FIELDS: Final[Mapping[str, str]] = {
    name: kind for kind, names in _OF_KIND.items() for name in names.split()
}
# What else a field is called in a manifest; besides, its capitals do not matter.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "date": "issued",
    "country": "publisher-place",
    "key": "citation-key",
    "title_in_sentence_case": "title",
}
# What pandoc and TeX take for a key of a bibliography.
_IS_KEY: Final = re.compile(r"\w(?:[\w:./+-]*\w)?")
_BY_KEY: Final = {name.lower(): name for name in FIELDS} | {**OTHER_NAMES}
_DATE_KEYS: Final = ("date-parts", "literal", "season", "circa", "raw")
NAME_KEYS: Final = (
    *("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix"),
    *("comma-suffix", "static-ordering", "parse-names"),
)
_OF_A_NAME: Final = (*NAME_KEYS, "name")
_FORMS: Final = {
    TYPE: 'write it in quotes: {} = "book"',
    NAMES: 'as in {} = "A. Writer", ["Writer, Ann", "Poe, Bo"] or {{ family = "A", given = "B" }}',
    DATE: 'as in {} = "2021-01-12", "1914/1918", "1848~" or in words: "in the spring"',
    NUMBER: 'as in {} = 12 or "12-14"',
    TEXT: 'write it in quotes: {} = "…"',
    TEXTS: 'as in {} = ["…"]',
}
_FAULTS: Final = {
    TYPE: "is not a text",
    NAMES: "is not a name, nor a list of names",
    DATE: "is not a date",
    NUMBER: "is neither a number nor a text",
    TEXT: "is not a text",
    TEXTS: "is not a list of texts",
}


def field_of(key: str) -> str:
    """Return the field that a key of a manifest or of a source's header means, or nothing."""
    return key if key in FIELDS else _BY_KEY.get(key.lower(), "")


def fault(key: str, value: Any) -> tuple[str, str] | None:  # noqa: ANN401 - whatever is said
    """Return what is wrong with what is said of a field under `key`, and what is right.

    None if nothing is.
    """
    kind = FIELDS[field_of(key)]
    if _is_empty(value):
        return "is empty", "fill it in or leave the line out"
    if field_of(key) == "citation-key" and not (isinstance(value, str) and is_key(value)):
        return "is no key", f'letters and digits, with . : / + - _ between: {key} = "kim2021"'
    return None if _CHECKS[kind](value) else (_FAULTS[kind], _FORMS[kind].format(key))


def _is_empty(value: object) -> bool:
    return not value.strip() if isinstance(value, str) else value in ([], {})


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return _is_text(value) or (isinstance(value, int) and not isinstance(value, bool))


def _is_date(value: object) -> bool:
    # Of TOML's dates and times, those that have a year.
    if not isinstance(value, dict):
        return _is_number(value) or hasattr(value, "year")
    parts = value.get("date-parts", [])
    are_parts = isinstance(parts, list) and all(
        isinstance(part, list) and part and all(map(_is_number, part)) for part in parts
    )
    return set(value) <= set(_DATE_KEYS) and are_parts and bool(parts or value.get("literal"))


def _are_names(value: object) -> bool:
    return all(map(_is_name, value)) if isinstance(value, list) else _is_name(value)


def _is_name(value: object) -> bool:
    if not isinstance(value, dict):
        return _is_text(value)
    named = [value.get(key) for key in ("name", "family", "given", "literal") if key in value]
    is_known = set(value) <= set(_OF_A_NAME)
    return is_known and bool(named) and all(map(_is_text, named))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def is_key(text: str) -> bool:
    """Return whether `text` can be the key of an entry wherever it is cited."""
    return bool(_IS_KEY.fullmatch(text))


_CHECKS: Final[Mapping[str, Callable[[object], bool]]] = {
    NAMES: _are_names,
    DATE: _is_date,
    NUMBER: _is_number,
    TEXT: _is_text,
    TYPE: _is_text,
    TEXTS: _are_texts,
}
