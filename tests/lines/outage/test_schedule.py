"""An hour without a provider, by a clock that is set: when it is tried, what leaves after it."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from aman.core.line_dialogue import Outgoing, State
from aman.lines.connector import PassingFault, Sent
from aman.lines.front import FrontAway
from aman.lines.patience import LONGEST_SECONDS, Away, Patience
from aman.lines.record import Record
from aman.lines.sending import FIRST_PAUSE, TURN_SECONDS, Outbox, Turn
from aman.lines.turns import TURN_SECONDS as ENDED_AFTER
from lines.world import World

HOUR = 3600.0
STEP = 5.0


@dataclass
class Provider:
    """Takes what it is given, unless it is away; each try takes `slow` seconds."""

    world: World
    is_away: bool = False
    slow: float = 0.0
    own_words: float | None = None
    tries: list[tuple[float, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Take it."""
        del instruction
        self.tries.append((self.world.now, message.text))
        self.world.now += self.slow
        if self.is_away:
            reason = "not reachable"
            raise PassingFault(reason, self.own_words)
        self.sent.append(message.text)
        return Sent()

    def pulse(self, nonce: str) -> None:
        """Nothing comes back."""

    def tried(self, text: str) -> list[float]:
        """When that was tried."""
        return [at for at, what in self.tries if what == text]


@dataclass
class Line:
    """What sends, one turn after the other, each as a process of its own would."""

    world: World
    outbox: Outbox
    provider: Provider

    def send(self, to: str, text: str, until: float = 0) -> str:
        """The desk publishes an instruction."""
        return self.world.desk.send("null", Outgoing(to, text, until=int(until)))

    def turn(self) -> float:
        """One turn; gives how long it is to rest."""
        return Turn(self.outbox, self.provider, lambda: self.world.now).run()

    def live_until(self, moment: float, step: float = STEP) -> None:
        """Turn after turn."""
        while self.world.now < moment:
            rest = self.turn()
            self.world.now += max(step, rest)

    def state(self, label: str) -> State | None:
        """What the desk heard of an instruction."""
        report = self.world.desk.report("null", label)
        return None if report is None else report.state


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    world = World()
    record = Record(tmp_path)
    yield Line(world, world.outbox(record), Provider(world))
    record.close()


def test_whoever_is_away_for_an_hour_is_asked_ever_more_seldom_and_never_left_for_a_minute() -> (
    None
):
    patience, now, asked = Patience(every=0.1), 0.0, []
    while now < HOUR:
        asked.append(now)
        now += patience.after(Away(1.0), lasted=0.0)
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert gaps[:5] == [1, 2, 4, 8, 16]
    assert set(gaps[5:]) == {LONGEST_SECONDS}
    assert patience.after(0.0, lasted=1.0) == 0.1
    assert patience.after(Away(1.0), lasted=0.0) == 1.0


def test_a_session_that_stood_for_a_while_begins_anew_when_it_breaks() -> None:
    patience = Patience(every=0.1)
    for _ in range(10):
        patience.after(Away(1.0), lasted=0.0)
    assert patience.after(Away(1.0), lasted=LONGEST_SECONDS + 1) == 1.0


def test_turns_that_fall_are_taken_more_seldom_but_not_for_ever() -> None:
    patience = Patience(every=0.5)
    assert [patience.after(None, 0.0) for _ in range(4)] == [1, 2, 4, 8]
    assert [patience.after(None, 0.0) for _ in range(2000)][-1] == LONGEST_SECONDS


def test_the_providers_own_words_are_kept() -> None:
    assert Patience(every=0.1).after(300.0, lasted=0.0) == 300.0


def test_what_is_published_in_the_hour_leaves_after_it_once_and_in_order(line: Line) -> None:
    start = line.world.now
    line.provider.is_away = True
    first = line.send("null:alice", "alice 1")
    line.live_until(start + HOUR / 2)
    others = [
        line.send("null:bob", "bob 1"),
        line.send("null:alice", "alice 2"),
        line.send("null:alice", "alice 3", until=start + 2 * HOUR),
    ]
    over = line.send("null:carol", "carol 1", until=start + HOUR / 2 + 300)
    line.live_until(start + HOUR)
    assert line.provider.sent == []
    assert [line.state(label) for label in (first, *others)] == [None] * 4
    assert line.state(over) is State.FAILED
    line.provider.is_away = False
    line.live_until(start + HOUR + 60, step=1.0)
    line.live_until(start + HOUR + 600)
    assert [text for text in line.provider.sent if text != "bob 1"] == [
        "alice 1",
        "alice 2",
        "alice 3",
    ]
    assert line.provider.sent.count("bob 1") == 1
    assert {line.state(label) for label in (first, *others)} == {State.ACCEPTED}
    assert max(at for at, _ in line.provider.tries) <= start + HOUR + 60


