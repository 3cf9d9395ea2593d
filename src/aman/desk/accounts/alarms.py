"""What an administrator has to look at and confirm: the alarms of the desk's keys."""

from aman.desk.running import the_desk

from .links import NotAllowed
from .models import Operator

CLOCK_STEP = "epoch-clock-step"


def alarms() -> tuple[str, ...]:
    """What stands open, as codes."""
    return the_desk().alarms()


def confirm(operator: Operator, code: str) -> None:
    """An administrator says that the clock is right, or that he has read what was lost."""
    if not (operator.is_active and operator.is_administrator):
        raise NotAllowed
    desk = the_desk()
    if code not in desk.epochs.alarms():
        return
    if code == CLOCK_STEP:
        desk.epochs.resume(desk.clock())
    else:
        desk.epochs.acknowledge_overdue(desk.clock())
