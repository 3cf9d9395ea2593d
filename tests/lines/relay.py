"""What stands between a line and a real server and changes what passes, for tests.

It speaks TLS to either side where it is told so. Refuses to know: protocols.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

_PIECE = 64 * 1024


class Talk(Protocol):
    """One connection's changes; bytes come as they were read."""

    def up(self, data: bytes, back: Callable[[bytes], None]) -> bytes | None:
        """What the server is to get; None hangs up. `back` answers in the server's stead."""
        ...

    def down(self, data: bytes) -> bytes:
        """What the line is to get."""
        ...


class Unchanged:
    """Everything passes."""

    def up(self, data: bytes, back: Callable[[bytes], None]) -> bytes | None:
        """As it came."""
        del back
        return data

    def down(self, data: bytes) -> bytes:
        """As it came."""
        return data


@dataclass(frozen=True)
class Relay:
    """Before the server at `port`; the line meets `ours`, and the relay trusts `theirs`."""

    port: int
    talk: Callable[[], Talk] = Unchanged
    ours: ssl.SSLContext | None = None
    theirs: ssl.SSLContext | None = None

    async def converse(self, line: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Serve one connection of the line's."""
        talk = self.talk()
        name = None if self.theirs is None else "localhost"
        server, onward = await asyncio.open_connection(
            "127.0.0.1", self.port, ssl=self.theirs, server_hostname=name
        )

        async def up() -> None:
            while data := await line.read(_PIECE):
                changed = talk.up(data, back.write)
                if changed is None:
                    return
                onward.write(changed)

        async def down() -> None:
            while data := await server.read(_PIECE):
                back.write(talk.down(data))

        tasks = [asyncio.ensure_future(each) for each in (up(), down())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for writer in (back, onward):
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()


@contextmanager
def relaying(relay: Relay) -> Iterator[int]:
    """Relay while the block runs; gives the port to connect to."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    held: set[asyncio.Task[None]] = set()

    async def converse(line: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(relay.converse(line, back))
        held.add(task)
        with suppress(OSError):
            await task
        held.discard(task)

    async def end() -> None:
        server.close()
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)

    started = asyncio.start_server(converse, "127.0.0.1", 0, ssl=relay.ours)
    server = asyncio.run_coroutine_threadsafe(started, loop).result(20)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
