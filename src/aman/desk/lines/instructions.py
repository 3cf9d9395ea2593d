"""Instructions: what a line is to send, sealed to its key, and what of it is published.

Promises: works while the vault is locked; a line gets an instruction until it has reported, and
never one that was withdrawn; the automatic words of a contact are so few that two machines can't
talk for ever. Refuses to know: who is behind a contact.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from secrets import token_bytes

import msgspec
from django.db.models import F, Q, QuerySet

from aman.core.instruction import ID_BYTES, cut
from aman.core.line_dialogue import Outgoing, write_line_body
from aman.core.sealing import INSTRUCTION_BYTES, seal_instruction
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import KnownLine
from aman.desk.running import Desk, the_desk

from .models import Contact, Instruction, LineNews
from .states import Event, Stage, moved

MOST_PUBLISHED = 4096
"""Pieces for all lines together: what a front keeps."""
HOUR, DAY = 3600, 86_400
KEPT_SECONDS = 14 * DAY
MOST_AUTOMATIC_AN_HOUR = 40
MOST_AUTOMATIC_A_DAY = 120
"""For one contact: far more than the programme's questions, far less than a loop."""
MOST_AUTOMATIC_OF_A_LINE_AN_HOUR = 1000
"""Forged senders must neither cost a fortune nor make the hotline write to strangers."""


@dataclass(frozen=True, slots=True)
class To:
    """Whom and through what: a case's contact on a line that the desk knows."""

    case: Case
    contact: Contact
    line: KnownLine


def instruct(  # noqa: PLR0913 - what an instruction is made of
    desk: Desk,
    to: To,
    outgoing: Outgoing,
    now: int,
    *,
    answer: int | None = None,
    alone: bool = False,
    held: bool = False,
) -> Instruction:
    """Seal and keep one; `answer` is the number of the answer it carries. `TooLong`.

    A template that is `held` waits for the answer to be refused (`knock`).

    Inside the seal it says until when it may leave: a front that keeps it can't have it sent
    when the desk has long given it up, and its line forgotten it.
    """
    name = token_bytes(ID_BYTES)
    line, until = to.line, now + KEPT_SECONDS
    outgoing = msgspec.structs.replace(outgoing, until=min(outgoing.until or until, until))
    pieces = b"".join(
        seal_instruction(desk.hotline, line.line_pk, line.name, piece.to_bytes())
        for piece in cut(name, write_line_body(outgoing))
    )
    return Instruction.objects.create(
        name=name,
        case=to.case,
        answer_id=answer,
        contact=to.contact,
        line=line.name,
        pieces=pieces,
        notice=outgoing.notice,
        created_at=now,
        state=(Stage.HELD if held else Stage.WAITING).value,
        state_at=now,
        alone=alone,
        template=outgoing.template,
    )


def has_knocked(contact: Contact) -> bool:
    """Whether a template has left for him, or may have, since he last wrote.

    One that certainly did not leave is none.
    """
    since = Instruction.objects.filter(contact=contact, template=True)
    since = since.filter(answer__item__gt=contact.item)
    never_left = (Stage.HELD.value, Stage.FAILED.value, Stage.REFUSED.value)
    return since.exclude(state__in=never_left).exists()


def knock(refused: Instruction, now: int) -> bool:
    """Publish the template that was held for an answer which waits for him to write first.

    At most one leaves until he writes again; True when one does.
    """
    held = Instruction.objects.select_for_update(of=("self",)).filter(
        answer=refused.answer_id, contact=refused.contact_id, state=Stage.HELD.value
    )
    template = held.select_related("contact").first()
    if refused.answer_id is None or template is None or has_knocked(template.contact):
        return False
    return move(template, Event.KNOCK, now)


def has_room(contact: Contact, now: int) -> bool:
    """Whether the hotline may say something by itself to this contact now."""
    automatic = Instruction.objects.filter(answer__isnull=True)
    own = automatic.filter(contact=contact)
    lately = automatic.filter(line=contact.line, created_at__gt=now - HOUR)
    return (
        own.filter(created_at__gt=now - HOUR).count() < MOST_AUTOMATIC_AN_HOUR
        and own.filter(created_at__gt=now - DAY).count() < MOST_AUTOMATIC_A_DAY
        and lately.count() < MOST_AUTOMATIC_OF_A_LINE_AN_HOUR
    )


def move(instruction: Instruction, event: Event, now: int, reason: str = "") -> bool:
    """Move it by the table; True when that changed something."""
    before = Stage(instruction.state)
    after = moved(before, event)
    if after is before:
        return False
    instruction.state, instruction.state_at, instruction.reason = after.value, now, reason
    if after is not Stage.WAITING:
        instruction.pieces = b""
    instruction.save(update_fields=["state", "state_at", "reason", "pieces"])
    return True


def published() -> dict[str, tuple[bytes, ...]]:
    """For every line that the desk knows or knew, the pieces that wait for it.

    An operator's answers come before automatic words, the oldest first; a line that does not
    fetch takes nobody else's room.
    """
    known = the_desk().lines.known()
    once = set(LineNews.objects.values_list("line", flat=True))
    LineNews.objects.bulk_create(LineNews(line=line) for line in known.keys() - once)
    room = MOST_PUBLISHED // max(1, len(known))
    return dict.fromkeys(once, ()) | {line: tuple(_waiting(line, room)) for line in known}


def _waiting(line: str, room: int) -> Iterable[bytes]:
    waiting = Instruction.objects.filter(line=line, state=Stage.WAITING.value)
    in_turn = waiting.order_by(F("answer").asc(nulls_last=True), "created_at", "pk")
    taken = 0
    for pieces in in_turn.values_list("pieces", flat=True)[:room]:
        each = bytes(pieces)
        count = len(each) // INSTRUCTION_BYTES
        if taken + count > room:
            return
        taken += count
        for at in range(0, len(each), INSTRUCTION_BYTES):
            yield each[at : at + INSTRUCTION_BYTES]


def with_overdue(now: int) -> set[int]:
    """The cases of which some instruction is too old."""
    return set((_overdue(now) | _forgotten(now)).values_list("case_id", flat=True))


def expire_instructions(held: Collection[int], now: int) -> bool:
    """What has waited for 14 days, or whose line is gone, waits no longer; True when there was one.

    So much later an answer may be the wrong one. Of automatic words nothing is kept beyond that.
    In the transaction that holds these cases.
    """
    overdue = _overdue(now).filter(case__in=held).select_for_update().order_by("pk")
    moved_on = [move(each, Event.TOO_OLD, now) for each in overdue]
    _forgotten(now).filter(case__in=held).delete()
    return any(moved_on)


def _overdue(now: int) -> QuerySet[Instruction]:
    lines = the_desk().lines
    gone = ~Q(line__in=[*lines.known(), *lines.damaged()])
    waiting = Instruction.objects.filter(state=Stage.WAITING.value)
    return waiting.filter(Q(created_at__lte=now - KEPT_SECONDS) | gone)


def _forgotten(now: int) -> QuerySet[Instruction]:
    aged = Q(answer__isnull=True) & ~Q(state=Stage.WAITING.value) | Q(state=Stage.HELD.value)
    return Instruction.objects.filter(aged, created_at__lte=now - KEPT_SECONDS)
