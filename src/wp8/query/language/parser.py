"""From what is typed to a tree. Typed text is data: it gives a tree or a `QueryError`.

alternatives = all { ("OR" | "|") all }
all          = part { ["AND"] part }
part         = ("NOT" | "-" | "!") part | "(" alternatives ")" | leaf
leaf         = "phrase" [~N] | word [~N] | wild*card | /regex/ | field | within:sentence
field        = name ":" ( value { "," value } | "(" alternatives of values ")" )
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

from wp8.errors import QueryError, QuerySyntaxError
from wp8.query.tree import And, Field, InSentence, Not, Or, Run, Typed, is_grounded
from wp8.words.characters import with_gershayim
from wp8.words.quotation_marks import DOUBLE, MIXED, SINGLE, TITLES
from wp8.words.tokens import RUN, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wp8.query.tree import Node

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50
MAX_LEAVES: Final = 256
MAX_EDITS: Final = 2
MAX_BETWEEN: Final = 99
EXAMPLE: Final = 'for example: wp8 search "self-reliance"'
# What is told of each record; other fields are of documents, and their corpus knows them.
FIELDS: Final = {
    "doc": "document",
    "document": "document",
    "kind": "kind",
    "section": "section",
    "note": "note",
    "speaker": "speaker",
    "within": "within",
}
# What stands around it, up to an OR or a parenthesis, has to stand in one sentence.
_WITHIN_SENTENCE: Final = Field("within", "sentence")

# As Lucene writes a range: date:[2019 TO 2021].
_BRACKETED: Final = r"[\[{](\S+) TO (\S+)[\]}]"
# A comma may be a part of it.
_OF_ONE_VALUE: Final = "section"

_OPERATORS: Final = ("AND", "OR", "NOT")
_BAR: Final = "|"
# What may be meant as an operator, and is read as a word: `wp8.query.language.habits`.
SMALL_OPERATORS: Final = frozenset(("or", "not", "NEAR"))
_MISREAD: Final = SMALL_OPERATORS | {"NOT"}
_FOREIGN_SIGNS: Final = frozenset("^$[{")
_MATES: Final = {**DOUBLE, **TITLES}
_QUOTES: Final = "".join({**_MATES, **dict.fromkeys("".join(_MATES.values()))})
# A day may be in words: date:>="12 January 2021".
_COMPARED: Final = rf"(?:[<>]=?|=)(?=[{_QUOTES}])"
_SINGLE_QUOTES: Final = "'" + "".join({**SINGLE, **dict.fromkeys("".join(SINGLE.values()))})
_DOUBLE_PRIME: Final = "″"
# After a word, these open nothing.
_ALSO_CLOSING: Final = "»›″"
# What stands after a document in the address of a record.
_PLACE: Final = r"[a-z]?\d[\d.-]*"
# Who quotes puts another letter in brackets: [O]ur great people.
_EDITED: Final = r"\[(\w)\](?=\w)"
# In a phrase, other marks say as little as blanks.
BLANKED: Final = dict.fromkeys(map(ord, _QUOTES), " ")
# A slash separates words, but not figures, nor the parts of an address.
_SLASHED: Final = re.compile(r"(?:[^/]|(?<=\d)/(?=\d)|/\Z)+")
_SHOWN: Final = 60
_PATTERN_SIGNS: Final = frozenset(".\\|(")
# `plan.*`, `plan(s|ned)`, `plan(s)?`: no word has such signs in it.
_UNMARKED: Final = (
    r"(?=[^\s\"]*(?:\.[*+]|\\[bwds<>]|\w\([^\s()\"]*(?:\||\)[?*+{])))"
    r"(?:[^\s()|\"/:]|\([^\s()\"]*\))+(?=$|[\s)|])"
)
# What Python has for a byte that is not UTF-8.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def parse(query: str, *, may_exclude: bool = False) -> Node:
    """Return the tree of `query`, its leaves as typed; it `may_exclude` and ask for nothing.

    Raises:
        QuerySyntaxError: With the position where `query` cannot be read as a query.
        QueryError: If `query` is empty, too long, or has nothing that a text could have.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(
            f"the query has {len(query):,} characters; at most {MAX_LENGTH:,} are read",
            hint="to find a long passage, search for one sentence of it in quotation marks",
        )
    # Control characters separate words, as blanks do.
    text = decodable(query)
    readable = "".join(c if c >= " " and c != "\x7f" else " " for c in text).rstrip()
    # After the last of several words, or where another opened it, a question mark ends a question.
    may_ask = " " in readable.strip() or readable.lstrip().startswith("¿")
    if may_ask and has_token(question := readable.rstrip("?")):
        readable = question
    return Parser(readable).parse(may_exclude=may_exclude)


