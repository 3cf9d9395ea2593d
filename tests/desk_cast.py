"""What the desk's tests share: a clock moved by hand, quick wraps, and the cast's passwords."""

from dataclasses import dataclass

from aman.desk.keys.wraps import Argon2Cost

MIDNIGHT = 1_800_000_000.0
QUICK = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
FRONT = "one"


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
