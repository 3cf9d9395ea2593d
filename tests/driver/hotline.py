"""A whole hotline for tests in any language: orders and answers are JSON, one a line.

`python -m driver.hotline VAR [PROGRAMME [BEHAVIOUR:HONEST:BACK …]]` (in tests/) provisions
VAR as `aman up` does, starts every zone, and prints `{"front": …, "desk": …, "form": …, "link": …,
"hostile": {BEHAVIOUR: …}}`. Orders on standard input:
`{"do": "kill"|"stop", "zone": "front"}`, `{"do": "start", "zone": …, "kill_at"?: step, "nth"?: n}`,
`{"do": "steps", "zone": …}`, `{"do": "pid", "zone": …}`, `{"do": "alive", "zone": …}`,
`{"do": "deeds", "front": BEHAVIOUR}` (how many wrong deeds a hostile front has done),
`{"do": "search", "zone": …, "texts": […]}` (its memory and its folder; see `driver.search`),
`{"do": "hold", "path": …, "texts": […]}` (the same search in a process that holds that file),
`{"do": "clock", "seconds": 3600}` (moves the clock of all zones). It ends, and ends the zones, when
its input does.

Each BEHAVIOUR adds a hostile front (tests/hostile/front.py) beside the honest one: the same courier
visits it, the same desk stands behind it.
"""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from aman.cli.programme import load_programme, locate_programme
from aman.cli.provision import Addresses, provision
from aman.core.keys import to_base64url

from .ports import free_port
from .processes import Processes, Running, Zygote, wait_until
from .search import files_in, found_in, memory_of

BACK_TICKS = 6
"""So old is what a hostile front brings back: older than what a page had a beat ago."""
HOLD = "import sys; held = open(sys.argv[1], 'rb').read(); print(len(held), flush=True); input()"
HOSTILE_FRONT = Path(__file__).parents[1] / "hostile" / "front.py"

MODULES = {
    "desk": "aman.desk.server",
    "front": "aman.front.server",
    "courier": "aman.courier.server",
    "form": "aman.lines.form.server",
}

OF_ZONE: Mapping[str, Callable[[Running], object]] = {
    "kill": Running.kill,
    "stop": Running.stop,
    "steps": Running.steps,
    "alive": Running.is_alive,
    "pid": attrgetter("pid"),
}
"""Orders that concern one running zone."""


