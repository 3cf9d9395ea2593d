"""The desk as a process: screens for operators, a socket for the courier, and the clock's chores.

Promises: SIGTERM and SIGINT end it within two seconds whatever streams are open; whatever is cut
off by that is as safe as after a loss of power; the database is brought up to date first; the
socket is for its owner alone; memory is never written to a core file, nor open to other processes
of the same user.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import uvicorn
from django.db import connection

from aman.core.carriage import Delivery, Publication
from aman.core.ports import Announce, Clock, unheard

from .configuration import DeskSettings, read_settings
from .doors import Application, CourierDoor, ScreensDoor
from .private_memory import keep_memory_private
from .running import Desk, start
from .upgrading import NewerDatabase, upgrade_database

__all__ = ["DeskSettings", "read_settings", "run"]

COURIER_SOCKET = "courier.sock"
CHORES_EVERY_SECONDS = 1.0
STREAMS_END_SECONDS = 1
LATEST_END_SECONDS = 1.7
_log = logging.getLogger(__name__)


def run(settings: DeskSettings, *, clock: Clock = time.time, announce: Announce = unheard) -> None:
    """Serve until SIGTERM or SIGINT."""
    os.umask(0o077)
    keep_memory_private()
    desk = start(settings, clock=clock, announce=announce)
    _upgrade()
    screens = _listen_for_screens(settings)
    courier = listen_for_courier(desk.folder / COURIER_SOCKET)
    try:
        asyncio.run(_serve(desk, screens, courier))
    finally:
        desk.vault.lock()
        import_module("aman.desk.ways.running").close()
        (desk.folder / COURIER_SOCKET).unlink(missing_ok=True)


def _upgrade() -> None:
    try:
        upgrade_database()
    except NewerDatabase as reason:
        sys.stderr.write(f"desk: {reason}\n")
        raise SystemExit(1) from None


def _listen_for_screens(settings: DeskSettings) -> socket.socket:
    host, port = settings.address()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as fault:
        sys.stderr.write(f"desk: can't listen on {settings.listen}: {fault.strerror}\n")
        raise SystemExit(1) from None


def listen_for_courier(path: Path) -> socket.socket:
    """Make the socket; nobody else could ever open it, not even for a moment."""
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        listening.listen()
    finally:
        os.umask(before)
    return listening


class _Server(uvicorn.Server):
    """One of two servers in a process: signals are the process's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def _server(door: Application) -> _Server:
    return _Server(
        uvicorn.Config(
            door,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STREAMS_END_SECONDS,
        )
    )


async def _serve(desk: Desk, screens: socket.socket, courier: socket.socket) -> None:
    stopping = asyncio.Event()
    worker = ThreadPoolExecutor(1, "desk")
    # Django has to be configured before its application is imported.
    application = import_module("aman.desk.asgi").application
    port = screens.getsockname()[1]

    async def take(delivery: Delivery) -> Publication:
        return await loop.run_in_executor(worker, _take, desk, delivery)

    servers = {
        _server(ScreensDoor(application, desk.settings.host, port, stopping)): screens,
        _server(CourierDoor(take)): courier,
    }
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda _, context: _log.error("event loop", exc_info=_fault(context))
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    chores = asyncio.create_task(_do_chores(desk, worker))
    words = asyncio.create_task(_make_words(desk))
    serving = [
        asyncio.create_task(server.serve(sockets=[listening]))
        for server, listening in servers.items()
    ]
    desk.announce("desk: listening")
    await stopping.wait()
    _end_at_the_latest()
    chores.cancel()
    words.cancel()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*serving, return_exceptions=True)
    worker.shutdown(wait=False, cancel_futures=True)


def _fault(context: dict[str, object]) -> BaseException | None:
    fault = context.get("exception")
    return fault if isinstance(fault, BaseException) else None


def _end_at_the_latest() -> None:
    """A thread that still waits for the database is not waited for: what counts is committed."""
    timer = threading.Timer(LATEST_END_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()


def _take(desk: Desk, delivery: Delivery) -> Publication:
    """Take one delivery, in the worker's thread with its own database connection."""
    # Models can be imported only after Django was configured.
    intake = import_module("aman.desk.reading.intake")
    now = desk.clock()
    try:
        publication: Publication = intake.receive(delivery, now)
    except Exception:
        connection.close()
        raise
    return publication


async def _do_chores(desk: Desk, worker: ThreadPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    while True:
        try:
            await loop.run_in_executor(worker, do_chores, desk)
        except Exception:  # noqa: BLE001 - whatever it was, the next one is tried
            _log.exception("a chore failed")
        await asyncio.sleep(CHORES_EVERY_SECONDS)


async def _make_words(desk: Desk) -> None:
    """Make nine words ready, in a thread of their own: no delivery waits for them."""
    while True:
        await asyncio.to_thread(desk.ready_words.refill, desk.clock())
        await asyncio.sleep(CHORES_EVERY_SECONDS)


def do_chores(desk: Desk) -> None:
    """What time asks for: lock an idle vault, write down failures, make and destroy epoch keys.

    And what changed on the map: ways that were chosen are judged again.
    """
    fronts = import_module("aman.desk.reading.fronts")
    failures = import_module("aman.desk.accounts.failures")
    watching = import_module("aman.desk.journeys.watching")
    now = desk.clock()
    desk.vault.lock_when_idle(now)
    try:
        failures.write_failures(int(now))
        collected = fronts.collected()
    except Exception:
        connection.close()
        raise
    desk.epochs.rotate(now, collected)
    try:
        watching.judge_anew(int(now))
    except Exception:
        connection.close()
        raise
