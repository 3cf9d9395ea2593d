"""What was opened of a case, as the conversation takes it.

Promises: only a line that the desk believes is named as the way of a message: a page may say what
it likes, and is called a page.
"""

from collections.abc import Iterable, Iterator

from aman.core.dialogue import Message
from aman.core.envelope import Kind
from aman.core.line_dialogue import LineMessage
from aman.desk.casebook.models import Case
from aman.desk.lines.models import Contact, Instruction
from aman.desk.lines.states import Stage, combined
from aman.desk.people.compartments import Compartments
from aman.desk.reading.opened import OpenedAnswer, OpenedArrival
from aman.desk.reading.written import way_of
from aman.desk.running import the_desk

from .conversation import Piece
from .records import ConversationItem, Way

EXPIRED, READ, WAITING = "expired", "read", "waiting"

PAGE, FORM = "page", "form"
REPLY = "reply"


def pieces(case: Case, came: Iterable[OpenedArrival]) -> Iterator[Piece]:
    """Every message that came, damaged ones too; parts of files are none."""
    speakers = _Speakers(case)
    for each in came:
        said = each.message
        if each.kind is Kind.ATTACHMENT_PART:
            continue
        if isinstance(said, Message):
            yield _of_page(each, said)
        elif isinstance(said, LineMessage):
            yield speakers.piece(each, said)
        else:
            yield Piece(each.item, each.received_at, f"#{each.item}", 1, damaged=True)


def _of_page(each: OpenedArrival, said: Message) -> Piece:
    return Piece(
        item=each.item,
        at=each.received_at,
        session=said.session,
        n=said.n,
        part=said.part,
        parts=said.parts,
        text=said.text,
        lang=said.lang,
        answers=dict(said.answers),
        via=way_of(said),
        is_new=each.is_new,
    )


class _Speakers:
    """Who of a case's contacts wrote what."""

    def __init__(self, case: Case) -> None:
        desk = the_desk()
        self._key = desk.address_key
        self._strengths = {line.name: line.strength for line in desk.lines.known().values()}
        contacts = Contact.objects.filter(case=case).values_list("line", "digest", "pk")
        self._contacts = {(line, bytes(digest)): number for line, digest, number in contacts}

    def piece(self, each: OpenedArrival, said: LineMessage) -> Piece:
        digest = self._key.digest(said.line, said.address)
        return Piece(
            item=each.item,
            at=each.received_at,
            session=said.session,
            n=said.n,
            part=said.part,
            parts=said.parts,
            text=said.text,
            lang=said.lang,
            answers=dict(said.answers),
            via=said.line,
            is_new=each.is_new,
            thread=digest.hex(),
            order=said.order,
            edits=said.edits,
            strength=self._strengths.get(said.line, ""),
            contact=self._contacts.get((said.line, digest)),
            files=said.files,
            spot=said.place,
            cards=said.contacts,
        )


def member_of(item: ConversationItem, case: int, people: Compartments) -> int | None:
    """Who of several people wrote it, or for whom it was written; None: nobody knows."""
    if item.kind == REPLY:
        return item.member
    if item.contact is not None:
        return people.contacts.get(item.contact)
    return people.pages.get(case) if item.via in {PAGE, FORM} and not item.damaged else None


def replies(case: Case, answered: Iterable[OpenedAnswer]) -> Iterator[ConversationItem]:
    """Every answer, with how far it has come by each way."""
    ways = _ways(case)
    return (_reply(answer, ways.get(answer.number, ())) for answer in answered)


def _ways(case: Case) -> dict[int, tuple[Way, ...]]:
    strengths = {line.name: line.strength for line in the_desk().lines.known().values()}
    ways: dict[int, tuple[Way, ...]] = {}
    sent = Instruction.objects.filter(case=case, answer__isnull=False).order_by("pk")
    sent = sent.exclude(state=Stage.HELD.value)
    for each in sent:
        way = Way(
            instruction=each.pk,
            contact=each.contact_id,
            line=each.line,
            strength=strengths.get(each.line, ""),
            state=each.state,
            state_at=each.state_at,
            reason=each.reason,
            template=each.template,
        )
        ways[each.answer_id or 0] = (*ways.get(each.answer_id or 0, ()), way)
    return ways


def _reply(answer: OpenedAnswer, ways: tuple[Way, ...]) -> ConversationItem:
    on_page = _on_page(answer) if answer.first_seq <= answer.last_seq else ""
    by_line = [way for way in ways if not way.template] or ways  # of a text that arrived: no other
    states = [way.state for way in by_line] + ([on_page] if on_page else [])
    return ConversationItem(
        kind=REPLY,
        item=answer.item,
        at=answer.at,
        text=answer.text or "",
        lang=answer.lang,
        by=answer.by,
        state=combined(states),
        read_at=answer.read_at,
        damaged=answer.text is None,
        ways=ways,
        member=answer.member,
        on_page=on_page,
        by_itself=answer.by_itself,
    )


def _on_page(answer: OpenedAnswer) -> str:
    if answer.read_at is not None:
        return READ
    return WAITING if answer.expired_at is None else EXPIRED
