from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.errors import QueryError, QuerySyntaxError
from wp8.query.language.parser import MAX_BETWEEN, MAX_DEPTH, MAX_EDITS, MAX_LENGTH, Parser, parse
from wp8.query.tree import And, Field, InSentence, Not, Or, Run, Typed, is_grounded, leaves

if TYPE_CHECKING:
    from wp8.query.tree import Node

thorough = settings(max_examples=400, deadline=None, derandomize=True, database=None)

A = Typed("word", "a")
B = Typed("word", "b")
C = Typed("word", "c")
D = Typed("word", "d")
A_B = Typed("phrase", "a b")

NOTHING_HINT = 'for example: wp8 search "self-reliance"'
OPERATOR_HINT = (
    "write a word on both sides, as in: party {0} state; "
    'to find the word itself, write it small: "{1}"'
)
NOT_HINT = 'write a word after it, as in: power NOT abuse; to find the word, write "not"'


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", A),
        (" a ", A),
        ("self-reliance", Typed("word", "self-reliance")),
        ("do-or-die", Typed("word", "do-or-die")),
        ("제8차대회", Typed("word", "제8차대회")),
        ("people's", Typed("word", "people's")),
        ("people’s", Typed("word", "people’s")),
        ("'tis", Typed("word", "'tis")),
        ("a,b", Typed("word", "a,b")),
        ("A&B", Typed("word", "A&B")),
        ("and", Typed("word", "and")),
        ("not", Typed("word", "not")),
        ("http://www.kcna.kp", Typed("word", "http://www.kcna.kp")),
        ("www.a.b:80", Typed("word", "www.a.b:80")),
        ("10 000", Typed("word", "10 000")),
        ("1 000 000", Typed("word", "1 000 000")),
        ("10,000", Typed("word", "10,000")),
    ],
)
def test_a_word_is_a_leaf(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a b", Run((A, B))),
        ("a\nb", Run((A, B))),
        ("a\u00a0b", Run((A, B))),
        ("\0a\x1bb", Run((A, B))),
        ("a or b", Run((A, Typed("word", "or"), B))),
        ("10 000 a", Run((Typed("word", "10 000"), A))),
        ("a 10 000", Run((A, Typed("word", "10 000")))),
        ("1999 000", Run((Typed("word", "1999"), Typed("word", "000")))),
        ("a AND b", And((A, B))),
        ("a AND(b)", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a | b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("a || b", Or((A, B))),
        ("(a|b) c", Run((Or((A, B)), C))),
        ("a b|c d", Or((Run((A, B)), Run((C, D))))),
        ("a OR b|c", Or((A, B, C))),
        ("| a | b |", Or((A, B))),
        ("a|", A),
        ('"a b"|"a b"', Or((A_B, A_B))),
        ("a && b", Run((A, B))),
        ("(a)OR(b)", Or((A, B))),
        ("a AND b AND c", And((A, B, C))),
        ("a OR b OR c", Or((A, B, C))),
        ("a AND b c", And((A, Run((B, C))))),
        ("a b AND c", And((Run((A, B)), C))),
        ("a b OR c d", Or((Run((A, B)), Run((C, D))))),
        ("a OR b AND c", Or((A, And((B, C))))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("(a)", A),
        ("((a b))", Run((A, B))),
        ("(a OR b) c", Run((Or((A, B)), C))),
        ("(a)b", Run((A, B))),
        ("a (b c)", Run((A, Run((B, C))))),
        ("a AND (b OR c)", And((A, Or((B, C))))),
        ("(a b) AND (c OR d)", And((Run((A, B)), Or((C, D))))),
    ],
)
def test_operators_bind_as_usual(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a NOT b", Run((A, Not(B)))),
        ("a -b", Run((A, Not(B)))),
        ("-b a", Run((Not(B), A))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a AND -b", And((A, Not(B)))),
        ("a NOT b c", Run((A, Not(B), C))),
        ("NOT(b) a", Run((Not(B), A))),
        ("a NOT (b OR c)", Run((A, Not(Or((B, C)))))),
        ('a NOT "a b"', Run((A, Not(A_B)))),
        ("a -'a b'", Run((A, Not(A_B)))),
        ("a -kind:note", Run((A, Not(Field("kind", "note"))))),
        ("a !b", Run((A, Not(B)))),
        ("!b a", Run((Not(B), A))),
        ("a AND !b", And((A, Not(B)))),
        ("a !(b|c)", Run((A, Not(Or((B, C)))))),
        ("a ! b", Run((A, B))),
        ("a b!", Run((A, Typed("word", "b!")))),
        ("a --b", Run((A, Not(Not(B))))),
        ("a - b", Run((A, B))),
        ("a-b", Typed("word", "a-b")),
    ],
)
def test_an_exclusion_is_a_word_a_hyphen_or_an_exclamation_mark(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('"a b"', A_B),
        ("“a b”", A_B),
        ("„a b“", A_B),
        ('“a b"', A_B),
        ("'a b'", A_B),
        ("‘a b’", A_B),
        ("‚a b‘", A_B),
        ("′a b′", A_B),
        ("«a b»", A_B),
        ("« a b » c", Run((A_B, C))),
        ("»a b«", A_B),
        ("»a b» c", Run((A_B, C))),
        ("‹a b›", A_B),
        *((f"{left}a b{right}", A_B) for left, right in ("『』", "〈〉", "《》", "❝❞", "’’")),
        ("›a b‹", A_B),
        ("″a b″", A_B),
        ("「a b」~5", Typed("phrase", "a b", 5)),
        ('«a "b»', A_B),
        ("c «a b»", Run((C, A_B))),
        ("a″ b", Run((A, B))),
        ("a» b", Run((A, B))),
        ('" a \t b "', A_B),
        ('"a"', Typed("phrase", "a")),
        ('"a b" c', Run((A_B, C))),
        ('"a b"c', Run((A_B, C))),
        ('c"a b"', Run((C, A_B))),
        ('"AND"', Typed("phrase", "AND")),
        ('"a:b"', Typed("phrase", "a:b")),
        ('"a (b"', Typed("phrase", "a (b")),
        ("'a's'", Typed("phrase", "a's")),
        ("'a b", Run((Typed("word", "'a"), B))),
        ("a' b' c", Run((Typed("word", "a'"), Typed("word", "b'"), C))),
        ('"a b"~5', Typed("phrase", "a b", 5)),
        ('"a b"~0', Typed("phrase", "a b", 0)),
        ('"a b"~99', Typed("phrase", "a b", 99)),
        ("'a b'~5", Typed("phrase", "a b", 5)),
        ("“a b”~5 c", Run((Typed("phrase", "a b", 5), C))),
    ],
)
def test_quotation_marks_make_a_phrase(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("pre*", Typed("wildcard", "pre*")),
        ("w?ld", Typed("wildcard", "w?ld")),
        ("a*b*", Typed("wildcard", "a*b*")),
        ("self-rel*", Typed("wildcard", "self-rel*")),
        ("who?", Typed("wildcard", "who?")),
        ("a b?", Run((A, B))),
        ("a b???", Run((A, B))),
        ("a ?", A),
        ("a b? c", Run((A, Typed("wildcard", "b?"), C))),
        ("a~", Typed("fuzzy", "a", 1)),
        ("a~0", Typed("fuzzy", "a", 0)),
        ("a~2", Typed("fuzzy", "a", 2)),
        ("a~x", Typed("word", "a~x")),
        ("~1", Typed("word", "~1")),
        ("/re.*/", Typed("regex", "re.*")),
        ("/a/b/", Typed("regex", "a/b")),
        ("/a/ b", Run((Typed("regex", "a"), B))),
        ("(/a/)", Typed("regex", "a")),
        ("/re", Typed("word", "/re")),
        ("a/b", Run((A, B))),
        ("c a/b", Run((C, A, B))),
        ("-a/b c", Run((Not(Run((A, B))), C))),
        ("a/b OR c", Or((Run((A, B)), C))),
        ("a/b~1", Run((A, Typed("fuzzy", "b", 1)))),
        ("re.*", Typed("regex", "re.*")),
        ("a re.+", Run((A, Typed("regex", "re.+")))),
        ("^re.*$", Typed("regex", "re.*")),
        ("\\bre\\b", Typed("regex", "re")),
        ("re\\w+d", Typed("regex", "re\\w+d")),
        ("re(a|b)?", Typed("regex", "re(a|b)?")),
        ("(re.*|a)", Or((Typed("regex", "re.*"), A))),
        ("a (b|c)", Run((A, Or((B, C))))),
        ("re(d)", Run((Typed("word", "re"), D))),
        ("re(a)?", Typed("regex", "re(a)?")),
        (r"\bre", Typed("regex", "re.*")),
        (r"re\b", Typed("regex", ".*re")),
        (r"\<re\>", Typed("regex", "re")),
        (r"re\b.*", Typed("regex", "re.*")),
        ("[a]b", Typed("word", "ab")),
        ("¿Re?", Typed("word", "¿Re")),
        ('"[a]b [c] d[e]"', Typed("phrase", "ab [c] d[e]")),
        ("a.b", Typed("word", "a.b")),
        ("/a b/", Run((Typed("word", "/a"), Typed("word", "b/")))),
        ("AND/a", Typed("word", "AND/a")),
        ("10/12/2020", Typed("word", "10/12/2020")),
        ("www.a.b/c", Typed("word", "www.a.b/c")),
        ("doc:paper", Field("document", "paper")),
        ("DOC:paper", Field("document", "paper")),
        ("document:paper", Field("document", "paper")),
        ("kind:note", Field("kind", "note")),
        ("note:7", Field("note", "7")),
        ("section:II", Field("section", "II")),
        ('section:"Part 3"', Field("section", "Part 3")),
        ("section:“Part 3”", Field("section", "Part 3")),
        ("(kind:note)", Field("kind", "note")),
        ("doc:", Typed("word", "doc:")),
        ("doc: a", Run((Typed("word", "doc:"), A))),
        ("kind:/x/", Field("kind", "/x/")),
        ("title:/pl(an|ot)/ a", Run((Field("title", "/pl(an|ot)/"), A))),
        ("c:/x/y", Typed("word", "c:/x/y")),
        ("http://x/", Typed("word", "http://x/")),
    ],
)
def test_a_sign_makes_another_leaf_of_a_word(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a within:sentence", InSentence((A,))),
        ("within:sentence a b", InSentence((Run((A, B)),))),
        ("a within:sentence b", InSentence((Run((A, B)),))),
        ("a AND within:sentence AND b", InSentence((And((A, B)),))),
        ("a b WITHIN:Sentence within:sentence", InSentence((Run((A, B)),))),
        ("a b within:sentence OR c", Or((InSentence((Run((A, B)),)), C))),
        ("(a OR b) within:sentence", InSentence((Or((A, B)),))),
        ("a (b c within:sentence)", Run((A, InSentence((Run((B, C)),))))),
        ("a NOT b within:sentence", InSentence((Run((A, Not(B))),))),
        ("a NOT (b within:sentence)", Run((A, Not(InSentence((B,)))))),
        ("(a within:sentence) within:sentence", InSentence((InSentence((A,)),))),
        ('"within:sentence"', Typed("phrase", "within:sentence")),
    ],
)
def test_what_stands_around_it_is_within_a_sentence(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize("query", ["... a ...", "— a —", "a ()", '"" a', "() a ''", "a & !", "~ a"])
def test_what_no_text_has_is_passed_over(query: str) -> None:
    assert parse(query) == A


@pytest.mark.parametrize(
    ("query", "position", "message", "hint"),
    [
        ("(a", 0, "this parenthesis is never closed", "closed at the end: (a)"),
        ("a OR (b", 5, "this parenthesis is never closed", "closed at the end: a OR (b)"),
        ("a)", 1, "this parenthesis was never opened", "without it: a"),
        ("a) b", 1, "this parenthesis was never opened", "without it: a b"),
        ('"a b', 0, "this quotation mark is never closed", 'closed at the end: "a b"'),
        ("a “b", 2, "this quotation mark is never closed", 'closed at the end: a “b"'),
        ("a «b", 2, "this quotation mark is never closed", "closed at the end: a «b»"),
        ('section:"a', 8, "this quotation mark is never closed", "close it"),
        ("a AND", 2, "AND has nothing after it", OPERATOR_HINT.format("AND", "and")),
        ("a OR", 2, "OR has nothing after it", OPERATOR_HINT.format("OR", "or")),
        ("a OR OR b", 2, "OR has nothing after it", OPERATOR_HINT.format("OR", "or")),
        ("a AND ...", 2, "AND has nothing after it", OPERATOR_HINT.format("AND", "and")),
        ("AND a", 0, "AND has nothing before it", OPERATOR_HINT.format("AND", "and")),
        (" OR a", 1, "OR has nothing before it", OPERATOR_HINT.format("OR", "or")),
        ("(OR a)", 1, "OR has nothing before it", OPERATOR_HINT.format("OR", "or")),
        ("a NOT", 2, "NOT has nothing after it", NOT_HINT),
        ("NOT", 0, "NOT has nothing after it", NOT_HINT),
        (
            "-a",
            0,
            "a query that only excludes finds nothing",
            "say first what to find, as in: power NOT abuse",
        ),
        (
            " NOT a",
            1,
            "a query that only excludes finds nothing",
            "say first what to find, as in: power NOT abuse",
        ),
        (
            "-author:Kim -date:2019",
            0,
            "a query that only excludes finds nothing",
            "of all documents: doc:* -author:Kim -date:2019",
        ),
        ("a~3", 1, "~ takes a number of edits, at most 2", "as in: a~1"),
        ("a~99999", 1, "~ takes a number of edits, at most 2", "as in: a~1"),
        ('"a b"~', 5, "~ takes a number of words between, at most 99", 'as in: "a b"~5'),
        ('"a b"~100', 5, "~ takes a number of words between, at most 99", 'as in: "a b"~5'),
        ('"a b"~x', 5, "~ takes a number of words between, at most 99", 'as in: "a b"~5'),
        ("*", 0, "* would match every word", "give at least one letter, as in: revolution*"),
        ("a ** b", 2, "** would match every word", "give at least one letter, as in: revolution*"),
        (
            "(within:sentence) a",
            16,
            "within:sentence has nothing beside it",
            "write what stands in one sentence, as in: party congress within:sentence",
        ),
        (
            "a -within:sentence",
            2,
            "within:sentence has nothing beside it",
            "write what no sentence is to have, as in: party NOT (state within:sentence)",
        ),
        (
            "a within:section",
            2,
            "within takes the word sentence, not section",
            "without it, what is asked stands in one paragraph",
        ),
    ],
)
def test_a_syntax_error_points_to_its_place(
    query: str, position: int, message: str, hint: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)

    assert (caught.value.position, caught.value.message, caught.value.hint) == (
        position,
        message,
        hint,
    )
    assert caught.value.query == query


def test_the_query_of_an_error_has_as_many_characters_as_typed() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("\x1b\ta (b")

    assert (caught.value.query, caught.value.position) == ("  a (b", 4)


@pytest.mark.parametrize(
    ("query", "message", "hint"),
    [
        ("", "the query is empty", NOTHING_HINT),
        (" \t\0", "the query is empty", NOTHING_HINT),
        ("()", "there is no letter or digit to search for in ()", NOTHING_HINT),
        ('""', 'there is no letter or digit to search for in ""', NOTHING_HINT),
        ("— …", "there is no letter or digit to search for in — …", NOTHING_HINT),
    ],
)
def test_a_query_without_words_is_an_error(query: str, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_query_of_the_greatest_length_is_read_and_no_longer_one() -> None:
    assert parse("a" * MAX_LENGTH) == Typed("word", "a" * MAX_LENGTH)
    with pytest.raises(QueryError, match="the query has 10,001 characters; at most 10,000 are"):
        parse("a" * (MAX_LENGTH + 1))


def test_parentheses_nest_to_the_greatest_depth_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "(" * depth + "a" + ")" * depth

    assert parse(nested(MAX_DEPTH)) == A
    with pytest.raises(QuerySyntaxError) as caught:
        parse(nested(MAX_DEPTH + 1))
    assert caught.value.position == MAX_DEPTH + 1


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("(", "more than 50 operators or parentheses within each other"),
        ("(a ", "more than 50 operators or parentheses within each other"),
        ("NOT ", "more than 50 operators or parentheses within each other"),
        ("-", "more than 50 operators or parentheses within each other"),
        ("a OR ", "more than 256 words"),
        ("a AND ", "more than 256 words"),
        ("a ", "more than 256 words"),
        ("(a) ", "more than 256 words"),
        ("'a b ", "more than 256 words"),
        ("/a ", "more than 256 words"),
        ("000 ", ""),
        ("a)", "this parenthesis was never opened"),
        ('"a ', "more than 256 words"),
        ("* ", "* would match every word"),
        ("doc:x ", "more than 256 words"),
        ("!", "more than 50 operators or parentheses within each other"),
        ("|", f"there is no letter or digit to search for in {'|' * 60}…"),
        ("a|", "more than 256 words"),
        ("a(b|", "more than 50 operators or parentheses within each other"),
    ],
)
def test_ten_thousand_characters_of_a_unit_give_a_tree_or_an_error(
    unit: str, expected: str
) -> None:
    assert complaint((unit * MAX_LENGTH)[:MAX_LENGTH]) == expected


