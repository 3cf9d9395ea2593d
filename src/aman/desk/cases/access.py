"""The only way to records: every screen reads and changes cases through these functions.

Promises: what comes from here was asked for by a named operator, and opening a case stands in the
audit. All that shows content raises `VaultLocked` (desk.keys.vault) while the vault is locked.
`now` is Unix seconds from the desk's clock.
"""

from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from aman.desk import clock
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, NoSuchCase, count_changes, note_change
from aman.desk.casebook.shredding import forget_log, shred
from aman.desk.journeys.handing_over import withdraw_all
from aman.desk.journeys.models import SignedWord
from aman.desk.lines.contacts import forget_case
from aman.desk.lines.persons import hold_persons
from aman.desk.marks.once import forget_marks
from aman.desk.outbox.models import OutReply, Prepared
from aman.desk.people.compartments import Compartments, compartments
from aman.desk.people.relations import forget_people
from aman.desk.reading.filing import file_arrivals, sealed_gists
from aman.desk.reading.models import Arrival
from aman.desk.reading.opened import (
    OpenedAnswer,
    OpenedArrival,
    answers,
    arrivals,
    gist,
)
from aman.desk.reading.receipts import WRITTEN, renew_status
from aman.desk.reading.summary import Gist

from .conversation import conversation, in_one_order
from .groups import living_group, need_open_vault
from .need import on_page
from .pieces import member_of, pieces, replies
from .presence import others_looking, say_looking
from .records import CaseView, ConversationItem
from .urgent import urgent_because, urgent_options

__all__ = [
    "CaseView",
    "Colleague",
    "ConversationItem",
    "NoSuchCase",
    "NotYours",
    "access_case",
    "changes",
    "free_cases",
    "give_back",
    "look",
    "may_shred",
    "shred_case",
    "take",
    "watch_case",
]


class Destroyer(Colleague, Protocol):
    """What destroying asks of an operator beside his name."""

    @property
    def is_administrator(self) -> bool:
        """Whether he may destroy any case."""


class NotYours(Exception):  # noqa: N818 - what the operator is told
    """A case is destroyed by who has taken it, or by an administrator."""

    person = "This can't be done."
    operator = "Take the case first, or ask an administrator."


def access_case(operator: Colleague, number: int, now: int, *, audit: bool = True) -> CaseView:
    """Open one case: the whole conversation in order. Raises `NoSuchCase`.

    What came is marked as opened (the caller's status says so). With `audit=False` (a screen that
    refreshes itself) an entry is written only when there was something new to read.
    """
    need_open_vault()
    file_arrivals()
    opened = [_read(operator, each, now, audit=audit) for each in living_group(number)]
    return _view(operator, opened, now)


@transaction.atomic
def _read(operator: Colleague, number: int, now: int, *, audit: bool) -> "_Opened":
    """Open one case by itself: what waits for another one of them need not wait for this."""
    case = hold([number]).get(number)
    if case is None:
        raise NoSuchCase(number)
    opened = _opened(case, now)
    if audit or opened.is_new:
        write_down(operator, Action.OPENED, number, now)
    if opened.is_new:
        seen = [one.item for one in opened.came if one.is_new]
        unopened = Arrival.objects.filter(case=opened.case, opened_at__isnull=True)
        unopened.filter(item__in=seen).update(opened_at=now)
        renew_status(opened.case)
        note_change()
    return opened


