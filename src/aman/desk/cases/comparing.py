"""Two cases side by side, for an operator who decides whether they are one person's.

Promises: shows of each what the queue shows of it, and that somebody looked stands in the audit of
both. Opens nothing and marks nothing as read. `now` is Unix seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.lines.models import Contact
from aman.desk.people.relations import RelativesAreLinkedNotMerged, refuse_relatives
from aman.desk.reading.filing import file_arrivals, sealed_gists
from aman.desk.reading.models import Arrival
from aman.desk.reading.opened import gist
from aman.desk.reading.receipts import WRITTEN

from .groups import access_group
from .records import Answer

__all__ = [
    "AlreadyShownAsOne",
    "Brief",
    "NoSuchCase",
    "RelativesAreLinkedNotMerged",
    "access_both",
]

COMPARED_AUDIT_SECONDS = 600
PAGE = "page"


class AlreadyShownAsOne(Exception):  # noqa: N818 - what the operator is told
    """The two are one case, or are merged."""

    person = "This can't be done."
    operator = "These two are shown as one already."


@dataclass(frozen=True, slots=True)
class Brief:
    """What of a case tells it apart; `cases` are all that it is merged with, `ways` its lines."""

    number: int
    cases: tuple[int, ...]
    lang: str
    excerpt: str = field(repr=False)
    answers: Mapping[str, Answer] = field(repr=False)
    first_at: int = 0
    last_at: int = 0
    messages: int = 0
    ways: tuple[str, ...] = ()
    taken_by: str | None = None


def access_both(operator: Colleague, one: int, other: int, now: int) -> tuple[Brief, Brief]:
    """Both, in this order.

    Raises `NoSuchCase`, `VaultLocked`, `AlreadyShownAsOne`, `RelativesAreLinkedNotMerged`.
    """
    groups = access_group(one), access_group(other)
    if set(groups[0]) & set(groups[1]):
        raise AlreadyShownAsOne
    refuse_relatives(*groups)
    file_arrivals()
    for number in (one, other):
        write_down(operator, Action.COMPARED, number, now, at_most_every=COMPARED_AUDIT_SECONDS)
    return _brief(one, groups[0]), _brief(other, groups[1])


def _brief(number: int, group: tuple[int, ...]) -> Brief:
    known = Case.objects.filter(number__in=group, key_wrap__isnull=False).select_related("taken_by")
    cases = sorted(known, key=lambda case: case.last_message_at)
    sealed = sealed_gists(group)
    gists = [gist(case, sealed.get(case.number)) for case in cases]
    written = Arrival.objects.filter(case__in=group, kind__in=WRITTEN)
    heard = Contact.objects.filter(case__in=group, heard_at__isnull=False).order_by("pk")
    lines = list(dict.fromkeys(heard.values_list("line", flat=True)))
    pages = [PAGE] if any(case.has_phrase for case in cases) else []
    return Brief(
        number=number,
        cases=group,
        lang=next((each.lang for each in reversed(gists) if each.lang), ""),
        excerpt=next((each.excerpt for each in reversed(gists) if each.excerpt), ""),
        answers={name: said for each in gists for name, said in each.answers.items()},
        first_at=min(case.first_at for case in cases),
        last_at=max(case.last_message_at for case in cases),
        messages=written.count(),
        ways=(*lines, *pages),
        taken_by=next((case.taken_by.name for case in cases if case.taken_by is not None), None),
    )
