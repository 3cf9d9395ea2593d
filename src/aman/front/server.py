"""A front as a process: reads its settings, listens, stops on SIGTERM or SIGINT.

Promises: nothing of what passes is logged, by anybody in this process (`logging` is off; what went
wrong is counted by `journal`).
"""

import asyncio
import contextlib
import logging
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

import msgspec
import uvicorn

from aman.core.keys import from_base64url
from aman.core.ports import Announce, Clock, unheard

from .alike import made_alike
from .app import Admission, Front
from .connection import FrontConnection
from .journal import Journal
from .page import PreparedPage, prepare
from .publication import Publication
from .store import Store
from .writer import Writer

HASH_BYTES = 32
GRACE_SECONDS = 1


class FrontSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """front.json; bytes are base64url. Relative paths are relative to its folder."""

    listen: str
    hotline: str
    courier_token_hash: str
    line_token_hashes: dict[str, str] = {}
    quota_bytes: int = 1 << 30
    page: str = "page.html"
    team_page: str | None = None
    database: str = "front.sqlite3"
    tick_seconds: int = 5
    behind_proxy: bool = False
    folder: str = "."

    def path(self, name: str) -> Path:
        """Where a file named in the settings lies."""
        return Path(self.folder) / name

    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def pages(self) -> tuple[PreparedPage, PreparedPage | None]:
        """The caller's page, and the field team's where this front serves it: equally long then."""
        page = prepare(self.path(self.page).read_bytes())
        if self.team_page is None:
            return page, None
        return made_alike(page, prepare(self.path(self.team_page).read_bytes()))

    def admission(self) -> Admission:
        """Whom it lets in where."""
        return Admission(
            from_base64url(self.courier_token_hash, HASH_BYTES),
            {
                line: from_base64url(hashed, HASH_BYTES)
                for line, hashed in self.line_token_hashes.items()
            },
            self.behind_proxy,
        )


def read_settings(path: Path) -> FrontSettings:
    """Read front.json; msgspec.ValidationError says which member is wrong."""
    settings = msgspec.json.decode(path.read_bytes(), type=FrontSettings)
    return msgspec.structs.replace(settings, folder=str(path.resolve().parent))


def run(settings: FrontSettings, *, clock: Clock = time.time, announce: Announce = unheard) -> None:
    """Serve until SIGTERM or SIGINT."""
    logging.disable(logging.CRITICAL)
    os.umask(0o077)
    _allow_many_connections()
    journal = Journal()
    store = Store(
        settings.path(settings.database),
        quota_bytes=settings.quota_bytes,
        announce=announce,
        random_bytes=os.urandom,
    )
    hotline = from_base64url(settings.hotline, HASH_BYTES)
    writer = Writer(store)
    page, team_page = settings.pages()
    front = Front(
        hotline=hotline,
        page=page,
        team_page=team_page,
        admission=settings.admission(),
        writer=writer,
        publication=Publication.from_contents(store.published(), hotline),
        clock=clock,
        announce=announce,
        random_bytes=os.urandom,
        journal=journal,
    )
    listening = _listen(settings)
    try:
        asyncio.run(_serve(front, listening, settings.tick_seconds))
    finally:
        writer.stop()
        journal.speak()


def _listen(settings: FrontSettings) -> socket.socket:
    host, port = settings.address()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        sys.stderr.write(f"front: can't listen on {settings.listen}: {fault.strerror}\n")
        raise SystemExit(1) from None


async def _serve(front: Front, listening: socket.socket, tick_seconds: int) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            front,
            http=FrontConnection,
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=16_384,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )

    def stop(*_: object) -> None:  # also when uvicorn, stopped, raises the signal again
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: front.journal.note(_kind(context)))
    speaking = asyncio.create_task(_speak_each_tick(front, tick_seconds))
    front.announce("front: listening")
    try:
        await server.serve(sockets=[listening])
    finally:
        speaking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await speaking


def _kind(context: dict[str, object]) -> str:
    fault = context.get("exception")
    return type(fault).__name__ if fault is not None else "event loop"


async def _speak_each_tick(front: Front, tick_seconds: int) -> None:
    while True:
        await asyncio.sleep(tick_seconds - front.clock() % tick_seconds)
        front.journal.speak()


def _allow_many_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
