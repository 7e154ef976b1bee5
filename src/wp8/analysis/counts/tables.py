"""What is counted, as tables: the columns, the rows, and what they rest on."""

from __future__ import annotations

import re
from dataclasses import replace
from math import comb
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.frequency import (
    GroupFrequency,
    group_frequencies,
    part_frequencies,
)
from wp8.analysis.counts.lists.frequency_list import Frequency, first_of
from wp8.analysis.counts.lists.listing import Listing
from wp8.analysis.counts.table import Concordance, Dispersion, Table
from wp8.errors import QueryError
from wp8.numbers import numbered
from wp8.results import Remade
from wp8.words.english.stop_words import SOURCE, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.concordance import ConcordanceLine
    from wp8.analysis.counts.counting import Asked, Counting
    from wp8.analysis.counts.population import Population
    from wp8.query.fields.groups import Groups

# With a lower expected frequency G² is hardly χ²: Cochran's rule (1954).
LEAST_EXPECTED: Final = 5
# Of keyness: all that is counted but the target.
REST: Final = "rest"
_PER_THOUSAND: Final = {"per_thousand": "1000 · frequency / running words"}
_LISTED: Final = {
    **_PER_THOUSAND,
    "texts": "documents that have it",
    "range": "passages that have it",
}
_GROUPED: Final = {**_PER_THOUSAND, "texts": "documents of the group that have it"}
# Of n-grams with words skipped: so many for each word of the texts.
MOST_WAYS: Final = 100
_LEAST_WITH_GAP: Final = 3
# What of collocates a person reads unless told; the other formats have all that is computed.
_SIDE_BY_SIDE: Final = (
    *("frequency", "expected"),
    *("signed_log_likelihood", "mi", "log_dice", "t_score"),
)
_WINDOWS: Final = (
    "end with the record, its cell or layer; a word in two counts once, at the nearer node; "
    "the words of nodes count in none"
)
_CONCORDANCE: Final = ("id", "left", "node", "right", "span", "quoted")


def frequencies_of(
    items: Sequence[str], counting: Counting, asked: Asked, groups: Groups | None = None
) -> Table:
    """Return how often each of `items` occurs: in all, and in each document and section.

    Or it is in each of `groups`.
    """
    found = {item: asked.frequencies(item, counting) for item in items}
    if groups:
        about = counting.parameters() | asked.parameters() | _grouped(groups, counting.words)
        cells = list(group_frequencies(counting.words, found, groups))
        return Table("frequency", GroupFrequency._fields, cells, about, _GROUPED)
    rows = list(part_frequencies(counting.words, found))
    columns = ("form", "document", "section", "frequency", "words", "per_thousand")
    about = counting.parameters() | asked.parameters()
    return Table("frequency", columns, rows, about, _PER_THOUSAND)


def frequencies(counting: Counting, listing: Listing, limit: int | None = None) -> Table:
    """Return the words or n-grams that are listed, at most `limit`, with their frequencies."""
    about = counting.parameters() | _described(listing, counting)
    rows, total = first_of(counting.words, listing, limit)
    return replace(_list_table("frequency", rows, about), total=total)


def frequencies_by(groups: Groups, counting: Counting, listing: Listing) -> Table:
    """Return how often each group of records has each word or n-gram that is listed."""
    from wp8.analysis.counts.lists.by_group import listed_by

    columns, rows, found = listed_by(counting.words, listing, groups)
    about = counting.parameters() | _grouped(groups, counting.words)
    about |= _described(listing, counting)
    said = {name: formula for name, formula in _LISTED.items() if name in columns}
    return Table("frequency", columns, rows, about, said, by_group=found)


def _parts(groups: Groups, words: Population) -> Iterator[tuple[str, Population]]:
    """Yield the words of each group, in the order of the groups."""
    named = groups.of_records(words.heads.documents, words.heads.sections)
    return words.each(named, groups.in_order)


def _grouped(groups: Groups, words: Population) -> dict[str, object]:
    """Return the parameters of a table by groups."""
    return groups.parameters(words.heads.documents)


def vocabulary_list(counting: Counting, only: str | None, listing: Listing) -> Table:
    """Return the words or n-grams that all documents have, or `only` one of them."""
    from wp8.analysis.counts.vocabulary import shared, unique

    words = counting.words
    found = unique(words, only, listing) if only else shared(words, listing)
    how = {"documents_with_them": only or "all", **_described(listing, counting)}
    return _list_table("vocabulary", found, counting.parameters() | how)


def concordance_table(
    lines: Sequence[ConcordanceLine], parameters: Mapping[str, object]
) -> Concordance:
    """Return concordance lines as a table."""
    rows = Remade(len(lines), lambda: map(_line_cells, lines))
    kept = rows if isinstance(lines, Remade) else [*rows]
    columns = _CONCORDANCE
    return Concordance("concordance", columns, kept, parameters, {}, columns[:4], lines=lines)


