"""Names: as a person writes them, and as CSL-JSON has them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.fields import NAME_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Name = Mapping[str, Any]

# Whoever wrote a work is asked for several times, and wrote others.
_MOST_KEPT: Final = 1 << 14
_COMMA: Final = re.compile(r"\s*[,，、،]\s*")  # noqa: RUF001 - those of other scripts
_SEMICOLON: Final = re.compile(r"[;；]")  # noqa: RUF001 - that of Chinese
_AND: Final = re.compile(" and | & ")
_INITIALS: Final = re.compile(r"(?:\w\.-?)+")
_FLAGS: Final = ("comma-suffix", "static-ordering")
_SUFFIXES: Final = frozenset("jr jr. sr sr. ii iii iv".split())
# What stands behind a comma in the name of a firm, and what does not stand in one of a person.
_OF_A_FIRM: Final = frozenset(
    "inc inc. ltd ltd. llc co co. corp corp. gmbh ag plc s.a. s.a s.r.l.".split()
)
_OF_A_BODY: Final = frozenset("of for the and & und für et".split())
# Han, kana and Hangul, in which the family stands first and no blank after it.
_EAST_ASIAN: Final = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff·・]+")


def names(said: object) -> list[dict[str, Any]]:
    """Return the names in what is said of them: a text, a table, or a list of these.

    Semicolons part the names of a text, and so do `and` and `&` where each has its comma. `Family,
    Given` is a person where that is certain; what has no comma is literal. A table has what CSL
    says of a name, or the `name` as it is written and what of it, at its head or its end, is the
    `family`.
    """
    found: list[dict[str, Any]] = []
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, str):
            found += (name for part in _SEMICOLON.split(one) for name in _of_text(part))
        elif isinstance(one, dict):
            found += _of_table(one)
    return found


def misnamed(said: object) -> Iterator[str]:
    """Yield what is wrong with tables whose `family` is no part of their `name`."""
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, dict) and one.get("name") and one.get("family"):
            family = " ".join(str(one["family"]).split())
            if all(family != short(name) for name in names(one)):
                yield f"{family!r} is neither the head nor the end of {one['name']!r}"


def written(name: Name) -> str | dict[str, Any]:
    """Return `name` as a person writes it in a manifest: what `names` makes it of again."""
    said = (
        {"name": whole(name), "family": _family(name)} if is_family_first(name) else inverted(name)
    )
    return said if names(said) == [dict(name)] else {**name}


def whole(name: Name) -> str:
    """Return `name` as it stands in a text: `Ann Roe`, `Kim Jong Un`, `김정은`."""
    if literal := name.get("literal"):
        return str(literal)
    given = _joined(name.get("given"), name.get("dropping-particle"))
    family = _joined(_family(name), name.get("suffix"))
    if is_in_east_asian(name):
        return f"{family}{given}"
    return _joined(family, given) if is_family_first(name) else _joined(given, family)


def inverted(name: Name) -> str:
    """Return `name` with the family first: `Roe, Ann`; a literal one as it is."""
    if literal := name.get("literal"):
        return str(literal)
    given = _joined(name.get("given"), name.get("dropping-particle"))
    return ", ".join(filter(None, (_family(name), given, name.get("suffix"))))


def short(name: Name) -> str:
    """Return the family's name, or the whole of one that is literal."""
    return str(name.get("literal", "")) or _family(name) or str(name.get("given", ""))


def listed(those: Sequence[Name]) -> str:
    """Return names as they stand in a text, on one line."""
    texts = [whole(name) for name in those]
    return ("; " if any("," in text for text in texts) else ", ").join(texts)


def is_family_first(name: Name) -> bool:
    """Return whether the family's name stands first wherever the name is written."""
    return bool(name.get("static-ordering"))


def is_in_east_asian(name: Name) -> bool:
    """Return whether a name of family and given name is in Han, kana or Hangul."""
    return all(_EAST_ASIAN.fullmatch(str(name.get(part, ""))) for part in ("family", "given"))


def _joined(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def _family(name: Name) -> str:
    return _joined(name.get("non-dropping-particle"), name.get("family"))


def _of_text(text: str) -> list[dict[str, Any]]:
    text = " ".join(text.split())
    persons = [{**_inverted(part)} for part in _AND.split(text)]
    return persons if all(persons) else [{"literal": text}] if text else []


def parted(text: str) -> dict[str, Any]:
    """Return the person whose family a comma ends, as it does in a format; else what is literal."""
    first, given, suffix = _at_commas(" ".join(text.split()))
    return _person(first, given[0], suffix=suffix) if given else {"literal": first}


@lru_cache(_MOST_KEPT)
def _inverted(text: str) -> Name:
    """Return the person whose family a comma ends, nothing if that is not certain."""
    first, given, suffix = _at_commas(text)
    is_person = len(given) == 1 and _is_person(first, given[0])
    return _person(first, given[0], suffix=suffix) if is_person else {}


def _at_commas(text: str) -> tuple[str, list[str], str]:
    first, *rest = _COMMA.split(text)
    suffix = next((part for part in rest if part.lower() in _SUFFIXES), "") if rest[1:] else ""
    return first, [part for part in rest if part != suffix], suffix


def _is_person(family: str, given: str) -> bool:
    """Return whether it is certain that a comma parts family and given name, and not two names."""
    before, after = family.split(), given.split()
    words = {*family.lower().split(), *given.lower().split()}
    if not before or not after or words & _OF_A_BODY or given.lower() in _OF_A_FIRM:
        return False
    own = before[len(_particles(before)) :]
    is_of_two = len(own) > 1 and not all(map(_is_initial, after[1:]))
    return not (is_of_two or _is_initial(own[0]))


def _is_initial(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word)) or (len(word) == 1 and word.isupper())


def _person(family: str, given: str, **more: object) -> dict[str, Any]:
    words = family.split()
    lead = _particles(words)
    own = given.split()
    tail = _particles(own[::-1])[::-1]
    made = {
        "family": " ".join(words[len(lead) :]),
        "given": " ".join(own[: len(own) - len(tail)]),
        "dropping-particle": " ".join(tail),
        "non-dropping-particle": " ".join(lead),
        **more,
    }
    return {key: value for key, value in made.items() if value}


def _particles(words: list[str]) -> list[str]:
    """Return the words in small letters at the head of a name, which has others too."""
    lead = list(takewhile(lambda word: word[:1].islower(), words))
    return lead if len(lead) < len(words) else []


def _of_table(table: Name) -> list[dict[str, Any]]:
    said = {key: _clean(key, table[key]) for key in (*NAME_KEYS, "name") if key in table}
    if text := said.pop("name", ""):
        return _split(str(text), str(said.get("family", "")))
    if literal := said.get("literal"):
        return [{"literal": literal}]
    made = {key: value for key, value in said.items() if value and key != "parse-names"}
    return [made] if made.keys() & {"family", "given"} else []


def _clean(key: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    # Some say so in a text.
    return text.lower() == "true" if key in _FLAGS else text


def _split(text: str, family: str) -> list[dict[str, Any]]:
    """Return the name `text`, of which `family` at its head or its end is the family's."""
    blank = "" if _EAST_ASIAN.fullmatch(text) else " "
    if family and text.startswith(f"{family}{blank}") and text != family:
        given = text.removeprefix(family).strip()
        return [_person(family, given, **{"static-ordering": True})]
    if family and blank and text.endswith(f" {family}"):
        return [_person(family, text.removesuffix(family).strip())]
    return _of_text(text)
