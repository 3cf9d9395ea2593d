"""That a request is genuine: an operator's own finding, noted with the journey.

Promises: noting it counts its people as verified, each once, and whoever takes the note back is
written down as well; what was counted stays. It is a note: it moves no journey and stops none.
Refuses to know: how somebody found it out.
"""

from django.db import transaction

from aman.desk.audit.book import Action, Colleague
from aman.desk.lines.persons import hold_persons
from aman.desk.marks.once import count_once, counted_of
from aman.figures.measures import MeasureId

from .content import Arrangement, read_arrangement
from .life import open_journey, write_deed, write_event
from .models import Journey, JourneyEvent
from .states import Note, NotNow

_NOTES = (Note.GENUINE.value, Note.NOT_GENUINE.value)


@transaction.atomic
def say_genuine(operator: Colleague, number: int, now: int) -> None:
    """Note that the request is genuine, for all who come now; `NotNow` where that is noted."""
    journey = open_journey(hold_persons(number))
    people = (read_arrangement(journey) if journey.content else Arrangement()).how_many
    if is_genuine(journey) and counted_of(journey.case_id, MeasureId.VERIFIED) >= people:
        raise NotNow
    write_event(journey, Note.GENUINE, now, operator=operator)
    count_once(journey.case_id, MeasureId.VERIFIED, now, people=people)
    write_deed(operator, Action.SAID_GENUINE, journey, now)


@transaction.atomic
def say_not_genuine(operator: Colleague, number: int, now: int) -> None:
    """Take that note back; `NotNow` where there is none."""
    journey = open_journey(hold_persons(number))
    if not is_genuine(journey):
        raise NotNow
    write_event(journey, Note.NOT_GENUINE, now, operator=operator)
    write_deed(operator, Action.SAID_NOT_GENUINE, journey, now)


def is_genuine(journey: Journey) -> bool:
    """Whether that is noted, and was not taken back since."""
    notes = JourneyEvent.objects.filter(journey_number=journey.pk, event__in=_NOTES)
    newest = notes.order_by("-pk").values_list("event", flat=True).first()
    return newest == Note.GENUINE
