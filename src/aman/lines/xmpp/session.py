"""The session: stanzas become events and instructions become messages, until it is replaced.

Promises: the server hears that a stanza was handled only after it and all before it are at the
front; of one person nothing overtakes, and a slow file of one holds up nobody else. Whoever asks to
see whether we are there is refused, so that no list of people grows at the server.
"""

import asyncio
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from slixmpp.stanza import Message, Presence
from slixmpp.xmlstream.stanzabase import StanzaBase

from aman.core.attachment import MOST_FILE_BYTES
from aman.core.line_dialogue import Outgoing, State
from aman.core.ports import Clock
from aman.lines.connector import (
    Conversation,
    LastingFault,
    Outcome,
    PassingFault,
    Sent,
    UnknownOutcome,
)
from aman.lines.events import NOT_FETCHED, Incoming, IncomingFile, Receipt
from aman.lines.fetching import Wanted, fetch
from aman.lines.pieces import pieces, plain_text

from .account import Account
from .reading import NOTHING, Bounce, Heard, id_of, name_of, read_message
from .stream import Stream, silence
from .writing import confirmation, pulse, refusal, text_message

MOST_LETTERS = 5000
_LOOK_SECONDS = 0.5
_TAKEN_SECONDS = 15.0
_FETCH_SECONDS = 20.0
_FETCHES = 6
_SILENT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class XmppSession:
    """The `Session` of this line; each `hold` is one life."""

    account: Account
    notices: Mapping[str, str]
    unreadable: Mapping[str, str]
    clock: Clock

    async def hold(self, conversation: Conversation) -> None:
        """Receive and send until cancelled; raise `PassingFault` when the server is away."""
        silence()
        await _Life(self, conversation).hold()


