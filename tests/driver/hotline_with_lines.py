"""A whole hotline with messaging lines: `driver.hotline` and people at their providers.

`python -m driver.hotline_with_lines VAR PROGRAMME LINE …` adds each LINE as `aman line add` does
and runs it by `aman line run`; its provider is that of the contract test (a real server, or a
stub that is called one). Further orders: `{"do": "write", "line": …, "who": …, "text": …}`,
`{"do": "press", "line": …, "who": …, "payload": …}`, `{"do": "got", "line": …, "who": …}` (what
somebody received: `[{"text": …, "payloads": […]}]`).
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aman.cli.line_folder import add, place_of
from aman.cli.line_request import read_request
from aman.lines.registry import line
from lines.contract.cast import REAL, Start
from lines.running_line import RunningLine

from .hotline import MODULES, Hotline, addresses_of, serve
from .ports import free_port

if TYPE_CHECKING:
    from lines.peer import Peer

QUICK = {"visit_seconds": 0.2, "pulse_seconds": 5}


class HotlineWithLines(Hotline):
    """Lines by name; each has its people. `pace` goes into each line.json."""

    pace: Mapping[str, float] = QUICK
    providers: Mapping[str, Start] = REAL

    def __init__(self, var: Path, programme: str, lines: list[str], stack: ExitStack) -> None:
        super().__init__(var, programme)
        self.peers: dict[str, Peer] = {}
        self._lines: dict[str, RunningLine] = {}
        self._ports: dict[str, int] = {}
        for name in lines:
            self.peers[name] = stack.enter_context(self.providers[name](var.parent))
            self._add(name)

    def _add(self, name: str) -> None:
        """As `aman line add`; then with the pace that was asked for."""
        setup = self.peers[name].setup()
        secrets = []
        for secret, value in setup.secrets.items():
            path = self.var.parent / f"{name}-{secret}"
            path.write_text(value)
            path.chmod(0o600)
            secrets.append(f"{secret}=file:{path}")
        listen = ""
        if "listen" in setup.settings:
            self._ports[name] = free_port()
            listen = f"127.0.0.1:{self._ports[name]}"
        row = line(name.partition("-")[0])
        asked = (*row.wants, *row.may)
        settings = [
            f"{key}:={json.dumps(value)}" for key, value in setup.provider.items() if key in asked
        ]
        request = read_request(row, settings, secrets, listen, here=True)
        add(self.var, request, place_of(self.var))
        path = self._folder(name) / "line.json"
        written = json.loads(path.read_text())
        written["provider"] |= setup.provider  # the stub's address is no setting of a real line
        others = {key: value for key, value in setup.settings.items() if key != "listen"}
        path.write_text(json.dumps(written | others | dict(self.pace)))

    def _folder(self, name: str) -> Path:
        """Where a line lives, whichever way it runs."""
        return self.var / "lines" / name.partition("-")[0]

    def start_lines(self) -> None:
        """Run each line as the administrator does."""
        for name, peer in self.peers.items():
            folder = self._folder(name)
            with (self.var.parent / f"{name}.log").open("wb") as log:
                command = [sys.executable, "-m", "aman", "line", "run", "--dir", str(folder)]
                process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - ours
            self._lines[name] = RunningLine(process, folder)
            peer.connected(self._ports.get(name))

    def line_processes(self, name: str) -> list[int]:
        """A line's parent and everything below it."""
        return self._lines[name].processes()

    def obey(self, order: dict[str, Any]) -> object:
        """Carry out one order."""
        peer = self.peers.get(order.get("line", ""))
        if peer is None:
            return super().obey(order)
        if order["do"] == "write":
            return peer.write(order["who"], order["text"])
        if order["do"] == "press":
            return peer.press(order["who"], order["payload"])
        return [
            {"text": got.text, "payloads": list(got.payloads)} for got in peer.got(order["who"])
        ]

    def close(self) -> None:
        """End lines and zones."""
        for running in self._lines.values():
            running.process.send_signal(signal.SIGTERM)
        for running in self._lines.values():
            running.process.wait(20)
        self.end()


def main() -> None:
    """Serve orders until the input ends."""
    os.environ["PYTHONUNBUFFERED"] = "1"
    var, programme, *lines = sys.argv[1:]
    with ExitStack() as stack:
        hotline = HotlineWithLines(Path(var).resolve(), programme, lines, stack)
        with closing(hotline):
            for zone in MODULES:
                hotline.start(zone)
            for zone in MODULES:
                hotline.wait_listening(zone)
            hotline.start_lines()
            serve(hotline, addresses_of(hotline))


if __name__ == "__main__":
    main()
