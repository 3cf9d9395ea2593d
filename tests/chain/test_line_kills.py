"""A line before front, courier and desk that are killed at every durable step.

Each message joins once, each answer is sent once, and the desk says what became of it.
"""

import json
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from aman.core.keys import KemPublicKey, from_base64url, to_base64url
from aman.core.manifest import read_manifest
from aman.core.sealing import INSTRUCTION_BYTES
from aman.front.server import read_settings
from desk_lines.line import Line
from driver.desk_browser import DeskBrowser
from driver.hotline import Hotline
from driver.processes import wait_until
from driver.sealed import stamped

pytestmark = pytest.mark.enable_socket
STEPS = {
    "desk": ("committing", "committed", "answering"),
    "courier": ("before push", "pulled", "handing over", "handed over"),
    "front": ("stored", "numbered", "publishing", "published"),
}
ROUNDS = 2
HTTP_OK, DURABLE = 200, 204
PAUSE_SECONDS = 0.05


class RealFront:
    """The front as a line sees it over HTTP; a line asks again until it is told 204."""

    def __init__(self, hotline: Hotline, token: bytes) -> None:
        settings = read_settings(hotline.var / "front" / "front.json")
        self.hotline = from_base64url(settings.hotline)
        self.folder = hotline.var / "desk"
        self.desk = self
        self.instructions: dict[str, tuple[bytes, ...]] = {}
        self.waiting: list[bytes] = []
        self._address = hotline.addresses.front
        self._token = token
        self._epoch: KemPublicKey | None = None

    def take(self, envelope: bytes) -> None:
        """Have it wait until the front has it."""
        self.waiting.append(envelope)

    def epoch(self) -> KemPublicKey:
        """The running epoch's key: fetched once, for it lasts a day."""
        if self._epoch is None:
            wait_until(lambda: self.ask("GET", "/k")[0] == HTTP_OK, "a manifest")
            manifest = read_manifest(self.ask("GET", "/k")[1], self.hotline)
            self._epoch = manifest.epoch_at(int(time.time())).public_key()
        return self._epoch

    def carry(self) -> None:
        """Post what waits, in any order, and fetch what there is to send."""
        self.waiting = [
            each for each in self.waiting if self.ask("POST", "/e", stamped(each))[0] != DURABLE
        ]
        status, raw = self.ask("GET", "/l/telegram")
        if status == HTTP_OK:
            each = range(0, len(raw), INSTRUCTION_BYTES)
            self.instructions["telegram"] = tuple(raw[at : at + INSTRUCTION_BYTES] for at in each)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Ask; (0, nothing) while it is away."""
        host, _, port = self._address.rpartition(":")
        connection = HTTPConnection(host, int(port), timeout=5)
        token = {"Authorization": f"Bearer {to_base64url(self._token)}"}
        try:
            connection.request(method, path, body, token if path.startswith("/l/") else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return 0, b""
        finally:
            connection.close()


class Chain:
    """The zones, a line, and an operator's browser."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline = hotline
        token = os.urandom(32)
        self._change("front", line_token_hashes={"telegram": to_base64url(sha256(token).digest())})
        self._change("courier", visit_seconds=0.05)
        for zone in STEPS:
            self.start(zone)
        self.operator = DeskBrowser(int(hotline.addresses.desk.rpartition(":")[2]))
        self.operator.become_first(hotline.link or "")
        self.front = RealFront(hotline, token)
        self.line = Line(self.front).known()
        self.heard: list[str] = []
        self.answers: list[str] = []
        self.ahead = 0

    def _change(self, zone: str, **members: object) -> None:
        path = self.hotline.var / zone / f"{zone}.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | members))

    def start(self, zone: str, kill_at: str | None = None) -> None:
        """Start what was killed or stopped."""
        self.hotline.start(zone, kill_at=kill_at)
        self.hotline.wait_listening(zone)

    def go_on(self) -> None:
        """What a line does every second; the clock of all zones goes on too."""
        self.front.carry()
        self.line.send()
        self.ahead += 1
        self.hotline.processes.move_clock(self.ahead)
        time.sleep(PAUSE_SECONDS)

    def writes(self) -> None:
        """Somebody writes; the provider delivers it twice."""
        message = self.line.message("@x", f"message {len(self.heard)} of x")
        self.heard.append(message.text)
        for envelope in (*self.line.sealed(message), *self.line.sealed(message)):
            self.front.take(envelope)

    def fall(self, zone: str, step: str) -> None:
        """Have a zone fall at `step` with a message under way; return when it fell."""
        self.writes()
        self.start(zone, f"{zone}: {step}")

        def has_fallen() -> bool:
            self.go_on()
            return not self.hotline.running[zone].is_alive()

        wait_until(has_fallen, f"{zone}: {step} was never reached")

    def answer(self) -> None:
        """The operator answers."""
        text = "we hear you" + " and hear you" * len(self.answers)
        self.operator.send("/case/1", to="/case/1/answer", text=text, confirmed="1")
        self.answers.append(text)

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask the desk's database."""
        path = f"file:{self.hotline.var / 'desk' / 'desk.sqlite3'}?mode=ro"
        with sqlite3.connect(path, uri=True) as database:
            return database.execute(question).fetchall()


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """A hotline of its own, all of it ended afterwards."""
    hotline = Hotline(tmp_path / "var", "surrender")
    try:
        yield Chain(hotline)
    finally:
        hotline.end()


def test_kill_9_at_every_step_makes_each_message_once_and_sends_each_answer_once(
    chain: Chain,
) -> None:
    """Answers are written in between, by an operator who signs in again after each fall."""
    chain.writes()

    def has_come() -> bool:
        chain.go_on()
        return bool(chain.rows("SELECT 1 FROM reading_arrival"))

    wait_until(has_come, "the first message")
    for zone, steps in [*STEPS.items()] * ROUNDS:
        chain.hotline.running[zone].stop()
        for step in steps:
            chain.fall(zone, step)
        chain.start(zone)
        chain.operator.sign_in()
        chain.answer()

    def all_is_well() -> bool:
        chain.go_on()
        stages = {stage for (stage,) in chain.rows("SELECT state FROM lines_instruction")}
        arrived = chain.rows("SELECT COUNT(*) FROM reading_arrival")[0][0]
        return stages == {"accepted"} and arrived == len(chain.heard) and not chain.front.waiting

    wait_until(all_is_well, "everything taken in and sent")
    sent = list(chain.line.outbox.values())
    assert [said.text for said in sent if said.text in chain.answers] == chain.answers
    assert len([said for said in sent if said.notice]) == 1
    assert chain.rows("SELECT COUNT(*) FROM lines_instruction") == [(len(sent),)]
    assert {said.to for said in sent} == {"@x"}
    shown = re.findall(r"(message \d+ of x)</div>", chain.operator.see("/case/1"))
    assert shown == chain.heard
    assert chain.rows("SELECT COUNT(*) FROM casebook_case") == [(1,)]
