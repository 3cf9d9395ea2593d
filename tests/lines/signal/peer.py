"""Signal's far side: a STUB of signal-cli-rest-api in JSON-RPC mode, and people behind it.

It does what the service's source and issues say it does: it calls the webhook once and never
again, one call after the other, and answers no sending while such a call stands.
"""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from lines.peer import Can, Got, LineSetup
from lines.signal import documented
from lines.stub_server import Answered, Asked, StubServer, call, serving

NUMBER = "+4930000001"
PULSE_NUMBER = "+4930000002"
HOOK = "h" * 32


@dataclass
class SignalStub:
    """The service and its people. `refuse` holds answers for the sendings that come next."""

    name: str = "signal"
    can: Can = (
        Can.FILES | Can.PLACES | Can.RECEIPTS | Can.GO_AWAY | Can.PULSE | Can.EDIT | Can.FIRST
    )
    hook_port: int | None = None
    hook: str = HOOK
    pulse_number: str = PULSE_NUMBER
    attachments: dict[str, bytes] = field(default_factory=dict)
    sent: list[tuple[documented.SendMessage, int]] = field(default_factory=list)
    refuse: list[Answered] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """What the webhook answered, in order."""
    bodies: list[bytes] = field(default_factory=list)
    _news: "queue.Queue[bytes | None]" = field(default_factory=queue.Queue)
    _reader: threading.Lock = field(default_factory=threading.Lock)
    _clock: "count[int]" = field(default_factory=lambda: count(time.time_ns() // 1_000_000))

    def __post_init__(self) -> None:
        self.server = StubServer("signal-cli-rest-api", self.answer)

    def setup(self) -> LineSetup:
        """Where the service is, and both numbers."""
        provider = {"number": NUMBER, "service": self.server.url}
        if self.pulse_number:
            provider["pulse_number"] = self.pulse_number
        return LineSetup(provider, {"hook": self.hook}, {"listen": "127.0.0.1:0"})

    def connected(self, port: int | None) -> None:
        """RECEIVE_WEBHOOK_URL."""
        self.hook_port = port

    def named(self, who: str) -> str:
        """His number."""
        return f"+1555{int.from_bytes(who.encode()[-3:], 'big') % 10**7:07}"

    def address(self, who: str) -> str:
        """His account's id."""
        return str(uuid5(NAMESPACE_URL, who))

    def now(self) -> int:
        """A millisecond that nobody else has."""
        return next(self._clock)

    def write(self, who: str, text: str) -> None:
        """Somebody writes."""
        self.say(who, text)

    def say(self, who: str, text: str | None, **members: Any) -> int:  # noqa: ANN401 - as documented
        """Somebody sends a data message; gives its timestamp."""
        at = self.now()
        message = documented.DataMessage(at, text, 0, **members)
        self.notify(self.envelope(who, at, data_message=message))
        return at

    def envelope(self, who: str, at: int, **members: Any) -> documented.MessageEnvelope:  # noqa: ANN401 - as documented
        """An arrival from somebody; his number is hidden, as Signal does it by itself.

        Of somebody to whose number we wrote signal-cli keeps both names, and tells both.
        """
        address, number = self.address(who), self.named(who)
        is_known = any(number in sent.recipients for sent, _ in list(self.sent))
        shown = number if is_known else None
        return documented.MessageEnvelope(address, shown, address, who, 1, at, at, at, **members)

    def notify(self, envelope: documented.MessageEnvelope, account: str = NUMBER) -> None:
        """Put it in the queue for the webhook."""
        self.notify_raw(msgspec.json.encode(documented.Notified(envelope, account)))

    def notify_raw(self, params: bytes) -> None:
        """The same for any `params`."""
        self._news.put(b'{"jsonrpc":"2.0","method":"receive","params":' + params + b"}")

    def redeliver(self) -> None:
        """What signal-cli does when it fell before it told the server: all of it once more."""
        for body in list(reversed(self.bodies)):
            self._news.put(body)

    def press(self, who: str, payload: str) -> None:
        """There are no buttons."""
        raise NotImplementedError

    def attach(self, content: bytes, media: str, name: str | None) -> documented.Attachment:
        """Put a file on the host."""
        id_ = f"{uuid5(NAMESPACE_URL, str(self.now())).hex}.bin"
        self.attachments[id_] = content
        return documented.Attachment(media, name, id_, len(content))

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a file."""
        self.say(who, None, attachments=[self.attach(content, media, name)])

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends where he is: a picture of a map, and a link."""
        link = f"https://maps.google.com/maps?q={latitude}%2C{longitude}"
        self.say(who, link, attachments=[self.attach(b"map", "image/jpeg", None)])

    def got(self, who: str) -> list[Got]:
        """What was sent to somebody."""
        names = {self.address(who), self.named(who)}
        return [Got(sent.message) for sent, _ in list(self.sent) if names & set(sent.recipients)]

    def confirm(self, who: str) -> None:
        """His device tells that the last message is there."""
        address = self.address(who)
        at = [at for message, at in self.sent if address in message.recipients][-1]
        receipt = documented.ReceiptMessage(self.now(), [at], is_delivery=True)
        self.notify(self.envelope(who, self.now(), receipt_message=receipt))

    def block(self, who: str) -> None:
        """Signal tells nobody that he is blocked."""
        raise NotImplementedError

    def go_away(self) -> None:
        """Refuse connections."""
        self.server.stop()

    def come_back(self) -> None:
        """Listen again, at the same port."""
        self.server.start()

    def deliver(self) -> None:
        """Call the webhook, one call after the other; what is refused is lost."""
        while (body := self._news.get()) is not None:
            self.bodies.append(body)
            with self._reader:
                self.answers.append(self._call(body))

    def _call(self, body: bytes) -> int:
        headers = {"Content-Type": "application/json"}
        return call(self.hook_port or 0, "POST", f"/{self.hook}", body, headers)[0]

    def end(self) -> None:
        """Deliver no more."""
        self._news.put(None)

    def answer(self, asked: Asked) -> Answered:
        """Answer one request to the service."""
        if (asked.method, asked.target) == ("POST", "/v2/send"):
            return self._send(asked.body)
        if (asked.method, asked.target) == ("GET", f"/v1/devices/{NUMBER}"):
            return Answered(b"[]")
        where, _, attachment = asked.target.rpartition("/")
        if where == "/v1/attachments" and attachment in self.attachments:
            if asked.method == "GET":
                return Answered(self.attachments[attachment])
            del self.attachments[attachment]
            return Answered(status=204)
        return _said(404, error="No attachment with that name found")

    def _send(self, body: bytes) -> Answered:
        try:
            message = msgspec.json.decode(body, type=documented.SendMessage)
        except msgspec.MsgspecError:
            return _said(400, error="Couldn't process request - invalid request")
        if self.refuse:
            return self.refuse.pop(0)
        at = self.now()
        self.sent.append((message, at))
        if message.recipients == [NUMBER] and message.number == PULSE_NUMBER:
            said = documented.DataMessage(at, message.message, 0)
            self.notify(self.envelope("pulse", at, data_message=said))
        with self._reader:  # the answer comes through the reader that also calls the webhook
            return _said(201, timestamp=str(at))

    def refuse_next(self, status: int, **body: Any) -> None:  # noqa: ANN401 - JSON
        """Have the next sending refused so."""
        self.refuse.append(_said(status, **body))


def _said(status: int, **body: Any) -> Answered:  # noqa: ANN401 - JSON
    return Answered(msgspec.json.encode(body), status)


@contextmanager
def signal_stub(folder: Path) -> Iterator[SignalStub]:  # noqa: ARG001 - as every peer starts
    """The stub, listening and delivering."""
    stub = SignalStub()
    delivering = threading.Thread(target=stub.deliver)
    with serving(stub.server):
        delivering.start()
        try:
            yield stub
        finally:
            stub.end()
            delivering.join()
