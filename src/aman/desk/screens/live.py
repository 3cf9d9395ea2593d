"""The live stream: says that something changed, never what.

Promises: it keeps nobody signed in; it says "signed-out" and ends within two seconds of the session
or the vault ending, and it ends when the server asks its streams to. While a case's stream is open
its operator counts as looking at the case.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse

from aman.desk.accounts.backend import LAST_ACTIVE, VAULT_OPENING
from aman.desk.accounts.models import Operator
from aman.desk.cases import access
from aman.desk.clock import now
from aman.desk.keys.vault import IDLE_SECONDS, VaultLocked, the_vault
from aman.desk.ways import running

POLL_SECONDS = 1.0
LOOK_EVERY_POLLS = 8
SAY_SOMETHING_EVERY_POLLS = 15
SIGNED_OUT = b"event: signed-out\ndata:\n\n"
STILL_HERE = b": still here\n\n"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whose screen it is: session, operator, and the case that is open."""

    session: str
    operator: Operator
    case: int | None

    def poll(self, count: int) -> int | None:
        """How far the changes are; None when this watcher is no longer signed in."""
        vault, at = the_vault(), now()
        vault.lock_when_idle(at)
        kept = SessionStore(session_key=self.session).load()
        idle = kept.get(LAST_ACTIVE, 0) <= at - IDLE_SECONDS
        if idle or not vault.is_open or kept.get(VAULT_OPENING) != vault.opening:
            return None
        try:
            if self.case is not None and count % LOOK_EVERY_POLLS == 0:
                with suppress(access.NoSuchCase):  # destroyed: the page asks, and is told so
                    access.look(self.operator, self.case, int(at))
            return access.changes() + running.changes()
        except VaultLocked:
            return None


def _watcher(request: HttpRequest, number: int | None) -> Watcher | None:
    key, operator = request.session.session_key, request.user
    if key is None or not isinstance(operator, Operator):
        return None
    return Watcher(key, operator, number)


async def _events(watcher: Watcher | None) -> AsyncIterator[bytes]:
    known: int | None = None
    count = 0
    while watcher is not None:
        reached = await sync_to_async(watcher.poll)(count)
        if reached is None:
            break
        if reached != known:
            yield b"event: changed\ndata: %d\n\n" % reached
            known = reached
        elif count % SAY_SOMETHING_EVERY_POLLS == 0:
            yield STILL_HERE
        count += 1
        await asyncio.sleep(POLL_SECONDS)
    yield SIGNED_OUT


@login_not_required
async def live(
    request: HttpRequest, number: int | None = None
) -> HttpResponse | StreamingHttpResponse:
    """Give the stream; who is not signed in is told so by it, so that his text can be kept."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    watcher = await sync_to_async(_watcher)(request, number)
    stream = StreamingHttpResponse(_events(watcher), content_type="text/event-stream")
    stream.headers["Cache-Control"] = "no-store"
    return stream
