"""The forms of each lexeme of a corpus: a table made with the index, so that a search loads none.

Files of lines, each a name, a tab and words with blanks between. `lexemes` has the lemma and then
the lexemes (`wp8.words.lexemes`) of each token, in the languages of the texts in which it stands;
and under `:` those languages of the corpus of which words have lexemes. `forms` has the tokens of
each lexeme, each after the kinds of word that it is (`n:plans`); `others` has the lexemes of words
in languages in no text of which they stand, where a dictionary knows them as forms of those that
stand there. An English word without another form or lexeme is left out. `names` has the tokens
that always have a capital, and after a tab that they stand alone too, where they do: those that do
not are parts of names and nothing else. An index that can be a segment has `languages`, one a line,
and `capitals` too, compressed: the numbers of `Capitals` for each token, in their order.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property
from itertools import chain, compress, takewhile
from operator import add
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from wp8.index.packed import from_little, to_little
from wp8.words.lexeme import (
    ENGLISH,
    NOUN,
    WITH_CAPITAL_NOUNS,
    key,
    key_and_kinds,
    languages_in,
    lemma_of,
    lexemes_in,
    parts,
    row_of,
    written,
)
from wp8.words.sorted_lines import TOKENS, SortedLines, keys, write_lines
from wp8.words.tokens import COMMA, HYPHEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wp8.words.lexemes import Lexemes
    from wp8.words.tokens import Token

    # A raised token: its norm, whether it has a capital itself, and whether the token before it is
    # raised and at most one character away, or a comma with a blank: Smith, John.
    Raised = tuple[str, bool, bool]
    Table = Callable[[str], Sequence[str]]

LEXEMES: Final = "lexemes"
FORMS: Final = "forms"
OTHERS: Final = "others"
NAMES: Final = "names"
ALONE: Final = "alone"
LANGUAGES: Final = "languages"
CAPITALS: Final = "capitals"
# What no token is, in the place of one: its row has the languages of the corpus.
SPOKEN: Final = ":"
# A higher one takes four times as long to make it a tenth smaller.
_LEVEL: Final = 4
_ENDINGS: Final = frozenset(
    ("", "s", "es", "d", "ed", "ing", "e", "y", "ies", "ied", "ning", "ned")
)


# The bytes of a number of a tally.
_SIZE: Final = array("I").itemsize

C = TypeVar("C", bound=Mapping[str, int])


class Told(Generic[C]):
    """What capitals tell of the tokens of a corpus, in numbers of records.

    `tokens` has in how many records a token is, `capital` in how many it always has a capital,
    `joined` in how many it always stands beside another capital: what is always both is a part
    of names. `languages` has in how many records of each language a token is.
    """

    def __init__(self, counter: Callable[[], C]) -> None:
        self._counter = counter
        self.tokens = counter()
        self.capital = counter()
        self.joined = counter()
        self.languages: dict[str, C] = {}

    def of(self, language: str) -> C:
        """Return in how many records of a language each token is."""
        if language not in self.languages:
            self.languages[language] = self._counter()
        return self.languages[language]

    def spoken(self) -> list[str]:
        """Return the languages of the records that have tokens, in code point order."""
        return sorted(name for name, counts in self.languages.items() if counts)

    def counters(self, languages: Iterable[str]) -> list[C]:
        """Return all of them, those of `languages` in this order."""
        return [self.tokens, self.capital, self.joined, *map(self.of, languages)]

    def may_be_name(self, token: str) -> bool:
        """Return whether `token` always has a capital, and somewhere beside another capital."""
        return self.joined[token] > 0 and self.capital[token] == self.tokens[token]

    def is_mostly_one(self, token: str) -> bool:
        """Return whether `token` always has a capital in most of the records it is in."""
        return 2 * self.capital[token] > self.tokens[token]

    def names(self) -> dict[str, bool]:
        """Return the tokens that always have a capital, each with whether it is always joined.

        Those that are joined are parts of names and nothing else.
        """
        return {
            token: number == self.joined[token]
            for token, number in self.capital.items()
            if number == self.tokens[token]
        }


class Capitals(Told[Counter[str]]):
    """What capitals tell of some records, counted."""

    def __init__(self) -> None:
        super().__init__(Counter)

    def note(self, tokens: Sequence[Token], language: str = "") -> None:
        """Take account of the tokens of one record of a language."""
        common = {token.norm for token in tokens if not is_raised(token)}
        self.take(common, raised(tokens), language)

    def take(self, common: set[str], raised: Sequence[Raised], language: str = "") -> None:
        """Take account of one record: the norms of tokens that are not raised, and what is.

        Man-gon is all of capitals here.
        """
        self.take_all([(common, raised)], language)

    def take_all(
        self, records: Iterable[tuple[set[str], Sequence[Raised]]], language: str = ""
    ) -> None:
        """Take account of records of one language; among what is not raised may be nothing.

        What is raised is added to what is not.
        """
        tokens: list[set[str]] = []
        capital: list[set[str]] = []
        joined: list[set[str]] = []
        for common, raised in records:
            tokens.append(common)
            if not raised:
                continue
            norms = {norm for norm, _, _ in raised}
            always = norms - common
            common.update(norms)
            if always:
                small, free = _seldom(raised)
                always -= small
                capital.append(always)
                joined.append(always - free)
        found = Counter(chain.from_iterable(tokens))
        found.pop("", None)
        self.tokens.update(found)
        if language:
            self.of(language).update(found)
        self.capital.update(chain.from_iterable(capital))
        self.joined.update(chain.from_iterable(joined))

    def join(self, other: Capitals) -> None:
        """Take account of what `other` has seen."""
        for counter, joined in self._beside(other):
            counter.update(joined)

    def leave(self, other: Capitals) -> None:
        """Take no more account of what `other` has seen, and this too."""
        for counter, left in self._beside(other):
            counter.subtract(left)
            for token in left:
                if not counter[token]:
                    del counter[token]

    def _beside(self, other: Capitals) -> Iterable[tuple[Counter[str], Counter[str]]]:
        return zip(self.counters(other.languages), other.counters(other.languages), strict=True)


class Numbers(dict[str, int]):
    """The numbers of terms, in the order in which they are first asked for."""

    def __missing__(self, term: str) -> int:
        """Return the number of a term that is asked for for the first time."""
        number = self[term] = len(self)
        return number


class Tally(Mapping[str, int]):
    """Counts by tokens, which several tallies know by the same `numbers`; 0 is that of others."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._counts = array("I")

    def add(self, counts: Mapping[str, int]) -> None:
        """Add to each token its number."""
        numbers, own = self._numbers, self._counts
        places = list(map(numbers.__getitem__, counts))
        own.frombytes(bytes(_SIZE * (len(numbers) - len(own))))
        sums = map(add, map(own.__getitem__, places), counts.values())
        for place, number in zip(places, sums, strict=True):
            own[place] = number

    def of(self, tokens: Iterable[str]) -> array[int]:
        """Return the numbers of tokens that one of the tallies has."""
        own = self._counts + array("I", bytes(_SIZE * (len(self._numbers) - len(self._counts))))
        return array("I", map(own.__getitem__, map(self._numbers.__getitem__, tokens)))

    def __getitem__(self, token: str) -> int:
        place = self._numbers.get(token, len(self._counts))
        return self._counts[place] if place < len(self._counts) else 0

    def __contains__(self, token: object) -> bool:
        return isinstance(token, str) and self[token] > 0

    def __iter__(self) -> Iterator[str]:
        return compress(self._numbers, self._counts)

    def __len__(self) -> int:
        return len(self._counts) - self._counts.count(0)


