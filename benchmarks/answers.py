"""Every answer to drawn queries, a line each: what a change of speed must not change.

    python benchmarks/answers.py [--corpus DIR] [--engine NAME] [--queries N] >before
    … the change …
    python benchmarks/answers.py [--corpus DIR] [--engine NAME] [--queries N] >after
    diff before after

Without --corpus the corpus is the shipped one. Its words are drawn with a seed, so that the same
corpus is asked the same: each kind that `engines.py` asks, and trees, runs, questions and layers
beside them. A line has a digest of all ids, of the counts by
document, and of the best hits: their scores to the last digit and where they matched.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from engines import BEST, SEED, queries, records_of

from wp8.errors import Wp8Error
from wp8.index.engines import ENGINES, named_engine
from wp8.query.search import Question, Scope, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engines import Asked

    from wp8.query.page import Order

SHIPPED = Path(__file__).parent.parent / "corpus"
TREES = (
    "{a} {b}",
    "{the} {a} {of} {b}",
    "{the} {of}",
    "{a} ({b} OR {c})",
    "({a} OR {b}) AND ({b} OR {the})",
    "({a} AND {b}) OR ({c} NOT {the})",
    "{a} OR {a} OR {b}",
    "{the} NOT {of}",
    "{the} OR {of} OR {a}",
    "{the} AND {of} AND {a}",
    "{the} AND {of} NOT kind:heading",
    '"{the} {a}"~3 OR {b}',
    '"{the} {of}"~2',
    '{a} OR "{the} {of}"',
    "{a}* OR {b}",
    "{a}* AND {the}",
    "NOT {the}",
    "-{the} {a}",
    "what is {a} of {b}?",
    "({a} {b}) within:sentence",
    "{the} within:sentence",
    "{a}-{b}",
)


def drawn(asked: Mapping[str, Sequence[Asked]], number: int) -> Iterator[tuple[Order, Question]]:
    """Yield `number` queries and how they are asked, of each kind in turn."""
    rng = random.Random(SEED)
    words = [each.query for each in asked["word"]]
    frequent = sorted({each.query for each in asked["count"]})
    kinds = [*asked, *TREES, "exact", "quoted"]
    for place in range(number):
        kind = kinds[place % len(kinds)]
        a, b, c = rng.sample(words, 3)
        the, of = rng.sample(frequent, 2)
        order: Order = rng.choice(("relevance", "document"))
        question = Question(kind.format(a=a, b=b, c=c, the=the, of=of))
        if kind in asked:
            each = asked[kind][place // len(kinds) % len(asked[kind])]
            order, question = each.order, Question(each.query)
        elif kind == "exact":
            question = Question(f"{a} OR {the}", exact=True)
        elif kind == "quoted":
            question = Question(f"{a} OR {the}", Scope(quotes=rng.choice(("only", "without"))))
        yield order, question


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=SHIPPED)
    parser.add_argument("--engine", choices=list(ENGINES), default="tantivy")
    parser.add_argument("--queries", type=int, default=1000)
    given = parser.parse_args()
    records = records_of(given.corpus)
    with tempfile.TemporaryDirectory() as folder:
        named_engine(given.engine).build(folder, iter(records))
        backend = named_engine(given.engine).open(folder)
        for order, question in drawn(queries(records), given.queries):
            try:
                best = search(question, backend=backend, order=order, limit=BEST)
                every = search(question, backend=backend, order=order, only_ids=True)
            except Wp8Error as error:
                print(question.query, type(error).__name__, sep="\t")
                continue
            hits = [(hit.record.id, hit.score, hit.highlights) for hit in best.hits]
            exact = (hits, every.ids, every.documents)
            digest = hashlib.sha256(repr(exact).encode()).hexdigest()[:16]
            print(question.query, order, every.total, every.occurrences, digest, sep="\t")


if __name__ == "__main__":
    main()
