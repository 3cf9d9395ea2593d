"""An SMSC on loopback: the SMPP server of smpp34 (another implementation) with telephones.

What routes between telephones is ours. As an SMSC does, it keeps a text until the ESME has
acknowledged it, and delivers a text in parts that a telephone would cut.
"""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import smpp34
from smpplib.gsm import GSM_CHARACTER_TABLE

from driver.ports import free_port

OUR_NUMBER = "+380441234567"
_HEADER = 0x40
_UCS2 = 8


@dataclass(eq=False)
class Waiting:
    """A text on its way to the ESME."""

    source: str
    content: bytes
    coding: int = 0
    esm_class: int = 0
    tlvs: list[Any] = field(default_factory=list)
    ton: int = 1


def as_telephone_sends(text: str, reference: int) -> list[tuple[bytes, int, int]]:
    """Content, coding and esm_class of each part; a telephone cuts without regard to pairs."""
    try:
        content, coding, whole, part = _gsm(text), 0, 160, 153
    except ValueError:
        content, coding, whole, part = text.encode("utf-16-be"), _UCS2, 140, 134
    if len(content) <= whole:
        return [(content, coding, 0)]
    pieces = [content[at : at + part] for at in range(0, len(content), part)]
    head = bytes((5, 0, 3, reference & 0xFF, len(pieces)))
    return [
        (head + bytes((number,)) + piece, coding, _HEADER) for number, piece in enumerate(pieces, 1)
    ]


def _gsm(text: str) -> bytes:
    codes = [GSM_CHARACTER_TABLE.index(letter) for letter in text]
    return b"".join(bytes((code,)) if code < 0x80 else bytes((0x1B, code - 0x80)) for code in codes)


def as_telephone_reads(content: bytes, coding: int) -> str:
    """What the screen shows."""
    if coding == _UCS2:
        return content.decode("utf-16-be")
    codes = iter(content)
    places = (next(codes) + 0x80 if code == 0x1B else code for code in codes)
    return "".join(GSM_CHARACTER_TABLE[place] for place in places)


class Smsc:
    """Runs in a thread of its own; `received` is what each telephone got, part by part."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[Any] = []
        self.acknowledged: list[Waiting] = []
        self.refused: dict[str, int] = {}
        self.refuse_next: list[int] = []
        self.window = 10
        self.bound: Any = None
        self._waiting: list[Waiting] = []
        self._ids = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks: list[asyncio.Task[None]] = []
        self._server: Any = None
        self.start()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - what the work gives
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def start(self) -> None:
        """Listen."""
        self._run(self._start())

    async def _start(self) -> None:
        self._server = smpp34.Server("127.0.0.1", self.port, system_id="SMSC")
        await self._server.start()
        self._tasks = [
            asyncio.ensure_future(self._serve()),
            asyncio.ensure_future(self._deliver()),
        ]

    def stop(self) -> None:
        """Listen no more, and drop who is there."""
        self._run(self._stop())

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop()
        self.bound = None

    def end(self) -> None:
        """Stop the thread as well."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def send(self, *texts: Waiting) -> None:
        """Telephones send these."""
        self._loop.call_soon_threadsafe(self._waiting.extend, texts)

    async def _serve(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.bound = event
            elif isinstance(event, smpp34.Unbound):
                if self.bound is not None and self.bound.session_id == event.session_id:
                    self.bound = None
            else:
                self._submitted(event)

    def _submitted(self, event: Any) -> None:  # noqa: ANN401 - the library's class
        status = self.refuse_next.pop(0) if self.refuse_next else 0
        status = status or self.refused.get(event.destination_addr, 0)
        if status:
            event.reject(status)
            return
        self._ids += 1
        name = f"m{self._ids}"
        event.accept(name)
        if event.destination_addr == OUR_NUMBER[1:]:
            self._waiting.append(
                Waiting(event.source_addr, event.short_message, event.data_coding, event.esm_class)
            )
            return
        self.received.append(event)
        if event.registered_delivery:
            said = f"id:{name} sub:001 dlvrd:001 submit date:2701150800 done date:2701150801 "
            text = f"{said}stat:DELIVRD err:000 text:".encode()
            self._waiting.append(Waiting(event.destination_addr, text, 0, 0x04))

    async def _deliver(self) -> None:
        """At most `window` at once, each until it is acknowledged."""
        while True:
            bound, window = self.bound, self._waiting[: self.window]
            if bound is None or not window:
                await asyncio.sleep(0.02)
                continue
            begun = []
            for each in window:  # as they came: the library sends in any order what begins together
                begun.append(asyncio.ensure_future(self._deliver_one(bound, each)))
                await asyncio.sleep(0.005)
            done = await asyncio.gather(*begun)
            taken = [each for each, is_taken in zip(window, done, strict=True) if is_taken]
            self.acknowledged += taken
            self._waiting = [each for each in self._waiting if each not in taken]
            if not taken:
                await asyncio.sleep(0.05)

    async def _deliver_one(self, bound: Any, each: Waiting) -> bool:  # noqa: ANN401 - the library's class
        try:
            answer = await bound.deliver_sm(
                OUR_NUMBER[1:],
                each.content,
                source_addr=each.source,
                source_addr_ton=each.ton,
                source_addr_npi=1,
                data_coding=each.coding,
                esm_class=each.esm_class,
                tlvs=each.tlvs,
            )
        except smpp34.SmppError:
            return False
        return bool(answer.is_success)
