"""How an opened message becomes part of a case.

Promises: cover never makes a case; a case's caller_pk and reply_key are pinned at first sight, and
what comes with others joins nothing; a message joins once in a case's life; what it says is sealed
before it is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from django.db.models import F

from aman.core.dialogue import Cover, Message, read_body
from aman.core.envelope import BODY_BYTES, Kind, MalformedEnvelope, OpenedMessage
from aman.core.keys import KemPublicKey, Secret
from aman.core.sealing import REPLY_BODY_BYTES, seal_reply
from aman.desk.casebook.beginning import begin
from aman.desk.casebook.content import (
    arrival_place,
    batch_info,
    draw_key,
    write_content,
)
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import Vault
from aman.desk.marks.once import count_writing
from aman.desk.outbox.models import Answer
from aman.desk.outbox.progress import Progress

from .models import Arrival, Batch
from .receipts import WRITTEN, seal_status
from .tallies import Count, count

FILLED_TO = dict.fromkeys(Kind, BODY_BYTES + 4) | {Kind.LINE_MESSAGE: 2 * BODY_BYTES + 4}
"""To what a content is filled up; beside a line's message stand the answers found in it."""
_ON_PAGE_BEFORE_SECONDS = 150


@dataclass(frozen=True, slots=True)
class CallerSide:
    """What of a caller's keys the desk knows."""

    token: Secret
    public_key: KemPublicKey
    reply_key: Secret