def watch_case(operator: Colleague, number: int, now: int) -> CaseView:
    """Look at what may change on a screen that stands open: states and times, no text, no answer.

    Opens nothing and is no reading: what nobody has opened yet is left out and counted in
    `unopened`. Raises `NoSuchCase`.
    """
    need_open_vault()
    file_arrivals()
    known = Case.objects.select_related("taken_by")
    group = living_group(number)
    opened = [_opened(_found(known.filter(number=each)), now) for each in group]
    view = _view(operator, [each.without_new() for each in opened], now)
    unopened = Arrival.objects.filter(case__in=group, kind__in=WRITTEN, opened_at__isnull=True)
    return replace(
        view,
        items=tuple(
            replace(item, text="", answers={}, files=(), place=None, cards=())
            for item in view.items
        ),
        answers={},
        unopened=unopened.count(),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """All that there is of one case."""

    case: Case
    came: list[OpenedArrival] = field(repr=False)
    answered: list[OpenedAnswer] = field(repr=False)
    said: Gist = field(repr=False)

    @property
    def is_new(self) -> bool:
        return any(each.is_new for each in self.came)

    @property
    def last_item(self) -> int:
        items = [*(each.item for each in self.came), *(each.item for each in self.answered)]
        return max(items, default=0)

    def without_new(self) -> "_Opened":
        return replace(self, came=[each for each in self.came if not each.is_new])

    def conversation(self, people: Compartments) -> list[ConversationItem]:
        said = conversation(pieces(self.case, self.came), replies(self.case, self.answered))
        number = self.case.number
        return [replace(item, case=number, member=member_of(item, number, people)) for item in said]


def _opened(case: Case, now: int) -> _Opened:
    said = gist(case, sealed_gists([case.number]).get(case.number))
    return _Opened(case, list(arrivals(case, now)), list(answers(case)), said)


def _view(operator: Colleague, opened: list[_Opened], now: int) -> CaseView:
    """What is shown of a case, or of several that are one person's."""
    case = opened[0].case
    gists = [each.said for each in sorted(opened, key=lambda each: each.case.last_message_at)]
    answered = {name: said for each in gists for name, said in each.answers.items()}
    because = urgent_because(answered, urgent_options())
    takers = [each.case.taken_by.name for each in opened if each.case.taken_by is not None]
    heard_at = max(each.case.heard_at for each in opened)
    people = compartments([each.case.number for each in opened])
    return CaseView(
        number=case.number,
        lang=next((each.lang for each in reversed(gists) if each.lang), ""),
        items=in_one_order(each.conversation(people) for each in opened),
        others_looking=others_looking(operator, case.number, now),
        last_item_id=opened[0].last_item,
        urgent=bool(because),
        urgent_because=because,
        on_page_now=on_page(heard_at, now),
        heard_at=heard_at or max(each.case.last_message_at for each in opened),
        taken_by=takers[0] if takers else None,
        acked=case.acked,
        answers=answered,
        seen_upto={each.case.number: each.last_item for each in opened},
    )


def look(operator: Colleague, number: int, now: int) -> tuple[str, ...]:
    """Say "I am looking at it" (holds 20 s); gives the names of the others who are."""
    if not Case.objects.filter(number=number, key_wrap__isnull=False).exists():
        raise NoSuchCase(number)
    if say_looking(operator, number, now):
        note_change()
    return others_looking(operator, number, now)


@transaction.atomic
def take(operator: Colleague, number: int) -> str:
    """Take the case unless a colleague has it; gives the name of who has it now."""
    held = hold_persons(number)
    for case in held.cases.values():
        if case.taken_by is not None:
            return case.taken_by.name
    root = held.cases[held.groups[0][0]]
    root.taken_by_id = operator.pk
    root.save(update_fields=["taken_by"])
    write_down(operator, Action.TOOK, root.number, int(clock.now()))
    note_change()
    return operator.name


@transaction.atomic
def give_back(operator: Colleague, number: int) -> None:
    """Let go of the case, whoever had it."""
    held = hold_persons(number).cases.values()
    taken = [case for case in held if case.taken_by_id is not None]
    for each in taken:
        each.taken_by = None
        each.save(update_fields=["taken_by"])
        write_down(operator, Action.GAVE_BACK, each.number, int(clock.now()))
    if taken:
        note_change()


@transaction.atomic
def free_cases(operator: Colleague) -> None:
    """Let go of all that he has taken: he was shut out, and writes that down himself no more."""
    his = Case.objects.filter(taken_by_id=operator.pk).values_list("number", flat=True)
    held = hold(his)
    Case.objects.filter(number__in=held, taken_by_id=operator.pk).update(taken_by=None)


def changes() -> int:
    """A counter that grows with every change that a screen may want to show."""
    return count_changes()


def may_shred(operator: Destroyer, number: int) -> bool:
    """Whether this operator may destroy the case; raises `NoSuchCase`."""
    mine = Case.objects.filter(number__in=living_group(number), taken_by_id=operator.pk)
    return operator.is_administrator or mine.exists()


def shred_case(operator: Destroyer, number: int, now: int) -> None:
    """Destroy a case: its key is gone from the screens at once, for ever after 7 days.

    What is merged with it goes with it: half of a conversation must not outlive the other half.
    Raises `NotYours`, `NoSuchCase`.
    """
    need_open_vault()
    file_arrivals()
    with transaction.atomic():
        withdraw_all(number, now)
        group = hold_persons(number).groups[0]
        if not may_shred(operator, number):
            raise NotYours
        for each in group:
            unfiled = Arrival.objects.filter(case_id=each, batch__isnull=False)
            unfiled.delete()  # what could not be filed must not outlive the case's key
            SignedWord.objects.filter(handover__journey__case=each, batch__isnull=False).delete()
            OutReply.objects.filter(case_id=each).delete()
            Prepared.objects.filter(case_id=each).delete()
            forget_case(each)
            forget_people(each)
            forget_marks(each)
            shred(each, now)
            write_down(operator, Action.SHREDDED, each, now)
        note_change()
    forget_log()


def _found(cases: QuerySet[Case]) -> Case:
    case = cases.filter(key_wrap__isnull=False).first()
    if case is None:
        raise NoSuchCase
    return case
