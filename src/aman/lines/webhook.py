"""A provider's call: read, sealed, at the front, answered; all in one process for this request.

Promises: the provider hears "taken" only when all of it is on the front's disk, so that it calls
again otherwise; a forged call is refused and leaves nothing.
"""

import socket
import sys
from collections.abc import Callable

from .connector import ForgedRequest, MalformedRequest, PassingFault, Webhook
from .exchange import Answer, Exchange, Limits, Refused, TooLong
from .front import FrontAway
from .posting import Posting

TAKEN = Answer(b"", 200)
FORGED = Answer(b"", 403)
MALFORMED = Answer(b"", 400)
TOO_LONG = Answer(b"", 413)
LATER = Answer(b"", 503, (("Retry-After", "5"),))
HEADERS = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


def serve(
    name: str,
    webhook: Webhook,
    posting: Callable[[], Posting],
    limits: Limits,
    connection: socket.socket,
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
            post = posting()
            for event in told:
                post.post(event)
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
