"""Who waits, and what could be done for each group.

Promises: groups stay whole; a wounded person's harm counts as that of three; options that make no
sense are refused before anything is chosen by them.
Refuses to know: roads, clocks, and where the figures come from.
"""

from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np

from .graph import Floats, Ints, Longs

STAY: Final = -1
"""The choice of a group that goes nowhere."""
WOUNDED_COUNT: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """G groups that go together or not at all."""

    people: Longs
    """[G], at least one each."""
    wounded: Longs
    """[G], how many of them are."""
    staying: Floats
    """[G], the probability of harm where they are."""

    def __post_init__(self) -> None:
        if not len(self.people) == len(self.wounded) == len(self.staying):
            _refuse("each group needs its people, its wounded and its harm of staying")
        if (self.people < 1).any() or (self.wounded < 0).any():
            _refuse("a group has at least one person and no fewer than zero wounded")
        if (self.wounded > self.people).any():
            _refuse("a group has more wounded than people")
        _check_probability(self.staying)

    def __len__(self) -> int:
        """G."""
        return len(self.people)

    @property
    def weight(self) -> Floats:
        """[G], people, the wounded three times."""
        return (self.people + (WOUNDED_COUNT - 1) * self.wounded).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """K options, those of a group side by side, and what each takes of the capacities."""

    group: Longs
    """[K], ascending."""
    harm: Floats
    """[K], the probability of harm."""
    first: Longs
    """[K + 1]; what option k takes stands from first[k] to first[k + 1] - 1 in the next two."""
    capacity: Ints
    """Which capacity; ascending within an option, none twice."""
    amount: Floats
    """How much of it, above 0: people, seconds of reception, a team."""

    def __len__(self) -> int:
        """K."""
        return len(self.group)

    def check(self, groups: int, capacities: int) -> None:
        """Raise ValueError for options that don't fit these groups and capacities."""
        lengths = len(self) == len(self.harm) == len(self.first) - 1
        if not lengths or self.first[0] != 0 or (np.diff(self.first) < 0).any():
            _refuse("each option needs a group, a harm, and its rows of uses")
        if not self.first[-1] == len(self.capacity) == len(self.amount):
            _refuse("each use needs a capacity and an amount")
        if (np.diff(self.group) < 0).any() or not _within(self.group, groups):
            _refuse("options stand in the order of their groups")
        ascends = np.diff(self.capacity) > 0
        begins = self.first[1:-1]
        ascends[begins[(begins > 0) & (begins < len(self.capacity))] - 1] = True
        if not ascends.all() or not _within(self.capacity, capacities):
            _refuse("the capacities of an option ascend, none twice")
        if not (np.isfinite(self.amount) & (self.amount > 0)).all():
            _refuse("what is used is more than nothing and not endless")
        _check_probability(self.harm)


def no_options() -> Options:
    """None."""
    return Options(
        np.zeros(0, np.int64),
        np.zeros(0),
        np.zeros(1, np.int64),
        np.zeros(0, np.int32),
        np.zeros(0),
    )


def _within(numbers: Longs | Ints, count: int) -> bool:
    return len(numbers) == 0 or (int(numbers.min()) >= 0 and int(numbers.max()) < count)


def _check_probability(harm: Floats) -> None:
    if not ((harm >= 0) & (harm <= 1)).all():
        _refuse("a probability of harm is from 0 to 1")


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)
