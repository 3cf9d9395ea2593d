"""The courier as a process: a round trip per front and second, each front by itself.

Promises: it writes nothing to disk; it says when a side stops or begins to answer, and no more.
"""

import asyncio
import contextlib
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from aman.core.keys import from_base64url
from aman.core.ports import Announce, Clock, unheard

from .carrier import Carrier, Road, clients
from .rounds import rounds

TOKEN_BYTES = 32


class FrontToVisit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One front in courier.json; the token is base64url of 32 bytes."""

    name: str
    url: str
    token: str

    def __repr__(self) -> str:
        return f"<FrontToVisit {self.name}>"


class CourierSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """courier.json. Relative paths are relative to its folder."""

    fronts: tuple[FrontToVisit, ...]
    desk_socket: str
    visit_seconds: float = 1.0
    folder: str = "."


def read_settings(path: Path) -> CourierSettings:
    """Read courier.json; msgspec.ValidationError says which member is wrong."""
    settings = msgspec.json.decode(path.read_bytes(), type=CourierSettings)
    return msgspec.structs.replace(settings, folder=str(path.resolve().parent))


def run(
    settings: CourierSettings,
    *,
    clock: Clock = time.time,
    announce: Announce = unheard,
    chance: Callable[[], float] = random.random,
) -> None:
    """Carry until SIGTERM or SIGINT."""
    del clock  # the courier knows no time: front and desk do
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_carry(settings, announce, chance))


async def _carry(
    settings: CourierSettings, announce: Announce, chance: Callable[[], float]
) -> None:
    loop = asyncio.get_running_loop()
    this = asyncio.current_task()
    if this is not None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, this.cancel)
    to_fronts, to_desk = clients(Path(settings.folder) / settings.desk_socket)
    async with to_fronts, to_desk, asyncio.TaskGroup() as group:
        for front in settings.fronts:
            carrier = Carrier(
                Road(front.name, front.url, from_base64url(front.token, TOKEN_BYTES)),
                to_fronts,
                to_desk,
                announce,
                _Notes(front.name),
            )
            steps = rounds(front.name, every=settings.visit_seconds, chance=chance)
            group.create_task(carrier.serve(steps))
        announce("courier: running")


class _Notes:
    """Says a side's state when it changes: that it does not answer and why, that it does again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._states: dict[str, str] = {}

    def __call__(self, side: str, fault: str) -> None:
        if self._states.get(side, "") != fault:
            state = f"does not answer ({fault})" if fault else "answers again"
            where = f"front {self._name}" if side == "front" else "desk"
            sys.stderr.write(f"courier: {where} {state}\n")
            sys.stderr.flush()
        self._states[side] = fault