def test_a_hint_is_tried_once_whatever_is_open() -> None:
    assert complaint("(" * 50 + "a”" + ")" * 50) == "this quotation mark is never closed"


@pytest.mark.parametrize(
    "unit",
    ["(", "a OR ", '"', "NOT ", "a ", "(a) ", '"a" ', "doc:x ", "a~1 ", "a|", "!", "a.* ", "a(b|"],
)
def test_twice_the_query_takes_at_most_twice_the_steps(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0

    def counted(self: Parser, place: int) -> bool:
        nonlocal steps
        steps += 1
        return is_word_end(self, place)

    is_word_end = Parser.is_word_end
    monkeypatch.setattr(Parser, "is_word_end", counted)

    taken = []
    for repeated in (500, 1000):
        steps = 0
        complaint(unit * repeated)
        taken.append(steps)

    assert taken[1] <= 2 * taken[0] + 50


def test_the_leaves_of_a_tree_leave_out_what_is_excluded() -> None:
    assert list(leaves(parse('a (b OR "c d") NOT d kind:note'))) == [
        A,
        B,
        Typed("phrase", "c d"),
        Field("kind", "note"),
    ]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (A, True),
        (Not(A), False),
        (And((A, Not(B))), True),
        (And((Not(A), Not(B))), False),
        (Or((A, B)), True),
        (Or((A, Not(B))), False),
        (And((C, Or((A, Not(B))))), True),
    ],
)
def test_a_tree_is_grounded_if_it_asks_for_something_to_be_there(
    tree: Node, expected: bool
) -> None:
    assert is_grounded(tree) is expected


