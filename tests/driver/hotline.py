"""A whole hotline for tests in any language: orders and answers are JSON, one a line.

`python -m driver.hotline VAR [PROGRAMME]` (in tests/) provisions VAR as `aman up` does, starts
every zone, and prints `{"front": …, "desk": …, "form": …, "link": …}`. Orders on standard input:
`{"do": "kill"|"stop", "zone": "front"}`, `{"do": "start", "zone": …, "kill_at"?: step, "nth"?: n}`,
`{"do": "steps", "zone": …}`, `{"do": "pid", "zone": …}`, `{"do": "alive", "zone": …}`,
`{"do": "clock", "seconds": 3600}` (moves the clock of all zones). It ends, and ends
the zones, when its input does.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from aman.cli.programme import load_programme, locate_programme
from aman.cli.provision import Addresses, provision

from .processes import Processes, Running, Zygote, free_port, wait_until

MODULES = {
    "desk": "aman.desk.server",
    "front": "aman.front.server",
    "courier": "aman.courier.server",
    "form": "aman.lines.form.server",
}


class Hotline:
    """Zones by name."""

    def __init__(self, var: Path, programme: str, form_address: str | None = None) -> None:
        folder = var.parent / f"{var.name}-processes"
        folder.mkdir(exist_ok=True)
        self.var = var
        self.processes = Processes(folder, Zygote())
        self.running: dict[str, Running] = {}
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
        )
        self.link = made.link

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
        zone = order.get("zone", "")
        match order["do"]:
            case "kill":
                self.running[zone].kill()
            case "stop":
                return self.running[zone].stop()
            case "start":
                self.start(zone, order.get("kill_at"), order.get("nth", 1))
                self.wait_listening(zone)
            case "steps":
                return self.running[zone].steps()
            case "pid":
                return self.running[zone].pid
            case "alive":
                return self.running[zone].is_alive()
            case "clock":
                self.processes.clock.write_text(str(order["seconds"]))
        return True


def main() -> None:
    """Serve orders until the input ends."""
    programme = sys.argv[2] if len(sys.argv) > 2 else "surrender"
    hotline = Hotline(Path(sys.argv[1]).resolve(), programme)
    for zone in MODULES:
        hotline.start(zone)
    for zone in MODULES:
        hotline.wait_listening(zone)
    _say(
        {
            "front": f"http://{hotline.addresses.front}",
            "desk": f"http://{hotline.addresses.desk}",
            "form": f"http://{hotline.addresses.form}/n",
            "link": hotline.link,
        }
    )
    try:
        for line in sys.stdin:
            _say(hotline.obey(json.loads(line)))
    finally:
        hotline.processes.kill_all()


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
