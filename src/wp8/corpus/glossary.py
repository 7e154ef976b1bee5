"""The glossary of a corpus folder: groups of forms that name one thing.

A group with `person`, a Korean name in Hangul, has its romanizations among its forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from wp8.corpus.digest import GLOSSARY
from wp8.corpus.document import Group
from wp8.corpus.source import source_bytes, toml_table
from wp8.errors import CorpusError
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_EXAMPLE: Final = 'a group is: [[group]], forms = ["one form", "another"], rests_on = "why"'
_FEWEST_FORMS: Final = 2


@dataclass(frozen=True, repr=False)
class Glossary(Result[Group]):
    """The groups of forms that name one thing, or some of them."""

    ROWS: ClassVar[str] = "groups"

    groups: Sequence[Group]


def load_glossary(folder: Path) -> tuple[Group, ...]:
    """Return the groups of the glossary in `folder`, none if there is no glossary.

    Raises:
        CorpusError: the glossary cannot be read, or a group does not have what it must.
    """
    path = folder / GLOSSARY
    if not path.exists():
        return ()
    table = toml_table(source_bytes(path), path)
    groups = table.pop("group", [])
    if table or not isinstance(groups, list):
        raise CorpusError(f"{path}: has something else than groups", hint=_EXAMPLE)
    return tuple(_group(item, path, place) for place, item in enumerate(groups, start=1))


def _group(table: object, path: Path, place: int) -> Group:
    where = f"{path}: group {place}"
    if not isinstance(table, dict) or set(table) - {"person"} != {"forms", "rests_on"}:
        raise CorpusError(
            f"{where} needs forms and rests_on, may have person, and has something else or less",
            hint=_EXAMPLE,
        )
    forms, rests_on = table["forms"], table["rests_on"]
    if not isinstance(rests_on, str) or not rests_on.strip():
        raise CorpusError(f"{where} does not say on what it rests", hint=_EXAMPLE)
    if not isinstance(forms, list) or not all(isinstance(f, str) and f.strip() for f in forms):
        raise CorpusError(f"{where}: forms is not a list of texts", hint=_EXAMPLE)
    if "person" in table:
        forms = [*forms, *_romanized(table["person"], where)]
    if len(set(forms)) < _FEWEST_FORMS:
        raise CorpusError(f"{where} has fewer than two forms", hint=_EXAMPLE)
    # A form is kept as a line of the memo of the corpus, its forms apart by tabs.
    return Group(tuple(dict.fromkeys(" ".join(form.split()) for form in forms)), rests_on)


def _romanized(name: object, where: str) -> list[str]:
    """Return the forms of a person's Korean name.

    Raises:
        CorpusError: it is none.
    """
    from wp8.words.romanization import romanized

    try:
        return romanized(name if isinstance(name, str) else "")
    except ValueError:
        raise CorpusError(
            f"{where}: person is not a Korean name in two or three syllables of Hangul",
            hint='as in: person = "김정은"; its romanizations are made of it',
        ) from None