@dataclass(slots=True)
class _Life:
    line: XmppSession
    conversation: Conversation
    stream: Stream = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _last_of: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _done: set[int] = field(default_factory=set)
    _handled: int = 0
    _order: int = 0
    _awaited: dict[str, Bounce | None] = field(default_factory=dict)
    _told_unreadable: set[str] = field(default_factory=set)
    _slow: set[str] = field(default_factory=set)
    _fetching: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_FETCHES))
    _asked_at: float | None = None

    async def hold(self) -> None:
        self.stream = Stream(self.line.account, self._received)
        roles: list[asyncio.Task[object]] = []
        try:
            await self.stream.open()
            sending = asyncio.create_task(self._send())
            roles = [
                sending,
                asyncio.create_task(self._beat()),
                asyncio.create_task(self.stream.over()),
            ]
            done, _ = await asyncio.wait(roles, return_when=asyncio.FIRST_COMPLETED)
            if self.stream.is_over:
                await asyncio.wait((sending,), timeout=_TAKEN_SECONDS)
                raise PassingFault(await self.stream.over())
            for role in done:
                role.result()
        finally:
            for task in (*roles, *self._tasks):
                task.cancel()
            await self.stream.close()

    # Receiving

    def _received(self, number: int, stanza: StanzaBase) -> None:
        """Read at once, in order; what takes time has a task of its own."""
        self._asked_at = None
        heard = NOTHING
        if isinstance(stanza, Message):
            now = self.line.clock()
            heard = read_message(stanza.xml, self.line.account.address, self._next_order, now)
        elif isinstance(stanza, Presence) and stanza["type"] == "subscribe":
            refusal(self.stream, stanza["from"].bare).send()
        address = heard.event.address if isinstance(heard.event, Incoming) else ""
        before = self._last_of.get(address) if address else None
        task = asyncio.create_task(self._handle(number, heard, stanza, before))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if address:
            self._last_of[address] = task

    def _next_order(self) -> int:
        self._order = max(self._order + 1, int(self.line.clock() * 1000))
        return self._order

    async def _handle(
        self, number: int, heard: Heard, stanza: StanzaBase, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait((before,))
        try:
            await self._do(heard, stanza)
        except Exception as trouble:  # noqa: BLE001 - its text may hold what was written
            # Not acknowledged: it comes again to the next process, and holds up nobody's.
            sys.stderr.write(f"xmpp: a message failed: {type(trouble).__name__}\n")
            sys.stderr.flush()
            return
        self._acknowledge(number)

    async def _do(self, heard: Heard, stanza: StanzaBase) -> None:
        event = heard.event
        if heard.bounced is not None:
            event = self._bounced(*heard.bounced)
        if isinstance(event, Incoming) and heard.links:
            event = await self._with_files(event, heard)
        if event is not None:
            await self.conversation.take(event)
        if heard.confirm:
            confirmation(self.stream, stanza["from"], heard.confirm).send()
        if heard.unreadable and isinstance(event, Incoming):
            self._tell_unreadable(event)

    def _acknowledge(self, number: int) -> None:
        self._done.add(number)
        while self._handled + 1 in self._done:
            self._handled += 1
            self._done.discard(self._handled)
        self.stream.acknowledge(self._handled)

    def _bounced(self, id_: str, bounce: Bounce) -> Receipt | None:
        """What came back while we wait for it is the answer; later it is a receipt."""
        if id_ in self._awaited:
            self._awaited[id_] = bounce
            return None
        return Receipt(id_.partition("-")[0], State.FAILED, bounce.reason)

    def _tell_unreadable(self, event: Incoming) -> None:
        """Once in a life of this process: two machines must not talk to each other for ever."""
        if event.address in self._told_unreadable:
            return
        self._told_unreadable.add(event.address)
        words = self.line.unreadable
        text = words.get(event.lang_hint) or "\n\n".join(words.values())
        text_message(self.stream, event.address, text, self.stream.new_id()).send()

    async def _with_files(self, event: Incoming, heard: Heard) -> Incoming:
        files = [await self._file(link, event.address, heard.domain) for link in heard.links]
        left = [
            link
            for link, file in zip(heard.links, files, strict=True)
            if file.fault == NOT_FETCHED and link not in event.text
        ]
        return replace(event, files=tuple(files), text="\n".join((event.text, *left)).strip())

    async def _file(self, link: str, address: str, domain: str) -> IncomingFile:
        account, name = self.line.account, name_of(link)
        if address in self._slow or not account.may_fetch(link, domain):
            return IncomingFile(None, name=name, fault=NOT_FETCHED)
        wanted = Wanted(link, MOST_FILE_BYTES, account.is_named(link), account.certificate)
        started = time.monotonic()
        async with self._fetching:
            file = await fetch(wanted, name, _FETCH_SECONDS)
        if file.content is None and time.monotonic() - started >= _FETCH_SECONDS:
            self._slow.add(address)
        return file

    # Sending

    async def _send(self) -> None:
        while not self.stream.is_over:
            held_up = set()
            for instruction, message in await self.conversation.fetch():
                if message.to in held_up or not await self.conversation.begin(instruction):
                    continue
                outcome = await self._outcome(instruction, message)
                await self.conversation.told(instruction, outcome)
                if isinstance(outcome, PassingFault):
                    held_up.add(message.to)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _outcome(self, instruction: bytes, message: Outgoing) -> Outcome:
        texts = pieces(plain_text(message, self.line.notices), MOST_LETTERS)
        if not texts:
            return LastingFault("nothing to send")
        ids = [id_of(instruction, len(texts) - number) for number in range(len(texts))]
        self._awaited.update(dict.fromkeys(ids))
        try:
            for number, (id_, text) in enumerate(zip(ids, texts, strict=True)):
                if self.stream.is_over:
                    return UnknownOutcome("broken") if number else PassingFault("away")
                stanza = text_message(
                    self.stream, message.to, text, id_, lang=message.lang, ask=id_ == ids[-1]
                )
                taken = await self.stream.taken(stanza, _TAKEN_SECONDS)
                bounce = self._awaited[id_]
                if bounce is not None:
                    return self._fault(bounce, number)
                if not taken:
                    return UnknownOutcome("broken")
        finally:
            for id_ in ids:
                self._awaited.pop(id_, None)
        return Sent(provider_id=ids[-1])

    def _fault(self, bounce: Bounce, sent_before: int) -> Outcome:
        if not bounce.passing:
            return LastingFault(bounce.reason)
        return UnknownOutcome("in part") if sent_before else PassingFault(bounce.reason)

    # The heart-beat

    async def _beat(self) -> None:
        while True:
            nonce = self.conversation.pulse_due()
            if nonce is not None:
                pulse(self.stream, self.stream.boundjid, nonce).send()
                self._asked_at = self._asked_at or time.monotonic()
            if self._asked_at and time.monotonic() - self._asked_at > _SILENT_SECONDS:
                reason = "silent"
                raise PassingFault(reason)
            await asyncio.sleep(_LOOK_SECONDS)
