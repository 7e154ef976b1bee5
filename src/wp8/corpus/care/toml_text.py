"""The text of a manifest, of which some lines are changed, and all others stay as they are.

A library that keeps TOML's form moves tables and comments where it changes something: here it is
taken apart into its statements, each with its line end, and these are put together again.
"""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DOCUMENT: Final = "document"
FIELDS: Final = "fields"

_STRING: Final = r"""\"(?:[^"\\\n]|\\.)*+\"|'[^'\n]*+'"""
_TOKEN: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?'
    r"|'''.*?'''(?:'{1,2}(?!'))?"
    rf"|{_STRING}|#[^\n]*+|\n|[\[\]{{}}]|[^\"'#\n\[\]{{}}]++",
    re.DOTALL,
)
_PART: Final = rf"(?:[A-Za-z0-9_-]++|{_STRING})"
_KEY: Final = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*+)[ \t]*=[ \t]*")
_BARE: Final = re.compile("[A-Za-z0-9_-]+")
_HEADER, _REMARK, _BLANK, _VALUE = "[", "#", "", "="


class _Statement(NamedTuple):
    """A statement with its line end, in the table at a path; of which document, if of one.

    `path` is that of a header, or of a key below its table.
    """

    text: str
    kind: str
    table: tuple[str, ...]
    path: tuple[str, ...] = ()
    document: int | None = None

    @property
    def line_end(self) -> str:
        return "\r\n" if self.text.endswith("\r\n") else "\n"


class ManifestText:
    """The text of a manifest whose documents have each a table of their own.

    Raises:
        CorpusError: They have not, or it cannot be told which lines say something.
    """

    def __init__(self, text: str, where: object) -> None:
        self._where = where
        # Each has a cell, to which lines are added and from which they are taken: so that the
        # places of all others stay, however many documents are changed.
        self._cells = [[statement] for statement in _statements(text)]
        self._line_end = self._cells[0][0].line_end if text else "\n"
        self._places: dict[int, list[int]] = {}
        for place, (statement,) in enumerate(self._cells):
            if statement.document is not None:
                self._places.setdefault(statement.document, []).append(place)
        if len(self._places) != len(tomllib.loads(text).get(DOCUMENT, [])):
            hint = "write each document in a table of its own: [[document]]"
            raise CorpusError(f"{where}: its documents cannot be told apart", hint=hint)

    def __str__(self) -> str:
        return "".join(statement.text for cell in self._cells for statement in cell)

    def remove(self, document: int) -> str:
        """Take out the table of a document, with the comments right above it; return its lines."""
        doomed = self._lines_of(document)
        before, after = min(doomed) - 1, max(doomed) + 1
        while before >= 0 and not self._cells[before]:
            before -= 1
        if before < 0 or self._kind(before) == _BLANK:
            while self._kind(after) == _BLANK:
                doomed.add(after)
                after += 1
        cells = [self._cells[place] for place in sorted(doomed)]
        taken = "".join(statement.text for cell in cells for statement in cell)
        for cell in cells:
            cell.clear()
        return taken.rstrip() + "\n"

    def _kind(self, place: int) -> str | None:
        """Return the kind of what stands at a place, None where nothing does."""
        is_there = 0 <= place < len(self._cells) and self._cells[place]
        return is_there[0].kind if is_there else None

    def _lines_of(self, document: int) -> set[int]:
        own = self._places[document]
        doomed = set(own)
        for one, other in pairwise([*own, len(self._cells)]):
            between = range(one + 1, other)
            if other in doomed and all(self._kind(n) in (_REMARK, _BLANK) for n in between):
                doomed.update(between)
                continue
            # What stands right below the last line is about it, if nothing else follows.
            told = one + 1
            while self._kind(told) == _REMARK:
                told += 1
            if self._kind(told) in (_BLANK, None):
                doomed.update(range(one + 1, told))
        for place in [place for place in own if self._kind(place) == _HEADER]:
            above = place - 1
            while self._kind(above) == _REMARK:
                doomed.add(above)
                above -= 1
        return doomed

    def _own(self, document: int) -> list[tuple[tuple[int, int], _Statement]]:
        """Return the statements of a document, each with its place: its cell, and where there."""
        return [
            ((cell, n), statement)
            for cell in self._places[document]
            for n, statement in enumerate(self._cells[cell])
        ]

    def set(self, document: int, keys: Callable[[str], bool], key: str, value: object) -> str:
        """Let the table of a document say `value` under the first of `keys`, or else under `key`.

        None takes it out. Return the key.
        """
        own = self._own(document)
        said = [(n, s) for n, s in own if s.kind == _VALUE and s.table == (DOCUMENT,)]
        exact = [(n, s) for n, s in said if s.path == (key,)]
        for place, statement in exact or [(n, s) for n, s in said if keys(s.path[0])]:
            if len(statement.path) > 1:
                self._refuse(statement.path[0])
            self._put(place, value)
            return statement.path[0]
        for _, statement in own:
            if statement.kind == _HEADER and len(statement.path) > 1 and keys(statement.path[1]):
                self._refuse(statement.path[1])
        if value is not None:
            self._insert(said[-1][0], f"{key} = {toml_value(value)}")
        return key

    def set_field(self, document: int, name: str, value: object) -> str:
        """Let the own field `name` of a document be `value`; None takes it out.

        Return the name as it is written.
        """
        own = self._own(document)
        values = [(n, s, (*s.table, *s.path)) for n, s in own if s.kind == _VALUE]
        for place, statement, path in values:
            if path == (DOCUMENT, FIELDS):
                return self._set_inline(place, name, value)
            if path[1:2] == (FIELDS,) and path[2].lower() == name.lower():
                self._put(place, value)
                return statement.path[-1]
        if value is None:
            return name
        said = f"{name} = {toml_value(value)}"
        headers = [n for n, s in own if s.kind == _HEADER and s.path == (DOCUMENT, FIELDS)]
        inside = [n for n, s, _ in values if s.table == (DOCUMENT, FIELDS)]
        dotted = [n for n, _, path in values if path[1:2] == (FIELDS,)]
        if headers or inside:
            self._insert((inside or headers)[-1], said)
        elif dotted:
            self._insert(dotted[-1], f"{FIELDS}.{said}")
        else:
            self._insert(values[-1][0], f"[{DOCUMENT}.{FIELDS}]", said)
        return name

    def _set_inline(self, place: tuple[int, int], name: str, value: object) -> str:
        text = self._cells[place[0]][place[1]].text
        fields = tomllib.loads(text.lstrip())[FIELDS]
        written = next((own for own in fields if own.lower() == name.lower()), name)
        if value is not None or fields.pop(written, None) is not None:
            self._put(place, {**fields, **({} if value is None else {written: value})} or None)
        return written

    def _put(self, place: tuple[int, int], value: object) -> None:
        """Put another value in the place of that of a statement; None takes it out."""
        cell, n = self._cells[place[0]], place[1]
        if value is None:
            del cell[n]
            return
        text = cell[n].text
        start, end = _value_span(text)
        if tomllib.loads(f"value = {text[start:end]}")["value"] != value:
            cell[n] = cell[n]._replace(text=f"{text[:start]}{toml_value(value)}{text[end:]}")

    def _insert(self, place: tuple[int, int], *lines: str) -> None:
        """Insert lines behind a statement, which are indented as it is."""
        cell, n = self._cells[place[0]], place[1]
        before = cell[n]
        end = before.line_end if before.text.endswith("\n") else self._line_end
        if not before.text.endswith("\n"):
            cell[n] = before._replace(text=before.text + end)
        indent = before.text[: len(before.text) - len(before.text.lstrip(" \t"))]
        text = "".join(f"{indent}{line}{end}" for line in lines)
        new = [s._replace(document=before.document) for s in _statements(text, before.table)]
        cell[n + 1 : n + 1] = new

    def _refuse(self, key: str) -> None:
        message = f"{self._where}: {key!r} is said in several lines"
        raise CorpusError(message, hint="change it there by hand")


