"""How an answer goes out through a line: by which contact, and what an operator decides about it.

Promises: an instruction is sent once under its id; sending again is an operator's decision and
another id. While the vault is locked nothing new is said in an operator's name.
"""

from collections.abc import Collection

import msgspec
from django.db import transaction
from django.db.models import F, QuerySet

from aman.core.address import FirstWord
from aman.core.dialogue import Reply
from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing
from aman.core.strength import Strength
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.content import open_case_key, read_content
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.desk.lines.contacts import WayOut, contact_of, default_way, surely_heard_at, where_to
from aman.desk.lines.instructions import To, has_knocked, instruct, move
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import Contact, Instruction
from aman.desk.lines.passed_words import strongest_first
from aman.desk.lines.persons import hold_persons
from aman.desk.lines.states import MOVES, Event, Stage
from aman.desk.lines.talk_state import take_notice
from aman.desk.people.compartments import Compartments, compartments
from aman.desk.running import Desk, the_desk
from aman.desk.safe_contact.rules import Sending
from aman.desk.safe_contact.wishes import Terms, refuse_against_wish

from .first_word import refuse_first_words
from .models import Answer
from .permission import refuse_unpermitted

PAGE_ALONE = 0
"""As `contact`: through no line, whatever the default is."""


class NoWay(Exception):  # noqa: N818 - what the operator is told
    """The person has no phrase, and nobody ever wrote from this case through a line."""

    person = "This can't be sent."
    operator = "There is no way to this person. Wait until he writes again."


class LineGone(Exception):  # noqa: N818 - what the operator is told
    """The desk does not know the contact's line any more."""

    person = "This can't be sent."
    operator = "This line was removed. Choose another way."


class NotNow(Exception):  # noqa: N818 - what the operator is told
    """The instruction is not where this could be decided."""

    person = "This can't be done."
    operator = "Its state has changed meanwhile. Look again."


def way_out(number: int, contact: int | None, people: Compartments, member: int | None) -> WayOut:
    """By which way an answer goes to whom case `number` is with, or to one of several people.

    Raises `NoSuchContact`; `SayForWhom`, `NoSuchMember`, `NotHisWay`; `NoWay`.
    """
    people.refuse_unknown(member)
    way = _way_out(number, contact, people, member)
    contact_number = None if way.contact is None else way.contact.pk
    people.refuse_anothers_way(way.case, contact_number, member)
    return way


def _way_out(number: int, contact: int | None, people: Compartments, member: int | None) -> WayOut:
    group = group_of(number)
    if contact is None:
        return default_way(group) if member is None else _way_to(people, member)
    if contact != PAGE_ALONE:
        chosen = contact_of(group, contact)
        return WayOut(chosen.case_id, chosen)
    if member is not None:
        return _page_of(people, member)
    with_page = Case.objects.filter(number__in=group, token_digest__isnull=False)
    pages = sorted(with_page.values_list("number", flat=True), key=lambda each: each != number)
    return WayOut(next(iter(strongest_first(pages)), number), None)


def _way_to(people: Compartments, member: int) -> WayOut:
    """The contact of his that an operator chose, else the last heard, else his page."""
    his = [number for number, owner in people.contacts.items() if owner == member]
    in_turn = "-chosen", F("heard_at").desc(nulls_last=True), "-pk"
    newest = Contact.objects.filter(pk__in=his).order_by(*in_turn).first()
    return _page_of(people, member) if newest is None else WayOut(newest.case_id, newest)


def _page_of(people: Compartments, member: int) -> WayOut:
    pages = strongest_first([case for case, owner in people.pages.items() if owner == member])
    if not pages:
        raise NoWay
    return WayOut(pages[0], None)


def through(desk: Desk, case: Case, contact: Contact | None) -> To | None:
    """The line of a contact; None: by the page alone. Raises `NoWay`, `LineGone`."""
    if contact is None:
        if not case.has_phrase:
            raise NoWay
        return None
    line = desk.lines.known().get(contact.line)
    if line is None:
        raise LineGone
    return To(case, contact, line)


