"""A standing session's life: how it works with the record, and what it takes at its end."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aman.core.keys import from_base64url
from aman.core.line_dialogue import Outgoing, State
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.connector import Conversation, Sent
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming
from aman.lines.front import Front
from aman.lines.posting import Posting, Speaker
from aman.lines.record import Record
from aman.lines.sending import Outbox
from aman.lines.spool import Spool
from aman.lines.standing import Standing
from lines.desk_behind import DeskBehind, desk_behind

pytestmark = pytest.mark.enable_socket
NAME = "standing"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[tuple[DeskBehind, Outbox]]:
    """A desk, and what a session sends and says with."""
    with desk_behind(NAME) as (desk, url):
        line = desk.lines[NAME]
        hotline = Hotline(desk.hotline, time.time, NewestManifest())
        speaker = Speaker.of(NAME, line.key, line.seed)
        front = Front(url)
        posting = Posting(front, hotline, speaker, Derivations(1))
        record = Record(tmp_path)
        yield (
            desk,
            Outbox(front, desk.hotline, speaker, line.token, record, posting, time.time),
        )
        record.close()
        front.close()


class Flood:
    """Takes one event after the other, and answers what is asked."""

    def __init__(self) -> None:
        self.taken = 0
        self.sent: list[bytes] = []

    async def hold(self, conversation: Conversation) -> None:
        """Live."""
        for instruction, _ in await conversation.fetch():
            if await conversation.begin(instruction):
                self.sent.append(instruction)
                await conversation.told(instruction, Sent())
        while True:
            await conversation.take(Incoming(os.urandom(8).hex(), "a", text="x"))
            self.taken += 1
            await asyncio.sleep(0)


def test_a_session_sends_from_whatever_thread(
    parts: tuple[DeskBehind, Outbox], tmp_path: Path
) -> None:
    desk, outbox = parts
    labels = [desk.send(NAME, Outgoing("a", f"text {number}")) for number in range(3)]
    flood = Flood()
    Standing(flood, outbox, Spool(tmp_path), 20, renewed_after=60, most_messages=20).live()
    assert [desk.report(NAME, label).state for label in labels] == [State.ACCEPTED] * 3
    assert sorted(flood.sent) == sorted(from_base64url(label) for label in labels)


def test_when_its_time_is_over_a_session_takes_nothing_more(
    parts: tuple[DeskBehind, Outbox], tmp_path: Path
) -> None:
    desk, outbox = parts
    flood = Flood()
    Standing(flood, outbox, Spool(tmp_path), 20, renewed_after=60, most_messages=5).live()
    assert flood.taken == len(desk.messages(NAME)) == 5
