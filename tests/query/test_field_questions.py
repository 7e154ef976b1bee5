from __future__ import annotations

import pytest

from wp8.corpus.document import Document
from wp8.query.fields.questions import asked_field, stated
from wp8.results import Stated

SPEECH = Document(
    "address", "a.txt", "text", "Address on the Harvest", stated={
        "author": "A. Writer", "type": "speech", "issued": "1 May 1999", "publisher": "Field Press"
    },
)  # fmt: skip
NOTES = Document("notes", "b.txt", "text", "Notes", stated={"author": "B. Writer"})


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is the author of the address?", [("address", "author", "A. Writer")]),
        ("who wrote the speech", [("address", "author", "A. Writer")]),
        ("Who gave the address on the harvest?", [("address", "author", "A. Writer")]),
        ("When was the speech published?", [("address", "date", "1999-05-01")]),
        ("What is the date of the notes?", [("notes", "date", "")]),
        ("What is the title of the speech?", [("address", "title", "Address on the Harvest")]),
        ("Who published the address?", [("address", "publisher", "Field Press")]),
        ("Who are the authors of these texts?", [
            ("address", "author", "A. Writer"), ("notes", "author", "B. Writer"),
        ]),
        ("Who is the author?", [
            ("address", "author", "A. Writer"), ("notes", "author", "B. Writer"),
        ]),
    ],
)  # fmt: skip
def test_a_question_for_a_field_is_answered_by_the_documents_it_names(
    question: str, expected: list[tuple[str, str, str]]
) -> None:
    assert stated(question, [SPEECH, NOTES]) == [Stated(*each) for each in expected]


@pytest.mark.parametrize(
    "question",
    [
        "When was the harvest brought in?",
        "When was the harvest held?",
        "Who wrote about frost in the address?",
        "What date was the harvest?",
        "Who gave bread to the poor?",
        "Where is the address?",
        "?",
        "",
    ],
)
def test_a_question_for_something_else_is_not(question: str) -> None:
    assert stated(question, [SPEECH, NOTES]) == []


@pytest.mark.parametrize(
    ("question", "field"),
    [("who wrote it", "author"), ("when was it printed", "date"), ("where was it printed", None)],
)
def test_the_field_is_known_before_a_document_is_read(question: str, field: str | None) -> None:
    assert asked_field(question) == field