def send(  # noqa: PLR0913 - what an instruction is made of
    desk: Desk,
    to: To,
    key: Secret,
    *,
    text: str,
    lang: str,
    now: int,
    answer: int,
    terms: Terms,
) -> Instruction:
    """Make the instruction that carries an answer; `NoAddress`, `TooLong`.

    What he is to get alone has no words of the line's before it, and no template in its place.
    Where he has never written, a line with a template says that one; else it is held for when the
    answer is refused. Raises `CantWriteFirst`, `MustWriteFirst`.
    """
    refuse_first_words(to, text)
    where = where_to(desk, to.case, key, to.contact)
    said_in = lang or where.lang
    notice = not terms.alone and take_notice(desk, to.case.number, to.contact)
    outgoing = Outgoing(where.address, text, where.route, notice=notice, until=terms.until)
    if said_in:
        outgoing = msgspec.structs.replace(outgoing, lang=said_in)
    template = msgspec.structs.replace(outgoing, text="", notice=False, template=True)
    by_template = to.line.first is FirstWord.TEMPLATE
    if by_template and to.contact.heard_at is None:
        return instruct(desk, to, template, now, answer=answer, alone=True)
    made = instruct(desk, to, outgoing, now, answer=answer, alone=terms.alone)
    if by_template and not terms.alone and not has_knocked(to.contact):
        instruct(desk, to, template, now, answer=answer, alone=True, held=True)
    return made


def about_to_send(contact: Contact, strength: Strength, text: str, now: int) -> Sending:
    """A text to this contact as the person's wishes are asked about it."""
    heard_at = contact.heard_at
    surely = surely_heard_at(strength, heard_at)
    return Sending(contact.pk, text, now, surely, has_written=heard_at is not None)


@transaction.atomic
def send_again(
    operator: Colleague, instruction: int, now: int, *, says_nothing_about: Collection[int] = ()
) -> int:
    """Send what failed or is uncertain once more, under a new id; gives the new one's number.

    What was permitted may have been withdrawn meanwhile, and the contact may be another member's.
    Raises `NotNow`, `LineGone`, `NoAddress`, `AgainstHisWish`, `NotPermittedByHim`, `SayForWhom`,
    `NotHisWay`, `CantWriteFirst`, `MustWriteFirst`, `VaultLocked`, `DamagedRecord`.
    Automatic words and templates are kept nowhere and can't be sent again (`NotNow`).
    """
    before = _decided(instruction, Event.SEND_AGAIN, now)
    if before.answer is None or before.template:
        raise NotNow
    case = before.case
    desk, key = the_desk(), open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))
    reply = _kept(key, before.answer)
    to = through(desk, case, before.contact)
    if to is None:
        raise NotNow
    group = group_of(case.number)
    people = compartments(group)
    people.refuse_anothers_way(case.number, to.contact.pk, before.answer.member_id)
    is_silent_about = refuse_unpermitted(group, reply.text, says_nothing_about)
    sending = about_to_send(to.contact, to.line.strength, reply.text, now)
    terms = refuse_against_wish(group, sending)
    number = before.answer.pk
    again = send(
        desk, to, key, text=reply.text, lang=reply.lang, now=now, answer=number, terms=terms
    )
    write_down(operator, Action.SENT_AGAIN, case.number, now)
    if is_silent_about:
        write_down(operator, Action.SAID_NOTHING_ABOUT, case.number, now)
    return again.pk


def _kept(key: Secret, answer: Answer) -> Reply:
    try:
        raw = read_content(key, answer.place, bytes(answer.content))
        return msgspec.json.decode(raw, type=Reply)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


@transaction.atomic
def let_go(operator: Colleague, instruction: int, now: int) -> None:
    """Leave what failed or is uncertain as it is; `NotNow`."""
    decided = _decided(instruction, Event.LET_GO, now)
    write_down(operator, Action.LET_GO, decided.case_id, now)


@transaction.atomic
def withdraw(operator: Colleague, instruction: int, now: int) -> None:
    """Take back what waits; `NotNow` when its line has reported.

    A line may hold it already: then its report says that it went out all the same.
    """
    decided = _decided(instruction, Event.WITHDRAW, now)
    write_down(operator, Action.WITHDREW, decided.case_id, now)


def withdraw_waiting(operator: Colleague, answers: QuerySet[Instruction], now: int) -> None:
    """Take back all of these that wait, in the transaction of what makes them wrong."""
    waiting = answers.filter(state=Stage.WAITING.value, answer__isnull=False)
    for each in waiting.select_for_update(of=("self",)):
        move(each, Event.WITHDRAW, now)
        write_down(operator, Action.WITHDREW, each.case_id, now)
    answers.filter(state=Stage.HELD.value).delete()


def _decided(number: int, event: Event, now: int) -> Instruction:
    """Decide about one, its person held: what follows from it may be another text to him."""
    known = Instruction.objects.filter(pk=number)
    case = known.values_list("case", flat=True).first()
    if case is None:
        raise NoSuchCase
    hold_persons(case)
    held = known.select_for_update(of=("self",)).select_related("case", "contact", "answer")
    instruction = held.first()
    if instruction is None:
        raise NoSuchCase
    if (Stage(instruction.state), event) not in MOVES:
        raise NotNow
    move(instruction, event, now, instruction.reason)
    note_change()
    return instruction
