"""Who can be answered how: the contacts of a case, and by which of them an answer goes.

Promises: a contact is known by a keyed digest alone; his address is read from a sealed arrival of
his own case, or from what an operator typed there while nobody has written from it, and must have
that digest: who can write to the database can't redirect an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from aman.core.envelope import Kind, MalformedEnvelope
from aman.core.keys import Secret
from aman.core.line_dialogue import LineMessage, read_line_body
from aman.core.strength import Strength
from aman.desk.casebook.content import arrival_place, batch_info, read_content
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord, Vault
from aman.desk.running import Desk

from .models import AnnouncedFile, Contact, Instruction, Merged, Proposal, Talk
from .named import read_named
from .passed_words import forget_passed

WRITTEN_KINDS = (Kind.MESSAGE, Kind.LINE_MESSAGE)


class NoAddress(Exception):  # noqa: N818 - what the operator is told
    """The message that carries this contact's address does not open."""

    person = "This can't be sent."
    operator = "The address of this contact can't be read. Wait until the person writes again."


class NoSuchContact(LookupError):  # noqa: N818 - what the operator is told
    """The case has no such contact."""

    person = "This can't be sent."
    operator = "This case has no such contact."


@dataclass(frozen=True, slots=True)
class WhereTo:
    """How to reach a contact now."""

    address: str = field(repr=False)
    route: str = field(repr=False)
    lang: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """The case that an answer belongs to, and through which contact; None: by the page alone."""

    case: int
    contact: Contact | None


def default_way(cases: Sequence[int]) -> WayOut:
    """Of one person's cases: the way an operator chose, else where the last message came from."""
    chosen = Contact.objects.filter(case__in=cases, chosen=True).first()
    if chosen is not None:
        return WayOut(chosen.case_id, chosen)
    newest = [
        (received_at, item, case.number, kind)
        for case in Case.objects.filter(number__in=cases)
        for received_at, item, kind in case.arrivals.filter(kind__in=WRITTEN_KINDS)
        .order_by("-item")
        .values_list("received_at", "item", "kind")[:1]
    ]
    if not newest:
        return WayOut(cases[0], None)
    *_, number, kind = max(newest)
    contacts = Contact.objects.filter(case=number).order_by("-item")
    return WayOut(number, contacts.first() if kind == Kind.LINE_MESSAGE else None)


def contact_of(cases: Sequence[int], number: int) -> Contact:
    """One of the contacts of one person's cases; `NoSuchContact`."""
    contact = Contact.objects.filter(case__in=cases, pk=number).first()
    if contact is None:
        raise NoSuchContact
    return contact


def where_to(desk: Desk, case: Case, case_key: Secret, contact: Contact) -> WhereTo:
    """Read address and route; `NoAddress`, `VaultLocked`."""
    if contact.heard_at is None:
        typed = read_named(desk.address_key, case_key, contact)
        if typed is None:
            raise NoAddress
        return WhereTo(typed.address, "", typed.lang)
    written = case.arrivals.filter(kind=Kind.LINE_MESSAGE).order_by("-item")
    members = "message_id", "content", "batch__name", "batch__key_wrap"
    newest = written.filter(pk__in=[contact.arrival_id]).values_list(*members)
    for row in chain(newest, written.values_list(*members).iterator(chunk_size=16)):
        said = _opened(desk.vault, case.number, case_key, *row)
        if said is not None and _is_of(desk, contact, said):
            return WhereTo(said.address, said.route, said.lang)
    raise NoAddress


def surely_heard_at(strength: Strength, heard_at: int | None) -> int | None:
    """When he wrote, on a line where nobody else can write under his address; else None."""
    return None if strength is Strength.NETWORK else heard_at


def _is_of(desk: Desk, contact: Contact, said: LineMessage) -> bool:
    digest = desk.address_key.digest(contact.line, said.address)
    return said.line == contact.line and digest == bytes(contact.digest)


def _opened(  # noqa: PLR0913, PLR0917 - an arrival as its row says it
    vault: Vault,
    number: int,
    case_key: Secret,
    message_id: bytes,
    content: bytes,
    batch: bytes | None,
    wrap: bytes | None,
) -> LineMessage | None:
    """What a line brought, filed under its case's key or not yet."""
    try:
        key = case_key
        if batch is not None and wrap is not None:
            key = vault.unseal(batch_info(bytes(batch)), bytes(wrap))
        place = arrival_place(number, bytes(message_id))
        said = read_line_body(read_content(key, place, bytes(content)))
    except (DamagedRecord, MalformedEnvelope):
        return None
    return said if isinstance(said, LineMessage) else None


def forget_case(number: int) -> None:
    """Forget whom a case was with and what was to be sent: in the transaction that destroys it."""
    forget_passed(number)
    Instruction.objects.filter(case_id=number).delete()
    Contact.objects.filter(case_id=number).delete()
    AnnouncedFile.objects.filter(case_id=number).delete()
    for model in (Talk, Proposal):
        model.objects.filter(case_id=number).delete()
    Merged.objects.filter(case_id=number).delete()
    Merged.objects.filter(into_id=number).delete()
