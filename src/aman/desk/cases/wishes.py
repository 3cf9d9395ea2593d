"""How a person may be reached: what operators write down, and what a second one releases.

Promises: nobody releases what he asked for himself; a release sends exactly the text that was
shown, by the way that was shown, once, and stands in the audit with both names.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from aman.core.keys import Secret
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key, read_content, write_content
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.casebook.programme import the_programme
from aman.desk.journeys.arranging import tell_plan
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import Instruction
from aman.desk.lines.passed_words import way_strength
from aman.desk.lines.persons import hold_persons
from aman.desk.lines.states import Stage
from aman.desk.outbox.answering import answer
from aman.desk.outbox.first_word import refuse_first_words
from aman.desk.outbox.permission import refuse_unpermitted
from aman.desk.outbox.sending import LineGone, about_to_send, through, way_out
from aman.desk.outbox.strength_rule import refuse_if_too_weak
from aman.desk.people.compartments import compartments
from aman.desk.running import the_desk
from aman.desk.safe_contact.models import Release, Wish
from aman.desk.safe_contact.rules import RELEASED_SECONDS, Broken, Rules
from aman.desk.safe_contact.wishes import (
    AgainstHisWish,
    keep_rules,
    kept_rules,
    refuse_against_wish,
)

from .groups import living_case

__all__ = [
    "AgainstHisWish",
    "Broken",
    "NotYourOwn",
    "PendingRelease",
    "Rules",
    "WishView",
    "access_releases",
    "access_wish",
    "ask_release",
    "refuse_release",
    "release",
    "write_wish",
]

LASTS_SECONDS = RELEASED_SECONDS
_FILLED_TO = 1024


class NotYourOwn(Exception):  # noqa: N818 - what the operator is told
    """A release is decided by another operator than the one who asked."""

    person = "This can't be done."
    operator = "You asked for this yourself. A second operator has to decide."


@dataclass(frozen=True, slots=True)
class WishView:
    """What the person asked for; `expected_by`: when he should have written at the latest."""

    rules: Rules
    expected_by: int | None


@dataclass(frozen=True, slots=True)
class PendingRelease:
    """What somebody wants to send against a wish; `mine`: the one who looks asked for it."""

    number: int
    contact: int
    text: str = field(repr=False)
    broken: tuple[Broken, ...]
    asked_by: str
    asked_at: int
    mine: bool
    says_no_place_or_time: bool = False
    member: int | None = None
    says_nothing_about: tuple[int, ...] = ()


class _Asked(msgspec.Struct, frozen=True):
    text: str
    broken: tuple[Broken, ...]
    says_no_place_or_time: bool = False
    member: int | None = None
    says_nothing_about: tuple[int, ...] = ()
    plan: str = ""
    """In which language it is the plan of the journey; empty: it is none."""

    def __repr__(self) -> str:
        return "<Asked>"


def access_wish(number: int) -> WishView:
    """What was written down for a case; `NoSuchCase`, `VaultLocked`, `DamagedRecord`."""
    case = living_case(number)
    expected = Wish.objects.filter(case=case).values_list("expected_by", flat=True).first()
    return WishView(kept_rules(_key(case), number), expected)


@transaction.atomic
def write_wish(
    operator: Colleague, number: int, rules: Rules, expected_by: int | None, now: int
) -> None:
    """Write down what he asked for, in place of what stood there."""
    case = hold_persons(number).cases[number]
    keep_rules(_key(case), number, rules, expected_by)
    held = Instruction.objects.filter(case__in=group_of(number), state=Stage.HELD.value)
    held.delete()  # what is held may be against what he asks for now
    write_down(operator, Action.WROTE_WISH, number, now)
    note_change()


@transaction.atomic
def ask_release(  # noqa: PLR0913 - what a second operator has to see
    operator: Colleague,
    number: int,
    contact: int,
    *,
    text: str,
    broken: tuple[Broken, ...],
    now: int,
    member: int | None = None,
    says_no_place_or_time: bool = False,
    says_nothing_about: Collection[int] = (),
    plan: str = "",
) -> int:
    """Ask a colleague to release a text that was refused; gives the number of the request.

    `plan`: the text is the journey's plan in that language, which counts as told once it is
    released. What else stops it is refused now, and not only when it is released: `NoSuchContact`,
    `SayForWhom`, `NotHisWay`, `NotPermittedByHim`, `LineGone`, `TooWeakForThis`,
    `CantWriteFirst`, `MustWriteFirst`.
    """
    held = hold_persons(number)
    case, group = held.cases[number], held.groups[0]
    way = way_out(number, contact, compartments(group), member)
    refuse_unpermitted(group, text, says_nothing_about)
    to = through(the_desk(), case, way.contact)
    if to is not None:
        said = says_no_place_or_time
        strength = way_strength(to.line, to.contact)
        refuse_if_too_weak(text, strength, the_programme(), says_no_place_or_time=said)
        refuse_first_words(to, text)
    asked_for = _Asked(text, broken, says_no_place_or_time, member, tuple(says_nothing_about), plan)
    asked = Release.objects.create(
        case=case, contact_id=contact, content=b"", asked_by_id=operator.pk, asked_at=now
    )
    asked.content = write_content(
        _key(case),
        _place(asked.pk),
        msgspec.json.encode(asked_for),
        filled_to=_FILLED_TO,
    )
    asked.save(update_fields=["content"])
    write_down(operator, Action.ASKED_RELEASE, number, now)
    note_change()
    number_asked: int = asked.pk
    return number_asked


def access_releases(operator: Colleague, number: int, now: int) -> tuple[PendingRelease, ...]:
    """What waits for a second operator in this case and those merged with it."""
    shown = []
    for each in _waiting(number, now):
        try:
            asked = _read(_key(each.case), each)
        except DamagedRecord:
            continue
        shown.append(
            PendingRelease(
                number=each.pk,
                contact=each.contact_id,
                text=asked.text,
                broken=asked.broken,
                asked_by=each.asked_by.name,
                asked_at=each.asked_at,
                mine=each.asked_by_id == operator.pk,
                says_no_place_or_time=asked.says_no_place_or_time,
                member=asked.member,
                says_nothing_about=asked.says_nothing_about,
            )
        )
    return tuple(shown)


@transaction.atomic
def release(operator: Colleague, number: int, asked: int, now: int) -> None:
    """Send it after all; a plan then counts as told, unless it has changed (`NotNow`).

    Raises `NotYourOwn`, `NoSuchCase` when it is no longer there to decide.

    `AgainstHisWish` when by now it would break more than was shown: it has to be asked for anew.
    """
    hold_persons(number)
    found = _one(number, asked, now)
    if found.asked_by_id == operator.pk:
        raise NotYourOwn
    found.decided_at, found.released = now, True
    found.save(update_fields=["decided_at", "released"])
    what = _read(_key(found.case), found)
    _refuse_if_it_breaks_more(found, what, now)
    if what.plan:
        _tell_plan(found, what, now)
    else:
        _answer(found, what, now)
    write_down(operator, Action.RELEASED, found.case_id, now)


def _answer(found: Release, what: _Asked, now: int) -> None:
    answer(
        found.asked_by,
        found.case_id,
        what.text,
        seen_upto=0,
        now=now,
        confirmed=True,
        contact=found.contact_id,
        member=what.member,
        says_nothing_about=what.says_nothing_about,
        says_no_place_or_time=what.says_no_place_or_time,
        released=True,
    )


def _tell_plan(found: Release, what: _Asked, now: int) -> None:
    """The very plan that was shown, or none."""
    tell_plan(
        found.asked_by,
        found.case_id,
        lang=what.plan,
        seen_upto=0,
        now=now,
        confirmed=True,
        contact=found.contact_id,
        member=what.member,
        says_nothing_about=what.says_nothing_about,
        says_no_place_or_time=what.says_no_place_or_time,
        released=what.text,
    )


def _refuse_if_it_breaks_more(found: Release, shown: _Asked, now: int) -> None:
    line = the_desk().lines.known().get(found.contact.line)
    if line is None:
        raise LineGone
    sending = about_to_send(found.contact, line.strength, shown.text, now)
    try:
        refuse_against_wish(group_of(found.case_id), sending)
    except AgainstHisWish as against:
        if not set(against.broken) <= set(shown.broken):
            raise


@transaction.atomic
def refuse_release(operator: Colleague, number: int, asked: int, now: int) -> None:
    """Leave it unsent. Who asked may take it back himself."""
    hold_persons(number)
    found = _one(number, asked, now)
    found.decided_at = now
    found.save(update_fields=["decided_at"])
    write_down(operator, Action.REFUSED_RELEASE, found.case_id, now)
    note_change()


def _one(number: int, asked: int, now: int) -> Release:
    found = _waiting(number, now).select_for_update(of=("self",)).filter(pk=asked).first()
    if found is None:
        raise NoSuchCase
    return found


def _waiting(number: int, now: int) -> QuerySet[Release]:
    living_case(number)
    waiting = Release.objects.filter(
        case__in=group_of(number), decided_at__isnull=True, asked_at__gt=now - LASTS_SECONDS
    )
    return waiting.select_related("case", "asked_by", "contact").order_by("pk")


def _read(key: Secret, asked: Release) -> _Asked:
    try:
        raw = read_content(key, _place(asked.pk), bytes(asked.content))
        found: _Asked = msgspec.json.decode(raw, type=_Asked)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None
    return found


def _place(asked: int) -> bytes:
    return b"aman/1 release" + asked.to_bytes(8, "big")


def _key(case: Case) -> Secret:
    return open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))