def test_an_instruction_is_tried_ever_more_seldom_and_once_in_half_a_minute_at_least(
    line: Line,
) -> None:
    line.provider.is_away = True
    line.send("null:alice", "first")
    line.send("null:alice", "second")
    line.live_until(line.world.now + 60, step=1.0)
    line.live_until(line.world.now + HOUR)
    tried = line.provider.tried("first")
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert gaps[:4] == [FIRST_PAUSE, 2, 4, 8]
    assert max(gaps) <= LONGEST_SECONDS + STEP
    assert len(tried) < HOUR / LONGEST_SECONDS + 10
    assert line.provider.tried("second") == []  # of one address nothing overtakes


def test_one_person_who_cannot_be_reached_now_holds_up_nobody_else(line: Line) -> None:
    line.provider.is_away = True
    line.send("null:alice", "for alice")
    line.live_until(line.world.now + 120, step=1.0)
    line.provider.is_away = False
    line.send("null:bob", "for bob")
    assert line.turn() == 0.0
    assert line.provider.sent == ["for bob"]


def test_a_provider_that_says_how_long_is_left_alone_so_long_by_the_next_process_too(
    line: Line,
) -> None:
    line.provider.is_away, line.provider.own_words = True, 200.0
    line.send("null:alice", "first")
    assert line.turn() == 200.0
    line.provider.is_away = False
    line.world.now += 100
    line.turn()  # a process that did not hear it
    assert line.provider.sent == []
    line.world.now += 100
    line.turn()
    assert line.provider.sent == ["first"]


def test_a_clock_that_is_put_back_holds_up_nothing(line: Line) -> None:
    line.provider.is_away = True
    line.send("null:alice", "first")
    line.turn()
    line.provider.is_away = False
    line.world.now -= 500
    line.turn()
    assert line.provider.sent == ["first"]


def test_a_provider_that_does_not_answer_leaves_nothing_uncertain(line: Line) -> None:
    """A turn that is ended amid a sending leaves one that nobody knows of: it would not be sent."""
    start = line.world.now
    line.provider.is_away, line.provider.slow = True, 10.0
    labels = [line.send(f"null:{number}", f"for {number}") for number in range(40)]
    for _ in range(10):
        began = line.world.now
        line.turn()
        assert line.world.now - began <= TURN_SECONDS + 2 * line.provider.slow < ENDED_AFTER
        line.world.now += 1
    assert {text for _, text in line.provider.tries} == {f"for {number}" for number in range(40)}
    line.provider.is_away, line.provider.slow = False, 0.0
    line.live_until(start + HOUR)
    assert sorted(line.provider.sent) == sorted(f"for {number}" for number in range(40))
    assert {line.state(label) for label in labels} == {State.ACCEPTED}


def test_what_became_too_late_while_others_left_slowly_does_not_leave(line: Line) -> None:
    line.provider.slow = 10.0
    line.send("null:alice", "slow")
    late = line.send("null:bob", "come at once", until=line.world.now + 5)
    line.turn()
    assert line.provider.sent == ["slow"]
    report = line.world.desk.report("null", late)
    assert report is not None
    assert (report.state, report.reason, report.lasting) == (State.FAILED, "too late", True)


def test_a_report_that_found_no_front_is_told_when_it_is_back_and_nothing_leaves_again(
    line: Line,
) -> None:
    label = line.send("null:alice", "first")
    fetch = line.outbox.fetch()
    ((instruction, message),) = fetch
    assert line.outbox.begin(instruction)
    line.world.front.away = True
    sent = line.provider.send(instruction, message)
    with pytest.raises(FrontAway):
        line.outbox.told(instruction, sent)
    line.world.now += HOUR
    assert line.state(label) is None
    line.world.front.away = False
    line.turn()
    assert line.state(label) is State.ACCEPTED
    assert line.provider.sent == ["first"]
