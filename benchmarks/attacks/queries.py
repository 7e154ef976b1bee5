"""Queries through the library: nothing but wp8's own errors may be raised."""

from __future__ import annotations

import re
import subprocess
import time
import traceback
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import wp8
from attacks.own import WP8, Own
from attacks.rounds import Outcome, forked
from wp8.api import Corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from random import Random

BATCH: Final = 200
LONGEST: Final = 10_000
SHOWN: Final = 60
# What is asked most stands several times.
ASKED: Final[Sequence[Callable[[Corpus, str], object]]] = (
    *[lambda corpus, query: corpus.search(query, limit=10)] * 20,
    lambda corpus, query: corpus.search(query, exact=True, variants=True, sort="document"),
    Corpus.explain,
    Corpus.advise,
    Corpus.concordance,
    Corpus.frequency,
    Corpus.collocates,
    Corpus.dispersion,
    Corpus.locate,
    Corpus.show,
    Corpus.cite,
)
SIGNS: Final = (
    *"()\"'*?~/-:|!&^$[]{}\\.,;#%@=+<>_",
    *("“", "”", "‘", "’", "«", "»", "–", "\u0301", "\u200b", "\u202e", "\0", "\x1b[31m", "\n"),
    *("AND", "OR", "NOT", "and", "~9", "~0", "~99999", "kind:", "doc:", "section:", "note:", "::"),
)


def words_of(corpus: Path) -> list[list[str]]:
    """Return the words of each paragraph of the sources that are text."""
    sources = [path for path in sorted(corpus.iterdir()) if path.suffix in (".md", ".txt")]
    paragraphs = [p.split() for path in sources for p in path.read_text().split("\n\n")]
    return [words for words in paragraphs if words]


class Queries:
    """Queries that are made of the words of `paragraphs`."""

    def __init__(self, paragraphs: list[list[str]], chance: Random) -> None:
        self._paragraphs = paragraphs
        self._chance = chance

    def any(self) -> str:
        """Return a query of any kind."""
        makers = (self._valid, self._valid, self._mutated, self._mutated)
        others = (self._unicode, self._pasted, self._deep, self._long)
        return self._chance.choice((*makers, *makers, *others))()[:LONGEST]

    def _word(self) -> str:
        return self._chance.choice(self._chance.choice(self._paragraphs))

    def _words(self, most: int) -> str:
        words = self._chance.choice(self._paragraphs)
        start = self._chance.randrange(len(words))
        return " ".join(words[start : start + self._chance.randint(1, most)])

    def _letters(self) -> str:
        return re.sub(r"\W", "", self._word()) or "plan"

    def _part(self) -> str:
        word, number = self._letters(), self._chance.randrange(10)
        middle = len(word) // 2
        return self._chance.choice(
            (
                word,
                word,
                self._words(4),
                f'"{self._words(5)}"',
                f'"{self._words(3)}"~{number}',
                f'"{word} {self._letters()[:2]}*"',
                f"{word[: middle + 1]}*",
                f"*{word[middle:]}",
                f"{word[:middle]}?{word[middle + 1 :]}",
                f"{word}~{number % 3 or ''}",
                f"/{word[:middle]}.*{word[-1]}/",
                f"/({word}|{self._letters()})s?/",
                f"/[{word}]{{{number},}}/",
                word.upper(),
                f"“{word}”",
                f"{word}-{self._letters()}",
                f"paper:{number}",
                f"section:{number}",
                self._chance.choice(("doc:paper", "kind:note", "kind:verse", "doc:nowhere")),
            )
        )

    def _valid(self, depth: int = 2) -> str:
        between = (" ", " ", " AND ", " OR ", " NOT ", " -", " | ")
        parts = [
            f"({self._valid(depth - 1)})"
            if depth and not self._chance.randrange(5)
            else self._part()
            for _ in range(self._chance.randint(1, 4))
        ]
        return "".join(f"{self._chance.choice(between)}{part}" for part in parts)[1:]

    def _mutated(self) -> str:
        query = self._valid()
        for _ in range(self._chance.randint(1, 5)):
            at = self._chance.randrange(len(query) + 1)
            until = at + self._chance.choice((0, 0, 1, 3))
            new = self._chance.choice((*SIGNS, "", query[:at], self._word()))
            query = query[:at] + new + query[until:]
        return query

    def _unicode(self) -> str:
        planes = (0x80, 0x800, 0xD800, 0x10000, 0x110000)
        points = (
            self._chance.randrange(self._chance.choice(planes))
            for _ in range(self._chance.randint(1, 40))
        )
        return "".join(map(chr, points))

    def _pasted(self) -> str:
        return "\n\n".join(self._words(200) for _ in range(self._chance.randint(1, 4)))

    def _deep(self) -> str:
        depth = self._chance.choice((5, 49, 50, 51, 500, 4_000))
        before, after = self._chance.choice(
            (
                ("(", ")"),
                ("-(", ")"),
                ("(a OR ", ")"),
                ('"', '"'),
                ("NOT ", ""),
                ("“", "”"),
                ("[", ""),
            )
        )
        return before * depth + self._word() + after * self._chance.choice((depth, depth, 0))

    def _long(self) -> str:
        parts = [self._part() for _ in range(self._chance.choice((1, 1, 3)))]
        between = self._chance.choice((" ", " ", " OR ", " -", "", "-"))
        return between.join(parts * (LONGEST // len("".join(parts))))


def queries(folder: Path, rounds: Iterable[Random], engine: str, corpus: Path) -> Iterator[Outcome]:
    """Ask a query a round."""
    paragraphs = words_of(corpus)
    own = Own(corpus, folder / "index", engine)
    subprocess.run([*WP8, "reindex", *own.where], check=True, capture_output=True)
    settings = {"corpus": str(corpus), "index": str(own.indexes), "engine": engine}
    asked = ((c.choice(ASKED), Queries(paragraphs, c).any()) for c in rounds)
    while batch := list(islice(asked, BATCH)):
        while batch:
            done = forked(partial(answers, settings, batch))
            for (how, query), (wrong, seconds) in zip(batch, done.answers, strict=False):
                yield Outcome(shown(how, query), wrong, seconds)
            batch = batch[len(done.answers) :]
            if batch and done.wrong:
                # The process ended over this one.
                yield Outcome(shown(*batch.pop(0)), done.wrong, done.seconds)


def answers(settings: dict[str, Any], batch: Iterable[tuple[Any, str]]) -> Iterator[object]:
    """Yield for each query what was raised that is not wp8's, and the seconds that it took."""
    with wp8.open(**settings) as opened:
        for how, query in batch:
            started = time.process_time()
            wrong = ""
            try:
                with suppress(wp8.Wp8Error):
                    list(how(opened, query) or ())
            except Exception:  # noqa: BLE001 - this is what is looked for
                wrong = traceback.format_exc()
            yield wrong, time.process_time() - started


def shown(how: Callable[..., object], query: str) -> str:
    """Return a query in a line."""
    name = "search" if "lambda" in how.__qualname__ else how.__name__
    return f"{name} {query[:SHOWN]!a}, {len(query):,} characters"
