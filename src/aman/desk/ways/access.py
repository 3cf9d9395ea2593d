"""The ways of a case as operators see them: looking is audited, and only what lives is shown."""

from dataclasses import dataclass, field

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.cases.groups import access_group
from aman.desk.journeys.life import current
from aman.desk.keys.vault import DamagedRecord

from .records import read_found
from .wire import Found

_AUDIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class WaysView:
    """What was found for the journey that is not ended; `damaged` when it does not open."""

    found: Found | None = field(default=None, repr=False)
    at: int = 0
    rests_on: str = field(default="", repr=False)
    damaged: bool = False


def access_ways(operator: Colleague, number: int, now: int) -> WaysView:
    """Look at them; `NoSuchCase`, `VaultLocked`."""
    group = access_group(number)
    write_down(operator, Action.OPENED_JOURNEY, number, now, at_most_every=_AUDIT_SECONDS)
    journey = current(group)
    try:
        kept = None if journey is None else read_found(journey)
    except DamagedRecord:
        return WaysView(damaged=True)
    if kept is None:
        return WaysView()
    return WaysView(kept[0].found, kept[1], kept[0].rests_on)
