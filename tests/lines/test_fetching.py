"""A file from a stranger's server: bounded, certified, and never from inside our network."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import pytest

from aman.lines.events import IncomingFile
from aman.lines.fetching import NOT_FETCHED, TOO_LARGE, Wanted, addresses_of, fetch
from lines.certificates import CERTIFICATE, KEY, certify

pytestmark = pytest.mark.enable_socket
MOST = 100_000


class Server(NamedTuple):
    """Where it listens, who it is, and what it was asked."""

    port: int
    certificate: str
    asked: list[str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serves what its paths say, over TLS."""
    folder = tmp_path_factory.mktemp("server")
    certify(folder, "files.test")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/small")
                self.end_headers()
                return
            self.send_response(404 if self.path == "/none" else 200)
            self.send_header("Content-Type", "image/png; charset=x")
            if self.path == "/long":
                self.send_header("Content-Length", str(10**12))
            if self.path == "/torn":
                self.send_header("Content-Length", "50")
            self.end_headers()
            if self.path == "/slow":
                ended.wait(20)
            endless = self.path == "/endless"
            self.wfile.write(b"x" * (2 * MOST if endless else 10))

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    ended = threading.Event()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
    listening.socket = context.wrap_socket(
        listening.socket, server_side=True, do_handshake_on_connect=False
    )
    listening.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Server(listening.server_address[1], str(folder / CERTIFICATE), asked)
    ended.set()
    listening.shutdown()
    thread.join()
    listening.server_close()


def fetched(
    server: Server, path: str, *, inside: bool = True, trusted: bool = True, seconds: float = 15
) -> IncomingFile:
    certificate = server.certificate if trusted else ""
    wanted = Wanted(f"https://127.0.0.1:{server.port}{path}", MOST, inside, certificate)
    return asyncio.run(fetch(wanted, "name.png", seconds))


def test_a_file_comes_with_its_kind(server: Server) -> None:
    assert fetched(server, "/small") == IncomingFile(b"x" * 10, "image/png", "name.png")


@pytest.mark.parametrize("path", ["/long", "/endless"])
def test_more_than_the_cap_is_not_taken(server: Server, path: str) -> None:
    file = fetched(server, path)
    assert (file.content, file.fault) == (None, TOO_LARGE)


@pytest.mark.parametrize("path", ["/moved", "/none", "/torn"])
def test_what_is_not_the_whole_file_itself_is_not_taken(server: Server, path: str) -> None:
    server.asked.clear()
    file = fetched(server, path)
    assert (file.content, file.fault) == (None, NOT_FETCHED)
    assert server.asked == [path]


def test_a_server_that_lets_us_wait_is_left(server: Server) -> None:
    assert fetched(server, "/slow", seconds=2).fault == NOT_FETCHED


def test_a_server_inside_our_network_is_not_asked(server: Server) -> None:
    server.asked.clear()
    assert fetched(server, "/small", inside=False).fault == NOT_FETCHED
    assert server.asked == []


def test_a_server_that_nobody_vouches_for_is_not_asked(server: Server) -> None:
    server.asked.clear()
    assert fetched(server, "/small", trusted=False).fault == NOT_FETCHED
    assert server.asked == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"],  # noqa: S104 - addresses that are refused
)
def test_addresses_that_are_not_public_are_none(host: str) -> None:
    assert addresses_of(host, 443, inside=False) == []
    assert addresses_of(host, 443, inside=True) == [host]


def test_a_link_that_is_not_https_is_not_followed(server: Server) -> None:
    for link in (f"http://127.0.0.1:{server.port}/small", "file:///etc/passwd", "https://a@b/"):
        file = asyncio.run(fetch(Wanted(link, MOST, inside=True), "", 15))
        assert file.fault == NOT_FETCHED
