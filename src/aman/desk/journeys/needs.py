"""What a journey needs of the operators next, the most urgent first (pure, but for `states_of`).

Promises: said from stages and moments for every case at once; the order of `Need` is the order in
the queue. When it begins stands sealed and is read while the vault is open; all else stands open.
Refuses to know: places, who is who.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Max, Q, QuerySet

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
    """The person has to know something of the plan, and nothing could say it by itself."""
    HARMED = "harmed"
    """The team signed that somebody was harmed, and nobody has answered the person since."""
    OUTCOME = "outcome"
    """The team signed an end that is not theirs to be glad of, and nobody has answered since."""
    REFUSED = "refused"
    SECOND = "second"
    """A first operator has released it: a second one has to."""
    ENDING = "ending"
    SILENT = "silent"
    """A package is out, and the team has not taken it."""


@dataclass(frozen=True, slots=True)
class JourneyState:
    """Where a journey is; `needs` the most urgent first; `since` is when the first of them began.

    `ends_at`: when its plan does, while it holds. `begins_at`: when they set out or did, or are
    awaited where nobody knows when they do; None once nothing is missing for that.
    `untold`: what the person has to know (`by_itself`). `arrived`: how many of the `people` who
    were handed over have, by their team's signed word; None before it.
    """

    stage: Stage
    needs: tuple[Need, ...] = ()
    since: int = 0
    ends_at: int | None = None
    begins_at: int | None = None
    untold: str = ""
    arrived: int | None = None
    people: int = 1

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
    untold: str = ""
    last: str = ""
    last_at: int = 0
    out_at: int | None = None
    answered_at: int = 0
    changed_at: int | None = None
    begins: Beginning | None = None
    arrived: int | None = None
    people: int = 1

    @property
    def is_called_off_by_us(self) -> bool:
        """Not by its team, which can sign that, too."""
        return self.stage is Stage.ABORTED and self.last != SignedEvent.ABORTED


_NOT_READY = frozenset({
    Stage.ASKED, Stage.WAYS_FOUND, Stage.CHOSEN, Stage.TOLD, Stage.REPEATED, Stage.RELEASED,
    Stage.HANDED_OVER,
})  # fmt: skip
"""Where nobody should set out yet: no team has taken it."""
_UNTAKEN = frozenset({Stage.HANDED_OVER, Stage.SET_OUT_UNTAKEN})
_BADLY_ENDED = frozenset({Stage.DID_NOT_COME, Stage.CHANGED, Stage.LOST_CONTACT})
_NO_PLAN_HOLDS = frozenset({Stage.ASKED, Stage.WAYS_FOUND, Stage.EXPIRED, Stage.OVERDUE, *ENDED})


def state_of(known: Known, now: int) -> JourneyState:
    """What it needs now."""
    ends = None if known.stage in _NO_PLAN_HOLDS else known.expires_at
    begins = _begins(known, now)
    found = _unanswered(known)
    if begins is not None and begins - now <= BEGINNING_SECONDS:
        found[Need.BEGINNING] = begins
    if known.changed_at is not None and known.stage not in {Stage.EXPIRED, *ENDED}:
        found[Need.CHANGED] = known.changed_at
    if known.stage is Stage.OVERDUE:
        found[Need.NO_WORD] = known.expires_at or known.last_at
    if known.stage is Stage.CHOSEN and known.last == SignedEvent.REFUSED:
        found[Need.REFUSED] = known.last_at
    if known.stage is Stage.RELEASED:
        found[Need.SECOND] = known.last_at
    if ends is not None and ends - now <= ENDING_SECONDS:
        found[Need.ENDING] = ends - ENDING_SECONDS
    if known.stage in _UNTAKEN and known.out_at and now - known.out_at >= SILENT_SECONDS:
        found[Need.SILENT] = known.out_at
    needs = tuple(need for need in Need if need in found)
    return JourneyState(
        stage=known.stage,
        needs=needs,
        since=found[needs[0]] if needs else 0,
        ends_at=ends,
        begins_at=begins,
        untold=known.untold,
        arrived=known.arrived,
        people=known.people,
    )


def _unanswered(known: Known) -> dict[Need, int]:
    """What stands until an operator has written to the person, and since when."""
    since = {
        Need.UNTOLD: known.untold_since,
        Need.HARMED: known.last_at if known.stage is Stage.HARMED else None,
        Need.OUTCOME: known.last_at if _ended_badly(known) else None,
    }
    return {need: at for need, at in since.items() if at is not None and known.answered_at <= at}


def _ended_badly(known: Known) -> bool:
    """By the team's word, and not with somebody harmed, which has a need of its own."""
    fewer = known.arrived is not None and known.arrived < known.people
    return (
        known.stage in _BADLY_ENDED
        or (known.stage is Stage.ABORTED and not known.is_called_off_by_us)
        or (known.stage is Stage.ARRIVED and fewer)
    )


