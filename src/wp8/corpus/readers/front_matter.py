"""The front matter of Markdown: YAML between lines `---`, or the lines `%` of pandoc."""

from __future__ import annotations

import re
from typing import Final

from wp8.corpus.readers.block import Found

_MATTER: Final = re.compile(r"---[ \t]*\n(?=[A-Za-z#])(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE_BLOCK: Final = re.compile(r"(?:%.*(?:\n[ \t]+\S.*)*(?:\n|\Z)){1,3}")
_KEY: Final = re.compile(r"([A-Za-z][\w .-]*):(?:[ \t]+(.*)|[ \t]*)$")
_ITEM: Final = re.compile(r"\s+-\s+(.*)|-\s+(.*)")
_FIELDS: Final = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "date",
    "lang": "language",
    "language": "language",
}


def without_front_matter(text: str) -> str:
    """Return `text` with blank lines in the place of its front matter."""
    end = _end(text)
    return "\n" * text.count("\n", 0, end) + text[end:] if end else text


def front_matter(text: str) -> Found:
    """Return what the front matter of `text` says, if it has any."""
    head = text[: _end(text)]
    if head.startswith("%"):
        fields = re.split(r"^%", head, flags=re.M)[1:]
        return Found(*(" ".join(field.split()) for field in fields))
    said: dict[str, list[str]] = {}
    key = ""
    for line in head.split("\n")[1:]:
        if found := _KEY.match(line):
            key = _FIELDS.get(found[1].strip().lower(), "")
            said.setdefault(key, []).extend(_values(found[2] or ""))
        elif item := _ITEM.match(line):
            said.setdefault(key, []).extend(_values(item[1] or item[2]))
    return Found(**{key: ", ".join(values) for key, values in said.items() if key})


def _end(text: str) -> int:
    """Return where the front matter of `text` ends, 0 if there is none."""
    matter = _MATTER.match(text) or _TITLE_BLOCK.match(text)
    if matter is None or (matter[0].startswith("---") and not _is_matter(matter[0])):
        return 0
    return matter.end()


def _is_matter(block: str) -> bool:
    # Two thematic breaks around a paragraph are none.
    lines = (line for line in block.split("\n")[1:] if not line.startswith("#"))
    return _KEY.match(next(lines, "")) is not None


def _values(text: str) -> list[str]:
    """Return the values that YAML has in `text`: one, or those of a list in brackets."""
    text = text.strip()
    several = text[1:-1].split(",") if text[:1] == "[" and text[-1:] == "]" else [text]
    unquoted = (_unquoted(value.strip()) for value in several)
    return [value for value in unquoted if value not in ("", "|", ">")]


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace(text[0] * 2, text[0]).replace(f"\\{text[0]}", text[0])
    return text
