"""What is counted, as tables: the columns, the rows, and what they rest on."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.frequency import MOST_DOCUMENTS, frequency_list, part_frequencies
from wp8.analysis.counts.keyness import SMALL
from wp8.analysis.counts.table import Concordance, Dispersion, Table
from wp8.errors import QueryError
from wp8.words.tokens import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.analysis.counts.concordance import ConcordanceLine
    from wp8.analysis.counts.counting import Counting
    from wp8.analysis.counts.frequency import Frequency
    from wp8.analysis.counts.population import Population

_PER_THOUSAND: Final = {"per_thousand": "1000 · frequency / running words"}
_COLLOCATES: Final = {
    "expected": "E = k · node · frequency / N, k = words in the window (Evert 2008)",
    "log_likelihood": "G² = 2 Σ O ln(O/E), four cells, R1 = k · node (Dunning 1993, Evert 2008)",
    "mi": "log2(joint / E) (Church & Hanks 1990)",
    "mi3": "log2(joint³ / E) (Daille 1994)",
    "t_score": "(joint - E) / √joint (Church et al. 1991)",
    "z_score": "(joint - E) / √E (Evert 2004)",
    "dice": "2 · joint / (node + frequency), without the window (Smadja et al. 1996)",
    "log_dice": "14 + log2(dice) (Rychlý 2008)",
}
_KEYNESS: Final = {
    "log_likelihood": "G² = 2 Σ O ln(O/E), the item's two cells (Rayson & Garside 2000)",
    "log_likelihood_four_cell": "G² = 2 Σ O ln(O/E), all four cells (Dunning 1993)",
    "p": "class of that G² at 3.84 (.05), 6.63 (.01), 10.83 (.001), 15.13 (.0001)",
    "log_ratio": "log2 of the ratio of relative frequencies, 0 counted as 0.5 (Hardie 2014)",
    "log_ratio_conservative": "bound of its exact interval nearer 0, or 0 (Evert 2022)",
    "small": f"fewer than {SMALL} occurrences on both sides together",
}
_DISPERSION: Final = {
    "range": "parts with the item; a part is a paragraph",
    "dp": "½ Σ |v - s| over the parts' shares of item and words (Gries 2008)",
    "dp_norm": "dp / (1 - smallest s) (Lijffijt & Gries 2012); 0 even, 1 in one place",
    "juilland_d": "1 - (sd / mean) / √(parts - 1) of relative frequencies (Juilland 1970)",
    "arf": "average reduced frequency (Savický & Hlaváčová 2002)",
}
_VOCABULARY: Final = {
    "ttr": "types / tokens",
    "sttr": "mean TTR of consecutive segments, the remainder dropped",
    "mattr": "mean TTR of all windows (Covington & McFall 2010)",
}
_COLLOCATES_IN_TEXT: Final = (
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

    With `stop_words`, function words are left out.
    """
    found = frequency_list(counting.words, lengths=lengths, without=_left_out(stop_words))
    how = _described(lengths, stop_words)
    return _list_table("frequency", found, counting.words, counting.parameters() | how)


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
    how = {"documents_with_them": only or "all", **_described(lengths, stop_words)}
    return _list_table("vocabulary", found, counting.words, counting.parameters() | how)


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
    measure: str,
    least: int,
    exact: bool,
) -> Table:
    """Return the words that stand near a node, the strongest by `measure` first."""
    from wp8.analysis.counts.collocates import Collocate, collocates

    nodes = counting.stretches(counting.tree(node, exact=exact))
    left, right = window
    found = collocates(counting.words, nodes, left=left, right=right, least=least)
    rows = sorted(found.collocates, key=lambda row: (-getattr(row, measure), row.form))
    parameters = {
        **counting.parameters(),
        "node": node,
        "node_frequency": found.node,
        "window": f"{left}:{right}",
        "measure": measure,
        "least_joint": least,
    }
    return Table(
        "collocates", Collocate._fields, rows, parameters, _COLLOCATES, _COLLOCATES_IN_TEXT
    )


def keyness_table(counting: Counting, target: str, reference: str, *, least: int) -> Table:
    """Return the words that are more frequent in the records of one query than of another."""
    from wp8.analysis.counts.keyness import ALPHA, Keyword, keyness

    sides = [counting.part(query) for query in (target, reference)]
    records = [side.heads.ids for side in sides]
    parameters = counting.parameters(sides[0]) | {
        "target": target,
        "reference": reference,
        "records": f"{len(records[0])} and {len(records[1])}",
        "reference_size": sides[1].size,
        "types_tested": len(sides[0].frequencies | sides[1].frequencies),
        "alpha": ALPHA,
    }
    if common := set(records[0]).intersection(records[1]):
        parameters["records_on_both_sides"] = len(common)
    rows = keyness(sides[0], sides[1], least=least)
    return Table("keyness", Keyword._fields, rows, parameters, _KEYNESS)


def dispersion_table(items: Sequence[str], counting: Counting) -> Dispersion:
    """Return how evenly each of `items` is spread, and where it stands in each document."""
    from wp8.analysis.counts import dispersion

    words = counting.words
    found = {item: counting.item_stretches(item) for item in items}
    rows = [dispersion.dispersion(words, item, where) for item, where in found.items()]
    places = [p for item, where in found.items() for p in dispersion.places(words, item, where)]
    columns, about = dispersion.Dispersion._fields, counting.parameters()
    return Dispersion("dispersion", columns, rows, about, _DISPERSION, places=places)


def richness_table(counting: Counting, *, segment: int, window: int) -> Table:
    """Return types, tokens and their ratios, in all and in each document."""
    from wp8.analysis.counts.vocabulary import Richness, richness

    rows = richness(counting.words, segment=segment, window=window)
    sizes = counting.parameters() | {"segment": segment, "window": window}
    return Table("vocabulary", Richness._fields, rows, sizes, _VOCABULARY)


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


def _list_table(
    name: str, listed: list[Frequency], words: Population, parameters: dict[str, object]
) -> Table:
    """Return a list of frequencies as a table, with two columns for each of a few documents."""
    columns = ["form", "frequency", "per_thousand"]
    documents = dict.fromkeys(words.heads.documents)
    for document in documents if len(documents) <= MOST_DOCUMENTS else ():
        columns += [document, f"{document}_per_thousand"]
    distinct = {id(shares): shares for _, shares in listed}
    figures = {
        key: (*shares.whole, *chain.from_iterable(shares.documents.values()))
        for key, shares in distinct.items()
    }
    # A sum of tuples takes half as long as one that is unpacked into another.
    rows = [(item,) + figures[id(shares)] for item, shares in listed]
    return Table(name, tuple(columns), rows, parameters, _PER_THOUSAND)


def _left_out(stop_words: bool) -> frozenset[str]:
    return FUNCTION_WORDS if stop_words else frozenset()


def _described(lengths: range, stop_words: bool) -> dict[str, object]:
    """Return the parameters of a list: the lengths of its n-grams, the words left out."""
    spread = f"{lengths[0]}-{lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    found: dict[str, object] = {"ngrams": spread}
    if stop_words:
        found["left_out"] = " ".join(sorted(FUNCTION_WORDS))
    return found
