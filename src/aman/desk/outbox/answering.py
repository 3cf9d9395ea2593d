"""Answering: a reply is sealed once, to the caller's key, and kept as text under the case key.

Promises: two operators never answer at once unknowingly, because an answer says up to where its
writer had seen; nothing of an answer is kept when it is refused.
"""

from typing import NamedTuple

from django.db import transaction

from aman.core.dialogue import Reply, write_body
from aman.core.keys import KemPublicKey
from aman.core.sealing import MOST_PARTS, REPLY_BODY_BYTES, seal_reply, split_reply
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key, write_content
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.casebook.ticks import tick_of
from aman.desk.keys.vault import the_vault
from aman.desk.running import the_desk

from .models import Answer, OutReply

MOST_TEXT_BYTES = 16 * REPLY_BODY_BYTES
"""Sixteen parts: what a page that beats every 15 s has read after a minute and a half."""


class SomebodyAnswered(Exception):  # noqa: N818 - what the operator is told
    """Something came after what the operator had seen: by a colleague, or (None) by the caller."""

    person = "Please look again before you answer."
    operator = "Something new came while you were writing. Your text is kept. Look, then send."

    def __init__(self, by: str | None, at: int) -> None:
        super().__init__(self.operator)
        self.by = by
        self.at = at


class ReplyTooLong(ValueError):  # noqa: N818 - what the operator is told
    """The reply does not fit; `most` is the number of bytes of UTF-8 text that do."""

    person = "The answer is too long."
    operator = "This is too long for one answer. Send it in two."

    def __init__(self, most: int) -> None:
        super().__init__(self.operator)
        self.most = most


class EmptyReply(ValueError):  # noqa: N818 - what the operator is told
    """There is nothing to send."""

    person = "The answer is empty."
    operator = "There is nothing to send yet."


class _Newer(NamedTuple):
    item: int
    by: str | None
    at: int


def answer_place(number: int, item: int) -> bytes:
    """What binds an answer's text to its place."""
    return b"aman/1 answer" + number.to_bytes(8, "big") + item.to_bytes(8, "big")


@transaction.atomic
def answer(  # noqa: PLR0913 - each is something the operator decided
    operator: Colleague,
    number: int,
    text: str,
    *,
    seen_upto: int,
    now: int,
    confirmed: bool = False,
    lang: str = "",
) -> int:
    """Seal and keep a reply; gives its item number.

    Raises `SomebodyAnswered` when anything stands in the conversation after item `seen_upto` and
    the operator has not `confirmed` to answer all the same; `NoSuchCase`, `VaultLocked`,
    `ReplyTooLong`; `EmptyReply` for an empty text.
    """
    body, parts = _parts(text, tick_of(now), lang)
    case = Case.objects.select_for_update().filter(number=number, key_wrap__isnull=False).first()
    if case is None or case.key_wrap is None:
        raise NoSuchCase(number)
    key = open_case_key(the_vault(), number, bytes(case.key_wrap))
    newer = None if confirmed else _newer(case, seen_upto)
    if newer is not None:
        raise SomebodyAnswered(newer.by, newer.at)
    item, first = case.next_item, case.next_seq
    kept = Answer.objects.create(
        case=case,
        item=item,
        operator_id=operator.pk,
        created_at=now,
        content=write_content(key, answer_place(number, item), body, filled_to=REPLY_BODY_BYTES),
        first_seq=first,
        last_seq=first + len(parts) - 1,
    )
    caller = KemPublicKey(bytes(case.caller_pk))
    hotline = the_desk().hotline
    OutReply.objects.bulk_create(
        OutReply(
            case=case,
            answer=kept,
            seq=seq,
            inner=seal_reply(hotline, caller, seq, part, seq - first + 1, len(parts)),
            created_at=now,
        )
        for seq, part in enumerate(parts, start=first)
    )
    case.next_item, case.next_seq = item + 1, first + len(parts)
    case.answered_at, case.waiting_since = now, None
    case.save(update_fields=["next_item", "next_seq", "answered_at", "waiting_since"])
    write_down(operator, Action.ANSWERED, number, now)
    note_change()
    return item


def _parts(text: str, now: int, lang: str) -> tuple[bytes, list[bytes]]:
    if not text.strip():
        raise EmptyReply
    if len(text.encode()) > MOST_TEXT_BYTES:
        raise ReplyTooLong(MOST_TEXT_BYTES)
    body = write_body(Reply(text, now, lang))
    parts = split_reply(body)
    if len(parts) > MOST_PARTS:
        raise ReplyTooLong(MOST_TEXT_BYTES)
    return body, parts


def _newer(case: Case, seen_upto: int) -> _Newer | None:
    """The newest thing after item `seen_upto`; a colleague's answer is told before a message."""
    if case.next_item - 1 <= seen_upto:
        return None
    reply = (
        case.answers.filter(item__gt=seen_upto).select_related("operator").order_by("-item").first()
    )
    if reply is not None:
        return _Newer(reply.item, reply.operator.name, reply.created_at)
    return _Newer(case.next_item - 1, None, case.last_message_at)
