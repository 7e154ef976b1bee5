"""Whether anything makes wp8 answer wrong: builds that are killed, full disks, damaged files.

    python benchmarks/faults.py [FAULT …] [--engine whoosh] [--megabytes 5] [--times 200] [--seed 1]

Every fault is done to a made corpus and its index, with real processes. After each, all that
is asked must be answered as before it, without a traceback. Printed are, for each fault, how often
it was done and how many answers were wrong; the exit code is 1 if one was.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from wp8.errors import ExitCode
from wp8.index.engines import ENGINES, named_engine
from wp8.index.segments.indexer import keeps_segments

SYLLABLES = (("ba", "ko", "tri"), ("lan", "mor", "t"), ("a", "e", "i", "o", "u"))
WORDS = [f"{a}{b}{c}" for a in SYLLABLES[0] for b in SYLLABLES[1] for c in SYLLABLES[2]]
BYTES_OF_PARAGRAPH = 100
# A command whose answer is the same for every state of the corpus.
IDS = ("search", "word123*", "--ids", "--all")
SEARCHERS = 8
KILLS_BEFORE_A_BUILD = 20
BUILDERS = 4
# A worker that has lost its build ends with the batch it has in hand.
SECONDS_TO_END = 5.0


class Done(NamedTuple):
    """What a process wrote, and how it ended."""

    stdout: str
    stderr: str
    exit_code: int


class Place:
    """A corpus and the folder of its index by an engine, with what is right to answer."""

    def __init__(self, folder: Path, engine: str, megabytes: float, seed: int) -> None:
        self.engine = engine
        self.random = random.Random(seed)
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.state = folder / "state"
        self.paragraphs = int(megabytes * 1_000_000 / BYTES_OF_PARAGRAPH)
        self._write()
        self.commands = self._commands()
        self.seconds = self._build()
        self.wrong: list[str] = []
        self.learn()

    def _write(self) -> None:
        self.corpus.mkdir()
        manifest = 'name = "faults"\n'
        for number, start in enumerate(range(0, self.paragraphs, self.paragraphs // 3 + 1)):
            end = min(self.paragraphs, start + self.paragraphs // 3 + 1)
            text = "\n\n".join(
                " ".join([*self.random.choices(WORDS, k=14), f"word{place}x"])
                for place in range(start, end)
            )
            (self.corpus / f"d{number}.txt").write_text(text)
            manifest += f'[[document]]\nid = "d{number}"\nfile = "d{number}.txt"\ntitle = "D"\n'
        manifest += '[[document]]\nid = "small"\nfile = "small.txt"\ntitle = "S"\n'
        self.change("first")
        (self.corpus / "corpus.toml").write_text(manifest)

    def change(self, word: str) -> None:
        """Put other words into the last document, which is small."""
        (self.corpus / "small.txt").write_text(f"The last change is {word}.\n")

    def _commands(self) -> list[tuple[str, ...]]:
        some = [f"word{self.paragraphs * part // 7}x" for part in range(7)]
        quoted = (self.corpus / "d1.txt").read_text().split("\n\n")[5]
        return [
            *(("search", word, "--json") for word in some),
            IDS,
            ("show", "d0:3", "d1:2", "--json"),
            ("frequency", "kolana", "--json"),
            ("concordance", some[3], "--json"),
            ("cite", "d2:1"),
            ("locate", quoted),
            ("export",),
        ]

    def learn(self) -> None:
        """Take what is answered now as right."""
        self.right = {command: self.ask(*command).stdout for command in self.commands}
        self.wrong += [str(command) for command in self.commands if not self.right[command]]

    def start(self, *command: str, index: Path | None = None) -> subprocess.Popen[str]:
        """Start wp8 in a group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "wp8", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ
            | {"WP8_CORPUS": str(self.corpus), "WP8_INDEX": str(index or self.index)}
            | {"WP8_ENGINE": self.engine, "XDG_STATE_HOME": str(self.state)},
        )

    def ask(self, *command: str, index: Path | None = None) -> Done:
        """Run wp8 to its end."""
        process = self.start(*command, index=index)
        return Done(*process.communicate(), process.returncode)

    def _build(self) -> float:
        started = time.perf_counter()
        self.ask("reindex", "--jobs", "2")
        return time.perf_counter() - started

    def require(self, right: bool, what: str) -> None:
        """Note what is wrong."""
        if not right:
            self.wrong.append(what)

    def answer(self, *command: str, index: Path | None = None) -> None:
        """Ask, and note a wrong answer."""
        done = self.ask(*command, index=index)
        right = (done.stdout, done.exit_code) == (self.right[command], 0)
        self.require(right and "Traceback" not in done.stderr, f"{command}: {done}"[:500])

    def check(self, index: Path | None = None) -> None:
        """Note an index that is not whole."""
        done = self.ask("reindex", "--check", index=index)
        self.require(done.exit_code == 0, f"check: {done}")

    def clean(self) -> None:
        """Note what is left beside one whole index."""
        kept = {".wp8-lock"}
        names = {path.name for path in self.index.iterdir() if path.name[:7] != "corpus-"}
        generations = [path for path in self.index.glob("*-*/*") if path.is_dir()]
        self.require(len(names - kept) == len(generations) == 1, f"left: {names}")

    def files(self) -> list[Path]:
        """Return the files of the index."""
        return sorted(path for path in self.index.glob("*-*/**/*") if path.is_file())


