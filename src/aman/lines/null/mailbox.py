"""Events come as files in `in/`, what is sent becomes files in `out/`.

Promises: behaves like a provider: what was read comes again until the mark moved, a message of an
address in `blocked` fails for ever, and nothing is taken while `away` is there.
"""

import asyncio
import os
import time
from pathlib import Path

import msgspec

from aman.core.keys import to_base64url
from aman.core.line_dialogue import Outgoing
from aman.lines.connector import (
    Connection,
    Conversation,
    Given,
    LastingFault,
    PassingFault,
    Polled,
    Sent,
)
from aman.lines.events import Event, Incoming, PulseReturned, Receipt
from aman.lines.notices import with_notice

TESTS_ONLY = "AMAN_NULL_LINES"
_WAIT_SECONDS = 0.2


class NotOutsideTests(Exception):  # noqa: N818 - what the administrator is told
    """Somebody tried to run a null line for real."""

    person = "This line is not ready yet."
    operator = "A null line carries nothing to anybody. It runs in tests only."


class Written(msgspec.Struct, frozen=True):
    """One file of `in/` or `out/`: exactly one member is set."""

    incoming: Incoming | None = None
    receipt: Receipt | None = None
    pulse: str | None = None
    to: str = ""
    text: str = ""
    payloads: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Written>"

    def event(self) -> Event:
        """The event that it stands for."""
        if self.incoming is not None:
            return self.incoming
        return self.receipt if self.receipt is not None else PulseReturned(self.pulse or "")


def connect(given: Given) -> Connection:
    """Make the null twin of a line; `mailbox` is its folder, `standing` makes it a session."""
    if os.environ.get(TESTS_ONLY) != "tests":
        raise NotOutsideTests
    mailbox = _Mailbox(Path(str(given.settings["mailbox"])), given)
    if given.settings.get("standing"):
        return Connection(session=_Standing(mailbox))
    return Connection(sender=mailbox, poll=mailbox)


class _Mailbox:
    def __init__(self, folder: Path, given: Given) -> None:
        self._folder = folder
        self._given = given

    def poll(self, mark: bytes) -> Polled:
        self._refuse_while_away()
        after = mark.decode()
        names = sorted(path.name for path in self._folder.joinpath("in").glob("*.json"))
        fresh = [name for name in names if name > after]
        if not fresh:
            time.sleep(_WAIT_SECONDS)
            return Polled((), mark)
        events = [self._read(name).event() for name in fresh]
        return Polled(events, fresh[-1].encode())

    def forget_upto(self, mark: bytes) -> None:
        """What was taken does not come again."""
        for path in self._folder.joinpath("in").glob("*.json"):
            if path.name <= mark.decode():
                path.unlink()

    def _read(self, name: str) -> Written:
        return msgspec.json.decode(self._folder.joinpath("in", name).read_bytes(), type=Written)

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        self._refuse_while_away()
        if self._folder.joinpath("blocked", to_base64url(message.to.encode())).exists():
            reason = "blocked"
            raise LastingFault(reason)
        text = message.text
        if message.notice:
            text = with_notice(text, self._given.notices, message.lang)
        payloads = tuple(button.payload for button in message.buttons)
        name = f"{time.time_ns():020}-{instruction.hex()}"
        self._put("out", name, Written(to=message.to, text=text, payloads=payloads))
        return Sent(provider_id=instruction.hex())

    def pulse(self, nonce: str) -> None:
        self._refuse_while_away()
        self._put("in", f"{time.time_ns():020}-pulse.json", Written(pulse=nonce))

    def _put(self, where: str, name: str, written: Written) -> None:
        path = self._folder / where / name
        new = path.with_name(f".{path.name}.new")
        new.write_bytes(msgspec.json.encode(written))
        new.replace(path)

    def _refuse_while_away(self) -> None:
        if self._folder.joinpath("away").exists():
            reason = "away"
            raise PassingFault(reason)


class _Standing:
    """The same folders, as a session that gives each event once."""

    def __init__(self, mailbox: _Mailbox) -> None:
        self._mailbox = mailbox

    async def hold(self, conversation: Conversation) -> None:
        """Look, take, send, until cancelled."""
        given = b""
        while True:
            polled = self._mailbox.poll(given)
            for event in polled.events:
                await conversation.take(event)
            self._mailbox.forget_upto(polled.mark)
            given = polled.mark
            for instruction, message in await conversation.fetch():
                await self._send(conversation, instruction, message)
            if (nonce := conversation.pulse_due()) is not None:
                self._mailbox.pulse(nonce)
            await asyncio.sleep(0)

    async def _send(self, told: Conversation, instruction: bytes, message: Outgoing) -> None:
        if not await told.begin(instruction):
            return
        try:
            outcome: Sent | LastingFault | PassingFault = self._mailbox.send(instruction, message)
        except (LastingFault, PassingFault) as fault:
            outcome = fault
        await told.told(instruction, outcome)
