"""What a homeserver's refusals mean; a stub says them, because a real one can't be made to."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing
from aman.lines.connector import Given, LastingFault, PassingFault, UnknownOutcome
from aman.lines.matrix import connect

pytestmark = pytest.mark.enable_socket


class Stub:
    """Answers requests to send with what it is told, one after the other; then takes them."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, object]]] = []
        self.transactions: list[str] = []
        self.rooms = 0


@pytest.fixture
def stub() -> Iterator[tuple[Stub, str]]:
    """The stub and its address."""
    it = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            member = {"type": "m.room.member", "state_key": "@a:x", "content": _JOINED}
            self.say(200, {"chunk": [member]})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            it.rooms += 1
            self.say(200, {"room_id": "!new:x"})

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            it.transactions.append(self.path.rpartition("/")[2])
            self.say(*(it.answers.pop(0) if it.answers else (200, {"event_id": "$e"})))

        def say(self, status: int, body: dict[str, object]) -> None:
            """One answer; status 0 breaks the connection."""
            if status:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield it, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


_JOINED = {"membership": "join"}
_MESSAGE = Outgoing("@a:x", "hello", "!r:x")


def send(url: str, message: Outgoing = _MESSAGE) -> str:
    settings = {"address": "@h:x", "server": url}
    given = Given("matrix", settings, lambda _: Secret(b"token"), lambda: 0.0, {"en": "weak"})
    sender = connect(given).sender
    assert sender is not None
    return sender.send(bytes(16), message).provider_id


def test_a_rate_limit_is_kept_by_the_servers_own_words(stub: tuple[Stub, str]) -> None:
    it, url = stub
    it.answers = [(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 4200})]
    with pytest.raises(PassingFault) as fault:
        send(url)
    assert fault.value.after == 4.2


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (403, LastingFault, "blocked"),
        (404, LastingFault, "no such address"),
        (413, LastingFault, "too long"),
        (401, PassingFault, "not let in"),
        (503, PassingFault, "away"),
    ],
)
def test_a_refusal_is_told_in_our_words(
    stub: tuple[Stub, str], status: int, kind: type[LastingFault], reason: str
) -> None:
    it, url = stub
    it.answers = [(status, {"errcode": "M_X", "error": "@a:x is not welcome"})]
    with pytest.raises(kind) as fault:
        send(url)
    assert fault.value.reason == reason


def test_a_broken_answer_is_asked_for_again_under_the_same_name(stub: tuple[Stub, str]) -> None:
    it, url = stub
    it.answers = [(0, {}), (500, {})]
    assert send(url) == "$e"
    assert len(it.transactions) == 3
    assert len(set(it.transactions)) == 1


def test_what_stays_unknown_is_said_to_be(stub: tuple[Stub, str]) -> None:
    it, url = stub
    it.answers = [(500, {})] * 3
    with pytest.raises(UnknownOutcome):
        send(url)


def test_who_was_asked_into_a_room_is_not_asked_again_when_the_text_did_not_follow(
    stub: tuple[Stub, str],
) -> None:
    """Trying again would ask him into a second room: an operator decides."""
    it, url = stub
    it.answers = [(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 4200})]
    with pytest.raises(UnknownOutcome):
        send(url, Outgoing("@a:x", "good day"))
    assert it.rooms == 1


def test_a_server_that_is_not_there_certainly_took_nothing() -> None:
    with pytest.raises(PassingFault):
        send("http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"address": "hotline", "server": "https://x"}, "address"),
        ({"address": "@h:x", "server": "http://x.example"}, "server"),
        ({"address": "@h:x", "server": "http://10.0.0.1"}, "server"),
        ({"address": "@h:x"}, "server"),
        ({"address": "@h:x", "server": "https://x", "rooms": []}, "rooms"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], wrong: str) -> None:
    given = Given("matrix", settings, lambda _: Secret(b"token"), lambda: 0.0, {})
    with pytest.raises(ValueError, match=wrong):
        connect(given)
