"""Moving a journey on: its stage, its history and what is counted, in one transaction.

Promises: whatever moves a journey moves it here, by the table of `states`; its case is held.
Who was counted before is not counted again (`marks`).
"""

from django.db.models import QuerySet

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import note_change
from aman.desk.lines.persons import Held
from aman.desk.marks.once import count_once
from aman.figures.measures import MEASURES, MeasureId, Unit

from .models import Journey, JourneyEvent, Team
from .states import ENDED, Event, Life, Note, NotNow, SignedEvent, Stage

_COUNTED = {
    Stage.REPEATED: MeasureId.PLANS_AGREED,
    Stage.SET_OUT_UNTAKEN: MeasureId.SET_OUT,
    Stage.SET_OUT: MeasureId.SET_OUT,
}
"""Counted elsewhere: `APPLICATIONS` when one begins, `VERIFIED` when an operator notes it
(`genuine`), `HANDED_OVER` when its package is written, `ARRIVED` when the team's word says how
many."""


def move(
    journey: Journey,
    event: Event | SignedEvent,
    now: int,
    *,
    operator: Colleague | None = None,
    team: Team | None = None,
) -> None:
    """Do what the table says; `NotNow`, `SecondPersonNeeded`."""
    before = Life(Stage(journey.stage), journey.released_by_id, journey.handovers.exists())
    after = before.after(event, operator.pk if operator else None)
    journey.stage, journey.released_by_id = after.stage.value, after.released_by
    journey.save()
    write_event(journey, event, now, operator=operator, team=team)
    measure = _COUNTED.get(after.stage)
    if measure is not None:
        count(journey, measure, now)


def count(journey: Journey, measure: MeasureId, now: int, *, most: int | None = None) -> None:
    """Count the group, or the people of the newest package; `most`: of how many it is true."""
    people = 1
    if MEASURES[measure].unit is Unit.PERSON:
        packages = journey.handovers.order_by("-pk")
        people = packages.values_list("people", flat=True).first() or 1
    people = people if most is None else min(people, most)
    count_once(journey.case_id, measure, now, people=people)


def open_journey(held: Held) -> Journey:
    """The journey of a person who is held that has not ended; `NotNow` where there is none."""
    journey = current(held.groups[0])
    if journey is None:
        raise NotNow
    return journey


def write_deed(operator: Colleague, action: Action, journey: Journey, now: int) -> None:
    """Who did it, for the audit; open screens look again."""
    write_down(operator, action, journey.case_id, now)
    note_change()


def write_event(
    journey: Journey,
    event: Event | SignedEvent | Note,
    now: int,
    *,
    operator: Colleague | None = None,
    team: Team | None = None,
) -> None:
    """Add a line to its history."""
    JourneyEvent.objects.create(
        journey_number=journey.pk,
        at=now,
        event=event.value,
        stage=journey.stage,
        operator_id=operator.pk if operator else None,
        operator_name=operator.name if operator else "",
        team=team.pk if team else None,
    )


def was_told(journey: Journey) -> bool:
    """Whether its caller was ever sent a plan."""
    told = JourneyEvent.objects.filter(journey_number=journey.pk, event=Event.TOLD.value)
    return told.exists()


def journeys_of(cases: tuple[int, ...]) -> QuerySet[Journey]:
    """Those of these cases, the newest first."""
    return Journey.objects.filter(case__in=cases).select_related("case").order_by("-pk")


def current(cases: tuple[int, ...]) -> Journey | None:
    """The journey of one person's cases that is not ended, if there is one."""
    return journeys_of(cases).exclude(stage__in=[each.value for each in ENDED]).first()
