"""A front that is away: what waits on the line's own disk, how much of it, and in which order."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from aman.core.envelope import ENVELOPE_BYTES
from aman.core.line_dialogue import Outgoing
from aman.lines import server
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.connector import Conversation, PassingFault, Sent, UnknownOutcome
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming
from aman.lines.front import FrontAway
from aman.lines.posting import Posting, Speaker
from aman.lines.record import Record
from aman.lines.settings import read_keys, read_settings
from aman.lines.spool import Spool, SpoolFull
from aman.lines.standing import Standing
from aman.lines.webhook import at_the_front_or_kept
from lines.desk_behind import desk_behind
from lines.running_line import write_folder
from lines.world import World


@pytest.fixture
def world() -> World:
    """One whose line has a manifest, as every line has that ever ran."""
    world = World()
    world.hotline.manifest(world.front)
    return world


def posting(world: World) -> Posting:
    at_desk = world.desk.lines["null"]
    speaker = Speaker.of("null", at_desk.key, at_desk.seed)
    return Posting(world.front, world.hotline, speaker, Derivations(1))


def event(number: int) -> Incoming:
    return Incoming(f"event {number}", "null:alice", f"text {number}", order=number)


def texts(world: World) -> list[str]:
    return [said.text for said in world.desk.messages("null")]


def test_what_finds_no_room_is_refused_whole_and_what_waits_stays(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=3 * ENVELOPE_BYTES)
    envelopes = [bytes([number]) * ENVELOPE_BYTES for number in range(4)]
    spool.keep(envelopes[:2])
    with pytest.raises(SpoolFull):
        spool.keep(envelopes[2:])
    spool.keep(envelopes[2:3])
    with pytest.raises(SpoolFull):
        spool.keep(envelopes[3:])
    stored: list[bytes] = []
    spool.carry(stored.append)
    assert stored == envelopes[:3]
    assert spool.is_empty()
    spool.keep(envelopes[3:])
    assert not spool.is_empty()


def test_only_envelopes_lie_there_and_nobody_else_may_read_them(
    world: World, tmp_path: Path
) -> None:
    world.front.away = True
    take = at_the_front_or_kept(lambda: posting(world), Spool(tmp_path))
    take([event(1)])
    (path,) = (tmp_path / "waiting").iterdir()
    content = path.read_bytes()
    assert len(content) == ENVELOPE_BYTES
    assert b"text 1" not in content
    assert b"alice" not in content
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_hour_of_calls_that_never_come_again_is_kept_and_nothing_overtakes_it(
    world: World, tmp_path: Path
) -> None:
    spool = Spool(tmp_path)
    take = at_the_front_or_kept(lambda: posting(world), spool)
    world.front.away = True
    for number in range(12):
        world.now += 300
        take([event(number)])
    assert texts(world) == []
    world.front.away = False
    take([event(12)])  # before the others have left
    assert texts(world) == []
    spool.carry(posting(world).store)
    take([event(13)])
    assert texts(world) == [f"text {number}" for number in range(14)]
    assert world.desk.repeated == 0


def test_while_there_is_no_room_the_call_of_whoever_calls_once_stands(
    world: World, tmp_path: Path
) -> None:
    heard, told = os.pipe()

    class Watched(Spool):
        """Tells that it refused."""

        def keep(self, envelopes: Sequence[bytes]) -> None:
            """As ever."""
            try:
                super().keep(envelopes)
            except SpoolFull:
                os.write(told, b"!")
                raise

    spool = Watched(tmp_path, most_bytes=ENVELOPE_BYTES)
    world.front.away = True
    take = at_the_front_or_kept(lambda: posting(world), spool)
    take([event(1)])
    pid = os.fork()
    if pid == 0:
        take([event(2)])
        os._exit(0)
    assert os.read(heard, 1) == b"!"
    world.front.away = False
    spool.carry(posting(world).store)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    spool.carry(posting(world).store)
    assert texts(world) == ["text 1", "text 2"]
    os.close(heard)
    os.close(told)


def test_a_front_that_breaks_amid_the_carrying_gets_the_rest_later_and_nothing_twice(
    tmp_path: Path,
) -> None:
    spool, stored = Spool(tmp_path), list[bytes]()
    envelopes = [bytes([number]) * ENVELOPE_BYTES for number in range(6)]
    for number in range(0, 6, 2):
        spool.keep(envelopes[number : number + 2])

    def breaks(envelope: bytes) -> None:
        if len(stored) == 3:
            raise FrontAway
        stored.append(envelope)

    with pytest.raises(FrontAway):
        spool.carry(breaks)
    assert stored == envelopes[:3]
    again: list[bytes] = []
    spool.carry(again.append)
    assert again == envelopes[2:]  # a file goes whole; the front drops what it has


class Brings:
    """A session that brings texts, each once the one before was taken; then it sends."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.taken = 0
        self.sent: list[bytes] = []

    async def hold(self, conversation: Conversation) -> None:
        """Live until all is taken and sent."""
        for number in range(self.count):
            await conversation.take(event(number))
            self.taken += 1
        for instruction, _ in await conversation.fetch():
            if await conversation.begin(instruction):
                self.sent.append(instruction)
                await conversation.told(instruction, Sent())


