"""The figures of counting, keyness, dispersion and collocates again, by R: what differs.

    python benchmarks/referee.py R|wp8 [CORPUS TARGET REFERENCE NODE...]

R reads the texts of the paragraphs, has words by a regular expression of its own (`R`) or those of
wp8's vertical export (`wp8`), and computes every figure with base R and, where they are installed,
with the packages corpora, quanteda and quanteda.textstats (`referee.R`). Compared are the tables
that wp8 writes as JSON; a figure is the same if it differs by less than a millionth. R counts an
n-gram that overlaps itself (a b a, in a b a b a) once more than wp8. Needs Rscript with the package
stringi.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HERE: Final = Path(__file__).parent
WP8: Final = Path(sys.executable).with_name("wp8")
# What a figure is of, its item, its part, its name.
Key = tuple[str, str, str, str]
ENOUGH: Final = 1e-6
SHOWN: Final = 12
NODES: Final = ("party", "economy", "plan")
LEAST_JOINT: Final = 2
FIGURES: Final = {
    "frequency": ("frequency",),
    "ngrams": ("frequency",),
    "keyness": ("log_likelihood", "log_likelihood_four_cell", "log_ratio_conservative"),
    "vocabulary": ("ttr", "mattr"),
    "dispersion": ("frequency", "range", "dp", "dp_norm", "juilland_d", "arf"),
    "collocates": ("joint_frequency", "expected", "log_likelihood", "mi", "t_score", "z_score"),
}


def table(corpus: str, *arguments: str) -> dict[str, Any]:
    """Return what a command of wp8 writes as JSON."""
    command = [str(WP8), *arguments, "--corpus", corpus, "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def texts(corpus: str) -> Iterator[tuple[str, str]]:
    """Yield the document and the text of each paragraph."""
    for line in exported(corpus, "jsonl"):
        record = json.loads(line)
        if record.get("kind") == "paragraph":
            yield record["document"], " ".join(record["text"].split())


def words(corpus: str) -> Iterator[tuple[str, str]]:
    """Yield the document and the running words of each paragraph, with blanks between."""
    document, own = "", list[str]()
    for line in exported(corpus, "vertical"):
        if line.startswith("<doc "):
            document = re.findall('id="([^"]*)"', line)[0]
        elif line.startswith("<p "):
            own, is_counted = [], " kind=" not in line or ' kind="paragraph"' in line
        elif line == "</p>":
            if is_counted:
                yield document, " ".join(own)
        elif "\t" in line and re.search(r"[^\W_]", norm := html.unescape(line.split("\t")[1])):
            own.append(norm)


def exported(corpus: str, layout: str) -> list[str]:
    """Return the lines that wp8 exports."""
    done = subprocess.run(
        [WP8, "export", "--corpus", corpus, "--format", layout], capture_output=True, check=True
    )
    return done.stdout.decode().split("\n")[:-1]


def figures_of_r(lines: Sequence[tuple[str, str]], arguments: Sequence[str]) -> dict[Key, float]:
    """Return what R computes."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.writelines(f"{document}\t{text}\n" for document, text in lines)
        file.flush()
        command = ["Rscript", "--vanilla", str(HERE / "referee.R"), file.name, *arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = {}
    for line in done.stdout.decode().splitlines():
        if line:
            of, item, part, name, value = line.split("\t")
            found[of, item, part, name] = float(value)
    return found


def commands(
    target: str, reference: str, nodes: Sequence[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what figures are of, their part, and the command of wp8 that has them."""
    yield "frequency", "", ("frequency",)
    for size in ("2", "3"):
        yield "ngrams", size, ("frequency", "--ngrams", size)
    sides = ("--target", f"doc:{target}", "--reference", f"doc:{reference}")
    yield "keyness", "", ("keyness", *sides)
    yield "vocabulary", "", ("vocabulary",)
    yield "dispersion", "", ("dispersion", *nodes)
    for node in nodes:
        for repelled in ((), ("--repelled",)):
            yield "collocates", node, ("collocates", node, *repelled)


def figures_of_wp8(
    corpus: str, asked: Iterable[tuple[str, str, tuple[str, ...]]]
) -> Iterator[tuple[Key, float]]:
    """Yield what wp8 computes, under the keys of R."""
    for of, part, command in asked:
        for row in table(corpus, *command)["rows"]:
            if row.get("document") == "" or row.get("joint_frequency", 2) < LEAST_JOINT:
                continue
            item = row.get("form", "")
            for name in FIGURES[of]:
                yield (of, item, row.get("document", part), name), row[name]


def frequencies_by_document(corpus: str, documents: Sequence[str]) -> Iterator[tuple[Key, float]]:
    """Yield how often each document has each form; of few documents each has a column."""
    for row in table(corpus, "frequency", "--by", "document")["rows"]:
        if "document" in row:
            yield ("frequency", row["form"], row["document"], "frequency"), row["frequency"]
            continue
        for document in documents:
            if row[document]:
                yield ("frequency", row["form"], document, "frequency"), row[document]


def main(told_by: str, corpus: str, target: str, reference: str, *nodes: str) -> None:
    """Print how many figures of each kind are the same, and the first of those that are not."""
    lines = list(words(corpus) if told_by == "wp8" else texts(corpus))
    documents = list(dict.fromkeys(document for document, _ in lines))
    theirs = figures_of_r(lines, (told_by, target, reference, *nodes))
    own = dict(figures_of_wp8(corpus, commands(target, reference, nodes)))
    own |= frequencies_by_document(corpus, documents)
    same, other = Counter[str](), Counter[str]()
    for key in sorted(own.keys() | theirs.keys()):
        ours, his = own.get(key), theirs.get(key)
        name = f"{key[0]} {key[3]}"
        if ours is not None and his is not None and abs(ours - his) <= ENOUGH * max(1, abs(his)):
            same[name] += 1
            continue
        other[name] += 1
        if other[name] <= SHOWN:
            print(*key, "wp8:", ours, "R:", his, sep="\t")
    for name in sorted(same | other):
        print(f"{name:40} {same[name]:8,} the same  {other[name]:6,} not")


if __name__ == "__main__":
    told_by, *given = sys.argv[1:] or ["R"]
    main(told_by, *(given or (str(HERE.parent / "corpus"), "speech", "paper", *NODES)))
