"""How well wp8 tells sentences, beside other splitters that are installed.

    python benchmarks/sentences.py FILE...

Each file is CoNLL-U, a treebank of Universal Dependencies for example, with a name that begins with
its language (`de_gsd-ud-test.conllu`). Its sentences are joined as they stood, in the paragraphs
that the file tells, or eight by eight. Printed are precision, recall and F1 of the borders between
them; for pysbd, sentencex and segtok too, if they are there. Without a file a small example is
measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from wp8.words.sentences import sentences

Split = Callable[[str], list[str]]

EXAMPLE = "# text = Dr. Smith came.\n\n# text = He left at 3.14 p.m. on Jan. 5.\n\n"
WITHOUT_BLANKS = ("ja", "zh")
# Where a file tells no paragraphs.
JOINED = 8


def paragraphs(text: str, language: str) -> Iterator[list[str]]:
    """Yield the sentences of each paragraph."""
    has_paragraphs = "# newpar" in text
    paragraph: list[str] = []
    is_new = False
    for line in text.splitlines():
        is_new |= line.startswith(("# newpar", "# newdoc"))
        if line.startswith("# text = "):
            if paragraph and (is_new if has_paragraphs else len(paragraph) == JOINED):
                yield paragraph
                paragraph = []
            is_new = False
            paragraph.append(line.removeprefix("# text = ").strip())
    yield paragraph


def splitters(language: str) -> dict[str, Split]:
    """Return how to split a text of a language, by the name of who does it."""

    def own(text: str) -> list[str]:
        return [text[start:end] for start, end in sentences(text, language)]

    def of_pysbd() -> Split:
        split: Split = import_module("pysbd").Segmenter(language=language, clean=False).segment
        return split

    def of_sentencex() -> Split:
        segment = import_module("sentencex").segment
        return lambda text: list(segment(language, text))

    def of_segtok() -> Split:
        split = import_module("segtok.segmenter").split_single
        return lambda text: list(split(text))

    found: dict[str, Split] = {"wp8": own}
    for name, make in {"pysbd": of_pysbd, "sentencex": of_sentencex, "segtok": of_segtok}.items():
        try:
            found[name] = make()
        except (ImportError, ValueError):
            continue
    return found


def borders(text: str, parts: list[str]) -> set[int]:
    """Return where parts of a text end, but for its end."""
    ends = set()
    place = 0
    for part in filter(None, map(str.strip, parts)):
        place = text.index(part, place) + len(part)
        ends.add(place)
    return ends - {len(text)}


def main() -> None:
    """Print a line for each file and splitter."""
    files = [(Path(name).name[:2], Path(name).read_text("utf-8")) for name in sys.argv[1:]]
    for language, content in files or [("en", EXAMPLE)]:
        for name, split in splitters(language).items():
            right = wrong = missed = 0
            for paragraph in paragraphs(content, language):
                text = ("" if language in WITHOUT_BLANKS else " ").join(paragraph)
                told, found = borders(text, paragraph), borders(text, split(text))
                right += len(told & found)
                wrong += len(found - told)
                missed += len(told - found)
            precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
            score = 2 * right / max(1, 2 * right + wrong + missed)
            print(f"{language} {name:9} P {precision:.3f} R {recall:.3f} F1 {score:.3f}")


if __name__ == "__main__":
    main()