class StandingWorld(World):
    """A world with one life of a session in it."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        super().__init__()
        self.hotline.manifest(self.front)
        self.spool = Spool(folder, most_bytes)
        self.record = Record(folder)

    def standing(self, session: Brings) -> Standing:
        """The life."""
        outbox = self.outbox(self.record)
        return Standing(session, outbox, self.spool, 20, renewed_after=60, most_messages=1000)


@pytest.fixture
def standing_world(tmp_path: Path) -> Iterator[StandingWorld]:
    world = StandingWorld(tmp_path, 100 * ENVELOPE_BYTES)
    yield world
    world.record.close()


@pytest.mark.enable_socket
def test_a_front_that_does_not_answer_does_not_hold_up_what_people_write(
    standing_world: StandingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text would wait for its time-out, and the provider with all the others behind it."""
    asked: list[float] = []

    def hangs(stamped: bytes) -> None:
        del stamped
        asked.append(time.monotonic())
        time.sleep(0.5)
        raise FrontAway

    monkeypatch.setattr(standing_world.front, "store", hangs)
    session = Brings(20)
    standing_world.standing(session).live()
    assert session.taken == 20
    assert len(asked) < 10
    monkeypatch.undo()
    standing_world.spool.carry(posting(standing_world).store)
    assert texts(standing_world) == [f"text {number}" for number in range(20)]


@pytest.mark.enable_socket
def test_what_waits_here_reaches_the_desk_while_the_provider_is_away(
    standing_world: StandingWorld,
) -> None:
    class Away(Brings):
        """Its server is down."""

        async def hold(self, conversation: Conversation) -> None:
            """No connection."""
            del conversation
            reason = "away"
            raise PassingFault(reason)

    desk, now = standing_world.desk, standing_world.now
    standing_world.spool.keep(list(posting(standing_world).envelopes(event(1))))
    late = desk.send("null", Outgoing("null:alice", "come at once", until=int(now) - 1))
    waits = desk.send("null", Outgoing("null:alice", "we wait"))
    standing_world.standing(Away(0)).live()
    assert texts(standing_world) == ["text 1"]
    report = desk.report("null", late)
    assert report is not None
    assert report.reason == "too late"
    assert desk.report("null", waits) is None
    assert [pulse.fault for pulse in desk.lines["null"].pulses] == ["away"]


@pytest.mark.enable_socket
def test_a_front_that_takes_nothing_still_has_its_instructions_sent(
    standing_world: StandingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stamped: bytes) -> None:
        del stamped
        raise FrontAway

    monkeypatch.setattr(standing_world.front, "store", full)
    standing_world.desk.send("null", Outgoing("null:alice", "we are coming"))
    session = Brings(1)
    standing_world.standing(session).live()
    assert len(session.sent) == 1


@pytest.mark.enable_socket
def test_a_session_whose_disk_is_full_says_nothing_until_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = StandingWorld(tmp_path, 2 * ENVELOPE_BYTES)
    world.front.away = True
    session = Brings(5)

    refused = threading.Event()
    keep = world.spool.keep

    def keep_or_tell(envelopes: Sequence[bytes]) -> None:
        try:
            keep(envelopes)
        except SpoolFull:
            refused.set()
            raise

    monkeypatch.setattr(world.spool, "keep", keep_or_tell)

    class Watched(Brings):
        """The front comes back only once no more is taken."""

        async def hold(self, conversation: Conversation) -> None:
            """Bring, and watch."""
            bringing = asyncio.ensure_future(session.hold(conversation))
            assert await asyncio.to_thread(refused.wait, 60)
            assert session.taken == 2
            world.front.away = False
            while not bringing.done():
                await conversation.fetch()
                await asyncio.sleep(0.01)

    world.standing(Watched(0)).live()
    world.record.close()
    assert session.taken == 5
    assert texts(world) == [f"text {number}" for number in range(5)]
    assert world.desk.repeated == 0


@pytest.mark.enable_socket
def test_a_heart_beat_of_which_nobody_knows_is_told_as_one_that_failed(tmp_path: Path) -> None:
    """A provider that takes the connection and says nothing is down as well."""

    class Hangs:
        """No answer to anything."""

        def send(self, instruction: bytes, message: Outgoing) -> Sent:
            """Nobody knows."""
            del instruction, message
            raise UnknownOutcome

        def pulse(self, nonce: str) -> None:
            """Nobody knows."""
            del nonce
            raise UnknownOutcome

    with desk_behind("null") as (desk, url):
        write_folder(tmp_path / "null", desk, url, "null", {}, {})
        settings = read_settings(tmp_path / "null" / "line.json")
        keys = read_keys(settings)
        running = server.Running(
            settings,
            Speaker.of("null", keys.authentic(), keys.kem()),
            Hotline(settings.hotline_id(), time.time, NewestManifest()),
            Derivations(1),
            lambda _: None,
        )
        server._beat(running, Hangs())
        assert [pulse.fault for pulse in desk.lines["null"].pulses] == ["no answer"]
