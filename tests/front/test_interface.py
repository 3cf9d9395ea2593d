"""A front's whole HTTP interface, spoken to as a real process: seven endpoints and one 404."""

import gzip
import os
import socket
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]  # it ships no types
import httpx
import pytest

from aman.core.exchange import InviteKey
from aman.core.keys import to_base64url
from aman.front.app import NOTHING_HERE
from aman.front.headers import SECURITY_HEADERS
from aman.front.page import content_security_policy
from driver import sealed
from driver.fronts import COURIER, LINE, PAGE, TEAM_PAGE, FrontAtWork, bearer
from driver.processes import wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def http(front: FrontAtWork) -> Iterator[httpx.Client]:
    """A client of a running front."""
    front.start()
    with httpx.Client(base_url=front.url) as client:
        yield client


@pytest.mark.parametrize(("path", "page"), [("/", PAGE), ("/t", TEAM_PAGE)])
def test_a_page_comes_in_the_smallest_form_that_the_browser_takes(
    http: httpx.Client, path: str, page: bytes
) -> None:
    """One file each, three encodings, the same bytes, a policy of its own hashes."""
    for accepted, encoding in (
        ("identity", None),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
    ):
        with http.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
            raw = b"".join(answer.iter_raw())
        unpacked = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding](raw)
        assert unpacked == page
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"] == content_security_policy(page)


def test_both_pages_look_alike_from_outside(http: httpx.Client) -> None:
    """As many bytes, as many headers: who watches sees that somebody was here, and no more."""
    for accepted in ("br, gzip", "gzip"):
        seen = set()
        for path in ("/", "/t"):
            with http.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
                raw = b"".join(answer.iter_raw())
            head = [(name, len(value)) for name, value in answer.headers.items()]
            seen.add((len(raw), tuple(head)))
        assert len(seen) == 1


def test_a_front_without_the_teams_page_has_nothing_there(front: FrontAtWork) -> None:
    """The same 404 as anywhere: it does not say that there could be one."""
    front.start(team_page=None)
    with httpx.Client(base_url=front.url) as client:
        answer, nothing = client.get("/t"), client.get("/nothing")
    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content == NOTHING_HERE
    assert sorted(answer.headers.items()) == sorted(nothing.headers.items())


def test_manifest_and_buckets_are_what_the_courier_pushed(
    front: FrontAtWork, http: httpx.Client
) -> None:
    """Byte for byte, also after a restart of the front, and kept where a push leaves them out."""
    assert http.get("/k").status_code == http.get("/b/0").status_code == 404
    buckets = [sealed.bucket(n=n, k=1) for n in range(2)]
    front.pull(buckets=buckets)
    front.pull()
    for restart in (False, True):
        if restart and front.running is not None:
            assert front.running.stop() == 0
            front.start()
        assert http.get("/k").content == sealed.manifest()
        assert [http.get(f"/b/{n}").content for n in range(2)] == buckets
        assert http.get("/b/2").status_code == 404


def test_everything_else_is_one_fixed_404(front: FrontAtWork, http: httpx.Client) -> None:
    """No redirect, no 405, no hint: the same status, headers and body."""
    front.pull(buckets=[sealed.bucket()])
    body = sealed.stamped(sealed.envelope())
    strange = [
        ("HEAD", "/"),
        ("HEAD", "/k"),
        ("POST", "/"),
        ("HEAD", "/t"),
        ("POST", "/t"),
        ("GET", "/t/"),
        ("GET", "/t?team"),
        ("GET", "/T"),
        ("PUT", "/e"),
        ("GET", "/e"),
        ("GET", "/x"),
        ("OPTIONS", "/"),
        ("OPTIONS", "/e"),
        ("GET", "/k/"),
        ("GET", "/%6b"),
        ("GET", "/?a=b"),
        ("GET", "/k?x"),
        ("GET", "/b/00"),
        ("GET", "/b/-1"),
        ("GET", "/b/1"),
        ("GET", "/b/" + "9" * 6000),
        ("GET", "/b/0/"),
        ("GET", "/b"),
        ("GET", "/l/form"),
        ("GET", "/l/telegram"),
        ("GET", "/favicon.ico"),
        ("GET", "/robots.txt"),
        ("POST", "/e/"),
        ("POST", "/e?x=1"),
        ("POST", "/x"),
        ("DELETE", "/k"),
        ("BREW", "/k"),
    ]
    seen = set()
    for method, path in strange:
        answer = http.request(method, path, content=body if method == "POST" else None)
        assert answer.status_code == 404, (method, path)
        assert answer.content == (b"" if method == "HEAD" else NOTHING_HERE)
        seen.add(tuple(sorted(answer.headers.items())))
    assert len(seen) == 1