def complaint(query: str) -> str:
    try:
        parse(query)
    except QueryError as error:
        return error.message
    return ""


WORDS = st.sampled_from("a self-reliance people's 제8차대회 U.S. 19 10,000 not and é".split())
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LEAVES = st.one_of(
    WORDS.map(lambda word: Typed("word", word)),
    PHRASES.map(lambda text: Typed("phrase", text)),
    st.builds(Typed, st.just("phrase"), PHRASES, st.integers(0, MAX_BETWEEN)),
    st.builds(Typed, st.just("fuzzy"), WORDS, st.integers(0, MAX_EDITS)),
    st.sampled_from(["pre*", "w?ld", "self-rel*"]).map(lambda text: Typed("wildcard", text)),
    st.sampled_from(["re.*", "a|b", "[ab]+"]).map(lambda text: Typed("regex", text)),
    st.builds(
        Field,
        st.sampled_from(["document", "kind", "section", "note"]),
        st.sampled_from(["paper", "II", "7", "Part 3", "table_row"]),
    ),
)


def groups(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    # A run or a conjunction of exclusions alone has nothing to exclude from.
    return st.one_of(
        several.map(Or),
        st.builds(lambda child: InSentence((child,)), children),
        st.builds(lambda first, rest: Run((first, *rest)), LEAVES, several),
        st.builds(lambda first, rest: And((first, *rest)), LEAVES, several),
        children.map(Not),
    )


TREES = st.recursive(LEAVES, groups, max_leaves=10).filter(is_grounded)
# Left out: the question mark, thousands with a blank, double quotes within single ones.
SIGNS = st.sampled_from(
    'a b US 19 제8차 AND OR NOT or - ! " “ ” ( ) ~ ~2 ~5 ~100 / : doc: kind:note section:II * pre* '
    "/re/ within:sentence word~1 — . \\ [ ] | + ^ « » ‹ › ‚ ″ ′ self-reliance people's http://x.y/z".split(
        " "
    )
    + [" "] * 12
)
JUNK = st.lists(SIGNS, max_size=20).map("".join)
WILD = st.lists(
    st.sampled_from([*"()\"“”'’~~/::-*? \t\0", " AND ", " OR ", " NOT ", "doc:"]) | st.characters(),
    max_size=60,
).map(lambda parts: "".join(parts)[:300])


@thorough
@given(TREES)
def test_a_tree_written_out_parses_to_itself(tree: Node) -> None:
    assert parse(str(tree)) == tree


@thorough
@given(JUNK)
def test_a_query_written_out_parses_to_the_same_tree(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError:
        return
    assert parse(str(tree)) == tree


@thorough
@given(WILD)
def test_any_string_gives_a_grounded_tree_or_an_error_with_a_hint(query: str) -> None:
    try:
        good = is_grounded(parse(query))
    except QuerySyntaxError as error:
        good = 0 <= error.position <= len(error.query) and bool(error.hint)
    except QueryError as error:
        good = bool(error.hint)

    assert good
