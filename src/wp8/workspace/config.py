"""The config file of a user: read whole, and refused with the line that is at fault."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import ConfigError
from wp8.files import regular_bytes, unicode_text
from wp8.index.engines import NAMES
from wp8.render.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Each setting, and the values it may have if these are few.
_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "corpus": (),
    "index": (),
    "engine": NAMES,
    "url": (),
    "color": ("auto", "always", "never"),
    "theme": THEMES,
    "hyperlink_format": (),
}
# Each table, whose keys are the user's own names.
CORPORA: Final = "corpora"
ALIASES: Final = "aliases"
_TABLES: Final = (CORPORA, ALIASES)
_LARGEST: Final = 2**20
_NULL: Final = "the sign U+0000, which no program takes"
_NAME: Final = re.compile(r"[^\W_][\w-]*")
# A setting whose value lacks its quotation marks.
_BARE: Final = re.compile(r"""\s*([\w-]+)\s*=\s*([^\s"'\[{#][^"'#]*)(?:#.*)?""")
_AT_LINE: Final = re.compile(r"\s*\(at line (\d+), column \d+\)$|\s*\(at end of document\)$")


def read_config(path: str) -> dict[str, Any]:
    """Return the settings in the file at `path`, and its tables; folders of it are absolute.

    Raises:
        ConfigError: It cannot be read, or says what wp8 does not know.
    """
    try:
        content = regular_bytes(path, _LARGEST)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    if content is None:
        raise ConfigError(f"{path}: is not a file")
    if len(content) > _LARGEST:
        raise ConfigError(f"{path}: is larger than {_LARGEST:,} bytes, the most that is read")
    try:
        text = unicode_text(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: is not UTF-8", hint="save the file as UTF-8") from error
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        reason = _AT_LINE.sub("", str(error))
        lines = text.splitlines()
        bare = _BARE.fullmatch(lines[line - 1]) if line <= len(lines) else None
        hint = f'text stands in quotation marks: {bare[1]} = "{bare[2].strip()}"' if bare else None
        raise ConfigError(f"{path}:{line}: is not TOML: {reason}", hint=hint) from error
    for keys, fault, hint in _faults(found):
        raise ConfigError(f"{path}:{_line_of(text, *keys)}: {fault}", hint=hint)
    return _with_folders(found, os.path.dirname(path))


def _faults(found: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    """Yield what is wrong: under which keys, what, and what to write instead."""
    known = (*_SETTINGS, *_TABLES)
    for key, value in found.items():
        if key not in known:
            close = get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the settings are {', '.join(known)}"
            yield (key,), f"there is no setting {key}", hint
        elif key in _TABLES:
            yield from _faults_of_table(key, value)
        elif not isinstance(value, str) or not value:
            named = ", ".join(_SETTINGS[key])
            hint = f"it is one of {named}, in quotation marks" if named else f'as in: {key} = "…"'
            yield (key,), f"{key} is no text" if value != "" else f"{key} is empty", hint
        elif "\0" in value:
            yield (key,), f"{key} has {_NULL}", None
        elif _SETTINGS[key] and value not in _SETTINGS[key]:
            close = get_close_matches(value, _SETTINGS[key], n=1)
            hint = f"it is one of {', '.join(_SETTINGS[key])}"
            near = f"did you mean {close[0]}? " if close else ""
            yield (key,), f"{key} is not {value!r}", near + hint


def _faults_of_table(key: str, table: object) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    if not isinstance(table, dict):
        yield (key,), f"{key} is no table", f"write a line [{key}], and names below it"
        return
    for name, value in table.items():
        if not _NAME.fullmatch(name):
            yield (key, name), f"{name!r} is no name", "a name has letters, digits, - and _"
        elif not isinstance(value, str) or not value.strip():
            yield (key, name), f"{name} of {key} is no text", f'as in: {name} = "…"'
        elif "\0" in value:
            yield (key, name), f"{name} of {key} has {_NULL}", None
        elif key == ALIASES and not _is_command_line(value):
            yield (key, name), f"{name} has a quotation mark without its other", None


def _is_command_line(text: str) -> bool:
    try:
        return bool(shlex.split(text))
    except ValueError:
        return False


def _with_folders(found: dict[str, Any], folder: str) -> dict[str, Any]:
    """Return the settings with folders that are absolute: `~` is the home, others are beside."""

    def absolute(value: str) -> str:
        return os.path.join(folder, os.path.expanduser(value))

    corpora = {name: absolute(value) for name, value in found.get(CORPORA, {}).items()}
    made = {**found, CORPORA: corpora, ALIASES: found.get(ALIASES, {})}
    if "corpus" in made:
        made["corpus"] = corpora.get(made["corpus"]) or absolute(made["corpus"])
    if "index" in made:
        made["index"] = absolute(made["index"])
    return made


def _line_of(text: str, *keys: str) -> int:
    """Return the line on which a key stands, of a table if there are two; 1 if none is found."""
    place = 0
    for key in keys:
        begins = re.compile(rf"""^[ \t]*\[*\s*["']?{re.escape(key)}\b""", re.MULTILINE)
        if found := begins.search(text, place):
            place = found.end()
    return text.count("\n", 0, place) + 1
