"""The runtime that every line shares: what children inherit, what they believe, who serves."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import signal
import ssl
import time
from collections.abc import Callable
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from aman.core.line_dialogue import LinePulse, Outgoing, State
from aman.lines import presence, processes, server
from aman.lines.belief import RECENT_SECONDS, Hotline, NewestManifest
from aman.lines.cards import card
from aman.lines.connector import LastingFault, PassingFault, Polled, Sent, UnknownOutcome
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming, IncomingFile, PulseReturned
from aman.lines.front import Front, FrontAway
from aman.lines.patience import Away
from aman.lines.polling import AGAIN_SECONDS, LASTING_SECONDS, TELL_SECONDS, Polling
from aman.lines.posting import Posting, Speaker
from aman.lines.pulse import Pulse
from aman.lines.record import Record
from aman.lines.sending import Turn
from aman.lines.turns import Turns
from lines.desk_behind import DeskBehind, desk_behind
from lines.world import World

ENC = slice(8, 8 + 1120)


def test_no_two_children_of_one_parent_draw_the_same_randomness() -> None:
    """They inherit a library that has sealed before: its generator must not repeat in them."""
    world = World()
    at_desk = world.desk.lines["null"]
    speaker = Speaker.of("null", at_desk.key, at_desk.seed)
    posting = Posting(world.front, world.hotline, speaker, Derivations(1))
    posting.warm_up()
    drawn = []
    for _ in range(8):
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            (envelope,) = posting.envelopes(Incoming("event", "null:alice", "the same text"))
            os.write(theirs, envelope[ENC])
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            drawn.append(pipe.read())
        os.waitpid(pid, 0)
    assert {len(enc) for enc in drawn} == {1120}
    assert len(set(drawn)) == len(drawn)


def test_one_child_asks_the_front_and_those_of_half_a_minute_do_not() -> None:
    world = World()
    for _ in range(3):
        assert world.hotline.recent(world.front).seq == 1
    assert world.front.asked == 1
    world.now += RECENT_SECONDS
    world.hotline.recent(world.front)
    assert world.front.asked == 2


def test_what_is_kept_is_checked_by_each_child() -> None:
    """A child that was taken over cannot have the next ones seal to somebody else."""
    world = World()
    genuine, _ = world.desk.manifest, world.hotline.recent(world.front)
    world.hotline.newest.keep(genuine[:200] + bytes(len(genuine) - 200), world.now)
    assert world.hotline.recent(world.front).seq == 1
    assert world.front.asked == 2
    other = DeskBehind("null")
    world.hotline.newest.keep(other.manifest, world.now)
    assert world.hotline.recent(world.front).seq == 1
    assert world.front.asked == 3
    world.front.away = True
    world.hotline.newest.keep(other.manifest, world.now)
    with pytest.raises(FrontAway):
        world.hotline.recent(world.front)


def test_while_the_front_is_away_the_last_manifest_serves_until_its_key_ends() -> None:
    world = World()
    with_nothing = World()
    with_nothing.front.away = True
    with pytest.raises(FrontAway):
        with_nothing.hotline.recent(with_nothing.front)
    ends = world.hotline.recent(world.front).online.valid_to
    world.front.away = True
    world.now += 3600
    assert world.hotline.recent(world.front).seq == 1
    world.now = ends
    with pytest.raises(FrontAway):
        world.hotline.recent(world.front)


def test_a_step_back_to_an_older_manifest_is_not_believed() -> None:
    world = World()
    newer = world.signed(seq=7)
    older, world.front.given = world.front.given, newer
    world.now += RECENT_SECONDS
    assert world.hotline.recent(world.front).seq == 7
    world.front.given = older
    world.now += RECENT_SECONDS
    assert world.hotline.recent(world.front).seq == 7  # the one that is kept, not the older one
    world.hotline.newest.keep(older, world.now)
    with pytest.raises(FrontAway):
        world.hotline.recent(world.front)


def test_one_process_serves_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "_PATIENCE_SECONDS", 0.1)
    assert not presence.runs(tmp_path)
    with presence.held(tmp_path):
        assert presence.runs(tmp_path)
        with pytest.raises(presence.AlreadyRuns), presence.held(tmp_path):
            pytest.fail("two served it")
    assert not presence.runs(tmp_path)


def test_a_heart_beat_behind_what_cannot_be_posted_is_noted(tmp_path: Path) -> None:
    """With the front away the administrator still learns whether the provider works."""
    world = World()
    world.front.away = True
    at_desk = world.desk.lines["null"]
    speaker = Speaker.of("null", at_desk.key, at_desk.seed)
    noted: list[LinePulse] = []
    nonce = Pulse(at_desk.key).draw(world.now)
    before = Incoming("event", "null:alice", "we wait")

    class Brings:
        """One message, then the nonce."""

        def poll(self, mark: bytes) -> Polled:
            return Polled((before, PulseReturned(nonce)), mark + b"1")

    def posting() -> Posting:
        return Posting(world.front, world.hotline, speaker, Derivations(1), noted.append)

    assert isinstance(Polling(Brings(), posting, tmp_path).once(), Away)
    assert [pulse.milliseconds for pulse in noted] == [0]
    assert not (tmp_path / "mark").exists()


@pytest.mark.enable_socket
def test_the_desk_hears_that_asking_fails_and_not_at_every_question(tmp_path: Path) -> None:
    """Each question has a process of its own: they remember together when it was told."""
    faults = [
        PassingFault("away", 7),
        PassingFault("away"),
        LastingFault("not let in"),
        UnknownOutcome("time-out"),
    ]
    now = 1000.0

    class Fails:
        """Every question in another way."""

        def poll(self, mark: bytes) -> Polled:
            del mark
            raise faults[len(waits)]

    waits: list[str] = []
    with desk_behind("null") as (desk, url):
        at_desk = desk.lines["null"]
        speaker = Speaker.of("null", at_desk.key, at_desk.seed)
        hotline = Hotline(desk.hotline, time.time, NewestManifest())

        def posting() -> Posting:
            return Posting(Front(url), hotline, speaker, Derivations(1))

        polling = Polling(Fails(), posting, tmp_path, lambda: now)

        def ask() -> str:
            ours, theirs = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.write(theirs, repr(polling.once()).encode())
                os._exit(0)
            os.waitpid(pid, 0)
            os.close(theirs)
            with os.fdopen(ours) as pipe:
                return pipe.read()

        waits.append(ask())
        waits.append(ask())
        assert [pulse.fault for pulse in at_desk.pulses] == ["away"]
        now += TELL_SECONDS
        waits.append(ask())
        now += TELL_SECONDS
        desk.away = True
        with_nobody_told = ask()
        desk.away = False
        waits.append(ask())
        told = [(pulse.milliseconds, pulse.fault) for pulse in at_desk.pulses]
    assert told == [(None, "away"), (None, "not let in"), (None, "no answer")]
    again = repr(Away(AGAIN_SECONDS))
    assert waits == ["7", again, repr(LASTING_SECONDS), again]
    assert with_nobody_told == again


def test_a_heart_beat_is_noted_without_anything_of_a_person(tmp_path: Path) -> None:
    assert presence.last_beat(tmp_path) is None
    presence.note_beat(tmp_path, LinePulse("null", 100, 1500), now=101.5)
    assert presence.last_beat(tmp_path) == presence.Beat(100.0, 1500)
    presence.note_beat(tmp_path, LinePulse("null", 120, fault="away"), now=120.0)
    assert presence.last_beat(tmp_path) == presence.Beat(120.0, None, "away")
    presence.note_beat(tmp_path, LinePulse("null", 90, 31_000), now=121.0)  # late, or once more
    assert presence.last_beat(tmp_path) == presence.Beat(120.0, None, "away")
    assert [path.name for path in tmp_path.iterdir()] == [presence.BEAT_FILE]
    assert (tmp_path / presence.BEAT_FILE).stat().st_mode & 0o777 == 0o600


def test_authorities_are_read_once_for_all_children() -> None:
    """Reading them takes longer than all the rest of a message."""
    first, second = (Front(url)._connection for url in ("https://a.example", "https://b.example"))
    assert isinstance(first, HTTPSConnection)
    assert isinstance(second, HTTPSConnection)
    assert first._context is second._context  # type: ignore[attr-defined]
    assert first._context.verify_mode is ssl.CERT_REQUIRED  # type: ignore[attr-defined]
    assert first._context.check_hostname  # type: ignore[attr-defined]


def ends_within(seconds: float, pid: int) -> bool:
    """Whether a child of ours ends by itself; otherwise it is ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


