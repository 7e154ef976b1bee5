"""What is counted, as tables: the columns, the rows, and what they rest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.frequency import Frequency, frequency_list, part_frequencies
from wp8.analysis.counts.table import Concordance, Dispersion, Table
from wp8.errors import QueryError
from wp8.words.english.stop_words import SOURCE, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.analysis.counts.concordance import ConcordanceLine
    from wp8.analysis.counts.counting import Counting

_PER_THOUSAND: Final = {"per_thousand": "1000 · frequency / running words"}
_LISTED: Final = {
    **_PER_THOUSAND,
    "texts": "documents that have it",
    "range": "passages that have it",
}
# What of collocates a person reads unless told; the other formats have all that is computed.
_SIDE_BY_SIDE: Final = (
    *("form", "joint_frequency", "frequency", "expected"),
    *("log_likelihood", "mi", "log_dice", "t_score"),
)
_CONCORDANCE: Final = ("id", "left", "node", "right", "span", "quoted")


def frequencies_of(items: Sequence[str], counting: Counting) -> Table:
    """Return how often each of `items` occurs: in all, in each document, in each section."""
    found = {item: counting.item_frequencies(item) for item in items}
    rows = list(part_frequencies(counting.words, found))
    columns = ("form", "document", "section", "frequency", "words", "per_thousand")
    return Table("frequency", columns, rows, counting.parameters(), _PER_THOUSAND)


def frequencies(counting: Counting, lengths: range, *, stop_words: bool) -> Table:
    """Return every word, or n-gram of these lengths, with its frequencies.

    With `stop_words`, those are left out.
    """
    found = frequency_list(counting.words, lengths=lengths, without=_left_out(stop_words))
    how = _described(lengths, counting, stop_words)
    return _list_table("frequency", found, counting.parameters() | how)


def vocabulary_list(
    counting: Counting, only: str | None, lengths: range, *, stop_words: bool
) -> Table:
    """Return the words or n-grams that all documents have, or `only` one of them."""
    from wp8.analysis.counts.vocabulary import shared, unique

    without = _left_out(stop_words)
    if only:
        found = unique(counting.words, only, lengths=lengths, without=without)
    else:
        found = shared(counting.words, lengths=lengths, without=without)
    how = {"documents_with_them": only or "all", **_described(lengths, counting, stop_words)}
    return _list_table("vocabulary", found, counting.parameters() | how)


def concordance_table(
    lines: Sequence[ConcordanceLine], parameters: Mapping[str, object]
) -> Concordance:
    """Return concordance lines as a table."""
    rows = [
        (line.record.id, line.left, line.node, line.right, line.span, quote and quote.kind)
        for line in lines
        for quote in (line.record.quote_of(line.span),)
    ]
    return Concordance("concordance", _CONCORDANCE, rows, parameters, {}, _CONCORDANCE[:4])


def collocates_table(
    counting: Counting,
    node: str,
    *,
    window: tuple[int, int],
    measures: Sequence[str],
    least: int,
    exact: bool,
) -> Table:
    """Return the words that stand near a node, the strongest by the first of `measures` first."""
    from wp8.analysis.counts.collocates import RANKED_BY, collocates

    nodes = counting.stretches(counting.tree(node, exact=exact))
    left, right = window
    found = collocates(
        counting.words, nodes, left=left, right=right, least=least, measures=measures
    )
    parameters = {
        **counting.parameters(),
        "node": node,
        "node_frequency": found.node,
        "window": f"{left}:{right}",
        "measure": measures[0] if measures else RANKED_BY,
        "least_joint": least,
    }
    in_text = tuple(dict.fromkeys((*_SIDE_BY_SIDE, *measures)))
    columns = found.columns
    return Table("collocates", columns.names, found.rows, parameters, columns.formulas, in_text)


def keyness_table(
    counting: Counting, target: str, reference: str, *, least: int, measures: Sequence[str]
) -> Table:
    """Return the words that are more frequent in the records of one query than of another."""
    from wp8.analysis.counts.keyness import ALPHA, keyness

    sides = [counting.part(query) for query in (target, reference)]
    records = [side.heads.ids for side in sides]
    parameters = counting.parameters(sides[0]) | {
        "target": target,
        "reference": reference,
        "records": f"{len(records[0])} and {len(records[1])}",
        "reference_size": sides[1].size,
        "types_tested": len(sides[0].frequencies | sides[1].frequencies),
        "alpha": ALPHA,
        **_measured_by(measures),
    }
    if common := set(records[0]).intersection(records[1]):
        parameters["records_on_both_sides"] = len(common)
    rows, columns = keyness(sides[0], sides[1], least=least, measures=measures)
    return Table("keyness", columns.names, rows, parameters, columns.formulas)


def dispersion_table(
    items: Sequence[str], counting: Counting, *, parts: str, measures: Sequence[str]
) -> Dispersion:
    """Return how evenly each of `items` is spread over parts, and where in documents it stands."""
    from wp8.analysis.counts.dispersion import dispersion, places

    words = counting.words
    found = {item: counting.item_stretches(item) for item in items}
    rows, columns = dispersion(words, found, parts=parts, measures=measures)
    where = [place for row in rows for place in places(words, row.form, found[row.form])]
    about = counting.parameters() | {"parts": parts} | _measured_by(measures)
    return Dispersion("dispersion", columns.names, rows, about, columns.formulas, places=where)


def richness_table(
    counting: Counting, *, segment: int, window: int, measures: Sequence[str]
) -> Table:
    """Return types, tokens and their ratios, in all and in each document."""
    from wp8.analysis.counts.vocabulary import richness

    rows, columns = richness(counting.words, segment=segment, window=window, measures=measures)
    sizes = counting.parameters() | {"segment": segment, "window": window}
    sizes |= _measured_by(measures)
    return Table("vocabulary", columns.names, rows, sizes, columns.formulas)


def _measured_by(measures: Sequence[str]) -> dict[str, object]:
    """Return the parameter of a table that is sorted by a measure asked for."""
    return {"measure": measures[0]} if measures else {}


def ngram_lengths(typed: str | int) -> range:
    """Return the lengths of n-grams that `2` or `2-4` names.

    Raises:
        QueryError: If it names none from 1 to 9.
    """
    named = re.fullmatch(r"([1-9])(?:-([1-9]))?", str(typed))
    if not named or int(named[2] or named[1]) < int(named[1]):
        raise QueryError(
            f"{str(typed)[:20]!r} is not a length from 1 to 9, or two with a hyphen: 2-4",
            hint="as in: --ngrams 2-4",
        )
    return range(int(named[1]), int(named[2] or named[1]) + 1)


def window_sides(typed: str) -> tuple[int, int]:
    """Return the numbers of words to the left and to the right that `5:5` names.

    Raises:
        QueryError: If it names none.
    """
    named = re.fullmatch(r"(\d{1,2}):(\d{1,2})", typed)
    if not named or not int(named[1]) + int(named[2]):
        raise QueryError(
            f"{typed[:20]!r} is not two numbers of words with a colon: 5:5",
            hint="as in: --window 5:5",
        )
    return int(named[1]), int(named[2])


def _list_table(name: str, rows: list[Frequency], parameters: dict[str, object]) -> Table:
    """Return a list of frequencies as a table, of the same columns whatever is counted."""
    return Table(name, Frequency._fields, rows, parameters, _LISTED)


def _left_out(stop_words: bool) -> frozenset[str]:
    return STOP_WORDS if stop_words else frozenset()


def _described(lengths: range, counting: Counting, stop_words: bool) -> dict[str, object]:
    """Return the parameters of a list: the lengths of its n-grams, the words left out."""
    spread = f"{lengths[0]}-{lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    found: dict[str, object] = {"ngrams": spread}
    if stop_words:
        there = STOP_WORDS.intersection(counting.words.counts())
        found |= {"stop_words": SOURCE, "left_out": " ".join(sorted(there))}
    return found
