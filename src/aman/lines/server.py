"""A line's process: a parent that holds no text, and below it what receives and what sends.

Promises: nothing starts before settings, keys and connector are whole; everything ends with the
parent; what falls comes back.
"""

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aman.core.line_dialogue import LinePulse
from aman.core.ports import Announce, Clock, unheard
from aman.core.words import word_lists

from .belief import Hotline, NewestManifest
from .children import Children, Serve
from .connector import (
    Connection,
    Given,
    LastingFault,
    PassingFault,
    Sender,
    Service,
    UnknownOutcome,
)
from .derivations import Derivations
from .events import PulseReturned
from .exchange import Limits
from .front import Front, FrontAway
from .notices import read_notices
from .patience import Away
from .polling import Polling
from .posting import Posting, Speaker
from .presence import held, note_beat
from .processes import keep_memory_to_ourselves, live, stopping_held
from .pulse import Pulse
from .record import Record, the_only_sender
from .registry import Line
from .sending import Outbox
from .sending import Turn as Sending
from .settings import SETTINGS_FILE, LineSettings, WrongLineSettings, read_keys
from .spool import Spool
from .standing import Standing
from .turns import TURN_SECONDS, Turn, Turns
from .webhook import at_the_front, at_the_front_or_kept, serve

_BACKLOG = 256
_REST_SECONDS = 1.0

Role = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Running:
    """What every role of one line works with."""

    settings: LineSettings
    speaker: Speaker
    hotline: Hotline
    derivations: Derivations
    announce: Announce

    @property
    def folder(self) -> Path:
        """The line's own folder."""
        return Path(self.settings.folder)

    def posting(self) -> Posting:
        """A way to the front for one short-lived process."""
        return Posting(
            Front(self.settings.front), self.hotline, self.speaker, self.derivations, self._note
        )

    def _note(self, pulse: LinePulse) -> None:
        note_beat(self.folder, pulse, self.hotline.clock())

    def spool(self) -> Spool:
        """What waits on our own disk for the front."""
        return Spool(self.folder, self.settings.spool_bytes)

    def turns(
        self, what: str, turn: Turn, *, every: float, most_seconds: int = TURN_SECONDS
    ) -> Turns:
        """Something that is done again and again, each time in a process of its own."""
        return Turns(
            f"{self.settings.line} {what}",
            turn,
            every=every,
            longest=self.settings.longest_pause,
            most_seconds=most_seconds,
        )

    def outbox(self) -> Outbox:
        """The same for sending."""
        return Outbox(
            front=Front(self.settings.front),
            hotline=self.hotline.id,
            speaker=self.speaker,
            token=read_keys(self.settings).front_token(),
            record=Record(self.folder),
            posting=self.posting(),
            clock=self.hotline.clock,
            announce=self.announce,
            longest_pause=self.settings.longest_pause,
        )


def run(
    line: Line,
    settings: LineSettings,
    *,
    clock: Clock = time.time,
    announce: Announce = unheard,
    connect: Callable[[Given], Connection] | None = None,
) -> None:
    """Serve one line until SIGTERM or SIGINT; `connect` stands in for the line's own.

    `AlreadyRuns` when another process serves the folder.
    """
    keys = read_keys(settings)
    given = Given(
        settings.line,
        settings.provider_settings(),
        settings.secret,
        clock,
        read_notices(line),
    )
    connection = (connect or line.connect())(given)
    if connection.listens and not settings.listen:
        reason = f'{settings.folder}/{SETTINGS_FILE}: "listen" is missing: where the provider calls'
        raise WrongLineSettings(reason)
    word_lists()
    running = Running(
        settings,
        Speaker.of(settings.line, keys.authentic(), keys.kem()),
        Hotline(settings.hotline_id(), clock, NewestManifest()),
        Derivations(settings.derivations),
        announce,
    )
    running.posting().warm_up()
    "localhost".encode("idna")  # the codec is loaded at the first connection
    with held(running.folder), ExitStack() as opened:
        _Parent(settings.line, _roles(running, connection, announce, opened)).run()
    announce(f"{settings.line}: ended")