class AllCapitals(Told[Tally]):
    """What capitals tell of a corpus: a million tokens in a fourth of what `Capitals` takes.

    `numbers` has those of its tokens, and may have others.
    """

    def __init__(self, numbers: Numbers) -> None:
        super().__init__(lambda: Tally(numbers))

    def join(self, other: Capitals) -> None:
        """Take account of what `other` has seen."""
        for tally, joined in zip(
            self.counters(other.languages), other.counters(other.languages), strict=True
        ):
            tally.add(joined)


def is_raised(token: Token) -> bool:
    """Return whether a token has a capital, or may have that of the token it is tied to."""
    return token.capital or token.joint == HYPHEN


def raised(tokens: Iterable[Token]) -> list[Raised]:
    """Return what is raised among the tokens of a text."""
    return [each for each in raising(tokens) if each]


def raising(tokens: Iterable[Token]) -> Iterator[Raised | None]:
    """Yield each token of a text as one that is raised, or None."""
    was_raised, reached = False, -2
    for token in tokens:
        found = None
        if is_raised(token):
            reach = 2 if token.sign == COMMA else 1
            found = (token.norm, token.capital, was_raised and token.start - reached <= reach)
        yield found
        was_raised, reached = found is not None, token.end


def _seldom(raised: Iterable[Raised]) -> tuple[set[str], set[str]]:
    """Return the norms that are raised without a capital, and those that stand beside none."""
    small: set[str] = set()
    free: set[str] = set()
    # Of the raised token before: its norm, whether it is a capital, and beside another.
    before, was_capital, was_joined = "", False, False
    for norm, has_capital, is_beside in raised:
        is_joined = is_beside and was_capital
        if was_capital and not (was_joined or is_joined):
            free.add(before)
        is_capital = has_capital or is_joined
        if not is_capital:
            small.add(norm)
        before, was_capital, was_joined = norm, is_capital, is_joined
    if was_capital and not was_joined:
        free.add(before)
    return small, free


