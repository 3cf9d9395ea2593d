"""What a process for each message costs: sealings a second, against a process that is kept.

A front of its own takes what comes; nobody fetches it. The children are forked before a message
comes and serve one each.
"""

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

from aman.core.exchange import Push
from aman.core.keys import to_base64url
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming
from aman.lines.front import Front
from aman.lines.posting import Posting, Speaker
from bench.doorbell import NAME
from bench.memory import pss_megabytes
from driver.fronts import COURIER, FrontAtWork, bearer
from driver.ports import free_port
from driver.processes import Processes, Zygote
from lines.desk_behind import DeskBehind
from lines.running_line import RunningLine, write_folder

TEXT = "نحن عشرة، عالقون في الوحل، والوقت 21:30 OK. " * 5
ROUNDS = 5
CALLS = 150
CALLERS = 4


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
        rates, alone, used, used_alone = [], [], [], []
        for number in range(1, ROUNDS + 1):
            numbers = range(number * 10_000, number * 10_000 + CALLS)
            before = processor_seconds(receiver)
            rates.append(rate(CALLS, lambda numbers=numbers: ring(port, numbers)))
            used.append((processor_seconds(receiver) - before) / CALLS * 1000)
            before = time.process_time()
            alone.append(rate(CALLS, lambda: in_one_process(desk, url)))
            used_alone.append((time.process_time() - before) / CALLS * 1000)
        memory = pss_megabytes(line.processes())
    of_one = statistics.median(a / b for a, b in zip(rates, alone, strict=True))
    return {
        "sealing_per_s": round(statistics.median(rates), 1),
        "processor_ms": round(statistics.median(used), 2),
        "one_process_ms": round(statistics.median(used_alone), 2),
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
