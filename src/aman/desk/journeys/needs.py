"""What a journey needs of the operators next, the most urgent first (pure, but for `states_of`).

Promises: said from what stands open (stages, moments), so that it can be shown for every case at
once. The order of `Need` is the order in the queue. Refuses to know: places, plans, who is who.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max

from aman.desk.casebook.models import Case

from .models import HandOver, Journey, JourneyEvent
from .states import ENDED, Note, SignedEvent, Stage

ENDING_SECONDS = 30 * 60
SILENT_SECONDS = 10 * 60
"""A team that looks reads a package within a minute or two."""


class Need(StrEnum):
    """What waits for an operator, in the order of urgency."""

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

    `ends_at`: when its plan does, while it holds.
    """

    stage: Stage
    needs: tuple[Need, ...] = ()
    since: int = 0
    ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What stands open of one journey: `last` is the newest thing that happened, at `last_at`."""

    stage: Stage
    expires_at: int | None = None
    untold_since: int | None = None
    last: str = ""
    last_at: int = 0
    out_at: int | None = None
    answered_at: int = 0


_NO_PLAN_HOLDS = frozenset({Stage.ASKED, Stage.WAYS_FOUND, Stage.EXPIRED, Stage.OVERDUE, *ENDED})


def state_of(known: Known, now: int) -> JourneyState:
    """What it needs now."""
    ends = None if known.stage in _NO_PLAN_HOLDS else known.expires_at
    untold = known.untold_since
    found: dict[Need, int] = {}
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
    return JourneyState(known.stage, needs, found[needs[0]] if needs else 0, ends)


def states_of(
    person: Callable[[int], tuple[int, ...]], now: int, cases: Collection[int] | None = None
) -> dict[int, JourneyState]:
    """Where each journey is that is not ended, or ended in harm, by the first case of its person.

    `person`: all cases that are shown with one, the root first; an answer in any of them counts.
    `cases`: whose journeys; None: all.
    """
    ended = [each.value for each in ENDED - {Stage.HARMED}]
    living = Journey.objects.exclude(stage__in=ended).order_by("pk")
    journeys = list(living if cases is None else living.filter(case__in=cases))
    numbers = [each.pk for each in journeys]
    last, out = _last_events(numbers), _went_out(numbers)
    groups = {each.pk: person(each.case_id) for each in journeys}
    wanted = {number for group in groups.values() for number in group}
    answered = dict(Case.objects.filter(number__in=wanted).values_list("number", "answered_at"))
    found = {}
    for each in journeys:
        event, at = last.get(each.pk, ("", 0))
        known = Known(
            stage=Stage(each.stage),
            expires_at=each.expires_at,
            untold_since=each.untold_since,
            last=event,
            last_at=at,
            out_at=out.get(each.pk),
            answered_at=max(answered.get(number) or 0 for number in groups[each.pk]),
        )
        found[groups[each.pk][0]] = state_of(known, now)
    return found


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