def born_while_stopping(run: Callable[[], None]) -> int:
    """A process that runs it, and is told to stop right after each of its own forks."""
    pid = os.fork()
    if pid == 0:
        fork = os.fork

        def fork_and_be_stopped() -> int:
            born = fork()
            if born:
                os.kill(os.getpid(), signal.SIGTERM)
            return born

        os.fork = fork_and_be_stopped
        try:
            run()
        finally:
            os._exit(0)
    return pid


def forever() -> float:
    """What runs until it is stopped."""
    time.sleep(300)
    return 0.0


def test_a_line_that_is_stopped_while_it_forks_a_role_ends() -> None:
    roles = {"one": lambda: time.sleep(300), "two": lambda: time.sleep(300)}
    assert ends_within(20, born_while_stopping(server._Parent("null", roles).run))


def test_a_role_that_is_stopped_while_it_forks_a_turn_ends() -> None:
    assert ends_within(20, born_while_stopping(Turns("null", forever, every=0.1).run))


def test_a_role_that_is_stopped_as_a_turn_ends_ends_without_a_fault() -> None:
    """The turn's number may be another process's by then."""
    pid = os.fork()
    if pid == 0:
        status, wait = 1, os.waitpid

        def wait_and_be_stopped(child: int, options: int) -> tuple[int, int]:
            ended = wait(child, options)
            os.kill(os.getpid(), signal.SIGTERM)
            return ended

        os.waitpid = wait_and_be_stopped
        try:
            Turns("null", lambda: 0.0, every=0.1).run()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0


