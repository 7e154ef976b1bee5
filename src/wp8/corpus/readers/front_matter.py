"""The front matter of Markdown: YAML between `---`, TOML between `+++`, JSON, or pandoc's `%`."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.header import fields
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from wp8.corpus.readers.block import Found

# What a person writes of a document fits in this; more is text.
LONGEST: Final = 30_000
_FENCED: Final = re.compile(
    r"---[ \t]*\n(?P<yaml>(?=\S)(?s:.*?)\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
    r"|\+\+\+[ \t]*\n(?P<toml>(?s:.*?)\n)\+\+\+[ \t]*(?:\n|\Z)"
    r"|(?P<json>\{[ \t]*\n(?s:.*?)\n\})[ \t]*(?:\n|\Z)"
)
_TITLE_BLOCK: Final = re.compile(r"(?:%(?!%).*(?:\n[ \t]+\S.*)*(?:\n|\Z)){1,3}")
_TOO_DEEP: Final = "it nests too deeply"
# What a line of front matter looks like, be it well-formed or not; of prose, not every line does.
_MEANT: Final = re.compile(r"(?:[\w\"'.-][\w\"' .-]*[:=](?:\s.*)?|\s.*|#.*|-(?:\s.*)?|[\[\]{}].*|)")
_TITLE_BLOCK_KEYS: Final = ("title", "author", "date")
# Under this key Quarto has the item itself.
_CITATION: Final = "citation"
_LINE: Final = re.compile(r"([\w-]+):[ \t]+(.*\S)\s*")
_COLON: Final = "mapping values are not allowed here"


def without_front_matter(text: str) -> str:
    """Return `text` with blank lines in the place of its front matter.

    Raises:
        UnreadableError: As `front_matter`.
    """
    _, end = _parsed(text)
    return "\n" * text.count("\n", 0, end) + text[end:] if end else text


def front_matter(text: str) -> Found:
    """Return what the front matter of `text` says, if it has any.

    Raises:
        UnreadableError: It is neither YAML nor TOML, and not text between two lines either.
    """
    said, _ = _parsed(text)
    citation = said.get(_CITATION)
    return fields(said) | (fields(citation, is_page=False) if isinstance(citation, dict) else {})


def _parsed(text: str) -> tuple[dict[str, Any], int]:
    """Return what the front matter of `text` says by its keys, and where it ends: 0 for none."""
    if title_block := _TITLE_BLOCK.match(text):
        title, *rest = re.split(r"^%", title_block[0], flags=re.M)[1:]
        # Each author may have a line.
        lines = [title, *(";".join(line.strip().split("\n")) for line in rest)]
        return dict(zip(_TITLE_BLOCK_KEYS, lines, strict=False)), title_block.end()
    fenced = _FENCED.match(text[: LONGEST + 1])
    if fenced is None:
        return {}, 0
    ((kind, head),) = (
        (kind, head) for kind, head in fenced.groupdict().items() if head is not None
    )
    said = _KINDS[kind](head)
    # Two thematic breaks around a paragraph are none.
    return (said, fenced.end()) if isinstance(said, dict) else ({}, 0)


def _yaml(head: str) -> object:
    """Return what YAML says, every value as the text that stands there."""
    import yaml

    try:
        # Of all loaders the one that makes nothing but texts, lists and tables.
        return yaml.load(head, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        if error.problem == _COLON and (plain := _plain(head)):
            return plain
        mark = error.problem_mark or error.context_mark
        line, reason = mark.line if mark else 0, error.problem or error.context or ""
    except yaml.reader.ReaderError as error:
        line, reason = head.count("\n", 0, error.position), error.reason
    except RecursionError:
        line, reason = 0, _TOO_DEEP
    _refuse(head, "YAML", line, reason)
    return None


def _plain(head: str) -> dict[str, str]:
    """Return the values of front matter that is nothing but lines of a key and a value.

    `title: Chapter: two` is no YAML, and yet what many write.
    """
    lines = [line for line in head.split("\n") if line.strip()]
    found = list(map(_LINE.fullmatch, lines))
    return {line[1]: line[2] for line in found if line} if all(found) else {}


def _toml(head: str) -> object:
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        number = re.search(r"\d+", place)
        line = int(number[0]) - 1 if number else head.count("\n")
    except RecursionError:
        line, reason = 0, _TOO_DEEP
    _refuse(head, "TOML", line, reason)
    return None


def _json(head: str) -> object:
    try:
        return json.loads(head)
    except (ValueError, RecursionError):
        return None


_KINDS: Final = {"yaml": _yaml, "toml": _toml, "json": _json}


def _refuse(head: str, language: str, line: int, reason: str) -> None:
    """Say what is wrong with front matter, unless it is text."""
    if all(map(_MEANT.fullmatch, head.split("\n"))):
        place = min(line, head.count("\n") - 1) + 2
        message = f"line {place}: the front matter is not {language}: {reason}"
        raise UnreadableError(message, hint="put a value that has signs in it in quotes")
