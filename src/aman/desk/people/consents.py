"""What a person permitted to tell one relative: kept sealed under his own case's key.

Promises: a consent that does not open permits nothing; one that was withdrawn permits nothing more
and is kept, with his wording, as long as his case lives.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

import msgspec

from aman.core.keys import Secret
from aman.desk.casebook.content import open_case_key, read_content, write_content
from aman.desk.keys.vault import DamagedRecord, the_vault

from .models import Consent, Relation

FILLED_TO = 1024
MOST_LETTERS = 2000
_Words = Annotated[str, msgspec.Meta(max_length=MOST_LETTERS)]


class Tell(StrEnum):
    """What may be told."""

    WROTE = "wrote"
    """That he wrote to us."""
    ALIVE = "alive"
    """That he is alive and well."""
    WHERE = "where"
    """Where he is."""
    WHEN = "when"
    """When he sets out."""
    ARRIVED = "arrived"
    """That he has arrived."""
    OTHER = "other"
    """Something else, in words."""


class IncompleteConsent(ValueError):  # noqa: N818 - what the operator is told
    """Nothing permitted, no wording, nothing said of what else, or a text that is too long."""

    person = "This can't be kept."
    operator = "Write down what he permits, and his own words for it."


class Permission(msgspec.Struct, frozen=True, omit_defaults=True):
    """`wording` is his own, in message `item` of case `case`; `other`: what else he permits."""

    permits: tuple[Tell, ...]
    wording: _Words
    case: int
    item: int
    other: _Words = ""

    def __repr__(self) -> str:
        return "<Permission>"


def refuse_incomplete(said: Permission) -> None:
    """Raise `IncompleteConsent` unless it says what, in whose words."""
    else_said = bool(said.other.strip()) == (Tell.OTHER in said.permits)
    too_long = max(len(said.wording), len(said.other)) > MOST_LETTERS
    if not said.permits or not said.wording.strip() or not else_said or too_long:
        raise IncompleteConsent


def seal_consent(consent: Consent, said: Permission) -> bytes:
    """What is kept of a consent that has its number."""
    raw = msgspec.json.encode(said)
    return write_content(_key(consent.relation), _place(consent), raw, filled_to=FILLED_TO)


def open_consent(consent: Consent) -> Permission:
    """Read it; `VaultLocked`, `DamagedRecord`."""
    raw = read_content(_key(consent.relation), _place(consent), bytes(consent.content))
    try:
        return msgspec.json.decode(raw, type=Permission)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


def permitted(relations: Collection[Relation]) -> frozenset[Tell]:
    """All that holds now of what the person of these relations permitted."""
    in_force = Consent.objects.filter(relation__in=relations, withdrawn_at__isnull=True)
    found: set[Tell] = set()
    for consent in in_force.select_related("relation__person"):
        try:
            found.update(open_consent(consent).permits)
        except DamagedRecord:
            continue
    return frozenset(found)


def _key(relation: Relation) -> Secret:
    person = relation.person
    return open_case_key(the_vault(), person.number, bytes(person.key_wrap or b""))


def _place(consent: Consent) -> bytes:
    numbers = consent.relation_id, consent.pk
    return b"aman/1 consent" + b"".join(number.to_bytes(8, "big") for number in numbers)
