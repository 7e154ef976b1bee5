"""Damage to files of an index and to those beside it: all answers have to be those of the scan."""

from __future__ import annotations

import os
import shutil
import time
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import wp8
from attacks.damage import damaged
from attacks.rounds import Outcome, forked
from wp8.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WORDS: Final = (
    "harbor harbors plan planned planning new old Port Arthur party 로동당 조선로동당 "
    "nation’s co-op self-reliance Wörter году U.S. 1,000 8 the of and in to is “we go” it"
).split()
# Files that changed within two seconds are not remembered by their stat.
SECONDS_TO_SETTLE: Final = 2.1
REPLACED: Final[dict[str, Callable[[Path], object]]] = {
    "missing": lambda _: None,
    "a folder": Path.mkdir,
    "a FIFO": os.mkfifo,
}


def write_corpus(folder: Path, megabytes: float, chance: Random) -> None:
    """Make a corpus of three documents."""
    folder.mkdir(parents=True)
    manifest = 'name = "attacked"\n'
    for name in "abc":
        size = 0
        paragraphs = [f"# {name}"]
        while size < megabytes * 1_000_000 / 3:
            words = chance.choices(WORDS, k=chance.randrange(5, 40))
            paragraphs.append(" ".join([*words, f"word{chance.randrange(1 + size)}."]))
            size += len(paragraphs[-1])
        (folder / f"{name}.md").write_text("\n\n".join(paragraphs))
        manifest += f'[[document]]\nid = "{name}"\nfile = "{name}.md"\ntitle = "{name}"\n'
    (folder / "corpus.toml").write_text(manifest)


def answers(corpus: Path, index: Path, engine: str) -> Iterator[object]:
    """Yield what is answered of all that an engine keeps."""
    with wp8.open(str(corpus), index=str(index), engine=engine) as opened:
        for query in ("plan", "harb*", '"new old"~3', "조선로동당", "word1? OR party -old"):
            found = opened.search(query, limit=20, sort="document")
            yield [found.total, found.occurrences, *map(str, found)]
        yield [*map(str, opened.frequency("plan", "로동당", lemma=True))]
        yield [*map(str, opened.concordance("self-reliance"))][:20]
        yield [*map(str, opened.show("b:3", "c"))][:20]


def scanned(corpus: Path) -> Iterator[object]:
    """Yield the answers of the scan, which answers where no key of an index can be kept."""
    os.environ["XDG_STATE_HOME"] = str(corpus / "corpus.toml")
    yield from answers(corpus, corpus.with_name("none"), "whoosh")


def commands_and_answers(corpus: Path, index: Path, engine: str) -> Iterator[object]:
    """Let wp8 look at the index, and yield the answers."""
    where = ("--corpus", str(corpus), "--index", str(index), "--engine", engine)
    for command in (("info",), ("reindex", "--check")):
        main([*command, *where])
    yield from answers(corpus, index, engine)


def indexes(
    folder: Path, rounds: Iterable[Random], engine: str, megabytes: float
) -> Iterator[Outcome]:
    """Damage an index in one way a round."""
    corpus, index, whole = (folder / name for name in ("corpus", "index", "whole"))
    write_corpus(corpus, megabytes, Random(0))
    shutil.copytree(corpus, folder / "changed")
    with (folder / "changed" / "a.md").open("a") as file:
        file.write("\n\nThe plan of another party.")
    time.sleep(SECONDS_TO_SETTLE)
    right = forked(partial(scanned, corpus))
    assert right.answers, right.said
    forked(partial(answers, folder / "changed", folder / "other", engine))
    # Twice: the second run remembers the corpus.
    for _ in range(2):
        forked(partial(answers, corpus, whole, engine))
    others = sorted(p for p in (folder / "other").glob("*-*/**/*") if p.is_file())
    for chance in rounds:
        shutil.copytree(whole, index)
        what = damage(index, others, chance)
        done = forked(partial(commands_and_answers, corpus, index, engine))
        wrong = done.wrong or ("" if done.answers == right.answers else "answers otherwise")
        yield Outcome(what, wrong, done.seconds)
        shutil.rmtree(index)


def damage(index: Path, others: list[Path], chance: Random) -> str:
    """Damage one file below `index`, and say how; `others` are those of another index."""
    files = sorted(path for path in index.rglob("*") if path.is_file())
    path = chance.choice(files)
    content = path.read_bytes()
    how = chance.choice(("bytes", "bytes", "bytes", "swapped", "another", *REPLACED))
    if how in REPLACED:
        path.unlink()
        REPLACED[how](path)
        return f"{path.name} {how}"
    if how == "swapped":
        other = chance.choice(files)
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
        return f"{path.name} swapped with {other.name}"
    if how == "another":
        alike = [each for each in others if each.suffix == path.suffix] or others
        other = chance.choice([each for each in alike if each.name == path.name] or alike)
        path.write_bytes(other.read_bytes())
        return f"{path.name} from {other.name} of another index"
    how, content = damaged(content, chance)
    path.write_bytes(content)
    return f"{path.name} {how}"
