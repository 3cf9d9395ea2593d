"""One connection to a front: h11 under uvicorn, with nothing said about what it can't read.

Promises: what is no HTTP is closed silently; who holds a connection open without asking for
anything is closed after a while; there are never more connections than the process can bear, and
one network leaves room for the next.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from .limits import UNKNOWN, network_number

IDLE_SECONDS = 20.0
READING_SECONDS = 300.0
MOST_CONNECTIONS = 2048


class FrontConnection(H11Protocol):
    """uvicorn's protocol, quieter and less patient."""

    network = UNKNOWN
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Accept, unless there are too many, or from one network more than there is room left."""
        super().connection_made(transport)
        self.network = network_number(self.client[0] if self.client else "", b"")
        near = sum(getattr(other, "network", None) == self.network for other in self.connections)
        if near > MOST_CONNECTIONS - len(self.connections):
            transport.abort()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        if self._patience is not None:
            self._patience.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        self._wait()

    def send_400_response(self, msg: str) -> None:
        """Close instead."""
        del msg
        self.transport.close()

    def handle_websocket_upgrade(self, event: Any) -> None:  # noqa: ANN401 - h11 has no types
        """Close instead; a front has no web sockets."""
        del event
        self.transport.close()

    def _wait(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self.loop.call_later(IDLE_SECONDS, self._lose_patience)

    def _lose_patience(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()  # what a slow phone has not read yet still goes out
        # Nor does who asks again and again, and reads no answer, hold his place for ever.
        self._patience = self.loop.call_later(READING_SECONDS, self.transport.abort)
