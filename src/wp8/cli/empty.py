"""What is said on stderr where nothing was found: no command leaves it unsaid."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wp8.cli.options import notify

if TYPE_CHECKING:
    from wp8.query.search import Question
    from wp8.workspace.session import Session


def say_why(question: Question, session: Session) -> None:
    """Say that a question has no hit, why, and what to type next."""
    from wp8.query.advice import advise
    from wp8.render.plain import advice_lines

    notify(f"no hits for {question.query}")
    sys.stderr.writelines(advice_lines(advise(question, backend=session.backend)))
