"""What persons asked for, as a case's screen shows it.

Promises: a record that does not open is said to be one, because it stops every sending.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from aman.desk.cases.records import CaseView
from aman.desk.cases.wishes import Rules, access_wish
from aman.desk.keys.vault import DamagedRecord
from aman.desk.safe_contact.rules import his_time


@dataclass(frozen=True, slots=True)
class WrittenWish:
    """The wish of one of the cases that are shown together; `his_time` is his clock now."""

    case: int
    rules: Rules = field(repr=False)
    expected_by: int | None = None
    expected: str = ""
    his_time: str = ""
    damaged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self.rules == Rules(zone=self.rules.zone) and self.expected_by is None


def written_wishes(view: CaseView, now: int) -> tuple[WrittenWish, ...]:
    """The wish of the case, and those of the cases merged with it that have one."""
    every = tuple(_each(view, now))
    return tuple(wish for wish in every if wish.case == view.number or not wish.is_empty)


def _each(view: CaseView, now: int) -> Iterator[WrittenWish]:
    for number in view.seen_upto:
        try:
            wish = access_wish(number)
        except DamagedRecord:
            yield WrittenWish(number, Rules(never=True), damaged=True)
            continue
        zone, at = wish.rules.zone, wish.expected_by
        yield WrittenWish(
            number,
            wish.rules,
            at,
            expected=clock_time(zone, at) if at is not None else "",
            his_time=clock_time(zone, now),
        )


def clock_time(zone: str, at: int) -> str:
    """A moment as his clock shows it, with its day."""
    return his_time(zone, at).strftime("%Y-%m-%d %H:%M")
