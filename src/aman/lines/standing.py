"""A standing session's process: it receives and sends, and is replaced soon after a message.

Promises: weaker than a process for each message, and said to be: a text is in this process for at
most `renewed_after` seconds after the first message, and so many messages; then the process ends
and another takes its place. What came is sealed and on disk before the provider hears that it was
taken, so that it is lost neither then nor while the front is away. No sending is torn in two.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from aman.core.line_dialogue import Outgoing

from .connector import Conversation, Outcome, PassingFault, Session
from .events import Event, PulseReturned
from .front import FrontAway
from .patience import Away
from .pulse import Pulse
from .sending import Outbox
from .spool import Spool

_LOOK_SECONDS = 0.2
_FINISH_SECONDS = 20.0
_AGAIN_SECONDS = 1.0
_Given = TypeVar("_Given")


@dataclass(slots=True)
class Standing:
    """One life of a session."""

    session: Session
    outbox: Outbox
    spool: Spool
    pulse_seconds: float
    renewed_after: float
    most_messages: int
    _messages: int = 0
    _first_at: float | None = None
    _busy: int = 0
    _pulse_at: float = 0.0
    _carry_from: float = 0.0
    _guard: asyncio.Lock = field(default_factory=asyncio.Lock)

    def live(self) -> float | Away:
        """Hold the session until it is time to be replaced; gives the seconds to wait after."""
        try:
            asyncio.run(self._live())
        except PassingFault as fault:
            self._do_without_provider(fault.reason)
            return Away(_AGAIN_SECONDS) if fault.after is None else fault.after
        return 0.0

    def _do_without_provider(self, reason: str) -> None:
        """The desk hears why, and what waits for it here: texts, reports, what is too late now."""
        with suppress(FrontAway):
            self.outbox.posting.say_fault(reason)
        self._carry()
        with suppress(FrontAway):
            self.outbox.fetch()

    async def _live(self) -> None:
        await self._until_believed()
        conversation = Conversation(
            self._take, self._fetch, self._begin, self._told, self._pulse_due
        )
        holding = asyncio.ensure_future(self.session.hold(conversation))
        try:
            while not holding.done() and not self._is_over():
                await asyncio.wait((holding,), timeout=_LOOK_SECONDS)
            finish_by = time.monotonic() + _FINISH_SECONDS
            while self._busy and not holding.done() and time.monotonic() < finish_by:
                await asyncio.wait((holding,), timeout=_LOOK_SECONDS)
        finally:
            holding.cancel()
            await asyncio.wait((holding,), timeout=_FINISH_SECONDS)
        if not holding.cancelled() and (fault := holding.exception()) is not None:
            raise fault

    async def _until_believed(self) -> None:
        """No session before there is something to seal to: a provider gives a message only once."""
        while True:
            try:
                return await self._in_thread(self.outbox.posting.believe)
            except FrontAway:
                await asyncio.sleep(_AGAIN_SECONDS)

    def _is_over(self) -> bool:
        if self._first_at is None:
            return False
        since = time.monotonic() - self._first_at
        return since >= self.renewed_after or self._messages >= self.most_messages

    def _note_message(self) -> None:
        self._messages += 1
        if self._first_at is None:
            self._first_at = time.monotonic()

    async def _in_thread(self, do: Callable[[], _Given]) -> _Given:
        """The front's connection and the record are one thread's at a time."""
        async with self._guard:
            return await asyncio.to_thread(do)

    async def _take(self, event: Event) -> None:
        if self._is_over():  # it comes again, to the next process
            await asyncio.get_running_loop().create_future()
        if not isinstance(event, PulseReturned):
            self._note_message()
        self._busy += 1
        try:
            await self._kept(event)
        finally:
            self._busy -= 1
        await self._in_thread(self._carry)

    async def _kept(self, event: Event) -> None:
        """Seal it once that is possible: until then the provider hears nothing, and has it."""
        while True:
            try:
                return await self._in_thread(lambda: self._keep(event))
            except FrontAway:
                await asyncio.sleep(_AGAIN_SECONDS)

    def _keep(self, event: Event) -> None:
        """Seal and put on disk. `FrontAway` while there is no room, or no core for nine words."""
        self.spool.keep(list(self.outbox.posting.envelopes(event)))

    def _carry(self) -> None:
        """Bring what waits to the front, unless a moment ago it was away.

        One that does not answer has half of the time: what comes in must be sealed in the other.
        """
        began = time.monotonic()
        if began < self._carry_from:
            return
        try:
            self.spool.carry(self.outbox.posting.store)
        except FrontAway:
            ended = time.monotonic()
            self._carry_from = ended + (ended - began)

    async def _fetch(self) -> Sequence[tuple[bytes, Outgoing]]:
        await self._in_thread(self._carry)
        try:  # a front that is full still gives instructions
            return () if self._is_over() else await self._in_thread(self.outbox.fetch)
        except FrontAway:
            return ()

    async def _begin(self, instruction: bytes) -> bool:
        if self._is_over():
            return False
        try:
            begun = await self._in_thread(lambda: self.outbox.begin(instruction))
        except FrontAway:  # it was too late for this one, which stands in the record
            return False
        if begun:
            self._note_message()
            self._busy += 1
        return begun

    async def _told(self, instruction: bytes, outcome: Outcome) -> None:
        try:
            await self._in_thread(lambda: self.outbox.told(instruction, outcome))
        except FrontAway:
            return  # it stands in the record, and the next turn tells it
        finally:
            self._busy -= 1

    def _pulse_due(self) -> str | None:
        now = time.monotonic()
        if now - self._pulse_at < self.pulse_seconds:
            return None
        self._pulse_at = now
        return Pulse(self.outbox.speaker.key).draw(self.outbox.clock())
