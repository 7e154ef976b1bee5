"""Languages: as BCP 47 names them, and as babel and biblatex do."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from wp8.words.languages import tag

# A language in each line: its tag, and its name in babel, after the files of babel's locales.
_LANGUAGES: Final = Path(__file__).with_name("language_names.txt")


def babel_name(stated: str) -> str:
    """Return babel's name of the language of a tag, nothing if babel has none."""
    parts = tag(stated).lower().split("-")
    tags = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((name for each in tags if (name := _names().get(each.lower()))), "")


def tag_of(name: str) -> str:
    """Return the tag of a language that babel has by this name, nothing if there is none."""
    return _tags().get(name.lower(), "")


@cache
def _names() -> dict[str, str]:
    return {own.lower(): name for own, name in _lines()}


@cache
def _tags() -> dict[str, str]:
    # Of several tags of one name the first counts.
    return {name: own for own, name in reversed(_lines())}


@cache
def _lines() -> list[tuple[str, str]]:
    lines = _LANGUAGES.read_text("ascii").splitlines()
    return [(own, name) for own, name in map(str.split, lines)]
