"""A stub of an HTTP gateway with telephones behind it: JSON both ways, as line.json describes it.

It calls again until it hears 200, as gateways do.
"""

import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from lines.peer import Can, Got, LineSetup
from lines.sms.peer import number_of
from lines.sms.smsc import OUR_NUMBER
from lines.stub_server import Answered, Asked, Deliveries, StubServer, call, delivering, serving

TOKEN, HOOK_SECRET = "a-token", "a-hook-secret"


class GatewayPeer:
    """People behind the stub."""

    can = Can.REDELIVER | Can.RECEIPTS | Can.BLOCK | Can.GO_AWAY | Can.PULSE | Can.FIRST
    name = "sms"

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        self.server = StubServer("an HTTP gateway", self.answer)
        self.deliveries = Deliveries(self.call)
        self._blocked: set[str] = set()
        self._told: list[bytes] = []
        self._port = 0

    def answer(self, asked: Asked) -> Answered:
        """What the gateway says."""
        if asked.headers["authorization"] != f"Bearer {TOKEN}":
            return Answered(b"{}", 401)
        status, headers, said = self._send(json.loads(asked.body))
        return Answered(json.dumps(said).encode(), status, headers)

    def _send(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any]]:
        if self.answers:
            return self.answers.pop(0)
        if body["to"] in self._blocked:
            return 400, {}, {"error": {"code": "invalid-number"}}
        self.asked.append(body)
        if body["to"] == OUR_NUMBER:
            self._come(OUR_NUMBER, body["message"]["text"])
        return 200, {}, {"messages": [{"id": f"g{len(self.asked)}"}]}

    def setup(self) -> LineSetup:
        """How this gateway speaks."""
        send = {
            "url": f"{self.server.url}/send",
            "fields": {
                "to": "{to}",
                "from": "{from}",
                "message": {"text": "{text}"},
                "key": "{id}",
            },
            "headers": {"Authorization": "Bearer {secret}"},
            "id_at": "messages.0.id",
            "error_at": "error.code",
            "refused": ["invalid-number"],
        }
        call = {
            "header": "X-Signature",
            "proof": "hmac-sha256",
            "prefix": "sha256=",
            "from_at": "msg.from",
            "text_at": "msg.text",
            "id_at": "msg.id",
            "time_at": "msg.at",
            "state_at": "status.word",
            "receipt_id_at": "status.id",
            "states": {"DELIVERED": "delivered", "FAILED": "failed"},
        }
        provider = {"way": "http", "number": OUR_NUMBER, "http": {"send": send, "call": call}}
        secrets = {"password": TOKEN, "hook": HOOK_SECRET}
        return LineSetup(provider, secrets, {"listen": "127.0.0.1:0"})

    def connected(self, port: int | None) -> None:
        """Where to call."""
        self._port = port or 0

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """E.164."""
        return number_of(who)

    def write(self, who: str, text: str) -> None:
        """Somebody sends a text."""
        self._told.append(self._come(number_of(who), text))

    def _come(self, sender: str, text: str) -> bytes:
        message = {"from": sender, "text": text, "id": f"in{time.time_ns()}"}
        raw = json.dumps({"msg": {**message, "at": int(time.time() * 1000)}}).encode()
        self.deliveries.add(raw)
        return raw

    def tell(self, said: dict[str, Any]) -> None:
        """Call the line with something else."""
        self.deliveries.add(json.dumps(said).encode())

    def call(self, raw: bytes, proof: str | None = None) -> int:
        """One call; gives the line's answer, 0 for none."""
        made = hmac.new(HOOK_SECRET.encode(), raw, sha256).hexdigest()
        headers = {"X-Signature": proof or f"sha256={made}", "Content-Type": "application/json"}
        return call(self._port, "POST", "/", raw, headers)[0]

    def redeliver(self) -> None:
        """Everything again, in another order."""
        self.deliveries.add(*Random(7).sample(self._told, len(self._told)))  # noqa: S311 - an order

    def press(self, who: str, payload: str) -> None:
        """There is nothing to press."""
        raise NotImplementedError

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """SMS carries no files."""
        raise NotImplementedError

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Nor places."""
        raise NotImplementedError

    def got(self, who: str) -> list[Got]:
        """What was sent to a telephone."""
        return [Got(body["message"]["text"]) for body in self.asked if body["to"] == number_of(who)]

    def confirm(self, who: str) -> None:
        """The telephone has the last text, and the gateway calls to say so."""
        last = [at for at, body in enumerate(self.asked, 1) if body["to"] == number_of(who)][-1]
        self.tell({"status": {"id": f"g{last}", "word": "DELIVERED"}})

    def block(self, who: str) -> None:
        """The gateway knows no such number any more."""
        self._blocked.add(number_of(who))

    def go_away(self) -> None:
        """It is down."""
        self.server.stop()

    def come_back(self) -> None:
        """It is up."""
        self.server.start()


@contextmanager
def gateway_peer(folder: Path) -> Iterator[GatewayPeer]:
    """The far side of the HTTP way."""
    del folder
    peer = GatewayPeer()
    with serving(peer.server), delivering(peer.deliveries):
        yield peer
