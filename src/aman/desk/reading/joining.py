"""How an opened message becomes part of a case.

Promises: cover never makes a case; a case's caller_pk and reply_key are pinned at first sight, and
what comes with others joins nothing; a message joins once in a case's life; what it says is sealed
before it is written.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from aman.core.dialogue import Cover, Message, read_body
from aman.core.envelope import BODY_BYTES, Kind, MalformedEnvelope, OpenedMessage
from aman.core.keys import Secret
from aman.core.sealing import REPLY_BODY_BYTES, seal_reply
from aman.desk.casebook.content import batch_info, case_info, draw_key, write_content
from aman.desk.casebook.models import Case
from aman.desk.casebook.numbers import first_number
from aman.desk.keys.vault import Vault
from aman.desk.outbox.models import Answer
from aman.desk.outbox.progress import Progress

from .models import Arrival, Batch
from .receipts import WRITTEN, seal_status
from .tallies import Count, count

FILLED_TO = BODY_BYTES + 4
_ON_PAGE_BEFORE_SECONDS = 150


def arrival_place(number: int, message_id: bytes) -> bytes:
    """What binds a message's content to its place."""
    return b"aman/1 arrival" + number.to_bytes(8, "big") + message_id


@dataclass(slots=True)
class Intake:
    """One delivery's way into the casebook; `tick` is what is kept of the time."""

    vault: Vault
    hotline: bytes
    now: int
    tick: int
    changed: bool = False
    _cases: dict[bytes, Case] = field(default_factory=dict, repr=False)
    _batch: Batch | None = None
    _batch_key: Secret = field(default_factory=draw_key)
    _stale: set[int] = field(default_factory=set)
    _repeated: dict[int, list[bytes]] = field(default_factory=dict)

    def join(self, opened: OpenedMessage) -> None:
        """Take in one opened envelope."""
        if opened.kind is Kind.LINE_MESSAGE:
            count(Count.UNSUPPORTED)  # no line has a key from this desk yet
            return
        try:
            beat = _beat(opened)
        except MalformedEnvelope:
            count(Count.UNREADABLE)
            return
        case = self._case(opened)
        if case is None:
            return
        self._heard(case, beat)
        if opened.kind is not Kind.COVER:
            self._keep(case, opened)

    def finish(self) -> None:
        """Write what changed on the cases, and seal the statuses anew."""
        for case in self._cases.values():
            if case.number in self._stale:
                case.status = seal_status(case, self._repeated.get(case.number, ()))
            case.save()

    def _case(self, opened: OpenedMessage) -> Case | None:
        digest = sha256(opened.token.reveal()).digest()
        case = self._cases.get(digest)
        if case is None:
            case = Case.objects.select_for_update().filter(token_digest=digest).first()
        if case is None and opened.kind is not Kind.COVER:
            case = self._new_case(digest, opened)
        if case is None:
            return None
        pinned = bytes(case.caller_pk), Secret(bytes(case.reply_key))
        if pinned != (opened.caller_pk.raw, opened.reply_key):
            count(Count.MISMATCHED)
            return None
        self._cases[digest] = case
        return case

    def _new_case(self, digest: bytes, opened: OpenedMessage) -> Case | None:
        try:
            seal_reply(self.hotline, opened.caller_pk, 0, bytes(REPLY_BODY_BYTES))
        except ValueError:  # bytes that are no key: nobody could ever be answered
            count(Count.UNREADABLE)
            return None
        first = first_number(self.tick)
        case = Case.objects.create(
            first_seq=first,
            first_kept=first,
            next_seq=first,
            acked=first - 1,
            token_digest=digest,
            caller_pk=opened.caller_pk.raw,
            reply_key=opened.reply_key.reveal(),
            status=b"",
            first_at=self.tick,
            heard_at=self.now,
            last_message_at=self.tick,
        )
        case.key_wrap = self.vault.seal(case_info(case.number), draw_key().reveal())
        self._stale.add(case.number)
        return case

    def _heard(self, case: Case, beat: Cover) -> None:
        if self.now - case.heard_at >= _ON_PAGE_BEFORE_SECONDS:
            self.changed = True
        case.heard_at = max(case.heard_at, self.now)
        before = Progress(case.acked, case.serve_after, case.again_at)
        after = before.heard(beat.ack, beat.again, given=case.next_seq - 1, now=self.now)
        case.acked, case.serve_after, case.again_at = after.acked, after.serve_after, after.again_at
        if after.acked > before.acked:
            read = Answer.objects.filter(case=case, last_seq__lte=after.acked)
            read.filter(read_at__isnull=True, expired_at__isnull=True).update(read_at=self.tick)
            self._stale.add(case.number)
            self.changed = True

    def _keep(self, case: Case, opened: OpenedMessage) -> None:
        if Arrival.objects.filter(case=case, message_id=opened.message_id).exists():
            self._repeated.setdefault(case.number, []).append(opened.message_id)
            self._stale.add(case.number)
            return
        if self._batch is None:
            name = token_bytes(16)
            wrap = self.vault.seal(batch_info(name), self._batch_key.reveal())
            self._batch = Batch.objects.create(name=name, key_wrap=wrap)
        place = arrival_place(case.number, opened.message_id)
        Arrival.objects.create(
            case=case,
            item=case.next_item,
            kind=opened.kind,
            message_id=opened.message_id,
            received_at=self.tick,
            content=write_content(
                self._batch_key, place, opened.body.reveal(), filled_to=FILLED_TO
            ),
            batch=self._batch,
        )
        case.next_item += 1
        if opened.kind in WRITTEN:
            case.last_message_at = self.tick
            case.waiting_since = case.waiting_since or self.tick
        self._stale.add(case.number)
        self.changed = True


def _beat(opened: OpenedMessage) -> Cover:
    """What every kind says beside its content: up to where its sender has read."""
    body = opened.body.reveal()
    if opened.kind is Kind.COVER:
        return read_body(body, Cover)
    if opened.kind is Kind.ATTACHMENT_PART:
        return Cover()
    message = read_body(body, Message)
    return Cover(message.ack, message.again)
