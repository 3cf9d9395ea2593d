"""Counting each person once: over merged cases, second journeys, and whatever is repeated.

Promises: what is counted is written in the transaction of what happened, its case held. Of what is
shown as one nobody is counted twice by a measure; more are counted only when it has become more
people than were counted. For contacts that holds for each week.
Refuses to know: what a case says. Somebody who comes under two names, or after his case was
destroyed, counts again: nothing tells the desk that it is he.
"""

from typing import Final

from django.db.models import Q, QuerySet

from aman.desk.counting.noting import DAY_SECONDS, note
from aman.desk.lines.merging import group_of
from aman.desk.people.models import Member
from aman.figures.measures import MeasureId

from .models import Mark

_MONDAY: Final = 3
"""Day 0, the first of 1970, was a Thursday: weeks begin on Mondays."""


def count_once(case: int, measure: MeasureId, at: int, *, people: int = 1) -> None:
    """Count those of `people` who are not counted yet; `at` is Unix seconds."""
    before = counted_of(case, measure)
    if people <= before:
        return
    own = Mark.objects.filter(case=case, measure=measure.value).first()
    _mark(case, measure, (own.upto if own else 0) + people - before)
    note(measure, at // DAY_SECONDS, people - before)


def counted_of(case: int, measure: MeasureId) -> int:
    """How many are counted of everything that is shown as one with this case; not for contacts."""
    return sum(_marks(case, measure).values_list("upto", flat=True))


def count_writing(case: int, at: int) -> None:
    """Somebody wrote, or called: one contact a week, and people as `count_writers` has it."""
    week = (at // DAY_SECONDS + _MONDAY) // 7
    own = Mark.objects.filter(case=case, measure=MeasureId.CONTACTS.value, upto__gte=week)
    if own.exists():  # as with nearly every message: nothing else is asked
        return
    if not _marks(case, MeasureId.CONTACTS).filter(upto__gte=week).exists():
        note(MeasureId.CONTACTS, at // DAY_SECONDS)
    _mark(case, MeasureId.CONTACTS, week)
    count_writers(case, at)


def count_writers(case: int, at: int) -> None:
    """Count who turned to the hotline in this case: one, or each member who wrote by his own way.

    A contact that was only named has not written.
    """
    group = group_of(case)
    wrote = Q(contacts__contact__case__in=group, contacts__contact__heard_at__isnull=False)
    by_page = Q(pages__case__in=group)
    members = Member.objects.filter(wrote | by_page, case__in=group).distinct().count()
    count_once(case, MeasureId.PEOPLE, at, people=max(1, members))


def forget_marks(case: int) -> None:
    """Forget what was counted of a case: in the transaction that destroys it."""
    Mark.objects.filter(case_id=case).delete()


def _marks(case: int, measure: MeasureId) -> QuerySet[Mark]:
    """Those of everything that is shown as one with this case."""
    return Mark.objects.filter(case__in=group_of(case), measure=measure.value)


def _mark(case: int, measure: MeasureId, upto: int) -> None:
    Mark.objects.update_or_create(case_id=case, measure=measure.value, defaults={"upto": upto})