class Tables(NamedTuple):
    """The lemma and the lexemes of each token, the tokens of each lexeme, and of other words."""

    of_token: Mapping[str, list[str]]
    of_lexeme: Mapping[str, list[str]]
    of_others: Mapping[str, list[str]]


def grouped(capitals: Told[Any], lexemes: Lexemes) -> Tables:
    """Return the tables of the tokens that `capitals` has seen."""
    of_token = rows_of(capitals.tokens, capitals, lexemes)
    of_lexeme: dict[str, list[str]] = {}
    for token in sorted(of_token):
        for lexeme, form in forms_of(token, of_token[token]):
            of_lexeme.setdefault(lexeme, []).append(form)
    of_others = others_of(of_lexeme, of_token.get, lexemes)
    for lexeme in [x for x, forms in of_lexeme.items() if is_alone(x, forms, of_token.get)]:
        del of_lexeme[lexeme], of_token[base_of(lexeme)]
    if known := list(filter(lexemes.knows, capitals.spoken())):
        of_token[SPOKEN] = known
    return Tables(of_token, of_lexeme, of_others)


def is_alone(lexeme: str, forms: Sequence[str], row: Callable[[str], Sequence[str] | None]) -> bool:
    """Return whether a lexeme is an English word that has no other form here, and no other lexeme.

    Most lexemes are: they are left out of the tables, and so are their tokens.
    """
    language, _, base = lexeme.partition(":")
    is_only = language == ENGLISH and len(forms) == 1 and forms[0].partition(":")[2] == base
    return is_only and len(row(base) or ()) == 1


def base_of(lexeme: str) -> str:
    """Return the dictionary form of a lexeme, written with its kinds or without."""
    return lexeme.partition(":")[2]


