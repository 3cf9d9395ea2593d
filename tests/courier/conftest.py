"""A courier between real fronts and a desk that judges."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aman.core.keys import to_base64url
from driver.fake_desk import FakeDesk
from driver.fronts import COURIER, FrontAtWork
from driver.ports import free_port
from driver.processes import Processes, Running, processes, zygote

__all__ = ["processes", "zygote"]


@dataclass
class Correspondence:
    """One desk, one courier, and as many fronts as a test wants."""

    folder: Path
    processes: Processes
    desk: FakeDesk
    fronts: dict[str, FrontAtWork] = field(default_factory=dict)

    def front(self, name: str) -> FrontAtWork:
        """A front of that name; made at the first call, started by the test."""
        if name not in self.fronts:
            self.fronts[name] = FrontAtWork(self.folder / name, free_port(), self.processes)
        return self.fronts[name]

    def start_courier(self, *, kill_at: str | None = None, nth: int = 1) -> Running:
        """Start a courier that knows all fronts, ten visits a second."""
        fronts = [
            {"name": name, "url": front.url, "token": to_base64url(COURIER)}
            for name, front in self.fronts.items()
        ]
        settings = {
            "fronts": fronts,
            "desk_socket": str(self.desk.path),
            "visit_seconds": 0.05,
        }
        path = self.folder / "courier.json"
        path.write_text(json.dumps(settings))
        return self.processes.start("aman.courier.server", path, kill_at=kill_at, nth=nth)


@pytest.fixture
def correspondence(tmp_path: Path, processes: Processes) -> Iterator[Correspondence]:
    """Nothing of it is started, but the desk."""
    desk = FakeDesk(tmp_path / "courier.sock")
    desk.open()
    yield Correspondence(tmp_path, processes, desk)
    desk.close()
