"""Reading a case: what came and what was answered, opened.

Promises: the only place at the desk where what is sealed becomes text for a screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from django.db.models import Q

from aman.core.dialogue import Reply
from aman.core.envelope import Kind, MalformedEnvelope
from aman.core.keys import Secret
from aman.desk.casebook.content import (
    arrival_place,
    open_case_key,
    read_content,
)
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.desk.outbox.models import Answer

from .models import Arrival
from .receipts import WRITTEN
from .summary import Gist, read_gist
from .written import Written, read_written

FILED_WITHIN_SECONDS = 60
"""Whoever opens a case has all filed first; only what came in that very moment is not."""


@dataclass(frozen=True, slots=True)
class OpenedArrival:
    """A message as it came; `message` is None when its record is damaged, or for a file's part."""

    item: int
    kind: Kind
    received_at: int
    is_new: bool
    message: Written | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """An answer as it was written; `text` is None when its record is damaged.

    What went to no page has a `last_seq` below its `first_seq`.
    """

    number: int
    item: int
    at: int
    by: str
    first_seq: int
    last_seq: int
    read_at: int | None
    expired_at: int | None
    lang: str = ""
    text: str | None = field(default=None, repr=False)
    member: int | None = None
    by_itself: bool = False


def case_key(case: Case) -> Secret:
    """The case's key; `VaultLocked`, or `DamagedRecord`."""
    return open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))


def arrivals(case: Case, now: int) -> Iterator[OpenedArrival]:
    """All that came and was filed, in the order in which it came.

    What should have been filed long ago and was not is damaged, and is said to be.
    """
    key = case_key(case)
    there = Q(batch__isnull=True) | Q(received_at__lte=now - FILED_WITHIN_SECONDS)
    for row in Arrival.objects.filter(there, case=case).order_by("item"):
        message = None
        if row.kind in WRITTEN and row.batch_id is None:
            message = _message(key, arrival_place(case.number, bytes(row.message_id)), row)
        yield OpenedArrival(
            row.item, Kind(row.kind), row.received_at, row.opened_at is None, message
        )


def _message(key: Secret, place: bytes, row: Arrival) -> Written | None:
    try:
        return read_written(Kind(row.kind), read_content(key, place, bytes(row.content)))
    except (DamagedRecord, MalformedEnvelope):
        return None


def answers(case: Case) -> Iterator[OpenedAnswer]:
    """All that was answered, in order."""
    key = case_key(case)
    for row in Answer.objects.filter(case=case).select_related("operator").order_by("item"):
        reply = _reply(key, row.place, bytes(row.content))
        yield OpenedAnswer(
            row.pk,
            row.item,
            row.created_at,
            row.operator.name,
            row.first_seq,
            row.last_seq,
            row.read_at,
            row.expired_at,
            reply.lang if reply else "",
            reply.text if reply else None,
            row.member_id,
            row.prepared is not None,
        )


def _reply(key: Secret, place: bytes, content: bytes) -> Reply | None:
    try:
        return msgspec.json.decode(read_content(key, place, content), type=Reply)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        return None


def gist(case: Case, sealed: bytes | None) -> Gist:
    """What the queue shows; empty while nothing is filed, or when the record is damaged."""
    if sealed is None:
        return Gist()
    try:
        kept = read_gist(case_key(case), case.number, sealed)
    except DamagedRecord:
        return Gist()
    return kept.answered_upto(case.answered_item)
