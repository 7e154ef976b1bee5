"""What other tools have a query written like, and the query that does it here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.errors import Wp8Error
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.advice import advise
from wp8.query.language.habits import habit
from wp8.query.language.parser import SMALL_OPERATORS, parse
from wp8.query.search import Question, search

BACKEND = MemoryBackend(
    [
        Record("a:1", "a", "paragraph", "", 1, None, "The harbor, or the town's quay", "a", (1, 1)),
        Record("a:2", "a", "paragraph", "", 2, None, "A quay near 조선로동당", "a", (2, 2)),
    ]
)


@pytest.mark.parametrize(
    ("query", "here"),
    [
        ("harbor or quay", "harbor OR quay"),
        ("author: Kim quay", "author:Kim quay"),
        ('quay date: 2019.. section: "a b"', 'quay date:2019.. section:"a b"'),
        ("harbor and quay or town", "harbor AND quay OR town"),
        ("harbor not quay", "harbor NOT quay"),
        ("harbor and not quay", "harbor AND NOT quay"),
        ('"the quay" or (harbor or town)', '"the quay" OR (harbor OR town)'),
        ("tons NEAR cement", '"tons cement"~10'),
        ("tons NEAR/3 cement", '"tons cement"~3'),
        ("tons near3 cement", '"tons cement"~3'),
        ("ten tons w/2 cement now", 'ten "tons cement"~2 now'),
        ("tons NEAR/1000 cement", '"tons cement"~10'),
        ("NEAR(tons cement, 5)", '"tons cement"~5'),
        ('[lemma="plan"] [] "year"', '"plan year"~1'),
        ('[word="plan"][]{0,3}[word="year"]', '"plan year"~3'),
        ('[word="plan"] [word="year"]', '"plan year"'),
        ('[lemma="plan.*"]', "plan*"),
        ('[lc="plan" %c]', "plan"),
        ("/(five|ten) year/", "/(five|ten)/ year"),
        ("/harbor qua.*/ ", "harbor /qua.*/"),
        ("harb[ao]ur [Qq]uay", "/harb[ao]ur/ /[Qq]uay/"),
        ("[a-z]+our", "/[a-z]+our/"),
        ("qu{1,2}ay", "/qu{1,2}ay/"),
        ("^The", "/The.*/"),
        ("harbor Quay$", "harbor /.*Quay/"),
        ("^quay$", "/quay/"),
        ("^[A-Z]uay", "/[A-Z]uay.*/"),
        ("(harb[ao]r OR quay)", "(/harb[ao]r/ OR quay)"),
        ("quay -harb[ao]r(s|ed)?", "quay -/harb[ao]r(s|ed)?/"),
        ("self-relian[ct]e", "/self-relian[ct]e/"),
        # Of a name, all is left out.
        ("quay NOT Ada van Hoorn town", "quay NOT (Ada van Hoorn) town"),
        ("quay -Ada Hoorn", "quay -(Ada Hoorn)"),
        ("quay not Ada Hoorn not Ben Hoorn", "quay NOT (Ada Hoorn) NOT (Ben Hoorn)"),
    ],
)
def test_what_is_written_as_elsewhere_is_written_as_here(query: str, here: str) -> None:
    found = habit(query)

    assert found is not None
    assert found.query == here


@pytest.mark.parametrize(
    "query",
    [
        "harbor OR quay",
        "/harbor/ /quay/",
        "/(harbor town|quay)/",
        "to be or not to be",
        "the people or the party",
        "Is it harbor or quay?",
        '"now or never"',
        "or harbor",
        "harbor not",
        "not harbor",
        "harbor or OR quay",
        "near the harbor",
        "harbor and quay",
        "[O]ur great people",
        "[sic] harbor",
        "harbor[1] quay[23]",
        "ten US$",
        "harbor 5$ ^ 2^10",
        "/harb[ao]ur/",
        '"harb[ao]ur"',
        '"harbor" "quay"',
        "[] []",
        "w/o harbor",
        "George W Bush",
        "the w3 consortium",
        "quay NOT town Hoorn",
        "quay NOT Hoorn town",
        "QUAY NOT ADA HOORN",
        "NOT Ada Hoorn",
        "quay NOT Ada OR Ben",
    ],
)
def test_what_is_written_as_here_is_left_alone(query: str) -> None:
    assert habit(query) is None


SIGNS = st.sampled_from(
    [
        *"ab!|()[]\"'=~*?-/.",
        *"harbor quai town's Town Ada of or not and OR AND NOT NEAR w/3 NEAR( []".split(),
        *("조선로둥당", "kind:paragraph"),
        '[lemma="a"]',
        *[" "] * 12,
    ]
)
TYPED = st.lists(SIGNS, max_size=16).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TYPED)
def test_what_is_written_as_here_has_no_other_habit(query: str) -> None:
    found = habit(query)

    assert found is None or habit(found.query) is None


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TYPED)
def test_a_query_that_can_be_read_is_advised_by_one_that_finds_something(query: str) -> None:
    try:
        parse(query)
        found = search(query, backend=BACKEND).total
    except Wp8Error:
        return
    if not found:
        for advice in advise(Question(query), backend=BACKEND):
            assert advice.query is None or search(advice.query, backend=BACKEND).total


@pytest.mark.parametrize("query", ["harbor or quay", "harbor not quay", "harbor NEAR quay"])
def test_an_operator_that_is_read_as_a_word_is_looked_for(query: str) -> None:
    assert habit(query)
    assert not SMALL_OPERATORS.isdisjoint(query.split())
