"""Nothing that a front writes anywhere tells who asked, when, or what."""

import re

import httpx
import pytest

from driver import sealed
from driver.fronts import COURIER, FrontAtWork, bearer
from driver.processes import wait_until

pytestmark = pytest.mark.enable_socket

AGENT = "Mallory-Browser-7741"


def provoke(front: FrontAtWork, envelope: bytes) -> None:
    """Ask for everything, rightly and wrongly, from an address that stands out."""
    headers = {"User-Agent": AGENT, "X-Forwarded-For": "203.0.113.77", "Cookie": "c=CanaryCookie"}
    transport = httpx.HTTPTransport(local_address="127.77.66.55")
    with httpx.Client(base_url=front.url, headers=headers, transport=transport) as client:
        for path in ("/", "/k", "/b/0", "/CanaryPath", "/k?CanaryQuery"):
            client.get(path)
        client.post("/e", content=sealed.stamped(envelope))
        client.post("/e", content=b"CanaryBody")
        client.post("/x", content=b"CanaryPush", headers=bearer(COURIER))
        client.post("/x", content=b"CanaryPush", headers=bearer(b"x" * 32))


def test_the_real_process_writes_counts_and_nothing_else(front: FrontAtWork) -> None:
    """Standard output and error hold kinds and counts: no address, time, path, header, body."""
    running = front.start()
    envelope = sealed.envelope()
    provoke(front, envelope)
    assert running.stop() == 0
    assert running.log() == "front: malformed push: 1\n"


def test_a_fault_inside_leaves_no_traceback(front: FrontAtWork) -> None:
    """The database gone from under it: 503, and only the class of the error is told."""
    running = front.start()
    front.database.write_bytes(b"This is no database. " * 4096)
    for path in front.folder.glob("*-wal"):
        path.write_bytes(b"")
    statuses = {front.post(sealed.envelope()) for _ in range(3)}
    assert statuses <= {204, 503}
    running.stop()
    for line in running.log().splitlines():
        assert re.fullmatch(r"front: (not stored )?\w+: \d+", line), line


def test_no_file_of_the_front_holds_an_address_a_name_or_a_time(front: FrontAtWork) -> None:
    """The folder after work: envelopes, digests, day numbers, the courier's news."""
    running = front.start()
    envelope = sealed.envelope()
    provoke(front, envelope)
    running.kill()
    on_disk = b"".join(path.read_bytes() for path in front.folder.iterdir())
    assert envelope[-2048:] in on_disk
    for canary in (b"127.77", b"203.0.113", b"Mallory", b"Canary", bytes([127, 77, 66])):
        assert canary not in on_disk.replace(envelope, b"")
    columns = set()
    import sqlite3  # noqa: PLC0415 - read as a seizer would, apart from the front's own code

    with sqlite3.connect(front.database) as seized:
        for (table,) in seized.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            columns |= {
                f"{table}.{row[1]}" for row in seized.execute(f"PRAGMA table_info({table})")
            }
        days = seized.execute("SELECT day FROM seen").fetchall()
    seized.close()
    assert columns == {
        "store.one",
        "store.id",
        "store.last_seq",
        "envelope.id",
        "envelope.lane",
        "envelope.sealed",
        "given.seq",
        "given.envelope",
        "seen.id",
        "seen.digest",
        "seen.day",
        "publication.name",
        "publication.content",
    }
    assert all(day < 1 << 16 for (day,) in days)


def test_it_ends_on_sigterm_with_connections_open(front: FrontAtWork) -> None:
    """One idle, one in the middle of a body: both are let go."""
    import socket  # noqa: PLC0415 - only here

    running = front.start()
    half = b"POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 8256\r\n\r\n" + bytes(100)
    with (
        socket.create_connection(("127.0.0.1", front.port)),
        socket.create_connection(("127.0.0.1", front.port)) as posting,
    ):
        posting.sendall(half)
        wait_until(lambda: "front: listening" in running.steps(), "the front")
        assert running.stop() == 0


def test_a_port_that_is_taken_is_told(front: FrontAtWork) -> None:
    """A front that can't listen says so and ends."""
    front.start()
    second = front.start()
    assert second.wait_dead() == 1
    assert f"can't listen on 127.0.0.1:{front.port}" in second.log()