def rows_of(tokens: Collection[str], capitals: Told[Any], lexemes: Lexemes) -> dict[str, list[str]]:
    """Return the row of each of `tokens`: its lemma and its lexemes.

    Languages in which it stands more often come first, those in which it has no forms last. What
    may be a name is no form of a word that it does not begin like (Sang, of `sing`).
    """
    from wp8.words.lexemes import is_regular

    found: dict[str, list[tuple[int, str, list[str]]]] = {}
    for language, counts in capitals.languages.items():
        own = [token for token in tokens if counts[token]]
        for token, row in lexemes.of(language, own).items() if own else ():
            found.setdefault(token, []).append((-counts[token], language, row))
    english = capitals.languages.get(ENGLISH, ())
    names = set(filter(capitals.may_be_name, capitals.joined))
    rows = {}
    for token in tokens:
        readings = found.get(token, [])
        if len(readings) > 1:
            readings.sort()
        lemma = readings[0][-1][0] if readings else token
        if readings and readings[0][1] in WITH_CAPITAL_NOUNS and capitals.is_mostly_one(token):
            nouns = (base for _, kinds, base in map(parts, readings[0][-1][1:]) if NOUN in kinds)
            lemma = next(nouns, lemma)
        kept = [lexeme for _, _, row in readings for lexeme in row[1:]]
        if token in names:
            kept = [lexeme for lexeme in kept if is_regular(token, base_of(lexeme))]
            lemma = lemma if is_regular(token, lemma) else token
        # A row that says nothing tells that it is not alone, but no English word.
        is_unknown = token not in english and token.isascii() and token.isalpha()
        if kept or lemma != token or is_unknown:
            if not kept or len(readings) > 1:
                known = languages_in(kept)
                kept += [written(name, "", token) for _, name, _ in readings if name not in known]
            rows[token] = row_of(lemma, kept)
    return rows


def forms_of(token: str, row: Sequence[str]) -> list[tuple[str, str]]:
    """Return for each lexeme in the row of `token` its key in a table, and what stands there."""
    known = map(key_and_kinds, lexemes_in(row))
    return [(lexeme, f"{kinds}:{token}") for lexeme, kinds in known if kinds]


def others_of(
    lexemes_there: Iterable[str],
    row: Callable[[str], Sequence[str] | None],
    lexemes: Lexemes,
) -> dict[str, list[str]]:
    """Return the lexemes that are among `lexemes_there` of words that their language's texts lack.

    Of words that are tokens elsewhere, too; `row` gives the row of a token.
    """
    bases: dict[str, set[str]] = {}
    for language, _, base in (lexeme.partition(":") for lexeme in lexemes_there):
        bases.setdefault(language, set()).add(base)
    found: dict[str, list[str]] = {}
    for language in sorted(bases):
        for word, lexeme in lexemes.others(language, bases[language]):
            if language not in languages_in(row(word) or ()):
                found.setdefault(word, []).append(lexeme)
    return found