def _line_cells(line: ConcordanceLine) -> tuple[object, ...]:
    quote = line.record.quote_of(line.span)
    return line.record.id, line.left, line.node, line.right, line.span, quote and quote.kind


def collocates_table(
    counting: Counting,
    node: str,
    asked: Asked,
    *,
    window: tuple[int, int],
    measures: Sequence[str],
    more: Sequence[str],
    least: int,
    least_frequency: int,
    repelled: bool,
) -> Table:
    """Return the words that stand near a node, the strongest by the first of `measures` first."""
    from wp8.analysis.counts.collocates import RANKED_BY, collocates

    nodes = asked.occurrences(node, counting)
    left, right = window
    found = collocates(
        counting.words,
        nodes,
        left=left,
        right=right,
        least=least,
        least_frequency=least_frequency,
        repelled=repelled,
        measures=measures,
        more=more,
    )
    parameters = {
        **counting.parameters(),
        **asked.parameters(),
        "node": node,
        "node_frequency": found.node,
        "window": f"{left}:{right}",
        "windows": _WINDOWS,
        "words_in_windows": found.near,
        "words_without_node": found.size,
        "measure": measures[0] if measures else RANKED_BY,
        "direction": "repelled: joint below expected" if repelled else "attracted",
        "least_joint": None if repelled else least,
        "least_expected": least if repelled else None,
        "least_frequency": least_frequency,
    }
    columns = found.columns
    place = columns.names.index("expected")
    if few := sum(row[place] < LEAST_EXPECTED for row in found.rows):
        parameters["small_expected"] = (
            f"below {LEAST_EXPECTED} in {numbered(few, 'row')}: χ² is no guide there"
        )
    counted = columns.names[: columns.names.index("frequency")]
    in_text = tuple(dict.fromkeys((*counted, *_SIDE_BY_SIDE, *measures)))
    return Table("collocates", columns.names, found.rows, parameters, columns.formulas, in_text)


def keyness_table(
    counting: Counting,
    target: str,
    reference: str | None,
    *,
    reference_list: str | None,
    reference_size: int | None,
    lengths: range,
    stop_words: bool,
    least: int,
    measures: Sequence[str],
) -> Table:
    """Return what is more frequent in the records of one query than on another side.

    That side is a list of words in a file, or the records of another query; `rest` are all but
    those of the first.

    Raises:
        CorpusError: The list cannot be read.
        QueryError: A side has no words, or there is not one reference.
    """
    from wp8.analysis.counts.keyness import ALPHA, IN_TEXT, RANKED_BY, keyness, side, side_of

    part = _with_words("target", target, counting.part(target), counting)
    about: dict[str, object] = {"target": target, "records": f"{len(part.heads.ids)}"}
    if reference_list is not None and reference is None:
        from wp8.analysis.counts.reference_list import read_list

        found = read_list(reference_list, counting.items, size=reference_size, lengths=lengths)
        against = side_of(found.counts, found.size)
        about |= found.parameters
    elif reference is not None and reference_list is None and reference_size is None:
        chosen = counting.rest(part) if reference == REST else counting.part(reference)
        other = _with_words("reference", reference, chosen, counting)
        against = side(other, lengths)
        about |= _compared_with(reference, other, part)
    else:
        raise QueryError(
            "the target is compared with one reference: a query, or a list, which may have a size",
            hint="--reference QUERY, --reference rest or --reference-list FILE",
        )
    listing = Listing(lengths, least=least, without=_left_out(stop_words))
    rows, columns = keyness(
        side(part, lengths), against, least=least, without=listing.without, measures=measures
    )
    parameters = {
        **counting.parameters(part),
        **about,
        **_described(listing, counting),
        "least_frequency": least,
        "types_tested": len(rows),
        "alpha": ALPHA,
        "correction": f"Bonferroni for the interval of the Log Ratio, {ALPHA} / {len(rows):,}",
        "measure": measures[0] if measures else ", ".join(RANKED_BY),
    }
    in_text = tuple(dict.fromkeys((*IN_TEXT, *measures)))
    return Table("keyness", columns.names, rows, parameters, columns.formulas, in_text)


def _compared_with(query: str, other: Population, part: Population) -> dict[str, object]:
    """Return the parameters of a comparison of `part` with the words of another query."""
    common = other.common(part)
    return {
        "reference": query,
        "records": f"{len(part.heads.ids)} and {len(other.heads.ids)}",
        "reference_size": other.size,
        **({"records_on_both_sides": common} if common else {}),
    }


def _with_words(side: str, query: str, part: Population, counting: Counting) -> Population:
    """Return `part`, the words of the records that answer the query of a side, if there are any.

    Raises:
        QueryError: There are none.
    """
    if part.size:
        return part
    if part.heads.ids:
        why = f"the {numbered(len(part.heads.ids), 'record')} of {query} have none that count"
        hint = "leave --quotes away" if part.layer else None
    elif query == REST:
        why = "every record answers the target"
        hint = "narrow the target, or compare with a list: --reference-list FILE"
    else:
        why, hint = f"no hits for {query}", counting.why_none(query)
    raise QueryError(f"the {side} has no words: {why}", hint=hint)