@dataclass(slots=True)
class Intake:
    """One delivery's way into the casebook; `tick` is what is kept of the time."""

    vault: Vault
    hotline: bytes
    now: int
    tick: int
    changed: bool = False
    _cases: dict[int, Case] = field(default_factory=dict, repr=False)
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)
    _batch: Batch | None = None
    _batch_key: Secret = field(default_factory=draw_key)
    _stale: set[int] = field(default_factory=set)
    _repeated: dict[int, list[bytes]] = field(default_factory=dict)

    def join(self, opened: OpenedMessage) -> None:
        """Take in one opened envelope of a page; what lines say is `line_words`'."""
        try:
            beat = _beat(opened)
        except MalformedEnvelope:
            count(Count.UNREADABLE)
            return
        case = self._case(opened)
        if case is None:
            return
        self.heard(case, beat)
        if opened.kind is not Kind.COVER and not self.repeats(case, opened.message_id):
            self.keep(case, opened.kind, opened.message_id, opened.body.reveal())

    def finish(self) -> None:
        """Write what changed on the cases, and seal the statuses anew."""
        for case in self._cases.values():
            if case.number in self._stale and case.has_phrase:
                case.status = seal_status(case, self._repeated.get(case.number, ()))
            case.save()

    def case_of_token(self, token: Secret) -> Case | None:
        """The case that a phrase's token belongs to."""
        digest = sha256(token.reveal()).digest()
        number = self._numbers.get(digest)
        return None if number is None else self._cases[number]

    def hold(self, numbers: Iterable[int]) -> None:
        """Hold, until the delivery is in, the cases that it is for: before anything joins."""
        self._cases = hold(numbers)
        for case in self._cases.values():
            if case.token_digest is not None:
                self._numbers[bytes(case.token_digest)] = case.number

    def held(self, number: int) -> Case | None:
        """One of those cases by its number, or one that is new; None when it is destroyed."""
        return self._cases.get(number)

    def _case(self, opened: OpenedMessage) -> Case | None:
        case = self.case_of_token(opened.token)
        if case is None and opened.kind is not Kind.COVER:
            return self._new_page_case(opened)
        if case is None:
            return None
        return case if self.is_his(case, opened) else None

    def is_his(self, case: Case, opened: OpenedMessage) -> bool:
        """Whether it bears the keys that were pinned; else it is counted."""
        pinned = bytes(case.caller_pk), Secret(bytes(case.reply_key))
        if pinned == (opened.caller_pk.raw, opened.reply_key):
            return True
        count(Count.MISMATCHED)
        return False

    def _new_page_case(self, opened: OpenedMessage) -> Case | None:
        if not self.can_be_answered(opened):
            return None
        case = self.new_case(heard_at=self.now)
        self.pin(case, CallerSide(opened.token, opened.caller_pk, opened.reply_key))
        return case

    def can_be_answered(self, opened: OpenedMessage) -> bool:
        """Whether its key is one; else it is counted."""
        try:
            seal_reply(self.hotline, opened.caller_pk, 0, bytes(REPLY_BODY_BYTES))
        except ValueError:  # bytes that are no key: nobody could ever be answered
            count(Count.UNREADABLE)
            return False
        return True

    def new_case(self, *, heard_at: int = 0) -> Case:
        """A case of somebody new, without a phrase until one is pinned."""
        case = begin(self.vault, self.tick, heard_at=heard_at)
        self._cases[case.number] = case
        return case

    def pin(self, case: Case, caller: CallerSide) -> None:
        """Make a phrase this case's: from now on a page that has it is known and answered."""
        digest = sha256(caller.token.reveal()).digest()
        case.token_digest, case.caller_pk = digest, caller.public_key.raw
        case.reply_key = caller.reply_key.reveal()
        self._numbers[digest] = case.number
        self._stale.add(case.number)

    def heard(self, case: Case, beat: Cover) -> None:
        """Note a beat of a caller's, or a team's: he is there, and has read so far."""
        if self.now - case.heard_at >= _ON_PAGE_BEFORE_SECONDS:
            self.changed = True
        case.heard_at = max(case.heard_at, self.now)
        before = Progress(case.acked, case.serve_after, case.again_at)
        after = before.heard(beat.ack, beat.again, given=case.next_seq - 1, now=self.now)
        case.acked, case.serve_after, case.again_at = after.acked, after.serve_after, after.again_at
        if after.acked > before.acked:
            read = Answer.objects.filter(case=case, last_seq__lte=after.acked)
            read = read.filter(last_seq__gte=F("first_seq"))  # it went to the page
            read.filter(read_at__isnull=True, expired_at__isnull=True).update(read_at=self.tick)
            self._stale.add(case.number)
            self.changed = True

    def repeats(self, case: Case, message_id: bytes) -> bool:
        """Whether this message of a page joined already; then it is confirmed once more."""
        if not self.is_there(case, message_id):
            return False
        self._repeated.setdefault(case.number, []).append(message_id)
        self._stale.add(case.number)
        return True

    def is_there(self, case: Case, message_id: bytes) -> bool:
        """Whether this message joined already."""
        return Arrival.objects.filter(case=case, message_id=message_id).exists()

    def keep(self, case: Case, kind: Kind, message_id: bytes, body: bytes) -> Arrival:
        """Seal what came and put it at the end of the conversation."""
        place = arrival_place(case.number, message_id)
        content, batch = self.sealed(place, body, filled_to=FILLED_TO[kind])
        arrival = Arrival.objects.create(
            case=case,
            item=case.next_item,
            kind=kind,
            message_id=message_id,
            received_at=self.tick,
            content=content,
            batch=batch,
        )
        case.next_item += 1
        if kind in WRITTEN:
            case.last_message_at = self.tick
            case.waiting_since = case.waiting_since or self.tick
            count_writing(case.number, self.tick)
        self._stale.add(case.number)
        self.changed = True
        return arrival

    def sealed(self, place: bytes, content: bytes, *, filled_to: int) -> tuple[bytes, Batch]:
        """Seal under this delivery's own key, which the vault alone opens."""
        if self._batch is None:
            name = token_bytes(16)
            wrap = self.vault.seal(batch_info(name), self._batch_key.reveal())
            self._batch = Batch.objects.create(name=name, key_wrap=wrap)
        return write_content(self._batch_key, place, content, filled_to=filled_to), self._batch


def _beat(opened: OpenedMessage) -> Cover:
    """What every kind says beside its content: up to where its sender has read."""
    body = opened.body.reveal()
    if opened.kind is Kind.COVER:
        return read_body(body, Cover)
    if opened.kind is Kind.ATTACHMENT_PART:
        return Cover()
    if opened.kind is Kind.TEAM_WORD:  # never a caller's, whatever stands in it
        raise MalformedEnvelope
    message = read_body(body, Message)
    return Cover(message.ack, message.again)
