"""Pandoc, run on untrusted documents: no files, no network, bounded in time and memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import lru_cache
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.archive import SPLIT
from wp8.corpus.readers.bounds import PATIENCE, bounded, given, is_out_of_time, seconds_within
from wp8.corpus.readers.nodes import not_too_deep
from wp8.corpus.readers.packages import package_folder
from wp8.corpus.readers.pandoc.tree import tree_blocks
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.corpus.readers.block import Block

# Of the processor: a document of 1 MB, which takes pandoc a few seconds, may take 40.
SECONDS: Final = 20
_BYTES_A_SECOND: Final = 50_000
_MEMORY: Final = "512M"
# Three million words.
_LARGEST_ANSWER: Final = 128 * 2**20
_LONGEST_COMPLAINT: Final = 2**20
_LONGEST_REASON: Final = 300
_HEAP_EXHAUSTED: Final = 251
# Of a complaint: remarks, a list of what could stand there, a line of the source with an arrow, and
# where in its own program pandoc was.
_DUMPED: Final = re.compile(
    r"^\[(?:INFO|WARNING)\].*$|^expecting .*,.*$|^.*\n *\^$|^HasCallStack[\s\S]*", re.MULTILINE
)


def converted(
    source: bytes,
    format_: str,
    text_of: Callable[[bytes], str] = bytes.decode,
    *,
    with_meta: bool = False,
) -> Iterator[Block]:
    """Yield the blocks of `source`, which is in one of pandoc's formats.

    `text_of` gives the text of what pandoc answers. `with_meta`, its title and the like stand in
    it.

    Raises:
        UnreadableError: It is not, or takes too long, too much memory or too deep a nesting.
    """
    with not_too_deep():
        tree = json.loads(text_of(_answer(source, format_)[0]))
        blocks = list(tree_blocks(tree, with_meta=with_meta))
    yield from blocks


def tree_of(source: bytes, format_: str, *options: str) -> tuple[Any, str]:
    """Return pandoc's tree of `source`, and what pandoc says of what it leaves out.

    Raises:
        UnreadableError: As `converted`.
    """
    with not_too_deep():
        answer, said = _answer(source, format_, *options)
        return json.loads(answer), said


def cited(document: bytes, style: str) -> bytes:
    """Return a document in pandoc's JSON with its citations as the style of CSL in a file has them.

    Raises:
        UnreadableError: As `converted`, of the style too.
    """
    return _answer(document, "json", "--quiet", "--citeproc", f"--csl={style}")[0]


def written_docx(document: bytes) -> bytes:
    """Return a document in pandoc's JSON as one of Word; the same gives the same bytes.

    Raises:
        UnreadableError: It takes too long, or too much memory.
    """
    return _answer(document, "json", "--quiet", to="docx")[0]


def csl_json(source: bytes, format_: str) -> list[dict[str, Any]]:
    """Return the items of CSL-JSON that a bibliography in one of pandoc's formats has.

    Raises:
        UnreadableError: As `converted`.
    """
    items: list[dict[str, Any]] = json.loads(_answer(source, format_, to="csljson")[0])
    return items


# What reads a source is followed by what makes its receipt.
@lru_cache(maxsize=1)
def _answer(source: bytes, format_: str, *options: str, to: str = "json") -> tuple[bytes, str]:
    """Return pandoc's tree of `source` as JSON, or what else it makes of it, and what it says."""
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    pandoc = package_folder("pypandoc_binary") / "files" / name
    if not pandoc.exists():
        from wp8.extras import to_install

        raise UnreadableError(
            f"there is no {pandoc}", hint=f"install it: {to_install('pypandoc-binary')}"
        )
    command = [str(pandoc), "--sandbox", f"--from={format_}", f"--to={to}", "--verbose", *options]
    seconds = seconds_within(SECONDS + len(source) // _BYTES_A_SECOND)
    with given(source) as file, given(b"") as said:
        with subprocess.Popen(
            bounded([*command, "+RTS", f"-M{_MEMORY}", "-RTS"], seconds),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=said,
            env={"LC_ALL": "C.UTF-8", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        ) as process:
            answer, in_time = _read(process, seconds * PATIENCE)
        said.seek(0)
        complaint = said.read(_LONGEST_COMPLAINT).decode(errors="replace")
    if not in_time or is_out_of_time(process.returncode):
        raise UnreadableError("takes pandoc too long to read", hint=SPLIT)
    if process.returncode == _HEAP_EXHAUSTED or len(answer) > _LARGEST_ANSWER:
        raise UnreadableError(f"takes pandoc more than {_MEMORY}B of memory", hint=SPLIT)
    if process.returncode:
        reason = " ".join(_DUMPED.sub("", complaint).split()).removeprefix("pandoc: ")
        reason = reason[:_LONGEST_REASON]
        raise UnreadableError(f"pandoc cannot read it as {format_}: {reason}")
    return answer, complaint


def _read(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bool]:
    """Return what `process` writes, and whether it ended in time; else it is ended."""
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        process.kill()

    timer = Timer(seconds, end)
    timer.start()
    try:
        assert process.stdout
        answer = process.stdout.read(_LARGEST_ANSWER + 1)
        if len(answer) > _LARGEST_ANSWER:
            process.kill()
        process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        timer.cancel()
    return answer, not late
