"""The desk's two doors: the screens, for one host name only, and the courier's socket.

Promises: a request that names another host learns nothing but that it is wrong (a page elsewhere
can't reach the desk through a name of its own that points here); what is larger than `bodies` lets
it be is not kept, and the screens say so; the courier's door answers
`POST /courier` alone; when the desk stops, streams end as if the browser had gone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from aman.core.carriage import MOST_ENVELOPES, Delivery, MalformedCarriage, Publication
from aman.core.envelope import ENVELOPE_BYTES

from .bodies import REFUSED, most_bytes

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
Take = Callable[[Delivery], Awaitable[Publication]]

MOST_DELIVERY_BYTES = MOST_ENVELOPES * (ENVELOPE_BYTES + 8) + 1024
_PLAIN_PORT = 80
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScreensDoor:
    """Lets through what is meant for this host and port."""

    screens: Application
    host: str
    port: int
    stopping: asyncio.Event

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        names = {f"{self.host}:{self.port}"}
        if self.port == _PLAIN_PORT:
            names.add(self.host)
        said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(said) != 1 or said[0] not in names:
            await _answer(send, 400, b"this is not the address of the desk")
            return
        receive, most = self._until_stopping(receive), most_bytes(scope["path"])
        if _declared(scope) > most:
            await _pass_by(receive)
            await self.screens(_without_body(scope), _nothing_before(receive), send)
        else:
            await self.screens(scope, _at_most(most, receive), send)

    def _until_stopping(self, receive: Receive) -> Receive:
        async def received() -> Message:
            message = asyncio.ensure_future(receive())
            stop = asyncio.ensure_future(self.stopping.wait())
            try:
                await asyncio.wait({message, stop}, return_when=asyncio.FIRST_COMPLETED)
                return message.result() if message.done() else {"type": "http.disconnect"}
            finally:
                message.cancel()
                stop.cancel()

        return received


def _declared(scope: Message) -> int:
    """How long the body says that it is."""
    said = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(each) for each in said if each.isdigit()), default=0)


def _without_body(scope: Message) -> Message:
    headers = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
    return {**scope, REFUSED: True, "headers": [*headers, (b"content-length", b"0")]}


async def _pass_by(receive: Receive) -> None:
    """Let it all pass, unkept: a browser listens only after it has said everything."""
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


def _nothing_before(receive: Receive) -> Receive:
    """An empty body, and then what comes after a body: that the browser goes."""
    bodies: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def received() -> Message:
        return bodies.pop() if bodies else await receive()

    return received


def _at_most(most: int, receive: Receive) -> Receive:
    """As it comes; who did not say how much comes, and sends too much, is taken for gone."""
    taken = 0

    async def received() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return received


@dataclass(frozen=True, slots=True)
class CourierDoor:
    """Takes deliveries and gives publications."""

    take: Take

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (scope["method"], scope["path"]) != ("POST", "/courier"):
            await _answer(send, 404, b"")
            return
        raw = await _body(receive)
        if raw is None:
            await _answer(send, 413, b"")
            return
        try:
            publication = await self.take(Delivery.read(raw))
        except MalformedCarriage:
            await _answer(send, 400, b"")
        except Exception:  # noqa: BLE001 - whatever it was, the next one is tried
            _log.exception("a delivery was not taken")
            await _answer(send, 500, b"")
        else:
            await _answer(send, 200, publication.to_bytes(), b"application/msgpack")


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is longer than any delivery, or the courier went away."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if message["type"] == "http.disconnect" or len(body) > MOST_DELIVERY_BYTES:
            return None
    return bytes(body)


async def _answer(send: Send, status: int, body: bytes, kind: bytes = b"text/plain") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
