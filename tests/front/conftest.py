"""A front in a folder of its own, as a process."""

from pathlib import Path

import pytest

from driver.fronts import FrontAtWork
from driver.ports import free_port
from driver.processes import Processes, processes, zygote

__all__ = ["processes", "zygote"]


@pytest.fixture
def front(tmp_path: Path, processes: Processes) -> FrontAtWork:
    """A front that is not started yet."""
    return FrontAtWork(tmp_path / "front", free_port(), processes)
