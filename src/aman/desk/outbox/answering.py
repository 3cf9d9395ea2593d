"""Answering: a reply is sealed once, to the caller's key, and kept as text under the case key.

Promises: two operators never answer at once unknowingly, because an answer says up to where its
writer had seen; nothing of an answer is kept when it is refused. A caller who has nine words is
answered on the page too, whatever line he wrote through.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from django.db import transaction

from aman.core.dialogue import Reply, write_body
from aman.core.instruction import TooLong
from aman.core.keys import KemPublicKey
from aman.core.sealing import MOST_PARTS, REPLY_BODY_BYTES, seal_reply, split_reply
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import answer_place, open_case_key, write_content
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.casebook.programme import the_programme
from aman.desk.casebook.ticks import tick_of
from aman.desk.keys.vault import the_vault
from aman.desk.lines.contacts import WRITTEN_KINDS
from aman.desk.lines.instructions import To
from aman.desk.lines.merging import group_of
from aman.desk.lines.passed_words import page_strength, way_strength, weakest
from aman.desk.lines.persons import hold_persons
from aman.desk.people.compartments import Compartments, compartments
from aman.desk.running import Desk, the_desk
from aman.desk.safe_contact.wishes import Terms, refuse_against_wish, released_terms

from .models import Answer, OutReply
from .permission import refuse_unpermitted
from .sending import about_to_send, send, through, way_out
from .strength_rule import is_too_weak, refuse_if_too_weak
from .waiting import others_wait

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
    contact: int | None = None,
    member: int | None = None,
    says_no_place_or_time: bool = False,
    says_nothing_about: Collection[int] = (),
    released: bool = False,
    until: int = 0,
    also_seen: Mapping[int, int] = MappingProxyType({}),
) -> int:
    """Seal and keep a reply; gives its item number.

    It goes to the page of who has a phrase, and through a line to `contact`: by default the one
    chosen for the case or, if his last message came through a line, where that came from;
    `sending.PAGE_ALONE` for no line. Of merged cases the answer stands in the contact's own;
    `also_seen` says the same as `seen_upto` of the others (`CaseView.seen_upto` is both).
    `until`: no line sends it after that moment (0: no bound).
    Where there are several people it is for `member` alone, by default through his own last heard
    contact. `says_nothing_about`: the cases of persons whose relative this is and who are not
    spoken of.

    Raises `SomebodyAnswered` when anything stands in the conversation after item `seen_upto` and
    the operator has not `confirmed` to answer all the same; `NoSuchCase`, `VaultLocked`,
    `ReplyTooLong`; `EmptyReply` for an empty text; `SayForWhom`, `NoSuchMember`, `NotHisWay` where
    there are several people; `NotPermittedByHim` to a relative; `NoSuchContact`, `NoWay`;
    `TooWeakForThis` through a weak line, or to a page whose nine words went through one (a strong
    line takes it without the page); `LineGone`, `NoAddress`, `CantWriteFirst`, `MustWriteFirst`
    through a line; `AgainstHisWish` where that would break what he asked for, unless a second
    operator has `released` it.
    """
    body, parts = _parts(text, tick_of(now), lang)
    person = hold_persons(number)
    held, group = person.cases, person.groups[0]
    people = compartments(group)
    way = way_out(number, contact, people, member)
    case = held.get(way.case)
    if case is None or case.key_wrap is None:
        raise NoSuchCase(number)
    desk, key = the_desk(), open_case_key(the_vault(), case.number, bytes(case.key_wrap))
    newer = None if confirmed else _newest(case, {**also_seen, number: seen_upto})
    if newer is not None:
        raise SomebodyAnswered(newer.by, newer.at)
    to, terms = through(desk, case, way.contact), Terms()
    is_silent_about = refuse_unpermitted(group, text, says_nothing_about)
    page, said = page_strength(case.number), says_no_place_or_time
    strength = page if to is None else way_strength(to.line, to.contact)
    refuse_if_too_weak(text, strength, the_programme(), says_no_place_or_time=said)
    if to is not None:
        terms = released_terms(now) if released else _refuse_against_wish(to, text, now)
        terms = terms.bounded(until)
    has_page = case.has_phrase and people.has_page(case.number, member)
    if not said and is_too_weak(text, page, the_programme()):
        has_page = False  # the line takes it alone: others may have the words of his page
    on_page = parts if has_page else []
    item, first = case.next_item, case.next_seq
    kept = Answer.objects.create(
        case=case,
        item=item,
        operator_id=operator.pk,
        member_id=member,
        created_at=now,
        content=write_content(
            key, answer_place(case.number, item), body, filled_to=REPLY_BODY_BYTES
        ),
        first_seq=first,
        last_seq=first + len(on_page) - 1,
    )
    lay_ready(desk, case, kept, on_page)
    if to is not None:
        try:
            send(desk, to, key, text=text, lang=lang, now=now, answer=kept.pk, terms=terms)
        except TooLong:
            raise ReplyTooLong(MOST_TEXT_BYTES) from None
    case.next_item, case.next_seq = item + 1, first + len(on_page)
    case.answered_at = now
    if not others_wait(case, people, member):
        case.waiting_since, case.answered_item = None, item
    written = ["next_item", "next_seq", "answered_at", "answered_item", "waiting_since"]
    case.save(update_fields=written)
    follow = partial(_others_wait_no_more, case.number, people, member)
    transaction.on_commit(follow, robust=True)
    write_down(operator, Action.ANSWERED, case.number, now)
    if is_silent_about:
        write_down(operator, Action.SAID_NOTHING_ABOUT, case.number, now)
    weaker = weakest((strength, page)) if on_page else strength
    if is_too_weak(text, weaker, the_programme()):
        write_down(operator, Action.SAID_HARMLESS, case.number, now)
    note_change()
    return item


def _refuse_against_wish(to: To, text: str, now: int) -> Terms:
    """What he asked for holds for all that is shown as one person."""
    sending = about_to_send(to.contact, to.line.strength, text, now)
    return refuse_against_wish(group_of(to.case.number), sending)


def lay_ready(desk: Desk, case: Case, kept: Answer, parts: Sequence[bytes]) -> None:
    """Seal the parts to the caller's page."""
    if not parts:
        return
    caller, first = KemPublicKey(bytes(case.caller_pk)), kept.first_seq
    OutReply.objects.bulk_create(
        OutReply(
            case=case,
            answer=kept,
            seq=seq,
            inner=seal_reply(desk.hotline, caller, seq, part, seq - first + 1, len(parts)),
            created_at=kept.created_at,
        )
        for seq, part in enumerate(parts, start=first)
    )


def _others_wait_no_more(number: int, people: Compartments, member: int | None) -> None:
    """An answer to one of merged cases answers what was read in the others.

    Each by itself, when the answer is out: it must not wait for theirs.
    """
    for other in group_of(number):
        if other != number:
            _waits_no_more(other, people, member)


@transaction.atomic
def _waits_no_more(number: int, people: Compartments, member: int | None) -> None:
    case = hold([number]).get(number)
    if case is None:
        return
    unread = case.arrivals.filter(kind__in=WRITTEN_KINDS, opened_at__isnull=True)
    waits = unread.exists() or others_wait(case, people, member)
    if case.waiting_since is not None and not waits:
        case.waiting_since, case.answered_item = None, case.next_item - 1
        case.save(update_fields=["waiting_since", "answered_item"])
        note_change()


def _newest(case: Case, seen: Mapping[int, int]) -> _Newer | None:
    """The newest thing that its writer has not seen, in this case or in one merged with it."""
    newer = _newer(case, seen.get(case.number, 0))
    others = set(seen) & set(group_of(case.number)) - {case.number}
    found = (_newer(each, seen[each.number]) for each in Case.objects.filter(number__in=others))
    return newer or next((each for each in found if each is not None), None)


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
