"""What the desk's tests share: a clock moved by hand, quick wraps, and the cast's passwords."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from aman.desk.keys.wraps import Argon2Cost

MIDNIGHT = 1_800_000_000.0
QUICK = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
FRONT = "one"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_ROOM_BYTES = 512 << 20


def memory_folder() -> Path | None:
    """Where files cost no disk; None (the usual place) when there is none or it is small."""
    usable = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return _MEMORY if usable and shutil.disk_usage(_MEMORY).free >= _ROOM_BYTES else None


@dataclass(slots=True)
class HandClock:
    """A clock that moves only by hand."""

    time: float = MIDNIGHT

    def __call__(self) -> float:
        """Tell the time."""
        return self.time

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds


def password_of(name: str) -> str:
    """What each of the cast uses as password."""
    return f"{name} walks the dog at dawn"
