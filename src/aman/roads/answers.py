"""What is asked of the search, and what it answers.

Promises: a way is a sequence of arcs with the second each is entered; hazards and probabilities of
harm are one another's, 1 - exp(-hazard). Times are seconds from the table's second 0.
Refuses to know: how ways are found.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .graph import Floats, Ints


@dataclass(frozen=True, slots=True)
class Goal:
    """A reception point: where it is, when it receives, and how long that takes."""

    node: int
    windows: tuple[tuple[int, int], ...]
    """Seconds [opens, closes]: reception begins and ends within one. Before it one may wait."""
    service_s: int = 0


@dataclass(frozen=True, slots=True)
class Leg:
    """One arc, entered at a second after waiting at its beginning."""

    arc: int
    depart_s: int
    wait_s: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a goal, or staying put."""

    goal: int | None
    """Which of the goals asked for; None: staying put."""
    legs: tuple[Leg, ...]
    reached_s: int
    """When he is there; what is left until `arrival_s` he waits and is received."""
    arrival_s: int
    """When reception has ended; for staying put, the end of the horizon."""
    hazard: float

    @property
    def probability(self) -> float:
        """The probability of harm."""
        return probability(self.hazard)


class Forbids(StrEnum):
    """Why there is no way."""

    UNREACHABLE = "unreachable"
    """No road leads from here to a reception point."""
    CLOSED_AREA = "closed area"
    """Roads lead there, all of them through closed areas."""
    WINDOW = "window"
    """The last window closes before he could be received."""
    HORIZON = "horizon"
    """He could be received, but later than was asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """What can be had: by each arrival, the least hazard. No way here is dominated by another."""

    arrival_s: Ints
    """Ascending."""
    hazard: Floats
    """Descending."""
    staying: Way
    """Always one of the answers."""
    exact: bool
    """Within epsilon per arc. If not, the search was interrupted: say "approximate"."""
    at_most: float
    """By how much, at most, the probability of harm may be less in truth, for any arrival from the
    earliest way here on (without ways: than that of staying); 0 when exact."""
    settled_s: int
    """Arrivals before this second are exact, also when the rest is not."""
    build: Callable[[int], Way]

    def __len__(self) -> int:
        """The number of ways, without staying."""
        return len(self.arrival_s)

    def __getitem__(self, index: int) -> Way:
        """A way, the earliest arrival first; it is put together only now."""
        return self.build(range(len(self))[index])

    def __iter__(self) -> Iterator[Way]:
        """All ways. A front along a changing hazard has a way for each second of its change."""
        return (self.build(index) for index in range(len(self)))

    def few(self, tolerance: float) -> tuple[int, ...]:
        """Enough ways that each one left out has an earlier one here, hardly more probable to harm.

        The earliest and the safest are among them; `tolerance` is a difference in probability.
        """
        chosen: list[int] = []
        for index in range(len(self)):
            here = probability(float(self.hazard[index]))
            last = index == len(self) - 1
            if not chosen or last or here < probability(float(self.hazard[chosen[-1]])) - tolerance:
                chosen.append(index)
        return tuple(chosen)


def probability(hazard: float) -> float:
    """The probability of harm of an accumulated hazard."""
    return -math.expm1(-hazard)
