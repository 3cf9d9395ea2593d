"""One caller's exchange with the desk through a front: seals, posts, looks, opens.

Promises: only what this hotline's root vouches for today is believed; "got" is only what the desk
said. Text is here only while the process of one connection lives.
"""

import os
import time
from collections.abc import Sequence

from aman.core.bucket import Bucket, MalformedBucket, bucket_number, unwrap_slots
from aman.core.dialogue import Cover, write_body
from aman.core.envelope import Kind, MalformedEnvelope, OpenedMessage
from aman.core.keys import CallerKeys, Secret
from aman.core.opening import OpenedPart, open_reply
from aman.core.sealing import seal_envelope
from aman.core.stamp import NONCE_BYTES, plain_stamp
from aman.lines.belief import Hotline
from aman.lines.front import Front, FrontAway

from .messages import Part
from .reading import Reading

_ID_BYTES = 16
_POLL_SECONDS = 0.5
_MOST_ROUNDS = 4
_STALE_TICKS = 12


class Correspondence:
    """One caller, one front. Any call may raise `FrontAway`."""

    def __init__(self, front: Front, hotline: Hotline, keys: CallerKeys) -> None:
        self._front = front
        self._hotline = hotline
        self._keys = keys
        self._public_key = keys.reply_kem.public_key()
        self._manifest = hotline.manifest(front)
        self._tick = 0

    def send(self, parts: Sequence[Part]) -> None:
        """Seal and post a message; returns when all of it is on the front's disk."""
        for part in parts:
            self._post(Kind.MESSAGE, part.message_id, part.body)

    def knock(self, *, ack: int, again: int | None) -> None:
        """Post a cover: read up to `ack`, and please what came after `again` once more."""
        self._post(Kind.COVER, os.urandom(_ID_BYTES), write_body(Cover(ack, again)))

    def _post(self, kind: Kind, message_id: bytes, body: bytes) -> None:
        message = OpenedMessage(
            kind,
            message_id,
            self._public_key,
            self._keys.token,
            self._keys.reply_key,
            Secret(body),
        )
        now = self._hotline.clock()
        epoch = self._manifest.epoch_at(self._tick or int(now)).public_key()
        envelope = seal_envelope(self._hotline.id, epoch, message)
        stamp = plain_stamp(now, os.urandom(NONCE_BYTES))
        self._front.store(stamp.to_bytes() + envelope.raw)

    def look(self, reading: Reading) -> bool:
        """Take the bucket that is there now; False when there is none that the desk signed."""
        bucket = self._bucket()
        if bucket is None:
            return False
        self._tick = max(self._tick, bucket.header.tick)
        reading.take(bucket.header.tick, list(self._opened(bucket)))
        return True

    def _bucket(self) -> Bucket | None:
        tick = self._tick or self._manifest.issued
        k = self._manifest.k
        for _ in range(2):
            number = bucket_number(self._keys.reply_key, self._hotline.id, tick, k)
            try:
                raw = self._front.bucket(number)
                bucket = Bucket.read(raw, self._hotline.id, self._manifest.online_key())
            except (FrontAway, MalformedBucket):
                self._manifest = self._hotline.manifest(self._front)
                k = self._manifest.k
                continue
            tick, k = bucket.header.tick, bucket.header.k
            mine = bucket_number(self._keys.reply_key, self._hotline.id, tick, k)
            if bucket.header.n == mine:
                return bucket
        return None

    def _opened(self, bucket: Bucket) -> list[OpenedPart]:
        opened = []
        for inner in unwrap_slots(bucket, self._keys.reply_key, self._hotline.id):
            try:
                opened.append(open_reply(self._hotline.id, self._keys.reply_kem, inner))
            except MalformedEnvelope:
                continue
        return opened

    def listen(
        self, reading: Reading, waited_for: Sequence[bytes], *, asked: int, seconds: float
    ) -> None:
        """Look until the desk has answered what was just posted, or `seconds` are over.

        `asked`: the number after which answers were asked for. While answers keep filling all
        slots, asks for the next ones, each time anew `seconds`.
        """
        begun = self._tick
        deadline = time.monotonic() + seconds
        rounds = 1
        while time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
            before = reading.tick
            self.look(reading)
            if reading.tick == before:
                continue
            if reading.more_waits:
                if reading.without_gap() > asked and rounds < _MOST_ROUNDS:
                    asked, rounds = reading.without_gap(), rounds + 1
                    self.knock(ack=0, again=asked)
                    deadline = time.monotonic() + seconds
            elif reading.settles(waited_for) or self._has_been_seen(reading, begun):
                return

    def _has_been_seen(self, reading: Reading, begun: int) -> bool:
        """Two ticks after a post the desk has seen it: the courier comes once a second."""
        later = reading.tick >= begun + 2 * self._manifest.tick_seconds
        return later and reading.status is not None

    def desk_is_away(self) -> bool:
        """Tell whether the newest bucket is so old that nobody can be behind it."""
        age = self._hotline.clock() - self._tick
        return age > _STALE_TICKS * self._manifest.tick_seconds
