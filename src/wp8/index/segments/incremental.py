"""An index that is built upon an earlier one: only the documents that changed are indexed.

A file SOURCES has a line for each document in reading order: its segment, its first record there,
the number of its records, and the key of its source. An index with a segment of what changed has
the segments of the earlier one too: the same files under other names, nothing of them is copied.
"""

from __future__ import annotations

import os
import shutil
from array import array
from collections import Counter
from contextlib import closing
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.files import sync
from wp8.index.build.batch import capitals
from wp8.index.forms import read_capitals
from wp8.index.segments.changed_forms import write_changed_forms
from wp8.index.segments.segments import (
    SegmentedBackend,
    is_segmented,
    opened,
    segment_folder,
    write_slices,
)
from wp8.index.segments.slices import Slice
from wp8.index.store.digests import DIGESTS, listed, write_digests
from wp8.index.store.pages import Files
from wp8.index.store.trust import make_private_folder
from wp8.index.stored_vocabulary import read_facets, write_facets
from wp8.query.record_view import facets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from wp8.index.engine import SegmentEngine
    from wp8.index.forms import Capitals
    from wp8.index.stored_backend import SegmentBackend
    from wp8.model import Record
    from wp8.words.lexemes import Lexemes

_SOURCES: Final = "SOURCES"
# A segment of at most so many times what is to be written is written with it: so each record is
# written again only as often as the logarithm of their number.
_TIMES: Final = 2
# To write so many records takes no time.
_FEW: Final = 16
_NUMBER: Final = attrgetter("number")


class Base(NamedTuple):
    """An earlier index in `folder`: the slices of it that are `kept`, by keys, and those `left`."""

    folder: str
    kept: Mapping[str, Slice]
    left: Collection[Slice]


def chosen_base(folders: Iterable[str], keys: Collection[str]) -> Base | None:
    """Return the first of the indexes in `folders` most of whose records a corpus still has.

    `keys` are those of its sources. None if no index is worth to be built upon.
    """
    for folder in folders:
        slices = _sources(folder)
        size, lost = _size(slices), _size({key: slices[key] for key in slices.keys() - keys})
        if 2 * lost < size:
            kept = {key: each for key, each in slices.items() if key in keys} if lost else slices
            written = _FEW + lost
            fresh = len(keys) - len(slices)
            if fresh > 0:
                written += fresh * size // len(slices)
            worth = _without_small(kept, written)
            left = [each for key, each in slices.items() if key not in worth]
            return Base(folder, worth, left) if worth else None
    return None


def _size(slices: Mapping[str, Slice]) -> int:
    return sum(map(_NUMBER, slices.values()))


def _without_small(kept: Mapping[str, Slice], written: int) -> Mapping[str, Slice]:
    """Return what is kept but for the segments that are better written again.

    `written` is about how many records are to be written anyway.
    """
    sizes = Counter[int]()
    for each in kept.values():
        sizes[each.segment] += each.number
    dropped = set()
    for segment, size in reversed(sizes.most_common()):
        if size <= _TIMES * written:
            dropped.add(segment)
            written += size
    if not dropped:
        return kept
    return {key: each for key, each in kept.items() if each.segment not in dropped}


def _sources(folder: str) -> dict[str, Slice]:
    """Return the records of each document of the index in `folder`, by the key of its source."""
    try:
        with open(os.path.join(folder, _SOURCES), encoding="ascii") as file:
            words = file.read().split()
    except FileNotFoundError:
        return {}
    columns = (map(int, words[column::4]) for column in range(3))
    return dict(zip(words[3::4], map(Slice, *columns), strict=True))


def write_sources(folder: str, slices: Iterable[tuple[str, Slice]]) -> None:
    """Write where the records of each source are, after its key, in reading order."""
    lines = (f"{s.segment} {s.first} {s.number} {key}\n" for key, s in slices)
    with open(os.path.join(folder, _SOURCES), "x", encoding="ascii") as file:
        file.writelines(lines)


