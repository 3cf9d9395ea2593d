"""The rates that count where no hazard layer says anything, kept as `keeping` keeps every kind.

Promises: there is one setting, with every state it ever had; until somebody wrote it down the rates
of `aman.roads.zones` count. One that does not open is damaged, never taken for those.
Refuses to know: screens, roads.
"""

from dataclasses import dataclass, field
from typing import Annotated

import msgspec
from django.db import transaction
from msgspec import Meta

from aman.desk.audit.book import Action, Colleague
from aman.desk.keys.vault import DamagedRecord
from aman.roads.hazards import RATE_AT_MOST
from aman.roads.zones import NO_DATA, Guess

from .keeping import Book, ChangedMeanwhile
from .models import Kind

Rate = Annotated[float, Meta(ge=0, le=RATE_AT_MOST)]


class _Rates(msgspec.Struct, frozen=True):
    low: Rate
    likely: Rate
    high: Rate

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            reason = "rates ascend"
            raise ValueError(reason)


def _read(text: bytes, name: str) -> Guess:
    del name
    rates = msgspec.json.decode(text, type=_Rates)
    return Guess(rates.low, rates.likely, rates.high)


_NO_DATA = Book(
    Kind.NO_DATA.value, b"aman/1 no data", _read, Action.WROTE_HAZARDS, Action.REMOVED_HAZARDS
)
no_data_turns = _NO_DATA.turns


@dataclass(frozen=True, slots=True)
class NoDataView:
    """The rates, per minute, and who wrote them down when; `turn` 0: nobody has."""

    rates: Guess | None = field(default=NO_DATA, repr=False)
    """None: what is kept does not open."""
    turn: int = 0
    at: int = 0
    by: str = ""


def access_no_data() -> NoDataView:
    """As it is now; `VaultLocked`."""
    kept = _NO_DATA.access_all()
    if not kept:
        return NoDataView()
    return NoDataView(kept[0].read, kept[0].turn, kept[0].at, kept[0].by)


def access_no_data_history() -> tuple[NoDataView, ...]:
    """Every state that it had, the newest first; `VaultLocked`."""
    kept = _NO_DATA.access_all()
    if not kept:
        return ()
    number = kept[0].number
    views = (_NO_DATA.access_one(number, each.turn) for each in _NO_DATA.access_history(number))
    return tuple(NoDataView(view.read, view.turn, view.at, view.by) for view in views)


def the_no_data() -> Guess:
    """The rates that count; `DamagedRecord`, `VaultLocked`."""
    rates = access_no_data().rates
    if rates is None:
        raise DamagedRecord
    return rates


@transaction.atomic
def write_no_data(operator: Colleague, rates: Guess, seen: int, at: int) -> None:
    """Write other rates down; `seen` is the turn that was looked at. `ChangedMeanwhile`."""
    kept = _NO_DATA.access_all()
    if (kept[0].turn if kept else 0) != seen:
        raise ChangedMeanwhile
    text = msgspec.json.encode(_Rates(rates.low, rates.likely, rates.high)).decode()
    number = kept[0].number if kept else None
    _NO_DATA.write(operator, "", text, at, number=number, seen=seen)