class Forms:
    """The forms of words among the tokens of a corpus."""

    def __init__(
        self,
        of_token: Table,
        of_lexeme: Table,
        of_others: Table,
        is_token: Callable[[str], bool],
        is_joined: Callable[[str], bool | None],
        rows: Iterable[str] = (),
    ) -> None:
        self._of_token = of_token
        self._of_lexeme = of_lexeme
        self._of_others = of_others
        self._is_token = is_token
        self._is_joined = is_joined
        self._rows = rows

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""
        return bool(self._is_joined(token))

    def is_capital(self, token: str) -> bool:
        """Return whether `token` always has a capital."""
        return self._is_joined(token) is not None

    def is_noun(self, token: str) -> bool:
        """Return whether `token` is a noun of a language in which nouns have capitals."""
        known = map(parts, lexemes_in(self._of_token(token)))
        return any(name in WITH_CAPITAL_NOUNS and NOUN in kinds for name, kinds, _ in known)

    def of(self, word: str) -> list[str]:
        """Return the tokens that are forms of one word with `word` in any language."""
        found = {token for tokens in self.by_language(word).values() for token in tokens}
        if word not in found and self._is_token(word):
            found.add(word)
        return sorted(found)

    def by_language(self, word: str) -> dict[str, list[str]]:
        """Return for each language the tokens that are forms of one word with `word` there.

        They are in code point order; a language in which it has none is left out.
        """
        found: dict[str, set[str]] = {}
        for lexeme in self._lexemes(word):
            language, kinds, _ = parts(lexeme)
            for token in self._forms_of(lexeme, kinds):
                if language != ENGLISH or self._may_be_one(word, token):
                    found.setdefault(language, set()).add(token)
        return {language: sorted(tokens) for language, tokens in found.items()}

    def apart(self, word: str) -> dict[str, list[str]]:
        """Return the forms of `word` by language, where one is another word in another language.

        Elsewhere nothing: all its forms are its forms wherever they stand.
        """
        found = self.by_language(word)
        for language, tokens in found.items():
            for token in tokens:
                spoken = languages_in(self._of_token(token)) - {language}
                if any(token not in found.get(other, ()) for other in spoken):
                    return found
        return {}

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return lemma_of(self._of_token(token), token)

    def lemmas(self) -> Callable[[str], str]:
        """Return `lemma`, for many tokens: of a table in a file all is read, once."""
        if not self._rows:
            return self.lemma
        pairs = (row.split("\t") for row in self._rows)
        lemmas = ((token, lemma_of(row.split(), token)) for token, row in pairs)
        others = {token: lemma for token, lemma in lemmas if lemma != token}
        return lambda token: others.get(token, token)

    def lemma_there(self, word: str) -> str:
        """Return the dictionary form of `word`; if no text has it, that of its forms there."""
        if self._is_token(word):
            return self.lemma(word)
        from wp8.words.lexemes import spelled

        for lexeme in self._lexemes(word):
            language, kinds, base = parts(lexeme)
            one = spelled if language == ENGLISH else str
            there = {*map(self.lemma, self._forms_of(lexeme, kinds))}
            if lemmas := sorted(lemma for lemma in there if one(lemma) == base):
                # Of two spellings it is that of `word`.
                return max(lemmas, key=lambda lemma: len(os.path.commonprefix((lemma, word))))  # noqa: RUF071
        return word

    def _may_be_one(self, word: str, token: str) -> bool:
        """Return whether two English words are one even if they are parts of names.

        Man-gon is not of `men`, but Auditing is of `audit`.
        """
        if word == token:
            return True
        is_name = self.is_name(word) or self.is_name(token)
        return not is_name or _is_ending_alone(word, token)

    def _lexemes(self, word: str) -> Sequence[str]:
        """Return the lexemes of a word in all languages of the corpus."""
        row = self._of_token(word)
        stands = languages_in(row)
        if not row and self._is_token(word):
            # It is alone.
            stands = {ENGLISH}
        lacking = [name for name in self._spoken if name not in stands]
        return [*lexemes_in(row), *(self._lexemes_elsewhere(word, lacking) if lacking else ())]

    @cached_property
    def _spoken(self) -> Sequence[str]:
        """The languages of the corpus whose words have lexemes."""
        return self._of_token(SPOKEN)

    def _lexemes_elsewhere(self, word: str, languages: Sequence[str]) -> Iterable[str]:
        """Return the lexemes of a word in languages in no text of which it stands."""
        found = [] if languages == [ENGLISH] else [*self._of_others(word)]
        if ENGLISH in languages and word.isascii():
            from wp8.words.lexemes import english

            found += english(word)
        if not found or not self.is_capital(word):
            return found
        from wp8.words.lexemes import is_regular

        return [lexeme for lexeme in found if is_regular(word, base_of(lexeme))]

    def _forms_of(self, lexeme: str, kinds: str) -> Iterable[str]:
        """Yield the tokens that are forms of a lexeme, as one of these kinds."""
        language, base = key(lexeme).split(":")
        forms = self._of_lexeme(key(lexeme))
        if not forms and language == ENGLISH and self._is_token(base):
            # What is alone is left out of the tables.
            return () if self._of_token(base) else (base,)
        pairs = (form.partition(":") for form in forms)
        return (token for own, _, token in pairs if not set(own).isdisjoint(kinds))


