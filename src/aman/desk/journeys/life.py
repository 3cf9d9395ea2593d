"""Moving a journey on: its stage, its history and what is counted, in one transaction.

Promises: whatever moves a journey moves it here, by the table of `states`; its case is held.
"""

from django.db.models import QuerySet

from aman.desk.audit.book import Colleague
from aman.desk.counting.noting import DAY_SECONDS, note
from aman.figures.measures import MeasureId

from .models import Journey, JourneyEvent, Team
from .states import ENDED, Event, Life, Note, SignedEvent, Stage

_COUNTED = {
    Stage.REPEATED: MeasureId.PLANS_AGREED,
    Stage.SET_OUT: MeasureId.SET_OUT,
    Stage.HANDED_OVER: MeasureId.HANDED_OVER,
    Stage.ARRIVED: MeasureId.ARRIVED,
}


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
    if measure is not None and event is not Event.NOT_RELEASED:
        note(measure, now // DAY_SECONDS)


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


def journeys_of(cases: tuple[int, ...]) -> QuerySet[Journey]:
    """Those of these cases, the newest first."""
    return Journey.objects.filter(case__in=cases).select_related("case").order_by("-pk")


def current(cases: tuple[int, ...]) -> Journey | None:
    """The journey of one person's cases that is not ended, if there is one."""
    return journeys_of(cases).exclude(stage__in=[each.value for each in ENDED]).first()
