"""From words as typed to tokens of the corpus: a typed tree gives a resolved tree.

What a reader would call the same word is found here, as alternatives per slot: never by a second
field of the index, so that every engine gives the same answers.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, compress, islice, product
from operator import not_
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.query.language.named import field_name, is_pattern, named, no_field, no_such
from wp8.query.language.names import LONGEST_NAME, POSSESSIVE, Names, is_genitive
from wp8.query.language.parser import FIELDS
from wp8.query.language.runs import glued, plain_words
from wp8.query.record_view import section_key
from wp8.query.tree import (
    And,
    Field,
    Filter,
    Forms,
    Group,
    InSentence,
    Maybe,
    Not,
    Or,
    Phrase,
    Run,
    Typed,
)
from wp8.words.characters import has_syllables, in_other_kana
from wp8.words.hangul import initial_variants, is_syllable, without_particle
from wp8.words.tokens import (
    ACRONYM_MARK,
    ACRONYMS,
    APART,
    DOTTED,
    FUNCTION_WORDS,
    GOES_ON,
    HYPHEN,
    PARTICLES,
    is_word_term,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Catalogue, Vocabulary
    from wp8.query.language.persons import Persons
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Alternative, Node, Slot
    from wp8.words.tokens import Token

_MOST_SPELLINGS: Final = 64
_MANY: Final = 20
_PAIR: Final = 2
_LONG_ACRONYM: Final = 5
_STEM: Final = 2
# So many records are read to see whether a word stands in names.
_MOST_READ: Final = 20


class Reading(NamedTuple):
    """What was made of a typed word beyond its letters: `how`, and the other `forms` searched."""

    typed: str
    how: str
    forms: tuple[str, ...]


class Expander:
    """Resolves typed leaves over one vocabulary; `exact` compares words as written.

    `places` yields the records of a resolved tree, and `texts` returns records: they tell which
    words are one name. `catalogue` gives what is said of documents, and `named_as` returns the
    values of facets as the texts write them.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        exact: bool = False,
        places: Callable[[Node], Iterable[tuple[str, Sequence[Stretch]]]] | None = None,
        texts: Callable[[Iterable[str]], Sequence[Record]] | None = None,
        catalogue: Callable[[], Catalogue] | None = None,
        named_as: Callable[[Sequence[str]], Sequence[str]] | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.names = Names(vocabulary)
        self._places = places
        self._texts = texts
        self._catalogue = catalogue
        self._named_as = named_as
        self.exact = exact
        self._readings: dict[Reading, None] = {}
        self._leaves: dict[Typed, Node] = {}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was made of the words so far."""
        return tuple(self._readings)

    def expand(self, tree: Node) -> Node:
        """Return `tree` with every leaf resolved.

        Raises:
            UnknownNameError: If a field asks for a value that no record has.
            QueryError: If a wildcard or a pattern matches too many words.
        """
        tree = self._as_text(tree)
        self.names.shouted = is_shouted(tree, self.vocabulary)
        return _without_genitives(self._node(tree))

    def _node(self, node: Node) -> Node:
        if isinstance(node, Run):
            return self._run(node)
        if isinstance(node, Group):
            return type(node)(tuple(self._node(child) for child in node.children))
        if isinstance(node, Not):
            return Not(self._node(node.child))
        if isinstance(node, Field):
            return self._filter(node)
        if not isinstance(node, Typed):
            return node
        persons = self._persons((node,))
        return (persons and persons.alone(node)) or self._leaf(node)

    # Leaves

    def _leaf(self, typed: Typed) -> Node:
        if typed not in self._leaves:
            self._leaves[typed] = self._resolved(typed)
        return self._leaves[typed]

    def _resolved(self, typed: Typed) -> Node:
        if typed.form == "phrase" and typed.distance is not None and not typed.is_pattern:
            return self._near(typed)
        phrase = self._phrase(typed)
        is_word = typed.form == "word" and not self.exact and len(phrase.slots) == 1
        return self._outside_names(phrase) if is_word else phrase

    def _phrase(self, typed: Typed) -> Phrase:
        if typed.is_pattern:
            from wp8.query.language.patterns import resolve_pattern

            return resolve_pattern(typed, self.vocabulary)
        tokens = self._tokens(typed)
        if self.exact:
            return self._as_written(tokens)
        barred = self._barred(token for token in tokens if token.norm in FUNCTION_WORDS)
        if typed.form == "phrase":
            return Phrase(
                tuple(self.names.joined(tokens, quoted=True)), is_typed=True, barred=barred
            )
        if has_syllables(tokens[-1].norm):
            return Phrase((self._syllables(tokens),), is_typed=True)
        if len(tokens) > 1:
            slots = self._ending(list(self.names.joined(tokens)), tokens[-1])
            whole = Phrase(slots, is_typed=True, barred=barred)
            if len(tokens) > _PAIR or not is_genitive(tokens) or self._occurs(whole):
                return whole
            self._note(typed.text, "without its genitive", (tokens[0].norm,))
        return Phrase((self._word(tokens[0]),), is_typed=True, barred=barred)

    def _near(self, typed: Typed) -> Node:
        """Return words near each other; what the corpus has as one word may be that one, too."""
        tokens = self._tokens(typed)
        each = Phrase(tuple(map(self.names.quoted, tokens)), typed.distance, is_typed=True)
        joined = list(self.names.joined(tokens, quoted=True))
        if len(joined) == len(tokens):
            return each
        as_one = tuple(slot[1:] if len(slot[0]) > 1 else slot for slot in joined)
        return Or((each, Phrase(as_one, typed.distance)))

    def _ending(self, slots: list[Slot], last: Token) -> tuple[Slot, ...]:
        """Return the slots of a compound, its last member with its other forms: `policy-maker`.

        They begin like it: of Jo Yong-won, `win` is no form.
        """
        if last.joint == HYPHEN and last.norm not in FUNCTION_WORDS:
            others = [
                (*typed[:-1], form)
                for typed in slots[-1]
                for form in self.vocabulary.forms(typed[-1])
                if form.startswith(typed[-1][:_STEM])
            ]
            slots[-1] = tuple(dict.fromkeys((*slots[-1], *others)))
        return tuple(slots)

    def _as_written(self, tokens: Sequence[Token]) -> Phrase:
        """Return the phrase of whole words with these joints and points, and no other form."""
        slots = tuple((self.names.plain(token),) for token in tokens)
        joints = tuple(t.joint + DOTTED * (t.acronym == DOTTED) for t in tokens)
        return Phrase(slots, joints=joints, barred=self._barred(tokens))

    def _barred(self, tokens: Iterable[Token]) -> tuple[str, ...] | None:
        """Return the acronyms that `tokens` in small letters do not mean: us is not US."""
        if self.names.shouted:
            return None
        marks = dict.fromkeys(ACRONYM_MARK + t.norm for t in tokens if not t.acronym)
        return tuple(filter(self.vocabulary.__contains__, marks)) or None

    def _outside_names(self, phrase: Phrase) -> Node:
        """Return the phrase of a word so that no form of another stem is found in somebody's name.

        Of `win`, `won` is a form, but not that of Jo Yong-won.
        """
        (slot,) = phrase.slots
        stem = slot[0][0][:_STEM]
        others = [x for x in slot[1:] if len(x) == 1 and not x[0].startswith(stem)]
        tied = tuple(form for form in others if self._is_tied_to_names(form))
        found = self._by_language(replace(phrase, slots=(tuple(x for x in slot if x not in tied),)))
        if not tied:
            return found
        barred = (*(phrase.barred or ()), GOES_ON)
        return Forms((found, replace(phrase, slots=(tied,), barred=barred, is_typed=False)))

    def _is_tied_to_names(self, form: Alternative) -> bool:
        """Return whether a hyphen ties a form to a part of names somewhere."""
        if self._places is None or self._texts is None:
            return False
        phrase = Phrase(((form,),), borders=(GOES_ON, ""))
        for id_, stretches in islice(self._places(phrase), _MOST_READ):
            (record,) = self._texts((id_,))
            tokens = {token.position: token for token in tokenize(record.text)}
            for place, _ in stretches:
                is_tied = tokens[place].joint == HYPHEN
                if is_tied and self.vocabulary.is_name(tokens[place - 1].norm):
                    return True
        return False

    def _by_language(self, phrase: Phrase) -> Node:
        """Return the phrase of a word and its forms so that each counts in its own language.

        Of the German `die`, `dies` is no form, although it is one in the English texts beside it.
        """
        (slot,) = phrase.slots
        norm = slot[0][0]
        if not (by_language := self.vocabulary.forms_apart(norm)):
            return phrase
        others = {(form,) for forms in by_language.values() for form in forms if form != norm}
        readings: list[Node] = []
        for language, forms in (*by_language.items(), ("", ())):
            own = tuple(x for x in slot if x not in others or x[0] in forms)
            filters = tuple(f"language:{name}" for name in by_language if language in ("", name))
            within = Filter(filters) if language else Not(Filter(filters))
            readings.append(And((replace(phrase, slots=(own,)), within)))
        return Or(tuple(readings))

    def _tokens(self, typed: Typed) -> list[Token]:
        """Return the tokens of a leaf, those that are folded noted."""
        tokens = list(tokenize(typed.text, shouted=False))
        for token in tokens:
            form = typed.text[token.start : token.end]
            self._note(form, "folded", () if form.casefold() == token.norm else (token.norm,))
        return tokens

    def _word(self, token: Token) -> Slot:
        """Return the alternatives of a word typed alone: its forms, and itself as two words."""
        if self.names.is_acronym(token):
            self._note(token.norm.upper(), "the acronym, not the word", ())
            return (self.names.plain(token),)
        forms = [form for form in self.vocabulary.forms(token.norm) if form != token.norm]
        self._note(token.norm, "other forms", forms)
        apart = self._standing(self.names.apart(token.norm))
        self._note(token.norm, "written apart", map(" ".join, apart))
        return (self.names.plain(token), *((form,) for form in forms), *apart)

    def _standing(self, pairs: Sequence[Alternative]) -> Sequence[Alternative]:
        """Return those of some pairs of words that a text has in a row."""
        return [pair for pair in pairs if self._occurs(Phrase(((pair,),)))]

    def _occurs(self, phrase: Phrase) -> bool:
        """Return whether a text has `phrase`; it may, if nobody can be asked."""
        return self._places is None or any(True for _ in self._places(phrase))

    # Hangul and kana

    def _syllables(self, tokens: Sequence[Token]) -> Slot:
        """Return the spellings of a word in Hangul, with its particle and without, or in kana."""
        norms = [token.norm for token in tokens]
        if not any(map(is_syllable, norms)):
            return self._kana(norms)
        options = [
            [norm, *filter(self.vocabulary.__contains__, initial_variants(norm))]
            if len(norms) > 1 and is_syllable(norm)
            else [norm]
            for norm in norms
        ]
        found = [tuple(norms)]
        size = 1
        for option in options:
            size *= len(option)
        if size <= _MOST_SPELLINGS:
            found = list(product(*options))
        bare = [tuple(word) for spelling in found for word in without_particle(spelling)]
        self._note("".join(norms), "northern and southern spellings", map("".join, found[1:]))
        self._note("".join(norms), "without its particle", map("".join, bare))
        return tuple(dict.fromkeys((*found, *bare)))

    def _kana(self, norms: Sequence[str]) -> Slot:
        """Return a word of syllables, and if it is in kana alone its other spelling."""
        spellings = in_other_kana("".join(norms))
        found = [tuple(each) for each in spellings if all(map(self.vocabulary.__contains__, each))]
        self._note("".join(norms), "in other kana", map("".join, found))
        return (tuple(norms), *found)

    # Words typed one after the other

    def _run(self, run: Run) -> Node:
        children = list(self._names(glued(run.children)))
        if len(children) > _MANY:
            # Words that a long query repeats do not change what it finds.
            children = list(dict.fromkeys(children))
        optional = list(map(self._is_function_word, children))
        contents = compress(children, map(not_, optional))
        if self.exact or not any(isinstance(child, (Typed, Phrase, Group)) for child in contents):
            optional = [False] * len(children)
        nodes = [
            Maybe(self._node(child)) if is_optional else self._node(child)
            for child, is_optional in zip(children, optional, strict=True)
        ]
        return Run(tuple(nodes)) if len(nodes) > 1 else nodes[0]

    def _names(self, children: Sequence[Node]) -> Iterator[Node]:
        """Yield the parts of a run; words that the corpus writes as one become alternatives."""
        if self.exact:
            yield from children
            return
        if persons := self._persons(children):
            children = list(persons.read(children, self._phrase))
        place = 0
        while place < len(children):
            words = plain_words(children[place : place + LONGEST_NAME])
            length, solid = self.names.solid(words) or (0, "")
            pair = words[: _PAIR if length <= _PAIR else 0]
            if len(pair) == _PAIR and self._is_compound(*pair, also_open=bool(solid)):
                hyphened = HYPHEN.join(map(str, children[place : place + 2]))
                self._note(hyphened.replace(HYPHEN, " "), "as a compound", (hyphened,))
                yield Typed("word", hyphened)
                place += 2
            elif solid:
                parts = children[place : place + length]
                both = (words[0].norm, solid) if solid.startswith(HYPHEN) else (solid,)
                self._note(" ".join(map(str, parts)), "written as one", ("".join(both),))
                words_apart = Run(tuple(self._node(part) for part in parts))
                yield Forms((words_apart, Phrase(((both,),))))
                place += length
            else:
                yield children[place]
                place += 1

    def _is_compound(self, first: Token, second: Token, *, also_open: bool) -> bool:
        """Return whether most records that have both of two words have them with a hyphen.

        Or with a blank, if that is `also_open`.
        """
        pair = (first.norm, second.norm)
        known = all(norm in self.vocabulary and norm not in FUNCTION_WORDS for norm in pair)
        if not known or self._places is None:
            return False
        slots = tuple(((norm,),) for norm in pair)
        one = Phrase(((pair,),)) if also_open else Phrase(slots, joints=(APART, HYPHEN))
        compounds = sum(1 for _ in self._places(one))
        if not compounds:
            return False
        both = And(tuple(Phrase((slot,)) for slot in slots))
        return sum(1 for _ in self._places(both)) <= 2 * compounds

    def _persons(self, children: Iterable[Node]) -> Persons | None:
        """Return what reads names if one of the words may be a part of one."""
        words = [c for c in children if isinstance(c, Typed) and c.form == "word"]
        norms = {token.norm for word in words for token in self._tokens(word)}
        vocabulary = self.vocabulary
        if self.exact or not any(vocabulary.is_capital(n) or n not in vocabulary for n in norms):
            return None
        from wp8.query.language.persons import Persons

        return Persons(self.names, self._places or (lambda _: ()), self._texts or (lambda _: ()))

    def _is_function_word(self, node: Node) -> bool:
        if not (isinstance(node, Typed) and node.form == "word"):
            return False
        (token, *others) = tokenize(node.text, shouted=False)
        return not others and token.norm in FUNCTION_WORDS and not self.names.is_acronym(token)

    def _filter(self, field: Field) -> Filter:
        """Return the filter of a typed field, its value checked against the corpus.

        Of a field of documents, it is these: nobody else knows what is said of them.
        """
        if field.name not in FIELDS.values():
            return Filter(tuple(f"document:{each}" for each in sorted(self._having(field))))
        value = section_key(field.value)
        facets = self.vocabulary.facets()
        labels = tuple(f"{field.name}{suffix}:" for suffix in ("", "_id"))
        known = [facet for facet in facets if facet.startswith(labels)]
        if having := [x for label in labels for x in named(f"{label}{value}", known)]:
            return Filter(tuple(having))
        shown = [facet.removeprefix(labels[0]) for facet in known if facet.startswith(labels[0])]
        raise no_such(field.name, field.value, shown, self._written(labels[0]))

    def _written(self, label: str) -> Callable[[Sequence[str]], Sequence[str]]:
        named_as = self._named_as
        return (lambda keys: named_as([f"{label}{key}" for key in keys])) if named_as else list

    def _having(self, field: Field) -> Collection[str]:
        if self._catalogue is None:
            raise no_field(field.name, field.value, ())
        return self._catalogue().having(field)

    def _as_text(self, node: Node) -> Node:
        """Return a typed tree with those fields as words that only look like fields: COVID-19:x."""
        if isinstance(node, Group):
            return type(node)(tuple(map(self._as_text, node.children)))
        if isinstance(node, Not):
            return Not(self._as_text(node.child))
        if not isinstance(node, Field) or node.name.isalpha():
            return node
        if self._catalogue and field_name(node.name) in self._catalogue().names:
            return node
        return Typed("wildcard" if is_pattern(node.value) else "word", node.as_text)

    def _note(self, typed: str, how: str, forms: Iterable[str]) -> None:
        reading = Reading(typed, how, tuple(forms))
        if reading.forms or "not" in how:
            self._readings[reading] = None


def _without_genitives(node: Node) -> Node:
    """Return a resolved tree in which of worker's, where a form stands in it, the worker is found.

    In a run the genitive ties the word to the next: Peoples Army finds the People's Army.
    """
    if isinstance(node, Group) and not isinstance(node, Run):
        return type(node)(tuple(map(_without_genitives, node.children)))
    if isinstance(node, Phrase) and node.is_typed and len(node.slots) == 1:
        (slot,) = node.slots
        kept = tuple(x for x in slot if x[1:] != (POSSESSIVE,) or x[:1] not in slot)
        return node if kept == slot else replace(node, slots=(kept,))
    return node


def simplified(node: Node, vocabulary: Vocabulary) -> Node:
    """Return a resolved tree without what changes no answer, but would be asked of each record.

    That are parts that are there twice, and alternatives and exclusions of what no text has. In a
    run it matters what stands beside what: there parts may be repeated.
    """
    if not isinstance(node, Group):
        return node
    children = tuple(simplified(child, vocabulary) for child in node.children)
    if not isinstance(node, Run):
        children = tuple(dict.fromkeys(children))
    if isinstance(node, Or):
        kept = tuple(child for child in children if _may_occur(child, vocabulary))
        if isinstance(node, Forms) and kept[:1] != children[:1]:
            node = Or(kept)
        children = kept or children[:1]
    if isinstance(node, And):
        kept = tuple(child for child in children if not _is_idle(child, vocabulary))
        children = kept or children[:1]
    has_meaning = len(children) > 1 or isinstance(node, InSentence)
    return type(node)(children) if has_meaning else children[0]


def _is_idle(node: Node, vocabulary: Vocabulary) -> bool:
    return type(node) is Not and not _may_occur(node.child, vocabulary)


def _may_occur(node: Node, vocabulary: Vocabulary) -> bool:
    """Return whether a text can match a resolved tree: it has the words for that."""
    if isinstance(node, Phrase):
        return all(
            any(
                all(term in vocabulary or not is_word_term(term) for term in alternative)
                for alternative in slot
            )
            for slot in node.slots
        )
    if isinstance(node, Group):
        decide = any if isinstance(node, Or) else all
        return decide(_may_occur(child, vocabulary) for child in node.children)
    return not isinstance(node, Filter) or bool(node.facets)


def is_shouted(tree: Node, vocabulary: Vocabulary) -> bool:
    """Return whether a query of several words in a row is all of capitals: they mean nothing.

    In a row of acronyms they mean something: US EU.
    """
    rows = list(_rows(tree))
    if not any(len(row) > 1 for row in rows):
        return False
    norms = [word.lower().replace(".", "") for row in rows for word in row if word.isupper()]
    if len(norms) < sum(map(len, rows)):
        return False
    return not (ACRONYMS - PARTICLES).intersection(norms) or not all(
        norm in ACRONYMS
        or (
            len(norm) <= _LONG_ACRONYM
            and vocabulary.is_capital(norm)
            and not vocabulary.is_name(norm)
        )
        for norm in norms
    )


def _rows(node: Node) -> Iterator[list[str]]:
    """Yield the words that were typed one after the other."""
    if isinstance(node, Run):
        yield [word for child in node.children for row in _rows(child) for word in row]
    elif isinstance(node, Group):
        yield from chain.from_iterable(map(_rows, node.children))
    elif isinstance(node, Typed):
        yield node.text.split()
