"""A process that has a line's code imported and forks one at each order: it runs in milliseconds.

An order is one JSON object over a Unix socket, with the two pipes that become the line's standard
output and error; the answer is a number. It ends, and ends what it started, when the socket does.
A line runs as `aman line run` runs it: the driver only passes the clock and listens to what is
announced.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aman.core.strength import Strength
from aman.core.words import word_lists
from aman.lines.registry import Line, line
from aman.lines.server import run
from aman.lines.settings import read_settings
from driver.zygote import file_clock

NULL = "aman.lines.null"


def announcer(folder: Path, die_at: str) -> Callable[[str], None]:
    """Write each step to standard output, and die at one of them; not once more after that."""

    def announce(step: str) -> None:
        os.write(1, (step + "\n").encode())
        died = folder / "died"
        if step == die_at and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    return announce


def become(order: dict[str, Any], pipes: list[int]) -> None:
    """Turn this forked process into the line."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, descriptor in enumerate((nothing, *pipes)):
        os.dup2(descriptor, target)
        os.close(descriptor)
    folder, name = Path(order["folder"]), order["name"]
    row = Line(name, Strength.NETWORK, NULL) if name == "null" else line(name)
    connect = importlib.import_module(NULL).connect if order["null"] else None
    run(
        row,
        read_settings(folder / "line.json"),
        clock=file_clock(Path(order["clock"])),
        announce=announcer(folder, order["die_at"]),
        connect=connect,
    )


def start(order: dict[str, Any], pipes: list[int], orders: socket.socket) -> int:
    """Fork; the child never returns."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            orders.close()
            become(order, pipes)
            status = 0
        except BaseException:  # noqa: BLE001 - the test reads it in what the line wrote
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    for pipe in pipes:
        os.close(pipe)
    return pid


def main(orders: socket.socket, module: str) -> None:
    """Serve orders until the socket ends."""
    importlib.import_module(module)
    word_lists()
    gc.collect()
    gc.freeze()  # what is imported is not looked through again in each line
    children: set[int] = set()
    while True:
        raw, pipes, _, _ = socket.recv_fds(orders, 64 * 1024, 2)
        if not raw:
            break
        order = json.loads(raw)
        if order["order"] == "start":
            answer = start(order, pipes, orders)
            children.add(answer)
        else:
            _, status = os.waitpid(order["pid"], 0)
            children.discard(order["pid"])
            answer = os.waitstatus_to_exitcode(status)
        orders.sendall(str(answer).encode())
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