def toml_value(value: object) -> str:
    """Return a value of a manifest in TOML."""
    if isinstance(value, dict):
        inside = ", ".join(f"{_toml_key(key)} = {toml_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    # JSON's texts, numbers, true and false are TOML's, but for the character that TOML alone wants
    # escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_value(key)


def _statements(text: str, table: tuple[str, ...] = ()) -> Iterator[_Statement]:
    document = -1
    for line in _split(text):
        bare = line.lstrip(" \t")
        if not bare.strip():
            yield _Statement(line, _BLANK, table)
        elif bare.startswith("#"):
            yield _Statement(line, _REMARK, table)
        elif bare.startswith("["):
            table = tuple(_keys(tomllib.loads(line)))
            document += table == (DOCUMENT,)
            yield _Statement(line, _HEADER, table, table, _owner(table, document))
        elif key := _KEY.match(line):
            is_bare = _BARE.fullmatch(key[1])
            path = (key[1],) if is_bare else tuple(_keys(tomllib.loads(f"{key[1]} = 0")))
            yield _Statement(line, _VALUE, table, path, _owner(table, document))
        else:
            yield _Statement(line, _REMARK, table)


def _owner(table: tuple[str, ...], document: int) -> int | None:
    return document if table[:1] == (DOCUMENT,) and document >= 0 else None


def _split(text: str) -> Iterator[str]:
    """Yield the statements of TOML, blank lines and comments, each with its line end."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in ("[", "{")) - (token[0] in ("]", "}"))
        if token[0] == "\n" and not depth:
            yield text[start : token.end()]
            start = token.end()
    if start < len(text):
        yield text[start:]


def _keys(table: Any) -> Iterable[str]:  # noqa: ANN401 - of TOML
    """Yield the keys of tables that have one key each."""
    while table:
        ((key, table),) = table.items()
        yield key
        table = table[-1] if isinstance(table, list) else table


def _value_span(statement: str) -> tuple[int, int]:
    """Return where the value of a statement begins, and where it ends."""
    key = _KEY.match(statement)
    assert key, "what has a path has a key"
    depth = 0
    end = key.end()
    for token in _TOKEN.finditer(statement, key.end()):
        depth += (token[0] in ("[", "{")) - (token[0] in ("]", "}"))
        if not depth and (token[0] == "\n" or token[0].startswith("#")):
            break
        end = token.start() + len(token[0].rstrip()) if token[0].strip() else end
    return key.end(), end
