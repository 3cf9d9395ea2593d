"""Carries out the courier's commands: HTTP to the fronts, HTTP over a Unix socket to the desk.

Promises: a front that lies, stalls or floods costs a bounded time and a bounded memory, and holds
up no other; no redirect is followed, no proxy of the environment is used, nothing is decompressed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import NoReturn

import httpx

from aman.core.carriage import MalformedCarriage, Publication
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import FILLED_TO, MalformedExchange, Pull
from aman.core.keys import to_base64url
from aman.core.ports import Announce

from .rounds import Command, Failed, HandOver, Outcome, VisitFront, Wait

FRONT_SECONDS = 60.0
DESK_SECONDS = 60.0
MOST_FROM_FRONT = 64 + FILLED_TO[-1] * ENVELOPE_BYTES
MOST_FROM_DESK = 64 << 20
_OK = 200
_KEEP_NONE = httpx.Limits(max_keepalive_connections=0)
_FAULTS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    OSError,
    TimeoutError,
    MalformedExchange,
    MalformedCarriage,
)


class _Refused(httpx.HTTPError):
    """The other side answered with something else than 200, or with too much."""


@dataclass(frozen=True, slots=True)
class Road:
    """Where one front is, and what opens it."""

    name: str
    url: str
    token: bytes

    def __repr__(self) -> str:
        return f"<Road to {self.name}>"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Performs the commands of one front's rounds."""

    road: Road
    front: httpx.AsyncClient
    desk: httpx.AsyncClient
    announce: Announce
    note: Callable[[str, str], None]

    async def serve(self, rounds: Generator[Command, Outcome, NoReturn]) -> NoReturn:
        """Go on for ever."""
        command = next(rounds)
        while True:
            command = rounds.send(await self._perform(command))

    async def _perform(self, command: Command) -> Outcome:
        match command:
            case Wait(seconds):
                await asyncio.sleep(seconds)
                return None
            case VisitFront():
                return await self._guarded("front", self._visit(command))
            case HandOver():
                return await self._guarded("desk", self._hand_over(command))

    async def _guarded(self, side: str, carrying: Awaitable[Outcome]) -> Outcome:
        try:
            outcome = await carrying
        except _FAULTS as fault:
            self.note(side, type(fault).__name__.lstrip("_"))
            return Failed()
        self.note(side, "")
        return outcome

    async def _visit(self, command: VisitFront) -> Pull:
        self.announce("courier: before push")
        async with asyncio.timeout(FRONT_SECONDS):
            raw = await _post(
                self.front,
                self.road.url.rstrip("/") + "/x",
                command.push.to_bytes(),
                MOST_FROM_FRONT,
                Authorization=f"Bearer {to_base64url(self.road.token)}",
            )
        pull = Pull.read(raw)
        self.announce("courier: pulled")
        return pull

    async def _hand_over(self, command: HandOver) -> Publication:
        self.announce("courier: handing over")
        async with asyncio.timeout(DESK_SECONDS):
            raw = await _post(
                self.desk, "http://desk/courier", command.delivery.to_bytes(), MOST_FROM_DESK
            )
        news = Publication.read(raw)
        self.announce("courier: handed over")
        return news


async def _post(
    client: httpx.AsyncClient, url: str, content: bytes, most: int, **headers: str
) -> bytes:
    received = bytearray()
    async with client.stream("POST", url, content=content, headers=headers) as response:
        if response.status_code != _OK:
            raise _Refused(str(response.status_code))
        async for chunk in response.aiter_raw():
            received += chunk
            if len(received) > most:
                reason = "too much"
                raise _Refused(reason)
    return bytes(received)


def clients(desk_socket: Path) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    """One client for fronts, one that reaches the desk's socket and nothing else."""
    no_tls = False  # a Unix socket has none; reading certificates for it takes a second on old CPUs
    # A connection that is kept may be ended by the desk just when the next delivery is written.
    to_desk = httpx.AsyncHTTPTransport(uds=str(desk_socket), verify=no_tls, limits=_KEEP_NONE)
    return _client(None), _client(to_desk)


def _client(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    client = httpx.AsyncClient(
        trust_env=False,
        timeout=httpx.Timeout(20.0, connect=10.0),
        headers={"Accept-Encoding": "identity", "User-Agent": "aman"},
        transport=transport,
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client
