"""A standing session's life: how it works with the record, and what it takes at its end."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from aman.core.keys import from_base64url
from aman.core.line_dialogue import Outgoing, State
from aman.core.phrase import ENTROPY_BYTES, Phrase
from aman.core.words import word_lists
from aman.lines import standing
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.connector import Conversation, Sent
from aman.lines.derivations import Busy, Derivations
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


class Impatient(Derivations):
    """Waits for a place for a moment only, and tells when there was none."""

    def __init__(self) -> None:
        super().__init__(1)
        self.refused = threading.Event()

    @contextmanager
    def place(self, seconds: float = 0) -> Iterator[None]:
        """Hold the place, or be busy at once."""
        del seconds
        held: AbstractContextManager[None] = super().place(0)
        try:
            held.__enter__()
        except Busy:
            self.refused.set()
            raise
        try:
            yield
        finally:
            held.__exit__(None, None, None)


@contextmanager
def elsewhere(derivations: Derivations) -> Iterator[Callable[[], None]]:
    """Have another process hold the place until it is told to go."""
    told, tell = os.pipe()
    ready, holds = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(tell)
        with derivations.place():
            os.write(holds, b"x")
            os.read(told, 1)
        os._exit(0)
    os.read(ready, 1)
    gone = []

    def go() -> None:
        if not gone:
            gone.append(os.write(tell, b"x"))
            os.waitpid(child, 0)

    try:
        yield go
    finally:
        go()
        for end in (told, tell, ready, holds):
            os.close(end)


def test_nine_words_wait_for_a_free_core_and_the_provider_hears_nothing_until_then(
    parts: tuple[DeskBehind, Outbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken as plain text they would reach the desk; told as taken they would be lost."""
    monkeypatch.setattr(standing, "_AGAIN_SECONDS", 0.01)
    desk, outbox = parts
    phrase = Phrase.from_random(os.urandom(ENTROPY_BYTES))
    text = " ".join(phrase.words(word_lists()["en"]))
    derivations, was_taken = Impatient(), []
    posting = outbox.posting
    busy = Posting(posting._front, posting._hotline, posting._speaker, derivations)

    class Once:
        async def hold(self, conversation: Conversation) -> None:
            taking = asyncio.ensure_future(
                conversation.take(Incoming("event", "a", text=text, lang_hint="en"))
            )
            await asyncio.to_thread(derivations.refused.wait)
            was_taken.append((taking.done(), len(desk.messages(NAME))))
            await asyncio.to_thread(go)
            await taking

    with elsewhere(derivations) as go:
        life = replace(outbox, posting=busy)
        Standing(Once(), life, Spool(tmp_path), 20, renewed_after=60, most_messages=20).live()
    assert was_taken == [(False, 0)]
    (message,) = desk.messages(NAME)
    assert message.token is not None
    assert text not in message.text