class Parser:
    """A query as typed and the place up to which it is read.

    Where it `is_trial`, nothing else is tried when it fails.
    """

    def __init__(self, query: str, *, is_trial: bool = False) -> None:
        self.query = with_gershayim(query.rstrip())
        self.is_trial = is_trial
        self.place = 0
        self.depth = 0
        self.leaves = 0
        # The field whose values are read, within parentheses.
        self.field = ""
        # Up to here, no single quotation mark closes another.
        self.unclosed = 0
        self.unmarked = re.compile(_UNMARKED) if _PATTERN_SIGNS.intersection(query) else None

    def parse(self, *, may_exclude: bool = False) -> Node:
        """Return the tree of the whole query; it `may_exclude` and ask for nothing."""
        self.skip_blanks()
        if not self.query:
            raise QueryError("the query is empty", hint=EXAMPLE)
        tree = self.alternatives()
        if self.place < len(self.query):
            without = f"{self.query[: self.place]}{self.query[self.place + 1 :]}"
            self.fail("this parenthesis was never opened", hint=f"without it: {without.strip()}")
        if tree is None:
            raise QueryError(
                f"there is no letter or digit to search for in {shortened(self.query.strip())}",
                hint=EXAMPLE,
            )
        if not (may_exclude or is_grounded(tree)):
            parts = tree.children if isinstance(tree, Run) else (tree,)
            of_fields = all(isinstance(x, Not) and isinstance(x.child, Field) for x in parts)
            others = f"of all documents: doc:* {self.query.strip()}"
            self.fail(
                "a query that only excludes finds nothing",
                at=len(self.query) - len(self.query.lstrip()),
                hint=others if of_fields else "say first what to find, as in: power NOT abuse",
            )
        return tree

    def operator(self, *names: str) -> str | None:
        """Read one of the operators `names` if it stands here as a word of its own."""
        self.skip_blanks()
        for name in names:
            end = self.place + len(name)
            if self.query.startswith(name, self.place) and self.is_word_end(end):
                self.place = end
                return name
        return None

    def bar(self) -> str | None:
        """Read a bar, or two, if one stands here."""
        self.skip_blanks()
        begin = self.place
        while self.at(_BAR):
            self.place += 1
        return self.query[begin : self.place] or None

    def alternatives(self) -> Node | None:
        """Read what stands around ORs and bars."""
        children = [self.all()]
        while operator := self.operator("OR") or self.bar():
            children.append(self.operand(operator, children[-1]))
        present = [child for child in children if child is not None]
        return Or(tuple(present)) if len(present) > 1 else next(iter(present), None)

    def operand(self, operator: str, left: Node | None) -> Node | None:
        """Read what stands after a binary operator; both sides of a word must be there."""
        at = self.place - len(operator)
        right = self.part() if operator == "AND" else self.all()
        if operator in _OPERATORS and (left is None or right is None):
            side = "before" if left is None else "after"
            self.fail(
                f"{operator} has nothing {side} it",
                at=at,
                hint=f"write a word on both sides, as in: party {operator} state;"
                f' to find the word itself, write it small: "{operator.lower()}"',
            )
        return right

    def all(self) -> Node | None:
        """Read parts up to an OR, a closing parenthesis or the end."""
        groups: list[list[Node]] = [[]]
        while True:
            if operator := self.operator("AND"):
                left = groups[-1][-1] if groups[-1] else None
                right = self.operand(operator, left)
                groups.append([right] if right else [])
                continue
            self.skip_blanks()
            before = self.place
            if self.place == len(self.query) or self.at(")|") or self.operator("OR"):
                self.place = before
                break
            part = self.part()
            if isinstance(part, Run) and self.query[before] != "(":
                groups[-1] += part.children
            elif part is not None:
                groups[-1].append(part)
        return self._within_what_is_asked(groups)

    def _within_what_is_asked(self, groups: Sequence[Sequence[Node]]) -> Node | None:
        """Return parts joined by ANDs, in one sentence if one of them asks for that."""
        is_in_sentence = any(_WITHIN_SENTENCE in group for group in groups)
        if is_in_sentence:
            groups = [[part for part in group if part != _WITHIN_SENTENCE] for group in groups]
        runs = [Run(tuple(group)) if len(group) > 1 else group[0] for group in groups if group]
        tree = And(tuple(runs)) if len(runs) > 1 else next(iter(runs), None)
        if is_in_sentence and tree is None:
            self.fail(
                "within:sentence has nothing beside it",
                hint="write what stands in one sentence, as in: party congress within:sentence",
            )
        return InSentence((tree,)) if is_in_sentence and tree else tree

    def part(self) -> Node | None:
        """Read one part: an exclusion, a parenthesis or a leaf; None at an operator."""
        self.skip_blanks()
        at = self.place
        if operator := self.operator(*_OPERATORS):
            if operator != "NOT":
                self.place = at
                return None
            return self.excluded(at)
        if self.at("-!") and self.query[self.place + 1 : self.place + 2].strip(" )|"):
            self.place += 1
            return self.excluded(at)
        if self.at("("):
            return self.parenthesis()
        if self.at(")|"):
            return None
        return self.leaf()

    def excluded(self, at: int) -> Node | None:
        """Read what stands after NOT, a hyphen or an exclamation mark at `at`."""
        child = self.nested(self.part)
        if child == _WITHIN_SENTENCE:
            self.fail(
                "within:sentence has nothing beside it",
                at=at,
                hint="write what no sentence is to have, as in: party NOT (state within:sentence)",
            )
        if child is None and self.query[at] == "N":
            self.fail(
                "NOT has nothing after it",
                at=at,
                hint='write a word after it, as in: power NOT abuse; to find the word, write "not"',
            )
        return None if child is None else Not(child)

    def nested(self, read: Callable[[], Node | None]) -> Node | None:
        """Read with `read`, one level deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(
                f"more than {MAX_DEPTH} operators or parentheses within each other",
                hint="write the query with fewer",
            )
        node = read()
        self.depth -= 1
        return node

    def parenthesis(self) -> Node | None:
        """Read what stands between parentheses."""
        opened = self.place
        self.place += 1
        node = self.nested(self.alternatives)
        if not self.at(")"):
            self.fail(
                "this parenthesis is never closed",
                at=opened,
                hint=self.closed(")"),
            )
        self.place += 1
        return node

    def leaf(self) -> Node | None:
        """Read the leaf that stands here."""
        self._count_leaves(1)
        if self.field:
            return self._one_of(self._values(self.field))
        if self.at(_QUOTES):
            return self._quoted()
        return (
            self._single_quoted()
            or self._regex()
            or self._unmarked_regex()
            or self._field()
            or self._word()
        )

    def _count_leaves(self, number: int) -> None:
        self.leaves += number
        if self.leaves > MAX_LEAVES:
            self.fail(
                f"more than {MAX_LEAVES} words",
                hint="to find a long passage, search for one sentence of it in quotation marks",
            )

    def closed(self, mark: str) -> str:
        """Return the hint that shows the query with what is open closed at its end, if it works."""
        closed = self.query.strip() + mark
        closed += ")" * (closed.count("(") - closed.count(")"))
        with suppress(QueryError):
            if not self.is_trial and len(closed) <= MAX_LENGTH:
                Parser(closed, is_trial=True).parse()
                return f"closed at the end: {shortened(closed)}"
        return "close it, or leave it out"

    def _quoted(self) -> Node | None:
        opened = self.place
        mark = self.query[opened]
        if mark not in _MATES or self._is_no_quote(mark):
            self.place += 1
            return None
        text = self._inside_quotes()
        if text is None:
            closing = '"' if mark in MIXED else _MATES[mark][0]
            self.fail("this quotation mark is never closed", at=opened, hint=self.closed(closing))
        return self._phrase(text)

    def _is_no_quote(self, mark: str) -> bool:
        """Return whether the mark here closes what was not opened, or is a prime for inches."""
        if mark == _DOUBLE_PRIME and mark not in self.query[self.place + 1 :]:
            return True
        return mark in _ALSO_CLOSING and self.query[max(0, self.place - 1)].isalnum()

    def _inside_quotes(self) -> str | None:
        mark = self.query[self.place]
        mates = MIXED if mark in MIXED else _MATES.get(mark, "")
        closing = self.place + 1
        while closing < len(self.query) and self.query[closing] not in mates:
            closing += 1
        if closing == len(self.query):
            return None
        text = self.query[self.place + 1 : closing]
        self.place = closing + 1
        return text.translate(BLANKED)

    def _single_quoted(self) -> Node | None:
        """Read 'a phrase' in single quotation marks; an apostrophe opens none."""
        if not self.at(_SINGLE_QUOTES) or self.place < self.unclosed:
            return None
        closing = self.place
        for closing in range(self.place + 1, len(self.query)):
            character = self.query[closing]
            if character in _QUOTES:
                break
            ends = self.is_word_end(closing + 1) or self.query[closing + 1] == "~"
            if character in _SINGLE_QUOTES and ends and closing > self.place + 1:
                text = self.query[self.place + 1 : closing]
                self.place = closing + 1
                return self._phrase(text)
        self.unclosed = closing
        return None

    def _phrase(self, text: str) -> Node | None:
        text = " ".join(_unedited(text).split())
        distance = None
        if self.at("~"):
            at = self.place
            self.place += 1
            distance = self._number(at, MAX_BETWEEN, f'"{text}"~5', "words between")
        return Typed("phrase", text, distance) if has_token(text) else None

    def _number(self, at: int, most: int, example: str, what: str) -> int:
        digits = ""
        while self.at("0123456789"):
            digits += self.query[self.place]
            self.place += 1
        if not digits or len(digits) > len(str(most)) or int(digits) > most:
            self.fail(
                f"~ takes a number of {what}, at most {most}", at=at, hint=f"as in: {example}"
            )
        return int(digits)

    def _regex(self) -> Node | None:
        if not self.at("/"):
            return None
        closing = self.place + 1
        while closing < len(self.query) and not self.query[closing].isspace():
            if self.query[closing] == "/" and self.is_word_end(closing + 1):
                pattern = self.query[self.place + 1 : closing]
                if not pattern:
                    return None
                self.place = closing + 1
                return Typed("regex", pattern)
            closing += 1
        return None

    def _unmarked_regex(self) -> Node | None:
        """Read a pattern without its slashes, as grep has it, if it can be nothing else."""
        found = self.unmarked and self.unmarked.match(self.query, self.place)
        pattern = of_one_word(found[0]) if found else ""
        if not found or not has_token(pattern):
            return None
        self.place = found.end()
        return Typed("regex", pattern)

    def _field(self) -> Node | None:
        at, end = self.place, self.word_end()
        typed, colon, value = self.query[at:end].partition(":")
        begin = at + len(typed) + 1
        opened = self.query[begin : begin + 1]
        is_open = bool(opened) and opened in f"({_QUOTES}"
        if not (colon and _is_field_name(typed)) or value.startswith("//"):
            return None
        if not (value or is_open):
            return None
        name = FIELDS.get(typed.casefold()) or typed
        self.place = begin
        if opened == "/":
            return self._field_of_pattern(name, at)
        if opened == "(":
            self.field = name
            found = self.parenthesis()
            self.field = ""
            return found
        if name != _WITHIN_SENTENCE.name:
            return self._one_of(self._values(name))
        value = self._value(name)
        if value.casefold() != _WITHIN_SENTENCE.value:
            self.fail(
                f"within takes the word sentence, not {shortened(value)}",
                at=at,
                hint="without it, what is asked stands in one paragraph",
            )
        return _WITHIN_SENTENCE

    def _field_of_pattern(self, name: str, at: int) -> Field | None:
        pattern = self._regex()
        if isinstance(pattern, Typed):
            return Field(name, f"/{pattern.text}/")
        self.place = at
        return None

    def _one_of(self, values: Sequence[Field]) -> Node:
        return Or(tuple(values)) if len(values) > 1 else values[0]

    def _values(self, name: str) -> list[Field]:
        """Read the values of a field; between several stand commas."""
        values = [Field(name, self._value(name))]
        while name != _OF_ONE_VALUE and self.at(",") and not self.is_word_end(self.place + 1):
            self.place += 1
            self._count_leaves(1)
            values.append(Field(name, self._value(name)))
        return values

    def _value(self, name: str) -> str:
        """Read one value of a field, in quotation marks or without."""
        at = self.place
        if compared := re.compile(_COMPARED).match(self.query, at):
            self.place = compared.end()
            return f"{compared[0]}{self._value(name)}"
        if self.at(_QUOTES):
            text = self._inside_quotes()
            if text is None:
                self.fail("this quotation mark is never closed", at=at, hint="close it")
            return text.strip()
        bracketed = self.at("[{") and re.compile(_BRACKETED).match(self.query, at)
        if bracketed:
            self.place = bracketed.end()
            return "..".join(bracketed.groups())
        end = self.word_end()
        comma = -1 if name == _OF_ONE_VALUE else self.query.find(",", at + 1, end)
        self.place = end if comma < 0 else comma
        return self.query[at : self.place].rstrip(",")

    def _word(self) -> Node | None:
        at = self.place
        self.place = self.word_end()
        # A number with a blank for its thousands (10 000) is one word, as in a text.
        number = RUN.match(self.query[at:])
        if number and number["separator"]:
            end = at + number.end()
            if not self.is_word_end(end):
                end = self.query.rfind(number["separator"], at, end)
            self.place = max(self.place, end)
        text = self.query[at : self.place]
        parts = list(_SLASHED.finditer(text)) if "/" in text else []
        if len(parts) > 1 and all(_is_plain(part[0]) for part in parts):
            return self._slashed(parts, at)
        return self._one_word(text, at)

    def _slashed(self, parts: Sequence[re.Match[str]], at: int) -> Node | None:
        self._count_leaves(len(parts))
        found = [word for part in parts if (word := self._one_word(part[0], at + part.start()))]
        self.place = at + parts[-1].end()
        return Run(tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _one_word(self, text: str, at: int) -> Node | None:
        body, tilde, digits = text.rpartition("~")
        if tilde and body and (not digits or digits.isdecimal()):
            self.place = at + len(body) + 1
            distance = (
                self._number(at + len(body), MAX_EDITS, f"{body}~1", "edits") if digits else 1
            )
            return Typed("fuzzy", body, distance) if has_token(body) else None
        return self._plain(text, at)

    def _plain(self, text: str, at: int) -> Node | None:
        text = _unedited(text)
        if "*" in text or "?" in text:
            if not has_token(text):
                self.fail(
                    f"{shortened(text)} would match every word",
                    at=at,
                    hint="give at least one letter, as in: revolution*",
                )
            return Typed("wildcard", text)
        return Typed("word", text) if has_token(text) else None

    def fail(self, message: str, *, hint: str, at: int | None = None) -> NoReturn:
        """Raise a `QuerySyntaxError` that points to `at`, by default to here."""
        position = self.place if at is None else at
        raise QuerySyntaxError(message, query=self.query, position=position, hint=hint)

    def skip_blanks(self) -> None:
        """Go on to the next character that is not a blank."""
        while self.place < len(self.query) and self.query[self.place].isspace():
            self.place += 1

    def at(self, characters: str) -> bool:
        """Return whether one of `characters` stands here."""
        return self.place < len(self.query) and self.query[self.place] in characters

    def is_word_end(self, place: int) -> bool:
        """Return whether a word that reaches up to `place` ends there."""
        rest = self.query[place : place + 1]
        return not rest or rest.isspace() or rest in "()|" or rest in _QUOTES

    def word_end(self, begin: int | None = None) -> int:
        """Return where the word ends that begins at `begin`, by default here."""
        end = self.place if begin is None else begin
        while not self.is_word_end(end):
            end += 1
        return end


def _is_field_name(typed: str) -> bool:
    return typed[:1].isalpha() and typed.replace("-", "").replace("_", "").isalnum()


def _unedited(text: str) -> str:
    return re.sub(_EDITED, r"\1", text) if "[" in text else text


def of_one_word(pattern: str) -> str:
    r"""Return a pattern of grep as one that a whole word matches: `plan.*` for `\bplan`."""
    begun = re.sub(r"^(?:\^|\\[b<])", "", pattern)
    body = re.sub(r"(?:\$|\\[b>])$", "", begun)
    is_begun, is_ended = begun != pattern, body != begun
    body = re.sub(r"\\[b<>]", "", body)
    if is_begun == is_ended:
        return body
    return f"{body}.*" if is_begun else f".*{body}"


def _is_plain(part: str) -> bool:
    """Return whether a part of what is typed with slashes is a word, and no address or operator."""
    is_address = ":" in part or part.startswith("www.")
    return part[0].isalnum() and not is_address and part not in _OPERATORS


def may_be_foreign(query: str) -> bool:
    """Return whether a query that was read may be written as elsewhere, and mean another."""
    parts = query.split()
    has_blank = len(parts) > 1 and parts[0].startswith("/")
    has_signs = not _FOREIGN_SIGNS.isdisjoint(query) or " -" in query or " !" in query
    return has_blank or has_signs or not _MISREAD.isdisjoint(parts)


def has_token(text: str) -> bool:
    """Return whether `text` has anything that a text is searched by."""
    return next(tokenize(text), None) is not None


def decodable(text: str) -> str:
    """Return `text` with a sign in the place of each byte that was typed and is not UTF-8."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def shortened(text: str) -> str:
    """Return `text` as a message shows it: its beginning, if it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
