"""Addresses that somebody named and an operator typed, and by what else people are known.

Promises: an address stands sealed under its case's key and nowhere else; what finds its person when
he writes is a keyed digest. One that is somebody's already is never taken from him.
Refuses to know: whether anything may be sent there.
"""

from dataclasses import dataclass, field
from secrets import token_bytes

import msgspec

from aman.core.keys import Secret
from aman.core.line_dialogue import LineMessage
from aman.desk.casebook.content import read_content, write_content
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import AddressKey
from aman.desk.keys.vault import DamagedRecord

from .models import DIGEST_BYTES, Contact, Instruction, NamedAddress, OtherName
from .states import Stage

FILLED_TO = 512


@dataclass(frozen=True, slots=True)
class Typed:
    """What an operator typed: where, and in which language to write there."""

    line: str
    address: str = field(repr=False)
    lang: str = ""


class _Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    address: str
    lang: str = ""

    def __repr__(self) -> str:
        return "<_Kept>"


def holder_of(key: AddressKey, line: str, address: str) -> Contact | None:
    """Who is known by this address, by his own name on the line or by another one."""
    digest = key.digest(line, address)
    found = Contact.objects.filter(line=line, digest=digest, case__key_wrap__isnull=False).first()
    if found is not None:
        return found
    other = OtherName.objects.filter(
        line=line, digest=digest, contact__case__key_wrap__isnull=False
    )
    name = other.select_related("contact").first()
    return name.contact if name is not None else None


def keep_named(  # noqa: PLR0913, PLR0917 - what is kept of it, and under which keys
    key: AddressKey, case: Case, case_key: Secret, typed: Typed, by: int, now: int
) -> Contact:
    """Make it a contact of the case; nobody is known by it yet (`holder_of`)."""
    contact, _ = Contact.objects.update_or_create(
        line=typed.line,
        digest=key.digest(typed.line, typed.address),
        defaults={
            "case": case,
            "first_at": now,
            "heard_at": None,
            "arrival": None,
            "item": 0,
            "chosen": False,
        },
    )
    raw = msgspec.json.encode(_Kept(typed.address, typed.lang))
    content = write_content(case_key, _place(contact), raw, filled_to=FILLED_TO)
    NamedAddress.objects.update_or_create(
        contact=contact, defaults={"content": content, "by_id": by, "at": now}
    )
    return contact


def read_named(key: AddressKey, case_key: Secret, contact: Contact) -> Typed | None:
    """What was typed, if it is what the contact is known by: a row can't redirect an answer."""
    named = NamedAddress.objects.filter(contact=contact).first()
    if named is None:
        return None
    try:
        raw = read_content(case_key, _place(contact), bytes(named.content))
        kept = msgspec.json.decode(raw, type=_Kept)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        return None
    if key.digest(contact.line, kept.address) != bytes(contact.digest):
        return None
    return Typed(contact.line, kept.address, kept.lang)


def forget_named(contact: Contact) -> None:
    """What was typed was wrong: whoever writes from there is somebody new.

    What went there stays written down; it leads nowhere any more.
    """
    if not Instruction.objects.filter(contact=contact).exists():
        contact.delete()
        return
    NamedAddress.objects.filter(contact=contact).delete()
    contact.digest, contact.chosen = token_bytes(DIGEST_BYTES), False
    contact.save(update_fields=["digest", "chosen"])


def answers_by_other_name(key: AddressKey, said: LineMessage, digest: bytes) -> Contact | None:
    """The contact that was named by another name of who writes now; from now on by `digest`."""
    names = [key.digest(said.line, name) for name in said.also]
    unheard = Contact.objects.filter(line=said.line, digest__in=names, heard_at__isnull=True)
    contact = unheard.filter(named__isnull=False, case__key_wrap__isnull=False).first()
    if contact is not None:
        contact.digest = digest
        contact.save(update_fields=["digest"])
    return contact


def note_other_names(key: AddressKey, contact: Contact, said: LineMessage) -> None:
    """Remember by what else he may be named."""
    for name in said.also:
        digest = key.digest(said.line, name)
        known = OtherName.objects.filter(line=said.line, digest=digest)
        if not known.filter(contact=contact).exists():
            OtherName.objects.update_or_create(
                line=said.line, digest=digest, defaults={"contact": contact}
            )


def note_written(contact: Contact) -> None:
    """He has written: what was held for when he would not take an answer is of no use now."""
    Instruction.objects.filter(contact=contact, state=Stage.HELD.value).delete()


def _place(contact: Contact) -> bytes:
    numbers = contact.case_id, contact.pk
    return b"aman/1 named" + b"".join(number.to_bytes(8, "big") for number in numbers)
