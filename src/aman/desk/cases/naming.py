"""Addresses that a person named: an operator types them, and may take them back.

Promises: nothing is sent by typing one, and nobody's address is taken from him: one that is
somebody's already is told, with his case. Who typed it and when stands in the audit, and no
address. `now` is Unix seconds.
"""

from dataclasses import dataclass

from django.db import transaction

from aman.core.address import AddressKind, FirstWord, Wrong, WrongAddress, normalised
from aman.core.strength import Strength
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key
from aman.desk.casebook.models import Case, note_change
from aman.desk.keys.vault import the_vault
from aman.desk.lines.contacts import NoSuchContact, contact_of
from aman.desk.lines.models import Instruction, NamedAddress
from aman.desk.lines.named import Typed, forget_named, holder_of, keep_named
from aman.desk.lines.persons import hold_persons
from aman.desk.outbox.first_word import CantWriteFirst
from aman.desk.outbox.sending import LineGone, withdraw_waiting
from aman.desk.people.compartments import NoSuchMember
from aman.desk.people.models import Member, MemberContact
from aman.desk.reading.filing import sealed_gists
from aman.desk.reading.opened import gist
from aman.desk.running import the_desk

from .groups import living_case, need_open_vault

__all__ = [
    "AddressKind",
    "AnotherCases",
    "CantWriteFirst",
    "FirstWord",
    "KnownHere",
    "LineGone",
    "LineView",
    "NoSuchMember",
    "SaysSomething",
    "Typed",
    "Wrong",
    "WrongAddress",
    "access_lines",
    "name_address",
    "take_back",
    "writes_in",
]


class KnownHere(Exception):  # noqa: N818 - what the operator is told
    """This case has that address already."""

    person = "This can't be kept."
    operator = "This case has this address already."


class AnotherCases(Exception):  # noqa: N818 - what the operator is told
    """Somebody else is known by that address; `case` is his."""

    person = "This can't be kept."
    operator = "This address belongs to another case. Nothing was changed."

    def __init__(self, case: int) -> None:
        super().__init__(self.operator)
        self.case = case


class SaysSomething(Exception):  # noqa: N818 - what the operator is told
    """Somebody has written from there: it is his way, and no longer only a named one."""

    person = "This can't be done."
    operator = "Somebody has written from there by now. Look again."


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as somebody chooses it: what is typed for it, and whether it can write first."""

    name: str
    strength: Strength
    addresses: AddressKind
    first: FirstWord


def access_lines() -> tuple[LineView, ...]:
    """Every line that the desk knows, those that can write first before the others."""
    known = the_desk().lines.known().values()
    views = [LineView(each.name, each.strength, each.addresses, each.first) for each in known]
    return tuple(sorted(views, key=lambda line: (not line.first.is_possible, line.name)))


def writes_in(number: int) -> str:
    """The language in which the person of this case wrote last; `NoSuchCase`, `VaultLocked`."""
    need_open_vault()
    case = living_case(number)
    return gist(case, sealed_gists([number]).get(number)).lang


def name_address(
    operator: Colleague,
    number: int,
    typed: Typed,
    now: int,
    *,
    member: int | None = None,
) -> int:
    """Keep an address that the person of this case named; gives its contact's number.

    Of several people it is `member`'s; without one nobody's yet, and nothing can be sent there.
    Raises `NoSuchCase`, `VaultLocked`, `LineGone`, `CantWriteFirst`, `WrongAddress`,
    `NoSuchMember`, `KnownHere`, `AnotherCases`: that somebody looked for it is written down.
    """
    try:
        return _name(operator, number, typed, now, member)
    except AnotherCases:
        write_down(operator, Action.FOUND_ADDRESS, number, now)
        raise


@transaction.atomic
def _name(operator: Colleague, number: int, typed: Typed, now: int, member: int | None) -> int:
    case, group = _held(number)
    desk = the_desk()
    line = desk.lines.known().get(typed.line)
    if line is None:
        raise LineGone
    if not line.first.is_possible:
        raise CantWriteFirst(line.first)
    address = normalised(line.addresses, typed.address)
    holder = holder_of(desk.address_key, line.name, address)
    if holder is not None and holder.case_id in group:
        raise KnownHere
    if holder is not None:
        raise AnotherCases(holder.case_id)
    owner = None
    if member is not None:
        owner = Member.objects.filter(case__in=group, pk=member).first()
        if owner is None:
            raise NoSuchMember
    key = open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))
    written = Typed(line.name, address, typed.lang)
    contact = keep_named(desk.address_key, case, key, written, operator.pk, now)
    if owner is not None:
        MemberContact.objects.create(contact=contact, member=owner)
    write_down(operator, Action.NAMED_ADDRESS, number, now)
    note_change()
    found: int = contact.pk
    return found


@transaction.atomic
def take_back(operator: Colleague, number: int, contact: int, now: int) -> None:
    """It was typed wrong: nothing goes there any more, and who writes from there is somebody new.

    What waits for it is withdrawn. `NoSuchCase`, `NoSuchContact`, `SaysSomething`.
    """
    _case, group = _held(number)
    found = contact_of(group, contact)
    if found.heard_at is not None:
        raise SaysSomething
    if not NamedAddress.objects.filter(contact=found).exists():
        raise NoSuchContact
    withdraw_waiting(operator, Instruction.objects.filter(contact=found), now)
    forget_named(found)
    write_down(operator, Action.TOOK_ADDRESS_BACK, number, now)
    note_change()


def _held(number: int) -> tuple[Case, tuple[int, ...]]:
    """The case, and all that is shown with it, held until the transaction ends."""
    need_open_vault()
    held = hold_persons(number)
    return held.cases[number], held.groups[0]
