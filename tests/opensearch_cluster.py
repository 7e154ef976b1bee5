"""A cluster of OpenSearch for the tests: three nodes, each a process of its own, on loopback.

    python tests/opensearch_cluster.py [--fetch]

starts one, prints its addresses, and ends it on Ctrl-C; with --fetch, it only says whether the
server can be had. The server is what Maven Central has of it
(the distribution of OpenSearch's own integration tests, and the module of its scripts); `mvn`
fetches it into `~/.cache/wp8-tests` the first time.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = "2.19.1"
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wp8-tests"
NODES: Final = 3
HEAP: Final = "256m"
# A machine that is busy with other things starts three servers in this time all the same.
PATIENCE: Final = 180
_NOBODY: Final = 65534
_shared: Final = ExitStack()
atexit.register(_shared.close)

_POM: Final = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>wp8</groupId><artifactId>tests</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.opensearch.distribution.integ-test-zip</groupId>
<artifactId>opensearch</artifactId><version>{VERSION}</version><type>zip</type></dependency>
<dependency><groupId>org.opensearch.plugin</groupId>
<artifactId>lang-painless</artifactId><version>{VERSION}</version></dependency>
</dependencies>
</project>
"""
# What the module of scripts brings along; the server has the rest.
_SCRIPT_JARS: Final = ("lang-painless-", "opensearch-scripting-painless-spi-", "antlr4-", "asm-")
_DESCRIPTOR: Final = f"""name=lang-painless
description=scripts
version={VERSION}
opensearch.version={VERSION}
java.version=11
classname=org.opensearch.painless.PainlessPlugin
"""
_POLICY: Final = """grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""


class NoServerError(Exception):
    """Why there can be no cluster here, in one line."""


def server() -> Path:
    """Return the folder of the server, fetched if it has to be.

    Raises:
        NoServerError: If it cannot be had.
    """
    folder = CACHE / f"opensearch-{VERSION}"
    if folder.is_dir():
        return folder
    for program in ("java", "mvn"):
        if not shutil.which(program):
            raise NoServerError(f"no OpenSearch here: there is no {program}")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as temporary:
        made = _assembled(Path(temporary))
        with suppress(OSError):  # another has been quicker
            made.rename(folder)
    return folder


def _assembled(work: Path) -> Path:
    """Return the folder of the server, put together in `work`."""
    (work / "pom.xml").write_text(_POM, encoding="utf-8")
    command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=jars"]
    with (work / "mvn.log").open("wb") as log:
        done = subprocess.run(command, cwd=work, stdout=log, stderr=log, timeout=600, check=False)
    if done.returncode:
        raise NoServerError(f"no OpenSearch here: mvn cannot fetch version {VERSION}")
    with zipfile.ZipFile(work / "jars" / f"opensearch-{VERSION}.zip") as archive:
        archive.extractall(work)
    folder = work / f"opensearch-{VERSION}"
    module = folder / "modules" / "lang-painless"
    module.mkdir()
    for jar in (work / "jars").glob("*.jar"):
        if jar.name.startswith(_SCRIPT_JARS):
            shutil.copy(jar, module)
    (module / "plugin-descriptor.properties").write_text(_DESCRIPTOR, encoding="utf-8")
    (module / "plugin-security.policy").write_text(_POLICY, encoding="utf-8")
    return folder


class Node:
    """One node: its process, its ports, its files."""

    def __init__(self, home: Path, folder: Path, number: int) -> None:
        self._home = home
        self._folder = folder / f"node{number}"
        self.name = f"node{number}"
        self.port, self.transport = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address it answers at."""
        return f"http://127.0.0.1:{self.port}"

    def configure(self, others: list[Node]) -> None:
        """Write its settings."""
        config = self._folder / "config"
        shutil.copytree(self._home / "config", config)
        seeds = ", ".join(f'"127.0.0.1:{node.transport}"' for node in others)
        names = ", ".join(node.name for node in others)
        (config / "opensearch.yml").write_text(
            f"""cluster.name: wp8-tests
node.name: {self.name}
path.data: {self._folder / "data"}
path.logs: {self._folder / "logs"}
http.port: {self.port}
transport.port: {self.transport}
network.host: 127.0.0.1
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
node.store.allow_mmap: false
bootstrap.system_call_filter: false
cluster.fault_detection.follower_check.interval: 500ms
cluster.fault_detection.follower_check.timeout: 2s
cluster.fault_detection.leader_check.interval: 500ms
cluster.fault_detection.leader_check.timeout: 2s
""",
            encoding="utf-8",
        )
        for name in ("data", "logs", "tmp"):
            (self._folder / name).mkdir()

    def start(self) -> None:
        """Start its process, as nobody if it would be root, which OpenSearch refuses."""
        java = [
            "java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xshare:auto", "-XX:-UsePerfData", "-Djava.security.manager=allow",
            "-Dfile.encoding=UTF-8", "-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true",
            f"-Djava.io.tmpdir={self._folder / 'tmp'}",
            f"-Dopensearch.path.home={self._home}",
            f"-Dopensearch.path.conf={self._folder / 'config'}",
            "-Dopensearch.distribution.type=zip", "-Dopensearch.bundled_jdk=false",
            "-cp", f"{self._home / 'lib'}/*", "org.opensearch.bootstrap.OpenSearch",
        ]  # fmt: skip
        # The kernel ends it with whoever started it, however that one ends.
        bound = ["setpriv", "--pdeathsig", "KILL"]
        if os.getuid() == 0:
            _give(self._folder)
            bound += [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
        with (self._folder / "out").open("ab") as out:
            self._process = subprocess.Popen(
                [*bound, *java], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self._folder
            )

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self, *, paused: bool) -> None:
        """Stop it without ending it, or let it go on."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP if paused else signal.SIGCONT)

    @property
    def pid(self) -> int:
        """The number of its process; 0 if there is none."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def error(self) -> str:
        """Return the first error it has named, or the last thing it said."""
        lines = (self._folder / "out").read_text(errors="replace").splitlines()
        named = [line for line in lines if "Exception" in line or line.startswith("Error")]
        return (named or lines or ["it said nothing"])[0 if named else -1][:300]