class FormsKnown:
    """What of a vocabulary is told by its forms alone."""

    _forms: Forms

    def forms(self, word: str) -> Sequence[str]:
        """Return the tokens that are forms of one word with `word`."""
        return self._forms.of(word)

    def forms_apart(self, word: str) -> Mapping[str, Sequence[str]]:
        """Return the forms of `word` by language, where they are not forms wherever they stand."""
        return self._forms.apart(word)

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""
        return self._forms.is_name(token)

    def is_capital(self, token: str) -> bool:
        """Return whether `token` always has a capital."""
        return self._forms.is_capital(token)

    def is_noun(self, token: str) -> bool:
        """Return whether `token` is a noun of a language in which nouns have capitals."""
        return self._forms.is_noun(token)

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return self._forms.lemma(token)

    def lemmas(self) -> Callable[[str], str]:
        """Return `lemma`, for who asks for many tokens."""
        return self._forms.lemmas()

    def lemma_there(self, word: str) -> str:
        """Return the dictionary form of `word`; if no text has it, that of its forms there."""
        return self._forms.lemma_there(word)


def write_forms(folder: str, capitals: Told[Any], lexemes: Lexemes) -> None:
    """Write the tables of the tokens that `capitals` has seen into `folder`."""
    for name, table in zip((LEXEMES, FORMS, OTHERS), grouped(capitals, lexemes), strict=True):
        write_lines(os.path.join(folder, name), lines_of(table))
    write_lines(os.path.join(folder, NAMES), name_lines(capitals).values())


def name_lines(capitals: Told[Any]) -> dict[str, str]:
    """Return the lines of `NAMES` by their tokens."""
    names = capitals.names()
    return {token: token if names[token] else f"{token}\t{ALONE}" for token in sorted(names)}


def write_capitals(folder: str, capitals: AllCapitals) -> None:
    """Write what a later index may be built upon: `capitals` of each token."""
    tokens = sorted(capitals.tokens)
    languages = capitals.spoken()
    counters = capitals.counters(languages)
    counts = (to_little(tally.of(tokens)) for tally in counters)
    write_lines(os.path.join(folder, LANGUAGES), languages)
    with open(os.path.join(folder, CAPITALS), "xb") as file:
        file.write(packed_counts(b"".join(counts)))


def packed_counts(counts: bytes) -> bytes:
    """Return the content of a file of the counts of `Capitals`."""
    return zlib.compress(counts, _LEVEL)


def told(name: str, values: Sequence[str]) -> str | None:
    """Return the line of `name` in a table, or None where it would say nothing."""
    return f"{name}\t{' '.join(values)}" if values else None


def lines_of(table: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a table."""
    return filter(None, (told(name, table[name]) for name in sorted(table)))


def read_capitals(read: Callable[[str], bytes]) -> Capitals:
    """Return what capitals tell of the tokens of an index; `read` gives the content of a file."""
    tokens = keys(SortedLines(read(TOKENS)))
    counts = from_little("I", zlib.decompress(read(CAPITALS)))
    number = len(tokens)
    capitals = Capitals()
    for place, counter in enumerate(capitals.counters(SortedLines(read(LANGUAGES)))):
        own = counts[place * number : (place + 1) * number]
        counter.update({t: n for t, n in zip(tokens, own, strict=True) if n})
    return capitals


def read_forms(read: Callable[[str], bytes], is_token: Callable[[str], bool]) -> Forms:
    """Return the forms that `write_forms` wrote; `read` gives the content of a file."""
    of_token, of_lexeme, names = (SortedLines(read(name)) for name in (LEXEMES, FORMS, NAMES))
    return Forms(
        lambda token: (of_token.get(token) or "").split(),
        lambda lexeme: (of_lexeme.get(lexeme) or "").split(),
        # Most searches have no such word.
        lambda word: (SortedLines(read(OTHERS)).get(word) or "").split(),
        cache(is_token),
        lambda token: {None: None, token: True}.get(names.line(token), False),
        of_token,
    )


def _is_ending_alone(one: str, other: str) -> bool:
    """Return whether two words differ in a regular ending or in their spelling only."""
    from wp8.words.lexemes import american

    one, other = american(one), american(other)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return {one[same:], other[same:]} <= _ENDINGS
