"""The programme's words for something that may happen while the vault is locked, sealed ready.

Promises: they are made with an answer, go its way and to its person, and name no place and no time.
What he asked for is asked when they are made, for the moment at which they would go out; what can
be asked under a locked vault is asked again then: relatives, members, wishes. Where anything speaks
against them they stay, and an operator has to say it. Refuses to know: what they are about.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_bytes

import msgspec

from aman.core.dialogue import Reply, write_body
from aman.core.keys import Secret, hkdf
from aman.core.line_dialogue import Outgoing
from aman.core.sealing import REPLY_BODY_BYTES, split_reply
from aman.desk.casebook.content import (
    open_case_key,
    prepared_place,
    read_content,
    write_content,
)
from aman.desk.casebook.models import Case
from aman.desk.casebook.ticks import tick_of
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.desk.lines.contacts import NoAddress, where_to
from aman.desk.lines.instructions import To, instruct, move
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import Instruction
from aman.desk.lines.states import Event, Stage
from aman.desk.people.compartments import (
    Compartments,
    NoSuchMember,
    NotHisWay,
    SayForWhom,
    compartments,
)
from aman.desk.people.relations import relations_to_persons
from aman.desk.running import Desk, the_desk
from aman.desk.safe_contact.models import Wish
from aman.desk.safe_contact.wishes import AgainstHisWish, Terms, refuse_against_wish

from .answering import lay_ready
from .models import Answer, Prepared
from .sending import about_to_send
from .sensitive import is_sensitive

NAME_BYTES = 16
Find = Callable[[int], Case | None]
"""A case that is held, by its number."""


def prepare(  # noqa: PLR0913 - when and by which answer
    answered: Answer,
    kind: str,
    reply: Reply,
    *,
    about: int,
    at: int | None,
    until: int,
) -> None:
    """Seal them ready, in place of earlier ones; its person is held, the vault is open.

    `at`: when they will go out; None: at any moment before `until`. It stands sealed.
    """
    forget(about, kind)
    desk, case, name = the_desk(), answered.case, token_bytes(NAME_BYTES)
    key = open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))
    group = group_of(case.number)
    carried = Instruction.objects.filter(answer=answered).select_related("contact").first()
    may_go = not is_sensitive(reply.text) and not relations_to_persons(group)
    held, last = None, until
    terms = _terms(desk, group, carried, reply.text, at) if may_go else None
    if terms is not None and carried is not None:
        terms = terms.bounded(until)
        to = To(case, carried.contact, desk.lines.known()[carried.line])
        held, last = _held(desk, to, key, reply, terms), terms.until
    epoch = desk.epochs.listed()[0].public_key().short_id
    sealing, body = _epoch_key(desk, epoch, name), write_body(reply)
    for_then = write_body(msgspec.structs.replace(reply, at=reply.at if at is None else at))
    Prepared.objects.create(
        case=case,
        about=about,
        kind=kind,
        name=name,
        operator_id=answered.operator_id,
        member=answered.member_id,
        by_line=carried is not None,
        instruction=held,
        on_page=may_go and sealing is not None and answered.last_seq >= answered.first_seq,
        wishes=_wishes(group),
        until=last,
        epoch_id=epoch,
        sealed=b"" if sealing is None else _written(sealing, case, name, for_then),
        content=_written(key, case, name, body),
    )


def let_out(about: int, kind: str, find: Find, now: int) -> bool | None:
    """Let them out; whether they go the whole way of their answer. None: there are none.

    In the transaction that holds their case (`cases_of`). Works while the vault is locked.
    """
    row = Prepared.objects.filter(about=about, kind=kind).select_related("instruction").first()
    if row is None:
        return None
    case = find(row.case_id)
    went = case is not None and _let_out(row, case, now)
    forget(about, kind)
    return went


def _let_out(row: Prepared, case: Case, now: int) -> bool:
    group = group_of(case.number)
    people = compartments(group)
    held = _if_allowed(row, group, people, now)
    words = _words(row) if row.on_page and case.has_phrase else None
    if relations_to_persons(group) or not people.has_page(case.number, row.member):
        words = None
    if held is None and words is None:
        return False
    parts: Sequence[bytes] = ()
    if words is not None:
        parts = split_reply(write_body(msgspec.structs.replace(words, at=tick_of(now))))
    kept = Answer.objects.create(
        case=case,
        item=case.next_item,
        operator_id=row.operator_id,
        member_id=row.member,
        created_at=now,
        content=bytes(row.content),
        prepared=bytes(row.name),
        first_seq=case.next_seq,
        last_seq=case.next_seq + len(parts) - 1,
    )
    lay_ready(the_desk(), case, kept, parts)
    case.next_item, case.next_seq = kept.item + 1, kept.last_seq + 1
    case.save(update_fields=["next_item", "next_seq"])
    if held is not None:
        held.answer = kept
        held.save(update_fields=["answer"])
        move(held, Event.LET_OUT, now)
    return held is not None or not row.by_line


def _if_allowed(
    row: Prepared, group: Sequence[int], people: Compartments, now: int
) -> Instruction | None:
    """What a line is to carry, if nothing has changed that speaks against it."""
    held = row.instruction
    if held is None or held.state != Stage.HELD or row.until <= now:
        return None
    if held.line not in the_desk().lines.known() or relations_to_persons(group):
        return None
    if _wishes(group) != row.wishes:
        return None  # merged meanwhile with who asked for something: nobody can know for what
    try:
        people.refuse_anothers_way(row.case_id, held.contact_id, row.member)
    except (SayForWhom, NoSuchMember, NotHisWay):
        return None
    return held


def moments(kind: str, about: int | None = None) -> dict[int, int | None]:
    """About what such words lie ready, and for when; None: that can't be read any more.

    Works while the vault is locked, as long as the epoch of then is there.
    """
    rows = Prepared.objects.filter(kind=kind, **({} if about is None else {"about": about}))
    words = {row.about: _words(row) for row in rows}
    return {number: None if said is None else said.at for number, said in words.items()}


def forget(about: int, kind: str | None = None) -> None:
    """They will not be needed."""
    rows = Prepared.objects.filter(about=about, **({} if kind is None else {"kind": kind}))
    instructions = list(rows.values_list("instruction", flat=True))
    rows.delete()
    Instruction.objects.filter(pk__in=instructions, state=Stage.HELD.value).delete()


def cases_of(abouts: Sequence[int]) -> set[int]:
    """The cases to hold before anything about these may be let out."""
    return set(Prepared.objects.filter(about__in=abouts).values_list("case_id", flat=True))


def _terms(
    desk: Desk, group: Sequence[int], carried: Instruction | None, text: str, at: int | None
) -> Terms | None:
    """How they may leave by the line of their answer; None: something speaks against it.

    Of who asked for anything nobody can say today what is right at an hour that is not known.
    """
    if carried is None:
        return None
    line, contact = desk.lines.known().get(carried.line), carried.contact
    if line is None or contact.heard_at is None or (at is None and _wishes(group)):
        return None
    sending = about_to_send(contact, line.strength, text, carried.created_at)
    try:
        return refuse_against_wish(group, replace(sending, at=at or carried.created_at))
    except AgainstHisWish:
        return None


def _held(desk: Desk, to: To, key: Secret, reply: Reply, terms: Terms) -> Instruction | None:
    try:
        where = where_to(desk, to.case, key, to.contact)
    except NoAddress:
        return None
    outgoing = Outgoing(where.address, reply.text, where.route, until=terms.until)
    said_in = reply.lang or where.lang
    if said_in:
        outgoing = msgspec.structs.replace(outgoing, lang=said_in)
    return instruct(desk, to, outgoing, reply.at, alone=terms.alone, held=True)


def _wishes(group: Sequence[int]) -> int:
    return Wish.objects.filter(case__in=group, silent=True).count()


def _written(key: Secret, case: Case, name: bytes, body: bytes) -> bytes:
    place = prepared_place(case.number, name)
    return write_content(key, place, body, filled_to=REPLY_BODY_BYTES)


def _words(row: Prepared) -> Reply | None:
    """What is to lie on the page; None when the epoch of then is gone."""
    name = bytes(row.name)
    key = _epoch_key(the_desk(), bytes(row.epoch_id), name)
    if key is None:
        return None
    try:
        raw = read_content(key, prepared_place(row.case_id, name), bytes(row.sealed))
        return msgspec.json.decode(raw, type=Reply)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        return None


def _epoch_key(desk: Desk, epoch_id: bytes, name: bytes) -> Secret | None:
    seed = desk.epochs.secrets().get(epoch_id)
    if seed is None:
        return None
    return Secret(hkdf(seed.reveal(), salt=b"", info=b"aman/1 prepared" + name))
