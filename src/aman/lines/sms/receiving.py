"""What an SMSC delivers becomes events, and is acknowledged when they are at the front.

Promises: the parts of a text are waited for a moment, unacknowledged, because nine words do not fit
one message; what is not whole by then goes on part by part, so that an SMSC that sends one at a
time is not held up and nothing waits here.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aman.core.ports import Clock
from aman.lines.connector import Take
from aman.lines.events import Event, Incoming, IncomingFile, PulseReturned
from aman.lines.pulse import NONCE
from aman.lines.recognition import find_phrase

from .alphabet import GSM, read_text
from .deliveries import Deliveries
from .numbers import Numbers
from .pdu import ShortMessage
from .receipts import is_receipt, read_receipt
from .segments import Payload, Segment, payload_of

HOLD_SECONDS = 3.0
_MOST_LOOSE_LETTERS = 1000


@dataclass(slots=True)
class _Joint:
    """The parts of one text that came to this process."""

    name: str
    about: bytes = field(repr=False)
    total: int
    order: int
    there: "asyncio.Future[None]"
    parts: dict[int, bytes] = field(default_factory=dict, repr=False)
    posting: bool = False
    loose: bool = False

    def is_whole(self) -> bool:
        return len(self.parts) == self.total

    def content(self) -> bytes:
        return b"".join(self.parts[number] for number in sorted(self.parts))


class Receiving:
    """Receives for one connection."""

    def __init__(  # noqa: PLR0913 - what a connection has
        self,
        take: Take,
        deliveries: Deliveries,
        numbers: Numbers,
        ours: str,
        clock: Clock,
        *,
        default_coding: int = GSM,
        is_there: Callable[[], bool] = lambda: True,
    ) -> None:
        self._take = take
        self._deliveries = deliveries
        self._numbers = numbers
        self._ours = ours
        self._clock = clock
        self._joints: dict[str, _Joint] = {}
        self._order = 0
        self._default_coding = default_coding
        self._is_there = is_there

    async def receive(self, message: ShortMessage) -> None:
        """Returns when the SMSC may forget it."""
        if is_receipt(message):
            receipt = read_receipt(message)
            if receipt is not None:
                await self._take(receipt)
            return
        now, delivery = self._clock(), message.to_bytes()
        self._order = max(self._order + 1, int(now * 1000))
        name, again = self._deliveries.name(delivery, now)
        payload = payload_of(message)
        if payload.segment.total > 1 and not payload.for_program:
            await self._receive_part(message, payload, again=again)
        else:
            await self._take(self._event(name, message, payload, self._order))
        if self._is_there():  # otherwise no answer leaves, and it comes again
            self._deliveries.answered(delivery)

    def _event(self, name: str, message: ShortMessage, payload: Payload, order: int) -> Event:
        address = self._address(message)
        text = self._text(message, payload.content)
        if text is None or payload.for_program:
            file = IncomingFile(payload.content, name="sms.bin")
            return Incoming(name, address, order=order, files=(file,))
        if address == self._ours and NONCE.fullmatch(text.strip()):
            return PulseReturned(text.strip())
        return Incoming(name, address, text, order=order)

    def _address(self, message: ShortMessage) -> str:
        return self._numbers.address(message.source.digits, message.source.ton)

    def _text(self, message: ShortMessage, content: bytes) -> str | None:
        return read_text(content, message.coding, self._default_coding)

    async def _receive_part(self, message: ShortMessage, payload: Payload, *, again: bool) -> None:
        segment = payload.segment
        joint = self._joint_of(message, segment, again=again)
        if joint is None:
            return
        joint.parts[segment.number] = payload.content
        if joint.loose:
            await self._post_loose(joint, message, segment)
            return
        if joint.is_whole() and not joint.posting:
            joint.posting = True
            whole = Payload(joint.content())
            await self._take(self._event(joint.name, message, whole, joint.order))
            self._deliveries.joined(joint.about)
            self._joints.pop(joint.name, None)
            joint.there.set_result(None)
            return
        await asyncio.wait((joint.there,), timeout=HOLD_SECONDS)
        if joint.posting:
            await asyncio.shield(joint.there)
        else:
            joint.loose = True
            await self._post_loose(joint, message, segment)

    def _joint_of(self, message: ShortMessage, segment: Segment, *, again: bool) -> _Joint | None:
        """The text that a part belongs to; None when all of it is at the front already."""
        about = "\0".join(
            (
                self._address(message),
                message.destination.digits,
                str(segment.reference),
                str(segment.total),
                str(message.coding),
            )
        ).encode()
        name, is_there = self._deliveries.joint(
            about, segment.number, again=again, now=self._clock()
        )
        if is_there:
            return None
        if name not in self._joints:
            there = asyncio.get_running_loop().create_future()
            self._joints[name] = _Joint(name, about, segment.total, self._order, there)
        return self._joints[name]

    async def _post_loose(self, joint: _Joint, message: ShortMessage, segment: Segment) -> None:
        """Hand on one part by itself; a phrase that was cut in two is told once it is whole."""
        address, content = self._address(message), joint.parts[segment.number]
        text = self._text(message, content) or ""
        event, number, total = f"{joint.name} loose", segment.number, segment.total
        if len(text) > _MOST_LOOSE_LETTERS:  # beyond an envelope: a message by itself
            event, number, total = f"{event} {number}", 1, 1
        loose = Incoming(event, address, text, order=joint.order, part=number, parts=total)
        await self._take(loose)
        if not joint.is_whole():
            return
        whole = self._text(message, joint.content()) or ""
        found = find_phrase(whole, "")
        if found is not None:
            _, start, end = found
            words = Incoming(f"{joint.name} phrase", address, whole[start:end], order=self._order)
            await self._take(words)