def test_a_child_that_is_stopped_at_birth_dies_of_it() -> None:
    """Its parent's handler must not hear it in its place."""
    ours, theirs = os.pipe()
    earlier = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with processes.stopping_held():
            pid = os.fork()
            if pid == 0:
                os.read(ours, 1)
                processes.die_when_stopped()
                forever()
                os._exit(0)
        os.kill(pid, signal.SIGTERM)
        os.write(theirs, b"!")
        assert ends_within(20, pid)
    finally:
        signal.signal(signal.SIGTERM, earlier)
        os.close(ours)
        os.close(theirs)


class Provider:
    """Takes whatever it is given."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Take it."""
        del instruction
        self.sent.append(message.text)
        return Sent()

    def pulse(self, nonce: str) -> None:
        """Nothing comes back."""


def test_what_was_held_back_beyond_its_moment_is_not_sent_but_reported(tmp_path: Path) -> None:
    """A front can keep an instruction, or show an old one again when its id is forgotten."""
    world, provider = World(), Provider()
    record = Record(tmp_path)
    outbox = world.outbox(record)
    moment = int(world.now)
    late = world.desk.send("null", Outgoing("null:alice", "too late", until=moment))
    world.desk.send("null", Outgoing("null:alice", "in time", until=moment + 1))
    world.now = moment + 1
    Turn(outbox, provider).run()
    assert provider.sent == ["in time"]
    report = world.desk.report("null", late)
    assert report is not None
    assert (report.state, report.reason, report.lasting) == (State.FAILED, "too late", True)
    record.close()


WIDE = "\U0001f600"
HEAVY = {
    "names of files": {"files": [IncomingFile(b"x", WIDE * 64, WIDE * 255)] * 10},
    "cards": {"contacts": [card("\1" * 200, ["\1" * 100] * 9)] * 5},
    "a route": {"route": "\1" * 640, "files": [IncomingFile(b"x", name=WIDE * 255)] * 10},
    "half a letter": {
        "text": "are you there\ud83d",
        "files": [IncomingFile(b"x", "\ud83d", "\ud83d")],
        "contacts": [card("\ud83d", ["\ud83d"])],
    },
}


@pytest.mark.parametrize("what", HEAVY)
def test_no_message_is_too_heavy_or_too_strange_to_be_posted(what: str) -> None:
    """It would be asked for again for ever, and everybody behind it would wait."""
    world = World()
    at_desk = world.desk.lines["null"]
    speaker = Speaker.of("null", at_desk.key, at_desk.seed)
    members: dict[str, Any] = {"text": "are you there"} | HEAVY[what]
    event = Incoming("event", WIDE * 320, **members)
    Posting(world.front, world.hotline, speaker, Derivations(1)).post(event)
    heard = world.desk.messages("null")
    assert [each.text[:13] for each in heard] == ["are you there", *[""] * (len(heard) - 1)]
    for kind in ("files", "contacts"):
        assert sum(len(getattr(each, kind)) for each in heard) == len(members.get(kind, ()))