def _roles(
    running: Running, connection: Connection, announce: Announce, opened: ExitStack
) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    if connection.webhook is not None:
        settings = running.settings
        most_body = connection.webhook.most_body
        limits = Limits(settings.head_seconds, settings.body_seconds, most_body)
        take = at_the_front(running.posting)
        if connection.gives_once:
            take = at_the_front_or_kept(running.posting, running.spool())
            carry = partial(_carry, running)
            roles["carrying"] = running.turns("carrying", carry, every=settings.visit_seconds).run
        taking = partial(serve, settings.line, connection.webhook, take, limits)
        roles["receiving"] = _listening_role(running, taking, announce, opened)
    if connection.service is not None:
        taking = partial(_converse, running, connection.service)
        roles["receiving"] = _listening_role(running, taking, announce, opened)
    if connection.poll is not None:
        turn = Polling(connection.poll, running.posting, running.folder).once
        roles["polling"] = running.turns("polling", turn, every=0.05).run
    if connection.session is not None:
        stand = partial(_stand, running, connection)
        roles["session"] = running.turns("session", stand, every=0.1, most_seconds=24 * 3600).run
    if connection.sender is not None:
        send = partial(_send, running, connection.sender)
        beat = partial(_beat, running, connection.sender)
        roles["sending"] = running.turns("sending", send, every=running.settings.visit_seconds).run
        roles["pulse"] = running.turns("pulse", beat, every=running.settings.pulse_seconds).run
    if "receiving" not in roles:
        announce(f"{running.settings.line}: ready")
    return roles


def _listening_role(running: Running, taking: Serve, announce: Announce, opened: ExitStack) -> Role:
    settings = running.settings
    host, port = settings.address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = opened.enter_context(
        socket.create_server((host, port), family=family, backlog=_BACKLOG)
    )
    where = f"{host}:{listener.getsockname()[1]}"
    children = Children(
        settings.line,
        listener,
        taking,
        waiting=settings.children,
        most=settings.most_children,
    )
    return lambda: children.run(ready=lambda: announce(f"{settings.line}: listening on {where}"))


def _converse(running: Running, service: Service, connection: socket.socket) -> None:
    with running.posting() as posting:
        service.serve(connection, posting.post)


def _send(running: Running, sender: Sender) -> float:
    with the_only_sender(running.folder) as mine:
        if not mine:
            return _REST_SECONDS
        with closing(running.outbox()) as outbox:
            try:
                return Sending(outbox, sender).run()
            except FrontAway:
                return _REST_SECONDS


def _carry(running: Running) -> float | Away:
    """Bring what waits on our disk to the front, whatever the provider does meanwhile."""
    spool = running.spool()
    if spool.is_empty():
        return 0.0
    with running.posting() as posting:
        try:
            spool.carry(posting.store)
        except FrontAway:
            return Away(_REST_SECONDS)
    return 0.0


def _beat(running: Running, sender: Sender) -> float:
    nonce = Pulse(running.speaker.key).draw(running.hotline.clock())
    with running.posting() as posting, suppress(FrontAway):
        try:
            if sender.pulse(nonce):
                posting.post(PulseReturned(nonce))
        except (PassingFault, LastingFault) as fault:
            posting.say_fault(fault.reason)
        except UnknownOutcome:
            posting.say_fault("no answer")
    return 0.0


def _stand(running: Running, connection: Connection) -> float | Away:
    settings = running.settings
    if connection.session is None:
        return _REST_SECONDS
    with the_only_sender(running.folder) as mine:
        if not mine:
            return _REST_SECONDS
        with closing(running.outbox()) as outbox:
            return Standing(
                connection.session,
                outbox,
                running.spool(),
                settings.pulse_seconds,
                settings.renewed_after,
                settings.renewed_after_messages,
            ).live()


class _Parent:
    """Keeps one process for each role."""

    def __init__(self, name: str, roles: dict[str, Role]) -> None:
        self._name = name
        self._roles = roles
        self._running: dict[int, str] = {}
        self._stopping = False

    def run(self) -> None:
        keep_memory_to_ourselves()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        gc.collect()
        gc.freeze()
        for role in self._roles:
            self._fork(role)
        while self._running:
            try:
                pid, _ = os.wait()
            except ChildProcessError:
                break
            role = self._running.pop(pid, "")
            if role and not self._stopping:
                sys.stderr.write(f"{self._name}: {role} ended and is started again\n")
                sys.stderr.flush()
                time.sleep(_REST_SECONDS)
                self._fork(role)

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for pid in self._running:
            os.kill(pid, signal.SIGTERM)

    def _fork(self, role: str) -> None:
        parent = os.getpid()
        with stopping_held():
            if self._stopping:
                return
            pid = os.fork()
            if pid == 0:
                live(f"{self._name}: {role}", parent, self._roles[role])
            self._running[pid] = role
