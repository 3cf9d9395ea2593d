"""What lines cost: messages a second, milliseconds to the desk, megabytes.

`make bench-lines` prints a table and writes bench-out/lines.json; nothing is asserted. Every line
that the contract knows is measured with its own far side, so that a new one joins by its row there.
Each figure is a median of rounds within one run; on a busy machine compare ratios, not runs.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from aman.core.exchange import Push
from aman.core.keys import to_base64url
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming
from aman.lines.front import Front
from aman.lines.posting import Posting, Speaker
from bench.doorbell import NAME
from driver.fronts import COURIER, FrontAtWork, bearer
from driver.ports import free_port
from driver.processes import Processes, Zygote
from lines.contract.cast import CAST, Member
from lines.desk_behind import DeskBehind, desk_behind
from lines.peer import Peer
from lines.running_line import RunningLine, running_line, wait_until, write_folder

OUT = Path(__file__).parents[2] / "bench-out" / "lines.json"
TEXT = "نحن عشرة، عالقون في الوحل، والوقت 21:30 OK. " * 5
ROUNDS = 5
CALLS = 150
CALLERS = 4
BURST = 30
SINGLE = 15


@contextmanager
def real_front(folder: Path, desk: DeskBehind) -> Iterator[str]:
    """A front as a process, with the manifest of a desk that exists."""
    zygote = Zygote()
    (folder / "processes").mkdir()
    processes = Processes(folder / "processes", zygote)
    front = FrontAtWork(folder / "front", free_port(), processes)
    try:
        front.start(hotline=to_base64url(desk.hotline), quota_bytes=1 << 28)
        connection = HTTPConnection("127.0.0.1", front.port)
        push = Push(None, desk.manifest).to_bytes()
        connection.request("POST", "/x", push, bearer(COURIER))
        if connection.getresponse().status != 200:
            message = "the front did not take the manifest"
            raise RuntimeError(message)
        connection.close()
        yield front.url
    finally:
        processes.end()


@contextmanager
def doorbell(folder: Path, desk: DeskBehind, url: str) -> Iterator[tuple[RunningLine, int]]:
    """The line that is nothing but the runtime, and its port."""
    write_folder(folder, desk, url, NAME, {}, {}, {"listen": "127.0.0.1:0", "children": 8})
    command = [sys.executable, "-m", "bench.doorbell", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            listening = process.stdout.readline() if process.stdout else ""
            yield RunningLine(process, folder), int(listening.rpartition(":")[2])  # type: ignore[arg-type]
        finally:
            process.terminate()
            process.wait()


def rate(count: int, act: Callable[[], None]) -> float:
    """How many of `count` a second."""
    start = time.perf_counter()
    act()
    return count / (time.perf_counter() - start)


def ring(port: int, numbers: Sequence[int]) -> None:
    """Call the doorbell so often, from so many threads; each call is a connection and a process."""

    def caller(mine: Sequence[int]) -> None:
        for number in mine:
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("POST", f"/{number}", TEXT.encode())
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                message = f"the line answered {answer.status}"
                raise RuntimeError(message)

    threads = [
        threading.Thread(target=caller, args=(numbers[at::CALLERS],)) for at in range(CALLERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sealing(folder: Path) -> dict[str, float]:
    """Sealing children against a real front, and one process that does nothing else."""
    desk = DeskBehind(NAME)
    with real_front(folder, desk) as url, doorbell(folder / NAME, desk, url) as (line, port):
        ring(port, range(CALLERS * 8))
        receiver = line.processes()[1]
        rates, alone, used = [], [], []
        for number in range(1, ROUNDS + 1):
            numbers = range(number * 10_000, number * 10_000 + CALLS)
            before = processor_seconds(receiver)
            rates.append(rate(CALLS, lambda numbers=numbers: ring(port, numbers)))
            used.append((processor_seconds(receiver) - before) / CALLS * 1000)
            alone.append(rate(CALLS, lambda: in_one_process(desk, url)))
        memory = pss_megabytes(line.processes())
    of_one = statistics.median(a / b for a, b in zip(rates, alone, strict=True))
    return {
        "sealing_per_s": round(statistics.median(rates), 1),
        "processor_ms": round(statistics.median(used), 2),
        "one_process_per_s": round(statistics.median(alone), 1),
        "of_one_process": round(of_one, 2),
        "memory_mb": memory,
    }


def in_one_process(desk: DeskBehind, url: str) -> None:
    """The same work without a process a message: what the promise costs is the difference."""
    at_desk = desk.lines[NAME]
    hotline = Hotline(desk.hotline, time.time, NewestManifest())
    speaker = Speaker.of(NAME, at_desk.key, at_desk.seed)
    posting = Posting(Front(url), hotline, speaker, Derivations(1))
    for number in range(CALLS):
        posting.post(Incoming(f"alone-{time.time_ns()}-{number}", "alone:1", TEXT))


def processor_seconds(pid: int) -> float:
    """What a process and its ended children have used: it hardly depends on who else is busy."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(each) for each in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def pss_megabytes(pids: Sequence[int]) -> float | None:
    """The memory of these processes, what they share counted once; None where it can't be read."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except PermissionError:
            return None
        except OSError:
            continue  # it ended meanwhile
        total += sum(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:"))
    return round(total / 1024, 1)


class Behind:
    """Where messages arrive: the desk that tests have, until the real one takes its place."""

    def __init__(self, desk: DeskBehind, name: str) -> None:
        self._desk = desk
        self._name = name

    def arrived(self) -> int:
        """How many messages an operator could see."""
        return len(self._desk.messages(self._name))

    def wait_for(self, count: int) -> None:
        """Until there are so many."""
        wait_until(lambda: self.arrived() >= count or None, f"{count} messages", 120)


def measured(member: Member, folder: Path) -> dict[str, Any]:
    """One line with its far side."""
    with desk_behind(member.name) as (desk, url), member.peer(folder) as peer:
        setup = peer.setup()
        where = folder / member.name
        write_folder(where, desk, url, member.name, setup.provider, setup.secrets, setup.settings)
        with running_line(where, member.name, null=member.null) as line:
            listens = "listen" in setup.settings and not member.null
            peer.connected(line.port if listens else None)
            behind = Behind(desk, member.name)
            peer.write("alice", TEXT)
            behind.wait_for(1)
            memory = pss_megabytes(line.processes())
            return {
                **flow(peer, behind),
                "memory_mb": memory,
                "stub": "stub" in (sys.modules[type(peer).__module__].__doc__ or "").lower(),
            }


def flow(peer: Peer, behind: Behind) -> dict[str, float]:
    """One message after the other, then many at once."""
    latencies = []
    for _ in range(SINGLE):
        there = behind.arrived()
        start = time.perf_counter()
        peer.write("alice", TEXT)
        behind.wait_for(there + 1)
        latencies.append((time.perf_counter() - start) * 1000)
    rates = []
    for _ in range(3):
        there = behind.arrived()

        def burst(there: int = there) -> None:
            for number in range(BURST):
                peer.write(f"person{number}", TEXT)
            behind.wait_for(there + BURST)

        rates.append(rate(BURST, burst))
    return {
        "per_s": round(statistics.median(rates), 1),
        "latency_ms": round(statistics.median(latencies), 1),
    }


def main() -> None:
    """Measure, print, write."""
    os.environ["AMAN_NULL_LINES"] = "tests"
    console = Console(highlight=False)
    wanted = set(sys.argv[1:])
    with TemporaryDirectory() as folder:
        sealed = sealing(Path(folder))
    console.print(
        f"sealing, a process a message: {sealed['sealing_per_s']} a second "
        f"({sealed['processor_ms']} ms of processor each, {sealed['memory_mb']} MB), "
        f"{sealed['of_one_process']} of what one process does",
        soft_wrap=True,
    )
    table = Table("line", "per_s", "latency_ms", "memory_mb", "far side")
    found: dict[str, Any] = {}
    for member in CAST[:1] + [each for each in CAST if not each.null]:
        if wanted and not wanted & {member.name, str(member)}:
            continue
        with TemporaryDirectory() as folder:
            row = found[str(member)] = measured(member, Path(folder))
        far = "null" if member.null else "stub" if row["stub"] else "real server"
        figures = (str(row[name]) for name in ("per_s", "latency_ms", "memory_mb"))
        table.add_row(str(member), *figures, far)
    console.print(table)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({**sealed, "lines": found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
