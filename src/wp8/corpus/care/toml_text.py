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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
        self._statements = list(_statements(text))
        documents = {s.document for s in self._statements} - {None}
        if len(documents) != len(tomllib.loads(text).get(DOCUMENT, [])):
            hint = "write each document in a table of its own: [[document]]"
            raise CorpusError(f"{where}: its documents cannot be told apart", hint=hint)

    def __str__(self) -> str:
        return "".join(statement.text for statement in self._statements)

    def remove(self, document: int) -> str:
        """Take out the table of a document, with the comments right above it; return its lines."""
        doomed = self._lines_of(document)
        after = max(doomed) + 1
        before = min(doomed) - 1
        if before < 0 or self._statements[before].kind == _BLANK:
            while after < len(self._statements) and self._statements[after].kind == _BLANK:
                doomed.add(after)
                after += 1
        taken = "".join(self._statements[place].text for place in sorted(doomed))
        self._statements = [s for n, s in enumerate(self._statements) if n not in doomed]
        return taken.rstrip() + "\n"

    def _lines_of(self, document: int) -> set[int]:
        statements = self._statements
        doomed: set[int] = set()
        for start, end in self._tables(document):
            while start and statements[start - 1].kind == _REMARK:
                start -= 1  # noqa: PLW2901 - what stands right above it is about it
            told = end
            while told < len(statements) and statements[told].kind == _REMARK:
                told += 1
            if told == len(statements) or statements[told].kind == _BLANK:
                end = told  # noqa: PLW2901
            doomed.update(range(start, end))
        inside = [place for place, s in enumerate(statements) if s.kind in (_HEADER, _VALUE)]
        for one, other in pairwise(inside):
            if statements[one].document == statements[other].document == document:
                doomed.update(range(one, other))
        return doomed

    def _tables(self, document: int) -> Iterator[tuple[int, int]]:
        """Yield where each table of a document begins, and behind its last statement."""
        start, end = -1, -1
        for place, statement in enumerate(self._statements):
            if statement.kind == _HEADER:
                if start >= 0:
                    yield start, end
                start = place if statement.document == document else -1
            if statement.kind in (_HEADER, _VALUE):
                end = place + 1
        if start >= 0:
            yield start, end

    def set(self, document: int, keys: Callable[[str], bool], key: str, value: object) -> str:
        """Let the table of a document say `value` under the first of `keys`, or else under `key`.

        None takes it out. Return the key.
        """
        own = [(n, s) for n, s in enumerate(self._statements) if s.document == document]
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

    def put(self, key: str, values: Mapping[int, object]) -> None:
        """Let tables of documents that say something under `key` say these values instead."""
        for place, statement in enumerate(self._statements):
            is_said = (*statement.table, *statement.path) == (DOCUMENT, key)
            if is_said and statement.document is not None and statement.document in values:
                self._put(place, values[statement.document])

    def set_field(self, document: int, name: str, value: object) -> str:
        """Let the own field `name` of a document be `value`; None takes it out.

        Return the name as it is written.
        """
        own = [(n, s) for n, s in enumerate(self._statements) if s.document == document]
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
            last = values[-1][0]
            self._insert(last, f"[{DOCUMENT}.{FIELDS}]", said)
        return name

    def _set_inline(self, place: int, name: str, value: object) -> str:
        text = self._statements[place].text
        fields = tomllib.loads(text.lstrip())[FIELDS]
        written = next((own for own in fields if own.lower() == name.lower()), name)
        if value is not None or fields.pop(written, None) is not None:
            self._put(place, {**fields, **({} if value is None else {written: value})} or None)
        return written

    def _put(self, place: int, value: object) -> None:
        """Put another value in the place of that of a statement; None takes it out."""
        if value is None:
            del self._statements[place]
            return
        statement = self._statements[place]
        start, end = _value_span(statement.text)
        if tomllib.loads(f"value = {statement.text[start:end]}")["value"] == value:
            return
        text = f"{statement.text[:start]}{toml_value(value)}{statement.text[end:]}"
        self._statements[place] = statement._replace(text=text)

    def _insert(self, place: int, *lines: str) -> None:
        """Insert lines behind a statement, which are indented as it is."""
        before = self._statements[place]
        end = before.line_end if before.text.endswith("\n") else _line_end(self._statements)
        if not before.text.endswith("\n"):
            self._statements[place] = before._replace(text=before.text + end)
        indent = before.text[: len(before.text) - len(before.text.lstrip(" \t"))]
        text = "".join(f"{indent}{line}{end}" for line in lines)
        new = [s._replace(document=before.document) for s in _statements(text, before.table)]
        self._statements[place + 1 : place + 1] = new

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


def _line_end(statements: Sequence[_Statement]) -> str:
    return next((s.line_end for s in statements if s.text.endswith("\n")), "\n")


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