class Cluster:
    """Some nodes that know each other."""

    def __init__(self, folder: Path, nodes: int = NODES) -> None:
        home = folder / "server"
        # Nobody may not look into the home of the one who runs the tests.
        shutil.copytree(server(), home)
        self.nodes = [Node(home, folder, number) for number in range(nodes)]
        for node in self.nodes:
            node.configure(self.nodes)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes."""
        return tuple(node.url for node in self.nodes)

    def start(self) -> None:
        """Start all nodes that do not run, and wait until each has joined the others."""
        for node in self.nodes:
            if not node.is_running:
                node.start()
        for node in self.nodes:
            self.wait(node, f"/_cluster/health?wait_for_nodes={len(self.nodes)}&timeout=5s")

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.kill()

    def leader(self) -> Node:
        """Return the node that the others have elected to manage the cluster."""
        with urlopen(f"{self.urls[0]}/_cat/cluster_manager?h=node", timeout=10) as answer:
            name = answer.read().decode().strip()
        return next(node for node in self.nodes if node.name == name)

    def wait(self, node: Node, path: str) -> None:
        """Ask `node` for `path` until it answers.

        Raises:
            NoServerError: If it takes too long.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if not node.is_running:
                raise NoServerError(f"no OpenSearch here: it ended by itself: {node.error()}")
            with suppress(OSError), urlopen(node.url + path, timeout=10) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.3)
        raise NoServerError(f"no OpenSearch here: it did not start: {node.error()}")


@contextmanager
def running(nodes: int = NODES) -> Iterator[Cluster]:
    """Yield a cluster that is there until the end.

    Raises:
        NoServerError: If there can be none.
    """
    with tempfile.TemporaryDirectory(prefix="wp8-opensearch-", ignore_cleanup_errors=True) as name:
        cluster = Cluster(Path(name), nodes)
        Path(name).chmod(0o755)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _give(folder: Path) -> None:
    """Give a folder and all in it to nobody."""
    for place in (folder, *folder.rglob("*")):
        os.chown(place, _NOBODY, _NOBODY)


@cache
def shared(nodes: int = NODES) -> Cluster | str:
    """Return the cluster that tests have in common until `end`, or why there is none."""
    try:
        return _shared.enter_context(running(nodes))
    except NoServerError as error:
        return str(error)


def end() -> None:
    """End the cluster that tests had in common: one that is idle takes a sixth of a processor."""
    _shared.close()
    shared.cache_clear()


def main() -> None:
    """Run a cluster until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if sys.argv[1:] == ["--fetch"]:
            server()
            sys.stdout.write("the tests of a cluster run\n")
            return
        with running() as cluster:
            sys.stdout.write(f"{','.join(cluster.urls)}\n")
            sys.stdout.flush()
            while True:
                time.sleep(1)
    except NoServerError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
