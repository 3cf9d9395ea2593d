"""An hour without the provider, and one without the front: nothing is lost, nothing comes twice.

Each line runs as its own processes against its real far side. The line's clock is moved by ten
minutes at a time, and the longest pause between two tries is shortened; nothing else is.
"""

# ruff: noqa: D103 - a test is named after what it protects

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aman.core.line_dialogue import LineMessage, Outgoing, State
from lines.contract.cast import Member
from lines.contract.conftest import Contract, under_contract
from lines.peer import Can
from lines.running_line import wait_until

pytestmark = pytest.mark.enable_socket

TEN_MINUTES = 600.0
TIMES = range(6)
SHORT = {"longest_pause": 1}
REACHED = {State.ACCEPTED, State.DELIVERED, State.READ}
ASKS = Member("telegram", null=False, way="polling")
TALKS = [Member(name, null=False) for name in ("telegram", "xmpp", "email", "sms")]
GIVES_ONCE = Member("signal", null=False)


class Hour(Contract):
    """A line whose hours pass in seconds."""

    moved = 0.0

    def pass_ten_minutes(self) -> None:
        """Its clock goes on."""
        self.line.pass_time(TEN_MINUTES)
        self.moved += TEN_MINUTES

    def in_minutes(self, minutes: float) -> int:
        """A moment by the line's clock."""
        return int(time.time() + self.moved + minutes * 60)

    def publish(self, said: LineMessage, text: str, until: int = 0) -> str:
        """The desk answers."""
        message = Outgoing(said.address, text, route=said.route, until=until)
        return self.desk.send(self.name, message)

    def written(self, count: int) -> list[str]:
        """What people wrote, in the order in which the desk shows it; exactly so many."""
        said = sorted(self.messages(count), key=lambda each: each.order)
        assert len(said) == count
        return [each.text.strip() for each in said]

    def received(self, count: int) -> list[str]:
        """What alice received."""
        return [got.text.strip() for got in self.got("alice", count)]

    def faults(self) -> int:
        """How often the desk heard that the line is down."""
        return sum(bool(pulse.fault) for pulse in list(self.desk.lines[self.name].pulses))

    def beats(self) -> int:
        """How many heart-beats came back."""
        return len(self.desk.lines[self.name].pulses) - self.faults()

    def envelopes(self) -> int:
        """How often the line has brought the front something, whether it was taken or not."""
        return sum(path == "/e" for _, path, _, _ in list(self.desk.requests))

    def more(self, count: Callable[[], int], before: int) -> None:
        """Wait until there are more than before."""
        wait_until(lambda: count() > before, ("more than", before, count), 60)


@pytest.fixture(params=[*TALKS, ASKS], ids=str)
def provider_falls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hour]:
    with under_contract(request.param, tmp_path, SHORT, Hour) as hour:
        yield hour


@pytest.fixture(params=[*TALKS, ASKS, GIVES_ONCE], ids=str)
def front_falls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hour]:
    with under_contract(request.param, tmp_path, SHORT, Hour) as hour:
        yield hour


def test_an_hour_without_the_provider_loses_nothing_and_doubles_nothing(
    provider_falls: Hour,
) -> None:
    hour = provider_falls
    hour.start()
    hour.peer.write("alice", "before")
    (said,) = hour.messages(1)
    hour.report(hour.publish(said, "answer before"))
    hour.peer.go_away()
    hour.more(hour.faults, 0)  # within 60 s
    labels = []
    late = hour.publish(said, "come at once", until=hour.in_minutes(25))
    for ten in TIMES:
        labels.append(hour.publish(said, f"answer {ten}", until=hour.in_minutes(180)))
        hour.peer.write("alice", f"text {ten}")
        hour.pass_ten_minutes()
        hour.more(hour.faults, hour.faults())
    report = hour.report(late)
    assert (report.state, report.reason) == (State.FAILED, "too late")
    assert not any(hour.desk.report(hour.name, label) for label in labels)

    beats = hour.beats()
    hour.peer.come_back()
    assert {hour.report(label).state for label in labels} <= REACHED
    assert hour.written(7) == ["before", *(f"text {ten}" for ten in TIMES)]
    answers = ["answer before", *(f"answer {ten}" for ten in TIMES)]
    assert hour.received(7) == answers
    if Can.PULSE in hour.peer.can:
        hour.more(hour.beats, beats)

    hour.peer.write("alice", "after")
    hour.report(hour.publish(said, "answer after"))
    assert hour.written(8)[-1] == "after"
    assert hour.received(8) == [*answers, "answer after"]


def test_an_hour_without_the_front_loses_nothing_and_doubles_nothing(front_falls: Hour) -> None:
    hour = front_falls
    hour.start()
    hour.peer.write("alice", "before")
    (said,) = hour.messages(1)
    hour.desk.away = True
    labels = []
    for ten in TIMES:
        brought = hour.envelopes()
        hour.peer.write("alice", f"text {ten}")
        hour.more(hour.envelopes, brought)
        labels.append(hour.publish(said, f"answer {ten}"))
        hour.pass_ten_minutes()
    assert len(hour.desk.messages(hour.name)) == 1
    assert hour.peer.got("alice") == []

    hour.desk.away = False
    assert hour.written(7) == ["before", *(f"text {ten}" for ten in TIMES)]
    assert {hour.report(label).state for label in labels} <= REACHED
    answers = [f"answer {ten}" for ten in TIMES]
    assert hour.received(6) == answers

    hour.peer.write("alice", "after")
    hour.report(hour.publish(said, "answer after"))
    assert hour.written(8)[-1] == "after"
    assert hour.received(7) == [*answers, "answer after"]
    waiting = hour.folder / "waiting"
    assert not waiting.exists() or not any(waiting.iterdir())
