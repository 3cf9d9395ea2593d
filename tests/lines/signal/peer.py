"""Signal's far side: a STUB of signal-cli-rest-api in JSON-RPC mode, and people behind it.

It does what the service's source and issues say it does: it calls the webhook once and never
again, one call after the other, and answers no sending while such a call stands.
"""

import http.client
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from driver.ports import free_port
from lines.peer import Can, Got, LineSetup
from lines.signal import documented

NUMBER = "+4930000001"
PULSE_NUMBER = "+4930000002"
HOOK = "h" * 32


@dataclass
class _Refusal:
    status: int
    body: dict[str, Any]


@dataclass
class SignalStub:
    """The service and its people. `refuse` holds answers for the sendings that come next."""

    name: str = "signal"
    can: Can = (
        Can.FILES | Can.PLACES | Can.RECEIPTS | Can.GO_AWAY | Can.PULSE | Can.EDIT | Can.FIRST
    )
    port: int = 0
    hook_port: int | None = None
    hook: str = HOOK
    pulse_number: str = PULSE_NUMBER
    attachments: dict[str, bytes] = field(default_factory=dict)
    sent: list[tuple[documented.SendMessage, int]] = field(default_factory=list)
    refuse: list[_Refusal] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """What the webhook answered, in order."""
    bodies: list[bytes] = field(default_factory=list)
    _news: "queue.Queue[bytes | None]" = field(default_factory=queue.Queue)
    _reader: threading.Lock = field(default_factory=threading.Lock)
    _clock: "count[int]" = field(default_factory=lambda: count(time.time_ns() // 1_000_000))
    _server: ThreadingHTTPServer | None = None
    _serving: threading.Thread | None = None

    def setup(self) -> LineSetup:
        """Where the service is, and both numbers."""
        provider = {"number": NUMBER, "service": f"http://127.0.0.1:{self.port}"}
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
        if self._server is not None and self._serving is not None:
            self._server.shutdown()
            self._serving.join()
            self._server.server_close()
            self._server = None

    def come_back(self) -> None:
        """Listen again, at the same port."""
        self.port = self.port or free_port()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True
        self._serving = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._serving.start()

    def deliver(self) -> None:
        """Call the webhook, one call after the other; what is refused is lost."""
        while (body := self._news.get()) is not None:
            self.bodies.append(body)
            with self._reader:
                self.answers.append(self._call(body))

    def _call(self, body: bytes) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.hook_port)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/{self.hook}", body, headers)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def end(self) -> None:
        """Deliver no more."""
        self._news.put(None)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Answer one request to the service."""
        if (method, path) == ("POST", "/v2/send"):
            return self._send(body)
        if (method, path) == ("GET", f"/v1/devices/{NUMBER}"):
            return 200, b"[]"
        where, _, attachment = path.rpartition("/")
        if where == "/v1/attachments" and attachment in self.attachments:
            if method == "GET":
                return 200, self.attachments[attachment]
            del self.attachments[attachment]
            return 204, b""
        return 404, msgspec.json.encode({"error": "No attachment with that name found"})

    def _send(self, body: bytes) -> tuple[int, bytes]:
        try:
            message = msgspec.json.decode(body, type=documented.SendMessage)
        except msgspec.MsgspecError:
            return 400, b'{"error":"Couldn\'t process request - invalid request"}'
        if self.refuse:
            refusal = self.refuse.pop(0)
            return refusal.status, msgspec.json.encode(refusal.body)
        at = self.now()
        self.sent.append((message, at))
        if message.recipients == [NUMBER] and message.number == PULSE_NUMBER:
            said = documented.DataMessage(at, message.message, 0)
            self.notify(self.envelope("pulse", at, data_message=said))
        with self._reader:  # the answer comes through the reader that also calls the webhook
            return 201, msgspec.json.encode({"timestamp": str(at)})

    def refuse_next(self, status: int, **body: Any) -> None:  # noqa: ANN401 - JSON
        """Have the next sending refused so."""
        self.refuse.append(_Refusal(status, body))


def _handler(stub: SignalStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "stub of signal-cli-rest-api, for tests"
        sys_version = ""

        def do_GET(self) -> None:
            self.do()

        def do_POST(self) -> None:
            self.do()

        def do_DELETE(self) -> None:
            self.do()

        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = stub.answer(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    return Handler


@contextmanager
def signal_stub(folder: Path) -> Iterator[SignalStub]:  # noqa: ARG001 - as every peer starts
    """The stub, listening and delivering."""
    stub = SignalStub()
    stub.come_back()
    delivering = threading.Thread(target=stub.deliver)
    delivering.start()
    try:
        yield stub
    finally:
        stub.end()
        delivering.join()
        stub.go_away()
