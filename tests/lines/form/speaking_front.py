"""A small front with a desk behind it, in one: real keys, real seals, no disk.

It answers as the protocol says a desk does, so that the form can be tested by itself.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from aman.core.bucket import bucket_number, make_bucket, wrap_slot
from aman.core.dialogue import Cover, Message, Reply, read_body, status, write_body
from aman.core.envelope import Kind, OpenedMessage, SealedEnvelope
from aman.core.keys import KemSeed, hotline_id, to_base64url
from aman.core.manifest import EpochKey, Manifest, OnlineKey, RootKeys, sign_manifest
from aman.core.opening import open_envelope
from aman.core.sealing import seal_reply, split_reply
from aman.core.signing import SigningSeed
from aman.core.stamp import STAMP_BYTES
from lines.stub_server import Answered, Asked, StubServer, serving

DAY = 86_400


@dataclass
class Case:
    """One caller, as the desk knows him; `start` is the number of his first reply."""

    opened: OpenedMessage
    start: int
    messages: list[Message] = field(default_factory=list)
    got: list[bytes] = field(default_factory=list)
    inners: list[tuple[int, bytes]] = field(default_factory=list)
    read: int = 0
    serve_after: int = 0
    seen: bool = False

    def hear(self, body: Message | Cover) -> None:
        """Count what was read, and serve from where it was asked."""
        last = self.start + len(self.inners) - 1
        if body.ack <= last:
            self.read = max(self.read, body.ack - self.start + 1)
        after = max(self.serve_after, body.ack)
        self.serve_after = body.again if body.again is not None else after

    def texts(self) -> list[str]:
        """The messages, parts joined."""
        joined: dict[tuple[str, int], str] = {}
        for message in self.messages:
            key = message.session, message.n
            joined[key] = joined.get(key, "") + message.text
        return list(joined.values())


class SpeakingFront:
    """Both in one; `requests` records what came in, `away` makes it answer 503."""

    def __init__(self) -> None:
        root = SigningSeed(os.urandom(32))
        self.hotline = hotline_id(root.public_key(), b"mldsa")
        self.online = SigningSeed(os.urandom(32))
        self.epoch = KemSeed(os.urandom(32))
        self.cases: dict[bytes, Case] = {}
        self.requests: list[tuple[str, str, bytes, bytes]] = []
        self.away = False
        self.k = 0
        self.dropping = False
        self.tick_stands_at: int | None = None
        self._next_start = 1
        self._lock = threading.Lock()
        now = int(time.time())
        certified = OnlineKey.certify(
            root, self.hotline, self.online.public_key(), now - DAY, now + DAY
        )
        pk = to_base64url(self.epoch.public_key().raw)
        epochs = tuple(EpochKey(pk, now + day * DAY, now + (day + 1) * DAY) for day in range(3))
        keys = RootKeys(to_base64url(root.public_key()), to_base64url(sha256(b"mldsa").digest()))
        self.manifest = sign_manifest(
            Manifest(
                seq=1,
                issued=now,
                hotline=to_base64url(self.hotline),
                root=keys,
                online=certified,
                epochs=epochs,
                tick_seconds=1,
                k=0,
                k_next=0,
                stamp_bits=0,
                languages=("ar", "en", "ru", "uk"),
            ),
            self.online,
        )

    def only_case(self) -> Case:
        """The one case there is."""
        with self._lock:
            (case,) = self.cases.values()
        return case

    def destroy(self) -> None:
        """Destroy the one case there is, as an operator does."""
        with self._lock:
            (case,) = self.cases.values()
            self._next_start = case.start + len(case.inners) + 1
            self.cases.clear()

    def reply(self, case: Case, text: str) -> None:
        """Answer, as an operator does."""
        with self._lock:
            body = write_body(Reply(text, int(time.time())))
            parts = split_reply(body)
            first = case.start + len(case.inners)
            for at, part in enumerate(parts):
                seq = first + at
                pk = case.opened.caller_pk
                inner = seal_reply(self.hotline, pk, seq, part, at + 1, len(parts))
                case.inners.append((seq, inner))

    def take(self, raw: bytes) -> None:
        """Take an envelope in, by the rules of protocol section 4 and 5."""
        sealed = SealedEnvelope(raw[STAMP_BYTES:])
        epochs = {self.epoch.public_key().short_id: self.epoch}
        opened = open_envelope(self.hotline, epochs, sealed)
        with self._lock:
            case = self.cases.get(opened.token.reveal())
            body: Message | Cover
            if opened.kind is Kind.MESSAGE:
                body = read_body(opened.body.reveal(), Message)
                if case is None:
                    case = self.cases[opened.token.reveal()] = Case(
                        opened, max(int(time.time()), self._next_start)
                    )
                if opened.message_id not in case.got:
                    case.got.append(opened.message_id)
                    case.messages.append(body)
            else:
                body = read_body(opened.body.reveal(), Cover)
            if case is not None:
                case.hear(body)

    def bucket(self, number: int) -> bytes:
        """A bucket of this tick: of each case in it the status, and three replies."""
        tick = self.tick_stands_at or int(time.time())
        slots = []
        with self._lock:
            for case in self.cases.values():
                pk, key = case.opened.caller_pk, case.opened.reply_key
                if bucket_number(key, self.hotline, tick, self.k) != number:
                    continue
                base = case.start + case.read - 1
                said = status(
                    case.got, base=base, first=case.start, seen=case.seen, start=case.start
                )
                served = [seal_reply(self.hotline, pk, 0, said)]
                served += [inner for seq, inner in case.inners if seq > case.serve_after][:3]
                for i, inner in enumerate(served):
                    slots.append(wrap_slot(key, self.hotline, tick, i, inner, os.urandom(12)))
        return make_bucket(
            hotline=self.hotline,
            online=self.online,
            tick=tick,
            k=self.k,
            n=number,
            slots=slots,
            random_bytes=os.urandom,
        )

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if self.away:
            return 503, b""
        if (method, path) == ("GET", "/k"):
            return 200, self.manifest
        numbers = {f"/b/{number}": number for number in range(1 << self.k)}
        if method == "GET" and path in numbers:
            return 200, self.bucket(numbers[path])
        if (method, path) == ("POST", "/e"):
            if not self.dropping:
                self.take(body)
            return 204, b""
        return 404, b""


@contextmanager
def served(front: SpeakingFront) -> Iterator[str]:
    """Serve it on loopback; gives its address."""

    def answer(asked: Asked) -> Answered:
        head = "".join(f"{name}: {value}\n" for name, value in asked.headers.items()).encode()
        front.requests.append((asked.method, asked.target, head, asked.body))
        status, body = front.answer(asked.method, asked.target, asked.body)
        return Answered(body, status)

    with serving(StubServer("a front", answer)) as server:
        yield server.url