def write_upon(
    base: Base,
    folder: str,
    records: Iterable[Record],
    keys: Mapping[str, str],
    engine: SegmentEngine,
    lexemes: Lexemes,
) -> int:
    """Write an index into the empty `folder`, upon `base`; return the number of its records.

    `records` are those of the documents that `base` does not keep, in reading order; `keys` has
    the key of each document by its id, in reading order.
    """
    earlier = opened(base.folder, engine)
    try:
        kept = sorted({each.segment for each in base.kept.values()})
        places = {segment: place for place, segment in enumerate(kept)}
        for segment, place in places.items():
            _link(_segment_of(base.folder, segment), segment_folder(folder, place))
        # What an edition leaves out is most of what it brings: tokenized, it is known to the build.
        of_left = Counter[str]()
        lost = capitals(_noted(_left(base, earlier), of_left))
        new = segment_folder(folder, len(kept))
        counts = _write_segment(new, records, keys, engine)
        brought = new if counts else None
        moved = base.kept
        if kept[-1] >= len(kept):
            moved = {k: each._replace(segment=places[each.segment]) for k, each in moved.items()}
        slices = dict(in_order(keys, counts, moved, len(kept)))
        write_sources(folder, slices.items())
        write_slices(folder, slices.values())
        _write_facets(folder, earlier, of_left, brought)
        _write_forms(folder, base, lost, brought, lexemes)
    finally:
        earlier.close()
    return _size(slices)


def counted(
    records: Iterable[Record], documents: Iterable[str], counts: array[int]
) -> Iterator[Record]:
    """Yield `records`; put into `counts` how many each of `documents` has, in reading order.

    Behind the last that has one there are no counts.
    """
    coming, document = iter(documents), ""
    for record in records:
        while document != record.document:
            document = next(coming, record.document)
            counts.append(0)
        counts[-1] += 1
        yield record


def in_order(
    keys: Mapping[str, str], counts: Iterable[int], kept: Mapping[str, Slice], segment: int
) -> Iterator[tuple[str, Slice]]:
    """Yield each key in reading order, and its slice.

    It is kept, or the next of the documents that have `counts` of records in `segment`.
    """
    first = 0
    for key, number in zip(keys.values(), chain(counts, repeat(0)), strict=False):
        if key in kept:
            yield key, kept[key]
        elif number:
            yield key, Slice(segment, first, number)
            first += number


def _write_segment(
    folder: str, records: Iterable[Record], documents: Iterable[str], engine: SegmentEngine
) -> array[int]:
    """Write a segment, if there are records; return how many each of `documents` has."""
    counts = array("I")
    coming = counted(records, documents, counts)
    first = list(islice(coming, 1))
    if first:
        make_private_folder(folder)
        engine.build(folder, chain(first, coming))
        write_digests(folder)
        sync(folder)
    return counts


def _segment_of(folder: str, segment: int) -> str:
    return segment_folder(folder, segment) if is_segmented(folder) else folder


def _link(source: str, target: str) -> None:
    """Give the files of a folder with digests another name each, in a new folder."""
    make_private_folder(target)
    for name in (DIGESTS, *(name for _, _, name in listed(source))):
        here, there = os.path.join(source, name), os.path.join(target, name)
        try:
            os.link(here, there)
        except FileNotFoundError:
            raise
        except OSError:
            # Not every file system has links.
            shutil.copyfile(here, there)
            os.chmod(there, 0o600)
    sync(target)


def _write_facets(
    folder: str, earlier: SegmentBackend, of_left: Counter[str], new: str | None
) -> None:
    """Write the facets of what is kept and of what is in the folder `new`.

    `of_left` has in how many records each is that are not kept.
    """
    of_new: list[str] = []
    if new:
        with closing(Files(new)) as files:
            of_new = read_facets(files.read)
    query = earlier.query()
    rest = of_left.keys() - set(of_new)
    gone = {facet for facet in rest if len(query.with_facet(facet)) == of_left[facet]}
    write_facets(folder, sorted((set(earlier.vocabulary.facets()) - gone).union(of_new)))


def _write_forms(
    folder: str, base: Base, lost: Capitals, new: str | None, lexemes: Lexemes
) -> None:
    """Write the tokens and forms of what is kept and of what is in the folder `new`.

    `lost` is what capitals told of what is not kept.
    """
    if new:
        with closing(Files(new)) as files:
            lost.leave(read_capitals(files.read))
    with closing(Files(base.folder)) as files:
        write_changed_forms(folder, files.read, lost, lexemes)


def _noted(records: Iterable[Record], found: Counter[str]) -> Iterator[Record]:
    """Yield `records`; count in `found` those of each facet."""
    for record in records:
        found.update(facets(record))
        yield record


def _left(base: Base, earlier: SegmentBackend) -> Iterator[Record]:
    """Yield the records of an earlier index that are not kept."""
    segments = earlier.segments if isinstance(earlier, SegmentedBackend) else [earlier]
    for segment, first, number in base.left:
        yield from map(segments[segment].stored.record, range(first, first + number))
