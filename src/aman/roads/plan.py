"""A plan that a person carries in his head: where, when, by what he sees, and what if not.

Promises: at most seven steps, each told by what he sees; more is no plan but "guide only". It ends
at a time and says so, and nothing of it needs a phone once it was agreed.
Refuses to know: languages, maps, and where the words of recognition come from.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .agreed import Agreed
from .answers import probability
from .search import Question
from .steps import Departure, Step
from .tellable import STEPS_AT_MOST, ToldWay, told_way
from .telling import Telling

MORE_SHARE: Final = 0.5
MORE_HAZARD: Final = 0.005
"""How much more than the chosen way's hazard a way that can be told may have."""
GRACE: Final = timedelta(minutes=30)
"""A plan ends so long after its arrival."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is told. Times have their zone."""

    departure: Departure
    steps: tuple[Step, ...]
    second_0: datetime
    """What the seconds of steps count from."""
    arrival: datetime
    expires: datetime
    agreed: Agreed
    probability: float
    """Of harm on this way, which may differ from the chosen one's; for the operator."""

    @property
    def start(self) -> datetime:
        """When he starts."""
        return self.at(self.departure.start_s)

    @property
    def later(self) -> timedelta | None:
        """By how much everything is later at the fall-back, waits on the way included."""
        again = self.agreed.fall_back
        return None if again is None else again - self.start

    def at(self, second: int) -> datetime:
        """The time of a second."""
        return self.second_0 + timedelta(seconds=second)


@dataclass(frozen=True, slots=True)
class GuideOnly:
    """No way can be told in so few steps without more danger: somebody has to lead him."""

    steps_at_most: int
    hazard_at_most: float


def way_to_tell(question: Question, telling: Telling, chosen_hazard: float) -> ToldWay | GuideOnly:
    """The least dangerous way that can be told, if it is hardly more so than the chosen one."""
    most = chosen_hazard * (1 + MORE_SHARE) + MORE_HAZARD
    return told_way(question, telling, most) or GuideOnly(STEPS_AT_MOST, most)


def plan_of(told: ToldWay, second_0: datetime, agreed: Agreed) -> Plan:
    """The plan of a way that can be told.

    Raises ValueError for a time without zone, or a fall-back that is not later than the start.
    """
    if second_0.utcoffset() is None:
        message = "times of a plan need their zone"
        raise ValueError(message)
    arrival = second_0 + timedelta(seconds=told.arrival_s)
    start = second_0 + timedelta(seconds=told.departure.start_s)
    expires = arrival + GRACE
    if agreed.fall_back is not None:
        if agreed.fall_back <= start:
            message = "the fall-back time has to be later than the start"
            raise ValueError(message)
        expires = agreed.fall_back + (arrival - start) + GRACE
    return Plan(
        told.departure,
        told.steps,
        second_0,
        arrival,
        expires,
        agreed,
        probability(told.hazard),
    )


def expired(plan: Plan, now: datetime) -> bool:
    """Whether the plan must no longer be followed."""
    return now >= plan.expires
