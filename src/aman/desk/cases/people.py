"""Several people in one case, and which ways are whose: what operators write down.

Promises: what is decided here stands in the audit, and labels and notes stand sealed under the
case's key. Relatives are no members: `cases.relatives`. `now` is Unix seconds.
"""

from dataclasses import dataclass, field
from typing import Annotated

import msgspec
from django.db import transaction

from aman.core.keys import Secret
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key, read_content, write_content
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.desk.lines.contacts import contact_of
from aman.desk.lines.models import Instruction
from aman.desk.lines.persons import hold_persons
from aman.desk.marks.once import count_writers
from aman.desk.outbox.sending import withdraw_waiting
from aman.desk.people.compartments import NoSuchMember
from aman.desk.people.models import Member, MemberContact, MemberPage

from .groups import access_group, need_open_vault

__all__ = [
    "MemberView",
    "NoLabel",
    "NoSuchMember",
    "access_members",
    "add_member",
    "give_contact",
    "give_page",
    "write_member",
]

LABEL_LETTERS = 80
NOTES_LETTERS = 4000
FILLED_TO = 1024


class NoLabel(ValueError):  # noqa: N818 - what the operator is told
    """A member without a label, or with too long a text."""

    person = "This can't be kept."
    operator = "Write a few words by which you tell him apart."


@dataclass(frozen=True, slots=True)
class MemberView:
    """One of several people: his ways are numbers of contacts, and of cases whose page is his."""

    number: int
    case: int
    label: str = field(repr=False)
    notes: str = field(repr=False)
    created_at: int
    contacts: tuple[int, ...]
    pages: tuple[int, ...]
    damaged: bool = False


class _Written(msgspec.Struct, frozen=True, omit_defaults=True):
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=LABEL_LETTERS)] = ""
    notes: Annotated[str, msgspec.Meta(max_length=NOTES_LETTERS)] = ""

    def __repr__(self) -> str:
        return "<Written>"


def access_members(number: int) -> tuple[MemberView, ...]:
    """The people of a case and of those merged with it; `NoSuchCase`, `VaultLocked`."""
    group = access_group(number)
    members = Member.objects.filter(case__in=group).select_related("case").order_by("pk")
    return tuple(_member_view(each, group) for each in members)


def _member_view(member: Member, group: tuple[int, ...]) -> MemberView:
    written, damaged = _Written(), False
    try:
        raw = read_content(_key(member.case), _place(member), bytes(member.content))
        written = msgspec.json.decode(raw, type=_Written)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        damaged = True
    contacts = member.contacts.filter(contact__case__in=group).order_by("contact_id")
    pages = member.pages.filter(case__in=group).order_by("case_id")
    return MemberView(
        number=member.pk,
        case=member.case_id,
        label=written.label,
        notes=written.notes,
        created_at=member.created_at,
        contacts=tuple(contacts.values_list("contact_id", flat=True)),
        pages=tuple(pages.values_list("case_id", flat=True)),
        damaged=damaged,
    )


@transaction.atomic
def add_member(operator: Colleague, number: int, label: str, notes: str, now: int) -> int:
    """Write down that somebody is in this case; gives his number. `NoLabel`, `NoSuchCase`.

    From the first one on every answer in the case says for whom it is.
    """
    _held(number)
    member = Member.objects.create(case_id=number, content=b"", created_at=now)
    _write(operator, member, label, notes, now)
    found: int = member.pk
    return found


@transaction.atomic
def write_member(  # noqa: PLR0913, PLR0917 - what is written down of somebody
    operator: Colleague, number: int, member: int, label: str, notes: str, now: int
) -> None:
    """Write label and notes in place of the earlier ones; `NoLabel`, `NoSuchMember`."""
    _write(operator, _member(_held(number), member), label, notes, now)


def _write(operator: Colleague, member: Member, label: str, notes: str, now: int) -> None:
    label = label.strip()
    if not 0 < len(label) <= LABEL_LETTERS or len(notes) > NOTES_LETTERS:
        raise NoLabel
    raw = msgspec.json.encode(_Written(label, notes))
    member.content = write_content(_key(member.case), _place(member), raw, filled_to=FILLED_TO)
    member.save(update_fields=["content"])
    _note(operator, Action.WROTE_MEMBER, member.case_id, now)


@transaction.atomic
def give_contact(
    operator: Colleague, number: int, contact: int, member: int | None, now: int
) -> None:
    """Say whose contact this is; None: nobody's, and nothing can be sent there.

    What waits there for somebody else is withdrawn. `NoSuchContact`, `NoSuchMember`.
    """
    group = _held(number)
    found = contact_of(group, contact)
    owner = None if member is None else _member(group, member)
    MemberContact.objects.filter(contact=found).delete()
    if owner is not None:
        MemberContact.objects.create(contact=found, member=owner)
    there = Instruction.objects.filter(contact=found, answer__member__isnull=False)
    for_others = there if owner is None else there.exclude(answer__member=owner)
    withdraw_waiting(operator, for_others, now)
    count_writers(group[0], now)
    _note(operator, Action.GAVE_WAY, number, now)


@transaction.atomic
def give_page(operator: Colleague, number: int, case: int, member: int | None, now: int) -> None:
    """Say who reads the page of `case`; None: nobody, or several. `NoSuchMember`, `NoSuchCase`.

    What already lies there stays for whoever has its nine words.
    """
    group = _held(number)
    if case not in group:
        raise NoSuchCase
    owner = None if member is None else _member(group, member)
    MemberPage.objects.filter(case=case).delete()
    if owner is not None:
        MemberPage.objects.create(case_id=case, member=owner)
    count_writers(group[0], now)
    _note(operator, Action.GAVE_WAY, number, now)


def _note(operator: Colleague, action: Action, case: int, now: int) -> None:
    write_down(operator, action, case, now)
    note_change()


def _place(member: Member) -> bytes:
    numbers = member.case_id, member.pk
    return b"aman/1 member" + b"".join(number.to_bytes(8, "big") for number in numbers)


def _key(case: Case) -> Secret:
    return open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))


def _member(group: tuple[int, ...], number: int) -> Member:
    found = Member.objects.filter(case__in=group, pk=number).select_related("case").first()
    if found is None:
        raise NoSuchMember
    return found


def _held(number: int) -> tuple[int, ...]:
    """All that is shown with this case, held until the transaction ends: so does an answer."""
    need_open_vault()
    return hold_persons(number).groups[0]