def _begins(known: Known, now: int) -> int | None:
    if known.stage is Stage.SET_OUT_UNTAKEN:
        return known.last_at  # that it is missing can't be overlooked, whatever can be read
    if known.begins is None or known.stage not in _NOT_READY or known.begins.until <= now:
        return None
    return known.begins.at


def states_of(
    person: Callable[[int], tuple[int, ...]], now: int, cases: Collection[int] | None = None
) -> dict[int, JourneyState]:
    """Where each journey is that is not ended, or ended badly, by the first case of its person.

    One that ended is there, too, while its person was not told so; beside a newer one that need
    stands with the newer.

    `person`: all cases that are shown with one, the root first; an answer in any of them counts.
    `cases`: whose journeys; None: all.
    """
    shown = _shown()
    asked = shown if cases is None else shown.filter(case__in=cases)
    journeys = list(asked.select_related("case").order_by("pk"))
    numbers = [each.pk for each in journeys]
    last, out = _last_events(numbers), _went_out(numbers)
    changed = dict(
        WatchedWay.objects.filter(journey__in=numbers).values_list("journey", "changed_at")
    )
    groups = {each.pk: person(each.case_id) for each in journeys}
    wanted = {number for group in groups.values() for number in group}
    answered = dict(Case.objects.filter(number__in=wanted).values_list("number", "answered_at"))
    found: dict[int, JourneyState] = {}
    owed: dict[int, tuple[int, str]] = {}
    for each in journeys:
        root = groups[each.pk][0]
        answered_at = max(answered.get(number) or 0 for number in groups[each.pk])
        if each.untold_since is not None and answered_at <= each.untold_since:
            owed.setdefault(root, (each.untold_since, each.untold))
        owed_since, untold = owed.get(root, (None, ""))
        event, at = last.get(each.pk, ("", 0))
        out_at, arrived, people = out.get(each.pk, (None, None, 1))
        known = Known(
            stage=Stage(each.stage),
            expires_at=each.expires_at,
            untold_since=owed_since,
            untold=untold,
            last=event,
            last_at=at,
            out_at=out_at,
            arrived=arrived,
            people=people,
            answered_at=answered_at,
            changed_at=changed.get(each.pk),
            begins=_beginning(each),
        )
        state = state_of(known, now)
        if state.needs or not known.is_called_off_by_us:
            found[root] = state
    return found


def _shown() -> QuerySet[Journey]:
    """What is not ended, ended in harm, perhaps badly, or without its person knowing."""
    good_or_own = ENDED - _BADLY_ENDED - {Stage.HARMED}
    going = ~Q(stage__in=[each.value for each in good_or_own])
    fewer = HandOver.objects.filter(arrived__lt=F("people")).values("journey")
    by_a_team = HandOver.objects.values("journey")
    return Journey.objects.filter(
        going
        | Q(stage=Stage.ARRIVED.value, pk__in=fewer)
        | Q(stage=Stage.ABORTED.value, pk__in=by_a_team)
        | Q(stage=Stage.ABORTED.value, untold_since__isnull=False)
    )


def _beginning(journey: Journey) -> Beginning | None:
    """Nothing where nothing is missing, and where it can't be read: its screen says so."""
    if journey.stage not in _NOT_READY or not journey.content:
        return None
    try:
        return beginning(read_arrangement(journey))
    except DamagedRecord:
        return None


def _went_out(journeys: Collection[int]) -> dict[int, tuple[int, int | None, int]]:
    """When the newest package of each did, how many of it have arrived, and of how many it is."""
    there = HandOver.objects.filter(journey__in=journeys).order_by("pk")
    rows = there.values_list("journey", "at", "arrived", "people")
    return {number: (at, arrived, people) for number, at, arrived, people in rows}


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
