"""What lines say: messages join their sender's case; reports and heart-beats are noted.

Promises: nobody but a line that the desk knows can say who wrote; a message joins once; an address
stands in sealed bodies alone. A person who gives the nine words of another case is never merged
with it by a machine: an operator is asked.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from aman.core.envelope import Kind, MalformedEnvelope, OpenedMessage, line_token
from aman.core.line_dialogue import (
    LineBody,
    LineMessage,
    LinePulse,
    LineReceipt,
    LineReport,
    read_line_body,
)
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import KnownLine
from aman.desk.lines.instructions import To
from aman.desk.lines.merging import propose
from aman.desk.lines.models import Contact, PassedWords
from aman.desk.lines.named import answers_by_other_name, note_other_names, note_written
from aman.desk.lines.passed_words import note_passed, page_strength
from aman.desk.lines.pulses import note_heard, take_pulse
from aman.desk.lines.reports import take_receipt, take_report
from aman.desk.marks.once import count_writers
from aman.desk.running import Desk

from .addressees import token_of
from .joining import Intake
from .line_parts import LineParts
from .line_talk import LineTalk, heard_at
from .tallies import Count, count


@dataclass(slots=True)
class LineWords:
    """What lines said in one delivery."""

    desk: Desk
    intake: Intake
    parts: LineParts = field(init=False)
    talk: LineTalk = field(init=False)
    _heard: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.parts = LineParts(self.desk, self.intake)
        self.talk = LineTalk(self.desk, self.intake)

    def take(self, opened: OpenedMessage) -> bool:
        """Take in what a line sent; False when it came from no line."""
        if opened.kind is Kind.ATTACHMENT_PART:
            return self.parts.take(opened)
        if opened.kind is not Kind.LINE_MESSAGE:
            return False
        try:
            said = read_line_body(opened.body.reveal())
        except MalformedEnvelope:
            count(Count.UNREADABLE)
            return True
        line = self.desk.lines.known().get(said.line)
        if line is None:
            count(Count.UNSUPPORTED)
        elif not _is_from(line, opened):
            count(Count.MISMATCHED)
        else:
            self._hear(line, opened, said)
        return True

    def _hear(self, line: KnownLine, opened: OpenedMessage, said: LineBody) -> None:
        key, now = self.desk.address_key, self.intake.tick
        if line.name not in self._heard:
            self._heard.add(line.name)
            note_heard(line.name, self.intake.now)
        match said:
            case LineMessage():
                self._join(line, opened, said)
            case LineReport():
                self.intake.changed |= take_report(key, said, now)
            case LineReceipt():
                self.intake.changed |= take_receipt(key, said, now)
            case LinePulse():
                self.intake.changed |= take_pulse(said, self.intake.now)

    def _join(self, line: KnownLine, opened: OpenedMessage, said: LineMessage) -> None:
        contact, case = self._sender(line, said)
        passed = self._note_words(line, said)
        if self.intake.is_there(case, opened.message_id):
            return
        to = To(case, contact, line)
        body = self.talk.hear(to, said, opened.body.reveal(), passed)
        self.talk.pin_words(to)
        arrival = self.intake.keep(case, Kind.LINE_MESSAGE, opened.message_id, body)
        if said.part == 1 or contact.arrival is None:  # the route rides in the first part
            contact.arrival = arrival
        contact.item, is_first = arrival.item, contact.heard_at is None
        contact.heard_at = max(contact.heard_at or 0, heard_at(said, self.intake.tick))
        contact.save(update_fields=["arrival", "item", "heard_at"])
        note_other_names(self.desk.address_key, contact, said)
        note_written(contact)
        if is_first:  # an address that was only named: somebody else may be there
            count_writers(case.number, self.intake.tick)
        self.parts.announce(case, line, said.files)

    def _sender(self, line: KnownLine, said: LineMessage) -> tuple[Contact, Case]:
        """Who wrote, and his case; somebody unknown is a new case, unless he has nine words.

        Words that went through a weak line before prove no more than that line would.
        """
        digest = self.desk.address_key.digest(line.name, said.address)
        by_words = self._case_of_words(said)
        contact = Contact.objects.filter(line=line.name, digest=digest).first()
        if contact is None:
            contact = answers_by_other_name(self.desk.address_key, said, digest)
        case = self.intake.held(contact.case_id) if contact is not None else None
        if contact is not None and case is not None:
            if by_words is not None:
                self.intake.changed |= propose(contact, by_words, self.intake.tick)
            return contact, case
        case = by_words or self.intake.new_case()
        tick = self.intake.tick
        contact, _ = Contact.objects.update_or_create(
            line=line.name,
            digest=digest,
            defaults={
                "case": case,
                "first_at": tick,
                "heard_at": heard_at(said, tick),
                "arrival": None,
                "item": 0,
                "chosen": False,
                "proof": page_strength(case.number).value,
            },
        )
        return contact, case

    def _note_words(self, line: KnownLine, said: LineMessage) -> PassedWords | None:
        """Remember that nine words went through this line, whosever they are."""
        token = token_of(said)
        if token is None:
            return None
        return note_passed(sha256(token.reveal()).digest(), line, self.intake.tick)

    def _case_of_words(self, said: LineMessage) -> Case | None:
        token = token_of(said)
        case = None if token is None else self.intake.case_of_token(token)
        return None if case is None or case.of_team else case  # a team writes by its page alone


def _is_from(line: KnownLine, opened: OpenedMessage) -> bool:
    """Whether that line sealed it: by the key that only it has, in constant time."""
    token = line_token(line.line_key, line.name, opened.message_id, opened.body.reveal())
    return opened.token == token and opened.caller_pk == line.line_pk
