"""An HTTP server for stubs of providers: it says on every answer that it is one.

It can go away (connections are refused and those that wait are cut) and come back at its address.
"""

import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from driver.ports import free_port


class Asked(NamedTuple):
    """A request to the provider; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Answered(NamedTuple):
    """Its answer; `cut` breaks the connection after the request was taken, before any answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    cut: bool = False


@dataclass
class StubServer:
    """Serves `answer` on loopback."""

    name: str
    answer: Callable[[Asked], Answered]
    port: int = 0
    away: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; again at the same port after it was away."""
        self.away.clear()
        self.port = self.port or free_port()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections."""
        self.away.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None


def _handler(stub: StubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = f"stub of {stub.name}, for tests"
        sys_version = ""

        def do_GET(self) -> None:
            self.do()

        def do_POST(self) -> None:
            self.do()

        def do_DELETE(self) -> None:
            self.do()

        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answered = stub.answer(Asked(self.command, self.path, headers, body))
            if answered.cut or stub.away.is_set():
                self.close_connection = True
                return
            try:
                self.send_response(answered.status)
                for name, value in answered.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answered.body)))
                self.end_headers()
                self.wfile.write(answered.body)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    return Handler


@contextmanager
def serving(stub: StubServer) -> Iterator[StubServer]:
    """Serve while the block runs."""
    stub.start()
    try:
        yield stub
    finally:
        stub.stop()


def call(
    port: int, method: str, target: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, bytes]:
    """Call a line's webhook, as a provider does; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


@dataclass
class Deliveries:
    """Calls a webhook with what waits, each again until it is answered 2xx, as providers do."""

    send: Callable[[object], int]
    _waiting: list[object] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _ended: bool = False

    def add(self, *things: object) -> None:
        """Deliver these too."""
        with self._news:
            self._waiting.extend(things)
            self._news.notify()

    def run(self) -> None:
        """Deliver until ended; what fails goes to the end and is tried again."""
        while True:
            with self._news:
                while not self._waiting and not self._ended:
                    self._news.wait()
                if self._ended:
                    return
                thing = self._waiting.pop(0)
            if not 200 <= self.send(thing) < 300:
                with self._news:
                    self._waiting.append(thing)
                    self._news.wait(0.1)

    def end(self) -> None:
        """Stop."""
        with self._news:
            self._ended = True
            self._news.notify_all()


@contextmanager
def delivering(deliveries: Deliveries, callers: int = 1) -> Iterator[None]:
    """Deliver while the block runs: one call after the other, or so many at a time."""
    threads = [threading.Thread(target=deliveries.run) for _ in range(callers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        deliveries.end()
        for thread in threads:
            thread.join()
