"""What to say when nothing is found: why, and what to type next."""

from __future__ import annotations

import re
import shlex
from bisect import bisect
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from wp8.errors import QueryError, UnknownNameError
from wp8.numbers import and_more, numbered
from wp8.query.language.expand import is_shouted
from wp8.query.language.habits import habit
from wp8.query.language.parser import parse
from wp8.query.language.suggest import SWAP, led, nearest
from wp8.query.near.hangul import near_hangul
from wp8.query.near.names import missing_names, near_names
from wp8.query.search import EVERYTHING, Question, is_question, layered, resolve, search
from wp8.query.tree import And, Field, Group, InSentence, Not, Phrase, Run, Typed, leaves
from wp8.words.characters import has_syllables
from wp8.words.lexemes import english, is_english
from wp8.words.tokens import (
    ACRONYM_MARK,
    FUNCTION_WORDS,
    QUESTION_WORDS,
    normalize,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.query.backend import Backend, Vocabulary
    from wp8.query.language.habits import Habit
    from wp8.query.tree import Node

# Of more parts of a query than this nobody reads, and each is looked for.
_MOST_PARTS = 12
# No name is longer; and each beginning is a search.
_LONGEST_BEGINNING = 24
_SHORTEST_WORD = 4
_SUFFIXES = "docx|epub|html?|json|md|odt|pdf|rtf|tei|tex|toml|txt|xml"
# With fewer letters nearly every word begins some other.
_SHORTEST_PART = 6
_UMLAUT = re.compile("([aou])e")
_SHORTEST_HANGUL = 2
# Of a Hangul word, a shorter beginning means something else.
_SHORTEST_BEGINNING = 3
# Records that are looked at to see how a word is written, and which words of Hangul there are.
_LOOKED_AT = 3
_MOST_LOOKED_AT = 100
EVERYWHERE = Question("")


class Advice(NamedTuple):
    """Why a question has no hit, and, if something close by has, the query that finds it."""

    reason: str
    query: str | None = None
    options: str = ""

    @property
    def command(self) -> str | None:
        """The command to type next."""
        if self.query is None:
            return None
        return f"wp8 search {shlex.quote(self.query)}{self.options}"


class _AskedOnce:
    """A backend that is searched for each tree once: several advices ask for the same."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.search = cache(backend.search)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of whatever type the backend has it
        """Return what the backend has under this name."""
        return getattr(self._backend, name)


def advise(question: Question, *, backend: Backend) -> list[Advice]:
    """Return what explains that `question` has no hit, the likeliest first."""
    backend = cast("Backend", _AskedOnce(backend))
    if elsewhere := _habit(question, backend):
        (reason, query), total = elsewhere
        said = f"{reason}: {query} finds {numbered(total, 'paragraph') if total else 'nothing'}"
        if total:
            return [Advice(said, query, _options(question))]
        others = advise(question._replace(query=query), backend=backend)
        return [
            Advice(said),
            *(each for each in others if each.reason != f"no word matches {query}"),
        ]
    typed = parse(question.query)
    slips, absent = _unknown(typed, question, backend)
    offers = list(_misspelt(slips, typed, question, backend))
    names = list(_names(typed, question, backend))
    named = {advice.query.strip('"') for advice in names if advice.query}
    if named.intersection(offer.query for offer in offers if offer.query):
        # Who has one letter too many is told the name once.
        names = []
    found = [
        *_files(question),
        *names,
        *_acronyms(typed, question, backend),
        *offers,
        *_compounds(typed, question, backend),
        *_patterns(typed, question, backend),
        *_syllables(typed, question, backend),
        *_apart(typed, absent, question, backend, has_offer=any(map(_is_offer, offers))),
        *_scope(typed, question, backend),
        *_exactness(typed, question, backend),
    ]
    is_of_words = isinstance(typed, Run) and all(isinstance(c, Typed) for c in typed.children)
    lacking = "all of these words" if is_of_words else typed
    return found or [Advice(f"no paragraph has {lacking}")]


def _read(query: str) -> Node | None:
    """Return the tree of words that were not typed as a query, if they are one."""
    try:
        return parse(query)
    except QueryError:
        return None


def _total(typed: Node, question: Question, backend: Backend) -> int:
    return backend.search(resolve(typed, question, backend), limit=0).total


def _is_absent(leaf: Typed, typed: Node, question: Question, backend: Backend) -> bool:
    """Return whether no text has a leaf of `typed`, the tree of a question that has no hit."""
    is_all_asked = leaf == typed and question.scope == EVERYTHING and not question.exact
    return is_all_asked or not _total(leaf, EVERYWHERE, backend)


def _advice(reason: str, query: str | None, question: Question, backend: Backend) -> Advice:
    """Return an advice that offers `query` in the scope of `question`, if it finds something."""
    typed = _read(query) if query else None
    if typed is None or not _total(typed, question, backend):
        return Advice(reason)
    return Advice(reason, query, _options(question))


def _habit(question: Question, backend: Backend) -> tuple[Habit, int] | None:
    """Return what of a question is written as elsewhere, and how many records that finds here."""
    found = habit(question.query)
    try:
        return found and (found, _total(parse(found.query), question, backend))
    except (QueryError, UnknownNameError):
        return None


def meaning(question: Question, *, backend: Backend) -> tuple[str, str, int] | None:
    """Return why a question with hits may mean another, that query, and the number of its hits.

    It has operators written as elsewhere, or words that no text has.
    """
    found = _habit(question, backend)
    if found and found[1]:
        return (*found[0], found[1])
    typed = parse(question.query)
    slips, _ = _unknown(typed, question, backend)
    offers = filter(_is_offer, _misspelt(slips, typed, question, backend))
    for reason, query, _ in list(offers)[-1:]:
        if query:
            meant = question._replace(query=query)
            return reason, query, search(meant, backend=backend, limit=0).total
    return None


def _is_offer(advice: Advice) -> bool:
    return advice.query is not None


def _names(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which names no text has, and which names are near them."""
    for name in missing_names(resolve(typed, question, backend)):
        if close := near_names(name, backend):
            named = ", ".join(f"{written} ({number})" for written, number in close)
            reason = f"no text has this name; the nearest: {named}"
            yield _advice(reason, f'"{close[0][0]}"', question, backend)


def _acronyms(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which acronyms no text has that are another word there."""
    vocabulary = backend.vocabulary
    if is_shouted(typed, vocabulary):
        return
    for leaf in leaves(typed):
        if not isinstance(leaf, Typed) or leaf.form not in ("word", "phrase"):
            continue
        for token in tokenize(leaf.text, shouted=False):
            if token.acronym and ACRONYM_MARK + token.norm not in vocabulary:
                form = leaf.text[token.start : token.end]
                if number := vocabulary.frequency(token.norm):
                    word = _written(token.norm, backend)
                    word = token.norm if word == form else word
                    has = f"the word {word} is in {numbered(number, 'paragraph')}"
                    query = question.query.replace(form, word)
                    reason = f"no text has the acronym {form}; {has}"
                    yield _advice(reason, query, question, backend)


def _files(question: Question) -> Iterator[Advice]:
    """Say what is asked of a file, where its name was typed for a query."""
    if re.fullmatch(rf"\S+\.({_SUFFIXES})", question.query.strip(), re.IGNORECASE):
        file = shlex.quote(question.query.strip())
        yield Advice(
            f"a query was expected here, not a file; its quotations: wp8 locate --draft {file};"
            f" to take it into the corpus: wp8 add {file}"
        )


def _within(typed: Node, question: Question, backend: Backend) -> Callable[[Node], Node]:
    """Return what makes a resolved tree one of what the filters of a question leave.

    They are its scope and the fields that it has beside its words.
    """
    conditions = [*question.scope.conditions(), *_fields(typed)]
    if not conditions and not question.scope.quotes:
        return lambda tree: tree
    filters = [resolve(each, EVERYWHERE, backend) for each in conditions]
    return lambda tree: layered(And((tree, *filters)) if filters else tree, question.scope)


def _fields(node: Node) -> Iterator[Node]:
    """Yield the parts of a query that choose records by fields alone, each of which must hold."""
    parts = node.children if isinstance(node, And) else (node,)
    for part in parts:
        if isinstance(part, And):
            yield from _fields(part)
        elif _is_of_fields(part):
            yield part


def _is_of_fields(node: Node) -> bool:
    if isinstance(node, Group):
        return all(map(_is_of_fields, node.children))
    return isinstance(node.child if isinstance(node, Not) else node, Field)


def _number(typed: Node, question: Question, backend: Backend) -> Callable[[str], int]:
    """Return what tells how many records that the filters of a question leave have a word."""
    within = _within(typed, question, backend)
    anything = Phrase(((("",),),))
    if within(anything) == anything:
        return backend.vocabulary.frequency
    return lambda norm: backend.search(within(Phrase((((norm,),),))), limit=0).total


def _unknown(
    typed: Node, question: Question, backend: Backend
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the words that no text has: those that may be slips, for what, and the others.

    The others are by their norms, as they were typed.
    """
    vocabulary = backend.vocabulary
    empty = QUESTION_WORDS if is_question(question.query) else frozenset[str]()
    unknown = {
        token.norm: leaf.text[token.start : token.end]
        for leaf in leaves(typed)
        if isinstance(leaf, Typed) and leaf.form in ("word", "phrase")
        for token in tokenize(leaf.text)
        if not has_syllables(token.norm) and token.norm not in empty
        if token.norm not in vocabulary and not vocabulary.forms(token.norm)
    }
    number = _number(typed, question, backend)
    near = {norm: _near(norm, vocabulary, number) for norm in islice(unknown, _MOST_PARTS)}
    slips = {unknown[norm]: words for norm, words in near.items() if words}
    return slips, {norm: form for norm, form in unknown.items() if not near.get(norm)}


def _misspelt(
    slips: Mapping[str, Sequence[str]], typed: Node, question: Question, backend: Backend
) -> Iterator[Advice]:
    """Say which words no text has that are near others; the last query mends them all."""
    query = question.query
    number = _number(typed, question, backend)
    for form, near in slips.items():
        close = [(_written(word, backend), number(word)) for word in near]
        named = ", ".join(f"{written} ({number})" for written, number in close)
        query = _with(query, form, close[0][0])
        reason = f"no text has the word {form}; did you mean {named}?"
        yield _advice(reason, query, question, backend)


def _lacking(forms: Sequence[str]) -> str:
    """Return what says that no text has some words."""
    if len(forms) == 1:
        return f"no text has the word {forms[0]}"
    return f"no text has the words {and_more(forms, _MOST_PARTS)}"


def _near(norm: str, vocabulary: Vocabulary, number: Callable[[str], int]) -> list[str]:
    """Return the words that `norm` may be a slip for, or is another form of.

    A word that there is seldom is a slip; a text of no known language has no other forms. Who has
    no umlauts types Aerzte, and what nothing is near may begin a longer word. Each is there by its
    `number`.
    """

    def often(forms: Iterable[str]) -> list[str]:
        by_frequency = sorted(forms, key=vocabulary.frequency, reverse=True)
        return list(islice(filter(number, by_frequency[:_MOST_PARTS]), _LOOKED_AT))

    if forms := [word for word in led(norm) if word in vocabulary]:
        return often(forms)
    if (bare := _UMLAUT.sub(r"\1", norm)) != norm:
        forms = [word for word in {bare, *vocabulary.forms(bare)} if word in vocabulary]
        if forms:
            return often(sorted(forms))
    if len(norm) < _SHORTEST_WORD or not norm.isalpha():
        return []
    lexemes = set(english(norm))
    begun = vocabulary.starting(norm[:_SHORTEST_BEGINNING])
    if forms := [word for word in begun if lexemes.intersection(english(word))]:
        return often(forms)
    most = SWAP if norm in FUNCTION_WORDS or is_english(norm) else None
    # All words of a large corpus would take long: few slips are in the first letter, and of those
    # many put it second.
    known = chain.from_iterable(map(vocabulary.starting, dict.fromkeys(norm[:2])))
    near = nearest(norm, known, frequency=vocabulary.frequency, most=most, is_there=number)
    longer = vocabulary.starting(norm) if len(norm) >= _SHORTEST_PART else ()
    return near or often(longer)


def _written(norm: str, backend: Backend) -> str:
    """Return `norm` as the texts mostly write it."""
    if norm in FUNCTION_WORDS:
        return norm
    ids = backend.search(Phrase((((norm,),),)), limit=_LOOKED_AT).ids
    texts = [record.text for record in backend.records(ids)]
    forms = [
        text[token.start : token.end]
        for text in texts
        for token in tokenize(text)
        if token.norm == norm
    ]
    return max(sorted(forms, reverse=True), key=forms.count, default=norm)


def _with(query: str, form: str, word: str) -> str:
    """Return `query` with `word` wherever it has `form` as a word."""
    return re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", lambda _: word, query)


def _compounds(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which word of several parts no text has, and what the word without them finds."""
    whole = (leaf for leaf in leaves(typed) if isinstance(leaf, Typed) and leaf.form == "word")
    for leaf in islice(whole, _MOST_PARTS):
        if has_syllables(leaf.text):
            continue
        tokens = [leaf.text[token.start : token.end] for token in tokenize(leaf.text)]
        known = all(map(backend.vocabulary.__contains__, map(normalize, tokens)))
        if len(tokens) == 1 or not known or not _is_absent(leaf, typed, question, backend):
            continue
        bare = " ".join(tokens[:-1] if tokens[-1] == "s" else tokens)
        reason = f"no text has {_bare(leaf)}"
        if (read := _read(bare)) and (total := _total(read, question, backend)):
            reason += f"; {bare} finds {numbered(total, 'paragraph')}"
        yield _advice(reason, _with(question.query, leaf.text, bare), question, backend)


def _syllables(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which word of syllables no text has, and what is near it, or its longest beginning."""
    of_syllables = (
        leaf for leaf in leaves(typed) if isinstance(leaf, Typed) and has_syllables(leaf.text)
    )
    within = _within(typed, question, backend)
    for leaf in islice(of_syllables, _MOST_PARTS):
        if not _is_absent(leaf, typed, question, backend):
            continue
        if close := near_hangul(leaf.text, backend, within):
            nearby = question.query.replace(leaf.text, close[0])
            reason = f"no text has {leaf.text}; did you mean {', '.join(close)}?"
            yield _advice(reason, nearby, question, backend)
            continue
        start = _longest_beginning(leaf.text, backend)
        query = question.query.replace(leaf.text, start) if start else None
        yield _advice(f"no text has {leaf.text}", query, question, backend)


def _longest_beginning(text: str, backend: Backend) -> str | None:
    """Return the longest beginning of a word that a text has; None if that is not half of it."""
    shortest = max(_SHORTEST_BEGINNING, (len(text) + 1) // 2)
    ends = range(shortest, min(len(text) - 1, _LONGEST_BEGINNING) + 1)

    def is_absent(end: int) -> bool:
        return not _total(Typed("word", text[:end].rstrip()), EVERYWHERE, backend)

    # Where a beginning is, the shorter ones are.
    if not ends or not any(tokenize(text[:shortest])) or is_absent(shortest):
        return None
    return text[: ends[bisect(ends, False, key=is_absent) - 1]].rstrip()


def _patterns(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say which wildcards and fuzzy words no word matches, and what wider ones would."""
    for leaf in leaves(typed):
        if not isinstance(leaf, Typed) or leaf.form not in ("wildcard", "fuzzy", "regex"):
            continue
        if not _is_absent(leaf, typed, question, backend):
            continue
        wider = _wider(leaf, backend)
        # comrade~ is comrade~1.
        asked = str(leaf) if str(leaf) in question.query else str(leaf).removesuffix("1")
        query = question.query.replace(asked, wider) if wider else None
        reason = f"no word matches {leaf}"
        if leaf.form == "regex" and re.search(r"[(\[][^)\]]*-", leaf.text):
            reason += "; a hyphen joins the parts of a word where it stands outside ( ) and [ ]"
        if wider == f"/{leaf.text}/":
            reason += ", where ? is one letter"
            if (read := _read(query or "")) and (total := _total(read, question, backend)):
                reason += f"; {query} finds {numbered(total, 'paragraph')}"
        yield _advice(reason, query, question, backend)


def _wider(leaf: Typed, backend: Backend) -> str | None:
    """Return a wildcard, a pattern or a fuzzy word that may match where `leaf` does not."""
    if leaf.form == "fuzzy" and leaf.distance == 1 and len(leaf.text) > _SHORTEST_WORD:
        return f"{leaf.text}~2"
    if leaf.form == "wildcard" and re.fullmatch(r"(?:[\w'-]+\?)+[\w'-]*", leaf.text):
        return f"/{leaf.text}/"
    if leaf.form != "wildcard" or not leaf.text.endswith("*"):
        return None
    longest = min(len(leaf.text) - 2, _LONGEST_BEGINNING)
    wider = (f"{leaf.text[:end].rstrip('*')}*" for end in range(longest, _SHORTEST_WORD - 1, -1))
    return next((each for each in wider if _total(parse(each), EVERYWHERE, backend)), None)


def _apart(
    typed: Node,
    absent: Mapping[str, str],
    question: Question,
    backend: Backend,
    *,
    has_offer: bool,
) -> Iterator[Advice]:
    """Say which words no text has, and what is found without them, or by each part alone."""
    reason = _lacking(list(absent.values())) if absent else ""
    if has_offer:
        yield from (Advice(reason),) if reason else ()
        return
    anywhere = _in_any_sentence(typed)
    if anywhere != typed and (total := _total(anywhere, question, backend)):
        reason = f"in one paragraph, but not in one sentence: {numbered(total, 'paragraph')}"
        yield Advice(reason, str(anywhere), _options(question))
        return
    parts = _parts(typed, _function_words(backend)) if isinstance(typed, Group) else []
    present = [part for part in parts if not _has_any(part, absent)]
    rest = _without(lambda leaf: _has_any(leaf, absent), typed) if present and reason else None
    if rest and rest != typed and (total := _total(rest, question, backend)):
        pronoun = "it" if len(absent) == 1 else "them"
        reason += f"; without {pronoun}: {numbered(total, 'paragraph')}"
        yield Advice(reason, str(rest), _options(question))
        return
    if reason:
        yield Advice(reason)
    yield from _alone(present, question, backend)


def _has_any(node: Node, norms: Collection[str]) -> bool:
    """Return whether a leaf as typed has one of some words."""
    return isinstance(node, Typed) and any(token.norm in norms for token in tokenize(node.text))


def _parts(typed: Node, function_words: Collection[str]) -> list[Typed]:
    """Return the words and phrases of a query, but function words."""
    return [
        leaf
        for leaf in leaves(typed)
        if isinstance(leaf, Typed) and normalize(leaf.text) not in function_words
    ]


def _function_words(backend: Backend) -> frozenset[str]:
    """Return the function words of English and of the languages of the texts."""
    from wp8.words.languages import function_words

    prefix = "language:"
    facets = (facet for facet in backend.vocabulary.facets() if facet.startswith(prefix))
    return (FUNCTION_WORDS | QUESTION_WORDS).union(
        *(function_words(f.removeprefix(prefix)) for f in facets)
    )


def _alone(parts: Sequence[Typed], question: Question, backend: Backend) -> Iterator[Advice]:
    """Say what each of some parts finds alone."""
    if len(parts) < 2 or len(parts) > _MOST_PARTS:  # noqa: PLR2004
        return
    totals = {_bare(part): _total(part, question, backend) for part in parts}
    named = ", ".join(f"{part} {total or 'none'}" for part, total in totals.items())
    found = [part for part, total in totals.items() if total]
    if not found:
        return
    # What was read as one name may stand in a paragraph without being one.
    ways = [sign.join(found) for sign in (" ", " AND ", " OR ")]
    query = next((way for way in ways if _total(parse(way), question, backend)), None)
    yield _advice(f"paragraphs with each part alone: {named}", query, question, backend)


def _in_any_sentence(node: Node) -> Node:
    if isinstance(node, InSentence):
        return _in_any_sentence(node.children[0])
    if isinstance(node, Group):
        return type(node)(tuple(map(_in_any_sentence, node.children)))
    return Not(_in_any_sentence(node.child)) if type(node) is Not else node


def _bare(leaf: Typed) -> str:
    """Return a leaf as one types it, without the punctuation after a word."""
    return leaf.text.rstrip(",;:!") if leaf.form == "word" else str(leaf)


def _scope(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say how many hits the scope and the fields exclude."""
    bare = _without(lambda leaf: isinstance(leaf, Field), typed)
    if bare is None or (bare == typed and question.scope == EVERYTHING):
        return
    everywhere = question._replace(scope=EVERYTHING)
    if total := _total(bare, everywhere, backend):
        kinds = question.scope.kinds
        is_of_kinds = bare == typed and question.scope == EVERYTHING._replace(kinds=kinds)
        reason = (
            f"of kinds other than {' and '.join(kinds)}: {numbered(total, 'record')}"
            if is_of_kinds
            else f"the filters exclude {numbered(total, 'paragraph')}"
        )
        yield Advice(reason, str(bare), _options(everywhere))


def _exactness(typed: Node, question: Question, backend: Backend) -> Iterator[Advice]:
    """Say what is found by other forms of the words, or by the words not in a row."""
    inexact = question._replace(exact=False)
    if question.exact and (total := _total(typed, inexact, backend)):
        reason = f"without --exact: {numbered(total, 'paragraph')}"
        yield Advice(reason, question.query, _options(inexact))
    loose = _unquoted(typed)
    if loose != typed and (total := _total(loose, question, backend)):
        yield Advice(
            f"with the words in other forms or places: {numbered(total, 'paragraph')}",
            str(loose),
            _options(question),
        )


def _options(question: Question) -> str:
    scope = question.scope
    named = {"--doc": scope.documents, "--section": scope.sections, "--kind": scope.kinds}
    typed = [f" {name} {shlex.quote(value)}" for name, values in named.items() for value in values]
    typed += [f" --quotes {scope.quotes}"] if scope.quotes else []
    typed += [f" --where {shlex.quote(query)}" for query in scope.where]
    return "".join(typed) + (" --exact" if question.exact else "")


def _without(is_left_out: Callable[[Node], bool], node: Node) -> Node | None:
    """Return `node` without some leaves; None if it then asks for nothing to be there."""
    if is_left_out(node):
        return None
    if not isinstance(node, Group):
        return node
    children = tuple(c for each in node.children if (c := _without(is_left_out, each)) is not None)
    if not any(not isinstance(child, Not) for child in children):
        return None
    is_one = len(children) == 1 and not isinstance(node, InSentence)
    return children[0] if is_one else type(node)(children)


def _unquoted(node: Node) -> Node:
    """Return `node` with its phrases as words that stand anywhere in a paragraph."""
    if isinstance(node, Group):
        return type(node)(tuple(_unquoted(child) for child in node.children))
    if isinstance(node, Typed) and node.form == "phrase":
        norms = {token.norm for token in tokenize(node.text)}
        return node if norms <= FUNCTION_WORDS else _read(node.text) or node
    return node
