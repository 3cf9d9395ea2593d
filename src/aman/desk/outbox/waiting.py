"""Who still waits after an answer: in a case with several people only one of them was answered.

Promises: nobody stops waiting because somebody else was answered.
"""

from django.db.models import Q

from aman.core.envelope import Kind
from aman.desk.casebook.models import Case
from aman.desk.lines.models import Contact
from aman.desk.people.compartments import Compartments


def others_wait(case: Case, people: Compartments, answered: int | None) -> bool:
    """Whether anybody but `answered` has written in this case since he was last answered.

    What was answered before the case had members was for all.
    """
    if not people.members:
        return False
    newest = [
        (people.contacts.get(number), item)
        for number, item in Contact.objects.filter(case=case).values_list("pk", "item")
    ]
    by_page = case.arrivals.filter(kind=Kind.MESSAGE).order_by("-item")
    newest += [
        (people.pages.get(case.number), item) for item in by_page.values_list("item", flat=True)[:1]
    ]
    return any(
        item > _last_answered(case, owner)
        for owner, item in newest
        if owner is None or owner != answered
    )


def _last_answered(case: Case, member: int | None) -> int:
    his = case.answers.filter(Q(member=member) | Q(member__isnull=True)).order_by("-item")
    return his.values_list("item", flat=True).first() or 0
