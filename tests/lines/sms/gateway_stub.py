"""A stub of an HTTP gateway with telephones behind it: JSON both ways, as line.json describes it.

It calls again until it hears 200, as gateways do.
"""

import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from driver.ports import free_port
from lines.peer import Can, Got, LineSetup
from lines.sms.peer import number_of
from lines.sms.smsc import OUR_NUMBER

TOKEN, HOOK_SECRET = "a-token", "a-hook-secret"


class GatewayPeer:
    """People behind the stub."""

    can = Can.REDELIVER | Can.RECEIPTS | Can.BLOCK | Can.GO_AWAY | Can.PULSE | Can.FIRST
    name = "sms"

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        self._blocked: set[str] = set()
        self._told: list[bytes] = []
        self._waiting: list[bytes] = []
        self._port: int | None = None
        self._ended = threading.Event()
        self.port = free_port()
        self._server = self._listen(self.port)
        self._thread = threading.Thread(target=self._call, daemon=True)
        self._thread.start()

    def _listen(self, port: int) -> ThreadingHTTPServer:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                authorised = self.headers["Authorization"] == f"Bearer {TOKEN}"
                status, headers, said = peer.answer(body) if authorised else (401, {}, {})
                content = json.dumps(said).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def answer(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any]]:
        """What the gateway says to a request to send."""
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
            "url": f"http://127.0.0.1:{self.port}/send",
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
        self._port = port

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
        self._waiting.append(raw)
        return raw

    def tell(self, said: dict[str, Any]) -> None:
        """Call the line with something else."""
        self._waiting.append(json.dumps(said).encode())

    def _call(self) -> None:
        while not self._ended.wait(0.02):
            if self._waiting and self._port and self.call(self._waiting[0]) == 200:
                self._waiting.pop(0)

    def call(self, raw: bytes, proof: str | None = None) -> int | None:
        """One call; gives the line's answer."""
        made = hmac.new(HOOK_SECRET.encode(), raw, sha256).hexdigest()
        headers = {"X-Signature": proof or f"sha256={made}", "Content-Type": "application/json"}
        connection = HTTPConnection("127.0.0.1", self._port or 0, timeout=20)
        try:
            connection.request("POST", "/", raw, headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def redeliver(self) -> None:
        """Everything again, in another order."""
        self._waiting += Random(7).sample(self._told, len(self._told))  # noqa: S311 - an order

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
        self._server.shutdown()
        self._server.server_close()

    def come_back(self) -> None:
        """It is up."""
        self._server = self._listen(self.port)

    def end(self) -> None:
        """Stop."""
        self._ended.set()
        self._thread.join(30)
        with suppress(OSError):
            self.go_away()


@contextmanager
def gateway_peer(folder: Path) -> Iterator[GatewayPeer]:
    """The far side of the HTTP way."""
    del folder
    peer = GatewayPeer()
    try:
        yield peer
    finally:
        peer.end()