def dispersion_table(
    items: Sequence[str],
    counting: Counting,
    asked: Asked,
    *,
    parts: str,
    measures: Sequence[str],
    groups: Groups | None = None,
) -> Dispersion:
    """Return how evenly each of `items` is spread over parts, and where in documents it stands.

    Parts that no paragraph, section or document is are `groups`; what is in several of them is in
    a part of its own.
    """
    from wp8.analysis.counts.dispersion import dispersion, places

    words = counting.words
    heads = words.heads
    found = {item: asked.occurrences(item, counting) for item in items}
    named = groups.of_records(heads.documents, heads.sections) if groups else None
    part_of = list(map(frozenset, named)) if named is not None else None
    rows, columns = dispersion(words, found, parts=parts, part_of=part_of, measures=measures)
    where = [place for row in rows for place in places(words, row.form, found[row.form])]
    about = counting.parameters() | asked.parameters() | {"parts": parts} | _measured_by(measures)
    if groups and any(len(groups.of_document(name)) > 1 for name in heads.documents):
        about["several"] = f"documents of the same several values of {parts} are one part"
    return Dispersion("dispersion", columns.names, rows, about, columns.formulas, places=where)


def richness_table(
    counting: Counting,
    *,
    segment: int,
    window: int,
    measures: Sequence[str],
    groups: Groups | None = None,
) -> Table:
    """Return types, tokens and their ratios, in all and in each document, or in each group."""
    from wp8.analysis.counts.vocabulary import richness

    words = counting.words
    parts = _parts(groups, words) if groups else None
    rows, columns = richness(words, segment=segment, window=window, measures=measures, groups=parts)
    sizes = counting.parameters() | (_grouped(groups, words) if groups else {})
    sizes |= {"segment": segment, "window": window}
    sizes |= _measured_by(measures)
    return Table("vocabulary", columns.names, rows, sizes, columns.formulas)


def _measured_by(measures: Sequence[str]) -> dict[str, object]:
    """Return the parameter of a table that is sorted by a measure asked for."""
    return {"measure": measures[0]} if measures else {}


def listing_of(
    *, ngrams: str | int, gap: bool, skip: int, match: str, min: int, stop_words: bool
) -> Listing:
    """Return the listing that options name.

    Raises:
        QueryError: If they name none, or too many ways to take the words of an n-gram.
    """
    lengths = ngram_lengths(ngrams)
    if gap and (skip or lengths[0] < _LEAST_WITH_GAP):
        raise QueryError(
            "--gap opens a word within n-grams of three words or more, and skips none",
            hint="as in: --ngrams 3-4 --gap",
        )
    if skip and lengths[0] == 1:
        raise QueryError(
            "--skip is for n-grams of two words or more", hint="as in: --ngrams 2 --skip 3"
        )
    if (ways := comb(lengths[-1] - 1 + skip, skip)) > MOST_WAYS:
        raise QueryError(
            f"{lengths[-1]} words of {lengths[-1] + skip} can be taken in {ways:,} ways; "
            f"at most {MOST_WAYS} are counted",
            hint="give a lower --skip or --ngrams",
        )
    if match:
        _require_length(match, lengths)
    return Listing(lengths, gap, skip, match, min, _left_out(stop_words))


def _require_length(match: str, lengths: range) -> None:
    """Raise a QueryError if no n-gram has as many words as a pattern."""
    from wp8.query.language.patterns import as_counted, is_of_letters

    number = 1 if is_of_letters(match) else len(as_counted(match))
    if number > 1 and number not in lengths:
        listed = "words" if lengths == range(1, 2) else "other n-grams"
        raise QueryError(
            f"--match {match} is of {number} words, and {listed} are listed",
            hint=f"for those: --ngrams {number}",
        )


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


def _list_table(name: str, rows: Sequence[Frequency], parameters: dict[str, object]) -> Table:
    """Return a list of frequencies as a table, of the same columns whatever is counted."""
    return Table(name, Frequency._fields, rows, parameters, _LISTED)


def _left_out(stop_words: bool) -> frozenset[str]:
    return STOP_WORDS if stop_words else frozenset()


def _described(listing: Listing, counting: Counting) -> dict[str, object]:
    """Return the parameters of a list: how its n-grams are made, and what is left out."""
    first, last = listing.lengths[0], listing.lengths[-1]
    found: dict[str, object] = {
        "ngrams": f"{first}-{last}" if last > first else str(first),
        "gap": "one word open, a *" if listing.gap else "",
        "skip": f"up to {listing.skip}" if listing.skip else "",
        "match": listing.match,
        "least_frequency": listing.least if listing.least > 1 else 0,
    }
    if listing.without:
        there = listing.without.intersection(counting.words.types())
        found |= {"stop_words": SOURCE, "left_out": " ".join(sorted(there))}
    return {name: value for name, value in found.items() if value}
