"""What a journey needs of the operators next, the most urgent first (pure, but for `states_of`).

Promises: said from stages and moments for every case at once; the order of `Need` is the order in
the queue. When it begins stands sealed and is read while the vault is open; all else stands open.
Refuses to know: places, who is who.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max

from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord

from .beginning import Beginning, beginning
from .content import read_arrangement
from .models import HandOver, Journey, JourneyEvent, WatchedWay
from .states import ENDED, Note, SignedEvent, Stage

BEGINNING_SECONDS = 45 * 60
"""Two have to release it and a team has to take it, and then the team has to go, too."""
ENDING_SECONDS = 30 * 60
SILENT_SECONDS = 10 * 60
"""A team that looks reads a package within a minute or two."""


class Need(StrEnum):
    """What waits for an operator, in the order of urgency."""

    BEGINNING = "beginning"
    """They set out soon, or should have, and something is missing without which nobody goes."""
    CHANGED = "changed"
    """The danger on the way has changed, and nobody has said that the way stands."""
    NO_WORD = "no word"
    """Its time is over and the team has not said how it ended."""
    UNTOLD = "untold"
    """The person goes by a plan that does not hold, and could not be told so by itself."""
    HARMED = "harmed"
    """The team signed that somebody was harmed, and nobody has answered the person since."""
    REFUSED = "refused"
    SECOND = "second"
    """A first operator has released it: a second one has to."""
    ENDING = "ending"
    SILENT = "silent"
    """A package is out, and the team has not taken it."""


@dataclass(frozen=True, slots=True)
class JourneyState:
    """Where a journey is; `needs` the most urgent first; `since` is when the first of them began.

    `ends_at`: when its plan does, while it holds. `begins_at`: when they set out, or are awaited
    where nobody knows when they do; None once nothing is missing for that.
    """

    stage: Stage
    needs: tuple[Need, ...] = ()
    since: int = 0
    ends_at: int | None = None
    begins_at: int | None = None

    @property
    def is_pressing(self) -> bool:
        """Whether what it needs first can cost a life within minutes."""
        return bool(self.needs) and self.needs[0] in {Need.BEGINNING, Need.CHANGED}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one journey: `last` is the newest thing that happened, at `last_at`.

    `begins`: when they set out, and until when that can still be done.
    """

    stage: Stage
    expires_at: int | None = None
    untold_since: int | None = None
    last: str = ""
    last_at: int = 0
    out_at: int | None = None
    answered_at: int = 0
    changed_at: int | None = None
    begins: Beginning | None = None


_NOT_READY = frozenset({
    Stage.ASKED, Stage.WAYS_FOUND, Stage.CHOSEN, Stage.TOLD, Stage.REPEATED, Stage.RELEASED,
    Stage.HANDED_OVER,
})  # fmt: skip
"""Where nobody should set out yet: no team has taken it."""
_NO_PLAN_HOLDS = frozenset({Stage.ASKED, Stage.WAYS_FOUND, Stage.EXPIRED, Stage.OVERDUE, *ENDED})


def state_of(known: Known, now: int) -> JourneyState:
    """What it needs now."""
    ends = None if known.stage in _NO_PLAN_HOLDS else known.expires_at
    begins = _begins(known, now)
    untold = known.untold_since
    found: dict[Need, int] = {}
    if begins is not None and begins - now <= BEGINNING_SECONDS:
        found[Need.BEGINNING] = begins
    if known.changed_at is not None and known.stage not in {Stage.EXPIRED, *ENDED}:
        found[Need.CHANGED] = known.changed_at
    if known.stage is Stage.OVERDUE:
        found[Need.NO_WORD] = known.expires_at or known.last_at
    if untold is not None and known.answered_at <= untold:
        found[Need.UNTOLD] = untold
    if known.stage is Stage.HARMED and known.answered_at <= known.last_at:
        found[Need.HARMED] = known.last_at
    if known.stage is Stage.CHOSEN and known.last == SignedEvent.REFUSED:
        found[Need.REFUSED] = known.last_at
    if known.stage is Stage.RELEASED:
        found[Need.SECOND] = known.last_at
    if ends is not None and ends - now <= ENDING_SECONDS:
        found[Need.ENDING] = ends - ENDING_SECONDS
    if known.stage is Stage.HANDED_OVER and known.out_at and now - known.out_at >= SILENT_SECONDS:
        found[Need.SILENT] = known.out_at
    needs = tuple(need for need in Need if need in found)
    return JourneyState(known.stage, needs, found[needs[0]] if needs else 0, ends, begins)


def _begins(known: Known, now: int) -> int | None:
    if known.begins is None or known.stage not in _NOT_READY or known.begins.until <= now:
        return None
    return known.begins.at


def states_of(
    person: Callable[[int], tuple[int, ...]], now: int, cases: Collection[int] | None = None
) -> dict[int, JourneyState]:
    """Where each journey is that is not ended, or ended in harm, by the first case of its person.

    One that ended is there, too, while its person was not told so; beside a newer one that need
    stands with the newer.

    `person`: all cases that are shown with one, the root first; an answer in any of them counts.
    `cases`: whose journeys; None: all.
    """
    ended = [each.value for each in ENDED - {Stage.HARMED}]
    untold = Journey.objects.filter(untold_since__isnull=False)
    living = (Journey.objects.exclude(stage__in=ended) | untold).order_by("pk")
    asked = living if cases is None else living.filter(case__in=cases)
    journeys = list(asked.select_related("case"))
    numbers = [each.pk for each in journeys]
    last, out = _last_events(numbers), _went_out(numbers)
    changed = dict(
        WatchedWay.objects.filter(journey__in=numbers).values_list("journey", "changed_at")
    )
    groups = {each.pk: person(each.case_id) for each in journeys}
    wanted = {number for group in groups.values() for number in group}
    answered = dict(Case.objects.filter(number__in=wanted).values_list("number", "answered_at"))
    found: dict[int, JourneyState] = {}
    since: dict[int, int] = {}
    for each in journeys:
        root = groups[each.pk][0]
        if each.untold_since is not None:
            since.setdefault(root, each.untold_since)
        event, at = last.get(each.pk, ("", 0))
        known = Known(
            stage=Stage(each.stage),
            expires_at=each.expires_at,
            untold_since=since.get(root),
            last=event,
            last_at=at,
            out_at=out.get(each.pk),
            answered_at=max(answered.get(number) or 0 for number in groups[each.pk]),
            changed_at=changed.get(each.pk),
            begins=_beginning(each),
        )
        state = state_of(known, now)
        if state.needs or each.stage not in ended:
            found[root] = state
    return found


def _beginning(journey: Journey) -> Beginning | None:
    """Nothing where nothing is missing, and where it can't be read: its screen says so."""
    if journey.stage not in _NOT_READY or not journey.content:
        return None
    try:
        return beginning(read_arrangement(journey))
    except DamagedRecord:
        return None


def _went_out(journeys: Collection[int]) -> dict[int, int]:
    """When the newest package of each did."""
    there = HandOver.objects.filter(journey__in=journeys)
    return dict(there.values_list("journey").annotate(at=Max("at")))


def _last_events(journeys: Collection[int]) -> dict[int, tuple[str, int]]:
    """The newest thing that moved each."""
    notes = [each.value for each in Note]
    events = JourneyEvent.objects.filter(journey_number__in=journeys).exclude(event__in=notes)
    newest = events.values("journey_number").annotate(newest=Max("pk")).values_list("newest")
    rows = JourneyEvent.objects.filter(pk__in=newest)
    return {
        number: (event, at)
        for number, event, at in rows.values_list("journey_number", "event", "at")
    }
