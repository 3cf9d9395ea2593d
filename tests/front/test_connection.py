"""How long and how many: connections that only hold a place are let go."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import time

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
import uvicorn
from uvicorn.server import ServerState

from aman.core.ports import unheard
from aman.front import app, connection
from aman.front.app import Admission, Front
from aman.front.connection import FrontConnection
from aman.front.journal import Journal
from aman.front.page import prepare
from aman.front.publication import Publication
from aman.front.writer import Writer

from .test_store import open_store

pytestmark = pytest.mark.enable_socket

Connect = Callable[[str], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


@asynccontextmanager
async def serving(folder: Path, page: bytes = b"<p>Aman</p>") -> AsyncIterator[Connect]:
    """A front inside the test's own loop: gives a function that connects from an address."""
    writer = Writer(open_store(folder / "front.sqlite3"))
    front = Front(
        hotline=bytes(32),
        page=prepare(page),
        team_page=None,
        admission=Admission(bytes(32), {}),
        writer=writer,
        publication=Publication(),
        clock=time,
        announce=unheard,
        random_bytes=os.urandom,
        journal=Journal(),
    )
    config = uvicorn.Config(front, log_config=None, access_log=False, ws="none", lifespan="off")
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: FrontConnection(config, state, {}), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened: list[asyncio.StreamWriter] = []

    async def connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        streams = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        opened.append(streams[1])
        return streams

    try:
        yield connect
    finally:
        for each in opened:
            each.close()
        server.close()
        await asyncio.sleep(0)
        writer.stop()


async def is_let_go(reader: asyncio.StreamReader) -> bool:
    """Wait for the end of a connection."""
    try:
        return await asyncio.wait_for(reader.read(), 60) == b""
    except ConnectionError:
        return True


async def is_served(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bool:
    """Ask for the page on an open connection."""
    reader, writer = streams
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200 ")
    except (ConnectionError, asyncio.IncompleteReadError):
        return False


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"POST /e HTTP/1.1\r\nHost:"])
def test_who_asks_for_nothing_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    """Silent, or with half a request line."""
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.05)

    async def check() -> None:
        async with serving(tmp_path) as connect:
            reader, writer = await connect("127.0.0.1")
            writer.write(sent)
            assert await is_let_go(reader)

    asyncio.run(check())


def test_a_body_that_never_comes_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time the caller gets the answer to what is no envelope, and the end."""
    monkeypatch.setattr(app, "BODY_SECONDS", 0.05)

    async def check() -> None:
        async with serving(tmp_path) as connect:
            reader, writer = await connect("127.0.0.1")
            writer.write(b"POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 8256\r\n\r\nhalf")
            answer = await asyncio.wait_for(reader.read(), 60)
            assert answer.startswith(b"HTTP/1.1 404 ")

    asyncio.run(check())


def test_one_network_leaves_room_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten places one network gets five, and another still finds one."""
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 10)

    async def check() -> None:
        async with serving(tmp_path) as connect:
            flood = [await connect("127.0.0.1") for _ in range(12)]
            served = [await is_served(each) for each in flood]
            assert sum(served) == 5
            assert await is_served(await connect("127.0.9.1"))

    asyncio.run(check())


def test_a_slow_phone_gets_the_whole_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading slowly is not asking for nothing."""
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(brotli, "compress", lambda page, **_: page)  # slow for so much
    page = b"<p>" + bytes(12_000_000)

    async def check() -> None:
        async with serving(tmp_path, page) as connect:
            reader, writer = await connect("127.0.0.1")
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.3)
            assert await asyncio.wait_for(reader.read(), 60) == page

    asyncio.run(check())


def test_who_never_reads_is_let_go_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody holds a place for ever by asking and not reading."""
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(connection, "READING_SECONDS", 0.05)
    monkeypatch.setattr(brotli, "compress", lambda page, **_: page)  # slow for so much
    page = b"<p>" + bytes(12_000_000)

    async def check() -> None:
        async with serving(tmp_path, page) as connect:
            reader, writer = await connect("127.0.0.1")
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.3)
            with suppress(ConnectionError):
                assert len(await asyncio.wait_for(reader.read(), 60)) < len(page)

    asyncio.run(check())


def test_who_asks_again_and_again_and_never_reads_is_let_go_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second request waits for room to answer in, and no patience is without end."""
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(connection, "READING_SECONDS", 0.05)
    monkeypatch.setattr(brotli, "compress", lambda page, **_: page)  # slow for so much
    page = b"<p>" + bytes(12_000_000)

    async def check() -> None:
        async with serving(tmp_path, page) as connect:
            reader, writer = await connect("127.0.0.1")
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.3)
            with suppress(ConnectionError):
                assert len(await asyncio.wait_for(reader.read(), 60)) < 2 * len(page)

    asyncio.run(check())
