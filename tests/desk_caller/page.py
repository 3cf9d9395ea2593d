"""A caller's page in Python: phrase, seal, beats, buckets, acknowledging; the contract's rules.

It shows "delivered" only from the status, reads replies without a gap, and tells of each reply
once. It never looks into the desk.
"""

import os
from dataclasses import dataclass, field

from aman.core.bucket import Bucket, bucket_number, unwrap_slots
from aman.core.dialogue import Answer, Cover, Message, Reply, Status, read_body, write_body
from aman.core.envelope import Kind, OpenedMessage
from aman.core.keys import CallerKeys, KemPublicKey, Secret, to_base64url
from aman.core.manifest import Manifest, read_manifest
from aman.core.opening import OpenedPart, open_reply
from aman.core.phrase import Phrase
from aman.core.sealing import seal_envelope

RESEND_AFTER_BEATS = 4


def some_keys() -> CallerKeys:
    """A caller's keys without the slow stretching of a phrase."""
    return CallerKeys.derive(Secret(os.urandom(32)))


def keys_of(phrase: Phrase, hotline: bytes) -> CallerKeys:
    """A caller's keys as his nine words give them."""
    return phrase.keys(hotline)


def seal(  # noqa: PLR0913, PLR0917 - the members of an envelope
    hotline: bytes,
    epoch: KemPublicKey,
    keys: CallerKeys,
    kind: Kind,
    body: bytes,
    message_id: bytes | None = None,
) -> bytes:
    """One envelope as a page makes it."""
    opened = OpenedMessage(
        kind,
        message_id or os.urandom(16),
        keys.reply_kem.public_key(),
        keys.token,
        keys.reply_key,
        Secret(body),
    )
    return seal_envelope(hotline, epoch, opened).raw


@dataclass(slots=True)
class Written:
    """A message of this page and what is known of it."""

    message_id: bytes
    n: int
    text: str
    answers: dict[str, Answer]
    envelope: bytes | None = None
    epoch: bytes = b""
    sent_at_beat: int | None = None
    delivered: bool = False


@dataclass(slots=True)
class Page:
    """One visit. `returning`: it was opened with words that stood on paper."""

    hotline: bytes
    keys: CallerKeys
    manifest: Manifest
    returning: bool = False
    session: str = field(default_factory=lambda: to_base64url(os.urandom(16)))
    written: list[Written] = field(default_factory=list)
    parts: dict[int, OpenedPart] = field(default_factory=dict)
    status: Status | None = None
    told: list[str] = field(default_factory=list)
    tick: int = 0
    beats: int = 0
    _told_upto: int = 0

    def write(self, text: str, **answers: Answer) -> Written:
        """Press Send."""
        said = Written(os.urandom(16), len(self.written) + 1, text, answers)
        self.written.append(said)
        return said

    @property
    def read_upto(self) -> int:
        """The highest reply read without a gap, from the first that is kept."""
        upto = max(0, self.status.first - 1) if self.status else 0
        while upto + 1 in self.parts:
            upto += 1
        return upto

    def _beat(self) -> tuple[int, int | None]:
        """`ack` and `again`: who is behind what another page has read asks again, each beat."""
        upto = self.read_upto
        is_behind = self.returning if self.status is None else upto < self.status.base
        if is_behind:
            return 0, upto
        return upto, None

    def beat(self, now: int) -> bytes:
        """The envelope of this beat: the oldest message that has to go, or cover."""
        self.beats += 1
        ack, again = self._beat()
        epoch = self.manifest.epoch_at(now).public_key()
        due = [said for said in self.written if not said.delivered and self._is_due(said)]
        if not due:
            body = write_body(Cover(ack, again))
            return seal(self.hotline, epoch, self.keys, Kind.COVER, body)
        said = due[0]
        if said.envelope is None or said.epoch != epoch.short_id:
            message = Message(
                self.session, said.n, said.text, ack=ack, again=again, answers=said.answers
            )
            said.epoch = epoch.short_id
            said.envelope = seal(
                self.hotline, epoch, self.keys, Kind.MESSAGE, write_body(message), said.message_id
            )
        said.sent_at_beat = self.beats
        return said.envelope

    def _is_due(self, said: Written) -> bool:
        return said.sent_at_beat is None or self.beats - said.sent_at_beat >= RESEND_AFTER_BEATS

    def learn(self, raw: bytes) -> None:
        """Take in a manifest, never an older one."""
        manifest = read_manifest(raw, self.hotline)
        if manifest.seq > self.manifest.seq:
            self.manifest = manifest

    def wanted_bucket(self, tick: int) -> int:
        """Which bucket of a tick is this caller's, as far as the page knows k."""
        return bucket_number(self.keys.reply_key, self.hotline, tick, self.manifest.k)

    def read(self, raw: bytes) -> bool:
        """Read a bucket; False when its k is another than the manifest's."""
        bucket = Bucket.read(raw, self.hotline, self.manifest.online_key())
        if bucket.header.tick <= self.tick:
            return True
        self.tick = bucket.header.tick
        for inner in unwrap_slots(bucket, self.keys.reply_key, self.hotline):
            self._take(open_reply(self.hotline, self.keys.reply_kem, inner))
        self._tell()
        return bucket.header.k == self.manifest.k

    def _take(self, part: OpenedPart) -> None:
        if part.seq:
            self.parts.setdefault(part.seq, part)
            return
        status = read_body(part.body, Status)
        for said in self.written:
            said.delivered |= to_base64url(said.message_id) in status.got
        self.status = status

    def _tell(self) -> None:
        """Show each reply that is whole, once, in order."""
        self._told_upto = max(self._told_upto, (self.status.first if self.status else 1) - 1)
        while (head := self.parts.get(self._told_upto + 1)) is not None:
            seqs = range(head.seq, head.seq + head.parts)
            if not all(seq in self.parts for seq in seqs):
                return
            body = b"".join(self.parts[seq].body for seq in seqs)
            self.told.append(read_body(body, Reply).text)
            self._told_upto = seqs[-1]
