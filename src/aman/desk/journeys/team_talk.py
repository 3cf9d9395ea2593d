"""What a team and the desk write to each other in their own words.

Promises: what is written stands sealed under the team's conversation, goes out sealed to its key
and is published while the vault is locked; two operators do not write at once unknowingly. Refuses
to know: journeys. What is agreed in such words counts for nothing: a package is changed as one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from django.db import transaction

from aman.core.envelope import Kind
from aman.core.handover import TeamReply
from aman.core.signing import SIGNATURE_BYTES
from aman.core.team import TeamText
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import arrival_place, read_content
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, note_change
from aman.desk.casebook.ticks import tick_of
from aman.desk.keys.vault import DamagedRecord
from aman.desk.outbox.answering import (
    MOST_TEXT_BYTES,
    EmptyReply,
    ReplyTooLong,
    SomebodyAnswered,
)

from .content import case_key
from .models import Team
from .replies import lay_ready
from .teams import NoSuchTeam


@dataclass(frozen=True, slots=True)
class TextView:
    """What one wrote; `by` is empty when it was the team. `text` is empty when it is damaged.

    `read_at`: of an operator's, when the team's page had all of it.
    """

    item: int
    at: int
    text: str = field(repr=False)
    by: str = ""
    read_at: int | None = None


@transaction.atomic
def write_to(operator: Colleague, number: int, text: str, seen_upto: int, now: int) -> None:
    """Write to a team that two have confirmed; `NoSuchTeam`, `VaultLocked`.

    `EmptyReply`, `ReplyTooLong`; `SomebodyAnswered` when a colleague or the team wrote after item
    `seen_upto`.
    """
    found = Team.objects.filter(pk=number).values_list("conversation_id", flat=True).first()
    conversation = hold([] if found is None else [found]).get(found or 0)
    team = Team.objects.filter(pk=number).first()
    if conversation is None or team is None or not team.is_trusted:
        raise NoSuchTeam
    key = case_key(conversation)
    if not text.strip():
        raise EmptyReply
    if len(text.encode()) > MOST_TEXT_BYTES:
        raise ReplyTooLong(MOST_TEXT_BYTES)
    newer = next(iter(talk(conversation)), None)
    if newer is not None and newer.item > seen_upto:
        raise SomebodyAnswered(newer.by or None, newer.at)
    lay_ready(conversation, operator.pk, TeamReply(at=tick_of(now), text=text), kept_under=key)
    write_down(operator, Action.WROTE_TO_TEAM, None, now)
    note_change()


def talk(conversation: Case) -> list[TextView]:
    """All that both wrote, the newest first; `VaultLocked`."""
    every = [*_theirs(conversation), *_ours(conversation)]
    return sorted(every, key=lambda each: -each.item)


def _theirs(conversation: Case) -> Iterator[TextView]:
    key = case_key(conversation)
    for each in conversation.arrivals.filter(kind=Kind.TEAM_WORD, batch__isnull=True):
        place = arrival_place(conversation.number, bytes(each.message_id))
        try:
            body = read_content(key, place, bytes(each.content))
            if body:
                text = msgspec.json.decode(body[SIGNATURE_BYTES:], type=TeamText).text
                yield TextView(each.item, each.received_at, text)
        except (DamagedRecord, ValueError, msgspec.MsgspecError):
            yield TextView(each.item, each.received_at, "")


def _ours(conversation: Case) -> Iterator[TextView]:
    key = case_key(conversation)
    for each in conversation.answers.select_related("operator"):
        if not bytes(each.content):
            continue  # a package, a withdrawal: they stand with their journey
        try:
            raw = read_content(key, each.place, bytes(each.content))
            text = msgspec.json.decode(raw, type=TeamReply).text
        except (DamagedRecord, ValueError, msgspec.MsgspecError):
            text = ""
        yield TextView(each.item, each.created_at, text, each.operator.name, each.read_at)
