"""Other processes that read sources, where wp8 itself may have less than they might take."""

from __future__ import annotations

import errno
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from made_sources import pandoc, pdf

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers.bounds import given, memory_within, seconds_within
from wp8.corpus.records import read_document
from wp8.errors import CorpusError, Wp8Error

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = [[(72.0, 700.0, 12.0, "Some words of a page.")]]
READ = """\
import sys
from pathlib import Path
from wp8.corpus.document import Corpus, Document
from wp8.corpus.records import read_document
document = Document("x", "x", sys.argv[2], "X")
records = read_document(Corpus("x", Path(sys.argv[1]), (document,), ""), document)
print(records[0].text)
"""
FOREVER = """\
import subprocess, sys
from wp8.corpus.readers.bounds import bounded, is_out_of_time, seconds_within
command = bounded([sys.executable, "-c", "while True: pass"], seconds_within(100))
print(is_out_of_time(subprocess.run(command).returncode))
"""


def said(limits: str, script: str, *arguments: str) -> str:
    """Return what a script writes under limits of the shell."""
    command = ["/bin/sh", "-c", f'{limits}; exec "$@"', "sh", sys.executable, "-c", script]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("limits", ["ulimit -t 60", "ulimit -v 1000000", "ulimit -S -t 60"])
def test_a_pdf_is_read_where_less_is_allowed_than_it_might_take(
    tmp_path: Path, limits: str
) -> None:
    (tmp_path / "x").write_bytes(pdf(PAGE))

    assert said(limits, READ, str(tmp_path), "pdf") == "Some words of a page."


def test_pandoc_reads_where_less_time_is_allowed_than_it_might_take(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(pandoc("docx"))

    assert said("ulimit -t 10", READ, str(tmp_path), "docx") == "The Letter"


@pytest.mark.slow
@pytest.mark.parametrize("limits", ["ulimit -t 1", "ulimit -t 2"])
def test_who_is_ended_at_a_hard_limit_is_out_of_time(limits: str) -> None:
    assert said(limits, FOREVER) == "True"


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Return what lets this process seem to have a soft and a hard limit."""

    def set_limit(soft: int, hard: int) -> None:
        monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))

    return set_limit


@pytest.mark.parametrize(
    ("soft", "hard", "seconds", "memory"),
    [
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, 120, 120),
        (resource.RLIM_INFINITY, 60, 59, 60),
        (30, 60, 29, 30),
        (200, 200, 120, 120),
        (121, 121, 120, 120),
        (120, 120, 119, 120),
        (1, 1, 1, 1),
    ],
)
def test_no_limit_is_above_another(
    limit: Callable[[int, int], None], soft: int, hard: int, seconds: int, memory: int
) -> None:
    limit(soft, hard)

    assert (seconds_within(120), memory_within(120)) == (seconds, memory)


def test_too_little_memory_is_not_called_damage(
    tmp_path: Path, limit: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x").write_bytes(pdf(PAGE))
    document = Document("x", "x", "pdf", "X")
    failing = [sys.executable, "-c", "raise MemoryError"]
    monkeypatch.setattr("wp8.corpus.readers.pdf.process.bounded", lambda _, __: failing)
    limit(10**8, 10**8)

    with pytest.raises(CorpusError, match="takes more memory to read than there may be"):
        read_document(Corpus("x", tmp_path, (document,), ""), document)


def test_a_full_folder_for_temporary_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(Wp8Error) as caught, given(b"x" * 100_000):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert caught.value.message == (
        f"cannot write to the folder for temporary files, {tmp_path}: File too large"
    )
    assert caught.value.hint == "make room there, or set TMPDIR to another folder"


def test_that_there_is_no_folder_for_temporary_files_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in […]")

    monkeypatch.setattr("tempfile.gettempdir", refuse)

    with pytest.raises(Wp8Error, match=r"^cannot write to a folder for temporary files: No usable"):
        given(b"x").__enter__()
