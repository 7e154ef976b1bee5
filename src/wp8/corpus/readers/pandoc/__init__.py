"""Pandoc, run on untrusted documents: no files, no network, bounded in time and memory."""

from __future__ import annotations

import json
import os
import subprocess
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.archive import SPLIT
from wp8.corpus.readers.bounds import PATIENCE, bounded, given, is_out_of_time, seconds_within
from wp8.corpus.readers.nodes import not_too_deep
from wp8.corpus.readers.packages import package_folder
from wp8.corpus.readers.pandoc.tree import tree_blocks
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

# Of the processor: a document of 1 MB, which takes pandoc a few seconds, may take 40.
SECONDS: Final = 20
_BYTES_A_SECOND: Final = 50_000
_MEMORY: Final = "512M"
# Three million words.
_LARGEST_ANSWER: Final = 128 * 2**20
_HEAP_EXHAUSTED: Final = 251


def converted(source: bytes, format_: str) -> Iterator[Block]:
    """Yield the blocks of `source`, which is in one of pandoc's formats.

    Raises:
        UnreadableError: It is not, or takes too long, too much memory or too deep a nesting.
    """
    with not_too_deep():
        tree: Any = json.loads(_answer(source, format_))
        blocks = list(tree_blocks(tree, with_meta=format_ == "docx"))
    yield from blocks


def _answer(source: bytes, format_: str) -> bytes:
    """Return pandoc's tree of `source` as JSON."""
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    pandoc = package_folder("pypandoc_binary") / "files" / name
    if not pandoc.exists():
        raise UnreadableError(f"there is no {pandoc}", hint="pip install pypandoc-binary")
    command = [str(pandoc), "--sandbox", f"--from={format_}", "--to=json"]
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
        complaint = said.read(1000).decode(errors="replace")
    if not in_time or is_out_of_time(process.returncode):
        raise UnreadableError("takes pandoc too long to read", hint=SPLIT)
    if process.returncode == _HEAP_EXHAUSTED or len(answer) > _LARGEST_ANSWER:
        raise UnreadableError(f"takes pandoc more than {_MEMORY}B of memory", hint=SPLIT)
    if process.returncode:
        reason = " ".join(complaint.split()).removeprefix("pandoc: ")
        raise UnreadableError(f"pandoc cannot read it as {format_}: {reason}")
    return answer


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