def test_what_is_no_envelope_is_not_taken(front: FrontAtWork, http: httpx.Client) -> None:
    """Wrong size, wrong first byte: 404, and the courier finds nothing."""
    good = sealed.stamped(sealed.envelope())
    for body in (b"", good[:-1], good + b"x", good[:64] + b"\2" + good[65:], good[:64]):
        assert http.post("/e", content=body).status_code == 404
    pull = front.pull()
    assert pull is not None
    assert pull.envelopes == ()


def test_the_security_headers_stand_on_every_answer(front: FrontAtWork, http: httpx.Client) -> None:
    """Also on errors; and nothing names the server, the time or a cookie."""
    front.pull(buckets=[sealed.bucket()])
    answers = [
        http.get("/"),
        http.get("/t"),
        http.get("/k"),
        http.get("/b/0"),
        http.get("/nothing"),
        http.get("/l/form", headers=bearer(LINE)),
        http.post("/e", content=sealed.stamped(sealed.envelope())),
        http.post("/e", content=b"short"),
        http.post("/x", content=b"malformed", headers=bearer(COURIER)),
    ]
    expected = [200, 200, 200, 200, 404, 200, 204, 404, 404]
    assert [answer.status_code for answer in answers] == expected
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert {
            name: answer.headers[name]
            for name in SECURITY_HEADERS
            if name != "Content-Security-Policy"
        } == {
            name: value
            for name, value in SECURITY_HEADERS.items()
            if name != "Content-Security-Policy"
        }
        names = set(answer.headers)
        assert not names & {"server", "date", "set-cookie", "etag", "last-modified", "location"}
        assert not any(name.startswith("access-control") for name in names)


def test_only_the_courier_and_a_line_open_their_own_doors(http: httpx.Client) -> None:
    """A wrong token, no token, another's token: the same 404 as for what does not exist."""
    for headers in ({}, bearer(b"x" * 32), bearer(LINE), {"Authorization": "Bearer ***"}):
        assert http.post("/x", content=b"", headers=headers).content == NOTHING_HERE
    for headers in ({}, bearer(COURIER)):
        assert http.get("/l/form", headers=headers).content == NOTHING_HERE
    assert http.get("/l/signal", headers=bearer(LINE)).content == NOTHING_HERE


def test_a_line_gets_its_instructions_filled_up_to_a_power_of_two(
    front: FrontAtWork, http: httpx.Client
) -> None:
    """None look like one, three like four; the next push replaces them."""
    three = [os.urandom(2048) for _ in range(3)]
    for waiting, size in (([], 1), (three, 4), ([three[0]], 1)):
        front.pull(instructions=(("form", waiting),))
        got = http.get("/l/form", headers=bearer(LINE)).content
        assert len(got) == size * 2048
        assert [part for part in waiting if part not in got] == []


@pytest.mark.parametrize("path", ["/e", "/x", "/k"])
def test_an_over_long_body_is_cut_off_at_once(front: FrontAtWork, path: str) -> None:
    """The answer comes and the connection closes while most of the body was never read."""
    front.start()
    declared = 1 << 40
    with socket.create_connection(("127.0.0.1", front.port)) as peer:
        peer.settimeout(60)
        peer.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {declared}\r\n\r\n".encode()
        )
        assert peer.recv(1 << 16).startswith(b"HTTP/1.1 404 ")
        wait_until(lambda: _is_closed(peer), "the front to close")


def test_a_body_of_unknown_length_is_cut_off_at_the_limit(front: FrontAtWork) -> None:
    """Chunked, without an end: refused after the first bytes too many."""
    front.start()
    with socket.create_connection(("127.0.0.1", front.port)) as peer:
        peer.settimeout(60)
        peer.sendall(b"POST /e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        peer.sendall(b"2100\r\n" + bytes(0x2100) + b"\r\n")
        assert peer.recv(1 << 16).startswith(b"HTTP/1.1 404 ")
        wait_until(lambda: _is_closed(peer), "the front to close")


def test_what_is_no_http_is_closed_without_a_word(front: FrontAtWork) -> None:
    """Not even the 400 of the HTTP server."""
    front.start()
    for noise in (b"\x16\x03\x01\x02\r\n\r\n", b"GET /k\r\n\r\n", b"GET / HTTP/9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", front.port)) as peer:
            peer.settimeout(60)
            peer.sendall(noise)
            assert peer.recv(1 << 16) == b""


def test_an_invite_key_is_never_on_disk(front: FrontAtWork) -> None:
    """It stays in memory; the courier brings it anew."""
    front.start()
    key = os.urandom(32)
    front.pull(invites=(InviteKey(to_base64url(b"iiii"), to_base64url(key)),))
    on_disk = b"".join(path.read_bytes() for path in front.folder.iterdir() if path.is_file())
    assert key not in on_disk
    assert to_base64url(key).encode() not in on_disk


def _is_closed(peer: socket.socket) -> bool:
    try:
        return peer.recv(1 << 16) == b""
    except ConnectionError:
        return True
