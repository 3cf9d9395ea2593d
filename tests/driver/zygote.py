"""A process that has the zones imported and forks one at each order: a zone starts in milliseconds.

Orders are JSON lines on standard input, answers JSON lines on standard output. It ends, and ends
what it started, when its input does. A zone runs through its own `read_settings` and `run`; the
driver only passes the clock and listens to what is announced.
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

PRELOADED = ("aman.front.server", "aman.courier.server", "aman.desk.server")


def file_clock(offset: Path) -> Callable[[], float]:
    """The time, moved by as many seconds as stand in the file `offset` at that moment."""

    def clock() -> float:
        try:
            return time.time() + float(offset.read_text() or 0)
        except (FileNotFoundError, ValueError):
            return time.time()

    return clock


def announcer(steps: Path, kill_at: str | None, nth: int) -> Callable[[str], None]:
    """Write each step to a file, and die at the nth time of one of them."""
    descriptor = os.open(steps, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    heard: Counter[str] = Counter()

    def announce(step: str) -> None:
        heard[step] += 1
        os.write(descriptor, step.encode() + b"\n")
        if step == kill_at and heard[step] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return announce


def become(order: dict[str, Any]) -> None:
    """Turn this forked process into the zone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for target, descriptor in enumerate((nothing, log, log)):
        os.dup2(descriptor, target)
    zone = importlib.import_module(order["module"])
    zone.run(
        zone.read_settings(Path(order["settings"])),
        clock=file_clock(Path(order["clock"])),
        announce=announcer(Path(order["steps"]), order["kill_at"], order["nth"]),
    )


def start(order: dict[str, Any]) -> int:
    """Fork; the child never returns."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            become(order)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - the test reads it in the log
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    return pid


def main() -> None:
    """Serve orders until the input ends."""
    for module in PRELOADED:
        importlib.import_module(module)
    children: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if order["order"] == "start":
            answer = start(order)
            children.add(answer)
        else:
            _, status = os.waitpid(order["pid"], 0)
            children.discard(order["pid"])
            answer = os.waitstatus_to_exitcode(status)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
