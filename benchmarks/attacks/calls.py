"""Calls to the system that fail, or at which a process is ended, in what changes a corpus.

strace lets one fail, or all of its name from one on; which calls there are is seen beforehand.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

import wp8
from attacks.own import WP8, Own, written
from attacks.rounds import Outcome, forked
from wp8.corpus.care.additions import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

_NAMES: Final = ("EACCES", "EIO", "ENOSPC", "EPERM")
# How each can fail; a signal can come at any.
FAILURES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("write", "pwrite64", "ftruncate"), ("EDQUOT", "EINTR", "EIO", "ENOSPC")),
    **dict.fromkeys(("fsync", "fdatasync"), ("EINTR", "EIO", "ENOSPC")),
    **dict.fromkeys(("rename", "renameat", "renameat2", "link", "unlink", "unlinkat"), _NAMES),
    **dict.fromkeys(("mkdir", "rmdir", "chmod", "fchmod", "truncate"), _NAMES),
    **dict.fromkeys(("read", "getdents64"), ("EINTR", "EIO")),
    "openat": ("EACCES", "EINTR", "EIO", "EMFILE", "ENOSPC"),
    "flock": ("EINTR", "ENOLCK"),
    "newfstatat": ("EIO",),
    "mmap": ("ENOMEM",),
}
SIGNALS: Final = ("INT", "KILL", "KILL")
# A disk stays full, or gone; what cannot be read any more, not even Python can.
LASTING: Final = ("EDQUOT", "EIO", "ENOSPC")
READING: Final = ("openat", "read", "getdents64", "newfstatat", "mmap")
CALL: Final = re.compile(r"(\d+) +(\w+)\(")
INJECTED: Final = "(INJECTED)"
CRASHES: Final = (-6, -11)
OLD: Final = ("first.md", "second.md")
NEW: Final = ("third.md", "fourth.txt")


class Scene:
    """A corpus of one's own with an index, and files to make another of or to add, in `folder`."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.own = Own(folder / "corpus", folder / "index", engine)
        self.made = self.own._replace(corpus=folder / "made")
        self._whole = folder.with_name("whole")
        self.folder = folder
        self.new = written(folder / "files", NEW)
        self.later = written(folder / "files", ["later.md"])
        old = [*map(str, written(folder / "files", OLD))]
        wp8.new_corpus(str(self.own.corpus), *old)
        self.before = self.own.texts()
        self.after = sorted([*self.before, *(file.read_text() for file in self.new)])
        forked(self.own.found)
        folder.rename(self._whole)

    def set(self) -> None:
        """Put all in its place."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._whole, self.folder)

    def changed(self, command: str) -> tuple[Own, list[list[str]], list[str]]:
        """Return the corpus that a command changes, what may be in it then, and the command."""
        new = [*map(str, self.new)]
        match command:
            case "init":
                added = [text for text in self.after if text not in self.before]
                return self.made, [[], added], [*WP8, "init", str(self.made.corpus), *new]
            case "add":
                return self.own, [self.before, self.after], [*WP8, "add", *new, *self.own.where[:2]]
            case _:
                return self.own, [self.before], [*WP8, "reindex", *self.own.where]


def calls(folder: Path, rounds: Iterator[Random], engine: str) -> Iterator[Outcome]:
    """Let a call fail in each round, in one of three commands."""
    scene = Scene(folder / "scene", engine)
    log = folder / "log"
    sites = {command: seen(scene, command, log) for command in ("add", "init", "reindex")}
    for chance in rounds:
        command = chance.choice(list(sites))
        call, number = chance.choice(sites[command])
        failure = chance.choice((*FAILURES[call], *SIGNALS))
        on = "+" if failure in LASTING and call not in READING and chance.randrange(2) else ""
        how = "signal" if failure in SIGNALS else "error"
        fault = f"{call}:{how}={failure}:when={number}{on}"
        scene.set()
        done = forked(partial(after, scene, command, fault, log))
        yield Outcome(f"{command} {fault}", done.wrong or "; ".join(done.answers), done.seconds)


def seen(scene: Scene, command: str, log: Path) -> list[tuple[str, int]]:
    """Return the calls of a command that have to do with the scene, each with its number."""
    scene.set()
    _, _, words = scene.changed(command)
    subprocess.run([*_strace(log), *words], capture_output=True, check=True)
    numbers: Counter[tuple[str, ...]] = Counter()
    sites = []
    for line in log.read_text(errors="replace").splitlines():
        if found := CALL.match(line):
            numbers[found.groups()] += 1
            if str(scene.folder) in line:
                sites.append((found[2], numbers[found.groups()]))
    return sites


def _strace(log: Path) -> list[str]:
    traced = ",".join(FAILURES)
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", str(log), "-e", f"trace={traced}"]


def after(scene: Scene, command: str, fault: str, log: Path) -> Iterator[str]:
    """Do a command with a fault, and yield what is wrong after it."""
    own, states, words = scene.changed(command)
    done = subprocess.run(
        [*_strace(log), "-e", f"inject={fault}", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"{done.returncode}: {done.stdout}{done.stderr}"[-2000:]
    failed = next(
        (line for line in log.read_text(errors="replace").splitlines() if INJECTED in line), ""
    )
    # Before it comes to the corpus, Python itself can fail, and say so in its way.
    is_ours = str(scene.folder) in failed
    if done.returncode in CRASHES or (is_ours and "Traceback" in done.stderr):
        yield f"ends with {said}"
    now = own.texts()
    if now not in (states if done.returncode else states[-1:]):
        yield f"has {now} after {said}"
    if now and own.found() != now:
        yield f"finds {own.found()} after {said}"
    (later,) = scene.later
    if now:
        add(own.corpus, [str(later)], print)
    else:
        wp8.new_corpus(str(own.corpus), str(later))
    if own.found() != sorted([*now, later.read_text()]):
        yield f"finds {own.found()} after {later.name} was added"
    if own.left():
        yield f"left behind: {own.left()}"
