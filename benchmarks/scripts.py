"""Whether words of any script are found: words drawn from texts, and a scan of its own.

    python benchmarks/scripts.py [FILE...]

Of each file, one language, or of the shipped corpus, 60 words are drawn: in scripts without blanks,
two to four characters that follow each other. Printed is for how many of them wp8 finds the very
paragraphs that have them; others are named. The scan knows `unicodedata` and nothing of wp8's.
"""

from __future__ import annotations

import random
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import wp8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORDS: Final = 60
# Scripts without blanks, Hangul among them: it is searched by syllables too.
SOLID: Final = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "KHMER", "LAO", "MYANMAR", "THAI")
BELOW: Final = ("\u1039", "\u17d2")
LETTERS: Final = frozenset("йїўѓќؤئ")
TYPED: Final = dict(zip("łøđðħþıßæœىیک", "l o d d h th i ss ae oe ي ي ك".split(), strict=True))


def clusters(text: str) -> list[str]:
    """Return the characters of a text with what stands on, or below, each."""
    found = [""]
    for character in unicodedata.normalize("NFC", text):
        on_a_letter = is_mark(character) or unicodedata.category(character) == "Cf"
        if on_a_letter or character in "\u0e33\u0eb3" or found[-1].endswith(BELOW):
            found[-1] += character
        else:
            found.append(character)
    return found[1:]


def folded(cluster: str) -> str:
    """Return a cluster as a reader compares it."""
    small = unicodedata.normalize("NFC", cluster.casefold())
    if small in LETTERS:
        return small
    parts = unicodedata.normalize("NFD", cluster)
    # Of Latin to Arabic marks are left out, beyond they are a part of the letter.
    kept = (c for c in parts if not (is_mark(c) and c < "\u0780") and c not in "\u200c\u200d\u0640")
    small = "".join(TYPED.get(c, c) for c in "".join(kept).casefold())
    return unicodedata.normalize("NFC", small)


def is_mark(character: str) -> bool:
    """Return whether a character is a mark."""
    return unicodedata.category(character)[0] == "M"


def is_solid(cluster: str) -> bool:
    """Return whether a cluster is of a script that is searched by its characters."""
    return unicodedata.name(cluster[0], "").startswith(SOLID)


def words(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text, each as its clusters."""
    word: list[str] = []
    for cluster in (*clusters(text), " "):
        if cluster[0].isalnum():
            word.append(cluster)
        elif word:
            yield tuple(word)
            word = []


def drawn(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the words that are drawn from: whole ones, or some characters of solid ones."""
    found = set()
    for word in (word for text in texts for word in words(text)):
        if all(map(is_solid, word)):
            found |= {word[i : i + n] for n in (2, 3, 4) for i in range(len(word) - n + 1)}
        elif all(cluster[0].isalpha() and not is_solid(cluster) for cluster in word):
            found |= {word} if len(word) > 1 else set()
    return found


def having(word: tuple[str, ...], texts: dict[str, list[tuple[str, ...]]]) -> set[str]:
    """Return the ids of the paragraphs that have a word; solid ones go on over blanks."""
    wanted = tuple(map(folded, word))
    if not is_solid(word[0]):
        return {id_ for id_, known in texts.items() if wanted in known}
    size = len(wanted)
    found = set()
    for id_, known in texts.items():
        row = [cluster for word in known for cluster in word]
        if any(tuple(row[i : i + size]) == wanted for i in range(len(row) - size + 1)):
            found.add(id_)
    return found


def compare(corpus: wp8.Corpus, name: str) -> None:
    """Print for how many words of a corpus the same paragraphs are found."""
    documents = [document.id for document in corpus.sources.documents]
    records = {record.id: record.text for record in corpus.show(*documents)}
    texts = {id_: [tuple(map(folded, word)) for word in words(t)] for id_, t in records.items()}
    known = sorted(drawn(records.values()))
    chosen = random.Random(name).sample(known, min(WORDS, len(known)))
    others = []
    for word in chosen:
        typed = "".join(word)
        hits = {hit.record.id for hit in corpus.search(f'"{typed}"', limit=len(records))}
        if hits != having(word, texts):
            others.append(typed)
    print(f"{name}: {len(chosen) - len(others)} of {len(chosen)} words", *others)


def main(files: list[str]) -> None:
    """Compare what is found in files, or in the shipped corpus."""
    for file in files or [""]:
        with tempfile.TemporaryDirectory() as folder:
            if file:
                wp8.new_corpus(f"{folder}/corpus", file)
            made = f"{folder}/corpus" if file else None
            with wp8.open(made, index=f"{folder}/index") as corpus:
                compare(corpus, Path(file).stem or "wp8")


if __name__ == "__main__":
    main(sys.argv[1:])
