"""The decisions: each says since when it holds, or what superseded it, and so does their index."""

import re
from pathlib import Path

import pytest

DECISIONS = Path(__file__).parents[1] / "docs" / "decisions"
PAGES = sorted(DECISIONS.glob("[0-9]*.md"))
HEAD = re.compile(
    r"# (\d+)\. (.+)\n\n"
    r"\*\*Status\.\*\* (accepted|superseded(?: in part)? by \d+), (\d{4}-\d\d-\d\d)\n\n"
)


def row(page: Path) -> str:
    head = HEAD.match(page.read_text(encoding="utf-8"))
    assert head, f"{page.name} does not begin with its number, title, status and date"
    number, title, status, date = head.groups()
    return f"| [{number}]({page.name}) | {title} | {status} | {date} |"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_decision_stands_in_the_index_with_its_status_and_date(page: Path) -> None:
    assert row(page) in (DECISIONS / "README.md").read_text(encoding="utf-8").splitlines()


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))
