"""What a line's own folder gives: how it receives, and how it sends (the port of every provider).

Promises: the four ways of receiving and the three kinds of fault are all that the runtime knows
of a provider.
"""

import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing, State
from aman.core.ports import Clock

from .events import Event
from .exchange import Answer, RawRequest

_Table = TypeVar("_Table")


class PassingFault(Exception):  # noqa: N818 - what the operator is told
    """The provider did NOT take it and may later; `after` seconds if it said so."""

    person = "This could not be sent yet."
    operator = "The provider does not take messages now. It is tried again."

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class LastingFault(Exception):  # noqa: N818 - what the operator is told
    """The provider will never take this: no such address, blocked, not allowed."""

    person = "This could not be sent."
    operator = "The provider refuses this. Use another line."

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownOutcome(Exception):  # noqa: N818 - what the operator is told
    """It was handed over, but nobody knows whether it was taken. Never sent again by itself."""

    person = "It is not known whether this was sent."
    operator = "It is not known whether this was sent. Decide whether to send it again."


class ForgedRequest(Exception):  # noqa: N818 - for the journal
    """A webhook whose signature or secret is wrong."""

    person = "Nothing here."
    operator = "A webhook with a wrong signature was refused."


class MalformedRequest(Exception):  # noqa: N818 - for the journal
    """A webhook of the provider's that is not as its schema says."""

    person = "Nothing here."
    operator = "A webhook did not follow its provider's schema."


class Sent(NamedTuple):
    """The provider took it: its name for the message, and how far that is known to have come."""

    provider_id: str = ""
    state: State = State.ACCEPTED


Outcome = Sent | LastingFault | UnknownOutcome | PassingFault
"""What became of a sending."""


class Sender(Protocol):
    """Sends one thing, in a process that ends soon after. Raises the three faults above."""

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Send it; `instruction` (16 bytes) is the same whenever this is asked."""
        ...

    def pulse(self, nonce: str) -> bool | None:
        """Send the nonce so that it comes back through the provider.

        True when the provider's answer to this is all that comes back: weaker, for it shows
        nothing of what people write to us.
        """
        ...


class Webhook(Protocol):
    """The provider calls us. Each request has a process of its own."""

    @property
    def most_body(self) -> int:
        """The longest body it may send, in bytes."""
        ...

    def read(self, request: RawRequest) -> Sequence[Event] | Answer:
        """What it tells; an `Answer` where the provider asks something of its own.

        Raises `ForgedRequest`, `MalformedRequest`, and `PassingFault` (the provider is to call
        again) when a file could not be fetched now.
        """
        ...


Post = Callable[[Event], None]
"""Brings one event to the front's disk; returns once it is there. Raises `FrontAway`."""


class Service(Protocol):
    """The provider speaks a protocol of its own to us. Each connection has a process of its own."""

    def serve(self, connection: socket.socket, post: Post) -> None:
        """Hold one conversation; say "taken" only after `post` has returned for all of it."""
        ...


class Polled(NamedTuple):
    """What a poll brought, and from where the next one goes on.

    `trouble`, a few words of ours, is what the desk is to hear although the line goes on.
    """

    events: Sequence[Event]
    mark: bytes
    trouble: str = ""


class Poll(Protocol):
    """We ask the provider. Each question has a process of its own."""

    def poll(self, mark: bytes) -> Polled:
        """Wait for news after `mark` (empty at first) for some seconds. Raises `PassingFault`.

        The mark is kept on disk once all events are at the front: it holds a number, no person.
        """
        ...


Take = Callable[[Event], Awaitable[None]]
"""Takes one event; returns once it is sealed and durable: then the provider may hear so."""
Fetch = Callable[[], Awaitable[Sequence[tuple[bytes, Outgoing]]]]
"""Gives what is to be sent now: instruction ids and what they say."""
Told = Callable[[bytes, Outcome], Awaitable[None]]
"""Is told what became of an instruction."""


class Conversation(NamedTuple):
    """What a standing session works with.

    Before each sending it awaits `begin(id)`: False means that the instruction must not be sent.
    """

    take: Take
    fetch: Fetch
    begin: Callable[[bytes], Awaitable[bool]]
    told: Told
    pulse_due: Callable[[], str | None]


class Session(Protocol):
    """A connection that stands. Its process is replaced soon after its last message."""

    async def hold(self, conversation: Conversation) -> None:
        """Receive and send until cancelled; raise `PassingFault` when the provider is away."""
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """A line that is ready: a session, or a sender and one way to receive."""

    sender: Sender | None = None
    webhook: Webhook | None = None
    service: Service | None = None
    poll: Poll | None = None
    session: Session | None = None
    names: Callable[[], Sequence[str]] | None = None
    """Asks the provider by what names people see this account: a locked telephone shows them.

    None where it does not tell. Raises the three faults of sending."""
    gives_once: bool = False
    """The provider calls the webhook once and never again: what the front does not take is kept."""

    @property
    def listens(self) -> bool:
        """Whether the provider connects to us."""
        return self.webhook is not None or self.service is not None


@dataclass(frozen=True, slots=True)
class Given:
    """What a connector is made from: the `provider` table of line.json, its secrets, the time."""

    line: str
    settings: Mapping[str, object]
    secret: Callable[[str], Secret]
    clock: Clock
    notices: Mapping[str, str]
    """The line's own words on how strong it is, by language."""

    def table(self, kind: type[_Table]) -> _Table:
        """The `provider` table, read; ValueError tells which member is wrong, and no value."""
        try:
            return msgspec.convert(dict(self.settings), kind)
        except msgspec.ValidationError as mistake:
            reason = f"provider: {mistake}"
            raise ValueError(reason) from None


Connect = Callable[[Given], Connection]
"""`connect` of a line's folder. ValueError tells which setting is wrong, with no secret in it."""