class Hotline:
    """Zones by name."""

    def __init__(self, var: Path, programme: str, form_address: str | None = None) -> None:
        folder = var.parent / f"{var.name}-processes"
        folder.mkdir(exist_ok=True)
        self.var = var
        self.processes = Processes(folder, Zygote())
        self.running: dict[str, Running] = {}
        self.hostile: list[subprocess.Popen[bytes]] = []
        self.addresses = Addresses(
            front=f"127.0.0.1:{free_port()}",
            desk=f"desk.localhost:{free_port()}",
            form=form_address or f"127.0.0.1:{free_port()}",
        )
        made = provision(
            var,
            load_programme(programme),
            locate_programme(programme),
            self.addresses,
            int(time.time()),
            teams=True,
        )
        self.link = made.link

    def add_hostile(self, behaviours: Sequence[str]) -> dict[str, str]:
        """Start hostile fronts and have courier and desk know them; gives their addresses."""
        addresses: dict[str, str] = {}
        for each in behaviours:
            name, *numbers = each.split(":")
            options = zip(("--honest", "--back"), numbers, strict=False)
            listen = f"127.0.0.1:{free_port()}"
            with self._deeds_file(name).open("wb") as deeds:
                front = subprocess.Popen(  # noqa: S603 - our own script
                    [
                        *(sys.executable, str(HOSTILE_FRONT), "--behave", name),
                        *("--listen", listen),
                        *chain.from_iterable({"--back": str(BACK_TICKS), **dict(options)}.items()),
                        *("--page", str(self.var / "front" / "page.html")),
                    ],
                    stdout=deeds,
                )
            self.hostile.append(front)
            addresses[name] = f"http://{listen}"
        self._introduce(addresses)
        return addresses

    def _introduce(self, addresses: dict[str, str]) -> None:
        courier, desk = (self.var / zone / f"{zone}.json" for zone in ("courier", "desk"))
        settings = json.loads(courier.read_text())
        settings["fronts"] += [
            {"name": name, "url": url, "token": to_base64url(secrets.token_bytes(32))}
            for name, url in addresses.items()
        ]
        courier.write_text(json.dumps(settings))
        settings = json.loads(desk.read_text())
        settings["fronts"] += list(addresses)
        desk.write_text(json.dumps(settings))

    def _deeds_file(self, name: str) -> Path:
        return self.var.parent / f"{name}.deeds"

    def deeds(self, name: str) -> int:
        """How many wrong deeds this hostile front has done so far."""
        return len(self._deeds_file(name).read_text().splitlines())

    def start(self, zone: str, kill_at: str | None = None, nth: int = 1) -> None:
        """Start one zone; it announces that it listens before this returns."""
        settings = self.var / zone / f"{zone}.json"
        self.running[zone] = self.processes.start(MODULES[zone], settings, kill_at=kill_at, nth=nth)

    def wait_listening(self, zone: str) -> None:
        """Return when it listens; the courier listens to nobody."""
        if zone != "courier":
            running = self.running[zone]
            wait_until(
                lambda: any(step.startswith(f"{zone}: listening") for step in running.steps()),
                f"{zone} listening; log: {running.log()}",
            )

    def obey(self, order: dict[str, Any]) -> object:
        """Carry out one order."""
        zone, what = order.get("zone", ""), order["do"]
        if what in OF_ZONE:
            return OF_ZONE[what](self.running[zone])
        carried_out: dict[str, Callable[[], object]] = {
            "start": lambda: self._start_and_wait(zone, order),
            "deeds": lambda: self.deeds(order["front"]),
            "search": lambda: self.search(self.running[zone].pid, self.var / zone, order["texts"]),
            "hold": lambda: self.search_holder(Path(order["path"]), order["texts"]),
            "clock": lambda: self.processes.move_clock(order["seconds"]),
        }
        return carried_out[what]()

    def _start_and_wait(self, zone: str, order: dict[str, Any]) -> None:
        self.start(zone, order.get("kill_at"), order.get("nth", 1))
        self.wait_listening(zone)

    @staticmethod
    def search(pid: int, folder: Path | None, texts: list[str]) -> dict[str, object]:
        """Look for texts in a process and a folder; here, because only an ancestor may."""
        memory, seen = found_in(memory_of(pid), texts)
        files, kept = found_in(files_in(folder) if folder else iter(()), texts)
        return {"memory": memory, "files": files, "memory_bytes": seen, "file_bytes": kept}

    def search_holder(self, path: Path, texts: list[str]) -> dict[str, object]:
        """The same for a process that has read a file and holds nothing else of ours."""
        holder = subprocess.Popen(  # noqa: S603 - our own line of Python
            [sys.executable, "-c", HOLD, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            if holder.stdout is not None:
                holder.stdout.readline()
            return self.search(holder.pid, None, texts)
        finally:
            holder.communicate(b"\n")

    def end(self) -> None:
        """End everything that was started here."""
        self.processes.end()
        for front in self.hostile:
            front.kill()
            front.wait()


def main() -> None:
    """Serve orders until the input ends."""
    programme = sys.argv[2] if len(sys.argv) > 2 else "surrender"
    hotline = Hotline(Path(sys.argv[1]).resolve(), programme)
    hostile = hotline.add_hostile(sys.argv[3:])
    for zone in MODULES:
        hotline.start(zone)
    for zone in MODULES:
        hotline.wait_listening(zone)
    try:
        serve(hotline, addresses_of(hotline) | {"hostile": hostile})
    finally:
        hotline.end()


def addresses_of(hotline: Hotline) -> dict[str, Any]:
    """Where everything is, and the link that makes the first operator."""
    return {
        "front": f"http://{hotline.addresses.front}",
        "desk": f"http://{hotline.addresses.desk}",
        "form": f"http://{hotline.addresses.form}/n",
        "link": hotline.link,
    }


def serve(hotline: Hotline, addresses: dict[str, Any]) -> None:
    """Say where everything is, then obey until the input ends."""
    _say(addresses)
    for line in sys.stdin:
        _say(hotline.obey(json.loads(line)))


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
