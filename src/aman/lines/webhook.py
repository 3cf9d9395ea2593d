"""A provider's call: read, sealed, at the front, answered; all in one process for this request.

Promises: the provider hears "taken" only when all of it is on the front's disk, so that it calls
again otherwise; one that never calls again hears it when all is sealed on ours. A forged call is
refused and leaves nothing.
"""

import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence

from .children import LIFE_SECONDS
from .connector import ForgedRequest, MalformedRequest, PassingFault, Webhook
from .events import Event
from .exchange import Answer, Exchange, Limits, Refused, TooLong
from .front import FrontAway
from .posting import Posting
from .spool import Spool, SpoolFull

TAKEN = Answer(b"", 200)
FORGED = Answer(b"", 403)
MALFORMED = Answer(b"", 400)
TOO_LONG = Answer(b"", 413)
LATER = Answer(b"", 503, (("Retry-After", "5"),))
_AGAIN_SECONDS = 1.0
HEADERS = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


Take = Callable[[Sequence[Event]], None]
"""Brings events to where they are safe; raises `FrontAway` when the provider is to call again."""


MakePosting = Callable[[], Posting]
"""Makes a way to the front."""


def at_the_front(posting: MakePosting) -> Take:
    """Safe is what the front has on its disk."""

    def take(events: Sequence[Event]) -> None:
        with posting() as post:
            for event in events:
                post.post(event)

    return take


def at_the_front_or_kept(posting: MakePosting, spool: Spool) -> Take:
    """Safe is also what is sealed on ours: for a provider that never calls again."""

    def take(events: Sequence[Event]) -> None:
        with posting() as post:
            envelopes = _sealed(post, events)
            while envelopes and spool.is_empty():  # nothing overtakes what waits
                try:
                    post.store(envelopes[0])
                except FrontAway:
                    break
                envelopes = envelopes[1:]
            if envelopes:
                _keep(spool, envelopes)

    return take


def _sealed(post: Posting, events: Sequence[Event]) -> list[bytes]:
    """Only before the first manifest this line can't seal: the provider's call stands that long."""
    while True:
        try:
            return [envelope for event in events for envelope in post.envelopes(event)]
        except FrontAway:
            _let_the_call_stand()


def _keep(spool: Spool, envelopes: Sequence[bytes]) -> None:
    """On a disk that has no room for it the call stands until there is some."""
    while True:
        try:
            return spool.keep(envelopes)
        except SpoolFull:
            _let_the_call_stand()


def _let_the_call_stand() -> None:
    signal.alarm(LIFE_SECONDS)
    time.sleep(_AGAIN_SECONDS)


def serve(
    name: str, webhook: Webhook, take: Take, limits: Limits, connection: socket.socket
) -> None:
    """Serve one request."""
    exchange = Exchange(connection, limits)
    try:
        request = exchange.read()
    except TooLong:
        exchange.write(TOO_LONG, HEADERS)
        return
    except Refused:
        return
    try:
        told = webhook.read(request)
        if not isinstance(told, Answer):
            take(told)
        answer = told if isinstance(told, Answer) else TAKEN
    except ForgedRequest as fault:
        answer = _noted(name, fault, FORGED)
    except MalformedRequest as fault:
        answer = _noted(name, fault, MALFORMED)
    except (FrontAway, PassingFault) as fault:
        answer = _noted(name, fault, LATER)
    except Exception:
        exchange.write(LATER, HEADERS)
        raise
    exchange.write(answer, HEADERS)


def _noted(name: str, fault: Exception, answer: Answer) -> Answer:
    sys.stderr.write(f"{name}: {type(fault).__name__}\n")
    sys.stderr.flush()
    return answer