def living(group: int) -> list[int]:
    """Return the processes of a group that are not dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own = stat.read_text().rpartition(") ")[2].split()[:3]
        except OSError:
            continue
        if int(own) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def require_all_ended(place: Place, group: int) -> None:
    """Note a process of `group` that outlives the one that started it."""
    deadline = time.monotonic() + SECONDS_TO_END
    while living(group) and time.monotonic() < deadline:
        time.sleep(0.01)
    place.require(not living(group), f"still alive: {living(group)}")


def kills(place: Place, times: int) -> int:
    """Kill a build at random moments: the old index or the new is in use, and nothing is left."""
    for number in range(times):
        process = place.start("reindex", "--jobs", "2")
        time.sleep(place.random.uniform(0, 1.1 * place.seconds))
        process.kill()
        process.communicate()
        require_all_ended(place, process.pid)
        place.check()
        place.answer(*place.commands[number % len(place.commands)])
        if number % KILLS_BEFORE_A_BUILD == 0:
            place.require(place.ask("reindex").exit_code == 0, "reindex after a kill")
            place.clean()
    return times


def interrupts(place: Place, times: int) -> int:
    """Press Ctrl-C in a build at random moments: it says so, and leaves nothing."""
    for _ in range(times):
        process = place.start("reindex", "--jobs", "2")
        # Before this Python itself has not started.
        time.sleep(place.random.uniform(0.3, max(0.4, place.seconds)))
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate()
        ended = (stdout, stderr.strip(), process.returncode) == ("", "wp8: interrupted", 130)
        place.require(ended or bool(stdout and not stderr), f"Ctrl-C: {stderr} {process}")
        require_all_ended(place, process.pid)
        place.check()
        place.clean()
    return times


def updates(place: Place, times: int) -> int:
    """Kill the build upon an earlier index: the next finishes it, and knows the last change."""
    started = time.perf_counter()
    place.change("one")
    place.require(place.ask("reindex").exit_code == 0, "reindex after a change")
    seconds = time.perf_counter() - started
    for number in range(times):
        word = f"change{number}x"
        place.change(word)
        process = place.start("reindex")
        time.sleep(place.random.uniform(0, 1.1 * seconds))
        process.kill()
        process.communicate()
        found = place.ask("search", word, "--ids").stdout
        place.require(found == "small:1\n", f"{word}: {found}")
        place.answer(*IDS)
        place.check()
    place.learn()
    segments = [path for path in place.index.glob("*-*/*/1") if path.is_dir()]
    if keeps_segments(named_engine(place.engine)):
        place.require(bool(segments), "no index was built upon another")
    return times


def rebuilds(place: Place, times: int) -> int:
    """Search while the index is built again and again."""
    is_over = False

    def search_on(number: int) -> int:
        asked = 0
        while not is_over:
            place.answer(*place.commands[(number + asked) % len(place.commands)])
            asked += 1
        return asked

    with ThreadPoolExecutor(SEARCHERS) as pool:
        asked = [pool.submit(search_on, number) for number in range(SEARCHERS)]
        for _ in range(times):
            place.require(place.ask("reindex").exit_code == 0, "reindex during searches")
        is_over = True
    place.clean()
    return sum(each.result() for each in asked)


def builders(place: Place, times: int) -> int:
    """Build one index by many at once, and that of another corpus among them."""
    with tempfile.TemporaryDirectory() as folder:
        other = Place(Path(folder), place.engine, 0.05, seed=2)
        other.index, other.state = place.index, place.state
        for _ in range(times):
            shutil.rmtree(place.index)
            processes = [p.start("reindex") for p in (place, other) for _ in range(BUILDERS // 2)]
            for process in processes:
                _, stderr = process.communicate()
                place.require((process.returncode, stderr) == (0, ""), f"build: {stderr}")
            for each in (place, other):
                each.check()
                each.answer(*each.commands[0])
        place.wrong += other.wrong
    return times * BUILDERS


def damages(place: Place, times: int) -> int:
    """Cut and alter every file of the index, at random places, under every command in turn."""
    whole = place.index.with_name("whole")
    shutil.copytree(place.index, whole)  # made again, it would take the time of a build
    names = [path.relative_to(place.index) for path in place.files()]
    place.random.shuffle(names)
    for number in range(times):
        name = names[number // 2 % len(names)]
        path = place.index / name
        content = bytearray(path.read_bytes())
        at = place.random.randrange(len(content)) if content else 0
        if number % 2 and content:
            content[at] ^= 1 << place.random.randrange(8)
        else:
            del content[at:]
        path.write_bytes(content)
        command = place.commands[place.random.randrange(len(place.commands))]
        place.answer(*command)
        place.require("Traceback" not in place.ask("info").stderr, f"info: {name}")
        shutil.rmtree(place.index)
        shutil.copytree(whole, place.index)
    return times


def strangers(place: Place, times: int) -> int:
    """Put an index of another state or another user in its place: it is not read."""
    whole = place.index.with_name("own")
    # What other faults have left beside it would be taken for the stranger's.
    shutil.rmtree(place.index)
    place.require(place.ask("reindex").exit_code == 0, "reindex")
    shutil.copytree(place.index, whole)
    small = place.corpus / "small.txt"
    before = small.read_text()
    own = next(place.index.glob("*-*/CURRENT")).parent.name
    for number in range(times):
        state = place.state
        place.change(f"stranger{number}x")
        if number % 2:
            place.state = state.with_name("strange")
        place.require(place.ask("reindex").exit_code == 0, "reindex of another state")
        place.state = state
        small.write_text(before)
        (strange,) = (p.parent for p in place.index.glob("*-*/CURRENT") if p.parent.name != own)
        shutil.rmtree(place.index / own)
        strange.rename(place.index / own)
        done = place.ask("reindex", "--check")
        place.require(done.exit_code == ExitCode.ERROR, f"check of a strange index: {done}")
        place.answer(*place.commands[number % len(place.commands)])
        shutil.rmtree(place.index)
        shutil.copytree(whole, place.index)
    return times


def full_disks(place: Place, times: int) -> int:
    """Build on disks of all sizes that are too small; the old index is in use if there is one."""
    needed = sum(path.stat().st_size for path in place.files())
    if os.geteuid() or not shutil.which("mount"):
        return 0
    for number in range(times):
        with tempfile.TemporaryDirectory() as disk:
            size = int(needed * 1.6 * (number + 0.5) / times)
            options = f"size={size},mode=700"
            mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk]
            if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
                return 0
            try:
                done = place.ask("reindex", "--jobs", "2", index=Path(disk))
                message = done.stderr.startswith("wp8: cannot write the index: ")
                place.require(done.exit_code == 0 or message, f"full disk: {done}")
                left = list(Path(disk).glob("*-*/*"))
                place.require(bool(left) == (done.exit_code == 0), f"left on a full disk: {left}")
                place.answer(*place.commands[0], index=Path(disk))
            finally:
                subprocess.run(["umount", disk], check=True)
    return times


# How often each is done for each time that a kill is.
FAULTS = {
    kills: 1.0,
    interrupts: 0.2,
    rebuilds: 0.1,
    builders: 0.05,
    full_disks: 0.1,
    updates: 0.5,
    damages: 1.0,
    strangers: 0.1,
}


def main() -> int:
    """Do the faults, print what came of each, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    by_name = {fault.__name__.replace("_", "-"): fault for fault in FAULTS}
    parser.add_argument("faults", nargs="*", choices=[[], *by_name], metavar="FAULT")
    parser.add_argument("--engine", choices=list(ENGINES), default="whoosh")
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), given.engine, given.megabytes, given.seed)
        for name in given.faults or by_name:
            fault = by_name[name]
            done = fault(place, max(1, round(given.times * FAULTS[fault])))
            print(f"{name}: {done:,} done, {len(place.wrong)} wrong", flush=True)
            for what in place.wrong:
                print(f"  {what}")
            failures += len(place.wrong)
            place.wrong.clear()
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
