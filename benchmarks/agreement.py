"""Whether the engines agree, and no query is slow: queries drawn from the corpus's own words.

    python benchmarks/agreement.py [QUERIES]

Hypothesis draws words, phrases, Hangul, operators and junk. Each query is answered by the scan and
by Whoosh; ids, scores, totals and counts have to be equal, and only a QueryError (or a field that
names what the corpus does not have) may be raised. Printed are the times of Whoosh, in multiples
of their median.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.errors import QueryError, UnknownNameError
from wp8.index.scan.backend import MemoryBackend
from wp8.index.whoosh.backend import WhooshEngine
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse

RECORDS = read_records(load_corpus(Path(__file__).parent.parent / "corpus"))
FORMS = sorted({form for record in RECORDS for form in record.text.split()})
JUNK = st.text(alphabet=" \"'()*?~/-:“”’.ANDORT0123가나\x00\u200b", min_size=1, max_size=12)


def passages() -> st.SearchStrategy[str]:
    """Draw two to five words that stand together in the corpus."""

    def cut(place: tuple[int, int, int]) -> str:
        words = RECORDS[place[0] % len(RECORDS)].text.split()
        start = place[1] % len(words)
        return " ".join(words[start : start + 2 + place[2]])

    number = st.integers(0, 10**6)
    return st.tuples(number, number, st.integers(0, 3)).map(cut)


def queries() -> st.SearchStrategy[str]:
    """Draw queries: parts of the corpus and junk, with operators between and around them."""
    word = st.sampled_from(FORMS)
    part = st.one_of(
        word,
        passages(),
        passages().map(lambda text: f'"{text}"'),
        st.tuples(passages(), st.integers(0, 9)).map(lambda t: f'"{t[0]}"~{t[1]}'),
        word.map(lambda form: f"{form[:4]}*"),
        word.map(lambda form: f"{form[:2]}?{form[3:]}"),
        word.map(lambda form: f"{form[1:]}~1"),
        word.map(lambda form: f"/{form[:3]}.*/"),
        word.map(str.upper),
        st.sampled_from(["doc:paper", "kind:note", "section:II", "kind:verse", "note:7"]),
        JUNK,
    )
    operator = st.sampled_from([" ", " ", " AND ", " OR ", " NOT ", " -", " (", ") "])
    return st.lists(st.tuples(part, operator), min_size=1, max_size=4).map(
        lambda pairs: "".join(text + between for text, between in pairs[:-1]) + pairs[-1][0]
    )


def main(number: int = 10_000) -> None:
    """Draw and compare `number` queries, and print what came out."""
    memory = MemoryBackend(RECORDS)
    outcomes: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        WhooshEngine().build(folder, RECORDS)
        whoosh = WhooshEngine().open(folder)

        @settings(
            max_examples=number,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(queries())
        def compare(query: str) -> None:
            started = time.perf_counter()
            try:
                found = whoosh.search(Expander(whoosh.vocabulary).expand(parse(query)))
            except (QueryError, UnknownNameError) as error:
                outcomes[type(error).__name__] += 1
                return
            times.append((time.perf_counter() - started, query))
            assert found == memory.search(Expander(memory.vocabulary).expand(parse(query))), query
            outcomes["hits" if found.total else "no hits"] += 1

        compare()
    median = statistics.median(taken for taken, _ in times)
    print(f"{sum(outcomes.values())} queries agree: {dict(outcomes)}")
    print(f"median {median * 1000:.2f} ms; the slowest, in multiples of it:")
    for taken, query in sorted(times)[:-6:-1]:
        print(f"{taken / median:7.1f}  {query!r}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
