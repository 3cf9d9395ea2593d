"""One connection to an SMSC: requests and their answers, and what the SMSC asks of us.

Promises: a delivery is answered only after `receive` has returned for it; what is not answered
stays with the SMSC. After `close` nothing new is taken.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

from .pdu import RESPONSE, Command, MalformedPdu, Pdu, ShortMessage, Status, Stream

CONNECT_SECONDS = 15.0
_PIECE = 64 * 1024
_FINISH_SECONDS = 0.5
_UNBIND_SECONDS = 3.0
_READ = {Command.DELIVER_SM: ShortMessage.read, Command.DATA_SM: ShortMessage.read_data}
"""How a delivery is read: an SMSC uses the one or the other."""

Receive = Callable[[ShortMessage], Awaitable[None]]


class LinkLost(Exception):  # noqa: N818 - said by whoever holds it
    """The connection is gone; `written` tells whether a request had left."""

    person = "This could not be sent yet."
    operator = "The connection to the SMSC broke."

    def __init__(self, *, written: bool = True) -> None:
        super().__init__()
        self.written = written


class Link:
    """Made by `connected`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, receive: Receive
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._receive = receive
        self._sequence = 0
        self._asked: dict[int, asyncio.Future[Pdu]] = {}
        self._taking: set[asyncio.Task[None]] = set()
        self._closing = False
        self.reading = asyncio.ensure_future(self._read())

    @property
    def is_there(self) -> bool:
        """Whether what is written now may still be read."""
        return not (self.reading.done() or self._writer.is_closing())

    async def ask(self, command: Command, body: bytes, seconds: float) -> Pdu:
        """Ask and wait for the answer. Raises `LinkLost` and TimeoutError."""
        if not self.is_there:
            raise LinkLost(written=False)
        self._sequence += 1
        number = self._sequence
        answer = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        try:
            self._write(Pdu(command, number, body))
            return await asyncio.wait_for(answer, seconds)
        finally:
            self._asked.pop(number, None)

    def _write(self, pdu: Pdu) -> None:
        self._writer.write(pdu.to_bytes())

    async def _read(self) -> None:
        """Read until the other side has gone, or speaks something else."""
        stream = Stream()
        try:
            while data := await self._reader.read(_PIECE):
                for pdu in stream.feed(data):
                    self._on(pdu)
        except (OSError, MalformedPdu):
            pass
        finally:
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(LinkLost())

    def _on(self, pdu: Pdu) -> None:
        if pdu.command & RESPONSE:
            answer = self._asked.get(pdu.sequence)
            if answer is not None and not answer.done():
                answer.set_result(pdu)
        elif pdu.command == Command.ENQUIRE_LINK:
            self._answer(pdu)
        elif pdu.command == Command.UNBIND:
            self._answer(pdu)
            self._writer.close()
        elif pdu.command in _READ:
            if not self._closing:
                task = asyncio.ensure_future(self._take(pdu))
                self._taking.add(task)
                task.add_done_callback(self._taking.discard)
        else:
            self._write(Pdu(Command.NACK, pdu.sequence, status=Status.BAD_COMMAND))

    async def _take(self, pdu: Pdu) -> None:
        try:
            message = _READ[Command(pdu.command)](pdu.body)
        except MalformedPdu:
            self._answer(pdu, Status.LATER)
            return
        try:
            await self._receive(message)
        except Exception:  # noqa: BLE001 - its text may hold what was written
            self._answer(pdu, Status.LATER)
            return
        self._answer(pdu)

    def _answer(self, pdu: Pdu, status: Status = Status.OK) -> None:
        body = b"\0" if pdu.command in _READ else b""
        if self.is_there:
            self._write(Pdu(pdu.command | RESPONSE, pdu.sequence, body, status))

    async def finish(self) -> None:
        """Take nothing new; what has just reached the front is still answered."""
        self._closing = True
        if self._taking:
            await asyncio.wait(set(self._taking), timeout=_FINISH_SECONDS)

    async def unbind(self) -> bool:
        """Say goodbye; True when the SMSC heard it, and so everything before it."""
        try:
            await self.ask(Command.UNBIND, b"", _UNBIND_SECONDS)
        except (LinkLost, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """What has not reached the front by now is not answered: the SMSC brings it again."""
        for task in (*self._taking, self.reading):
            task.cancel()
        await asyncio.gather(*self._taking, self.reading, return_exceptions=True)
        self._writer.close()
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(self._writer.wait_closed(), 1)


async def connected(host: str, port: int, tls: ssl.SSLContext | None, receive: Receive) -> Link:
    """Connect; OSError and TimeoutError when that can't be."""
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection(host, port, ssl=tls), CONNECT_SECONDS
    )
    return Link(reader, writer, receive)
