"""Patterns: those that Python knows give what Python finds, in steps in proportion to a word."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from counted_steps import steps
from hypothesis import given
from hypothesis import strategies as st

from wp8.errors import QueryError
from wp8.query.language import automaton
from wp8.query.language.automaton import Automaton, beginning, letters_in
from wp8.query.language.pattern_reader import read_pattern

# What is typed, and what Python has to be given to find the same among words as they are compared.
ATOMS = {
    **{same: same for same in "a b 7 가 д . (?:b|가) [ab] [^a] [a-c] [^b-д] [A-B] [^A-B]".split()},
    **{same: same for same in r"\d \D \w \W \S [\d가] [^\w] [\Dд] [\]a] []a] [^]a] \.".split()},
    **{"A": "a", "Á": "a", "a\u0301": "a", "Д": "д", "\u1100\u1161": "가", "[Áд]": "[aд]"},
    # A vowel sign is a part of a word.
    **{r"\w": "[\\w\u093f]", r"\W": "[^\\w\u093f]", r"[^\w]": "[^\\w\u093f]"},
    **{"ß": "(?:ss)", "[ßa]": "(?:ss|a)", "ﬁ": "(?:fi)", "ａ": "a"},
}
REPEATS = ("*", "+", "?", "{2}", "{1,}", "{,2}", "{0,3}", "{2,4}", "{0}")
WORDS = st.lists(st.text(alphabet="abc7가дs.fi\u0915\u093f", max_size=9), max_size=20)


def rows(parts: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    """Draw a part repeated, parts in a row, and a group of alternatives."""
    several = st.lists(parts, max_size=3).map(lambda drawn: tuple(zip(*drawn, strict=True)))
    return st.one_of(
        st.builds(repeated, parts, st.sampled_from(REPEATS)),
        several.map(lambda drawn: ("".join(drawn[0]), "".join(drawn[1])) if drawn else ("", "")),
        several.map(lambda drawn: tuple(f"({'|'.join(each)})" for each in drawn) or ("()", "()")),
    )


def repeated(part: tuple[str, str], repeat: str) -> tuple[str, str]:
    typed, known = part
    return (typed if typed in ATOMS else f"({typed})") + repeat, f"(?:{known}){repeat}"


PATTERNS = st.recursive(st.sampled_from(sorted(ATOMS.items())), rows, max_leaves=8)


@pytest.mark.parametrize("typed", ATOMS)
def test_an_atom_finds_what_python_finds(typed: str) -> None:
    words = [*"acxyz79가나дяйs.-", "", "b", "aa", "ss", "fi", "\u0915\u093f", "1.5"]
    wanted = re.compile(ATOMS[typed], re.IGNORECASE)

    found = list(Automaton(read_pattern(typed)).among(words))
    assert found == [word for word in words if wanted.fullmatch(word)]


@given(PATTERNS, WORDS)
def test_a_pattern_finds_what_python_finds(pattern: tuple[str, str], words: list[str]) -> None:
    typed, known = pattern
    found = list(Automaton(read_pattern(typed)).among(words))

    wanted = re.compile(known, re.IGNORECASE | re.DOTALL)
    assert found == [word for word in words if wanted.fullmatch(word)]


@given(PATTERNS, WORDS)
def test_what_a_pattern_finds_has_the_letters_that_it_says(
    pattern: tuple[str, str], words: list[str]
) -> None:
    node = read_pattern(pattern[0])
    longer = [word + letters_in(node) for word in words]

    assert all(letters_in(node) in word for word in Automaton(node).among((*words, *longer)))


@pytest.mark.parametrize(
    ("typed", "letters"),
    [(".*ing", "ing"), ("pla?n.*ed", "pl"), ("(plan|road)s", "s"), ("[ab]+", ""), ("plan", "plan")],
)
def test_a_pattern_says_the_most_letters_in_a_row_that_its_words_have(
    typed: str, letters: str
) -> None:
    assert letters_in(read_pattern(typed)) == letters


@given(PATTERNS, WORDS)
def test_what_a_pattern_finds_begins_as_it_says(pattern: tuple[str, str], words: list[str]) -> None:
    node = read_pattern(pattern[0])
    longer = [beginning(node) + word for word in words]

    found = list(Automaton(node).among([*words, *longer]))
    assert all(word.startswith(beginning(node)) for word in found)


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("plan(s|ned)", "plan"),
        ("(?:Pl)Á(n)s", "plans"),
        ("plans*", "plan"),
        ("(plan)+", ""),
        ("plan|plans", ""),
        (".*ing", ""),
        ("", ""),
    ],
)
def test_the_letters_before_all_else_begin_every_word(typed: str, begins: str) -> None:
    assert beginning(read_pattern(typed)) == begins


def lines_run(typed: str, word: str) -> int:
    """Return how many lines of Python a pattern takes for a word."""
    patterns = Automaton(read_pattern(typed))
    return steps(lambda: list(patterns.among([word])))


@pytest.mark.parametrize("typed", ["(a+)+b", "((a*)*)*b", "(.*)*(.*)*b", "(a|a|.)*b", "(.?){40}b"])
def test_twice_the_word_takes_at_most_twice_the_time(typed: str) -> None:
    few, many = (lines_run(typed, "ac" * length) for length in (500, 1000))

    assert many <= 2 * few


# What its steps can be at once: two to the twentieth.
@pytest.mark.parametrize("typed", [".*a.{20}", "(.*a.{20}b)*"])
def test_a_pattern_that_leaves_open_too_much_at_once_is_refused(typed: str) -> None:
    words = [f"{number:b}".replace("1", "a") * 4 for number in range(300)]

    found = list(Automaton(read_pattern(typed)).among(words))
    assert found == [word for word in words if re.fullmatch(typed, word)]
    with patch.object(automaton, "MOST_STATES", 50), pytest.raises(QueryError, match="too much"):
        list(Automaton(read_pattern(typed)).among(words))


def complaint(typed: str) -> str:
    with pytest.raises(QueryError) as caught:
        Automaton(read_pattern(typed))
    return f"{caught.value.message} | {caught.value.hint}"


LOOK = "looks around | write out what may stand there: /plan(s|ned)/"
BACK = "refers back | write out what it may be: /(abab|cdcd)/"
FLAG = "is not known | leave it out: case and accents make no difference"
WHOLE = "is not needed: whole words match | leave it out; /plan.*/ is what begins with plan"
CLASS = r"is not known | type \w for a letter or digit, [a-z] for those of a range"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("plan(?=s)", f"(?= {LOOK}"),
        ("plan(?!s)", f"(?! {LOOK}"),
        ("(?<=x)plan", f"(?<= {LOOK}"),
        ("(?<!x)plan", f"(?<! {LOOK}"),
        (r"(a)\1", rf"\1 {BACK}"),
        ("(?P=x)", f"(?P= {BACK}"),
        ("(?P<x>a)", "(?P< is not known | type ( alone"),
        ("(?<x>a)", "(?< is not known | type ( alone"),
        ("(?>a)", "(?> is not known | type ( alone"),
        ("(?i)a", f"(?i {FLAG}"),
        ("(?", f"(? {FLAG}"),
        ("^plan", f"^ {WHOLE}"),
        ("plan$", f"$ {WHOLE}"),
        (r"\bplan", rf"\b {WHOLE}"),
        (r"\p{L}", rf"\p {CLASS}"),
        ("[[:alpha:]]", f"[: {CLASS}"),
        (r"\n", r"\n is not known | known are \d \w \s and, for any other, \D \W \S"),
        ("a*?", "*? repeats twice | type * alone, or ( ) around what ? repeats"),
        ("a{2,}+", "{2,}+ repeats twice | type {2,} alone, or ( ) around what + repeats"),
        ("a|*b", "* repeats nothing | type .* for any letters, .? for one or none"),
        ("a{b}", "{ begins no count | as in a{2}, a{2,} or a{2,5}"),
        ("a{,}", "{ begins no count | as in a{2}, a{2,} or a{2,5}"),
        ("a{3,2}", "{3,2} counts down | type {2,3}"),
        ("(a", r"( is never closed | close it, or type \( for the sign itself"),
        ("a)", r") closes nothing | type \) for the sign itself"),
        ("[]", r"[ is never closed | type \[ for the sign itself"),
        ("[^]", r"[ is never closed | type \[ for the sign itself"),
        ("[a[b]", r"[ is never closed | type \[ for the sign itself"),
        ("[z-a]", "z-a is no range | type a-z"),
        (r"[\d-z]", r"\d-z is no range | type \- for the sign itself"),
        ("a\\", r"\ stands before nothing | type \\ for the sign itself"),
        ("(" * 51 + ")" * 51, "more than 50 groups within each other | take out parentheses"),
    ],
)
def test_what_is_not_known_is_named_with_what_to_type_instead(typed: str, said: str) -> None:
    assert complaint(typed) == f"/{typed}/ is not a pattern: {said}"


@pytest.mark.parametrize(
    "typed",
    ["(a{1000}){1000}", "a{1001}", "(((a?){9}){9}){99}", "(|){999999999}", "(.?){501}"],
)
def test_repeats_without_measure_are_refused(typed: str) -> None:
    said, instead = complaint(typed).split(" | ")

    assert said == "a pattern has at most 1,000 letters, its repeats written out"
    assert instead == "make its repeats smaller; * and + have no number to write out"


@pytest.mark.parametrize("typed", ["a{1000}", "a" * 9_000, "(){999999999}", "((a{0}){999}){999}"])
def test_what_is_long_without_repeats_or_empty_is_known(typed: str) -> None:
    assert list(Automaton(read_pattern(typed)).among(["a" * 1000, "a" * 9_000, ""]))
