"""A desk that commits into a dictionary: it judges whether anything was lost or came twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from threading import Lock, Thread

from aman.core.carriage import NO_STORE, Delivery, Publication
from aman.core.exchange import Cursor

from . import sealed


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    desk: "FakeDesk"

    def handle_error(self, *_: object) -> None:
        """A courier that was killed is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    deliveries = 0

    def do_POST(self) -> None:
        """Answer `/courier`."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.deliveries += 1
        too_late = self.server.desk.ends_connections and self.deliveries > 1
        answer = None if too_late else self.server.desk.take(Delivery.read(body))
        if answer is None:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class FakeDesk:
    """Speaks carriage on a Unix socket; `faults` are used up one per delivery.

    A fault is "before commit" (nothing kept, no answer) or "after commit" (kept, no answer).
    One that `ends_connections` does so in the moment in which a second delivery comes on one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tick = sealed.TICK
        self.manifest = sealed.manifest()
        self.buckets: tuple[bytes, ...] = (sealed.bucket(),)
        self.instructions: dict[str, tuple[bytes, ...]] = {}
        self.taken: list[bytes] = []
        self.deliveries: list[Delivery] = []
        self.faults: list[str] = []
        self.ends_connections = False
        self.last: dict[tuple[str, bytes], int] = {}
        self._lock = Lock()
        self._server: _Server | None = None

    def open(self) -> None:
        """Listen."""
        self.path.unlink(missing_ok=True)
        self._server = _Server(str(self.path), _Handler)
        self._server.desk = self
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Be away, as after a crash: what was committed stays."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change tick, manifest and buckets in one step."""
        with self._lock:
            yield

    def take(self, delivery: Delivery) -> bytes | None:
        """Commit what is new by number, answer with the cursor; None: the connection breaks."""
        with self._lock:
            if self._server is None:
                return None
            fault = self.faults.pop(0) if self.faults and delivery.envelopes else ""
            if fault == "before commit":
                return None
            self.deliveries.append(delivery)
            key = (delivery.front, delivery.store_id)
            for seq, envelope in enumerate(delivery.envelopes, delivery.first_seq):
                if seq > self.last.get(key, 0):
                    self.taken.append(envelope)
                    self.last[key] = seq
            return None if fault else self._news(delivery).to_bytes()

    def _news(self, delivery: Delivery) -> Publication:
        known = delivery.store_id != NO_STORE
        last = self.last.get((delivery.front, delivery.store_id), 0)
        return Publication(
            manifest=self.manifest,
            tick=self.tick,
            cursor=Cursor(delivery.store_id, last) if known else None,
            buckets=() if delivery.have_tick == self.tick else self.buckets,
            instructions=self.instructions,
        )
