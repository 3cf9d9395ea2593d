"""Front, courier and desk, killed at every durable step: nothing lost, nothing twice.

Three real processes; a page in Python that keeps the protocol's rules; an operator who signs in
again after each fall of the desk and answers on.
"""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from aman.core.keys import from_base64url
from aman.core.manifest import read_manifest
from aman.front.server import read_settings
from desk_caller.page import Page, some_keys
from driver.desk_browser import DeskBrowser
from driver.hotline import Hotline
from driver.processes import wait_until
from driver.sealed import stamped

pytestmark = pytest.mark.enable_socket
ROUNDS = 3
PAUSE_SECONDS = 0.05  # one page, not a flood
STEPS = {
    "front": (
        *("storing", "stored", "answering 204", "answered 204"),
        *("numbering", "numbered", "giving", "gave", "publishing", "published"),
        *("overwriting", "overwritten", "log emptied"),
    ),
    "courier": ("before push", "pulled", "handing over", "handed over"),
    "desk": ("committing", "committed", "answering"),
}
"""What each zone announces right before and right after something is durable or leaves it."""


def _hurry(settings: Path) -> None:
    """Have the courier come twenty times a second, so that sixty kills take a minute."""
    courier = json.loads(settings.read_text()) | {"visit_seconds": 0.05}
    settings.write_text(json.dumps(courier))


class Chain:
    """The three zones, a caller's page, and an operator's browser."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline = hotline
        _hurry(hotline.var / "courier" / "courier.json")
        for zone in STEPS:
            hotline.start(zone)
            hotline.wait_listening(zone)
        self.operator = DeskBrowser(self._port(hotline.addresses.desk))
        self.operator.become_first(hotline.link or "")
        self.ahead = 0
        self.answers: list[str] = []
        wait_until(lambda: self.get("/k") is not None, "the manifest")
        front = read_settings(hotline.var / "front" / "front.json")
        hotline_id = from_base64url(front.hotline)
        manifest = read_manifest(self.get("/k") or b"", hotline_id)
        self.page = Page(hotline_id, some_keys(), manifest)

    @staticmethod
    def _port(address: str) -> int:
        return int(address.rpartition(":")[2])

    def get(self, path: str) -> bytes | None:
        """GET from the front; None while it has nothing or is away."""
        status, body = self._ask("GET", path)
        return body if status == 200 else None

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        host, _, port = self.hotline.addresses.front.rpartition(":")
        connection = HTTPConnection(host, int(port), timeout=5)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return 0, b""
        finally:
            connection.close()

    def beat(self) -> None:
        """Post this beat's envelope, once, as a page does; the next beat brings it again if due."""
        self._ask("POST", "/e", stamped(self.page.beat(self.now())))

    def now(self) -> int:
        """The hotline's time."""
        return int(time.time()) + self.ahead

    def next_tick(self) -> None:
        """Move the clock of all zones by one tick."""
        self.ahead += 5
        self.hotline.processes.move_clock(self.ahead)

    def look(self) -> bool:
        """Fetch the bucket and the manifest; always true."""
        raw = self.get("/k")
        if raw is not None:
            self.page.learn(raw)
        bucket = self.get(f"/b/{self.page.wanted_bucket(self.now())}")
        if bucket is not None:
            self.page.read(bucket)
        return True

    def answer(self, text: str) -> None:
        """The operator answers case 1, whatever came in between."""
        to = "/case/1/answer"
        self.operator.send("/case/1", to=to, text=text, confirmed="1")
        self.answers.append(text)

    def pass_a_beat(self) -> None:
        """What a page does every few seconds: post one envelope, look what there is for it."""
        self.beat()
        self.look()
        self.next_tick()
        time.sleep(PAUSE_SECONDS)

    def start(self, zone: str, kill_at: str | None = None) -> None:
        """Start what was killed or stopped."""
        self.hotline.start(zone, kill_at=kill_at)
        self.hotline.wait_listening(zone)

    def fall(self, zone: str, step: str) -> None:
        """Start a zone that falls at `step`, with a message under way; return when it fell."""
        if zone == "front":
            self.start(zone, step)
        self.page.write(f"message {len(self.page.written)} {step}")
        self.beat()
        if zone != "front":
            self.start(zone, step)

        def has_fallen() -> bool:
            self.pass_a_beat()
            return not self.hotline.running[zone].is_alive()

        wait_until(has_fallen, f"{step} was never reached")

    def arrivals(self) -> list[bytes]:
        """The message ids at the desk, as its database has them."""
        path = f"file:{self.hotline.var / 'desk' / 'desk.sqlite3'}?mode=ro"
        with sqlite3.connect(path, uri=True) as database:
            return [row[0] for row in database.execute("SELECT message_id FROM reading_arrival")]

    def shown(self) -> str:
        """Case 1 as the operator sees it."""
        return self.operator.see("/case/1")


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """A hotline of its own, all of it ended afterwards."""
    hotline = Hotline(tmp_path / "var", "surrender")
    try:
        yield Chain(hotline)
    finally:
        hotline.end()


def test_kill_9_at_every_durable_step_loses_nothing_and_doubles_nothing(chain: Chain) -> None:
    """Sixty kills, each in the middle of a message; answers are written in between."""
    page, kills = chain.page, 0
    page.write("the first")
    chain.beat()
    wait_until(lambda: chain.look() and page.written[0].delivered, "the first is delivered")
    for zone, steps in [*STEPS.items()] * ROUNDS:
        chain.hotline.running[zone].stop()
        for step in steps:
            chain.fall(zone, f"{zone}: {step}")
            kills += 1
            if kills % 4 == 0 and zone != "desk":
                chain.answer(f"answer {kills}")
        chain.start(zone)
        chain.operator.sign_in()  # where the desk fell, the vault was locked
        chain.answer(f"answer after {zone} {kills}")
    assert kills >= 50

    def all_is_well() -> bool:
        chain.pass_a_beat()
        return page.told == chain.answers and all(said.delivered for said in page.written)

    wait_until(all_is_well, "everything delivered and read")
    arrived = chain.arrivals()
    assert sorted(arrived) == sorted(said.message_id for said in page.written)
    shown = re.findall(r"(message \d+ [a-z]+: [a-z0-9 ]+)</div>", chain.shown())
    assert shown == [said.text for said in page.written[1:]]
